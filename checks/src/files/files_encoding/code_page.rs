//! The code page in which Python reads the files on Windows: botocore names no encoding
//! (`configloader.py`, `raw_config_parse`), so Python takes that of the system
//! (`locale.getencoding`), unless it runs in UTF-8 mode (PEP 540; the default from 3.15, PEP 686).

use aws_files::{Fault, LineKind, Location};
use facts::{Facts, Os};

use super::super::source::SourceFile;
use super::undecodable;
use crate::kit::words::count;
use crate::{Finding, Remedy, Severity};

/// UTF-8 as a code page (Microsoft, "Code Page Identifiers").
const UTF_8: u32 = 65001;

/// The bytes without a character in Python's `encodings/cp1252.py`.
const UNDEFINED_IN_1252: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// Whether every program reads the files as UTF-8.
pub(super) fn is_utf8(facts: &Facts) -> bool {
    facts.os != Os::Windows || facts.code_page == Some(UTF_8)
}

/// Bytes that are not UTF-8: Python may read them there, and other SDKs do not.
pub(super) fn not_utf8(source: &SourceFile<'_>, fault: &Fault) -> Finding {
    let line = fault.location.line;
    let found = undecodable(source).len();
    let (bytes, is) = (count(found, "byte", "bytes"), if found == 1 { "is" } else { "are" });
    Finding::stops("not-utf-8", format!("line {line}: not UTF-8"))
        .severity(Severity::Warn)
        .about(source.subject.clone())
        .what(format!("{} has {bytes} that {is} not UTF-8, first in line {line}.", source.shown))
        .at(source.place(fault.location), "this byte is not UTF-8")
        .why("On Windows, Python programs read the file in Windows' code page, and the SDKs for other languages as UTF-8: the Rust SDK reads it as empty. Nothing else in this file was checked.")
        .next(format!("use only ASCII characters, from line {line} on"))
        .offer(Remedy::guide("editor", "Do it in your editor").word(format!(
            "Open {} in your editor, replace the characters outside ASCII from line {line} on, and save it.",
            source.shown
        )))
}

/// UTF-8 that Python programs read in another code page: a character outside ASCII that is no
/// comment, or one that they cannot read at all.
pub(super) fn read_differently(source: &SourceFile<'_>) -> Option<Finding> {
    let facts = source.facts;
    let page = facts.code_page.filter(|page| facts.os == Os::Windows && *page != UTF_8)?;
    if facts.environment().text("PYTHONUTF8") == Some("1") {
        return None;
    }
    let whole = source.document.as_bytes();
    let (mut unreadable, mut different) = (None, None);
    for line in source.document.lines() {
        let bytes = whole.get(line.bytes.clone()).unwrap_or_default();
        if page == 1252 && bytes.iter().any(|byte| UNDEFINED_IN_1252.contains(byte)) {
            unreadable = Some(line.number);
            break;
        }
        let is_comment = matches!(line.kind, LineKind::Comment | LineKind::Blank);
        if different.is_none() && !is_comment && !bytes.is_ascii() {
            different = Some(line.number);
        }
    }
    let line = unreadable.or(different)?;
    let text = source.document.text(line);
    let column = text.chars().position(|c| !c.is_ascii())? + 1;
    let location = Location { line, column, end_column: column + 1 };
    let mode = "unless Python runs in UTF-8 mode, which is the default from Python 3.15. SDKs for other languages read UTF-8.";
    let (brief, what, why) = match unreadable {
        Some(_) => (
            format!("line {line}: unreadable in code page {page}"),
            format!(
                "{} has a character in line {} that cannot be read in code page {page}.",
                source.shown, line
            ),
            format!(
                "On Windows, Python programs such as boto3 scripts read the file in code page {page}, and refuse the whole file, {mode}"
            ),
        ),
        None => (
            format!("line {line}: different in code page {page}"),
            format!("{} has a character outside ASCII in line {}.", source.shown, line),
            format!(
                "On Windows, Python programs such as boto3 scripts read the file in code page {page} and see other characters there, so they do not find a profile by such a name, {mode}"
            ),
        ),
    };
    let finding = Finding::worth_knowing("code-page", brief)
        .what(what)
        .at(source.place(location), "not in ASCII")
        .why(why)
        .next("use only ASCII characters there, or Python's UTF-8 mode")
        .offer(
            Remedy::guide("utf-8-mode", "Turn on Python's UTF-8 mode")
                .word(facts.shell.export("PYTHONUTF8", "1")),
        );
    Some(finding)
}
