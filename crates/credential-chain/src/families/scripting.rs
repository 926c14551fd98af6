//! The AWS SDKs for PHP and Ruby.

use aws_files::FileKind;

use super::usual;
use crate::fault::FaultId;
use crate::plain::Plain;
use crate::rules::{
    ConfigFile, Dialect, EnvironmentRules, Inline, LoginRules, Mfa, MissingProfile, Names, Nature,
    OnFailure, Provider, ReadingRules, RegionFrom, RoleRules, Rules, SsoRules, Triggers,
};
use crate::{Evidence, Family, Module};

/// Each step reads one file; the text is that of the last step, which is not modeled.
pub(super) static PHP: Rules = Rules {
    family: Family::Php,
    read_at: "3.376.2",
    files: &[
        "src/Credentials/CredentialProvider.php",
        "src/Credentials/LoginCredentialProvider.php",
        "src/Token/SsoTokenProvider.php",
        "src/ClientResolver.php",
    ],
    evidence: Evidence::Source,
    reading: ReadingRules { dialect: Dialect::EXACT, names: Names::Spaces, ..usual::READING },
    environment: EnvironmentRules { missing_profile: MissingProfile::Next, ..usual::ENVIRONMENT },
    chain: &[
        Provider::Environment,
        Provider::WebIdentityEnvironment,
        Provider::Nature(Nature::WebIdentity),
        Provider::Nature(Nature::Sso),
        Provider::Nature(Nature::Login),
        Provider::Nature(Nature::ProcessIn(FileKind::Credentials)),
        Provider::Nature(Nature::RoleIn(FileKind::Credentials)),
        Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
        Provider::Nature(Nature::ProcessIn(FileKind::Config)),
        Provider::Nature(Nature::RoleIn(FileKind::Config)),
        Provider::Nature(Nature::StaticIn(FileKind::Config)),
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Next,
    makes_token: false,
    within: &[],
    within_source: &[Nature::Static, Nature::Role],
    sso: Some(SsoRules {
        triggers: Triggers::SessionOrAll,
        required: &["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"],
        ..usual::SSO
    }),
    login: Some(LoginRules { since: None, needs: Some(Module::OpenSsl) }),
    process_needs: None,
    role: usual::ROLE,
    region: &[RegionFrom::Variable("AWS_REGION"), RegionFrom::BareSection],
    common_texts: &[],
    old_texts: &[],
    texts: &[],
};

pub(super) static RUBY: Rules = RUBY_ROW;

/// A profile from code comes first, and the environment's keys after it.
pub(super) static RUBY_WITH_PROFILE: Rules = Rules {
    chain: &[
        Provider::Nature(Nature::WebIdentity),
        Provider::Nature(Nature::Sso),
        Provider::Nature(Nature::Role),
        Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
        Provider::Nature(Nature::StaticIn(FileKind::Config)),
        Provider::Nature(Nature::Process),
        Provider::Environment,
        Provider::WebIdentityEnvironment,
        Provider::Container,
        Provider::Instance,
    ],
    ..RUBY_ROW
};

const RUBY_ROW: Rules = Rules {
    family: Family::Ruby,
    read_at: "aws-sdk-core 3.211.0; 3.168.1 was run",
    files: &[
        "lib/aws-sdk-core/credential_provider_chain.rb",
        "lib/aws-sdk-core/ini_parser.rb",
        "lib/aws-sdk-core/shared_config.rb",
        "lib/aws-sdk-core/sso_credentials.rb",
        "lib/aws-sdk-core/sso_token_provider.rb",
    ],
    evidence: Evidence::Run,
    reading: ReadingRules {
        dialect: Dialect { plain: Some(Plain::Ruby), ..Dialect::EXACT },
        names: Names::Spaces,
        bare_names: true,
        config: ConfigFile::UnlessOptOut,
        ..usual::READING
    },
    environment: EnvironmentRules {
        access: &["AWS_ACCESS_KEY_ID", "AMAZON_ACCESS_KEY_ID", "AWS_ACCESS_KEY"],
        secret: &["AWS_SECRET_ACCESS_KEY", "AMAZON_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"],
        empty_profile_counts: true,
        profile: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        missing_profile: MissingProfile::Next,
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::Environment,
        Provider::WebIdentityEnvironment,
        Provider::Nature(Nature::WebIdentity),
        Provider::Nature(Nature::Sso),
        Provider::Nature(Nature::Role),
        Provider::Nature(Nature::StaticIn(FileKind::Credentials)),
        Provider::Nature(Nature::StaticIn(FileKind::Config)),
        Provider::Nature(Nature::Process),
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Stop,
    makes_token: false,
    within: &[],
    within_source: &[
        Nature::Static,
        Nature::Role,
        Nature::WebIdentity,
        Nature::Sso,
        Nature::Process,
    ],
    sso: Some(SsoRules {
        since: Some("3.105.0"),
        session_since: Some("3.167.0"),
        triggers: Triggers::Any(&["sso_account_id", "sso_role_name"]),
        inline: Inline::MustEqual,
        required: &["sso_account_id", "sso_region", "sso_role_name", "sso_start_url"],
        ..usual::SSO
    }),
    login: None,
    process_needs: None,
    role: RoleRules {
        credential_sources: &["Ec2InstanceMetadata", "EcsContainer"],
        mfa: Mfa::Refuses,
        ..usual::ROLE
    },
    region: &[
        RegionFrom::Variable("AWS_REGION"),
        RegionFrom::Variable("AMAZON_REGION"),
        RegionFrom::Variable("AWS_DEFAULT_REGION"),
        RegionFrom::ProfileOf(&["AWS_PROFILE"]),
    ],
    common_texts: &[],
    old_texts: &[],
    texts: &[
        (FaultId::NoCredentials, "unable to sign request without credentials set"),
        (
            FaultId::SessionMissing,
            "sso-session <session> must be defined in the config file. Referenced by profile <profile>",
        ),
        (
            FaultId::InlineDiffers,
            "sso-session <session>'s <key> (<session value>) does not match the profile <profile>'s <key> (<profile value>'",
        ),
        (
            FaultId::BearerSessionMissing,
            "sso-session <session> must be defined in the config file.Referenced by profile <profile>",
        ),
        (
            FaultId::BearerKeysMissing,
            "sso-session <session> missing required parameter: sso_region",
        ),
        (FaultId::RoleArnMissing, "missing required parameter params[:role_arn]"),
        (FaultId::TokenMissing, RUBY_GUIDANCE),
        (FaultId::TokenMissingLegacy, RUBY_GUIDANCE),
        (FaultId::TokenDamaged, RUBY_GUIDANCE),
        (FaultId::TokenDamagedLegacy, RUBY_GUIDANCE),
        (FaultId::TokenUnreadable, RUBY_GUIDANCE),
        (FaultId::TokenExpiredLegacy, RUBY_GUIDANCE),
        (FaultId::TokenExpired, "Token is invalid and failed to refresh."),
        (
            FaultId::BothSources,
            "Profile <profile> has a source_profile, and a credential_source. For assume role credentials, must provide only source_profile or credential_source, not both.",
        ),
        (
            FaultId::SourceEmpty,
            "Profile <profile> has a role_arn, and source_profile, but the source_profile does not have credentials.",
        ),
        (FaultId::NoSource, "Profile <profile> has a role_arn, but no source_profile."),
        (FaultId::CredentialSourceUnknown, "Unsupported credential_source: <value>"),
    ],
};

/// `sso_credentials.rb` and `sso_token_provider.rb`, SSO_LOGIN_GUIDANCE.
const RUBY_GUIDANCE: &str = "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.";
