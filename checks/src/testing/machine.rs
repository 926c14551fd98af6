//! A made-up machine: a healthy one with the changes of a case.

mod after;
mod learnt;
mod values;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::FileKind;
use facts::{
    Access, Arch, AssignedAccount, AwsExecutable, AwsFile, AwsFiles, Bundle, CacheEntry,
    CacheFault, CachedRole, Certificate, Endpoint, Environment, Facts, FileLocation, FileMetadata,
    FileState, FolderState, FoundProgram, FoundPrograms, HomeFolder, IdentityAnswer, Known,
    Locations, LoginCache, Name, Origin, Os, OtherEntry, Permissions, Preset, Probe, Program,
    Reached, RegistrationEntry, Request, RoleCache, ServiceError, SessionKey, Shown, StartUpLine,
    Surroundings, TimeForm, Token, TokenCache, User, Verdict, VersionOutput, Why,
};
use jiff::SignedDuration;

pub(crate) use self::values::{
    LOGIN, identity, login_keys, now, present, registration, role_credentials, token, version,
};
use crate::{Plan, Step};

/// The time on every made-up machine.
pub(crate) const NOW: &str = "2026-11-23T09:00:00Z";

/// The result for the connection to an endpoint.
type Way = dyn Fn(&Endpoint) -> Known<Probe> + Send + Sync;

/// A connection that works, with publicly trusted certificates; a configured address was not
/// checked.
fn open(endpoint: &Endpoint) -> Known<Probe> {
    if endpoint.configured {
        return Err(Why::NotAsked);
    }
    let amazon =
        Name { common: Some("Amazon Root CA 1".into()), organisation: Some("Amazon".into()) };
    let reached = if endpoint.tls {
        Reached::Shown(Box::new(Shown {
            chain: vec![Certificate {
                subject: amazon.clone(),
                issuer: amazon,
                not_before: now() - SignedDuration::from_hours(24),
                not_after: now() + SignedDuration::from_hours(24),
                hosts: vec![endpoint.host.clone()],
            }],
            by_bundle: endpoint.ca_bundle.as_ref().map(|_| Ok(Verdict::Trusted)),
            by_system: Verdict::Trusted,
            by_public: Verdict::Trusted,
            is_incomplete: false,
            offer: None,
        }))
    } else {
        Reached::Connected
    };
    Ok(Probe { proxy: None, reached })
}

/// A machine that a case builds: its AWS CLI is new, its files are empty, and there is no sign-in.
#[derive(Clone)]
pub(crate) struct Machine {
    request: Request,
    environment: Vec<(String, String)>,
    files: BTreeMap<FileKind, FileState>,
    metadata: BTreeMap<FileKind, FileMetadata>,
    aws: Known<Vec<AwsExecutable>>,
    tokens: BTreeMap<String, CacheEntry>,
    token_folder: FolderState,
    registrations: BTreeMap<SessionKey, RegistrationEntry>,
    others: Vec<OtherEntry>,
    cached_roles: BTreeMap<String, CachedRole>,
    cached_identities: BTreeMap<String, Known<IdentityAnswer>>,
    tokens_unknown: Option<Why>,
    logins: Known<LoginCache>,
    preset: Option<Preset>,
    identities: BTreeMap<String, Known<IdentityAnswer>>,
    refreshes: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    roles: BTreeMap<(SessionKey, String), Known<Vec<String>>>,
    refused_sign_ins: BTreeMap<SessionKey, ServiceError>,
    portal_pages: BTreeMap<String, Known<Option<String>>>,
    credential_processes: Known<BTreeMap<String, Program>>,
    accounts: BTreeMap<SessionKey, Known<Vec<AssignedAccount>>>,
    accepted: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    probes: BTreeMap<facts::Endpoint, Known<facts::Probe>>,
    os: Os,
    code_page: Option<u32>,
    ways: Arc<Way>,
    names: Option<bool>,
    clock: Option<facts::Skew>,
    locations: BTreeMap<FileKind, FileLocation>,
    home: Known<PathBuf>,
    surroundings: Surroundings,
    access: Known<Access>,
    programs: Known<FoundPrograms>,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let machine = Self {
            request: Request::default(),
            // A desktop: a browser can open.
            environment: vec![("DISPLAY".into(), ":0".into())],
            files: BTreeMap::from([
                (FileKind::Config, FileState::Missing),
                (FileKind::Credentials, FileState::Missing),
            ]),
            metadata: BTreeMap::new(),
            aws: Ok(Vec::new()),
            tokens: BTreeMap::new(),
            token_folder: FolderState::default(),
            registrations: BTreeMap::new(),
            others: Vec::new(),
            cached_roles: BTreeMap::new(),
            cached_identities: BTreeMap::new(),
            tokens_unknown: None,
            logins: Ok(LoginCache { folder: login_folder(), ..LoginCache::default() }),
            preset: None,
            identities: BTreeMap::new(),
            refreshes: BTreeMap::new(),
            roles: BTreeMap::new(),
            refused_sign_ins: BTreeMap::new(),
            portal_pages: BTreeMap::new(),
            credential_processes: Ok(BTreeMap::new()),
            accounts: BTreeMap::new(),
            accepted: BTreeMap::new(),
            probes: BTreeMap::new(),
            os: Os::Linux,
            code_page: None,
            ways: Arc::new(open),
            names: None,
            clock: Some(facts::Skew { seconds: 0 }),
            locations: BTreeMap::new(),
            home: Ok("/home/mira".into()),
            surroundings: Surroundings {
                user: Some(User { home: Some("/home/mira".into()), ..User::default() }),
                home: Ok(HomeFolder { exists: true, owned: true, writable: true }),
                interactive: true,
                loopback: Ok(None),
                start_up: Ok(Vec::new()),
                instance: Ok(false),
                ..Surroundings::default()
            },
            access: Ok(Access::default()),
            programs: Ok(FoundPrograms { programs: Vec::new(), complete: true }),
        };
        machine.aws("/usr/local/bin/aws", Ok(version("2.36.7")))
    }

    pub(crate) fn config(self, text: &str) -> Self {
        self.file(FileKind::Config, present(text))
    }

    pub(crate) fn credentials(self, text: &str) -> Self {
        self.file(FileKind::Credentials, present(text))
    }

    pub(crate) fn file(mut self, kind: FileKind, state: FileState) -> Self {
        self.files.insert(kind, state);
        self
    }

    /// Sets what the system says about a file.
    pub(crate) fn metadata(mut self, kind: FileKind, metadata: FileMetadata) -> Self {
        self.metadata.insert(kind, metadata);
        self
    }

    pub(crate) fn all_profiles(mut self) -> Self {
        self.request.all_profiles = true;
        self
    }

    pub(crate) fn offline(mut self) -> Self {
        self.request.offline = true;
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Adds a program that was found.
    pub(crate) fn program(mut self, program: FoundProgram) -> Self {
        if let Ok(found) = &mut self.programs {
            found.programs.push(program);
        }
        self
    }

    /// Sets why the programs are not known.
    pub(crate) fn programs_unknown(mut self, why: Why) -> Self {
        self.programs = Err(why);
        self
    }

    /// Sets the program that the run is about.
    pub(crate) fn asked(mut self, program: &str) -> Self {
        self.request.program = Some(program.into());
        self
    }

    pub(crate) fn profile(mut self, name: &str) -> Self {
        self.request.profile = Some(name.into());
        self
    }

    pub(crate) fn os(mut self, os: Os) -> Self {
        self.os = os;
        self
    }

    /// Windows with this code page.
    pub(crate) fn code_page(mut self, number: u32) -> Self {
        self.code_page = Some(number);
        self.os(Os::Windows)
    }

    /// Puts the file at this path, which the variable names.
    pub(crate) fn located(mut self, kind: FileKind, variable: &'static str, path: &str) -> Self {
        self.locations
            .insert(kind, FileLocation { path: path.into(), origin: Origin::Variable(variable) });
        self
    }

    /// Sets the home folder.
    pub(crate) fn home(mut self, home: Known<PathBuf>) -> Self {
        self.home = home;
        self
    }

    /// Changes the surroundings of the run.
    pub(crate) fn around(mut self, change: impl FnOnce(&mut Surroundings)) -> Self {
        change(&mut self.surroundings);
        self
    }

    /// Adds a line of a start-up file that gives a variable the value that it has.
    pub(crate) fn start_up(self, path: &str, line: usize, variable: &str, shown: &str) -> Self {
        self.around(|around| {
            if let Ok(lines) = &mut around.start_up {
                lines.push(StartUpLine {
                    path: path.into(),
                    line,
                    variable: variable.into(),
                    shown: shown.into(),
                    gives: Some(true),
                });
            }
        })
    }

    /// Sets what the system says about a path.
    pub(crate) fn place(mut self, path: &str, permissions: Permissions) -> Self {
        if let Ok(access) = &mut self.access {
            access.places.insert(path.into(), permissions);
        }
        self
    }

    /// The chezmoi source file that an AWS file is generated from.
    pub(crate) fn chezmoi(mut self, kind: FileKind, source: &str) -> Self {
        if let Ok(access) = &mut self.access {
            access.chezmoi.insert(kind, source.into());
        }
        self
    }

    /// Makes an AWS file a broken link.
    pub(crate) fn dangling(mut self, kind: FileKind, target: &str) -> Self {
        if let Ok(access) = &mut self.access {
            access.dangling.insert(kind, target.into());
        }
        self
    }

    pub(crate) fn access_unknown(mut self, why: Why) -> Self {
        self.access = Err(why);
        self
    }

    pub(crate) fn without_aws(mut self) -> Self {
        self.aws = Ok(Vec::new());
        self
    }

    pub(crate) fn aws_unknown(mut self, why: Why) -> Self {
        self.aws = Err(why);
        self
    }

    /// Adds an `aws` after the existing ones.
    pub(crate) fn aws(mut self, path: &str, version: Known<VersionOutput>) -> Self {
        if let Ok(all) = &mut self.aws {
            all.push(AwsExecutable { version, ..AwsExecutable::not_asked(PathBuf::from(path)) });
        }
        self
    }

    pub(crate) fn preset(mut self, preset: Preset) -> Self {
        self.preset = Some(preset);
        self
    }

    /// The facts of this machine.
    pub(crate) fn facts(&self) -> Facts {
        let home = self.home.clone().unwrap_or_else(|_| PathBuf::from("/home/mira"));
        let environment = Environment::from_variables(
            self.environment
                .iter()
                .map(|(name, value)| (name.clone().into(), value.clone().into())),
        );
        let location = |name: &str| FileLocation {
            path: home.join(".aws").join(name),
            origin: Origin::Default,
        };
        let placed = |kind, name| {
            let placed = self.locations.get(&kind).cloned();
            placed.unwrap_or_else(|| location(name))
        };
        let locations = Locations {
            config: placed(FileKind::Config, "config"),
            credentials: placed(FileKind::Credentials, "credentials"),
            token_cache: token_folder(),
            role_cache: role_folder(),
            login_cache: login_folder(),
        };
        let file = |kind, path: &PathBuf| {
            AwsFile::new(kind, path.clone(), self.files[&kind].clone())
                .with_metadata(self.metadata.get(&kind).copied().unwrap_or_default())
        };
        let files = AwsFiles::new(
            file(FileKind::Config, &locations.config.path),
            file(FileKind::Credentials, &locations.credentials.path),
        );
        let mut facts = Facts::new(
            now(),
            self.request.clone(),
            Arc::new(environment),
            self.home.clone(),
            locations,
            files,
        );
        facts.surroundings = self.surroundings.clone();
        // Programs and bundles that a case does not mention exist and are complete.
        for name in facts.wanted_programs() {
            let place = Ok(Some(PathBuf::from("/usr/bin").join(&name)));
            facts.surroundings.programs.entry(name).or_insert(place);
        }
        for path in facts.wanted_bundles() {
            let whole = Bundle::Holds(1);
            facts.surroundings.bundles.entry(path).or_insert(whole);
        }
        facts.os = self.os;
        facts.code_page = self.code_page;
        facts.arch = Arch::X86_64;
        facts.aws = self.aws.clone();
        facts.access = self.access.clone();
        facts.programs = self.programs.clone();
        facts.preset = self.preset.clone().map(Arc::new);
        let endpoints: Vec<Endpoint> = facts
            .sessions_in_scope()
            .iter()
            .flat_map(|key| facts.endpoints(key))
            .flatten()
            .collect();
        facts.network.probes = endpoints
            .into_iter()
            .map(|endpoint| (endpoint.clone(), (self.ways)(&endpoint)))
            .collect();
        facts.network.names_resolve = self.names;
        facts.network.clock = self.clock;
        facts.network.identities = self.identities.clone();
        facts.network.refreshes = self.refreshes.clone();
        facts.network.roles = self.roles.clone();
        facts.network.accounts = self.accounts.clone();
        facts.network.accepted = self.accepted.clone();
        facts.network.probes.extend(self.probes.clone());
        facts.network.cached_roles = self.cached_identities.clone();
        facts.network.refused_sign_ins = self.refused_sign_ins.clone();
        facts.network.portal_pages = self.portal_pages.clone();
        facts.credential_processes = self.credential_processes.clone();
        facts.tokens = match &self.tokens_unknown {
            Some(why) => Err(why.clone()),
            None => Ok(TokenCache {
                folder: token_folder(),
                state: self.token_folder.clone(),
                entries: self.tokens.clone(),
                registrations: self.registrations.clone(),
                others: self.others.clone(),
                unread: 0,
            }),
        };
        facts.logins = self.logins.clone();
        facts.role_cache =
            Ok(RoleCache { folder: role_folder(), entries: self.cached_roles.clone(), unread: 0 });
        facts
    }
}

fn token_folder() -> PathBuf {
    PathBuf::from("/home/mira/.aws/sso/cache")
}

fn role_folder() -> PathBuf {
    PathBuf::from("/home/mira/.aws/cli/cache")
}

fn login_folder() -> PathBuf {
    PathBuf::from("/home/mira/.aws/login/cache")
}

/// A file that belongs to the user and contains a token.
fn entry(key: &SessionKey, token: Result<Token, CacheFault>) -> CacheEntry {
    CacheEntry {
        path: token_folder().join(key.cache_name()),
        mode: Some(0o600),
        owned: Some(true),
        writable: Some(true),
        renewal_refused: None,
        time_form: TimeForm::Everyone,
        token,
    }
}
