//! The result of an operation, before it becomes HTTP.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// A response: status, body, and for errors the name in the service model.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) error_type: Option<&'static str>,
    /// The request ID, if the body also contains it.
    pub(crate) request_id: Option<String>,
    /// The redirect's target.
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

/// The JSON body of a response, or an error.
pub(crate) type Answer = Result<Value, Reply>;

impl Reply {
    /// 200 with a JSON body, or the error.
    pub(crate) fn of(answer: Answer) -> Reply {
        answer.map_or_else(|error| error, |body| Reply::json(&body))
    }

    /// 200 with a JSON body.
    pub(crate) fn json(body: &Value) -> Reply {
        Reply { body: body.to_string(), ..Reply::empty() }
    }

    /// 200 without a body: an operation whose model has no output.
    pub(crate) fn empty() -> Reply {
        Reply {
            status: StatusCode::OK,
            content_type: "application/json",
            error_type: None,
            request_id: None,
            location: None,
            body: String::new(),
        }
    }

    /// An error of a rest-json service: the type in a header, the rest in the body.
    pub(crate) fn json_error(status: StatusCode, error_type: &'static str, body: &Value) -> Reply {
        Reply { status, error_type: Some(error_type), ..Reply::json(body) }
    }

    /// An XML body with this status.
    pub(crate) fn xml(status: StatusCode, body: String) -> Reply {
        Reply { status, content_type: "text/xml", body, ..Reply::empty() }
    }

    /// The response for a path without an operation.
    pub(crate) fn unknown_operation() -> Reply {
        Reply::json_error(
            StatusCode::NOT_FOUND,
            "UnknownOperationException",
            &json!({"message": "The simulator has no operation at this address."}),
        )
    }
}

/// Escapes text for any place in XML and HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Not allowed in XML 1.0, not even as a reference.
            control if control.is_control() && !matches!(control, '\t' | '\n' | '\r') => {
                out.push('\u{fffd}');
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            escaped("<a href=\"x\">&'\u{1}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{fffd}"
        );
    }
}
