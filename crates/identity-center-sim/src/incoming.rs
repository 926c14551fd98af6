//! A request as the handlers see it: its parts, its whole body, and the parameters in them.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;

/// Read at most this many bytes of a body; real requests are much shorter.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A request with its whole body.
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    /// Reads a request; `None` if it is too long or the connection closes early.
    pub(crate) async fn read(request: Request) -> Option<Incoming> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.ok()?;
        Some(Incoming {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: body.to_vec(),
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn query(&self, name: &str) -> Option<String> {
        parameter(self.query.as_bytes(), name)
    }

    /// A parameter of the query protocol: of the form, or of the query of a GET.
    pub(crate) fn protocol_parameter(&self, name: &str) -> Option<String> {
        parameter(&self.body, name).or_else(|| self.query(name))
    }
}

/// The value of a parameter in a query or a form; the first one if it is repeated.
pub(crate) fn parameter(encoded: &[u8], name: &str) -> Option<String> {
    url::form_urlencoded::parse(encoded)
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(parameter(b"a=1&b=x%20y+z&b=2", "b").as_deref(), Some("x y z"));
        assert_eq!(parameter(b"a=1", "b"), None);
    }
}
