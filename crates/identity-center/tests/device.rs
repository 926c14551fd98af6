//! Sign-in with a device code, against the simulator.
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::time::Duration;

use common::{
    Home, LIMITS, REGION, SCOPE, clock, deciding, home, names, operations, registration, sign_in,
    to,
};
use facts::{SessionKey, Token};
use identity_center::cache;
use identity_center::{Event, Limits, SignIn, SignInError, device_sign_in};
use identity_center_sim::{Approval, Operation, Rubbish, RubbishKind, Simulator};
use jiff::SignedDuration;

/// Signs in and approves manually as soon as the code is shown.
async fn approve_by_hand(
    simulator: &Simulator,
    home: &Home,
    scopes: &[&str],
) -> (Token, Vec<Event>) {
    let mut events = Vec::new();
    let mut on_event = |event: Event| {
        if let Event::Code { user_code, .. } = &event {
            assert!(simulator.approve(user_code));
        }
        events.push(event);
    };
    let sign_in = sign_in(simulator, scopes);
    let token =
        device_sign_in(&to(simulator), &sign_in, &home.cache, &clock, &mut on_event).await.unwrap();
    (token, events)
}

async fn without_approval(
    simulator: &Simulator,
    home: &Home,
    scopes: &[&str],
) -> Result<Token, SignInError> {
    let sign_in = sign_in(simulator, scopes);
    device_sign_in(&to(simulator), &sign_in, &home.cache, &clock, &mut |_| ()).await
}

/// The times of the polls, in milliseconds.
fn polls(simulator: &Simulator) -> Vec<u64> {
    let calls = simulator.calls();
    let polls = calls.iter().filter(|call| call.operation == Operation::CreateToken);
    polls.map(|call| call.at).collect()
}

fn registration_of(sign_in: &SignIn) -> String {
    cache::registration_name(Some("corp"), &sign_in.start_url, REGION, &sign_in.scopes)
}

#[tokio::test]
async fn a_confirmed_code_gives_a_token_that_is_kept() {
    let simulator = deciding(Approval::ByHand).await;
    let home = home();
    let (token, events) = approve_by_hand(&simulator, &home, &[SCOPE]).await;

    assert!(token.can_be_refreshed(clock()));
    assert_eq!(token.region.as_deref(), Some(REGION));
    assert_eq!(token.start_url, Some(simulator.world().start_url));
    let Event::Code { verification_uri, verification_uri_complete, user_code, expires_at } =
        &events[0]
    else {
        panic!("the code comes first");
    };
    assert!(verification_uri.starts_with(&simulator.url()));
    assert!(verification_uri_complete.as_ref().unwrap().ends_with(user_code.as_str()));
    assert!(*expires_at > clock());
    assert!(events.iter().any(|event| matches!(event, Event::Waiting { left } if !left.is_zero())));

    let calls = operations(&simulator);
    let expected =
        [Operation::RegisterClient, Operation::StartDeviceAuthorization, Operation::CreateToken];
    assert_eq!(calls, expected);

    // The token and the registration, no partial file, and the token as it was returned.
    let key = SessionKey::Named("corp".into());
    let mut expected = [key.cache_name(), registration_of(&sign_in(&simulator, &[SCOPE]))];
    expected.sort();
    assert_eq!(names(&home.cache), expected);
    let entry = cache::read(&home.cache.join(key.cache_name())).unwrap();
    assert_eq!(entry.token.unwrap(), token);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(entry.mode, Some(0o600));
        for folder in [home.cache.as_path(), home.cache.parent().unwrap()] {
            assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
    let accounts = identity_center::accounts(&to(&simulator), &token).await.unwrap();
    assert_eq!(accounts.len(), 2);
}

async fn a_pending_code_is_asked_after_at_the_interval() {
    let simulator = deciding(Approval::AfterPolls(1)).await;
    let home = home();
    let mut waited = 0;
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let mut on_event = |event: Event| waited += usize::from(matches!(event, Event::Waiting { .. }));
    device_sign_in(&to(&simulator), &sign_in, &home.cache, &clock, &mut on_event).await.unwrap();
    let polls = polls(&simulator);
    assert_eq!(polls.len(), 2);
    assert!(polls[1] - polls[0] >= 950, "{polls:?}");
    assert!(waited >= 2, "at least once a second: {waited}");
}

/// Tests that wait for seconds run in parallel.
#[tokio::test]
async fn what_takes_its_time() {
    tokio::join!(
        a_code_that_nobody_confirms_ends(),
        slow_down_lengthens_the_interval_by_five_seconds(),
        a_sign_in_that_is_dropped_leaves_the_cache_whole(),
        a_line_that_breaks_once_is_waited_for(),
        a_line_that_stays_broken_ends_the_sign_in(),
        a_registration_of_another_kind_or_near_its_end_is_not_used(),
        a_pending_code_is_asked_after_at_the_interval(),
        a_registration_is_made_once(),
        a_registration_that_the_service_does_not_know_is_made_anew(),
        a_denied_code_is_told_as_such(),
        a_legacy_profile_is_known_by_its_start_url_and_asks_for_no_scopes(),
        without_scopes_the_token_cannot_be_renewed(),
    );
}

async fn a_denied_code_is_told_as_such() {
    let simulator = deciding(Approval::DenyAfterPolls(0)).await;
    let home = home();
    assert_eq!(without_approval(&simulator, &home, &[SCOPE]).await, Err(SignInError::Denied));
    assert!(names(&home.cache).is_empty(), "neither a token nor a registration");
}

async fn a_code_that_nobody_confirms_ends() {
    let simulator = deciding(Approval::Never).await;
    simulator.set(|world| world.device_code_lifetime = Duration::from_secs(2));
    let home = home();
    let before = std::time::Instant::now();
    assert_eq!(without_approval(&simulator, &home, &[SCOPE]).await, Err(SignInError::Expired));
    assert!(before.elapsed() < Duration::from_secs(5));
    assert_eq!(names(&home.cache).len(), 1, "the registration alone");
}

async fn slow_down_lengthens_the_interval_by_five_seconds() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    simulator.set(|world| world.faults.slow_down_first = 1);
    let home = home();
    let mut slowed = Vec::new();
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let mut on_event = |event: Event| {
        if let Event::SlowedDown { interval } = event {
            slowed.push(interval);
        }
    };
    device_sign_in(&to(&simulator), &sign_in, &home.cache, &clock, &mut on_event).await.unwrap();
    assert_eq!(slowed, [Duration::from_secs(6)]);
    let polls = polls(&simulator);
    assert!(polls[1] - polls[0] >= 5_900, "{polls:?}");
}

async fn a_registration_is_made_once() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let first = without_approval(&simulator, &home, &[SCOPE]).await.unwrap();
    let second = without_approval(&simulator, &home, &[SCOPE]).await.unwrap();
    assert_eq!(simulator.count(Operation::RegisterClient), 1);
    assert_eq!(first.client_id, second.client_id);
    assert_ne!(first.access_token, second.access_token);
}

async fn a_registration_that_the_service_does_not_know_is_made_anew() {
    let home = home();
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let unknown = registration(clock() + SignedDuration::from_hours(24), &[]);
    let name = registration_of(&sign_in(&simulator, &[SCOPE]));
    cache::write_registration(&home.cache, &name, &unknown).unwrap();
    without_approval(&simulator, &home, &[SCOPE]).await.unwrap();
    let calls = operations(&simulator);
    let expected = [
        Operation::StartDeviceAuthorization,
        Operation::RegisterClient,
        Operation::StartDeviceAuthorization,
        Operation::CreateToken,
    ];
    assert_eq!(calls, expected);
    assert_ne!(cache::read_registration(&home.cache.join(name)).unwrap(), unknown);
}

async fn a_registration_of_another_kind_or_near_its_end_is_not_used() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let name = registration_of(&sign_in(&simulator, &[SCOPE]));
    let day = SignedDuration::from_hours(24);
    for registration in [
        registration(clock() + day, &["authorization_code", "refresh_token"]),
        registration(clock() + SignedDuration::from_mins(14), &[]),
        registration(clock() - day, &[]),
    ] {
        let home = home();
        cache::write_registration(&home.cache, &name, &registration).unwrap();
        let before = simulator.calls().len();
        without_approval(&simulator, &home, &[SCOPE]).await.unwrap();
        assert_eq!(simulator.calls()[before].operation, Operation::RegisterClient);
    }
}

async fn without_scopes_the_token_cannot_be_renewed() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let token = without_approval(&simulator, &home, &[]).await.unwrap();
    assert_eq!(token.refresh_token, None);
    assert!(!token.can_be_refreshed(clock()));
}

async fn a_legacy_profile_is_known_by_its_start_url_and_asks_for_no_scopes() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let url = format!("{}#/", simulator.world().start_url);
    let legacy = SignIn {
        key: SessionKey::Legacy(url.clone()),
        start_url: url.clone(),
        ..sign_in(&simulator, &[SCOPE])
    };
    let token =
        device_sign_in(&to(&simulator), &legacy, &home.cache, &clock, &mut |_| ()).await.unwrap();
    assert_eq!(token.refresh_token, None);
    assert_eq!(token.start_url.as_ref(), Some(&url));
    let mut expected =
        [facts::token_cache_name(&url), cache::registration_name(None, &url, REGION, &[])];
    expected.sort();
    assert_eq!(names(&home.cache), expected);
}

#[tokio::test]
async fn a_portal_that_is_not_in_the_region_is_named() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    simulator.set(|world| world.faults.wrong_region = true);
    let home = home();
    let error = without_approval(&simulator, &home, &[SCOPE]).await.unwrap_err();
    let SignInError::Refused(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(
        (refusal.operation, refusal.code.as_str()),
        ("StartDeviceAuthorization", "InvalidRequestException")
    );
    assert_eq!(refusal.message, "Invalid start url provided");
    assert_eq!(refusal.status, Some(400));
    assert!(refusal.request_id.is_some());
    assert!(
        error.to_string().ends_with("the start URL or the SSO region is not this portal's"),
        "{error}"
    );
}

#[tokio::test]
async fn a_scope_that_does_not_exist_is_named() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let error = without_approval(&simulator, &home(), &["sso:acount:access"]).await.unwrap_err();
    assert!(error.to_string().contains("sso_registration_scopes"), "{error}");
}

async fn a_sign_in_that_is_dropped_leaves_the_cache_whole() {
    let simulator = deciding(Approval::Never).await;
    let home = home();
    let sign_in = without_approval(&simulator, &home, &[SCOPE]);
    assert!(tokio::time::timeout(Duration::from_millis(1300), sign_in).await.is_err());
    let names = names(&home.cache);
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(cache::read_registration(&home.cache.join(&names[0])).is_some());
}

async fn a_line_that_breaks_once_is_waited_for() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    simulator.set(|world| {
        world.faults.rubbish = Some(Rubbish::at(Operation::CreateToken, RubbishKind::Nothing));
    });
    let connection = to(&simulator).limits(Limits { attempts: 1, ..LIMITS });
    let mut on_event = |_: Event| {
        if simulator.count(Operation::CreateToken) > 0 {
            simulator.set(|world| world.faults.rubbish = None);
        }
    };
    let sign_in = sign_in(&simulator, &[SCOPE]);
    device_sign_in(&connection, &sign_in, &home.cache, &clock, &mut on_event).await.unwrap();
}

async fn a_line_that_stays_broken_ends_the_sign_in() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    simulator.set(|world| {
        world.faults.rubbish = Some(Rubbish::at(Operation::CreateToken, RubbishKind::Html));
    });
    let home = home();
    let connection = to(&simulator).limits(Limits { attempts: 1, ..LIMITS });
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let error =
        device_sign_in(&connection, &sign_in, &home.cache, &clock, &mut |_| ()).await.unwrap_err();
    let SignInError::WrongAnswer(text) = &error else { panic!("{error:?}") };
    assert!(text.contains("text/html") && !text.contains("guest"), "{text}");
    assert_eq!(names(&home.cache).len(), 1);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_named() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let url = common::nobody();
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let error = device_sign_in(&common::at(&url), &sign_in, &home().cache, &clock, &mut |_| ())
        .await
        .unwrap_err();
    let SignInError::Unreachable(text) = &error else { panic!("{error:?}") };
    assert!(text.starts_with(url.strip_prefix("http://").unwrap()), "{text}");
    assert!(text.to_lowercase().contains("refused"), "{text}");
}

#[tokio::test]
async fn a_region_that_is_no_region_is_not_asked() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let connection = identity_center::Connection::new(
        aws_smithy_http_client::Builder::new().build_http(),
        "us-east-1 # home",
    );
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let error = device_sign_in(&connection, &sign_in, &home().cache, &clock, &mut |_| ())
        .await
        .unwrap_err();
    assert!(matches!(&error, SignInError::NotSent(_)), "{error:?}");
    assert!(error.to_string().contains("us-east-1 # home"), "{error}");
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_is_found_before_anybody_is_asked() {
    let simulator = deciding(Approval::AfterPolls(0)).await;
    let home = home();
    let file = home.folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let sign_in = sign_in(&simulator, &[SCOPE]);
    let error = device_sign_in(&to(&simulator), &sign_in, &file.join("cache"), &clock, &mut |_| ())
        .await
        .unwrap_err();
    assert!(matches!(error, SignInError::Cache { .. }), "{error:?}");
    assert!(simulator.calls().is_empty());
}

#[test]
fn a_sign_in_can_be_moved_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let connection = common::at("http://127.0.0.1:9");
    let sign_in = SignIn {
        key: SessionKey::Named("corp".into()),
        start_url: "https://d-123.awsapps.com/start".into(),
        region: REGION.into(),
        scopes: Vec::new(),
    };
    let mut on_event = |_: Event| ();
    is_send(&device_sign_in(
        &connection,
        &sign_in,
        std::path::Path::new("/"),
        &clock,
        &mut on_event,
    ));
}
