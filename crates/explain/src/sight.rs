//! What the files and the environment show about causes that no check looks for: they are no faults
//! of the machine, so that no check may find them.

use error_texts::Cause;
use facts::{Facts, Place, Profile, Text};

use crate::here::About;
use crate::unchosen::{default_profile, look_for_choice, uses_default};

/// What shows a cause.
#[derive(Clone, Debug)]
pub struct Sight {
    /// A sentence about this machine.
    pub what: String,
    /// The line that shows it.
    pub place: Option<Place>,
}

/// The profile that the text names, or the one that this machine uses; `default` for a program
/// that was given none.
pub(crate) fn profile_in_use<'a>(about: &About, facts: &'a Facts) -> Option<Profile<'a>> {
    match &about.profile {
        Some(name) => facts.profile(name),
        None if uses_default(about, facts) => default_profile(facts),
        None => facts.profiles_in_scope().next(),
    }
}

/// Looks for a cause in the files and the environment.
pub(crate) fn look(cause: &Cause, about: &About, facts: &Facts) -> Option<Sight> {
    if cause.id == "no-choice" {
        return look_for_choice(about, facts);
    }
    let profile = profile_in_use(about, facts)?;
    let key_place = |key: &str| profile.get(key).and_then(|_| profile.place(key));
    match cause.id {
        "no-source" => look_for_source(&profile, facts),
        "old-console" => profile.text("login_session").map(|_| Sight {
            what: format!("`aws login` wrote the profile {profile}: it has a login_session"),
            place: key_place("login_session"),
        }),
        "no-sso" if uses_portal_only(&profile) => Some(Sight {
            what: format!("the profile {profile} uses single sign-on"),
            place: profile.header(),
        }),
        "old-program" | "bedrock-token" => {
            let session = profile.text("sso_session")?;
            Some(Sight {
                what: format!("the profile {profile} uses the sso-session {}", Text(session)),
                place: key_place("sso_session"),
            })
        }
        _ => None,
    }
}

/// Whether the files or the environment show that this is not the cause.
pub(crate) fn is_ruled_out(cause: &Cause, about: &About, facts: &Facts) -> bool {
    if cause.id == "no-choice" {
        return look_for_choice(about, facts).is_none();
    }
    let Some(profile) = profile_in_use(about, facts) else {
        // What is not there has no faults.
        return uses_default(about, facts) && matches!(cause.id, "no-source" | "old-console");
    };
    match cause.id {
        // That no profile was chosen says it already.
        "no-source" => has_source(&profile, facts) || look_for_choice(about, facts).is_some(),
        "old-console" => profile.text("login_session").is_none(),
        _ => false,
    }
}

/// Whether the profile or the environment says where credentials come from.
fn has_source(profile: &Profile<'_>, facts: &Facts) -> bool {
    let environment = facts.environment();
    profile.has_credentials() || OTHER_SOURCES.iter().any(|name| environment.has_value(name))
}

/// Whether single sign-on is its only source of credentials.
fn uses_portal_only(profile: &Profile<'_>) -> bool {
    profile.uses_single_sign_on()
        && !profile.has_static_keys()
        && profile.text("credential_process").is_none()
        && !profile.assumes_role()
}

/// Variables that give credentials to a program whatever its profile says.
pub(crate) const OTHER_SOURCES: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// A profile with settings but no source of credentials, and the profile that was probably meant.
fn look_for_source(profile: &Profile<'_>, facts: &Facts) -> Option<Sight> {
    if has_source(profile, facts) {
        return None;
    }
    let near = facts.profiles().find(|other| {
        other.name != profile.name
            && other.uses_single_sign_on()
            && (other.name.starts_with(profile.name) || profile.name.starts_with(other.name))
    });
    let near =
        near.map_or_else(String::new, |near| format!("; the profile {near} has single sign-on"));
    Some(Sight {
        what: format!("the profile {profile} has no source of credentials{near}"),
        place: profile.header(),
    })
}
