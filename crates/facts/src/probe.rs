//! What the probes found on the way to AWS without credentials: names, connections, certificates,
//! the time.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::{Facts, Known, Partition, Service, SessionKey, Why, clean_line, mask_secrets};

/// An address that AWS tools connect to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// The responder at the other end.
    pub service: Service,
    /// The host, without the brackets of an IPv6 address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether to use TLS (https).
    pub tls: bool,
    /// Whether it is configured; otherwise it is AWS's own.
    pub configured: bool,
    /// The CA bundle that AWS tools use there, as written.
    pub ca_bundle: Option<PathBuf>,
}

impl Endpoint {
    /// AWS's own endpoint of a service.
    ///
    /// # Errors
    /// The region is not valid in a host name.
    pub fn of_aws(service: Service, region: &str) -> Known<Self> {
        let is_label = !region.is_empty()
            && region.len() <= 40
            && region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_label {
            return Err(Why::Error(format!("{} is no region", clean_line(&mask_secrets(region)))));
        }
        let suffix = Partition::of_region(region).dns_suffix();
        Ok(Self {
            service,
            host: format!("{}.{region}.{suffix}", service.host_prefix()),
            port: 443,
            tls: true,
            configured: false,
            ca_bundle: None,
        })
    }

    /// The configured endpoint.
    ///
    /// # Errors
    /// Not an http or https address. The error does not repeat it, because it may contain a
    /// password.
    pub fn configured(service: Service, address: &str) -> Known<Self> {
        let wrong =
            || Why::Error(format!("the endpoint that is set for {} is no address", service.name()));
        let url = url::Url::parse(address).map_err(|_| wrong())?;
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(wrong()),
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        Ok(Self {
            service,
            host: host.ok_or_else(wrong)?.trim_matches(['[', ']']).to_ascii_lowercase(),
            port: url.port_or_known_default().ok_or_else(wrong)?,
            tls,
            configured: true,
            ca_bundle: None,
        })
    }

    /// The address as a URL, for the proxy rules.
    pub fn url(&self) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        let (open, close) = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        format!("{scheme}://{open}{}{close}:{}/", self.host, self.port)
    }
}

impl std::fmt::Display for Endpoint {
    /// The host, and the port if it is not the default.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = clean_line(&self.host);
        let usual = if self.tls { 443 } else { 80 };
        if self.port == usual {
            f.write_str(&host)
        } else if host.contains(':') {
            write!(f, "[{host}]:{}", self.port)
        } else {
            write!(f, "{host}:{}", self.port)
        }
    }
}

/// The result of one path to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The proxy on this path.
    pub proxy: Option<Proxy>,
    /// How far it got.
    pub reached: Reached,
}

impl Probe {
    /// Whether the connection works.
    pub fn is_open(&self) -> bool {
        match &self.reached {
            Reached::Connected => true,
            Reached::Shown(shown) => *shown.verdict() == Verdict::Trusted,
            Reached::Stopped(..) => false,
        }
    }
}

/// A proxy in a form that is safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// The address with its password hidden.
    pub shown: String,
    /// Whether a name and a password were sent.
    pub with_password: bool,
}

/// The stage that a connection reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The connection is open. Without TLS, there is nothing more to check.
    Connected,
    /// The certificates were received.
    Shown(Box<Shown>),
    /// Not reached.
    Stopped(Hop, Obstacle),
}

/// Where a connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// At the proxy, or before it.
    Proxy,
    /// On the way to the endpoint itself.
    Host,
}

/// Why a connection failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The name server reports no such name, or there is no name server.
    NoSuchName,
    /// The name servers are temporarily unavailable.
    NameUnanswered,
    /// The connection was refused.
    Refused,
    /// There is no route to the network of that address.
    NoRoute,
    /// Timeout at this stage.
    TimedOut(Stage, Duration),
    /// The proxy answered CONNECT with a status other than 2xx, and offers these authentication
    /// schemes (407).
    ProxyStatus(u16, Vec<String>),
    /// The server at the proxy's address does not speak HTTP.
    NotAProxy,
    /// Another error, as text.
    Broken(String),
}

/// The stages of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Resolving the name.
    Name,
    /// Connecting.
    Connection,
    /// Requesting a tunnel from the proxy.
    Tunnel,
    /// Negotiating TLS.
    Tls,
}

impl Obstacle {
    /// Whether it proves a problem on this path. Other failures may be temporary or mean that
    /// there is no network: an unknown name counts only if other names resolve
    /// ([`Network::names_resolve`](crate::Network::names_resolve)), and a busy proxy (408, 429)
    /// proves nothing.
    pub fn is_certain(&self, names_resolve: Option<bool>) -> bool {
        match self {
            Self::Refused | Self::NotAProxy => true,
            Self::ProxyStatus(status, _) => {
                (400..=499).contains(status) && !matches!(status, 408 | 429)
            }
            Self::NoSuchName => names_resolve == Some(true),
            _ => false,
        }
    }
}

/// The certificates of an endpoint, and which authorities trust them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// As received, the endpoint's own first; at most ten.
    pub chain: Vec<Certificate>,
    /// By the configured bundle; the outer error if it is unusable.
    pub by_bundle: Option<Known<Verdict>>,
    /// By the authorities of the operating system.
    pub by_system: Verdict,
    /// By the public authorities, which the AWS CLI includes.
    pub by_public: Verdict,
    /// Whether an intermediate certificate was not sent.
    pub is_incomplete: bool,
    /// If the operating system trusts it and the public authorities do not: the value for
    /// `ca_bundle`.
    pub offer: Option<Authorities>,
}

impl Shown {
    /// How AWS tools judge it: by the bundle if one is set, otherwise by their built-in
    /// authorities.
    pub fn verdict(&self) -> &Verdict {
        match &self.by_bundle {
            Some(Ok(verdict)) => verdict,
            Some(Err(_)) | None => &self.by_public,
        }
    }

    /// The issuer of the last certificate in the chain.
    pub fn issuer(&self) -> Option<&Name> {
        self.chain.last().map(|certificate| &certificate.issuer)
    }
}

/// How an authority judges a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is trusted.
    Trusted,
    /// It would be trusted at another time.
    OutOfTime,
    /// It is trusted, but for another host.
    OtherHost,
    /// Every issuer is unknown.
    UnknownIssuer,
    /// Another error, as text.
    Unusable(String),
}

/// A certificate, with the fields that the user sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its subject.
    pub subject: Name,
    /// Its issuer.
    pub issuer: Name,
    /// Not valid before.
    pub not_before: Timestamp,
    /// Not valid after.
    pub not_after: Timestamp,
    /// The hosts that it is valid for, at most five.
    pub hosts: Vec<String>,
}

/// A name in a certificate, cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The common name.
    pub common: Option<String>,
    /// The organization.
    pub organisation: Option<String>,
}

impl Name {
    /// The organization, or else the common name.
    pub fn short(&self) -> &str {
        self.organisation.as_deref().or(self.common.as_deref()).unwrap_or("an unnamed authority")
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.common, &self.organisation) {
            (Some(common), Some(organisation)) if common != organisation => {
                write!(f, "{common} ({organisation})")
            }
            (Some(name), _) | (None, Some(name)) => f.write_str(name),
            (None, None) => f.write_str("an unnamed authority"),
        }
    }
}

/// A file of authorities that the operating system trusts, including the one for this chain.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorities {
    /// Its current or future path.
    pub path: PathBuf,
    /// The content to write; `None` if the file already exists.
    pub pem: Option<Vec<u8>>,
    /// The number of certificates in it.
    pub certificates: usize,
}

impl std::fmt::Debug for Authorities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authorities")
            .field("path", &self.path)
            .field("certificates", &self.certificates)
            .finish_non_exhaustive()
    }
}

/// This computer's clock compared with AWS's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew {
    /// How many seconds this computer is ahead; negative if it is behind.
    pub seconds: i64,
}

impl Facts {
    /// The endpoints of a session: the sign-in service and the portal in its region, and STS in
    /// the regions of its profiles in scope. Settings apply, as in the session's main profile.
    /// Empty if the session has no region.
    pub fn endpoints(&self, key: &SessionKey) -> Vec<Known<Endpoint>> {
        let Some(region) = self.session(key).region else {
            return Vec::new();
        };
        let Some(leading) = self.profile_of_session(key) else {
            return Vec::new();
        };
        let of = |service: Service, set: Option<String>, region: &str, bundle: Option<PathBuf>| {
            let endpoint = match set {
                Some(address) => Endpoint::configured(service, &address),
                None => Endpoint::of_aws(service, region),
            };
            endpoint.map(|endpoint| Endpoint { ca_bundle: bundle, ..endpoint })
        };
        let settings = leading.endpoints();
        let bundle = leading.ca_bundle();
        let mut all = vec![
            of(Service::Oidc, settings.oidc, &region, bundle.clone()),
            of(Service::Portal, settings.portal, &region, bundle),
        ];
        let users = self.session_users().get(key);
        let in_scope = users
            .into_iter()
            .flatten()
            .filter(|name| self.in_scope(name))
            .filter_map(|name| self.profile(name));
        for profile in in_scope {
            let place = profile.region().map_or_else(|| region.clone(), |region| region.name);
            let sts = of(Service::Sts, profile.endpoints().sts, &place, profile.ca_bundle());
            if !all.contains(&sts) {
                all.push(sts);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_follow_the_partition() {
        for (region, host) in [
            ("eu-central-1", "oidc.eu-central-1.amazonaws.com"),
            ("cn-north-1", "oidc.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", "oidc.eusc-de-east-1.amazonaws.eu"),
        ] {
            let endpoint = Endpoint::of_aws(Service::Oidc, region).unwrap();
            assert_eq!(endpoint.to_string(), host);
        }
        for region in ["", "us-east-1 # home", "US", "a.b", "x/y", "us_east"] {
            assert!(Endpoint::of_aws(Service::Sts, region).is_err(), "{region}");
        }
    }

    #[test]
    fn a_configured_endpoint_is_read_as_an_address_and_not_repeated_where_it_is_none() {
        let of = |text: &str| Endpoint::configured(Service::Sts, text);
        let endpoint = of("http://Localhost:4566/x").unwrap();
        assert_eq!((endpoint.to_string().as_str(), endpoint.tls), ("localhost:4566", false));
        assert_eq!(endpoint.url(), "http://localhost:4566/");
        let endpoint = of("https://[::1]:8443").unwrap();
        assert_eq!(
            (endpoint.to_string().as_str(), endpoint.url().as_str()),
            ("[::1]:8443", "https://[::1]:8443/")
        );
        for text in ["", "nonsense", "http://", "file:///etc/passwd", "ftp://u:pa55@h"] {
            let why = of(text).unwrap_err().to_string();
            assert!(!why.contains("pa55"), "{why}");
        }
    }
}
