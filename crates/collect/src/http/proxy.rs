//! Through which proxy a request goes, as botocore decides it.

use aws_smithy_http_client::proxy::ProxyConfig;
use facts::{ProxySettings, Secret};
use url::Url;

use super::HttpError;

/// The proxies and the hosts that need none.
#[derive(Clone)]
pub(super) struct Rules {
    pub(super) https: Option<ProxyConfig>,
    pub(super) http: Option<ProxyConfig>,
    none: Vec<String>,
}

/// The way that a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Direct,
    HttpProxy,
    HttpsProxy,
}

impl Rules {
    pub(super) fn parse(settings: &ProxySettings) -> Result<Self, HttpError> {
        let https = settings
            .https
            .as_ref()
            .map(|value| address("HTTPS_PROXY", value))
            .transpose()?;
        let http = settings
            .http
            .as_ref()
            .map(|value| address("HTTP_PROXY", value))
            .transpose()?;
        let none = settings
            .none
            .as_ref()
            .map(|value| value.expose().as_str())
            .unwrap_or_default();
        let none = none
            .split(',')
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty());
        Ok(Self {
            https: https
                .map(ProxyConfig::https)
                .transpose()
                .map_err(|_| unusable("HTTPS_PROXY"))?,
            http: http
                .map(ProxyConfig::http)
                .transpose()
                .map_err(|_| unusable("HTTP_PROXY"))?,
            none: none.collect(),
        })
    }

    /// The way that a request to `uri` takes.
    pub(super) fn way(&self, uri: &str) -> Way {
        let Ok(url) = Url::parse(uri) else {
            return Way::Direct;
        };
        if self.bypasses(&url) {
            return Way::Direct;
        }
        match url.scheme() {
            "https" if self.https.is_some() => Way::HttpsProxy,
            "http" if self.http.is_some() => Way::HttpProxy,
            _ => Way::Direct,
        }
    }

    /// `urllib.request.proxy_bypass_environment` of Python, which botocore asks
    /// (`botocore/utils.py`, `should_bypass_proxies`): `*` alone is everything; a name matches
    /// itself and what ends in it after a dot, with or without the port; addresses match as text.
    fn bypasses(&self, url: &Url) -> bool {
        if self.none == ["*"] {
            return true;
        }
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let with_port = url.port().map(|port| format!("{host}:{port}"));
        self.none.iter().any(|name| {
            let name = name.trim_start_matches('.');
            let matches = |host: &str| {
                host == name
                    || host
                        .strip_suffix(name)
                        .is_some_and(|before| before.ends_with('.'))
            };
            matches(&host) || with_port.as_deref().is_some_and(matches)
        })
    }
}

fn unusable(variable: &'static str) -> HttpError {
    HttpError::Proxy {
        variable,
        why: "it is no URL of a proxy".into(),
    }
}

/// The proxy's URL, with `http://` before a bare host (`botocore/httpsession.py`,
/// `ProxyConfiguration._fix_proxy_url`).
fn address(variable: &'static str, value: &Secret) -> Result<String, HttpError> {
    let value = value.expose().trim();
    let value = if value.starts_with("http:") || value.starts_with("https:") {
        value.to_owned()
    } else if value.starts_with("//") {
        format!("http:{value}")
    } else if let Some((scheme, _)) = value.split_once("://") {
        let scheme: String = scheme
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(12)
            .collect();
        return Err(HttpError::Proxy {
            variable,
            why: format!("{scheme}:// proxies are not supported"),
        });
    } else {
        format!("http://{value}")
    };
    // Normalised: the client reads fewer spellings of a user name and a password than this does.
    match Url::parse(&value) {
        Ok(url) if url.has_host() => Ok(url.into()),
        _ => Err(unusable(variable)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(https: Option<&str>, http: Option<&str>, none: &str) -> Result<Rules, HttpError> {
        Rules::parse(&ProxySettings {
            https: https.map(Secret::from),
            http: http.map(Secret::from),
            none: Some(Secret::from(none)),
        })
    }

    #[test]
    fn names_without_proxy_are_matched_as_python_matches_them() {
        let none = "localhost, .corp.example,EXAMPLE.org:8443,10.0.0.1,10.0.0.0/8";
        let rules = rules(Some("http://p:1"), Some("http://p:1"), none).unwrap();
        for (uri, way) in [
            (
                "https://portal.sso.us-east-1.amazonaws.com/x",
                Way::HttpsProxy,
            ),
            ("http://localhost:8080/", Way::Direct),
            ("http://notlocalhost/", Way::HttpProxy),
            ("http://127.0.0.1:9/", Way::HttpProxy),
            ("https://a.corp.example", Way::Direct),
            ("https://corp.example", Way::Direct),
            ("https://acorp.example", Way::HttpsProxy),
            ("https://example.org:8443/", Way::Direct),
            ("https://example.org/", Way::HttpsProxy),
            ("https://10.0.0.1/", Way::Direct),
            ("https://10.0.0.2/", Way::HttpsProxy),
        ] {
            assert_eq!(rules.way(uri), way, "{uri}");
        }
    }

    #[test]
    fn a_star_is_everything_and_a_scheme_without_proxy_goes_directly() {
        assert_eq!(
            rules(Some("p:1"), None, "*").unwrap().way("https://a/"),
            Way::Direct
        );
        assert_eq!(
            rules(Some("p:1"), None, "").unwrap().way("http://a/"),
            Way::Direct
        );
        assert_eq!(
            rules(Some("p:1"), None, "").unwrap().way("https://a/"),
            Way::HttpsProxy
        );
    }

    #[test]
    fn a_value_that_is_no_proxy_is_an_error_that_does_not_repeat_it() {
        for value in [
            "http://",
            "socks5://user:pa55@h:1",
            "http://user:pa55@:3128",
            "user:pa55@h:port",
            "http://[::",
        ] {
            let Err(error) = rules(Some(value), None, "") else {
                panic!("{value} was taken")
            };
            assert!(error.to_string().starts_with("HTTPS_PROXY "), "{error}");
            assert!(!format!("{error} {error:?}").contains("pa55"), "{error:?}");
        }
    }
}
