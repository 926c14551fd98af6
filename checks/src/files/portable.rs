//! `config-portable`: which lines are read differently, and how.

use std::collections::BTreeSet;

use aws_files::{Document, FaultKind, FileKind, LineKind, LineTag, Location, Reading, Section};

use super::known_keys::is_known;

/// The lines that are read differently, by kind of difference.
#[derive(Default)]
pub(super) struct Trouble {
    /// The delimiters that are `:`.
    pub(super) colons: BTreeSet<Location>,
    /// Indented properties and headers.
    pub(super) indented: BTreeSet<usize>,
    /// Indented comments, and whether the SDKs reject the file because of one.
    pub(super) comments: BTreeSet<usize>,
    pub(super) refused: bool,
    /// Known keys with capital letters.
    pub(super) keys: Vec<(Location, String)>,
    /// Headers with other whitespace than one space, and their replacements.
    pub(super) headers: Vec<(Location, String)>,
    /// Lines that Python does not read as text.
    pub(super) blank: BTreeSet<usize>,
    /// What Python reads as a property and the specification does not read at all.
    pub(super) odd: BTreeSet<usize>,
}

impl Trouble {
    pub(super) fn of(document: &Document, kind: FileKind, reading: &Reading) -> Self {
        let mut trouble = Self::default();
        // Collects what makes SDKs reject the file; this does not need the second reading.
        for fault in &reading.faults {
            if fault.rejected_by.cli || !fault.rejected_by.sdk {
                continue;
            }
            let line = fault.location.line;
            match (&fault.kind, document.line(line).map(|line| line.kind)) {
                // The header above is indented, so no section has started for the SDKs.
                (
                    FaultKind::TextBeforeSection,
                    Some(
                        LineKind::Property { .. }
                        | LineKind::Nested { .. }
                        | LineKind::Continuation,
                    ),
                ) if !starts_with_space(document, line) => {}
                // `config-sections` reports what is lost there.
                (FaultKind::TextAfterHeader, _) => {}
                (_, Some(LineKind::Comment)) => {
                    trouble.comments.insert(line);
                    trouble.refused = true;
                }
                (FaultKind::ColonDelimiter, Some(LineKind::Property { delimiter, .. }))
                    if is_colon(document, delimiter) =>
                {
                    trouble.colons.insert(delimiter);
                }
                (_, Some(LineKind::Property { .. } | LineKind::Header { .. }))
                    if starts_with_space(document, line) =>
                {
                    trouble.indented.insert(line);
                }
                (_, Some(LineKind::Blank)) => {
                    trouble.blank.insert(line);
                }
                // Fixed together with the property that they belong to.
                (_, Some(LineKind::Nested { .. } | LineKind::Continuation)) => {}
                _ => {
                    trouble.odd.insert(line);
                }
            }
        }
        // What they read differently without an error.
        for line in 1..=document.line_count() {
            if document.tag(line) == Some(LineTag::Comment) && starts_with_space(document, line) {
                trouble.comments.insert(line);
            }
        }
        let named = reading
            .profiles
            .values()
            .map(|section| (section, "profile"))
            .chain(reading.sso_sessions.values().map(|section| (section, "sso-session")))
            .chain(reading.services.values().map(|section| (section, "services")));
        for (section, prefix) in named {
            trouble.keys_of(document, section);
            if kind == FileKind::Config {
                trouble.header_of(document, section, prefix);
            }
        }
        trouble
    }

    /// The keys of a section as they are written.
    fn keys_of(&mut self, document: &Document, section: &Section) {
        for property in section.properties.values() {
            let at = property.key_location;
            let text = document.text(at.line);
            let Some((written, rest)) = cut(text, at) else {
                continue;
            };
            if written != property.key && is_known(&property.key) {
                self.keys.push((at, property.key.clone()));
            }
            if rest.trim_start().starts_with(':')
                && let Some(LineKind::Property { delimiter, .. }) =
                    document.line(at.line).map(|line| line.kind)
            {
                self.colons.insert(delimiter);
            }
        }
    }

    /// A header that the JavaScript SDK does not match (`getProfileName` of
    /// `@smithy/shared-ini-file-loader`): one space after the prefix, none at the end.
    fn header_of(&mut self, document: &Document, section: &Section, prefix: &str) {
        let at = section.header;
        let text = document.text(at.line);
        // Nearly all headers have this form.
        let usual = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_prefix(prefix)?.strip_prefix(' '))
            .and_then(|rest| rest.strip_prefix(section.name.as_str()))
            .is_some_and(|rest| rest.starts_with(']'));
        if usual {
            return;
        }
        let written = at.end_column - at.column;
        if section.name == "default" || written != section.name.chars().count() {
            // Without a prefix, or in quotes, which `config-names` reports.
            return;
        }
        let inner: String = match text.find('[').zip(text.rfind(']')) {
            Some((open, close)) if open < close => text[open + 1..close].to_owned(),
            _ => return,
        };
        let wanted = format!("{prefix} {}", section.name);
        let same = inner.split_whitespace().eq(wanted.split_whitespace());
        // Every tool reads a tab after the prefix.
        let tab = inner.strip_prefix(prefix) == Some(&format!("\t{}", section.name));
        if same && inner != wanted && !tab {
            self.headers.push((at, wanted));
        }
    }
}

/// The text of a range of a line, and the text after it.
fn cut(text: &str, at: Location) -> Option<(&str, &str)> {
    let (from, to) = (at.column.checked_sub(1)?, at.end_column.checked_sub(1)?);
    // If the line is ASCII up to here, columns are bytes.
    let (from, to) = if text.as_bytes().get(..to)?.is_ascii() {
        (from, to)
    } else {
        let offset = |column: usize| {
            let mut all = text.char_indices().map(|(offset, _)| offset);
            all.nth(column).unwrap_or(text.len())
        };
        (offset(from), offset(to))
    };
    Some((text.get(from..to)?, text.get(to..)?))
}

fn is_colon(document: &Document, delimiter: Location) -> bool {
    document.text_at(delimiter) == ":"
}

pub(super) fn starts_with_space(document: &Document, line: usize) -> bool {
    document.text(line).starts_with([' ', '\t'])
}
