//! Start URLs: which forms there are, and what one says about its region (FACTS section 5).

use url::Url;

use crate::Partition;

/// A start URL, looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartUrl {
    /// As written.
    pub written: String,
    /// Without white space, fragment, query and trailing slash; host in lower case.
    pub canonical: String,
    /// What kind of address it is.
    pub kind: StartUrlKind,
    /// The region that stands in its host, where one does.
    pub region: Option<String>,
}

/// What kind of address a start URL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartUrlKind {
    /// An access portal of a partition.
    Portal(Partition),
    /// An issuer (`https://identitycenter.amazonaws.com/ssoins-…`): an identifier.
    Issuer,
    /// Another https host: perhaps a vanity domain that leads to a portal.
    Other,
    /// A page of an identity provider (Okta, Entra, Google, Ping, AD FS, OneLogin, JumpCloud).
    IdentityProvider,
    /// http, where https is needed.
    NotHttps,
    /// No URL.
    NotAUrl,
}

impl StartUrl {
    /// Looks at what a person wrote or pasted.
    pub fn parse(written: &str) -> Self {
        let trimmed = written.trim();
        let Ok(mut url) = Url::parse(trimmed) else {
            return Self::of(written, trimmed, StartUrlKind::NotAUrl, None);
        };
        let Some(host) = url.host_str().map(str::to_ascii_lowercase) else {
            return Self::of(written, trimmed, StartUrlKind::NotAUrl, None);
        };
        url.set_fragment(None);
        url.set_query(None);
        let canonical = url.as_str().trim_end_matches('/').to_owned();
        if url.scheme() != "https" {
            let kind = if url.scheme() == "http" {
                StartUrlKind::NotHttps
            } else {
                StartUrlKind::NotAUrl
            };
            return Self::of(written, &canonical, kind, None);
        }
        if is_identity_provider(&host, url.path()) {
            return Self::of(written, &canonical, StartUrlKind::IdentityProvider, None);
        }
        let (kind, region) = classify(&host);
        Self::of(written, &canonical, kind, region)
    }

    fn of(written: &str, canonical: &str, kind: StartUrlKind, region: Option<String>) -> Self {
        Self {
            written: written.to_owned(),
            canonical: canonical.to_owned(),
            kind,
            region,
        }
    }

    /// Whether its label before `.awsapps.com` is a placeholder of some documentation, so that it
    /// cannot be anybody's portal (CATALOGUE, C31).
    pub fn is_documentation_example(&self) -> bool {
        let Ok(url) = Url::parse(&self.canonical) else {
            return false;
        };
        let Some(label) = url
            .host_str()
            .and_then(|host| host.strip_suffix(".awsapps.com"))
        else {
            return false;
        };
        label.contains("exampleurl")
            || matches!(
                label,
                "my-sso-portal" | "my-company" | "example" | "d-xxxxxxxxxx"
            )
    }
}

/// The kind of a host, and the region in it (`awscli/customizations/sso/resolve.py`,
/// `_REGION_PATTERNS`; FACTS 5.1).
fn classify(host: &str) -> (StartUrlKind, Option<String>) {
    use Partition::{China, Commercial, EuropeanSovereign, GovCloud};
    // (suffix, whether the region stands before or after the word "portal", partition)
    let regional: &[(&str, Partition)] = &[
        (".portal.amazonaws.com", Commercial),
        (".portal.amazonaws.com.cn", China),
        (".portal.amazonaws.eu", EuropeanSovereign),
    ];
    for (suffix, partition) in regional {
        if let Some(rest) = host.strip_suffix(suffix)
            && let Some((_, region)) = rest.rsplit_once('.')
        {
            return (
                StartUrlKind::Portal(partition_of(region, *partition)),
                Some(region.to_owned()),
            );
        }
    }
    for (suffix, partition) in [
        (".app.aws", Commercial),
        (".app.amazonwebservices.com.cn", China),
        (".api.amazonwebservices.eu", EuropeanSovereign),
    ] {
        if let Some(rest) = host.strip_suffix(suffix)
            && let Some((_, region)) = rest.rsplit_once(".portal.")
        {
            return (
                StartUrlKind::Portal(partition_of(region, partition)),
                Some(region.to_owned()),
            );
        }
    }
    if host == "start.us-gov-home.awsapps.com" || host.ends_with(".us-gov-home.awsapps.com") {
        let region = host
            .strip_prefix("start.")
            .and_then(|rest| rest.strip_suffix(".us-gov-home.awsapps.com"))
            .map(str::to_owned);
        return (StartUrlKind::Portal(GovCloud), region);
    }
    if host == "start.home.awsapps.cn" || host.ends_with(".home.awsapps.cn") {
        let region = host
            .strip_prefix("start.")
            .and_then(|rest| rest.strip_suffix(".home.awsapps.cn"))
            .map(str::to_owned);
        return (StartUrlKind::Portal(China), region);
    }
    if host.starts_with("identitycenter.")
        && (host.ends_with(".amazonaws.com")
            || host.ends_with(".amazonaws.com.cn")
            || host.ends_with(".amazonaws.eu"))
    {
        return (StartUrlKind::Issuer, None);
    }
    if host.ends_with(".awsapps.com") {
        return (StartUrlKind::Portal(Commercial), None);
    }
    (StartUrlKind::Other, None)
}

/// A GovCloud region in a commercial-looking host.
fn partition_of(region: &str, otherwise: Partition) -> Partition {
    match Partition::of_region(region) {
        Partition::Commercial => otherwise,
        other => other,
    }
}

/// Hosts that are an identity provider's, not an access portal's (FAILURES U07).
fn is_identity_provider(host: &str, path: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        ".okta.com",
        ".oktapreview.com",
        ".okta-emea.com",
        "myapps.microsoft.com",
        "login.microsoftonline.com",
        "account.activedirectory.windowsazure.com",
        "accounts.google.com",
        ".pingidentity.com",
        ".pingone.com",
        ".onelogin.com",
        ".jumpcloud.com",
        ".auth0.com",
        ".duosecurity.com",
        "signin.aws.amazon.com",
    ];
    SUFFIXES
        .iter()
        .any(|suffix| host == suffix.trim_start_matches('.') || host.ends_with(suffix))
        || path.starts_with("/adfs/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_form_is_told_with_its_region() {
        use StartUrlKind::{Issuer, Portal};
        for (url, kind, region) in [
            (
                "https://d-1234567890.awsapps.com/start",
                Portal(Partition::Commercial),
                None,
            ),
            (
                "https://corp.awsapps.com/start/#/",
                Portal(Partition::Commercial),
                None,
            ),
            (
                "https://start.us-gov-home.awsapps.com/directory/d-12",
                Portal(Partition::GovCloud),
                None,
            ),
            (
                "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/x",
                Portal(Partition::GovCloud),
                Some("us-gov-west-1"),
            ),
            (
                "https://start.home.awsapps.cn/directory/x",
                Portal(Partition::China),
                None,
            ),
            (
                "https://start.cn-north-1.home.awsapps.cn/directory/x",
                Portal(Partition::China),
                Some("cn-north-1"),
            ),
            (
                "https://ssoins-12.eu-central-1.portal.amazonaws.com",
                Portal(Partition::Commercial),
                Some("eu-central-1"),
            ),
            (
                "https://ssoins-12.portal.eu-central-1.app.aws",
                Portal(Partition::Commercial),
                Some("eu-central-1"),
            ),
            (
                "https://x.cn-north-1.portal.amazonaws.com.cn",
                Portal(Partition::China),
                Some("cn-north-1"),
            ),
            (
                "https://x.eusc-de-east-1.portal.amazonaws.eu",
                Portal(Partition::EuropeanSovereign),
                Some("eusc-de-east-1"),
            ),
            (
                "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
                Issuer,
                None,
            ),
            ("https://sso.example.org/start", StartUrlKind::Other, None),
            (
                "https://corp.okta.com/app/aws",
                StartUrlKind::IdentityProvider,
                None,
            ),
            (
                "http://corp.awsapps.com/start",
                StartUrlKind::NotHttps,
                None,
            ),
            ("corp.awsapps.com/start", StartUrlKind::NotAUrl, None),
        ] {
            let parsed = StartUrl::parse(url);
            assert_eq!(
                (parsed.kind, parsed.region.as_deref()),
                (kind, region),
                "{url}"
            );
        }
    }

    #[test]
    fn one_portal_has_one_canonical_form() {
        for url in [
            "https://Corp.awsapps.com/start",
            " https://corp.awsapps.com/start/ ",
            "https://corp.awsapps.com/start#/",
            "https://corp.awsapps.com/start/?x=y#/z",
        ] {
            assert_eq!(
                StartUrl::parse(url).canonical,
                "https://corp.awsapps.com/start",
                "{url}"
            );
        }
    }

    #[test]
    fn the_wiki_pages_address_is_an_example() {
        assert!(
            StartUrl::parse("https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start")
                .is_documentation_example()
        );
        assert!(
            !StartUrl::parse("https://my-sciencecloud.awsapps.com/start")
                .is_documentation_example()
        );
    }
}
