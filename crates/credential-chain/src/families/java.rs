//! The two AWS SDKs for Java.

use aws_files::View;

use super::{ANY_SSO_KEY, CREDENTIAL_SOURCES};
use crate::fault::FaultId;
use crate::plain::Plain;
use crate::rules::{
    ConfigFile, Dialect, EnvironmentRules, Inline, LoginRules, Mfa, MissingProfile, Names, Nature,
    OnFailure, Provider, ReadingRules, RegionFrom, RoleRules, Rules, SelfReference, Sources,
    SsoRules, Triggers,
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
    reading: ReadingRules {
        view: View::Sdk,
        dialect: Dialect::EXACT,
        strict: false,
        refusal_stops: false,
        names: Names::Dialect,
        bare_names: false,
        empty_counts: true,
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
        since: None,
        session_since: None,
        triggers: Triggers::Any(ANY_SSO_KEY),
        inline: Inline::MustEqualIgnoringCase,
        required: &["sso_account_id", "sso_role_name", "sso_region", "sso_start_url"],
        required_before_sessions: &[],
        legacy_early_minutes: 0,
        renew_early_minutes: 0,
        uses_cli_cache: Some(false),
        needs: Some(Module::Sso),
        session_needs: Some(Module::SsoOidc),
        refreshes: true,
    }),
    login: Some(LoginRules { since: Some("2.39.1"), needs: Some(Module::Signin) }),
    process_needs: None,
    role: RoleRules {
        not_with_web_identity: true,
        both_sources: Sources::Fails,
        no_source: Sources::NotARole,
        credential_sources: CREDENTIAL_SOURCES,
        any_case: true,
        keys_end_chain: false,
        self_reference: SelfReference::Refused,
        mfa: Mfa::Ignores,
        needs: Some(Module::Sts),
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
        view: View::Sdk,
        dialect: Dialect { plain: Some(Plain::Java), ..Dialect::EXACT },
        strict: false,
        refusal_stops: false,
        names: Names::Spaces,
        bare_names: true,
        empty_counts: false,
        config: ConfigFile::WithoutCredentials,
    },
    environment: EnvironmentRules {
        access: &["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret: &["AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"],
        empty_profile_counts: false,
        half_is_error: false,
        profile: &["AWS_PROFILE"],
        profile_hides_keys: false,
        argument_hides_keys: false,
        argument_hides_web_identity: false,
        missing_profile: MissingProfile::Fails,
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
        no_source: Sources::Fails,
        credential_sources: &[],
        any_case: false,
        keys_end_chain: false,
        self_reference: SelfReference::WithKeys,
        mfa: Mfa::Ignores,
        needs: Some(Module::Sts),
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
