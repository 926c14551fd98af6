//! The model of the credential chain, asked about a machine: the one place that knows its types.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use aws_onboard_credential_chain::{
    Client as Asked, Credentials, Evidence, Family, Kind, Login, Logins, Module, ProfileFrom,
    Source, resolve_with_logins,
};
use facts::{Facts, Request};
use machine::System;
use semver::Version;

use crate::client::Client;
use crate::keys;
use crate::machine::{LOGIN_SESSION, Machine};
use crate::observed::NO_REGION;

/// What the model says about a client on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicted {
    /// Whose key signs, in the words of [`crate::observed::Observed::who`]; none if the client
    /// fails. A process or a place that the model cannot name is its kind in brackets.
    pub who: Option<String>,
    /// What the client says if it fails, as far as the model knows.
    pub error: Option<String>,
    /// The region, or [`NO_REGION`].
    pub region: String,
    /// Whether only an attempt can tell that the source works.
    pub is_open: bool,
    /// Whether the model calls its own answer unverified.
    pub is_unverified: bool,
    /// The trail, one line each.
    pub trail: Vec<String>,
}

/// A machine as the model sees it.
#[derive(Debug)]
pub struct Modelled<'a> {
    machine: &'a Machine,
    environment: BTreeMap<String, String>,
    facts: Facts,
}

impl<'a> Modelled<'a> {
    /// Reads the machine, whose files are laid out and whose clients get this environment.
    pub fn read(machine: &'a Machine, environment: BTreeMap<String, String>) -> Modelled<'a> {
        let variables = environment
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)))
            .collect();
        // The profile reaches the client, not this program.
        let facts = collect::offline_facts(&System::new(variables), Request::default(), None);
        Modelled { machine, environment, facts }
    }

    /// What the model says about this client; none if it has no such family.
    pub fn predict(&self, client: &Client) -> Option<Predicted> {
        let mut asked = Asked::new(Family::from_id(client.family)?);
        if let Ok(version) = Version::parse(client.model_version.unwrap_or(client.version)) {
            asked = asked.with_version(version);
        }
        for (module, name) in MODULES {
            asked = asked.with_module(module, client.modules.contains(&name));
        }
        if let Some(profile) = &self.machine.profile {
            asked = asked.with_profile(ProfileFrom::Argument(profile.clone()));
        }
        let variable = self.environment.get("AWS_SDK_LOAD_CONFIG");
        let is_off = variable.is_some_and(|text| matches!(text.as_str(), "0" | "false"));
        asked.loads_config =
            if client.obeys_load_config && is_off { Some(false) } else { client.loads_config };
        asked.own_order = client.own_order;
        let answer = resolve_with_logins(&self.facts, &asked, &logins(self.machine));
        let is_failure = matches!(answer.credentials.kind, Kind::None | Kind::Error);
        Some(Predicted {
            who: (!is_failure).then(|| describe(&answer.credentials, &self.environment)),
            error: answer.credentials.error.clone().map(|text| self.without_home(&text)),
            region: seen_region(client, answer.region.map(|region| region.value)),
            is_open: answer.usable.is_none(),
            is_unverified: answer.evidence == Evidence::Unverified,
            trail: answer
                .trail
                .iter()
                .map(|step| format!("{}: {} ({})", step.provider, step.outcome.word(), step.why))
                .map(|line| self.without_home(&line))
                .collect(),
        })
    }

    fn without_home(&self, text: &str) -> String {
        match self.environment.get("HOME") {
            Some(home) => text.replace(home.as_str(), "{home}"),
            None => text.to_owned(),
        }
    }
}

/// The region as the observation names it.
fn seen_region(client: &Client, found: Option<String>) -> String {
    let region = client.sets_region.map(str::to_owned).or(found);
    // A signature does not tell this region from none.
    let is_seen = |region: &String| client.tells_region || region != "us-east-1";
    region.filter(is_seen).unwrap_or_else(|| NO_REGION.to_owned())
}

const MODULES: [(Module, &str); 7] = [
    (Module::Sso, "sso"),
    (Module::SsoOidc, "ssooidc"),
    (Module::Sts, "sts"),
    (Module::Signin, "signin"),
    (Module::Crt, "crt"),
    (Module::OpenSsl, "openssl"),
    (Module::Process, "process"),
];

/// The cache of `aws login`, as [`crate::home::lay_out`] writes it.
fn logins(machine: &Machine) -> Logins {
    let hour = jiff::SignedDuration::from_hours(1);
    let login = match jiff::Timestamp::now().checked_add(hour) {
        Ok(expires_at) if machine.is_logged_in => Login::Cached {
            access_key_id: Some(keys::access_key_id("login-mira")),
            expires_at,
            can_be_renewed: true,
        },
        _ => Login::Missing,
    };
    [(LOGIN_SESSION.to_owned(), login)].into()
}

fn describe(credentials: &Credentials, environment: &BTreeMap<String, String>) -> String {
    let role = credentials.role.as_deref().unwrap_or_default();
    let role = role.rsplit('/').next().unwrap_or(role);
    match credentials.kind {
        Kind::Environment | Kind::Static => key_at(credentials, environment)
            .unwrap_or_else(|| format!("[{}]", credentials.kind.word())),
        Kind::Sso => {
            format!("sso:{}/{role}", credentials.account.as_deref().unwrap_or_default())
        }
        Kind::Login => "login-mira".to_owned(),
        Kind::Role => match &credentials.via {
            Some(via) => format!("role:{role} < {}", describe(via, environment)),
            None => format!("role:{role}"),
        },
        Kind::WebIdentity => format!("web:{role}"),
        kind @ (Kind::Process | Kind::Container | Kind::Instance | Kind::None | Kind::Error) => {
            format!("[{}]", kind.word())
        }
    }
}

/// The label of the key that the source of these credentials is.
fn key_at(credentials: &Credentials, environment: &BTreeMap<String, String>) -> Option<String> {
    let id = match credentials.source.as_ref()? {
        Source::Variable(name) => environment.get(name)?.clone(),
        Source::File { path, line } => value_at(path, *line)?,
        Source::BuiltIn => return None,
    };
    keys::label_of(&id).map(str::to_owned)
}

fn value_at(path: &Path, line: usize) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().nth(line.checked_sub(1)?)?;
    let (_, value) = line.split_once(['=', ':'])?;
    Some(value.trim().to_owned())
}
