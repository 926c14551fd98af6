//! Lines that were pasted with what stood before them: line numbers, the plus of a diff, the mark
//! of a quotation.

use aws_files::FileKind;

use super::is_setting;
use super::lines::header_in;

/// The length in characters of what was pasted before a header or a setting on this line; nothing
/// if the rest of the line is neither.
pub(super) fn mark_length(kind: FileKind, line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let text = &line[indent..];
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = if digits > 0 {
        let rest = &text[digits..];
        let bare = rest.strip_prefix([':', '.', ')', '|', '\t', ' '])?;
        bare.trim_start()
    } else {
        text.strip_prefix(['+', '>', '|', '-', '*', '$'])?.trim_start()
    };
    let is_pasted = behind.is_empty() || header_in(kind, behind).is_some() || sets_a_key(behind);
    is_pasted.then(|| line[..line.len() - behind.len()].chars().count())
}

/// Whether the text sets a key that AWS tools read: `region = us-east-1`.
pub(super) fn sets_a_key(text: &str) -> bool {
    text.split_once('=').is_some_and(|(key, value)| {
        is_setting(&key.trim().to_ascii_lowercase()) && !value.trim().is_empty()
    })
}

/// The same, also with the colon of YAML.
pub(super) fn names_a_key(text: &str) -> bool {
    sets_a_key(text)
        || text.split_once(':').is_some_and(|(key, value)| {
            let key = key.trim().trim_start_matches(['-', ' ', '"']).trim_end_matches('"');
            is_setting(&key.to_ascii_lowercase()) && !value.trim().is_empty()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted_before_a_setting_is_told_from_text() {
        for (line, length) in [
            ("1 [profile dev]", Some(2)),
            ("12: region = us-east-1", Some(4)),
            (" 3. sso_session=corp", Some(4)),
            ("+[profile dev]", Some(1)),
            ("+", Some(1)),
            ("> sso_region = us-east-1", Some(2)),
            ("| region = us-east-1", Some(2)),
            ("- region = us-east-1", Some(2)),
            ("$ cat ~/.aws/config", None),
            ("> see the wiki", None),
            ("1st of all", None),
            ("region = us-east-1", None),
            ("123456789012", None),
        ] {
            assert_eq!(mark_length(FileKind::Config, line), length, "{line}");
        }
    }
}
