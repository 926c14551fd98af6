//! Through which proxy a request goes, as botocore decides it.

use aws_smithy_http_client::proxy::ProxyConfig;
use facts::{ProxyFault, ProxySettings, Secret};
use url::Url;

use super::error::HttpError;

/// The proxies and the hosts that need none.
#[derive(Clone)]
pub struct Rules {
    pub(super) https: Option<ProxyConfig>,
    pub(super) http: Option<ProxyConfig>,
    https_address: Option<Url>,
    http_address: Option<Url>,
    none: String,
}

/// The way that a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Direct,
    HttpProxy,
    HttpsProxy,
}

impl Rules {
    /// Reads the proxies and the hosts that need none.
    ///
    /// # Errors
    /// A variable holds no address of a proxy.
    pub fn parse(settings: &ProxySettings) -> Result<Self, HttpError> {
        let https =
            settings.https.as_ref().map(|value| address("HTTPS_PROXY", value)).transpose()?;
        let http = settings.http.as_ref().map(|value| address("HTTP_PROXY", value)).transpose()?;
        Ok(Self {
            https: https
                .as_ref()
                .map(|url| ProxyConfig::https(url.to_string()))
                .transpose()
                .map_err(|_| unusable("HTTPS_PROXY", &ProxyFault::NotAUrl))?,
            http: http
                .as_ref()
                .map(|url| ProxyConfig::http(url.to_string()))
                .transpose()
                .map_err(|_| unusable("HTTP_PROXY", &ProxyFault::NotAUrl))?,
            https_address: https,
            http_address: http,
            none: settings.none.as_ref().map(|value| value.expose().clone()).unwrap_or_default(),
        })
    }

    /// The way that a request to `uri` takes.
    pub(super) fn way(&self, uri: &str) -> Way {
        let Ok(url) = Url::parse(uri) else {
            return Way::Direct;
        };
        if facts::proxy_bypasses(&self.none, &url) {
            return Way::Direct;
        }
        match url.scheme() {
            "https" if self.https.is_some() => Way::HttpsProxy,
            "http" if self.http.is_some() => Way::HttpProxy,
            _ => Way::Direct,
        }
    }

    /// The address of the proxy that a request to `uri` goes through. A password may stand in it.
    pub fn proxy(&self, uri: &str) -> Option<&Url> {
        match self.way(uri) {
            Way::Direct => None,
            Way::HttpsProxy => self.https_address.as_ref(),
            Way::HttpProxy => self.http_address.as_ref(),
        }
    }
}

fn unusable(variable: &'static str, fault: &ProxyFault) -> HttpError {
    HttpError::Proxy { variable, why: fault.to_string() }
}

/// The proxy's URL, normalised: the client reads fewer spellings of a user name and a password than
/// botocore does.
fn address(variable: &'static str, value: &Secret) -> Result<Url, HttpError> {
    facts::proxy_address(value)
        .map(|url| url.expose().clone())
        .map_err(|fault| unusable(variable, &fault))
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
            ("https://portal.sso.us-east-1.amazonaws.com/x", Way::HttpsProxy),
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
        assert_eq!(rules(Some("p:1"), None, "*").unwrap().way("https://a/"), Way::Direct);
        assert_eq!(rules(Some("p:1"), None, "").unwrap().way("http://a/"), Way::Direct);
        assert_eq!(rules(Some("p:1"), None, "").unwrap().way("https://a/"), Way::HttpsProxy);
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
            let Err(error) = rules(Some(value), None, "") else { panic!("{value} was taken") };
            assert!(error.to_string().starts_with("HTTPS_PROXY "), "{error}");
            assert!(!format!("{error} {error:?}").contains("pa55"), "{error:?}");
        }
    }
}
