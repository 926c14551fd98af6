//! The environment: variables, the home folder, the connection to AWS and back from a browser.

pub(crate) mod env_browser;
pub(crate) mod env_ca_bundle;
pub(crate) mod env_credentials;
pub(crate) mod env_endpoints;
pub(crate) mod env_files;
pub(crate) mod env_home;
pub(crate) mod env_profile;
pub(crate) mod env_proxy;

use facts::{Facts, IdentityAnswer};

use crate::Remedy;

/// Variables through which an environment gives credentials without any profile
/// (`botocore/credentials.py`: `EnvProvider`, `ContainerProvider`, web identity).
const WITHOUT_PROFILE: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/// Whether the environment gives credentials without any profile, as on a build server.
fn needs_no_profile(facts: &Facts) -> bool {
    WITHOUT_PROFILE.iter().any(|name| facts.environment().holds(name))
}

/// Words for unsetting variables, in this shell and permanently.
fn take_away(facts: &Facts, names: &[&str]) -> Remedy {
    let mut guide = Remedy::guide("unset", format!("Take {} away", names.join(", ")));
    for name in names {
        guide = guide.word(facts.shell.unset(name));
    }
    guide.word(format!(
        "If it comes back in a new terminal, a shell start-up file sets it: {}.",
        facts.shell.start_up_files()
    ))
}

/// Whether AWS has answered in this run, with an identity or a refusal, through any settings.
fn has_answered(facts: &Facts) -> bool {
    facts.network.identities.values().any(|answer| {
        matches!(answer, Ok(IdentityAnswer::Identity(_) | IdentityAnswer::Refused(..)))
    }) || facts.network.refreshes.values().any(|answer| answer.is_ok())
}
