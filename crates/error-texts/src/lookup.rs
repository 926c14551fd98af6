//! Looks up the table by its identifiers: texts, meanings and causes, and which of them a check
//! finds.

use std::sync::OnceLock;

use crate::pattern::Pattern;
use crate::row::{Cause, ErrorText, Meaning, is_row_id};
use crate::table::GROUPS;

/// Every meaning, in the table's order.
pub fn meanings() -> impl Iterator<Item = &'static Meaning> {
    GROUPS.iter().flat_map(|(_, meanings)| meanings.iter())
}

/// Every text, in the table's order.
pub fn texts() -> impl Iterator<Item = &'static ErrorText> {
    meanings().flat_map(|meaning| meaning.texts)
}

/// Every cause, in the table's order.
pub fn causes() -> impl Iterator<Item = &'static Cause> {
    GROUPS.iter().flat_map(|(causes, _)| causes.iter())
}

/// A text by its identifier.
pub fn find_text(id: &str) -> Option<&'static ErrorText> {
    texts().find(|text| text.id == id)
}

/// A cause by its identifier.
pub fn find_cause(id: &str) -> Option<&'static Cause> {
    causes().find(|cause| cause.id == id)
}

/// A row of FAILURES by its name, in either case; `None` if the name does not look like a row's.
/// The inner `None`: it looks like one, but FAILURES has no such row.
pub fn find_row(name: &str) -> Option<Option<&'static Cause>> {
    let id = name.trim().to_ascii_uppercase();
    is_row_id(&id).then(|| find_cause(&id))
}

/// The meanings that a cause can be behind, those it most likely explains first.
pub fn meanings_of_cause(id: &str) -> Vec<&'static Meaning> {
    sort_by_rank(|meaning| meaning.causes.iter().position(|cause| *cause == id))
}

/// The meanings with a cause that this check finds, those it most likely explains first.
pub fn meanings_of_check(check: &str) -> Vec<&'static Meaning> {
    sort_by_rank(|meaning| {
        meaning
            .causes
            .iter()
            .position(|id| find_cause(id).is_some_and(|cause| cause.checks.contains(&check)))
    })
}

/// The texts with a cause that this check finds, those it most likely explains first.
pub fn texts_of_check(check: &str) -> impl Iterator<Item = &'static ErrorText> {
    meanings_of_check(check).into_iter().flat_map(|meaning| meaning.texts)
}

/// The meanings that have a rank, lowest first; among equals, the most specific first.
fn sort_by_rank(rank: impl Fn(&Meaning) -> Option<usize>) -> Vec<&'static Meaning> {
    let mut ranked: Vec<(usize, &'static Meaning)> =
        meanings().filter_map(|meaning| Some((rank(meaning)?, meaning))).collect();
    ranked.sort_by_key(|(rank, meaning)| (*rank, meaning.kind));
    ranked.into_iter().map(|(_, meaning)| meaning).collect()
}

/// Every text with its meaning and its pattern, which is parsed on the first call.
pub fn patterns() -> &'static [(&'static Meaning, &'static ErrorText, Pattern)] {
    static ALL: OnceLock<Vec<(&'static Meaning, &'static ErrorText, Pattern)>> = OnceLock::new();
    ALL.get_or_init(|| {
        meanings()
            .flat_map(|meaning| meaning.texts.iter().map(move |text| (meaning, text)))
            .map(|(meaning, text)| (meaning, text, Pattern::new(text.pattern)))
            .collect()
    })
}
