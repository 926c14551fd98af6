//! The two AWS SDKs for Java.

use super::usual;
use crate::fault::FaultId;
use crate::plain::Plain;
use crate::rules::{
    ConfigFile, Dialect, EnvironmentRules, Inline, LoginRules, Names, Nature, OnFailure, Provider,
    ReadingRules, RegionFrom, RoleRules, Rules, SelfReference, Sources, SsoRules,
};
use crate::{Evidence, Family, Module};

/// System properties come first; they are not known from outside the program.
const CHAIN: &[Provider] = &[
    Provider::Environment,
    Provider::WebIdentityEnvironment,
    Provider::Profile,
    Provider::Container,
    Provider::Instance,
];

pub(super) static JAVA_2: Rules = Rules {
    family: Family::Java2,
    read_at: "2.39.1",
    files: &[
        "core/auth/.../DefaultCredentialsProvider.java",
        "core/auth/.../internal/ProfileCredentialsUtils.java",
        "services/sso/.../SsoProfileCredentialsProviderFactory.java",
        "core/profiles/.../ProfileFile.java",
    ],
    evidence: Evidence::Source,
    reading: ReadingRules { dialect: Dialect::EXACT, empty_counts: true, ..usual::READING },
    environment: usual::ENVIRONMENT,
    chain: CHAIN,
    on_failure: OnFailure::Next,
    makes_token: false,
    within: &[
        Nature::WebIdentity,
        Nature::Sso,
        Nature::Role,
        Nature::Login,
        Nature::Process,
        Nature::Static,
    ],
    within_source: &[],
    sso: Some(SsoRules {
        inline: Inline::MustEqualIgnoringCase,
        needs: Some(Module::Sso),
        session_needs: Some(Module::SsoOidc),
        ..usual::SSO
    }),
    login: Some(LoginRules { since: Some("2.39.1"), needs: Some(Module::Signin) }),
    process_needs: None,
    role: RoleRules {
        no_source: Sources::NotARole,
        any_case: true,
        self_reference: SelfReference::Refused,
        needs: Some(Module::Sts),
        ..usual::ROLE
    },
    region: &[RegionFrom::Variable("AWS_REGION"), RegionFrom::Profile],
    common_texts: &[],
    old_texts: &[],
    texts: &[(
        FaultId::NoCredentials,
        "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain",
    )],
};

/// It reads one file: the credentials file, or the config file if there is none
/// (`profile/path/AwsProfileFileLocationProvider.java`).
pub(super) static JAVA_1: Rules = Rules {
    family: Family::Java1,
    read_at: "1.12.797",
    files: &[
        "auth/DefaultAWSCredentialsProviderChain.java",
        "auth/EnvironmentVariableCredentialsProvider.java",
        "auth/profile/ProfilesConfigFile.java",
        "auth/profile/internal/ProfileAssumeRoleCredentialsProvider.java",
        "profile/path/AwsProfileFileLocationProvider.java",
    ],
    evidence: Evidence::Source,
    reading: ReadingRules {
        dialect: Dialect { plain: Some(Plain::Java), ..Dialect::EXACT },
        names: Names::Spaces,
        bare_names: true,
        config: ConfigFile::WithoutCredentials,
        ..usual::READING
    },
    environment: EnvironmentRules {
        access: &["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret: &["AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"],
        ..usual::ENVIRONMENT
    },
    chain: CHAIN,
    on_failure: OnFailure::Next,
    makes_token: false,
    within: &[Nature::Role, Nature::Process, Nature::Static],
    within_source: &[Nature::Static],
    sso: None,
    login: None,
    process_needs: None,
    role: RoleRules {
        not_with_web_identity: false,
        both_sources: Sources::ProfileCounts,
        credential_sources: &[],
        needs: Some(Module::Sts),
        ..usual::ROLE
    },
    region: &[
        RegionFrom::SetVariable("AWS_REGION"),
        RegionFrom::ConfigFile(Plain::Java, &["AWS_PROFILE"]),
    ],
    common_texts: &[],
    old_texts: &[],
    texts: &[(
        FaultId::NoCredentials,
        "Unable to load AWS credentials from any provider in the chain",
    )],
};
