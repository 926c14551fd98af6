//! Keys in files, other sources of credentials, and AWS's errors about keys.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "C23",
        &["profile-chain"],
        "the source_profile settings form a loop",
        "end the chain at a profile that has its own credentials or sign-in",
    ),
    detectable(
        "C33",
        &["profile-credentials"],
        "the profile has no source of credentials: no single sign-on, keys, role or process, and the environment has none",
        "use a profile that signs in, or set one up with `aws-onboard setup`",
    ),
    detectable(
        "C24",
        &["profile-chain"],
        "source_profile names a profile that does not exist",
        "correct the name, or add the profile",
    ),
    detectable(
        "C25",
        &["precedence"],
        "the profile has both credential_process and single sign-on; the AWS CLI uses single sign-on, and some SDKs reject the profile",
        "remove one of them from the profile",
    ),
    detectable(
        "C26",
        &["credential-process"],
        "the profile's credential_process is not found or fails",
        "run the command yourself to see the error; use its full path, in double quotes if it contains spaces",
    ),
    detectable(
        "C27",
        &["precedence"],
        "`aws login` added login_session to a profile that uses single sign-on",
        "remove login_session if you use an AWS access portal",
    ),
    detectable(
        "S01",
        &["precedence", "static-keys"],
        "the credentials file has access keys for the same profile; Terraform, Go, and JavaScript programs use them instead of single sign-on",
        "remove the keys from the credentials file",
    ),
    fixable(
        "S02",
        &["static-keys"],
        "the tool uses an old access key from the AWS files, and AWS no longer accepts it",
        "remove the keys from the credentials file",
    ),
    fixable(
        "S03",
        &["static-keys"],
        "the credentials file contains temporary credentials copied from the portal, which expire within hours",
        "remove them and use a profile with single sign-on",
    ),
    fixable(
        "S04",
        &["static-keys"],
        "the credentials file has a temporary access key (ASIA…) without its session token",
        "remove it, or copy all three values again",
    )
    .when_found_as(&["no-session-token"]),
    fixable(
        "S05",
        &["static-keys"],
        "the credentials file has only one key of a pair",
        "remove that key",
    )
    .when_found_as(&["half-a-pair"]),
    fixable(
        "S06",
        &["static-keys"],
        "the config file contains access keys",
        "remove them, or move them to the credentials file",
    ),
    Cause {
        run: Run::Setup,
        ..detectable(
            "no-profile",
            &["profile-exists"],
            "there is no profile that the tool can use",
            "run `aws-onboard setup` to create one, or select yours with --profile",
        )
    },
];

/// The causes of a credential chain that finds no credentials.
const NO_CREDENTIALS: &[&str] = &[
    "no-profile",
    "no-choice",
    "C15",
    "no-source",
    "C33",
    "after-header",
    "old-console",
    "C09",
    "E06",
    "E09",
    "E10",
    "C06",
    "in-container",
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    advice(
        &[
            text("aws-cli-configure-credentials-by-aws-login", AwsCli, "You can configure credentials by running aws login", Code("awscli/errorhandler.py")).since("2.32.0"),
        ],
        "the tool found no credentials; its advice is for AWS Management Console users",
        &["T01", "C15", "C27", "no-profile", "after-header"],
    ),
    general(
        &[
            text("botocore-unable-to-locate-credentials", Botocore, "Unable to locate credentials", Code("botocore/exceptions.py")),
            text("botocore-no-credentials", Botocore, "botocore.exceptions.NoCredentialsError", Code("botocore/exceptions.py")),
            text("aws-cli-no-credentials", AwsCli, "(NoCredentials)", Code("awscli/errorhandler.py")),
            text("js-could-not-load-credentials", JavaScriptSdk, "Could not load credentials from any providers", Code("@aws-sdk/credential-provider-node")),
            text("js-credential-missing", JavaScriptSdk, "Credential is missing", Unrecorded),
            text("java-unable-to-load-credentials", JavaSdk, "Unable to load credentials from any of the providers in the chain", Code("AwsCredentialsProviderChain.java")),
            text("java-unable-to-load-aws-credentials", JavaSdk1, "Unable to load AWS credentials from any provider in the chain", Unrecorded),
            text("rust-no-credentials-in-chain", RustSdk, "no credentials found in chain", Measured("aws-config")),
            text("rust-credential-provider-not-enabled", RustSdk, "the credential provider was not enabled", Code("aws-credential-types/src/provider/error.rs")),
            text("go-no-credential-providers", GoSdk, "NoCredentialProviders: no valid providers in chain", Code("aws/credentials/chain_provider.go")),
            text("go-no-ec2-imds-role-found", GoSdk, "no EC2 IMDS role found", Code("credentials/ec2rolecreds/provider.go")),
            text("go-failed-refresh-cached-credentials", GoSdk, "failed to refresh cached credentials", Thread("aws-sdk-go-v2 credentials/ssocreds, config 1.32.31")),
            text("terraform-no-valid-credential-sources-for-provider", TERRAFORM, "no valid credential sources for {words} found", Thread("hashicorp/terraform#33431")),
            text("terraform-no-valid-credential-sources", TERRAFORM, "No valid credential sources found", Code("internal/config/errors.go")),
        ],
        "the tool found no credentials in any of the places it looks",
        NO_CREDENTIALS,
    )
    .apart("the profile, files, and environment on this computer show which one; a message next to this one may say more"),
    message(
        &[
            text("botocore-partial-credentials-in-credentials-file", Botocore, "Partial credentials found in shared-credentials-file, missing: {key}", Code("botocore/exceptions.py")),
        ],
        "a section of the credentials file has an incomplete key pair[: {key} is missing]",
        &["S05"],
    ),
    message(
        &[
            text("botocore-partial-credentials", Botocore, "Partial credentials found in {file}, missing: {key}", Code("botocore/exceptions.py")),
        ],
        "{file} has an incomplete key pair",
        &["S05", "E05", "S06"],
    ),
    message(
        &[
            text("aws-security-token-invalid", AwsService, "The security token included in the request is invalid", Thread("amazon-ecr-credential-helper#311")),
            text("aws-invalid-client-token-id", AwsService, "InvalidClientTokenId", Measured("AWS CLI 2.36.7")),
            text("aws-unrecognized-client-exception", AwsService, "UnrecognizedClientException", Thread("amazon-ecr-credential-helper#311")),
        ],
        "AWS does not recognize the access key that signed the call",
        &["E04", "S02", "S04", "S01", "U12", "T12"],
    )
    .apart("keys in the environment and files are checked here; whether your account has enabled the region is checked online only"),
    message(
        &[
            text("aws-security-token-expired", AwsService, "The security token included in the request is expired", Thread("#44")),
            text("aws-expired-token-exception", AwsService, "ExpiredTokenException", Thread("#44")),
            text("aws-expired-token", AwsService, "ExpiredToken", Thread("#44")),
            text("aws-provided-token-expired", AwsService, "The provided token has expired", Unrecorded),
        ],
        "the temporary credentials have expired",
        &["S03", "E04", "T12", "T02"],
    )
    .apart("keys in the environment, files, and caches are checked here"),
    message(
        &[
            text("botocore-infinite-loop-of-profile", Botocore, "Infinite loop in credential configuration detected{_}profile {profile} which has already been visited", Code("botocore/exceptions.py")),
            text("botocore-infinite-loop", Botocore, "Infinite loop in credential configuration detected", Code("botocore/exceptions.py")),
            text("rust-profile-formed-infinite-loop", RustSdk, "profile formed an infinite loop", Code("aws-config/src/profile/credentials.rs")),
            text("rust-profiles-formed-infinite-loop", RustSdk, "profiles formed an infinite loop", Unrecorded),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("botocore-source-profile-does-not-exist", Botocore, "The source_profile {source} referenced in the profile {profile} does not exist", Code("botocore/credentials.py")),
            text("rust-source-profile-not-found", RustSdk, "could not find source profile {source} referenced from {profile}", Code("aws-config/src/profile/credentials/repr.rs")),
        ],
        "the source_profile[ {source}][ of profile {profile}] does not exist",
        &["C09", "C24", "C10", "E09"],
    ),
    general(
        &[
            text("botocore-custom-process-error", Botocore, "Error when retrieving credentials from custom-process: {why}", Code("botocore/exceptions.py")),
            text("go-credential-process-error", GoSdk, "error in credential_process: {why}", Code("credentials/processcreds/provider.go")),
            text("java-process-based-credentials-failed", JavaSdk, "Failed to refresh process-based credentials", Code("ProcessCredentialsProvider.java")),
        ],
        "the profile's credential_process failed",
        &["C26"],
    ),
    message(
        &[
            text("aws-cli-process-infinite-loop", AwsCli, "Credential process resolution detected an infinite loop, profile cycle: {words}", Code("awscli/customizations/configure/exportcreds.py")),
        ],
        "the credential_process of a profile asks the AWS CLI for the credentials of the same profile",
        &["C26"],
    ),
    message(
        &[
            text("go-only-one-credential-type", GoSdk, "only one credential type may be specified per profile", Code("config/shared_config.go")),
        ],
        "the profile has several sources of credentials, and this SDK accepts only one",
        &["C25", "role-two-sources"],
    ),
    words(&[&["credential_process", "ignored"], &["credential process", "ignored"]], &["C25"]),
    words(&[&["credential_process", "not found"], &["credential process", "fails"]], &["C26"]),
    words(
        &[&["ambiguity after console login"], &["login_session"], &["after", "aws login", "sso"]],
        &["C27"],
    ),
    words(
        &[
            &["terraform", "old user"],
            &["terraform", "wrong user"],
            &["terraform", "another user"],
            &["terraform", "different identity"],
            &["terraform", "old keys"],
        ],
        &["S01", "E04"],
    ),
    words(
        &[&["keys in config"], &["keys", "config", "rather than credentials"], &["access key", "config file"]],
        &["S06"],
    ),
    words(&[&["asia key"], &["aws_session_token", "missing"]], &["S04"]),
];
