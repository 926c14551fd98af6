//! The AWS SDKs for PHP, Ruby, R and Julia, GDAL, and what Python programs add to botocore.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    general(
        &[
            text("php-no-credentials-present-in-ini", PhpSdk, "No credentials present in INI profile {profile} ({path})", Code("src/Credentials/CredentialProvider.php")),
            text("php-error-retrieving-credentials-from-the", PhpSdk, "Error retrieving credentials from the instance profile metadata service", Code("src/Credentials/InstanceProfileProvider.php")),
            text("ruby-unable-to-sign-request-without", RubySdk, "unable to sign request without credentials set", Code("aws-sdk-core/errors.rb")),
            text("ruby-aws-errors-missingcredentialserror", RubySdk, "Aws::Errors::MissingCredentialsError", Code("aws-sdk-core/errors.rb")),
            text("paws-for-r-no-compatible-credentials-provided", Program("paws for R"), "No compatible credentials provided", Code("paws.common/R/credential_providers.R")),
            text("aws-jl-can-t-find-aws-credentials", Program("AWS.jl"), "Can't find AWS credentials", Thread("JuliaCloud/AWS.jl#591")),
            text("aws-sam-unable-to-resolve-credentials-for", Program("AWS SAM"), "Unable to resolve credentials for the AWS SDK for Python client", Code("samcli/commands/delete/delete_context.py")),
            text("aws-sam-aws-credentials-are-required-please", Program("AWS SAM"), "AWS Credentials are required. Please configure your credentials", Code("samcli/commands/validate/validate.py")),
            text("prowler-no-aws-credentials-found", Program("Prowler"), "No AWS credentials found", Code("prowler/providers/aws/exceptions/exceptions.py")),
            text("rain-could-not-establish-aws-credentials", Program("Rain"), "could not establish AWS credentials; please run aws configure or choose a profile", Thread("aws-cloudformation/rain#732")),
            text("copilot-it-looks-like-your-aws", Program("Copilot"), "It looks like your AWS credentials are misconfigured or missing", Code("internal/pkg/aws/sessions/errors.go")),
            text("sst-aws-credentials-are-not-configured", Program("SST"), "AWS credentials are not configured. Try configuring your profile in", Code("cmd/sst/mosaic/errors/errors.go")),
        ],
        "the program found no credentials in any of the places it looks",
        &["no-profile", "no-choice", "C15", "E06", "C09", "no-source"],
    ),
    message(
        &[
            text("ruby-aws-errors-nosuchprofileerror", RubySdk, "Aws::Errors::NoSuchProfileError", Code("aws-sdk-core/errors.rb")),
            text("git-remote-codecommit-the-following-profile-was-not", Program("git-remote-codecommit"), "The following profile was not found: {profile}. Available profiles are", Code("git_remote_codecommit/__init__.py")),
            text("aws-vault-profile-not-found-in-aws", Program("aws-vault"), "profile {profile} not found in ~/.aws/config and no stored credentials exist for it", Code("cli/exec.go")),
            text("prowler-aws-profile-not-found", Program("Prowler"), "AWS Profile not found", Code("prowler/providers/aws/exceptions/exceptions.py")),
            text("duckdb-secret-validation-failure-no-profile", Program("DuckDB"), "Secret Validation Failure: no profile {profile} found in config file {path}", Code("duckdb-aws/src/aws_secret.cpp")),
            text("aws-toolkit-for-vs-code-auth-profile-not-found", Program("AWS Toolkit for VS Code"), "auth: Profile {profile} not found", Code("sharedCredentialsProvider.ts")),
            text("s3fs-fuse-could-not-find-profile-in", Program("s3fs-fuse"), "Could not find profile: {profile} in file: {path}", Code("src/s3fs_cred.cpp")),
            text("continue-aws-profile-with-name-not", Program("Continue"), "AWS profile with name {profile} not found in ~/.aws/credentials", Code("core/llm/llms/Bedrock.ts")),
            text("granted-granted-couldn-t-find-any", Program("Granted"), "Granted couldn't find any AWS profiles in your config file or your credentials file", Code("pkg/assume/assume.go")),
        ],
        "the program did not find the profile[ {profile}]",
        &["E06", "C09", "C10", "C06", "E09"],
    ),
    message(
        &[
            text("php-must-contain-the-following-keys", PhpSdk, "must contain the following keys: sso_start_url, sso_region, sso_account_id, and sso_role_name", Code("src/Credentials/CredentialProvider.php")),
            text("aws-toolkit-for-vs-code-profile-is-not-a-valid", Program("AWS Toolkit for VS Code"), "Profile {profile} is not a valid Credential Profile: missing properties: {words}", Code("sharedCredentialsProvider.ts")),
            text("serverless-framework-missing-sso-region-in-sso", Program("Serverless Framework"), "Missing sso_region in SSO configuration", Code("aws-sso-login.js")),
            text("aws2-wrap-sso-start-url-not-found", Program("aws2-wrap"), "sso_start_url not found in profile", Thread("linaro-its/aws2-wrap#68")),
        ],
        "a required setting of single sign-on is missing",
        &["C14", "C15", "E03"],
    ),
    message(
        &[
            text("php-could-not-find-sso-session", PhpSdk, "Could not find sso-session {session} in {path}", Code("src/Credentials/CredentialProvider.php")),
            text("ruby-sso-session-must-be-defined", RubySdk, "sso-session {session} must be defined in the config file. Referenced by profile {profile}", Code("aws-sdk-core/shared_config.rb")),
        ],
        "the profile names an sso-session[, {session},] that is not in the config file",
        &["C13", "C07", "E09"],
    ),
    message(
        &[
            text("ruby-sso-region-does-not-match", RubySdk, "sso_region ({session_value}) does not match the profile", Code("aws-sdk-core/shared_config.rb")),
        ],
        "the profile and its sso-session have different values",
        &["C12"],
    ),
    message(
        &[
            text("php-cached-sso-credentials-returned-expired", PhpSdk, "Cached SSO credentials returned expired credentials", Code("src/Credentials/CredentialProvider.php")),
            text("php-cached-sso-token-returned-an", PhpSdk, "Cached SSO token returned an expired token", Code("src/Token/SsoTokenProvider.php")),
            text("php-cannot-refresh-this-token-without", PhpSdk, "Cannot refresh this token without", Code("src/Token/SsoTokenProvider.php")),
            text("ruby-aws-errors-invalidssotoken", RubySdk, "Aws::Errors::InvalidSSOToken", Code("aws-sdk-core/errors.rb")),
            text("ruby-aws-errors-invalidssocredentials", RubySdk, "Aws::Errors::InvalidSSOCredentials", Code("aws-sdk-core/errors.rb")),
            text("paws-for-r-try-refreshing-sso-credentials-aws", Program("paws for R"), "Try refreshing sso credentials: aws sso login --profile {profile}", Code("paws.common/R/credential_providers.R")),
            text("sst-it-looks-like-you-are", Program("SST"), "It looks like you are using AWS SSO but your credentials have expired", Code("cmd/sst/mosaic/errors/errors.go")),
            text("yawsso-your-sso-login-session-has", Program("yawsso"), "Your SSO login session ({url}) has expired", Code("yawsso/core.py")),
            text("yawsso-can-not-find-sso-login", Program("yawsso"), "Can not find SSO login session cache in {path}", Code("yawsso/core.py")),
            text("aws-toolkit-for-jetbrains-requires-you-to-re-login", Program("AWS Toolkit for JetBrains"), "requires you to re-login with AWS IAM Identity Center", Code("MessagesBundle.properties")),
            text("minio-cached-sso-token-is-expired", Program("MinIO"), "cached SSO token is expired, refresh it with aws sso login", Code("minio-go pkg/credentials/file_aws_credentials.go")),
            text("minio-reading-cached-sso-token-try", Program("MinIO"), "reading cached SSO token {path} (try aws sso login): {why}", Code("minio-go pkg/credentials/file_aws_credentials.go")),
            text("lens-aws-credentials-for-profile-have", Program("Lens"), "AWS credentials for profile {profile} have expired", Thread("lensapp/lens#8326")),
            text("botocore-error-loading-sso-token-the", Botocore, "Error loading SSO Token: The SSO access token has either expired or is otherwise invalid", Code("awscli v2 before 2.9, awscli/customizations/sso/utils.py")).until("2.8"),
            text("botocore-the-sso-access-token-has", Botocore, "The SSO access token has either expired or is otherwise invalid", Code("awscli v2 before 2.9, awscli/customizations/sso/utils.py")).until("2.8"),
        ],
        "the program found no valid token",
        &["T02", "T01", "T03"],
    ),
    message(
        &[
            text("php-token-file-at-must-contain", PhpSdk, "Token file at {path} must contain an access token and an expiration", Code("src/Credentials/CredentialProvider.php")),
        ],
        "the token file is incomplete",
        &["T08", "T07"],
    ),
    message(
        &[
            text("php-either-source-profile-or-credential", PhpSdk, "Either source_profile or credential_source must be set using profile {profile}, but not both", Code("src/Credentials/CredentialProvider.php")),
            text("ruby-has-a-source-profile-and", RubySdk, "has a source_profile, and a credential_source", Code("aws-sdk-core/shared_config.rb")),
            text("botocore-the-profile-contains-both-source", Botocore, "The profile {profile} contains both source_profile and credential_source", Code("botocore/credentials.py")),
            text("kotlin-contained-both-source-profile-and", KotlinSdk, "contained both source_profile and credential_source", Code("ProfileChain.kt")),
        ],
        "the profile's settings for a role do not fit together",
        &["role-two-sources"],
    ),
    message(
        &[
            text("ruby-has-a-role-arn-and", RubySdk, "has a role_arn, and source_profile, but the source_profile does not have credentials", Code("aws-sdk-core/shared_config.rb")),
            text("botocore-the-source-profile-must-have", Botocore, "The source profile {source} must have credentials", Code("botocore/credentials.py")),
            text("gdal-cannot-retrieve-credentials-for-source", Program("GDAL"), "Cannot retrieve credentials for source profile {source}", Code("port/cpl_aws.cpp")),
        ],
        "the source profile of the role gives no credentials",
        &["role-source-empty", "C24", "C09"],
    ),
    message(
        &[
            text("ruby-has-a-role-arn-but", RubySdk, "has a role_arn, but no source_profile", Code("aws-sdk-core/shared_config.rb")),
        ],
        "the profile's role lacks a source_profile",
        &["role-settings"],
    ),
    message(
        &[
            text("php-circular-source-profile-reference-found", PhpSdk, "Circular source_profile reference found", Code("src/Credentials/CredentialProvider.php")),
            text("aws-vault-loop-detected-in-config-file", Program("aws-vault"), "Loop detected in config file for profile {profile}", Code("vault/config.go")),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("php-invalid-credential-source-found-in", PhpSdk, "Invalid credential_source found in config file: {words}", Code("src/Credentials/CredentialProvider.php")),
            text("botocore-the-credential-source-referenced-in", Botocore, "The credential source {words} referenced in profile {profile} is not valid", Code("botocore/credentials.py")),
            text("botocore-no-credentials-found-in-credential", Botocore, "No credentials found in credential_source referenced in profile {profile}", Code("botocore/credentials.py")),
        ],
        "credential_source in the profile is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("botocore-cannot-refresh-credentials-mfa-token", Botocore, "Cannot refresh credentials: MFA token required", Code("botocore/exceptions.py")),
        ],
        "the role requires an MFA code",
        &["role-needs-mfa"],
    ),
    message(
        &[
            text("php-credential-process-does-not-return", PhpSdk, "credential_process does not return valid credentials", Code("src/Credentials/CredentialProvider.php")),
            text("php-credential-process-does-not-return-version", PhpSdk, "credential_process does not return Version == 1", Code("src/Credentials/CredentialProvider.php")),
            text("ruby-credential-process-provider-failure", RubySdk, "credential_process provider failure", Code("aws-sdk-core/process_credentials.rb")),
            text("ruby-invalid-version-for-credentials-payload", RubySdk, "Invalid version {words} for credentials payload", Code("aws-sdk-core/process_credentials.rb")),
            text("botocore-for-credential-process-provider-supported", Botocore, "for credential process provider, supported versions: 1", Code("botocore/credentials.py")),
            text("aws-toolkit-for-jetbrains-failed-to-execute-credential-process", Program("AWS Toolkit for JetBrains"), "Failed to execute credential_process ({words})", Code("MessagesBundle.properties")),
            text("awsume-credential-process-did-not-return", Program("awsume"), "credential_process did not return a valid session", Code("awsumepy/default_plugins.py")),
        ],
        "the profile's credential_process failed or printed something unexpected",
        &["C26", "process-output"],
    ),
    message(
        &[
            text("botocore-missing-dependency-using-the-login", Botocore, "Missing Dependency: Using the login credential provider requires an additional dependency", Code("botocore/exceptions.py")),
        ],
        "the program lacks the part that reads sign-ins made with `aws login`",
        &["console-part"],
    ),
    message(
        &[
            text("botocore-error-loading-login-session-token", Botocore, "Error loading login session token: {why}", Code("botocore/exceptions.py")),
            text("ruby-failed-to-load-a-login", RubySdk, "Failed to load a Login token for login session {session}", Code("aws-sdk-core/login_credentials.rb")),
        ],
        "there is no session of `aws login` for the profile",
        &["T17"],
    ),
    message(
        &[
            text("botocore-failed-to-load-access-token", Botocore, "Failed to load access token from token cache, missing one or more required fields", Code("awscli/botocore/credentials.py")),
        ],
        "the file of the sign-in with `aws login` is damaged",
        &["T19"],
    ),
    message(
        &[
            text("botocore-your-session-has-expired-or", Botocore, "Your session has expired or credentials have changed. Please reauthenticate using aws login", Code("botocore/exceptions.py")),
            text("botocore-your-session-has-expired-please", Botocore, "Your session has expired. Please reauthenticate using aws login", Code("awscli/botocore/exceptions.py")),
            text("botocore-unable-to-refresh-login-credentials", Botocore, "Unable to refresh login credentials because of a change in your password", Code("awscli/botocore/exceptions.py")),
            text("ruby-login-token-is-invalid-and", RubySdk, "Login token is invalid and failed to refresh. Please reauthenticate", Code("aws-sdk-core/login_credentials.rb")),
            text("aws-toolkit-for-vs-code-unable-to-use-your-console", Program("AWS Toolkit for VS Code"), "Unable to use your console credentials for profile {profile}", Code("sharedCredentialsProvider.ts")),
            text("aws-toolkit-for-vs-code-unable-to-refresh-your-aws", Program("AWS Toolkit for VS Code"), "Unable to refresh your AWS credentials. Please run aws login", Code("sharedCredentialsProvider.ts")),
        ],
        "the session of `aws login` has expired",
        &["T18"],
    ),
    message(
        &[
            text("botocore-unable-to-create-or-refresh", Botocore, "Unable to create or refresh login credentials due to insufficient permissions", Code("botocore/exceptions.py")),
            text("aws-signin-createoauth2token", AwsService, "signin:CreateOAuth2Token", Code("botocore/exceptions.py")),
        ],
        "your user may not use `aws login`",
        &["console-not-allowed"],
    ),
    message(
        &[
            text("php-a-region-configuration-value-is", PhpSdk, "A region configuration value is required for the", Code("src/ClientResolver.php")),
            text("ruby-no-region-was-provided-configure", RubySdk, "No region was provided. Configure the :region option", Code("aws-sdk-core/errors.rb")),
            text("ruby-aws-errors-missingregionerror", RubySdk, "Aws::Errors::MissingRegionError", Code("aws-sdk-core/errors.rb")),
            text("paws-for-r-no-region-provided-and-no", Program("paws for R"), "No region provided and no global region found", Code("paws.common/R/client.R")),
            text("aws-sam-no-region-information-found-please", Program("AWS SAM"), "No region information found. Please provide --region parameter or configure default region settings", Code("samcli/commands/_utils/command_exception_handler.py")),
            text("aws-sam-unable-to-resolve-a-region", Program("AWS SAM"), "Unable to resolve a region. Please provide a region via the --region", Code("samcli/commands/delete/delete_context.py")),
            text("awswrangler-there-is-no-region-name", Program("awswrangler"), "There is no region_name defined on boto3, please configure it", Code("awswrangler/_utils.py")),
            text("git-remote-codecommit-the-following-profile-does-not", Program("git-remote-codecommit"), "The following profile does not have an AWS Region: {profile}", Code("git_remote_codecommit/__init__.py")),
            text("amplify-failed-to-load-aws-region", Program("Amplify"), "Failed to load AWS region for profile {profile}", Code("command_middleware.ts")),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(
        &[
            text("php-unable-to-read-token-file", PhpSdk, "Unable to read token file at {path}", Code("src/Credentials/CredentialProvider.php")),
        ],
        "the program found no valid token",
        &["T02", "T01", "T03"],
    )
    .needs(&["aws", "sso"]),
    message(
        &[
            text("ruby-token-is-invalid-and-failed", RubySdk, "Token is invalid and failed to refresh", Code("aws-sdk-core/sso_token_provider.rb")),
        ],
        "the program found no valid token",
        &["T02", "T01", "T03"],
    )
    .needs(&["aws", "sso"]),
    message(
        &[
            text("copilot-missing-region-configuration", Program("Copilot"), "missing region configuration", Code("internal/pkg/aws/sessions/errors.go")),
        ],
        "no region is set for this call",
        &["C18"],
    )
    .needs(&["aws", "copilot"]),
    message(
        &[
            text("aws-toolkit-for-jetbrains-profile-is-missing-required-property", Program("AWS Toolkit for JetBrains"), "Profile {profile} is missing required property {key}", Code("MessagesBundle.properties")),
        ],
        "a required setting of single sign-on is missing[: {key}]",
        &["C14", "C15"],
    )
    .needs(&["aws", "sso"]),
    message(
        &[
            text("php-cannot-read-credentials-from", PhpSdk, "Cannot read credentials from {path}", Code("src/Credentials/CredentialProvider.php")),
        ],
        "the SDK cannot read the credentials file",
        &["no-profile", "C28", "E10"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("php-not-found-in-credentials-file", PhpSdk, "not found in credentials file", Code("src/Credentials/CredentialProvider.php")),
        ],
        "the SDK did not find the profile",
        &["E06", "C10", "no-source"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("php-profile-does-not-exist-in", PhpSdk, "Profile {profile} does not exist in {path}", Code("src/Credentials/CredentialProvider.php")),
            text("ruby-profile-not-found-in", RubySdk, "Profile {profile} not found in {path}", Code("aws-sdk-core/shared_config.rb")),
        ],
        "the SDK did not find the profile[ {profile}]",
        &["E06", "C09", "C10", "C06", "E09"],
    )
    .needs(&[".aws", "aws-sdk", "credential"]),
    message(
        &[
            text("ruby-unsupported-credential-source", RubySdk, "Unsupported credential_source: {words}", Code("aws-sdk-core/shared_config.rb")),
        ],
        "credential_source in the profile is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("minio-sso-without-role-name", Program("MinIO"), "profile has SSO configuration but no sso_role_name", Code("minio-go file_aws_credentials.go")),
            text("minio-sso-without-account-id", Program("MinIO"), "profile defines sso_role_name but no sso_account_id", Code("minio-go file_aws_credentials.go")),
        ],
        "the profile has an account or a role but not both",
        &["C15"],
    ),
    message(
        &[
            text("aws-sam-provided-region", Program("AWS SAM"), "Provided region: {region} doesn't match a supported format", Code("samcli/cli/options.py")),
        ],
        "the region name is not valid[: {region}]",
        &["C08", "C19", "C07"],
    ),
];
