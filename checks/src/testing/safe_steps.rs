//! A safe fix leaves nothing worse behind: no other fault that must be asked for, and none that was
//! safe to fix and is not any more (docs/decisions.md, *What a safe fix may leave behind*).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_files::View;
use facts::Subject;

use super::Machine;
use super::safe_fixes::{config_of, for_each_mutated, machines, safe_plan, values};
use crate::{CheckResult, Finding, Outcome, Severity, run_all};

/// Try this many mutated files; with `AWS_ONBOARD_LONG_TESTS=1`, the larger number.
const MUTATED_FILES: usize = 1_000;
const MUTATED_FILES_LONG: usize = 50_000;

/// Apply at most this many fixes to one machine.
const MAX_STEPS: usize = 30;

/// What identifies a fault before and after a fix, which moves lines and changes values.
type Fault = (&'static str, &'static str, Subject);

fn fault(check: &'static str, finding: &Finding) -> Fault {
    (check, finding.code, finding.subject.clone())
}

fn findings(results: &[CheckResult]) -> impl Iterator<Item = (&'static str, &Finding)> {
    results.iter().flat_map(|result| result.findings().into_iter().map(|one| (result.id, one)))
}

/// The profiles and the sessions that the AWS CLI sees, if it can read the rest.
fn known(machine: &Machine) -> BTreeSet<Subject> {
    let facts = machine.facts();
    let profiles = facts.files().profiles().keys().cloned().map(Subject::Profile);
    let sessions = facts.files().sessions().keys().cloned();
    let sessions = sessions.map(|name| Subject::Session(facts::SessionKey::Named(name)));
    profiles.chain(sessions).collect()
}

/// A machine before and after one safe fix.
struct Step<'a> {
    fixed: (&'static str, &'a Finding),
    before: (&'a Machine, &'a [CheckResult]),
    after: (&'a Machine, &'a [CheckResult]),
}

impl Step<'_> {
    /// What the fix left worse, each in a few words.
    fn made_worse(&self) -> Vec<String> {
        let (check, fixed) = self.fixed;
        let name = |(check, finding): (&str, &Finding)| {
            format!("{check}.{} ({:?})", finding.code, finding.severity)
        };
        let what = |other: (&str, &Finding)| format!("{} -> {}", name((check, fixed)), name(other));
        let was_safe: BTreeSet<(Fault, String)> = findings(self.before.1)
            .filter(|(_, finding)| safe_plan(self.before.0, finding).is_some())
            .map(|(check, finding)| (fault(check, finding), finding.brief.to_string()))
            .collect();
        let there: BTreeSet<Fault> =
            findings(self.before.1).map(|(check, finding)| fault(check, finding)).collect();
        let known = known(self.before.0);
        let mut worse = Vec::new();
        for result in self.after.1 {
            for subject in &result.subjects {
                let Outcome::Found(found) = &subject.outcome else { continue };
                for finding in found {
                    if safe_plan(self.after.0, finding).is_some() {
                        continue;
                    }
                    let key = fault(result.id, finding);
                    // A finding is about two sections at a time: the next pair was behind it.
                    let is_next = key == fault(check, fixed);
                    if !is_next
                        && !self.opens_a_file()
                        && was_safe.contains(&(key.clone(), finding.brief.to_string()))
                    {
                        worse.push(format!("no longer safe: {}", what((result.id, finding))));
                    }
                    let is_new = !there.contains(&key)
                        && finding.severity >= fixed.severity.max(Severity::Warn);
                    if is_new && !self.was_hidden(result.id, &subject.subject, finding, &known) {
                        worse.push(format!("new: {}", what((result.id, finding))));
                    }
                }
            }
        }
        worse
    }

    /// Whether a reader gets something from a file that it refused before: what is safe is proven by
    /// comparing what it gets, and there was nothing to compare.
    fn opens_a_file(&self) -> bool {
        let files = |machine, view| -> BTreeSet<_> {
            values(machine, view).into_keys().map(|setting| setting.0).collect()
        };
        [View::Cli, View::Sdk]
            .into_iter()
            .any(|view| !files(self.after.0, view).is_subset(&files(self.before.0, view)))
    }

    /// Whether a reader of the files gets a setting after the fix that it did not get before.
    fn shows_a_setting(&self) -> bool {
        [View::Cli, View::Sdk].into_iter().any(|view| {
            let before = values(self.before.0, view);
            values(self.after.0, view).keys().any(|setting| !before.contains_key(setting))
        })
    }

    /// Whether no reader gets anything from the files after the fix either: nothing works yet.
    fn leaves_them_unreadable(&self) -> bool {
        [View::Cli, View::Sdk].into_iter().all(|view| values(self.after.0, view).is_empty())
    }

    /// Whether it was there before, behind the fixed fault: its check was not run on this subject,
    /// the fixed fault stopped the same subject anyway, or the profile, the session or a setting was
    /// not there for a reader of the files.
    fn was_hidden(
        &self,
        check: &str,
        subject: &Subject,
        finding: &Finding,
        known: &BTreeSet<Subject>,
    ) -> bool {
        let results = self.before.1.iter().filter(|result| result.id == check);
        let before =
            results.flat_map(|result| &result.subjects).find(|one| one.subject == *subject);
        let was_judged = before
            .is_some_and(|before| matches!(before.outcome, Outcome::Passed(_) | Outcome::Found(_)));
        let is_section = matches!(finding.subject, Subject::Profile(_) | Subject::Session(_));
        let stopped = self.fixed.1.stops && self.fixed.1.subject == finding.subject;
        !was_judged
            || stopped
            || (is_section && !known.contains(&finding.subject))
            || self.shows_a_setting()
            || self.leaves_them_unreadable()
            // Some programs read a setting only in its exact spelling, which neither view tells.
            // And a value is judged for the first time without its quotes or its comment.
            || (["config-portable", "config-values"].contains(&self.fixed.0)
                && !check.starts_with("config-"))
    }
}

/// Applies safe fixes one after the other; returns how many, and what one of them made worse.
fn walk(machine: &Machine) -> (usize, Vec<(String, String)>) {
    let mut machine = machine.clone();
    let mut results = run_all(&machine.facts(), |_| true);
    let mut worse = Vec::new();
    for steps in 0..MAX_STEPS {
        let next = findings(&results)
            .find_map(|(check, one)| Some((check, one.clone(), safe_plan(&machine, one)?)));
        let Some((check, finding, (_, plan))) = next else { return (steps, worse) };
        let after = machine.after(&plan);
        let results_after = run_all(&after.facts(), |_| true);
        let step = Step {
            fixed: (check, &finding),
            before: (&machine, &results),
            after: (&after, &results_after),
        };
        for one in step.made_worse() {
            worse.push((one, format!("{}\n{}", config_of(&machine), config_of(&after))));
        }
        (machine, results) = (after, results_after);
    }
    (MAX_STEPS, worse)
}

/// What was made worse, with one example and how often.
#[derive(Default)]
struct Worse(Mutex<BTreeMap<String, (usize, String)>>);

impl Worse {
    fn add(&self, name: &str, found: Vec<(String, String)>) {
        let mut known = self.0.lock().unwrap();
        for (what, example) in found {
            known.entry(what).or_insert_with(|| (0, format!("{name}\n{example}"))).0 += 1;
        }
    }

    fn assert_empty(self) {
        let found = self.0.into_inner().unwrap();
        let told: Vec<String> = found
            .iter()
            .map(|(what, (times, example))| format!("{times} times {what}\n{example}\n"))
            .collect();
        assert!(told.is_empty(), "{} kinds\n{}", told.len(), told.join("\n"));
    }
}

#[test]
fn a_safe_fix_of_a_case_leaves_nothing_worse() {
    let worse = Worse::default();
    let mut fixes = 0;
    for (name, machine) in machines() {
        let (steps, found) = walk(&machine);
        fixes += steps;
        worse.add(&name, found);
    }
    worse.assert_empty();
    assert!(fixes > 100, "{fixes} fixes: the test would not notice anything");
}

#[test]
// The switch of the long tests is not a fact about the machine.
#[allow(clippy::disallowed_methods)]
fn a_safe_fix_of_a_mutated_file_leaves_nothing_worse() {
    let long = std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some();
    let count = if long { MUTATED_FILES_LONG } else { MUTATED_FILES };
    let (worse, fixes) = (Worse::default(), AtomicUsize::new(0));
    for_each_mutated(count, 0x5851_f42d_4c95_7f2d, |name, mutated| {
        let (steps, found) = walk(mutated);
        fixes.fetch_add(steps, Ordering::Relaxed);
        worse.add(name, found);
    });
    worse.assert_empty();
    assert!(fixes.into_inner() > count / 5, "too few fixes: the test would not notice anything");
}
