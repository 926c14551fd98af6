//! Which finding is offered next, and how many there are.

use std::collections::{HashMap, HashSet};

use checks::{Answers, Applicability, Finding};

use super::alike::{Alike, Key, key};
use super::decision::is_safe;
use crate::examine::Examination;

/// In which order fixes are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Causes before consequences.
    AsFound,
    /// What needs no question first.
    SafeFirst,
}

/// What there is to fix, each fault counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ToFix {
    /// What can be fixed without a question.
    pub(super) safe: usize,
    /// All that this program can fix.
    pub(super) all: usize,
}

impl ToFix {
    /// Counts what there is to fix.
    pub(super) fn count(examination: &Examination) -> Self {
        let mut groups: HashMap<String, (&'static str, Vec<&Finding>)> = HashMap::new();
        for (check, finding) in examination.findings().filter(|(_, finding)| is_fixable(finding)) {
            let group = groups.entry(finding.group(check)).or_insert((check, Vec::new()));
            group.1.push(finding);
        }
        let mut count = Self::default();
        for (check, findings) in groups.into_values() {
            // The same fault of other profiles is decided together.
            let subject = &findings[0].subject;
            let (own, others): (Vec<&Finding>, Vec<&Finding>) =
                findings.iter().partition(|finding| finding.subject == *subject);
            let others: Vec<Finding> = others.into_iter().cloned().collect();
            for first in own {
                let alike = Alike { check, first: first.clone(), others: others.clone() };
                count.all += 1;
                count.safe += usize::from(is_safe_together(examination, &alike));
            }
        }
        count
    }
}

/// Whether this program can fix it, rather than say how.
pub(super) fn is_fixable(finding: &Finding) -> bool {
    finding.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide)
}

/// Whether the first fix needs no question, for all that are alike.
pub(super) fn is_safe_together(examination: &Examination, alike: &Alike) -> bool {
    let mut remedies = alike.first.remedies.iter();
    let first = remedies.find(|remedy| remedy.applicability != Applicability::Guide);
    first.is_some_and(|remedy| {
        remedy.questions.is_empty()
            && is_safe(examination, remedy, &alike.first, &alike.others, &Answers::new())
    })
}

/// The findings that have been decided or offered.
#[derive(Default)]
pub(super) struct Queue {
    /// What is decided for now; a fix makes all undecided again.
    pub(super) seen: HashSet<Key>,
    /// What was offered once.
    pub(super) offered: HashSet<Key>,
    /// The number of fixes that were offered.
    pub(super) offers: usize,
    /// How often a fix for what looks the same was applied.
    pub(super) repeats: HashMap<Key, usize>,
    /// Whether only what needs a question is left.
    is_rest: bool,
    /// Whether the last search found nothing safe. What becomes safe later is offered in its turn.
    has_no_safe: bool,
}

/// The next finding.
pub(super) struct Next {
    pub(super) alike: Alike,
    /// Whether it is the first one that needs a question after those that do not.
    pub(super) begins_rest: bool,
}

impl Queue {
    /// The next finding that is not decided.
    pub(super) fn next(&mut self, examination: &Examination, order: Order) -> Option<Next> {
        let undecided =
            || examination.findings().filter(|(id, found)| !self.seen.contains(&key(id, found)));
        let alike = |(check, finding): (&'static str, &Finding)| {
            Alike::find(examination, check, finding.clone(), &self.seen)
        };
        if order == Order::SafeFirst && !self.has_no_safe {
            let declared = undecided().filter(|(_, finding)| {
                finding.remedies.iter().any(|remedy| remedy.applicability == Applicability::Safe)
            });
            let safe = declared.map(alike).find(|alike| is_safe_together(examination, alike));
            if let Some(alike) = safe {
                return Some(Next { alike, begins_rest: false });
            }
            self.has_no_safe = true;
        }
        let alike = undecided().next().map(alike)?;
        let begins_rest = order == Order::SafeFirst
            && !self.is_rest
            && self.offers > 0
            && is_fixable(&alike.first);
        self.is_rest |= begins_rest;
        Some(Next { alike, begins_rest })
    }

    /// Counts an offered fix: its number, and how many there are, as far as is known now.
    pub(super) fn number(&mut self, examination: &Examination, alike: &Alike) -> (usize, usize) {
        self.offers += 1;
        let own = alike.first.group(alike.check);
        let mut left = HashMap::new();
        for (check, finding) in examination.findings().filter(|(_, finding)| is_fixable(finding)) {
            let known = key(check, finding);
            let group = finding.group(check);
            let is_alike = group == own && finding.subject != alike.first.subject;
            if is_alike || self.seen.contains(&known) || self.offered.contains(&known) {
                continue;
            }
            let (first, times) = left.entry(group).or_insert((&finding.subject, 0));
            *times += usize::from(*first == &finding.subject);
        }
        let left: usize = left.values().map(|(_, times)| *times).sum();
        (self.offers, self.offers + left)
    }
}
