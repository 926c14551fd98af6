//! The AWS SDK for .NET and PowerShell.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    general(
        &[
            text("dotnet-failed-to-resolve-aws-credentials", DotNetSdk, "Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors", Code("DefaultAWSCredentialsIdentityResolver.cs")),
            text("dotnet-unable-to-find-credentials-exception", DotNetSdk, "Unable to find credentials Exception 1 of", Code("FallbackCredentialsFactory.cs")),
            text("dotnet-unable-to-get-iam-security", DotNetSdk, "Unable to get IAM security credentials from EC2 Instance Metadata Service", Code("DefaultInstanceProfileAWSCredentials.cs")),
            text("dotnet-no-credentials-specified-or-obtained", DotNetSdk, "No credentials specified or obtained from persisted/shell defaults", Code("AWS.Tools.Common")),
        ],
        "the SDK found no credentials in any of the places it looks",
        &["no-profile", "no-choice", "E06", "no-source", "C15"],
    ),
    message(
        &[
            text("dotnet-unable-to-find-the-profile", DotNetSdk, "Unable to find the {profile} profile in CredentialProfileStoreChain", Code("FallbackCredentialsFactory.cs")),
            text("dotnet-unable-to-find-the-profile-short", DotNetSdk, "Unable to find the {profile} profile.", Code("DefaultAWSCredentialsIdentityResolver.cs")),
        ],
        "the SDK did not find the profile[ {profile}]",
        &["E06", "C09", "C10", "C06", "E09"],
    ),
    message(
        &[
            text("dotnet-credential-profile-is-not-valid", DotNetSdk, "Credential profile [{profile}] is not valid. Please ensure the profile contains a valid combination of properties", Code("AWSCredentialsFactory.cs")),
        ],
        "the profile[ {profile}] has a mixture of settings that this SDK rejects",
        &["role-two-sources", "C15", "C25", "S01"],
    ),
    message(
        &[
            text("dotnet-assembly-awssdk-could-not-be", DotNetSdk, "Assembly AWSSDK.{module} could not be found or loaded. This assembly must be available at runtime to use", Code("Runtime/Internal/Util/")),
        ],
        "a package of the SDK is missing from the program",
        &["sdk-part"],
    )
    .fixed("(the packages AWSSDK.SSO and AWSSDK.SSOOIDC, in PowerShell AWS.Tools.SSO and AWS.Tools.SSOOIDC)"),
    message(
        &[
            text("dotnet-the-profile-is-an-sso", DotNetSdk, "The profile [{profile}] is an SSO profile. This type of profile is not allowed here", Code("AWSCredentialsFactory.cs")),
            text("dotnet-no-valid-sso-token-could", DotNetSdk, "No valid SSO Token could be found", Code("SSOTokenManager.cs")),
            text("dotnet-options-property-cannot-be-empty", DotNetSdk, "Options property cannot be empty: ClientName", Thread("aws/aws-sdk-net#3438")),
        ],
        "the profile[ {profile}] uses single sign-on, and there is no valid sign-in for it",
        &["T01", "T02"],
    ),
    message(
        &[
            text("dotnet-sso-token-has-expired-and", DotNetSdk, "SSO Token has expired and can not be refreshed", Code("SSOTokenManager.cs")),
            text("dotnet-sso-token-has-expired-and-failed", DotNetSdk, "SSO Token has expired and failed to refresh", Code("SSOTokenManager.cs")),
        ],
        "the sign-in has expired and was not renewed",
        &["T02", "T03", "C17"],
    ),
    message(
        &[
            text("dotnet-failed-to-find-sso-session", DotNetSdk, "Failed to find sso_session [{session}]", Code("SharedCredentialsFile.cs")),
        ],
        "the profile names an sso-session[, {session},] that is not in the config file",
        &["C13"],
    ),
    message(
        &[
            text("dotnet-source-profile-was-not-found", DotNetSdk, "Source profile [{source}] was not found", Code("AWSCredentialsFactory.cs")),
        ],
        "the source_profile[ {source}] does not exist",
        &["C09", "C24"],
    ),
    message(
        &[
            text("dotnet-error-reading-source-profile-for", DotNetSdk, "Error reading source profile [{source}] for profile [{profile}]", Code("AWSCredentialsFactory.cs")),
        ],
        "the source profile[ {source}] of[ {profile}] gives no credentials",
        &["role-source-empty", "C24"],
    ),
    message(
        &[
            text("dotnet-error-reading-profile-the-source", DotNetSdk, "Error reading profile [{profile}]: the source profile definition is cyclical", Code("AWSCredentialsFactory.cs")),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("dotnet-credential-source-is-invalid", DotNetSdk, "Credential source [{words}] is invalid", Code("AWSCredentialsFactory.cs")),
        ],
        "credential_source in the profile is not valid",
        &["role-credential-source"],
    ),
    message(
        &[
            text("dotnet-the-profile-is-an-assume", DotNetSdk, "The profile [{profile}] is an assume role profile that requires an MFA", Code("AWSCredentialsFactory.cs")),
        ],
        "the role of the profile[ {profile}] requires an MFA code",
        &["role-needs-mfa"],
    ),
    message(
        &[
            text("dotnet-command-returned-non-zero-exit", DotNetSdk, "Command returned non-zero exit value {code} with the error - {why}", Code("ProcessAWSCredentials.cs")),
            text("dotnet-aws-credential-process-terminated-with", DotNetSdk, "AWS credential process terminated with", Code("ProcessAWSCredentials.cs")),
        ],
        "the profile's credential_process failed",
        &["C26", "process-output"],
    ),
    message(
        &[
            text("dotnet-login-token-not-found-please", DotNetSdk, "Login Token not found. Please reauthenticate", Code("LoginAWSCredentials")),
            text("dotnet-login-token-has-expired-and", DotNetSdk, "Login Token has expired and cannot be refreshed. Please reauthenticate", Code("LoginAWSCredentials")),
            text("dotnet-dpop-private-key-missing-from", DotNetSdk, "DPoP private key missing from the cached Login Token", Code("LoginAWSCredentials")),
        ],
        "there is no usable session of `aws login` for the profile",
        &["T18", "T17"],
    ),
    message(
        &[
            text("dotnet-no-regionendpoint-or-serviceurl-configured", DotNetSdk, "No RegionEndpoint or ServiceURL configured", Code("Amazon.Runtime/ClientConfig.cs")),
            text("dotnet-no-region-specified-or-obtained", DotNetSdk, "No region specified or obtained from persisted/shell defaults", Code("AWS.Tools.Common")),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(
        &[
            text("dotnet-property-cannot-be-empty", DotNetSdk, "Property cannot be empty: {words}", Code("SSOAWSCredentials")),
        ],
        "a setting of single sign-on is missing[: {words}]",
        &["C15", "C14"],
    )
    .needs(&["sso", "aws"]),
    message(
        &[
            text("dotnet-missing-required-parameter-version-in", DotNetSdk, "Missing required parameter - Version in JSON Payload", Code("ProcessAWSCredentials.cs")),
        ],
        "the profile's credential_process printed something unexpected",
        &["process-output"],
    ),
];
