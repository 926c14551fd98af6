//! A section whose header makes it neither a profile nor a session: what that stops.

use aws_files::Section;
use facts::{Facts, Profile, SessionKey, Subject, Text, clean_line};

use crate::Severity;

/// What the finding is about, and how severe it is.
pub(super) struct Lost {
    pub(super) subject: Subject,
    pub(super) severity: Severity,
    /// Whether it stops that subject, whatever this run is about.
    pub(super) stops: bool,
    /// What the AWS CLI says.
    pub(super) says: Option<String>,
}

/// Keys that only a section with single sign-on has.
const SINGLE_SIGN_ON: &[&str] =
    &["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"];

impl Lost {
    /// The section was meant to be this profile.
    pub(super) fn profile(facts: &Facts, name: &str, section: &Section) -> Self {
        let scope = facts.scope();
        let own = Subject::Profile(name.to_owned());
        let profile = facts.profile(name);
        let is_there = profile.is_some();
        // Another section, or the other file, gives the profile its credentials.
        let has_credentials = profile.is_some_and(|profile| profile.has_credentials());
        let lacks_region = section.get("region").is_some()
            && profile.is_some_and(|profile| profile.region().is_none());
        let named = scope.reason.is_named();
        let uses = SINGLE_SIGN_ON.iter().any(|key| section.get(key).is_some());
        let says = if let Some(says) = missing_source_says(facts, name) {
            says
        } else if has_credentials {
            "You must specify a region.".to_owned()
        } else if name == "default" || is_there {
            "Unable to locate credentials".to_owned()
        } else {
            format!("The config profile ({}) could not be found", Text(name))
        };
        let (subject, fails) = if scope.total == 0 && !named && (uses || name == "default") {
            // There is no profile at all: `profile-exists` would report the same for the machine.
            (Subject::Machine, true)
        } else if user_of_missing_source(facts, name).is_some() {
            // It stops the profiles that take their credentials from it.
            (own, true)
        } else if has_credentials {
            (own, facts.in_scope(name) && lacks_region)
        } else if facts.in_scope(name) {
            (own, named || uses)
        } else {
            // No sign-in is possible at all, since this was the only profile for it.
            (own, !named && uses && scope.single_sign_on == 0)
        };
        Self {
            subject,
            severity: Severity::fail_if(fails),
            stops: fails || (uses && !is_there),
            says: fails.then_some(says),
        }
    }

    /// The section was meant to be this session.
    pub(super) fn session(facts: &Facts, name: &str) -> Self {
        let key = SessionKey::Named(name.to_owned());
        let is_there = facts.files().sessions().contains_key(name);
        let stops = !is_there && facts.session_users().contains_key(&key);
        let fails = stops && facts.session_in_scope(&key);
        Self {
            subject: Subject::Session(key),
            severity: Severity::fail_if(fails),
            stops,
            says: fails.then(|| {
                let shown = clean_line(name);
                format!("The specified sso-session does not exist: \"{shown}\"")
            }),
        }
    }

    /// It was meant to be something else.
    pub(super) fn other(subject: &Subject) -> Self {
        Self { subject: subject.clone(), severity: Severity::Warn, stops: false, says: None }
    }
}

/// What the AWS CLI says if a profile of this run takes its credentials from a profile of this name,
/// which does not exist (`botocore/credentials.py`, `AssumeRoleProvider._validate_source_profile`).
pub(super) fn missing_source_says(facts: &Facts, name: &str) -> Option<String> {
    let user = user_of_missing_source(facts, name)?;
    let name = Text(name);
    Some(format!(
        "The source_profile \"{name}\" referenced in the profile \"{user}\" does not exist."
    ))
}

/// The profile of this run that takes its credentials from it.
fn user_of_missing_source<'a>(facts: &'a Facts, name: &str) -> Option<Profile<'a>> {
    if facts.profile(name).is_some() || !facts.in_scope(name) {
        return None;
    }
    facts.profiles().find(|user| facts.in_scope(user.name) && user.source() == Some(name))
}
