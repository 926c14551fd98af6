//! Remembers each sign-in that was tried, for the report.

use facts::{SessionKey, clean_line};
use identity_center::SignInError;
use machine::{SignInOutcome, SignInWay, TriedSignIn};

use crate::app::App;

/// Remembers a sign-in that ended by itself, with its error if it failed.
pub(super) fn remember(app: &App, key: &SessionKey, way: SignInWay, error: Option<&SignInError>) {
    let (outcome, code) = match error {
        None => (SignInOutcome::SignedIn, None),
        Some(SignInError::Denied) => (SignInOutcome::Denied, None),
        Some(SignInError::Expired) => (SignInOutcome::Expired, None),
        Some(SignInError::Refused(error)) => {
            (SignInOutcome::Refused, Some(clean_line(&error.code)))
        }
        Some(
            SignInError::Unreachable(_) | SignInError::TimedOut(_) | SignInError::WrongAnswer(_),
        ) => (SignInOutcome::Unreachable, None),
        Some(_) => (SignInOutcome::Failed, None),
    };
    write(app, key, way, outcome, code);
}

/// Remembers a sign-in that the user stopped.
pub(super) fn remember_stop(app: &App, key: &SessionKey, way: SignInWay) {
    write(app, key, way, SignInOutcome::Stopped, None);
}

fn write(
    app: &App,
    key: &SessionKey,
    way: SignInWay,
    outcome: SignInOutcome,
    code: Option<String>,
) {
    let tried = TriedSignIn {
        session: key.name().to_owned(),
        legacy: matches!(key, SessionKey::Legacy(_)),
        way,
        outcome,
        code,
        at: app.system.now(),
    };
    // Only a report needs it, so a disk that is full must not make a sign-in fail.
    let _ = machine::remember_sign_in(&app.system, tried);
}
