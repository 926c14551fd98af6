//! `sso-session-exists`: the session that a profile names is defined.

use aws_files::{Edit, FileKind};
use facts::{Facts, SessionKey, StartUrl, Subject, clean_line};

use crate::session::questions;
use crate::words::{count, list, nearest};
use crate::{
    Applicability, Check, Choice, Finding, Group, Outcome, Place, Plan, Question, QuestionKind,
    Remedy, Severity,
};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-exists",
    label: "SSO session",
    title: "The profile's sso-session is defined",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

A profile names its portal with `sso_session = NAME`. The section `[sso-session NAME]` must stand
in the config file (`~/.aws/config`), with the same name to the letter. Sections of the credentials
file do not count: no AWS tool looks for sessions there.

## Why it matters

Without the section no tool knows the portal's address or region, so every command with the profile
stops before it reaches AWS. It often happens when an example is copied and only one of the two
names is changed, or when a section is renamed.

## How it is put right

- One session is defined, or one has nearly the same name: the profile is pointed to it. Where the
  session is nobody else's, it can be renamed instead.
- Several are defined: you choose.
- None is defined: the section is added, with the start URL and the region that you give (or those
  of your support team's preset).
- The section stands in the credentials file: it is moved.

## Errors people see

- AWS CLI, boto3: `The specified sso-session does not exist: \"NAME\"`
- AWS CLI, boto3: `The profile \"PROFILE\" is configured to use the SSO token provider but the \"NAME\"
  sso_session configuration does not exist.`
- Rust SDK: ``sso-session named `NAME` (referenced by profile `PROFILE`) was not found``
- JavaScript SDK: `Cannot read properties of undefined (reading 'sso_region')`
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .session_users()
        .keys()
        .filter(|key| matches!(key, SessionKey::Named(_)))
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key @ SessionKey::Named(name)) = subject else {
        return Outcome::Passed(String::new());
    };
    if facts.files().sessions().contains_key(name) {
        return Outcome::Passed(clean_line(name));
    }
    Outcome::Found(vec![finding(facts, subject, key)])
}

fn finding(facts: &Facts, subject: &Subject, key: &SessionKey) -> Finding {
    let name = key.name();
    let shown = clean_line(name);
    let users = facts
        .session_users()
        .get(key)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let severity = if facts.session_in_scope(key) {
        Severity::Fail
    } else {
        Severity::Warn
    };
    let who = match users {
        [one] => format!("The profile {} names", clean_line(one)),
        many => format!(
            "{} ({}) name",
            count(many.len(), "profile", "profiles"),
            list(many, 3)
        ),
    };
    let mut finding = Finding::new(
        "not-defined",
        severity,
        subject,
        format!("{shown} is not defined"),
        format!("{who} an sso-session that does not exist."),
    )
    .why("Every command with this profile stops before it reaches AWS.")
    .says(format!(
        "The specified sso-session does not exist: \"{shown}\""
    ));
    let references = references(facts, users);
    if let Some((file, line_of)) = references.first() {
        let file_word = if *file == FileKind::Config {
            "this file"
        } else {
            "the config file"
        };
        finding = finding.at(
            Place::of(facts, *file, *line_of),
            format!("no [sso-session {shown}] in {file_word}"),
        );
    }
    if let Some(moved) = from_credentials(facts, name) {
        return moved(finding);
    }
    offer(facts, finding, name, &references)
}

/// Where each profile names the session.
fn references(facts: &Facts, users: &[String]) -> Vec<(FileKind, aws_files::Location)> {
    users
        .iter()
        .filter_map(|user| facts.profile(user)?.get("sso_session"))
        .map(|(file, property)| (file, property.location))
        .collect()
}

/// The edits that point every profile to another session.
fn repoint(references: &[(FileKind, aws_files::Location)], to: &str) -> Vec<(FileKind, Edit)> {
    references
        .iter()
        .map(|(file, location)| {
            (
                *file,
                Edit::SetValue {
                    line: location.line,
                    value: to.to_owned(),
                },
            )
        })
        .collect()
}

fn offer(
    facts: &Facts,
    finding: Finding,
    name: &str,
    references: &[(FileKind, aws_files::Location)],
) -> Finding {
    let sessions = facts.files().sessions();
    let near = nearest(name, sessions.keys().map(String::as_str));
    let only = sessions.len() == 1;
    let target = match (near.as_slice(), only) {
        ([one], _) => Some(*one),
        (_, true) => sessions.keys().next().map(String::as_str),
        _ => None,
    };
    let Some(target) = target else {
        return if sessions.is_empty() {
            create(facts, finding, name)
        } else {
            choose(finding, &near, sessions.keys(), references)
        };
    };
    let header = sessions[target].header;
    let shown = clean_line(target);
    let label = if only {
        "the only session that is defined"
    } else {
        "the session with nearly this name"
    };
    let lines = match references {
        [(_, one)] => format!("line {}", one.line),
        many => count(many.len(), "line", "lines"),
    };
    let edits = repoint(references, target);
    let unused = !facts
        .session_users()
        .contains_key(&SessionKey::Named(target.to_owned()));
    // A preset that names this session knows its portal: then the section bears the wrong name.
    let preset_says_rename = only && unused && is_portal_of_preset(facts, name, target);
    let use_it = Remedy::new(
        "use-session",
        if preset_says_rename {
            Applicability::Ask
        } else {
            Applicability::Safe
        },
        format!("Use {shown} in {lines}"),
        move |_, _| Ok(Plan::edits(edits.clone())),
    );
    let rename = Remedy::edit(
        "rename-section",
        if preset_says_rename {
            Applicability::Safe
        } else {
            Applicability::Ask
        },
        format!("Rename the section to {} instead", clean_line(name)),
        FileKind::Config,
        vec![Edit::RenameSection {
            line: header.line,
            name: name.to_owned(),
        }],
    );
    let next = if preset_says_rename {
        format!(
            "rename the section in line {} to {}",
            header.line,
            clean_line(name)
        )
    } else {
        format!("use {shown} in {lines}")
    };
    let finding = finding
        .beside(Place::of(facts, FileKind::Config, header), label)
        .next(next);
    match (preset_says_rename, unused) {
        (true, _) => finding.offer(rename).offer(use_it),
        (false, true) => finding.offer(use_it).offer(rename),
        (false, false) => finding.offer(use_it),
    }
}

/// Whether the preset calls its session `name`, and the section `target` has the preset's portal.
fn is_portal_of_preset(facts: &Facts, name: &str, target: &str) -> bool {
    let Some(preset) = &facts.preset else {
        return false;
    };
    let written = facts
        .session(&SessionKey::Named(target.to_owned()))
        .start_url;
    preset.session.as_deref() == Some(name)
        && match (&preset.start_url, written) {
            (Some(preset), Some(written)) => {
                StartUrl::parse(preset).canonical == StartUrl::parse(&written).canonical
            }
            _ => false,
        }
}

/// Several sessions, none of them the evident one.
fn choose<'a>(
    finding: Finding,
    near: &[&'a str],
    names: impl Iterator<Item = &'a String>,
    references: &[(FileKind, aws_files::Location)],
) -> Finding {
    let mut ordered: Vec<&str> = near.to_vec();
    ordered.extend(
        names
            .map(String::as_str)
            .filter(|name| !near.contains(name)),
    );
    let choices = ordered
        .iter()
        .map(|name| Choice {
            value: (*name).to_owned(),
            label: clean_line(name),
        })
        .collect();
    let references = references.to_vec();
    finding
        .next("choose one of the sessions that are defined")
        .offer(
            Remedy::new(
                "choose-session",
                Applicability::Ask,
                "Use another session",
                move |_, answers| Ok(Plan::edits(repoint(&references, &answers["session"]))),
            )
            .ask(Question {
                key: "session",
                prompt: "Which session does this profile use?".into(),
                help: "the sessions of the config file, the nearest name first".into(),
                kind: QuestionKind::Choice {
                    choices,
                    other: None,
                },
                default: None,
            }),
        )
}

/// No session at all: the section is added.
fn create(facts: &Facts, finding: Finding, name: &str) -> Finding {
    let Some(quoted) = aws_files::quote_name(name) else {
        return finding.next("give the session a name on one line");
    };
    let header = format!("sso-session {quoted}");
    finding
        .next("add the section, with your portal's start URL and region")
        .offer(
            Remedy::new(
                "create-session",
                Applicability::Ask,
                "Add this session",
                move |_, answers| {
                    let mut properties = vec![
                        ("sso_start_url".to_owned(), answers["start_url"].clone()),
                        ("sso_region".to_owned(), answers["sso_region"].clone()),
                    ];
                    if !answers["scopes"].is_empty() {
                        properties.push((
                            "sso_registration_scopes".to_owned(),
                            answers["scopes"].clone(),
                        ));
                    }
                    let edit = Edit::AppendSection {
                        header: header.clone(),
                        properties,
                    };
                    Ok(Plan::edit(FileKind::Config, vec![edit]))
                },
            )
            .ask(questions::start_url(facts))
            .ask(questions::sso_region(facts, None))
            .ask(questions::scopes(facts)),
        )
}

/// The section stands in the credentials file, where it is taken for a profile.
fn from_credentials(facts: &Facts, name: &str) -> Option<impl FnOnce(Finding) -> Finding> {
    let reading = &facts.files().credentials.readings().tolerant;
    let header = format!("sso-session {}", aws_files::quote_name(name)?);
    let section = reading
        .profiles
        .get(&format!("sso-session {name}"))
        .or_else(|| reading.profiles.get(&header))?;
    let place = Place::of(facts, FileKind::Credentials, section.header);
    let properties: Vec<(String, String)> = section
        .properties
        .values()
        .filter_map(|property| {
            Some((
                property.key.clone(),
                section.text(&property.key)?.to_owned(),
            ))
        })
        .collect();
    let remove = Edit::RemoveSection {
        line: section.header.line,
    };
    Some(move |finding: Finding| {
        finding
            .beside(
                place,
                "here it is, in the credentials file, where no tool looks for it",
            )
            .next("move the section to the config file")
            .offer(Remedy::new(
                "move-section",
                Applicability::Safe,
                "Move it to the config file",
                move |_, _| {
                    let append = Edit::AppendSection {
                        header: header.clone(),
                        properties: properties.clone(),
                    };
                    Ok(Plan::edits([
                        (FileKind::Config, append),
                        (FileKind::Credentials, remove.clone()),
                    ]))
                },
            ))
    })
}

#[cfg(test)]
mod tests {
    use facts::Preset;

    use crate::Severity::{Fail, Warn};
    use crate::testing::{Case, Machine, finds, passes};

    /// The wiki page's own example, to the letter.
    const WIKI: &str = "\
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
";
    const TWO: &str = "\
[profile dev]
sso_session = copr
[sso-session zeta]
sso_region = us-east-1
[sso-session corp]
sso_region = us-east-1
";
    const UNCLEAR: &str = "\
[profile dev]
sso_session = portal
[sso-session alpha]
sso_region = us-east-1
[sso-session omega]
sso_region = us-east-1
";
    const NONE: &str = "[profile dev]\nsso_session = corp\n";

    pub(super) fn cases() -> Vec<Case> {
        let preset = Preset {
            session: Some("my-sciencecloud-sso".into()),
            start_url: Some(
                "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start/".into(),
            ),
            ..Preset::default()
        };
        vec![
            passes("defined", Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\n")),
            passes("a name in quotes", Machine::new().config("[profile dev]\nsso_session = my org\n[sso-session 'my org']\n")),
            finds("the wiki page", Machine::new().config(WIKI), "not-defined", Fail)
                .at_line(2)
                .healed_by("use-session", &[])
                .healed_by("rename-section", &[]),
            finds("the wiki page with a preset", Machine::new().config(WIKI).preset(preset), "not-defined", Fail)
                .at_line(2)
                .healed_by("rename-section", &[]),
            finds("one near name", Machine::new().config(TWO), "not-defined", Fail)
                .at_line(2)
                .healed_by("use-session", &[]),
            finds("no near name", Machine::new().config(UNCLEAR), "not-defined", Fail)
                .at_line(2)
                .healed_by("choose-session", &[("session", "omega")]),
            finds("no session", Machine::new().config(NONE), "not-defined", Fail).at_line(2).healed_by(
                "create-session",
                &[
                    ("start_url", "https://d-1234567890.awsapps.com/start"),
                    ("sso_region", "eu-central-1"),
                    ("scopes", "sso:account:access"),
                ],
            ),
            finds("in the credentials file", Machine::new().config(NONE).credentials("[sso-session corp]\nsso_region = us-east-1\n"), "not-defined", Fail)
                .at_line(2)
                .healed_by("move-section", &[]),
            finds("not in scope", Machine::new().config("[default]\nsso_session = corp\n[profile dev]\nsso_session = crop\n[sso-session corp]\n"), "not-defined", Warn)
                .at_line(4)
                .healed_by("use-session", &[]),
        ]
    }
}
