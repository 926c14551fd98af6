//! Proxies from the environment, read as botocore reads them.

use url::Url;

use crate::{Facts, Secret};

/// The proxy variables as they are set. The values may contain passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProxySettings {
    /// HTTPS_PROXY or https_proxy.
    pub https: Option<Secret>,
    /// HTTP_PROXY or http_proxy.
    pub http: Option<Secret>,
    /// NO_PROXY or no_proxy.
    pub none: Option<Secret>,
}

/// Why a proxy variable is not a proxy address. It repeats only the scheme of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// A scheme that botocore does not support, such as `socks5`.
    Scheme(String),
    /// Not a URL with a host.
    NotAUrl,
}

impl std::fmt::Display for ProxyFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Scheme(scheme) => write!(f, "{scheme}:// proxies are not supported"),
            Self::NotAUrl => f.write_str("it is no URL of a proxy"),
        }
    }
}

/// The proxy address, with `http://` added to a bare host (`botocore/httpsession.py`,
/// `ProxyConfiguration._fix_proxy_url`). It may contain a user name and a password.
///
/// # Errors
/// The value is not a proxy address.
pub fn proxy_address(value: &Secret) -> Result<Secret<Url>, ProxyFault> {
    let value = value.expose().trim();
    let value = if value.starts_with("http:") || value.starts_with("https:") {
        value.to_owned()
    } else if value.starts_with("//") {
        format!("http:{value}")
    } else if let Some((scheme, _)) = value.split_once("://") {
        let scheme = scheme.chars().filter(char::is_ascii_alphanumeric);
        return Err(ProxyFault::Scheme(scheme.take(12).collect()));
    } else {
        format!("http://{value}")
    };
    match Url::parse(&value) {
        Ok(url) if url.has_host() => Ok(Secret::new(url)),
        _ => Err(ProxyFault::NotAUrl),
    }
}

/// Whether NO_PROXY excludes this address from the proxy: Python's
/// `urllib.request.proxy_bypass_environment`, which botocore uses (`botocore/utils.py`,
/// `should_bypass_proxies`). `*` alone matches everything; a name matches itself and its
/// subdomains, with or without the port; addresses match as text.
pub fn proxy_bypasses(none: &str, url: &Url) -> bool {
    let names: Vec<String> = none
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    if names == ["*"] {
        return true;
    }
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let with_port = url.port().map(|port| format!("{host}:{port}"));
    names.iter().any(|name| {
        let name = name.trim_start_matches('.');
        let matches = |host: &str| {
            host == name || host.strip_suffix(name).is_some_and(|before| before.ends_with('.'))
        };
        matches(&host) || with_port.as_deref().is_some_and(matches)
    })
}

impl Facts {
    /// The proxy variables. Lower case takes precedence, and an empty value disables the proxy, as
    /// in Python's `urllib.request.getproxies_environment`.
    pub fn proxy(&self) -> ProxySettings {
        let of = |lower: &str, upper: &str| {
            let name = if self.environment().is_set(lower) { lower } else { upper };
            self.environment().hidden(name).filter(|value| !value.expose().is_empty()).cloned()
        };
        ProxySettings {
            https: of("https_proxy", "HTTPS_PROXY"),
            http: of("http_proxy", "HTTP_PROXY"),
            none: of("no_proxy", "NO_PROXY"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::{
        AwsFile, AwsFiles, Environment, FileLocation, FileState, Locations, Origin, Request, Why,
    };
    use aws_files::FileKind;

    fn proxy(pairs: &[(&str, &str)]) -> ProxySettings {
        facts(pairs).proxy()
    }

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        let variables = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let location = FileLocation { path: "/c".into(), origin: Origin::Default };
        let locations = Locations {
            config: location.clone(),
            credentials: location,
            token_cache: "/t".into(),
            role_cache: "/r".into(),
            login_cache: "/l".into(),
        };
        let file = |kind| AwsFile::new(kind, "/c".into(), FileState::Missing);
        Facts::new(
            Timestamp::UNIX_EPOCH,
            Request::default(),
            Arc::new(Environment::from_variables(variables)),
            Err(Why::NotAsked),
            locations,
            AwsFiles::new(file(FileKind::Config), file(FileKind::Credentials)),
        )
    }

    #[test]
    fn the_systems_proxy_counts_where_no_variable_is_set() {
        let system = ProxySettings { https: Some(Secret::from("p:1")), ..ProxySettings::default() };
        let in_use = |pairs: &[(&str, &str)]| {
            let mut facts = facts(pairs);
            facts.system_proxy = Some(system.clone());
            facts.proxy_in_use().https.map(|value| value.expose().clone())
        };
        assert_eq!(in_use(&[]).as_deref(), Some("p:1"));
        assert_eq!(in_use(&[("HTTPS_PROXY", "")]).as_deref(), Some("p:1"));
        assert_eq!(in_use(&[("HTTPS_PROXY", "http://q")]).as_deref(), Some("http://q"));
        // Python asks for the system's only if there is no proxy variable at all.
        assert_eq!(in_use(&[("NO_PROXY", "x")]), None);
    }

    #[test]
    fn lower_case_wins_also_where_it_is_empty() {
        let both = [("HTTPS_PROXY", "http://a"), ("https_proxy", "http://b")];
        assert_eq!(proxy(&both).https, Some(Secret::from("http://b")));
        let emptied = [("HTTPS_PROXY", "http://a"), ("https_proxy", "")];
        assert_eq!(proxy(&emptied).https, None);
        assert_eq!(proxy(&[("HTTP_PROXY", "")]).http, None);
    }
}
