//! Programs that handle credentials, and editors.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("aws-sso-cli-must-run-aws-sso-login", Program("aws-sso-cli"), "Must run aws-sso login before running", Code("cmd/aws-sso/main.go")),
            text("saml2aws-error-aws-credentials-have-expired", Program("saml2aws"), "error aws credentials have expired", Code("commands/exec.go")),
            text("granted-error-when-retrieving-credentials-from", Program("Granted"), "error when retrieving credentials from custom process. please login using", Code("pkg/cfaws/assumer_aws_sso.go")),
            text("leapp-aws-sso-timeout-occurred-please", Program("Leapp"), "AWS SSO Timeout occurred. Please redo login procedure", Code("aws-sso-oidc.service.ts")),
            text("leapp-aws-sso-interrupted", Program("Leapp"), "AWS SSO Interrupted.", Code("aws-sso-oidc.service.ts")),
        ],
        "the program has a sign-in of its own, and it is missing or has expired",
        &["own-sign-in"],
    ),
    message(
        &[
            text("aws-vault-running-in-an-existing-aws", Program("aws-vault"), "running in an existing aws-vault subshell", Code("cli/exec.go")),
            text("aws-vault-aws-vault-sessions-should-be", Program("aws-vault"), "aws-vault sessions should be nested with care, unset AWS_VAULT to force", Code("cli/exec.go")),
        ],
        "you are in a subshell of aws-vault",
        &["nested-shell"],
    ),
    frame(
        &[
            text("aws-vault-error-getting-temporary-credentials", Program("aws-vault"), "Error getting temporary credentials: {why}", Code("cli/exec.go")),
            text("aws-vault-failed-to-get-credentials-for", Program("aws-vault"), "Failed to get credentials for {words}: {why}", Code("cli/exec.go")),
        ],
        "the program that handles credentials failed; the rest of the line says why",
        &["T02", "own-sign-in", "role-denied"],
    ),
    message(
        &[
            text("granted-the-profile-cannot-be-loaded", Program("Granted"), "The profile {profile} cannot be loaded because the name contains one or more of these characters", Code("pkg/cfaws/profiles.go")),
        ],
        "the name of the profile[ {profile}] has characters that Granted refuses",
        &["C20"],
    ),
    message(
        &[
            text("granted-unmatched-profile-names-the-profile", Program("Granted"), "unmatched profile names. The profile name {words} provided to granted credential-process does not match AWS profile name", Code("pkg/cfaws/granted_config.go")),
        ],
        "the name in credential_process is not that of the profile",
        &["C26"],
    ),
    message(
        &[
            text("granted-registerclient-failed-to-resolve-service", Program("Granted"), "RegisterClient, failed to resolve service endpoint, an AWS region is required, but was not found", Thread("fwdcloudsec/granted#548")),
        ],
        "the program is too old for sso-session sections",
        &["old-program"],
    )
    .fixed("(Granted 0.20.1 or newer)"),
    message(
        &[
            text("aws-toolkit-for-vs-code-shared-credentials-profile-is-not", Program("AWS Toolkit for VS Code"), "Shared Credentials profile {profile} is not supported", Code("sharedCredentialsProvider.ts")),
            text("aws-toolkit-for-jetbrains-is-not-using-role-based", Program("AWS Toolkit for JetBrains"), "is not using role-based, session-based, process-based, or basic credentials", Code("MessagesBundle.properties")),
        ],
        "this version does not support the kind of the profile[ {profile}]",
        &["old-program", "C15"],
    ),
    message(
        &[
            text("aws-toolkit-for-jetbrains-profile-references-source-profile-which", Program("AWS Toolkit for JetBrains"), "Profile {profile} references source profile {source} which does not exist", Code("MessagesBundle.properties")),
        ],
        "the source_profile[ {source}] of[ {profile}] does not exist",
        &["C09", "C24"],
    ),
    message(
        &[
            text("kiro-profilearn-is-required-but-could", Program("Kiro"), "profileArn is required but could not be resolved", Thread("kirodotdev/Kiro#7547")),
        ],
        "Kiro has no subscription for you; the sign-in itself worked",
        &["R01"],
    ),
    message(
        &[
            text("yawsso-required-aws-cli-v2-found", Program("yawsso"), "Required AWS CLI v2. Found {words}", Code("yawsso/cli.py")),
        ],
        "an old AWS CLI is first on PATH",
        &["E02"],
    ),
    message(
        &[
            text("python-modulenotfounderror-no-module-named-awscli", Python, "ModuleNotFoundError: No module named awscli", Thread("aws/aws-cli#8036")),
            text("python-importerror-cannot-import-name-from", Python, "ImportError: cannot import name {words} from botocore", Thread("aws/aws-cli")),
            text("python-attributeerror-module-botocore-has-no", Python, "AttributeError: module botocore{words} has no attribute", Thread("aws/aws-cli")),
            text("python-cannot-import-name-default-ciphers", Python, "cannot import name DEFAULT_CIPHERS from urllib3.util.ssl_", Thread("aws/aws-cli#7905")),
            text("shell-error-loading-python-lib", Shell, "Error loading Python lib", Thread("aws/aws-cli#5252")),
            text("shell-cannot-load-any-more-object", Shell, "cannot load any more object with static TLS", Thread("aws/aws-cli")),
        ],
        "the AWS CLI's installation is damaged",
        &["cli-broken"],
    ),
    message(
        &[
            text("saml2aws-failed-to-assume-role", Program("saml2aws"), "Failed to assume role. Please check whether you are permitted to assume the given role", Code("commands/login.go")),
        ],
        "the role may not be assumed",
        &["role-denied"],
    ),
];
