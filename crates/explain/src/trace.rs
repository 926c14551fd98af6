//! What the program that speaks would use on this machine, by the model of its credential chain.

use aws_onboard_credential_chain::{Credentials, Kind, Outcome, Source, Step, logins_of};
use error_texts::Meaning;
use facts::{Facts, FoundPrograms};
use program_clients::{Asked, ProgramAnswer, Question, answer_programs, parse_asked};

use crate::here::About;
use crate::read::{read, shown};
use crate::teller::Teller;

/// What a program would use on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The program or the SDK, as the command line and JSON name it.
    pub id: String,
    /// What it would use, or why it gets nothing: a sentence.
    pub what: String,
    /// Whether it gets credentials, as far as this machine decides.
    pub usable: Option<bool>,
    /// The kind of credentials, in one word.
    pub kind: &'static str,
    /// The file and the line that decide.
    pub place: Option<(std::path::PathBuf, usize)>,
    /// Whether it would print the very text that is explained.
    pub is_predicted: bool,
}

/// Follows the chain of the program that is known to speak; `None` if it is not known, or nothing
/// can be said.
pub fn trace(teller: &Teller, found: &Meaning, about: &About, facts: &Facts) -> Option<Trace> {
    // An error of the sign-in itself is not answered with "not signed in".
    if about.is_sign_in {
        return None;
    }
    let asked = asked_program(teller)?;
    let answers = answer_programs(&Question {
        facts,
        logins: &logins_of(facts),
        // Which of several installed versions printed the text is not known.
        programs: &FoundPrograms::default(),
        profile: about.profile.as_deref(),
        asked: Some(&asked),
    });
    let [program] = answers.programs.as_slice() else { return None };
    let credentials = &program.answer.credentials;
    let is_predicted =
        program.is_certain && credentials.error.as_deref().is_some_and(|error| says(error, found));
    Some(Trace {
        id: program.program.id.clone(),
        what: describe(teller, program)?,
        usable: program.usable.filter(|_| program.is_certain),
        kind: credentials.kind.word(),
        place: match &credentials.source {
            Some(Source::File { path, line }) => Some((path.clone(), *line)),
            _ => None,
        },
        is_predicted,
    })
}

fn asked_program(teller: &Teller) -> Option<Asked> {
    let of_family = || parse_asked(teller.families.first()?.id()).ok();
    teller.asked.clone().or_else(of_family)
}

/// Whether a message has this meaning.
fn says(message: &str, meaning: &Meaning) -> bool {
    read(message).matches.iter().any(|found| std::ptr::eq(found.text, meaning))
}

/// What the program would use, or why it gets nothing.
fn describe(teller: &Teller, program: &ProgramAnswer) -> Option<String> {
    let of_client = || program.client.as_ref().map(|client| client.family.name());
    let name = teller.name.or_else(of_client)?;
    let decides = |step: &&Step| step.outcome != Outcome::Skipped;
    let step = program.answer.trail.iter().rfind(decides)?;
    let (provider, why) = (shown(&step.provider), shown(&step.why));
    let needs = program.needs.as_ref().map(|needs| shown(&needs.to_string()));
    Some(match (program.usable.filter(|_| program.is_certain), needs) {
        (Some(true), _) => {
            format!("{name} would use {provider}{}", describe_owner(&program.answer.credentials))
        }
        (Some(false), Some(needs)) => {
            format!("{name} gets no credentials here ({provider}: {why}), and it needs {needs}")
        }
        (Some(false), None) => format!("{name} gets no credentials here ({provider}: {why})"),
        (None, Some(needs)) => format!(
            "whether {name} gets credentials here depends on its version or its settings: it needs {needs}"
        ),
        (None, None) if step.outcome == Outcome::Unknown => {
            format!(
                "{name} would look for credentials in: {provider}; whether it finds any is not known here ({why})"
            )
        }
        (None, None) => return None,
    })
}

/// Whose credentials they are.
fn describe_owner(credentials: &Credentials) -> String {
    let mut parts = Vec::new();
    if let Some(account) = &credentials.account {
        parts.push(format!("account {account}"));
    }
    if let Some(role) = credentials.role.as_ref().filter(|_| credentials.kind != Kind::Role) {
        parts.push(format!("role {role}"));
    }
    if parts.is_empty() { String::new() } else { format!(", {}", shown(&parts.join(", "))) }
}
