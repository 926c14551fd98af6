//! Runs the whole registry on one machine.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use facts::Facts;

use crate::engine::{self, CheckResult};
use crate::{Check, Skip, registry};

/// Run checks in parallel from this many profiles; with fewer, starting a thread takes longer than
/// all the checks together.
const MIN_PROFILES_FOR_LANES: usize = 500;
/// More threads than this would have nothing to do, because causes are judged before their
/// consequences.
const LANES: usize = 4;

/// Runs every selected check, causes before consequences; the others are skipped by request.
/// Results are in the registry's order, whichever finished first.
pub fn run_all(facts: &Facts, is_selected: impl Fn(&Check) -> bool + Sync) -> Vec<CheckResult> {
    let lanes = if facts.files().profiles().len() < MIN_PROFILES_FOR_LANES {
        1
    } else {
        thread::available_parallelism().map_or(1, NonZero::get)
    };
    in_lanes(facts, is_selected, lanes.min(LANES))
}

/// The check that reports a file that cannot be read.
const READABLE: &str = "files-readable";

/// Whether a check requires another one, directly or not.
fn requires(check: &Check, id: &str) -> bool {
    check.required_checks().any(|required| {
        required == id || crate::find(required).is_some_and(|required| requires(required, id))
    })
}

fn in_lanes(
    facts: &Facts,
    is_selected: impl Fn(&Check) -> bool + Sync,
    lanes: usize,
) -> Vec<CheckResult> {
    let checks = registry();
    let results: Vec<OnceLock<CheckResult>> = checks.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let unread = facts.unread_file();
    // Checks start in order and require only earlier ones, so that what a check waits for has
    // already started and will end.
    let lane = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((check, place)) = checks.get(index).zip(results.get(index)) else {
                break;
            };
            let result = if is_selected(check) {
                let earlier = checks.iter().zip(&results).take(index);
                // A check of a file that could not be read is not completed, whatever it would say
                // of an empty one.
                let is_silent = || {
                    let mut readable = earlier.clone().filter(|(other, _)| other.id == READABLE);
                    readable.any(|(_, result)| !result.wait().blocks_something())
                };
                if let Some((kind, why)) = &unread
                    && requires(check, READABLE)
                    && is_silent()
                {
                    let _ = place.set(engine::unread(check, *kind, why.clone()));
                    continue;
                }
                let required: Vec<&CheckResult> = earlier
                    .filter(|(other, _)| check.required_checks().any(|id| id == other.id))
                    .map(|(_, result)| result.wait())
                    .collect();
                engine::run_after(check, facts, &required)
            } else {
                engine::skip(check, Skip::ByRequest)
            };
            // No other thread has this index.
            let _ = place.set(result);
        }
    };
    thread::scope(|scope| {
        for _ in 1..lanes {
            // If the system cannot start a thread, fewer are enough.
            let _ = thread::Builder::new().spawn_scoped(scope, lane);
        }
        lane();
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Machine;

    /// What can be compared: everything except the duration.
    fn shown(results: &[CheckResult]) -> Vec<String> {
        let line = |result: &CheckResult| {
            format!("{} {:?} {:?}", result.id, result.subjects, result.skipped)
        };
        results.iter().map(line).collect()
    }

    #[test]
    fn the_results_are_the_same_in_one_lane_and_in_several() {
        let config = "[sso-session corp]\nsso_region = eu-central-1\n\
            [profile a]\nsso_session = corp\nsso_account_id = 111122223333\n\
            [profile b]\nsso_session = crop\nsso_account_id = 1\nsso_role_name = R\n\
            [profile c]\nsso_session = 'corp' # here\n";
        let facts = Machine::new().config(config).facts();
        let one = in_lanes(&facts, |_| true, 1);
        let ids: Vec<&str> = registry().iter().map(|check| check.id).collect();
        assert!(one.iter().map(|result| result.id).eq(ids));
        assert!(one.iter().any(|result| !result.findings().is_empty()));
        for _ in 0..20 {
            assert_eq!(shown(&in_lanes(&facts, |_| true, 4)), shown(&one));
        }
    }

    /// Of a file that could not be read, a check knows nothing: neither that it is in order, nor that
    /// a profile is missing in it.
    #[test]
    fn a_file_that_could_not_be_read_is_not_an_empty_one() {
        use crate::Outcome;
        use aws_files::FileKind;
        use facts::FileState;
        let states = [
            FileState::Unreadable { why: "input/output error".into(), denied: false },
            FileState::Unreadable { why: "permission denied".into(), denied: true },
            FileState::TooLarge { size: 2, limit: 1 },
            FileState::NotAFile("a folder"),
        ];
        for state in states {
            let facts = Machine::new().file(FileKind::Config, state.clone()).profile("dev").facts();
            for id in ["config-syntax", "config-template", "profile-exists", "sso-session-exists"] {
                let results = in_lanes(&facts, |check| check.id == id, 1);
                let outcome = results.iter().find(|one| one.id == id).map(CheckResult::outcome);
                assert!(
                    matches!(outcome, Some(Outcome::Unknown(_))),
                    "{id} {state:?}: {outcome:?}"
                );
            }
            let all = in_lanes(&facts, |_| true, 1);
            let exists = all.iter().find(|one| one.id == "profile-exists").unwrap();
            assert!(exists.findings().is_empty(), "{state:?}: {:?}", exists.outcome());
            assert!(!matches!(exists.outcome(), Outcome::Passed(_)), "{state:?}");
        }
        let switched_off = Machine::new().config("[profile dev]\nregion = us-east-1\n").facts();
        let results = in_lanes(&switched_off, |check| check.id == "config-syntax", 1);
        assert!(results.iter().all(|one| !matches!(one.outcome(), Outcome::Unknown(_))));
    }

    #[test]
    fn what_is_not_selected_is_skipped() {
        let facts = Machine::new().facts();
        let results = in_lanes(&facts, |check| check.id == "profile-exists", 2);
        for result in &results {
            let skipped = result.skipped == Some(Skip::ByRequest);
            assert_eq!(skipped, result.id != "profile-exists", "{}", result.id);
        }
    }
}
