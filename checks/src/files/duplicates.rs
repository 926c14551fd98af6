//! Sections and keys that stand twice.

use std::collections::HashMap;

use aws_files::{Edit, Fault, LineKind, Location};
use facts::{clean_line, mask_value};

use super::config_syntax::Source;
use crate::words::list;
use crate::{Applicability, Choice, Finding, Plan, Question, QuestionKind, Remedy};

/// A property as it is written.
struct Written {
    line: usize,
    key: String,
    /// Its value, with what goes on with it; for comparing, and masked for showing.
    value: String,
}

/// Keys whose values must not be shown, nor thrown away without a word.
const SECRET: &[&str] = &[
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
];

/// The property in a line.
fn written(source: &Source<'_>, line: usize) -> Option<Written> {
    let LineKind::Property { key, value, .. } = source.document.line(line)?.kind else {
        return None;
    };
    let text = source.document.text(line);
    let stretch = |at: Location| -> String {
        text.chars()
            .skip(at.column.saturating_sub(1))
            .take(at.end_column.saturating_sub(at.column))
            .collect()
    };
    let mut whole = stretch(value);
    let mut next = line + 1;
    while let Some(below) = source.document.line(next) {
        match below.kind {
            LineKind::Continuation | LineKind::Nested { .. } => {
                whole.push('\n');
                whole.push_str(source.document.text(next).trim());
            }
            LineKind::Blank | LineKind::Comment => {}
            _ => break,
        }
        next += 1;
    }
    Some(Written {
        line,
        key: stretch(key).to_lowercase(),
        value: whole,
    })
}

/// The properties of the section whose header is in a line.
fn properties(source: &Source<'_>, header: usize) -> HashMap<String, Written> {
    let mut found = HashMap::new();
    let mut number = header + 1;
    while let Some(line) = source.document.line(number) {
        match line.kind {
            LineKind::Header { .. } => break,
            LineKind::Property { .. } => {
                if let Some(written) = written(source, number) {
                    found.insert(written.key.clone(), written);
                }
            }
            _ => {}
        }
        number += 1;
    }
    found
}

fn shown(written: &Written) -> String {
    clean_line(&mask_value(&written.key, &written.value))
}

/// A key that stands twice in one section.
pub(super) fn key(source: &Source<'_>, fault: &Fault, key: &str) -> Finding {
    let later = fault.location.line;
    let related = fault.related.unwrap_or(fault.location);
    let earlier = related.line;
    let name = clean_line(key);
    let finding = source
        .finding(
            "duplicate-key",
            format!("{name} stands twice (lines {earlier} and {later})"),
            format!(
                "In {}, the key {name} stands twice in one section, in lines {earlier} and {later}.",
                source.shown
            ),
        )
        .at(source.place(fault.location), "again here")
        .beside(source.place(related), "first here");
    let both = written(source, earlier).zip(written(source, later));
    let Some((first, last)) = both else {
        return finding.next("remove one of the two lines");
    };
    let secret = SECRET.contains(&first.key.as_str());
    let kind = source.kind;
    if first.value == last.value {
        return finding
            .next(format!("remove line {later}, which repeats line {earlier}"))
            .offer(Remedy::new(
                "remove-copy",
                Applicability::Safe,
                format!("Remove line {later}: it says the same"),
                move |_, _| {
                    let mut plan = Plan::edit(
                        kind,
                        vec![Edit::RemoveLines {
                            first: later,
                            last: later,
                        }],
                    );
                    plan.removes_secrets = secret;
                    Ok(plan)
                },
            ));
    }
    let choice = |written: &Written| Choice {
        value: written.line.to_string(),
        label: format!("line {}: {}", written.line, shown(written)),
    };
    finding.next("choose which of the two values counts").offer(
        Remedy::new(
            "keep-one",
            Applicability::Ask,
            "Keep one, make the other a comment",
            move |_, answers| {
                let keep = answers.get("line").map(String::as_str);
                let line = if keep == Some(later.to_string().as_str()) {
                    earlier
                } else {
                    later
                };
                let edit = Edit::CommentOut {
                    first: line,
                    last: line,
                };
                Ok(Plan::edit(kind, vec![edit]))
            },
        )
        .ask(Question {
            key: "line",
            prompt: format!("Which {name} counts?"),
            help: "SDKs that read on take the last one".into(),
            kind: QuestionKind::Choice {
                choices: vec![choice(&first), choice(&last)],
                other: None,
            },
            default: None,
        }),
    )
}

/// A section that stands twice.
pub(super) fn section(source: &Source<'_>, fault: &Fault, name: &str) -> Finding {
    let later = fault.location.line;
    let related = fault.related.unwrap_or(fault.location);
    let earlier = related.line;
    let name = clean_line(name);
    let finding = source
        .finding(
            "duplicate-section",
            format!("[{name}] stands twice"),
            format!(
                "In {}, the section [{name}] stands twice, in lines {earlier} and {later}.",
                source.shown
            ),
        )
        .at(source.place(fault.location), "again here")
        .beside(source.place(related), "first here");
    let (first, last) = (properties(source, earlier), properties(source, later));
    let mut conflicts: Vec<(&Written, &Written)> = last
        .values()
        .filter_map(|written| Some((first.get(&written.key)?, written)))
        .filter(|(first, last)| first.value != last.value)
        .collect();
    conflicts.sort_by_key(|(first, _)| first.line);
    let kind = source.kind;
    let merge = Edit::MergeSection {
        from: later,
        into: earlier,
    };
    if conflicts.is_empty() {
        return finding
            .next(format!(
                "merge line {later}'s section into line {earlier}'s"
            ))
            .offer(Remedy::edit(
                "merge",
                Applicability::Safe,
                format!("Merge both into the one in line {earlier}"),
                kind,
                vec![merge],
            ));
    }
    let keys: Vec<&str> = conflicts
        .iter()
        .map(|(first, _)| first.key.as_str())
        .collect();
    let values = |side: fn(&(&Written, &Written)) -> String| {
        let all: Vec<String> = conflicts.iter().map(side).collect();
        list(&all, 3)
    };
    let choices = vec![
        Choice {
            value: "first".into(),
            label: format!("the first: {}", values(|(first, _)| assignment(first))),
        },
        Choice {
            value: "last".into(),
            label: format!("the last: {}", values(|(_, last)| assignment(last))),
        },
    ];
    let dropped: Vec<usize> = conflicts.iter().map(|(_, last)| last.line).collect();
    finding
        .next(format!(
            "choose which values count: the two differ in {}",
            list(&keys, 3)
        ))
        .offer(
            Remedy::new(
                "merge-choosing",
                Applicability::Ask,
                "Merge both; the values that do not count become comments",
                move |_, answers| {
                    let mut edits = vec![merge.clone()];
                    // Of two values the merge keeps the last, and makes the other one a comment.
                    if answers.get("keep").is_some_and(|keep| keep == "first") {
                        edits.extend(dropped.iter().map(|line| Edit::CommentOut {
                            first: *line,
                            last: *line,
                        }));
                    }
                    Ok(Plan::edit(kind, edits))
                },
            )
            .ask(Question {
                key: "keep",
                prompt: format!("Which values of [{name}] count?"),
                help: "SDKs that read on take the last ones".into(),
                kind: QuestionKind::Choice {
                    choices,
                    other: None,
                },
                default: None,
            }),
        )
}

/// `key = value`, masked.
fn assignment(written: &Written) -> String {
    format!("{} = {}", clean_line(&written.key), shown(written))
}
