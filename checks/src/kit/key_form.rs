//! What cannot be part of an access key: the marks of a wrong paste.

use super::words::count;

/// The length of the identifiers that begin with AKIA or ASIA.
const ID_LENGTH: usize = 20;
/// The length of a secret access key, which may be pasted in the place of the identifier.
const SECRET_LENGTH: usize = 40;
/// So many asterisks are a masked value and no part of a key.
const MIN_ASTERISKS: usize = 4;

/// What is wrong with a pair of keys, as the end of a sentence about the value that is named
/// (`contains quotation marks`). The rule of the identifier is AWS's own: letters, digits and
/// underscores (IAM API reference, `AccessKey`, pattern `[\w]+`); keys of other services may also
/// have the marks of an address.
pub(crate) fn fault_of_id(id: &str) -> Option<String> {
    if let Some(what) = foreign_part(id) {
        return Some(format!("contains {what}"));
    }
    let is_aws = id.starts_with("AKIA") || id.starts_with("ASIA");
    let is_cut = is_aws && id.len() != ID_LENGTH;
    is_cut.then(|| format!("has {}, not {ID_LENGTH}", count(id.len(), "character", "characters")))
}

/// The same for the secret of such an identifier. Only AWS's own secrets have a known form.
pub(crate) fn fault_of_secret(id: &str, secret: &str) -> Option<String> {
    let is_aws = id.starts_with("AKIA") || id.starts_with("ASIA");
    foreign_part(secret).filter(|_| is_aws).map(|what| format!("contains {what}"))
}

/// Whether the secret was pasted as the identifier, and the identifier as the secret.
pub(crate) fn are_swapped(id: &str, secret: &str) -> bool {
    let is_id = |text: &str| {
        text.len() == ID_LENGTH && (text.starts_with("AKIA") || text.starts_with("ASIA"))
    };
    is_id(secret.trim()) && id.trim().len() == SECRET_LENGTH
}

/// The part of a text that no key contains.
fn foreign_part(text: &str) -> Option<&'static str> {
    if text.contains(['"', '\'', '`', '“', '”', '‘', '’']) {
        Some("quotation marks")
    } else if text.contains(char::is_whitespace) {
        Some("white space")
    } else if text.matches('*').count() >= MIN_ASTERISKS || text.contains('…') {
        Some("asterisks: it is a masked value")
    } else if text.contains(['<', '>', '{', '}', '$', '%']) {
        Some("a placeholder")
    } else if !text.is_ascii() || text.contains(char::is_control) {
        Some("a character that is not ASCII")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_aws_and_of_other_services_have_no_fault() {
        for id in ["AKIAIOSFODNN7EXAMPLE", "test", "minio-user", "GOOG1E.x", "me@example.org"] {
            assert_eq!(fault_of_id(id), None, "{id}");
        }
        for secret in ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "minio*123", "a+b/c="] {
            assert_eq!(fault_of_secret("AKIAIOSFODNN7EXAMPLE", secret), None, "{secret}");
        }
        assert_eq!(fault_of_secret("minio", "my secret"), None);
    }

    #[test]
    fn marks_of_a_wrong_paste_are_faults() {
        for (id, said) in [
            ("\"AKIAIOSFODNN7EXAMPLE\"", "contains quotation marks"),
            ("AKIAIOSFODNN7EXAMPLE\r", "contains white space"),
            ("AKIA IOSF", "contains white space"),
            ("****************MPLE", "contains asterisks: it is a masked value"),
            ("<ID>", "contains a placeholder"),
            ("AKIAIOSFODNN7EXAMPL", "has 19 characters, not 20"),
            ("AKIAIOSFODNN7EXAMPLE\u{200b}", "contains a character that is not ASCII"),
        ] {
            assert_eq!(fault_of_id(id).as_deref(), Some(said), "{id:?}");
        }
        assert!(are_swapped("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE"));
        assert!(!are_swapped("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    }
}
