//! The HTTP client: certificates and proxies.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use facts::{IdentityAnswer, ProxySettings, Recipients, Secret};
use identity_center::Connection;
use identity_center_sim::{Simulator, World};
use machine::{HttpError, http_client, read_ca_bundle};

use crate::Home;

fn authority() -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    parameters.self_signed(&key).unwrap().pem()
}

fn client(home: &Home, bundle: &Path) -> Result<SharedHttpClient, HttpError> {
    http_client(&home.system, &ProxySettings::default(), Some(bundle), Recipients::AsConfigured)
}

#[test]
fn a_good_bundle_is_counted_and_used() {
    let home = Home::new();
    let text = format!("# Corporate roots\n{}\nsome words\n{}", authority(), authority());
    let path = home.put("roots.pem", text.as_bytes());
    let bundle = read_ca_bundle(&home.system, Path::new("~/roots.pem")).unwrap();
    assert_eq!((bundle.len(), bundle.path()), (2, path.as_path()));
    client(&home, &path).unwrap();
}

#[test]
fn a_bad_bundle_is_an_error_that_names_it_and_never_a_panic() {
    let home = Home::new();
    let good = authority();
    let missing = home.path("missing.pem");
    assert_eq!(client(&home, &missing).unwrap_err(), HttpError::BundleMissing { path: missing });
    let empty = home.put("empty.pem", b"");
    assert_eq!(client(&home, &empty).unwrap_err(), HttpError::BundleEmpty { path: empty });
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let key = home.put("key.pem", key.as_bytes());
    assert_eq!(client(&home, &key).unwrap_err(), HttpError::BundleEmpty { path: key });
    std::fs::create_dir(home.path("folder")).unwrap();
    assert!(matches!(client(&home, &home.path("folder")), Err(HttpError::BundleUnreadable { .. })));
    let cut = &good[..good.len() / 2];
    for (name, text) in [
        ("cut", cut.to_owned()),
        ("after", format!("{good}{cut}")),
        ("base64", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n".to_owned()),
        ("der", "-----BEGIN CERTIFICATE-----\nZm9vYmFy\n-----END CERTIFICATE-----\n".to_owned()),
        ("nothing", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".to_owned()),
    ] {
        let path = home.put(name, text.as_bytes());
        let error = client(&home, &path).expect_err(name);
        assert!(matches!(error, HttpError::BundleMalformed { .. }), "{name}: {error}");
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
}

#[test]
fn one_certificate_that_is_no_authority_for_rustls_does_not_spoil_the_others() {
    let home = Home::new();
    let text = format!(
        "-----BEGIN CERTIFICATE-----\nZm9vYmFy\n-----END CERTIFICATE-----\n{}",
        authority()
    );
    let path = home.put("roots.pem", text.as_bytes());
    assert_eq!(read_ca_bundle(&home.system, &path).unwrap().len(), 1);
    client(&home, &path).unwrap();
}

/// A proxy on loopback: forwards plain requests, refuses to tunnel, and records its requests.
struct Proxy {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&heads);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                std::thread::spawn(move || serve(stream, &noted));
            }
        });
        Self { port, heads }
    }

    fn url(&self, user: &str) -> String {
        format!("http://{user}127.0.0.1:{}", self.port)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, noted: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        noted.lock().unwrap().push(head.clone());
        if head.starts_with("CONNECT ") {
            stream.write_all(b"HTTP/1.1 502 No tunnel here\r\ncontent-length: 0\r\n\r\n").ok()?;
            return None;
        }
        let header = |name: &str| {
            head.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let length = header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        // The absolute form becomes the origin form; one request per connection.
        let (line, headers) = head.split_once("\r\n")?;
        let url = url::Url::parse(line.split(' ').nth(1)?).ok()?;
        let path = &url[url::Position::BeforePath..];
        let method = line.split(' ').next()?;
        let mut upstream = TcpStream::connect((url.host_str()?, url.port()?)).ok()?;
        let headers = headers
            .trim_end()
            .lines()
            .filter(|line| !line.to_ascii_lowercase().starts_with("proxy-"));
        let headers: Vec<&str> = headers.collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}\r\nconnection: close\r\n\r\n",
            headers.join("\r\n")
        );
        upstream.write_all(request.as_bytes()).ok()?;
        upstream.write_all(&body).ok()?;
        let mut answer = Vec::new();
        upstream.read_to_end(&mut answer).ok()?;
        stream.write_all(&answer).ok()
    }
}

fn proxies(https: Option<String>, http: Option<String>, none: Option<&str>) -> ProxySettings {
    ProxySettings {
        https: https.map(Secret::new),
        http: http.map(Secret::new),
        none: none.map(Secret::from),
    }
}

/// Asks the simulator for the caller's identity, through these settings.
async fn ask(
    home: &Home,
    simulator: &Simulator,
    proxy: &ProxySettings,
) -> facts::Known<IdentityAnswer> {
    let http = http_client(&home.system, proxy, None, Recipients::AsConfigured).unwrap();
    let connection = Connection::new(http, "us-east-1")
        .oidc_endpoint(Some(simulator.url()))
        .portal_endpoint(Some(simulator.url()))
        .sts_endpoint(Some(simulator.url()));
    let issued = simulator.issue_token(true, std::time::Duration::from_secs(3600));
    let file = issued.cache_file(&simulator.world().start_url, "us-east-1");
    let token = identity_center::cache::parse(file.as_bytes()).unwrap();
    let account = &simulator.world().accounts[0];
    let (account, role) = (account.id.clone(), account.roles[0].clone());
    identity_center::identity(&connection, &token, &account, &role, "us-east-1", home.system.now())
        .await
}

#[tokio::test]
async fn plain_requests_go_through_the_proxy_with_its_name_and_password() {
    let home = Home::new();
    let simulator = Simulator::start(World::science_cloud()).await.unwrap();
    let proxy = Proxy::start();
    let answer =
        ask(&home, &simulator, &proxies(None, Some(proxy.url("mira:p%40ss@")), None)).await;
    assert!(matches!(answer, Ok(IdentityAnswer::Identity(_))), "{answer:?}");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 2, "{heads:?}");
    for head in heads {
        assert!(
            head.starts_with("GET http://127.0.0.1:") || head.starts_with("POST http://127.0.0.1:"),
            "{head}"
        );
        // mira:p@ss
        assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic "), "{head}");
        assert!(head.contains("bWlyYTpwQHNz"), "{head}");
    }
}

#[tokio::test]
async fn names_without_proxy_go_directly() {
    let home = Home::new();
    let simulator = Simulator::start(World::science_cloud()).await.unwrap();
    let proxy = Proxy::start();
    let answer =
        ask(&home, &simulator, &proxies(None, Some(proxy.url("")), Some("127.0.0.1"))).await;
    assert!(matches!(answer, Ok(IdentityAnswer::Identity(_))), "{answer:?}");
    let answer = ask(&home, &simulator, &proxies(Some(proxy.url("")), None, None)).await;
    assert!(matches!(answer, Ok(IdentityAnswer::Identity(_))), "{answer:?}");
    assert!(proxy.heads().is_empty());
}

/// A connection that tries each call once.
fn once(client: SharedHttpClient) -> Connection {
    let limits = identity_center::Limits { attempts: 1, ..identity_center::Limits::default() };
    Connection::new(client, "us-east-1").limits(limits)
}

fn token() -> facts::Token {
    let token = br#"{"accessToken": "t0ken", "expiresAt": "2999-01-01T00:00:00Z"}"#;
    identity_center::cache::parse(token).unwrap()
}

#[tokio::test]
async fn https_asks_the_https_proxy_for_a_tunnel() {
    let home = Home::new();
    let (https, http) = (Proxy::start(), Proxy::start());
    let settings = proxies(Some(https.url("mira:secret@")), Some(http.url("")), None);
    let client = http_client(&home.system, &settings, None, Recipients::AsConfigured).unwrap();
    let connection = once(client);
    let answer = identity_center::accounts(&connection, &token()).await;
    let error = answer.unwrap_err().to_string();
    assert!(!error.contains("secret") && !error.contains("t0ken"), "{error}");
    let heads = https.heads();
    assert!(heads[0].starts_with("CONNECT portal.sso.us-east-1.amazonaws.com:443 "), "{heads:?}");
    assert!(heads[0].contains("bWlyYTpzZWNyZXQ="), "{heads:?}");
    assert!(http.heads().is_empty());
}

#[test]
fn a_client_is_built_once_for_the_same_settings() {
    let home = Home::new();
    let path: PathBuf = home.put("roots.pem", authority().as_bytes());
    let first = client(&home, &path).unwrap();
    let begun = std::time::Instant::now();
    for _ in 0..1000 {
        client(&home, &path).unwrap();
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(20));
    drop(first);
    // Other content under the same name needs a new client.
    home.put("roots.pem", b"");
    assert!(client(&home, &path).is_err());
}

#[test]
fn errors_and_debug_hold_no_password() {
    let home = Home::new();
    let settings = proxies(Some("socks5://mira:pa55@h:1".into()), None, None);
    let error = http_client(&home.system, &settings, None, Recipients::AsConfigured).unwrap_err();
    assert!(matches!(error, HttpError::Proxy { variable: "HTTPS_PROXY", .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("pa55"));
    let good = proxies(Some("http://mira:pa55@h:1".into()), None, None);
    let client = http_client(&home.system, &good, None, Recipients::AsConfigured).unwrap();
    assert!(!format!("{client:?} {:?}", home.system).contains("pa55"));
}

/// A portal over TLS with a certificate from `authority`; returns `{}` for every request.
fn tls_portal(authority: &rcgen::Issuer<'_, rcgen::KeyPair>) -> u16 {
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = parameters.signed_by(&key, authority).unwrap();
    let key = rustls_pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![certificate.der().clone()], key)
    .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = BufReader::new(rustls::StreamOwned::new(connection, stream));
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") && tls.read_line(&mut head).is_ok_and(|read| read > 0)
            {
            }
            let body = r#"{"accountList": [{"accountId": "111122223333"}]}"#;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = tls.get_mut().write_all(answer.as_bytes());
            let _ = tls.get_mut().flush();
        }
    });
    port
}

async fn accounts_over_tls(
    home: &Home,
    port: u16,
    bundle: Option<&Path>,
) -> facts::Known<Vec<identity_center::Account>> {
    let client =
        http_client(&home.system, &ProxySettings::default(), bundle, Recipients::AsConfigured)
            .unwrap();
    let connection = once(client).portal_endpoint(Some(format!("https://localhost:{port}")));
    identity_center::accounts(&connection, &token()).await
}

#[tokio::test]
async fn a_bundle_is_what_is_trusted_and_nothing_else() {
    let home = Home::new();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = parameters.self_signed(&key).unwrap().pem();
    let port = tls_portal(&rcgen::Issuer::new(parameters, key));
    let right = home.put("right.pem", root.as_bytes());
    let other = home.put("other.pem", authority().as_bytes());
    let accounts = accounts_over_tls(&home, port, Some(&right)).await.unwrap();
    assert_eq!(accounts[0].id, "111122223333");
    // Neither another authority nor those of the system sign it.
    assert!(accounts_over_tls(&home, port, Some(&other)).await.is_err());
    assert!(accounts_over_tls(&home, port, None).await.is_err());
}

/// A server in place of AWS could send bytes without end.
#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let sent = Arc::new(Mutex::new(0_usize));
    let counter = Arc::clone(&sent);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = BufReader::new(stream);
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n")
                && stream.read_line(&mut head).is_ok_and(|read| read > 0)
            {}
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                          connection: close\r\n\r\n{\"accountList\": [";
            let stream = stream.get_mut();
            let mut alive = stream.write_all(answer.as_bytes()).is_ok();
            while alive {
                alive = stream.write_all(&[b' '; 65536]).is_ok();
                *counter.lock().unwrap() += 65536;
            }
        }
    });
    let home = Home::new();
    let client =
        http_client(&home.system, &ProxySettings::default(), None, Recipients::AsConfigured)
            .unwrap();
    let connection = once(client).portal_endpoint(Some(format!("http://127.0.0.1:{port}")));
    let answer = identity_center::accounts(&connection, &token()).await;
    let why = answer.unwrap_err();
    assert!(why.to_string().contains("length limit"), "{why}");
    // Beside the limit there are only the buffers of the sockets.
    let sent = *sent.lock().unwrap();
    assert!((4 << 20..64 << 20).contains(&sent), "{sent} bytes were sent");
}
