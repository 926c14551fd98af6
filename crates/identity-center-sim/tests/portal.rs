//! The access portal and STS over plain HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod common;

use std::time::Duration;

use common::sign::{Keys, caller_identity};
use common::{Answer, assert_error, bearer, get, refresh, send};
use identity_center_sim::{Account, Operation, Simulator, StaticKey, World};
use jiff::{SignedDuration, Timestamp};

fn start(world: World) -> Simulator {
    Simulator::start_blocking(world).unwrap()
}

/// All entries of a list, page by page, and the number of pages.
fn all(
    simulator: &Simulator,
    target: &str,
    list: &str,
    token: &str,
) -> (Vec<serde_json::Value>, usize) {
    let (mut entries, mut pages, mut next) = (Vec::new(), 0, String::new());
    loop {
        let body = get(simulator, &format!("{target}{next}"), token).json();
        entries.extend(body[list].as_array().unwrap().clone());
        pages += 1;
        let Some(token) = body.get("nextToken") else {
            return (entries, pages);
        };
        next = format!("&next_token={}", token.as_str().unwrap());
    }
}

#[test]
fn accounts_and_roles_come_in_pages() {
    let simulator = start(World { page_size: 40, ..World::many(250, 3) });
    let token = bearer(&simulator);
    let (accounts, pages) = all(&simulator, "/assignment/accounts?x=1", "accountList", &token);
    assert_eq!((accounts.len(), pages), (250, 7));
    assert_eq!(accounts[0]["emailAddress"], "account-0001@example.org");
    let (again, pages) =
        all(&simulator, "/assignment/accounts?max_result=100", "accountList", &token);
    assert_eq!((again, pages), (accounts.clone(), 3));
    let id = accounts[7]["accountId"].as_str().unwrap();
    let target = format!("/assignment/roles?account_id={id}&max_result=2");
    let (roles, pages) = all(&simulator, &target, "roleList", &token);
    assert_eq!((roles.len(), pages), (3, 2));
    assert_eq!((&roles[2]["roleName"], &roles[2]["accountId"]), (&"Role003".into(), &id.into()));
}

#[test]
fn an_account_without_an_address_has_none_in_the_answer() {
    let simulator = start(World::science_cloud());
    let body = get(&simulator, "/assignment/accounts", &bearer(&simulator)).json();
    assert_eq!(
        body,
        serde_json::json!({"accountList": [
            {"accountId": "111122223333", "accountName": "dev-account"},
            {"accountId": "444455556666", "accountName": "prod-account"},
        ]})
    );
}

#[test]
fn requests_that_the_portal_refuses() {
    let simulator = start(World::many(3, 1));
    let token = bearer(&simulator);
    for (target, status, error_type) in [
        ("/assignment/accounts?max_result=0", 400, "InvalidRequestException"),
        ("/assignment/accounts?max_result=101", 400, "InvalidRequestException"),
        ("/assignment/accounts?max_result=x", 400, "InvalidRequestException"),
        ("/assignment/accounts?next_token=made-up", 400, "InvalidRequestException"),
        ("/assignment/roles", 400, "InvalidRequestException"),
        ("/assignment/roles?account_id=999999999999", 404, "ResourceNotFoundException"),
        ("/federation/credentials?account_id=100000000001", 400, "InvalidRequestException"),
        (
            "/federation/credentials?account_id=100000000001&role_name=Nope",
            403,
            "ForbiddenException",
        ),
        (
            "/federation/credentials?account_id=999999999999&role_name=Role001",
            403,
            "ForbiddenException",
        ),
        ("/assignment/other", 404, "UnknownOperationException"),
    ] {
        assert_error(&get(&simulator, target, &token), status, error_type);
    }
    let forbidden =
        get(&simulator, "/federation/credentials?account_id=100000000001&role_name=Nope", &token);
    assert_eq!(forbidden.text("message"), "No access");
    // A page token of one list is invalid for another.
    let next = get(&simulator, "/assignment/accounts?max_result=1", &token).text("nextToken");
    let target = format!("/assignment/roles?account_id=100000000001&next_token={next}");
    assert_error(&get(&simulator, &target, &token), 400, "InvalidRequestException");
    assert_eq!(send(&simulator.url(), "DELETE", "/logout", &[], "").status, 404);
}

#[test]
fn tokens_that_the_portal_refuses() {
    let simulator = start(World::science_cloud());
    let refused = |token: &str| {
        let answer = get(&simulator, "/assignment/accounts", token);
        assert_error(&answer, 401, "UnauthorizedException");
        assert_eq!(answer.text("message"), "Session token not found or invalid");
    };
    refused("made-up");
    refused("");
    assert_eq!(send(&simulator.url(), "GET", "/assignment/accounts", &[], "").status, 401);
    refused(&simulator.issue_token(false, Duration::ZERO).access_token);
    let token = bearer(&simulator);
    simulator.set(|world| world.faults.revoked = true);
    refused(&token);
    simulator.set(|world| world.faults.revoked = false);
    assert_eq!(get(&simulator, "/assignment/accounts", &token).status, 200);
    simulator.set(|world| world.faults.clock_skew_seconds = 3601);
    refused(&token);
}

#[test]
fn signing_out_ends_the_sign_in() {
    let simulator = start(World::science_cloud());
    let token = simulator.issue_token(true, Duration::from_secs(60));
    let other = bearer(&simulator);
    let logout = || {
        send(
            &simulator.url(),
            "POST",
            "/logout",
            &[("x-amz-sso_bearer_token", &token.access_token)],
            "",
        )
    };
    let answer = logout();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_error(&logout(), 401, "UnauthorizedException");
    assert_error(&refresh(&simulator, &token), 400, "InvalidGrantException");
    assert_eq!(get(&simulator, "/assignment/accounts", &other).status, 200);
}

const CREDENTIALS: &str = "/federation/credentials?account_id=111122223333&role_name=PowerUser";

fn role_keys(simulator: &Simulator) -> Keys {
    let body = get(simulator, CREDENTIALS, &bearer(simulator)).json();
    let text = |name: &str| body["roleCredentials"][name].as_str().unwrap().to_owned();
    Keys {
        access_key_id: text("accessKeyId"),
        secret_access_key: text("secretAccessKey"),
        session_token: Some(text("sessionToken")),
    }
}

#[track_caller]
fn assert_refused(answer: &Answer, code: &str, message: &str) {
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains(&format!("<Code>{code}</Code>")), "{}", answer.body);
    assert!(answer.body.contains(message), "{}", answer.body);
}

#[test]
fn credentials_of_a_role_live_for_an_hour_and_are_known_to_sts() {
    let simulator = start(World::science_cloud());
    let body = get(&simulator, CREDENTIALS, &bearer(&simulator)).json();
    let expiration = body["roleCredentials"]["expiration"].as_i64().unwrap();
    let left = expiration - Timestamp::now().as_millisecond();
    assert!((3_500_000..=3_600_000).contains(&left), "{left}");

    let keys = role_keys(&simulator);
    assert!(keys.access_key_id.starts_with("ASIA"));
    let answer = caller_identity(&simulator.url(), &keys, Timestamp::now());
    assert_eq!(answer.status, 200, "{}", answer.body);
    let arn = "<Arn>arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira@example.org</Arn>";
    assert!(answer.body.contains(arn), "{}", answer.body);
    assert!(answer.body.contains("<Account>111122223333</Account>"));
    let id = answer.header("x-amzn-requestid").unwrap();
    assert!(answer.body.contains(&format!("<RequestId>{id}</RequestId>")));
}

#[test]
fn keys_that_sts_refuses() {
    let simulator = start(World::science_cloud());
    let keys = role_keys(&simulator);
    let at = |keys: &Keys| caller_identity(&simulator.url(), keys, Timestamp::now());
    let invalid = "The security token included in the request is invalid.";

    let unknown = Keys { access_key_id: "ASIAIOSFODNN7EXAMPLE".to_owned(), ..keys.clone() };
    assert_refused(&at(&unknown), "InvalidClientTokenId", invalid);
    let without = Keys { session_token: None, ..keys.clone() };
    assert_refused(&at(&without), "InvalidClientTokenId", invalid);
    let wrong = Keys { secret_access_key: "wrong".to_owned(), ..keys.clone() };
    assert_refused(&at(&wrong), "SignatureDoesNotMatch", "The request signature we calculated");

    simulator.set(|world| world.faults.sts_denied = true);
    assert_refused(&at(&keys), "AccessDenied", "with an explicit deny in a service control policy");
    simulator.set(|world| {
        world.faults.sts_denied = false;
        world.faults.sts_unknown_key = true;
    });
    assert_refused(&at(&keys), "InvalidClientTokenId", invalid);
    simulator.set(|world| {
        world.faults.sts_unknown_key = false;
        world.faults.clock_skew_seconds = 3601;
    });
    let hour_later = Timestamp::now() + SignedDuration::from_secs(3601);
    let answer = caller_identity(&simulator.url(), &keys, hour_later);
    assert_refused(
        &answer,
        "ExpiredToken",
        "The security token included in the request is expired",
    );

    let unsigned = send(&simulator.url(), "POST", "/", &[], "Action=GetCallerIdentity");
    assert_refused(&unsigned, "MissingAuthenticationToken", "");
    let basic = [("authorization", "Basic abc")];
    let unsigned = send(&simulator.url(), "POST", "/", &basic, "Action=GetCallerIdentity");
    assert_refused(&unsigned, "IncompleteSignature", "");
    assert_eq!(send(&simulator.url(), "POST", "/", &[], "Action=GetSessionToken").status, 404);
    assert_eq!(simulator.count(Operation::Unknown), 1);
}

#[test]
fn a_clock_that_is_wrong_by_more_than_five_minutes() {
    let simulator = start(World::science_cloud());
    let keys = role_keys(&simulator);
    let skewed = |seconds| {
        simulator.set(|world| world.faults.clock_skew_seconds = seconds);
        caller_identity(&simulator.url(), &keys, Timestamp::now())
    };
    assert_eq!(skewed(240).status, 200);
    assert_eq!(skewed(-240).status, 200);
    let answer = skewed(600);
    assert_refused(&answer, "SignatureDoesNotMatch", "Signature expired: ");
    assert!(answer.body.contains(" is now earlier than ") && answer.body.contains(" - 5 min.)"));
    let date = answer.header("date").unwrap();
    let ahead =
        jiff::fmt::rfc2822::parse(date).unwrap().timestamp().duration_since(Timestamp::now());
    assert!((590..=600).contains(&ahead.as_secs()), "{date}");
    assert_refused(&skewed(-600), "SignatureDoesNotMatch", " is still later than ");
    // No clock skew causes a panic.
    for seconds in [i64::MIN, i64::MAX] {
        assert_eq!(skewed(seconds).status, 403);
    }
}

#[test]
fn long_lived_keys_and_other_partitions() {
    let key = StaticKey {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        account: "111122223333".to_owned(),
        user: "build".to_owned(),
    };
    let keys = Keys {
        access_key_id: key.access_key_id.clone(),
        secret_access_key: key.secret_access_key.clone(),
        session_token: None,
    };
    let simulator = start(World {
        region: "cn-north-1".to_owned(),
        accounts: vec![Account::new("111122223333", "dev", &["PowerUser"])],
        static_keys: vec![key],
        ..World::science_cloud()
    });
    let answer = caller_identity(&simulator.url(), &keys, Timestamp::now());
    assert!(
        answer.body.contains("<Arn>arn:aws-cn:iam::111122223333:user/build</Arn>"),
        "{}",
        answer.body
    );
    let answer = caller_identity(&simulator.url(), &role_keys(&simulator), Timestamp::now());
    assert!(
        answer.body.contains("<Arn>arn:aws-cn:sts::111122223333:assumed-role/"),
        "{}",
        answer.body
    );
}
