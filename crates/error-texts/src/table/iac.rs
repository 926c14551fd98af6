//! Programs that build infrastructure.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    frame(
        &[
            text("aws-cdk-need-to-perform-aws-calls", Program("AWS CDK"), "Need to perform AWS calls for account {account}, but no credentials have been configured", Code("aws-cdk-cli sdk-provider.ts")),
            text("aws-cdk-need-to-perform-aws-calls-for", Program("AWS CDK"), "Need to perform AWS calls for account {account}, but no credentials found", Code("aws-cdk-cli sdk-provider.ts")),
        ],
        "the AWS CDK found no credentials for the account[ {account}]; a line near it says why",
        &["no-profile", "no-choice", "T02", "C15", "E06", "wrong-account"],
    ),
    frame(
        &[
            text("aws-cdk-unable-to-resolve-aws-account", Program("AWS CDK"), "Unable to resolve AWS account to use. It must be either configured when you define your CDK", Code("aws-cdk-cli sdk-provider.ts")),
            text("aws-cdk-unable-to-determine-the-default", Program("AWS CDK"), "Unable to determine the default AWS account", Code("aws-cdk-cli sdk-provider.ts")),
        ],
        "the AWS CDK found no credentials, so it does not know the account; a line near it says why",
        &["no-profile", "no-choice", "T02", "C15", "E06"],
    ),
    message(
        &[
            text("aws-cdk-need-to-perform-aws-calls-for-account", Program("AWS CDK"), "Need to perform AWS calls for account {account}, but the current credentials are for {other}", Code("aws-cdk-cli sdk-provider.ts")),
        ],
        "the AWS CDK has credentials of another account",
        &["wrong-account", "E04"],
    ),
    message(
        &[
            text("aws-cdk-there-are-expired-aws-credentials", Program("AWS CDK"), "There are expired AWS credentials in your environment", Code("aws-cdk-cli sdk-provider.ts")),
            text("aws-cdk-need-to-perform-aws-calls-for-account-but", Program("AWS CDK"), "Need to perform AWS calls for account {account}, but found expired AWS credentials", Code("aws-cdk-cli sdk-provider.ts")),
        ],
        "the access keys in the environment have expired",
        &["E04", "S03"],
    ),
    message(
        &[
            text("aws-cdk-could-not-assume-role-in", Program("AWS CDK"), "Could not assume role in target account using", Code("aws-cdk-cli sdk-provider.ts")),
            text("aws-cdk-could-not-be-used-to", Program("AWS CDK"), "could not be used to assume {role}, but are for the right account. Proceeding anyway", Code("aws-cdk-cli sdk-provider.ts")),
        ],
        "the role of the CDK bootstrap cannot be assumed; the sign-in itself worked",
        &["role-denied"],
    ),
    message(
        &[
            text("aws-cdk-command-failed-aws-sso-util", Program("AWS CDK"), "Command failed: aws-sso-util credential-process", Thread("aws/aws-cdk#30303")),
        ],
        "the old bridge in the profile's credential_process fails; today the AWS SDKs need no bridge",
        &["C26"],
    ),
    general(
        &[
            text("serverless-framework-aws-credentials-missing-or-invalid", Program("Serverless Framework"), "AWS credentials missing or invalid. Run serverless to set up AWS credentials", Code("sf-core aws/credentials.js")),
            text("serverless-framework-aws-provider-credentials-not-found", Program("Serverless Framework"), "AWS provider credentials not found", Thread("oss-serverless/osls#87")),
            text("amplify-failed-to-get-profile-credentials", Program("Amplify"), "Failed to get profile credentials", Thread("aws-amplify/amplify-cli#12777")),
            text("amplify-failed-to-load-aws-credentials", Program("Amplify"), "Failed to load AWS credentials for profile {profile}", Code("command_middleware.ts")),
            text("pulumi-unable-to-validate-aws-credentials", Program("Pulumi"), "unable to validate AWS credentials", Thread("pulumi/pulumi-aws#2713")),
            text("pulumi-unable-to-discover-aws-accesskeyid", Program("Pulumi"), "unable to discover AWS AccessKeyID and/or SecretAccessKey", Thread("pulumi/pulumi#5072")),
            text("pulumi-invalid-credentials-configured", Program("Pulumi"), "Invalid credentials configured", Thread("pulumi/pulumi-aws#5762")),
            text("packer-no-valid-credential-sources-found", Program("Packer"), "No valid credential sources found for AWS Builder", Code("common/access_config.go")),
            text("awsume-no-credentials-to-awsume", Program("awsume"), "No credentials to awsume", Code("awsumepy/app.py")),
            text("copilot-it-looks-like-your-aws-profile", Program("Copilot"), "It looks like your AWS profile [{profile}] is misconfigured or missing", Code("internal/pkg/aws/sessions/errors.go")),
            text("git-remote-codecommit-the-following-profile-does-not-have", Program("git-remote-codecommit"), "The following profile does not have credentials configured: {profile}", Code("git_remote_codecommit/__init__.py")),
        ],
        "the program found no valid credentials",
        &["no-profile", "no-choice", "T02", "no-sso", "E06"],
    ),
    message(
        &[
            text("serverless-framework-aws-credentials-appear-to-have", Program("Serverless Framework"), "AWS credentials appear to have expired", Code("sf-core aws/aws.js")),
            text("prowler-the-provided-aws-session-token", Program("Prowler"), "The provided AWS Session Token is expired", Code("prowler exceptions.py")),
        ],
        "the temporary credentials have expired",
        &["T02", "S03", "E04"],
    ),
    message(
        &[
            text("serverless-framework-no-sso-configuration-found-please", Program("Serverless Framework"), "No SSO configuration found. Please run aws configure sso first", Code("aws-sso-login.js")),
        ],
        "the profile[ {profile}] is not set up for single sign-on",
        &["no-profile", "no-choice", "C15"],
    ),
    message(
        &[
            text("ansible-passing-both-a-profile-and", Program("Ansible"), "Passing both a profile and access tokens is not supported", Code("plugins/module_utils/botocore.py")),
        ],
        "the profile is given twice: as a profile and as keys",
        &["E04"],
    ),
    message(
        &[
            text("ansible-failed-to-import-the-required", Program("Ansible"), "Failed to import the required Python library (botocore", Code("plugins/module_utils/botocore.py")),
        ],
        "boto3 is missing in the Python that Ansible uses",
        &["tool-missing"],
    ),
    frame(
        &[
            text("ansible-couldn-t-connect-to-aws", Program("Ansible"), "Couldn't connect to AWS: {why}", Code("plugins/module_utils/botocore.py")),
        ],
        "Ansible could not use AWS; the rest of the line says why",
        &["no-profile", "no-choice", "T02", "E06"],
    ),
    frame(
        &[
            text("terraform-unable-to-access-object-in", Program("Terraform"), "Unable to access object {key} in S3 bucket {bucket}: {why}", Code("backend/remote-state/s3/client.go")),
        ],
        "the state's bucket could not be read with these credentials",
        &["R07", "wrong-account"],
    ),
    frame(
        &[
            text("sops-failed-to-decrypt-sops-data", Program("SOPS"), "failed to decrypt sops data key with AWS KMS: {why}", Code("kms/keysource.go")),
            text("sops-failed-to-encrypt-sops-data", Program("SOPS"), "failed to encrypt sops data key with AWS KMS: {why}", Code("kms/keysource.go")),
            text("sops-failed-to-get-the-data", Program("SOPS"), "Failed to get the data key required to decrypt the SOPS file", Code("cmd/sops/main.go")),
        ],
        "SOPS could not use the key in AWS KMS; the rest says why",
        &["T02", "no-profile", "R07", "E06"],
    ),
    frame(
        &[
            text("packer-error-loading-credentials", Program("Packer"), "Error loading credentials for AWS Provider: {why}", Code("common/access_config.go")),
            text("sops-could-not-load-aws-config", Program("SOPS"), "could not load AWS config: {why}", Code("kms/keysource.go")),
        ],
        "the program could not load the credentials; the rest of the line says why",
        &["no-profile", "no-choice", "T02", "E06"],
    ),
    general(
        &[
            text("amplify-ensure-credentials-refreshed", Program("Amplify"), "Ensure your AWS credentials are correctly set and refreshed", Code("amplify_error.ts")),
        ],
        "the credentials are missing or have expired",
        &["T02", "no-profile", "S03"],
    ),
];
