//! The machine as this program uses it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use facts::{Environment, Known, Why};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::expand;
use crate::http::{Clients, ServerClock};
use crate::overlay::Overlay;

/// The machine as this program uses it. Nothing else in the program reads the environment, the
/// user's files, the clock, a process or the network.
#[derive(Clone)]
pub struct System {
    machine: Arc<Machine>,
    clock: Clock,
    overlay: Option<Overlay>,
    names: Option<Arc<BTreeMap<String, SocketAddr>>>,
}

/// The clock to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// This machine's clock.
    Real,
    /// A fixed time.
    Fixed(Timestamp),
}

struct Machine {
    variables: Vec<(OsString, OsString)>,
    environment: Arc<Environment>,
    home: Known<PathBuf>,
    current_folder: Known<PathBuf>,
    own: RealOnly,
    clients: Clients,
    run: String,
}

impl std::fmt::Debug for System {
    // The variables contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("System").field("home", &self.machine.home).finish_non_exhaustive()
    }
}

impl System {
    /// This machine: its environment, home and clock.
    pub fn real() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the place where it is read")]
        let variables: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        let system_preset = system_preset(&variables);
        Self::with_machine(
            variables,
            RealOnly {
                system_preset,
                user_database: (!cfg!(windows)).then(|| PathBuf::from("/etc/passwd")),
                is_interactive: is_interactive(),
                is_practice: false,
                is_real: true,
            },
        )
    }

    /// A machine to practice on, like one of [`System::new`], whose sign-in is simulated on
    /// purpose.
    pub fn practice(variables: Vec<(OsString, OsString)>) -> Self {
        let own = RealOnly { is_practice: true, ..RealOnly::default() };
        Self::with_machine(variables, own)
    }

    /// A machine with a given environment, home included, without a terminal, the system's preset
    /// and its user database. For the demo and for tests.
    pub fn new(variables: Vec<(OsString, OsString)>) -> Self {
        Self::with_machine(variables, RealOnly::default())
    }

    fn with_machine(variables: Vec<(OsString, OsString)>, own: RealOnly) -> Self {
        let current_folder = std::env::current_dir().map_err(Why::error);
        let home = expand::find_home(&variables).map(|home| match &current_folder {
            Ok(folder) => folder.join(home),
            Err(_) => home,
        });
        let machine = Machine {
            environment: Arc::new(Environment::from_variables(variables.iter().cloned())),
            home,
            current_folder,
            own,
            clients: Clients::default(),
            variables,
            run: this_run(),
        };
        Self { machine: Arc::new(machine), clock: Clock::Real, overlay: None, names: None }
    }

    /// The same machine with these variables set, or removed (`None`).
    #[must_use]
    pub fn with_variables(&self, changes: &[(&str, Option<OsString>)]) -> Self {
        let mut variables = self.machine.variables.clone();
        for (name, value) in changes {
            variables.retain(|(known, _)| !expand::is_same_variable(known, name));
            variables.extend(value.clone().map(|value| (OsString::from(name), value)));
        }
        let machine = Self::with_machine(variables, self.machine.own.clone()).machine;
        Self { machine, ..self.clone() }
    }

    /// The same machine with another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The same machine with these host names instead of a name server. For tests.
    #[must_use]
    pub fn with_names(mut self, names: BTreeMap<String, SocketAddr>) -> Self {
        self.names = Some(Arc::new(names));
        self
    }

    /// The host names that replace the name servers.
    pub fn names(&self) -> Option<&BTreeMap<String, SocketAddr>> {
        self.names.as_deref()
    }

    /// A copy whose writes stay in memory, where its reads see them. The overlay of an overlay
    /// starts with the same content, and after that neither sees the other's writes.
    #[must_use]
    pub fn overlay(&self) -> Self {
        let overlay = self.overlay.as_ref().map(Overlay::fork).unwrap_or_default();
        Self { overlay: Some(overlay), ..self.clone() }
    }

    /// Whether writes stay in memory.
    pub fn is_overlay(&self) -> bool {
        self.overlay.is_some()
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        match self.clock {
            #[expect(clippy::disallowed_methods, reason = "this is the place where it is read")]
            Clock::Real => Timestamp::now(),
            Clock::Fixed(time) => time,
        }
    }

    /// A time on the clock of this computer's time zone; in UTC if the zone is not known.
    pub fn local_time(&self, at: Timestamp) -> Zoned {
        at.to_zoned(TimeZone::try_system().unwrap_or(TimeZone::UTC))
    }

    /// The variables that matter to AWS tools and to this program.
    pub fn environment(&self) -> &Environment {
        &self.machine.environment
    }

    /// The same, shared.
    pub fn shared_environment(&self) -> Arc<Environment> {
        Arc::clone(&self.machine.environment)
    }

    /// Every variable, for child processes. They may contain secrets.
    pub fn variables(&self) -> &[(OsString, OsString)] {
        &self.machine.variables
    }

    /// A name unique to this run of the program, for the journal.
    pub(crate) fn run(&self) -> &str {
        &self.machine.run
    }

    /// Any variable, as it is set.
    pub fn variable(&self, name: &str) -> Option<&OsStr> {
        expand::find_variable(&self.machine.variables, name)
    }

    /// The absolute home folder that the AWS CLI uses.
    pub fn home(&self) -> Known<PathBuf> {
        self.machine.home.clone()
    }

    /// The folder for this program's configuration: `$XDG_CONFIG_HOME/aws-onboard`, otherwise
    /// `~/.config/aws-onboard`; on Windows `%APPDATA%\aws-onboard`.
    ///
    /// # Errors
    /// The home folder is unknown.
    pub fn config_folder(&self) -> Known<PathBuf> {
        self.own_folder("XDG_CONFIG_HOME", &[".config"], "APPDATA", &["AppData", "Roaming"])
    }

    /// The folder for this program's backups and journal: `$XDG_STATE_HOME/aws-onboard`, otherwise
    /// `~/.local/state/aws-onboard`; on Windows `%LOCALAPPDATA%\aws-onboard`.
    ///
    /// # Errors
    /// The home folder is unknown.
    pub fn state_folder(&self) -> Known<PathBuf> {
        self.own_folder(
            "XDG_STATE_HOME",
            &[".local", "state"],
            "LOCALAPPDATA",
            &["AppData", "Local"],
        )
    }

    /// The preset that an administrator installed for all users: `/etc/aws-onboard/preset.ini`, on
    /// Windows `%ProgramFiles%\aws-onboard\preset.ini`.
    pub fn system_preset(&self) -> Option<&Path> {
        self.machine.own.system_preset.as_deref()
    }

    /// The user database: the users and their home folders.
    pub fn user_database(&self) -> Option<&Path> {
        self.machine.own.user_database.as_deref()
    }

    /// Whether this is a machine to practice on.
    pub fn is_practice(&self) -> bool {
        self.machine.own.is_practice
    }

    /// Whether this is the machine itself, whose own folders (`/etc`, the current folder, the
    /// firmware) count; a demo and most tests have only the home folder that they are given.
    pub fn is_real(&self) -> bool {
        self.machine.own.is_real
    }

    /// The current folder.
    ///
    /// # Errors
    /// The system's error.
    pub fn current_folder(&self) -> Known<PathBuf> {
        self.machine.current_folder.clone()
    }

    /// Whether a terminal is attached.
    pub fn is_interactive(&self) -> bool {
        self.machine.own.is_interactive
    }

    /// An absolute path, resolved against the current folder.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        match &self.machine.current_folder {
            Ok(folder) if !path.as_os_str().is_empty() => folder.join(path),
            _ => path.to_owned(),
        }
    }

    /// A configured path: `~` and variables expanded, and made absolute.
    pub fn expand_path(&self, written: &OsStr) -> PathBuf {
        let home = self.home().ok();
        self.absolute(&expand::expand_path(written, self.variables(), home.as_deref()))
    }

    /// The time from AWS's responses.
    pub fn server_clock(&self) -> &ServerClock {
        self.machine.clients.server_clock()
    }

    pub(crate) fn overlaid(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    pub(crate) fn clients(&self) -> &Clients {
        &self.machine.clients
    }

    fn own_folder(
        &self,
        xdg: &str,
        unix: &[&str],
        windows: &str,
        windows_default: &[&str],
    ) -> Known<PathBuf> {
        let (variable, default) =
            if cfg!(windows) { (windows, windows_default) } else { (xdg, unix) };
        // A relative path is invalid here and must be ignored (XDG base directory specification).
        let base = self.variable(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = match base {
            Some(base) => base,
            None => default.iter().fold(self.home()?, |path, part| path.join(part)),
        };
        Ok(base.join("aws-onboard"))
    }
}

/// What only the real machine has.
#[derive(Clone, Default)]
struct RealOnly {
    system_preset: Option<PathBuf>,
    user_database: Option<PathBuf>,
    is_interactive: bool,
    is_practice: bool,
    is_real: bool,
}

fn is_interactive() -> bool {
    use std::io::{IsTerminal as _, stderr, stdin, stdout};
    stdin().is_terminal() || stdout().is_terminal() || stderr().is_terminal()
}

fn system_preset(variables: &[(OsString, OsString)]) -> Option<PathBuf> {
    if cfg!(windows) {
        return preset_in_program_files(variables);
    }
    Some(PathBuf::from("/etc/aws-onboard/preset.ini"))
}

/// The preset for all users of Windows. Not in `%ProgramData%`, where every user can create a
/// folder and so answer for all others.
fn preset_in_program_files(variables: &[(OsString, OsString)]) -> Option<PathBuf> {
    // The first one is set for a 32-bit program, whose ProgramFiles is another folder.
    let folder = ["ProgramW6432", "ProgramFiles"].iter().find_map(|name| {
        let found = variables.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value).filter(|value| !value.is_empty())
    })?;
    Some(PathBuf::from(folder).join("aws-onboard").join("preset.ini"))
}

/// The process ID and the time.
fn this_run() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "a name, not a time: a fixed clock must not make two runs one"
    )]
    let moment = Timestamp::now().as_nanosecond();
    format!("{}-{moment}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(pairs: &[(&str, &str)]) -> System {
        System::new(pairs.iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    #[cfg(unix)]
    #[test]
    fn own_folders_follow_the_xdg_specification() {
        let plain = system(&[("HOME", "/home/mira")]);
        assert_eq!(plain.config_folder(), Ok("/home/mira/.config/aws-onboard".into()));
        assert_eq!(plain.state_folder(), Ok("/home/mira/.local/state/aws-onboard".into()));
        let set = system(&[
            ("HOME", "/home/mira"),
            ("XDG_STATE_HOME", "/s"),
            ("XDG_CONFIG_HOME", "relative"),
        ]);
        assert_eq!(set.state_folder(), Ok("/s/aws-onboard".into()));
        assert_eq!(set.config_folder(), Ok("/home/mira/.config/aws-onboard".into()));
    }

    #[cfg(unix)]
    #[test]
    fn the_user_database_is_looked_at_on_the_machine_itself_only() {
        assert_eq!(system(&[]).user_database(), None);
        assert!(!system(&[]).is_interactive());
        assert_eq!(System::real().user_database(), Some(Path::new("/etc/passwd")));
    }

    #[test]
    fn the_preset_of_all_users_is_where_only_administrators_write() {
        let of = |pairs: &[(&str, &str)]| {
            let pairs: Vec<(OsString, OsString)> =
                pairs.iter().map(|(name, value)| (name.into(), value.into())).collect();
            preset_in_program_files(&pairs)
        };
        let place = |folder: &str| Some(Path::new(folder).join("aws-onboard").join("preset.ini"));
        let (wide, narrow) = (("ProgramW6432", "C:/PF"), ("PROGRAMFILES", "C:/PF (x86)"));
        assert_eq!(of(&[narrow, wide]), place("C:/PF"));
        assert_eq!(of(&[narrow, ("ProgramW6432", "")]), place("C:/PF (x86)"));
        assert_eq!(of(&[("ProgramData", "C:/PD")]), None);
        assert_eq!(system(&[]).system_preset(), None);
    }

    #[test]
    fn a_fixed_clock_stands_still() {
        let time: Timestamp = "2026-05-04T12:00:00Z".parse().unwrap();
        assert_eq!(system(&[]).with_clock(Clock::Fixed(time)).now(), time);
    }

    #[test]
    fn debug_holds_no_variable() {
        let text = format!("{:?}", system(&[("HOME", "/h"), ("AWS_SECRET_ACCESS_KEY", "s3cr3t")]));
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}
