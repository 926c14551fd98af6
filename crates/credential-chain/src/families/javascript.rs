//! The two AWS SDKs for JavaScript.

use super::usual;
use crate::fault::FaultId;
use crate::rules::{
    Blanks, ConfigFile, Dialect, EnvironmentRules, LoginRules, Mfa, Names, Nature, OnFailure,
    Provider, ReadingRules, RegionFrom, RoleRules, Rules, SelfReference, Sources, SsoRules,
    Triggers,
};
use crate::{Evidence, Family};

const END: &str = "Could not load credentials from any providers";

/// Those that are thrown with `tryNextLink: false`, or are no provider's error at all.
const STOPS: &[FaultId] = &[
    FaultId::SsoKeysMissing,
    FaultId::SessionMissing,
    FaultId::SessionKeysMissing,
    FaultId::TokenMissing,
    FaultId::TokenMissingLegacy,
    FaultId::TokenDamaged,
    FaultId::TokenDamagedLegacy,
    FaultId::TokenUnreadable,
    FaultId::TokenKeyMissing,
    FaultId::TokenExpired,
    FaultId::TokenExpiredLegacy,
    FaultId::MfaRefused,
    FaultId::LoginMissing,
    FaultId::LoginExpired,
];

pub(super) static JS_3: Rules = JS_3_ROW;

/// The files that the AWS CDK CLI adds to those of the SDK in its bundle.
const CDK_FILES: &[&str] = &["aws-cdk-cli toolkit-lib/lib/api/aws-auth/awscli-compatible.ts"];

/// The AWS CDK CLI: `shouldPrioritizeEnv` puts the environment's keys first.
pub(super) static CDK: Rules = Rules {
    read_at: "aws-cdk 2.1148.1",
    files: CDK_FILES,
    // Compared with the program on a part of the machines only.
    evidence: Evidence::Source,
    environment: EnvironmentRules {
        access: &["AWS_ACCESS_KEY_ID", "AMAZON_ACCESS_KEY_ID"],
        secret: &["AWS_SECRET_ACCESS_KEY", "AMAZON_SECRET_ACCESS_KEY"],
        profile: &["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
        profile_hides_keys: false,
        ..JS_3_ROW.environment
    },
    region: CDK_REGION,
    ..JS_3_ROW
};

/// The same with `--profile`, which is `fromIni` alone.
pub(super) static CDK_WITH_PROFILE: Rules = Rules {
    read_at: "aws-cdk 2.1148.1",
    files: CDK_FILES,
    evidence: Evidence::Source,
    chain: &[Provider::Profile],
    on_failure: OnFailure::Stop,
    region: CDK_REGION,
    ..JS_3_ROW
};

const CDK_REGION: &[RegionFrom] = &[
    RegionFrom::Variable("AWS_REGION"),
    RegionFrom::Variable("AMAZON_REGION"),
    RegionFrom::Variable("AWS_DEFAULT_REGION"),
    RegionFrom::Variable("AMAZON_DEFAULT_REGION"),
    RegionFrom::Profile,
    RegionFrom::DefaultProfile,
    RegionFrom::Default("us-east-1"),
];

const JS_3_ROW: Rules = Rules {
    family: Family::Js3,
    read_at: "credential-provider-node 3.972.98 (client-sts 3.1175.0)",
    files: &[
        "@aws-sdk/credential-provider-node/dist-cjs/index.js",
        "@aws-sdk/credential-provider-ini/dist-cjs/index.js",
        "@aws-sdk/credential-provider-sso/dist-cjs/index.js",
        "@aws-sdk/token-providers/dist-cjs/index.js",
        "@smithy/core/dist-cjs/submodules/config/index.js",
    ],
    evidence: Evidence::Run,
    reading: ReadingRules {
        dialect: Dialect { blanks: Blanks::OneAlone, ..Dialect::EXACT },
        names: Names::Quoted,
        ..usual::READING
    },
    environment: EnvironmentRules {
        profile_hides_keys: true,
        argument_hides_keys: true,
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::Environment,
        Provider::Profile,
        Provider::Nature(Nature::Process),
        Provider::WebIdentityEnvironment,
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::StopFor(STOPS),
    makes_token: false,
    within: &[
        Nature::Role,
        Nature::Static,
        Nature::WebIdentity,
        Nature::Process,
        Nature::Sso,
        Nature::Login,
    ],
    within_source: &[
        Nature::Static,
        Nature::Role,
        Nature::CredentialSource,
        Nature::WebIdentity,
        Nature::Process,
        Nature::Sso,
        Nature::Login,
    ],
    sso: Some(SsoRules {
        since: Some("3.22.0"),
        session_since: Some("3.209.0"),
        required: &["sso_start_url", "sso_account_id", "sso_region", "sso_role_name"],
        renew_early_minutes: 5,
        ..usual::SSO
    }),
    login: Some(LoginRules { since: Some("3.936.0"), needs: None }),
    process_needs: None,
    role: RoleRules {
        not_with_web_identity: false,
        both_sources: Sources::NotARole,
        no_source: Sources::NotARole,
        self_reference: SelfReference::RootUnseen,
        mfa: Mfa::RefusesFirst,
        ..usual::ROLE
    },
    region: &[RegionFrom::SetVariable("AWS_REGION"), RegionFrom::Profile],
    common_texts: &[],
    old_texts: &[],
    texts: &[
        (FaultId::NoCredentials, END),
        (
            FaultId::SsoKeysMissing,
            "Profile is configured with invalid SSO credentials. Required parameters \"sso_account_id\", \"sso_region\", \"sso_role_name\", \"sso_start_url\". Got <all keys>",
        ),
        (FaultId::SessionMissing, "Cannot read properties of undefined (reading 'sso_region')"),
        (
            FaultId::TokenMissing,
            "The SSO session token associated with profile=<profile> was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
        ),
        (
            FaultId::TokenMissingLegacy,
            "The SSO session associated with this profile is invalid. To refresh this SSO session run aws sso login with the corresponding profile.",
        ),
        (
            FaultId::TokenDamaged,
            "Value not present for '<field>' in SSO Token. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
        ),
        (
            FaultId::TokenKeyMissing,
            "Value not present for '<key>' in SSO Token. Cannot refresh. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
        ),
        (
            FaultId::TokenExpired,
            "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
        ),
        (
            FaultId::TokenExpiredLegacy,
            "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
        ),
        (
            FaultId::MfaRefused,
            "Profile <profile> requires multi-factor authentication, but no MFA code callback was provided.",
        ),
        (FaultId::LoginMissing, "Failed to load token from "),
    ],
};

/// The classes ask one after the other, and each failure goes on; a role profile's failure does
/// not fall back to its keys.
pub(super) static JS_2: Rules = Rules {
    family: Family::Js2,
    read_at: "aws-sdk 2.1692.0",
    files: &[
        "lib/node_loader.js",
        "lib/credentials/sso_credentials.js",
        "lib/credentials/shared_ini_file_credentials.js",
        "lib/token/sso_token_provider.js",
        "lib/util.js",
    ],
    evidence: Evidence::Source,
    reading: ReadingRules {
        dialect: Dialect { blanks: Blanks::OneAlone, ..Dialect::EXACT },
        names: Names::Spaces,
        bare_names: true,
        config: ConfigFile::WithFlag { any_text: true },
        ..usual::READING
    },
    environment: usual::ENVIRONMENT,
    chain: &[
        Provider::Environment,
        Provider::AmazonEnvironment,
        // `AWS.config` takes these, without assuming a role, before the chain is asked.
        Provider::Nature(Nature::StaticWithoutRole),
        Provider::Nature(Nature::Sso),
        Provider::Profile,
        Provider::Container,
        Provider::Nature(Nature::Process),
        Provider::WebIdentityEnvironment,
        Provider::Nature(Nature::WebIdentity),
        Provider::Instance,
    ],
    on_failure: OnFailure::Next,
    makes_token: false,
    within: &[Nature::Role, Nature::Static],
    within_source: &[Nature::Static, Nature::Role],
    sso: Some(SsoRules {
        since: Some("2.1093.0"),
        session_since: Some("2.1253.0"),
        triggers: Triggers::SessionOrAll,
        required: &["sso_account_id", "sso_role_name", "sso_start_url", "sso_region"],
        legacy_early_minutes: 15,
        renew_early_minutes: 5,
        ..usual::SSO
    }),
    login: None,
    process_needs: None,
    role: RoleRules {
        not_with_web_identity: false,
        both_sources: Sources::ProfileCounts,
        credential_sources: &[],
        self_reference: SelfReference::RootUnseen,
        // `shared_ini_file_credentials.js`, `loadRoleProfile`: without `tokenCodeFn`, it asks for
        // the role without the code.
        mfa: Mfa::Ignores,
        ..usual::ROLE
    },
    region: &[
        RegionFrom::Variable("AWS_REGION"),
        RegionFrom::Variable("AMAZON_REGION"),
        RegionFrom::ProfileWithConfig,
    ],
    common_texts: &[],
    old_texts: &[],
    texts: &[
        (
            FaultId::NoCredentials,
            "Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1",
        ),
        (FaultId::ConfigMissing, "ENOENT: no such file or directory, open '<path>'"),
        (FaultId::TokenKeyMissing, "Key \"<key>\" not present in SSO Token"),
    ],
};
