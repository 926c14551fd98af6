//! The program that displays the output of the AWS CLI.

use aws_files::{FileKind, Location, shell_words};

use crate::{Facts, Profile};

/// The pager of the AWS CLI, and where it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The command; empty if paging is off.
    pub command: String,
    /// Where it is set.
    pub from: PagerFrom,
}

/// Where a pager is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagerFrom {
    /// A variable.
    Variable(&'static str),
    /// `cli_pager` of a profile.
    Profile(FileKind, Location),
    /// Not set: the AWS CLI's own choice.
    Default,
}

impl Facts {
    /// The pager with this profile, or with none: the first of AWS_PAGER, `cli_pager`, PAGER and
    /// `less` that is set, even to an empty value (`awscli/clidriver.py`,
    /// `_construct_cli_pager_chain`; `awscli/compat.py`, `default_pager`).
    pub fn pager(&self, profile: Option<Profile<'_>>) -> Pager {
        let variable = |name: &'static str| {
            self.environment().text(name).map(|command| Pager {
                command: command.to_owned(),
                from: PagerFrom::Variable(name),
            })
        };
        let of_profile = || {
            let (file, property) = profile?.get("cli_pager")?;
            Some(Pager {
                command: profile?.merged.text("cli_pager")?.to_owned(),
                from: PagerFrom::Profile(file, property.location),
            })
        };
        variable("AWS_PAGER")
            .or_else(of_profile)
            .or_else(|| variable("PAGER"))
            .unwrap_or_else(|| Pager { command: "less".into(), from: PagerFrom::Default })
    }
}

impl Pager {
    /// The program to start; `None` if there is none, or if the command cannot be split
    /// (`awscli/compat.py`, `get_popen_kwargs_for_pager_cmd`).
    pub fn program(&self) -> Option<String> {
        shell_words(&self.command)?.into_iter().next()
    }
}
