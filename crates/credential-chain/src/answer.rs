//! What a client takes, and why.

use std::path::PathBuf;

/// What a client would use on a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The credentials, or why there are none.
    pub credentials: Credentials,
    /// The region; `None` if the client finds none (then most calls fail).
    pub region: Option<RegionChoice>,
    /// Each provider of the chain in order, up to the one that decides.
    pub trail: Vec<Step>,
    /// How well the rules behind this answer are known.
    pub evidence: Evidence,
    /// Whether the client gets the credentials that the settings name, as far as this machine
    /// decides: `None` if that cannot be known offline (a process, instance metadata, a token that
    /// may renew itself).
    pub usable: Option<bool>,
    /// What the client lacks.
    pub needs: Option<Need>,
    /// Why the client may read the files in another way than was assumed.
    pub doubt: Option<&'static str>,
}

/// What a client lacks to use what the settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// This version of the SDK, or a newer one.
    Version(String),
    /// A module, as its ecosystem names it.
    Module(&'static str),
    /// A setting: `AWS_SDK_LOAD_CONFIG=1`.
    Setting(&'static str),
    /// Keys or a process: the SDK does not know this key of the profile in any version.
    Keys(&'static str),
}

impl std::fmt::Display for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version(since) => write!(f, "version {since} or newer"),
            Self::Module(name) | Self::Setting(name) => f.write_str(name),
            Self::Keys(what) => write!(f, "keys or a credential_process: no {what} here"),
        }
    }
}

/// Where credentials come from, and whose they are. No secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// Their kind.
    pub kind: Kind,
    /// The profile that they come from, or that fails.
    pub profile: Option<String>,
    /// The access key ID, masked (`AKIA…MPLE`), if it can be known offline.
    pub access_key_id: Option<String>,
    /// The account, if the settings name it.
    pub account: Option<String>,
    /// The role or permission set, if the settings name it.
    pub role: Option<String>,
    /// What decides.
    pub source: Option<Source>,
    /// What the client prints if it fails: literally, with this machine's values. `None` where the
    /// text is not known, and for a client that prints nothing.
    pub error: Option<String>,
    /// For an assumed role, the credentials that sign the request for it.
    pub via: Option<Box<Credentials>>,
}

/// The kind of credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Keys in environment variables.
    Environment,
    /// IAM Identity Center.
    Sso,
    /// `aws login`.
    Login,
    /// Keys in a file.
    Static,
    /// An assumed role.
    Role,
    /// A role assumed with a web identity token.
    WebIdentity,
    /// `credential_process`.
    Process,
    /// The container's endpoint.
    Container,
    /// Instance metadata.
    Instance,
    /// Nothing is configured, and the client says so.
    #[default]
    None,
    /// Something is configured, and the client fails on it.
    Error,
}

impl Kind {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Sso => "sso",
            Self::Login => "login",
            Self::Static => "static",
            Self::Role => "role",
            Self::WebIdentity => "web-identity",
            Self::Process => "process",
            Self::Container => "container",
            Self::Instance => "instance",
            Self::None => "none",
            Self::Error => "error",
        }
    }
}

/// What sets a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Variable(String),
    /// A line of a file.
    File {
        /// The file's absolute path.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The client itself: its built-in default.
    BuiltIn,
}

/// A region and what sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionChoice {
    /// The region, as written.
    pub value: String,
    /// What sets it.
    pub source: Source,
}

/// One provider of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The provider: "environment keys", "single sign-on (profile dev)".
    pub provider: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why: "AWS_ACCESS_KEY_ID is not set".
    pub why: String,
}

/// What came of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Its credentials are used.
    Taken,
    /// It has nothing to do here.
    Skipped,
    /// It should give credentials and cannot.
    Failed,
    /// Whether it gives credentials cannot be known offline.
    Unknown,
}

impl Outcome {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// How well a rule is known, from the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// The client was run.
    Run,
    /// Its source was read.
    Source,
    /// Its documentation says so.
    Document,
    /// None of these.
    Unverified,
}

impl Evidence {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Source => "source",
            Self::Document => "document",
            Self::Unverified => "unverified",
        }
    }
}
