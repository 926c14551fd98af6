//! Like the AWS CLI, but it continues after a fault, so that the user sees all faults in one run.

use crate::document::Document;
use crate::encoding::Encoding;
use crate::fault::{ByView, Fault, FaultKind, MAX_FAULTS};
use crate::location::Location;
use crate::reading::{FileKind, Reading, View};
use crate::{cli, sdk};

/// From this many lines on, both dialects are parsed in parallel; below that, starting a thread
/// takes longer.
const MANY_LINES: usize = 5_000;

pub(crate) fn read(document: &Document, kind: FileKind) -> Reading {
    let by_cli = || cli::scan(document, kind, false);
    let by_sdk = || sdk::scan(document, kind, sdk::Wanted::Faults).faults;
    let (mut reading, mut sdk_faults) = if document.line_count() < MANY_LINES {
        (by_cli(), by_sdk())
    } else {
        std::thread::scope(|scope| {
            // If the system cannot start a thread, this one does both.
            let other = std::thread::Builder::new().spawn_scoped(scope, by_sdk);
            let reading = by_cli();
            let faults = match other {
                // A defect in either dialect counts here.
                Ok(other) => other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => by_sdk(),
            };
            (reading, faults)
        })
    };
    reading.view = View::Tolerant;
    let mut faults = encoding_faults(document);
    faults.append(&mut reading.faults);
    faults.append(&mut sdk_faults);
    // The same kind of fault at the same place in both dialects is one fault.
    faults.sort_by_key(|fault| fault.location);
    let mut merged: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        let same = merged
            .iter_mut()
            .rev()
            .take_while(|other| other.location == fault.location)
            .find(|other| other.kind == fault.kind);
        match same {
            Some(other) => {
                other.rejected_by = other.rejected_by.or(fault.rejected_by);
                other.ignored_by = other.ignored_by.or(fault.ignored_by);
                other.related = other.related.or(fault.related);
            }
            None => merged.push(fault),
        }
    }
    reading.faults = merged;
    reading
}

fn encoding_faults(document: &Document) -> Vec<Fault> {
    let first = Location { line: 1, column: 1, end_column: 1 };
    let mut faults = Vec::new();
    if document.has_byte_order_mark() {
        // For SDKs, a file with invalid UTF-8 anywhere is empty.
        let sdk = document.encoding() == Encoding::Utf8Bom;
        let by = ByView { cli: true, sdk };
        faults.push(Fault::rejected(by, FaultKind::ByteOrderMark, first));
    }
    match document.encoding() {
        Encoding::Utf8 | Encoding::Utf8Bom => {}
        Encoding::Utf16Le | Encoding::Utf16Be => {
            faults.push(Fault::unreadable(FaultKind::Utf16, first));
        }
        Encoding::NotUtf8 { .. } => faults.extend(
            document
                .undecodable()
                .take(MAX_FAULTS)
                .map(|at| Fault::unreadable(FaultKind::NotUtf8, at)),
        ),
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If both dialects are parsed in parallel: the faults of both, as in a small file.
    #[test]
    fn a_large_file_is_read_as_a_small_one() {
        let faulty = "[profile a]\nregion = x\nregion: y\n[profile b]\nb\n";
        let faults = |text: &str, above: usize| -> Vec<(FaultKind, usize, ByView, ByView)> {
            let reading = read(&Document::parse(text.as_bytes()), FileKind::Config);
            assert_eq!(reading.profiles.len(), 2);
            let faults = reading.faults.into_iter();
            faults
                .map(|fault| {
                    let line = fault.location.line - above;
                    (fault.kind, line, fault.rejected_by, fault.ignored_by)
                })
                .collect()
        };
        let small = faults(faulty, 0);
        assert!(small.iter().any(|(_, _, rejected, _)| rejected.cli));
        assert!(small.iter().any(|(_, _, rejected, _)| rejected.sdk && !rejected.cli));
        let large = format!("{}{faulty}", "# a comment\n".repeat(MANY_LINES));
        assert_eq!(faults(&large, MANY_LINES), small);
    }
}
