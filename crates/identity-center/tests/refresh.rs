//! Refreshing a token, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::time::Duration;

use common::{IMPATIENT, assert_silent, clock, fresh, simulator, to, token};
use facts::Token;
use identity_center::{SignInError, accounts, refresh};
use identity_center_sim::{Rubbish, RubbishKind};

#[tokio::test]
async fn an_expired_token_is_renewed() {
    let simulator = simulator().await;
    let old = token(&simulator, &simulator.issue_token(true, Duration::ZERO));
    assert!(old.has_expired(clock()) && old.can_be_refreshed(clock()));
    let new = refresh(&to(&simulator), &old, clock()).await.unwrap();
    assert!(!new.is_due_for_refresh(clock()));
    assert_ne!(new.access_token, old.access_token);
    assert_ne!(new.refresh_token, old.refresh_token);
    let unchanged = |token: &Token| {
        (
            token.client_id.clone(),
            token.client_secret.clone(),
            token.registration_expires_at,
            token.start_url.clone(),
        )
    };
    assert_eq!(unchanged(&new), unchanged(&old));
    assert_eq!(accounts(&to(&simulator), &new).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_refresh_says_so_in_the_services_words() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.refresh_refused = true);
    let old = fresh(&simulator);
    let error = refresh(&to(&simulator), &old, clock()).await.unwrap_err();
    let SignInError::Refused(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(
        (refusal.operation, refusal.code.as_str()),
        ("CreateToken", "InvalidGrantException")
    );
    assert_eq!(
        error.to_string(),
        "CreateToken answered InvalidGrantException \"Invalid refresh token provided\"; sign in again"
    );
    let secrets = [
        &old.access_token,
        old.refresh_token.as_ref().unwrap(),
        old.client_secret.as_ref().unwrap(),
    ];
    assert_silent(&format!("{error:?} {error}"), &secrets);
}

#[tokio::test]
async fn a_token_without_what_it_takes_is_not_sent() {
    let simulator = simulator().await;
    let whole = fresh(&simulator);
    for token in [
        Token { refresh_token: None, ..whole.clone() },
        Token { client_id: None, ..whole.clone() },
        Token { client_secret: None, ..whole.clone() },
        Token { registration_expires_at: None, ..whole.clone() },
    ] {
        assert_eq!(refresh(&to(&simulator), &token, clock()).await, Err(SignInError::NotRenewable));
    }
    let ended = Token { registration_expires_at: Some(clock()), ..whole };
    assert_eq!(
        refresh(&to(&simulator), &ended, clock()).await,
        Err(SignInError::RegistrationExpired)
    );
    assert!(simulator.calls().is_empty());
}

#[tokio::test]
async fn an_answer_without_a_refresh_token_keeps_the_old_one() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.refresh_without_token = true);
    let old = fresh(&simulator);
    let new = refresh(&to(&simulator), &old, clock()).await.unwrap();
    assert_eq!(new.refresh_token, old.refresh_token);
    assert_ne!(new.access_token, old.access_token);
}

#[tokio::test]
async fn no_answer_and_strange_answers_are_not_refusals() {
    let simulator = simulator().await;
    let token = fresh(&simulator);
    let connection = to(&simulator).limits(IMPATIENT);
    for (kind, is_expected) in [
        (
            RubbishKind::Hang,
            (|error| matches!(error, SignInError::TimedOut(_))) as fn(&SignInError) -> bool,
        ),
        (RubbishKind::Nothing, |error| matches!(error, SignInError::Unreachable(_))),
        (RubbishKind::Html, |error| matches!(error, SignInError::WrongAnswer(_))),
        (RubbishKind::NotJson, |error| matches!(error, SignInError::WrongAnswer(_))),
        (RubbishKind::HalfBody, |error| matches!(error, SignInError::WrongAnswer(_))),
        // A service that reports an internal error counts as a service.
        (RubbishKind::Status500, |error| matches!(error, SignInError::Refused(_))),
    ] {
        simulator.set(|world| world.faults.rubbish = Some(Rubbish::everywhere(kind)));
        let error = refresh(&connection, &token, clock()).await.unwrap_err();
        assert!(is_expected(&error), "{kind:?}: {error:?}");
    }
}
