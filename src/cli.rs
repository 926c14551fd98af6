//! The command line as clap types.

mod about;
mod preset;
mod programs;
mod undo;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::about::{Completions, Man};
pub(crate) use self::preset::{Preset, PresetCheck, PresetCommand, PresetNew};
pub(crate) use self::programs::{Credentials, CredentialsFormat, Run, Which};
pub(crate) use self::undo::Undo;

/// Set up AWS single sign-on on a new computer, and find and fix what is wrong with it, down to the
/// line.
#[derive(Parser, Debug)]
#[command(name = "aws-onboard", bin_name = "aws-onboard", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options of every command.
#[derive(Args, Debug, Clone, Default)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// The preset.ini of your support team
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) preset: Option<PathBuf>,
    /// Print less: only the outcome
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Print more: every check and its details
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// When to use color
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Never prompt. Steps that need an answer are skipped, and the flag to use is shown
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// When to use color.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Set up single sign-on: from the portal's address to profiles
    #[command(
        after_help = "Examples:\n  aws-onboard setup\n  aws-onboard setup --start-url https://d-9067example.awsapps.com/start --dry-run"
    )]
    Setup(Setup),
    /// Check this computer and fix problems
    #[command(visible_alias = "check")]
    #[command(
        after_help = "Examples:\n  aws-onboard doctor dev\n  aws-onboard doctor --fix\n  aws-onboard doctor --format json --offline"
    )]
    Doctor(Doctor),
    /// Write a report for a support ticket, without secrets
    #[command(
        after_help = "Examples:\n  aws-onboard report\n  aws-onboard report --for support --format html --out report.html"
    )]
    Report(Report),
    /// Sign in, if needed
    #[command(after_help = "Examples:\n  aws-onboard login\n  aws-onboard login dev --device-code")]
    Login(Login),
    /// Sign out at the portal and on this computer
    #[command(after_help = "Examples:\n  aws-onboard logout\n  aws-onboard logout --all")]
    Logout(Logout),
    /// List the accounts and roles you can use
    #[command(after_help = "Examples:\n  aws-onboard roles --session science")]
    Roles(Roles),
    /// Open the access portal, or the console of a profile
    #[command(after_help = "Examples:\n  aws-onboard open\n  aws-onboard open dev --print")]
    Open(Open),
    /// Give a profile's credentials to a program
    #[command(
        after_help = "Examples:\n  eval \"$(aws-onboard credentials dev --format env)\"\n  credential_process = /usr/bin/aws-onboard credentials --profile dev"
    )]
    Credentials(Credentials),
    /// Show sign-in status; without the network unless --check is given
    #[command(
        after_help = "Examples:\n  aws-onboard status\n  aws-onboard status dev --within 30m || aws-onboard login dev"
    )]
    Status(Status),
    /// Show which credentials each program here uses, and why
    #[command(
        after_help = "Examples:\n  aws-onboard which\n  aws-onboard which dev --for terraform\n  aws-onboard which --for boto3@1.26.3 -v"
    )]
    Which(Which),
    /// Show what a tool reads from the AWS files, with file and line
    #[command(after_help = "Examples:\n  aws-onboard profiles\n  aws-onboard profiles --view sdk")]
    Profiles(Profiles),
    /// List the checks
    #[command(after_help = "Examples:\n  aws-onboard checks\n  aws-onboard checks --format json")]
    Checks(Checks),
    /// Explain an error message, or show the manual of a check
    #[command(
        after_help = "Examples:\n  aws s3 ls 2>&1 | aws-onboard explain -\n  aws-onboard explain \"Token has expired and refresh failed\"\n  aws-onboard explain token-valid"
    )]
    Explain(Explain),
    /// Run a command, and if it fails, explain what it printed
    #[command(
        after_help = "Examples:\n  aws-onboard run -- terraform plan\n  aws-onboard run --profile dev --credentials -- ./old-program"
    )]
    Run(Run),
    /// Undo the changes of the last run (repeat to go further back)
    #[command(
        after_help = "Examples:\n  aws-onboard undo\n  aws-onboard undo --list\n  aws-onboard undo 2"
    )]
    Undo(Undo),
    /// Practice on a broken machine, with a simulated sign-in
    #[cfg(feature = "demo")]
    #[command(
        after_help = "Examples:\n  aws-onboard demo\n  aws-onboard demo --list\n  aws-onboard demo first-day -- setup --sso-region us-east-1"
    )]
    Demo(Demo),
    /// Check or write a preset, for support teams
    Preset(Preset),
    /// Print completions for your shell
    #[command(after_help = crate::completion::WHERE_TO_PUT_IT)]
    Completions(Completions),
    /// Print a man page
    #[command(after_help = "Examples:\n  aws-onboard man doctor | man -l -")]
    Man(Man),
}

impl Command {
    /// The profile named as a word moves to where `--profile` would have put it.
    pub(crate) fn settle_profile(&mut self) {
        let (word, profile) = match self {
            Self::Doctor(args) => (&mut args.word, &mut args.profile),
            Self::Report(args) => (&mut args.word, &mut args.profile),
            Self::Login(args) => (&mut args.word, &mut args.profile),
            Self::Open(args) => (&mut args.word, &mut args.profile),
            Self::Which(args) => (&mut args.word, &mut args.profile),
            Self::Credentials(args) => (&mut args.word, &mut args.profile),
            Self::Status(args) => (&mut args.word, &mut args.profile),
            _ => return,
        };
        if let Some(name) = word.take() {
            *profile = Some(name);
        }
    }
}

/// `setup`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Setup {
    /// The name of the sso-session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// The address of the access portal
    #[arg(long, value_name = "URL")]
    pub(crate) start_url: Option<String>,
    /// The region of the access portal
    #[arg(long, value_name = "REGION")]
    pub(crate) sso_region: Option<String>,
    /// The scopes of the sign-in, separated by commas
    #[arg(long, value_name = "SCOPES")]
    pub(crate) scopes: Option<String>,
    /// The account of the one role that becomes a profile
    #[arg(long, value_name = "ID", requires = "role", conflicts_with_all = ["all_roles", "roles"])]
    pub(crate) account: Option<String>,
    /// The role that becomes a profile
    #[arg(long, value_name = "NAME", requires = "account")]
    pub(crate) role: Option<String>,
    /// Create a profile for every role you have
    #[arg(long, conflicts_with = "roles")]
    pub(crate) all_roles: bool,
    /// Create a profile for every matching role, for example 'Prod*/ReadOnly*'
    #[arg(long, value_name = "ACCOUNT/ROLE")]
    pub(crate) roles: Option<String>,
    /// How to name profiles: {account_name} {account_id} {role_name} {session}, with |lower |upper |dashes |underscores
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) profile_name: Option<String>,
    /// The region of the profiles
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// The output format of the profiles
    #[arg(long, value_name = "FORMAT", value_parser = ["json", "yaml", "yaml-stream", "text", "table", "off"])]
    pub(crate) output: Option<String>,
    /// Sign in with a code that you can confirm on any device
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser; the address is printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Write without asking at the end
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// Show what would be written to the AWS files without writing it; the sign-in is real
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The answer to a question about the files or stored keys, as in `doctor`
    #[arg(long, value_name = "CHECK.KEY=VALUE")]
    pub(crate) answer: Vec<String>,
}

/// `doctor`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Doctor {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with_all = ["profile", "all_profiles"])]
    pub(crate) word: Option<String>,
    /// Check this profile
    #[arg(long, value_name = "NAME", conflicts_with = "all_profiles")]
    pub(crate) profile: Option<String>,
    /// Check every profile
    #[arg(long)]
    pub(crate) all_profiles: bool,
    /// Check whether this program can use the profile, also if it is not installed here
    #[arg(long = "for", value_name = "PROGRAM[@VERSION]")]
    pub(crate) program: Option<String>,
    /// Run only these checks
    #[arg(long, value_name = "ID,..", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Skip these checks
    #[arg(long, value_name = "ID,..", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// Do not use the network
    #[arg(long)]
    pub(crate) offline: bool,
    /// Offer fixes, one by one
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: apply every safe fix, and no other
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// With --fix: show what would be written without writing it
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The answer to a question (see `questions` in --format json); CHECK.remedy chooses a fix
    #[arg(long, value_name = "CHECK.KEY=VALUE")]
    pub(crate) answer: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Lowest severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Fail)]
    pub(crate) fail_on: FailOn,
    /// Time limit
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: Option<u64>,
    /// Sign in with a code that you can confirm on any device
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser to sign in; the address and code are printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Show a JSON report from another computer instead of checking this one
    #[arg(long, value_name = "REPORT.json", conflicts_with_all = ["word", "profile", "all_profiles", "program", "only", "skip", "offline", "fix", "yes", "dry_run", "answer", "timeout", "device_code", "no_browser"])]
    pub(crate) from: Option<PathBuf>,
}

/// `report`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Report {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with = "profile")]
    pub(crate) word: Option<String>,
    /// Who will read it [default: ask; public if not in a terminal]
    #[arg(long = "for", value_enum, value_name = "WHOM")]
    pub(crate) audience: Option<For>,
    /// Output format [default: from the extension of FILE, else markdown]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// Output file, or - for standard output [default: a new file in this folder, named after the report's reference]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Report on this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Do not use the network
    #[arg(long)]
    pub(crate) offline: bool,
    /// Write without asking; an existing FILE is replaced
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
}

/// Who will read a report.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Your own support desk: account, role, profile and user names stay readable
    Support,
    /// The public: names become placeholders
    Public,
}

/// The format of a report.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// To paste into a ticket
    Markdown,
    /// To process, and for `doctor --from`
    Json,
    /// To look at
    Html,
}

/// How to print.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// The threshold of the exit status.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// Failures
    #[default]
    Fail,
    /// Failures and warnings
    Warn,
}

/// `login`.
#[derive(Args, Debug, Default)]
pub(crate) struct Login {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with_all = ["profile", "session"])]
    pub(crate) word: Option<String>,
    /// Sign in to the session of this profile
    #[arg(long, value_name = "NAME", conflicts_with = "session")]
    pub(crate) profile: Option<String>,
    /// Sign in to this session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// Sign in with a code that you can confirm on any device
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser; the address is printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Sign out at the portal first, and start a new session
    #[arg(long)]
    pub(crate) force: bool,
}

/// `logout`.
#[derive(Args, Debug, Default)]
pub(crate) struct Logout {
    /// Sign out of this session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME", conflicts_with = "all")]
    pub(crate) session: Option<String>,
    /// Sign out of every session, including other tools' sessions, as `aws sso logout` does
    #[arg(long)]
    pub(crate) all: bool,
}

/// `roles`.
#[derive(Args, Debug)]
pub(crate) struct Roles {
    /// List the roles of this session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `open`.
#[derive(Args, Debug)]
pub(crate) struct Open {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with = "profile")]
    pub(crate) word: Option<String>,
    /// Open the console for this profile's account and role
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Print the address instead of opening it
    #[arg(long)]
    pub(crate) print: bool,
}

/// `status`.
#[derive(Args, Debug, Default)]
pub(crate) struct Status {
    /// The same as --profile
    #[arg(value_name = "PROFILE", conflicts_with = "profile")]
    pub(crate) word: Option<String>,
    /// Show the status of this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Ask AWS whether it accepts the sign-in; an expired one is renewed if possible
    #[arg(long)]
    pub(crate) check: bool,
    /// Exit with status 1 if the sign-in ends sooner and cannot renew itself: 90s, 30m, 2h, 1d
    #[arg(long, value_name = "DURATION", value_parser = crate::commands::parse_duration)]
    pub(crate) within: Option<jiff::SignedDuration>,
    /// Print one word, for a prompt: signed-in, ends-soon, may-renew, signed-out, no-sso, unknown
    #[arg(long, conflicts_with = "format")]
    pub(crate) short: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `profiles`.
#[derive(Args, Debug)]
pub(crate) struct Profiles {
    /// Which tools: the AWS CLI and botocore, or the SDKs that follow the specification
    #[arg(long, value_enum, default_value_t = ViewName::Cli)]
    pub(crate) view: ViewName,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Whose reading.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ViewName {
    /// The AWS CLI and botocore
    #[default]
    Cli,
    /// The SDKs that follow the specification
    Sdk,
}

/// `checks`.
#[derive(Args, Debug)]
pub(crate) struct Checks {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// A check (or a row of docs/failures.md, such as C13), the text of an error, or - to read the
    /// text from standard input
    #[arg(value_name = "ID|TEXT|-", required = true, num_args = 1..)]
    pub(crate) words: Vec<String>,
    /// List every possible cause without checking this computer
    #[arg(long)]
    pub(crate) generic: bool,
    /// The program that printed it, if the text does not show that: its name, such as terraform, or
    /// its SDK, such as botocore, go2, or js3
    #[arg(long = "for", value_name = "PROGRAM[@VERSION]")]
    pub(crate) program: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// `demo`.
#[cfg(feature = "demo")]
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// The broken machine [default: the example of a wiki page]
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: Option<String>,
    /// List the scenarios
    #[arg(long)]
    pub(crate) list: bool,
    /// Run this command on that machine instead of doctor
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}
