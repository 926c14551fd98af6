//! The program that a text comes from, as far as it is known besides the text: it was named
//! (`--for`), or it was just run.

use aws_onboard_credential_chain::Family;
use error_texts::Speaker;
use facts::SdkFamily;
use program_clients::{Asked, AskedProgram, command_name, find_by_command, parse_asked};
use program_table::{Program, programs};

use crate::read::{Match, Reading};

/// A program that prints the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teller {
    /// Its name for people, if the table of programs has it.
    pub name: Option<&'static str>,
    /// The program of that table or the SDK, and its version if it was named.
    pub(crate) asked: Option<Asked>,
    /// The SDKs that get its credentials, or got them in other versions; empty if unknown or none.
    pub families: Vec<Family>,
}

/// Programs that start the program in their arguments: the name, and how many words of their own
/// follow it.
const RUNNERS: &[(&str, usize)] = &[
    ("npx", 0),
    ("bunx", 0),
    ("uvx", 0),
    ("uv", 1),
    ("poetry", 1),
    ("pipenv", 1),
    ("pipx", 1),
    ("conda", 1),
    ("bundle", 1),
    ("time", 0),
    ("nice", 0),
    ("nohup", 0),
    ("env", 0),
];

/// Interpreters whose AWS programs nearly all use one SDK.
const INTERPRETERS: &[(&str, Family)] = &[
    ("python", Family::Botocore),
    ("ipython", Family::Botocore),
    ("jupyter", Family::Botocore),
    ("ruby", Family::Ruby),
    ("php", Family::Php),
    ("pwsh", Family::PowerShell),
    ("powershell", Family::PowerShell),
];

impl Teller {
    /// The program or the SDK that was named, in the version that was named.
    pub fn of_asked(asked: Asked) -> Self {
        let (name, families) = match asked.program {
            AskedProgram::Program(row) => {
                // Where the SDK changed with the versions, the newest is last.
                let families = row.sdk.iter().rev().filter_map(|sdk| family_of(*sdk)).collect();
                (Some(row.name.split(" (").next().unwrap_or(row.name)), families)
            }
            // It may be either version, and both print the same texts.
            AskedProgram::Aws => (None, vec![Family::Cli2, Family::Cli1]),
            AskedProgram::Sdk(sdk) => (None, family_of(sdk).into_iter().collect()),
        };
        Self { name, asked: Some(asked), families }
    }

    fn of_program(program: AskedProgram) -> Self {
        Self::of_asked(Asked { program, version: None })
    }

    /// The program that a command starts: its own words first, such as `npx cdk deploy`.
    pub fn of_command<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let name = command_name(word);
            if let Some((_, own)) = RUNNERS.iter().find(|(runner, _)| *runner == name) {
                for _ in 0..*own {
                    words.next();
                }
                // Options and settings of the runner.
                while words.next_if(|word| word.starts_with('-') || word.contains('=')).is_some() {}
                continue;
            }
            if let Some(program) = find_by_command(word) {
                return Self::of_program(program);
            }
            let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            let Some((_, family)) = INTERPRETERS.iter().find(|(known, _)| *known == bare) else {
                break;
            };
            let module = (words.next() == Some("-m")).then(|| words.next()).flatten();
            return module.and_then(find_by_module).map_or_else(
                || Self { families: vec![*family], ..Self::default() },
                |row| Self::of_program(AskedProgram::Program(row)),
            );
        }
        Self::default()
    }

    /// The program that the form of a text shows, if it shows one.
    pub(crate) fn of_voice(found: &Match) -> Self {
        let by_program = || parse_asked(found.voice.program?).ok().map(Self::of_asked);
        let family = match found.voice.reads_as(found.speaker) {
            Speaker::AwsCli => {
                return by_program().unwrap_or_else(|| Self::of_program(AskedProgram::Aws));
            }
            Speaker::Python => Family::Botocore,
            Speaker::GoSdk => Family::Go2,
            Speaker::RustSdk => Family::Rust,
            Speaker::JavaScriptSdk => Family::Js3,
            Speaker::JavaSdk => Family::Java2,
            Speaker::Crt => Family::Crt,
            Speaker::PhpSdk => Family::Php,
            Speaker::RubySdk => Family::Ruby,
            // The others have several families, or none.
            _ => return by_program().unwrap_or_default(),
        };
        by_program().unwrap_or(Self { families: vec![family], ..Self::default() })
    }

    /// This program, or the one that the form of a text shows if nothing is known.
    #[must_use]
    pub fn or_voice(&self, found: &Match) -> Self {
        if self.is_unknown() { Self::of_voice(found) } else { self.clone() }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.name.is_none() && self.families.is_empty()
    }

    /// Whether its SDKs print this speaker's messages.
    pub(crate) fn prints(&self, speaker: Speaker) -> bool {
        self.families.iter().any(|family| speaks(*family).contains(&speaker))
    }

    /// The speaker of all its SDKs, if it is one.
    pub(crate) fn speaker(&self) -> Option<Speaker> {
        let own = |family: &Family| speaks(*family).first().copied();
        let first = self.families.first().and_then(own)?;
        self.families.iter().all(|family| own(family) == Some(first)).then_some(first)
    }
}

impl Reading {
    /// The same with what is known about the program, where the text does not tell who speaks.
    #[must_use]
    pub fn told_by(mut self, teller: &Teller) -> Self {
        for found in self.matches.iter_mut().chain(&mut self.frames) {
            let is_any = matches!(found.speaker, Speaker::AwsService | Speaker::Tls);
            if !is_any && !teller.prints(found.speaker) {
                continue;
            }
            // The form of the text may show another SDK than this program's.
            let is_its_own = found.voice.sdk.is_none_or(|sdk| teller.prints(sdk));
            if found.voice.program.is_none() && is_its_own {
                found.voice.program = teller.name;
            }
            if found.voice.sdk.is_none() {
                found.voice.sdk = teller.speaker();
            }
            found.from = found.voice.name(found.speaker);
        }
        self
    }
}

/// The program whose Python distribution has this name, normalized as PEP 503 does.
fn find_by_module(module: &str) -> Option<&'static Program> {
    let module = module.split('.').next().unwrap_or(module).replace('_', "-");
    programs().iter().find(|row| row.found_by.python.contains(&module.as_str()))
}

fn family_of(sdk: SdkFamily) -> Option<Family> {
    Family::from_id(sdk.id())
}

/// Whose messages a family's programs print, its own first.
fn speaks(family: Family) -> &'static [Speaker] {
    match family {
        Family::Cli2 | Family::Cli1 => &[Speaker::AwsCli, Speaker::Botocore],
        Family::Botocore => &[Speaker::Python, Speaker::Botocore],
        Family::Go2 | Family::GoBase => &[Speaker::GoSdk],
        Family::Go1 => &[Speaker::GoSdk1],
        Family::Js3 => &[Speaker::JavaScriptSdk],
        Family::Js2 => &[Speaker::JavaScriptSdk2],
        Family::Java2 => &[Speaker::JavaSdk],
        Family::Java1 => &[Speaker::JavaSdk1],
        Family::DotNet4 | Family::DotNet3 | Family::PowerShell => &[Speaker::DotNetSdk],
        Family::Rust => &[Speaker::RustSdk],
        Family::Cpp => &[Speaker::CppSdk],
        Family::Crt => &[Speaker::Crt],
        Family::Php => &[Speaker::PhpSdk],
        Family::Ruby => &[Speaker::RubySdk],
        Family::Gdal => &[Speaker::Program("GDAL")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn of(command: &str) -> Teller {
        Teller::of_command(command.split(' '))
    }

    #[test]
    fn a_command_names_its_program() {
        for (command, name, family) in [
            ("aws s3 ls", None, Some(Family::Cli2)),
            ("/usr/local/bin/aws sts get-caller-identity", None, Some(Family::Cli2)),
            ("terraform plan", Some("Terraform CLI"), Some(Family::GoBase)),
            ("tofu plan", Some("OpenTofu"), Some(Family::GoBase)),
            ("npx --yes cdk deploy", Some("AWS CDK CLI"), Some(Family::Js3)),
            ("uv run dvc pull", Some("DVC with S3 remote"), Some(Family::Botocore)),
            ("env A=b mount-s3 x", Some("Mountpoint for Amazon S3"), Some(Family::Crt)),
            ("python3.12 train.py", None, Some(Family::Botocore)),
            ("python -m dvc pull", None, Some(Family::Botocore)),
            ("make test", None, None),
            ("cat aws", None, None),
        ] {
            let teller = of(command);
            assert_eq!(
                (teller.name, teller.families.first().copied()),
                (name, family),
                "{command}"
            );
        }
        assert!(of("").is_unknown());
    }

    #[test]
    fn a_program_can_be_named_by_its_identifier_or_its_family() {
        let named = |text: &str| Teller::of_asked(parse_asked(text).unwrap());
        assert_eq!(named("go2").families, [Family::Go2]);
        assert_eq!(named("Terraform").families, [Family::GoBase, Family::Go1]);
        assert_eq!(named("tofu"), named("opentofu"));
        assert_eq!(named("awscli"), of("aws s3 ls"));
        assert_eq!(named("cli1@1.29.0").families, [Family::Cli1]);
        assert_eq!(named("boto3@1.26").families, [Family::Botocore]);
    }

    #[test]
    fn the_text_wins_over_what_is_known() {
        let text = "botocore.exceptions.NoCredentialsError: Unable to locate credentials";
        let found = |text: &str, command: &str| read(text).told_by(&of(command)).matches.remove(0);
        assert_eq!(found(text, "aws s3 ls").from, "boto3");
        assert_eq!(found("Unable to locate credentials", "aws s3 ls").from, "the AWS CLI");
        assert_eq!(found("Unable to locate credentials", "python x.py").from, "boto3");
        // Terraform does not print what botocore prints: a program that it started did.
        let by_terraform = found("Unable to locate credentials", "terraform apply");
        assert_eq!(by_terraform.from, "the AWS CLI or boto3");
        assert_eq!(by_terraform.voice.program, None);
    }
}
