//! The keys that AWS tools know, and the one that a misspelt key was meant to be.

use std::collections::HashMap;

use crate::words::squeeze;

/// Every key of a profile or an sso-session that the AWS CLI, an SDK or a widespread tool reads, in
/// order. Sources: botocore 1.43 (`configprovider.py`, `BOTOCORE_DEFAUT_SESSION_VARIABLES`;
/// `credentials.py`; `tokens.py`); the AWS CLI's guide, "Configuration and credential file
/// settings", and its topic `config-vars`; the AWS SDKs and Tools Reference Guide, "Settings
/// reference"; the documents of aws-vault, aws-sso-util, saml2aws and the AWS Toolkit for what
/// looks like one of those.
const KNOWN: &[&str] = &[
    "account_id_endpoint_mode",
    "api_versions",
    "auth_scheme_preference",
    "aws_access_key_id",
    "aws_account_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "ca_bundle",
    "cli_auto_prompt",
    "cli_binary_format",
    "cli_follow_urlparam",
    "cli_history",
    "cli_legacy_plugin_path",
    "cli_pager",
    "cli_timestamp_format",
    "credential_process",
    "credential_source",
    "csm_client_id",
    "csm_enabled",
    "csm_host",
    "csm_port",
    "data_path",
    "defaults_mode",
    "disable_host_prefix_injection",
    "disable_request_compression",
    "duration_seconds",
    "ec2_metadata_service_endpoint",
    "ec2_metadata_service_endpoint_mode",
    "ec2_metadata_v1_disabled",
    "emr",
    "endpoint_discovery_enabled",
    "endpoint_url",
    "external_id",
    "ignore_configured_endpoint_urls",
    "imds_use_ipv6",
    "include_profile",
    "login_session",
    "max_attempts",
    "metadata_service_num_attempts",
    "metadata_service_timeout",
    "mfa_process",
    "mfa_serial",
    "output",
    "parameter_validation",
    "parent_profile",
    "region",
    "regions",
    "request_checksum_calculation",
    "request_min_compression_size_bytes",
    "response_checksum_validation",
    "retry_mode",
    "role_arn",
    "role_session_name",
    "s3",
    "s3_disable_express_session_auth",
    "s3_disable_multiregion_access_points",
    "s3_us_east_1_regional_endpoint",
    "s3_use_arn_region",
    "s3api",
    "sdk_ua_app_id",
    "services",
    "session_tags",
    "sigv4a_signing_region_set",
    "source_identity",
    "source_profile",
    "sso_account_id",
    "sso_account_name",
    "sso_auto_populated",
    "sso_interactive_auth",
    "sso_region",
    "sso_registration_scopes",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "sts_regional_endpoints",
    "tcp_keepalive",
    "toolkit_artifact_guid",
    "transitive_session_tags",
    "use_dualstack_endpoint",
    "use_fips_endpoint",
    "web_identity_token_file",
];

/// The keys of a profile whose misspelling is looked for: those without which it does something
/// else. A misspelt access key leaves half a pair, which `static-keys` reports.
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

/// The keys of an sso-session: it has no others.
pub(super) const OF_SESSIONS: &[&str] = &["sso_region", "sso_registration_scopes", "sso_start_url"];

/// Names that people give a key and that are not near it by their letters.
const ALIASES: &[(&str, &str)] = &[
    ("aws_default_region", "region"),
    ("sso_account", "sso_account_id"),
    ("sso_role", "sso_role_name"),
    ("sso_scopes", "sso_registration_scopes"),
    ("sso_url", "sso_start_url"),
];

/// Whether some tool knows the key, in lower case.
pub(super) fn is_known(key: &str) -> bool {
    KNOWN.binary_search(&key).is_ok()
}

/// What keys were meant to be, each looked for once: a large file has few keys, very often.
#[derive(Default)]
pub(super) struct Meant<'a>(HashMap<&'a str, Option<&'static str>>);

impl<'a> Meant<'a> {
    /// [`meant`], remembered. `wanted` is the same for all that is asked.
    pub(super) fn of(&mut self, key: &'a str, wanted: &[&'static str]) -> Option<&'static str> {
        if is_known(key) {
            return None;
        }
        *self.0.entry(key).or_insert_with(|| meant(key, wanted))
    }
}

/// What an unknown key was meant to be, among `wanted`: the only one within one edit (of a long key
/// two), separators left out. Nothing where two are as near, or none is.
pub(super) fn meant(key: &str, wanted: &[&'static str]) -> Option<&'static str> {
    if is_known(key) {
        return None;
    }
    if let Some((_, target)) = ALIASES.iter().find(|(alias, _)| *alias == key) {
        return wanted.contains(target).then_some(*target);
    }
    let squeezed = squeeze(key);
    let mut best: Option<(usize, &'static str)> = None;
    let mut tied = false;
    for target in wanted {
        // Lengths first: that is quick.
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
        assert!(KNOWN.is_sorted());
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
