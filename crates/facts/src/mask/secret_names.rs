//! Names that say that their value is a secret.

/// Words that say so wherever they are in a name, in lower case.
const ANYWHERE: &[&str] = &[
    "secret",
    "token",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "apikey",
    "api_key",
    "api-key",
    "privatekey",
    "private_key",
    "private-key",
    "credentials",
    "cookie",
];

/// Words that say so only as a whole word, because other words contain them (compass, author).
const WHOLE_WORDS: &[&str] =
    &["pass", "pwd", "pw", "seed", "auth", "otp", "totp", "jwt", "bearer", "pin", "apikey"];

/// Two words before the end of a name that say so together.
const KEY_PAIRS: &[&str] = &[
    "access",
    "account",
    "api",
    "encryption",
    "license",
    "private",
    "secret",
    "shared",
    "signing",
];

/// Last words of a name that tell of a place or a kind rather than of the secret itself.
const NOT_THE_VALUE: &[&str] = &[
    "arn",
    "dir",
    "duration",
    "endpoint",
    "expiration",
    "expires",
    "expiry",
    "file",
    "folder",
    "host",
    "path",
    "region",
    "ttl",
    "type",
    "uri",
    "url",
];

/// A name as its words in lower case: separators and a capital letter after a small one split it.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.trim().chars() {
        let splits = !c.is_alphanumeric() || (c.is_uppercase() && was_lower);
        if splits && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word of a name alone says that it is a secret.
fn is_secret_word(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    WHOLE_WORDS.contains(&word) || ANYWHERE.iter().any(|part| word.contains(part))
}

/// Whether the words end with `mfa code` and the like.
fn ends_with_code(words: &[String]) -> bool {
    const KINDS: &[&str] = &["auth", "mfa", "otp", "totp", "verification"];
    matches!(words, [.., kind, code] if code == "code" && KINDS.contains(&kind.as_str()))
}

/// Whether the words end with `access key` and the like.
fn ends_with_key(words: &[String]) -> bool {
    match words {
        [.., kind, key] => key == "key" && KEY_PAIRS.contains(&kind.as_str()),
        _ => false,
    }
}

/// Whether the value of a key with this name is a secret, however short it is: `mfa_seed`,
/// `my_password`, `x-api-key`. A value that is a path or an address is not one, if the name says
/// so (`web_identity_token_file`).
pub(crate) fn names_a_secret(name: &str, value: &str) -> bool {
    let lower = name.trim().to_ascii_lowercase();
    let words = words_of(name);
    let named = ANYWHERE.iter().any(|part| lower.contains(part))
        || words.iter().any(|word| is_secret_word(word))
        || ends_with_key(&words)
        || ends_with_code(&words)
        || is_secret_header(lower.as_str());
    let is_a_place = words.last().is_some_and(|last| NOT_THE_VALUE.contains(&last.as_str()))
        && (value.contains(['/', '\\', '-', ':']) || value.trim().len() <= 12)
        && !value.contains(char::is_whitespace);
    named && !is_a_place
}

/// Whether a name in the middle of a text says that a secret follows it: only its last word
/// counts, because sentences and commands contain longer names too
/// (`--answer token-present.remedy=…`).
pub(super) fn ends_as_a_secret(name: &str) -> bool {
    let words = words_of(name);
    words.last().is_some_and(|last| is_secret_word(last))
        || ends_with_key(&words)
        || ends_with_code(&words)
        || is_secret_header(name)
}

/// Whether it is a header whose whole value is a secret (RFC 9110, 11.6; RFC 6265, 4).
pub(super) fn is_secret_header(name: &str) -> bool {
    const HEADERS: &[&str] = &[
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "x-auth-token",
        "x-amz-security-token",
        "x-amz-sso_bearer_token",
        "x-vault-token",
    ];
    HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_named_like_secrets_are_told() {
        for name in [
            "pass",
            "my_pass",
            "MyPassword",
            "password2",
            "secret",
            "client_secret",
            "clientSecret",
            "token",
            "x_token",
            "api_key",
            "apikey",
            "X-Api-Key",
            "mfa_seed",
            "seed",
            "auth",
            "basic-auth",
            "cookie",
            "session.cookie",
            "aws_secret_access_key",
            "account_key",
            "authorization",
            "pwd",
            "totp",
            "mfa_code",
            "PGPASSWORD",
        ] {
            assert!(names_a_secret(name, "x"), "{name}");
            assert!(ends_as_a_secret(name), "{name}");
        }
        for (name, value) in [
            ("region", "us-east-1"),
            ("author", "mira"),
            ("compass", "north"),
            ("passive", "true"),
            ("bypass", "true"),
            ("seedling", "x"),
            ("sso_session", "corp"),
            ("monkey", "x"),
            ("key", "x"),
            ("sso_account_id", "111122223333"),
            ("token_file", "/var/run/token"),
            ("password_file", "~/.pw"),
            ("token_url", "https://example.org/token"),
            ("secret_arn", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"),
        ] {
            assert!(!names_a_secret(name, value), "{name}");
        }
    }

    #[test]
    fn in_a_text_only_the_last_word_counts() {
        for name in ["token-present.remedy", "static-keys.remedy", "token_url", "secrets-manager"] {
            assert!(!ends_as_a_secret(name), "{name}");
        }
    }
}
