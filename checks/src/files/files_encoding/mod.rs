//! `files-encoding`: the files are text that Python and the SDKs can decode.

use aws_files::{Edit, Fault, FaultKind, Location};

use super::source::SourceFile;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::count;
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "files-encoding",
    label: "encoding",
    title: "The AWS files are UTF-8 without a byte order mark",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(source: &SourceFile<'_>) -> Outcome {
    source.judge(|source| {
        let fault = |wanted: fn(&FaultKind) -> bool| {
            let mut faults = source.reading.faults.iter();
            faults.find(|fault| wanted(&fault.kind))
        };
        // UTF-16 is the only explanation for these bytes.
        if let Some(found) = fault(|kind| *kind == FaultKind::Utf16) {
            return vec![utf16(source, found)];
        }
        if is_utf16_without_mark(source.document.as_bytes()) {
            return vec![utf16_without_mark(source)];
        }
        let mark = fault(|kind| *kind == FaultKind::ByteOrderMark);
        // All bytes that are not UTF-8 make one finding.
        let bytes = fault(|kind| *kind == FaultKind::NotUtf8);
        let not_utf8 = match code_page::is_utf8(source.facts) {
            true => not_utf8,
            false => code_page::not_utf8,
        };
        let found: Vec<Finding> = mark
            .map(|found| byte_order_mark(source, found))
            .into_iter()
            .chain(bytes.map(|found| not_utf8(source, found)))
            .collect();
        if found.is_empty() {
            code_page::read_differently(source).into_iter().collect()
        } else {
            found
        }
    })
}

/// The characters of Windows-1252 from 0x80 to 0x9F (WHATWG Encoding Standard, index
/// windows-1252).
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// A byte order mark before the first line.
fn byte_order_mark(source: &SourceFile<'_>, fault: &Fault) -> Finding {
    source
        .refused(
            "byte-order-mark",
            "a byte order mark before the first line".into(),
            format!(
                "{} starts with a byte order mark, three bytes that editors do not show.",
                source.shown
            ),
        )
        .at(source.place(fault.location), "there is a byte order mark before this line")
        .next("remove the byte order mark")
        .offer(Remedy::edit(
            "strip-mark",
            Applicability::Safe,
            "Remove the byte order mark",
            source.kind,
            vec![Edit::StripBom],
        ))
}

/// The file is UTF-16.
fn utf16(source: &SourceFile<'_>, fault: &Fault) -> Finding {
    source
        .refused(
            "utf-16",
            "the file is UTF-16".into(),
            format!("{} is written in UTF-16, not in UTF-8.", source.shown),
        )
        .at(source.place(fault.location), "two bytes per character, from here on")
        .why("The AWS CLI and boto3 refuse the whole file, and SDKs read it as empty. Windows PowerShell writes UTF-16 with > and Out-File.")
        .next("convert the file to UTF-8")
        .offer(Remedy::edit(
            "convert",
            Applicability::Safe,
            "Convert it to UTF-8",
            source.kind,
            vec![Edit::Transcode],
        ))
}

/// Whether every other byte at the beginning is zero, on one side: UTF-16 of plain letters.
fn is_utf16_without_mark(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let zeros = |side: usize| start.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let most = start.len() / 2 * 9 / 10;
    start.len() >= 8
        && [(0, 1), (1, 0)].iter().any(|(zero, other)| zeros(*zero) >= most && zeros(*other) == 0)
}

/// The file is UTF-16, and nothing in it says so.
fn utf16_without_mark(source: &SourceFile<'_>) -> Finding {
    let location = Location { line: 1, column: 1, end_column: 2 };
    source
        .refused(
            "utf-16-without-mark",
            "the file is UTF-16".into(),
            format!("{} is written in UTF-16 without a byte order mark, not in UTF-8.", source.shown),
        )
        .at(source.place(location), "two bytes per character, from here on")
        .why("The AWS CLI and boto3 refuse the whole file. PowerShell and some editors write such files.")
        .next("save the file as UTF-8")
        .offer(Remedy::guide("editor", "Do it in your editor").word(format!(
            "Open {} in your editor, check that its text looks right, and save it as UTF-8 without a byte order mark.",
            source.shown
        )))
}

/// All bytes that are not UTF-8, as one finding.
fn not_utf8(source: &SourceFile<'_>, fault: &Fault) -> Finding {
    let found = undecodable(source);
    let line = fault.location.line;
    let bytes = count(found.len(), "byte", "bytes");
    let (is, them) = if found.len() == 1 { ("is", "it") } else { ("are", "them") };
    let edits = found
        .iter()
        .map(|(line, column, byte)| Edit::ReplaceSpan {
            line: *line,
            column: *column,
            end_column: column + 1,
            text: in_windows_1252(*byte).to_string(),
        })
        .collect();
    source
        .refused(
            "not-utf-8",
            format!("line {line}: not UTF-8"),
            format!("{} has {bytes} that {is} not UTF-8, first in line {line}.", source.shown),
        )
        .at(source.place(fault.location), "this byte is not UTF-8")
        .why("The AWS CLI and boto3 refuse the whole file, and the Rust SDK reads it as empty. Usually this is an accented letter from an editor that writes Windows-1252.")
        .next("write the file as UTF-8")
        .offer(Remedy::edit(
            "from-windows-1252",
            Applicability::Ask,
            format!("Read {them} as Windows-1252, and write {them} as UTF-8"),
            source.kind,
            edits,
        ))
        .offer(
            Remedy::guide("editor", "Do it in your editor")
                .word(format!("Open {} in your editor, correct line {line}, and save it as UTF-8 without a byte order mark.", source.shown)),
        )
}

/// Every byte that is not UTF-8, with its line and column.
fn undecodable(source: &SourceFile<'_>) -> Vec<(usize, usize, u8)> {
    let whole = source.document.as_bytes();
    let mut found = Vec::new();
    for line in source.document.lines() {
        let bytes = whole.get(line.bytes.clone()).unwrap_or_default();
        let mut column = 1;
        for chunk in bytes.utf8_chunks() {
            column += chunk.valid().chars().count();
            for byte in chunk.invalid() {
                found.push((line.number, column, *byte));
                column += 1;
            }
        }
    }
    found
}

fn in_windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

mod code_page;

#[cfg(test)]
mod cases;
