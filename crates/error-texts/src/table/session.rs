//! The sso-session and what a profile says about it.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C12",
        &["sso-session-consistent"],
        "the profile repeats or contradicts values of its sso-session",
        "remove sso_start_url and sso_region from the profile; the sso-session has them",
    ),
    fixable(
        "C13",
        &["sso-session-exists"],
        "the profile names an sso-session that is not in the config file",
        "correct the name in the profile, or add the section",
    ),
    fixable(
        "C14",
        &["sso-session-fields", "profile-fields"],
        "sso_start_url or sso_region is missing",
        "add sso_start_url and sso_region to the sso-session, or use a profile that has them",
    ),
    fixable(
        "C17",
        &["sso-scopes", "sso-format"],
        "the sign-in cannot renew itself (no sso_registration_scopes, or a legacy profile without an sso-session)",
        "add sso_registration_scopes = sso:account:access to the sso-session, and sign in again",
    ),
    detectable(
        "U11",
        &["sso-multi-region"],
        "you sign in to the same portal through two regions, and the sign-ins are separate",
        "use the same sso_region in every sso-session of the portal",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-sso-session-of-profile-missing", Botocore, "The profile {profile} is configured to use the SSO token provider but the {session} sso_session configuration does not exist", Code("botocore/tokens.py")),
            text("rust-sso-session-not-found", RustSdk, "sso-session named {session} (referenced by profile {profile}) was not found", Code("aws-config/src/profile/credentials.rs")),
            text("botocore-sso-session-does-not-exist", Botocore, "The specified sso-session does not exist: {session}", Code("botocore/credentials.py")),
            text("java-sso-session-not-found", JavaSdk, "Sso-session section not found with sso-session title {session}", Code("SsoProfileCredentialsProviderFactory.java")),
            text("go-profile-missing-sso-session", GoSdk, "profile {profile} is configured to use SSO but is missing required configuration: sso-session", Unrecorded),
        ],
        "the profile[ {profile}] names an sso-session[, {session},] that is not in the config file",
        &["C13", "C08", "C07", "E09"],
    ),
    message(
        &[
            text("js-cannot-read-sso-region", JavaScriptSdk, "Cannot read properties of undefined (reading 'sso_region')", Thread("aws-cdk-cli#908")),
        ],
        "the SDK did not find the sso-session that the profile names",
        &["C13", "C21", "E09", "portable"],
    )
    .apart("a missing section is checked here; the AWS CLI expands ~ in AWS_CONFIG_FILE, this SDK does not"),
    message(
        &[
            text("botocore-profile-and-sso-session-inconsistent", Botocore, "The value for {key} is inconsistent between profile ({profile_value}) and sso-session ({session_value})", Code("botocore/credentials.py")),
            text("go-profile-must-match-sso-session", GoSdk, "in profile {profile} must match {key} in sso-session", Code("config/shared_config.go")),
        ],
        "the profile and its sso-session have different values[ for {key}: {profile_value} and {session_value}]",
        &["C12"],
    ),
    message(
        &[
            text("rust-only-in-sso-session", RustSdk, "can only be specified in the [sso-session] config when a session name is given", Code("aws-config/src/profile/credentials/repr.rs")),
        ],
        "the profile repeats values of its sso-session; this SDK rejects that even if they are equal",
        &["C12"],
    ),
    message(
        &[
            text("aws-cli-missing-sso-region", AwsCli, "Missing the following required SSO configuration values: sso_region", Measured("AWS CLI 2.36.7")),
        ],
        "sso_region is missing",
        &["C14", "U08"],
    ),
    message(
        &[
            text("aws-cli-missing-sso-configuration-values-of-profile", AwsCli, "Missing the following required SSO configuration values: {key}. To make sure this profile is properly configured to use SSO", Code("awscli/customizations/sso/utils.py")),
            text("aws-cli-missing-sso-configuration-values", AwsCli, "Missing the following required SSO configuration values: {key}", Code("awscli/customizations/sso/utils.py")),
        ],
        "the profile or its sso-session lacks the start URL or the region",
        &["C14", "E06", "C13"],
    )
    .apart("if all values are missing, the profile probably does not use single sign-on"),
    message(
        &[
            text("botocore-profile-missing-sso-role-name", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_role_name", Measured("AWS CLI 2.36.7")),
            text("botocore-profile-missing-sso-account-id", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_account_id", Measured("AWS CLI 2.36.7")),
            text("rust-account-id-without-role-name", RustSdk, "if sso_account_id is set, then sso_role_name must also be set", Code("aws-config/src/profile/credentials.rs")),
            text("rust-role-name-without-account-id", RustSdk, "if sso_role_name is set, then sso_account_id must also be set", Measured("aws-config")),
        ],
        "the profile[ {profile}] has an account or a role but not both",
        &["C15"],
    ),
    message(
        &[
            text("botocore-the-profile-missing-region-and-url", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_region, sso_start_url", Code("botocore/credentials.py")),
            text("botocore-the-profile-missing-url-and-region", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_start_url, sso_region", Code("botocore/credentials.py")),
            text("botocore-profile-missing-sso-region-and-start-url", Botocore, "is configured to use SSO but is missing required configuration: sso_region, sso_start_url", Failures("E03")),
            text("botocore-profile-missing-sso-start-url-and-region", Botocore, "is configured to use SSO but is missing required configuration: sso_start_url, sso_region", Unrecorded),
        ],
        "the tool found neither sso_start_url nor sso_region",
        &["E03", "C14"],
    )
    .apart("if the sso-session has both, the tool is too old to read it"),
    message(
        &[
            text("botocore-profile-missing-sso-region", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_region", Measured("AWS CLI 2.36.7")),
            text("botocore-profile-missing-sso-start-url", Botocore, "The profile {profile} is configured to use SSO but is missing required configuration: sso_start_url", Measured("AWS CLI 2.36.7")),
            text("botocore-profile-missing-sso-key", Botocore, "is configured to use SSO but is missing required configuration: {key}", Code("botocore/credentials.py")),
            text("java-sso-region-not-configured", JavaSdk, "Property sso_region was not configured for profile {profile}", Unrecorded),
            text("java-sso-start-url-not-configured", JavaSdk, "Property sso_start_url was not configured for profile {profile}", Unrecorded),
        ],
        "the sso-session or the profile[ {profile}] lacks a required value",
        &["C14", "E03", "C15"],
    ),
    message(
        &[
            text("rust-sso-region-missing", RustSdk, "profile {profile} was not defined: sso_region was missing", Code("aws-config/src/profile/credentials.rs")),
            text("rust-sso-start-url-missing", RustSdk, "profile {profile} was not defined: sso_start_url was missing", Measured("aws-config")),
            text("botocore-invalid-endpoint-portal-without-region", Botocore, "Invalid endpoint: https://portal.sso..amazonaws.com", Measured("AWS CLI 2.9.19")),
            text("botocore-invalid-endpoint-oidc-without-region", Botocore, "Invalid endpoint: https://oidc..amazonaws.com", Code("botocore/endpoint.py")),
        ],
        "the sso-session lacks a required value",
        &["C14"],
    ),
    message(
        &[
            text("rust-profile-resolves-access-token", RustSdk, "selected profile will resolve an access token instead of credentials", Code("aws-config/src/profile/credentials.rs")),
        ],
        "the profile has a portal but no account and no role",
        &["C15"],
    ),
    message(
        &[
            text("js-invalid-sso-credentials-with-keys", JavaScriptSdk, "Profile is configured with invalid SSO credentials. Required parameters{_}Got {words} Reference", Measured("AWS SDK for JavaScript v3")),
            text("js-invalid-sso-credentials", JavaScriptSdk, "Profile is configured with invalid SSO credentials", Code("@aws-sdk/credential-provider-sso")),
        ],
        "a required single sign-on setting is missing: account, role, region, or start URL",
        &["C15", "C14", "portable", "E03"],
    )
    .apart("the profile and the sso-session on this computer show which one; this SDK ignores keys in capitals"),
    words(
        &[
            &["no refresh"],
            &["re-login every"],
            &["login every", "hours"],
            &["sign in", "every", "hours"],
            &["log in again", "every"],
            &["relogin", "every"],
        ],
        &["C17"],
    ),
    words(
        &[
            &["in one region", "asked again in another"],
            &["in one region", "another region", "sign"],
        ],
        &["U11"],
    ),
];
