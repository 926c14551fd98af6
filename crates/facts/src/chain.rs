//! Profiles that take their credentials from one another (`source_profile`).

use std::collections::{HashMap, HashSet};

use crate::{Facts, Profile, ScopeReason};

/// What follows from every `source_profile`, computed in one pass.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// The profiles of each cycle, in chain order, from the one that is first in the files.
    pub circles: Vec<Vec<String>>,
    /// The cycle that a profile belongs to, or leads to, as an index into `circles`.
    pub into: HashMap<String, usize>,
    /// The cycles that a profile in scope belongs to, or leads to.
    pub in_scope: HashSet<usize>,
    /// Profiles whose source does not exist: only the first hundred, because each is compared with
    /// all names.
    pub astray: HashSet<String>,
    /// The profiles that can be a source: they assume no role, and have credentials.
    pub ends: Vec<String>,
}

/// Keep at most this many profiles whose source does not exist.
const MAX_MISSING_SOURCES: usize = 100;

impl Profile<'_> {
    /// Whether botocore assumes a role for it: `role_arn`, and no web identity
    /// (`botocore/credentials.py`, `AssumeRoleProvider._has_assume_role_config_vars`).
    pub fn assumes_role(&self) -> bool {
        self.get("role_arn").is_some() && self.get("web_identity_token_file").is_none()
    }

    /// Whether any part of static keys is present (`_has_static_credentials`).
    pub fn has_static_keys(&self) -> bool {
        ["aws_access_key_id", "aws_secret_access_key"].iter().any(|key| self.get(key).is_some())
    }

    /// Whether it can be another profile's source: it has keys, or a provider of keys.
    pub fn has_credentials(&self) -> bool {
        has_credentials(|key| self.get(key).is_some())
    }

    /// Whether the run is about the profile, if at all, only because others take their credentials
    /// from it: then it signs in in sso_region, and the region of the profile in use is used for
    /// everything else (`botocore/credentials.py`, `AssumeRoleProvider._create_client`).
    pub fn is_only_a_source(&self) -> bool {
        let scope = self.facts().scope();
        let is_chosen = !matches!(scope.reason, ScopeReason::All | ScopeReason::SingleSignOn)
            && scope.profiles.iter().any(|name| name == self.name);
        !is_chosen && !self.facts().references_to(self.name).is_empty()
    }

    /// The profile in which botocore searches for the credentials. A profile that names itself and
    /// has keys is its own source.
    pub fn source(&self) -> Option<&str> {
        if !self.assumes_role() {
            return None;
        }
        let source = self.text("source_profile")?;
        (source != self.name || !self.has_static_keys()).then_some(source)
    }
}

/// Keys of which each is a source of credentials.
const SOURCES: [&str; 10] = [
    "role_arn",
    "web_identity_token_file",
    "aws_access_key_id",
    "aws_secret_access_key",
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "sso_role_name",
    "credential_process",
    "login_session",
];

/// Whether a section that has these keys has keys, or a provider of keys.
pub fn has_credentials(has: impl Fn(&str) -> bool) -> bool {
    SOURCES.into_iter().any(has)
}

impl Chains {
    /// Follows every chain once.
    pub(crate) fn of(facts: &Facts) -> Self {
        let mut chains = Self::default();
        // Every profile followed so far, with the cycle that it leads to.
        let mut done: HashMap<&str, Option<usize>> = HashMap::new();
        for start in facts.profiles() {
            if !start.assumes_role() && start.has_credentials() {
                chains.ends.push(start.name.to_owned());
            }
            let is_astray = || start.source().is_some_and(|source| facts.profile(source).is_none());
            if chains.astray.len() < MAX_MISSING_SOURCES && is_astray() {
                chains.astray.insert(start.name.to_owned());
            }
            let mut path: Vec<&str> = Vec::new();
            let mut on_path: HashMap<&str, usize> = HashMap::new();
            let mut name = start.name;
            let ends_in = loop {
                if let Some(known) = done.get(name) {
                    break *known;
                }
                if let Some(at) = on_path.get(name) {
                    let circle = path[*at..].iter().map(|name| (*name).to_owned());
                    chains.circles.push(circle.collect());
                    break Some(chains.circles.len() - 1);
                }
                on_path.insert(name, path.len());
                path.push(name);
                let next = facts.profile(name).and_then(|profile| {
                    let source = profile.source()?;
                    // Static keys end a chain after its first profile
                    // (`_resolve_credentials_from_profile`).
                    let is_end = path.len() > 1 && profile.has_static_keys();
                    let (known, _) = facts.files().profiles().get_key_value(source)?;
                    (!is_end).then_some(known.as_str())
                });
                match next {
                    Some(next) => name = next,
                    None => break None,
                }
            };
            for name in path {
                done.insert(name, ends_in);
                if let Some(circle) = ends_in {
                    chains.into.insert(name.to_owned(), circle);
                }
            }
        }
        let scope = facts.scope().profiles.iter();
        chains.in_scope = scope.filter_map(|name| chains.into.get(name).copied()).collect();
        chains
    }
}

/// The profiles, and the sources of their credentials, including a source that is not a profile:
/// its section may have a header that no tool recognizes.
pub(crate) fn with_sources(facts: &Facts, profiles: &[String]) -> HashSet<String> {
    let mut all: HashSet<String> = HashSet::new();
    for first in profiles {
        let mut name = first.as_str();
        while all.insert(name.to_owned()) {
            let Some((known, _)) = facts.files().profiles().get_key_value(name) else {
                break;
            };
            let source = facts.profile(known).and_then(|profile| {
                let (_, property) = profile.get("source_profile")?;
                profile.source().and(property.value.as_text())
            });
            match source {
                Some(source) => name = source,
                None => break,
            }
        }
    }
    all
}
