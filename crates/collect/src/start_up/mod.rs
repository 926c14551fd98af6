//! Finds the lines of start-up files that set an AWS variable of the environment.
//!
//! The files are a fixed list, read and never run. Of each, only the lines that set an AWS variable
//! are kept, without their values unless they name a profile.

mod assignment;
mod powershell;
mod shell;
mod vs_code;

use std::path::{Path, PathBuf};

use facts::{Known, StartUpLine, Text, Why};

use machine::bounded::{self, FILE_LIMIT};
use machine::{FileRead, System, read_bounded};

use assignment::{Assignment, Value};

/// Read at most this many bytes of a start-up file; a person's has a few hundred lines.
const MAX_START_UP_BYTES: u64 = 1 << 20;
/// Read at most this many files of a folder of start-up files.
const MAX_FILES_OF_FOLDER: usize = 50;
/// Keep at most this many lines.
const MAX_LINES: usize = 200;
/// Look in at most this many folders above the current one.
const MAX_PARENTS: usize = 30;

/// Variables whose value is the name of a profile.
const PROFILE_VARIABLES: [&str; 2] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

pub(crate) use shell::find_bare_aws;

/// How a start-up file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// sh, bash, zsh, ksh; direnv.
    Posix,
    /// fish.
    Fish,
    /// The file in which fish keeps universal variables.
    FishVariables,
    /// PowerShell.
    PowerShell,
    /// `/etc/environment`: `NAME=value`, without expansion (`pam_env(8)`).
    Environment,
    /// The settings of Visual Studio Code and its relatives.
    VsCode,
}

/// The lines of start-up files that set an AWS variable, within five seconds; none if no AWS
/// variable is set.
pub(crate) fn collect_start_up_lines(system: &System) -> Known<Vec<StartUpLine>> {
    if !system.environment().iter().any(|(name, _)| name.starts_with("AWS_")) {
        return Ok(Vec::new());
    }
    let folder = system.is_real().then(|| system.current_folder().ok()).flatten();
    let system = system.clone();
    bounded::run_within(FILE_LIMIT, move || find_lines(&system, folder.as_deref()))
        .ok_or(Why::TimedOut(FILE_LIMIT))
}

/// Reads every start-up file. `folder` is where the files of a project are looked for.
fn find_lines(system: &System, folder: Option<&Path>) -> Vec<StartUpLine> {
    let mut lines = Vec::new();
    for (path, dialect) in start_up_files(system, folder) {
        let FileRead::Read(read) = read_bounded(system, &path, MAX_START_UP_BYTES) else {
            continue;
        };
        let text = String::from_utf8_lossy(&read.bytes);
        let found = read_assignments(&text, dialect);
        lines.extend(found.into_iter().filter_map(|one| start_up_line(system, &path, one)));
        if lines.len() >= MAX_LINES {
            lines.truncate(MAX_LINES);
            break;
        }
    }
    lines
}

fn read_assignments(text: &str, dialect: Dialect) -> Vec<Assignment> {
    match dialect {
        Dialect::Posix => shell::read_posix(text),
        Dialect::Fish => shell::read_fish(text),
        Dialect::FishVariables => shell::read_fish_variables(text),
        Dialect::PowerShell => powershell::read_powershell(text),
        Dialect::Environment => shell::read_environment_file(text),
        Dialect::VsCode => vs_code::read_settings(text),
    }
}

/// The line without its value; `None` if the variable is not set in this environment.
fn start_up_line(system: &System, path: &Path, found: Assignment) -> Option<StartUpLine> {
    if !system.environment().is_set(&found.variable) {
        return None;
    }
    let now = system.variable(&found.variable)?;
    let gives = match &found.value {
        Value::Literal(value) => Some(now.to_str() == Some(value)),
        Value::Computed => None,
    };
    let value = match &found.value {
        Value::Literal(name) if PROFILE_VARIABLES.contains(&found.variable.as_str()) => {
            Text(name).to_string()
        }
        _ => "…".to_owned(),
    };
    Some(StartUpLine {
        path: path.to_owned(),
        line: found.line,
        shown: found.show(&value),
        variable: found.variable,
        gives,
    })
}

/// The fixed list, each file once: those of the home folder, those of the project, those of the
/// system.
fn start_up_files(system: &System, folder: Option<&Path>) -> Vec<(PathBuf, Dialect)> {
    let mut files: Vec<(PathBuf, Dialect)> = Vec::new();
    if let Ok(home) = system.home() {
        add_home_files(system, &home, &mut files);
    }
    for folder in folder.map(project_folders).unwrap_or_default() {
        files.push((folder.join(".envrc"), Dialect::Posix));
        files.push((folder.join(".vscode").join("settings.json"), Dialect::VsCode));
    }
    if system.is_real() && !cfg!(windows) {
        files.push(("/etc/environment".into(), Dialect::Environment));
        for name in
            ["profile", "bash.bashrc", "bashrc", "zshenv", "zshrc", "zsh/zshenv", "zsh/zshrc"]
        {
            files.push((Path::new("/etc").join(name), Dialect::Posix));
        }
        add_folder(Path::new("/etc/profile.d"), "sh", Dialect::Posix, &mut files);
        files.push(("/etc/fish/config.fish".into(), Dialect::Fish));
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|(path, _)| seen.insert(path.clone()));
    files
}

fn add_home_files(system: &System, home: &Path, files: &mut Vec<(PathBuf, Dialect)>) {
    let absolute =
        |name: &str| system.variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    for name in [".bashrc", ".bash_profile", ".bash_login", ".profile", ".bash_aliases"] {
        files.push((home.join(name), Dialect::Posix));
    }
    let zsh = absolute("ZDOTDIR").unwrap_or_else(|| home.to_owned());
    for name in [".zshenv", ".zprofile", ".zshrc", ".zlogin"] {
        files.push((zsh.join(name), Dialect::Posix));
    }
    let config = absolute("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"));
    let fish = config.join("fish");
    files.push((fish.join("config.fish"), Dialect::Fish));
    add_folder(&fish.join("conf.d"), "fish", Dialect::Fish, files);
    files.push((fish.join("fish_variables"), Dialect::FishVariables));
    // `about_Profiles` of PowerShell.
    let folders = if cfg!(windows) {
        ["PowerShell", "WindowsPowerShell"].map(|name| home.join("Documents").join(name)).to_vec()
    } else {
        vec![config.join("powershell")]
    };
    for folder in folders {
        for name in
            ["profile.ps1", "Microsoft.PowerShell_profile.ps1", "Microsoft.VSCode_profile.ps1"]
        {
            files.push((folder.join(name), Dialect::PowerShell));
        }
    }
    // "User settings.json location" in the documentation of Visual Studio Code.
    let settings = if cfg!(windows) {
        absolute("APPDATA").unwrap_or_else(|| home.join("AppData").join("Roaming"))
    } else if cfg!(target_os = "macos") {
        home.join("Library/Application Support")
    } else {
        config
    };
    for editor in ["Code", "Code - Insiders", "VSCodium", "Cursor"] {
        files.push((settings.join(editor).join("User").join("settings.json"), Dialect::VsCode));
    }
    files.push((home.join(".vscode-server/data/Machine/settings.json"), Dialect::VsCode));
}

/// The files of a folder with this extension, in the order of their names.
fn add_folder(
    folder: &Path,
    extension: &str,
    dialect: Dialect,
    files: &mut Vec<(PathBuf, Dialect)>,
) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut found: Vec<PathBuf> = entries
        .take(MAX_LINES)
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == extension))
        .collect();
    found.sort();
    files.extend(found.into_iter().take(MAX_FILES_OF_FOLDER).map(|path| (path, dialect)));
}

/// The folder and its parents up to the root of the repository; without a repository, the folder
/// alone.
fn project_folders(folder: &Path) -> Vec<PathBuf> {
    let folders: Vec<&Path> = folder.ancestors().take(MAX_PARENTS).collect();
    let root = folders.iter().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    folders.into_iter().take(root + 1).map(Path::to_owned).collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
