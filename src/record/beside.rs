//! What a screen shows besides the checks: the scope and the identities.

use checks::{FactKey, Overall};
use facts::{Facts, Text, VersionOutput};
use serde::{Deserialize, Serialize};

use crate::examine::Examination;

/// What a screen shows besides the checks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Beside {
    /// What was checked, in one line.
    pub(crate) scope_line: String,
    /// The profiles that work, each with its identity.
    pub(crate) identities: Vec<Answered>,
    /// Whether every sign-in in scope renews itself.
    pub(crate) renews: bool,
    /// Profiles whose identity was not requested.
    pub(crate) not_asked: usize,
    /// Profiles whose role was not compared with the assigned roles.
    pub(crate) not_compared: usize,
    /// What is known about the program of `--for` if nothing is wrong with it; not part of a
    /// report.
    #[serde(skip)]
    pub(crate) program: Option<String>,
    /// The version of each AWS CLI and how it is known; not part of a report.
    #[serde(skip)]
    pub(crate) aws_versions: Vec<String>,
}

/// A profile that works.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) profile: String,
    pub(crate) who: String,
}

impl Beside {
    /// Collects it from the results of the checks.
    pub(crate) fn from_examination(examination: &Examination) -> Self {
        Self {
            scope_line: scope_line(&examination.facts),
            identities: crate::render::human::identities(examination)
                .into_iter()
                .map(|(profile, who)| Answered { profile, who })
                .collect(),
            renews: renews(&examination.facts),
            not_asked: examination.not_asked,
            not_compared: examination.not_compared,
            program: asked_program(examination),
            aws_versions: aws_versions(&examination.facts),
        }
    }
}

fn scope_line(facts: &Facts) -> String {
    let line = crate::render::human::scope_line(facts.scope());
    match &facts.request().program {
        Some(program) => format!("{line}, for {}", Text(program)),
        None => line,
    }
}

/// What the check of versions says about the program of `--for`.
fn asked_program(examination: &Examination) -> Option<String> {
    examination.facts.request().program.as_ref()?;
    match examination.result_about(FactKey::Programs)?.overall() {
        Overall::Passed(detail) => Some(detail.to_owned()),
        _ => None,
    }
}

/// The AWS CLIs on PATH whose versions are known, in sentences.
fn aws_versions(facts: &Facts) -> Vec<String> {
    const MAX_SHOWN: usize = 5;
    let known = facts.aws.iter().flatten().filter_map(|aws| match &aws.version {
        Ok(VersionOutput::Aws(version)) => {
            Some(format!("{} is version {version}, {}", facts.shown(&aws.path), aws.known_by))
        }
        _ => None,
    });
    known.take(MAX_SHOWN).collect()
}

fn renews(facts: &Facts) -> bool {
    let sessions = facts.sessions_in_scope();
    !sessions.is_empty() && sessions.iter().all(|key| facts.may_renew(key))
}
