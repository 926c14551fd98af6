//! The arguments of the commands about programs beside the AWS CLI.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::Format;

/// `which`.
#[derive(Args, Debug)]
pub(crate) struct Which {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with = "profile")]
    pub(crate) word: Option<String>,
    /// Answer for this profile, as if AWS_PROFILE named it
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Answer for this program or SDK alone, also if it is not here: terraform, boto3@1.26.3, js3
    #[arg(long = "for", value_name = "PROGRAM[@VERSION]")]
    pub(crate) program: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `credentials`.
#[derive(Args, Debug)]
pub(crate) struct Credentials {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with = "profile")]
    pub(crate) word: Option<String>,
    /// The profile whose credentials to give; otherwise AWS_PROFILE, then default
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Who reads them: a credential_process, a shell, or a script
    #[arg(long, value_enum, default_value_t = CredentialsFormat::Process)]
    pub(crate) format: CredentialsFormat,
    /// Give cached credentials only; ask AWS nothing
    #[arg(long)]
    pub(crate) offline: bool,
    /// Show the secrets on a terminal
    #[arg(long)]
    pub(crate) show: bool,
}

/// How `credentials` prints them.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CredentialsFormat {
    /// The JSON that programs expect of a credential_process
    #[default]
    Process,
    /// Commands for sh, bash, and zsh
    Env,
    /// Commands for fish
    Fish,
    /// Commands for PowerShell
    Powershell,
    /// JSON with the profile, the account, and the role
    Json,
}

/// `run`.
#[derive(Args, Debug)]
pub(crate) struct Run {
    /// Run it with this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Give it the credentials of the profile's role in its environment, for a program that cannot
    /// sign in by itself
    #[arg(long)]
    pub(crate) credentials: bool,
    /// Print standard input on standard error: for what outlives a command
    #[arg(long, hide = true, exclusive = true)]
    pub(crate) relay: bool,
    /// The command, and its arguments
    #[arg(value_name = "COMMAND", trailing_var_arg = true, required_unless_present = "relay")]
    pub(crate) command: Vec<OsString>,
}
