//! What a check of the files finds in the config file, and the result of its remedies.

use aws_files::FileKind;
use facts::{Facts, Subject};

use super::Machine;
use crate::{Answers, Check, Finding, Outcome};

/// What the check finds in the config file; it must find something.
#[track_caller]
pub(crate) fn found_in_config(check: &Check, machine: &Machine) -> Vec<Finding> {
    match crate::engine::examine(check, &machine.facts(), &Subject::File(FileKind::Config)) {
        Outcome::Found(found) => found,
        other => panic!("{other:?}"),
    }
}

/// The machine after a remedy of the first finding: the named one, otherwise the first.
#[track_caller]
pub(crate) fn facts_after_fix(
    check: &Check,
    machine: &Machine,
    remedy: Option<&str>,
    answers: &Answers,
) -> Facts {
    let found = found_in_config(check, machine);
    let mut remedies = found[0].remedies.iter();
    let remedy = remedies.find(|one| remedy.is_none_or(|id| one.id == id)).expect("it is offered");
    let plan = remedy.plan(&machine.facts(), answers).expect("a plan");
    machine.after(&plan).facts()
}

/// The text of the config file.
pub(crate) fn config_text(facts: &Facts) -> String {
    let document = facts.files().config.document().expect("a file");
    String::from_utf8_lossy(document.as_bytes()).into_owned()
}
