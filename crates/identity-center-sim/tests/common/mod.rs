//! A plain HTTP client, and the calls that several tests make.

#![allow(dead_code, reason = "each test program uses a part")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use identity_center_sim::{IssuedToken, Simulator};
use serde_json::{Value, json};

pub(crate) mod sign;

/// A parsed response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.json()[member].as_str().unwrap_or_else(|| panic!("no {member}")).to_owned()
    }

    pub(crate) fn error_type(&self) -> Option<&str> {
        self.header("x-amzn-ErrorType")
    }
}

/// Sends a request on its own connection and reads until the server closes it. None if the
/// connection closes before the response is complete.
pub(crate) fn try_send(
    url: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Answer> {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A reset connection is a missing response.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let answer = Answer { status, headers, body: body.to_owned() };
    let announced = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
    (answer.body.len() == announced).then_some(answer)
}

pub(crate) fn send(
    url: &str,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    try_send(url, method, target, headers, body).expect("a whole answer")
}

/// `POST` with a JSON body.
pub(crate) fn post(simulator: &Simulator, target: &str, body: &Value) -> Answer {
    send(
        &simulator.url(),
        "POST",
        target,
        &[("content-type", "application/json")],
        &body.to_string(),
    )
}

/// `POST` with a form.
pub(crate) fn post_form(simulator: &Simulator, target: &str, form: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    send(&simulator.url(), "POST", target, &headers, &body)
}

/// `GET` with a bearer token.
pub(crate) fn get(simulator: &Simulator, target: &str, token: &str) -> Answer {
    send(&simulator.url(), "GET", target, &[("x-amz-sso_bearer_token", token)], "")
}

pub(crate) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const SCOPE: &str = "sso:account:access";

/// A registered client: its identifier and its secret.
pub(crate) fn register(simulator: &Simulator, scopes: &[&str]) -> (String, String) {
    let body =
        json!({"clientName": "botocore-client-test", "clientType": "public", "scopes": scopes});
    let answer = post(simulator, "/client/register", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    (answer.text("clientId"), answer.text("clientSecret"))
}

/// A device authorization, as `StartDeviceAuthorization` returns it.
pub(crate) fn start_device(simulator: &Simulator, client: &(String, String)) -> Value {
    let body = json!({"clientId": client.0, "clientSecret": client.1, "startUrl": simulator.world().start_url});
    let answer = post(simulator, "/device_authorization", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// One poll.
pub(crate) fn poll(simulator: &Simulator, client: &(String, String), device: &Value) -> Answer {
    let body = json!({
        "clientId": client.0, "clientSecret": client.1, "grantType": DEVICE_CODE, "deviceCode": device["deviceCode"],
    });
    post(simulator, "/token", &body)
}

/// One refresh.
pub(crate) fn refresh(simulator: &Simulator, token: &IssuedToken) -> Answer {
    let body = json!({
        "clientId": token.client_id, "clientSecret": token.client_secret,
        "grantType": "refresh_token", "refreshToken": token.refresh_token,
    });
    post(simulator, "/token", &body)
}

/// An access token that is valid for an hour.
pub(crate) fn bearer(simulator: &Simulator) -> String {
    simulator.issue_token(true, Duration::from_secs(3600)).access_token
}

/// Asserts an error in the form of the models.
#[track_caller]
pub(crate) fn assert_error(answer: &Answer, status: u16, error_type: &str) {
    assert_eq!((answer.status, answer.error_type()), (status, Some(error_type)), "{}", answer.body);
}
