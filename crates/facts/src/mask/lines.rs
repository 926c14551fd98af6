//! One line of an AWS file in a form that is safe to show.

use super::settings::{holds_a_secret, mask_changed_value, mask_context_value};
use super::{is_known_setting, mask_secrets};

/// What a line is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRole {
    /// A change or a finding is about it: what a person needs of it is shown.
    Subject,
    /// It is beside such a line: only known settings are shown, and no comment.
    Context,
}

/// The value of `key` in a line that is shown for this reason.
pub fn mask_in_line(key: &str, value: &str, role: LineRole) -> String {
    match role {
        LineRole::Subject => mask_changed_value(key, value),
        LineRole::Context => mask_context_value(key, value),
    }
}

/// Whether the lines that continue the value of `key` are secret.
pub fn continues_a_secret(key: &str) -> bool {
    holds_a_secret(key)
}

/// A comment, or a line that is not valid syntax. A setting in it (`# region = eu-west-1`) is
/// masked like a setting; otherwise context shows nothing of it.
pub fn mask_comment(line: &str, role: LineRole) -> String {
    if let Some((before, key, between, value)) = setting_in(line) {
        let shown = mask_in_line(key, value, role);
        return format!("{before}{key}{between}{shown}");
    }
    match role {
        LineRole::Context => mask_words(line),
        LineRole::Subject => mask_loose(line),
    }
}

/// A line whose place in its file is not known: a header, a setting, or a comment.
pub fn mask_file_line(line: &str, role: LineRole) -> String {
    if let Some(line) = line.strip_suffix('\n') {
        return format!("{}\n", mask_file_line(line, role));
    }
    let trimmed = line.trim_start();
    if trimmed.starts_with('[') {
        return mask_secrets(line);
    }
    if trimmed.is_empty() {
        return line.to_owned();
    }
    mask_comment(line, role)
}

/// The parts of a line that contains a setting: what is before the key (a comment's mark), the
/// key, the delimiter, and the value.
fn setting_in(line: &str) -> Option<(&str, &str, &str, &str)> {
    let start = line.find(|c: char| !(c.is_whitespace() || matches!(c, '#' | ';')))?;
    let rest = &line[start..];
    let delimiter = rest.find(['=', ':'])?;
    let key = rest[..delimiter].trim_end();
    let is_key = !key.is_empty()
        && key.len() <= 60
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    // In a sentence a colon follows any word; a setting is known, or has an equals sign.
    if !is_key
        || !(rest[delimiter..].starts_with('=') || is_known_setting(key) || holds_a_secret(key))
    {
        return None;
    }
    let value = rest[delimiter + 1..].trim_start();
    let value_start = line.len() - value.len();
    Some((&line[..start], key, &line[start + key.len()..value_start], value))
}

/// A line of words of which only those of the AWS files are shown.
fn mask_words(line: &str) -> String {
    let start = line.find(|c: char| !c.is_whitespace()).unwrap_or(line.len());
    let (indent, rest) = line.split_at(start);
    match rest.chars().next() {
        Some(mark @ ('#' | ';')) if rest.trim().len() > 1 => format!("{indent}{mark} …"),
        Some(mark @ ('#' | ';')) => format!("{indent}{mark}"),
        Some(_) => format!("{indent}…"),
        None => line.to_owned(),
    }
}

/// A line of words that a finding is about: in addition to the usual masking, whatever follows the
/// name of a secret key, and every long word with a digit if the line mentions keys at all.
fn mask_loose(line: &str) -> String {
    const KEYS: &[&str] = &["aws_secret_access_key", "aws_session_token", "aws_security_token"];
    let lower = line.to_ascii_lowercase();
    if let Some(end) = KEYS.iter().filter_map(|key| Some(lower.find(key)? + key.len())).min() {
        let value = line[end..].trim_start_matches([' ', '\t', '=', ':']);
        let kept = line.len() - value.len();
        return if value.trim().is_empty() {
            line.to_owned()
        } else {
            format!("{}…", mask_secrets(&line[..kept]))
        };
    }
    let masked = mask_secrets(line);
    if !["secret", "token", "password", "passwd", "key", "seed", "cookie", "bearer"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return masked;
    }
    let is_run = |word: &str| {
        word.len() >= 6
            && word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().any(|b| b.is_ascii_alphabetic())
            && !word.contains("://")
            && !word.contains('…')
            && !crate::is_known_region(word)
    };
    masked
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            if is_run(bare) { format!("…{}", &word[bare.len()..]) } else { word.to_owned() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_shows_known_settings_alone() {
        for (line, shown) in [
            ("region = eu-west-1", "region = eu-west-1"),
            ("# region = eu-west-1", "# region = eu-west-1"),
            ("sso_role_name=PowerUserAccess", "sso_role_name=PowerUserAccess"),
            ("credential_process = /opt/get --token=abc", "credential_process = /opt/get …"),
            ("credential_process = /opt/get", "credential_process = /opt/get"),
            ("region = eu-west-1 # swordfish", "region = eu-west-1 # …"),
            ("mfa_seed = abc", "mfa_seed = …"),
            ("colour = swordfish", "colour = …"),
            ("Authorization: Bearer abc", "Authorization: …"),
            ("# my password is swordfish", "# …"),
            ("  swordfish", "  …"),
            ("[profile dev]", "[profile dev]"),
            ("", ""),
        ] {
            assert_eq!(mask_file_line(line, LineRole::Context), shown);
        }
    }

    #[test]
    fn the_line_that_changes_shows_what_a_person_needs() {
        for (line, shown) in [
            ("regoin = eu-west-1", "regoin = eu-west-1"),
            ("sso_acount_id = 111122223333", "sso_acount_id = 111122223333"),
            (
                "granted_sso_start_url = https://x.awsapps.com/start",
                "granted_sso_start_url = https://x.awsapps.com/start",
            ),
            ("# aws_secret_access_key = abc", "# aws_secret_access_key = …"),
            ("aws_secret_access_key abc", "aws_secret_access_key …"),
            (
                "credential_process = /opt/get --token=abc --json",
                "credential_process = /opt/get --token=… --json",
            ),
            ("mfa_seed = abc", "mfa_seed = …"),
            ("colour = swordfish", "colour = …"),
            ("retries = 5", "retries = 5"),
            ("# my work account", "# my work account"),
            ("# key: abc123", "# key: …"),
        ] {
            assert_eq!(mask_file_line(line, LineRole::Subject), shown);
        }
    }
}
