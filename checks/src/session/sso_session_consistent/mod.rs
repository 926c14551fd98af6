//! `sso-session-consistent`: a profile neither contradicts nor repeats its session.

#[cfg(test)]
mod cases;
mod profile_is_right;

use aws_files::{Edit, FileKind, Property, Section};
use facts::{Facts, Place, Profile, SessionKey, Text};

use self::profile_is_right::profile_is_right;
use crate::check::Examine;
use crate::files::config_values;
use crate::kit::cli::reads_sso_session;
use crate::kit::edits::put;
use crate::kit::needs;
use crate::kit::words::{is_decorated, list};
use crate::session::migration::{SESSION_KEYS, own_lines, remove};
use crate::{
    Applicability, Check, Effect, FactKey, Finding, Group, Outcome, Plan, Remedy, Severity, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "sso-session-consistent",
    label: "nothing said twice",
    title: "Profile and sso-session do not contradict or repeat each other (equal copies: the Rust SDK refuses them)",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::SESSION_FIELDS],
    wants: &[FactKey::AwsVersions],
    manual: include_str!("manual.md"),
    examine: Examine::Profiles(has_session, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What the Rust SDK rejects beside `sso_session` (`aws-config`, `profile/credentials/repr.rs`).
const NOT_REPEATED: [&str; 2] = ["sso_start_url", "sso_region"];

/// A role to assume comes before single sign-on (FACTS, section 1).
fn has_session(profile: &Profile<'_>) -> bool {
    !profile.assumes_role() && section(profile).is_some()
}

fn section<'a>(profile: &Profile<'a>) -> Option<&'a Section> {
    profile.facts().files().sessions().get(profile.text("sso_session")?)
}

fn examine(profile: &Profile<'_>) -> Outcome {
    let Some(section) = section(profile) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    // [DEFAULT] adds its settings to both; `config-sections` reports it.
    let both = section.properties.values().filter_map(|theirs| {
        let (file, own) = profile.get(&theirs.key)?;
        (!own.from_default).then_some((file, own, theirs))
    });
    let (same, differing): (Vec<_>, Vec<_>) =
        both.partition(|(_, own, theirs)| own.value == theirs.value);
    // Quotes and comments in a value are the cause; without them the values may be the same.
    let is_decorated_pair = |(_, own, theirs): &Pair<'_>| {
        [own, theirs].iter().any(|one| one.value.as_text().is_some_and(is_decorated))
    };
    if differing.iter().any(is_decorated_pair) {
        return Outcome::Skipped(Skip::BlockedBy(config_values::CHECK.id));
    }
    if !differing.is_empty() {
        return contradicts(profile, section, &differing).into();
    }
    let copies: Vec<_> =
        same.into_iter().filter(|(_, own, _)| NOT_REPEATED.contains(&own.key.as_str())).collect();
    if copies.is_empty() {
        return Outcome::Passed(String::new());
    }
    repeats(profile, &copies).into()
}

/// A value in the profile, with the same key in the session.
type Pair<'a> = (FileKind, &'a Property, &'a Property);

fn keys(pairs: &[Pair<'_>]) -> Vec<String> {
    pairs.iter().map(|(_, own, _)| own.key.clone()).collect()
}

fn show_pairs(facts: &Facts, finding: Finding, pairs: &[Pair<'_>], label: &str) -> Finding {
    pairs.iter().take(3).fold(finding, |finding, (file, own, theirs)| {
        finding
            .at(Place::of(facts, *file, own.location), label)
            .beside(Place::of(facts, FileKind::Config, theirs.location), "in the session")
    })
}

/// Both have the same values.
fn repeats(profile: &Profile<'_>, copies: &[Pair<'_>]) -> Finding {
    let keys = list(&keys(copies), 3);
    let facts = profile.facts();
    let finding = Finding::will_bite("repeats", profile.brief(&format!("repeats {keys} of its session")))
        .elsewhere(Severity::Note)
        .what(format!("The profile {profile} repeats {keys} of its sso-session."))
        .why("The AWS CLI, boto3 and the JavaScript SDK accept this. The Rust SDK refuses the profile, and a change to the session has to be repeated here.")
        .says_from("The Rust SDK", format!(
            "profile `{profile}` has invalid SSO config: `{}` can only be specified in the [sso-session] config when a session name is given",
            copies.first().map(|(_, own, _)| own.key.as_str()).unwrap_or_default()
        ))
        .next("remove these values from the profile");
    show_pairs(facts, finding, copies, "repeated here")
        .offer(drop_copies(profile, unless_old_cli(facts)))
}

/// Safe, unless the AWS CLI in use reads only the profile's values, or may do so (FAILURES, E03).
fn unless_old_cli(facts: &Facts) -> Applicability {
    match facts.aws.as_deref() {
        Ok([]) => Applicability::Safe,
        Ok([first, ..]) if first.aws_version().is_some_and(reads_sso_session) => {
            Applicability::Safe
        }
        _ => Applicability::Ask,
    }
}

/// The profile has another value.
fn contradicts(profile: &Profile<'_>, section: &Section, differing: &[Pair<'_>]) -> Finding {
    let words = list(&keys(differing), 3);
    let session = Text(&section.name);
    let uses_roles = profile.account().is_some() || profile.role().is_some();
    // Without account and role botocore does not compare (`SSOProvider._load_sso_config`).
    let effect = if uses_roles { Effect::Stops } else { Effect::WillBite };
    let brief = profile.brief(&format!("contradicts its session in {words}"));
    let mut finding = Finding::with_effect(effect, "differs", brief)
        .what(format!("The profile {profile} has a different {words} than its sso-session {session}."))
        .why("The AWS CLI and boto3 fail when the profile and the session differ, even by a slash; the JavaScript SDK uses the session's value.");
    if let Some((_, own, theirs)) = differing.first() {
        finding = finding.says(format!(
            "The value for {} is inconsistent between profile ({}) and sso-session ({}).",
            own.key,
            Text(own.value.as_text().unwrap_or_default()),
            Text(theirs.value.as_text().unwrap_or_default())
        ));
    }
    let finding = show_pairs(profile.facts(), finding, differing, "different value");
    let (in_profile, in_session): (Vec<Pair<'_>>, Vec<Pair<'_>>) =
        differing.iter().copied().partition(|(_, own, _)| SESSION_KEYS.contains(&own.key.as_str()));
    if in_profile.is_empty() {
        return drop_from_session(profile.facts(), finding, section, &in_session);
    }
    if !in_session.is_empty() {
        let theirs = in_session.iter().map(|(_, _, theirs)| (FileKind::Config, remove(theirs)));
        return finding.next("keep each key only where it belongs").offer(plan_edits(
            "drop-copies",
            Applicability::Ask,
            "Keep the session's keys only in the session, and the profile's only in the profile",
            removals(profile).into_iter().chain(theirs).collect(),
        ));
    }
    let key = SessionKey::Named(section.name.clone());
    if !profile_is_right(profile.facts(), &key, &in_profile) {
        return finding
            .next("remove the session's values from the profile")
            .offer(drop_copies(profile, unless_old_cli(profile.facts())));
    }
    let moved = in_profile.iter().filter_map(|(_, own, _)| {
        Some((FileKind::Config, put(section, &own.key, own.value.as_text()?)))
    });
    finding
        .next("move the profile's values into the session")
        .offer(plan_edits(
            "move-to-session",
            Applicability::Ask,
            format!("Move the profile's values into the session {session}"),
            moved.chain(removals(profile)).collect(),
        ))
        .offer(drop_copies(profile, Applicability::Ask))
}

fn plan_edits(
    id: &'static str,
    applicability: Applicability,
    title: impl AsRef<str> + Into<String>,
    edits: Vec<(FileKind, Edit)>,
) -> Remedy {
    Remedy::new(id, applicability, title, move |_, _| Ok(Plan::edits(edits.clone())))
}

/// The edits that remove the session's keys from the profile.
fn removals(profile: &Profile<'_>) -> Vec<(FileKind, Edit)> {
    own_lines(profile, &SESSION_KEYS).map(|(file, property)| (file, remove(property))).collect()
}

fn drop_copies(profile: &Profile<'_>, applicability: Applicability) -> Remedy {
    let title = "Remove the session's values from the profile";
    plan_edits("drop-copies", applicability, title, removals(profile))
}

/// The session contains keys that belong in profiles.
fn drop_from_session(
    facts: &Facts,
    finding: Finding,
    section: &Section,
    pairs: &[Pair<'_>],
) -> Finding {
    let words = list(&keys(pairs), 3);
    // Only for botocore, an account or a role in the session applies to profiles that lack it.
    let lent = pairs.iter().any(|(_, own, _)| own.key.starts_with("sso_"));
    let line = pairs.first().map_or(section.header.line, |(_, _, theirs)| theirs.location.line);
    let path = facts.shown(facts.files().path(FileKind::Config));
    finding.next(format!("remove {words} from the session ({path}:{line})")).offer(plan_edits(
        "drop-from-session",
        if lent { Applicability::Ask } else { Applicability::Safe },
        format!("Remove {words} from the session"),
        pairs.iter().map(|(_, _, theirs)| (FileKind::Config, remove(theirs))).collect(),
    ))
}
