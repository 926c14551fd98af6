//! The AWS SDKs for Rust, C++, Swift and Kotlin, and the AWS Common Runtime.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("rust-invalid-credential-source-in", RustSdk, "invalid credential source in {profile}: {why}", Code("aws-config/src/profile/credentials.rs")),
        ],
        "the profile's role has a credential_source that is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("rust-profile-did-not-contain-credential", RustSdk, "profile {profile} did not contain credential information", Code("aws-config/src/profile/credentials.rs")),
            text("kotlin-profile-did-not-contain-credential", KotlinSdk, "profile ({profile}) did not contain credential information", Code("ProfileChain.kt")),
        ],
        "the profile[ {profile}] has no source of credentials",
        &["no-source", "C15", "after-header"],
    ),
    message(
        &[
            text("rust-in-order-to-use-an", RustSdk, "In order to use an active login session, the credentials-login feature must be enabled", Code("aws-config/src/profile/credentials/exec.rs")),
            text("rust-this-behavior-requires-following-cargo", RustSdk, "This behavior requires following cargo feature(s) enabled: {words}", Code("aws-config/src/profile/credentials.rs")),
        ],
        "the program was built without the part for `aws login`",
        &["old-console", "console-part"],
    ),
    message(
        &[
            text("rust-missing-field-in-cached-sso", RustSdk, "missing field {key} in cached SSO token file", Code("aws-config/src/sso/cache.rs")),
        ],
        "the token file is incomplete",
        &["T08", "T07"],
    ),
    message(
        &[
            text("rust-cached-login-token-is-expired", RustSdk, "cached Login token is expired", Code("aws-config/src/login.rs")),
            text("crt-the-cached-login-token-is", Crt, "The cached Login token is expired and we cannot complete a call", Code("aws-c-auth/source/auth.c")),
        ],
        "the session of `aws login` has expired",
        &["T18"],
    ),
    message(
        &[
            text("rust-error-retrieving-credentials-external-process", RustSdk, "Error retrieving credentials: external process exited with code {code}. Stderr: {why}", Code("aws-config/src/credential_process.rs")),
            text("rust-error-retrieving-credentials-external-process-exited", RustSdk, "Error retrieving credentials: external process exited with code", Code("aws-config/src/credential_process.rs")),
            text("kotlin-command-completed-with-nonzero-exit", KotlinSdk, "Command completed with nonzero exit code {code}: {why}", Code("ProcessCredentialsProvider.kt")),
            text("cpp-failed-to-load-credential-from", CppSdk, "Failed to load credential from running: {words} Error: {why}", Code("AWSCredentialsProvider.cpp")),
            text("crt-valid-credentials-could-not-be", Crt, "Valid credentials could not be sourced by the process provider", Code("aws-c-auth/source/auth.c")),
        ],
        "the profile's credential_process failed",
        &["C26"],
    ),
    general(
        &[
            text("rust-no-providers-in-chain-provided", RustSdk, "no providers in chain provided credentials", Code("aws-config/src/meta/credentials/chain.rs")),
            text("rust-an-error-occurred-while-loading", RustSdk, "an error occurred while loading credentials", Code("aws-credential-types/src/provider/error.rs")),
            text("rust-credentialsnotloaded-credentialsnotloaded", RustSdk, "CredentialsNotLoaded(CredentialsNotLoaded", Code("aws-credential-types/src/provider/error.rs")),
            text("swift-profileawscredentialidentityresolver-failed-to-resolve-credentials", SwiftSdk, "ProfileAWSCredentialIdentityResolver: Failed to resolve credentials from profile: {profile}", Code("ProfileAWSCredentialIdentityResolver.swift")),
        ],
        "the program found no credentials in any of the places it looks",
        &["no-profile", "no-choice", "C15", "E06", "C09", "no-source"],
    ),
    message(
        &[
            text("rust-invalid-configuration-missing-region", RustSdk, "Invalid Configuration: Missing Region", Code("aws/sdk/aws-models/*.json")),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(
        &[
            text("crt-no-signing-credentials-found", Crt, "No signing credentials found", Thread("awslabs/mountpoint-s3#433")),
            text("crt-no-signing-credentials-available-see", Crt, "No signing credentials available, see CRT debug logs", Code("mountpoint-s3-client/src/s3_crt_client.rs")),
            text("crt-valid-credentials-could-not-be-sourced", Crt, "Valid credentials could not be sourced by a profile provider", Code("aws-c-auth/source/auth.c")),
            text("crt-attempt-to-sign-an-http", Crt, "Attempt to sign an http request without credentials", Code("aws-c-auth/source/auth.c")),
            text("crt-aws-auth-signing-no-credentials", Crt, "AWS_AUTH_SIGNING_NO_CREDENTIALS", Code("aws-c-auth/source/auth.c")),
            text("crt-valid-credentials-could-not-be-sourced-by", Crt, "Valid credentials could not be sourced by the IMDS provider", Code("aws-c-auth/source/auth.c")),
            text("crt-aws-auth-credentials-provider-profile", Crt, "AWS_AUTH_CREDENTIALS_PROVIDER_PROFILE_SOURCE_FAILURE", Code("aws-c-auth/source/auth.c")),
        ],
        "this program, which uses the AWS Common Runtime, does not support single sign-on",
        &["no-sso", "no-profile"],
    ),
    message(
        &[
            text("crt-valid-credentials-could-not-be-sourced-by-the", Crt, "Valid credentials could not be sourced by the sso credentials provider", Code("aws-c-auth/source/auth.c")),
            text("crt-valid-token-could-not-be", Crt, "Valid token could not be sourced by the sso token provider", Code("aws-c-auth/source/auth.c")),
            text("crt-token-sourced-by-the-sso", Crt, "Token sourced by the sso token provider is expired", Code("aws-c-auth/source/auth.c")),
            text("cpp-ssobearertokenprovider-is-unable-to-provide", CppSdk, "SSOBearerTokenProvider is unable to provide a token", Code("SSOBearerTokenProvider")),
            text("swift-failed-to-load-sso-token", SwiftSdk, "Failed to load SSO token with legacy flow", Code("SSOAWSCredentialIdentityResolver.swift")),
            text("swift-sso-token-retrieved-with-legacy", SwiftSdk, "SSO token retrieved with legacy flow has expired", Code("SSOAWSCredentialIdentityResolver.swift")),
            text("kotlin-invalid-or-missing-sso-session", KotlinSdk, "Invalid or missing SSO session cache. Run aws sso login to initiate a new SSO session", Code("SsoTokenProvider.kt")),
            text("kotlin-sso-token-for-sso-session", KotlinSdk, "SSO token for sso-session: {session} is expired", Code("SsoTokenProvider.kt")),
            text("kotlin-the-sso-session-has-expired", KotlinSdk, "The SSO session has expired. To refresh this SSO session run aws sso login", Code("SsoCredentialsProvider.kt")),
        ],
        "there is no valid sign-in",
        &["T01", "T02"],
    ),
    message(
        &[
            text("crt-failed-to-resolve-credentials-because", Crt, "Failed to resolve credentials because the profile contains a cycle in the assumeRole chain", Code("aws-c-auth/source/auth.c")),
            text("swift-circular-reference-detected-in-profile", SwiftSdk, "Circular reference detected in profile chain: {words}", Code("ProfileAWSCredentialIdentityResolver.swift")),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("cpp-aws-profile-has-reference-to", CppSdk, "AWS profile has reference to a missing sso_session: {session}", Code("aws-cpp-sdk-core config loader")),
            text("kotlin-profile-references-non-existing-sso", KotlinSdk, "profile ({profile}) references non-existing sso_session = {session}", Code("ProfileChain.kt")),
        ],
        "the profile names an sso-session[, {session},] that is not in the config file",
        &["C13"],
    ),
    message(
        &[
            text("cpp-sso-profile-has-a-start", CppSdk, "SSO profile has a start url or region conflict with sso session", Code("aws-cpp-sdk-core config loader")),
            text("kotlin-sso-session-sso-region-does", KotlinSdk, "sso-session ({session}) sso_region = {session_value} does not match profile ({profile}) sso_region = {profile_value}", Code("ProfileChain.kt")),
        ],
        "the profile and its sso-session have different values",
        &["C12"],
    ),
    message(
        &[
            text("kotlin-sso-session-missing", KotlinSdk, "sso-session ({session}) missing {key}", Code("ProfileChain.kt")),
            text("swift-ssoawscredentialidentityresolver-failed-to-retrieve-from", SwiftSdk, "SSOAWSCredentialIdentityResolver: Failed to retrieve {key} from {words} section", Code("SSOAWSCredentialIdentityResolver.swift")),
        ],
        "a required value of single sign-on is missing[: {key}]",
        &["C14", "C15"],
    ),
    message(
        &[
            text("swift-profile-with-name-doesn-t", SwiftSdk, "Profile with name {profile} doesn't exist", Code("ProfileAWSCredentialIdentityResolver.swift")),
            text("cpp-failed-to-find-credential-process", CppSdk, "Failed to find credential process's profile: {profile}", Code("AWSCredentialsProvider.cpp")),
        ],
        "the SDK did not find the profile[ {profile}]",
        &["E06", "C09", "C06", "E09"],
    ),
    message(
        &[
            text("crt-aws-error-file-invalid-path", Crt, "AWS_ERROR_FILE_INVALID_PATH", Thread("awslabs/mountpoint-s3#433")),
        ],
        "the program found no AWS files for this user",
        &["E10", "in-container"],
    ),
    message(
        &[
            text("cpp-aws-shared-profile-config-parsing", CppSdk, "AWS shared profile config parsing failed", Code("aws-cpp-sdk-core config loader")),
        ],
        "the program rejects the AWS files",
        &["C03", "portable", "C04"],
    ),
    message(
        &[
            text("amazon-bedrock-invalid-api-key-format", Program("Amazon Bedrock"), "Invalid API Key format", Thread("anthropics/anthropic-sdk-go, aws-sdk-rust: bearer token from sso_session")),
            text("amazon-bedrock-authentication-failed-please-make-sure", Program("Amazon Bedrock"), "Authentication failed: Please make sure your API Key is valid", Thread("awslabs/aws-sdk-rust, bedrock bearer auth")),
        ],
        "the program sent the token of the sign-in instead of credentials",
        &["bedrock-token"],
    ),
    general(
        &[
            text("rust-provider-could-not-be-built", RustSdk, "ProfileFile provider could not be built: {why}", Code("aws-config/src/profile/credentials.rs")),
            text("rust-provider-not-properly-configured", RustSdk, "the credentials provider was not properly configured", Code("aws-credential-types/src/provider/error.rs")),
        ],
        "the SDK could not use the settings of the profile",
        &["C14", "C13", "C15", "C12", "E06"],
    ),
    message(
        &[
            text("cpp-cached-token-expired", CppSdk, "Cached Token expired at {time}", Code("SSOCredentialsProvider")),
        ],
        "the SDK found no valid token",
        &["T02", "T01"],
    ),
    message(
        &[
            text("cpp-unable-to-open-token-file", CppSdk, "Unable to open token file on path: {path}", Code("SSOCredentialsProvider")),
        ],
        "the SDK found no token",
        &["T01", "T10"],
    ),
    message(
        &[
            text("kotlin-profile-missing-key", KotlinSdk, "profile ({profile}) missing {key}", Code("ProfileChain.kt")),
        ],
        "a required value of single sign-on is missing[: {key}]",
        &["C14", "C15"],
    )
    .needs(&["sso"]),
];
