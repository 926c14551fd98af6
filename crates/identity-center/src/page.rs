//! The pages for the browser after the redirect: simple, without scripts, and without external
//! resources.

use std::fmt::Write as _;

use facts::{clean_line, escape_html};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use sha2::{Digest, Sha256};

/// Who signs in where, as the pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// The session's name.
    pub(crate) session: String,
    /// The host of the portal.
    pub(crate) portal: String,
}

/// The content of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// The token was issued.
    SignedIn,
    /// The user, or a rule, denied it.
    Denied,
    /// The code did not work; the terminal shows why.
    Failed,
    /// The state does not belong to this sign-in.
    OtherSignIn,
    /// Another window was first.
    AnsweredAlready,
    /// Neither a code nor an error.
    Incomplete,
    /// Another path.
    NotFound,
    /// Another method.
    WrongMethod,
}

const STYLE: &str = "body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;\
    padding:0 1.25rem;color:#1b1f24;background:#fff;overflow-wrap:anywhere}\
    h1{font-size:1.4rem;font-weight:600}dl{margin:1.5rem 0}dt{color:#57606a;font-size:.875rem}\
    dd{margin:0 0 .75rem}p{margin:.75rem 0}\
    @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}dt{color:#9198a1}}";

impl Page {
    fn status(self) -> StatusCode {
        match self {
            Self::SignedIn | Self::Denied | Self::Failed => StatusCode::OK,
            Self::OtherSignIn | Self::Incomplete => StatusCode::BAD_REQUEST,
            Self::AnsweredAlready => StatusCode::CONFLICT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// Title, sentences, and whether to append the user and the portal.
    fn words(self) -> (&'static str, &'static [&'static str], bool) {
        match self {
            Self::SignedIn => (
                "Signed in",
                &[
                    "aws-onboard on this computer is signed in. You can close this window and go back to the terminal.",
                ],
                true,
            ),
            Self::Denied => (
                "Not signed in",
                &[
                    "The request was denied, and nothing was given to aws-onboard. You can close this window.",
                ],
                true,
            ),
            Self::Failed => (
                "Not signed in",
                &[
                    "The terminal says what went wrong. You can close this window and go back to it.",
                ],
                true,
            ),
            Self::OtherSignIn => (
                "This belongs to another sign-in",
                &[
                    "The address that this window came with is not that of the sign-in that aws-onboard waits for, and was not used.",
                    "Close this window, and open the address that the terminal shows.",
                ],
                false,
            ),
            Self::AnsweredAlready => (
                "Already answered",
                &["Another window has answered this sign-in. You can close this one."],
                false,
            ),
            Self::Incomplete => (
                "Nothing to do",
                &[
                    "The address contains no answer to a sign-in. Open the address that the terminal shows.",
                ],
                false,
            ),
            Self::NotFound => ("Not found", &["There is no such page here."], false),
            Self::WrongMethod => ("Not possible", &["This page can only be read."], false),
        }
    }

    /// The page as HTTP.
    pub(crate) fn response(self, about: &About) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from(self.html(about))));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        // The URL contains a code, so it is neither cached nor sent as a referrer.
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(policy) = HeaderValue::from_str(&policy()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if self == Self::WrongMethod {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
        }
        response
    }

    fn html(self, about: &About) -> String {
        let (title, sentences, with_about) = self.words();
        let mut body = String::new();
        for sentence in sentences {
            // Writing to a String cannot fail.
            let _ = write!(body, "<p>{}</p>", escape_html(&clean_line(sentence)));
        }
        if with_about {
            let _ = write!(
                body,
                "<dl><dt>Session</dt><dd>{}</dd><dt>Portal</dt><dd>{}</dd></dl>",
                escape_html(&clean_line(&about.session)),
                escape_html(&clean_line(&about.portal))
            );
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\">\
             <link rel=\"icon\" href=\"data:,\"><title>{title} · aws-onboard</title>\
             <style>{STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>\n"
        )
    }
}

/// Only the inline style of the page.
fn policy() -> String {
    let hash = aws_smithy_types::base64::encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Page; 8] = [
        Page::SignedIn,
        Page::Denied,
        Page::Failed,
        Page::OtherSignIn,
        Page::AnsweredAlready,
        Page::Incomplete,
        Page::NotFound,
        Page::WrongMethod,
    ];

    #[test]
    fn a_name_is_text_and_not_markup() {
        let about =
            About { session: "<script>alert('1')</script>\u{1b}".into(), portal: "a\"&b".into() };
        let html = Page::SignedIn.html(&about);
        assert!(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;?"));
        assert!(html.contains("a&quot;&amp;b"));
        assert!(!html.contains("<script"));
    }

    #[test]
    fn no_page_fetches_or_runs_anything() {
        let about = About { session: "corp".into(), portal: "d-123.awsapps.com".into() };
        for page in ALL {
            let html = page.html(&about);
            for part in ["<script", "src=", "http:", "https:", "url(", "@import", "<form"] {
                assert!(!html.contains(part), "{page:?}: {part}");
            }
            let response = page.response(&about);
            let policy = response.headers()["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
            assert_eq!(response.headers()["cache-control"], "no-store");
        }
        assert_eq!(Page::WrongMethod.response(&about).headers()["allow"], "GET");
        assert!(Page::SignedIn.html(&about).contains("corp"));
    }
}
