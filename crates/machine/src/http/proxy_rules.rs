//! Chooses the proxy for a request as botocore does.

use aws_smithy_http_client::proxy::ProxyConfig;
use facts::{ProxyFault, ProxySettings, Secret};
use url::Url;

use super::error::HttpError;

/// The proxies, and the hosts that bypass them.
#[derive(Clone)]
pub struct ProxyRules {
    pub(super) https: Option<ProxyConfig>,
    pub(super) http: Option<ProxyConfig>,
    https_address: Option<Url>,
    http_address: Option<Url>,
    none: String,
}

/// How a request reaches its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Direct,
    HttpProxy,
    HttpsProxy,
}

impl ProxyRules {
    /// Reads the proxies and the hosts that bypass them.
    ///
    /// # Errors
    /// A variable is not a proxy address.
    pub fn parse(settings: &ProxySettings) -> Result<Self, HttpError> {
        let https =
            settings.https.as_ref().map(|value| parse_address("HTTPS_PROXY", value)).transpose()?;
        let http =
            settings.http.as_ref().map(|value| parse_address("HTTP_PROXY", value)).transpose()?;
        Ok(Self {
            https: https
                .as_ref()
                .map(|url| ProxyConfig::https(url.to_string()))
                .transpose()
                .map_err(|_| proxy_error("HTTPS_PROXY", &ProxyFault::NotAUrl))?,
            http: http
                .as_ref()
                .map(|url| ProxyConfig::http(url.to_string()))
                .transpose()
                .map_err(|_| proxy_error("HTTP_PROXY", &ProxyFault::NotAUrl))?,
            https_address: https,
            http_address: http,
            none: settings.none.as_ref().map(|value| value.expose().clone()).unwrap_or_default(),
        })
    }

    /// How a request to `uri` reaches its host.
    pub(super) fn route(&self, uri: &str) -> Route {
        let Ok(url) = Url::parse(uri) else {
            return Route::Direct;
        };
        if facts::proxy_bypasses(&self.none, &url) {
            return Route::Direct;
        }
        match url.scheme() {
            "https" if self.https.is_some() => Route::HttpsProxy,
            "http" if self.http.is_some() => Route::HttpProxy,
            _ => Route::Direct,
        }
    }

    /// The proxy address for a request to `uri`. It may contain a password.
    pub fn proxy(&self, uri: &str) -> Option<&Url> {
        match self.route(uri) {
            Route::Direct => None,
            Route::HttpsProxy => self.https_address.as_ref(),
            Route::HttpProxy => self.http_address.as_ref(),
        }
    }
}

fn proxy_error(variable: &'static str, fault: &ProxyFault) -> HttpError {
    HttpError::Proxy { variable, why: fault.to_string() }
}

/// The proxy's URL, normalized: the client accepts fewer spellings of a user name and a password
/// than botocore does.
fn parse_address(variable: &'static str, value: &Secret) -> Result<Url, HttpError> {
    facts::proxy_address(value)
        .map(|url| url.expose().clone())
        .map_err(|fault| proxy_error(variable, &fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(https: Option<&str>, http: Option<&str>, none: &str) -> Result<ProxyRules, HttpError> {
        ProxyRules::parse(&ProxySettings {
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
            ("https://portal.sso.us-east-1.amazonaws.com/x", Route::HttpsProxy),
            ("http://localhost:8080/", Route::Direct),
            ("http://notlocalhost/", Route::HttpProxy),
            ("http://127.0.0.1:9/", Route::HttpProxy),
            ("https://a.corp.example", Route::Direct),
            ("https://corp.example", Route::Direct),
            ("https://acorp.example", Route::HttpsProxy),
            ("https://example.org:8443/", Route::Direct),
            ("https://example.org/", Route::HttpsProxy),
            ("https://10.0.0.1/", Route::Direct),
            ("https://10.0.0.2/", Route::HttpsProxy),
        ] {
            assert_eq!(rules.route(uri), way, "{uri}");
        }
    }

    #[test]
    fn a_star_is_everything_and_a_scheme_without_proxy_goes_directly() {
        assert_eq!(rules(Some("p:1"), None, "*").unwrap().route("https://a/"), Route::Direct);
        assert_eq!(rules(Some("p:1"), None, "").unwrap().route("http://a/"), Route::Direct);
        assert_eq!(rules(Some("p:1"), None, "").unwrap().route("https://a/"), Route::HttpsProxy);
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
