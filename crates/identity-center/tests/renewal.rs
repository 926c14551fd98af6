//! Renewing a cached token beside other programs, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::path::Path;
use std::time::Duration;

use common::{IMPATIENT, assert_silent, clock, nobody, simulator, to, token};
use facts::{SessionKey, Token};
use identity_center::{Renewal, SignInError, cache, renew};
use identity_center_sim::{Call, Operation, Rubbish, RubbishKind, Simulator};

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

/// A folder with an expired token of the simulator, and that token.
fn expired(simulator: &Simulator) -> (tempfile::TempDir, Token) {
    let folder = tempfile::tempdir().unwrap();
    let old = token(simulator, &simulator.issue_token(true, Duration::ZERO));
    cache::write(folder.path(), &corp(), &old).unwrap();
    (folder, old)
}

fn cached(folder: &Path) -> Token {
    cache::read(&folder.join(corp().cache_name())).unwrap().token.unwrap()
}

/// Waits until the simulator was asked this often.
async fn asked(simulator: &Simulator, times: usize) {
    while simulator.count(Operation::CreateToken) < times {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until the simulator refused a renewal.
async fn refused(simulator: &Simulator) {
    let is_refused = |call: &Call| call.operation == Operation::CreateToken && call.status >= 400;
    while !simulator.calls().iter().any(is_refused) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn of_many_runs_at_once_one_asks_and_all_have_its_token() {
    let simulator = simulator().await;
    let (folder, old) = expired(&simulator);
    let connection = to(&simulator);
    let key = corp();
    let runs = (0..8).map(|_| renew(&connection, folder.path(), &key, &old, clock));
    let answers = futures::future::join_all(runs).await;
    let new = cached(folder.path());
    assert!(!new.has_expired(clock()) && new != old);
    for answer in answers {
        assert_eq!(answer, Ok(Renewal::Done(Box::new(new.clone()))));
    }
    assert_eq!(simulator.count(Operation::CreateToken), 1);
}

/// A program without the lock, such as the AWS CLI: its answer arrives after this one's refusal.
#[tokio::test]
async fn a_winner_that_writes_after_the_refusal_is_waited_for() {
    let simulator = simulator().await;
    let (folder, old) = expired(&simulator);
    let winners = identity_center::refresh(&to(&simulator), &old, clock()).await.unwrap();
    let connection = to(&simulator);
    let write = async {
        // The refusal is on its way or has arrived; the token comes later.
        refused(&simulator).await;
        cache::write(folder.path(), &corp(), &winners).unwrap();
    };
    let key = corp();
    let (answer, ()) = tokio::join!(renew(&connection, folder.path(), &key, &old, clock), write);
    assert_eq!(answer, Ok(Renewal::Done(Box::new(winners))));
}

#[tokio::test]
async fn a_token_that_stays_in_the_cache_after_the_refusal_is_over() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.refresh_refused = true);
    let (folder, old) = expired(&simulator);
    let answer = renew(&to(&simulator), folder.path(), &corp(), &old, clock).await.unwrap();
    let Renewal::Over(token, error) = &answer else { panic!("{answer:?}") };
    assert_eq!((&**token, error.code.as_str()), (&old, "InvalidGrantException"));
    assert_eq!(cached(folder.path()), old);
    assert_eq!(simulator.count(Operation::CreateToken), 1);
    assert_silent(
        &format!("{answer:?}"),
        &[&old.access_token, old.refresh_token.as_ref().unwrap()],
    );
}

/// Signed out meanwhile: nothing is said about a token that is gone.
#[tokio::test]
async fn a_file_that_is_removed_meanwhile_is_no_refusal() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.refresh_refused = true);
    let (folder, old) = expired(&simulator);
    let path = folder.path().join(corp().cache_name());
    let connection = to(&simulator);
    let remove = async {
        asked(&simulator, 1).await;
        std::fs::remove_file(&path).unwrap();
    };
    let key = corp();
    let (answer, ()) = tokio::join!(renew(&connection, folder.path(), &key, &old, clock), remove);
    assert_eq!(answer, Err(SignInError::NotRenewable));
}

/// Signed in again meanwhile with a token that has expired as well: that one is renewed.
#[tokio::test]
async fn the_token_in_the_cache_counts_and_not_the_one_that_was_seen() {
    let simulator = simulator().await;
    let (folder, seen) = expired(&simulator);
    let (_other, newer) = expired(&simulator);
    cache::write(folder.path(), &corp(), &newer).unwrap();
    let answer = renew(&to(&simulator), folder.path(), &corp(), &seen, clock).await.unwrap();
    assert_eq!(answer, Renewal::Done(Box::new(cached(folder.path()))));
    assert!(!cached(folder.path()).has_expired(clock()));
    // A run that still has the token that was seen renews nothing.
    let again = renew(&to(&simulator), folder.path(), &corp(), &seen, clock).await.unwrap();
    assert_eq!(again, answer);
    assert_eq!(simulator.count(Operation::CreateToken), 1);
}

#[tokio::test]
async fn no_answer_is_no_refusal() {
    let simulator = simulator().await;
    let (folder, old) = expired(&simulator);
    let connection = to(&simulator).limits(IMPATIENT);
    for kind in [RubbishKind::Nothing, RubbishKind::Html, RubbishKind::Status500] {
        simulator.set(|world| world.faults.rubbish = Some(Rubbish::everywhere(kind)));
        let answer = renew(&connection, folder.path(), &corp(), &old, clock).await;
        match answer {
            Err(SignInError::Refused(error)) => assert!(error.may_pass(), "{kind:?}: {error:?}"),
            Err(_) => {}
            Ok(other) => panic!("{kind:?}: {other:?}"),
        }
    }
    let unreachable = common::at(&nobody()).limits(IMPATIENT);
    let answer = renew(&unreachable, folder.path(), &corp(), &old, clock).await;
    assert!(matches!(answer, Err(SignInError::Unreachable(_))), "{answer:?}");
    assert_eq!(cached(folder.path()), old);
}
