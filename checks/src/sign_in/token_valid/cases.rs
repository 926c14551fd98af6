//! Machines for `token-valid`.

use facts::{CacheFault, ServiceError, SessionKey, Token, Why};
use jiff::SignedDuration;

use crate::Severity::{Fail, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, now, passes, token, unknown};

const URL: &str = "https://d-1234567890.awsapps.com/start";

fn corp() -> SessionKey {
    SessionKey::Named("corp".into())
}

fn with(token: Token) -> Machine {
    Machine::new()
        .config("[profile dev]\nsso_session = corp\n[sso-session corp]\n")
        .token(&corp(), Ok(token))
}

/// AWS refused to renew the token two hours ago.
fn refused_before(machine: Machine) -> Machine {
    machine.token_file(&corp(), |entry| {
        entry.renewal_refused = Some(now() - SignedDuration::from_hours(2));
    })
}

fn legacy(token: Token) -> Machine {
    Machine::new()
        .config(&format!("[profile dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n"))
        .token(&SessionKey::Legacy(URL.into()), Ok(token))
}

fn error(code: &str, status: u16) -> ServiceError {
    ServiceError {
        operation: "CreateToken",
        code: code.into(),
        message: String::new(),
        status: Some(status),
        request_id: None,
        at: now(),
    }
}

pub(super) fn cases() -> Vec<Case> {
    let refused = || Ok(Err(error("InvalidGrantException", 400)));
    let busy = || Ok(Err(error("InternalServerException", 500)));
    let ended = Token {
        registration_expires_at: Some(now() - SignedDuration::from_hours(1)),
        ..token(-3, true)
    };
    let half = Token { client_secret: None, ..token(-3, true) };
    let at_the_end = Token { expires_at: now(), ..token(0, false) };
    let sign_in = |case: Case| case.healed_by("sign-in", &[]);
    vec![
        passes("holds and renews itself", with(token(8, true))),
        passes("holds", with(token(8, false))),
        passes("holds, and AWS refused to renew it", refused_before(with(token(1, true)))),
        passes("ended and was renewed", with(token(-3, true)).refresh(&corp(), Ok(Ok(())))),
        passes(
            "holds, and asking for more failed",
            with(token(1, true)).refresh(&corp(), Err(Why::NotAsked)),
        ),
        passes("a legacy profile", legacy(token(8, false))),
        passes(
            "out of scope",
            with(token(8, true))
                .config("[default]\nsso_session = corp\n[profile lab]\nsso_session = lab\n")
                .token(&SessionKey::Named("lab".into()), Ok(token(-9, false))),
        ),
        not_applicable(
            "no token",
            Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\n"),
        ),
        not_applicable(
            "a broken file",
            with(token(1, true)).token(&corp(), Err(CacheFault::NotJson)),
        ),
        not_applicable("no single sign-on", Machine::new()),
        unknown("ended, and whether it renews itself was not tried", with(token(-3, true))),
        unknown("the cache could not be read", with(token(8, true)).tokens_unknown(Why::NotAsked)),
        unknown(
            "renewing could not be tried",
            with(token(-3, true)).refresh(&corp(), Err(Why::Error("no connection".into()))),
        ),
        sign_in(finds("ended for good", with(token(-3, false)), "expired", Fail)),
        sign_in(finds("this very moment", with(at_the_end), "expired", Fail)),
        sign_in(finds("the registration ended", with(ended), "expired", Fail)),
        sign_in(finds("half of what renewing needs", with(half), "expired", Fail)),
        sign_in(finds(
            "ended for good, and no connection",
            with(token(-3, false)).refresh(&corp(), Err(Why::NotAsked)),
            "expired",
            Fail,
        )),
        sign_in(finds(
            "a legacy profile is never renewed",
            legacy(token(-3, true)),
            "expired",
            Fail,
        )),
        sign_in(finds(
            "refused",
            with(token(-3, true)).refresh(&corp(), refused()),
            "refresh-refused",
            Fail,
        )),
        sign_in(finds(
            "refused in an earlier run",
            refused_before(with(token(-3, true))),
            "refresh-refused",
            Fail,
        )),
        sign_in(finds(
            "refused in an earlier run, and offline",
            refused_before(with(token(-3, true))).offline(),
            "refresh-refused",
            Fail,
        )),
        sign_in(finds(
            "the service is out of order",
            with(token(-3, true)).refresh(&corp(), busy()),
            "refresh-failed",
            Warn,
        ))
        .healed_by("refresh", &[]),
        sign_in(finds(
            "refused while it still holds",
            with(token(1, true)).refresh(&corp(), refused()),
            "ends-soon",
            Warn,
        )),
        sign_in(finds(
            "out of order while it still holds",
            with(token(1, true)).refresh(&corp(), busy()),
            "ends-soon",
            Warn,
        ))
        .healed_by("refresh", &[]),
    ]
}

/// Offline, an expired token that may renew itself is neither fine nor broken.
#[test]
fn only_aws_knows_whether_an_expired_token_renews_itself() {
    let facts = with(token(-3, true)).offline().facts();
    let result = crate::run(&super::CHECK, &facts, &[]);
    let outcome = &result.subjects[0].outcome;
    assert!(matches!(outcome, crate::Outcome::Skipped(crate::Skip::Offline)), "{outcome:?}");
}
