//! `profile-chain`: the profiles that a profile gets its credentials from exist and form no
//! circle.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, Text};

use crate::check::Examine;
use crate::files::config_sections::check_of_misnamed_profile;
use crate::kit::guides::set_up_with_title;
use crate::kit::words::{is_decorated, list, nearest};
use crate::{
    Applicability, Check, Choice, Finding, Group, Need, Outcome, Question, QuestionKind, Remedy,
    Severity, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "profile-chain",
    label: "source of credentials",
    title: "Every source_profile exists and the chain ends",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Profiles(|profile| profile.assumes_role(), examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What `credential_source` may be (`botocore/credentials.py`, `CANONICAL_NAME`).
const SOURCES: [&str; 3] = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/// Compare at most this many profiles with a name; real files have a handful.
const MAX_COMPARED: usize = 1_000;
/// List at most this many profiles to choose from; the user can type another one.
const MAX_CHOICES: usize = 100;

/// Accepts a name that is not in the list; checking again shows whether that profile exists.
fn any_name(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("type the name of a profile".to_owned()),
        name => Ok(name.to_owned()),
    }
}

/// A fault of a chain is reported for the profile that has it, and not for those that lead to it.
fn examine(profile: &Profile<'_>) -> Outcome {
    let at = At { facts: profile.facts(), profile };
    // In the order of `AssumeRoleProvider._get_role_config`.
    let found = match (profile.get("source_profile"), profile.get("credential_source")) {
        (Some(_), Some(_)) => Some(at.both()),
        (None, None) => Some(at.neither()),
        (None, Some(_)) => at.credential_source(),
        (Some(_), None) => return at.source_profile(),
    };
    let passed = || {
        let source = profile.text("credential_source").unwrap_or_default();
        Outcome::Passed(Text(source).to_string())
    };
    found.map_or_else(passed, Outcome::from)
}

/// The profile that is checked.
struct At<'a> {
    facts: &'a Facts,
    profile: &'a Profile<'a>,
}

impl At<'_> {
    fn chain_fault(&self, code: &'static str, brief: &str, what: String) -> Finding {
        Finding::stops(code, self.profile.brief(brief)).what(what)
    }

    fn both(&self) -> Finding {
        let finding = self
            .chain_fault(
                "both-sources",
                "two sources of credentials",
                format!(
                    "The profile {} names both a source_profile and a credential_source.",
                    self.profile
                ),
            )
            .why("AWS tools cannot choose between them, so every command with the profile fails.")
            .says(format!(
                "The profile \"{}\" contains both source_profile and credential_source.",
                self.profile
            ))
            .next("remove one of the two lines");
        let finding = finding.at(self.profile.place("source_profile"), "one source");
        let mut finding = finding.at(self.profile.place("credential_source"), "a different one");
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
                    format!("Keep {kept} = {}", Text(value)),
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
            .chain_fault(
                "no-source",
                "no source of credentials",
                format!("The profile {} assumes a role, but has no source of credentials.", self.profile),
            )
            .why("To assume a role, AWS tools need credentials from another profile (source_profile) or from the environment (credential_source). Without either, every command with the profile fails.")
            .says("Partial credentials found in assume-role, missing: source_profile or credential_source")
            .next("name the profile that assumes the role");
        let label = "no source_profile and no credential_source in this profile";
        let finding = finding.at(self.profile.header(), label);
        self.choose_profile(finding, &[])
    }

    fn credential_source(&self) -> Option<Finding> {
        let written = self.profile.merged.text("credential_source").unwrap_or_default();
        if SOURCES.contains(&written) || is_decorated(written) {
            return None;
        }
        let source = Text(written);
        let finding = self
            .chain_fault(
                "unknown-source",
                "no such credential_source",
                format!("The credential_source of the profile {} is not a valid value.", self.profile),
            )
            .why("The AWS CLI and boto3 accept three values, case-sensitive: Environment, Ec2InstanceMetadata and EcsContainer.")
            .says(format!("The credential source \"{source}\" referenced in profile \"{}\" is not valid.", self.profile));
        let near = nearest(written, SOURCES);
        let finding = finding.at(self.profile.place("credential_source"), "not one of the three");
        let default = near.first().map(|near| (*near).to_owned());
        let next = match &default {
            Some(near) => format!("choose one of the three; did you mean {near}?"),
            None => "choose one of the three".to_owned(),
        };
        Some(
            finding.next(next).offer(
                Remedy::set_in_profile(
                    "choose-credential-source",
                    "Choose where the credentials come from",
                    self.profile,
                    "credential_source",
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
        let source = Text(written);
        let profiles = self.facts.files().profiles();
        let Some(next) = self.facts.profile(written) else {
            if is_decorated(written) {
                return Outcome::Skipped(Skip::NotApplicable);
            }
            if let Some(check) = check_of_misnamed_profile(self.facts, written) {
                return Outcome::Skipped(Skip::BlockedBy(check));
            }
            let finding = self
                .chain_fault(
                    "not-found",
                    &format!("{source} does not exist"),
                    format!("The profile {} takes its credentials from {source}, which neither AWS file defines.", self.profile),
                )
                .why("Without that profile's credentials the role cannot be assumed, so every command with this profile fails.")
                .says(format!("The source_profile \"{source}\" referenced in the profile \"{}\" does not exist.", self.profile));
            let is_compared = self.facts.chains().astray.contains(self.profile.name);
            let names = profiles.keys().filter(|_| is_compared).take(MAX_COMPARED);
            let near = nearest(written, names.map(String::as_str));
            let near: Vec<&str> =
                near.into_iter().filter(|near| *near != self.profile.name).collect();
            let finding = finding.at(self.profile.place("source_profile"), "no such profile");
            let finding = finding.next(match near.as_slice() {
                [] => "use an existing profile".to_owned(),
                near => format!("use an existing profile, such as {}", list(near, 2)),
            });
            return self.choose_profile(finding, &near).into();
        };
        let chains = self.facts.chains();
        if let Some(circle) = chains.into.get(self.profile.name) {
            return self.circle(&chains.circles[*circle]);
        }
        if !next.has_credentials() {
            let finding = self
                .chain_fault(
                    "no-credentials",
                    &format!("{source} has no credentials"),
                    format!("The profile {} takes its credentials from {source}, which has no credentials.", self.profile),
                )
                .why("It has no access keys, no role, no single sign-on, and no credential_process.")
                .says(format!("The source profile \"{source}\" must have credentials."))
                .next(format!("give {source} credentials, or use another profile"));
            let finding =
                finding.at(self.profile.place("source_profile"), "a profile without credentials");
            let mut finding = finding.beside(next.header(), "nothing here gives credentials");
            // The AWS CLI reads mfa_serial only beside role_arn: the source is for a program that
            // keeps its keys elsewhere, such as aws-vault.
            let has_keys_elsewhere = next.text("mfa_serial").is_some();
            if has_keys_elsewhere && !self.facts.in_scope(self.profile.name) {
                finding = finding.severity(Severity::Note);
            }
            return self.choose_profile(finding, &[]).into();
        }
        Outcome::Passed(format!("from {source}"))
    }

    /// Each circle is reported once, for its first profile.
    fn circle(&self, circle: &[String]) -> Outcome {
        if circle.first().map(String::as_str) != Some(self.profile.name) {
            return Outcome::Skipped(Skip::BlockedBy(CHECK.id));
        }
        let names = list(circle, 4);
        let visited: Vec<String> = circle.iter().map(|name| format!("'{}'", Text(name))).collect();
        // Profiles that lead into it do not work either.
        let chains = self.facts.chains();
        let index = chains.into.get(self.profile.name);
        let in_scope = index.is_some_and(|index| chains.in_scope.contains(index));
        let (brief, what) = match circle {
            [one] => (
                "is its own source_profile".to_owned(),
                format!(
                    "The profile {} names itself as its source_profile, and has no keys of its own.",
                    Text(one)
                ),
            ),
            _ => (
                "leads in a circle".to_owned(),
                format!(
                    "The profiles {names} take their credentials from one another, in a circle."
                ),
            ),
        };
        let mut finding = self
            .chain_fault("circle", &brief, what)
            .why("None of them has credentials of its own. One of them must use a profile that signs in.")
            .says(format!(
                "Infinite loop in credential configuration detected. Attempting to load from profile {} which has already been visited. Visited profiles: [{}]",
                self.profile,
                visited.join(", ")
            ))
            .next("name a profile that signs in as the source of one of them");
        if in_scope {
            finding = finding.severity(Severity::Fail);
        }
        for name in circle.iter().take(4) {
            let place = self.facts.profile(name).and_then(|one| one.place("source_profile"));
            finding = finding.at(place, "next in the circle");
        }
        self.choose_profile(finding, &[]).into()
    }

    /// Asks for the profile that provides the credentials.
    fn choose_profile(&self, finding: Finding, near: &[&str]) -> Finding {
        let mut choices: Vec<&str> = near.to_vec();
        let ends = &self.facts.chains().ends;
        let others = ends
            .iter()
            .map(String::as_str)
            .filter(|name| *name != self.profile.name && !near.contains(name));
        choices.extend(others.take(MAX_CHOICES));
        if choices.is_empty() {
            return finding.offer(set_up_with_title("Set up a profile that signs in"));
        }
        finding.offer(
            Remedy::set_in_profile(
                "choose-profile",
                "Choose the profile that gives the credentials",
                self.profile,
                "source_profile",
            )
            .ask(Question {
                key: "source_profile",
                prompt: format!("Which profile's credentials should {} use?", self.profile),
                help: "a profile that signs in or has access keys".into(),
                kind: QuestionKind::Choice {
                    choices: choices
                        .iter()
                        .map(|name| Choice {
                            value: (*name).to_owned(),
                            label: Text(name).to_string(),
                        })
                        .collect(),
                    other: (ends.len() > MAX_CHOICES).then_some(any_name),
                },
                default: near.first().map(|near| (*near).to_owned()),
            }),
        )
    }
}
