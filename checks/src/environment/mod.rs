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

/// Whether AWS has answered in this run, with an identity or a refusal, through any settings.
fn has_answered(facts: &Facts) -> bool {
    facts.network.identities.values().any(|answer| {
        matches!(answer, Ok(IdentityAnswer::Identity(_) | IdentityAnswer::Refused(..)))
    }) || facts.network.refreshes.values().any(|answer| answer.is_ok())
}
