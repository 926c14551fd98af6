//! The diff that the user reads before the question, without secrets.

use std::path::Path;

use aws_files::Document;
use colored::Colorize;
use facts::LineRole;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::source::MaskedLine;

/// Lines of context around a change.
pub(crate) const CONTEXT: usize = 2;
/// A longer diff shows only its beginning and its end.
const LONG: usize = 44;

/// One line of a diff.
struct Line {
    sign: char,
    text: String,
}

/// The diff of one file.
pub(crate) struct Diff {
    lines: Vec<Line>,
}

impl Diff {
    /// Compares the lines before (none for a new file) with those after.
    pub(crate) fn new(before: Option<&Document>, after: &Document) -> Self {
        let empty = Document::parse(b"");
        let before = before.unwrap_or(&empty);
        let (old, new) = (lines_of(before), lines_of(after));
        let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
        let mut lines = Vec::new();
        for (index, group) in similar::group_diff_ops(ops, CONTEXT).iter().enumerate() {
            if index > 0 {
                lines.push(Line { sign: '@', text: "⋯".into() });
            }
            for op in group {
                push(&mut lines, op, before, after);
            }
        }
        Self { lines }
    }

    /// The diff in color, limited to one screen unless `whole`.
    pub(crate) fn human(&self, indent: &str, whole: bool) -> String {
        let (head, tail) = (LONG / 2, LONG / 4);
        let mut out = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            if self.is_long() && !whole && index >= head && index < self.lines.len() - tail {
                if index == head {
                    let more = self.lines.len() - head - tail;
                    out.push(format!("{indent}{}", format!("… {more} more lines").dimmed()));
                }
                continue;
            }
            let text = match line.sign {
                '-' => format!("-{}", line.text).red(),
                '+' => format!("+{}", line.text).green(),
                '@' => line.text.dimmed(),
                _ => format!(" {}", line.text).dimmed(),
            };
            out.push(format!("{indent}{text}"));
        }
        out.join("\n")
    }

    /// Whether [`Diff::human`] would leave lines out.
    pub(crate) const fn is_long(&self) -> bool {
        self.lines.len() > LONG
    }

    /// Whether there are no differences.
    #[cfg(test)]
    pub(crate) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The whole diff in unified format, for the JSON.
    pub(crate) fn unified(&self, path: &Path) -> String {
        let mut out = format!("--- {0}\n+++ {0}\n", facts::clean_line(&path.display().to_string()));
        for line in &self.lines {
            match line.sign {
                '@' => out.push_str("@@\n"),
                sign => out.push_str(&format!("{sign}{}\n", line.text)),
            }
        }
        out
    }
}

/// Every line with its line ending, so that a different ending counts as a change.
fn lines_of(document: &Document) -> Vec<String> {
    document
        .lines()
        .map(|line| format!("{}{}", document.text(line.number), line.ending.as_str()))
        .collect()
}

fn push(lines: &mut Vec<Line>, op: &DiffOp, before: &Document, after: &Document) {
    let mut add = |sign, document: &Document, range: std::ops::Range<usize>| {
        let role = if sign == ' ' { LineRole::Context } else { LineRole::Subject };
        lines.extend(
            range.map(|index| Line { sign, text: MaskedLine::of(document, index + 1, role).text }),
        );
    };
    match op {
        DiffOp::Equal { .. } => add(' ', after, op.new_range()),
        DiffOp::Delete { .. } => add('-', before, op.old_range()),
        DiffOp::Insert { .. } => add('+', after, op.new_range()),
        DiffOp::Replace { .. } => {
            add('-', before, op.old_range());
            add('+', after, op.new_range());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_what_goes_and_comes_and_no_secret() {
        let before =
            Document::parse(b"[default]\naws_secret_access_key = abcdefgh\nregion = us-east-1\n");
        let after =
            Document::parse(b"[default]\n# aws_secret_access_key = abcdefgh\nregion = us-east-1\n");
        let text =
            Diff::new(Some(&before), &after).unified(Path::new("/home/mira/.aws/credentials"));
        assert_eq!(
            text,
            "--- /home/mira/.aws/credentials\n+++ /home/mira/.aws/credentials\n [default]\n-aws_secret_access_key = …\n+# aws_secret_access_key = …\n region = us-east-1\n"
        );
    }

    /// Values that belong to no known setting are beside the change, and none is shown.
    #[test]
    fn the_lines_beside_a_change_show_known_settings_alone() {
        let file = |region: &str| {
            format!(
                "[profile dev]\nmfa_seed = canary\ncredential_process = /opt/get --token=canary canary\n\
                 region = {region}\nAuthorization: Bearer canary\n# canary\n"
            )
        };
        let (before, after) = (file("us-esat-1"), file("us-east-1"));
        let (before, after) =
            (Document::parse(before.as_bytes()), Document::parse(after.as_bytes()));
        let text = Diff::new(Some(&before), &after).unified(Path::new("/home/mira/.aws/config"));
        assert_eq!(
            text,
            "--- /home/mira/.aws/config\n+++ /home/mira/.aws/config\n mfa_seed = …\n \
             credential_process = /opt/get …\n-region = us-esat-1\n+region = us-east-1\n \
             Authorization: …\n # …\n"
        );
    }

    #[test]
    fn a_changed_line_ending_is_a_difference() {
        let before = Document::parse(b"[a]\r\n");
        let after = Document::parse(b"[a]\n");
        assert!(!Diff::new(Some(&before), &after).is_empty());
    }
}
