//! How a program or its SDK is updated: the command of the ecosystem that it came from.

use std::path::Path;

use aws_onboard_credential_chain::Family;
use facts::{FoundProgram, SdkFamily};
use program_clients::{Needs, ProgramAnswer};

use super::answers::python_prefix;

/// Name at most this many packages in one command.
const MAX_PACKAGES: usize = 5;

/// What to do: words first, then commands; either may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Update {
    pub(super) commands: Vec<Vec<String>>,
    pub(super) words: Vec<String>,
}

impl Update {
    fn command(mut self, words: &[&str]) -> Self {
        self.commands.push(words.iter().map(|word| (*word).to_owned()).collect());
        self
    }

    fn word(mut self, words: impl AsRef<str> + Into<String>) -> Self {
        self.words.push(words.into());
        self
    }
}

/// How to get what the program lacks.
pub(super) fn update(answer: &ProgramAnswer) -> Option<Update> {
    match answer.needs.as_ref()? {
        Needs::Version { of, since, is_own } => Some(newer(&answer.program, of, since, *is_own)),
        Needs::Module(name) => Some(module(answer, name)),
        Needs::Setting(_) | Needs::Keys { .. } | Needs::AwsCli => None,
    }
}

/// Where a program came from, by the file that names it.
enum Origin<'p> {
    Terraform,
    Npm,
    Yarn,
    Pnpm,
    Uv,
    Poetry,
    Pipenv,
    Go,
    Java,
    DotNet,
    Cargo,
    Bundler,
    Composer,
    Pipx(&'p str),
    UvTool(&'p str),
    Conda,
    /// The environment's folder.
    Python(&'p Path),
    Homebrew,
    Snap,
    Tfenv,
    Other,
}

fn origin(program: &FoundProgram) -> Origin<'_> {
    let path = &program.found_at.path;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let after = |first: &str, second: &str| {
        let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
        let at = parts.windows(2).position(|pair| pair == [first, second])?;
        parts.get(at + 2).copied()
    };
    let has = |wanted: &str| path.iter().any(|part| part == wanted);
    let ends = |ending: &str| name.ends_with(ending);
    match name {
        ".terraform.lock.hcl" => Origin::Terraform,
        "package-lock.json" | "npm-shrinkwrap.json" | "package.json" => Origin::Npm,
        "yarn.lock" => Origin::Yarn,
        "pnpm-lock.yaml" => Origin::Pnpm,
        "uv.lock" => Origin::Uv,
        "poetry.lock" => Origin::Poetry,
        "Pipfile.lock" => Origin::Pipenv,
        "go.mod" | "go.sum" => Origin::Go,
        "pom.xml" | "gradle.lockfile" => Origin::Java,
        "Cargo.lock" => Origin::Cargo,
        "Gemfile.lock" => Origin::Bundler,
        "composer.lock" => Origin::Composer,
        _ if ends(".tf") => Origin::Terraform,
        _ if ends(".gradle") || ends(".gradle.kts") || ends(".versions.toml") => Origin::Java,
        _ if ends(".csproj") || ends(".fsproj") || ends(".deps.json") || ends(".lock.json") => {
            Origin::DotNet
        }
        _ if has("node_modules") => Origin::Npm,
        _ => {
            if let Some(tool) = after("pipx", "venvs") {
                Origin::Pipx(tool)
            } else if let Some(tool) = after("uv", "tools") {
                Origin::UvTool(tool)
            } else if has("conda-meta") {
                Origin::Conda
            } else if let Some(prefix) = python_prefix(path) {
                Origin::Python(prefix)
            } else if has("Cellar") || has("homebrew") || has(".linuxbrew") {
                Origin::Homebrew
            } else if has("snap") {
                Origin::Snap
            } else if has(".tfenv") {
                Origin::Tfenv
            } else {
                Origin::Other
            }
        }
    }
}

/// A newer version of the program, or of the package `of` in it.
fn newer(program: &FoundProgram, of: &str, since: &str, is_own: bool) -> Update {
    let update = Update::default();
    let row = program_table::find_program(&program.id);
    let package = |names: fn(&program_table::FoundBy) -> &'static [&'static str]| {
        row.and_then(|row| names(&row.found_by).first().map(|name| (*name).to_owned()))
            .unwrap_or_else(|| program.id.clone())
    };
    let python = || python_packages(program, of, is_own, package(|by| by.python));
    match origin(program) {
        Origin::Terraform => terraform_provider(update, since),
        Origin::Npm => node(update, program, of, since, &["npm", "install"]),
        Origin::Yarn => node(update, program, of, since, &["yarn", "upgrade"]),
        Origin::Pnpm => node(update, program, of, since, &["pnpm", "update"]),
        Origin::Uv => python().iter().fold(update, |update, name| {
            update.command(&["uv", "lock", "--upgrade-package", name])
        }),
        Origin::Poetry => update.command(&with_names(&["poetry", "update"], &python())),
        Origin::Pipenv => update.command(&with_names(&["pipenv", "update"], &python())),
        Origin::Go => {
            update.command(&["go", "get", &go_module(of, since)]).command(&["go", "mod", "tidy"])
        }
        Origin::Java => {
            update.word(format!("Set the version of {of} (of its BOM) to {since} or newer."))
        }
        Origin::DotNet => update.command(&["dotnet", "add", "package", of, "--version", since]),
        Origin::Cargo => update
            .word(format!("First require {of} {since} or newer in Cargo.toml."))
            .command(&["cargo", "update", "--package", of]),
        Origin::Bundler => update.command(&["bundle", "update", of]),
        Origin::Composer => update.command(&["composer", "update", of]),
        Origin::Pipx(tool) => update.command(&["pipx", "upgrade", tool]),
        Origin::UvTool(tool) => update.command(&["uv", "tool", "upgrade", tool]),
        Origin::Conda => update.command(&["conda", "update", &package(|by| by.conda)]),
        Origin::Python(prefix) => {
            let names = python();
            let Some(python) = python_of(prefix) else {
                return update.word(format!(
                    "Install {of} {since} or newer in a virtual environment, or update the system's package."
                ));
            };
            let wanted = format!("{}>={since}", names.first().map_or(of, String::as_str));
            let mut command = vec![python.as_str(), "-m", "pip", "install", "--upgrade", &wanted];
            command.extend(names.iter().skip(1).map(String::as_str));
            update.command(&command)
        }
        Origin::Homebrew => update.command(&["brew", "upgrade", &package(|by| by.homebrew)]),
        Origin::Snap => update.command(&["sudo", "snap", "refresh", &package(|by| by.snap)]),
        Origin::Tfenv => {
            update.command(&["tfenv", "install", since]).command(&["tfenv", "use", since])
        }
        Origin::Other => elsewhere(update, program, of, since, is_own),
    }
}

fn terraform_provider(update: Update, since: &str) -> Update {
    update
        .word(format!("First allow version >= {since} of hashicorp/aws in required_providers."))
        .command(&["terraform", "init", "-upgrade"])
}

/// The Python of an environment; `None` for the system's, whose packages pip must not change.
fn python_of(prefix: &Path) -> Option<String> {
    if [Path::new("/usr"), Path::new("/usr/local")].contains(&prefix) {
        return None;
    }
    let python = if cfg!(windows) {
        prefix.join("Scripts").join("python.exe")
    } else {
        prefix.join("bin").join("python")
    };
    Some(python.display().to_string())
}

/// A program whose files do not tell where it came from, or that is not installed here.
fn elsewhere(
    update: Update,
    program: &FoundProgram,
    of: &str,
    since: &str,
    is_own: bool,
) -> Update {
    let is_sdk = SdkFamily::from_id(&program.id).is_some();
    match program.sdk {
        Some(SdkFamily::Botocore) if is_sdk || program.id == "boto3" => {
            let wanted = format!("{of}>={since}");
            let mut command = vec!["python", "-m", "pip", "install", "--upgrade", &wanted];
            command.extend((of != "boto3").then_some("boto3"));
            update.command(&command)
        }
        Some(SdkFamily::Js3 | SdkFamily::Js2) if is_sdk => {
            node(update, program, of, since, &["npm", "install"])
        }
        Some(SdkFamily::Go1 | SdkFamily::Go2) if is_sdk => {
            update.command(&["go", "get", &go_module(of, since)])
        }
        Some(SdkFamily::DotNet3 | SdkFamily::DotNet4) if is_sdk => {
            update.command(&["dotnet", "add", "package", of, "--version", since])
        }
        _ if program.id == "terraform-provider-aws" => terraform_provider(update, since),
        _ if is_own => update.word(format!("Install {} {since} or newer.", program.name)),
        _ => update.word(format!(
            "Update {} to a version that contains {of} {since} or newer.",
            program.name
        )),
    }
}

/// The package to update, and the one that must fit it.
fn python_packages(
    program: &FoundProgram,
    of: &str,
    is_own: bool,
    distribution: String,
) -> Vec<String> {
    let is_library = of == "botocore" && (program.id == "boto3" || program.id == "botocore");
    if is_own && !is_library {
        vec![distribution]
    } else if is_library {
        vec![of.to_owned(), "boto3".to_owned()]
    } else {
        vec![of.to_owned(), distribution]
    }
}

fn with_names<'a>(command: &[&'a str], names: &'a [String]) -> Vec<&'a str> {
    command.iter().copied().chain(names.iter().map(String::as_str)).collect()
}

fn node(update: Update, program: &FoundProgram, of: &str, since: &str, command: &[&str]) -> Update {
    let ours: Vec<String> = program
        .libraries
        .keys()
        .filter(|name| name.starts_with("@aws-sdk/"))
        .map(|name| format!("{name}@^{since}"))
        .collect();
    if of != "@aws-sdk" {
        update.command(&with_names(command, &[format!("{of}@^{since}")]))
    } else if ours.is_empty() || ours.len() > MAX_PACKAGES {
        update.word(format!("Update every package of @aws-sdk to {since} or newer."))
    } else {
        update.command(&with_names(command, &ours))
    }
}

fn go_module(of: &str, since: &str) -> String {
    format!("github.com/aws/{of}@v{since}")
}

/// A module that is installed or linked on its own.
fn module(answer: &ProgramAnswer, name: &str) -> Update {
    let update = Update::default();
    let program = &answer.program;
    if let Some((group, artifact)) = name.split_once(':') {
        return update
            .word(format!(
                "For Maven: <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId></dependency>, in the version of your other modules of the SDK."
            ))
            .word(format!("For Gradle: implementation(\"{name}:VERSION\"), likewise."));
    }
    if let Some(feature) =
        name.strip_prefix("the feature ").and_then(|rest| rest.strip_suffix(" of aws-config"))
    {
        return update.command(&["cargo", "add", "aws-config", "--features", feature]);
    }
    match answer.client.as_ref().map(|client| client.family) {
        Some(Family::DotNet3 | Family::DotNet4) => {
            update.command(&["dotnet", "add", "package", name])
        }
        Some(Family::PowerShell) => update.command(&["Install-Module", name]),
        Some(Family::Botocore | Family::Cli1) => match origin(program) {
            Origin::Pipx(tool) => update.command(&["pipx", "inject", tool, name]),
            Origin::Conda => update.command(&["conda", "install", "awscrt"]),
            Origin::Uv => update.command(&["uv", "add", name]),
            Origin::Poetry => update.command(&["poetry", "add", name]),
            Origin::Python(prefix) => match python_of(prefix) {
                Some(python) => update.command(&[&python, "-m", "pip", "install", name]),
                None => update.word(format!("Install {name} in a virtual environment.")),
            },
            _ => update.command(&["python", "-m", "pip", "install", name]),
        },
        _ => update.word(format!("Install {name} for {}.", program.name)),
    }
}

#[cfg(test)]
mod tests {
    use facts::{FoundAt, ProgramVersion, WhyInUse};

    use super::*;

    fn program(id: &str, path: &str, sdk: SdkFamily) -> FoundProgram {
        FoundProgram {
            id: id.into(),
            name: id.into(),
            version: ProgramVersion::parse("1.0.0"),
            found_at: FoundAt::file(path.into()),
            sdk: Some(sdk),
            sdk_version: None,
            libraries: [(
                "@aws-sdk/client-s3".to_owned(),
                ProgramVersion::parse("3.100.0").unwrap(),
            )]
            .into_iter()
            .filter(|_| sdk == SdkFamily::Js3)
            .collect(),
            modules: Default::default(),
            profile_by: Vec::new(),
            runs: None,
            profile: None,
            region: None,
            overrides: Vec::new(),
            why_in_use: WhyInUse::Project,
        }
    }

    #[track_caller]
    fn assert_command(id: &str, path: &str, sdk: SdkFamily, of: &str, command: &str) {
        let update = newer(&program(id, path, sdk), of, "2.0.0", false);
        let shown: Vec<String> = update.commands.iter().map(|words| words.join(" ")).collect();
        assert_eq!(shown.first().map(String::as_str), Some(command), "{path}: {update:?}");
    }

    #[test]
    fn each_ecosystem_has_its_command() {
        let site = "/p/.venv/lib/python3.11/site-packages/botocore-1.dist-info";
        let python = "/p/.venv/bin/python -m pip install --upgrade botocore>=2.0.0 boto3";
        assert_command("boto3", site, SdkFamily::Botocore, "botocore", python);
        for (path, command) in [
            ("/p/uv.lock", "uv lock --upgrade-package botocore"),
            ("/p/poetry.lock", "poetry update botocore boto3"),
            (
                "/h/.local/share/pipx/venvs/sceptre/lib/python3.11/site-packages/x",
                "pipx upgrade sceptre",
            ),
            (
                "/h/.local/share/uv/tools/sceptre/lib/python3.11/site-packages/x",
                "uv tool upgrade sceptre",
            ),
        ] {
            assert_command("boto3", path, SdkFamily::Botocore, "botocore", command);
        }
        let npm = "npm install @aws-sdk/client-s3@^2.0.0";
        assert_command("js3", "/p/package-lock.json", SdkFamily::Js3, "@aws-sdk", npm);
        assert_command(
            "js2",
            "/p/node_modules/aws-sdk/package.json",
            SdkFamily::Js2,
            "aws-sdk",
            "npm install aws-sdk@^2.0.0",
        );
        let go = "go get github.com/aws/aws-sdk-go-v2/config@v2.0.0";
        assert_command("go2", "/p/go.mod", SdkFamily::Go2, "aws-sdk-go-v2/config", go);
        let dotnet = "dotnet add package AWSSDK.Core --version 2.0.0";
        assert_command("dotnet3", "/p/a.csproj", SdkFamily::DotNet3, "AWSSDK.Core", dotnet);
        let init = "terraform init -upgrade";
        assert_command(
            "terraform-provider-aws",
            "/p/.terraform.lock.hcl",
            SdkFamily::GoBase,
            "x",
            init,
        );
        assert_command(
            "terraform",
            "/opt/homebrew/bin/terraform",
            SdkFamily::GoBase,
            "x",
            "brew upgrade terraform",
        );
    }
}
