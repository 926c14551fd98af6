//! Responses that no AWS service sends, and connections that close without one.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::serve::{IncomingStream, Listener};
use futures::stream::{self, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::calls::Operation;
use crate::reply::Reply;

/// Which calls get rubbish, and what kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rubbish {
    /// The operation; None is every operation.
    pub operation: Option<Operation>,
    /// The shape of the response.
    pub kind: RubbishKind,
}

impl Rubbish {
    /// Every operation responds like this.
    pub fn everywhere(kind: RubbishKind) -> Rubbish {
        Rubbish { operation: None, kind }
    }

    /// One operation responds like this.
    pub fn at(operation: Operation, kind: RubbishKind) -> Rubbish {
        Rubbish { operation: Some(operation), kind }
    }

    pub(crate) fn hits(&self, operation: Operation) -> bool {
        self.operation.is_none_or(|hit| hit == operation)
    }
}

/// The shape of a rubbish response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RubbishKind {
    /// 200 with a body that is not JSON, regardless of its content type.
    NotJson,
    /// Half of the correct body, then the connection is closed.
    HalfBody,
    /// The connection is closed without a response.
    Nothing,
    /// No response, and the connection stays open.
    Hang,
    /// 500.
    Status500,
    /// 200 and a sign-in page, as from a captive portal or a proxy.
    Html,
}

pub(crate) const NOT_JSON: &str = "upstream said: {\"almost\": json";
pub(crate) const HTML: &str = "<!DOCTYPE html><html><head><title>Guest network</title></head>\
    <body><h1>Please sign in to the guest network</h1></body></html>";

/// The form of an internal service error: botocore sso-oidc `InternalServerException` (500); the
/// portal and STS have no such shape and send the same body.
pub(crate) fn status_500() -> Reply {
    Reply::json_error(
        StatusCode::INTERNAL_SERVER_ERROR,
        "InternalServerException",
        &serde_json::json!({
            "error": "server_error",
            "error_description": "Internal server error",
            "message": "Internal server error",
        }),
    )
}

/// Replaces a body by its first half, but announces the whole length.
pub(crate) fn halve(response: Response<Body>, body: &str) -> Response<Body> {
    let length = body.len().max(2);
    let half: Vec<u8> = body.bytes().chain([b' ', b' ']).take(length / 2).collect();
    let sent = stream::once(async move { Ok(half) });
    // The pause lets the first half leave before the error closes the connection.
    let broken = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    let (mut parts, _) = response.into_parts();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Response::from_parts(parts, Body::from_stream(sent.chain(broken)))
}

/// A handler's handle to its connection, to cut it.
#[derive(Clone)]
pub(crate) struct Link(Arc<AtomicBool>);

impl Link {
    /// Fails every further write to this connection, so that the server closes it.
    pub(crate) fn cut(&self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Connected<IncomingStream<'_, Door>> for Link {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Link {
        Link(Arc::clone(&stream.io().cut))
    }
}

/// The listener.
pub(crate) struct Door(pub(crate) TcpListener);

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Avoids a delay between small responses; if it fails, they are only slower.
        let _ = stream.set_nodelay(true);
        (Line { stream, cut: Arc::new(AtomicBool::new(false)) }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection that can be cut.
pub(crate) struct Line {
    stream: TcpStream,
    cut: Arc<AtomicBool>,
}

impl Line {
    fn check(&self) -> io::Result<()> {
        if self.cut.load(Ordering::Acquire) {
            return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
        }
        Ok(())
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
