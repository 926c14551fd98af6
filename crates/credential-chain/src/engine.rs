//! The engine: asks the providers of a client's chain in order.

use aws_files::{FileKind, View};
use facts::{Facts, Text};

use crate::answer::{Answer, Credentials, Evidence, Kind, Outcome, Source, Step};
use crate::fault::{Fault, FaultId};
use crate::files::{Entry, Files};
use crate::go::GoProfile;
use crate::rules::{MissingProfile, Nature, OnFailure, Provider, Rules};
use crate::variables;
use crate::{Client, Family, Logins, Need, ProfileFrom, version};

/// Credentials that a provider gives.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) credentials: Credentials,
    /// `None` if only the attempt tells.
    pub(crate) usable: Option<bool>,
    pub(crate) why: String,
}

/// What one provider says.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Skipped(String),
    Got(Box<Got>),
    Failed(Fault),
}

impl Said {
    pub(crate) fn got(credentials: Credentials, usable: Option<bool>, why: String) -> Self {
        Self::Got(Box::new(Got { credentials, usable, why }))
    }
}

/// One question to one client.
pub(crate) struct Run<'r> {
    pub(crate) facts: &'r Facts,
    pub(crate) client: &'r Client,
    pub(crate) rules: &'r Rules,
    pub(crate) files: &'r Files<'r>,
    pub(crate) logins: &'r Logins,
    /// The profile that the client selects.
    pub(crate) profile: String,
    /// Whether a variable or an argument names it.
    pub(crate) named: bool,
    /// The variable that names it, if one does.
    pub(crate) named_by: Option<&'static str>,
}

/// What the client would use on this machine.
pub(crate) fn resolve(facts: &Facts, client: &Client, logins: &Logins, rules: &Rules) -> Answer {
    let files = Files::read(facts, client, rules);
    let (profile, named_by) = selected_profile(facts, client, rules, files.reads_config);
    let named = named_by.is_some() || client.profile_from.explicit().is_some();
    let run = Run { facts, client, rules, files: &files, logins, profile, named, named_by };
    let (credentials, usable, needs, trail) = run.walk();
    let mut evidence = rules.evidence;
    if files.doubt.is_some() {
        evidence = Evidence::Unverified;
    }
    Answer { credentials, region: run.region(), trail, evidence, usable, needs, doubt: files.doubt }
}

/// The profile that the client selects, and the variable that names it.
fn selected_profile(
    facts: &Facts,
    client: &Client,
    rules: &Rules,
    reads_config: bool,
) -> (String, Option<&'static str>) {
    if let Some(name) = client.profile_from.explicit() {
        return (name.to_owned(), None);
    }
    for variable in rules.environment.profile {
        // Go v1 reads the second variable only with the config file (`env_config.go`).
        if client.family == Family::Go1 && *variable == "AWS_DEFAULT_PROFILE" && !reads_config {
            continue;
        }
        let name = match &client.profile_from {
            ProfileFrom::Variable(name) if *variable == "AWS_PROFILE" => Some(name.as_str()),
            _ if rules.reading.empty_counts || rules.environment.empty_profile_counts => {
                facts.environment().text(variable)
            }
            _ => facts.environment().non_empty(variable),
        };
        if let Some(name) = name {
            return (name.to_owned(), Some(variable));
        }
    }
    ("default".to_owned(), None)
}

/// The provider of the bearer token, which no chain names.
const BEARER: &str = "bearer token of the profile";

type Walked = (Credentials, Option<bool>, Option<Need>, Vec<Step>);

impl<'r> Run<'r> {
    /// The selected profile, as this client reads it.
    pub(crate) fn entry(&self) -> Option<Entry<'r>> {
        self.files.profile(&self.profile)
    }

    fn walk(&self) -> Walked {
        let mut trail = Vec::new();
        let go = match self.before_the_chain() {
            Ok(go) => go,
            Err(fault) => return self.fail(&fault, "configuration".into(), trail),
        };
        let mut first_failure: Option<Fault> = None;
        let mut instance: Option<Got> = None;
        for provider in self.rules.chain {
            let label = self.label(*provider);
            match self.ask(*provider, go.as_ref()) {
                Said::Skipped(why) => {
                    trail.push(Step { provider: label, outcome: Outcome::Skipped, why });
                }
                Said::Got(got) if *provider == Provider::Instance => {
                    let why = got.why.clone();
                    trail.push(Step { provider: label, outcome: Outcome::Unknown, why });
                    instance = Some(*got);
                }
                Said::Got(got) => {
                    if let Some(fault) = self.bearer_token() {
                        return self.fail(&fault, BEARER.into(), trail);
                    }
                    let Got { credentials, usable, why } = *got;
                    let outcome = if usable.is_some() { Outcome::Taken } else { Outcome::Unknown };
                    trail.push(Step { provider: label, outcome, why });
                    return (credentials, self.unless_in_doubt(usable), None, trail);
                }
                Said::Failed(fault) if self.stops(fault.id) => {
                    let bearer = self.bearer_token().filter(|_| fault.id.is_late());
                    if let Some(fault) = bearer {
                        return self.fail(&fault, BEARER.into(), trail);
                    }
                    return self.fail(&fault, label, trail);
                }
                Said::Failed(fault) => {
                    let why = fault.why.clone();
                    trail.push(Step { provider: label, outcome: Outcome::Failed, why });
                    first_failure.get_or_insert(fault);
                }
            }
        }
        if let Some(fault) = self.bearer_token().filter(|_| instance.is_none()) {
            return self.fail(&fault, BEARER.into(), trail);
        }
        let end = Fault::new(FaultId::NoCredentials, "").with("profile", &self.profile);
        let error = end.text(self.rules, self.client);
        if let Some(fault) = first_failure {
            let (credentials, usable, needs, trail) = self.failed(&fault, trail);
            let error = error.or(credentials.error);
            let needs = needs.or_else(|| self.unmet());
            return (Credentials { error, ..credentials }, usable, needs, trail);
        }
        if let Some(got) = instance {
            let credentials = Credentials { error, ..got.credentials };
            return (credentials, None, self.unmet(), trail);
        }
        let needs = self.unmet();
        let usable = self.unless_in_doubt(Some(false));
        (Credentials { error, ..Credentials::default() }, usable, needs, trail)
    }

    /// Unknown, if the client may read the files in another way.
    fn unless_in_doubt(&self, usable: Option<bool>) -> Option<bool> {
        usable.filter(|_| self.files.doubt.is_none())
    }

    /// What stops a client before it asks any provider.
    fn before_the_chain(&self) -> Result<Option<GoProfile>, Fault> {
        let reading = &self.rules.reading;
        if let Some(file) = self.files.refused.filter(|_| reading.refusal_stops) {
            return Err(self.refused(file));
        }
        if let Some(fault) = self.config_missing() {
            return Err(fault);
        }
        if self.client.family == Family::Ruby
            && let Some(fault) = self.ruby_token()
        {
            return Err(fault);
        }
        let stops = self.rules.environment.missing_profile == MissingProfile::Stops;
        if stops && self.named && self.entry().is_none() {
            return Err(self.profile_missing());
        }
        if self.rules.chain.contains(&Provider::GoProfile) {
            return crate::go::load(self).map(Some);
        }
        Ok(None)
    }

    /// JavaScript v2 looks for its region in the config file when it is loaded, and throws if
    /// there is none (`lib/node_loader.js`, `getRegion`).
    fn config_missing(&self) -> Option<Fault> {
        let config = &self.facts.files().config;
        let is_missing = self.client.family == Family::Js2
            && self.files.reads_config
            && config.document().is_none();
        let has_region = || {
            let variables = ["AWS_REGION", "AMAZON_REGION"];
            let credentials = self.facts.files().credentials.reading(View::Sdk);
            let of_profile = credentials.profiles.get(&self.profile);
            variables::first(self.facts.environment(), &variables).is_some()
                || of_profile.is_some_and(|section| section.text("region").is_some())
        };
        (is_missing && !has_region()).then(|| {
            Fault::new(FaultId::ConfigMissing, "AWS_SDK_LOAD_CONFIG is set without a config file")
                .with("path", &config.path.display().to_string())
        })
    }

    pub(crate) fn refused(&self, file: FileKind) -> Fault {
        let path = self.facts.files().path(file);
        let shown = self.facts.shown(path);
        Fault::new(FaultId::FileRefused, format!("{shown} cannot be parsed"))
            .with("path", &path.display().to_string())
    }

    pub(crate) fn profile_missing(&self) -> Fault {
        let mut fault = Fault::new(
            FaultId::ProfileMissing,
            format!("the profile {} is in no file that it reads", Text(&self.profile)),
        )
        .with("profile", &self.profile);
        fault.needs = self.unread_config();
        fault
    }

    /// The setting that makes the client read the profile, if the profile is only in the config
    /// file and the client does not read that.
    pub(crate) fn unread_config(&self) -> Option<Need> {
        let in_config = self.facts.profile(&self.profile)?.merged.config.is_some();
        (in_config && !self.files.reads_config).then_some(Need::Setting("AWS_SDK_LOAD_CONFIG=1"))
    }

    /// Why a client is not made although it has credentials: botocore makes the profile's bearer
    /// token at the same time (`session.py`, `create_client`).
    fn bearer_token(&self) -> Option<Fault> {
        let rules = self.rules.sso.as_ref().filter(|_| self.rules.makes_token)?;
        if version::is_older(self.client, rules.session_since) {
            return None;
        }
        let entry = self.entry()?;
        let session = entry.text("sso_session")?;
        let fault = |id, why: String| {
            Fault::new(id, why).with("profile", entry.name).with("session", session)
        };
        let section = self.files.session(session);
        let keys = ["sso_start_url", "sso_region"];
        let is_missing =
            |key: &&str| section.is_some_and(|section| self.files.text(section, key).is_none());
        let missing: Vec<String> =
            keys.iter().filter(|key| is_missing(key)).map(|key| format!("'{key}'")).collect();
        if section.is_none_or(|section| section.iter().next().is_none()) {
            let why = format!("there is no section [sso-session {}]", Text(session));
            Some(fault(FaultId::BearerSessionMissing, why))
        } else if missing.is_empty() {
            None
        } else {
            let missing = missing.join(", ");
            let why = format!("the session lacks {missing}");
            Some(fault(FaultId::BearerKeysMissing, why).with("quoted keys", &missing))
        }
    }

    /// What the client lacks for what the profile names, where no provider fails on it.
    fn unmet(&self) -> Option<Need> {
        let profile = self.facts.profile(&self.profile)?;
        if let Some(setting) = self.unread_config() {
            return Some(setting);
        }
        let newer = |since: &str| Need::Version(since.to_owned());
        if profile.uses_single_sign_on() {
            match &self.rules.sso {
                None => return Some(Need::Keys("single sign-on")),
                Some(rules) if version::is_older(self.client, rules.since) => {
                    return rules.session_since.or(rules.since).map(newer);
                }
                Some(_) => {}
            }
        }
        if profile.get("login_session").is_some() {
            match &self.rules.login {
                None => return Some(Need::Keys("login_session")),
                Some(rules) if version::is_older(self.client, rules.since) => {
                    return rules.since.map(newer);
                }
                Some(_) => {}
            }
        }
        None
    }

    fn stops(&self, id: FaultId) -> bool {
        match self.rules.on_failure {
            OnFailure::Stop => true,
            OnFailure::Next => false,
            OnFailure::StopFor(these) => these.contains(&id),
            OnFailure::NextFor(these) => !these.contains(&id),
        }
    }

    fn fail(&self, fault: &Fault, provider: String, mut trail: Vec<Step>) -> Walked {
        let why = fault.why.clone();
        trail.push(Step { provider, outcome: Outcome::Failed, why });
        self.failed(fault, trail)
    }

    fn failed(&self, fault: &Fault, trail: Vec<Step>) -> Walked {
        let credentials = Credentials {
            kind: Kind::Error,
            profile: fault.profile.clone(),
            error: fault.text(self.rules, self.client),
            ..Credentials::default()
        };
        (credentials, self.unless_in_doubt(Some(false)), fault.needs.clone(), trail)
    }

    fn label(&self, provider: Provider) -> String {
        let of_profile = |what: &str| format!("{what} (profile {})", Text(&self.profile));
        match provider {
            Provider::Environment | Provider::GdalEnvironment => "environment keys".into(),
            Provider::AmazonEnvironment => "environment keys (AMAZON_…)".into(),
            Provider::WebIdentityEnvironment => "web identity (environment)".into(),
            Provider::Profile
            | Provider::GoProfile
            | Provider::DotNetProfile
            | Provider::GdalProfile => format!("profile {}", Text(&self.profile)),
            Provider::Nature(nature) => of_profile(match nature {
                Nature::Role => "assumed role",
                Nature::RoleIn(FileKind::Config) => "assumed role in the config file",
                Nature::RoleIn(FileKind::Credentials) => "assumed role in the credentials file",
                Nature::WebIdentity => "web identity",
                Nature::CredentialSource => "credential source",
                Nature::Sso => "single sign-on",
                Nature::Login => "aws login",
                Nature::Process => "process",
                Nature::ProcessIn(FileKind::Config) => "process in the config file",
                Nature::ProcessIn(FileKind::Credentials) => "process in the credentials file",
                Nature::Static => "static keys",
                Nature::StaticIn(FileKind::Config) => "static keys in the config file",
                Nature::StaticIn(FileKind::Credentials) => "static keys in the credentials file",
                Nature::StaticWithoutRole => "static keys without a role",
            }),
            Provider::SharedCredentials => "static keys in the credentials file".into(),
            Provider::FirstKeys => "the first keys in the credentials file".into(),
            Provider::Container => "container".into(),
            Provider::Instance => "instance metadata".into(),
        }
    }

    fn ask(&self, provider: Provider, go: Option<&GoProfile>) -> Said {
        match provider {
            Provider::Environment => self.environment_keys(),
            Provider::AmazonEnvironment => {
                self.pair(&["AMAZON_ACCESS_KEY_ID"], &["AMAZON_SECRET_ACCESS_KEY"])
            }
            Provider::WebIdentityEnvironment => self.web_identity_environment(),
            Provider::Profile => self.whole_profile(),
            Provider::Nature(nature) => match self.entry() {
                Some(entry) => self.nature(nature, entry, &mut Vec::new()),
                None => Said::Skipped(self.no_profile()),
            },
            Provider::SharedCredentials => {
                let nature = Nature::StaticIn(FileKind::Credentials);
                match self.files.profile(self.profile_of(&["AWS_PROFILE"])) {
                    Some(entry) => match self.nature(nature, entry, &mut Vec::new()) {
                        Said::Failed(fault) => Said::Skipped(fault.why),
                        said => said,
                    },
                    None => Said::Skipped(self.no_profile()),
                }
            }
            Provider::GoProfile => match go {
                Some(profile) => crate::go::resolve(self, profile),
                None => Said::Skipped(self.no_profile()),
            },
            Provider::DotNetProfile => crate::dotnet::resolve(self),
            Provider::GdalEnvironment => crate::gdal::environment_keys(self),
            Provider::GdalProfile => crate::gdal::profile(self),
            Provider::FirstKeys => crate::polars::first_keys(self),
            Provider::Container => self.container(),
            Provider::Instance => self.instance(),
        }
    }

    pub(crate) fn no_profile(&self) -> String {
        format!("no profile {} in the files that it reads", Text(&self.profile))
    }

    fn environment_keys(&self) -> Said {
        let rules = &self.rules.environment;
        if rules.argument_hides_keys && self.client.profile_from.explicit().is_some() {
            return Said::Skipped("the profile was named explicitly".into());
        }
        if rules.profile_hides_keys && self.named {
            return Said::Skipped("AWS_PROFILE is set".into());
        }
        self.pair(rules.access, rules.secret)
    }

    pub(crate) fn pair(&self, access: &[&'static str], secret: &[&'static str]) -> Said {
        let environment = self.facts.environment();
        let wanted = access.first().copied().unwrap_or_default();
        let key = variables::first(environment, access);
        let secret_name = secret.first().copied().unwrap_or_default();
        let has_secret = variables::first(environment, secret).is_some();
        match key {
            Some((variable, id)) if has_secret => Said::got(
                Credentials {
                    kind: Kind::Environment,
                    access_key_id: Some(variables::masked_key(id)),
                    source: Some(Source::Variable(variable.to_owned())),
                    ..Credentials::default()
                },
                Some(true),
                format!("{variable} is set"),
            ),
            Some((variable, _)) if self.rules.environment.half_is_error => Said::Failed(
                Fault::new(
                    FaultId::HalfPairEnvironment,
                    format!("{variable} is set without {secret_name}"),
                )
                .with("provider", "env")
                .with("key", secret_name),
            ),
            Some((variable, _)) => {
                Said::Skipped(format!("{variable} is set without {secret_name}"))
            }
            None => Said::Skipped(format!("{wanted} is not set")),
        }
    }

    pub(crate) fn container(&self) -> Said {
        let names =
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
        match variables::first(self.facts.environment(), &names) {
            Some((variable, _)) => Said::got(
                Credentials {
                    kind: Kind::Container,
                    source: Some(Source::Variable(variable.to_owned())),
                    ..Credentials::default()
                },
                None,
                format!("{variable} is set; only a request tells"),
            ),
            None => Said::Skipped("no AWS_CONTAINER_CREDENTIALS_… variable is set".into()),
        }
    }

    pub(crate) fn instance(&self) -> Said {
        let off = variables::value(self.facts.environment(), "AWS_EC2_METADATA_DISABLED");
        let is_off = match self.rules.family {
            // `credential-provider-node`: any text but "false".
            Family::Js3 => off.is_some_and(|text| text != "false"),
            // `port/cpl_aws.cpp` does not read the variable.
            Family::Gdal => false,
            _ => off.is_some_and(|text| text.eq_ignore_ascii_case("true")),
        };
        if is_off {
            return Said::Skipped("AWS_EC2_METADATA_DISABLED is set".into());
        }
        Said::got(
            Credentials { kind: Kind::Instance, ..Credentials::default() },
            None,
            "only a request to the instance's metadata tells".into(),
        )
    }
}
