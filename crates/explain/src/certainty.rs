//! How certain an answer is. A certainty is earned: by the text, which admits one cause, or by the
//! machine, which shows it.

use checks::Severity;
use error_texts::{Category, Cause, Fault, Meaning, find_cause};

use crate::here::{Here, Standing};

/// How certain an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The text admits one cause, or the machine shows it.
    ThisIsIt,
    /// Several causes are possible.
    OneOf,
    /// The program is at fault; nothing is wrong with the machine.
    Program,
    /// AWS knows the caller: something that AWS or an administrator decides.
    Aws,
    /// None of the causes is on this machine.
    NotHere,
}

impl Certainty {
    /// The stable name, in kebab case, for `explain --format json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThisIsIt => "this-is-it",
            Self::OneOf => "one-of",
            Self::Program => "program",
            Self::Aws => "aws",
            Self::NotHere => "not-here",
        }
    }
}

/// How certain the answer is on a machine.
pub fn certainty(here: &Here) -> Certainty {
    let remaining: Vec<&'static Cause> = here
        .causes
        .iter()
        .filter(|(_, standing)| !matches!(standing, Standing::Excluded))
        .map(|(cause, _)| *cause)
        .collect();
    if let Some((_, _, finding)) = here.found_cause() {
        return match finding.severity {
            Severity::Fail => Certainty::ThisIsIt,
            _ if remaining.len() == 1 || here.is_named(finding) => Certainty::ThisIsIt,
            _ => Certainty::OneOf,
        };
    }
    if here.before().is_some() {
        return Certainty::OneOf;
    }
    if let Some((cause, _)) = here.seen() {
        return of_fault(cause);
    }
    if here.trace.as_ref().is_some_and(|trace| trace.is_predicted) {
        return Certainty::ThisIsIt;
    }
    match remaining.as_slice() {
        // The program fails here for another reason, so the fault is not elsewhere.
        [] if here.failing_trace().is_some() => Certainty::OneOf,
        _ if here.is_elsewhere() => match &here.trace {
            // Whether the program gets credentials here is open.
            Some(trace) if trace.usable != Some(true) => Certainty::OneOf,
            _ => Certainty::NotHere,
        },
        [] => Certainty::NotHere,
        // By elimination alone, nothing on this machine is certain: no check looks for it.
        [one] if here.causes.len() > 1 && of_fault(one) == Certainty::ThisIsIt => Certainty::OneOf,
        all => of_causes(all),
    }
}

/// How certain the answer is by the text alone.
pub fn certainty_of_text(meaning: &Meaning) -> Certainty {
    let causes: Vec<&'static Cause> =
        meaning.causes.iter().filter_map(|id| find_cause(id)).collect();
    of_causes(&causes)
}

fn of_causes(causes: &[&'static Cause]) -> Certainty {
    let all = |fault: Fault| causes.iter().all(|cause| cause.category().fault() == fault);
    match causes {
        [one] => of_fault(one),
        _ if all(Fault::Program) => Certainty::Program,
        _ if all(Fault::Aws) => Certainty::Aws,
        _ => Certainty::OneOf,
    }
}

fn of_fault(cause: &Cause) -> Certainty {
    match (cause.category(), cause.category().fault()) {
        // The AWS CLI itself is part of the machine.
        (Category::TooOld, _) if cause.id == "E03" => Certainty::ThisIsIt,
        (_, Fault::Program) => Certainty::Program,
        (_, Fault::Aws) => Certainty::Aws,
        (_, Fault::Machine) => Certainty::ThisIsIt,
    }
}
