//! What the programs in use would take for a profile, and how a sentence names them.

use std::path::Path;

use aws_onboard_credential_chain::{Evidence, Family, Kind, logins_of};
use facts::{
    Facts, FoundProgram, FoundPrograms, Profile, ScopeReason, Subject, Text, Why, WhyInUse,
};
use program_clients::{
    Answers, Asked, Needs, ProgramAnswer, Question, answer_programs, parse_asked,
};

use crate::kit::needs;
use crate::kit::words::list;
use crate::{Need, Outcome, Severity, Skip};

/// Judge profiles of at most this many kinds.
const MAX_PROFILES: usize = 3;
/// Name at most this many programs in a sentence.
const MAX_NAMED: usize = 3;

/// What must be in order before a program is blamed: the profile itself.
pub(super) const PROFILE_WORKS: &[Need] =
    &[needs::READABLE, needs::AS_WRITTEN, needs::SESSION_COMPLETE, FILES_AND_ENVIRONMENT, PROFILE];

const FILES_AND_ENVIRONMENT: Need =
    Need::All(&["config-syntax", "config-duplicates", "env-files", "env-credentials"]);
const PROFILE: Need =
    Need::All(&["profile-exists", "profile-fields", "profile-chain", "profile-credentials"]);

/// The same, and the program itself can use the profile.
pub(super) const PROGRAM_WORKS: &[Need] = &[
    needs::READABLE,
    needs::AS_WRITTEN,
    needs::SESSION_COMPLETE,
    FILES_AND_ENVIRONMENT,
    PROFILE,
    Need::Check("program-version"),
];

/// The profiles whose use by programs is judged: the first of each kind, because versions of SDKs
/// differ only in the kinds that they know.
pub(super) fn subjects(facts: &Facts) -> Vec<Subject> {
    let is_asked = facts.request().program.is_some();
    let has_programs = facts.programs.as_ref().is_ok_and(|found| !found.programs.is_empty());
    if !is_asked && !has_programs {
        return Vec::new();
    }
    let mut kinds = Vec::new();
    let mut subjects = Vec::new();
    for profile in facts.profiles_in_scope().filter(Profile::has_credentials) {
        let kind = kind_of(&profile);
        if !kinds.contains(&kind) && kinds.len() < MAX_PROFILES {
            kinds.push(kind);
            subjects.push(Subject::Profile(profile.name.to_owned()));
        }
    }
    subjects
}

/// The setting that not every version of every SDK knows.
pub(super) fn kind_of(profile: &Profile<'_>) -> Option<&'static str> {
    if profile.get("sso_session").is_some() {
        Some("sso_session")
    } else if profile.uses_single_sign_on() {
        Some("single sign-on")
    } else if profile.get("login_session").is_some() {
        Some("login_session")
    } else {
        None
    }
}

/// The answers for one profile.
pub(super) struct InUse {
    pub(super) answers: Answers,
    /// The program of `--for`.
    pub(super) asked: Option<Asked>,
}

impl InUse {
    /// Asks for the programs found here, or for the one of `--for`; `None` if no check asked for
    /// them.
    pub(super) fn of(profile: &Profile<'_>) -> Option<Self> {
        let facts = profile.facts();
        let asked = facts.request().program.as_deref().and_then(|text| parse_asked(text).ok());
        let none = FoundPrograms::default();
        let programs = match &facts.programs {
            Ok(found) => found,
            Err(_) if asked.is_some() => &none,
            Err(_) => return None,
        };
        // AWS_PROFILE as it is; otherwise as if it named this profile.
        let is_set = matches!(
            facts.scope().reason,
            ScopeReason::Variable(_) | ScopeReason::Default | ScopeReason::Nothing
        );
        let answers = answer_programs(&Question {
            facts,
            logins: &logins_of(facts),
            programs,
            profile: (!is_set).then_some(profile.name),
            asked: asked.as_ref(),
        });
        Some(Self { answers, asked })
    }

    /// The answers that a finding may rest on: of programs that are used here, and whose behavior
    /// was run, read or documented. The AWS CLI has checks of its own.
    pub(super) fn known(&self) -> impl Iterator<Item = &ProgramAnswer> {
        self.answers.programs.iter().filter(|answer| {
            let is_used = self.asked.is_some()
                || (answer.program.why_in_use != WhyInUse::Installed && !is_aws_cli(answer));
            is_used && (answer.evidence != Evidence::Unverified || is_sourced(answer))
        })
    }

    /// `uses`, or `would use` where there is no AWS CLI.
    pub(super) fn cli_uses(&self) -> &'static str {
        if self.answers.cli.is_here { "uses" } else { "would use" }
    }

    /// Only a program that was asked about fails a run.
    pub(super) fn severity(&self) -> Severity {
        Severity::fail_if(self.asked.is_some())
    }

    /// What to say where there is no finding: only what is known counts as in order.
    fn without_finding(&self, profile: &Profile<'_>, rule: &Rule) -> Outcome {
        let Some(asked) = &self.asked else {
            let is_fine = |answer: &&ProgramAnswer| (rule.is_fine)(answer);
            return match self.known().filter(is_fine).count() {
                0 => Outcome::Skipped(Skip::NotApplicable),
                1 => Outcome::Passed("1 program".into()),
                many => Outcome::Passed(format!("{many} programs")),
            };
        };
        let Some(answer) = self.answers.programs.first() else {
            return Outcome::Unknown(Why::Error(format!("{} was not found", asked.name())));
        };
        let name = name_of(&answer.program);
        match (rule.tells_unknown, knows_it(answer)) {
            (true, Ok(())) => Outcome::Passed(format!("{name} can use {profile}")),
            (true, Err(why)) => Outcome::Unknown(Why::Error(why)),
            (false, _) if (rule.is_fine)(answer) => Outcome::Passed(name),
            (false, _) => Outcome::Skipped(Skip::NotApplicable),
        }
    }
}

/// What one of the four checks asks of a program.
pub(super) struct Rule {
    /// The findings.
    pub(super) find: fn(&Profile<'_>, &InUse) -> Vec<crate::Finding>,
    /// Whether a program without a finding is known to be in order.
    pub(super) is_fine: fn(&ProgramAnswer) -> bool,
    /// Whether this check is the one that tells that nothing is known about the program of `--for`.
    pub(super) tells_unknown: bool,
}

/// Whether a program knows what the profile names, apart from the sign-in, or why that is not
/// known.
pub(super) fn knows_it(answer: &ProgramAnswer) -> Result<(), String> {
    let name = name_of(&answer.program);
    let is_unversioned = answer.program.version.is_none() && answer.program.sdk_version.is_none();
    match &answer.needs {
        _ if answer.evidence == Evidence::Unverified => {
            Err(format!("{name}: how it finds credentials is not verified"))
        }
        Some(needs) if is_unversioned => {
            Err(format!("{name}: its version is not known; it needs {needs}"))
        }
        Some(needs) => Err(format!("{name}: it depends on {needs}")),
        // An error may be that of a sign-in that is missing, which is not the program's.
        None if answer.answer.credentials.kind == Kind::None => {
            Err(format!("{name} finds no credentials this way"))
        }
        None if answer.is_certain => Ok(()),
        None => {
            let last = answer.answer.trail.last().map_or("", |step| step.why.as_str());
            Err(format!("{name}: {last}").trim_end_matches(": ").to_owned())
        }
    }
}

/// Whether the program does not get the profile's credentials. Where it ends at the metadata of an
/// EC2 instance, this computer must be known to be none.
pub(super) fn is_unusable(facts: &Facts, answer: &ProgramAnswer) -> bool {
    let ends_at_instance = answer.usable.is_none()
        && answer.is_certain
        && answer.answer.credentials.kind == Kind::Instance;
    answer.usable == Some(false)
        || (ends_at_instance && facts.may_have_instance_role() == Ok(false))
}

/// Whether the table names a source for the version that the program needs.
fn is_sourced(answer: &ProgramAnswer) -> bool {
    let row = program_table::find_program(&answer.program.id);
    matches!(&answer.needs, Some(Needs::Version { is_own: true, .. }))
        && row.is_some_and(|row| !row.supports.refs.is_empty())
}

/// Whether it is the AWS CLI.
pub(super) fn is_aws_cli(answer: &ProgramAnswer) -> bool {
    matches!(answer.program.id.as_str(), "aws" | "cli1" | "cli2")
}

/// `Terraform AWS provider 4.49.0`, without the explanation after some names.
pub(super) fn name_of(program: &FoundProgram) -> String {
    let name = short_name(program);
    match &program.version {
        Some(version) => format!("{name} {}", Text(version.text())),
        None => name,
    }
}

pub(super) fn short_name(program: &FoundProgram) -> String {
    Text(program.name.split(" (").next().unwrap_or(&program.name)).to_string()
}

/// The programs of one finding in a sentence, with the place of each.
pub(super) fn name_all(facts: &Facts, answers: &[&ProgramAnswer]) -> String {
    let named = |answer: &&ProgramAnswer| match place_of(facts, &answer.program) {
        Some(place) => format!("{} ({place})", name_of(&answer.program)),
        None => name_of(&answer.program),
    };
    let names: Vec<String> = answers.iter().map(named).collect();
    list(&names, MAX_NAMED)
}

/// Where a program was found, in a few words: `.terraform.lock.hcl:3`, `.venv`.
pub(super) fn place_of(facts: &Facts, program: &FoundProgram) -> Option<String> {
    let path = &program.found_at.path;
    if path.as_os_str().is_empty() {
        return None;
    }
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    if let Some(line) = program.found_at.line {
        return Some(format!("{}:{line}", name(path)?));
    }
    if let Some(prefix) = python_prefix(path) {
        return name(prefix);
    }
    if path.iter().any(|part| part == "node_modules") {
        return Some("node_modules".to_owned());
    }
    match program.why_in_use {
        WhyInUse::Project => name(path),
        _ => Some(facts.shown(path)),
    }
}

/// The environment of a Python package: the folder above `lib` or `Lib`.
pub(super) fn python_prefix(path: &Path) -> Option<&Path> {
    let is_site = |part: &std::ffi::OsStr| part == "site-packages" || part == "dist-packages";
    let site = path.ancestors().find(|folder| folder.file_name().is_some_and(is_site))?;
    let is_lib = |part: &std::ffi::OsStr| part == "lib" || part == "Lib" || part == "lib64";
    let lib = site.ancestors().find(|folder| folder.file_name().is_some_and(is_lib))?;
    lib.parent()
}

/// Who prints a text of this family.
pub(super) const fn speaker(family: Family) -> &'static str {
    match family {
        Family::Cli1 | Family::Cli2 => "The AWS CLI",
        Family::Botocore => "boto3",
        Family::Go1 | Family::Go2 => "The AWS SDK for Go",
        Family::GoBase => "Terraform",
        Family::Js2 | Family::Js3 => "The AWS SDK for JavaScript",
        Family::Java1 | Family::Java2 => "The AWS SDK for Java",
        Family::DotNet3 | Family::DotNet4 => "The AWS SDK for .NET",
        Family::PowerShell => "AWS Tools for PowerShell",
        Family::Rust => "The AWS SDK for Rust",
        Family::Cpp => "The AWS SDK for C++",
        Family::Crt => "The AWS Common Runtime",
        Family::Php => "The AWS SDK for PHP",
        Family::Ruby => "The AWS SDK for Ruby",
        Family::Gdal => "GDAL",
    }
}

/// Groups answers that are one fault: the same SDK in the same version lacks the same.
pub(super) fn group_by<'a, K: PartialEq>(
    answers: impl Iterator<Item = &'a ProgramAnswer>,
    key: impl Fn(&ProgramAnswer) -> Option<K>,
) -> Vec<(K, Vec<&'a ProgramAnswer>)> {
    let mut groups: Vec<(K, Vec<&ProgramAnswer>)> = Vec::new();
    for answer in answers {
        let Some(key) = key(answer) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(answer),
            None => groups.push((key, vec![answer])),
        }
    }
    groups
}

/// For the four checks.
pub(super) fn judge(facts: &Facts, subject: &Subject, rule: &Rule) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some(in_use) = InUse::of(&profile) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let found = (rule.find)(&profile, &in_use);
    if found.is_empty() { in_use.without_finding(&profile, rule) } else { Outcome::Found(found) }
}
