//! `-v`: each provider that a program asks, what came of it, and how well that is known.

use aws_onboard_credential_chain::{Evidence, Source, origin_of};
use colored::Colorize;
use facts::Text;
use program_clients::{ProgramAnswer, RegionAnswer};

use super::Shown;
use super::row::{Row, shorten};
use crate::terminal::text::{hang, pad};

/// The column of what came of a provider.
const OUTCOME_COLUMN: usize = 9;

pub(super) fn lines(shown: &Shown<'_>, rows: &[Row]) -> Vec<String> {
    rows.iter()
        .zip(&shown.answers.programs)
        .flat_map(|(row, answer)| of_program(shown, row, answer))
        .collect()
}

fn of_program(shown: &Shown<'_>, row: &Row, answer: &ProgramAnswer) -> Vec<String> {
    let width = shown.app.printer.width();
    let mut lines = vec![String::new()];
    lines.push(format!("  {}", row.title().bold()));
    let path = &answer.program.found_at.path;
    if !path.as_os_str().is_empty() {
        let mut text = shorten(shown, path);
        if let Some(line) = answer.program.found_at.line {
            text.push_str(&format!(":{line}"));
        }
        lines.push(format!("    {}{text}", pad("found", OUTCOME_COLUMN)));
    }
    for step in &answer.answer.trail {
        let outcome = pad(step.outcome.word(), OUTCOME_COLUMN);
        let provider = Text(&step.provider).to_string();
        let text =
            if step.why.is_empty() { provider } else { format!("{provider}: {}", Text(&step.why)) };
        let first = format!("    {outcome}");
        lines.extend(hang(&first, 4 + OUTCOME_COLUMN, &text, width).lines().map(str::to_owned));
    }
    if let RegionAnswer::Known(region) = &answer.region {
        let text = format!("{} ({})", Text(&region.value), source_words(shown, &region.source));
        lines.push(format!("    {}{text}", pad("region", OUTCOME_COLUMN)));
    }
    let text = evidence_words(answer);
    let first = format!("    {}", pad("evidence", OUTCOME_COLUMN));
    lines.extend(
        hang(&first, 4 + OUTCOME_COLUMN, &text, width)
            .lines()
            .map(|line| line.dimmed().to_string()),
    );
    lines
}

fn source_words(shown: &Shown<'_>, source: &Source) -> String {
    match source {
        Source::Variable(name) => name.clone(),
        Source::File { path, line } => format!("{}:{line}", shorten(shown, path)),
        Source::BuiltIn => "built in".to_owned(),
    }
}

/// How well the answer is known, and from what.
fn evidence_words(answer: &ProgramAnswer) -> String {
    let how = match answer.evidence {
        Evidence::Run => "run",
        Evidence::Source => "read, not run",
        Evidence::Document => "documented, not run",
        Evidence::Unverified => "not verified",
    };
    match &answer.client {
        Some(client) => {
            let (read_at, files, _) = origin_of(client);
            format!("{how}: {read_at}, {}", files.join(", "))
        }
        None => format!("{how}: the table of programs (docs/programs)"),
    }
}
