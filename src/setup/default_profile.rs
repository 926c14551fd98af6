//! Which profile becomes the default, if the user wants one: a line in the shell's start-up file,
//! or a section `[default]`.

use std::path::{Path, PathBuf};

use facts::{Facts, Os, Shell};
use machine::change::{Change, NewState};
use machine::{FileRead, System, read_bounded};

use super::draft::Wanted;
use super::names::glob;

/// Read at most this many bytes of a start-up file.
const MAX_START_UP_BYTES: u64 = 1 << 20;

/// The profile of this role becomes the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DefaultProfile {
    pub(crate) account: String,
    pub(crate) role: String,
    pub(crate) way: Way,
}

/// How a profile becomes the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The same values in `[default]`, for all programs of this user.
    Section,
    /// AWS_PROFILE in a start-up file of the shell, for what is started from a terminal.
    StartUpFile(PathBuf),
}

impl DefaultProfile {
    /// The profile among those that setup writes.
    pub(crate) fn of<'a>(&self, wanted: &'a [Wanted]) -> Option<&'a Wanted> {
        wanted.iter().find(|one| one.account == self.account && one.role == self.role)
    }

    /// The lines that are added to the start-up file; none for `[default]`.
    pub(crate) fn lines(&self, shell: Shell, wanted: &[Wanted]) -> Option<(&Path, Vec<String>)> {
        let Way::StartUpFile(path) = &self.way else {
            return None;
        };
        let profile = &self.of(wanted)?.profile;
        Some((
            path,
            vec![
                "# The default profile of AWS programs, added by aws-onboard setup".to_owned(),
                shell.export("AWS_PROFILE", profile),
            ],
        ))
    }

    /// The change to the start-up file. `None` for `[default]`, or if the file cannot be read.
    pub(crate) fn change(
        &self,
        system: &System,
        shell: Shell,
        wanted: &[Wanted],
    ) -> Option<Change> {
        let (path, lines) = self.lines(shell, wanted)?;
        let before = match read_bounded(system, path, MAX_START_UP_BYTES) {
            FileRead::Missing => None,
            FileRead::Read(file) if file.writable => Some(file.bytes),
            _ => return None,
        };
        Some(Change {
            path: path.to_owned(),
            new: NewState::Write(append(before.as_deref().unwrap_or_default(), &lines)),
            expected: before,
        })
    }
}

/// The file with these lines at its end, after an empty line.
fn append(before: &[u8], lines: &[String]) -> Vec<u8> {
    let mut bytes = before.to_vec();
    if !bytes.is_empty() {
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
    }
    for line in lines {
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

/// The ways that are open on this machine, the recommended one first. `laid` is the machine after
/// everything else that setup writes.
pub(crate) fn ways(system: &System, laid: &Facts) -> Vec<Way> {
    let mut ways = Vec::new();
    // A file that sets AWS_PROFILE already is the user's own.
    if let Ok(home) = system.home()
        && let Some(path) = start_up_file(system, laid.os, laid.shell, &home)
        && !has_start_up_line(laid)
    {
        let can_be_written = match read_bounded(system, &path, MAX_START_UP_BYTES) {
            FileRead::Missing => true,
            // What the user wrote there is left alone, even where it is not in effect yet.
            FileRead::Read(file) => {
                file.writable && file.link.is_none() && !names_the_profile(&file.bytes)
            }
            _ => false,
        };
        if can_be_written {
            ways.push(Way::StartUpFile(path));
        }
    }
    let has_default = [&laid.files().config, &laid.files().credentials]
        .iter()
        .filter_map(|file| file.document())
        .any(|document| mentions_default(document.as_bytes()));
    if !has_default {
        ways.push(Way::Section);
    }
    ways
}

/// The profile that the preset makes the default: the first whose name matches its pattern. `None`
/// where something is the default already, which is the user's own choice.
pub(crate) fn default_of_preset(
    system: &System,
    facts: &Facts,
    wanted: &[Wanted],
) -> Option<DefaultProfile> {
    let pattern = facts.preset.as_ref()?.default_profile.as_deref()?;
    let one = wanted.iter().find(|one| glob(pattern, &one.profile))?;
    let environment = facts.environment();
    let is_set = |name| environment.non_empty(name).is_some();
    if is_set("AWS_PROFILE") || is_set("AWS_DEFAULT_PROFILE") {
        return None;
    }
    let ways = ways(system, facts);
    // Without the section among the ways there is a default profile.
    let is_free = ways.contains(&Way::Section) && !is_set_at_start_up(system, facts);
    let way = ways.into_iter().next().filter(|_| is_free)?;
    Some(DefaultProfile { account: one.account.clone(), role: one.role.clone(), way })
}

/// Whether a line that a shell runs when it starts sets AWS_PROFILE.
fn has_start_up_line(facts: &Facts) -> bool {
    let mut lines = facts.surroundings.start_up.iter().flatten();
    lines.any(|line| line.variable == "AWS_PROFILE")
}

/// Whether a start-up file of the shell has a line about AWS_PROFILE.
fn is_set_at_start_up(system: &System, facts: &Facts) -> bool {
    if has_start_up_line(facts) {
        return true;
    }
    let Ok(home) = system.home() else { return false };
    let path = start_up_file(system, facts.os, facts.shell, &home);
    path.is_some_and(|path| match read_bounded(system, &path, MAX_START_UP_BYTES) {
        FileRead::Missing => false,
        FileRead::Read(file) => names_the_profile(&file.bytes),
        // What cannot be read may set it.
        _ => true,
    })
}

fn names_the_profile(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains("AWS_PROFILE")
}

/// Whether a line is the header of a default profile, however it is written.
fn mentions_default(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).lines().any(|line| {
        let line = line.trim_start();
        line.starts_with('[') && line.to_ascii_lowercase().contains("default")
    })
}

/// The file that the user's shell reads in every interactive session.
fn start_up_file(system: &System, os: Os, shell: Shell, home: &Path) -> Option<PathBuf> {
    let environment = system.environment();
    match shell {
        Shell::Fish => {
            let folder = environment.text("XDG_CONFIG_HOME").map(PathBuf::from);
            let folder = folder.filter(|folder| folder.is_absolute());
            Some(folder.unwrap_or_else(|| home.join(".config")).join("fish/config.fish"))
        }
        Shell::Posix => {
            let program = environment.text("SHELL")?.rsplit('/').next()?.to_owned();
            let name = match (program.as_str(), os) {
                ("zsh", _) => ".zshrc",
                // Terminals on macOS start login shells, which read the first of these that exists:
                // a new `.bash_profile` would hide the user's `.profile` (bash(1), INVOCATION).
                ("bash", Os::MacOs) => [".bash_profile", ".bash_login", ".profile"]
                    .into_iter()
                    .find(|name| machine::exists(system, &home.join(name)))
                    .unwrap_or(".bash_profile"),
                ("bash", _) => ".bashrc",
                _ => return None,
            };
            let folder =
                environment.text("ZDOTDIR").filter(|_| name == ".zshrc").map(PathBuf::from);
            let folder = folder.filter(|folder| folder.is_absolute());
            Some(folder.unwrap_or_else(|| home.to_owned()).join(name))
        }
        Shell::PowerShell | Shell::Cmd => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_at_the_end_and_nothing_else_changes() {
        let lines = vec!["# why".to_owned(), "export AWS_PROFILE=dev".to_owned()];
        for (before, after) in [
            ("", "# why\nexport AWS_PROFILE=dev\n"),
            ("alias a=b\n", "alias a=b\n\n# why\nexport AWS_PROFILE=dev\n"),
            ("alias a=b", "alias a=b\n\n# why\nexport AWS_PROFILE=dev\n"),
        ] {
            assert_eq!(String::from_utf8(append(before.as_bytes(), &lines)).unwrap(), after);
        }
    }

    #[test]
    fn every_spelling_of_a_default_profile_counts() {
        for text in ["[default]\n", "  [ profile default ]\n", "a = b\n[Default]"] {
            assert!(mentions_default(text.as_bytes()), "{text}");
        }
        assert!(!mentions_default(b"[profile dev]\nregion = default\n# [default]\n"));
    }

    #[test]
    fn the_file_is_the_shells_own() {
        let file = |shell: &str, os| {
            let system = System::new(vec![("SHELL".into(), shell.into())]);
            let shell = Shell::of(system.environment());
            let file = start_up_file(&system, os, shell, Path::new("/home/mira"));
            file.map(|path| path.display().to_string())
        };
        assert_eq!(file("/bin/zsh", Os::MacOs).as_deref(), Some("/home/mira/.zshrc"));
        assert_eq!(file("/bin/bash", Os::Linux).as_deref(), Some("/home/mira/.bashrc"));
        assert_eq!(file("/bin/bash", Os::MacOs).as_deref(), Some("/home/mira/.bash_profile"));
        assert_eq!(
            file("/usr/bin/fish", Os::Linux).as_deref(),
            Some("/home/mira/.config/fish/config.fish")
        );
        assert_eq!(file("/bin/dash", Os::Linux), None);
        let system = System::new(vec![
            ("SHELL".into(), "/bin/zsh".into()),
            ("ZDOTDIR".into(), "/home/mira/zsh".into()),
        ]);
        let file = start_up_file(&system, Os::Linux, Shell::Posix, Path::new("/home/mira"));
        assert_eq!(file, Some("/home/mira/zsh/.zshrc".into()));
    }

    /// A new `.bash_profile` would hide it.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
    fn bash_on_macos_keeps_reading_the_file_that_it_reads() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(".profile"), "export PATH\n").unwrap();
        let system = System::new(vec![("SHELL".into(), "/bin/bash".into())]);
        let file = start_up_file(&system, Os::MacOs, Shell::Posix, home.path());
        assert_eq!(file, Some(home.path().join(".profile")));
    }
}
