//! botocore, and the two AWS CLIs on it.

use aws_files::{FileKind, View};

use super::usual;
use crate::fault::FaultId;
use crate::rules::{
    EnvironmentRules, Inline, LoginRules, Mfa, MissingProfile, Nature, OldText, OnFailure,
    Provider, ReadingRules, RegionFrom, RoleRules, Rules, SsoRules, Triggers,
};
use crate::{Evidence, Family, Module};

/// `botocore/configprovider.py`: both names, AWS_DEFAULT_PROFILE first.
const BOTOCORE_PROFILE: &[&str] = &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"];

const fn environment(profile: &'static [&'static str]) -> EnvironmentRules {
    EnvironmentRules {
        half_is_error: true,
        profile,
        argument_hides_keys: true,
        argument_hides_web_identity: true,
        missing_profile: MissingProfile::Stops,
        ..usual::ENVIRONMENT
    }
}

const fn sso(since: &'static str, session_since: &'static str, uses_cli_cache: bool) -> SsoRules {
    SsoRules {
        since: Some(since),
        session_since: Some(session_since),
        triggers: Triggers::Any(&["sso_account_id", "sso_role_name"]),
        inline: Inline::MustEqual,
        required: &["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"],
        required_before_sessions: &[
            "sso_start_url",
            "sso_region",
            "sso_role_name",
            "sso_account_id",
        ],
        uses_cli_cache,
        ..usual::SSO
    }
}

/// `create_credential_resolver`. The file of AWS_CREDENTIAL_FILE and boto2's files are left out.
const CHAIN: &[Provider] = &[
    Provider::Environment,
    Provider::Nature(Nature::Role),
    Provider::WebIdentityEnvironment,
    Provider::Nature(Nature::WebIdentity),
    Provider::Nature(Nature::Sso),
    Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
    Provider::Nature(Nature::Login),
    Provider::Nature(Nature::Process),
    Provider::Nature(Nature::StaticIn(FileKind::Config)),
    Provider::Container,
    Provider::Instance,
];

/// The same with what polars adds at the end.
const POLARS_CHAIN: &[Provider] = &[
    Provider::Environment,
    Provider::Nature(Nature::Role),
    Provider::WebIdentityEnvironment,
    Provider::Nature(Nature::WebIdentity),
    Provider::Nature(Nature::Sso),
    Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
    Provider::Nature(Nature::Login),
    Provider::Nature(Nature::Process),
    Provider::Nature(Nature::StaticIn(FileKind::Config)),
    Provider::Container,
    Provider::FirstKeys,
    Provider::Instance,
];

/// `ProfileProviderBuilder.providers`.
const SOURCES: &[Nature] = &[
    Nature::WebIdentity,
    Nature::Sso,
    Nature::StaticIn(FileKind::Credentials),
    Nature::Login,
    Nature::Process,
    Nature::StaticIn(FileKind::Config),
];

const PROFILE_MISSING: &str = "The config profile (<profile>) could not be found";
const REFUSED: &str = "Unable to parse config file: <path>";
const PARTIAL: &str = "Partial credentials found in <provider>, missing: <key>";
const SSO_KEYS: &str = "The profile \"<profile>\" is configured to use SSO but is missing required configuration: <keys>";
const NO_SESSION: &str = "The specified sso-session does not exist: \"<session>\"";
const DIFFERS: &str = "The value for <key> is inconsistent between profile (<profile value>) and sso-session (<session value>).";
/// `botocore/tokens.py`, `SSOTokenProvider._load_sso_config`.
const TOKEN_NO_SESSION: &str = "The profile \"<profile>\" is configured to use the SSO token provider but the \"<session>\" sso_session configuration does not exist.";
const TOKEN_KEYS: &str = "The profile \"<profile>\" is configured to use the SSO token provider but is missing the following configuration: [<quoted keys>].";
const NO_TOKEN: &str = "Error loading SSO Token: Token for <session> does not exist";
const DAMAGED: &str = "Error loading SSO Token: Token for <url> is invalid";
const EXPIRED: &str = "Error when retrieving token from sso: Token has expired and refresh failed";
const EXPIRED_LEGACY: &str = "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.";
const NO_SOURCE_PROFILE: &str =
    "The source_profile \"<source>\" referenced in the profile \"<profile>\" does not exist.";
const EMPTY_SOURCE: &str = "The source profile \"<source>\" must have credentials.";
const LOOP: &str = "Infinite loop in credential configuration detected. Attempting to load from profile <source> which has already been visited. Visited profiles: <list>";
const BOTH: &str = "The profile \"<profile>\" contains both source_profile and credential_source.";
const NO_SOURCE: &str =
    "Partial credentials found in assume-role, missing: source_profile or credential_source";
const BAD_SOURCE: &str =
    "The credential source \"<value>\" referenced in profile \"<profile>\" is not valid.";
const EMPTY_NAMED: &str = "Error when retrieving credentials from <value>: No credentials found in credential_source referenced in profile <profile>";
const NO_ROLE: &str = "The provided profile or the current environment is configured to assume role with web identity but has no role ARN configured. Ensure that the profile has the role_arnconfiguration set or the AWS_ROLE_ARN env var is set.";
const NO_CRT: &str = "Missing Dependency: Using the login credential provider requires an additional dependency. You will need to pip install \"botocore[crt]\" before proceeding.";

/// The texts that the three share: `botocore/exceptions.py` and `credentials.py`.
const COMMON: &[(FaultId, &str)] = &[
    (FaultId::ProfileMissing, PROFILE_MISSING),
    (FaultId::FileRefused, REFUSED),
    (FaultId::HalfPairEnvironment, PARTIAL),
    (FaultId::HalfPairFile, PARTIAL),
    (FaultId::SsoKeysMissing, SSO_KEYS),
    (FaultId::SessionMissing, NO_SESSION),
    (FaultId::InlineDiffers, DIFFERS),
    (FaultId::BearerSessionMissing, TOKEN_NO_SESSION),
    (FaultId::BearerKeysMissing, TOKEN_KEYS),
    (FaultId::TokenMissing, NO_TOKEN),
    (FaultId::TokenMissingLegacy, NO_TOKEN),
    (FaultId::TokenDamaged, DAMAGED),
    (FaultId::TokenDamagedLegacy, DAMAGED),
    (FaultId::TokenExpired, EXPIRED),
    (FaultId::TokenExpiredLegacy, EXPIRED_LEGACY),
    (FaultId::SourceMissing, NO_SOURCE_PROFILE),
    (FaultId::SourceEmpty, EMPTY_SOURCE),
    (FaultId::SourceLoop, LOOP),
    (FaultId::BothSources, BOTH),
    (FaultId::NoSource, NO_SOURCE),
    (FaultId::CredentialSourceUnknown, BAD_SOURCE),
    (FaultId::CredentialSourceEmpty, EMPTY_NAMED),
    (FaultId::WebIdentityWithoutRole, NO_ROLE),
];

const TEXTS: &[(FaultId, &str)] = &[
    (FaultId::NoCredentials, "Unable to locate credentials"),
    (FaultId::LoginModuleMissing, NO_CRT),
    (
        FaultId::LoginMissing,
        "Error loading login session token: Unable to load a existing login session for session <login>. Please reauthenticate with 'aws login'.",
    ),
];

/// The AWS CLI v2's own botocore; its advice names `aws login`.
const CLI_2_TEXTS: &[(FaultId, &str)] = &[
    (
        FaultId::NoCredentials,
        "An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running \"aws login\".",
    ),
    (
        FaultId::LoginMissing,
        "Error loading login session token: Unable to load a existing login session for session <login>, Please reauthenticate with 'aws login'.",
    ),
];

/// Its advice until there was `aws login`, and the advice without today's frame, which is part of
/// both.
const CLI_2_OLD_TEXTS: &[OldText] = &[
    OldText { before: "2.32.0", id: FaultId::NoCredentials, text: Some(ADVICE_1) },
    OldText {
        before: "2.36.7",
        id: FaultId::NoCredentials,
        text: Some(
            "Unable to locate credentials. You can configure credentials by running \"aws login\".",
        ),
    },
];

/// The AWS CLI v1: botocore's texts, and its own advice (`awscli/clidriver.py`).
const CLI_1_TEXTS: &[(FaultId, &str)] =
    &[(FaultId::NoCredentials, ADVICE_1), (FaultId::LoginModuleMissing, NO_CRT)];

const ADVICE_1: &str =
    "Unable to locate credentials. You can configure credentials by running \"aws configure\".";

pub(super) static BOTOCORE: Rules = BOTOCORE_ROW;

/// polars asks boto3 for the keys and reads the region itself. Where boto3 finds none, it reads the
/// files and asks the instance itself.
pub(super) static POLARS: Rules = Rules {
    read_at: "polars 2.1.0 with botocore 1.44.8",
    chain: POLARS_CHAIN,
    files: &["polars/io/cloud/credential_provider/_providers.py", "botocore/credentials.py"],
    region: &[
        RegionFrom::Variable("AWS_REGION"),
        RegionFrom::Variable("AWS_DEFAULT_REGION"),
        RegionFrom::Profile,
        RegionFrom::FirstInConfig,
    ],
    texts: &[
        (FaultId::NoCredentials, "object-store error: Generic S3 error: "),
        (FaultId::LoginModuleMissing, NO_CRT),
    ],
    ..BOTOCORE_ROW
};

const BOTOCORE_ROW: Rules = Rules {
    family: Family::Botocore,
    read_at: "botocore 1.43.67",
    files: &[
        "botocore/credentials.py",
        "botocore/tokens.py",
        "botocore/session.py",
        "botocore/configprovider.py",
    ],
    evidence: Evidence::Run,
    reading: ReadingRules {
        view: View::Cli,
        strict: true,
        refusal_stops: true,
        empty_counts: true,
        ..usual::READING
    },
    environment: environment(BOTOCORE_PROFILE),
    chain: CHAIN,
    on_failure: OnFailure::Stop,
    makes_token: true,
    within: SOURCES,
    within_source: SOURCES,
    sso: Some(sso("1.17.0", "1.29.10", false)),
    login: Some(LoginRules { since: Some("1.41.0"), needs: Some(Module::Crt) }),
    process_needs: None,
    role: RoleRules { keys_end_chain: true, mfa: Mfa::Asks, ..usual::ROLE },
    region: &[RegionFrom::SetVariable("AWS_DEFAULT_REGION"), RegionFrom::Profile],
    common_texts: COMMON,
    old_texts: &[],
    texts: TEXTS,
};

pub(super) static CLI_2: Rules = Rules {
    family: Family::Cli2,
    read_at: "AWS CLI 2.36.7",
    files: &[
        "awscli/botocore/credentials.py",
        "awscli/botocore/session.py",
        "awscli/botocore/configprovider.py",
        "awscli/errorhandler.py",
    ],
    evidence: Evidence::Source,
    environment: environment(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]),
    sso: Some(sso("2.0.0", "2.9.0", true)),
    login: Some(LoginRules { since: Some("2.32.0"), needs: None }),
    region: &[
        RegionFrom::SetVariable("AWS_REGION"),
        RegionFrom::SetVariable("AWS_DEFAULT_REGION"),
        RegionFrom::Profile,
    ],
    old_texts: CLI_2_OLD_TEXTS,
    texts: CLI_2_TEXTS,
    ..BOTOCORE_ROW
};

/// Its first versions are those of the botocore that it pins: 1.18.77 pins 1.17.0, 1.27.10 pins
/// 1.29.10, 1.43.0 pins 1.41.0. Its cache is for assumed roles alone
/// (`awscli/customizations/assumerole.py`).
pub(super) static CLI_1: Rules = Rules {
    family: Family::Cli1,
    read_at: "AWS CLI 1.45.55 (botocore 1.43.55)",
    files: &["setup.cfg", "CHANGELOG.rst", "awscli/clidriver.py", "botocore/credentials.py"],
    evidence: Evidence::Source,
    sso: Some(sso("1.18.77", "1.27.10", false)),
    login: Some(LoginRules { since: Some("1.43.0"), needs: Some(Module::Crt) }),
    texts: CLI_1_TEXTS,
    ..BOTOCORE_ROW
};
