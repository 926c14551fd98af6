//! Merges two sections.

use super::EditError;
use super::extent;
use super::plan::{Addition, Plan, Splice};
use crate::document::Document;
use crate::lines::LineTag;
use std::collections::{HashMap, HashSet};

/// Plans `MergeSection` for each pair of headers (from, into).
pub(super) fn merge(plan: &mut Plan<'_>, merges: &[(usize, usize)]) -> Result<(), EditError> {
    let leaving: HashSet<usize> = merges.iter().map(|(from, _)| *from).collect();
    // The lines of each key, by target section, including those that sections add as they join it.
    let mut present: HashMap<usize, HashMap<String, Vec<usize>>> = HashMap::new();
    let mut moved = HashSet::new();
    for (from, into) in merges {
        if leaving.contains(into) || !moved.insert(*from) {
            return Err(EditError::Overlap { line: *from });
        }
        let joining = plan.extent(*from)?.clone();
        let staying = plan.extent(*into)?.clone();
        let present = present.entry(*into).or_insert_with(|| staying.keys.clone());
        for (key, lines) in joining.keys {
            for line in lines {
                if plan.stays(line) {
                    let others = present.entry(key.clone()).or_default();
                    resolve(plan, others, line);
                    others.push(line);
                }
            }
        }
        reindent(plan, staying.last_margin, *from, joining.last);
        for number in *from..=joining.last {
            plan.change(number).moved = true;
        }
        plan.change(*from).removed = true;
        plan.change(*from).splices.clear();
        plan.change(staying.last).after.push(Addition::Moved(*from..=joining.last));
    }
    Ok(())
}

/// Of lines with the same key the last in the file wins; an equal one is removed, another is
/// commented out.
fn resolve(plan: &mut Plan<'_>, others: &mut Vec<usize>, line: usize) {
    let mut winner = line;
    for other in others.iter().copied().filter(|other| *other != line) {
        if !plan.stays(other) || !plan.stays(winner) {
            continue;
        }
        let loser = winner.min(other);
        winner = winner.max(other);
        let document = plan.document;
        let equal = text_of(document, loser) == text_of(document, winner)
            && !plan.changes.contains_key(&loser)
            && !plan.changes.contains_key(&winner);
        let lines = std::iter::once(loser).chain(extent::tail(document, loser));
        for number in lines {
            let change = plan.change(number);
            if equal {
                change.removed = true;
            } else {
                change.commented = true;
            }
        }
    }
    others.retain(|other| *other == winner);
}

/// A property's lines without the white space around them.
fn text_of(document: &Document, line: usize) -> Vec<&str> {
    std::iter::once(line)
        .chain(extent::tail(document, line))
        .map(|number| document.text(number).trim())
        .collect()
}

/// Gives the moved properties the indentation of the section that they join: a deeper one would
/// continue the value above, and a shallower one would absorb the lines below.
fn reindent(plan: &mut Plan<'_>, last_margin: Option<usize>, from: usize, last: usize) {
    let Some(joined) = last_margin else { return };
    let document = plan.document;
    let width = extent::indentation(document, joined);
    let wanted = document.text(joined).get(..width).unwrap_or_default().to_owned();
    let mut own = None;
    for number in from + 1..=last {
        let text = document.text(number);
        match document.tag(number) {
            Some(LineTag::Property | LineTag::Junk) => {
                let width = extent::indentation(document, number);
                own = text.get(..width);
                if own != Some(wanted.as_str()) && plan.stays(number) {
                    let splice = Splice { start: 0, end: width, text: wanted.clone() };
                    plan.change(number).splices.push(splice);
                }
            }
            Some(LineTag::Continuation | LineTag::Nested) => {
                // The same relative indentation to its property as before.
                if let Some(own) = own
                    && own != wanted
                    && plan.stays(number)
                {
                    let end = if text.starts_with(own) { own.len() } else { 0 };
                    let splice = Splice { start: 0, end, text: wanted.clone() };
                    plan.change(number).splices.push(splice);
                }
            }
            _ => {}
        }
    }
}
