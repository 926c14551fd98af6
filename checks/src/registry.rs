//! Every check, in the order in which an experienced colleague would check.

use crate::{
    Check, aws_cli, credentials, environment, files, identity, kit::words::nearest, network,
    profile, programs, session, sign_in,
};

/// Every check. What a check requires comes before it.
static REGISTRY: &[&Check] = &[
    &aws_cli::cli_installed::CHECK,
    &aws_cli::cli_version::CHECK,
    &aws_cli::cli_shadowed::CHECK,
    &aws_cli::cli_plugins::CHECK,
    &aws_cli::cli_pager::CHECK,
    &environment::env_credentials::CHECK,
    &environment::env_home::CHECK,
    &environment::env_files::CHECK,
    &environment::env_endpoints::CHECK,
    &environment::env_ca_bundle::CHECK,
    &environment::env_proxy::CHECK,
    &environment::env_browser::CHECK,
    &files::files_readable::CHECK,
    &files::config_template::CHECK,
    &files::files_private::CHECK,
    &files::files_encoding::CHECK,
    &files::config_syntax::CHECK,
    &files::config_duplicates::CHECK,
    &files::config_lookalikes::CHECK,
    &files::config_sections::CHECK,
    &files::config_names::CHECK,
    &files::config_keys::CHECK,
    &files::config_values::CHECK,
    &files::config_indentation::CHECK,
    &files::config_portable::CHECK,
    &files::config_managed::CHECK,
    &credentials::static_keys::CHECK,
    &credentials::precedence::CHECK,
    &environment::env_profile::CHECK,
    &profile::profile_exists::CHECK,
    &session::sso_session_exists::CHECK,
    &session::sso_session_fields::CHECK,
    &session::sso_session_consistent::CHECK,
    &session::sso_start_url::CHECK,
    &session::sso_region::CHECK,
    &session::sso_scopes::CHECK,
    &session::sso_format::CHECK,
    &session::sso_multi_region::CHECK,
    &session::sso_session_unique::CHECK,
    &session::preset_agrees::CHECK,
    &profile::profile_fields::CHECK,
    &profile::profile_region::CHECK,
    &profile::profile_chain::CHECK,
    &credentials::profile_credentials::CHECK,
    &profile::credential_process::CHECK,
    &sign_in::token_cache::CHECK,
    &sign_in::token_present::CHECK,
    &sign_in::token_registration::CHECK,
    &sign_in::token_origin::CHECK,
    &sign_in::token_valid::CHECK,
    &sign_in::login_cache::CHECK,
    &sign_in::login_valid::CHECK,
    &sign_in::role_cache::CHECK,
    &network::endpoints_reachable::CHECK,
    &network::tls_trust::CHECK,
    &network::clock::CHECK,
    &identity::token_accepted::CHECK,
    &identity::role_assigned::CHECK,
    &identity::caller_identity::CHECK,
    &programs::program_version::CHECK,
    &programs::program_modules::CHECK,
    &programs::program_identity::CHECK,
    &programs::program_region::CHECK,
];

/// Every check, in order.
pub fn registry() -> &'static [&'static Check] {
    REGISTRY
}

/// A check by its identifier.
pub fn find(id: &str) -> Option<&'static Check> {
    REGISTRY.iter().copied().find(|check| check.id == id)
}

/// The keys of the questions that the fixes of a check may ask, besides the choice of a fix. A test
/// holds them against every case of every check.
const ANSWER_KEYS: &[(&str, &[&str])] = &[
    ("config-duplicates", &["keep", "line"]),
    ("config-names", &["name"]),
    ("config-sections", &["header"]),
    ("config-syntax", &["header"]),
    (
        "config-template",
        &["account", "profile", "region", "role", "session", "sso_region", "start_url"],
    ),
    ("env-ca-bundle", &["path"]),
    ("profile-chain", &["credential_source", "source_profile"]),
    ("profile-credentials", &["role_arn"]),
    ("profile-fields", &["account", "role"]),
    ("profile-region", &["region"]),
    ("role-assigned", &["account", "role"]),
    ("sso-region", &["sso_region"]),
    ("sso-session-exists", &["scopes", "session", "sso_region", "start_url"]),
    ("sso-session-fields", &["scopes", "session", "sso_region", "start_url"]),
    ("sso-session-unique", &["keep"]),
    ("sso-start-url", &["start_url"]),
];

/// The keys of the questions that the fixes of a check may ask.
pub fn answer_keys(id: &str) -> &'static [&'static str] {
    ANSWER_KEYS.iter().find(|(check, _)| *check == id).map_or(&[], |(_, keys)| keys)
}

/// The name that was probably intended, if one is similar enough.
pub fn nearest_name<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(wanted, names).first().copied()
}

/// The identifier that was probably intended.
pub fn suggest(id: &str) -> Option<&'static str> {
    nearest(id, REGISTRY.iter().map(|check| check.id)).first().copied()
}
