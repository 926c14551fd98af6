//! Checks that the reference pages match the program: they are generated from the checks and the
//! help texts, and committed. `UPDATE_DOCS=1 cargo test --test docs` regenerates them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

#[path = "docs/programs.rs"]
mod programs;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The command that regenerates a stale page.
const UPDATE: &str = "UPDATE_DOCS=1 cargo test --test docs";

/// The introduction of docs/command-line.md.
/// What the help of `credentials` has no room for.
const CREDENTIALS: &str = "
## Credentials for a program

`aws-onboard credentials` is the one command that prints secrets. It refuses to print them on a terminal unless
`--show` is given, and prints nothing else on standard output. It gives the credentials of exactly one profile,
from the source that the AWS CLI takes for that profile, whatever keys are in the environment:

| The profile uses | What it gives |
|---|---|
| single sign-on | The role's credentials from the AWS CLI's cache (`~/.aws/cli/cache`) until 15 minutes before they expire; otherwise new ones from the portal, which it stores there under the AWS CLI's file name and with mode 600. A sign-in that is about to expire is renewed first, by one run at a time. `logout` removes the stored credentials |
| `aws login` | The stored keys while they last. Then it names `aws login --profile NAME`; it does not renew them |
| a role, access keys, or a `credential_process` | Nothing: it says what gives them instead |

As a `credential_process`, it needs its absolute path and the name of another profile:

```ini
[profile dev-process]
credential_process = /usr/local/bin/aws-onboard credentials --profile dev --format process
region = eu-central-1
```

An error is one line on standard error that begins with `aws-onboard:` and names the command that fixes it, because
programs show that text to people. With `--offline`, cached credentials are given until they expire, and nothing is
asked of AWS.
";

const COMMAND_LINE: &str = "\
# The command line

The help of each command, as the program prints it. Data goes to standard output; progress,
prompts and errors go to standard error. The program prompts only if standard input and standard
error are a terminal. Otherwise, or with `--no-input`, steps that need an answer are skipped, and
the flag to use is shown.

## Exit statuses

| Status | Meaning |
|---|---|
| 0 | No problems, or done |
| 1 | `doctor`: findings at or above `--fail-on` remain. `status`: a profile is signed out, or with `--within`, its sign-in ends sooner and will not renew itself. `profiles`: this reader rejects a file. `explain`: no such check, or no known error in the text. `report`: the report would have contained a secret. `preset check`: the preset has mistakes. `preset new`: the file exists, or you declined. `undo`: nothing to undo, or a file has changed since. `setup`, `login`, `roles`: the sign-in was denied or expired, you are not signed in, or a profile does not work. `login --force`: the new sign-in did not come about, so you are signed out; or you declined. `logout`: a file could not be removed. `login`, `logout`: the profile uses `aws login`, and the AWS CLI's command is named. `credentials`: not signed in, refused, or the profile takes its credentials elsewhere |
| 2 | Wrong usage, or an argument or a preset that cannot be read. `login`, `open`: there is no such profile or session |
| 3 | Nothing reached the threshold, but a check could not be completed (for example, no network). `which`: the programs could not be searched in time; otherwise it exits with 0, whatever its answer is. `roles`: the portal did not list the roles of an account, or the sign-in could not be read. `logout`: the portal did not revoke a sign-in, or a file could not be read. `setup`: the portal did not list your roles, or a profile could not be verified. `login`, `credentials`, `status`, `profiles`: a file could not be read, or AWS could not be reached |
| 4 | `status`: a sign-in has expired and may renew itself, which only AWS knows. Of several profiles, the worst counts, in the order 1, 3, 4, 0 |
| 70 | A defect in aws-onboard |
| 125, 126, 127 | `run`: it could not start the command (for example, no credentials with `--credentials`); the command cannot be run; it was not found. Every other status of `run` is the command's, or 128 plus the signal that ended it |
| 130 | Interrupted |

Skipped checks never affect the exit status. `--dry-run` exits with the status of a real run.

## Environment

| Variable | Effect |
|---|---|
| `AWS_PROFILE`, `AWS_DEFAULT_PROFILE` | The profile to check, in the order of AWS CLI v2 |
| `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` | The locations of the AWS files |
| `AWS_LOGIN_CACHE_DIRECTORY` | The folder of the sign-ins of `aws login` |
| `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SSO`, `AWS_ENDPOINT_URL_SSO_OIDC`, `AWS_ENDPOINT_URL_STS`, `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | The endpoints for the calls |
| `AWS_CA_BUNDLE`, `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` | Certificates and proxies, as for the AWS CLI |
| `AWS_ONBOARD_PRESET` | Your support team's preset, like `--preset` |
| `DISPLAY`, `WAYLAND_DISPLAY`, `BROWSER` | Whether there is a browser to open. Without one, or if `SSH_CONNECTION`, `SSH_TTY`, `CODESPACES`, `CONTAINER` or (without `BROWSER`) `WSL_DISTRO_NAME` is set, the sign-in uses a device code |
| `XDG_CONFIG_HOME`, `XDG_STATE_HOME` | Where to look for a preset, and where to keep backups, the journal, and the hashes of tokens that AWS refused to renew |
| `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` | Color, unless `--color` is given |
";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A note for anyone who opens a generated page to edit it.
fn made_from(source: &str) -> String {
    format!("<!-- Made from {source} by `{UPDATE}`; edit there. -->\n\n")
}

/// The output of `arguments` with `--help`, 100 columns wide and without color.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_aws-onboard"))
        .args(arguments)
        .arg("--help")
        .env_clear()
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains('\u{1b}'), "colour in the help: {text:?}");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// The commands in the help.
fn commands(help: &str) -> Vec<String> {
    help.lines()
        // The commands stand in groups, before the options.
        .take_while(|line| *line != "Options:")
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn command_line() -> String {
    let whole = help(&[]);
    let commands = commands(&whole);
    assert!(commands.iter().any(|command| command == "doctor"), "{whole}");
    let mut page = made_from("the program's own help");
    page.push_str(COMMAND_LINE);
    page.push_str(CREDENTIALS);
    write!(page, "\n## aws-onboard\n\n```text\n{whole}```\n").unwrap();
    for command in commands {
        let text = help(&[&command]);
        write!(page, "\n## aws-onboard {command}\n\n```text\n{text}```\n").unwrap();
        let inner: &[&str] = if command == "preset" { &["check", "new"] } else { &[] };
        for inner in inner {
            let text = help(&[&command, inner]);
            write!(page, "\n### aws-onboard {command} {inner}\n\n```text\n{text}```\n").unwrap();
        }
    }
    page
}

/// The page of one check.
fn manual(check: &checks::Check) -> String {
    let mut page = made_from("the check's manual");
    writeln!(page, "# {}\n\n{}.\n", check.id, check.title).unwrap();
    writeln!(page, "| Group | Since | Waits for | Asks AWS |").unwrap();
    writeln!(page, "|---|---|---|---|").unwrap();
    let mut required: Vec<&str> = Vec::new();
    for id in check.required_checks() {
        if !required.contains(&id) {
            required.push(id);
        }
    }
    let requires: Vec<String> = required.into_iter().map(|id| format!("[{id}]({id}.md)")).collect();
    let waits = match requires.is_empty() {
        true => "nothing".to_owned(),
        false => requires.join(", "),
    };
    let asks = match check.wants.iter().any(|want| want.needs_network()) {
        true => "yes",
        false => "no",
    };
    writeln!(page, "| {} | {} | {waits} | {asks} |\n", check.group.title(), check.since).unwrap();
    writeln!(page, "{}", check.manual.trim()).unwrap();
    page
}

/// The list of the checks.
fn index() -> String {
    let mut page = made_from("the registry of the checks");
    page.push_str(
        "# The checks\n\n\
         In the order in which they look. The title is the healthy state. `aws-onboard explain ID`\n\
         prints the same page in the terminal.\n\n\
         | Check | Healthy state | Group |\n|---|---|---|\n",
    );
    for check in checks::registry() {
        writeln!(page, "| [{0}]({0}.md) | {1} | {2} |", check.id, check.title, check.group.title())
            .unwrap();
    }
    page
}

/// Every generated page, by its path.
fn pages() -> BTreeMap<PathBuf, String> {
    let docs = root().join("docs");
    let mut pages = BTreeMap::from([
        (docs.join("command-line.md"), command_line()),
        (docs.join("checks/README.md"), index()),
    ]);
    for check in checks::registry() {
        pages.insert(docs.join(format!("checks/{}.md", check.id)), manual(check));
    }
    pages.extend(programs::pages(&docs, &made_from("the table of programs")));
    pages
}

#[test]
fn the_reference_is_what_the_program_says() {
    let pages = pages();
    let folders = ["docs/checks", "docs/programs"].map(|name| root().join(name));
    let orphans: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
        .collect();
    let orphans = orphans.iter().filter(|path| !pages.contains_key(*path));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        for folder in &folders {
            std::fs::create_dir_all(folder).unwrap();
        }
        for (path, text) in &pages {
            std::fs::write(path, text).unwrap();
        }
        for path in orphans {
            std::fs::remove_file(path).unwrap();
        }
        return;
    }
    let mut stale: Vec<String> =
        orphans.map(|path| format!("{} is made from nothing", path.display())).collect();
    for (path, text) in &pages {
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        // Git may have converted line endings in a Windows checkout.
        if committed.replace("\r\n", "\n") == *text {
            continue;
        }
        let line = committed
            .lines()
            .zip(text.lines())
            .position(|(old, new)| old.trim_end() != new)
            .map_or_else(|| "its end".to_owned(), |line| format!("line {}", line + 1));
        stale.push(format!("{} differs from {line} on", path.display()));
    }
    assert!(
        stale.is_empty(),
        "the reference is stale:\n  {}\nMake it anew with\n  {UPDATE}",
        stale.join("\n  ")
    );
}

/// The pages that are written by hand and the generated ones.
fn markdown() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "md") {
                found.push(path);
            }
        }
    }
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        found.push(root().join(name));
    }
    found
}

#[test]
fn no_link_between_the_pages_leads_nowhere() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        // The pages are being regenerated.
        return;
    }
    let mut broken = Vec::new();
    for page in markdown() {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let folder = page.parent().unwrap_or(Path::new("."));
            if !folder.join(file).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_command_that_the_readme_names_is_the_one_that_every_change_must_pass() {
    let command = "cargo test --workspace --locked";
    for name in ["README.md", "CONTRIBUTING.md", ".ci/run"] {
        let text = std::fs::read_to_string(root().join(name)).unwrap();
        assert!(text.contains(command), "{name} has another test command");
    }
}

/// Every Rust file of the workspace.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["src", "checks", "crates", "tests", "benches"]
        .iter()
        .map(|name| root().join(name))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// A row of docs/failures.md: a letter and two digits.
fn is_row(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

#[test]
fn every_row_that_a_comment_cites_is_in_the_catalogue_of_failures() {
    let catalogue = std::fs::read_to_string(root().join("docs/failures.md")).unwrap();
    let rows: BTreeSet<&str> = catalogue
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|word| is_row(word))
        .collect();
    assert!(rows.len() > 100, "{rows:?}");
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| line.contains("//") && line.contains("FAILURES")) {
            let cited = line
                .split(|character: char| !character.is_ascii_alphanumeric())
                .filter(|word| is_row(word));
            for row in cited {
                assert!(rows.contains(row), "{}: {line}", path.display());
            }
        }
    }
}
