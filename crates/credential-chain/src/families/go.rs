//! The two AWS SDKs for Go, and aws-sdk-go-base on the newer one.

use super::usual;
use crate::fault::FaultId;
use crate::rules::{
    Blanks, ConfigFile, Dialect, EnvironmentRules, Inline, LoginRules, Mfa, MissingProfile, Names,
    OldText, OnFailure, Provider, ReadingRules, RegionFrom, RoleRules, Rules, Sources, SsoRules,
};
use crate::{Evidence, Family};

const fn reading(bare_names: bool, config: ConfigFile, dialect: Dialect) -> ReadingRules {
    ReadingRules { dialect, names: Names::Spaces, bare_names, config, ..usual::READING }
}

/// `internal/ini/value_util.go`
const DIALECT: Dialect = Dialect { unquotes: true, ..Dialect::SPEC };

/// `aws/session/shared_config.go`, `setFromIniFile`: the section `dev` before `profile dev`, in
/// either file; `internal/ini/visitor.go`: a section replaces the one before.
const DIALECT_1: Dialect = Dialect {
    exact_keys: true,
    blanks: Blanks::One,
    prefixed_credentials: true,
    last_section: true,
    unquotes: true,
    plain: None,
};

const fn environment() -> EnvironmentRules {
    EnvironmentRules {
        access: &["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret: &["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"],
        profile: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        argument_hides_keys: true,
        argument_hides_web_identity: true,
        missing_profile: MissingProfile::Next,
        ..usual::ENVIRONMENT
    }
}

const fn sso(since: Option<&'static str>, session_since: &'static str) -> SsoRules {
    SsoRules {
        since,
        session_since: Some(session_since),
        inline: Inline::MustEqual,
        required: &["sso_region", "sso_start_url", "sso_account_id", "sso_role_name"],
        ..usual::SSO
    }
}

/// Sources are followed when the profile is loaded (`go.rs` of this crate).
const fn role() -> RoleRules {
    RoleRules {
        not_with_web_identity: false,
        no_source: Sources::NotARole,
        mfa: Mfa::Refuses,
        ..usual::ROLE
    }
}

/// `resolveCredentialChain`; an explicit profile skips the first two.
const CHAIN: &[Provider] = &[
    Provider::Environment,
    Provider::WebIdentityEnvironment,
    Provider::GoProfile,
    Provider::Container,
    Provider::Instance,
];

const TWO_KINDS: &str = "only one credential type may be specified per profile: source profile, credential source, credential process, web identity token";
const SSO_KEYS: &str =
    "profile \"<profile>\" is configured to use SSO but is missing required configuration: <keys>";
const DIFFERS: &str = "<key> in profile \"<profile>\" must match <key> in sso-session ";
const MFA: &str =
    "assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.";
const BAD_SOURCE: &str =
    "credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment";
const NO_SESSION: &str = "failed to find SSO session section, <session>";
const INVALID: &str = "the SSO session has expired or is invalid";
const NOT_REFRESHED: &str = "refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed";
const NO_KEYS: &str = "failed to load assume role <role>, of profile <source>, <nil>";

const TEXTS: &[(FaultId, &str)] = &[
    (FaultId::ProfileMissing, "failed to get shared config profile, <profile>"),
    (FaultId::HalfPairFile, "partial credentials found for profile <section>"),
    (FaultId::SsoKeysMissing, SSO_KEYS),
    (FaultId::SessionMissing, NO_SESSION),
    (FaultId::InlineDiffers, DIFFERS),
    (FaultId::TokenMissing, "failed to read cached SSO token file"),
    (FaultId::TokenMissingLegacy, INVALID),
    (FaultId::TokenDamaged, "cached SSO token must contain accessToken and expiresAt fields"),
    (FaultId::TokenDamagedLegacy, INVALID),
    (FaultId::TokenUnreadable, "failed to parse cached SSO token file"),
    (FaultId::TokenExpired, NOT_REFRESHED),
    (FaultId::TokenExpiredLegacy, INVALID),
    (
        FaultId::SourceMissing,
        "failed to load assume role <role>, of profile <source>, failed to get shared config profile, <source>",
    ),
    (FaultId::SourceEmpty, NO_KEYS),
    (FaultId::SourceIsLogin, NO_KEYS),
    (FaultId::TwoKinds, TWO_KINDS),
    (FaultId::RoleArnMissing, "credential type <type> requires role_arn, profile <profile>"),
    (FaultId::CredentialSourceUnknown, BAD_SOURCE),
    (FaultId::CredentialSourceEmpty, "static credentials are empty"),
    (
        FaultId::ContainerNotSet,
        "EcsContainer was specified as the credential_source, but neither 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI' or AWS_CONTAINER_CREDENTIALS_FULL_URI' was set",
    ),
    (FaultId::WebIdentityWithoutRole, "role ARN is not set"),
    (FaultId::MfaRefused, MFA),
    (FaultId::LoginMissing, "load login token: token file not found, please reauthenticate"),
    (FaultId::NoCredentials, "no EC2 IMDS role found"),
];

const OLD_TEXTS: &[OldText] = &[OldText {
    before: "1.18.0",
    id: FaultId::SessionKeysMissing,
    text: Some(
        "failed to load SSO session <session>, sso_region and sso_start_url are required parameters in sso-session section",
    ),
}];

const INVALID_1: &str = "SSOProviderInvalidToken: the SSO session has expired or is invalid";
const NO_KEYS_1: &str = "SharedConfigAssumeRoleError: failed to load assume role for <role>, source profile <source> has no shared credentials";

/// The frames (`SharedConfigProfileNotExistsError: …`) are those of `awserr.SprintError`.
const TEXTS_1: &[(FaultId, &str)] = &[
    (FaultId::SsoKeysMissing, SSO_KEYS),
    (FaultId::SessionMissing, NO_SESSION),
    (FaultId::InlineDiffers, DIFFERS),
    (FaultId::TokenMissing, "failed to read cached SSO token file"),
    (FaultId::TokenMissingLegacy, INVALID_1),
    (FaultId::TokenDamaged, "cached SSO token must contain accessToken and expiresAt fields"),
    (FaultId::TokenDamagedLegacy, INVALID_1),
    (FaultId::TokenUnreadable, "failed to parse cached SSO token file"),
    (FaultId::TokenExpired, NOT_REFRESHED),
    (FaultId::TokenExpiredLegacy, INVALID_1),
    (FaultId::SourceMissing, NO_KEYS_1),
    (FaultId::SourceEmpty, NO_KEYS_1),
    (FaultId::SourceIsLogin, NO_KEYS_1),
    (FaultId::TwoKinds, TWO_KINDS),
    (
        FaultId::RoleArnMissing,
        "CredentialRequiresARNError: credential type <type> requires role_arn, profile <profile>",
    ),
    (
        FaultId::CredentialSourceUnknown,
        "credential source values must be EcsContainer, Ec2InstanceMetadata, or Environment",
    ),
    (FaultId::CredentialSourceEmpty, "EmptyStaticCreds: static credentials are empty"),
    (
        FaultId::ContainerNotSet,
        "EcsContainer was specified as the credential_source, but 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI' was not set",
    ),
    (FaultId::WebIdentityWithoutRole, "role ARN is not set"),
    (FaultId::MfaRefused, MFA),
    (FaultId::NoCredentials, "NoCredentialProviders: no valid providers in chain"),
    (FaultId::Recursion, "runtime: goroutine stack exceeds 1000000000-byte limit"),
];

const fn version_2(
    family: Family,
    read_at: &'static str,
    evidence: Evidence,
    files: &'static [&'static str],
) -> Rules {
    Rules {
        family,
        read_at,
        files,
        evidence,
        reading: reading(false, ConfigFile::Always, DIALECT),
        environment: environment(),
        chain: CHAIN,
        on_failure: OnFailure::Stop,
        makes_token: false,
        within: &[],
        within_source: &[],
        sso: Some(sso(None, "1.18.0")),
        login: Some(LoginRules { since: Some("1.32.0"), needs: None }),
        process_needs: None,
        role: role(),
        region: &[
            RegionFrom::Variable("AWS_REGION"),
            RegionFrom::Variable("AWS_DEFAULT_REGION"),
            RegionFrom::Profile,
        ],
        common_texts: &[],
        old_texts: OLD_TEXTS,
        texts: TEXTS,
    }
}

pub(super) static GO_2: Rules = version_2(
    Family::Go2,
    "config 1.32.31, credentials 1.19.30",
    Evidence::Run,
    &[
        "config/resolve_credentials.go",
        "config/shared_config.go",
        "config/env_config.go",
        "credentials/ssocreds",
        "credentials/logincreds",
    ],
);

/// Terraform prints the text after `Error: `, below "No valid credential sources found".
pub(super) static GO_BASE: Rules = version_2(
    Family::GoBase,
    "aws-sdk-go-base v2.0.0-beta.74 (config 1.32)",
    Evidence::Source,
    &["credentials.go", "internal/config/errors.go", "aws_config.go", "config/shared_config.go"],
);

pub(super) static GO_1: Rules = GO_1_ROW;

/// Terraform's S3 backend before 1.6: `EnvProvider` and `SharedCredentialsProvider` are asked
/// before a session is made.
pub(super) static GO_BASE_1: Rules = Rules {
    read_at: "aws-sdk-go-base 0.7.1, aws-sdk-go 1.44.122",
    files: &["aws-sdk-go-base awsauth.go", "aws/session/credentials.go"],
    environment: EnvironmentRules { argument_hides_keys: false, ..environment() },
    chain: &[
        Provider::Environment,
        Provider::SharedCredentials,
        Provider::WebIdentityEnvironment,
        Provider::GoProfile,
        Provider::Container,
        Provider::Instance,
    ],
    ..GO_1_ROW
};

const GO_1_ROW: Rules = Rules {
    family: Family::Go1,
    read_at: "aws-sdk-go 1.55.6",
    files: &[
        "aws/session/credentials.go",
        "aws/session/shared_config.go",
        "aws/session/env_config.go",
        "aws/session/session.go",
        "aws/credentials/ssocreds",
    ],
    evidence: Evidence::Run,
    reading: reading(true, ConfigFile::WithFlag { any_text: false }, DIALECT_1),
    environment: environment(),
    chain: CHAIN,
    on_failure: OnFailure::Stop,
    makes_token: false,
    within: &[],
    within_source: &[],
    sso: Some(sso(Some("1.37.0"), "1.44.298")),
    login: None,
    process_needs: None,
    role: role(),
    region: &[
        RegionFrom::Variable("AWS_REGION"),
        RegionFrom::VariableWithConfig("AWS_DEFAULT_REGION"),
        RegionFrom::ProfileWithConfig,
    ],
    common_texts: &[],
    old_texts: &[],
    texts: TEXTS_1,
};
