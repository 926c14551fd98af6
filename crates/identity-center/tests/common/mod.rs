//! Shared test helpers: a client over plain HTTP, and a connection to the simulator.
// Each test file is its own crate and uses a part of it.
#![allow(dead_code, unreachable_pub)]

use std::path::PathBuf;
use std::time::Duration;

use facts::{Secret, SessionKey, Token};
use identity_center::cache::Registration;
use identity_center::{Connection, Limits, SignIn};
use identity_center_sim::{Approval, IssuedToken, Operation, Simulator, World};
use jiff::Timestamp;

pub const REGION: &str = "us-east-1";

/// Short, so that a test with a hanging service is fast.
pub const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    call: Duration::from_secs(5),
    attempts: 3,
    browser: Duration::from_secs(20),
    revoking: Duration::from_secs(20),
};

/// One attempt with half a second.
pub const IMPATIENT: Limits = Limits {
    connect: Duration::from_millis(500),
    call: Duration::from_millis(500),
    attempts: 1,
    browser: Duration::from_secs(20),
    revoking: Duration::from_secs(20),
};

/// A computer on which nobody has signed in.
pub struct Home {
    pub folder: tempfile::TempDir,
    /// The token cache; it does not exist yet.
    pub cache: PathBuf,
}

pub fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join(".aws/sso/cache");
    Home { folder, cache }
}

/// The usual simulator.
pub async fn simulator() -> Simulator {
    Simulator::start(World::science_cloud()).await.unwrap()
}

/// The usual simulator, which decides about sign-ins like this.
pub async fn deciding(approval: Approval) -> Simulator {
    Simulator::start(World { approval, ..World::science_cloud() }).await.unwrap()
}

/// The operations that were called, in order.
pub fn operations(simulator: &Simulator) -> Vec<Operation> {
    simulator.calls().iter().map(|call| call.operation).collect()
}

/// A registration for [`SCOPE`] that the AWS CLI has left.
pub fn registration(expires_at: Timestamp, grants: &[&str]) -> Registration {
    Registration {
        client_id: "left-by-the-aws-cli".into(),
        client_secret: "left-by-the-aws-cli".into(),
        expires_at,
        scopes: vec![SCOPE.into()],
        grant_types: grants.iter().map(|grant| (*grant).to_owned()).collect(),
    }
}

/// Every request goes to this address.
pub fn at(url: &str) -> Connection {
    Connection::new(aws_smithy_http_client::Builder::new().build_http(), REGION)
        .oidc_endpoint(Some(url.to_owned()))
        .portal_endpoint(Some(url.to_owned()))
        .sts_endpoint(Some(url.to_owned()))
        .limits(LIMITS)
}

pub fn to(simulator: &Simulator) -> Connection {
    at(&simulator.url())
}

/// A port without a listener.
pub fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub fn sign_in(simulator: &Simulator, scopes: &[&str]) -> SignIn {
    SignIn {
        key: SessionKey::Named("corp".into()),
        start_url: simulator.world().start_url,
        region: REGION.into(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    }
}

pub const SCOPE: &str = "sso:account:access";

pub fn clock() -> Timestamp {
    Timestamp::now()
}

/// The token as read from the cache.
pub fn token(simulator: &Simulator, issued: &IssuedToken) -> Token {
    let file = issued.cache_file(&simulator.world().start_url, REGION);
    identity_center::cache::parse(file.as_bytes()).unwrap()
}

pub fn fresh(simulator: &Simulator) -> Token {
    token(simulator, &simulator.issue_token(true, Duration::from_secs(3600)))
}

/// The names of the files in a folder, sorted.
pub fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Fails if the text contains one of the secrets.
pub fn assert_silent(text: &str, secrets: &[&Secret]) {
    for secret in secrets {
        assert!(!text.contains(secret.expose().as_str()), "a secret is shown");
    }
}

/// A response over plain HTTP.
pub struct Answer {
    pub status: u16,
    /// The raw head.
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(": ")?;
            own.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// Sends bytes to a local port and reads the response until the connection closes.
pub async fn send(port: u16, bytes: &[u8]) -> std::io::Result<Answer> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(bytes).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    Ok(Answer {
        status: head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0),
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

/// What a browser does with a URL, without following redirects.
pub async fn visit(method: &str, address: &str) -> std::io::Result<Answer> {
    let url = url::Url::parse(address).unwrap();
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request =
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    send(url.port().unwrap(), request.as_bytes()).await
}

pub async fn get(address: &str) -> Answer {
    visit("GET", address).await.unwrap()
}
