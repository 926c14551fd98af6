//! Browser sign-in, against the simulator: the test acts as the browser.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{
    Home, LIMITS, REGION, SCOPE, clock, deciding, get, home, names, registration, send, sign_in,
    to, visit,
};
use facts::{SessionKey, Token};
use identity_center::cache;
use identity_center::{Event, Limits, SignIn, SignInError, browser_sign_in};
use identity_center_sim::{Approval, Operation, Simulator};
use jiff::SignedDuration;
use tokio::task::JoinHandle;

/// A running sign-in, with its address and its events so far.
struct Running {
    address: String,
    events: Arc<Mutex<Vec<Event>>>,
    outcome: JoinHandle<Result<Token, SignInError>>,
}

impl Running {
    async fn end(self) -> Result<Token, SignInError> {
        self.outcome.await.unwrap()
    }

    fn parameter(&self, name: &str) -> String {
        let url = url::Url::parse(&self.address).unwrap();
        let mut pairs = url.query_pairs().filter(|(key, _)| key == name);
        let value = pairs.next().unwrap().1.into_owned();
        assert!(pairs.next().is_none(), "{name} is there once");
        value
    }

    fn callback(&self, query: &str) -> String {
        format!("{}?{query}", self.parameter("redirect_uri"))
    }

    fn port(&self) -> u16 {
        let url = url::Url::parse(&self.parameter("redirect_uri")).unwrap();
        url.port().unwrap()
    }

    /// Visits the portal, which approves or denies immediately, and returns the redirect's target.
    async fn sent_back(&self) -> String {
        let answer = get(&self.address).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.header("location").unwrap().to_owned()
    }
}

async fn start_with(
    simulator: &Simulator,
    home: &Home,
    request: SignIn,
    limits: Limits,
) -> Result<Running, SignInError> {
    let events = Arc::new(Mutex::new(Vec::new()));
    let (told, address) = tokio::sync::oneshot::channel();
    let connection = to(simulator).limits(limits);
    let folder = home.cache.clone();
    let mut outcome = tokio::spawn({
        let events = Arc::clone(&events);
        async move {
            let mut told = Some(told);
            let mut on_event = |event: Event| {
                if let (Event::Authorize { url, .. }, Some(told)) = (&event, told.take()) {
                    told.send(url.clone()).unwrap();
                }
                events.lock().unwrap().push(event);
            };
            browser_sign_in(&connection, &request, &folder, &clock, &mut on_event).await
        }
    });
    tokio::select! {
        Ok(address) = address => Ok(Running { address, events, outcome }),
        ended = &mut outcome => Err(ended.unwrap().unwrap_err()),
    }
}

async fn start(simulator: &Simulator, home: &Home) -> Running {
    let request = sign_in(simulator, &[SCOPE]);
    start_with(simulator, home, request, LIMITS).await.unwrap()
}

fn registration_name(simulator: &Simulator) -> String {
    let url = simulator.world().start_url;
    cache::registration_name(Some("corp"), &url, REGION, &[SCOPE.to_owned()])
}

#[tokio::test]
async fn an_approved_request_gives_a_token_that_is_kept() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;

    assert!(running.address.starts_with(&format!("{}/authorize?", simulator.url())));
    assert_eq!(running.parameter("response_type"), "code");
    assert_eq!(running.parameter("code_challenge_method"), "S256");
    assert_eq!(running.parameter("code_challenge").len(), 43);
    assert_eq!(running.parameter("scopes"), SCOPE);
    assert!(running.parameter("state").len() >= 22, "at least 128 bits");
    let redirect = running.parameter("redirect_uri");
    assert!(redirect.starts_with("http://127.0.0.1:") && redirect.ends_with("/oauth/callback"));

    let page = get(&running.sent_back().await).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for part in [
        "Signed in",
        "aws-onboard",
        "corp",
        "my-sciencecloud-sso-portal-exampleurl.awsapps.com",
        "close this window",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let port = running.port();
    let events = Arc::clone(&running.events);
    let token = running.end().await.unwrap();
    assert!(token.can_be_refreshed(clock()));
    assert_eq!(token.region.as_deref(), Some(REGION));
    assert_eq!(token.start_url, Some(simulator.world().start_url));
    let Event::Authorize { expires_at, .. } = events.lock().unwrap()[0] else {
        panic!("the address comes first")
    };
    assert!(expires_at > clock());
    assert!(events.lock().unwrap().iter().any(|event| matches!(event, Event::Waiting { .. })));

    // The port is free again, and the token and the registration are where the AWS CLI reads them.
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err());
    let key = SessionKey::Named("corp".into());
    let mut expected = [key.cache_name(), registration_name(&simulator)];
    expected.sort();
    assert_eq!(names(&home.cache), expected);
    let entry = cache::read(&home.cache.join(key.cache_name())).unwrap();
    assert_eq!(entry.token.unwrap(), token);
    let registration =
        cache::read_registration(&home.cache.join(registration_name(&simulator))).unwrap();
    assert_eq!(registration.grant_types, ["authorization_code", "refresh_token"]);
    assert_eq!(registration.scopes, [SCOPE]);
    let accounts = identity_center::accounts(&to(&simulator), &token).await.unwrap();
    assert_eq!(accounts.len(), 2);
    let renewed = identity_center::refresh(&to(&simulator), &token, clock()).await.unwrap();
    assert_ne!(renewed.access_token, token.access_token);
}

#[tokio::test]
async fn a_denied_request_is_told_as_such() {
    let simulator = deciding(Approval::DenyAfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let page = get(&running.sent_back().await).await;
    assert!(page.body.contains("Not signed in") && page.body.contains("denied"));
    assert_eq!(running.end().await, Err(SignInError::Denied));
    assert!(names(&home.cache).is_empty(), "neither a token nor a registration");
    assert_eq!(simulator.count(Operation::CreateToken), 0);
}

#[tokio::test]
async fn an_error_of_the_page_is_told_in_its_words() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let state = running.parameter("state");
    let query = format!("error=server_error&error_description=Try+%3Cb%3E+later&state={state}");
    let page = get(&running.callback(&query)).await;
    assert!(page.body.contains("The terminal says what went wrong"));
    assert!(!page.body.contains("later"));
    assert_eq!(
        running.end().await.unwrap_err().to_string(),
        "Authorize answered server_error \"Try <b> later\""
    );
}

#[tokio::test]
async fn another_state_is_refused_and_the_wait_goes_on() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    // A valid code with a foreign state: an injected sign-in.
    let good = running.sent_back().await;
    let state = running.parameter("state");
    let foreign = good.replace(&state, &state.to_uppercase());
    assert_ne!(foreign, good);
    for address in [foreign, good.replace(&format!("&state={state}"), "")] {
        let page = get(&address).await;
        assert_eq!(page.status, 400);
        assert!(page.body.contains("another sign-in"), "{}", page.body);
    }
    assert_eq!(simulator.count(Operation::CreateToken), 0);
    let events = Arc::clone(&running.events);
    assert_eq!(get(&good).await.status, 200);
    running.end().await.unwrap();
    let told = events.lock().unwrap().iter().filter(|event| **event == Event::OtherSignIn).count();
    assert_eq!(told, 2);
}

#[tokio::test]
async fn other_requests_are_answered_and_change_nothing() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let good = running.sent_back().await;
    for (method, address, status) in [
        ("GET", format!("http://127.0.0.1:{}/", running.port()), 404),
        ("GET", format!("http://127.0.0.1:{}/favicon.ico", running.port()), 404),
        ("POST", format!("http://127.0.0.1:{}/", running.port()), 404),
        ("POST", good.clone(), 405),
        ("HEAD", good.clone(), 405),
        ("GET", running.callback("code=x"), 400),
        ("GET", running.callback(""), 400),
    ] {
        let answer = visit(method, &address).await.unwrap();
        assert_eq!(answer.status, status, "{method} {address}");
        assert_eq!(answer.header("allow"), (status == 405).then_some("GET"));
    }
    // An idle connection that a browser opens in advance, and an aborted one.
    let idle = tokio::net::TcpStream::connect(("127.0.0.1", running.port())).await.unwrap();
    let half = tokio::net::TcpStream::connect(("127.0.0.1", running.port())).await.unwrap();
    half.try_write(b"GET /oauth/call").unwrap();
    drop(half);
    // Not HTTP, and more than any browser sends.
    let rubbish = send(running.port(), b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n").await;
    assert!(rubbish.is_err() || rubbish.is_ok_and(|answer| answer.status == 400));
    let long = format!("GET /oauth/callback?code={} HTTP/1.1\r\n", "x".repeat(100_000));
    let long = send(running.port(), long.as_bytes()).await;
    assert!(long.is_err() || long.is_ok_and(|answer| (400..500).contains(&answer.status)));

    let before = Instant::now();
    assert_eq!(get(&good).await.status, 200);
    running.end().await.unwrap();
    assert!(before.elapsed() < Duration::from_secs(5), "the idle one holds nothing up");
    drop(idle);
}

#[tokio::test]
async fn of_two_tabs_the_first_counts() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let (first, second) = (running.sent_back().await, running.sent_back().await);
    simulator.set(|world| {
        world.faults.slow = Some((Operation::CreateToken, Duration::from_millis(600)));
    });
    let one = tokio::spawn(async move { get(&first).await });
    while simulator.count(Operation::CreateToken) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let other = get(&second).await;
    assert_eq!(other.status, 409);
    assert!(other.body.contains("Already answered"));
    assert!(one.await.unwrap().body.contains("Signed in"));
    running.end().await.unwrap();
    assert_eq!(simulator.count(Operation::CreateToken), 1);
}

#[tokio::test]
async fn a_code_that_is_not_taken_is_a_refusal_and_the_page_says_so() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let state = running.parameter("state");
    let page = get(&running.callback(&format!("code=made-up-code&state={state}"))).await;
    assert!(page.body.contains("Not signed in") && !page.body.contains("made-up"));
    let error = running.end().await.unwrap_err();
    assert!(
        matches!(&error, SignInError::Refused(refusal) if refusal.code == "InvalidGrantException")
    );
    assert!(!format!("{error} {error:?}").contains("made-up"));
    assert!(names(&home.cache).is_empty(), "neither a token nor a registration");
}

async fn nobody_comes() {
    let simulator = deciding(Approval::Never).await;
    let home = home();
    let soon = Limits { browser: Duration::from_millis(1500), ..LIMITS };
    let request = sign_in(&simulator, &[SCOPE]);
    let before = Instant::now();
    let running = start_with(&simulator, &home, request.clone(), soon).await.unwrap();
    let events = Arc::clone(&running.events);
    assert_eq!(running.end().await, Err(SignInError::Expired));
    assert!(before.elapsed() < Duration::from_secs(4));
    let waiting = |event: &&Event| matches!(event, Event::Waiting { .. });
    assert!(events.lock().unwrap().iter().filter(waiting).count() >= 2);
    assert_eq!(names(&home.cache).len(), 1, "a new registration is kept");

    // The service may have rejected an old registration in the browser, so it is forgotten.
    let again = start_with(&simulator, &home, request, soon).await.unwrap();
    assert_eq!(simulator.count(Operation::RegisterClient), 1);
    assert_eq!(again.end().await, Err(SignInError::Expired));
    assert!(names(&home.cache).is_empty());
}

async fn only_another_sign_in_comes() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let soon = Limits { browser: Duration::from_millis(1500), ..LIMITS };
    let request = sign_in(&simulator, &[SCOPE]);
    let running = start_with(&simulator, &home, request, soon).await.unwrap();
    assert_eq!(get(&running.callback("code=a&state=b")).await.status, 400);
    let error = running.end().await.unwrap_err();
    assert_eq!(error, SignInError::StateMismatch);
    assert!(error.to_string().contains("close its older tabs"));
}

/// Tests that wait for seconds run in parallel.
#[tokio::test]
async fn what_takes_its_time() {
    tokio::join!(nobody_comes(), only_another_sign_in_comes());
}

#[tokio::test]
async fn a_sign_in_that_is_dropped_gives_its_port_back() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let running = start(&simulator, &home).await;
    let port = running.port();
    assert_eq!(get(&format!("http://127.0.0.1:{port}/")).await.status, 404);
    running.outcome.abort();
    let _ = running.outcome.await;
    let deadline = Instant::now() + Duration::from_secs(5);
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
        assert!(Instant::now() < deadline, "the port is still open");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(names(&home.cache).len(), 1);
}

#[tokio::test]
async fn a_registration_is_reused_if_it_is_of_the_right_kind_and_holds() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    for _ in 0..2 {
        let running = start(&simulator, &home).await;
        get(&running.sent_back().await).await;
        running.end().await.unwrap();
    }
    assert_eq!(simulator.count(Operation::RegisterClient), 1);

    let name = registration_name(&simulator);
    let both = ["authorization_code", "refresh_token"];
    for registration in [
        registration(clock() + SignedDuration::from_hours(24), &[]),
        registration(clock() + SignedDuration::from_mins(14), &both),
        registration(clock() - SignedDuration::from_mins(1), &both),
    ] {
        cache::write_registration(&home.cache, &name, &registration).unwrap();
        let before = simulator.count(Operation::RegisterClient);
        let running = start(&simulator, &home).await;
        assert_eq!(simulator.count(Operation::RegisterClient), before + 1);
        get(&running.sent_back().await).await;
        running.end().await.unwrap();
        let kept = cache::read_registration(&home.cache.join(&name)).unwrap();
        assert_eq!(kept.grant_types, both);
    }

    // A device sign-in replaces it again.
    let request = sign_in(&simulator, &[SCOPE]);
    let folder = &home.cache;
    identity_center::device_sign_in(&to(&simulator), &request, folder, &clock, &mut |_| ())
        .await
        .unwrap();
    let kept = cache::read_registration(&home.cache.join(&name)).unwrap();
    assert!(kept.grant_types.is_empty());
    assert!(identity_center::forget_registration(folder, &request).unwrap());
    assert!(!identity_center::forget_registration(folder, &request).unwrap());
}

#[tokio::test]
async fn a_registration_that_the_service_does_not_know_any_more_is_forgotten() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let name = registration_name(&simulator);
    let both = ["authorization_code", "refresh_token"];
    let unknown = registration(clock() + SignedDuration::from_hours(24), &both);
    cache::write_registration(&home.cache, &name, &unknown).unwrap();
    let running = start(&simulator, &home).await;
    // AWS shows this error only in the browser; an invented code continues the sign-in.
    assert_eq!(get(&running.address).await.status, 400);
    let state = running.parameter("state");
    get(&running.callback(&format!("code=made-up&state={state}"))).await;
    let error = running.end().await.unwrap_err();
    assert!(
        matches!(&error, SignInError::Refused(refusal) if refusal.code == "InvalidClientException")
    );
    assert!(names(&home.cache).is_empty());
    let running = start(&simulator, &home).await;
    get(&running.sent_back().await).await;
    running.end().await.unwrap();
}

#[tokio::test]
async fn without_scopes_access_to_accounts_is_asked_for() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let request = sign_in(&simulator, &[]);
    let running = start_with(&simulator, &home, request.clone(), LIMITS).await.unwrap();
    assert_eq!(running.parameter("scopes"), SCOPE);
    get(&running.sent_back().await).await;
    let token = running.end().await.unwrap();
    assert!(token.can_be_refreshed(clock()));
    // The name is that of empty scopes, as in the AWS CLI.
    let name = cache::registration_name(Some("corp"), &request.start_url, REGION, &[]);
    assert_eq!(cache::read_registration(&home.cache.join(name)).unwrap().scopes, [SCOPE]);
}

#[tokio::test]
async fn a_service_that_is_not_there_and_a_cache_that_cannot_be_written_are_found_first() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let request = sign_in(&simulator, &[SCOPE]);
    let nobody = common::at(&common::nobody());
    let error = browser_sign_in(&nobody, &request, &home.cache, &clock, &mut |event| {
        panic!("nothing is to be shown: {event:?}")
    })
    .await
    .unwrap_err();
    assert!(matches!(error, SignInError::Unreachable(_)), "{error:?}");
    let file = home.cache.parent().unwrap().join("file");
    std::fs::write(&file, "").unwrap();
    let error =
        browser_sign_in(&to(&simulator), &request, &file, &clock, &mut |_| ()).await.unwrap_err();
    assert!(matches!(error, SignInError::Cache { .. }), "{error:?}");
    assert!(simulator.calls().is_empty());
}
