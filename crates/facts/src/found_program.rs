//! Programs beside the AWS CLI that use AWS credentials, as they were found without starting one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::ProgramVersion;

/// The programs that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPrograms {
    /// The programs, those in use first.
    pub programs: Vec<FoundProgram>,
    /// Whether every place was searched. If not, a program that is not listed may still be there.
    pub complete: bool,
}

/// A program or a library that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundProgram {
    /// Its identifier in the table of programs, an SDK's identifier for a project's own code, or
    /// the file's name for a program that the table does not know.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its version, if its files tell it.
    pub version: Option<ProgramVersion>,
    /// What named it.
    pub found_at: FoundAt,
    /// The SDK that gets its credentials; `None` if unknown or if it has its own code for that.
    pub sdk: Option<SdkFamily>,
    /// That SDK's version: botocore's for Python, that of the module `config` for Go v2 and for
    /// `aws-sdk-go-base`, that of the clients for JavaScript v3.
    pub sdk_version: Option<ProgramVersion>,
    /// The AWS libraries that it contains, by their name in their ecosystem.
    pub libraries: BTreeMap<String, ProgramVersion>,
    /// The parts of the SDK that some kinds of profiles need. A part that is missing here is
    /// unknown, like [`Presence::Unknown`].
    pub modules: BTreeMap<SdkModule, Presence>,
    /// How a profile reaches it.
    pub profile_by: Vec<ProfileBy>,
    /// The program that it starts to get credentials, such as `aws` in a kubeconfig.
    pub runs: Option<String>,
    /// The profile that a file names for it.
    pub profile: Option<ProgramSetting>,
    /// The region that a file names for it.
    pub region: Option<ProgramSetting>,
    /// Settings in its files that decide about its credentials besides the profile, such as
    /// `assume_role` of a Terraform provider.
    pub overrides: Vec<ProgramSetting>,
    /// Why this person is assumed to use it.
    pub why_in_use: WhyInUse,
}

impl FoundProgram {
    /// A program of which nothing more is known.
    pub fn new(id: &str, name: &str, found_at: FoundAt, why_in_use: WhyInUse) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            version: None,
            found_at,
            sdk: None,
            sdk_version: None,
            libraries: BTreeMap::new(),
            modules: BTreeMap::new(),
            profile_by: Vec::new(),
            runs: None,
            profile: None,
            region: None,
            overrides: Vec::new(),
            why_in_use,
        }
    }

    /// Whether a part of the SDK is there.
    pub fn has_module(&self, module: SdkModule) -> Presence {
        self.modules.get(&module).copied().unwrap_or(Presence::Unknown)
    }
}

/// A setting in a file of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramSetting {
    /// Its name: `profile`, `--profile`, `AWS_PROFILE`.
    pub name: String,
    /// Its value; `None` if it is no plain text, or if there are several.
    pub value: Option<String>,
    /// How it reaches the program: as a variable, an option, or a setting of its own.
    pub way: ProfileWay,
    /// The file and the line.
    pub at: FoundAt,
}

/// A file, and the line in it that names the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAt {
    /// The program's file, or the file that names it.
    pub path: PathBuf,
    /// The line, counted from 1, if the file is one that people read.
    pub line: Option<usize>,
}

impl FoundAt {
    /// A file as a whole.
    pub const fn file(path: PathBuf) -> Self {
        Self { path, line: None }
    }

    /// A line of a file, counted from 1.
    pub const fn line(path: PathBuf, line: usize) -> Self {
        Self { path, line: Some(line) }
    }
}

/// Why a program counts as used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyInUse {
    /// The project in the current folder contains or requires it.
    Project,
    /// The active virtual or conda environment contains it.
    Environment,
    /// A shell starts it from PATH.
    Path,
    /// It is installed; whether it is used is not known.
    Installed,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there.
    Present,
    /// The complete list of what is there does not contain it.
    Absent,
    /// No complete list was found.
    Unknown,
}

/// A part of an SDK that is installed separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SdkModule {
    /// Single sign-on: Java's artifact `sso`, the assembly `AWSSDK.SSO`, the crate `aws-sdk-sso`.
    Sso,
    /// Sessions of single sign-on: `ssooidc`, `AWSSDK.SSOOIDC`, `aws-sdk-ssooidc`.
    SsoOidc,
    /// Assumed roles: `sts`, `AWSSDK.SecurityToken`, `aws-sdk-sts`.
    Sts,
    /// `aws login`: `signin`, `AWSSDK.Signin`, `aws-sdk-signin`.
    Signin,
    /// `awscrt`, which `botocore[crt]` installs.
    Crt,
}

/// One way in which a profile reaches a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileBy {
    /// The kind of this way.
    pub way: ProfileWay,
    /// The variable, the option, or the setting.
    pub name: String,
}

/// The kind of a way in which a profile reaches a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileWay {
    /// An environment variable.
    Variable,
    /// An option on the command line.
    Flag,
    /// A setting in a file.
    File,
    /// An argument in code.
    Code,
    /// A setting in the program's own windows.
    App,
    /// A part of an address.
    Address,
}

/// A family of SDKs whose members find credentials alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SdkFamily {
    /// The AWS CLI, version 1.
    Cli1,
    /// The AWS CLI, version 2.
    Cli2,
    /// botocore, boto3 and aiobotocore.
    Botocore,
    /// The AWS SDK for Go, version 1.
    Go1,
    /// The AWS SDK for Go, version 2.
    Go2,
    /// `aws-sdk-go-base`, which Terraform and its provider use on top of the SDK for Go.
    GoBase,
    /// The AWS SDK for JavaScript, version 2.
    Js2,
    /// The AWS SDK for JavaScript, version 3.
    Js3,
    /// The AWS SDK for Java 1.x.
    Java1,
    /// The AWS SDK for Java 2.x.
    Java2,
    /// The AWS SDK for .NET, version 3.
    DotNet3,
    /// The AWS SDK for .NET, version 4.
    DotNet4,
    /// AWS Tools for PowerShell.
    PowerShell,
    /// The AWS SDK for Rust.
    Rust,
    /// The AWS SDK for C++.
    Cpp,
    /// The AWS Common Runtime.
    Crt,
    /// The AWS SDK for PHP.
    Php,
    /// The AWS SDK for Ruby.
    Ruby,
}

impl SdkFamily {
    /// Every family.
    pub const ALL: &'static [Self] = &[
        Self::Cli1,
        Self::Cli2,
        Self::Botocore,
        Self::Go1,
        Self::Go2,
        Self::GoBase,
        Self::Js2,
        Self::Js3,
        Self::Java1,
        Self::Java2,
        Self::DotNet3,
        Self::DotNet4,
        Self::PowerShell,
        Self::Rust,
        Self::Cpp,
        Self::Crt,
        Self::Php,
        Self::Ruby,
    ];

    /// Its identifier on the command line and in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cli1 => "cli1",
            Self::Cli2 => "cli2",
            Self::Botocore => "botocore",
            Self::Go1 => "go1",
            Self::Go2 => "go2",
            Self::GoBase => "go-base",
            Self::Js2 => "js2",
            Self::Js3 => "js3",
            Self::Java1 => "java1",
            Self::Java2 => "java2",
            Self::DotNet3 => "dotnet3",
            Self::DotNet4 => "dotnet4",
            Self::PowerShell => "powershell",
            Self::Rust => "rust",
            Self::Cpp => "cpp",
            Self::Crt => "crt",
            Self::Php => "php",
            Self::Ruby => "ruby",
        }
    }

    /// The family with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|family| family.id() == id)
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cli1 => "AWS CLI version 1",
            Self::Cli2 => "AWS CLI version 2",
            Self::Botocore => "boto3 and botocore",
            Self::Go1 => "AWS SDK for Go v1",
            Self::Go2 => "AWS SDK for Go v2",
            Self::GoBase => "HashiCorp's AWS library (aws-sdk-go-base)",
            Self::Js2 => "AWS SDK for JavaScript v2",
            Self::Js3 => "AWS SDK for JavaScript v3",
            Self::Java1 => "AWS SDK for Java 1.x",
            Self::Java2 => "AWS SDK for Java 2.x",
            Self::DotNet3 => "AWS SDK for .NET v3",
            Self::DotNet4 => "AWS SDK for .NET v4",
            Self::PowerShell => "AWS Tools for PowerShell",
            Self::Rust => "AWS SDK for Rust",
            Self::Cpp => "AWS SDK for C++",
            Self::Crt => "AWS Common Runtime",
            Self::Php => "AWS SDK for PHP",
            Self::Ruby => "AWS SDK for Ruby",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_found_by_its_identifier() {
        for family in SdkFamily::ALL {
            assert_eq!(SdkFamily::from_id(family.id()), Some(*family));
        }
        assert_eq!(SdkFamily::from_id("go"), None);
    }
}
