//! Where a variable is set: the lines of start-up files, and the words that name them.

use facts::{Facts, StartUpLine};

use super::words::list;
use crate::{Finding, Remedy};

/// Name at most this many lines of start-up files for one variable.
const MAX_LINES: usize = 3;

/// Shows the lines of start-up files that set the variables to what they are now.
pub(crate) fn show_origin(mut finding: Finding, facts: &Facts, names: &[&str]) -> Finding {
    for name in names {
        for line in facts.start_up_lines(name).take(MAX_LINES) {
            finding = finding.at(line.place(), format!("sets {name}"));
        }
    }
    finding
}

/// The lines of start-up files that set the variables to what they are now, as words: `line 12 of
/// ~/.zshrc`.
fn name_origin(facts: &Facts, names: &[&str]) -> Option<String> {
    let given = names.iter().flat_map(|name| facts.start_up_lines(name).take(MAX_LINES));
    name_lines(facts, given)
}

/// `line 12 of ~/.zshrc`, `lines 3 and 4 of ~/.zshrc`.
fn name_lines<'a>(facts: &Facts, lines: impl Iterator<Item = &'a StartUpLine>) -> Option<String> {
    let mut of_files: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        let (path, number) = (facts.shown(&line.path), line.line.to_string());
        match of_files.iter_mut().find(|(other, _)| *other == path) {
            Some((_, numbers)) if numbers.contains(&number) => {}
            Some((_, numbers)) => numbers.push(number),
            None => of_files.push((path, vec![number])),
        }
    }
    let named: Vec<String> = of_files
        .iter()
        .map(|(path, numbers)| match numbers.as_slice() {
            [one] => format!("line {one} of {path}"),
            many => format!("lines {} of {path}", list(many, MAX_LINES)),
        })
        .collect();
    (!named.is_empty()).then(|| list(&named, MAX_LINES))
}

/// What to do, and where the variables are set now.
pub(crate) fn with_origin(facts: &Facts, next: &str, names: &[&str]) -> String {
    let are = if names.len() == 1 { "it is" } else { "they are" };
    match name_origin(facts, names) {
        Some(lines) => format!("{next}; {are} set in {lines}"),
        None => next.to_owned(),
    }
}

/// Where to change a variable that was set in this terminal, so that it stays so.
pub(crate) fn permanent_words(facts: &Facts, names: &[&str]) -> String {
    known_origin(facts, names).unwrap_or_else(|| {
        let files = facts.shell.start_up_files();
        format!("To make this permanent, change it where it is set now: {files}.")
    })
}

fn known_origin(facts: &Facts, names: &[&str]) -> Option<String> {
    if let Some(lines) = name_origin(facts, names) {
        return Some(format!("To make this permanent, change {lines}."));
    }
    let computed = facts
        .surroundings
        .start_up
        .iter()
        .flatten()
        .filter(|line| line.gives.is_none() && names.contains(&line.variable.as_str()));
    let lines = name_lines(facts, computed)?;
    Some(format!("To make this permanent, look at {lines}, which may set it."))
}

/// Words for unsetting variables, in this shell and permanently.
pub(crate) fn take_away(facts: &Facts, names: &[&str]) -> Remedy {
    let mut guide = Remedy::guide("unset", format!("Unset {}", names.join(", ")));
    for name in names {
        guide = guide.word(facts.shell.unset(name));
    }
    guide.word(known_origin(facts, names).unwrap_or_else(|| {
        format!(
            "If it comes back in a new terminal, a shell start-up file sets it: {}.",
            facts.shell.start_up_files()
        )
    }))
}
