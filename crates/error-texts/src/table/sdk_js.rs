//! The AWS SDKs for JavaScript.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("js-multiple-credential-sources-detected-both", JavaScriptSdk, "Multiple credential sources detected: Both AWS_PROFILE and the pair AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY", Code("@aws-sdk/credential-provider-node")),
        ],
        "two sources of credentials are set, and this SDK uses AWS_PROFILE",
        &["E04"],
    ),
    message(
        &[
            text("js-sso-session-could-not-be", JavaScriptSdk, "Sso session {session} could not be found in shared credentials file", Code("@aws-sdk/token-providers")),
            text("js2-sso-session-not-found", JavaScriptSdk2, "Sso session {session} not found", Code("lib/token/sso_token_provider.js")),
        ],
        "the profile names an sso-session[, {session},] that is not in the config file",
        &["C13", "E09", "C21"],
    ),
    message(
        &[
            text("js-sso-session-is-missing-required", JavaScriptSdk, "Sso session {session} is missing required property {key}", Code("@aws-sdk/token-providers")),
        ],
        "the sso-session[ {session}] lacks a required value[: {key}]",
        &["C14"],
    ),
    message(
        &[
            text("js-detected-a-cycle-attempting-to", JavaScriptSdk, "Detected a cycle attempting to resolve credentials for profile {profile}", Code("@aws-sdk/credential-provider-ini")),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("js-unsupported-credential-source-in-profile", JavaScriptSdk, "Unsupported credential source in profile {profile}. Got {words}, expected EcsContainer or Ec2InstanceMetadata or Environment", Code("@aws-sdk/credential-provider-ini")),
        ],
        "credential_source in the profile[ {profile}] is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("js-profile-requires-multi-factor-authentication", JavaScriptSdk, "Profile {profile} requires multi-factor authentication, but no MFA code callback was provided", Code("@aws-sdk/credential-provider-ini")),
        ],
        "the role of the profile[ {profile}] requires an MFA code",
        &["role-needs-mfa"],
    ),
    message(
        &[
            text("js-credential-process-did-not-return", JavaScriptSdk, "credential_process did not return Version 1", Code("@aws-sdk/credential-provider-process")),
            text("js-credential-process-returned-invalid-json", JavaScriptSdk, "credential_process returned invalid JSON", Code("@aws-sdk/credential-provider-process")),
            text("js2-processcredentialsproviderfailure-unexpected-token", JavaScriptSdk2, "ProcessCredentialsProviderFailure: Unexpected token", Thread("aws-amplify/amplify-cli#12777")),
        ],
        "the profile's credential_process printed something unexpected",
        &["process-output", "C26"],
    ),
    message(
        &[
            text("js-credential-process-returned-expired-credentials", JavaScriptSdk, "credential_process returned expired credentials", Code("@aws-sdk/credential-provider-process")),
        ],
        "the profile's credential_process returned expired credentials",
        &["process-expired"],
    ),
    message(
        &[
            text("js2-credential-process-returned-error", JavaScriptSdk2, "credential_process returned error", Code("lib/credentials/process_credentials.js")),
        ],
        "the profile's credential_process failed",
        &["C26"],
    ),
    message(
        &[
            text("js-failed-to-load-a-token", JavaScriptSdk, "Failed to load a token for session {session}, please re-authenticate using aws login", Code("@aws-sdk/credential-provider-login")),
            text("js-token-validation-failed-missing-fields", JavaScriptSdk, "Token validation failed, missing fields: {words}", Code("@aws-sdk/credential-provider-login")),
        ],
        "there is no session of `aws login` for the profile",
        &["T17"],
    ),
    message(
        &[
            text("js-unable-to-refresh-credentials-because", JavaScriptSdk, "Unable to refresh credentials because of a change in your password", Code("@aws-sdk/credential-provider-login")),
        ],
        "the session of `aws login` has expired",
        &["T18"],
    ),
    general(
        &[
            text("js-ec2-instance-metadata-service-access", JavaScriptSdk, "EC2 Instance Metadata Service access disabled", Code("@aws-sdk/credential-provider-node")),
        ],
        "the SDK found no credentials, and the metadata of a cloud computer is turned off",
        &["no-profile", "no-choice", "C15", "C09", "E06", "no-source"],
    ),
    general(
        &[
            text("js-could-not-load-credentials-from", JavaScriptSdk, "Could not load credentials from any providers at {_} remoteProvider", Code("@aws-sdk/credential-provider-node")),
            text("js-econnrefused-169-254-169-254", JavaScriptSdk, "ECONNREFUSED 169.254.169.254:80", Code("@smithy/credential-provider-imds")),
            text("js2-connect-ehostunreach-169-254-169", JavaScriptSdk2, "connect EHOSTUNREACH 169.254.169.254:80", Code("lib/metadata_service.js")),
            text("js2-ec2-metadata-rolename-request-returned", JavaScriptSdk2, "EC2 Metadata roleName request returned error", Code("lib/metadata_service.js")),
            text("python-caught-retryable-http-exception-while", Python, "Caught retryable HTTP exception while making metadata service request to http://169.254.169.254", Code("botocore/utils.py")),
            text("metadata-http-169-254-169-254", GoSdk, "http://169.254.169.254/latest/meta-data/iam/security-credentials", Code("aws-sdk-go/aws/ec2metadata")),
            text("metadata-http-169-254-169-254-latest", GoSdk, "http://169.254.169.254/latest/api/token", Thread("pola-rs/polars#11372")),
        ],
        "the SDK found no credentials, and asked for those of a cloud computer last",
        &["no-profile", "no-choice", "no-source", "E06", "C09"],
    ),
    general(
        &[
            text("js2-missing-credentials-in-config-if", JavaScriptSdk2, "Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1", Code("lib/event_listeners.js")),
            text("js2-credentialserror-missing-credentials-in-config", JavaScriptSdk2, "CredentialsError: Missing credentials in config", Code("lib/event_listeners.js")),
        ],
        "the old SDK found no credentials",
        &["no-profile", "no-choice", "load-config", "T02", "C15", "no-sso"],
    ),
    message(
        &[
            text("js2-missing-region-in-config", JavaScriptSdk2, "Missing region in config", Code("lib/event_listeners.js")),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(
        &[
            text("js2-credentials-not-set-for-profile", JavaScriptSdk2, "Credentials not set for profile {profile}", Code("lib/credentials/shared_ini_file_credentials.js")),
        ],
        "the profile[ {profile}] has no keys that this old SDK can use",
        &["no-sso", "load-config", "E06"],
    ),
    message(
        &[
            text("js2-profile-does-not-have-valid", JavaScriptSdk2, "Profile {profile} does not have valid SSO credentials. Required parameters", Code("lib/credentials/sso_credentials.js")),
            text("js2-with-session-does-not-have", JavaScriptSdk2, "with session {session} does not have valid SSO credentials. Required parameters", Code("lib/credentials/sso_credentials.js")),
            text("aws-cdk-did-not-include-credential-process", Program("AWS CDK"), "did not include credential process", Thread("aws/aws-cdk#23520")),
        ],
        "the old SDK accepts only legacy profiles, or settings are missing",
        &["old-program", "C14", "C15"],
    )
    .fixed("(AWS SDK for JavaScript 2.1253, AWS CDK 2.167 or newer)"),
    message(
        &[
            text("js2-cached-credentials-not-found-under", JavaScriptSdk2, "Cached credentials not found under {profile} profile. Please make sure you log in with aws sso login first", Code("lib/credentials/sso_credentials.js")),
            text("js2-cached-token-not-found-please", JavaScriptSdk2, "Cached token not found. Please log in using aws sso login for profile {profile}", Code("lib/token/sso_token_provider.js")),
        ],
        "the SDK found no token[ for the profile {profile}]",
        &["T01", "T10", "T02"],
    ),
    message(
        &[
            text("js2-sso-token-refresh-failed-please", JavaScriptSdk2, "SSO Token refresh failed. Please log in using aws sso login", Code("lib/token/sso_token_provider.js")),
        ],
        "the sign-in has expired and was not renewed",
        &["T02", "T03", "C17"],
    ),
    message(
        &[
            text("js2-source-profile-using-profile-does", JavaScriptSdk2, "source_profile {source} using profile {profile} does not exist", Code("lib/credentials/shared_ini_file_credentials.js")),
        ],
        "the source_profile[ {source}] of[ {profile}] does not exist in the files that this SDK reads",
        &["C09", "C24", "load-config"],
    ),
    message(
        &[
            text("js-profile-was-not-found", JavaScriptSdk, "Profile {profile} was not found.", Code("@aws-sdk/token-providers")),
        ],
        "the SDK did not find the profile[ {profile}]",
        &["E06", "C09", "C06", "E09"],
    )
    .needs(&["aws", "credential"]),
    message(
        &[
            text("js-your-session-has-expired-please", JavaScriptSdk, "Your session has expired. Please reauthenticate.", Code("@aws-sdk/credential-provider-login")),
        ],
        "the session of `aws login` has expired",
        &["T18"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("js-value-not-present-in-token", JavaScriptSdk, "Value not present for {key} in SSO Token", Code("@aws-sdk/token-providers")),
        ],
        "the token file is incomplete",
        &["T08", "T02"],
    ),
];
