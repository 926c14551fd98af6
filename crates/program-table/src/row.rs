//! A row of the table.

use facts::{ProfileBy, ProfileWay, ProgramVersion, SdkFamily};
use serde::{Deserialize, Deserializer};

/// A program that uses AWS credentials.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Its identifier, public forever: the command line and JSON use it.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is for, in one word.
    pub kind: String,
    /// The SDKs that get its credentials: one, or several that changed with its versions. Empty if
    /// it has no SDK of AWS.
    #[serde(deserialize_with = "read_families")]
    pub sdk: Vec<SdkFamily>,
    /// What it has instead of an SDK of AWS.
    pub sdk_note: Option<String>,
    /// What its row is based on.
    pub evidence: Evidence,
    /// How it is found.
    pub found_by: FoundBy,
    /// How its version is read, best first.
    pub version_by: Vec<String>,
    /// How a profile reaches it.
    pub profile_by: Vec<ProfileSource>,
    /// Where its region comes from, in order.
    pub region_by: Vec<String>,
    /// Which SDK it contains since which version.
    pub sdk_since: Vec<SdkSince>,
    /// What it supports since which version.
    pub supports: Supports,
    /// What must be installed beside it.
    pub needs: Vec<String>,
    /// What decides about its credentials besides the profile.
    pub settings: Vec<String>,
    /// Versions with a defect.
    pub defects: Vec<Defect>,
    /// What in this row has not been verified.
    pub unverified: Vec<String>,
}

impl Program {
    /// How a profile reaches it, as the facts of a found program say it.
    pub fn ways_of_a_profile(&self) -> Vec<ProfileBy> {
        self.profile_by
            .iter()
            .map(|source| ProfileBy { way: source.by, name: source.name.clone() })
            .collect()
    }
}

/// What a row is based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FoundBy {
    /// Names on PATH, without the ending of Windows.
    pub path: Vec<String>,
    /// Whether other programs have such a name too, so that the file itself must prove it.
    pub path_needs_evidence: bool,
    /// Main modules of a Go program, without the suffix of a major version.
    pub go_module: Vec<String>,
    /// Python distributions, their names normalized (PEP 503).
    pub python: Vec<String>,
    /// Packages of conda that are no Python distributions.
    pub conda: Vec<String>,
    /// npm packages.
    pub npm: Vec<String>,
    /// Crates.
    pub cargo: Vec<String>,
    /// Formulas and casks of Homebrew.
    pub homebrew: Vec<String>,
    /// Snaps.
    pub snap: Vec<String>,
    /// Extensions of VS Code and its relatives, in lowercase: `publisher.name`.
    pub editor_extension: Vec<String>,
    /// Plugins of JetBrains' programs.
    pub jetbrains_plugin: Vec<String>,
    /// Bundles in /Applications.
    pub app: Vec<String>,
    /// Files of projects and of the home folder that show that it is used.
    pub files: Vec<String>,
    /// Other places, in words.
    pub other: Vec<String>,
}

/// A way in which a profile reaches the program, and its source.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileSource {
    /// The kind of the way.
    #[serde(deserialize_with = "read_way")]
    pub by: ProfileWay,
    /// The variable, the option or the setting.
    pub name: String,
    /// Where that was read.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// [`ProfileWay`] as the table spells it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Variable,
    Flag,
    File,
    Code,
    App,
    Address,
}

/// The SDK that a program contains from a version on.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkSince {
    /// The program's version, if known.
    pub version: Option<String>,
    /// The SDK and its version.
    pub what: String,
    /// Where that was read.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// What a program supports since which of its versions.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supports {
    /// Profiles with an `sso_session`.
    #[serde(deserialize_with = "read_since")]
    pub sso_session_since: Since,
    /// Profiles with `sso_start_url`.
    #[serde(deserialize_with = "read_since")]
    pub legacy_since: Since,
    /// Renewing the sign-in of an `sso_session` by itself.
    #[serde(deserialize_with = "read_since")]
    pub refresh_since: Since,
    /// Profiles with a `login_session`.
    #[serde(deserialize_with = "read_since")]
    pub login_since: Since,
    /// Whether it reads `credential_process`.
    pub process: Option<bool>,
    /// Whether it assumes roles by `source_profile`.
    pub role_chain: Option<bool>,
    /// Whether it reads keys in the environment.
    pub env_keys: Option<bool>,
    /// Where that was read.
    pub refs: Vec<String>,
}

/// Since when something is supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Since this version of the program.
    Version(String),
    /// In every version in use.
    Always,
    /// In no version so far.
    Never,
    /// It depends on something else, in words.
    Depends(String),
    /// Not known.
    Unknown,
}

/// A defect of some versions.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// The versions, in words.
    pub versions: String,
    /// What goes wrong.
    pub symptom: String,
    /// What helps.
    pub fix: String,
    /// Where that was read.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// What a program prints when it fails.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramTexts {
    /// The program's identifier.
    pub id: String,
    /// The texts.
    pub texts: Vec<ProgramText>,
}

/// A text that a program prints.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramText {
    /// The text; `{NAME}` stands for what varies.
    pub text: String,
    /// What it means.
    pub means: String,
    /// What helps.
    pub remedy: String,
    /// Where it was read.
    #[serde(rename = "ref")]
    pub reference: String,
    /// How well it is known.
    pub evidence: Evidence,
}

fn read_families<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<SdkFamily>, D::Error> {
    let ids = Vec::<String>::deserialize(reader)?;
    ids.iter()
        .map(|id| {
            SdkFamily::from_id(id)
                .ok_or_else(|| serde::de::Error::custom(format!("{id} is no family of SDKs")))
        })
        .collect()
}

fn read_way<'de, D: Deserializer<'de>>(reader: D) -> Result<ProfileWay, D::Error> {
    Ok(match Way::deserialize(reader)? {
        Way::Variable => ProfileWay::Variable,
        Way::Flag => ProfileWay::Flag,
        Way::File => ProfileWay::File,
        Way::Code => ProfileWay::Code,
        Way::App => ProfileWay::App,
        Way::Address => ProfileWay::Address,
    })
}

fn read_since<'de, D: Deserializer<'de>>(reader: D) -> Result<Since, D::Error> {
    Ok(match Option::<String>::deserialize(reader)? {
        None => Since::Unknown,
        Some(text) if text == "any" => Since::Always,
        Some(text) if text == "none" => Since::Never,
        Some(text) if ProgramVersion::parse(&text).is_some() => Since::Version(text),
        Some(text) => Since::Depends(text),
    })
}
