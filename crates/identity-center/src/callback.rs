//! The loopback address for the browser's redirect (RFC 8252, section 7.3).
//!
//! Only `GET /oauth/callback` with this sign-in's state counts. Every other request gets a
//! response and changes nothing: other programs on this machine, and pages in other tabs, can
//! reach the port, and must not be able to inject a code or to cancel the sign-in. The AWS CLI
//! instead fails with "State parameter does not match expected value.".

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use facts::Secret;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};

use crate::page::{About, Page};
use crate::pkce::is_same;

/// The registered path (`awscli/customizations/sso/utils.py`, `redirect_uri_without_port`).
pub(crate) const PATH: &str = "/oauth/callback";
/// Any free port, on loopback only. The AWS CLI listens on all addresses.
pub(crate) const ANY_PORT: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// RFC 6749, section 4.1.2.1: the user, or the service, denied the request.
const DENIED: &str = "access_denied";

/// Read at most this much of a request: enough for a request line with a code and a browser's
/// headers. A longer one gets a 431.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// A browser opens connections in advance and leaves them idle.
const IDLE: Duration = Duration::from_secs(10);
/// With this many connections open, another one replaces the oldest that has sent no request. One
/// that has sent its request is never closed for another, so that the browser gets its page.
const MAX_CONNECTIONS: usize = 32;
/// The time limit for sending the last page to the browser.
const FAREWELL: Duration = Duration::from_secs(1);

/// The parameters of a redirect.
pub(crate) enum Brought {
    /// The authorization code.
    Code(Secret),
    /// An error of RFC 6749, section 4.1.2.1: its code and its description.
    Error(String, String),
}

/// The kinds of requests.
pub(crate) enum Arrival {
    /// The redirect of this sign-in; the browser waits for the page. Sent once.
    Answer(Brought, oneshot::Sender<Page>),
    /// The redirect of another sign-in, which was refused.
    Foreign,
}

/// A listening port.
pub(crate) struct Callback {
    listener: TcpListener,
    port: u16,
}

impl Callback {
    /// # Errors
    /// The system's error, if no port is available.
    pub(crate) async fn listen(at: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(at).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The redirect address for the browser.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// Serves requests until the server is dropped.
    pub(crate) fn serve(self, state: Secret, about: About) -> Server {
        let (arrived, arrivals) = mpsc::channel(8);
        let (stop, stopped) = watch::channel(false);
        let answered = AtomicBool::new(false);
        let desk = Arc::new(Desk { state, port: self.port, about, answered, arrived });
        let mut door = JoinSet::new();
        door.spawn(accept(self.listener, desk, stopped));
        Server { arrivals, stop, door }
    }
}

/// The running server. Dropping it closes everything immediately.
pub(crate) struct Server {
    arrivals: mpsc::Receiver<Arrival>,
    stop: watch::Sender<bool>,
    door: JoinSet<()>,
}

impl Server {
    /// The next request.
    pub(crate) async fn arrival(&mut self) -> Arrival {
        match self.arrivals.recv().await {
            Some(arrival) => arrival,
            // The server runs until it is dropped, so the channel stays open.
            None => std::future::pending().await,
        }
    }

    /// Accepts no more connections, and gives the open ones a second to finish.
    pub(crate) async fn close(mut self) {
        self.stop.send_replace(true);
        let _ = tokio::time::timeout(FAREWELL, self.door.join_next()).await;
    }
}

async fn accept(listener: TcpListener, desk: Arc<Desk>, stopped: watch::Receiver<bool>) {
    let mut open = JoinSet::new();
    let mut waiting: VecDeque<(AbortHandle, Arc<AtomicBool>)> = VecDeque::new();
    let mut stop = stopped.clone();
    loop {
        tokio::select! {
            () = stopping(&mut stop) => break,
            _ = open.join_next(), if !open.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    waiting.retain(|(task, asked)| {
                        !task.is_finished() && !asked.load(Ordering::Acquire)
                    });
                    // The oldest one that has asked for nothing makes room, so that idle
                    // connections cannot keep the browser's answer out.
                    while open.len() >= MAX_CONNECTIONS
                        && let Some((task, _)) = waiting.pop_front()
                    {
                        task.abort();
                        let _ = open.join_next().await;
                    }
                    let asked = Arc::new(AtomicBool::new(false));
                    let served =
                        connection(stream, Arc::clone(&desk), Arc::clone(&asked), stopped.clone());
                    waiting.push_back((open.spawn(served), asked));
                }
                // Out of file descriptors, or the connection is already closed: retry after a
                // short wait.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

async fn connection(
    stream: TcpStream,
    desk: Arc<Desk>,
    asked: Arc<AtomicBool>,
    mut stopped: watch::Receiver<bool>,
) {
    let service = service_fn(move |request| {
        let desk = Arc::clone(&desk);
        asked.store(true, Ordering::Release);
        async move { Ok::<_, Infallible>(desk.answer(&request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(MAX_HEAD_BYTES)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = std::pin::pin!(served);
    // An error means that it was not a request, or that the client has disconnected.
    tokio::select! {
        _ = served.as_mut() => return,
        () = stopping(&mut stopped) => served.as_mut().graceful_shutdown(),
    }
    let _ = served.await;
}

/// Returns when the server is closed or dropped.
async fn stopping(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// The state that connections share.
struct Desk {
    state: Secret,
    port: u16,
    about: About,
    answered: AtomicBool,
    arrived: mpsc::Sender<Arrival>,
}

impl Desk {
    async fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let judged = if is_own_host(request, self.port) {
            judged(request.method(), request.uri(), self.state.expose())
        } else {
            Err(Page::NotFound)
        };
        let page = match judged {
            Ok(brought) => self.hand_over(brought).await,
            Err(page) => {
                if page == Page::OtherSignIn {
                    // A full queue already contains this event.
                    let _ = self.arrived.try_send(Arrival::Foreign);
                }
                page
            }
        };
        page.response(&self.about)
    }

    /// Waits for the result, so that the page shows what happened.
    async fn hand_over(&self, brought: Brought) -> Page {
        if self.answered.swap(true, Ordering::AcqRel) {
            return Page::AnsweredAlready;
        }
        let (reply, page) = oneshot::channel();
        let arrival = Arrival::Answer(brought, reply);
        if self.arrived.send(arrival).await.is_err() {
            return Page::Failed;
        }
        page.await.unwrap_or(Page::Failed)
    }
}

/// Whether the request names the address that the browser was sent to. A name of another site that
/// its owner lets point to this computer (DNS rebinding) is refused.
fn is_own_host(request: &Request<Incoming>, port: u16) -> bool {
    let mut hosts = request.headers().get_all(hyper::header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let is_own = |host: &str| host == format!("127.0.0.1:{port}");
    host.is_some_and(is_own) && hosts.next().is_none()
}

/// Whether this redirect matches the sign-in's state; if not, the page that explains it.
fn judged(method: &Method, uri: &Uri, own_state: &str) -> Result<Brought, Page> {
    if uri.path() != PATH {
        return Err(Page::NotFound);
    }
    if method != Method::GET {
        return Err(Page::WrongMethod);
    }
    let query = uri.query().unwrap_or_default();
    let parameter = |name: &str| -> Result<Option<String>, Page> {
        let mut values = url::form_urlencoded::parse(query.as_bytes())
            .filter(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned());
        let value = values.next();
        // RFC 6749, section 3.1: no parameter more than once.
        match values.next() {
            None => Ok(value),
            Some(_) => Err(Page::Incomplete),
        }
    };
    let (state, error, code) = (parameter("state")?, parameter("error")?, parameter("code")?);
    let is_own = state.as_deref().map(|state| is_same(own_state, state));
    match (is_own, error, code) {
        (_, None, None) => Err(Page::Incomplete),
        (Some(true), Some(error), _) => {
            let description = parameter("error_description")?.unwrap_or_default();
            Ok(Brought::Error(error, description))
        }
        // A denial without a state ends the sign-in, as in the AWS CLI, because otherwise it would
        // run into the timeout. Any page can send it, so none of its words are shown.
        (None, Some(error), _) if error == DENIED => Ok(Brought::Error(error, String::new())),
        (Some(true), None, Some(code)) => Ok(Brought::Code(Secret::new(code))),
        _ => Err(Page::OtherSignIn),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    fn judge(method: &Method, address: &str) -> Result<Brought, Page> {
        judged(method, &address.parse().unwrap(), "right")
    }

    #[test]
    fn only_the_answer_to_this_sign_in_counts() {
        for (address, page) in [
            ("/", Page::NotFound),
            ("/oauth/callback/", Page::NotFound),
            ("/favicon.ico", Page::NotFound),
            ("/oauth/callback", Page::Incomplete),
            ("/oauth/callback?state=right", Page::Incomplete),
            ("/oauth/callback?code=&state=right", Page::Incomplete),
            ("/oauth/callback?code=a&code=b&state=right", Page::Incomplete),
            ("/oauth/callback?code=a&state=right&state=wrong", Page::Incomplete),
            ("/oauth/callback?code=a", Page::OtherSignIn),
            ("/oauth/callback?code=a&state=wrong", Page::OtherSignIn),
            ("/oauth/callback?code=a&state=Right", Page::OtherSignIn),
            ("/oauth/callback?error=access_denied&state=wrong", Page::OtherSignIn),
            ("/oauth/callback?error=server_error", Page::OtherSignIn),
            ("/oauth/callback?error=invalid_client&error_description=x", Page::OtherSignIn),
        ] {
            let judged = judge(&Method::GET, address).err();
            assert_eq!(judged, Some(page), "{address}");
        }
        for method in [Method::POST, Method::HEAD, Method::OPTIONS, Method::DELETE] {
            let judged = judge(&method, "/oauth/callback?code=a&state=right").err();
            assert_eq!(judged, Some(Page::WrongMethod));
        }
        let Ok(Brought::Code(code)) = judge(&Method::GET, "/oauth/callback?code=a%2Bb&state=right")
        else {
            panic!("a code with the right state is the answer")
        };
        assert_eq!(code.expose(), "a+b");
        for address in [
            "/oauth/callback?error=access_denied&state=right",
            "/oauth/callback?error=access_denied",
            "/oauth/callback?error=access_denied&code=a&state=right",
            "/oauth/callback?error=access_denied&error_description=Call+0900",
        ] {
            let judged = judge(&Method::GET, address);
            assert!(
                matches!(&judged, Ok(Brought::Error(code, text)) if code == "access_denied" && text.is_empty()),
                "{address}"
            );
        }
    }

    /// Sends a request, and returns the first line of the answer.
    async fn ask(port: u16, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\n{host}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    async fn start() -> (Server, u16) {
        let callback = Callback::listen(ANY_PORT).await.unwrap();
        let port = callback.port;
        let about = About { session: "corp".into(), portal: "x.awsapps.com".into() };
        (callback.serve(Secret::from("right"), about), port)
    }

    #[tokio::test]
    async fn a_name_of_another_site_is_refused() {
        let (_server, port) = start().await;
        let path = "/oauth/callback?code=a&state=wrong";
        let own = format!("Host: 127.0.0.1:{port}\r\n");
        assert_eq!(ask(port, path, &own).await, "HTTP/1.1 400 Bad Request");
        for host in [
            format!("Host: evil.example:{port}\r\n"),
            format!("Host: localhost:{port}\r\n"),
            format!("{own}{own}"),
            String::new(),
        ] {
            assert_eq!(ask(port, path, &host).await, "HTTP/1.1 404 Not Found", "{host}");
        }
    }

    #[tokio::test]
    async fn idle_connections_do_not_keep_the_answer_out() {
        let (mut server, port) = start().await;
        let mut idle = Vec::new();
        for _ in 0..3 * MAX_CONNECTIONS {
            idle.push(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap());
        }
        let host = format!("Host: 127.0.0.1:{port}\r\n");
        let asked = async {
            tokio::join!(ask(port, "/oauth/callback?code=a&state=right", &host), async {
                let Arrival::Answer(Brought::Code(code), page) = server.arrival().await else {
                    panic!("the code is the answer")
                };
                assert_eq!(code.expose(), "a");
                let _ = page.send(Page::SignedIn);
            })
        };
        let (answer, ()) = tokio::time::timeout(IDLE / 2, asked).await.expect("in time");
        assert_eq!(answer, "HTTP/1.1 200 OK");
        drop(idle);
    }

    #[tokio::test]
    async fn a_port_that_is_taken_is_said() {
        let first = Callback::listen(ANY_PORT).await.unwrap();
        let taken = SocketAddr::from((Ipv4Addr::LOCALHOST, first.port));
        let error = Callback::listen(taken).await.map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
        assert_eq!(first.redirect_uri(), format!("http://127.0.0.1:{}/oauth/callback", first.port));
    }
}
