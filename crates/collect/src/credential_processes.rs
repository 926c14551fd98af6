//! Finds the programs of `credential_process` without running them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use facts::{Facts, Known, Program, ProgramState, Why, split_command};

use machine::bounded::{self, FILE_LIMIT};
use machine::programs::{find_on_path, is_runnable};
use machine::{FileRead, System, read_bounded};

use crate::start_up;

/// Check at most this many commands; real files have a handful.
const MAX_COMMANDS: usize = 200;
/// Read at most this many bytes of a program that may be a script.
const MAX_SCRIPT_BYTES: u64 = 64 << 10;
/// Join at most this many words of a command into one path.
const MAX_WORDS: usize = 12;

/// The program of every `credential_process`, by the command as written. Commands that cannot be
/// split have no entry.
pub(crate) fn collect_programs(system: &System, facts: &Facts) -> Known<BTreeMap<String, Program>> {
    let os = facts.os;
    let commands: BTreeSet<String> = facts
        .profiles()
        .filter_map(|profile| profile.text("credential_process"))
        .take(MAX_COMMANDS)
        .map(str::to_owned)
        .collect();
    if commands.is_empty() {
        return Ok(BTreeMap::new());
    }
    let system = system.clone();
    bounded::run_within(FILE_LIMIT, move || {
        commands
            .into_iter()
            .filter_map(|command| {
                let words = split_command(&command, os).ok()?;
                Some((command, find_program(&system, &words)?))
            })
            .collect()
    })
    .ok_or(Why::TimedOut(FILE_LIMIT))
}

/// The program to start, by the rules of `execvp`: a name without a separator is searched on PATH,
/// any other is relative to the current folder.
fn find_program(system: &System, words: &[String]) -> Option<Program> {
    let name = words.first()?;
    let is_path = name.contains(std::path::is_separator);
    let state = if is_path {
        program_state(&system.absolute(Path::new(name)))
    } else {
        let has_ending = Path::new(name).extension().is_some();
        state_on_path(find_on_path(system, name).ok()?, cfg!(windows) && !has_ending)
    };
    let with_spaces = (state == ProgramState::Missing && is_path)
        .then(|| find_path_with_spaces(system, words))
        .flatten();
    let runs_aws = match &state {
        ProgramState::Found(path) => find_aws_in_script(system, path),
        _ => None,
    };
    Some(Program { name: name.clone(), state, with_spaces, runs_aws })
}

/// The state of a program by the places of its name on PATH. On Windows a name without an ending is
/// found with those of PATHEXT, and `CreateProcess` starts only the one with `.exe`; with its ending
/// it starts a batch file too.
fn state_on_path(mut places: impl Iterator<Item = PathBuf>, is_windows: bool) -> ProgramState {
    let first = places.next();
    if !is_windows {
        return first.map_or(ProgramState::Missing, ProgramState::Found);
    }
    let mut batch_file = None;
    for path in first.into_iter().chain(places) {
        let ending = path.extension().unwrap_or_default();
        if ["cmd", "bat"].iter().any(|name| ending.eq_ignore_ascii_case(name)) {
            batch_file.get_or_insert(path);
        } else {
            return ProgramState::Found(path);
        }
    }
    batch_file.map_or(ProgramState::Missing, ProgramState::BatchFile)
}

/// The line of a shell script that starts the AWS CLI without saying which profile or keys to use.
/// A file that is not a shell script, or too large for one, is not judged.
fn find_aws_in_script(system: &System, path: &Path) -> Option<usize> {
    let FileRead::Read(read) = read_bounded(system, path, MAX_SCRIPT_BYTES) else {
        return None;
    };
    let text = String::from_utf8(read.bytes).ok()?;
    let first = text.lines().next().unwrap_or_default();
    let is_shell = match first.strip_prefix("#!") {
        Some(interpreter) => {
            let mut words = interpreter.split(['/', ' ']);
            words.any(|word| ["sh", "bash", "dash", "ksh", "zsh"].contains(&word))
        }
        None => path.extension().is_some_and(|ending| ending == "sh" || ending == "bash"),
    };
    is_shell.then(|| start_up::find_bare_aws(&text)).flatten()
}

fn program_state(path: &Path) -> ProgramState {
    if is_runnable(path) {
        return ProgramState::Found(path.to_owned());
    }
    // On Windows the extension is optional (CreateProcess adds `.exe`).
    if cfg!(windows) && path.extension().is_none() {
        let with_ending = path.with_extension("exe");
        if is_runnable(&with_ending) {
            return ProgramState::Found(with_ending);
        }
    }
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => ProgramState::Folder(path.to_owned()),
        Ok(_) => ProgramState::NotExecutable(path.to_owned()),
        Err(_) => ProgramState::Missing,
    }
}

/// The shortest sequence of words that, joined by spaces, is an existing program.
fn find_path_with_spaces(system: &System, words: &[String]) -> Option<String> {
    let mut path = words.first()?.clone();
    words.iter().skip(1).take(MAX_WORDS).find_map(|word| {
        path.push(' ');
        path.push_str(word);
        is_runnable(&system.absolute(Path::new(&path))).then(|| path.clone())
    })
}

#[cfg(all(test, unix))]
#[expect(clippy::disallowed_methods, reason = "a test's own folder")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn windows_starts_a_batch_file_only_by_its_ending() {
        let state = |places: &[&str]| state_on_path(places.iter().map(PathBuf::from), true);
        assert_eq!(state(&["/a/k.cmd"]), ProgramState::BatchFile("/a/k.cmd".into()));
        assert_eq!(state(&["/a/k.BAT", "/b/k.exe"]), ProgramState::Found("/b/k.exe".into()));
        assert_eq!(state(&[]), ProgramState::Missing);
        let unix = state_on_path([PathBuf::from("/a/k.cmd")].into_iter(), false);
        assert_eq!(unix, ProgramState::Found("/a/k.cmd".into()));
    }

    #[test]
    fn a_program_is_found_as_it_would_be_started() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, mode: u32| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            path
        };
        let keys = write("bin/keys", 0o755);
        let plain = write("plain", 0o644);
        let spaced = write("My Tool/keys", 0o755);
        let path = folder.path().join("bin").into_os_string();
        let system = System::new(vec![("PATH".into(), path)]);
        let look = |command: &str| {
            find_program(&system, &split_command(command, facts::Os::Linux).unwrap()).unwrap()
        };
        let shown = |path: &Path| path.to_str().unwrap().to_owned();
        assert_eq!(look("keys --json").state, ProgramState::Found(keys.clone()));
        assert_eq!(look(&shown(&keys)).state, ProgramState::Found(keys));
        assert_eq!(look("gone").state, ProgramState::Missing);
        assert_eq!(look("/no/such/program").state, ProgramState::Missing);
        assert_eq!(look("~/keys").state, ProgramState::Missing);
        assert_eq!(look(&shown(&plain)).state, ProgramState::NotExecutable(plain));
        let bin = folder.path().join("bin");
        assert_eq!(look(&shown(&bin)).state, ProgramState::Folder(bin));
        let unquoted = look(&format!("{} --json", shown(&spaced)));
        assert_eq!(unquoted.state, ProgramState::Missing);
        assert_eq!(unquoted.with_spaces, Some(shown(&spaced)));
        assert_eq!(look(&format!("'{}'", shown(&spaced))).state, ProgramState::Found(spaced));
    }
}
