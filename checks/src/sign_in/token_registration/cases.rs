//! Machines for `token-registration`.

use facts::{CacheFault, SessionKey, Token, Why};
use jiff::SignedDuration;

use crate::testing::{Case, Machine, cases, now, registration, token, version};

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn machine() -> Machine {
    Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\n")
}

/// A machine with a registration, and an older AWS CLI after the new one on PATH.
fn with(days: i64, browser: bool, number: &str) -> Machine {
    machine()
        .registration(&corp(), Ok(registration(days, browser)))
        .aws("/usr/bin/aws", Ok(version(number)))
}

fn ended(hours: i64) -> Token {
    Token {
        registration_expires_at: Some(now() - SignedDuration::from_hours(1)),
        ..token(hours, true)
    }
}

pub(super) fn cases() -> Vec<Case> {
    let no_refresh = Token { refresh_token: None, ..ended(8) };
    cases! {
        "for a browser, and only new AWS CLIs": with(80, true, "2.22.0").token(&corp(), Ok(token(8, true)))
            => passes;
        "for a device, and an old AWS CLI": with(80, false, "2.9.19")
            => passes;
        "before the shared file": with(80, true, "2.7.31")
            => passes;
        "version 1 does not sign in": with(80, true, "1.46.3")
            => passes;
        "it is about to end": with(0, true, "2.9.19")
            => passes;
        "it has ended": with(-1, true, "2.9.19")
            => passes;
        "nothing is kept": machine()
            => not_applicable;
        "no registration": machine().token(&corp(), Ok(token(8, true)))
            => not_applicable;
        "a token that could not be renewed anyway": machine().token(&corp(), Ok(no_refresh))
            => not_applicable;
        "one that cannot be read": machine().registration(&corp(), Err(CacheFault::NotJson))
            => not_applicable;
        "a version that is not known": machine()
                    .registration(&corp(), Ok(registration(80, true)))
                    .aws("/usr/bin/aws", Err(Why::Error("it does not answer".into())))
            => unknown;
        "for a browser, and an old AWS CLI": with(80, true, "2.9.19")
            => warn "for-a-browser",
            heals "set-aside";
        "it has ended, and so has the token": machine().token(&corp(), Ok(ended(-1)))
            => fail "ended",
            heals "sign-in";
        "it has ended, the token holds": machine().token(&corp(), Ok(ended(3)))
            => warn "ended",
            heals "sign-in";
    }
}
