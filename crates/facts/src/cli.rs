//! The AWS CLI, as each executable on PATH presents itself.

use std::path::PathBuf;

use semver::Version;

use crate::Known;

/// One `aws` on PATH.
#[derive(Clone, Debug)]
pub struct AwsExecutable {
    /// As spelled in PATH.
    pub path: PathBuf,
    /// What `aws --version` prints: a version, other text, or why it is unknown.
    pub version: Known<VersionOutput>,
    /// How that version is known; without a version, how it was asked for.
    pub known_by: VersionKnownBy,
}

impl AwsExecutable {
    /// An executable whose version has not been asked for.
    pub const fn not_asked(path: PathBuf) -> Self {
        Self { path, version: Err(crate::Why::NotAsked), known_by: VersionKnownBy::Start }
    }

    /// Its version, if that is known and it is an AWS CLI.
    pub const fn aws_version(&self) -> Option<&AwsVersion> {
        match &self.version {
            Ok(VersionOutput::Aws(version)) => Some(version),
            _ => None,
        }
    }
}

/// How the version of an AWS CLI is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionKnownBy {
    /// The AWS CLI was started with `--version`.
    Start,
    /// The files of its installation name it, and nothing was started.
    Layout(Installation),
}

impl std::fmt::Display for VersionKnownBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start => f.write_str("printed by aws --version"),
            Self::Layout(installation) => {
                write!(f, "read from its installation ({installation}), without starting it")
            }
        }
    }
}

/// How an AWS CLI was installed, as far as the layout of its files tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installation {
    /// AWS's own installer for Linux and, from 2.36 on, macOS: `…/v2/<version>/dist/aws`.
    AwsInstaller,
    /// Homebrew's Cellar.
    Homebrew,
    /// The operating system's Python package, as in Debian and Ubuntu.
    Distribution,
    /// A virtual environment, filled by pip or uv.
    VirtualEnvironment,
    /// A virtual environment that pipx made for it.
    Pipx,
    /// A virtual environment that `uv tool` made for it.
    UvTool,
    /// A conda environment.
    Conda,
    /// A Python that pyenv built.
    Pyenv,
    /// pip, into another Python.
    Pip,
    /// Its snap.
    Snap,
    /// The Nix store.
    Nix,
    /// A folder of mise.
    Mise,
    /// A folder of asdf.
    Asdf,
    /// A folder of Scoop.
    Scoop,
}

impl std::fmt::Display for Installation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AwsInstaller => "AWS's installer",
            Self::Homebrew => "Homebrew",
            Self::Distribution => "the distribution's package",
            Self::VirtualEnvironment => "a virtual environment",
            Self::Pipx => "pipx",
            Self::UvTool => "uv tool",
            Self::Conda => "conda",
            Self::Pyenv => "pyenv",
            Self::Pip => "pip",
            Self::Snap => "snap",
            Self::Nix => "Nix",
            Self::Mise => "mise",
            Self::Asdf => "asdf",
            Self::Scoop => "Scoop",
        })
    }
}

/// What `aws --version` printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionOutput {
    /// A version of the AWS CLI.
    Aws(AwsVersion),
    /// Other output; its first words, without control characters.
    Other(String),
}

/// A version of the AWS CLI, `aws-cli/2.36.7 Python/3.13 …`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AwsVersion(pub Version);

impl AwsVersion {
    /// Reads the first word of what `aws --version` prints.
    pub fn parse(output: &str) -> Option<Self> {
        let word = output.split_whitespace().next()?;
        Self::from_number(word.strip_prefix("aws-cli/")?)
    }

    /// Reads the number alone, as the files of an installation contain it.
    pub fn from_number(number: &str) -> Option<Self> {
        // Development builds print 2.0.0dev4, which semver writes 2.0.0-dev4.
        let end = number.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len());
        let (digits, suffix) = number.split_at(end);
        let suffix: String = suffix.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let text = if suffix.is_empty() { digits.to_owned() } else { format!("{digits}-{suffix}") };
        Version::parse(&text).ok().map(Self)
    }
}

impl std::fmt::Display for AwsVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::AwsVersion;

    #[test]
    fn versions_that_the_aws_cli_really_prints() {
        for (output, version) in [
            (
                "aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0 source/x86_64.debian.12 prompt/off",
                "2.9.19",
            ),
            ("aws-cli/1.46.3 Python/3.11.7 Linux/6.18 botocore/1.44.5\n", "1.46.3"),
            ("aws-cli/2.36.7 Python/3.13.7 Darwin/24.6.0 exe/arm64", "2.36.7"),
            ("aws-cli/2.0.0dev4 Python/3.7.5", "2.0.0-dev4"),
        ] {
            assert_eq!(AwsVersion::parse(output).map(|v| v.to_string()).as_deref(), Some(version));
        }
    }

    #[test]
    fn a_number_alone_is_a_version_too() {
        assert_eq!(AwsVersion::from_number("2.36.7"), AwsVersion::parse("aws-cli/2.36.7"));
        assert_eq!(AwsVersion::from_number("aws-cli/2.36.7"), None);
    }

    #[test]
    fn other_words_are_no_version() {
        for output in [
            "",
            "aws",
            "aws-cli/",
            "aws-cli/two",
            "Usage: aws [options]",
            "aws-cli/99999999999999999999.1.1",
        ] {
            assert_eq!(AwsVersion::parse(output), None, "{output}");
        }
    }
}
