//! The identity of a profile, and its assignments, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::time::Duration;

use common::{IMPATIENT, REGION, assert_silent, clock, fresh, simulator, to};
use facts::{IdentityAnswer, Known, Secret, Step, Token, Why};
use identity_center::{Connection, accounts, identity, roles_of, static_identity};
use identity_center_sim::{Operation, Rubbish, RubbishKind, Simulator, StaticKey, World};

const ACCOUNT: &str = "111122223333";

async fn ask(connection: &Connection, simulator: &Simulator) -> Known<IdentityAnswer> {
    identity(connection, &fresh(simulator), ACCOUNT, "PowerUser", REGION, clock()).await
}

/// The step, the code and the message of a refusal.
fn refusal(answer: Known<IdentityAnswer>) -> (Step, String, String) {
    match answer {
        Ok(IdentityAnswer::Refused(step, error)) => {
            assert!(error.request_id.is_some());
            (step, error.code, error.message)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_role_is_somebody() {
    let simulator = simulator().await;
    let answer = ask(&to(&simulator), &simulator).await;
    let Ok(IdentityAnswer::Identity(identity)) = answer else { panic!("{answer:?}") };
    assert_eq!(identity.account, ACCOUNT);
    assert_eq!(identity.permission_set(), Some(("PowerUser", "mira@example.org")));
}

#[tokio::test]
async fn a_role_that_is_not_assigned_is_refused_by_the_portal() {
    let simulator = simulator().await;
    let token = fresh(&simulator);
    for (account, role) in [(ACCOUNT, "Admin"), ("999988887777", "PowerUser")] {
        let answer = identity(&to(&simulator), &token, account, role, REGION, clock()).await;
        let (step, code, message) = refusal(answer);
        assert_eq!(
            (step, code.as_str(), message.as_str()),
            (Step::RoleCredentials, "ForbiddenException", "No access")
        );
    }
    assert_eq!(simulator.count(Operation::GetCallerIdentity), 0);
}

#[tokio::test]
async fn a_token_that_the_portal_does_not_take_is_refused_there() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.revoked = true);
    let (step, code, _) = refusal(ask(&to(&simulator), &simulator).await);
    assert_eq!((step, code.as_str()), (Step::RoleCredentials, "UnauthorizedException"));
}

#[tokio::test]
async fn sts_refuses_in_its_own_words() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.sts_denied = true);
    let (step, code, message) = refusal(ask(&to(&simulator), &simulator).await);
    assert_eq!((step, code.as_str()), (Step::CallerIdentity, "AccessDenied"));
    assert!(!message.is_empty());
    simulator.set(|world| {
        world.faults.sts_denied = false;
        world.faults.sts_unknown_key = true;
    });
    let (step, code, _) = refusal(ask(&to(&simulator), &simulator).await);
    assert_eq!((step, code.as_str()), (Step::CallerIdentity, "InvalidClientTokenId"));
}

#[tokio::test]
async fn a_wrong_clock_is_refused_and_not_corrected() {
    let simulator = simulator().await;
    for skew in [1200, -1200] {
        simulator.set(|world| world.faults.clock_skew_seconds = skew);
        let (step, code, message) = refusal(ask(&to(&simulator), &simulator).await);
        assert_eq!(step, Step::CallerIdentity);
        assert!(
            ["SignatureDoesNotMatch", "RequestExpired"].contains(&code.as_str()),
            "{code} {message}"
        );
    }
}

#[tokio::test]
async fn strange_answers_are_no_refusals() {
    let simulator = simulator().await;
    let connection = to(&simulator).limits(IMPATIENT);
    let token = fresh(&simulator);
    for operation in [Operation::GetRoleCredentials, Operation::GetCallerIdentity] {
        for kind in [
            RubbishKind::NotJson,
            RubbishKind::HalfBody,
            RubbishKind::Nothing,
            RubbishKind::Hang,
            RubbishKind::Status500,
            RubbishKind::Html,
        ] {
            simulator.set(|world| world.faults.rubbish = Some(Rubbish::at(operation, kind)));
            let answer = identity(&connection, &token, ACCOUNT, "PowerUser", REGION, clock()).await;
            let Err(why) = &answer else { panic!("{operation} {kind:?}: {answer:?}") };
            match kind {
                RubbishKind::Hang => assert_eq!(*why, Why::TimedOut(IMPATIENT.call)),
                _ => assert!(
                    matches!(why, Why::Error(_) | Why::Service(_)),
                    "{operation} {kind:?}: {why:?}"
                ),
            }
            assert_silent(&format!("{why:?} {why}"), &[&token.access_token]);
            assert!(!why.to_string().contains("guest"), "{why}");
        }
    }
}

#[tokio::test]
async fn nobody_there_is_no_refusal() {
    let simulator = simulator().await;
    let answer = ask(&common::at(&common::nobody()), &simulator).await;
    let Err(Why::Error(text)) = answer else { panic!("{answer:?}") };
    assert!(text.starts_with("127.0.0.1:") && text.contains("could not be reached"), "{text}");
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.throttle_first = 2);
    assert!(matches!(ask(&to(&simulator), &simulator).await, Ok(IdentityAnswer::Identity(_))));
    assert_eq!(simulator.count(Operation::GetRoleCredentials), 3);
    // Throttled until the end, so the result is unknown.
    simulator.set(|world| world.faults.throttle_first = 3);
    let answer = ask(&to(&simulator), &simulator).await;
    let Err(Why::Service(error)) = answer else { panic!("{answer:?}") };
    assert_eq!(error.code, "TooManyRequestsException");
    assert_eq!(error.operation, "GetRoleCredentials");
}

async fn roles_in(simulator: &Simulator, token: &Token, account: &str) -> Known<Vec<String>> {
    let mut found = BTreeMap::new();
    let portals = [(&to(simulator), token)];
    roles_of(&portals, [(0, account.to_owned())], 1, &mut found).await;
    found.remove(&(0, account.to_owned())).unwrap()
}

#[tokio::test]
async fn lists_are_read_to_their_last_page() {
    let simulator = Simulator::start(World::many(250, 1)).await.unwrap();
    let found = accounts(&to(&simulator), &fresh(&simulator)).await.unwrap();
    assert_eq!(found.len(), 250);
    assert_eq!(found[249].name, "account-0250");
    assert_eq!(found[0].email.as_deref(), Some("account-0001@example.org"));
    assert_eq!(simulator.count(Operation::ListAccounts), 3);

    let simulator = Simulator::start(World::many(2, 120)).await.unwrap();
    let account = simulator.world().accounts[1].id.clone();
    let roles = roles_in(&simulator, &fresh(&simulator), &account).await.unwrap();
    assert_eq!(roles.len(), 120);
    assert_eq!(roles[119], "Role120");
    assert_eq!(simulator.count(Operation::ListAccountRoles), 2);
}

#[tokio::test]
async fn a_list_that_is_refused_is_not_an_empty_one() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.revoked = true);
    let token = fresh(&simulator);
    let at = clock();
    let connection = to(&simulator).clock(move || at);
    let Err(why) = accounts(&connection, &token).await else { panic!() };
    let error = why.service().expect("a service's error");
    assert_eq!((error.status, error.at), (Some(401), at));
    assert!(error.request_id.is_some());
    let text = why.to_string();
    assert!(text.starts_with("ListAccounts answered UnauthorizedException"), "{text}");
    simulator.set(|world| world.faults.revoked = false);
    assert!(roles_in(&simulator, &token, "999988887777").await.is_err());
}

#[tokio::test]
async fn keys_are_somebody_too() {
    let simulator = simulator().await;
    let secret = Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    simulator.set(|world| {
        world.static_keys.push(StaticKey {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: secret.expose().clone(),
            account: "444455556666".into(),
            user: "build".into(),
        });
    });
    let connection = to(&simulator);
    let answer =
        static_identity(&connection, "AKIAIOSFODNN7EXAMPLE", &secret, None, REGION, clock()).await;
    let Ok(IdentityAnswer::Identity(identity)) = answer else { panic!("{answer:?}") };
    assert_eq!(identity.arn, "arn:aws:iam::444455556666:user/build");
    assert_eq!(identity.permission_set(), None);

    let wrong = Secret::from("another/secret/that/is/not/this/key's/own");
    let answer =
        static_identity(&connection, "AKIAIOSFODNN7EXAMPLE", &wrong, None, REGION, clock()).await;
    let shown = format!("{answer:?}");
    let (step, code, _) = refusal(answer);
    assert_eq!((step, code.as_str()), (Step::CallerIdentity, "SignatureDoesNotMatch"));
    assert_silent(&shown, &[&secret, &wrong]);
}

#[tokio::test]
async fn an_answer_in_time_comes_however_slow() {
    let simulator = simulator().await;
    simulator.set(|world| world.faults.latency = Duration::from_millis(300));
    assert!(ask(&to(&simulator), &simulator).await.is_ok());
}
