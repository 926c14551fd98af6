//! A row of the table.

use facts::{ProfileBy, ProfileWay, SdkFamily};

/// A program that uses AWS credentials.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// Its identifier, public forever: the command line and JSON use it.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What it is for, in one word.
    pub kind: &'static str,
    /// The SDKs that get its credentials: one, or several that changed with its versions. Empty if
    /// it has no SDK of AWS.
    pub sdk: &'static [SdkFamily],
    /// What it has instead of an SDK of AWS.
    pub sdk_note: Option<&'static str>,
    /// What its row is based on.
    pub evidence: Evidence,
    /// How it is found.
    pub found_by: FoundBy,
    /// How its version is read, best first.
    pub version_by: &'static [&'static str],
    /// How a profile reaches it.
    pub profile_by: &'static [ProfileSource],
    /// Where its region comes from, in order.
    pub region_by: &'static [&'static str],
    /// Which SDK it contains since which version.
    pub sdk_since: &'static [SdkSince],
    /// What it supports since which version.
    pub supports: Supports,
    /// What must be installed beside it.
    pub needs: &'static [&'static str],
    /// What decides about its credentials besides the profile.
    pub settings: &'static [&'static str],
    /// Versions with a defect.
    pub defects: &'static [Defect],
    /// What in this row has not been verified.
    pub unverified: &'static [&'static str],
}

impl Program {
    /// Its SDK, if it is one in every version.
    pub const fn only_sdk(&self) -> Option<SdkFamily> {
        match self.sdk {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// How a profile reaches it, as the facts of a found program say it.
    pub fn ways_of_a_profile(&self) -> Vec<ProfileBy> {
        self.profile_by
            .iter()
            .map(|source| ProfileBy { way: source.by, name: source.name.to_owned() })
            .collect()
    }
}

/// What a row is based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The program was run.
    Run,
    /// Its source, its changelog or its list of dependencies was read.
    Source,
    /// Its documentation was read.
    Document,
    /// It follows from the library that it contains.
    Derived,
    /// Public reports of people who use it.
    Issue,
    /// None of these.
    Unverified,
}

/// How a program is found. Names are those of the ecosystem.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FoundBy {
    /// Names on PATH, without the ending of Windows.
    pub path: &'static [&'static str],
    /// Whether other programs have such a name too, so that the file itself must prove it.
    pub path_needs_evidence: bool,
    /// Main modules of a Go program, without the suffix of a major version.
    pub go_module: &'static [&'static str],
    /// Python distributions, their names normalized (PEP 503).
    pub python: &'static [&'static str],
    /// Packages of conda that are no Python distributions.
    pub conda: &'static [&'static str],
    /// npm packages.
    pub npm: &'static [&'static str],
    /// Crates.
    pub cargo: &'static [&'static str],
    /// Formulas and casks of Homebrew.
    pub homebrew: &'static [&'static str],
    /// Snaps.
    pub snap: &'static [&'static str],
    /// Extensions of VS Code and its relatives, in lowercase: `publisher.name`.
    pub editor_extension: &'static [&'static str],
    /// Plugins of JetBrains' programs.
    pub jetbrains_plugin: &'static [&'static str],
    /// Bundles in /Applications.
    pub app: &'static [&'static str],
    /// Files of projects and of the home folder that show that it is used.
    pub files: &'static [&'static str],
    /// Other places, in words.
    pub other: &'static [&'static str],
}

/// A way in which a profile reaches the program, and its source.
#[derive(Debug, PartialEq, Eq)]
pub struct ProfileSource {
    /// The kind of the way.
    pub by: ProfileWay,
    /// The variable, the option or the setting.
    pub name: &'static str,
    /// Where that was read.
    pub reference: &'static str,
}

/// The SDK that a program contains from a version on.
#[derive(Debug, PartialEq, Eq)]
pub struct SdkSince {
    /// The program's version, if known.
    pub version: Option<&'static str>,
    /// The SDK and its version.
    pub what: &'static str,
    /// Where that was read.
    pub reference: &'static str,
}

/// What a program supports since which of its versions.
#[derive(Debug, PartialEq, Eq)]
pub struct Supports {
    /// Profiles with an `sso_session`.
    pub sso_session_since: Since,
    /// Profiles with `sso_start_url`.
    pub legacy_since: Since,
    /// Renewing the sign-in of an `sso_session` by itself.
    pub refresh_since: Since,
    /// Profiles with a `login_session`.
    pub login_since: Since,
    /// Whether it reads `credential_process`.
    pub process: Option<bool>,
    /// Whether it assumes roles by `source_profile`.
    pub role_chain: Option<bool>,
    /// Whether it reads keys in the environment.
    pub env_keys: Option<bool>,
    /// Where that was read.
    pub refs: &'static [&'static str],
}

/// Since when something is supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Since this version of the program.
    Version(&'static str),
    /// In every version in use.
    Always,
    /// In no version so far.
    Never,
    /// It depends on something else, in words.
    Depends(&'static str),
    /// Not known.
    Unknown,
}

/// A defect of some versions.
#[derive(Debug, PartialEq, Eq)]
pub struct Defect {
    /// The versions, in words.
    pub versions: &'static str,
    /// What goes wrong.
    pub symptom: &'static str,
    /// What helps.
    pub fix: &'static str,
    /// Where that was read.
    pub reference: &'static str,
}

/// What a program prints when it fails.
#[derive(Debug, PartialEq, Eq)]
pub struct ProgramTexts {
    /// The program's identifier.
    pub id: &'static str,
    /// The texts.
    pub texts: &'static [ProgramText],
}

/// A text that a program prints.
#[derive(Debug, PartialEq, Eq)]
pub struct ProgramText {
    /// The text; `{NAME}` stands for what varies.
    pub text: &'static str,
    /// What it means.
    pub means: &'static str,
    /// What helps.
    pub remedy: &'static str,
    /// Where it was read.
    pub reference: &'static str,
    /// How well it is known.
    pub evidence: Evidence,
}
