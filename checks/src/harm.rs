//! Whether a fix would take away something that works: what "safe" must never do
//! (docs/judgement.md, *Safe or ask*).

use std::collections::{BTreeMap, BTreeSet};

use aws_files::{Document, Edit, FileKind, LineTag, Location, Reading, Section, View, read};
use facts::{Facts, Subject};

use crate::{Finding, Plan, Step};

/// Why a fix is not safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Harm {
    /// The edits cannot be applied, would make the file unreadable, or change nothing.
    CannotApply,
    /// A value would be lost, or would change.
    Loses {
        /// The file.
        file: FileKind,
        /// The section that the value is in.
        section: String,
        /// The key.
        key: String,
        /// The line, before the fix.
        line: usize,
    },
    /// The profile that AWS_PROFILE or `--profile` names would get another name.
    Renames {
        /// The file.
        file: FileKind,
        /// The profile's name now.
        profile: String,
        /// The line of its header.
        line: usize,
    },
}

/// The first value that a reader of the AWS files gets before the plan and not after it, although
/// no finding names that very value; or a setting that the plan makes a comment or
/// removes. Both readers are asked: the AWS CLI (with boto3), and the SDKs. The findings are those that
/// the plan fixes together.
pub fn find_harm(facts: &Facts, findings: &[&Finding], plan: &Plan) -> Option<Harm> {
    plan.steps.iter().find_map(|step| match step {
        Step::Edit { file, edits } => {
            let before = facts.files().file(*file).document()?;
            let Ok(after) = before.edit(edits) else { return Some(Harm::CannotApply) };
            if after.as_bytes() == before.as_bytes() {
                return Some(Harm::CannotApply);
            }
            let named = NamedLines::of(facts, findings, *file);
            [View::Cli, View::Sdk]
                .into_iter()
                .find_map(|view| lost_value(facts, (*file, view), before, &after, findings, &named))
                .or_else(|| lost_setting(*file, before, &after, edits, &named))
        }
        _ => None,
    })
}

/// The lines that findings name in one file.
struct NamedLines(BTreeSet<usize>);

impl NamedLines {
    fn of(facts: &Facts, findings: &[&Finding], file: FileKind) -> Self {
        let path = facts.files().path(file);
        let evidence = findings.iter().flat_map(|finding| &finding.evidence);
        let evidence = evidence.filter(|evidence| *evidence.place.path == *path);
        Self(evidence.map(|evidence| evidence.place.location.line).collect())
    }

    fn name_value(&self, key: Location, last: usize) -> bool {
        self.0.range(key.line..=last.max(key.line)).next().is_some()
    }
}

fn lost_value(
    facts: &Facts,
    (file, view): (FileKind, View),
    before: &Document,
    after: &Document,
    findings: &[&Finding],
    named: &NamedLines,
) -> Option<Harm> {
    let (before, after) = (read(before, file, view), read(after, file, view));
    let broken = |kind: &str, name: &str| {
        findings.iter().any(|finding| match &finding.subject {
            Subject::Profile(broken) => kind == "profile" && broken == name,
            Subject::Session(broken) => kind == "sso-session" && broken.name() == name,
            Subject::File(_) | Subject::Machine => false,
        })
    };
    let then = sections(&after);
    for ((kind, name), section) in sections(&before) {
        let same = then.get(&(kind, name)).copied();
        let renamed = same.is_none() && section.headers.iter().any(|at| named.0.contains(&at.line));
        if renamed && then.values().any(|other| holds_all(other, section)) {
            if kind == "profile" && facts.scope().reason.is_named() && facts.in_scope(name) {
                let line = section.header.line;
                return Some(Harm::Renames { file, profile: name.to_owned(), line });
            }
            continue;
        }
        for (key, property) in section.iter() {
            let is_read = kind != "sso-session" || SESSION_KEYS.contains(&key);
            if !is_read || named.name_value(property.key_location, property.last_line) {
                continue;
            }
            let kept = same.and_then(|same| same.get(key)).is_some_and(|now| {
                // White space around lines of one value is not part of it.
                squeeze(&value_text(&now.value)) == squeeze(&value_text(&property.value))
            });
            // A session says it for its profiles.
            let text = squeeze(&value_text(&property.value));
            let holds = |other: &Section| {
                other.get(key).is_some_and(|now| squeeze(&value_text(&now.value)) == text)
            };
            let by_session = matches!(key, "sso_start_url" | "sso_region")
                && same
                    .and_then(|same| same.text("sso_session"))
                    .and_then(|session| then.get(&("sso-session", session)))
                    .is_some_and(|session| holds(session));
            let kept = kept || by_session;
            let pair = is_static_key(key) && names_static_key(section, named);
            if !kept && !pair {
                return Some(harm(file, &section.name, key, property.key_location.line));
            }
        }
        // A profile that is not the broken one keeps its identity.
        let Some(same) = same.filter(|_| kind == "profile" && !broken(kind, name)) else {
            continue;
        };
        let added = same.iter().find(|(key, property)| {
            IDENTITY.contains(key)
                && section.get(key).is_none()
                && !property.from_default
                && !names_section(section, named)
        });
        if let Some((key, _)) = added {
            return Some(harm(file, name, key, section.header.line));
        }
    }
    None
}

/// Whether a section has every value of another one.
fn holds_all(section: &Section, other: &Section) -> bool {
    other.iter().all(|(key, property)| {
        let same = section.get(key);
        same.is_some_and(|same| {
            squeeze(&value_text(&same.value)) == squeeze(&value_text(&property.value))
        })
    })
}

/// The keys that tools read in a session; others got there by accident.
const SESSION_KEYS: &[&str] = &["sso_region", "sso_registration_scopes", "sso_start_url"];

/// The keys that decide which identity a profile has.
const IDENTITY: &[&str] = &[
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

fn sections(reading: &Reading) -> BTreeMap<(&'static str, &str), &Section> {
    let profiles = reading.profiles.iter().map(|(name, section)| (("profile", name), section));
    let sessions =
        reading.sso_sessions.iter().map(|(name, section)| (("sso-session", name), section));
    let services = reading.services.iter().map(|(name, section)| (("services", name), section));
    profiles
        .chain(sessions)
        .chain(services)
        .map(|((kind, name), section)| ((kind, name.as_str()), section))
        .collect()
}

fn value_text(value: &aws_files::Value) -> String {
    match value {
        aws_files::Value::Text(text) => text.clone(),
        aws_files::Value::Nested(nested) => nested
            .iter()
            .map(|(key, property)| format!("{key}={}\n", value_text(&property.value)))
            .collect(),
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_static_key(key: &str) -> bool {
    matches!(key, "aws_access_key_id" | "aws_secret_access_key" | "aws_session_token")
}

/// Whether the finding names one of the section's keys, which are one value for people.
fn names_static_key(section: &Section, named: &NamedLines) -> bool {
    section.iter().any(|(key, property)| {
        is_static_key(key) && named.name_value(property.key_location, property.last_line)
    })
}

fn names_section(section: &Section, named: &NamedLines) -> bool {
    named.0.range(section.first_line..=section.last_line).next().is_some()
}

fn harm(file: FileKind, section: &str, key: &str, line: usize) -> Harm {
    Harm::Loses { file, section: section.to_owned(), key: key.to_owned(), line }
}

/// A setting that the edits make a comment or remove, and that is nowhere else in the file. Keys
/// are the exception: their check decides which of them are of no use.
fn lost_setting(
    file: FileKind,
    before: &Document,
    after: &Document,
    edits: &[Edit],
    named: &NamedLines,
) -> Option<Harm> {
    let reading = read(before, file, View::Cli);
    let is_read = |line: usize| {
        let mut sections = sections(&reading).into_values();
        sections.any(|section| section.iter().any(|(_, own)| own.key_location.line == line))
    };
    let gone = edits.iter().filter_map(|edit| match edit {
        Edit::CommentOut { first, last } | Edit::RemoveLines { first, last } => {
            Some(*first..=*last)
        }
        _ => None,
    });
    let mut left: Option<BTreeSet<(String, String)>> = None;
    for line in gone.flatten() {
        let Some(setting) = setting_of(before, line) else { continue };
        // A value that is read and that the finding names is the fault itself.
        if named.0.contains(&line) && is_read(line) {
            continue;
        }
        let left = left.get_or_insert_with(|| {
            (1..=after.line_count()).filter_map(|line| setting_of(after, line)).collect()
        });
        if !left.contains(&setting) {
            return Some(harm(file, "", &setting.0, line));
        }
    }
    None
}

/// The known key and the value that a line sets.
fn setting_of(document: &Document, line: usize) -> Option<(String, String)> {
    let is_comment = matches!(document.tag(line), None | Some(LineTag::Comment | LineTag::Blank));
    let text = document.text(line);
    let (key, value) = text.split_once('=').filter(|_| !is_comment)?;
    let key = key.trim().to_ascii_lowercase();
    let known = crate::files::is_setting(&key) && !is_static_key(&key);
    (known && !value.trim().is_empty()).then(|| (key, squeeze(value)))
}
