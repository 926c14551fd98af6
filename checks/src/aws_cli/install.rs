//! How to install and update the AWS CLI on each operating system.
//!
//! Source: AWS CLI user guide, "Installing or updating to the latest version of the AWS CLI".

use facts::{Arch, Facts, Os, clean_line};

use crate::{Finding, Remedy};

/// Whether the AWS CLI is a new installation on this machine or replaces another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Install,
    Update,
}

/// Offers every way to install it, starting with the support team's own if the preset names one.
pub(super) fn offer(facts: &Facts, mut finding: Finding, purpose: Purpose) -> Finding {
    if let Some(team) = team(facts) {
        finding = finding.offer(team);
    }
    for guide in by_system(facts, purpose) {
        finding = finding.offer(guide);
    }
    finding
}

/// What the preset says about installing.
fn team(facts: &Facts) -> Option<Remedy> {
    let preset = facts.preset.as_ref()?;
    let install = preset.install.as_deref().filter(|text| !text.trim().is_empty())?;
    let who = preset
        .contact
        .as_ref()
        .and_then(|contact| contact.name.as_deref())
        .map_or_else(|| "your support team".to_owned(), clean_line);
    let mut guide = Remedy::guide("team-way", format!("As {who} recommends"));
    for line in install.lines().filter(|line| !line.trim().is_empty()) {
        guide = guide.word(clean_line(line));
    }
    Some(guide)
}

fn by_system(facts: &Facts, purpose: Purpose) -> Vec<Remedy> {
    let (verb, new_terminal) = match purpose {
        Purpose::Install => ("Install", "Then open a new terminal to update PATH."),
        Purpose::Update => ("Update", "Then open a new terminal and run this again."),
    };
    match facts.os {
        Os::Linux => linux(facts, purpose, verb, new_terminal),
        Os::MacOs => script(purpose)
            .into_iter()
            .chain([
                Remedy::guide("aws-package", format!("{verb} with AWS's package for macOS"))
                    .command([
                        "curl",
                        "-o",
                        "AWSCLIV2.pkg",
                        "https://awscli.amazonaws.com/AWSCLIV2.pkg",
                    ])
                    .command(["sudo", "installer", "-pkg", "AWSCLIV2.pkg", "-target", "/"])
                    .word(new_terminal),
                Remedy::guide("homebrew", format!("{verb} with Homebrew"))
                    .command(match purpose {
                        Purpose::Install => ["brew", "install", "awscli"],
                        Purpose::Update => ["brew", "upgrade", "awscli"],
                    })
                    .word(new_terminal),
            ])
            .collect(),
        Os::Windows => vec![
            Remedy::guide("winget", format!("{verb} with winget"))
                .command(match purpose {
                    Purpose::Install => ["winget", "install", "-e", "--id", "Amazon.AWSCLI"],
                    Purpose::Update => ["winget", "upgrade", "-e", "--id", "Amazon.AWSCLI"],
                })
                .word(new_terminal),
            Remedy::guide("aws-package", format!("{verb} with AWS's package for Windows"))
                .command(["msiexec.exe", "/i", "https://awscli.amazonaws.com/AWSCLIV2.msi"])
                .word(new_terminal),
        ],
        Os::Other => {
            vec![Remedy::guide("aws-page", format!("{verb} it as AWS describes")).word(
                "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            )]
        }
    }
}

fn linux(facts: &Facts, purpose: Purpose, verb: &str, new_terminal: &str) -> Vec<Remedy> {
    let archive = match facts.arch {
        Arch::X86_64 => Some("https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip"),
        Arch::Aarch64 => Some("https://awscli.amazonaws.com/awscli-exe-linux-aarch64.zip"),
        Arch::Other => None,
    };
    let official = archive.map(|archive| {
        let guide = Remedy::guide("aws-package", format!("{verb} with AWS's own installer"))
            .command(["curl", "-o", "awscliv2.zip", archive])
            .command(["unzip", "awscliv2.zip"]);
        match purpose {
            Purpose::Install => guide.command(["sudo", "./aws/install"]).word(
                "Without administrator rights: ./aws/install -i ~/.local/aws-cli -b ~/.local/bin",
            ),
            Purpose::Update => guide.command(["sudo", "./aws/install", "--update"]).word(
                "Without administrator rights: ./aws/install --update -i ~/.local/aws-cli -b ~/.local/bin",
            ),
        }
        .word(new_terminal)
    });
    let distribution = Remedy::guide(
        "distribution",
        format!("{verb} the distribution's package, awscli"),
    )
    .word("Install awscli with your package manager; some distributions name it aws-cli.")
    .word(
        "Check its version first: older releases still have version 1, which has no aws sso login.",
    );
    // AWS's installers, which the script uses too, are for these processors only.
    let script = script(purpose).filter(|_| archive.is_some());
    official.into_iter().chain(script).chain([distribution]).collect()
}

/// AWS's own script installs into `~/.local` and needs no administrator rights; whether it updates
/// an installation of another kind is not known.
///
/// Source: aws-cli, pull request 10454 (June 2026).
fn script(purpose: Purpose) -> Option<Remedy> {
    matches!(purpose, Purpose::Install).then(|| {
        Remedy::guide("aws-script", "Install with AWS's own script, for you alone")
            .command([
                "curl",
                "-fsSL",
                "-o",
                "aws-cli-install.sh",
                "https://awscli.amazonaws.com/v2/install.sh",
            ])
            .command(["bash", "aws-cli-install.sh"])
            .word("Then open a new terminal to update PATH.")
    })
}
