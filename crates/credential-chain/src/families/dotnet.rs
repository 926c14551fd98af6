//! The AWS SDKs for .NET, and PowerShell on them.

use super::usual;
use crate::fault::FaultId;
use crate::rules::{
    LoginRules, Mfa, Nature, OnFailure, Provider, RegionFrom, RoleRules, Rules, SelfReference,
    Sources, SsoRules,
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
        reading: usual::READING,
        environment: usual::ENVIRONMENT,
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
            needs: Some(Module::Sso),
            session_needs: Some(Module::SsoOidc),
            ..usual::SSO
        }),
        login: Some(LoginRules { since: None, needs: Some(Module::Signin) }),
        process_needs: None,
        role: RoleRules {
            no_source: Sources::NotARole,
            self_reference: SelfReference::Refused,
            mfa: Mfa::Refuses,
            needs: Some(Module::Sts),
            ..usual::ROLE
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
