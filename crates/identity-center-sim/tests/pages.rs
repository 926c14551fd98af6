//! What the user's browser shows, with a device code and with PKCE.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod common;

use common::{Answer, SCOPE, assert_error, poll, post, post_form, register, send, start_device};
use identity_center_sim::{Approval, Operation, Simulator, World};
use serde_json::json;

fn start(approval: Approval) -> Simulator {
    let interval = std::time::Duration::ZERO;
    Simulator::start_blocking(World { approval, interval, ..World::science_cloud() }).unwrap()
}

fn visit(simulator: &Simulator, target: &str) -> Answer {
    send(&simulator.url(), "GET", target, &[], "")
}

#[test]
fn a_person_approves_on_the_page() {
    let simulator = start(Approval::ByHand);
    let client = register(&simulator, &[SCOPE]);
    let device = start_device(&simulator, &client);
    let code = device["userCode"].as_str().unwrap();
    assert!(visit(&simulator, "/device").body.contains("name=\"user_code\""));
    let page = visit(&simulator, &format!("/device?user_code={code}"));
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for shown in [code, "mira@example.org", "botocore-client-test", "Approve", "Deny", "simulated"]
    {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert_error(&poll(&simulator, &client, &device), 400, "AuthorizationPendingException");
    let told = post_form(&simulator, "/device", &[("user_code", code), ("decision", "approve")]);
    assert!(told.status == 200 && told.body.contains("Request approved"));
    assert_eq!(poll(&simulator, &client, &device).status, 200);
    // A decision is final, and page visits are not AWS calls.
    assert_eq!(
        post_form(&simulator, "/device", &[("user_code", code), ("decision", "deny")]).status,
        404
    );
    assert_eq!(visit(&simulator, &format!("/device?user_code={code}")).status, 404);
    assert_eq!(simulator.calls().len(), 4);
}

#[test]
fn a_person_denies_on_the_page() {
    let simulator = start(Approval::ByHand);
    let client = register(&simulator, &[SCOPE]);
    let device = start_device(&simulator, &client);
    let code = device["userCode"].as_str().unwrap();
    assert_eq!(
        post_form(&simulator, "/device", &[("user_code", code), ("decision", "maybe")]).status,
        400
    );
    let told = post_form(&simulator, "/device", &[("user_code", code), ("decision", "deny")]);
    assert!(told.body.contains("Request denied"));
    assert_error(&poll(&simulator, &client, &device), 400, "AccessDeniedException");
}

#[test]
fn names_are_text_on_the_page() {
    let simulator = start(Approval::ByHand);
    let body = json!({"clientName": "<script>alert(1)</script>", "clientType": "public"});
    let answer = post(&simulator, "/client/register", &body);
    let device = start_device(&simulator, &(answer.text("clientId"), answer.text("clientSecret")));
    let page =
        visit(&simulator, &format!("/device?user_code={}", device["userCode"].as_str().unwrap()));
    assert!(page.body.contains("&lt;script&gt;") && !page.body.contains("<script>"));
}

const REDIRECT: &str = "http://127.0.0.1:49152/oauth/callback";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn pkce_client(simulator: &Simulator) -> (String, String) {
    let body = json!({
        "clientName": "c", "clientType": "public", "scopes": [SCOPE],
        "grantTypes": ["authorization_code", "refresh_token"],
        "redirectUris": ["http://127.0.0.1/oauth/callback"], "issuerUrl": simulator.world().start_url,
    });
    let answer = post(simulator, "/client/register", &body);
    (answer.text("clientId"), answer.text("clientSecret"))
}

fn authorize(simulator: &Simulator, client_id: &str, redirect: &str, method: &str) -> Answer {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect),
            ("state", "the state"),
            ("code_challenge_method", method),
            ("code_challenge", CHALLENGE),
            ("scopes", SCOPE),
        ])
        .finish();
    visit(simulator, &format!("/authorize?{query}"))
}

/// A parameter of the redirect's URL.
fn sent_back(answer: &Answer, name: &str) -> Option<String> {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let location = answer.header("location").unwrap();
    assert!(location.starts_with(REDIRECT), "{location}");
    let location = url::Url::parse(location).unwrap();
    location.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn redeem(simulator: &Simulator, client: &(String, String), code: &str, verifier: &str) -> Answer {
    let body = json!({
        "clientId": client.0, "clientSecret": client.1, "grantType": "authorization_code",
        "code": code, "redirectUri": REDIRECT, "codeVerifier": verifier,
    });
    post(simulator, "/token", &body)
}

#[test]
fn a_sign_in_with_pkce() {
    let simulator = start(Approval::AfterPolls(0));
    let client = pkce_client(&simulator);
    let answer = authorize(&simulator, &client.0, REDIRECT, "S256");
    assert_eq!(sent_back(&answer, "state").as_deref(), Some("the state"));
    let code = sent_back(&answer, "code").unwrap();
    let token = redeem(&simulator, &client, &code, VERIFIER);
    assert_eq!(token.status, 200, "{}", token.body);
    assert!(token.json().get("refreshToken").is_some());
    assert_error(&redeem(&simulator, &client, &code, VERIFIER), 400, "InvalidGrantException");

    let code = sent_back(&authorize(&simulator, &client.0, REDIRECT, "S256"), "code").unwrap();
    assert_error(&redeem(&simulator, &client, &code, "another"), 400, "InvalidGrantException");
    assert_eq!(simulator.count(Operation::Authorize), 2);
}

#[test]
fn pkce_requests_that_are_refused() {
    let simulator = start(Approval::AfterPolls(0));
    let client = pkce_client(&simulator);
    assert_eq!(authorize(&simulator, "made-up", REDIRECT, "S256").status, 400);
    assert_eq!(authorize(&simulator, &client.0, "http://127.0.0.1/other", "S256").status, 400);
    let plain = authorize(&simulator, &client.0, REDIRECT, "plain");
    assert_eq!(sent_back(&plain, "error").as_deref(), Some("invalid_request"));
    simulator.set(|world| world.approval = Approval::DenyAfterPolls(0));
    let denied = authorize(&simulator, &client.0, REDIRECT, "S256");
    assert_eq!(sent_back(&denied, "error").as_deref(), Some("access_denied"));
    assert_error(&redeem(&simulator, &client, "made-up", VERIFIER), 400, "InvalidGrantException");
}

#[test]
fn a_person_decides_on_the_authorization_page() {
    let simulator = start(Approval::ByHand);
    let client = pkce_client(&simulator);
    let ask = || {
        let page = authorize(&simulator, &client.0, REDIRECT, "S256");
        assert_eq!(page.status, 200);
        let (_, rest) = page.body.split_once("name=\"request\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let answer = |request: &str, decision| {
        post_form(&simulator, "/authorize", &[("request", request), ("decision", decision)])
    };
    let request = ask();
    // The question on the page is not yet a code.
    assert_error(&redeem(&simulator, &client, &request, VERIFIER), 400, "InvalidGrantException");
    let code = sent_back(&answer(&request, "approve"), "code").unwrap();
    assert_eq!(redeem(&simulator, &client, &code, VERIFIER).status, 200);
    assert_eq!(answer(&request, "approve").status, 400, "it was decided");
    assert_eq!(sent_back(&answer(&ask(), "deny"), "error").as_deref(), Some("access_denied"));
}
