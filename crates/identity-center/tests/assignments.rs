//! All accounts and all roles, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use common::{IMPATIENT, LIMITS, at, fresh, nobody, to};
use identity_center::{Assignments, Limits, PARALLEL, Progress, assignments};
use identity_center_sim::{Operation, Rubbish, RubbishKind, Simulator, World};

async fn simulator(accounts: usize, roles: usize) -> Simulator {
    Simulator::start(World::many(accounts, roles)).await.unwrap()
}

/// Lists everything, and returns the time taken.
async fn list(simulator: &Simulator) -> (Assignments, Vec<Progress>, Duration) {
    let token = fresh(simulator);
    let mut told = Vec::new();
    let before = Instant::now();
    let found = assignments(&to(simulator), &token, PARALLEL, &mut |progress| {
        told.push(progress);
    })
    .await
    .unwrap();
    (found, told, before.elapsed())
}

fn assert_complete(simulator: &Simulator, found: &Assignments) {
    assert!(found.unknown.is_empty());
    let world = simulator.world();
    assert_eq!(found.list.len(), world.accounts.len());
    for (found, there) in found.list.iter().zip(&world.accounts) {
        assert_eq!((&found.account.id, &found.roles), (&there.id, &there.roles));
        assert_eq!(found.account.email, there.email);
    }
}

#[tokio::test]
async fn everything_is_found_in_the_portals_order() {
    let simulator = simulator(250, 3).await;
    simulator.set(|world| {
        world.accounts[7].roles = (0..230).map(|role| format!("Role{role:03}")).collect();
        world.accounts[8].roles = Vec::new();
    });
    let (found, told, _) = list(&simulator).await;
    assert_complete(&simulator, &found);
    assert_eq!(simulator.count(Operation::ListAccounts), 3);
    assert_eq!(simulator.count(Operation::ListAccountRoles), 250 + 2);
    let last = Progress { accounts: 250, accounts_done: 250, roles: 248 * 3 + 230 };
    assert_eq!(told.last(), Some(&last));
    assert!(told.windows(2).all(|pair| {
        pair[0].accounts <= pair[1].accounts
            && pair[0].accounts_done <= pair[1].accounts_done
            && pair[0].roles <= pair[1].roles
    }));
}

#[tokio::test]
async fn nobody_with_nothing_is_no_error() {
    let simulator = simulator(0, 0).await;
    let (found, ..) = list(&simulator).await;
    assert_eq!(found, Assignments::default());
}

/// With this latency the number of round trips matters, and not this machine's speed.
#[tokio::test]
async fn requests_are_under_way_side_by_side() {
    let simulator = simulator(128, 1).await;
    let latency = Duration::from_millis(250);
    simulator.set(|world| world.faults.latency = latency);
    let (found, _, took) = list(&simulator).await;
    assert_complete(&simulator, &found);
    let calls = simulator.calls().len();
    let ideal = latency.mul_f64(calls as f64 / PARALLEL as f64);
    assert!(took <= ideal.mul_f64(1.6), "{took:?}, at best {ideal:?}");
}

#[tokio::test]
async fn a_portal_that_throttles_is_given_its_pace_and_loses_nothing() {
    let simulator = simulator(80, 1).await;
    simulator.set(|world| world.faults.throttle_per_second = Some(20));
    let (found, _, took) = list(&simulator).await;
    assert_complete(&simulator, &found);
    let refused = simulator.calls().iter().filter(|call| call.status == 429).count();
    // 81 calls at 20 a second, plus a first second to find the limit.
    assert!(took < Duration::from_secs(6), "{took:?}");
    assert!((1..=40).contains(&refused), "{refused}");
}

#[tokio::test]
async fn a_portal_that_refuses_at_first_is_asked_again() {
    let simulator = simulator(5, 2).await;
    simulator.set(|world| world.faults.throttle_first = 2);
    let (found, ..) = list(&simulator).await;
    assert_complete(&simulator, &found);
}

#[tokio::test]
async fn a_token_that_is_not_taken_ends_it() {
    let simulator = simulator(50, 1).await;
    let token = fresh(&simulator);
    simulator.set(|world| world.faults.revoked = true);
    let why = assignments(&to(&simulator), &token, PARALLEL, &mut |_| ()).await.unwrap_err();
    assert!(why.to_string().contains("UnauthorizedException"), "{why}");
    assert_eq!(simulator.calls().len(), 1);
    simulator.set(|world| world.faults.revoked = false);
    let mut on_progress = |_| simulator.set(|world| world.faults.revoked = true);
    let why = assignments(&to(&simulator), &token, PARALLEL, &mut on_progress).await.unwrap_err();
    assert!(why.to_string().contains("UnauthorizedException"), "{why}");
}

#[tokio::test]
async fn an_account_that_is_refused_alone_is_told_apart() {
    let simulator = simulator(10, 1).await;
    let token = fresh(&simulator);
    let mut is_first = true;
    let mut on_progress = |_| {
        if std::mem::take(&mut is_first) {
            // The account is unassigned between the list and the request for its roles.
            simulator.set(|world| drop(world.accounts.remove(3)));
        }
    };
    let found = assignments(&to(&simulator), &token, 1, &mut on_progress).await.unwrap();
    assert_eq!(found.list.len(), 9);
    let [(account, why)] = found.unknown.as_slice() else { panic!("{:?}", found.unknown) };
    assert_eq!(account.name, "account-0004");
    assert!(why.to_string().contains("ResourceNotFoundException"), "{why}");
}

#[tokio::test]
async fn a_portal_that_does_not_answer_ends_it() {
    let simulator = simulator(200, 1).await;
    let token = fresh(&simulator);
    let gone = at(&nobody()).limits(IMPATIENT);
    let why = assignments(&gone, &token, PARALLEL, &mut |_| ()).await.unwrap_err();
    assert!(why.to_string().to_lowercase().contains("refused"), "{why}");
    let connection = to(&simulator).limits(Limits { attempts: 2, ..LIMITS });
    for kind in [RubbishKind::Html, RubbishKind::Nothing, RubbishKind::Status500] {
        let before = simulator.calls().len();
        simulator.set(|world| {
            world.faults.rubbish = Some(Rubbish::at(Operation::ListAccountRoles, kind));
        });
        assert!(assignments(&connection, &token, PARALLEL, &mut |_| ()).await.is_err());
        let calls = simulator.calls().len() - before;
        assert!(calls < 120, "{kind:?}: {calls} calls to a portal that is broken");
    }
}

/// After twenty refusals in a row, the list is soon as fast as before, whether they hit its first
/// request or a hundred requests.
#[tokio::test]
async fn after_a_burst_of_refusals_it_is_fast_again() {
    let simulator = simulator(400, 1).await;
    simulator.set(|world| world.faults.throttle_first = 20);
    let (found, _, took) = list(&simulator).await;
    assert_complete(&simulator, &found);
    assert!(took < Duration::from_secs(25), "{took:?}");

    let token = fresh(&simulator);
    let before = Instant::now();
    let mut thrown = false;
    let found = assignments(&to(&simulator), &token, PARALLEL, &mut |progress| {
        if progress.accounts_done > 100 && !thrown {
            thrown = true;
            simulator.set(|world| world.faults.throttle_first = 40);
        }
    })
    .await
    .unwrap();
    assert!(thrown);
    assert_complete(&simulator, &found);
    let took = before.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
}

/// The figures of docs/performance.md: `cargo test --release -p aws-onboard-identity-center --test
/// assignments -- --ignored --nocapture`. It takes a minute, on a machine that is otherwise idle.
#[tokio::test]
#[ignore = "a minute; its figures are those of a release build"]
async fn a_thousand_accounts() {
    let latency = Duration::from_millis(50);
    let measure = async |per_second: Option<u32>| {
        let simulator = simulator(1000, 3).await;
        simulator.set(|world| {
            world.faults.latency = latency;
            world.faults.throttle_per_second = per_second;
        });
        let (found, _, took) = list(&simulator).await;
        assert_complete(&simulator, &found);
        let calls = simulator.calls();
        let refused = calls.iter().filter(|call| call.status == 429).count();
        (took.as_secs_f64(), calls.len() - refused, refused)
    };
    let (took, calls, refused) = measure(None).await;
    let ideal = calls as f64 * latency.as_secs_f64() / PARALLEL as f64;
    println!("{calls} calls: {took:.2} s, {:.2} times {ideal:.2} s", took / ideal);
    assert_eq!(refused, 0);
    assert!(took <= 1.3 * ideal);
    let (took, calls, refused) = measure(Some(20)).await;
    let ideal = calls as f64 / 20.0;
    println!(
        "{calls} calls at 20 a second: {took:.2} s, {:.2} times {ideal:.2} s, {refused} refused",
        took / ideal
    );
    assert!(took <= 1.15 * ideal);
}
