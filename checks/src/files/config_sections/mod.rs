//! `config-sections`: the AWS CLI recognizes every section header.

#[cfg(test)]
mod cases;

use std::collections::BTreeSet;

use aws_files::{Edit, FileKind, Location, Section};
use facts::{Facts, SessionKey, Subject, Text, clean_line};

use super::headers::{Meant, Readers, loose_prefix, meant};
use super::lines;
use super::lookalike_headers::meant_header;
use super::lost::Lost;
use super::source::SourceFile;
use super::{behind_header, credentials_names, python_default};
use crate::check::Examine;
use crate::kit::needs;
use crate::{
    Applicability, Check, Choice, Finding, Group, Outcome, Plan, Question, QuestionKind, Remedy,
};

pub(crate) static CHECK: Check = Check {
    id: "config-sections",
    label: "section headers",
    title: "Every section header is one that the AWS CLI recognizes",
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
        let mut findings = behind_header::find(source);
        // Reports each line only once.
        let told: BTreeSet<usize> =
            findings.iter().filter_map(|finding| Some(finding.place()?.location.line)).collect();
        match source.kind {
            FileKind::Config => {
                findings.extend(unrecognized(source, &told));
                findings.extend(portals(source));
                findings.extend(loose(source, &told));
                findings.extend(python_default::find(source));
            }
            FileKind::Credentials => findings.extend(credentials_names::find(source, &told)),
        }
        findings
    })
}

/// Sections that are neither a profile nor a session for the AWS CLI.
fn unrecognized(source: &SourceFile<'_>, told: &BTreeSet<usize>) -> Vec<Finding> {
    misnamed_sections(source)
        .filter(|(section, ..)| !told.contains(&section.header.line))
        .map(|(section, text, at, (meant, readers))| {
            misnamed(source, section, text, at, meant, readers)
        })
        .collect()
}

/// A section whose header no tool recognizes: the section, its header and its place, and what it
/// was meant to be.
type Misnamed<'a> = (&'a Section, &'a str, Location, (Meant, Readers));

fn misnamed_sections<'a>(source: &SourceFile<'a>) -> impl Iterator<Item = Misnamed<'a>> {
    let reading = source.reading;
    reading.others.iter().chain(&reading.ignored).filter_map(|section| {
        let (text, at) = source.header(section.header.line)?;
        // The earlier of two headers that mean the same name is ignored for another reason, and
        // another check reports invisible characters.
        if source.is_recognized(text) || meant_header(source.kind, text).is_some() {
            return None;
        }
        let meant = meant(text, section)?;
        Some((section, text, at, meant))
    })
}

/// The names of the sessions whose header no tool recognizes.
pub(crate) fn misnamed_sessions(facts: &Facts) -> Vec<String> {
    let subject = Subject::File(FileKind::Config);
    let source = SourceFile::of_subject(facts, &subject);
    let misnamed = source.iter().flat_map(misnamed_sections);
    let name = |(.., (meant, _)): Misnamed<'_>| match meant {
        Meant::Session(name) | Meant::Either(name) => Some(name),
        Meant::Profile(_) | Meant::Unknown => None,
    };
    misnamed.filter_map(name).collect()
}

/// The check that reports a section which was meant to be this profile, and whose header no tool
/// recognizes.
pub(crate) fn check_of_misnamed_profile(facts: &Facts, name: &str) -> Option<&'static str> {
    let subject = Subject::File(FileKind::Config);
    let source = SourceFile::of_subject(facts, &subject)?;
    let is_it = |meant: &Meant| match meant {
        Meant::Profile(meant) | Meant::Either(meant) => meant == name,
        Meant::Session(_) | Meant::Unknown => false,
    };
    // In the credentials file, a header has no prefix.
    let with_prefix = facts.profile(&format!("profile {name}")).is_some();
    let is_misnamed =
        with_prefix || misnamed_sections(&source).any(|(.., (meant, _))| is_it(&meant));
    let header = aws_files::header("profile", name).ok();
    is_misnamed
        .then_some(CHECK.id)
        .or_else(|| lines::unseen_header(facts, Some(header.as_deref()?)))
}

fn misnamed(
    source: &SourceFile<'_>,
    section: &Section,
    text: &str,
    at: Location,
    meant: Meant,
    readers: Readers,
) -> Finding {
    let facts = source.facts;
    let meant = match meant {
        // A profile names it as its session.
        Meant::Either(name) if is_wanted_session(facts, &name) => Meant::Session(name),
        Meant::Either(name) if facts.in_scope(&name) => Meant::Profile(name),
        other => other,
    };
    let lost = match &meant {
        Meant::Profile(name) | Meant::Either(name) => Lost::profile(facts, name, section),
        Meant::Session(name) => Lost::session(facts, name),
        Meant::Unknown => Lost::other(source.subject),
    };
    let written = clean_line(text);
    let (is, kind) = match &meant {
        Meant::Profile(_) => ("not a profile", "a profile"),
        Meant::Session(_) => ("not an sso-session", "an sso-session"),
        Meant::Either(_) | Meant::Unknown => {
            ("neither a profile nor an sso-session", "one of them")
        }
    };
    let mut finding = Finding::will_bite("not-recognised", format!("[{written}] is {is} for the AWS CLI")).severity(lost.severity).about(lost.subject).what(format!(
            "In {}, the section [{written}] in line {} looks like {kind}, and its header does not say so.",
            source.shown, at.line
        ))
    .stopping(lost.stops)
    .why(format!("{} {}", readers.sentence(), match readers {
        Readers::None => "Nothing in it has any effect.",
        _ => "For all others, nothing in it has any effect.",
    }))
    .at(source.place(at), "not recognized");
    if let Some(says) = lost.says {
        finding = finding.says(says);
    }
    rewrite(source, finding, at.line, &meant)
}

fn is_wanted_session(facts: &Facts, name: &str) -> bool {
    facts.session_users().contains_key(&SessionKey::Named(name.to_owned()))
}

/// Offers the intended header.
fn rewrite(source: &SourceFile<'_>, finding: Finding, line: usize, meant: &Meant) -> Finding {
    let headers = meant.headers();
    let kind = source.kind;
    match headers.as_slice() {
        [] => finding
            .next(format!("say what the section in line {line} is"))
            .offer(lines::name_header(kind, line)),
        [text] => {
            let shown = clean_line(text);
            if let Some(finding) = merge_into_other(source, &finding, line, text) {
                return finding;
            }
            finding.next(format!("write [{shown}] in line {line}")).offer(Remedy::edit(
                "correct-header",
                Applicability::Safe,
                format!("Write [{shown}] in line {line}"),
                kind,
                vec![Edit::SetHeader { line, text: text.clone() }],
            ))
        }
        _ => {
            let choices = headers
                .iter()
                .filter(|text| source.section_of_header(text).is_none())
                .map(|text| Choice { value: text.clone(), label: format!("[{}]", Text(text)) })
                .collect();
            finding.next(format!("say what the section in line {line} is")).offer(
                Remedy::new(
                    "choose-header",
                    Applicability::Ask,
                    "Write the right header",
                    move |_, answers| {
                        let text = answers.get("header").cloned().unwrap_or_default();
                        Ok(Plan::edit(kind, vec![Edit::SetHeader { line, text }]))
                    },
                )
                .ask(Question {
                    key: "header",
                    prompt: format!("What is the section in line {line}?"),
                    help: "you sign in to a session once for all its profiles".into(),
                    kind: QuestionKind::Choice { choices, other: None },
                    default: None,
                }),
            )
        }
    }
}

/// If a section with this header already exists, the two could be merged.
pub(super) fn merge_into_other(
    source: &SourceFile<'_>,
    finding: &Finding,
    line: usize,
    text: &str,
) -> Option<Finding> {
    let other = source.section_of_header(text).filter(|other| other.header.line != line)?;
    let into = other.header.line;
    let shown = clean_line(text);
    Some(
        finding
            .clone()
            .beside(source.place(other.header), format!("[{shown}] already exists here"))
            .next(format!("say whether it belongs to [{shown}] in line {into}"))
            .offer(Remedy::edit(
                "merge",
                Applicability::Ask,
                format!("Merge it into [{shown}] in line {into}"),
                source.kind,
                vec![Edit::MergeSection { from: line, into }],
            ))
            .offer(Remedy::edit(
                "comment-out",
                Applicability::Ask,
                "Comment out the section",
                source.kind,
                vec![Edit::CommentOut { first: line, last: source.last_line(line) }],
            )),
    )
}

/// Whether the profile is a session under a profile's header: `[profile corp]` with a portal and
/// no role, where `sso_session = corp` names it. No check expects it to have a profile's fields.
pub(crate) fn stands_for_session(facts: &Facts, name: &str) -> bool {
    // The profile's own keys rule this out for nearly every profile.
    is_portal(facts, name) && is_missing(facts, name)
}

/// Whether the profile was meant as a session that some profile names.
pub(crate) fn is_meant_as_session(facts: &Facts, name: &str) -> bool {
    stands_for_session(facts, name)
        || (is_portal(facts, name)
            && facts.session_users().keys().any(|key| match key {
                SessionKey::Named(session) => {
                    is_called_session(name, session) && is_missing(facts, session)
                }
                SessionKey::Legacy(_) => false,
            }))
}

/// The profile that was meant as this session: it has the session's name, also with the word
/// sso-session before it (`[profile sso-session.corp]`).
fn profile_for_session<'a>(source: &SourceFile<'a>, name: &str) -> Option<&'a Section> {
    let facts = source.facts;
    let profiles = &source.reading.profiles;
    let own = profiles.get(name).filter(|_| stands_for_session(facts, name));
    own.or_else(|| {
        if !is_missing(facts, name) {
            return None;
        }
        profiles.values().find(|section| {
            is_called_session(&section.name, name) && is_portal(facts, &section.name)
        })
    })
}

/// Whether a profile's name is `sso-session`, a separator, and this name.
fn is_called_session(profile: &str, session: &str) -> bool {
    let prefixes = ["sso-session", "sso_session", "ssosession"];
    prefixes.iter().any(|prefix| {
        let rest = profile.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(session));
        rest.is_some_and(|between| matches!(between, "." | "-" | "_" | "/" | ":" | " " | "="))
    })
}

/// Whether a profile has a portal and nothing else that single sign-on needs.
fn is_portal(facts: &Facts, name: &str) -> bool {
    facts.profile(name).is_some_and(|profile| {
        profile.text("sso_start_url").is_some()
            && ["sso_session", "sso_account_id", "sso_role_name"]
                .iter()
                .all(|key| profile.get(key).is_none())
    })
}

/// The profile that the header makes, and its portal: nothing else is to be said about them.
fn subjects_of_portal(facts: &Facts, name: &str) -> Vec<Subject> {
    let key = facts.profile(name).and_then(|profile| profile.session_key());
    let own = Subject::Profile(name.to_owned());
    key.map(Subject::Session).into_iter().chain([own]).collect()
}

fn is_missing(facts: &Facts, session: &str) -> bool {
    !facts.files().sessions().contains_key(session) && is_wanted_session(facts, session)
}

fn portals(source: &SourceFile<'_>) -> Vec<Finding> {
    let facts = source.facts;
    facts
        .session_users()
        .keys()
        .filter_map(|key| match key {
            SessionKey::Named(name) => Some((name, profile_for_session(source, name)?)),
            SessionKey::Legacy(_) => None,
        })
        .filter_map(|(name, section)| {
            let lost = Lost::session(facts, name);
            let line = section.header.line;
            let text = aws_files::header("sso-session", name).ok()?;
            let shown = clean_line(&section.name);
            let mut finding = Finding::will_bite("profile-for-session", format!("{shown} is a profile, but is named as an sso-session")).severity(lost.severity).about(lost.subject).what(format!(
                    "In {}, the section in line {line} has the portal of the sso-session {}, but its header makes it a profile.",
                    source.shown, Text(name)
                ))
            .stopping(lost.stops)
            .stopping_also(subjects_of_portal(facts, &section.name))
            .why("Tools do not look for sessions among the profiles, so every command with a profile that names it fails.")
            .at(source.place(section.header), "a profile for every tool")
            .next(format!("write [{}] in line {line}, if it is not also used as a profile", Text(&text)));
            if let Some(says) = lost.says {
                finding = finding.says(says);
            }
            Some(finding.offer(Remedy::edit(
                "correct-header",
                // It may also be a profile, only for signing in.
                Applicability::Ask,
                format!("Write [{}] in line {line}", Text(&text)),
                source.kind,
                vec![Edit::SetHeader { line, text }],
            )))
        })
        .collect()
}

/// Headers that work in the AWS CLI only because of the beginning of their first word.
fn loose(source: &SourceFile<'_>, told: &BTreeSet<usize>) -> Vec<Finding> {
    let reading = source.reading;
    let profiles = reading.profiles.values().map(|section| (section, true));
    let sessions = reading.sso_sessions.values().map(|section| (section, false));
    profiles
        .chain(sessions)
        .filter(|(section, _)| !told.contains(&section.header.line))
        .filter_map(|(section, is_profile)| {
            let (text, at) = source.header(section.header.line)?;
            let prefix = loose_prefix(text)?;
            let subject = if is_profile {
                Subject::Profile(section.name.clone())
            } else {
                Subject::Session(SessionKey::Named(section.name.clone()))
            };
            let shown = clean_line(text);
            let name = section.name.clone();
            let meant = match prefix {
                "profile" => Meant::Profile(name),
                _ => Meant::Session(name),
            };
            let finding = Finding::will_bite("loose-prefix", format!("[{shown}] works only in the AWS CLI")).about(subject).what(format!(
                    "In {}, [{shown}] in line {} does not start with the word {prefix}.",
                    source.shown, at.line
                ))
            .why("The AWS CLI and boto3 check only how the first word starts; no SDK reads the section.")
            .at(source.place(at), format!("probably {prefix}"));
            Some(rewrite(source, finding, at.line, &meant))
        })
        .collect()
}
