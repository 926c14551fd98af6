//! The structure of the AWS files: sections, keys, and values on the allow-list. Comments are left
//! out, and so is every word of an unreadable line that is not known to be harmless.

use std::collections::HashSet;

use aws_files::{Document, Encoding, FileKind, LineEnding, LineKind, Location};
use facts::{AwsFile, Facts, FileState, Hidden, Origin, Redactor, clean_line};

use super::{EntryShape, FileShape, SectionShape, Sources};
use crate::changes::file_word;
use crate::record::{LeftOut, note_left_out, seconds};

/// List at most this many sections of a file.
const MAX_SECTIONS: usize = 400;
/// List at most this many lines of a section.
const MAX_ENTRIES: usize = 80;

pub(super) fn files(
    sources: &Sources<'_>,
    redactor: &Redactor,
    left_out: &mut Vec<LeftOut>,
) -> Vec<FileShape> {
    let facts = sources.facts();
    [&facts.files().config, &facts.files().credentials]
        .into_iter()
        .map(|file| shape(facts, file, redactor, left_out))
        .collect()
}

fn shape(
    facts: &Facts,
    file: &AwsFile,
    redactor: &Redactor,
    left_out: &mut Vec<LeftOut>,
) -> FileShape {
    let location = match file.kind {
        FileKind::Config => &facts.locations.config,
        FileKind::Credentials => &facts.locations.credentials,
    };
    let (state, mode) = match &file.state {
        FileState::Missing => ("not there".to_owned(), None),
        FileState::NotAFile(what) => (format!("{what}, not a file"), None),
        FileState::Unreadable { why, .. } => (format!("cannot be read: {why}"), None),
        FileState::TooLarge { size, .. } => (format!("too large: {size} bytes"), None),
        FileState::Present { mode, writable, owned, link, .. } => {
            let mut words = vec!["read".to_owned()];
            if !writable {
                words.push("not writable".into());
            }
            if !owned {
                words.push("owned by another user".into());
            }
            if let Some(link) = link {
                words.push(format!("a link to {}", link.display()));
            }
            (words.join(", "), *mode)
        }
    };
    let document = file.document();
    let mut shape = FileShape {
        file: file_word(file.kind).into(),
        path: file.path.display().to_string(),
        set_by: match &location.origin {
            Origin::Default => None,
            Origin::Variable(name) | Origin::Flag(name) => Some((*name).to_owned()),
        },
        state,
        mode: mode.or(file.metadata.mode).map(|mode| format!("{:04o}", mode & 0o7777)),
        changed_at: file.metadata.modified.map(seconds),
        encoding: document.map(|document| encoding(document).to_owned()),
        line_ending: document.map(|document| {
            match document.line_ending() {
                LineEnding::Lf | LineEnding::None => "LF",
                LineEnding::CrLf => "CRLF",
                LineEnding::Cr => "CR",
            }
            .to_owned()
        }),
        lines: document.map_or(0, Document::line_count),
        comments: 0,
        sections: Vec::new(),
    };
    if let Some(document) = document {
        sections(facts, file, document, redactor, &mut shape, left_out);
    }
    shape
}

fn encoding(document: &Document) -> &'static str {
    match document.encoding() {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf8Bom => "UTF-8 with a byte order mark",
        Encoding::Utf16Le => "UTF-16, little endian",
        Encoding::Utf16Be => "UTF-16, big endian",
        Encoding::NotUtf8 { .. } => "not UTF-8",
    }
}

fn sections(
    facts: &Facts,
    file: &AwsFile,
    document: &Document,
    redactor: &Redactor,
    shape: &mut FileShape,
    left_out: &mut Vec<LeftOut>,
) {
    let wanted = wanted_headers(facts, file, document);
    let (mut skipped, mut entries_skipped, mut skipping) = (0, 0, false);
    for line in document.lines() {
        let part = |place: Location| document.text_at(place).to_owned();
        let entry = match line.kind {
            LineKind::Blank => continue,
            LineKind::Comment => {
                shape.comments += 1;
                redactor.hide(Hidden::Comment);
                continue;
            }
            LineKind::Header { text } => {
                skipping = !wanted.contains(&line.number);
                if skipping {
                    skipped += 1;
                } else {
                    shape.sections.push(SectionShape {
                        line: line.number,
                        header: Some(format!("[{}]", redactor.header(file.kind, &part(text)))),
                        entries: Vec::new(),
                    });
                }
                continue;
            }
            _ if skipping => continue,
            LineKind::Property { key, value, .. } | LineKind::Nested { key, value } => {
                let name = part(key);
                let is_name = name.trim().len() <= 60 && !name.trim().contains(char::is_whitespace);
                EntryShape {
                    line: line.number,
                    key: Some(match is_name {
                        true => clean_line(&name),
                        false => redactor.unreadable(&clean_line(&name)),
                    }),
                    value: redactor.value(&name, &part(value)),
                    nested: matches!(line.kind, LineKind::Nested { .. }),
                }
            }
            LineKind::Continuation | LineKind::Junk => EntryShape {
                line: line.number,
                key: None,
                value: Some(clean_line(
                    &redactor.unreadable(&clean_line(document.text(line.number))),
                )),
                nested: false,
            },
        };
        if shape.sections.is_empty() {
            shape.sections.push(SectionShape {
                line: line.number,
                header: None,
                entries: Vec::new(),
            });
        }
        if let Some(section) = shape.sections.last_mut() {
            if section.entries.len() < MAX_ENTRIES {
                section.entries.push(entry);
            } else {
                entries_skipped += 1;
            }
        }
    }
    let word = file_word(file.kind);
    note_left_out(left_out, format!("sections of the {word} file"), skipped);
    note_left_out(left_out, format!("lines of the {word} file"), entries_skipped);
}

/// The header lines to list: all of them if there are few, otherwise those of the profiles and
/// sessions in scope first.
fn wanted_headers(facts: &Facts, file: &AwsFile, document: &Document) -> HashSet<usize> {
    let headers: Vec<usize> = document
        .lines()
        .filter(|line| matches!(line.kind, LineKind::Header { .. }))
        .map(|line| line.number)
        .collect();
    if headers.len() <= MAX_SECTIONS {
        return headers.into_iter().collect();
    }
    let mut wanted = HashSet::new();
    for key in facts.sessions_in_scope().iter().take(MAX_SECTIONS / 2) {
        let section = facts.session(key).section;
        wanted.extend(section.map(|section| section.first_line));
    }
    for profile in facts.profiles_in_scope() {
        if wanted.len() >= MAX_SECTIONS {
            break;
        }
        let section = profile.merged.section(file.kind);
        wanted.extend(section.map(|section| section.first_line));
    }
    for header in headers {
        if wanted.len() >= MAX_SECTIONS {
            break;
        }
        wanted.insert(header);
    }
    wanted
}
