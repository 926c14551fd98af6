//! A made-up machine: a healthy one, changed by what a case says.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{
    Arch, AwsExecutable, AwsFile, AwsFiles, AwsVersion, Bundle, CacheEntry, CacheFault,
    Environment, Facts, FileLocation, FileMetadata, FileState, HomeFolder, Identity,
    IdentityAnswer, Known, Locations, Origin, Os, Preset, Request, ServiceError, SessionKey,
    Surroundings, Token, TokenCache, User, VersionOutput, Why,
};
use jiff::{SignedDuration, Timestamp};

use crate::{Plan, Step};

/// The time on every made-up machine.
pub(crate) const NOW: &str = "2026-11-23T09:00:00Z";

/// A machine under construction. Its AWS CLI is new, its files are empty, nobody is signed in.
#[derive(Clone)]
pub(crate) struct Machine {
    request: Request,
    environment: Vec<(String, String)>,
    files: BTreeMap<FileKind, FileState>,
    metadata: BTreeMap<FileKind, FileMetadata>,
    aws: Known<Vec<AwsExecutable>>,
    tokens: BTreeMap<String, Result<Token, CacheFault>>,
    tokens_unknown: Option<Why>,
    preset: Option<Preset>,
    identities: BTreeMap<String, Known<IdentityAnswer>>,
    refreshes: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    roles: BTreeMap<(SessionKey, String), Known<Vec<String>>>,
    os: Os,
    locations: BTreeMap<FileKind, FileLocation>,
    home: Known<PathBuf>,
    surroundings: Surroundings,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let machine = Self {
            request: Request::default(),
            environment: Vec::new(),
            files: BTreeMap::from([
                (FileKind::Config, FileState::Missing),
                (FileKind::Credentials, FileState::Missing),
            ]),
            metadata: BTreeMap::new(),
            aws: Ok(Vec::new()),
            tokens: BTreeMap::new(),
            tokens_unknown: None,
            preset: None,
            identities: BTreeMap::new(),
            refreshes: BTreeMap::new(),
            roles: BTreeMap::new(),
            os: Os::Linux,
            locations: BTreeMap::new(),
            home: Ok("/home/mira".into()),
            surroundings: Surroundings {
                user: Some(User {
                    home: Some("/home/mira".into()),
                    ..User::default()
                }),
                home: Ok(HomeFolder {
                    exists: true,
                    owned: true,
                    writable: true,
                }),
                interactive: true,
                loopback: Ok(None),
                ..Surroundings::default()
            },
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

    /// What the system says about a file.
    pub(crate) fn metadata(mut self, kind: FileKind, metadata: FileMetadata) -> Self {
        self.metadata.insert(kind, metadata);
        self
    }

    pub(crate) fn all_profiles(mut self) -> Self {
        self.request.all_profiles = true;
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.into(), value.into()));
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

    /// The file lies at this path, as the variable says.
    pub(crate) fn located(mut self, kind: FileKind, variable: &'static str, path: &str) -> Self {
        self.locations.insert(
            kind,
            FileLocation {
                path: path.into(),
                origin: Origin::Variable(variable),
            },
        );
        self
    }

    /// Where the home folder is.
    pub(crate) fn home(mut self, home: Known<PathBuf>) -> Self {
        self.home = home;
        self
    }

    /// Changes what surrounds the run.
    pub(crate) fn around(mut self, change: impl FnOnce(&mut Surroundings)) -> Self {
        change(&mut self.surroundings);
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

    /// Adds an `aws` behind those that are there.
    pub(crate) fn aws(mut self, path: &str, version: Known<VersionOutput>) -> Self {
        if let Ok(all) = &mut self.aws {
            all.push(AwsExecutable {
                path: PathBuf::from(path),
                version,
            });
        }
        self
    }

    pub(crate) fn preset(mut self, preset: Preset) -> Self {
        self.preset = Some(preset);
        self
    }

    pub(crate) fn token(mut self, key: &SessionKey, token: Result<Token, CacheFault>) -> Self {
        self.tokens.insert(key.cache_name(), token);
        self
    }

    pub(crate) fn without_tokens(mut self) -> Self {
        self.tokens.clear();
        self
    }

    pub(crate) fn tokens_unknown(mut self, why: Why) -> Self {
        self.tokens_unknown = Some(why);
        self
    }

    pub(crate) fn refresh(
        mut self,
        key: &SessionKey,
        result: Known<Result<(), ServiceError>>,
    ) -> Self {
        self.refreshes.insert(key.clone(), result);
        self
    }

    pub(crate) fn identity(mut self, profile: &str, answer: Known<IdentityAnswer>) -> Self {
        self.identities.insert(profile.into(), answer);
        self
    }

    pub(crate) fn roles(
        mut self,
        key: &SessionKey,
        account: &str,
        roles: Known<Vec<String>>,
    ) -> Self {
        self.roles.insert((key.clone(), account.into()), roles);
        self
    }

    /// The facts of this machine.
    pub(crate) fn facts(&self) -> Facts {
        let home = self
            .home
            .clone()
            .unwrap_or_else(|_| PathBuf::from("/home/mira"));
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
            token_cache: home.join(".aws/sso/cache"),
            role_cache: home.join(".aws/cli/cache"),
        };
        let file = |kind, path: &PathBuf| {
            AwsFile::new(kind, path.clone(), self.files[&kind].clone())
                .with_metadata(self.metadata.get(&kind).copied().unwrap_or_default())
        };
        let files = AwsFiles::new(
            file(FileKind::Config, &locations.config.path),
            file(FileKind::Credentials, &locations.credentials.path),
        );
        let folder = locations.token_cache.clone();
        let mut facts = Facts::new(
            now(),
            self.request.clone(),
            Arc::new(environment),
            self.home.clone(),
            locations,
            files,
        );
        facts.surroundings = self.surroundings.clone();
        // What a case does not mention is there, and is whole.
        for name in facts.wanted_programs() {
            let place = Ok(Some(PathBuf::from("/usr/bin").join(&name)));
            facts.surroundings.programs.entry(name).or_insert(place);
        }
        for path in facts.wanted_bundles() {
            let whole = Bundle::Holds(1);
            facts.surroundings.bundles.entry(path).or_insert(whole);
        }
        facts.os = self.os;
        facts.arch = Arch::X86_64;
        facts.aws = self.aws.clone();
        facts.preset = self.preset.clone().map(Arc::new);
        facts.network.identities = self.identities.clone();
        facts.network.refreshes = self.refreshes.clone();
        facts.network.roles = self.roles.clone();
        facts.tokens = match &self.tokens_unknown {
            Some(why) => Err(why.clone()),
            None => Ok(TokenCache {
                entries: self
                    .tokens
                    .iter()
                    .map(|(name, token)| {
                        let entry = CacheEntry {
                            path: folder.join(name),
                            mode: Some(0o600),
                            token: token.clone(),
                        };
                        (name.clone(), entry)
                    })
                    .collect(),
                folder,
            }),
        };
        facts
    }

    /// The machine after a plan: edits are applied, a sign-in or a refresh gives a new token.
    pub(crate) fn after(&self, plan: &Plan) -> Self {
        let mut machine = self.clone();
        for step in &plan.steps {
            match step {
                Step::Edit { file, edits } => {
                    let document = match &machine.files[file] {
                        FileState::Present { document, .. } => Document::clone(document),
                        _ => Document::parse(b""),
                    };
                    let edited = document.edit(edits).expect("the plan's edits apply");
                    let state = FileState::Present {
                        document: Arc::new(edited),
                        mode: Some(0o600),
                        writable: true,
                        owned: true,
                        link: None,
                    };
                    machine.files.insert(*file, state);
                }
                Step::SignIn(key) | Step::Refresh(key) => {
                    machine.tokens.insert(key.cache_name(), Ok(token(8, true)));
                    machine.refreshes.remove(key);
                }
                Step::SetAside(path) => {
                    machine.tokens.retain(|name, _| !path.ends_with(name));
                }
                Step::SetMode(path, bits) => {
                    for kind in [FileKind::Config, FileKind::Credentials] {
                        if machine.facts().files().path(kind) != path {
                            continue;
                        }
                        match machine.files.get_mut(&kind) {
                            Some(FileState::Present { mode, writable, .. }) => {
                                *mode = Some(*bits);
                                *writable = bits & 0o200 != 0;
                            }
                            Some(state @ FileState::Unreadable { .. }) if bits & 0o400 != 0 => {
                                *state = present("");
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        machine.ask_again(plan);
        machine
    }

    /// Asks who the refused profiles are once more: the portal accepts a new sign-in, and gives
    /// the roles that are assigned.
    fn ask_again(&mut self, plan: &Plan) {
        let facts = self.facts();
        for (name, answer) in &mut self.identities {
            let Ok(IdentityAnswer::Refused(facts::Step::RoleCredentials, error)) = answer else {
                continue;
            };
            let profile = facts.profile(name).expect("the profile is still there");
            let key = profile.session_key().expect("it has a session");
            let account = profile.account().expect("it has an account");
            let role = profile.role().expect("it has a role");
            let accepted = if error.status == Some(401) {
                plan.steps.contains(&Step::SignIn(key.clone()))
            } else {
                let assigned = self.roles.get(&(key, account.to_owned()));
                assigned.is_some_and(|roles| {
                    roles
                        .as_ref()
                        .is_ok_and(|roles| roles.iter().any(|name| name == role))
                })
            };
            if accepted {
                *answer = Ok(IdentityAnswer::Identity(identity(account, role)));
            }
        }
    }
}

/// The caller that STS names for a role of IAM Identity Center.
pub(crate) fn identity(account: &str, role: &str) -> Identity {
    Identity {
        account: account.into(),
        arn: format!(
            "arn:aws:sts::{account}:assumed-role/AWSReservedSSO_{role}_0123456789abcdef/mira@example.org"
        ),
        user_id: "AROAEXAMPLE:mira@example.org".into(),
    }
}

/// The time on every made-up machine.
pub(crate) fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

/// A version as `aws --version` prints it.
pub(crate) fn version(number: &str) -> VersionOutput {
    VersionOutput::Aws(
        AwsVersion::parse(&format!("aws-cli/{number} Python/3.13")).expect("a version"),
    )
}

/// A file of this person's with this text.
pub(crate) fn present(text: &str) -> FileState {
    FileState::Present {
        document: Arc::new(Document::parse(text.as_bytes())),
        mode: Some(0o600),
        writable: true,
        owned: true,
        link: None,
    }
}

/// A token that ends in so many hours (or ended, where negative), and whether it can be renewed.
pub(crate) fn token(hours: i64, refreshable: bool) -> Token {
    Token {
        access_token: "token-for-tests".into(),
        expires_at: now() + SignedDuration::from_hours(hours),
        refresh_token: refreshable.then(|| "refresh-for-tests".into()),
        client_id: refreshable.then(|| "client-for-tests".into()),
        client_secret: refreshable.then(|| "secret-for-tests".into()),
        registration_expires_at: refreshable.then(|| now() + SignedDuration::from_hours(24 * 80)),
        region: Some("us-east-1".into()),
        start_url: Some("https://d-1234567890.awsapps.com/start".into()),
    }
}
