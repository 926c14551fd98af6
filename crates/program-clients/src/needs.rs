//! What a program lacks, and what helps where it cannot be updated.

use aws_onboard_credential_chain::{Family, Need};
use facts::{Facts, FoundProgram, ProgramVersion};
use program_table::{Program, Since};

/// What a program lacks to use the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A newer version of the program, or of its SDK.
    Version {
        /// Whose version: "Terraform AWS provider", "botocore".
        of: String,
        /// The first one that can.
        since: String,
        /// Whether it is the program's own version, not its SDK's.
        is_own: bool,
    },
    /// A module of its SDK, as its ecosystem names it.
    Module(String),
    /// A setting: `AWS_SDK_LOAD_CONFIG=1`, or one of its own.
    Setting(String),
    /// Keys or a process: no version of it uses such a profile.
    Keys {
        /// What it does not know: "single sign-on".
        what: String,
    },
    /// The AWS CLI, which it starts to get credentials.
    AwsCli,
}

impl std::fmt::Display for Needs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version { of, since, .. } => write!(f, "{of} {since} or newer"),
            Self::Module(text) | Self::Setting(text) => f.write_str(text),
            Self::Keys { what } => write!(f, "keys or a process, because it does not know {what}"),
            Self::AwsCli => f.write_str("the AWS CLI on PATH"),
        }
    }
}

/// A way around a program that cannot use a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bridge {
    /// A profile of its own whose `credential_process` asks a newer program.
    Process,
    /// Keys in the environment of its shell.
    Environment,
}

/// The ways around it that are known to work.
pub(crate) fn bridges(row: Option<&Program>) -> Vec<Bridge> {
    // Every SDK reads both in the versions in use.
    let knows = |get: fn(&Program) -> Option<bool>| row.is_none_or(|row| get(row) == Some(true));
    [
        (Bridge::Process, knows(|row| row.supports.process)),
        (Bridge::Environment, knows(|row| row.supports.env_keys)),
    ]
    .into_iter()
    .filter(|(_, works)| *works)
    .map(|(bridge, _)| bridge)
    .collect()
}

/// The kind of credentials that a profile names, as far as versions of programs differ in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProfileKind {
    Session,
    Legacy,
    Login,
}

impl ProfileKind {
    /// That of a profile; `None` for one that every program can use.
    pub(crate) fn of(facts: &Facts, profile: &str) -> Option<Self> {
        let profile = facts.profile(profile)?;
        if profile.get("sso_session").is_some() {
            Some(Self::Session)
        } else if profile.uses_single_sign_on() {
            Some(Self::Legacy)
        } else if profile.get("login_session").is_some() {
            Some(Self::Login)
        } else {
            None
        }
    }

    /// Since when the program supports it.
    pub(crate) const fn since(self, row: &Program) -> &Since {
        match self {
            Self::Session => &row.supports.sso_session_since,
            Self::Legacy => &row.supports.legacy_since,
            Self::Login => &row.supports.login_since,
        }
    }

    /// Its name in a sentence.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Session => "sso_session",
            Self::Legacy => "single sign-on",
            Self::Login => "login_session",
        }
    }
}

/// Whether this version of a program supports what the table says; `None` if it does not say, or
/// if the version is not known.
pub(crate) fn supports(since: &Since, version: Option<&ProgramVersion>) -> Option<bool> {
    match since {
        Since::Always => Some(true),
        Since::Never => Some(false),
        Since::Version(since) => version?.is_at_least(since),
        Since::Depends(_) | Since::Unknown => None,
    }
}

/// What the program lacks, in its own terms where the table knows them.
pub(crate) fn program_needs(
    need: &Need,
    family: Family,
    program: &FoundProgram,
    row: Option<&Program>,
    kind: Option<ProfileKind>,
) -> Needs {
    let since = row.zip(kind).map(|(row, kind)| kind.since(row));
    match (need, since) {
        (Need::Version(_) | Need::Keys(_), Some(Since::Version(since))) => {
            Needs::Version { of: program.name.clone(), since: (*since).to_owned(), is_own: true }
        }
        (Need::Version(since), _) => Needs::Version {
            of: package_of(family).to_owned(),
            since: (*since).to_owned(),
            // An AWS CLI of unknown version may be either.
            is_own: program.id == "aws" || program.sdk.is_some_and(|sdk| sdk.id() == program.id),
        },
        (Need::Module(name), _) => Needs::Module((*name).to_owned()),
        (Need::Setting(setting), _) => Needs::Setting((*setting).to_owned()),
        (Need::Keys(what), _) => Needs::Keys { what: (*what).to_owned() },
    }
}

/// What the version of a family is the version of.
const fn package_of(family: Family) -> &'static str {
    match family {
        Family::Cli2 | Family::Cli1 => "AWS CLI",
        Family::Botocore => "botocore",
        Family::Go2 | Family::GoBase => "aws-sdk-go-v2/config",
        Family::Go1 => "aws-sdk-go",
        Family::Js3 => "@aws-sdk",
        Family::Js2 => "aws-sdk",
        Family::Java2 => "software.amazon.awssdk",
        Family::Java1 => "com.amazonaws",
        Family::DotNet4 | Family::DotNet3 => "AWSSDK.Core",
        Family::PowerShell => "AWS.Tools",
        Family::Rust => "aws-config",
        Family::Cpp => "aws-sdk-cpp",
        Family::Crt => "aws-c-auth",
        Family::Php => "aws/aws-sdk-php",
        Family::Ruby => "aws-sdk-core",
        Family::Gdal => "GDAL",
    }
}
