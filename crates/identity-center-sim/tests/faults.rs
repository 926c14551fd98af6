//! Delays, throttling, rubbish and the end of the server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{assert_error, bearer, get, send, try_send};
use identity_center_sim::{Operation, Rubbish, RubbishKind, Simulator, World};

const ACCOUNTS: &str = "/assignment/accounts";

fn start() -> Simulator {
    Simulator::start_blocking(World::science_cloud()).unwrap()
}

#[test]
fn calls_wait_side_by_side() {
    let simulator = start();
    let token = bearer(&simulator);
    let latency = Duration::from_millis(300);
    simulator.set(|world| world.faults.latency = latency);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| assert_eq!(get(&simulator, ACCOUNTS, &token).status, 200));
        }
    });
    let took = began.elapsed();
    // In sequence they would take a minute.
    assert!(took >= latency && took < latency * 50, "{took:?}");
    assert_eq!(simulator.count(Operation::ListAccounts), 200);
    assert!(simulator.calls().is_sorted_by_key(|call| call.at));
}

#[test]
fn one_operation_is_slow() {
    let simulator = start();
    let token = bearer(&simulator);
    simulator.set(|world| {
        world.faults.slow = Some((Operation::ListAccounts, Duration::from_secs(3600)));
    });
    assert_error(
        &get(&simulator, "/assignment/roles?account_id=1", &token),
        404,
        "ResourceNotFoundException",
    );
    simulator.set(|world| {
        world.faults.slow = Some((Operation::ListAccounts, Duration::from_millis(150)));
    });
    let began = Instant::now();
    assert_eq!(get(&simulator, ACCOUNTS, &token).status, 200);
    assert!(began.elapsed() >= Duration::from_millis(150));
}

#[test]
fn the_first_calls_are_too_many() {
    let simulator = start();
    let token = bearer(&simulator);
    simulator.set(|world| world.faults.throttle_first = 2);
    // The OIDC service has no such error in its model, and its calls do not count.
    common::register(&simulator, &[]);
    for _ in 0..2 {
        assert_error(&get(&simulator, ACCOUNTS, &token), 429, "TooManyRequestsException");
    }
    assert_eq!(get(&simulator, ACCOUNTS, &token).status, 200);
    let statuses: Vec<u16> = simulator.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [200, 429, 429, 200]);
}

#[test]
fn more_than_so_many_in_a_second_are_too_many() {
    let simulator = start();
    let token = bearer(&simulator);
    simulator.set(|world| world.faults.throttle_per_second = Some(0));
    assert_error(&get(&simulator, ACCOUNTS, &token), 429, "TooManyRequestsException");
    simulator.set(|world| world.faults.throttle_per_second = Some(5));
    let began = Instant::now();
    let mut answered = 0_u64;
    for _ in 0..100 {
        answered += u64::from(get(&simulator, ACCOUNTS, &token).status == 200);
    }
    // Five in each started second.
    assert!(answered >= 5 && answered <= 5 * (began.elapsed().as_secs() + 1), "{answered}");
    std::thread::sleep(Duration::from_millis(1050));
    assert_eq!(get(&simulator, ACCOUNTS, &token).status, 200);
}

#[test]
fn rubbish_of_every_kind() {
    let simulator = start();
    let token = bearer(&simulator);
    let rubbish = |kind| {
        simulator
            .set(|world| world.faults.rubbish = Some(Rubbish::at(Operation::ListAccounts, kind)));
        let headers = [("x-amz-sso_bearer_token", token.as_str())];
        try_send(&simulator.url(), "GET", ACCOUNTS, &headers, "")
    };
    let answer = rubbish(RubbishKind::NotJson).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_err());
    let answer = rubbish(RubbishKind::Html).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html")));
    assert_error(&rubbish(RubbishKind::Status500).unwrap(), 500, "InternalServerException");
    assert!(rubbish(RubbishKind::Nothing).is_none());
    assert!(rubbish(RubbishKind::HalfBody).is_none());
    let statuses: Vec<u16> = simulator.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [200, 200, 500, 0, 200]);
    // Only this operation.
    common::register(&simulator, &[]);
    simulator.set(|world| world.faults.rubbish = Some(Rubbish::everywhere(RubbishKind::Html)));
    assert!(
        send(&simulator.url(), "POST", "/client/register", &[], "{}")
            .body
            .contains("guest network")
    );
}

/// Sends a call and returns the response up to the close of the connection or a pause.
fn raw(simulator: &Simulator, token: &str, silence: Duration) -> (Vec<u8>, bool) {
    let host = simulator.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(silence)).unwrap();
    let request = format!(
        "GET {ACCOUNTS} HTTP/1.1\r\nhost: {host}\r\nx-amz-sso_bearer_token: {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let closed = match stream.read_to_end(&mut answer) {
        Ok(_) => true,
        Err(error) => {
            !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        }
    };
    (answer, closed)
}

#[test]
fn half_a_body_arrives_and_then_the_connection_closes() {
    let simulator = start();
    let token = bearer(&simulator);
    let whole = get(&simulator, ACCOUNTS, &token);
    simulator.set(|world| world.faults.rubbish = Some(Rubbish::everywhere(RubbishKind::HalfBody)));
    let (answer, closed) = raw(&simulator, &token, Duration::from_secs(20));
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(closed);
    assert!(head.contains(&format!("content-length: {}", whole.body.len())), "{head}");
    assert_eq!(body, &whole.body[..whole.body.len() / 2]);
}

#[test]
fn a_call_that_hangs_has_no_answer_and_does_not_hold_up_the_end() {
    let simulator = start();
    let token = bearer(&simulator);
    simulator.set(|world| {
        world.faults.rubbish = Some(Rubbish::at(Operation::ListAccounts, RubbishKind::Hang));
    });
    let (answer, closed) = raw(&simulator, &token, Duration::from_millis(300));
    assert_eq!((answer.len(), closed), (0, false));
    assert_eq!(simulator.calls()[0].status, 0);
    let url = simulator.url();
    let waiting = std::thread::spawn({
        let url = url.clone();
        move || try_send(&url, "GET", ACCOUNTS, &[], "")
    });
    while simulator.calls().len() < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let began = Instant::now();
    drop(simulator);
    assert!(waiting.join().unwrap().is_none());
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(url.strip_prefix("http://").unwrap()).is_err());
}

#[test]
fn connections_are_kept_alive_and_long_bodies_refused() {
    let simulator = start();
    let token = bearer(&simulator);
    let host = simulator.url().replace("http://", "");
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    for _ in 0..3 {
        let request = format!(
            "GET {ACCOUNTS} HTTP/1.1\r\nhost: {host}\r\nx-amz-sso_bearer_token: {token}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = [0_u8; 4096];
        let read = stream.read(&mut answer).unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
    let long = " ".repeat(70_000);
    assert!(try_send(&simulator.url(), "POST", "/token", &[], &long).is_none());
}

#[tokio::test]
async fn on_the_current_runtime() {
    let simulator = Simulator::start(World::science_cloud()).await.unwrap();
    let (url, token) = (simulator.url(), bearer(&simulator));
    let answer = tokio::task::spawn_blocking(move || {
        send(&url, "GET", ACCOUNTS, &[("x-amz-sso_bearer_token", &token)], "")
    });
    assert_eq!(answer.await.unwrap().status, 200);
    // Its own thread also works within a runtime.
    let other = Simulator::start_blocking(World::science_cloud()).unwrap();
    assert_ne!(simulator.url(), other.url());
}

#[test]
fn the_environment_leads_here() {
    let simulator = start();
    let names: Vec<String> = simulator.environment().into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_STS"]
    );
    assert!(simulator.environment().iter().all(|(_, value)| *value == simulator.url()));
}
