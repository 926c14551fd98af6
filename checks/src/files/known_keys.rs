//! The keys that AWS tools know, and the intended key for a misspelled one.

use std::collections::HashMap;

use aws_files::Section;

use crate::kit::words::squeeze;

/// What the value of a key can contain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A word or a list of words: no space, no quote, only ASCII.
    Words,
    /// The name of a section, which may contain unusual characters.
    Name,
    /// A path: no quotes around it, but anything else.
    Path,
    /// Anything, or unknown.
    Anything,
}

/// Every key of a profile or an sso-session that the AWS CLI, an SDK or a common tool reads, in
/// order. Sources: botocore 1.43 (`configprovider.py`, `BOTOCORE_DEFAUT_SESSION_VARIABLES`;
/// `credentials.py`; `tokens.py`); the AWS CLI's guide, "Configuration and credential file
/// settings", and its topic `config-vars`; the AWS SDKs and Tools Reference Guide, "Settings
/// reference"; the documentation of aws-vault, aws-sso-util, saml2aws and the AWS Toolkit for
/// similar keys. What the value can contain comes from the same pages and from the patterns in the
/// API references of IAM and Identity Center.
const KNOWN: &[(&str, Holds)] = &[
    ("account_id_endpoint_mode", Holds::Words),
    ("api_versions", Holds::Anything),
    ("auth_scheme_preference", Holds::Anything),
    ("aws_access_key_id", Holds::Words),
    ("aws_account_id", Holds::Words),
    ("aws_secret_access_key", Holds::Words),
    ("aws_security_token", Holds::Anything),
    ("aws_session_token", Holds::Words),
    ("ca_bundle", Holds::Path),
    ("cli_auto_prompt", Holds::Words),
    ("cli_binary_format", Holds::Words),
    ("cli_follow_urlparam", Holds::Words),
    ("cli_history", Holds::Words),
    ("cli_legacy_plugin_path", Holds::Anything),
    ("cli_pager", Holds::Anything),
    ("cli_timestamp_format", Holds::Words),
    ("credential_process", Holds::Anything),
    ("credential_source", Holds::Words),
    ("csm_client_id", Holds::Anything),
    ("csm_enabled", Holds::Anything),
    ("csm_host", Holds::Anything),
    ("csm_port", Holds::Anything),
    ("data_path", Holds::Anything),
    ("defaults_mode", Holds::Words),
    ("disable_host_prefix_injection", Holds::Anything),
    ("disable_request_compression", Holds::Words),
    ("duration_seconds", Holds::Words),
    ("ec2_metadata_service_endpoint", Holds::Words),
    ("ec2_metadata_service_endpoint_mode", Holds::Words),
    ("ec2_metadata_v1_disabled", Holds::Words),
    ("emr", Holds::Anything),
    ("endpoint_discovery_enabled", Holds::Words),
    ("endpoint_url", Holds::Words),
    ("external_id", Holds::Words),
    ("ignore_configured_endpoint_urls", Holds::Words),
    ("imds_use_ipv6", Holds::Anything),
    ("include_profile", Holds::Anything),
    ("login_session", Holds::Words),
    ("max_attempts", Holds::Words),
    ("metadata_service_num_attempts", Holds::Anything),
    ("metadata_service_timeout", Holds::Anything),
    ("mfa_process", Holds::Anything),
    ("mfa_serial", Holds::Words),
    ("output", Holds::Words),
    ("parameter_validation", Holds::Words),
    ("parent_profile", Holds::Anything),
    ("region", Holds::Words),
    ("regions", Holds::Anything),
    ("request_checksum_calculation", Holds::Words),
    ("request_min_compression_size_bytes", Holds::Anything),
    ("response_checksum_validation", Holds::Words),
    ("retry_mode", Holds::Words),
    ("role_arn", Holds::Words),
    ("role_session_name", Holds::Words),
    ("s3", Holds::Anything),
    ("s3_disable_express_session_auth", Holds::Anything),
    ("s3_disable_multiregion_access_points", Holds::Words),
    ("s3_us_east_1_regional_endpoint", Holds::Anything),
    ("s3_use_arn_region", Holds::Words),
    ("s3api", Holds::Anything),
    ("sdk_ua_app_id", Holds::Anything),
    ("services", Holds::Name),
    ("session_tags", Holds::Anything),
    ("sigv4a_signing_region_set", Holds::Anything),
    ("source_identity", Holds::Anything),
    ("source_profile", Holds::Name),
    ("sso_account_id", Holds::Words),
    ("sso_account_name", Holds::Anything),
    ("sso_auto_populated", Holds::Anything),
    ("sso_interactive_auth", Holds::Anything),
    ("sso_region", Holds::Words),
    ("sso_registration_scopes", Holds::Words),
    ("sso_role_name", Holds::Words),
    ("sso_session", Holds::Name),
    ("sso_start_url", Holds::Words),
    ("sts_regional_endpoints", Holds::Words),
    ("tcp_keepalive", Holds::Words),
    ("toolkit_artifact_guid", Holds::Anything),
    ("transitive_session_tags", Holds::Anything),
    ("use_dualstack_endpoint", Holds::Words),
    ("use_fips_endpoint", Holds::Words),
    ("web_identity_token_file", Holds::Path),
];

/// The keys of a profile that are checked for misspellings: those without which it behaves
/// differently. A misspelled access key leaves half a pair, which `static-keys` reports.
pub(super) const OF_PROFILES: &[&str] = &[
    "ca_bundle",
    "credential_process",
    "credential_source",
    "duration_seconds",
    "endpoint_url",
    "external_id",
    "mfa_serial",
    "output",
    "region",
    "role_arn",
    "role_session_name",
    "services",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

/// The keys of an sso-session; it has no others.
pub(super) const OF_SESSIONS: &[&str] = &["sso_region", "sso_registration_scopes", "sso_start_url"];

/// Names that people give a key and that are spelled too differently to be a near miss.
const ALIASES: &[(&str, &str)] = &[
    ("aws_default_region", "region"),
    ("sso_account", "sso_account_id"),
    ("sso_role", "sso_role_name"),
    ("sso_scopes", "sso_registration_scopes"),
    ("sso_url", "sso_start_url"),
];

fn find(key: &str) -> Option<Holds> {
    let index = KNOWN.binary_search_by_key(&key, |(known, _)| *known).ok()?;
    KNOWN.get(index).map(|(_, holds)| *holds)
}

/// What the value of `key`, in lowercase, can contain.
pub(super) fn holds(key: &str) -> Holds {
    find(key).unwrap_or(Holds::Anything)
}

/// Whether some tool knows the key, which is in lowercase.
pub(super) fn is_known(key: &str) -> bool {
    find(key).is_some()
}

/// Caches what keys were meant to be: a large file repeats the same few keys many times.
#[derive(Default)]
pub(super) struct Meant<'a> {
    known: HashMap<&'a str, Option<&'static str>>,
    /// The last section checked, and whether one of its keys was meant to be another.
    last: Option<(&'a Section, bool)>,
}

impl<'a> Meant<'a> {
    /// Whether a key of the section was meant to be another one. Adjacent sections mostly have the
    /// same keys.
    pub(super) fn any_of(&mut self, section: &'a Section, wanted: &[&'static str]) -> bool {
        let keys = || section.properties.keys();
        if let Some((last, any)) = self.last
            && last.properties.keys().eq(keys())
        {
            return any;
        }
        let any = keys().any(|key| self.of(key, wanted).is_some());
        self.last = Some((section, any));
        any
    }

    /// [`meant`], cached. `wanted` is the same in every call.
    fn of(&mut self, key: &'a str, wanted: &[&'static str]) -> Option<&'static str> {
        if is_known(key) {
            return None;
        }
        *self.known.entry(key).or_insert_with(|| meant(key, wanted))
    }
}

/// The intended key among `wanted` for an unknown one: the only one within one edit (two for a
/// long key), ignoring separators. Nothing if two are equally near or none is.
pub(super) fn meant(key: &str, wanted: &[&'static str]) -> Option<&'static str> {
    if is_known(key) {
        return None;
    }
    // `export sso_session = corp` was copied from a script, `- region = x` from a list.
    let bare = ["export ", "set ", "- ", "* "].iter().find_map(|word| key.strip_prefix(word));
    if let Some(bare) = bare {
        return wanted.iter().copied().find(|target| *target == bare.trim());
    }
    if let Some((_, target)) = ALIASES.iter().find(|(alias, _)| *alias == key) {
        return wanted.contains(target).then_some(*target);
    }
    let squeezed = squeeze(key);
    let mut best: Option<(usize, &'static str)> = None;
    let mut tied = false;
    for target in wanted {
        // Compares lengths first because that is fast.
        if key.len().abs_diff(target.len()) > 4 {
            continue;
        }
        let meant = squeeze(target);
        let limit = if meant.len() < 10 { 1 } else { 2 };
        if squeezed.len().abs_diff(meant.len()) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&squeezed, &meant);
        if distance > limit {
            continue;
        }
        match best {
            Some((nearest, _)) if nearest < distance => {}
            Some((nearest, _)) if nearest == distance => tied = true,
            _ => {
                best = Some((distance, target));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, target)| target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_and_every_target_is_known() {
        assert!(KNOWN.is_sorted_by_key(|(key, _)| *key));
        for target in OF_PROFILES.iter().chain(OF_SESSIONS) {
            assert!(is_known(target), "{target}");
        }
    }

    #[test]
    fn misspelt_keys_are_recognised() {
        for (key, target) in [
            ("sso_sesion", "sso_session"),
            ("sso-session", "sso_session"),
            ("ssosession", "sso_session"),
            ("sso_account_ip", "sso_account_id"),
            ("sso_acount_id", "sso_account_id"),
            ("sso_accountid", "sso_account_id"),
            ("sso_rolename", "sso_role_name"),
            ("sso_start_uri", "sso_start_url"),
            ("sso_strat_url", "sso_start_url"),
            ("ss_start_url", "sso_start_url"),
            ("regoin", "region"),
            ("regio", "region"),
            ("ouput", "output"),
            ("sorce_profile", "source_profile"),
            ("role_anr", "role_arn"),
            ("sso_role", "sso_role_name"),
            ("export sso_session", "sso_session"),
            ("- region", "region"),
        ] {
            assert_eq!(meant(key, OF_PROFILES), Some(target), "{key}");
        }
        let scopes = Some("sso_registration_scopes");
        assert_eq!(meant("sso_registration_scope", OF_SESSIONS), scopes);
        assert_eq!(meant("sso_regstration_scope", OF_SESSIONS), scopes);
    }

    #[test]
    fn keys_of_other_tools_are_left_alone() {
        for key in [
            "granted_sso_account_id",
            "granted_sso_start_url",
            "granted_sso_region",
            "granted_sso_role_name",
            "x_principal_arn",
            "x_security_token_expires",
            "vegas_role",
            "cli_error_format",
            "cli_pager",
            "s3",
            "s3api",
            "sso_account_name",
            "sso_auto_populated",
            "sso_session_name",
            "azure_tenant_id",
            "okta_org_url",
            "adfs_config.role_arn",
            "google_config.google_idp_id",
            "assume_role_ttl",
            "role_duration",
            "mfa_token",
            "color",
            "expiration",
            "account",
            "role",
            "url",
            "profile",
            "assumed_role",
        ] {
            assert_eq!(meant(key, OF_PROFILES), None, "{key}");
        }
    }
}
