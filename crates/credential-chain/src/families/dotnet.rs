//! The AWS SDKs for .NET, and PowerShell on them.

use aws_files::View;

use super::{ANY_SSO_KEY, CREDENTIAL_SOURCES};
use crate::fault::FaultId;
use crate::rules::{
    ConfigFile, Dialect, EnvironmentRules, Inline, LoginRules, Mfa, MissingProfile, Names, Nature,
    OnFailure, Provider, ReadingRules, RegionFrom, RoleRules, Rules, SelfReference, Sources,
    SsoRules, Triggers,
};
use crate::{Evidence, Family, Module};

const INVALID: &str = "Credential profile [<profile>] is not valid.  Please ensure the profile contains a valid combination of properties.";
const NO_OIDC: &str = "Assembly AWSSDK.SSOOIDC could not be found or loaded. This assembly must be available at runtime to use Amazon.SSOOIDC.AmazonSSOOIDCClient, AWSSDK.SSOOIDC.";

const SOURCES: &[Nature] = &[
    Nature::Sso,
    Nature::Role,
    Nature::WebIdentity,
    Nature::Login,
    Nature::Process,
    Nature::Static,
];

const fn base(family: Family) -> Rules {
    Rules {
        family,
        read_at: "AWSSDK.Core 4 (DefaultAWSCredentialsIdentityResolver@0934adc2)",
        files: &[
            "Runtime/Credentials/DefaultAWSCredentialsIdentityResolver.cs",
            "Runtime/CredentialManagement/AWSCredentialsFactory.cs",
            "Runtime/CredentialManagement/Internal/CredentialProfileTypeDetector.cs",
            "Runtime/CredentialManagement/SharedCredentialsFile.cs",
        ],
        evidence: Evidence::Source,
        reading: ReadingRules {
            view: View::Sdk,
            dialect: Dialect::SPEC,
            strict: false,
            refusal_stops: false,
            names: Names::Dialect,
            bare_names: false,
            empty_counts: false,
            config: ConfigFile::Always,
        },
        environment: EnvironmentRules {
            access: &["AWS_ACCESS_KEY_ID"],
            secret: &["AWS_SECRET_ACCESS_KEY"],
            empty_profile_counts: false,
            half_is_error: false,
            profile: &["AWS_PROFILE"],
            profile_hides_keys: false,
            argument_hides_keys: false,
            argument_hides_web_identity: false,
            missing_profile: MissingProfile::Fails,
        },
        chain: &[
            Provider::Environment,
            Provider::WebIdentityEnvironment,
            Provider::DotNetProfile,
            Provider::Container,
            Provider::Instance,
        ],
        on_failure: OnFailure::StopFor(&[FaultId::ProfileMissing]),
        makes_token: false,
        within: SOURCES,
        within_source: SOURCES,
        sso: Some(SsoRules {
            since: None,
            session_since: None,
            triggers: Triggers::Any(ANY_SSO_KEY),
            inline: Inline::SessionWins,
            required: &["sso_account_id", "sso_role_name", "sso_region", "sso_start_url"],
            required_before_sessions: &[],
            legacy_early_minutes: 0,
            renew_early_minutes: 0,
            uses_cli_cache: Some(false),
            needs: Some(Module::Sso),
            session_needs: Some(Module::SsoOidc),
            refreshes: true,
        }),
        login: Some(LoginRules { since: None, needs: Some(Module::Signin) }),
        process_needs: None,
        role: RoleRules {
            not_with_web_identity: true,
            both_sources: Sources::Fails,
            no_source: Sources::NotARole,
            credential_sources: CREDENTIAL_SOURCES,
            any_case: false,
            keys_end_chain: false,
            self_reference: SelfReference::Refused,
            mfa: Mfa::Refuses,
            needs: Some(Module::Sts),
        },
        region: &[RegionFrom::Variable("AWS_REGION"), RegionFrom::Profile],
        common_texts: &[],
        old_texts: &[],
        texts: &[
            (
                FaultId::NoCredentials,
                "Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:",
            ),
            (FaultId::ProfileMissing, "Unable to find the \"<profile>\" profile."),
        ],
    }
}

pub(super) static DOTNET_4: Rules = base(Family::DotNet4);

/// The profile is asked before the environment's keys (`FallbackCredentialsFactory.cs`).
const CHAIN_3: &[Provider] = &[
    Provider::WebIdentityEnvironment,
    Provider::DotNetProfile,
    Provider::Environment,
    Provider::Container,
    Provider::Instance,
];

const TEXTS_3: &[(FaultId, &str)] = &[
    (FaultId::NoCredentials, "Unable to find credentials"),
    (
        FaultId::ProfileMissing,
        "Unable to find the '<profile>' profile in CredentialProfileStoreChain.",
    ),
    (FaultId::TwoKinds, INVALID),
    (FaultId::OidcModuleMissing, NO_OIDC),
];

pub(super) static DOTNET_3: Rules = Rules {
    read_at: "AWSSDK.Core 3.7 (FallbackCredentialsFactory@13bd83ed)",
    files: &[
        "Runtime/FallbackCredentialsFactory.cs",
        "Runtime/CredentialManagement/AWSCredentialsFactory.cs",
        "Runtime/CredentialManagement/Internal/CredentialProfileTypeDetector.cs",
    ],
    chain: CHAIN_3,
    on_failure: OnFailure::Next,
    common_texts: &[],
    old_texts: &[],
    texts: TEXTS_3,
    ..base(Family::DotNet3)
};

/// Nothing but its documentation was read; it is built on the SDK for .NET.
pub(super) static POWERSHELL: Rules = Rules {
    read_at: "AWS.Tools 4.1.538 (documentation)",
    files: &["AWS Tools for PowerShell User Guide"],
    evidence: Evidence::Unverified,
    chain: CHAIN_3,
    on_failure: OnFailure::Next,
    common_texts: &[],
    old_texts: &[],
    texts: &[(FaultId::OidcModuleMissing, NO_OIDC)],
    ..base(Family::PowerShell)
};
