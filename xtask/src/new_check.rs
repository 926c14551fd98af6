//! Writes the skeleton of a check.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Args, ValueEnum};

/// The files of the example, in `checks/src/testing/example`: what a new check starts from.
const EXAMPLE: [(&str, &str); 3] = [
    ("mod.rs", include_str!("../../checks/src/testing/example/mod.rs")),
    ("manual.md", include_str!("../../checks/src/testing/example/manual.md")),
    ("cases.rs", include_str!("../../checks/src/testing/example/cases.rs")),
];

/// What is left to a person.
pub(crate) const NEXT_STEPS: &str = "
Next (CONTRIBUTING.md, \"How to add a check\"):
  1. Write the check: mod.rs, manual.md, cases.rs.
  2. SNAPSHOTS=overwrite cargo test -p aws-onboard-checks   and read cases.snap
  3. UPDATE_DOCS=1 cargo test --test docs                   and read docs/checks
  4. A line in CHANGELOG.md.";

/// The groups of checks, as their folders.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Group {
    AwsCli,
    Environment,
    Files,
    Credentials,
    Session,
    Profile,
    SignIn,
    Network,
    Identity,
}

impl Group {
    const fn folder(self) -> &'static str {
        match self {
            Self::AwsCli => "aws_cli",
            Self::Environment => "environment",
            Self::Files => "files",
            Self::Credentials => "credentials",
            Self::Session => "session",
            Self::Profile => "profile",
            Self::SignIn => "sign_in",
            Self::Network => "network",
            Self::Identity => "identity",
        }
    }

    /// The variant of `checks::Group`.
    const fn variant(self) -> &'static str {
        match self {
            Self::AwsCli => "AwsCli",
            Self::Environment => "Environment",
            Self::Files => "Files",
            Self::Credentials => "StoredKeys",
            Self::Session => "SsoSession",
            Self::Profile => "Profile",
            Self::SignIn => "SignIn",
            Self::Network => "Network",
            Self::Identity => "Identity",
        }
    }

    /// Whether `profile-exists` comes earlier in the registry, so that a check may require it.
    const fn comes_after_profile_exists(self) -> bool {
        matches!(
            self,
            Self::Session | Self::Profile | Self::SignIn | Self::Network | Self::Identity
        )
    }
}

/// Arguments of `cargo xtask new-check`.
#[derive(Args, Debug)]
pub(crate) struct NewCheck {
    /// Its identifier, for example profile-color
    id: String,
    /// The group that it belongs to
    #[arg(long)]
    group: Group,
    /// The healthy state as a sentence, without a period
    #[arg(long)]
    title: String,
    /// The number of its row in docs/failures.md, for example E22
    #[arg(long)]
    row: String,
    /// What people see: the error text, to the letter
    #[arg(long)]
    symptom: String,
}

impl NewCheck {
    /// Writes everything below `root`, and says which files; writes nothing where something is wrong
    /// with the arguments.
    ///
    /// # Errors
    /// The identifier or the row is not one, or is taken; a file cannot be read or written.
    pub(crate) fn write(&self, root: &Path) -> Result<Vec<String>, String> {
        let id = &self.id;
        if !id
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        {
            return Err(format!(
                "{id} is not an identifier: write words in lower case, like profile-color"
            ));
        }
        let module = id.replace('-', "_");
        let group = self.group.folder();
        let groups = "checks/src";
        let folder = format!("{groups}/{group}/{module}");
        let registry = format!("{groups}/registry.rs");
        let group_file = format!("{groups}/{group}/mod.rs");
        let failures = "docs/failures.md".to_owned();

        let old_registry = read(root, &registry)?;
        if old_registry.contains(&format!("::{module}::CHECK")) || root.join(&folder).exists() {
            return Err(format!("there is a check {id} already"));
        }
        let changed = [
            (registry, add_to_registry(&old_registry, group, &module)?),
            (group_file.clone(), add_module(&read(root, &group_file)?, &module)),
            (failures.clone(), self.add_row(&read(root, &failures)?)?),
        ];

        let mut written = Vec::new();
        fs::create_dir_all(root.join(&folder)).map_err(|error| at(&folder, &error))?;
        for (name, text) in EXAMPLE {
            let path = format!("{folder}/{name}");
            write(root, &path, &self.fill_in(text))?;
            written.push(path);
        }
        for (path, text) in changed {
            write(root, &path, &text)?;
            written.push(path);
        }
        Ok(written)
    }

    /// The text of the example as that of the new check.
    fn fill_in(&self, text: &str) -> String {
        let mut text = text
            .replace("profile-color", &self.id)
            .replace("The profile's color is one that a terminal can show", &self.title)
            .replace("Group::Profile", &format!("Group::{}", self.group.variant()));
        if !self.group.comes_after_profile_exists() {
            text = text
                .replace("requires: &[Need::Check(\"profile-exists\")]", "requires: &[]")
                .replace("Group, Need, Outcome", "Group, Outcome");
        }
        text
    }

    /// docs/failures.md with the row behind the last one of its letter.
    fn add_row(&self, page: &str) -> Result<String, String> {
        let row = &self.row;
        let letter = row.chars().next().filter(char::is_ascii_uppercase);
        let Some(letter) =
            letter.filter(|_| row.len() > 1 && row[1..].bytes().all(|byte| byte.is_ascii_digit()))
        else {
            return Err(format!("{row} is not the number of a row: write one like E22"));
        };
        if page.lines().any(|line| line.starts_with(&format!("| {row} |"))) {
            return Err(format!("docs/failures.md has a row {row} already"));
        }
        let is_of_letter = |line: &str| {
            line.strip_prefix("| ")
                .and_then(|rest| rest.strip_prefix(letter))
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let lines: Vec<&str> = page.lines().collect();
        let last = lines
            .iter()
            .rposition(|line| is_of_letter(line))
            .ok_or_else(|| format!("docs/failures.md has no rows with the letter {letter}"))?;
        let symptom = self.symptom.replace('|', "\\|");
        let new =
            format!("| {row} | `{symptom}` | (the cause) | L | advice | (where it was reported) |");
        let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
        lines.insert(last + 1, new);
        Ok(lines.join("\n") + "\n")
    }
}

/// The registry with the check behind the last one of its group.
fn add_to_registry(registry: &str, group: &str, module: &str) -> Result<String, String> {
    let line = |text: &str| text.trim_start().starts_with(&format!("&{group}::"));
    let mut lines: Vec<String> = registry.lines().map(str::to_owned).collect();
    let last = lines
        .iter()
        .rposition(|text| line(text))
        .ok_or_else(|| format!("the registry has no check of {group}"))?;
    lines.insert(last + 1, format!("    &{group}::{module}::CHECK,"));
    Ok(lines.join("\n") + "\n")
}

/// The `mod.rs` of a group with a line for the module, in the order of the alphabet.
fn add_module(text: &str, module: &str) -> String {
    let new = format!("pub(crate) mod {module};");
    let mut lines: Vec<&str> = text.lines().collect();
    let name = |line: &str| -> Option<String> {
        line.strip_prefix("pub(crate) mod ")?.strip_suffix(';').map(str::to_owned)
    };
    let modules = |line: &&str| name(line).is_some_and(|other| other.as_str() < module);
    let first = || lines.iter().position(|line| name(line).is_some()).unwrap_or(lines.len());
    let place = lines.iter().rposition(modules).map_or_else(first, |last| last + 1);
    lines.insert(place, &new);
    lines.join("\n") + "\n"
}

fn read(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path)).map_err(|error| at(path, &error))
}

fn write(root: &Path, path: &str, text: &str) -> Result<(), String> {
    fs::write(root.join(path), text).map_err(|error| at(path, &error))
}

fn at(path: &str, error: &io::Error) -> String {
    format!("{path}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    const TOUCHED: [&str; 4] = [
        "checks/src/registry.rs",
        "checks/src/profile/mod.rs",
        "checks/src/files/mod.rs",
        "docs/failures.md",
    ];

    fn copy() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in TOUCHED {
            let to = folder.path().join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(Path::new(ROOT).join(path), to).unwrap();
        }
        folder
    }

    fn new_check(group: Group) -> NewCheck {
        NewCheck {
            id: "shell-prompt".into(),
            group,
            title: "The prompt shows the profile".into(),
            row: "E99".into(),
            symptom: "prompt: unknown color 'blurple'".into(),
        }
    }

    #[test]
    fn a_skeleton_has_its_folder_its_registry_line_and_its_row() {
        let folder = copy();
        new_check(Group::Profile).write(folder.path()).unwrap();
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        let check = read("checks/src/profile/shell_prompt/mod.rs");
        assert!(check.contains("id: \"shell-prompt\"") && !check.contains("profile-color"));
        assert!(check.contains("title: \"The prompt shows the profile\""));
        assert!(read("checks/src/profile/mod.rs").contains("pub(crate) mod shell_prompt;\n"));
        let registry = read("checks/src/registry.rs");
        let (before, _) = registry.split_once("&profile::shell_prompt::CHECK").unwrap();
        assert!(before.contains("&profile::profile_exists::CHECK"));
        assert!(read("docs/failures.md").contains("| E99 | `prompt: unknown color 'blurple'` |"));
    }

    #[test]
    fn a_check_of_an_early_group_requires_no_later_one() {
        let folder = copy();
        new_check(Group::Files).write(folder.path()).unwrap();
        let path = folder.path().join("checks/src/files/shell_prompt/mod.rs");
        let check = fs::read_to_string(path).unwrap();
        assert!(check.contains("requires: &[],") && !check.contains("Need"));
    }

    #[test]
    fn wrong_arguments_write_nothing() {
        let folder = copy();
        let root = folder.path();
        let taken = NewCheck { id: "profile-exists".into(), ..new_check(Group::Profile) };
        assert!(taken.write(root).unwrap_err().contains("already"));
        let capital = NewCheck { id: "Prompt".into(), ..new_check(Group::Profile) };
        assert!(capital.write(root).unwrap_err().contains("lower case"));
        let row = NewCheck { row: "E01".into(), ..new_check(Group::Profile) };
        assert!(row.write(root).unwrap_err().contains("E01"));
        assert!(!root.join("checks/src/profile/shell_prompt").exists());
        for path in TOUCHED {
            let original = fs::read(Path::new(ROOT).join(path)).unwrap();
            assert_eq!(fs::read(root.join(path)).unwrap(), original, "{path}");
        }
    }
}
