//! A line that lost its line breaks: a header followed by keys.

use super::values::is_of_sections;

/// A line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The text between the brackets.
    Header(String),
    /// A key and its value.
    Property(String, String),
}

/// The lines that `text`, which starts with a header, was pasted from; nothing if any part of it
/// is neither a header nor a known key with a value of one word.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (header, after) = inner.split_once(']')?;
            pieces.push(Piece::Header(header.to_owned()));
            rest = after.trim_start();
            continue;
        }
        let (key, after) = rest.split_once('=')?;
        let key = key.trim();
        if !is_of_sections(&key.to_lowercase()) {
            return None;
        }
        let after = after.trim_start();
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (value, after) = after.split_at(end);
        if value.is_empty() || value.contains(['=', '[']) {
            return None;
        }
        pieces.push(Piece::Property(key.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_without_its_line_breaks_is_taken_apart() {
        let header = |text: &str| Piece::Header(text.into());
        let property = |key: &str, value: &str| Piece::Property(key.into(), value.into());
        assert_eq!(
            pieces(
                "[profile dev] sso_session = corp region=us-east-1 [sso-session corp] sso_region =us-east-1"
            ),
            Some(vec![
                header("profile dev"),
                property("sso_session", "corp"),
                property("region", "us-east-1"),
                header("sso-session corp"),
                property("sso_region", "us-east-1"),
            ])
        );
        for text in [
            "[profile dev] for work",
            "[profile dev] sso_registration_scopes = a, b region = x",
            "[profile dev] colour = red",
            "[profile dev] region =",
        ] {
            assert_eq!(pieces(text), None, "{text}");
        }
    }
}
