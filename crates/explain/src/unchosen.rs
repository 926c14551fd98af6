//! A program that was given no profile: it uses `default`, whatever other profiles there are.

use facts::{Facts, Profile, ScopeReason, Subject};

use crate::here::About;
use crate::next::Now;
use crate::read::shown;
use crate::sight::{OTHER_SOURCES, Sight};

/// The profile that AWS tools use if none is chosen.
const DEFAULT: &str = "default";
/// Name at most this many profiles to choose from.
const MAX_NAMES: usize = 3;
/// Follow a chain of source profiles at most this far.
const MAX_CHAIN: usize = 16;

/// Whether the program used `default`: it found no credentials, and neither the text nor the
/// environment chose a profile.
pub(crate) fn uses_default(about: &About, facts: &Facts) -> bool {
    about.finds_nothing
        && about.profile.is_none()
        && about.session.is_none()
        && matches!(facts.scope().reason, ScopeReason::SingleSignOn | ScopeReason::Nothing)
}

/// The profile `default`, if it exists.
pub(crate) fn default_profile(facts: &Facts) -> Option<Profile<'_>> {
    facts.profile(DEFAULT)
}

/// Whether an outcome concerns `default` or a profile that it takes its credentials from.
pub(crate) fn concerns_default(facts: &Facts, subject: &Subject) -> bool {
    let mut name = DEFAULT;
    for _ in 0..MAX_CHAIN {
        let profile = facts.profile(name);
        let is_it = match subject {
            Subject::Machine | Subject::File(_) => true,
            Subject::Profile(other) => other == name,
            Subject::Session(key) => {
                profile.as_ref().and_then(Profile::session_key).as_ref() == Some(key)
            }
        };
        if is_it {
            return true;
        }
        match facts.profile(name).and_then(|profile| profile.text("source_profile")) {
            Some(next) if next != name => name = next,
            _ => return false,
        }
    }
    false
}

/// Shows that no profile was chosen: `default` gives no credentials, and others do.
pub(crate) fn look_for_choice(about: &About, facts: &Facts) -> Option<Sight> {
    let environment = facts.environment();
    if !uses_default(about, facts)
        || facts.unread_file().is_some()
        || OTHER_SOURCES.iter().any(|name| environment.has_value(name))
    {
        return None;
    }
    let (why, place) = match default_profile(facts) {
        None => ("there is no profile named default", None),
        Some(profile) if profile.has_credentials() => return None,
        Some(profile) => ("the profile default has no source of credentials", profile.header()),
    };
    choices(facts).next()?;
    Some(Sight { what: format!("AWS_PROFILE is not set, and {why}"), place })
}

/// How to choose one of the profiles that there are.
pub(crate) fn choose(facts: &Facts) -> Option<Now> {
    let names: Vec<String> = choices(facts).map(|profile| shown(profile.name)).collect();
    let name = names.first()?;
    let which = match (names.as_slice(), names.len().saturating_sub(MAX_NAMES)) {
        ([one], _) => format!("the profile {one}"),
        (all, 0) => format!("one of your profiles ({})", all.join(", ")),
        (all, more) => {
            format!("one of your profiles ({} and {more} more)", all[..MAX_NAMES].join(", "))
        }
    };
    let such_as = if names.len() == 1 { "" } else { "for example " };
    Some(Now {
        words: format!(
            "choose {which}: {such_as}`{}`, or add `{}` if the program has this option",
            facts.shell.export("AWS_PROFILE", name),
            facts.shell.words(&["--profile", name]),
        ),
        command: Vec::new(),
    })
}

/// The profiles with a source of credentials: those with single sign-on first.
fn choices(facts: &Facts) -> impl Iterator<Item = Profile<'_>> {
    let others = || facts.profiles().filter(|profile| profile.name != DEFAULT);
    others()
        .filter(Profile::uses_single_sign_on)
        .chain(others().filter(|one| !one.uses_single_sign_on() && one.has_credentials()))
}
