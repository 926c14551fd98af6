//! `sso-session-consistent`: a profile and its session neither contradict nor repeat each other.

#[cfg(test)]
mod cases;

use aws_files::{FileKind, Property, Section};
use facts::{Facts, Profile, SessionKey, Subject, VersionOutput, clean_line};
use semver::Version;

use crate::check::Examine;
use crate::kit::edits::put;
use crate::kit::needs;
use crate::kit::words::{about, list};
use crate::session::copies;
use crate::session::migration::{SESSION_KEYS, own_lines, remove};
use crate::session::portals::severity;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-consistent",
    label: "nothing said twice",
    title: "Profile and sso-session do not contradict or repeat each other (equal copies: the Rust SDK refuses them)",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &[needs::SESSION_FIELDS],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What the Rust SDK refuses beside `sso_session` (`aws-config`, `profile/credentials/repr.rs`).
const NOT_REPEATED: [&str; 2] = ["sso_start_url", "sso_region"];

/// The first AWS CLI that reads `[sso-session]` (CLI v2 changelog).
const SSO_SESSION: Version = Version::new(2, 9, 0);

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .profiles()
        // A role to assume comes before single sign-on (FACTS, section 1).
        .filter(|profile| !profile.assumes_role())
        .filter(|profile| section(facts, profile).is_some())
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect()
}

fn section<'a>(facts: &'a Facts, profile: &Profile<'_>) -> Option<&'a Section> {
    facts.files().sessions().get(profile.text("sso_session")?)
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Passed(String::new());
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    let Some(section) = section(facts, &profile) else {
        return Outcome::Passed(String::new());
    };
    // What [DEFAULT] adds, it adds to both; `config-sections` speaks of it.
    let both = section.properties.values().filter_map(|theirs| {
        let (file, own) = profile.get(&theirs.key)?;
        (!own.from_default).then_some((file, own, theirs))
    });
    let (same, differing): (Vec<_>, Vec<_>) =
        both.partition(|(_, own, theirs)| own.value == theirs.value);
    let repeated = |key: &str| NOT_REPEATED.contains(&key);
    if differing.is_empty() {
        let copies: Vec<_> = same.into_iter().filter(|(_, own, _)| repeated(&own.key)).collect();
        if copies.is_empty() {
            return Outcome::Passed(String::new());
        }
        return Outcome::Found(vec![repeats(facts, subject, &profile, &copies)]);
    }
    Outcome::Found(vec![differs(facts, subject, &profile, section, &differing)])
}

/// Where a value stands in the profile and in the session.
type Pair<'a> = (FileKind, &'a Property, &'a Property);

fn keys(pairs: &[Pair<'_>]) -> Vec<String> {
    pairs.iter().map(|(_, own, _)| own.key.clone()).collect()
}

fn show(facts: &Facts, finding: Finding, pairs: &[Pair<'_>], label: &str) -> Finding {
    pairs.iter().take(3).fold(finding, |finding, (file, own, theirs)| {
        finding
            .at(Place::of(facts, *file, own.location), label)
            .beside(Place::of(facts, FileKind::Config, theirs.location), "in the session")
    })
}

/// The same values in both.
fn repeats(
    facts: &Facts,
    subject: &Subject,
    profile: &Profile<'_>,
    copies: &[Pair<'_>],
) -> Finding {
    let keys = list(&keys(copies), 3);
    let name = clean_line(profile.name);
    let in_scope = facts.in_scope(profile.name);
    let finding = Finding::new(
        "repeats",
        if in_scope { Severity::Warn } else { Severity::Note },
        subject,
        about(facts, profile.name, &format!("repeats {keys} of its session")),
        format!("The profile {name} repeats {keys} of its sso-session."),
    )
    .why("The AWS CLI, boto3 and the JavaScript SDK do not mind. The Rust SDK refuses the profile, and a change of the session would have to be made here as well.")
    .says(format!(
        "profile `{name}` has invalid SSO config: `{}` can only be specified in the [sso-session] config when a session name is given",
        copies.first().map(|(_, own, _)| own.key.as_str()).unwrap_or_default()
    ))
    .next("leave these values to the session");
    let applicability = if old_cli(facts) { Applicability::Ask } else { Applicability::Safe };
    show(facts, finding, copies, "the same again").offer(drop_copies(profile, applicability))
}

/// Whether the AWS CLI in use reads nothing but the copies (FAILURES, E03).
fn old_cli(facts: &Facts) -> bool {
    let first = facts.aws.as_deref().ok().and_then(|all| all.first());
    matches!(
        first.map(|first| &first.version),
        Some(Ok(VersionOutput::Aws(version))) if version.0.major == 2 && version.0 < SSO_SESSION
    )
}

/// Another value in the profile.
fn differs(
    facts: &Facts,
    subject: &Subject,
    profile: &Profile<'_>,
    section: &Section,
    differing: &[Pair<'_>],
) -> Finding {
    let words = list(&keys(differing), 3);
    let name = clean_line(profile.name);
    let uses_roles = profile.account().is_some() || profile.role().is_some();
    let session = clean_line(&section.name);
    let mut finding = Finding::new(
        "differs",
        // Without account and role botocore does not look (`SSOProvider._load_sso_config`).
        if uses_roles { severity(facts.in_scope(profile.name)) } else { Severity::Warn },
        subject,
        about(facts, profile.name, &format!("contradicts its session in {words}")),
        format!("The profile {name} has another {words} than its sso-session {session}."),
    )
    .why("The AWS CLI and boto3 stop where profile and session differ, be it by a slash; the JavaScript SDK takes the session's value.");
    if let Some((_, own, theirs)) = differing.first() {
        let text = |property: &Property| clean_line(property.value.as_text().unwrap_or_default());
        finding = finding.says(format!(
            "The value for {} is inconsistent between profile ({}) and sso-session ({}).",
            own.key,
            text(own),
            text(theirs)
        ));
    }
    let finding = show(facts, finding, differing, "another value here");
    let is_sessions = |key: &str| SESSION_KEYS.contains(&key);
    let (in_profile, in_session): (Vec<Pair<'_>>, Vec<Pair<'_>>) =
        differing.iter().copied().partition(|(_, own, _)| is_sessions(&own.key));
    if in_profile.is_empty() {
        return misplaced(facts, finding, section, &in_session);
    }
    let key = SessionKey::Named(section.name.clone());
    if !in_session.is_empty() {
        let mut edits = dropped(profile);
        edits.extend(in_session.iter().map(|(_, _, theirs)| (FileKind::Config, remove(theirs))));
        let next = "leave to each what is its own";
        return finding.next(next).offer(Remedy::new(
            "drop-copies",
            Applicability::Ask,
            "Leave the session's values to the session, and the profile's to the profile",
            move |_, _| Ok(Plan::edits(edits.clone())),
        ));
    }
    if !copies::profile_is_right(facts, &key, &in_profile) {
        return finding
            .next("leave the session's values to the session")
            .offer(drop_copies(profile, Applicability::Safe));
    }
    // What the profile says is shown to be right: it moves into the session.
    let mut edits: Vec<_> = in_profile
        .iter()
        .filter_map(|(_, own, _)| {
            let value = own.value.as_text()?;
            Some((FileKind::Config, put(section, &own.key, value)))
        })
        .collect();
    edits.extend(dropped(profile));
    finding
        .next("move the profile's values into the session")
        .offer(Remedy::new(
            "move-to-session",
            Applicability::Ask,
            format!("Move the profile's values into the session {session}"),
            move |_, _| Ok(Plan::edits(edits.clone())),
        ))
        .offer(drop_copies(profile, Applicability::Ask))
}

fn dropped(profile: &Profile<'_>) -> Vec<(FileKind, aws_files::Edit)> {
    own_lines(profile, &SESSION_KEYS).map(|(file, property)| (file, remove(property))).collect()
}

fn drop_copies(profile: &Profile<'_>, applicability: Applicability) -> Remedy {
    let edits = dropped(profile);
    Remedy::new(
        "drop-copies",
        applicability,
        "Take the session's values out of the profile",
        move |_, _| Ok(Plan::edits(edits.clone())),
    )
}

/// What belongs to profiles stands in the session.
fn misplaced(facts: &Facts, finding: Finding, section: &Section, pairs: &[Pair<'_>]) -> Finding {
    let words = list(&keys(pairs), 3);
    // An account or a role in the session serves profiles that lack it, for botocore alone.
    let lent = pairs.iter().any(|(_, own, _)| own.key.starts_with("sso_"));
    let edits: Vec<_> =
        pairs.iter().map(|(_, _, theirs)| (FileKind::Config, remove(theirs))).collect();
    let line = pairs.first().map_or(section.header.line, |(_, _, theirs)| theirs.location.line);
    let path = facts.shown(facts.files().path(FileKind::Config));
    finding.next(format!("take {words} out of the session ({path}:{line})")).offer(Remedy::new(
        "drop-from-session",
        if lent { Applicability::Ask } else { Applicability::Safe },
        format!("Take {words} out of the session"),
        move |_, _| Ok(Plan::edits(edits.clone())),
    ))
}
