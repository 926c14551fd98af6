//! Findings that are one fault in several profiles, which are decided together.

use std::collections::HashSet;

use checks::{Finding, SafeText};
use facts::{Subject, Text};

use crate::examine::Examination;

/// Name at most this many of the other profiles with the same fault.
const MAX_NAMES: usize = 40;

/// Identifies a finding across runs of the checks, without line numbers because fixes move them.
pub(super) type Key = (&'static str, &'static str, Subject, SafeText);

pub(super) fn key(check: &'static str, finding: &Finding) -> Key {
    (check, finding.code, finding.subject.clone(), finding.brief.clone())
}

/// A finding, and those that are the same fault in other profiles.
pub(super) struct Alike {
    pub(super) check: &'static str,
    pub(super) first: Finding,
    pub(super) others: Vec<Finding>,
}

impl Alike {
    pub(super) fn find(
        examination: &Examination,
        check: &'static str,
        first: Finding,
        seen: &HashSet<Key>,
    ) -> Self {
        let group = first.group(check);
        let others = examination
            .findings()
            .filter(|(id, other)| {
                *id == check
                    && other.code == first.code
                    && other.subject != first.subject
                    && !seen.contains(&key(id, other))
                    && other.group(check) == group
            })
            .map(|(_, other)| other.clone())
            .collect();
        Self { check, first, others }
    }

    /// The sentence that names the other profiles.
    pub(super) fn name_others(&self) -> Option<String> {
        let mut names: Vec<String> = self
            .others
            .iter()
            .take(MAX_NAMES)
            .map(|other| Text(profile_name(&other.subject)).to_string())
            .collect();
        let more = self.others.len().saturating_sub(MAX_NAMES);
        if more > 0 {
            names.push(format!("and {more} more"));
        }
        (!names.is_empty()).then(|| format!("The same in {}.", names.join(", ")))
    }
}

/// Only findings about profiles can be alike.
fn profile_name(subject: &Subject) -> &str {
    match subject {
        Subject::Profile(name) => name,
        Subject::Session(key) => key.name(),
        Subject::Machine | Subject::File(_) => "",
    }
}
