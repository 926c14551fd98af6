//! A whole machine.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use aws_files::{FileKind, Location};
use indexmap::IndexMap;
use jiff::Timestamp;

use crate::Shell;
use crate::access::Access;
use crate::{
    AssignedAccount, AwsExecutable, AwsFiles, Chains, Environment, FoundPrograms, IdentityAnswer,
    Known, LoginCache, Preset, Program, ProxySettings, RoleCache, Scope, ServiceError, SessionKey,
    Surroundings, TokenCache, Why, chain, resolution,
};

/// Everything that is known about a machine, and why the rest is unknown.
#[derive(Clone, Debug)]
pub struct Facts {
    /// This machine's clock at the start of the run.
    pub now: Timestamp,
    /// The operating system.
    pub os: Os,
    /// The processor, for the names of downloads.
    pub arch: Arch,
    /// The user's own shell, for the commands shown to them.
    pub shell: Shell,
    /// The home folder.
    pub home: Known<PathBuf>,
    /// This computer's network name, so that a report can omit it.
    pub host: Option<String>,
    /// Where the AWS files are, and what determines that.
    pub locations: Locations,
    /// Every `aws` on PATH, in PATH order. A version that the files of the installation do not tell
    /// is [`Why::NotAsked`] unless a check needs it.
    pub aws: Known<Vec<AwsExecutable>>,
    /// The tokens.
    pub tokens: Known<TokenCache>,
    /// The role credentials that the AWS CLI caches.
    pub role_cache: Known<RoleCache>,
    /// The sign-ins of `aws login`.
    pub logins: Known<LoginCache>,
    /// The programs that the profiles' `credential_process` start, by the value as written.
    pub credential_processes: Known<BTreeMap<String, Program>>,
    /// The programs beside the AWS CLI that use AWS credentials; [`Why::NotAsked`] unless a check
    /// needs them.
    pub programs: Known<FoundPrograms>,
    /// Who can access the AWS files, the caches and their folders.
    pub access: Known<Access>,
    /// The support team's preset, if any.
    pub preset: Option<Arc<Preset>>,
    /// Whether this is a practice machine, whose sign-in intentionally goes to this computer and
    /// needs no browser.
    pub practice: bool,
    /// Who runs this, where, and what else is on the machine.
    pub surroundings: Surroundings,
    /// The operating system's own proxy setting. [`Facts::proxy_in_use`] says whether it counts.
    pub system_proxy: Option<ProxySettings>,
    /// The number of the code page in which Python opens text files on Windows; `None` elsewhere,
    /// or if unknown.
    pub code_page: Option<u32>,
    /// What AWS reported.
    pub network: Network,
    request: Request,
    environment: Arc<Environment>,
    files: AwsFiles,
    derived: OnceLock<Derived>,
}

/// What follows from the files, the environment and the request; computed on first use, and again
/// when the files change.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    pub(crate) scope: Scope,
    pub(crate) in_scope: HashSet<String>,
    pub(crate) users: IndexMap<SessionKey, Vec<String>>,
    pub(crate) sessions: Vec<SessionKey>,
    pub(crate) chains: OnceLock<Chains>,
    pub(crate) portals: OnceLock<resolution::Portals>,
    pub(crate) references: OnceLock<HashMap<String, Vec<(FileKind, Location)>>>,
}

impl Facts {
    /// Facts with what is always known immediately; the rest is "not asked" until it is set.
    pub fn new(
        now: Timestamp,
        request: Request,
        environment: Arc<Environment>,
        home: Known<PathBuf>,
        locations: Locations,
        files: AwsFiles,
    ) -> Self {
        let shell = Shell::of(&environment);
        Self {
            now,
            os: Os::current(),
            arch: Arch::current(),
            shell,
            home,
            host: None,
            locations,
            aws: Err(Why::NotAsked),
            tokens: Err(Why::NotAsked),
            role_cache: Err(Why::NotAsked),
            logins: Err(Why::NotAsked),
            credential_processes: Err(Why::NotAsked),
            programs: Err(Why::NotAsked),
            access: Err(Why::NotAsked),
            preset: None,
            practice: false,
            surroundings: Surroundings::default(),
            system_proxy: None,
            code_page: None,
            network: Network::default(),
            request,
            environment,
            files,
            derived: OnceLock::new(),
        }
    }

    /// A path in short form: the home folder as `~`.
    pub fn shown(&self, path: &Path) -> String {
        crate::tilde(path, self.home.as_deref().ok())
    }

    /// What the command line requested.
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// The relevant variables.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The config and the credentials file.
    pub const fn files(&self) -> &AwsFiles {
        &self.files
    }

    /// Replaces the files, for example after a change, and recomputes everything derived from
    /// them.
    pub fn set_files(&mut self, files: AwsFiles) {
        self.files = files;
        self.derived = OnceLock::new();
    }

    pub(crate) fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| {
            let scope = Scope::of(self);
            // A problem that stops a profile's source also stops the profile.
            let in_scope: HashSet<String> = chain::with_sources(self, &scope.profiles);
            let mut users: IndexMap<SessionKey, Vec<String>> = IndexMap::new();
            for profile in self.profiles() {
                if let Some(key) = profile.session_key() {
                    users.entry(key).or_default().push(profile.name.to_owned());
                }
            }
            let sessions = users
                .iter()
                .filter(|(_, names)| names.iter().any(|name| in_scope.contains(name)))
                .map(|(key, _)| key.clone())
                .collect();
            Derived {
                sessions,
                scope,
                in_scope,
                users,
                chains: OnceLock::new(),
                portals: OnceLock::new(),
                references: OnceLock::new(),
            }
        })
    }
}

/// What was requested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `--profile`.
    pub profile: Option<String>,
    /// `--all-profiles`.
    pub all_profiles: bool,
    /// `--offline`.
    pub offline: bool,
    /// `--for`: the program that this run is about, as `PROGRAM[@VERSION]`.
    pub program: Option<String>,
}

/// The operating system, where advice depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// Linux.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
    /// Another operating system.
    Other,
}

impl Os {
    /// The one that this program is built for.
    pub const fn current() -> Self {
        if cfg!(target_os = "linux") {
            Self::Linux
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Other
        }
    }
}

/// The processor, where downloads depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arch {
    /// 64-bit Intel and AMD.
    X86_64,
    /// 64-bit ARM.
    Aarch64,
    /// Another processor.
    Other,
}

impl Arch {
    /// The one that this program is built for.
    pub const fn current() -> Self {
        if cfg!(target_arch = "x86_64") {
            Self::X86_64
        } else if cfg!(target_arch = "aarch64") {
            Self::Aarch64
        } else {
            Self::Other
        }
    }
}

/// The origin of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The default path.
    Default,
    /// The named environment variable.
    Variable(&'static str),
    /// The command line.
    Flag(&'static str),
}

/// The path of an AWS file and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLocation {
    /// The path, with `~` and, for AWS tools written in Python, `$NAME` expanded; absolute.
    pub path: PathBuf,
    /// Its origin.
    pub origin: Origin,
}

/// Where the AWS files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locations {
    /// The config file.
    pub config: FileLocation,
    /// The credentials file.
    pub credentials: FileLocation,
    /// `~/.aws/sso/cache`.
    pub token_cache: PathBuf,
    /// `~/.aws/cli/cache`.
    pub role_cache: PathBuf,
    /// `~/.aws/login/cache`, or what AWS_LOGIN_CACHE_DIRECTORY names; empty if that is empty.
    pub login_cache: PathBuf,
}

/// What AWS reported in this run.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The identity of each profile; only those that were requested.
    pub identities: BTreeMap<String, Known<IdentityAnswer>>,
    /// The identity that STS reports for the credentials that the AWS CLI has cached for a
    /// profile, if it would still use them.
    pub cached_roles: BTreeMap<String, Known<IdentityAnswer>>,
    /// The result of refreshing a session's token in this run: the outer error if the attempt is
    /// incomplete, the inner error if the service refused.
    pub refreshes: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    /// Whether the portal accepts a session's token; checked only if no profile of the session was
    /// identified. The inner error is the portal's refusal.
    pub accepted: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    /// The accounts assigned to the user, by session, for sessions with a profile whose account is
    /// not assigned.
    pub accounts: BTreeMap<SessionKey, Known<Vec<AssignedAccount>>>,
    /// The roles assigned in an account, by session and account: for profiles that were not
    /// identified, and where a role was refused.
    pub roles: BTreeMap<(SessionKey, String), Known<Vec<String>>>,
    /// The paths to the endpoints of the sessions in scope.
    pub probes: BTreeMap<crate::Endpoint, Known<crate::Probe>>,
    /// Whether any AWS name resolves; checked only if one did not.
    pub names_resolve: Option<bool>,
    /// The clock, if AWS has reported its time.
    pub clock: Option<crate::Skew>,
    /// Sign-ins that the service rejected in this run before the user got a browser page or a
    /// code.
    pub refused_sign_ins: BTreeMap<SessionKey, ServiceError>,
    /// The region that a portal's page names, by the portal's canonical address, if the page was
    /// read.
    pub portal_pages: BTreeMap<String, Known<Option<String>>>,
}
