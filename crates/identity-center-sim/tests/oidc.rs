//! The OIDC service over plain HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod common;

use std::time::Duration;

use common::{SCOPE, assert_error, poll, post, refresh, register, start_device};
use identity_center_sim::{Approval, Refreshable, Simulator, World};
use serde_json::json;

fn start(world: World) -> Simulator {
    let interval = Duration::ZERO;
    Simulator::start_blocking(World { interval, ..world }).unwrap()
}

fn approving(approval: Approval) -> Simulator {
    start(World { approval, ..World::science_cloud() })
}

#[test]
fn a_registration_has_the_members_of_the_model() {
    let simulator = approving(Approval::ByHand);
    let answer = post(
        &simulator,
        "/client/register",
        &json!({"clientName": "c", "clientType": "public", "scopes": [SCOPE]}),
    );
    let body = answer.json();
    assert_eq!(answer.status, 200);
    assert!(answer.header("x-amzn-requestid").is_some() && answer.header("date").is_some());
    let lifetime = body["clientSecretExpiresAt"].as_i64().unwrap()
        - body["clientIdIssuedAt"].as_i64().unwrap();
    assert!((lifetime - 90 * 24 * 3600).abs() <= 1, "{lifetime}");
    assert_eq!(body["tokenEndpoint"], format!("{}/token", simulator.url()));
}

#[test]
fn registrations_that_are_refused() {
    let simulator = approving(Approval::ByHand);
    for (body, error_type) in [
        (json!({"clientName": "c"}), "InvalidRequestException"),
        (json!([1]), "InvalidRequestException"),
        (
            json!({"clientName": "c", "clientType": "confidential"}),
            "InvalidClientMetadataException",
        ),
        (
            json!({"clientName": "c", "clientType": "public", "scopes": ["sso:acount:access"]}),
            "InvalidScopeException",
        ),
        (
            json!({"clientName": "c", "clientType": "public", "redirectUris": ["https://example.org/"]}),
            "InvalidRedirectUriException",
        ),
        (
            json!({"clientName": "c", "clientType": "public", "grantTypes": ["password"]}),
            "UnsupportedGrantTypeException",
        ),
    ] {
        assert_error(&post(&simulator, "/client/register", &body), 400, error_type);
    }
}

#[test]
fn a_sign_in_by_device_that_approves_itself() {
    let simulator = approving(Approval::AfterPolls(2));
    let client = register(&simulator, &[SCOPE]);
    let device = start_device(&simulator, &client);
    assert_eq!((device["expiresIn"].as_i64(), device["interval"].as_i64()), (Some(600), Some(0)));
    let complete = device["verificationUriComplete"].as_str().unwrap();
    assert!(complete.starts_with(device["verificationUri"].as_str().unwrap()));
    assert!(complete.ends_with(device["userCode"].as_str().unwrap()));
    for _ in 0..2 {
        let answer = poll(&simulator, &client, &device);
        assert_error(&answer, 400, "AuthorizationPendingException");
        assert_eq!(answer.text("error"), "authorization_pending");
        assert!(!answer.text("error_description").is_empty());
    }
    let answer = poll(&simulator, &client, &device);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text("tokenType"), "Bearer");
    assert_eq!(answer.json()["expiresIn"], 8 * 3600);
    assert_eq!(
        common::get(&simulator, "/assignment/accounts", &answer.text("accessToken")).status,
        200
    );
    // A code is valid once.
    assert_error(&poll(&simulator, &client, &device), 400, "InvalidGrantException");
}

#[test]
fn approved_and_denied_by_hand() {
    let simulator = approving(Approval::ByHand);
    let client = register(&simulator, &[SCOPE]);
    let (yes, no) = (start_device(&simulator, &client), start_device(&simulator, &client));
    let codes = simulator.pending_user_codes();
    assert_eq!(codes, [yes["userCode"].as_str().unwrap(), no["userCode"].as_str().unwrap()]);
    assert_error(&poll(&simulator, &client, &yes), 400, "AuthorizationPendingException");
    assert!(simulator.approve(&codes[0].to_lowercase().replace('-', "")));
    assert!(simulator.deny(&codes[1]));
    assert!(!simulator.approve(&codes[1]), "it is decided");
    assert!(!simulator.approve("NONE-SUCH"));
    assert!(simulator.pending_user_codes().is_empty());
    assert_eq!(poll(&simulator, &client, &yes).status, 200);
    let denied = poll(&simulator, &client, &no);
    assert_error(&denied, 400, "AccessDeniedException");
    assert_eq!(denied.text("error"), "access_denied");
}

#[test]
fn denied_after_polls() {
    let simulator = approving(Approval::DenyAfterPolls(1));
    let client = register(&simulator, &[]);
    let device = start_device(&simulator, &client);
    assert_error(&poll(&simulator, &client, &device), 400, "AuthorizationPendingException");
    assert_error(&poll(&simulator, &client, &device), 400, "AccessDeniedException");
}

#[test]
fn a_code_that_nobody_decides_expires() {
    let simulator = approving(Approval::Never);
    let client = register(&simulator, &[]);
    let device = start_device(&simulator, &client);
    assert!(!simulator.approve(device["userCode"].as_str().unwrap()));
    assert_error(&poll(&simulator, &client, &device), 400, "AuthorizationPendingException");
    simulator.set(|world| world.faults.clock_skew_seconds = 601);
    let answer = poll(&simulator, &client, &device);
    assert_error(&answer, 400, "ExpiredTokenException");
    assert_eq!(answer.text("error"), "expired_token");
}

#[test]
fn told_to_slow_down() {
    let simulator = approving(Approval::AfterPolls(0));
    simulator.set(|world| world.faults.slow_down_first = 1);
    let client = register(&simulator, &[]);
    let device = start_device(&simulator, &client);
    assert_error(&poll(&simulator, &client, &device), 400, "SlowDownException");
    assert_eq!(poll(&simulator, &client, &device).status, 200);
}

#[test]
fn who_polls_much_too_fast_is_told_to_slow_down() {
    let simulator = approving(Approval::ByHand);
    simulator.set(|world| world.interval = Duration::from_secs(3600));
    let client = register(&simulator, &[]);
    let device = start_device(&simulator, &client);
    assert_eq!(device["interval"], 3600);
    assert_error(&poll(&simulator, &client, &device), 400, "AuthorizationPendingException");
    // The AWS CLI polls twice before its first wait.
    assert_error(&poll(&simulator, &client, &device), 400, "AuthorizationPendingException");
    assert_error(&poll(&simulator, &client, &device), 400, "SlowDownException");
}

#[test]
fn another_portal_and_the_wrong_region() {
    let simulator = approving(Approval::AfterPolls(0));
    let client = register(&simulator, &[SCOPE]);
    let at = |start_url: &str| {
        let body = json!({"clientId": client.0, "clientSecret": client.1, "startUrl": start_url});
        post(&simulator, "/device_authorization", &body)
    };
    let own = simulator.world().start_url;
    assert_eq!(at(&format!("{}/#/", own.to_lowercase())).status, 200);
    assert_error(&at("https://d-123.awsapps.com/start"), 400, "InvalidRequestException");
    let token = simulator.issue_token(true, Duration::from_secs(60));
    simulator.set(|world| world.faults.wrong_region = true);
    assert_error(&at(&own), 400, "InvalidRequestException");
    assert_error(&refresh(&simulator, &token), 400, "InvalidGrantException");
}

#[test]
fn clients_that_are_not_known() {
    let simulator = approving(Approval::AfterPolls(0));
    let client = register(&simulator, &[]);
    let device = start_device(&simulator, &client);
    let wrong_secret = (client.0.clone(), "wrong".to_owned());
    assert_error(&poll(&simulator, &wrong_secret, &device), 401, "InvalidClientException");
    assert_eq!(poll(&simulator, &wrong_secret, &device).text("error"), "invalid_client");
    // A code is valid for one client only.
    let other = register(&simulator, &[]);
    assert_error(&poll(&simulator, &other, &device), 400, "InvalidGrantException");
    simulator.set(|world| world.faults.clock_skew_seconds = 91 * 24 * 3600);
    assert_error(&poll(&simulator, &client, &device), 401, "InvalidClientException");
}

#[test]
fn grants_that_a_client_may_not_use() {
    let simulator = approving(Approval::AfterPolls(0));
    let body = json!({
        "clientName": "c", "clientType": "public", "scopes": [SCOPE],
        "grantTypes": ["authorization_code", "refresh_token"], "redirectUris": ["http://127.0.0.1/oauth/callback"],
    });
    let answer = post(&simulator, "/client/register", &body);
    let (id, secret) = (answer.text("clientId"), answer.text("clientSecret"));
    let body =
        json!({"clientId": id, "clientSecret": secret, "startUrl": simulator.world().start_url});
    assert_error(
        &post(&simulator, "/device_authorization", &body),
        400,
        "UnauthorizedClientException",
    );
    for (grant, error_type) in [
        (common::DEVICE_CODE, "UnauthorizedClientException"),
        ("password", "UnsupportedGrantTypeException"),
        ("refresh_token", "InvalidRequestException"),
    ] {
        let body = json!({"clientId": id, "clientSecret": secret, "grantType": grant});
        assert_error(&post(&simulator, "/token", &body), 400, error_type);
    }
}

#[test]
fn who_is_given_a_refresh_token() {
    let given = |refreshable, scopes: &[&str]| {
        let simulator = start(World {
            refreshable,
            approval: Approval::AfterPolls(0),
            ..World::science_cloud()
        });
        let client = register(&simulator, scopes);
        let device = start_device(&simulator, &client);
        poll(&simulator, &client, &device).json().get("refreshToken").is_some()
    };
    assert!(given(Refreshable::ByScopes, &[SCOPE]));
    assert!(!given(Refreshable::ByScopes, &[]));
    assert!(!given(Refreshable::ByScopes, &["codewhisperer:completions"]));
    assert!(given(Refreshable::Always, &[]));
    assert!(!given(Refreshable::Never, &[SCOPE]));
}

#[test]
fn a_refresh_token_is_good_once_and_until_it_expires() {
    let simulator = approving(Approval::ByHand);
    let mut token = simulator.issue_token(true, Duration::ZERO);
    assert_eq!(common::get(&simulator, "/assignment/accounts", &token.access_token).status, 401);
    let answer = refresh(&simulator, &token);
    assert_eq!(answer.status, 200);
    assert_eq!(
        common::get(&simulator, "/assignment/accounts", &answer.text("accessToken")).status,
        200
    );
    assert_error(&refresh(&simulator, &token), 400, "InvalidGrantException");
    token.refresh_token = Some(answer.text("refreshToken"));
    simulator.set(|world| world.faults.refresh_refused = true);
    assert_error(&refresh(&simulator, &token), 400, "InvalidGrantException");
    simulator.set(|world| {
        world.faults.refresh_refused = false;
        world.faults.refresh_without_token = true;
    });
    let answer = refresh(&simulator, &token);
    assert_eq!((answer.status, answer.json().get("refreshToken")), (200, None));

    let token = simulator.issue_token(true, Duration::from_secs(60));
    simulator.set(|world| world.registration_lifetime = Duration::from_secs(365 * 24 * 3600));
    let longer_registered = simulator.issue_token(true, Duration::from_secs(60));
    simulator.set(|world| world.faults.clock_skew_seconds = 90 * 24 * 3600 + 1);
    assert_error(&refresh(&simulator, &longer_registered), 400, "InvalidGrantException");
    assert_error(&refresh(&simulator, &token), 401, "InvalidClientException");
}
