//! What to do about a program that cannot use the profile.

use facts::{FoundProgram, SdkFamily};
use program_clients::{Bridge, Needs, ProgramAnswer};

use super::Shown;

/// What to do, best first; each is a command to paste or a sentence.
pub(super) fn fixes(shown: &Shown<'_>, answer: &ProgramAnswer) -> Vec<String> {
    let program = &answer.program;
    let mut fixes: Vec<String> = match &answer.needs {
        Some(Needs::Version { of, since, is_own }) => {
            vec![update(program, of, since, *is_own)]
        }
        Some(Needs::Module(name)) => vec![add_module(program, name)],
        Some(Needs::Setting(setting)) => vec![match setting.split_once('=') {
            Some((name, value)) if name.starts_with("AWS_") => {
                shown.facts.shell.export(name, value)
            }
            _ => format!("set {setting} in its own settings"),
        }],
        Some(Needs::AwsCli) => vec!["install the AWS CLI, so that it is on PATH".to_owned()],
        Some(Needs::Keys { .. }) | None => Vec::new(),
    };
    let lacks_something =
        matches!(answer.needs, Some(Needs::Version { .. } | Needs::Module(_) | Needs::Keys { .. }));
    if lacks_something && answer.bridges.contains(&Bridge::Environment) {
        let profile = match shown.selected() {
            Some(profile) => format!(" --profile {}", shown.facts.shell.quote(profile)),
            None => String::new(),
        };
        fixes.push(format!("aws-onboard run --credentials{profile} -- {}", command(program)));
    }
    fixes
}

/// How a shell starts it.
fn command(program: &FoundProgram) -> String {
    let row = program_table::find_program(&program.id);
    match row.and_then(|row| row.found_by.path.first()) {
        Some(command) => command.clone(),
        None if program.id == "terraform-provider-aws" => "terraform plan".to_owned(),
        None => "COMMAND".to_owned(),
    }
}

/// The command of its ecosystem that installs a newer version.
fn update(program: &FoundProgram, of: &str, since: &str, is_own: bool) -> String {
    let row = program_table::find_program(&program.id);
    let python = row.and_then(|row| row.found_by.python.first());
    let npm = row.and_then(|row| row.found_by.npm.first());
    match (program.sdk, python, npm) {
        _ if program.id == "terraform-provider-aws" => {
            format!("terraform init -upgrade, with version >= {since} in required_providers")
        }
        (_, Some(package), _) if is_own => format!("pip install \"{package}>={since}\""),
        (Some(SdkFamily::Botocore), Some(package), _) if package != "botocore" => {
            format!("pip install --upgrade {package} \"botocore>={since}\"")
        }
        (Some(SdkFamily::Botocore), ..) => format!("pip install --upgrade \"botocore>={since}\""),
        (_, _, Some(package)) => format!("npm install {package}@latest ({since} or newer)"),
        (Some(SdkFamily::Js3), ..) => {
            format!("npm update, for {of} packages {since} or newer")
        }
        (Some(SdkFamily::Js2), ..) => format!("npm install \"aws-sdk@>={since}\""),
        (Some(SdkFamily::Go1), ..) if program.id == "go1" => {
            format!("go get github.com/aws/aws-sdk-go@v{since}")
        }
        (Some(SdkFamily::Go2), ..) if program.id == "go2" => {
            format!("go get github.com/aws/aws-sdk-go-v2/config@v{since}")
        }
        (Some(SdkFamily::Rust), ..) => format!("cargo update aws-config, to {since} or newer"),
        (Some(SdkFamily::Ruby), ..) => format!("bundle update aws-sdk-core, to {since} or newer"),
        (Some(SdkFamily::Php), ..) => {
            format!("composer update aws/aws-sdk-php, to {since} or newer")
        }
        _ => format!("update {of} to {since} or newer"),
    }
}

/// The command of its ecosystem that adds a module.
fn add_module(program: &FoundProgram, name: &str) -> String {
    match program.sdk {
        Some(SdkFamily::Java2 | SdkFamily::Java1) => {
            format!("add the dependency {name}, in the version of the other modules")
        }
        Some(SdkFamily::DotNet3 | SdkFamily::DotNet4) => format!("dotnet add package {name}"),
        Some(SdkFamily::PowerShell) => format!("Install-Module {name}"),
        Some(SdkFamily::Botocore | SdkFamily::Cli1) => format!("pip install \"{name}\""),
        _ => format!("add {name}"),
    }
}
