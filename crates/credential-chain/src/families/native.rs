//! The AWS SDKs for Rust and C++, and the Common Runtime.

use aws_files::FileKind;
use semver::Version;

use super::usual;
use crate::fault::FaultId;
use crate::plain::Plain;
use crate::rules::{
    Dialect, EnvironmentRules, Inline, LoginRules, MissingProfile, Nature, OldText, OnFailure,
    Provider, ReadingRules, RegionFrom, RoleRules, Rules, SelfReference, Sources, SsoRules,
    Triggers,
};
use crate::{Evidence, Family, Module};

const fn reading(strict: bool, dialect: Dialect) -> ReadingRules {
    ReadingRules { dialect, strict, empty_counts: strict, ..usual::READING }
}

const INVALID_SOURCE: &str = "invalid credential source in `<profile>`: ";

/// `meta/credentials/chain.rs` of 1.8.12 and of 1.11.0; those between were not read.
const RUST_OLD_TEXTS: &[OldText] = &[
    OldText {
        before: "1.8.13",
        id: FaultId::NoCredentials,
        text: Some("no providers in chain provided credentials"),
    },
    OldText { before: "1.11.0", id: FaultId::NoCredentials, text: None },
];

pub(super) static RUST: Rules = Rules {
    family: Family::Rust,
    read_at: "aws-config 1.11.0",
    files: &[
        "aws-config/src/default_provider/credentials.rs",
        "aws-config/src/profile/credentials.rs",
        "aws-config/src/profile/credentials/repr.rs",
        "aws-config/src/sso/token.rs",
    ],
    evidence: Evidence::Source,
    reading: reading(true, Dialect::SPEC),
    environment: EnvironmentRules {
        secret: &["AWS_SECRET_ACCESS_KEY", "SECRET_ACCESS_KEY"],
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::Environment,
        Provider::Profile,
        Provider::WebIdentityEnvironment,
        Provider::Container,
        Provider::Instance,
    ],
    // Those are `CredentialsNotLoaded`.
    on_failure: OnFailure::NextFor(&[
        FaultId::ProfileEmpty,
        FaultId::ProfileMissing,
        FaultId::TokenOnly,
    ]),
    makes_token: false,
    within: &[
        Nature::Role,
        Nature::CredentialSource,
        Nature::WebIdentity,
        Nature::Sso,
        Nature::Login,
        Nature::Process,
        Nature::Static,
    ],
    within_source: &[
        Nature::Static,
        Nature::Role,
        Nature::CredentialSource,
        Nature::WebIdentity,
        Nature::Sso,
        Nature::Login,
        Nature::Process,
    ],
    sso: Some(SsoRules {
        session_since: Some("1.1.4"),
        inline: Inline::Refused,
        required: &["sso_region", "sso_start_url"],
        needs: Some(Module::Sso),
        ..usual::SSO
    }),
    login: Some(LoginRules { since: Some("1.8.11"), needs: Some(Module::Signin) }),
    process_needs: Some(Module::Process),
    role: RoleRules { any_case: true, self_reference: SelfReference::Allowed, ..usual::ROLE },
    region: &[
        RegionFrom::SetVariable("AWS_REGION"),
        RegionFrom::SetVariable("AWS_DEFAULT_REGION"),
        RegionFrom::Profile,
    ],
    common_texts: &[],
    old_texts: RUST_OLD_TEXTS,
    texts: &[
        (FaultId::NoCredentials, "no credentials found in chain. Attempted:"),
        (
            FaultId::InlineRefused,
            "profile `<profile>` has invalid SSO config: `<key>` can only be specified in the [sso-session] config when a session name is given",
        ),
        (
            FaultId::AccountOrRoleMissing,
            "profile `<profile>` has invalid SSO config: if `<left>` is set, then `<right>` must also be set",
        ),
        (
            FaultId::SessionMissing,
            "sso-session named `<session>` (referenced by profile `<profile>`) was not found",
        ),
        (FaultId::SsoKeysMissing, "profile `<profile>` was not defined: `<key>` was missing"),
        (FaultId::TokenMissing, "failed to load the cached SSO token"),
        (FaultId::TokenMissingLegacy, "failed to read `<path>`"),
        (FaultId::TokenDamaged, "missing field `<field>` in cached SSO token file"),
        (FaultId::TokenDamagedLegacy, "missing field `<field>` in cached SSO token file"),
        (FaultId::TokenExpired, "the SSO token has expired and cannot be refreshed"),
        (
            FaultId::SourceMissing,
            "profile `<source>` was not defined: could not find source profile <source> referenced from <profile>",
        ),
        (
            FaultId::SourceEmpty,
            "invalid credential source in `<source>`: could not load source profile: profile `<source>` did not contain credential information",
        ),
        (
            FaultId::SourceLoop,
            "profile formed an infinite loop. first we loaded <list>, then attempted to reload <source>",
        ),
        (
            FaultId::BothSources,
            "invalid credential source in `<profile>`: profile contained both source_profile and credential_source. Only one or the other can be defined",
        ),
        (
            FaultId::NoSource,
            "invalid credential source in `<profile>`: profile must contain `source_profile` or `credential_source` but neither were defined",
        ),
        (
            FaultId::CredentialSourceUnknown,
            "profile referenced `<value>` provider but that provider is not supported",
        ),
        (
            FaultId::CredentialSourceEmpty,
            "an error occurred while loading credentials: the credential provider was not enabled: ",
        ),
        (FaultId::HalfPairFile, INVALID_SOURCE),
        (
            FaultId::WebIdentityWithoutRole,
            "invalid credential source in `<profile>`: `web_identity_token_file` was specified but `role_arn` was missing",
        ),
        (
            FaultId::SsoModuleMissing,
            "This behavior requires following cargo feature(s) enabled: sso. ",
        ),
        (
            FaultId::LoginModuleMissing,
            "This behavior requires following cargo feature(s) enabled: credentials-login. In order to use an active login session, the `credentials-login` feature must be enabled.",
        ),
    ],
};

/// Whichever way it finds its credentials, its region is that of the config file.
const CPP_REGION: &[RegionFrom] = &[
    RegionFrom::Variable("AWS_DEFAULT_REGION"),
    RegionFrom::Variable("AWS_REGION"),
    RegionFrom::ConfigFile(Plain::Cpp, &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"]),
    RegionFrom::Default("us-east-1"),
];

const CPP_SSO: SsoRules =
    SsoRules { triggers: Triggers::SessionOrAll, inline: Inline::MustEqual, ..usual::SSO };

/// It says nothing: without credentials, requests go out unsigned.
pub(super) static CPP: Rules = Rules {
    family: Family::Cpp,
    read_at: "AWSCredentialsProviderChain.cpp@5f028bf3 (SDK 1.11)",
    files: &[
        "src/aws-cpp-sdk-core/source/auth/AWSCredentialsProviderChain.cpp",
        "src/aws-cpp-sdk-core/source/auth/AWSCredentialsProvider.cpp",
        "src/aws-cpp-sdk-core/source/auth/SSOCredentialsProvider.cpp",
    ],
    evidence: Evidence::Source,
    reading: reading(false, Dialect::SPEC),
    environment: EnvironmentRules {
        profile: &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
        missing_profile: MissingProfile::Next,
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::Environment,
        Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
        Provider::Nature(Nature::ProcessIn(FileKind::Config)),
        Provider::WebIdentityEnvironment,
        Provider::Nature(Nature::WebIdentity),
        Provider::Nature(Nature::Sso),
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Next,
    makes_token: false,
    within: &[],
    within_source: &[],
    sso: Some(CPP_SSO),
    login: None,
    process_needs: None,
    role: RoleRules {
        both_sources: Sources::NotARole,
        no_source: Sources::NotARole,
        credential_sources: &[],
        self_reference: SelfReference::Refused,
        ..usual::ROLE
    },
    region: CPP_REGION,
    common_texts: &[],
    old_texts: &[],
    texts: &[],
};

/// The first version that is known to leave the profile to the Common Runtime; 1.11.778 does not.
pub(super) const CPP_CHANGED: Version = Version::new(1, 11, 900);

/// The profile is that of aws-c-auth: both files, assumed roles, and AWS_PROFILE alone.
pub(super) static CPP_BY_CRT: Rules = Rules {
    family: Family::Cpp,
    read_at: "1.11.900, as pyarrow 26.0.1 runs it (aws-c-auth v0.10.5)",
    files: &["source/credentials_provider_profile.c", "source/aws_profile.c"],
    evidence: Evidence::Run,
    reading: reading(false, Dialect::EXACT),
    environment: EnvironmentRules {
        empty_profile_counts: true,
        missing_profile: MissingProfile::Next,
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::Environment,
        Provider::Profile,
        Provider::WebIdentityEnvironment,
        Provider::Nature(Nature::WebIdentity),
        Provider::Nature(Nature::Sso),
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Next,
    makes_token: false,
    within: CRT_PROFILE,
    within_source: CRT_SOURCE,
    sso: Some(CPP_SSO),
    login: None,
    process_needs: None,
    role: CRT_ROLE,
    region: CPP_REGION,
    common_texts: &[],
    old_texts: &[],
    texts: &[],
};

const CRT_PROFILE: &[Nature] =
    &[Nature::Role, Nature::WebIdentity, Nature::Static, Nature::Process];
const CRT_SOURCE: &[Nature] = &[Nature::Static, Nature::Role, Nature::WebIdentity, Nature::Process];

const CRT_ROLE: RoleRules =
    RoleRules { both_sources: Sources::ProfileCounts, any_case: true, ..usual::ROLE };

/// Its profile provider knows neither single sign-on nor `aws login`; Mountpoint reads the region
/// from AWS_REGION alone.
pub(super) static CRT: Rules = Rules {
    family: Family::Crt,
    read_at: "aws-c-auth v0.10.5",
    files: &[
        "source/credentials_provider_default_chain.c",
        "source/credentials_provider_profile.c",
        "source/auth.c",
    ],
    evidence: Evidence::Source,
    reading: reading(false, Dialect::EXACT),
    environment: EnvironmentRules { empty_profile_counts: true, ..usual::ENVIRONMENT },
    chain: &[
        Provider::Environment,
        Provider::Profile,
        Provider::WebIdentityEnvironment,
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Next,
    makes_token: false,
    within: CRT_PROFILE,
    within_source: CRT_SOURCE,
    sso: None,
    login: None,
    process_needs: None,
    role: CRT_ROLE,
    region: &[RegionFrom::Variable("AWS_REGION")],
    common_texts: &[],
    old_texts: &[],
    texts: &[(FaultId::NoCredentials, "Attempt to sign an http request without credentials")],
};
