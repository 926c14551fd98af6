//! The command line as clap types.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// From a fresh laptop to a verified AWS identity, and what is wrong with AWS single sign-on,
/// named at its line and put right.
#[derive(Parser, Debug)]
#[command(
    name = "aws-onboard",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What every command understands.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Global {
    /// The preset.ini of your support team
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) preset: Option<PathBuf>,
    /// Say less: the outcome and nothing else
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: every check, and what could be left out
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Never ask; what would have to be asked stays undone, and the flag that answers it is named
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// When to use colours.
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
    /// The first day: from the portal's address to profiles that work; again at any time
    Setup(Setup),
    /// Examine this machine, and mend what can be mended
    #[command(visible_alias = "check")]
    Doctor(Doctor),
    /// The examination in one file, for a support ticket; no secret is in it, and nothing is sent
    Report(Report),
    /// Sign in, if that is needed
    Login(Login),
    /// Sign out: revoked at the portal, and removed here
    Logout(Logout),
    /// What is assigned to me; writes nothing
    Roles(Roles),
    /// The access portal, or the console for a profile's account and role
    Open(Open),
    /// Signed in? As whom, renewable until when; offline, for scripts and prompts
    Status(Status),
    /// What each tool would read in the AWS files, with file and line
    Profiles(Profiles),
    /// The list of checks
    Checks(Checks),
    /// What an error message means, here; or the manual of a check
    Explain(Explain),
    /// Take back the last change; again: the one before
    Undo(Undo),
    /// A broken machine to practise on: a temporary home and a simulated sign-in
    #[cfg(feature = "demo")]
    Demo(Demo),
    /// Completions for your shell
    Completions(Completions),
}

/// `setup`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Setup {
    /// The name of the sso-session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// The access portal's address
    #[arg(long, value_name = "URL")]
    pub(crate) start_url: Option<String>,
    /// The region that the portal lives in
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
    /// A profile for every role that is assigned
    #[arg(long, conflicts_with = "roles")]
    pub(crate) all_roles: bool,
    /// A profile for every role that fits, such as 'Prod*/ReadOnly*'
    #[arg(long, value_name = "ACCOUNT/ROLE")]
    pub(crate) roles: Option<String>,
    /// How profiles are named: {account_name} {account_id} {role_name} {session}, with |lower |upper |dashes |underscores
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) profile_name: Option<String>,
    /// The region of the profiles
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// The output format of the profiles
    #[arg(long, value_name = "FORMAT", value_parser = ["json", "yaml", "yaml-stream", "text", "table", "off"])]
    pub(crate) output: Option<String>,
    /// Sign in with a code that any device can confirm
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser; the address is printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Write without the question at the end
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// Show what would be written to the AWS files, and leave them; the sign-in is a real one
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// What to do about a fault of the files or about stored keys, as in `doctor`
    #[arg(long, value_name = "CHECK.KEY=VALUE")]
    pub(crate) answer: Vec<String>,
}

/// `doctor`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Doctor {
    /// Examine this profile
    #[arg(long, value_name = "NAME", conflicts_with = "all_profiles")]
    pub(crate) profile: Option<String>,
    /// Examine every profile there is
    #[arg(long)]
    pub(crate) all_profiles: bool,
    /// Run only these checks
    #[arg(long, value_name = "ID,..", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Leave these checks out
    #[arg(long, value_name = "ID,..", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// Make no call at all
    #[arg(long)]
    pub(crate) offline: bool,
    /// Offer what can be done, one by one
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: accept every remedy that is safe, and no other
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
    /// With --fix: show what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The answer to a question (see `questions` in --format json); CHECK.remedy chooses a remedy
    #[arg(long, value_name = "CHECK.KEY=VALUE")]
    pub(crate) answer: Vec<String>,
    /// How to print the examination
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// From which severity on the exit status is 1
    #[arg(long, value_enum, default_value_t = FailOn::Fail)]
    pub(crate) fail_on: FailOn,
    /// The most time that the examination may take
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: Option<u64>,
    /// Sign in with a code that any device can confirm
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser for a sign-in; the address and the code are printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Show what a report (in JSON) of another machine recorded; nothing is examined
    #[arg(long, value_name = "REPORT.json", conflicts_with_all = ["profile", "all_profiles", "only", "skip", "offline", "fix", "yes", "dry_run", "answer", "timeout", "device_code", "no_browser"])]
    pub(crate) from: Option<PathBuf>,
}

/// `report`.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct Report {
    /// Who will read it; without this, where there is nobody to ask: public
    #[arg(long = "for", value_enum, value_name = "WHOM")]
    pub(crate) audience: Option<For>,
    /// As what; without this, as the ending of FILE says, else Markdown
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// Where to, or - for standard output; without this, a new file here that has its reference in its name
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// About this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Make no call at all
    #[arg(long)]
    pub(crate) offline: bool,
    /// Write it without asking; a FILE that exists is replaced
    #[arg(long, short = 'y')]
    pub(crate) yes: bool,
}

/// Who will read a report.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Your own support desk: account, role, profile and sign-in names stay readable
    Support,
    /// Anybody: names become placeholders
    Public,
}

/// As what a report is written.
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
    /// The session of this profile
    #[arg(long, value_name = "NAME", conflicts_with = "session")]
    pub(crate) profile: Option<String>,
    /// This session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// Sign in with a code that any device can confirm
    #[arg(long, visible_alias = "use-device-code")]
    pub(crate) device_code: bool,
    /// Do not open a browser; the address is printed either way
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Sign in even if the last sign-in still holds
    #[arg(long)]
    pub(crate) force: bool,
}

/// `logout`.
#[derive(Args, Debug, Default)]
pub(crate) struct Logout {
    /// Of this session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME", conflicts_with = "all")]
    pub(crate) session: Option<String>,
    /// Of every session, other tools' included, as `aws sso logout` does
    #[arg(long)]
    pub(crate) all: bool,
}

/// `roles`.
#[derive(Args, Debug)]
pub(crate) struct Roles {
    /// Of this session
    #[arg(long, visible_alias = "sso-session", value_name = "NAME")]
    pub(crate) session: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `open`.
#[derive(Args, Debug)]
pub(crate) struct Open {
    /// The console for this profile's account and role
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Print the address, and open nothing
    #[arg(long)]
    pub(crate) print: bool,
}

/// `status`.
#[derive(Args, Debug)]
pub(crate) struct Status {
    /// Of this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `profiles`.
#[derive(Args, Debug)]
pub(crate) struct Profiles {
    /// Whose reading: the AWS CLI's and botocore's, or that of the SDKs that follow the specification
    #[arg(long, value_enum, default_value_t = ViewName::Cli)]
    pub(crate) view: ViewName,
    /// How to print it
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
    /// How to print it
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
    /// Every cause that the text can have, without a look at this machine
    #[arg(long)]
    pub(crate) generic: bool,
}

/// `undo`.
#[derive(Args, Debug)]
pub(crate) struct Undo {
    /// List the changes, the newest first
    #[arg(long, conflicts_with = "forget")]
    pub(crate) list: bool,
    /// Erase every backup (they may hold keys); nothing can be taken back afterwards
    #[arg(long)]
    pub(crate) forget: bool,
}

/// `demo`.
#[cfg(feature = "demo")]
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Which broken machine; without one: the example of a wiki page
    #[arg(value_name = "SCENARIO")]
    pub(crate) scenario: Option<String>,
    /// List the scenarios
    #[arg(long)]
    pub(crate) list: bool,
    /// Run this command on that machine instead of the doctor
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

/// `completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// For which shell
    pub(crate) shell: clap_complete::Shell,
}
