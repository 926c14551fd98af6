//! `config-names`: profile and session names work in every SDK.

#[cfg(test)]
mod cases;
mod granted;

use aws_files::{Edit, FileKind, Section};
use facts::{Facts, SessionKey, Subject, clean_line};

use crate::check::Examine;
use crate::files::source::readable_files;
use crate::kit::needs;
use crate::kit::words::count;
use crate::questions::{accept_session_name, portable_name};
use crate::session::lead_to;
use crate::{
    Applicability, Check, Finding, Group, Outcome, Place, Plan, PlanError, Question, QuestionKind,
    Remedy, Severity,
};

pub(crate) static CHECK: Check = Check {
    id: "config-names",
    label: "portable names",
    title: "Profile and session names work in every SDK",
    group: Group::Files,
    since: "0.1.0",
    requires: &[needs::READABLE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The profiles and sessions with such a name, or the files if there are none.
fn subjects(facts: &Facts) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = facts
        .files()
        .profiles()
        .iter()
        .filter(|(name, profile)| {
            let mut sections = profile.sections();
            sections.any(|(file, section)| form(file, name, section) != Form::Portable)
        })
        .map(|(name, _)| Subject::Profile(name.clone()))
        .collect();
    for (name, section) in facts.files().sessions() {
        if form(FileKind::Config, name, section) != Form::Portable {
            subjects.push(Subject::Session(SessionKey::Named(name.clone())));
        }
    }
    if subjects.is_empty() {
        subjects = readable_files(facts);
    }
    subjects
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let found = match subject {
        Subject::Profile(name) => profile(facts, subject, name),
        Subject::Session(key) => facts
            .files()
            .sessions()
            .get(key.name())
            .and_then(|section| session(facts, subject, key, section)),
        _ => None,
    };
    match found {
        Some(finding) => Outcome::Found(vec![finding]),
        None => Outcome::Passed(String::new()),
    }
}

/// How a name is written in its header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// As every SDK reads it, or with a problem that another check reports.
    Portable,
    /// Only its quotes are a problem.
    Quoted,
    /// It contains characters that not every SDK accepts.
    Special,
}

fn form(file: FileKind, name: &str, section: &Section) -> Form {
    let prefixed = || {
        ["profile", "sso-session", "services"].iter().any(|prefix| {
            name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with([' ', '\t']))
        })
    };
    // In the credentials file the header's text is the name; `config-sections` reports a prefix
    // there.
    if file == FileKind::Credentials && (prefixed() || name.trim() != name) {
        return Form::Portable;
    }
    if is_portable(name) {
        let written = section.header.end_column - section.header.column;
        return if written == name.chars().count() { Form::Portable } else { Form::Quoted };
    }
    // `config-lookalikes` reports invisible characters and typographic quotes.
    if name.chars().any(|c| c.is_control() || (!c.is_ascii() && !c.is_alphanumeric())) {
        return Form::Portable;
    }
    Form::Special
}

/// aws-runtime's `validate_identifier` (`env_config/normalize.rs`); and a profile `__proto__`
/// makes the file empty for the JavaScript SDK (measured with its loader 4.7.2).
fn is_portable(name: &str) -> bool {
    !name.is_empty()
        && name != "__proto__"
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-/.%@:+".contains(&b))
}

fn profile(facts: &Facts, subject: &Subject, name: &str) -> Option<Finding> {
    let merged = facts.files().profiles().get(name)?;
    let severity = severity(facts.in_scope(name));
    let shown = clean_line(name);
    let bad =
        |wanted| merged.sections().find(|(file, section)| form(*file, name, section) == wanted);
    if let Some(finding) = granted::refused_name(facts, subject, name) {
        return Some(finding.offer(rename_profile(facts, name, facts.references_to(name).len())));
    }
    if let Some((file, section)) = bad(Form::Special) {
        let mut finding = Finding::will_bite(
            "profile-name",
            format!("{shown}: not every SDK reads this name"),
        )
        .severity(severity)
        .about(subject.clone())
        .what(format!(
            "The profile {shown} has a name that the AWS CLI can read but other tools cannot."
        ))
        .why(why(file, name))
        .at(Place::of(facts, file, section.header), "letters, digits and _-/.%@:+ work everywhere")
        .next("rename the profile, if you use it outside the AWS CLI");
        let references = facts.references_to(name);
        for (file, line) in references.iter().take(3) {
            finding = finding.beside(Place::of(facts, *file, *line), "named here");
        }
        return Some(
            finding
                .offer(rename_profile(facts, name, references.len()))
                .leave("Keep it: I use it only with the AWS CLI"),
        );
    }
    let (file, section) = bad(Form::Quoted)?;
    Some(quoted(facts, subject, severity, file, section, name, "profile"))
}

fn session(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    section: &Section,
) -> Option<Finding> {
    let name = key.name();
    let severity = severity(facts.session_in_scope(key));
    match form(FileKind::Config, name, section) {
        Form::Portable => None,
        Form::Quoted => {
            Some(quoted(facts, subject, severity, FileKind::Config, section, name, "sso-session"))
        }
        Form::Special => {
            let shown = clean_line(name);
            let users = facts.session_users().get(key).map_or(0, Vec::len);
            let from = key.clone();
            let header = section.header.line;
            let rename = Remedy::new(
                "rename-session",
                Applicability::Ask,
                match users {
                    0 => "Rename the session".to_owned(),
                    n => format!(
                        "Rename the session, in {} too",
                        count(n, "profile", "profiles")
                    ),
                },
                move |facts, answers| {
                    let name = &answers["name"];
                    if facts.files().sessions().contains_key(name) {
                        return Err(taken("session"));
                    }
                    let mut edits = lead_to(facts, &from, name);
                    let name = name.clone();
                    edits.push((FileKind::Config, Edit::RenameSection { line: header, name }));
                    Ok(Plan::edits(edits))
                },
            )
            .ask(question(
                "New name of the session",
                free(name, |name| facts.files().sessions().contains_key(name)),
            ))
            .word(
                "You must sign in again afterwards: AWS tools find a sign-in by the session's name.",
            );
            Some(
                Finding::will_bite("session-name", format!("{shown}: not every SDK reads this name")).severity(severity).about(subject.clone()).what(format!("The sso-session {shown} has a name that the AWS CLI can read but other tools cannot."))
                .why(format!("{} Some versions of the AWS CLI cannot sign in to it either, because they send the name to AWS.", why(FileKind::Config, name)))
                .at(
                    Place::of(facts, FileKind::Config, section.header),
                    "letters, digits and _-/.%@:+ work everywhere",
                )
                .next("rename the session and sign in again")
                .offer(rename)
                .leave("Keep it: I use it only with the AWS CLI"),
            )
        }
    }
}

const fn severity(in_scope: bool) -> Severity {
    if in_scope { Severity::Warn } else { Severity::Note }
}

/// Which tools do not find it (measured; FACTS, 2.3).
fn why(file: FileKind, name: &str) -> String {
    if name == "__proto__" {
        return "The JavaScript SDK finds no profiles at all in a file with this one.".into();
    }
    let quoted = file == FileKind::Config && name.contains(char::is_whitespace);
    let mut why = "The Rust, Java and JavaScript SDKs ignore the section.".to_owned();
    if quoted {
        why.push_str(" The Go SDK and Terraform read its quotes as part of the name.");
    }
    why
}

/// A name that needs no quotes.
fn quoted(
    facts: &Facts,
    subject: &Subject,
    severity: Severity,
    file: FileKind,
    section: &Section,
    name: &str,
    word: &str,
) -> Finding {
    let shown = clean_line(name);
    Finding::will_bite("quoted-name", format!("{shown} is in quotes")).severity(severity).about(subject.clone()).what(format!("The name of the {word} {shown} is in quotes, which only some tools remove."))
    .why("The Rust and Java SDKs ignore the section; the Go SDK and Terraform read the quotes as part of the name.")
    .at(Place::of(facts, file, section.header), "needs no quotes")
    .next("remove the quotes")
    .offer(Remedy::edit(
        "remove-quotes",
        Applicability::Safe,
        format!("Change it to [{word} {shown}]"),
        file,
        vec![Edit::RenameSection {
            line: section.header.line,
            name: name.to_owned(),
        }],
    ))
}

fn rename_profile(facts: &Facts, name: &str, references: usize) -> Remedy {
    let old = name.to_owned();
    let title = match references {
        0 => "Rename the profile".to_owned(),
        n => {
            format!("Rename the profile, in {} too", count(n, "source_profile", "source_profiles"))
        }
    };
    let mut remedy = Remedy::new(
        "rename-profile",
        Applicability::Ask,
        title,
        move |facts, answers| {
            let new = &answers["name"];
            if facts.files().profiles().contains_key(new) {
                return Err(taken("profile"));
            }
            let Some(merged) = facts.files().profiles().get(&old) else {
                return Ok(Plan::default());
            };
            let mut edits: Vec<(FileKind, Edit)> = renamed_references(facts, &old, new);
            edits.extend(granted::renamed_argument(facts, &old, new));
            for (file, section) in merged.sections() {
                let (line, name) = (section.header.line, new.clone());
                edits.push((file, Edit::RenameSection { line, name }));
            }
            Ok(Plan::edits(edits))
        },
    )
    .ask(question(
        "New name of the profile",
        free(name, |name| facts.files().profiles().contains_key(name)),
    ))
    .word(
        "Change the name yourself wherever else it is used: scripts, Terraform, kubeconfig files.",
    );
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
        if facts.environment().text(variable) == Some(name) {
            remedy = remedy.word(format!("{variable} names it too: set it to the new name."));
        }
    }
    remedy
}

fn renamed_references(facts: &Facts, old: &str, new: &str) -> Vec<(FileKind, Edit)> {
    facts
        .references_to(old)
        .iter()
        .map(|(file, location)| {
            let edit = Edit::SetValue { line: location.line, value: new.to_owned() };
            (*file, edit)
        })
        .collect()
}

fn taken(word: &str) -> PlanError {
    PlanError { key: "name", why: format!("a {word} with this name already exists") }
}

fn question(prompt: &str, default: String) -> Question {
    Question {
        key: "name",
        prompt: prompt.into(),
        help: "letters, digits and _ - / . % @ : +, without spaces".into(),
        kind: QuestionKind::Text(accept_session_name),
        default: Some(default),
    }
}

/// The name with `-` in place of characters that are not portable, and a number at the end if that
/// name is taken.
fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let portable = portable_name(name);
    let slug = portable.as_deref().unwrap_or("renamed");
    if !is_taken(slug) {
        return slug.to_owned();
    }
    (2..=99)
        .map(|n| format!("{slug}-{n}"))
        .find(|name| !is_taken(name))
        .unwrap_or_else(|| slug.to_owned())
}
