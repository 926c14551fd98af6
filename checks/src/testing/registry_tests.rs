//! The tests that every check must pass.

use std::collections::BTreeSet;

use super::{Case, Expect, Machine};
use crate::{Answers, Applicability, Check, CheckResult, Finding, Outcome, Skip, registry, run};

/// The headings of a manual, in order.
const HEADINGS: &[&str] =
    &["## What it checks", "## Why it matters", "## How to fix it", "## Errors people see"];

fn examine(check: &'static Check, machine: &Machine) -> CheckResult {
    run(check, &machine.facts(), &[])
}

fn findings(check: &'static Check, machine: &Machine) -> Vec<Finding> {
    examine(check, machine).findings().into_iter().cloned().collect()
}

#[test]
fn identifiers_are_kebab_case_and_unique() {
    let mut seen = BTreeSet::new();
    for check in registry() {
        assert!(check.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", check.id);
        assert!(seen.insert(check.id), "{} stands twice", check.id);
    }
}

#[test]
fn no_check_is_newer_than_the_program() {
    let own: semver::Version = env!("CARGO_PKG_VERSION").parse().unwrap();
    for check in registry() {
        let since: semver::Version = check.since.parse().unwrap();
        assert!(since <= own, "{}: since {since}", check.id);
    }
}

/// `--answer` refuses any other key.
#[test]
fn the_keys_of_every_question_are_known() {
    for check in registry() {
        let asked: BTreeSet<&str> = (check.cases)()
            .iter()
            .flat_map(|case| findings(check, &case.machine))
            .flat_map(|finding| finding.remedies)
            .flat_map(|remedy| remedy.questions)
            .map(|question| question.key)
            .collect();
        let known: BTreeSet<&str> = crate::answer_keys(check.id).iter().copied().collect();
        assert_eq!(asked, known, "{}: list them in registry.rs", check.id);
    }
}

#[test]
fn what_a_check_requires_stands_before_it() {
    let mut before = BTreeSet::new();
    for check in registry() {
        for required in check.required_checks() {
            assert!(
                before.contains(required),
                "{} requires {required}, which does not stand before it",
                check.id
            );
        }
        before.insert(check.id);
    }
}

#[test]
fn every_manual_has_its_headings_in_order() {
    for check in registry() {
        let mut from = 0;
        for heading in HEADINGS {
            let at = check.manual[from..].find(heading);
            assert!(
                at.is_some(),
                "the manual of {} lacks {heading:?} (or has it out of order)",
                check.id
            );
            from += at.unwrap_or(0) + heading.len();
        }
        assert!(
            !check.title.ends_with('.') && !check.label.is_empty() && !check.since.is_empty(),
            "{}",
            check.id
        );
        assert!(!check.manual.contains('!'), "the manual of {} has an exclamation mark", check.id);
    }
}

#[test]
fn every_check_has_a_passing_and_a_failing_machine() {
    for check in registry() {
        let cases = (check.cases)();
        assert!(
            cases.iter().any(|case| matches!(case.expect, Expect::Passes)),
            "{} has no passing case",
            check.id
        );
        assert!(
            cases.iter().any(|case| matches!(case.expect, Expect::Finds(_))),
            "{} has no failing case",
            check.id
        );
    }
}

#[test]
fn every_case_comes_out_as_expected() {
    for check in registry() {
        for case in (check.cases)() {
            assert_case(check, &case);
        }
    }
}

fn assert_case(check: &'static Check, case: &Case) {
    let place = format!("{}: {}", check.id, case.name);
    let result = examine(check, &case.machine);
    let outcome = result.outcome();
    match &case.expect {
        Expect::Passes => {
            assert!(matches!(outcome, Outcome::Passed(_)), "{place}: {outcome:?}");
        }
        Expect::NotApplicable => {
            assert!(
                matches!(outcome, Outcome::Skipped(Skip::NotApplicable)),
                "{place}: {outcome:?}"
            );
        }
        Expect::Unknown => assert!(matches!(outcome, Outcome::Unknown(_)), "{place}: {outcome:?}"),
        Expect::Finds(expected) => {
            let Outcome::Found(found) = &outcome else { panic!("{place}: {outcome:?}") };
            assert_eq!(found.len(), 1, "{place}: {found:#?}");
            let finding = &found[0];
            assert_eq!(finding.code, expected.code, "{place}");
            assert_eq!(finding.severity, expected.severity, "{place}");
            if let Some(line) = expected.line {
                let at = finding.place().map(|place| place.location.line);
                assert_eq!(at, Some(line), "{place}: {finding:#?}");
            }
            assert!(!finding.next.is_empty(), "{place}: it does not say what to do next");
            assert!(!finding.why.is_empty(), "{place}: it does not say why");
            for text in [&finding.brief, &finding.what, &finding.why, &finding.next] {
                assert!(
                    !text.contains('!') && !text.contains("simply"),
                    "{place}: the tone of {text:?}"
                );
            }
        }
    }
}

#[test]
fn every_remedy_is_proved_by_checking_again() {
    for check in registry() {
        assert_remedies_are_proved(check);
    }
}

/// The example in CONTRIBUTING.md passes the tests of a registered check.
#[test]
fn the_example_is_a_good_check() {
    let check = &super::example::CHECK;
    let cases = (check.cases)();
    assert!(cases.len() > 2);
    for case in &cases {
        assert_case(check, case);
    }
    assert_remedies_are_proved(check);
    for heading in HEADINGS {
        assert!(check.manual.contains(heading), "{heading}");
    }
}

/// CONTRIBUTING.md shows the example exactly as it is compiled.
#[test]
fn contributing_shows_the_example() {
    let page = include_str!("../../../CONTRIBUTING.md");
    let shown: Vec<&str> = page.lines().map(str::trim).collect();
    for file in [include_str!("example/mod.rs"), include_str!("example/cases.rs")] {
        let lines: Vec<&str> = file.lines().map(str::trim).collect();
        assert!(
            shown.windows(lines.len()).any(|window| window == lines),
            "CONTRIBUTING.md does not show this as it is:\n{file}"
        );
    }
}

fn assert_remedies_are_proved(check: &'static Check) {
    let mut offered = BTreeSet::new();
    let mut proved = BTreeSet::new();
    for case in (check.cases)() {
        let found = findings(check, &case.machine);
        for finding in &found {
            offered.extend(
                finding
                    .remedies
                    .iter()
                    .filter(|remedy| remedy.applicability != Applicability::Guide)
                    .map(|remedy| remedy.id),
            );
        }
        let Expect::Finds(expected) = &case.expect else {
            continue;
        };
        for (id, answers) in &expected.healed_by {
            let place = format!("{}: {}: {id}", check.id, case.name);
            let remedy = found[0].remedies.iter().find(|remedy| remedy.id == *id);
            let remedy = remedy.unwrap_or_else(|| panic!("{place}: is not offered"));
            let answers: Answers =
                answers.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
            let facts = case.machine.facts();
            let plan =
                remedy.plan(&facts, &answers).unwrap_or_else(|error| panic!("{place}: {error}"));
            let after = case.machine.after(&plan);
            let left = findings(check, &after);
            assert!(
                !left.iter().any(|finding| finding.code == expected.code),
                "{place}: still found after it: {left:#?}"
            );
            let outcome = examine(check, &after).outcome();
            assert!(!matches!(outcome, Outcome::Unknown(_)), "{place}: {outcome:?}");
            proved.insert(*id);
        }
    }
    let missing: Vec<_> = offered.difference(&proved).collect();
    assert!(missing.is_empty(), "{}: remedies without a proof: {missing:?}", check.id);
}
