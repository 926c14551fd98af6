//! `config-template`: the text of some instructions was pasted and not filled in.

mod blanks;
#[cfg(test)]
mod cases;
mod fill;

use std::collections::BTreeSet;

use facts::{Facts, SessionKey, Subject};

use self::blanks::{BlankSection, Owner, blank_sections, lines_before_sections, may_have_blanks};
use crate::check::Examine;
use crate::files::source::SourceFile;
use crate::kit::guides::set_up_with_title;
use crate::kit::words::count;
use crate::{Check, Finding, Group, Need, Outcome, Severity};

pub(crate) static CHECK: Check = Check {
    id: "config-template",
    label: "nothing to fill in",
    title: "Nothing of a template is left to fill in",
    group: Group::Files,
    since: "0.1.0",
    requires: &[Need::Check("files-readable")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Files(examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Show at most this many lines; a template has about ten.
const MAX_LINES_SHOWN: usize = 20;

fn examine(file: &SourceFile<'_>) -> Outcome {
    if !may_have_blanks(file.document.as_bytes()) {
        return Outcome::Passed(String::new());
    }
    let sections = blank_sections(file);
    if sections.is_empty() {
        return Outcome::Passed(String::new());
    }
    not_filled_in(file, &sections).into()
}

fn not_filled_in(file: &SourceFile<'_>, sections: &[BlankSection]) -> Finding {
    let facts = file.facts;
    let before = lines_before_sections(file, sections);
    let stopped = stopped_subjects(facts, sections);
    let blanks = || sections.iter().flat_map(|section| &section.blanks);
    let lines: BTreeSet<usize> =
        before.iter().copied().chain(blanks().map(|blank| blank.at)).map(|at| at.line).collect();
    let fails = !before.is_empty() || stopped.iter().any(|on| on.is_in_scope(facts));
    // It stops what it is about, which is the whole file only if the file cannot be read.
    let in_scope = stopped.iter().find(|on| on.is_in_scope(facts)).or(stopped.first());
    let subject = in_scope.filter(|_| before.is_empty()).unwrap_or(file.subject).clone();
    let number = count(lines.len(), "line is", "lines are");
    let mut finding = Finding::will_bite("not-filled-in", format!("{number} not filled in"))
        .severity(Severity::fail_if(fails))
        .what(format!(
            "{} contains a template that is not filled in: {}.",
            file.shown,
            listed_lines(&lines)
        ))
        .why(if before.is_empty() {
            "AWS files expand no variables: every tool takes these texts as they are. Replace each with your own value."
        } else {
            "AWS files expand no variables, and the AWS CLI refuses a file with text before the first section. Replace each with your own value."
        })
        .next("fill in your own values, or run aws-onboard setup")
        .stopping_also(stopped)
        .about(subject)
        .instead_of_others();
    if !before.is_empty() {
        finding = finding.says(format!(
            "Unable to parse config file: {}",
            facts.files().file(file.kind).path.display()
        ));
    }
    let places = before
        .iter()
        .map(|at| (*at, "belongs to the template"))
        .chain(blanks().map(|blank| (blank.at, "not filled in")));
    for (at, label) in places.take(MAX_LINES_SHOWN) {
        finding = finding.at(file.place(at), label);
    }
    let before: Vec<usize> = before.iter().map(|at| at.line).collect();
    if let Some(remedy) = fill::fill_in(facts, file.kind, sections, &before) {
        finding = finding.offer(remedy);
    }
    finding.offer(set_up_with_title("Or set up single sign-on with questions"))
}

/// The profiles and sessions that cannot work: those with blanks, and the users of such sessions.
fn stopped_subjects(facts: &Facts, sections: &[BlankSection]) -> Vec<Subject> {
    let mut stopped = Vec::new();
    for section in sections {
        match &section.owner {
            Owner::Profile(name) => {
                stopped.push(Subject::Profile(name.clone()));
                let key = facts.profile(name).and_then(|profile| profile.session_key());
                // The portal of a legacy profile is in the profile.
                stopped.extend(key.filter(is_legacy).map(Subject::Session));
            }
            Owner::Session(name) => {
                let key = SessionKey::Named(name.clone());
                let users = facts.session_users().get(&key).into_iter().flatten();
                stopped.extend(users.map(|user| Subject::Profile(user.clone())));
                stopped.push(Subject::Session(key));
            }
            Owner::Other => {}
        }
    }
    stopped
}

const fn is_legacy(key: &SessionKey) -> bool {
    matches!(key, SessionKey::Legacy(_))
}

/// `line 3`, `lines 1 to 5, 8 and 10`.
fn listed_lines(lines: &BTreeSet<usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for line in lines.iter().copied() {
        match runs.last_mut() {
            // Two lines are shorter one by one.
            Some((first, last)) if *last + 1 == line && lines.contains(&(*first + 2)) => {
                *last = line;
            }
            _ => runs.push((line, line)),
        }
    }
    let words: Vec<String> = runs
        .iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            _ => format!("{first} to {last}"),
        })
        .collect();
    let plural = if lines.len() == 1 { "line" } else { "lines" };
    match words.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{plural} {} and {last}", head.join(", ")),
        all => format!("{plural} {}", all.join("")),
    }
}
