//! The one resolution: profile → session → portal, region, endpoints, proxy, certificates.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use aws_files::{FileKind, Location, MergedProfile, Property};
use indexmap::{IndexMap, IndexSet};

use crate::{Chains, EndpointSetting, Facts, Scope, Service, Session, SessionKey, StartUrl, Why};

/// A profile as AWS tools would resolve it, by the tolerant reading.
#[derive(Clone, Copy)]
pub struct Profile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its keys from both files, credentials over config.
    pub merged: &'a MergedProfile,
    facts: &'a Facts,
}

/// A region and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The region's name.
    pub name: String,
    /// The variable that sets it; `None` if the profile does.
    pub variable: Option<&'static str>,
}

/// The configured endpoints of the three services; `None` where AWS's own are used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// The OIDC service (`sso-oidc`).
    pub oidc: Option<String>,
    /// The access portal (`sso`).
    pub portal: Option<String>,
    /// STS.
    pub sts: Option<String>,
}

/// The sessions and regions that refer to each portal.
pub type Portals = IndexMap<String, Vec<(SessionKey, String)>>;

impl<'a> Profile<'a> {
    /// A key's value from either file.
    pub fn get(&self, key: &str) -> Option<(FileKind, &'a Property)> {
        self.merged.get(key)
    }

    /// A key's value, if it is text. An empty value counts as absent because it is useless.
    /// (botocore treats it as present and fails later with another message.)
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.merged.text(key).filter(|text| !text.is_empty())
    }

    /// Whether any single sign-on key is present.
    pub fn uses_single_sign_on(&self) -> bool {
        uses_single_sign_on(self.merged)
    }

    /// The portal that it signs in to, as the token cache identifies it.
    pub fn session_key(&self) -> Option<SessionKey> {
        match self.text("sso_session") {
            Some(name) => Some(SessionKey::Named(name.to_owned())),
            None => self.text("sso_start_url").map(|url| SessionKey::Legacy(url.to_owned())),
        }
    }

    /// `sso_account_id`.
    pub fn account(&self) -> Option<&'a str> {
        self.text("sso_account_id")
    }

    /// `sso_role_name`.
    pub fn role(&self) -> Option<&'a str> {
        self.text("sso_role_name")
    }

    /// The region that AWS CLI v2 uses: AWS_REGION, AWS_DEFAULT_REGION, the profile (FACTS 2.4).
    pub fn region(&self) -> Option<Region> {
        ["AWS_REGION", "AWS_DEFAULT_REGION"]
            .into_iter()
            .find_map(|variable| {
                let name = self.facts.environment().non_empty(variable)?.to_owned();
                Some(Region { name, variable: Some(variable) })
            })
            .or_else(|| {
                self.text("region").map(|name| Region { name: name.to_owned(), variable: None })
            })
    }

    /// Where settings send the services ([`endpoint_settings`](Self::endpoint_settings)).
    pub fn endpoints(&self) -> Endpoints {
        self.endpoint_settings().into()
    }

    /// The CA bundle that replaces the default authorities: AWS_CA_BUNDLE, the profile's
    /// `ca_bundle` (`botocore/configprovider.py`), REQUESTS_CA_BUNDLE (`botocore/endpoint.py`,
    /// `_get_verify_value`).
    pub fn ca_bundle(&self) -> Option<PathBuf> {
        let variable = |name| self.facts.environment().non_empty(name);
        variable("AWS_CA_BUNDLE")
            .or_else(|| self.text("ca_bundle"))
            .or_else(|| variable("REQUESTS_CA_BUNDLE"))
            .map(PathBuf::from)
    }

    /// The profile's machine.
    pub const fn facts(&self) -> &'a Facts {
        self.facts
    }
}

impl From<Vec<EndpointSetting>> for Endpoints {
    fn from(settings: Vec<EndpointSetting>) -> Self {
        let mut endpoints = Self::default();
        for setting in settings {
            let place = match setting.service {
                Service::Oidc => &mut endpoints.oidc,
                Service::Portal => &mut endpoints.portal,
                Service::Sts => &mut endpoints.sts,
            };
            *place = Some(setting.url);
        }
        endpoints
    }
}

impl Facts {
    /// The AWS file whose unknown content may hold the answer, and why it is unknown: the config
    /// file, or the credentials file if no profile of this run is in the config file.
    pub fn unread_file(&self) -> Option<(FileKind, Why)> {
        let unread = |kind| Some((kind, self.files().file(kind).unread()?));
        unread(FileKind::Config).or_else(|| {
            let is_needed = self.profiles_in_scope().next().is_none();
            is_needed.then(|| unread(FileKind::Credentials)).flatten()
        })
    }

    /// A profile by its name.
    pub fn profile<'a>(&'a self, name: &str) -> Option<Profile<'a>> {
        let (name, merged) = self.files().profiles().get_key_value(name)?;
        Some(Profile { name, merged, facts: self })
    }

    /// Every profile, in the order of the files.
    pub fn profiles(&self) -> impl Iterator<Item = Profile<'_>> {
        self.files().profiles().iter().map(|(name, merged)| Profile { name, merged, facts: self })
    }

    /// The profiles that this run is about.
    pub fn scope(&self) -> &Scope {
        &self.derived().scope
    }

    /// Whether this run is about the profile, or about one that uses its credentials.
    pub fn in_scope(&self, profile: &str) -> bool {
        self.derived().in_scope.contains(profile)
    }

    /// The profiles in scope that exist.
    pub fn profiles_in_scope(&self) -> impl Iterator<Item = Profile<'_>> {
        self.scope().profiles.iter().filter_map(|name| self.profile(name))
    }

    /// The chains of `source_profile`.
    pub fn chains(&self) -> &Chains {
        self.derived().chains.get_or_init(|| Chains::of(self))
    }

    /// Where a `source_profile` names the profile, each line once: one line in `[DEFAULT]` applies
    /// to many profiles.
    pub fn references_to(&self, profile: &str) -> &[(FileKind, Location)] {
        let all = self.derived().references.get_or_init(|| {
            let mut all: HashMap<String, Vec<(FileKind, Location)>> = HashMap::new();
            let mut seen = HashSet::new();
            for profile in self.profiles() {
                let Some(source) = profile.text("source_profile") else {
                    continue;
                };
                let Some((file, property)) = profile.get("source_profile") else {
                    continue;
                };
                let place = (file, property.location);
                if seen.insert(place) {
                    all.entry(source.to_owned()).or_default().push(place);
                }
            }
            all
        });
        all.get(profile).map(Vec::as_slice).unwrap_or_default()
    }

    /// Everything that signs in to a portal, by its canonical address, with the region that each
    /// names for it: every session that a profile uses, and every region of profiles that name the
    /// portal themselves.
    pub fn regions_of_portal(&self, canonical: &str) -> &[(SessionKey, String)] {
        self.portals().get(canonical).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every portal that a profile signs in to, by its canonical address.
    pub fn portals(&self) -> &Portals {
        self.derived().portals.get_or_init(|| {
            let mut portals = Portals::new();
            for (key, users) in self.session_users() {
                let session = self.session(key);
                let Some(url) = &session.start_url else {
                    continue;
                };
                let uses = portals.entry(StartUrl::parse(url).canonical).or_default();
                match key {
                    SessionKey::Named(_) => {
                        uses.extend(session.region.map(|region| (key.clone(), region)));
                    }
                    SessionKey::Legacy(_) => {
                        let regions =
                            users.iter().filter_map(|user| self.profile(user)?.text("sso_region"));
                        let distinct: IndexSet<&str> = regions.collect();
                        let distinct = distinct.into_iter();
                        uses.extend(distinct.map(|region| (key.clone(), region.to_owned())));
                    }
                }
            }
            portals
        })
    }

    /// Every session or legacy portal that a profile uses, and those profiles, in file order.
    pub fn session_users(&self) -> &IndexMap<SessionKey, Vec<String>> {
        &self.derived().users
    }

    /// Whether a profile in scope uses the session.
    pub fn session_in_scope(&self, key: &SessionKey) -> bool {
        self.session_users()
            .get(key)
            .is_some_and(|users| users.iter().any(|name| self.in_scope(name)))
    }

    /// The sessions of the profiles in scope, in order, each once.
    pub fn sessions_in_scope(&self) -> &[SessionKey] {
        &self.derived().sessions
    }

    /// A session with the values that the AWS CLI would use.
    pub fn session(&self, key: &SessionKey) -> Session<'_> {
        match key {
            SessionKey::Named(name) => {
                let section = self.files().sessions().get(name);
                let text = |field: &str| {
                    section
                        .and_then(|section| section.text(field))
                        .filter(|text| !text.is_empty())
                        .map(str::to_owned)
                };
                Session {
                    facts: self,
                    key: key.clone(),
                    section,
                    start_url: text("sso_start_url"),
                    region: text("sso_region"),
                    scopes: split_scopes(text("sso_registration_scopes").as_deref()),
                }
            }
            SessionKey::Legacy(url) => {
                let region = self
                    .session_users()
                    .get(key)
                    .and_then(|users| {
                        users.iter().find_map(|user| self.profile(user)?.text("sso_region"))
                    })
                    .map(str::to_owned);
                Session {
                    facts: self,
                    key: key.clone(),
                    section: None,
                    start_url: Some(url.clone()),
                    region,
                    scopes: Vec::new(),
                }
            }
        }
    }

    /// The profile whose settings (endpoints, certificates) apply to this session's sign-in: the
    /// first in scope that uses it, otherwise the first.
    pub fn profile_of_session(&self, key: &SessionKey) -> Option<Profile<'_>> {
        let users = self.session_users().get(key)?;
        let name = users.iter().find(|name| self.in_scope(name)).or_else(|| users.first())?;
        self.profile(name)
    }
}

/// Whether any single sign-on key is present.
pub(crate) fn uses_single_sign_on(profile: &MergedProfile) -> bool {
    ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"]
        .iter()
        .any(|key| profile.get(key).is_some())
}

/// Splits `sso_registration_scopes` as the AWS CLI does (`awscli/customizations/sso/utils.py`,
/// `parse_sso_registration_scopes`): at commas, trimmed.
fn split_scopes(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|scope| !scope.is_empty())
        .map(str::to_owned)
        .collect()
}
