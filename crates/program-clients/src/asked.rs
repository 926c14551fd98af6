//! `PROGRAM[@VERSION]`: the program that was asked about.

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, WhyInUse};
use program_table::Program;

/// The program that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The program or the SDK.
    pub program: AskedProgram,
    /// Its version, if one was named.
    pub version: Option<ProgramVersion>,
}

/// A program of the table or an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedProgram {
    /// A program of the table.
    Program(&'static Program),
    /// An SDK, for code of one's own.
    Sdk(SdkFamily),
    /// The AWS CLI that `aws` starts here, whichever version that is.
    Aws,
}

/// Why `PROGRAM[@VERSION]` cannot be read. Each message begins after the flag's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskedError {
    /// No program or SDK has this identifier.
    #[error("\"{id}\" is not a program that aws-onboard knows{}", near(.nearest.as_deref()))]
    Unknown {
        /// What was asked for.
        id: String,
        /// The nearest identifier.
        nearest: Option<String>,
    },
    /// The text after `@` is no version.
    #[error("\"{text}\" is not a version; write it like {id}@1.26.3")]
    Version {
        /// The program.
        id: String,
        /// The text after `@`.
        text: String,
    },
}

fn near(nearest: Option<&str>) -> String {
    nearest.map(|id| format!("; did you mean {id}?")).unwrap_or_default()
}

impl Asked {
    /// Its name for people.
    pub fn name(&self) -> &'static str {
        match self.program {
            AskedProgram::Program(program) => program.name,
            AskedProgram::Sdk(family) => family.name(),
            AskedProgram::Aws => "AWS CLI",
        }
    }

    /// Whether this found program is the one, in the version that was named.
    pub fn is(&self, found: &FoundProgram) -> bool {
        let (is_program, own) = match self.program {
            AskedProgram::Program(program) => (found.id == program.id, &found.version),
            // Python's SDK is found as boto3.
            AskedProgram::Sdk(SdkFamily::Botocore) => (found.id == "boto3", &found.sdk_version),
            AskedProgram::Sdk(family) => (found.id == family.id(), &found.sdk_version),
            AskedProgram::Aws => (["aws", "cli1", "cli2"].contains(&found.id.as_str()), &None),
        };
        is_program && self.version.as_ref().is_none_or(|version| Some(version) == own.as_ref())
    }

    /// The same as a program that was not found here. Nothing is known about its modules.
    pub(crate) fn absent(&self) -> FoundProgram {
        let nowhere = FoundAt::file(std::path::PathBuf::new());
        let of = |id, name| FoundProgram {
            version: self.version.clone(),
            ..FoundProgram::new(id, name, nowhere, WhyInUse::Installed)
        };
        let family = match self.program {
            AskedProgram::Program(program) => {
                return FoundProgram {
                    sdk: program.only_sdk(),
                    profile_by: program.ways_of_a_profile(),
                    ..of(program.id, program.name)
                };
            }
            AskedProgram::Sdk(family) => family,
            AskedProgram::Aws => SdkFamily::Cli2,
        };
        FoundProgram {
            sdk: Some(family),
            sdk_version: self.version.clone(),
            ..of(family.id(), family.name())
        }
    }
}

/// Reads `PROGRAM[@VERSION]`. A program is named by its identifier, by an SDK's, or by the name of
/// its command.
///
/// # Errors
/// The program or the version is not known.
pub fn parse_asked(text: &str) -> Result<Asked, AskedError> {
    let (id, version) = match text.trim().split_once('@') {
        Some((id, version)) => (id, Some(version)),
        None => (text.trim(), None),
    };
    let id = id.to_ascii_lowercase();
    let mut program = find_by_id(&id).or_else(|| find_by_command(&id)).ok_or_else(|| {
        AskedError::Unknown { id: id.clone(), nearest: nearest(&id).map(str::to_owned) }
    })?;
    let version = version
        .map(|version| {
            ProgramVersion::parse(version)
                .ok_or_else(|| AskedError::Version { id, text: version.to_owned() })
        })
        .transpose()?;
    // Its number tells which of the two it is.
    if let (AskedProgram::Aws, Some(version)) = (program, &version) {
        program = AskedProgram::Sdk(cli_of(version.to_semver().major));
    }
    Ok(Asked { program, version })
}

/// The AWS CLI of this major version.
pub(crate) const fn cli_of(major: u64) -> SdkFamily {
    if major < 2 { SdkFamily::Cli1 } else { SdkFamily::Cli2 }
}

fn find_by_id(id: &str) -> Option<AskedProgram> {
    let program = || program_table::find_program(id).map(AskedProgram::Program);
    SdkFamily::from_id(id).map(AskedProgram::Sdk).or_else(program)
}

/// The name of a command: `/usr/local/bin/aws` and `aws.exe` are `aws`.
pub fn command_name(word: &str) -> &str {
    let name = word.rsplit(std::path::is_separator).next().unwrap_or(word);
    let ends = [".exe", ".cmd", ".bat", ".EXE", ".CMD", ".BAT"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// The program that a shell starts by this word: `cdk`, `/usr/local/bin/terraform`, `aws.exe`.
pub fn find_by_command(word: &str) -> Option<AskedProgram> {
    let name = command_name(word);
    if matches!(name, "aws" | "awscli" | "aws-cli") {
        return Some(AskedProgram::Aws);
    }
    program_table::programs()
        .iter()
        .find(|program| program.found_by.path.contains(&name))
        .map(AskedProgram::Program)
}

/// The known identifier that is most like `id`.
fn nearest(id: &str) -> Option<&'static str> {
    /// A likeness below this is chance.
    const MIN_LIKENESS: f64 = 0.8;
    let programs = program_table::programs();
    let ids = programs.iter().map(|program| program.id);
    let commands = programs.iter().flat_map(|program| program.found_by.path).copied();
    let sdks = SdkFamily::ALL.iter().map(|family| family.id());
    ids.chain(sdks)
        .chain(commands)
        .map(|known| (strsim::jaro_winkler(id, known), known))
        .filter(|(likeness, _)| *likeness >= MIN_LIKENESS)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}
