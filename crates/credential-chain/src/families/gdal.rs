//! GDAL, whose code for `/vsis3/` reads the files and the environment itself.

use super::usual;
use crate::fault::FaultId;
use crate::plain::Plain;
use crate::rules::{
    Dialect, EnvironmentRules, MissingProfile, Names, OldText, OnFailure, Provider, ReadingRules,
    RegionFrom, RoleRules, Rules, SelfReference, Sources, SsoRules, Triggers,
};
use crate::{Evidence, Family};

/// It knows neither `credential_process` nor `aws login`, and renews no token.
pub(super) static GDAL: Rules = Rules {
    family: Family::Gdal,
    read_at: "3.11.4, as pyogrio 0.12.1 runs it; port/cpl_aws.cpp@0d4053c5 for the order",
    files: &["port/cpl_aws.cpp"],
    evidence: Evidence::Run,
    reading: ReadingRules {
        dialect: Dialect { plain: Some(Plain::Gdal), ..Dialect::EXACT },
        names: Names::Spaces,
        bare_names: true,
        ..usual::READING
    },
    environment: EnvironmentRules {
        profile: &["AWS_DEFAULT_PROFILE", "AWS_PROFILE"],
        missing_profile: MissingProfile::Next,
        ..usual::ENVIRONMENT
    },
    chain: &[
        Provider::GdalEnvironment,
        Provider::GdalProfile,
        Provider::WebIdentityEnvironment,
        Provider::Container,
        Provider::Instance,
    ],
    on_failure: OnFailure::Stop,
    makes_token: false,
    within: &[],
    within_source: &[],
    sso: Some(SsoRules {
        since: Some("3.10.1"),
        session_since: Some("3.10.3"),
        triggers: Triggers::Any(&["sso_account_id"]),
        required: &["sso_account_id", "sso_role_name", "sso_start_url"],
        refreshes: false,
        ..usual::SSO
    }),
    login: None,
    process_needs: None,
    role: RoleRules {
        not_with_web_identity: false,
        both_sources: Sources::ProfileCounts,
        no_source: Sources::NotARole,
        credential_sources: &[],
        self_reference: SelfReference::Allowed,
        ..usual::ROLE
    },
    region: &[
        RegionFrom::Variable("AWS_DEFAULT_REGION"),
        RegionFrom::ConfigWithoutKeys,
        RegionFrom::Variable("AWS_REGION"),
        RegionFrom::Default("us-east-1"),
    ],
    common_texts: &[],
    old_texts: GDAL_OLD_TEXTS,
    texts: &[
        (FaultId::NoCredentials, "No valid AWS credentials found."),
        (FaultId::HalfPairEnvironment, "AWS_ACCESS_KEY_ID configuration option not defined"),
        (FaultId::TokenMissing, "Cannot find file <path>"),
        (FaultId::TokenMissingLegacy, "Cannot find file <path>"),
        (FaultId::TokenExpired, "accessToken in <path> is no longer valid since "),
        (FaultId::TokenExpiredLegacy, "accessToken in <path> is no longer valid since "),
        (FaultId::InlineDiffers, "but expected '<profile value>'."),
        (FaultId::SourceEmpty, "Cannot retrieve credentials for source profile <source>"),
    ],
};

/// Those between 3.7, whose source was read, and 3.11.4, which was run, are not known.
const GDAL_OLD_TEXTS: &[OldText] = &[
    OldText {
        before: "3.8.0",
        id: FaultId::NoCredentials,
        text: Some(
            "AWS_SECRET_ACCESS_KEY and AWS_NO_SIGN_REQUEST configuration options not defined, and",
        ),
    },
    OldText { before: "3.11.4", id: FaultId::NoCredentials, text: None },
];
