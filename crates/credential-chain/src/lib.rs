//! Which credentials and which region each AWS SDK would use on a machine, and why.
//!
//! Programs that use different SDKs can act as different identities on one machine: one prefers
//! keys in the environment, another the profile; one is too old for `sso_session`; one reads
//! AWS_REGION and another does not. [`resolve`] answers for one [`Client`] on one machine
//! ([`facts::Facts`]): the credentials or the error that the client prints, the region, and the
//! trail through its chain.
//!
//! One engine asks the providers of a chain in order. What differs between families is data: one
//! row a family in `families/`, with the version and the files of the SDK that it follows. Only
//! what is no matter of order is code: Go checks a profile when it loads it, and .NET matches the
//! set of a profile's properties.
//!
//! Nothing here reads a file or asks the network. What only an attempt can tell (a process,
//! instance metadata, a token that may renew itself) is unknown, never yes or no.
//!
//! ```
//! use aws_onboard_credential_chain::{Client, Family, resolve};
//! # fn show(facts: &facts::Facts) {
//! let answer = resolve(facts, &Client::new(Family::Js3));
//! for step in &answer.trail {
//!     let _line = format!("{}: {} ({})", step.provider, step.outcome.word(), step.why);
//! }
//! # }
//! ```

mod answer;
mod client;
mod dotnet;
mod engine;
mod families;
mod family;
mod fault;
mod files;
mod gdal;
mod go;
mod logins;
mod plain;
mod polars;
mod profile;
mod region;
mod role;
mod ruby;
mod rules;
mod sign_in;
#[cfg(test)]
mod tests;
mod variables;
mod version;

pub use answer::{Answer, Credentials, Evidence, Kind, Need, Outcome, RegionChoice, Source, Step};
pub use client::{Client, Module, OwnOrder, ProfileFrom};
pub use family::Family;
pub use logins::{Login, Logins, logins_of};

use facts::Facts;

/// What a client would use on this machine.
pub fn resolve(facts: &Facts, client: &Client) -> Answer {
    resolve_with_logins(facts, client, &logins_of(facts))
}

/// The same with what else the cache of `aws login` contains.
pub fn resolve_with_logins(facts: &Facts, client: &Client, logins: &Logins) -> Answer {
    engine::resolve(facts, client, logins, families::rules_for(client))
}

/// Where the rules for a client come from: the version that was read, and its files.
pub fn origin_of(client: &Client) -> (&'static str, &'static [&'static str], Evidence) {
    let rules = families::rules_for(client);
    (rules.read_at, rules.files, rules.evidence)
}

/// The first versions of a family that know single sign-on, sessions and `aws login`; `None` where
/// unknown, or where it does not know them at all.
pub fn first_versions(family: Family) -> FirstVersions {
    let rules = families::rules_of(family);
    let sso = rules.sso.as_ref();
    FirstVersions {
        knows_sso: sso.is_some(),
        sso: sso.and_then(|sso| sso.since),
        session: sso.and_then(|sso| sso.session_since),
        knows_login: rules.login.is_some(),
        login: rules.login.as_ref().and_then(|login| login.since),
    }
}

/// What a family knows, and since which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstVersions {
    /// Whether its chain knows single sign-on in the version that was read.
    pub knows_sso: bool,
    /// The first version with single sign-on.
    pub sso: Option<&'static str>,
    /// The first version with `sso_session`.
    pub session: Option<&'static str>,
    /// Whether its chain knows `login_session` in the version that was read.
    pub knows_login: bool,
    /// The first version with `login_session`.
    pub login: Option<&'static str>,
}
