//! The region of a portal, if it is not configured (FACTS, section 5.2): from its host, from its
//! redirect, or from its page.

use facts::{Known, StartUrl, StartUrlKind, Why};
use url::Url;

use crate::connection::Connection;
use crate::{fetch, meta};

/// The maximum number of redirects. The AWS CLI follows one (`resolve.py`, `_MAX_REDIRECTS`); one
/// more is for hosts that first add a slash.
const MAX_REDIRECTS: usize = 2;
/// Read only the start of a page, which contains its head.
const MAX_PAGE_BYTES: usize = 256 * 1024;

/// A portal's region, and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalRegion {
    /// The region.
    pub region: String,
    /// Its source.
    pub evidence: Evidence,
}

/// The source of a portal's region, strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It is in the start URL's host.
    Host,
    /// It is in this host, to which the start URL redirects.
    Redirect(String),
    /// The portal's page at this host names it. AWS does not promise that, so it is a suggestion
    /// and never overrides the user.
    Page(String),
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Host => f.write_str("it is in the start URL"),
            Self::Redirect(host) => write!(f, "the start URL leads to {host}"),
            Self::Page(host) => write!(f, "the page of {host} names it"),
        }
    }
}

/// Determines the region of a portal.
///
/// A region in the host is enough. Otherwise the start URL is fetched once, over https only: at
/// most two redirects are followed, and only to an AWS host; a page counts only if it is AWS's. At
/// most 256 KiB are read, with [`crate::Limits::call`] for each request. For tests, a start URL on
/// loopback may be http and may redirect to loopback.
///
/// # Errors
/// Why it is unknown, so the user must be asked. It does not mean that the start URL is wrong.
pub async fn portal_region(connection: &Connection, start_url: &str) -> Known<PortalRegion> {
    let parsed = StartUrl::parse(start_url);
    if let Some(region) = named(&parsed) {
        return Ok(PortalRegion { region, evidence: Evidence::Host });
    }
    let not_known = |why: &str| Err(Why::Error(why.to_owned()));
    let Ok(mut url) = Url::parse(&parsed.canonical) else {
        return not_known("this is not an address");
    };
    let in_test = is_loopback(&url);
    match parsed.kind {
        StartUrlKind::Portal(_) | StartUrlKind::Other => {}
        StartUrlKind::NotHttps if in_test => {}
        StartUrlKind::Issuer => {
            return not_known("an issuer's address names no region and leads nowhere");
        }
        StartUrlKind::IdentityProvider => {
            return not_known("this is a page of an identity provider, not an access portal");
        }
        StartUrlKind::NotHttps => return not_known("only https is read"),
        StartUrlKind::NotAUrl => return not_known("this is not an address"),
    }
    if url.scheme() == "https" && !url.username().is_empty() {
        return not_known("an address with a user name is not read");
    }
    for _ in 0..=MAX_REDIRECTS {
        let host = facts::clean_line(url.host_str().unwrap_or_default());
        let fetched = fetch::get(connection, &url, MAX_PAGE_BYTES).await?;
        match fetched.status {
            status if is_redirect(status) => {
                let Some(target) = target(&url, &fetched) else {
                    return Err(Why::Error(format!("{host} leads to no address")));
                };
                let leads_to = facts::clean_line(target.host_str().unwrap_or_default());
                if !may_follow(&target, in_test) {
                    return Err(Why::Error(format!(
                        "{host} leads to {leads_to}, which is not AWS's over https"
                    )));
                }
                if let Some(region) = named(&StartUrl::parse(target.as_str())) {
                    return Ok(PortalRegion { region, evidence: Evidence::Redirect(leads_to) });
                }
                url = target;
            }
            200..=299 if !(is_aws_owned(&url) || in_test && is_loopback(&url)) => {
                return Err(Why::Error(format!(
                    "{host} is not AWS's and leads to no access portal"
                )));
            }
            200..=299 => {
                return match meta::region(&String::from_utf8_lossy(&fetched.body)) {
                    Some(region) => Ok(PortalRegion { region, evidence: Evidence::Page(host) }),
                    None => Err(Why::Error(format!("the page of {host} names no region"))),
                };
            }
            status => return Err(Why::Error(format!("{host} answered HTTP {status}"))),
        }
    }
    Err(Why::Error(format!("it redirects more than {MAX_REDIRECTS} times")))
}

/// The portal that a start URL means to the service: the redirect target of a custom host, if it
/// redirects directly to AWS (`resolve.py`, `resolve_start_url`; AWS CLI from 2.35.13). Every
/// other start URL, and one whose host does not respond, stays as written, and the service judges
/// it.
pub(crate) async fn resolved(connection: &Connection, start_url: &str) -> String {
    let parsed = StartUrl::parse(start_url);
    let as_written = || start_url.to_owned();
    let Ok(url) = Url::parse(&parsed.canonical) else {
        return as_written();
    };
    let is_vanity = match parsed.kind {
        StartUrlKind::Other => !is_aws_owned(&url) && url.username().is_empty(),
        StartUrlKind::NotHttps => is_loopback(&url),
        _ => false,
    };
    if !is_vanity {
        return as_written();
    }
    match fetch::get(connection, &url, 0).await {
        Ok(fetched) if is_redirect(fetched.status) => {
            let target = target(&url, &fetched).filter(|target| may_follow(target, false));
            target.map_or_else(as_written, |target| StartUrl::parse(target.as_str()).canonical)
        }
        _ => as_written(),
    }
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn target(from: &Url, fetched: &fetch::Fetched) -> Option<Url> {
    from.join(fetched.location.as_deref()?).ok()
}

fn named(url: &StartUrl) -> Option<String> {
    url.region.clone().filter(|region| facts::looks_like_region(region))
}

fn may_follow(target: &Url, in_test: bool) -> bool {
    // A public address must not redirect a request to a service on this machine.
    if is_loopback(target) {
        return in_test;
    }
    target.scheme() == "https" && target.port().is_none() && is_aws_owned(target)
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Hosts that only AWS can have (`awscli/customizations/sso/resolve.py`, `_AWS_OWNED_SUFFIXES`).
/// Issuers are excluded, because they redirect nowhere.
fn is_aws_owned(url: &Url) -> bool {
    const SUFFIXES: [&str; 8] = [
        ".app.aws",
        ".portal.amazonaws.com",
        ".portal.amazonaws.com.cn",
        ".app.amazonwebservices.com.cn",
        ".portal.amazonaws.eu",
        ".api.amazonwebservices.eu",
        ".awsapps.com",
        ".awsapps.cn",
    ];
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    SUFFIXES.iter().any(|suffix| host.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_followed_to_aws_alone() {
        let follows = |url: &str, in_test| may_follow(&Url::parse(url).unwrap(), in_test);
        for url in [
            "https://d-123.awsapps.com/start",
            "https://ssoins-1.portal.eu-central-1.app.aws/",
            "https://start.home.awsapps.cn/directory/x",
        ] {
            assert!(follows(url, false), "{url}");
        }
        for url in [
            "http://d-123.awsapps.com/start",
            "https://d-123.awsapps.com:8443/start",
            "https://d-123.awsapps.com.example.org/start",
            "https://evilawsapps.com/start",
            "https://example.org/?d-123.awsapps.com",
            "https://127.0.0.1/",
            "http://localhost:9/",
            "https://[::1]/",
            "file:///etc/passwd",
        ] {
            assert!(!follows(url, false), "{url}");
        }
        assert!(follows("http://127.0.0.1:9/", true));
    }
}
