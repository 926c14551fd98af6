//! `profile-chain`: the profiles that a profile takes its credentials from exist, and end.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, Subject, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::kit::edits::{header, put_in_profile};
use crate::kit::words::{about, is_decorated, list, nearest};
use crate::{
    Applicability, Check, Choice, Finding, Group, Outcome, Place, Plan, Question, QuestionKind,
    Remedy, Severity, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "profile-chain",
    label: "source of credentials",
    title: "Every source_profile exists and the chain ends",
    group: Group::Profile,
    since: "0.2.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What `credential_source` may be (`botocore/credentials.py`, `CANONICAL_NAME`).
const SOURCES: [&str; 3] = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/// So many profiles are compared with a name; a file with more is not a person's.
const MOST: usize = 1_000;
/// So many profiles are listed to choose from; another one can be typed.
const MOST_CHOICES: usize = 100;

/// A name that is not in the list: whether there is such a profile is seen when it is looked at again.
fn any_name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("type the name of a profile".to_owned()),
        name => Ok(name.to_owned()),
    }
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .profiles()
        .filter(Profile::assumes_role)
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect()
}

/// One fault of a chain is told at the profile that has it, and not at those that lead to it.
fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Passed(String::new());
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    let in_scope = if facts.in_scope(name) { Severity::Fail } else { Severity::Warn };
    let at = At { facts, subject, profile, severity: in_scope, shown: clean_line(name) };
    // In the order of `AssumeRoleProvider._get_role_config`.
    let found = match (profile.get("source_profile"), profile.get("credential_source")) {
        (Some(_), Some(_)) => Some(at.both()),
        (None, None) => Some(at.neither()),
        (None, Some(_)) => at.credential_source(),
        (Some(_), None) => return at.source_profile(),
    };
    found.map_or_else(
        || Outcome::Passed(clean_line(profile.text("credential_source").unwrap_or_default())),
        |finding| Outcome::Found(vec![finding]),
    )
}

/// What is looked at.
struct At<'a> {
    facts: &'a Facts,
    subject: &'a Subject,
    profile: Profile<'a>,
    severity: Severity,
    shown: String,
}

impl At<'_> {
    fn finding(&self, code: &'static str, brief: &str, what: String) -> Finding {
        let brief = about(self.facts, self.profile.name, brief);
        Finding::new(code, self.severity, self.subject, brief, what)
    }

    /// Shows the line of a key.
    fn at(&self, finding: Finding, key: &str, label: &str) -> Finding {
        match self.profile.get(key) {
            Some((file, property)) => {
                finding.at(Place::of(self.facts, file, property.location), label)
            }
            None => finding,
        }
    }

    fn both(&self) -> Finding {
        let finding = self
            .finding(
                "both-sources",
                "two sources of credentials",
                format!("The profile {} names both a source_profile and a credential_source.", self.shown),
            )
            .why("Which of the two is meant cannot be told, and every command with the profile stops.")
            .says(format!("The profile \"{}\" contains both source_profile and credential_source.", self.shown))
            .next("take one of the two lines away");
        let finding = self.at(finding, "source_profile", "one source");
        let mut finding = self.at(finding, "credential_source", "another one");
        for (id, key, kept) in [
            ("keep-profile", "credential_source", "source_profile"),
            ("keep-source", "source_profile", "credential_source"),
        ] {
            if let Some((file, property)) =
                self.profile.get(key).filter(|(_, own)| !own.from_default)
            {
                let value = self.profile.text(kept).unwrap_or_default();
                finding = finding.offer(Remedy::edit(
                    id,
                    Applicability::Ask,
                    format!("Keep {kept} = {}", clean_line(value)),
                    file,
                    vec![aws_files::Edit::RemoveLines {
                        first: property.key_location.line,
                        last: property.last_line,
                    }],
                ));
            }
        }
        finding
    }

    fn neither(&self) -> Finding {
        let finding = self
            .finding(
                "no-source",
                "no source of credentials",
                format!("The profile {} assumes a role, and does not say with whose credentials.", self.shown),
            )
            .why("A role is assumed by somebody: by another profile (source_profile), or by the machine (credential_source). Without either every command with the profile stops.")
            .says("Partial credentials found in assume-role, missing: source_profile or credential_source")
            .next("name the profile that assumes the role");
        let finding = match header(&self.profile) {
            Some((file, location)) => finding.at(
                Place::of(self.facts, file, location),
                "no source_profile and no credential_source in this profile",
            ),
            None => finding,
        };
        self.choose_profile(finding, &[])
    }

    fn credential_source(&self) -> Option<Finding> {
        let written = self.profile.merged.text("credential_source").unwrap_or_default();
        if SOURCES.contains(&written) || is_decorated(written) {
            return None;
        }
        let source = clean_line(written);
        let finding = self
            .finding(
                "unknown-source",
                "no such credential_source",
                format!("The credential_source of the profile {} is none that there is.", self.shown),
            )
            .why("The AWS CLI and boto3 know three, written with these capital letters: Environment, Ec2InstanceMetadata and EcsContainer.")
            .says(format!("The credential source \"{source}\" referenced in profile \"{}\" is not valid.", self.shown));
        let near = nearest(written, SOURCES);
        let finding = self.at(finding, "credential_source", "not one of the three");
        let name = self.profile.name.to_owned();
        let default = near.first().map(|near| (*near).to_owned());
        let next = match &default {
            Some(near) => format!("choose one of the three; {near} is near"),
            None => "choose one of the three".to_owned(),
        };
        Some(
            finding.next(next).offer(
                Remedy::new(
                    "choose-credential-source",
                    Applicability::Ask,
                    "Choose where the credentials come from",
                    move |facts, answers| {
                        Ok(Plan::edits(facts.profile(&name).and_then(|profile| {
                            put_in_profile(
                                &profile,
                                "credential_source",
                                &answers["credential_source"],
                            )
                        })))
                    },
                )
                .ask(Question {
                    key: "credential_source",
                    prompt: "Where do the credentials come from?".into(),
                    help: "the environment, an EC2 instance's role, a container's role".into(),
                    kind: QuestionKind::Choice {
                        choices: SOURCES.map(Choice::plain).into(),
                        other: None,
                    },
                    default,
                }),
            ),
        )
    }

    fn source_profile(&self) -> Outcome {
        let written = self.profile.merged.text("source_profile").unwrap_or_default();
        let source = clean_line(written);
        let profiles = self.facts.files().profiles();
        let Some(next) = self.facts.profile(written) else {
            if is_decorated(written) {
                return Outcome::Skipped(Skip::NotApplicable);
            }
            let finding = self
                .finding(
                    "not-found",
                    &format!("{source} does not exist"),
                    format!("The profile {} takes its credentials from {source}, which neither AWS file defines.", self.shown),
                )
                .why("Without the credentials of that profile the role cannot be assumed, and every command with this one stops.")
                .says(format!("The source_profile \"{source}\" referenced in the profile \"{}\" does not exist.", self.shown));
            let is_compared = self.facts.chains().astray.contains(self.profile.name);
            let names = profiles.keys().filter(|_| is_compared).take(MOST);
            let near = nearest(written, names.map(String::as_str));
            let near: Vec<&str> =
                near.into_iter().filter(|near| *near != self.profile.name).collect();
            let finding = self.at(finding, "source_profile", "no such profile");
            let finding = finding.next(match near.as_slice() {
                [] => "name a profile that exists".to_owned(),
                near => format!("name a profile that exists; {} is near", list(near, 2)),
            });
            return Outcome::Found(vec![self.choose_profile(finding, &near)]);
        };
        let chains = self.facts.chains();
        if let Some(circle) = chains.into.get(self.profile.name) {
            return self.circle(&chains.circles[*circle]);
        }
        if !next.has_credentials() {
            let finding = self
                .finding(
                    "no-credentials",
                    &format!("{source} has no credentials"),
                    format!("The profile {} takes its credentials from {source}, which has none to give.", self.shown),
                )
                .why("It has no keys, no role, no single sign-on and no command that gives credentials.")
                .says(format!("The source profile \"{source}\" must have credentials."))
                .next(format!("give {source} credentials, or name another profile"));
            let finding = self.at(finding, "source_profile", "a profile without credentials");
            let finding = match header(&next) {
                Some((file, location)) => finding.beside(
                    Place::of(self.facts, file, location),
                    "nothing here gives credentials",
                ),
                None => finding,
            };
            return Outcome::Found(vec![self.choose_profile(finding, &[])]);
        }
        Outcome::Passed(format!("from {source}"))
    }

    /// Each circle is told once: at its first profile.
    fn circle(&self, circle: &[String]) -> Outcome {
        if circle.first().map(String::as_str) != Some(self.profile.name) {
            return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
        }
        let names = list(circle, 4);
        let visited: Vec<String> =
            circle.iter().map(|name| format!("'{}'", clean_line(name))).collect();
        // What leads into it stops as well.
        let chains = self.facts.chains();
        let index = chains.into.get(self.profile.name);
        let in_scope = index.is_some_and(|index| chains.in_scope.contains(index));
        let (brief, what) = match circle {
            [one] => (
                "is its own source_profile".to_owned(),
                format!(
                    "The profile {} names itself as its source_profile, and has no keys of its own.",
                    clean_line(one)
                ),
            ),
            _ => (
                "leads in a circle".to_owned(),
                format!(
                    "The profiles {names} take their credentials from one another, in a circle."
                ),
            ),
        };
        let severity = if in_scope { Severity::Fail } else { Severity::Warn };
        let brief = about(self.facts, self.profile.name, &brief);
        let mut finding = Finding::new("circle", severity, self.subject, brief, what)
            .why("Nobody in it has credentials to begin with. One of them has to take them from a profile that signs in.")
            .says(format!(
                "Infinite loop in credential configuration detected. Attempting to load from profile {} which has already been visited. Visited profiles: [{}]",
                self.shown,
                visited.join(", ")
            ))
            .next("name a profile that signs in as the source of one of them");
        for name in circle.iter().take(4) {
            let place = self.facts.profile(name).and_then(|profile| {
                let (file, property) = profile.get("source_profile")?;
                Some(Place::of(self.facts, file, property.location))
            });
            if let Some(place) = place {
                finding = finding.at(place, "leads on");
            }
        }
        Outcome::Found(vec![self.choose_profile(finding, &[])])
    }

    /// Asks for the profile that gives the credentials.
    fn choose_profile(&self, finding: Finding, near: &[&str]) -> Finding {
        let mut choices: Vec<&str> = near.to_vec();
        let ends = &self.facts.chains().ends;
        let others = ends
            .iter()
            .map(String::as_str)
            .filter(|name| *name != self.profile.name && !near.contains(name));
        choices.extend(others.take(MOST_CHOICES));
        if choices.is_empty() {
            return finding.offer(
                Remedy::guide("setup", "Set up a profile that signs in")
                    .command(["aws-onboard", "setup"]),
            );
        }
        let name = self.profile.name.to_owned();
        finding.offer(
            Remedy::new(
                "choose-profile",
                Applicability::Ask,
                "Choose the profile that gives the credentials",
                move |facts, answers| {
                    Ok(Plan::edits(facts.profile(&name).and_then(|profile| {
                        put_in_profile(&profile, "source_profile", &answers["source_profile"])
                    })))
                },
            )
            .ask(Question {
                key: "source_profile",
                prompt: format!("Whose credentials assume the role of {}?", self.shown),
                help: "a profile that signs in, or has keys".into(),
                kind: QuestionKind::Choice {
                    choices: choices
                        .iter()
                        .map(|name| Choice { value: (*name).to_owned(), label: clean_line(name) })
                        .collect(),
                    other: (ends.len() > MOST_CHOICES).then_some(any_name),
                },
                default: near.first().map(|near| (*near).to_owned()),
            }),
        )
    }
}
