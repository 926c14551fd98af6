//! A line of an AWS file that is safe to show: no key material and no control characters, with its
//! places moved to match the new text.

use std::ops::Range;

use aws_files::{Document, FileKind, LineKind, Location};
use facts::{
    Hidden, LineRole, Redactor, continues_a_secret, is_unsafe_to_print, mask_comment, mask_in_line,
    mask_secrets,
};

/// Who a masked line is for.
#[derive(Clone, Copy)]
pub(crate) enum Look<'a> {
    /// The owner of the file: a finding's own lines show what a person needs, and the lines beside
    /// them only known settings.
    Own,
    /// A report: everything that is not known to be harmless is left out.
    Report(&'a Redactor),
}

/// A line without secrets.
pub(crate) struct MaskedLine {
    /// Its text.
    pub(crate) text: String,
    /// The number of characters before the value, and the length of the value before and after.
    value: Option<(usize, usize, usize)>,
}

impl MaskedLine {
    /// Line `number` of the document (from 1), as its owner may see it.
    pub(crate) fn of(document: &Document, number: usize, role: LineRole) -> Self {
        let raw = document.text(number);
        let Some(line) = document.line(number) else {
            return Self { text: String::new(), value: None };
        };
        match line.kind {
            LineKind::Property { key, value, .. } | LineKind::Nested { key, value } => {
                let name = slice(raw, key);
                Self::property(raw, &name, value, role)
            }
            LineKind::Continuation => {
                let text = if owner_is_secret(document, number) {
                    "  …".into()
                } else {
                    clean(&mask_comment(raw, role))
                };
                Self { text, value: None }
            }
            LineKind::Comment | LineKind::Junk => {
                Self { text: clean(&mask_comment(raw, role)), value: None }
            }
            LineKind::Header { .. } | LineKind::Blank => {
                Self { text: clean(&mask_secrets(raw)), value: None }
            }
        }
    }

    /// Line `number` of a file of this kind, masked for this reader.
    pub(crate) fn looked(
        document: &Document,
        file: FileKind,
        number: usize,
        look: Look<'_>,
        role: LineRole,
    ) -> Self {
        match look {
            Look::Own => Self::of(document, number, role),
            Look::Report(redactor) => Self::reported(document, file, number, redactor),
        }
    }

    /// Applies the allow-lists of a report: comments are left out, and so are the words of an
    /// unreadable line unless they are harmless.
    fn reported(document: &Document, file: FileKind, number: usize, redactor: &Redactor) -> Self {
        let raw = document.text(number);
        let none = |text: String| Self { text, value: None };
        let Some(line) = document.line(number) else {
            return none(String::new());
        };
        match line.kind {
            LineKind::Blank => none(String::new()),
            LineKind::Comment => {
                redactor.hide(Hidden::Comment);
                let indent: String = raw.chars().take_while(|c| c.is_whitespace()).collect();
                let mark = raw.trim_start().chars().next().unwrap_or('#');
                none(format!("{}{mark} …", clean(&indent)))
            }
            LineKind::Property { key, value, .. } | LineKind::Nested { key, value } => {
                let name = slice(raw, key);
                let old = slice(raw, value);
                let new = redactor.value(&name, &old).unwrap_or_else(|| "…".to_owned());
                Self::replaced(raw, value, &new, redactor, is_name(name.trim()))
            }
            LineKind::Header { text } => {
                let new = redactor.header(file, &slice(raw, text));
                Self::replaced(raw, text, &new, redactor, true)
            }
            LineKind::Continuation if owner_is_secret(document, number) => none("  …".to_owned()),
            LineKind::Continuation | LineKind::Junk => none(clean(&redactor.unreadable(raw))),
        }
    }

    /// Replaces the text at a place; the text before it is kept if it is `plain`.
    fn replaced(raw: &str, place: Location, new: &str, redactor: &Redactor, plain: bool) -> Self {
        let before: String = raw.chars().take(place.column - 1).collect();
        let old = slice(raw, place).chars().count();
        let after: String = raw.chars().skip(place.end_column - 1).collect();
        let shown = match plain {
            true => clean(&mask_secrets(&before)),
            false => clean(&redactor.unreadable(&before)),
        };
        let widths = (before.chars().count(), old, new.chars().count());
        let moved = shown.chars().count() != widths.0;
        Self {
            text: format!("{shown}{new}{}", clean(&redactor.unreadable(&after))),
            value: (!moved).then_some(widths),
        }
    }

    fn property(raw: &str, key: &str, value: Location, role: LineRole) -> Self {
        let before: String = raw.chars().take(value.column - 1).collect();
        let old = slice(raw, value);
        let after: String = raw.chars().skip(value.end_column - 1).collect();
        let new = if old.is_empty() {
            String::new()
        } else {
            clean(&mask_in_line(key.trim(), &old, role))
        };
        let widths = (before.chars().count(), old.chars().count(), new.chars().count());
        let shown = clean(&mask_secrets(&before));
        // A masked key (a secret before the `=`) moves the rest of the line, so the widths are
        // unknown.
        let moved = shown.chars().count() != widths.0;
        let text = format!("{shown}{new}{}", clean(&after));
        Self { text, value: (!moved).then_some(widths) }
    }

    /// The bytes of `text` that a place now covers; never empty unless `text` is.
    pub(crate) fn span(&self, place: Location) -> Range<usize> {
        let map = |column: usize| match self.value {
            Some((before, old, new)) if column > before => {
                if column >= before + old {
                    column - old + new
                } else {
                    before + (column - before).min(new)
                }
            }
            _ => column,
        };
        let length = self.text.chars().count();
        let start = map(place.column.saturating_sub(1)).min(length);
        let end = map(place.end_column.saturating_sub(1)).clamp(start, length);
        byte_of(&self.text, start)..byte_of(&self.text, end)
    }
}

/// Whether this can be the name of a key, rather than a line with other content.
fn is_name(key: &str) -> bool {
    key.len() <= 60
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// The characters that a place covers.
fn slice(text: &str, place: Location) -> String {
    text.chars().skip(place.column - 1).take(place.end_column - place.column).collect()
}

fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

/// Replaces control characters and tabs one for one, so that columns stay the same.
fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_whitespace() => ' ',
        c if is_unsafe_to_print(c) => '?',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Whether a continuation line belongs to a secret value.
fn owner_is_secret(document: &Document, number: usize) -> bool {
    (1..number)
        .rev()
        .filter_map(|above| document.line(above))
        .find_map(|line| match line.kind {
            LineKind::Property { key, .. } => {
                let name = document.text_at(key).to_ascii_lowercase();
                Some(continues_a_secret(&name))
            }
            LineKind::Header { .. } => Some(false),
            _ => None,
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str, number: usize) -> String {
        MaskedLine::of(&Document::parse(text.as_bytes()), number, LineRole::Subject).text
    }

    #[test]
    fn a_secret_is_masked_however_short_and_wherever_it_goes_on() {
        assert_eq!(
            masked("[a]\naws_secret_access_key = abc\n  def\n", 2),
            "aws_secret_access_key = …"
        );
        assert_eq!(masked("[a]\naws_secret_access_key = abc\n  def\n", 3), "  …");
        assert_eq!(
            masked("[a]\n# aws_secret_access_key = abc def\n", 2),
            "# aws_secret_access_key = …"
        );
        assert_eq!(masked("[a]\naws_secret_access_key abc\n", 2), "aws_secret_access_key …");
        assert_eq!(
            masked("[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", 2),
            "aws_access_key_id = AKIA…MPLE"
        );
    }

    #[test]
    fn a_place_follows_the_masked_text() {
        let document = Document::parse(b"[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
        let line = MaskedLine::of(&document, 2, LineRole::Subject);
        let span = line.span(Location { line: 2, column: 21, end_column: 41 });
        assert_eq!(&line.text[span], "AKIA…MPLE");
        let span = line.span(Location { line: 2, column: 1, end_column: 18 });
        assert_eq!(&line.text[span], "aws_access_key_id");
    }

    #[test]
    fn ordinary_lines_stay_as_they_are() {
        let text = "[profile dev]\nsso_session = my-sciencecloud-sso\n";
        assert_eq!(masked(text, 1), "[profile dev]");
        assert_eq!(masked(text, 2), "sso_session = my-sciencecloud-sso");
    }

    #[test]
    fn an_escape_sequence_becomes_visible() {
        assert_eq!(masked("[a]\nregion = \u{1b}[31mred\n", 2), "region = ?[31mred");
    }
}
