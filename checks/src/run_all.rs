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

fn in_lanes(
    facts: &Facts,
    is_selected: impl Fn(&Check) -> bool + Sync,
    lanes: usize,
) -> Vec<CheckResult> {
    let checks = registry();
    let results: Vec<OnceLock<CheckResult>> = checks.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
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
