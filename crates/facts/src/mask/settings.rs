//! The settings of the AWS files whose values may be shown, and in which form.

use super::secret_names::names_a_secret;
use super::{is_key_id, looks_random, mask_command, mask_key_id, mask_secrets};
use crate::NameKind;
use crate::region::squeeze;

/// The form in which a setting's value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingForm {
    /// A name.
    Named(NameKind),
    /// Text that passes through a redactor: an address, a path, an ARN.
    Text,
    /// One or a few short words: a region, a format, a number, a yes or no.
    Word,
    /// A program: its path, without its arguments.
    Program,
    /// An access key ID: its first and last four characters.
    KeyIdentifier,
}

/// The form of a setting's value in an AWS file (AWS CLI guide, "Configuration and credential file
/// settings"); `None` for a setting whose value a report does not show. `key` is in lower case.
pub(crate) fn form_of_setting(key: &str) -> Option<SettingForm> {
    Some(match key {
        "sso_session" => SettingForm::Named(NameKind::Session),
        "sso_account_id" => SettingForm::Named(NameKind::Account),
        "sso_role_name" => SettingForm::Named(NameKind::Role),
        "source_profile" | "services" => SettingForm::Named(NameKind::Profile),
        "sso_start_url" | "endpoint_url" | "role_arn" | "ca_bundle" | "web_identity_token_file" => {
            SettingForm::Text
        }
        "sso_region"
        | "region"
        | "sso_registration_scopes"
        | "output"
        | "credential_source"
        | "duration_seconds"
        | "cli_auto_prompt"
        | "cli_binary_format"
        | "cli_history"
        | "cli_timestamp_format"
        | "defaults_mode"
        | "ignore_configured_endpoint_urls"
        | "max_attempts"
        | "retry_mode"
        | "sts_regional_endpoints"
        | "use_dualstack_endpoint"
        | "use_fips_endpoint"
        | "parameter_validation"
        | "tcp_keepalive"
        | "account_id_endpoint_mode"
        | "request_checksum_calculation"
        | "response_checksum_validation"
        | "addressing_style"
        | "max_concurrent_requests"
        | "max_queue_size"
        | "multipart_threshold"
        | "multipart_chunksize"
        | "max_bandwidth"
        | "use_accelerate_endpoint"
        | "payload_signing_enabled"
        | "signature_version"
        | "preferred_transfer_client" => SettingForm::Word,
        "credential_process" | "cli_pager" | "cli_legacy_plugin_path" => SettingForm::Program,
        "aws_access_key_id" => SettingForm::KeyIdentifier,
        _ => return None,
    })
}

/// Settings that AWS documents and whose values are no secrets, but that say more about a person
/// than a report needs.
const OWN_ALONE: &[&str] =
    &["external_id", "login_session", "mfa_serial", "role_session_name", "s3"];

/// Keys that hold a whole secret.
const SECRETS: &[&str] = &["aws_secret_access_key", "aws_session_token", "aws_security_token"];

/// Whether AWS documents this setting, and its value is no secret.
pub fn is_known_setting(key: &str) -> bool {
    let key = key.trim().to_ascii_lowercase();
    form_of_setting(&key).is_some() || OWN_ALONE.contains(&key.as_str())
}

/// The value of `key` in a form that is safe to show to the owner of the file: the values of keys
/// that are named like secrets are masked however short they are, the arguments of a program if
/// they look like secrets, and random text under an unknown key.
pub fn mask_value(key: &str, value: &str) -> String {
    let name = key.trim().to_ascii_lowercase();
    if SECRETS.contains(&name.as_str()) {
        return "…".into();
    }
    match form_of_setting(&name) {
        Some(SettingForm::KeyIdentifier) => mask_key_id(value.trim()),
        Some(SettingForm::Program) => mask_command(value),
        // A path, whose form is no evidence.
        Some(SettingForm::Text) if is_plain_path(value) => value.to_owned(),
        Some(_) => mask_secrets(value),
        None if OWN_ALONE.contains(&name.as_str()) => mask_secrets(value),
        None if value.trim().is_empty() => value.to_owned(),
        None if names_a_secret(key, value) || looks_random(value) => "…".into(),
        None => mask_command(value),
    }
}

/// Whether a value can only be a path: it begins like one, and is not a key that happens to begin
/// with a slash.
fn is_plain_path(value: &str) -> bool {
    let begins =
        ["/", "~/", "./", "../", "~\\", ".\\"].iter().any(|start| value.starts_with(start))
            || value.as_bytes().get(1..3).is_some_and(|rest| matches!(rest, b":\\" | b":/"));
    let is_key_like =
        value.split(['/', '\\', '.']).any(is_key_id) || (value.len() == 40 && looks_random(value));
    begins && !is_key_like && !value.contains("://") && !value.contains('=')
}

/// [`mask_value`] where only known settings are shown: a line beside the one that a person is
/// shown. The arguments of a program are left out, and so is a comment after the value.
pub(super) fn mask_context_value(key: &str, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() {
        return String::new();
    }
    if !is_known_setting(key) {
        return "…".into();
    }
    let comment = comment_in(value);
    let bare = value[..comment.unwrap_or(value.len())].trim_end();
    let shown = match form_of_setting(&key.trim().to_ascii_lowercase()) {
        Some(SettingForm::Program) => {
            let (program, more) = first_word(bare);
            let program = mask_command(program);
            if more { format!("{program} …") } else { program }
        }
        Some(SettingForm::Word) if !is_words(bare) => "…".into(),
        _ => mask_value(key, bare),
    };
    match comment.and_then(|at| value[at..].trim_start().chars().next()) {
        Some(mark) => format!("{shown} {mark} …"),
        None => shown,
    }
}

/// Where a comment begins that follows a value.
pub(crate) fn comment_in(value: &str) -> Option<usize> {
    [" #", " ;", "\t#", "\t;"].iter().filter_map(|mark| value.find(mark)).min()
}

/// Whether a value consists of one or a few short words, as the settings of form
/// [`SettingForm::Word`] do.
pub(crate) fn is_words(value: &str) -> bool {
    value.chars().count() <= 80
        && value.chars().all(|c| c.is_alphanumeric() || " _.:-/,*'\"“”‘’+()@".contains(c))
}

/// The value of a line that a change or a finding is about: a known setting as its owner sees it,
/// also if its name is misspelled; of an unknown one only what is harmless (a region, a number, a
/// yes or no).
pub(super) fn mask_changed_value(key: &str, value: &str) -> String {
    if is_known_setting(key) || names_a_secret(key, value) {
        return mask_value(key, value);
    }
    let trimmed = value.trim();
    let is_harmless = trimmed.is_empty()
        || crate::is_known_region(trimmed)
        || matches!(
            trimmed,
            "true" | "false" | "yes" | "no" | "on" | "off" | "json" | "text" | "yaml"
        )
        || (trimmed.len() <= 4 && trimmed.bytes().all(|b| b.is_ascii_digit()));
    match nearest_setting(key) {
        Some(meant) => mask_value(meant, value),
        None if is_harmless => value.to_owned(),
        None => "…".into(),
    }
}

/// The setting that a misspelled key most likely means, or that another tool's key is named after
/// (`granted_sso_region`).
fn nearest_setting(key: &str) -> Option<&'static str> {
    const OFTEN: &[&str] = &[
        "ca_bundle",
        "credential_process",
        "credential_source",
        "endpoint_url",
        "output",
        "region",
        "role_arn",
        "source_profile",
        "sso_account_id",
        "sso_region",
        "sso_registration_scopes",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
    ];
    let key = key.trim().to_ascii_lowercase();
    let bare = squeeze(key.strip_prefix("granted_").unwrap_or(&key));
    if bare.len() > 40 {
        return None;
    }
    OFTEN.iter().copied().find(|known| {
        strsim::osa_distance(&squeeze(known), &bare) <= if known.len() > 8 { 2 } else { 1 }
    })
}

/// A command's first word, and whether more follows.
pub(crate) fn first_word(command: &str) -> (&str, bool) {
    let quote = command.chars().next().filter(|c| matches!(c, '"' | '\''));
    let end = match quote {
        Some(quote) => command[1..].find(quote).map(|at| at + 2),
        None => command.find(char::is_whitespace),
    };
    let end = end.unwrap_or(command.len());
    (&command[..end], !command[end..].trim().is_empty())
}

/// Whether a key holds a secret as a whole, so that the lines that continue its value do too.
pub(super) fn holds_a_secret(key: &str) -> bool {
    let name = key.trim().to_ascii_lowercase();
    SECRETS.contains(&name.as_str())
        || name == "aws_access_key_id"
        || (!is_known_setting(&name) && names_a_secret(key, "x"))
}
