//! Writes the new document, and verifies it.

use super::EditError;
use super::plan::{Addition, Change, Plan};
use crate::document::Document;
use crate::encoding::{Content, Encoding, byte_offset};
use crate::lines::{LineEnding, LineTag};
use crate::reading::{FileKind, View};
use crate::{cli, sdk};

struct Writer<'a> {
    plan: &'a Plan<'a>,
    out: Vec<u8>,
    /// The length of a byte order mark in `out`.
    mark: usize,
    /// The number of lines written.
    lines: usize,
    /// Untouched lines: the first, the count, and their new position.
    kept: Vec<(usize, usize, usize)>,
}

pub(super) fn carry_out(plan: &Plan<'_>) -> Result<Document, EditError> {
    let document = plan.document;
    let bytes = document.as_bytes();
    let mark = if plan.strip_mark { 0 } else { document.content().bom_length() };
    let mut writer = Writer {
        plan,
        out: Vec::with_capacity(bytes.len() + 1024),
        mark,
        lines: 0,
        kept: Vec::new(),
    };
    writer.out.extend_from_slice(&bytes[..mark]);
    let mut next = 1;
    for (number, change) in &plan.changes {
        writer.untouched(next, *number);
        if !change.moved {
            writer.line(*number, change);
        }
        next = number + 1;
    }
    writer.untouched(next, document.line_count() + 1);
    for text in &plan.end {
        let spared = text.is_empty() && writer.ends_blank();
        if !spared {
            writer.new_line(text, plan.ending);
        }
    }
    let edited = Document::parse(&writer.out);
    writer.look_back(&edited)?;
    Ok(edited)
}

impl Writer<'_> {
    /// Copies the lines from `first` up to `end`, exclusive.
    fn untouched(&mut self, first: usize, end: usize) {
        if first >= end {
            return;
        }
        self.end_line();
        let document = self.plan.document;
        let start = document.byte_range(first - 1).start;
        let stop = document.byte_range(end - 2).end;
        self.out.extend_from_slice(document.as_bytes().get(start..stop).unwrap_or_default());
        self.kept.push((first, end - first, self.lines + 1));
        self.lines += end - first;
    }

    /// A line with its changes, and the insertions around it.
    fn line(&mut self, number: usize, change: &Change) {
        let document = self.plan.document;
        for text in &change.before {
            self.new_line(text, self.ending_near(number));
        }
        if !change.removed {
            self.end_line();
            let bytes =
                document.as_bytes().get(document.byte_range(number - 1)).unwrap_or_default();
            if change.commented {
                self.out.extend_from_slice(b"# ");
            }
            let offset = |at| match document.content() {
                Content::Other { .. } => byte_offset(bytes, at),
                _ => at,
            };
            let mut done = 0;
            for splice in &change.splices {
                let (start, end) = (offset(splice.start), offset(splice.end));
                self.out.extend_from_slice(bytes.get(done..start).unwrap_or_default());
                self.out.extend_from_slice(splice.text.as_bytes());
                done = end;
            }
            self.out.extend_from_slice(bytes.get(done..).unwrap_or_default());
            self.lines += 1;
            if change.splices.is_empty() && !change.commented {
                self.kept.push((number, 1, self.lines));
            }
        }
        for addition in &change.after {
            match addition {
                Addition::Line(text, ending) => self.new_line(text, *ending),
                Addition::Moved(range) => self.moved(range.clone()),
            }
        }
    }

    fn moved(&mut self, range: std::ops::RangeInclusive<usize>) {
        let plan = self.plan;
        for number in range {
            if let Some(change) = plan.changes.get(&number) {
                self.line(number, change);
            }
        }
    }

    fn new_line(&mut self, text: &str, ending: LineEnding) {
        self.end_line();
        // An empty line's `\n` would merge with a `\r` before it.
        let joins = text.is_empty() && ending == LineEnding::Lf && self.out.ends_with(b"\r");
        let ending = if joins { LineEnding::Cr } else { ending };
        self.out.extend_from_slice(text.as_bytes());
        self.out.extend_from_slice(ending.as_str().as_bytes());
        self.lines += 1;
    }

    /// Adds the missing line end to a last line.
    fn end_line(&mut self) {
        let unended = self.out.last().is_some_and(|byte| !matches!(byte, b'\n' | b'\r'));
        if unended && self.out.len() > self.mark {
            self.out.extend_from_slice(self.plan.ending.as_str().as_bytes());
        }
    }

    fn ending_near(&self, number: usize) -> LineEnding {
        match self.plan.document.line(number).map(|line| line.ending) {
            Some(LineEnding::None) | None => self.plan.ending,
            Some(ending) => ending,
        }
    }

    /// Whether the output is empty or ends in a blank line.
    fn ends_blank(&self) -> bool {
        let text = self.out.get(self.mark..).unwrap_or_default();
        if text.is_empty() {
            return true;
        }
        let Some(rest) =
            text.strip_suffix(b"\n").map(|rest| rest.strip_suffix(b"\r").unwrap_or(rest))
        else {
            return false;
        };
        let line = rest.iter().rev().take_while(|byte| !matches!(byte, b'\n' | b'\r'));
        line.clone().all(u8::is_ascii_whitespace)
    }

    /// Checks that untouched lines are unchanged, and that every tool that could read the file
    /// still can.
    fn look_back(&self, edited: &Document) -> Result<(), EditError> {
        let document = self.plan.document;
        // A `\r` before a line that is only `\n` merges the two, so lines cannot be paired.
        if edited.line_count() == self.lines {
            for (first, count, now) in &self.kept {
                for index in 0..*count {
                    let was = document.tag(first + index);
                    let is = edited.tag(now + index);
                    if matches!(was, Some(LineTag::Header | LineTag::Property))
                        && matches!(is, Some(LineTag::Continuation | LineTag::Nested))
                    {
                        return Err(EditError::Swallows { line: first + index });
                    }
                }
            }
        }
        if document.encoding() != Encoding::Utf8 {
            // No tool reads it now: SDKs treat a file that is not UTF-8 as empty.
            return Ok(());
        }
        // The lines that stop a reader do not depend on the kind of file.
        for (for_view, read) in
            [(View::Cli, cli::read as fn(&Document, FileKind) -> _), (View::Sdk, sdk::read)]
        {
            if let Some(fault) = read(edited, FileKind::Config).rejection
                && read(document, FileKind::Config).rejection.is_none()
            {
                return Err(EditError::Breaks { for_view, kind: fault.kind });
            }
        }
        Ok(())
    }
}
