//! The AWS CLI, as each executable on PATH presents itself.

use std::path::PathBuf;

use semver::Version;

use crate::Known;

/// One `aws` on PATH.
#[derive(Clone, Debug)]
pub struct AwsExecutable {
    /// As spelled in PATH.
    pub path: PathBuf,
    /// What `aws --version` printed: a version, other text, or why it is unknown.
    pub version: Known<VersionOutput>,
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
        let number = word.strip_prefix("aws-cli/")?;
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
