//! The path to an endpoint up to TLS: name, connection, tunnel.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use facts::{Endpoint, Hop, Obstacle, Proxy, Stage, clean_line};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

use machine::System;

use super::handshake;
use super::trust::Sources;

/// A connection, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// When to give up on a connection.
#[derive(Clone, Copy)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    pub(super) limit: Duration,
}

impl Deadline {
    /// `work`, or a timeout at this stage.
    pub(super) async fn within<T>(
        self,
        stage: Stage,
        work: impl Future<Output = Result<T, Obstacle>>,
    ) -> Result<T, Obstacle> {
        timeout_at(self.at, work).await.unwrap_or(Err(Obstacle::TimedOut(stage, self.limit)))
    }
}

/// The head start of one address before the next is tried in parallel (RFC 8305, section 5).
const STAGGER: Duration = Duration::from_millis(250);
/// Try at most this many addresses of a host.
const MAX_ADDRESSES: usize = 6;
/// Read at most this many bytes of a proxy's response.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The proxy in a form that is safe to show.
pub(super) fn shown(proxy: &Url) -> Proxy {
    let host = clean_line(proxy.host_str().unwrap_or_default());
    let port = proxy.port_or_known_default().map_or_else(String::new, |port| format!(":{port}"));
    let user = match (proxy.username(), proxy.password()) {
        ("", None) => String::new(),
        (name, None) => format!("{}@", clean_line(name)),
        (name, Some(_)) => format!("{}:…@", clean_line(name)),
    };
    Proxy {
        shown: format!("{}://{user}{host}{port}", proxy.scheme()),
        with_password: proxy.password().is_some() || !proxy.username().is_empty(),
    }
}

/// A connection to the endpoint, through the proxy if there is one. Without TLS it ends at the
/// proxy, because plain HTTP sends the request itself to the proxy instead of opening a tunnel.
pub(super) async fn open(
    system: &System,
    target: &Endpoint,
    proxy: Option<&Url>,
    sources: &Sources,
    deadline: Deadline,
) -> Result<Box<dyn Stream>, (Hop, Obstacle)> {
    let Some(proxy) = proxy else {
        let stream = connect(system, &target.host, target.port, deadline).await;
        return Ok(Box::new(stream.map_err(|obstacle| (Hop::Host, obstacle))?));
    };
    open_tunnel(system, target, proxy, sources, deadline)
        .await
        .map_err(|obstacle| (Hop::Proxy, obstacle))
}

async fn open_tunnel(
    system: &System,
    target: &Endpoint,
    proxy: &Url,
    sources: &Sources,
    deadline: Deadline,
) -> Result<Box<dyn Stream>, Obstacle> {
    let host = proxy.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = proxy.port_or_known_default().unwrap_or(80);
    let stream = connect(system, host, port, deadline).await?;
    let mut stream: Box<dyn Stream> = if proxy.scheme() == "https" {
        let trust = sources.trust(target.ca_bundle.as_deref()).await;
        let boxed = Box::new(stream);
        let (_, shaken) = handshake::handshake(boxed, host, trust, system.now(), deadline).await?;
        let untrusted = || Obstacle::Broken("its own certificate is not trusted".to_owned());
        Box::new(shaken.trusted.ok_or_else(untrusted)?)
    } else {
        Box::new(stream)
    };
    if !target.tls {
        return Ok(stream);
    }
    let host = if target.host.contains(':') {
        format!("[{}]:{}", target.host, target.port)
    } else {
        format!("{}:{}", target.host, target.port)
    };
    let authorization = authorization(proxy);
    let request = format!(
        "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {}\r\n{authorization}\r\n",
        handshake::USER_AGENT
    );
    let asked = async {
        stream.write_all(request.as_bytes()).await.map_err(broken)?;
        read_head(&mut stream).await
    };
    let head = deadline.within(Stage::Tunnel, asked).await?;
    match status(&head) {
        Some(200..=299) => Ok(stream),
        Some(status) => Err(Obstacle::ProxyStatus(status, schemes(&head))),
        None if head.is_empty() => {
            Err(Obstacle::Broken("it closed the connection without an answer".to_owned()))
        }
        None => Err(Obstacle::NotAProxy),
    }
}

/// `Proxy-Authorization`, as botocore sends it (`botocore/httpsession.py`, `get_proxy_headers`:
/// the name and the password are decoded first).
fn authorization(proxy: &Url) -> String {
    if proxy.username().is_empty() && proxy.password().is_none() {
        return String::new();
    }
    let mut pair: Vec<u8> = percent_decode_str(proxy.username()).collect();
    pair.push(b':');
    pair.extend(percent_decode_str(proxy.password().unwrap_or_default()));
    format!("Proxy-Authorization: Basic {}\r\n", aws_smithy_types::base64::encode(pair))
}

/// A response up to the end of its head; less if the other side stops earlier.
pub(super) async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> Result<Vec<u8>, Obstacle> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while head.len() < MAX_HEAD_BYTES && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
            // The data so far counts.
            Err(_) if !head.is_empty() => break,
            Err(error) => return Err(broken(error)),
        }
        // A server that sends a greeting first speaks another protocol.
        if head.len() >= 5 && !head.starts_with(b"HTTP/") {
            break;
        }
    }
    Ok(head)
}

fn status(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|word| word.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

/// The value of a header in a response head.
pub(super) fn header<'a>(head: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    head.lines().skip(1).filter_map(move |line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The authentication schemes that a 407 offers.
fn schemes(head: &[u8]) -> Vec<String> {
    let head = String::from_utf8_lossy(head);
    let mut schemes: Vec<String> = header(&head, "proxy-authenticate")
        .filter_map(|value| value.split([' ', ',']).next())
        .map(|scheme| clean_line(scheme).chars().take(20).collect())
        .take(4)
        .collect();
    schemes.dedup();
    schemes
}

async fn connect(
    system: &System,
    host: &str,
    port: u16,
    deadline: Deadline,
) -> Result<TcpStream, Obstacle> {
    let addresses = lookup(system, host, port, deadline).await?;
    deadline.within(Stage::Connection, connect_first(addresses)).await
}

/// The addresses of a host.
pub(super) async fn lookup(
    system: &System,
    host: &str,
    port: u16,
    deadline: Deadline,
) -> Result<Vec<SocketAddr>, Obstacle> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    if let Some(names) = system.names() {
        return match names.get(host) {
            Some(address) => Ok(vec![*address]),
            None => Err(Obstacle::NoSuchName),
        };
    }
    let asked = async {
        match tokio::net::lookup_host((host, port)).await {
            Ok(addresses) => Ok(addresses.collect()),
            Err(error) => Err(unresolved(&error)),
        }
    };
    let addresses: Vec<SocketAddr> = deadline.within(Stage::Name, asked).await?;
    if addresses.is_empty() {
        return Err(Obstacle::NoSuchName);
    }
    Ok(addresses)
}

/// The standard library provides only the system's messages for "no such name" and "try again"
/// (`gai_strerror` of glibc and musl; `WSATRY_AGAIN` of Windows).
fn unresolved(error: &std::io::Error) -> Obstacle {
    let text = error.to_string();
    let for_now = error.raw_os_error() == Some(11_002)
        || ["Temporary failure", "Try again", "emporarily"]
            .iter()
            .any(|words| text.contains(words));
    if for_now { Obstacle::NameUnanswered } else { Obstacle::NoSuchName }
}

/// A connection to the first address that accepts one.
async fn connect_first(addresses: Vec<SocketAddr>) -> Result<TcpStream, Obstacle> {
    let mut attempts: FuturesUnordered<_> = (0u32..)
        .zip(addresses.into_iter().take(MAX_ADDRESSES))
        .map(|(number, address)| async move {
            sleep(STAGGER * number).await;
            TcpStream::connect(address).await
        })
        .collect();
    let mut obstacle: Option<Obstacle> = None;
    while let Some(attempt) = attempts.next().await {
        match attempt {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                let another = unconnected(&error);
                // A refusal is more informative than an unreachable network, such as missing IPv6.
                if obstacle.is_none() || another == Obstacle::Refused {
                    obstacle = Some(another);
                }
            }
        }
    }
    Err(obstacle.unwrap_or(Obstacle::NoSuchName))
}

fn unconnected(error: &std::io::Error) -> Obstacle {
    match error.kind() {
        ErrorKind::ConnectionRefused => Obstacle::Refused,
        ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable => Obstacle::NoRoute,
        _ => Obstacle::Broken(clean_line(&error.to_string())),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err gives it")]
pub(super) fn broken(error: std::io::Error) -> Obstacle {
    Obstacle::Broken(clean_line(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_shown_without_its_password_and_sends_it_decoded() {
        let proxy = Url::parse("http://mira:p%40ss@proxy.corp.example:3128").unwrap();
        let shown = shown(&proxy);
        assert_eq!(shown.shown, "http://mira:…@proxy.corp.example:3128");
        assert!(shown.with_password);
        // mira:p@ss
        assert_eq!(authorization(&proxy), "Proxy-Authorization: Basic bWlyYTpwQHNz\r\n");
        let plain = Url::parse("http://proxy.corp.example").unwrap();
        assert_eq!(super::shown(&plain).shown, "http://proxy.corp.example:80");
        assert_eq!(authorization(&plain), "");
    }

    #[test]
    fn a_head_is_read_for_its_status_and_what_it_offers() {
        let head = b"HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM, x\r\n\r\n";
        assert_eq!(status(head), Some(407));
        assert_eq!(schemes(head), ["Negotiate", "NTLM"]);
        for head in ["", "220 mail", "HTTP/1.1", "HTTP/1.1 x"] {
            assert_eq!(status(head.as_bytes()), None, "{head}");
        }
    }
}
