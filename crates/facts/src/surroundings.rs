//! What surrounds a run: the user, the machine, other files, and what can be started.

use std::collections::BTreeMap;
use std::path::PathBuf;

use aws_files::FileKind;

use crate::{Known, StartUpLine, Why};

/// What surrounds a run, as plain data. What was not checked is [`Why::NotAsked`], or empty.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The user who runs this program; `None` if the system has no such user database (Windows).
    pub user: Option<User>,
    /// The home folder, with its links resolved.
    pub home: Known<HomeFolder>,
    /// Existing AWS files in a place that this run does not read.
    pub unread: Vec<UnreadFile>,
    /// The evidence that this is a container (`/.dockerenv`).
    pub container: Option<&'static str>,
    /// Whether the session is interactive: input, output or errors go to a terminal.
    pub interactive: bool,
    /// Whether a browser sign-in can listen on this machine's loopback address; `Some` contains
    /// the system's message if it cannot.
    pub loopback: Known<Option<String>>,
    /// Where PATH finds the programs that the settings name or the AWS CLI starts.
    pub programs: BTreeMap<String, Known<Option<PathBuf>>>,
    /// The configured CA bundles, by the path as written.
    pub bundles: BTreeMap<String, Bundle>,
    /// Whether a module of `[plugins]` is in the folder of `cli_legacy_plugin_path`.
    pub plugin_modules: BTreeMap<String, bool>,
    /// Where the AWS CLI is outside PATH; checked only if it is not on PATH.
    pub aws_elsewhere: Vec<PathBuf>,
    /// The path of this program, if it will stay there: not one that cargo builds.
    pub own_program: Option<PathBuf>,
    /// The lines of start-up files that set an AWS variable that is set now.
    pub start_up: Known<Vec<StartUpLine>>,
    /// Whether this is an EC2 instance, by its firmware or by what AWS installs on it; the metadata
    /// service is not asked.
    pub instance: Known<bool>,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            user: None,
            home: Err(Why::NotAsked),
            unread: Vec::new(),
            container: None,
            interactive: false,
            loopback: Err(Why::NotAsked),
            programs: BTreeMap::new(),
            bundles: BTreeMap::new(),
            plugin_modules: BTreeMap::new(),
            aws_elsewhere: Vec::new(),
            own_program: None,
            start_up: Err(Why::NotAsked),
            instance: Err(Why::NotAsked),
        }
    }
}

/// The user who runs this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Whether this is root.
    pub superuser: bool,
    /// The home folder in the user database; `None` if it has no entry.
    pub home: Option<PathBuf>,
    /// The home folder of the user who called `sudo`, from the user database.
    pub sudoer_home: Option<PathBuf>,
}

/// The home folder, with its links resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeFolder {
    /// Whether it exists and is a folder.
    pub exists: bool,
    /// Whether the user owns it.
    pub owned: bool,
    /// Whether `.aws` in it, or otherwise the home folder itself, is writable.
    pub writable: bool,
}

/// An existing AWS file that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadFile {
    /// Which of the two files it is.
    pub kind: FileKind,
    /// Its path.
    pub path: PathBuf,
    /// Why it is not read.
    pub because: NotRead,
    /// Its profiles, and whether each has a source of credentials; empty if it could not be read.
    pub profiles: BTreeMap<String, bool>,
}

/// Why an AWS file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is in the home folder, and a variable names another file.
    Variable,
    /// It is in the home folder of the user who called `sudo`.
    Sudo,
    /// It is in the home folder from the user database, and HOME is a folder within that.
    InnerHome,
}

/// What is at the path of a CA bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// The number of certificates that can serve as authorities.
    Holds(usize),
    /// Not found.
    Missing,
    /// A folder, a pipe, a device.
    NotAFile(&'static str),
    /// It cannot be read: the system's error message, or that it is too large.
    Unreadable(String),
    /// No certificate.
    Empty,
    /// A malformed part, as text.
    Malformed(String),
    /// Certificates, none of which this program accepts as an authority; why not.
    NoAuthority(String),
    /// It did not respond in time, or there are too many to check.
    Unknown(Why),
}
