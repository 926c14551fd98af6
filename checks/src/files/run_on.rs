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

/// The lines that a text was pasted from.
pub(super) struct Apart {
    /// The lines.
    pub(super) pieces: Vec<Piece>,
    /// Whether a value and the next key touch, so that the cut between them is a guess.
    pub(super) is_glued: bool,
}

/// Takes apart a setting whose value contains more settings or a header; nothing if its value is
/// one value, or if any part of it is something else.
pub(super) fn take_value_apart(key: &str, value: &str) -> Option<Apart> {
    if !value.contains(['=', '[']) {
        return None;
    }
    let mut apart = take_apart(&format!("{key} = {value}"))?;
    for piece in &mut apart.pieces {
        if let Piece::Property(_, value) = piece {
            // A list or a statement of another language.
            value.truncate(value.trim_end_matches([',', ';', ' ']).len());
        }
    }
    let is_sound = apart.pieces.iter().all(|piece| match piece {
        Piece::Header(text) => super::lines::is_sound(aws_files::FileKind::Config, text),
        Piece::Property(_, value) => !value.is_empty() && !value.contains([',', '"']),
    });
    (apart.pieces.len() > 1 && is_sound).then_some(apart)
}

/// Takes apart `text`, which starts with a header; nothing if any part of it is neither a header
/// nor a known key with a value.
pub(super) fn take_apart(text: &str) -> Option<Apart> {
    let mut apart = Apart { pieces: Vec::new(), is_glued: false };
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (header, after) = inner.split_once(']')?;
            apart.pieces.push(Piece::Header(header.to_owned()));
            rest = after.trim_start();
            continue;
        }
        let (first, after) = find_key(rest).filter(|(key, _)| key.start == 0)?;
        let key = rest[first].to_owned();
        let after = &rest[after..];
        // The value ends before the next key or header, or with the text.
        let next_key = find_key(after).map(|(key, _)| key.start);
        let end = next_key.into_iter().chain(after.find('[')).min().unwrap_or(after.len());
        let (value, behind) = after.split_at(end);
        apart.is_glued |= !behind.is_empty() && !value.ends_with(char::is_whitespace);
        let value = value.trim();
        let may_have_blanks = key.eq_ignore_ascii_case("sso_registration_scopes");
        if value.is_empty() || value.contains('=') || (value.contains(' ') && !may_have_blanks) {
            return None;
        }
        apart.pieces.push(Piece::Property(key, value.to_owned()));
        rest = behind.trim_start();
    }
    Some(apart)
}

/// The known keys that the text sets, for a text that cannot be taken apart.
pub(super) fn keys_in(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some((key, after)) = find_key(rest) {
        keys.push(rest[key].to_owned());
        rest = &rest[after..];
    }
    keys
}

/// The first known key before a `=`, and the position after the `=`. The longest key that fits
/// counts: `sso_region`, not `region`.
fn find_key(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    text.match_indices('=').find_map(|(at, _)| {
        let before = text[..at].trim_end();
        let is_of_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let word = before.len() - before.chars().rev().take_while(|c| is_of_key(*c)).count();
        (word..before.len())
            .find(|start| is_of_sections(&before[*start..].to_ascii_lowercase()))
            .map(|start| (start..before.len(), at + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Option<Vec<Piece>> {
        take_apart(text).map(|apart| apart.pieces)
    }

    #[test]
    fn values_that_touch_the_next_key_are_taken_apart_too() {
        let text = "[profile dev]region = us-east-1sso_session = acmeawssso_account_id = 1sso_role_name = Admin[sso-session acme]sso_start_url = https://a.awsapps.com/startsso_region = us-east-1";
        let property = |key: &str, value: &str| Piece::Property(key.into(), value.into());
        let apart = take_apart(text).unwrap();
        assert!(apart.is_glued);
        assert_eq!(
            apart.pieces,
            [
                Piece::Header("profile dev".into()),
                property("region", "us-east-1"),
                property("sso_session", "acmeaws"),
                property("sso_account_id", "1"),
                property("sso_role_name", "Admin"),
                Piece::Header("sso-session acme".into()),
                property("sso_start_url", "https://a.awsapps.com/start"),
                property("sso_region", "us-east-1"),
            ]
        );
        assert!(!take_apart("[profile dev] region = us-east-1 output = json").unwrap().is_glued);
        assert_eq!(keys_in("sso_session = a b sso_region = c d"), ["sso_session", "sso_region"]);
    }

    #[test]
    fn a_value_that_contains_another_setting_is_taken_apart() {
        let of = |key: &str, value: &str| {
            take_value_apart(key, value).map(|apart| (apart.pieces.len(), apart.is_glued))
        };
        for (key, value, parts) in [
            ("sso_session", "acme sso_account_id = 111122223333", Some((2, false))),
            ("sso_session", "acme, sso_account_id = 1, sso_role_name = Dev", Some((3, false))),
            ("sso_session", "acmesso_account_id = 111122223333", Some((2, true))),
            ("sso_registration_scopes", "sso:account:access[profile dev]", Some((2, true))),
            ("sso_start_url", "https://a.awsapps.com/start?x=y", None),
            ("sso_role_name", "Dev[1]", None),
            ("sso_role_name", "Dev", None),
            ("region", "us-east-1", None),
        ] {
            assert_eq!(of(key, value), parts, "{key} = {value}");
        }
    }

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
            "[profile dev] role_session_name = a b region = x",
            "[profile dev] colour = red",
            "[profile dev] region =",
        ] {
            assert_eq!(pieces(text), None, "{text}");
        }
    }
}
