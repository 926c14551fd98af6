//! The answer for each program.

use std::path::PathBuf;

use aws_onboard_credential_chain::{
    Answer, Client, Evidence, Kind, Logins, Outcome, ProfileFrom, RegionChoice, Source, Step,
    resolve_with_logins,
};
use facts::{
    AwsExecutable, Facts, FoundAt, FoundProgram, FoundPrograms, ProgramVersion, SdkFamily,
    VersionOutput, WhyInUse,
};
use program_table::Program;

use crate::asked::{Asked, cli_of, command_name};
use crate::clients::possible_clients;
use crate::differs::{CliAnswer, Differs, compare};
use crate::merge::merge;
use crate::needs::{Bridge, Needs, ProfileKind, bridges, program_needs};
use crate::own_code::{answer_by_table, evidence_of};
use crate::reach::reach;

/// A question about the programs of a machine.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The machine.
    pub facts: &'q Facts,
    /// What the cache of `aws login` contains.
    pub logins: &'q Logins,
    /// The programs found on it.
    pub programs: &'q FoundPrograms,
    /// The profile, as if AWS_PROFILE named it; `None` for the environment as it is.
    pub profile: Option<&'q str>,
    /// The only program that is of interest.
    pub asked: Option<&'q Asked>,
}

/// The answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The AWS CLI's.
    pub cli: CliAnswer,
    /// Those of the programs, the AWS CLI first if it is among them.
    pub programs: Vec<ProgramAnswer>,
}

/// Who one program would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramAnswer {
    /// The program.
    pub program: FoundProgram,
    /// Whether it was found here; otherwise, it was asked about.
    pub is_here: bool,
    /// The client that the answer is for, the newest one that it may be; `None` if it has no SDK
    /// of AWS, or none is known.
    pub client: Option<Client>,
    /// The answer for that client.
    pub answer: Answer,
    /// Whether every client that it may be takes these credentials.
    pub is_certain: bool,
    /// Whether the program can use what the settings name; `None` if that cannot be known offline.
    pub usable: Option<bool>,
    /// What it lacks, or what decides where that is not known.
    pub needs: Option<Needs>,
    /// Whether something else keeps it from the profile now, such as a missing sign-in: then what it
    /// needs is not why it fails.
    pub is_held_up: bool,
    /// The ways around it that are known to work.
    pub bridges: Vec<Bridge>,
    /// Its region.
    pub region: RegionAnswer,
    /// How well this is known.
    pub evidence: Evidence,
    /// How it differs from the AWS CLI.
    pub differs: Differs,
}

impl ProgramAnswer {
    /// What it needs, if that is why it cannot use the profile now.
    pub fn needs_now(&self) -> Option<&Needs> {
        self.needs.as_ref().filter(|_| !self.is_held_up)
    }
}

/// The region of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionAnswer {
    /// It uses this one.
    Known(RegionChoice),
    /// It finds none.
    None,
    /// That is not known.
    Unknown,
}

/// Programs that only start an AWS CLI for some clusters: without such an entry, they use no
/// credentials.
const BY_KUBECONFIG: &[&str] = &["kubectl", "k9s", "helm", "lens"];

/// Answers for the programs found here, or for the one that was asked about.
pub fn answer_programs(question: &Question<'_>) -> Answers {
    let aws = match &question.facts.aws {
        Ok(found) => found.first().map(cli_program),
        Err(_) => None,
    };
    let cli_is_here = aws.is_some();
    let cli = answer_program(question, &aws.clone().unwrap_or_else(newest_cli), None);
    let cli = ProgramAnswer { is_here: cli_is_here, ..cli };
    let uses_aws = |program: &&FoundProgram| {
        program.runs.is_some() || !BY_KUBECONFIG.contains(&program.id.as_str())
    };
    let here = aws.into_iter().chain(question.programs.programs.iter().filter(uses_aws).cloned());
    let programs: Vec<ProgramAnswer> = match question.asked {
        None => here.map(|program| answer_program(question, &program, Some(&cli))).collect(),
        Some(asked) => {
            let found: Vec<ProgramAnswer> = here
                .filter(|program| asked.is(program))
                .map(|program| answer_program(question, &program, Some(&cli)))
                .collect();
            if found.is_empty() {
                let absent = answer_program(question, &asked.absent(), Some(&cli));
                vec![ProgramAnswer { is_here: false, ..absent }]
            } else {
                found
            }
        }
    };
    Answers { cli: CliAnswer { answer: cli, is_here: cli_is_here }, programs }
}

/// An AWS CLI as a program. Without its version, it may be either.
fn cli_program(aws: &AwsExecutable) -> FoundProgram {
    let (id, sdk, version) = match &aws.version {
        Ok(VersionOutput::Aws(version)) => {
            let family = cli_of(version.0.major);
            (family.id(), Some(family), ProgramVersion::parse(&version.to_string()))
        }
        _ => ("aws", None, None),
    };
    FoundProgram {
        version: version.clone(),
        sdk,
        sdk_version: version,
        ..FoundProgram::new(id, "AWS CLI", FoundAt::file(aws.path.clone()), WhyInUse::Path)
    }
}

fn newest_cli() -> FoundProgram {
    let newest = SdkFamily::Cli2;
    let nowhere = FoundAt::file(PathBuf::new());
    FoundProgram {
        sdk: Some(newest),
        ..FoundProgram::new(newest.id(), "AWS CLI", nowhere, WhyInUse::Path)
    }
}

/// The answer for one program. Without the AWS CLI's answer, it is the AWS CLI.
fn answer_program(
    question: &Question<'_>,
    program: &FoundProgram,
    cli: Option<&ProgramAnswer>,
) -> ProgramAnswer {
    let row = program_table::find_program(&program.id);
    let starts_cli = row.is_some_and(|row| row.sdk.contains(&SdkFamily::Cli2));
    let mut answer = match cli {
        Some(_) if starts_cli => answer_starter(question, program, row),
        _ => answer_itself(question, program, program, row),
    };
    if let Some(setting) = &program.region {
        answer.region = match &setting.value {
            Some(value) => RegionAnswer::Known(RegionChoice {
                value: value.clone(),
                source: setting_source(&setting.at),
            }),
            None => RegionAnswer::Unknown,
        };
    }
    if let Some(cli) = cli {
        answer.differs = compare(&answer, cli);
    }
    answer
}

fn setting_source(at: &FoundAt) -> Source {
    Source::File { path: at.path.clone(), line: at.line.unwrap_or(1) }
}

/// A program that starts another one to get credentials, usually the AWS CLI.
fn answer_starter(
    question: &Question<'_>,
    program: &FoundProgram,
    row: Option<&Program>,
) -> ProgramAnswer {
    let command = program.runs.as_deref().unwrap_or("aws");
    let name = command_name(command);
    let started = if name == "aws" {
        match &question.facts.aws {
            Ok(all) => {
                let same = all.iter().find(|aws| aws.path.as_os_str() == command);
                let by_name = all.first().filter(|_| command == name);
                same.or(by_name).map(cli_program)
            }
            Err(_) => None,
        }
    } else {
        let is_it = |other: &&FoundProgram| {
            program_table::find_program(&other.id)
                .is_some_and(|row| row.found_by.path.contains(&name))
        };
        question.programs.programs.iter().find(is_it).cloned()
    };
    if let Some(started) = started {
        let started = FoundProgram { profile: program.profile.clone(), ..started };
        let by = program_table::find_program(&started.id);
        return answer_itself(question, &started, program, by);
    }
    let is_missing = name == "aws" && command == name && question.facts.aws.is_ok();
    let why = if is_missing {
        "the AWS CLI, which it starts, is not on PATH"
    } else {
        "what it starts is not known here"
    };
    let outcome = if is_missing { Outcome::Failed } else { Outcome::Unknown };
    ProgramAnswer {
        answer: unknown_answer(command, outcome, why),
        usable: is_missing.then_some(false),
        needs: is_missing.then_some(Needs::AwsCli),
        bridges: bridges(row),
        ..unknown_program(program)
    }
}

/// The answer of `client` in the name of `program`, which may be another one that starts it.
fn answer_itself(
    question: &Question<'_>,
    client: &FoundProgram,
    program: &FoundProgram,
    row: Option<&Program>,
) -> ProgramAnswer {
    let facts = question.facts;
    let reach = reach(facts, client, question.profile);
    let profile = selected_profile(facts, &reach.profile_from);
    let kind = ProfileKind::of(facts, &profile);
    let clients = possible_clients(client, row, &reach.profile_from);
    let answers = clients.into_iter().map(|client| {
        let mut answer = resolve_with_logins(facts, &client, question.logins);
        leave_out_instance(facts, &mut answer);
        (client, answer)
    });
    let mut out = match (merge(&answers.collect::<Vec<_>>()), row) {
        (Some(merged), _) => {
            let usable = merged.answer.usable;
            let is_held_up = merged.is_held_up;
            let needs = merged
                .need
                .filter(|_| usable != Some(true))
                .map(|(need, family)| program_needs(&need, family, client, row, kind));
            let by_files = client.sdk_version.is_some() || row.is_none();
            let evidence = match row {
                Some(row) if !by_files => merged.answer.evidence.max(evidence_of(row)),
                _ => merged.answer.evidence,
            };
            ProgramAnswer {
                client: Some(merged.client),
                answer: merged.answer,
                is_certain: merged.agrees,
                usable,
                needs,
                is_held_up,
                region: merged.region,
                evidence,
                ..unknown_program(program)
            }
        }
        (None, Some(row)) => {
            let (answer, needs) = answer_by_table(facts, client, row, &profile);
            ProgramAnswer {
                is_certain: answer.usable == Some(false),
                usable: answer.usable,
                evidence: answer.evidence,
                answer,
                needs,
                ..unknown_program(program)
            }
        }
        (None, None) => ProgramAnswer {
            answer: unknown_answer("its SDK", Outcome::Unknown, "its SDK is not known"),
            ..unknown_program(program)
        },
    };
    out.bridges = bridges(row);
    if let Some(setting) = reach.depends_on {
        add_dependence(&mut out, client, &setting);
    }
    out
}

/// Takes the instance's role away where this computer is known to be no EC2 instance: the client
/// asks, gets no answer, and says what it says at the end of its chain.
fn leave_out_instance(facts: &Facts, answer: &mut Answer) {
    let asks_elsewhere = facts.environment().is_set("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    let is_none = facts.may_have_instance_role() == Ok(false) && !asks_elsewhere;
    if answer.credentials.kind != Kind::Instance || !is_none {
        return;
    }
    answer.credentials.kind = Kind::None;
    answer.usable = answer.doubt.is_none().then_some(false);
    if let Some(step) = answer.trail.last_mut() {
        step.outcome = Outcome::Skipped;
        step.why = "this computer is not an EC2 instance".to_owned();
    }
}

/// A setting that is not read decides: the answer holds only with it.
fn add_dependence(out: &mut ProgramAnswer, client: &FoundProgram, setting: &str) {
    let is_override = !client.overrides.is_empty() || client.profile.is_some();
    out.is_certain = out.is_certain && !is_override;
    if is_override {
        out.region = RegionAnswer::Unknown;
    }
    if is_override || out.usable == Some(true) {
        out.usable = None;
    }
    if out.usable.is_none() && !is_override {
        out.needs.get_or_insert(Needs::Setting(setting.to_owned()));
    }
    out.answer.trail.push(Step {
        provider: "its own settings".to_owned(),
        outcome: Outcome::Unknown,
        why: format!("{setting} decides, which is not read here"),
    });
}

/// The profile that this way selects, as most clients do it.
fn selected_profile(facts: &Facts, from: &ProfileFrom) -> String {
    match from {
        ProfileFrom::Variable(name) => name.clone(),
        _ => from
            .explicit()
            .or_else(|| facts.environment().non_empty("AWS_PROFILE"))
            .or_else(|| facts.environment().non_empty("AWS_DEFAULT_PROFILE"))
            .unwrap_or("default")
            .to_owned(),
    }
}

fn unknown_answer(provider: &str, outcome: Outcome, why: &str) -> Answer {
    let step = Step { provider: provider.to_owned(), outcome, why: why.to_owned() };
    Answer {
        credentials: Default::default(),
        region: None,
        trail: vec![step],
        evidence: Evidence::Source,
        usable: None,
        needs: None,
        doubt: None,
    }
}

fn unknown_program(program: &FoundProgram) -> ProgramAnswer {
    ProgramAnswer {
        program: program.clone(),
        is_here: true,
        client: None,
        answer: unknown_answer("", Outcome::Unknown, ""),
        is_certain: false,
        usable: None,
        needs: None,
        is_held_up: false,
        bridges: Vec::new(),
        region: RegionAnswer::Unknown,
        evidence: Evidence::Source,
        differs: Differs::default(),
    }
}
