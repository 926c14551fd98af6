//! Makes text safe to display: no control characters, no key material.

use std::path::Path;

/// The text with every control character (including terminal escapes) as `?`; line ends and tabs
/// stay.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || c == '\t' || !is_unsafe(c) { c } else { '?' }).collect()
}

/// [`clean`] for one line: line ends and tabs become spaces, and the text is cut at 300
/// characters.
pub fn clean_line(text: &str) -> String {
    const MAX_CHARACTERS: usize = 300;
    // Nearly every text is clean already.
    if text.len() <= MAX_CHARACTERS && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.trim().to_owned();
    }
    let mut line: String = text
        .trim()
        .chars()
        .take(MAX_CHARACTERS)
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_unsafe(c) => '?',
            c => c,
        })
        .collect();
    if text.trim().chars().count() > MAX_CHARACTERS {
        line.push('…');
    }
    line
}

/// A path in short form: the home folder as `~`, without control characters.
pub fn tilde(path: &Path, home: Option<&Path>) -> String {
    let text = match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    };
    clean_line(&text)
}

/// Control characters, and the characters that reorder or hide text on a terminal.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// An access key ID with its first and last four characters: `AKIA…MPLE`.
pub fn mask_key_id(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    if chars.len() < 12 {
        return "…".into();
    }
    let head: String = chars.iter().take(4).collect();
    let tail: String = chars.iter().skip(chars.len() - 4).collect();
    format!("{head}…{tail}")
}

/// The value of `key` in a form that is safe to show: keys and tokens are masked, and so is long
/// random text under an unknown key.
pub fn mask_value(key: &str, value: &str) -> String {
    match key.to_ascii_lowercase().as_str() {
        "aws_access_key_id" => mask_key_id(value.trim()),
        "aws_secret_access_key" | "aws_session_token" | "aws_security_token" => "…".into(),
        key if KNOWN_KEYS.contains(&key) => mask_secrets(value),
        _ => {
            if looks_random(value) {
                "…".into()
            } else {
                mask_secrets(value)
            }
        }
    }
}

/// Keys whose values are not secret (AWS CLI guide, "Configuration and credential file settings").
const KNOWN_KEYS: &[&str] = &[
    "ca_bundle",
    "cli_auto_prompt",
    "cli_binary_format",
    "cli_history",
    "cli_legacy_plugin_path",
    "cli_pager",
    "credential_process",
    "credential_source",
    "defaults_mode",
    "duration_seconds",
    "endpoint_url",
    "external_id",
    "ignore_configured_endpoint_urls",
    "login_session",
    "max_attempts",
    "mfa_serial",
    "output",
    "region",
    "retry_mode",
    "role_arn",
    "role_session_name",
    "s3",
    "services",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_registration_scopes",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "sts_regional_endpoints",
    "use_dualstack_endpoint",
    "use_fips_endpoint",
    "web_identity_token_file",
];

/// A line of text with everything that looks like key material masked: access key IDs keep four
/// characters at each end; runs of 36 or more base64 characters with mixed case and digits, and
/// passwords in URLs, are removed. Lengths are not preserved.
pub fn mask_secrets(text: &str) -> String {
    if !may_hold_a_secret(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_key_char(c)).unwrap_or(rest.len());
        if end == 0 {
            let width = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..width]);
            rest = &rest[width..];
            continue;
        }
        let (run, after) = rest.split_at(end);
        out.push_str(&mask_run(run));
        rest = after;
    }
    mask_url_password(&out)
}

/// [`mask_secrets`] without a copy of an unchanged text, which is the usual case.
pub fn mask_secrets_in(text: String) -> String {
    if may_hold_a_secret(&text) { mask_secrets(&text) } else { text }
}

/// Whether anything in the text is long enough to be masked, or can be a password in a URL: the
/// shortest match is the name of a secret's key with one character after it.
fn may_hold_a_secret(text: &str) -> bool {
    const MIN_LENGTH: usize = "aws_session_token=x".len();
    let mut run = 0;
    text.contains("://")
        || text.bytes().any(|byte| {
            run = if is_key_char(char::from(byte)) { run + 1 } else { 0 };
            run >= MIN_LENGTH
        })
}

/// Whether `c` can be part of a key, a secret or a token.
fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '.')
}

/// Masks one run of key characters, if it is key material; each part of `key=value` is checked.
fn mask_run(run: &str) -> String {
    if let Some((name, value)) = run.split_once('=')
        && !value.trim_matches('=').is_empty()
    {
        let name_lower = name.to_ascii_lowercase();
        let masked = if matches!(
            name_lower.as_str(),
            "aws_secret_access_key" | "aws_session_token" | "aws_security_token"
        ) {
            "…".to_owned()
        } else {
            mask_run(value)
        };
        return format!("{}={masked}", mask_run(name));
    }
    if is_key_id(run) {
        mask_key_id(run)
    } else if looks_random(run) {
        "…".into()
    } else {
        run.to_owned()
    }
}

/// AKIA or ASIA and sixteen more capital letters and digits (IAM user guide, "Unique
/// identifiers"). Also in lower case, as option names are read, but then only with base 32
/// characters, so that words do not match.
pub(crate) fn is_key_id(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_at_checked(4).filter(|_| text.len() == 20) else {
        return false;
    };
    let written = || rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let folded = |digits: usize| {
        rest.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
            && rest.bytes().filter(u8::is_ascii_digit).count() >= digits
    };
    match prefix {
        "AKIA" | "ASIA" => written(),
        "akia" => folded(1),
        "asia" => folded(2),
        _ => false,
    }
}

/// Long text of letters in both cases with a digit, or with a character that only base64 has: a
/// secret access key has 40 such characters. Names contain dashes, dots and underscores, so text
/// with one of those matches only at the length of a token.
pub(crate) fn looks_random(text: &str) -> bool {
    let text = text.trim();
    let has_separator = text.contains(['-', '_', '.']);
    let least = if has_separator { 64 } else { 36 };
    if text.len() < least || text.contains("://") || text.contains(char::is_whitespace) {
        return false;
    }
    let upper = text.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = text.bytes().filter(u8::is_ascii_lowercase).count();
    let odd = text.bytes().any(|b| b.is_ascii_digit() || b == b'+');
    let longest_part = text.split(['/', '.', '-', '_']).map(str::len).max().unwrap_or(0);
    // A secret access key may contain slashes, but a path does not have its form and length.
    let is_like_a_key = text.len() == 40
        && !has_separator
        && !text.starts_with('/')
        && upper >= 6
        && lower >= 6
        && text.bytes().filter(u8::is_ascii_digit).count() >= 2;
    let written = upper >= 4 && lower >= 4 && odd && (longest_part >= 12 || is_like_a_key);
    // The name of a key is read in lower case, and so is a secret pasted as a name. Digests are
    // hexadecimal.
    let folded = upper == 0
        && !has_separator
        && text.bytes().filter(u8::is_ascii_digit).count() >= 2
        && text.bytes().filter(|b| matches!(b, b'g'..=b'z')).count() >= 6
        && (longest_part >= 24 || (text.len() == 40 && !text.starts_with('/')));
    written || folded
}

/// `scheme://user:password@host` without the password.
fn mask_url_password(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\''))
            .unwrap_or(after.len());
        let authority = &after[..end];
        match authority.rsplit_once('@') {
            Some((user, host)) => {
                let name = user.split(':').next().unwrap_or_default();
                if user.contains(':') {
                    out.push_str(&format!("{name}:…@{host}"));
                } else {
                    out.push_str(authority);
                }
            }
            None => out.push_str(authority),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_escape_does_not_survive() {
        assert_eq!(clean_line("a\u{1b}[31mb\nc\u{202e}d"), "a?[31mb c?d");
    }

    #[test]
    fn keys_are_masked_wherever_they_stand() {
        for (text, masked) in [
            ("aws_access_key_id = AKIAIOSFODNN7EXAMPLE", "aws_access_key_id = AKIA…MPLE"),
            (
                "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "aws_secret_access_key = …",
            ),
            ("aws_secret_access_key=short", "aws_secret_access_key=…"),
            // The shortest text with something to mask, and the shortest with a password.
            ("aws_session_token=x", "aws_session_token=…"),
            ("a://b:c@d", "a://b:…@d"),
            ("-# x AKIAIOSFODNN7EXAMPLE y", "-# x AKIA…MPLE y"),
            ("x aZ4a4bZ/zxj/4RBzxs8j9B/FxYf/grqjO/Wai2E/ y", "x … y"),
            ("http://user:pa55@proxy:3128/x", "http://user:…@proxy:3128/x"),
        ] {
            assert_eq!(mask_secrets(text), masked);
        }
    }

    #[test]
    fn keys_that_were_read_as_names_are_masked() {
        for (text, masked) in [
            ("wjalrxutnfemi/k7mdeng/bpxrficyexample4ey", "…"),
            ("az4a4bz/zxj/4rbzxs8j9b/fxyf/grqjo/wai2e/", "…"),
            ("akiaiosfodnn7example", "akia…mple"),
        ] {
            let line = format!("{text} stands twice");
            assert_eq!(mask_secrets(&line), format!("{masked} stands twice"));
        }
    }

    #[test]
    fn ordinary_values_stay_as_they_are() {
        for text in [
            "asiapacificresearch7",
            "asiapacificteam2026x",
            "~/.aws/sso/cache/da39a3ee5e6b4b0d3255bfef95601890afd80709.json",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "/home/mira/analysis2026/results/run12/aws",
            "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start",
            "sso_session = ScienceCloudProject-AdminAccount",
            "sso_session = ScienceCloudProject-DevelopmentAccount-2026",
            "arn:aws:iam::111122223333:role/AWSReservedSSO_PowerUser",
            "/home/mira/.aws/cli/plugins/something-with-a-long-name-2",
        ] {
            assert_eq!(mask_secrets(text), text);
        }
    }
}
