//! `config-duplicates`: no section and no key is duplicated.

use std::collections::{BTreeSet, HashMap};

use aws_files::{Edit, Fault, FaultKind, LineKind};
use facts::{Text, clean_line, mask_value};

use super::one_name;
use super::source::SourceFile;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::list;
use crate::{
    Applicability, Check, Choice, Finding, Group, Outcome, Plan, Question, QuestionKind, Remedy,
};

pub(crate) static CHECK: Check = Check {
    id: "config-duplicates",
    label: "duplicates",
    title: "No section or key is defined twice",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE_TEXT],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(source: &SourceFile<'_>) -> Outcome {
    source.judge(|source| {
        let found = twice(source);
        let mut findings = source.first(&found, |twice| match twice {
            Twice::Key(fault, name, of) => key(source, fault, name, of),
            Twice::Section(fault, name) => section(source, fault, name),
        });
        findings.extend(one_name::find(source));
        findings
    })
}

/// What is duplicated.
enum Twice<'a> {
    /// A key, in the section with this header.
    Key(&'a Fault, &'a str, &'a str),
    /// The section with this header.
    Section(&'a Fault, &'a str),
}

/// Duplicate sections and keys, except those that result from another fault.
fn twice<'a>(source: &SourceFile<'a>) -> Vec<Twice<'a>> {
    let faults = source.reading.faults.iter();
    let found: Vec<Twice<'_>> = faults
        .filter_map(|fault| match &fault.kind {
            FaultKind::DuplicateKey { key, section } => Some(Twice::Key(fault, key, section)),
            FaultKind::DuplicateSection { name } => Some(Twice::Section(fault, name)),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    // A key that is in two sections of one name is reported with the sections. An unrecognized
    // header leaves its keys to the section above, which another check reports.
    let mut starts: BTreeSet<usize> = source.unseen_headers().collect();
    starts.extend(found.iter().filter_map(|twice| match twice {
        Twice::Section(fault, _) => Some(fault.location.line),
        Twice::Key(..) => None,
    }));
    found
        .into_iter()
        .filter(|twice| match twice {
            Twice::Section(..) => true,
            Twice::Key(fault, ..) => {
                let line = fault.location.line;
                let from = fault.related.map_or(line, |related| related.line);
                from >= line || starts.range(from + 1..=line).next().is_none()
            }
        })
        .collect()
}

/// A property as it is written.
struct Written {
    line: usize,
    key: String,
    /// Its value with its continuation lines, for comparing, and masked for showing.
    value: String,
}

/// Keys whose values must not be shown, and must not be dropped silently.
const SECRET: &[&str] =
    &["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"];

/// The property on a line.
fn written(source: &SourceFile<'_>, line: usize) -> Option<Written> {
    let LineKind::Property { key, value, .. } = source.document.line(line)?.kind else {
        return None;
    };
    let mut whole = source.document.text_at(value).to_owned();
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
    Some(Written { line, key: source.document.text_at(key).to_lowercase(), value: whole })
}

/// The properties of the section whose header is on this line.
fn properties(source: &SourceFile<'_>, header: usize) -> HashMap<String, Written> {
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

/// A duplicate key in one section.
fn key(source: &SourceFile<'_>, fault: &Fault, key: &str, section: &str) -> Finding {
    let later = fault.location.line;
    let related = fault.related.unwrap_or(fault.location);
    let earlier = related.line;
    let name = clean_line(key);
    let finding = source
        .refused_for(
            "duplicate-key",
            &source.meant_by(section),
            format!("{name} is defined twice (lines {earlier} and {later})"),
            format!(
                "In {}, the key {name} is defined twice in one section, in lines {earlier} and {later}.",
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
        return finding.next(format!("remove line {later}, which repeats line {earlier}")).offer(
            Remedy::new(
                "remove-copy",
                Applicability::Safe,
                format!("Remove line {later}: it has the same value"),
                move |_, _| {
                    let mut plan =
                        Plan::edit(kind, vec![Edit::RemoveLines { first: later, last: later }]);
                    plan.removes_secrets = secret;
                    Ok(plan)
                },
            ),
        );
    }
    let choice = |written: &Written| Choice {
        value: written.line.to_string(),
        label: format!("line {}: {}", written.line, shown(written)),
    };
    finding.next("choose which of the two values to keep").offer(
        Remedy::new(
            "keep-one",
            Applicability::Ask,
            "Keep one and comment out the other",
            move |_, answers| {
                let keep = answers.get("line").map(String::as_str);
                let line = if keep == Some(later.to_string().as_str()) { earlier } else { later };
                let edit = Edit::CommentOut { first: line, last: line };
                Ok(Plan::edit(kind, vec![edit]))
            },
        )
        .ask(Question {
            key: "line",
            prompt: format!("Which {name} do you want to keep?"),
            help: "SDKs that do not refuse the file use the last one".into(),
            kind: QuestionKind::Choice {
                choices: vec![choice(&first), choice(&last)],
                other: None,
            },
            default: None,
        }),
    )
}

/// A duplicate section.
fn section(source: &SourceFile<'_>, fault: &Fault, name: &str) -> Finding {
    let later = fault.location.line;
    let related = fault.related.unwrap_or(fault.location);
    let earlier = related.line;
    let shown = clean_line(name);
    let finding = source
        .refused_for(
            "duplicate-section",
            &source.meant_by(name),
            format!("[{shown}] is defined twice"),
            format!(
                "In {}, the section [{shown}] is defined twice, in lines {earlier} and {later}.",
                source.shown
            ),
        )
        .at(source.place(fault.location), "again here")
        .beside(source.place(related), "first here");
    let pair = Pair::of(source, earlier, later);
    pair.offer(
        source,
        finding,
        later,
        earlier,
        Applicability::Safe,
        "SDKs that do not refuse the file use the last ones",
    )
}

/// Two sections to merge.
pub(super) struct Pair {
    first: HashMap<String, Written>,
    last: HashMap<String, Written>,
    earlier: usize,
    later: usize,
}

impl Pair {
    /// The sections whose headers are on these lines.
    pub(super) fn of(source: &SourceFile<'_>, earlier: usize, later: usize) -> Self {
        Self { first: properties(source, earlier), last: properties(source, later), earlier, later }
    }

    /// The keys that are only in the first, or that have another value there.
    pub(super) fn lost(&self) -> Vec<&str> {
        let mut lost: Vec<&Written> = self
            .first
            .values()
            .filter(|written| {
                self.last.get(&written.key).is_none_or(|other| other.value != written.value)
            })
            .collect();
        lost.sort_by_key(|written| written.line);
        lost.into_iter().map(|written| written.key.as_str()).collect()
    }

    /// The keys of both sections.
    pub(super) fn keys(&self) -> [Vec<&str>; 2] {
        [&self.first, &self.last].map(|keys| keys.keys().map(String::as_str).collect())
    }

    fn conflicts(&self) -> Vec<(&Written, &Written)> {
        let mut conflicts: Vec<(&Written, &Written)> = self
            .last
            .values()
            .filter_map(|written| Some((self.first.get(&written.key)?, written)))
            .filter(|(first, last)| first.value != last.value)
            .collect();
        conflicts.sort_by_key(|(first, _)| first.line);
        conflicts
    }

    /// Offers to move the lines of the section on line `from` into the one on line `into`.
    pub(super) fn offer(
        &self,
        source: &SourceFile<'_>,
        finding: Finding,
        from: usize,
        into: usize,
        applicability: Applicability,
        help: &str,
    ) -> Finding {
        let kind = source.kind;
        let merge = Edit::MergeSection { from, into };
        let conflicts = self.conflicts();
        if conflicts.is_empty() {
            return finding.next(format!("merge line {from}'s section into line {into}'s")).offer(
                Remedy::edit(
                    "merge",
                    applicability,
                    format!("Merge both into the one in line {into}"),
                    kind,
                    vec![merge],
                ),
            );
        }
        let keys: Vec<&str> = conflicts.iter().map(|(first, _)| first.key.as_str()).collect();
        let values = |side: fn(&(&Written, &Written)) -> String| {
            let all: Vec<String> = conflicts.iter().map(side).collect();
            list(&all, 3)
        };
        let choices = vec![
            Choice {
                value: "first".into(),
                label: format!("line {}: {}", self.earlier, values(|(first, _)| assignment(first))),
            },
            Choice {
                value: "last".into(),
                label: format!("line {}: {}", self.later, values(|(_, last)| assignment(last))),
            },
        ];
        let dropped: Vec<usize> = conflicts.iter().map(|(_, last)| last.line).collect();
        finding
            .next(format!(
                "choose which values to keep: the two sections differ in {}",
                list(&keys, 3)
            ))
            .offer(
                Remedy::new(
                    "merge-choosing",
                    Applicability::Ask,
                    "Merge both; comment out the other values",
                    move |_, answers| {
                        let mut edits = vec![merge.clone()];
                        // Of two values the merge keeps the last and comments out the other.
                        if answers.get("keep").is_some_and(|keep| keep == "first") {
                            edits.extend(
                                dropped
                                    .iter()
                                    .map(|line| Edit::CommentOut { first: *line, last: *line }),
                            );
                        }
                        Ok(Plan::edit(kind, edits))
                    },
                )
                .ask(Question {
                    key: "keep",
                    prompt: "Which values do you want to keep?".into(),
                    help: help.to_owned(),
                    kind: QuestionKind::Choice { choices, other: None },
                    default: None,
                }),
            )
    }
}

/// `key = value`, masked.
fn assignment(written: &Written) -> String {
    format!("{} = {}", Text(&written.key), shown(written))
}

#[cfg(test)]
mod cases;
