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
    /// Its identifier.
    pub fn id(&self) -> &'static str {
        match self.program {
            AskedProgram::Program(program) => program.id,
            AskedProgram::Sdk(family) => family.id(),
        }
    }

    /// Its name for people.
    pub fn name(&self) -> &'static str {
        match self.program {
            AskedProgram::Program(program) => program.name,
            AskedProgram::Sdk(family) => family.name(),
        }
    }

    /// Whether this found program is the one, in the version that was named.
    pub fn is(&self, found: &FoundProgram) -> bool {
        let is_program = match self.program {
            AskedProgram::Program(program) => found.id == program.id,
            // Python's SDK is found as boto3.
            AskedProgram::Sdk(SdkFamily::Botocore) => found.id == "boto3",
            AskedProgram::Sdk(family) => found.id == family.id(),
        };
        let own = match self.program {
            AskedProgram::Sdk(_) => &found.sdk_version,
            AskedProgram::Program(_) => &found.version,
        };
        is_program && self.version.as_ref().is_none_or(|version| Some(version) == own.as_ref())
    }

    /// The same as a program that was not found here. Nothing is known about its modules.
    pub(crate) fn absent(&self) -> FoundProgram {
        let (sdk, profile_by) = match self.program {
            AskedProgram::Program(program) => {
                let only = match program.sdk {
                    [only] => Some(*only),
                    _ => None,
                };
                (only, program.ways_of_a_profile())
            }
            AskedProgram::Sdk(family) => (Some(family), Vec::new()),
        };
        let is_sdk = matches!(self.program, AskedProgram::Sdk(_));
        FoundProgram {
            id: self.id().to_owned(),
            name: self.name().to_owned(),
            version: self.version.clone(),
            found_at: FoundAt::file(std::path::PathBuf::new()),
            sdk,
            sdk_version: self.version.clone().filter(|_| is_sdk),
            libraries: Default::default(),
            modules: Default::default(),
            profile_by,
            runs: None,
            profile: None,
            region: None,
            overrides: Vec::new(),
            why_in_use: WhyInUse::Installed,
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
    let program = find_by_id(&id).or_else(|| find_by_command(&id)).ok_or_else(|| {
        AskedError::Unknown { id: id.clone(), nearest: nearest(&id).map(str::to_owned) }
    })?;
    let version = version
        .map(|version| {
            ProgramVersion::parse(version)
                .ok_or_else(|| AskedError::Version { id, text: version.to_owned() })
        })
        .transpose()?;
    Ok(Asked { program, version })
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
        return Some(AskedProgram::Sdk(SdkFamily::Cli2));
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
