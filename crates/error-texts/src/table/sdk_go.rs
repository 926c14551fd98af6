//! The AWS SDKs for Go, and the library that Terraform and OpenTofu use for them.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("go-failed-to-find-sso-session", GoSdk, "failed to find SSO session section, {session}", Code("config/shared_config.go")),
        ],
        "the profile[ {profile}] names an sso-session[, {session},] that is not in the config file",
        &["C13", "C08", "C07", "E09"],
    ),
    message(
        &[
            text("go-profile-is-configured-to-use", GoSdk, "profile {profile} is configured to use SSO but is missing required configuration: sso_region, sso_start_url", Code("config/shared_config.go")),
            text("go-profile-is-configured-to-use-sso", GoSdk, "profile {profile} is configured to use SSO but is missing required configuration: sso_start_url, sso_region", Code("config/shared_config.go")),
        ],
        "the program found neither sso_start_url nor sso_region",
        &["old-program", "C14"],
    )
    .fixed("(Terraform 1.6, the Terraform AWS provider 4.54, eksctl 0.149, SOPS 3.8, s5cmd 2.3, cloud-nuke 0.33 or newer)"),
    message(
        &[
            text("go1-ssoproviderinvalidtoken-the-sso-session-has", GoSdk1, "SSOProviderInvalidToken: the SSO session has expired or is invalid", Code("aws/credentials/ssocreds/provider.go")),
        ],
        "the program found no valid token: an old SDK looks for the token by start URL, not by session",
        &["T02", "T10", "T01"],
    ),
    general(
        &[
            text("go-no-ec2-imds-role-found-operation", GoSdk, "no EC2 IMDS role found, operation error ec2imds: GetMetadata, {why}", Code("credentials/ec2rolecreds/provider.go")),
        ],
        "the program found no credentials in any of the places it looks",
        &["no-profile", "no-choice", "old-console", "C15", "in-container", "after-header", "C09", "E06", "E09", "E10", "no-source"],
    ),
    general(
        &[
            text("go-failed-to-retrieve-credentials", GoSdk, "failed to retrieve credentials: {why}", Code("aws/signer/v4/middleware.go")),
            text("go1-ec2rolerequesterror-no-ec2-instance-role", GoSdk1, "EC2RoleRequestError: no EC2 instance role found", Code("aws/credentials/ec2rolecreds/ec2_role_provider.go")),
            text("go1-ec2metadatarequesterror-failed-to-get-ec2", GoSdk1, "EC2MetadataRequestError: failed to get EC2 instance identity document", Code("aws/ec2metadata/api.go")),
            text("go1-envaccesskeynotfound-failed-to-find-credentials", GoSdk1, "EnvAccessKeyNotFound: failed to find credentials in the environment", Code("aws/session/credentials.go")),
            text("go1-envaccesskeynotfound-aws-access-key-id", GoSdk1, "EnvAccessKeyNotFound: AWS_ACCESS_KEY_ID or AWS_ACCESS_KEY not found in environment", Code("aws/credentials/env_provider.go")),
            text("go-get-identity-get-credentials", GoSdk, "get identity: get credentials: {why}", Code("aws-sdk-go-v2/internal/auth")),
            text("terraform-validating-provider-credentials", Program("Terraform"), "validating provider credentials: {why}", Code("aws-sdk-go-base/aws_config.go")),
            text("terraform-error-configuring-terraform-aws-provider", Program("Terraform"), "error configuring Terraform AWS Provider: no valid credential sources", Thread("hashicorp/terraform-provider-aws#28263")),
            text("terraform-validating-provider-credentials-retrieving-caller", Program("Terraform"), "validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, {why}", Code("aws-sdk-go-base/aws_config.go")),
            text("terraform-error-using-credentials-to-get", Program("Terraform"), "error using credentials to get account ID", Code("aws-sdk-go-base/awsauth.go")),
        ],
        "the program found no credentials in any of the places it looks",
        &["no-profile", "no-choice", "old-console", "C15", "load-config", "in-container", "after-header", "C09", "E06", "E09", "E10", "no-source"],
    ),
    general(
        &[
            text("go1-nocredentialproviders-no-valid-providers-in", GoSdk1, "NoCredentialProviders: no valid providers in chain. Deprecated", Code("aws/credentials/chain_provider.go")),
            text("go1-nocredentialproviders-no-valid-providers-in-chain", GoSdk1, "NoCredentialProviders: no valid providers in chain caused by: EnvAccessKeyNotFound", Code("aws/credentials/chain_provider.go")),
        ],
        "the old SDK found no credentials: it knows only the credentials file unless AWS_SDK_LOAD_CONFIG is set",
        &["no-profile", "no-choice", "load-config", "T10", "C15", "E06"],
    ),
    message(
        &[
            text("go1-sharedcredsload-failed-to-load-profile", GoSdk1, "SharedCredsLoad: failed to load profile, {profile}.", Code("aws/session/credentials.go")),
            text("go1-sharedcredsload-failed-to-get-profile", GoSdk1, "SharedCredsLoad: failed to get profile", Code("aws/credentials/shared_credentials_provider.go")),
            text("go1-sharedcredsaccesskey-shared-credentials-in-did", GoSdk1, "SharedCredsAccessKey: shared credentials {profile} in {path} did not contain aws_access_key_id", Code("aws/credentials/shared_credentials_provider.go")),
            text("go1-shared-credentials-in-did-not", GoSdk1, "shared credentials {profile} in {path} did not contain aws_access_key_id", Code("aws/credentials/shared_credentials_provider.go")),
        ],
        "the program reads only the credentials file, and the profile[ {profile}] is not in it",
        &["load-config", "E06", "no-sso"],
    ),
    message(
        &[
            text("go1-failed-to-get-profile", GoSdk1, "failed to get profile, {profile}", Code("aws/session/shared_config.go")),
        ],
        "the program did not find the profile[ {profile}] in the files that it reads",
        &["E06", "C09", "C10", "C06", "E09", "C28", "E10", "load-config", "C20"],
    )
    .apart("the AWS files, AWS_PROFILE, AWS_CONFIG_FILE, and HOME on this computer show which one"),
    message(
        &[
            text("go1-sharedconfigloaderror-failed-to-load-config", GoSdk1, "SharedConfigLoadError: failed to load config file, {path}", Code("aws/session/shared_config.go")),
            text("go-invalid-state-with-astkind", GoSdk, "invalid state with ASTKind", Thread("hashicorp/terraform-provider-aws#26839")),
            text("go-failed-to-load-custom-ca", GoSdk, "failed to load custom CA bundle PEM file", Code("config/resolve.go")),
        ],
        "the program rejects the config file",
        &["C03", "C28", "portable", "C04"],
    ),
    message(
        &[
            text("go-credential-type-requires-role-arn", GoSdk, "credential type {key} requires role_arn, profile {profile}", Code("config/shared_config.go")),
        ],
        "the profile's settings for a role do not fit together",
        &["role-settings"],
    ),
    message(
        &[
            text("go-partial-credentials-found-for-profile", GoSdk, "partial credentials found for profile {profile}", Code("config/shared_config.go")),
        ],
        "a profile in the files has half a key pair",
        &["S05"],
    ),
    message(
        &[
            text("go-failed-to-load-assume-role", GoSdk, "failed to load assume role {role}, of profile {source}, {why}", Code("config/shared_config.go")),
            text("go1-sharedconfigassumeroleerror-failed-to-load-assume", GoSdk1, "SharedConfigAssumeRoleError: failed to load assume role", Code("aws/session/shared_config.go")),
        ],
        "the source profile of the role is a profile that this program cannot use",
        &["role-source-empty", "C24", "old-console"],
    ),
    message(
        &[
            text("go-credential-source-values-must-be", GoSdk, "credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment", Code("config/resolve_credentials.go")),
        ],
        "credential_source in the profile is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("go-assume-role-with-mfa-enabled", GoSdk, "assume role with MFA enabled, but AssumeRoleTokenProvider session option not set", Code("config/resolve_credentials.go")),
            text("go-assumeroletokenprovidernotseterror", GoSdk, "AssumeRoleTokenProviderNotSetError", Code("config/resolve_credentials.go")),
        ],
        "the role requires an MFA code",
        &["role-needs-mfa"],
    ),
    message(
        &[
            text("go1-sharedconfigerr-only-one-credential-type", GoSdk1, "SharedConfigErr: only one credential type may be specified per profile", Thread("pulumi/pulumi-aws#1340")),
        ],
        "the profile has several sources of credentials",
        &["role-two-sources", "C25"],
    ),
    message(
        &[
            text("go-login-session-has-expired-please", GoSdk, "login session has expired, please reauthenticate", Code("credentials/logincreds/provider.go")),
            text("go-login-session-password-has-changed", GoSdk, "login session password has changed, please reauthenticate", Code("credentials/logincreds/provider.go")),
        ],
        "the session of `aws login` has expired",
        &["T18"],
    ),
    message(
        &[
            text("go-load-login-token-token-file", GoSdk, "load login token: token file not found, please reauthenticate", Code("credentials/logincreds/provider.go")),
        ],
        "there is no session of `aws login` for the profile",
        &["T17"],
    ),
    message(
        &[
            text("go-insufficient-permissions-you-may-be", GoSdk, "insufficient permissions, you may be missing permissions for the CreateOAuth2Token action", Code("credentials/logincreds/provider.go")),
        ],
        "your user may not use `aws login`",
        &["console-not-allowed"],
    ),
    message(
        &[
            text("go-parse-failed-of-process-output", GoSdk, "parse failed of process output: {why}", Code("credentials/processcreds/provider.go")),
            text("go-wrong-version-in-process-output", GoSdk, "wrong version in process output (not 1)", Code("credentials/processcreds/provider.go")),
            text("go1-processproviderparseerror-parse-failed-of-credential", GoSdk1, "ProcessProviderParseError: parse failed of credential_process output", Code("aws/credentials/processcreds/provider.go")),
        ],
        "the profile's credential_process printed something unexpected",
        &["process-output", "C26"],
    ),
    message(
        &[
            text("go-credential-process-timed-out", GoSdk, "credential process timed out: {why}", Code("credentials/processcreds/provider.go")),
        ],
        "the profile's credential_process took too long",
        &["process-slow"],
    ),
    message(
        &[
            text("go1-processproviderexecutionerror-error-in-credential-process", GoSdk1, "ProcessProviderExecutionError: error in credential_process", Code("aws/credentials/processcreds/provider.go")),
        ],
        "the profile's credential_process failed",
        &["C26"],
    ),
    message(
        &[
            text("terraform-a-profile-was-specified-along", Program("Terraform"), "A Profile was specified along with the environment variables", Code("aws-sdk-go-base/credentials.go")),
        ],
        "a profile has both keys in the environment and a name; the program uses the profile",
        &["E04", "E06"],
    ),
    message(
        &[
            text("terraform-cannot-assume-iam-role", Program("Terraform"), "Cannot assume IAM Role", Code("aws-sdk-go-base/errors.go")),
            text("terraform-iam-role-cannot-be-assumed", Program("Terraform"), "IAM Role ({role}) cannot be assumed", Code("aws-sdk-go-base/errors.go")),
            text("terraform-cannot-assume-iam-role-with", Program("Terraform"), "Cannot assume IAM Role with web identity", Code("aws-sdk-go-base/errors.go")),
        ],
        "the role could not be assumed",
        &["role-denied", "T02"],
    ),
    message(
        &[
            text("go-invalid-endpoint-host-only-loopback", GoSdk, "invalid endpoint host, {host}, only loopback/ecs/eks hosts are allowed", Code("config/resolve_credentials.go")),
        ],
        "the request asks a container for credentials at an address that is not allowed",
        &["in-container"],
    ),
    message(
        &[
            text("go1-sharedconfigprofilenotexistserror-failed-to-get-profile", GoSdk1, "SharedConfigProfileNotExistsError: failed to get profile, {profile}", Code("aws/session/shared_config.go")),
        ],
        "the program did not find the profile[ {profile}] in the files that it reads",
        &["E06", "C09", "C10", "C06", "E09", "C28", "E10"],
    )
    .needs(&["aws", "credential"]),
    message(
        &[
            text("go-unable-to-refresh-sso-token", GoSdk, "unable to refresh SSO token, {why}", Code("credentials/ssocreds/sso_token_provider.go")),
            text("go1-sso-token-refresh-failed", GoSdk1, "SSOTokenProviderInvalidToken", Code("aws/credentials/ssocreds/token_provider.go")),
        ],
        "the sign-in was not renewed",
        &["T03", "T02", "E16"],
    ),
    general(
        &[
            text("go1-failed-to-create-session", GoSdk1, "failed to create session with AWS_SDK_LOAD_CONFIG enabled", Code("aws/session/session.go")),
        ],
        "the old SDK could not use the AWS files",
        &["C03", "E06", "C28"],
    ),
];
