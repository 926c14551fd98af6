//! Start URLs: their forms, and what each reveals about its region (FACTS section 5).

use url::Url;

use crate::Partition;

/// A parsed start URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartUrl {
    /// As written.
    pub written: String,
    /// Without white space, fragment, query and trailing slash; host in lower case.
    pub canonical: String,
    /// What kind of address it is.
    pub kind: StartUrlKind,
    /// The region in its host, if any.
    pub region: Option<String>,
}

/// What kind of address a start URL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartUrlKind {
    /// An access portal of a partition.
    Portal(Partition),
    /// An issuer (`https://identitycenter.amazonaws.com/ssoins-…`): an identifier.
    Issuer,
    /// Another https host: perhaps a vanity domain that redirects to a portal.
    Other,
    /// A page of an identity provider (Okta, Entra, Google, Ping, AD FS, OneLogin, JumpCloud).
    IdentityProvider,
    /// http, where https is needed.
    NotHttps,
    /// Not a URL.
    NotAUrl,
}

impl StartUrl {
    /// Checks what a user typed or pasted.
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
            let kind =
                if url.scheme() == "http" { StartUrlKind::NotHttps } else { StartUrlKind::NotAUrl };
            return Self::of(written, &canonical, kind, None);
        }
        // Browsers repair `https:/host` and `https:///host`; Python's `urlparse` finds no host in
        // them.
        let slashes = trimmed.trim_start_matches(|c: char| c != ':').trim_start_matches(':');
        if !slashes.starts_with("//") || slashes.starts_with("///") {
            return Self::of(written, trimmed, StartUrlKind::NotAUrl, None);
        }
        // `https://https://…`: pasted after an existing scheme.
        if matches!(host.as_str(), "https" | "http") {
            return Self::of(written, trimmed, StartUrlKind::NotAUrl, None);
        }
        if provider(&host, url.path()).is_some() {
            return Self::of(written, &canonical, StartUrlKind::IdentityProvider, None);
        }
        let (kind, region) = classify(&host);
        Self::of(written, &canonical, kind, region)
    }

    fn of(written: &str, canonical: &str, kind: StartUrlKind, region: Option<String>) -> Self {
        Self { written: written.to_owned(), canonical: canonical.to_owned(), kind, region }
    }

    /// Its host and its path.
    fn parts(&self) -> Option<(String, String)> {
        let url = Url::parse(&self.canonical).ok()?;
        Some((url.host_str()?.to_ascii_lowercase(), url.path().trim_end_matches('/').to_owned()))
    }

    /// Whether its label before `.awsapps.com` is a placeholder from documentation, which is never
    /// a real portal (CATALOGUE, C31).
    pub fn is_documentation_example(&self) -> bool {
        let Some((host, _)) = self.parts() else {
            return false;
        };
        let Some(label) = host.strip_suffix(".awsapps.com") else {
            return false;
        };
        is_example_label(label)
    }

    /// The intended https address of AWS, if only its scheme is wrong: missing, `http`, or
    /// misspelled.
    pub fn https_address(&self) -> Option<String> {
        if !matches!(self.kind, StartUrlKind::NotHttps | StartUrlKind::NotAUrl) {
            return None;
        }
        let mut rest = self.written.trim();
        // An address pasted twice contains two of them.
        while let Some((scheme, behind)) = rest.split_once(':') {
            let is_scheme = scheme.len() <= 8 && scheme.bytes().all(|b| b.is_ascii_alphabetic());
            if !is_scheme {
                break;
            }
            rest = behind.trim_start_matches('/');
        }
        let url = Self::parse(&format!("https://{}", rest.trim_start_matches('/')));
        let known = matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer);
        known.then_some(url.canonical)
    }

    /// The portal of AWS Builder ID, which has no accounts and no roles (FAILURES U10).
    pub fn is_builder_id(&self) -> bool {
        self.parts().is_some_and(|(host, _)| host == "view.awsapps.com")
    }

    /// The address that GovCloud's API accepts, if this is a regional one, which it rejects
    /// (FAILURES U04; aws-cli issue 7649).
    pub fn without_region(&self) -> Option<String> {
        self.region.as_ref()?;
        let (host, path) = self.parts()?;
        let regional = host.starts_with("start.") && host.ends_with(".us-gov-home.awsapps.com");
        regional.then(|| format!("https://start.us-gov-home.awsapps.com{path}"))
    }

    /// The instance of IAM Identity Center, if the host names it (`ssoins-…`): the same in every
    /// region that the instance is replicated to.
    pub fn instance(&self) -> Option<String> {
        self.region.as_ref()?;
        let (host, _) = self.parts()?;
        let label = host.split('.').next()?;
        label.starts_with("ssoins-").then(|| label.to_owned())
    }

    /// The partition, if the host names it.
    pub fn partition(&self) -> Option<Partition> {
        match self.kind {
            StartUrlKind::Portal(partition) => Some(partition),
            StartUrlKind::Issuer => {
                let (host, _) = self.parts()?;
                Some(match host.as_str() {
                    _ if host.ends_with(".cn") => Partition::China,
                    _ if host.ends_with(".eu") => Partition::EuropeanSovereign,
                    _ if host.contains(".us-gov.") => Partition::GovCloud,
                    _ => Partition::Commercial,
                })
            }
            _ => None,
        }
    }

    /// The owner of the page, if it is an identity provider or the AWS console.
    pub fn provider(&self) -> Option<&'static str> {
        let (host, path) = self.parts()?;
        provider(&host, &path)
    }

    /// The other AWS service whose pages have this path under `awsapps.com`.
    pub fn other_service(&self) -> Option<&'static str> {
        let (host, path) = self.parts()?;
        if !host.ends_with(".awsapps.com") {
            return None;
        }
        match path.split('/').nth(1)? {
            "mail" => Some("Amazon WorkMail"),
            "workdocs" => Some("Amazon WorkDocs"),
            "connect" => Some("Amazon Connect"),
            _ => None,
        }
    }
}

/// Whether a portal's label is a placeholder from documentation.
pub(crate) fn is_example_label(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    label.contains("exampleurl")
        || matches!(label.as_str(), "my-sso-portal" | "my-company" | "example" | "d-xxxxxxxxxx")
        || ["your-", "your_", "yourcompany", "yourdomain", "yourorg"]
            .iter()
            .any(|word| label.starts_with(word))
}

/// The kind of a host, and the region in it (`awscli/customizations/sso/resolve.py`,
/// `_REGION_PATTERNS`; FACTS 5.1).
fn classify(host: &str) -> (StartUrlKind, Option<String>) {
    use Partition::{China, Commercial, EuropeanSovereign, GovCloud};
    // What follows the region, and what is before it.
    for (suffix, before, partition) in [
        (".portal.amazonaws.com", ".", Commercial),
        (".portal.amazonaws.com.cn", ".", China),
        (".portal.amazonaws.eu", ".", EuropeanSovereign),
        (".app.aws", ".portal.", Commercial),
        (".app.amazonwebservices.com.cn", ".portal.", China),
        (".api.amazonwebservices.eu", ".portal.", EuropeanSovereign),
    ] {
        let region = host.strip_suffix(suffix).and_then(|rest| rest.rsplit_once(before));
        if let Some((_, region)) = region {
            let kind = StartUrlKind::Portal(partition_of(region, partition));
            return (kind, Some(region.to_owned()));
        }
    }
    if host.ends_with(".us-gov-home.awsapps.com") {
        let region = host
            .strip_prefix("start.")
            .and_then(|rest| rest.strip_suffix(".us-gov-home.awsapps.com"))
            .map(str::to_owned);
        return (StartUrlKind::Portal(GovCloud), region);
    }
    if host.ends_with(".awsapps.cn") {
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

/// The owner of a page that people copy instead of their portal's address (FAILURES U07).
fn provider(host: &str, path: &str) -> Option<&'static str> {
    const ENTRA: &str = "Microsoft Entra";
    const CONSOLE: &str = "the AWS console";
    const SUFFIXES: &[(&str, &str)] = &[
        ("okta.com", "Okta"),
        ("oktapreview.com", "Okta"),
        ("okta-emea.com", "Okta"),
        ("okta-gov.com", "Okta"),
        ("myapps.microsoft.com", ENTRA),
        ("myapplications.microsoft.com", ENTRA),
        ("login.microsoftonline.com", ENTRA),
        ("login.microsoftonline.us", ENTRA),
        ("account.activedirectory.windowsazure.com", ENTRA),
        ("accounts.google.com", "Google"),
        ("pingidentity.com", "Ping Identity"),
        ("pingone.com", "Ping Identity"),
        ("pingone.eu", "Ping Identity"),
        ("onelogin.com", "OneLogin"),
        ("jumpcloud.com", "JumpCloud"),
        ("auth0.com", "Auth0"),
        ("duosecurity.com", "Duo"),
        ("signin.aws.amazon.com", CONSOLE),
        ("console.aws.amazon.com", CONSOLE),
        ("signin.amazonaws-us-gov.com", CONSOLE),
        ("console.amazonaws-us-gov.com", CONSOLE),
        ("signin.amazonaws.cn", CONSOLE),
        ("console.amazonaws.cn", CONSOLE),
    ];
    let of = |suffix: &str| {
        host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    SUFFIXES
        .iter()
        .find(|(suffix, _)| of(suffix))
        .map(|(_, name)| *name)
        .or_else(|| path.starts_with("/adfs/").then_some("AD FS"))
        .or_else(|| {
            let is_aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
            (is_aws && host.starts_with("device.sso.")).then_some("AWS for sign-in codes")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_form_is_told_with_its_region() {
        use StartUrlKind::{Issuer, Portal};
        for (url, kind, region) in [
            ("https://d-1234567890.awsapps.com/start", Portal(Partition::Commercial), None),
            ("https://corp.awsapps.com/start/#/", Portal(Partition::Commercial), None),
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
            ("https://start.home.awsapps.cn/directory/x", Portal(Partition::China), None),
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
            ("https://identitycenter.amazonaws.com/ssoins-1234567890abcdef", Issuer, None),
            ("https://sso.example.org/start", StartUrlKind::Other, None),
            ("https://corp.okta.com/app/aws", StartUrlKind::IdentityProvider, None),
            ("http://corp.awsapps.com/start", StartUrlKind::NotHttps, None),
            ("corp.awsapps.com/start", StartUrlKind::NotAUrl, None),
        ] {
            let parsed = StartUrl::parse(url);
            assert_eq!((parsed.kind, parsed.region.as_deref()), (kind, region), "{url}");
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
            assert_eq!(StartUrl::parse(url).canonical, "https://corp.awsapps.com/start", "{url}");
        }
    }

    #[test]
    fn a_wrong_scheme_becomes_https() {
        for (written, fixed) in [
            ("corp.awsapps.com/start", Some("https://corp.awsapps.com/start")),
            ("http://corp.awsapps.com/start/#/", Some("https://corp.awsapps.com/start")),
            ("htps://corp.awsapps.com/start", Some("https://corp.awsapps.com/start")),
            ("https:/corp.awsapps.com/start", Some("https://corp.awsapps.com/start")),
            ("https:///corp.awsapps.com/start", Some("https://corp.awsapps.com/start")),
            ("https://https://corp.awsapps.com/start", Some("https://corp.awsapps.com/start")),
            (
                "//ssoins-1.eu-west-1.portal.amazonaws.com",
                Some("https://ssoins-1.eu-west-1.portal.amazonaws.com"),
            ),
            ("http://sso.example.org/start", None),
            ("corp", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(StartUrl::parse(written).https_address().as_deref(), fixed, "{written}");
        }
    }

    #[test]
    fn hosts_that_no_portal_has_are_named() {
        for (url, name) in [
            ("https://myapps.microsoft.com/signin/aws", Some("Microsoft Entra")),
            ("https://corp.okta.com/home", Some("Okta")),
            ("https://notokta.com/start", None),
            ("https://fs.corp.example/adfs/ls/idpinitiatedsignon.aspx", Some("AD FS")),
            ("https://123456789012.signin.aws.amazon.com/console", Some("the AWS console")),
            ("https://us-east-1.console.aws.amazon.com/console/home", Some("the AWS console")),
        ] {
            let parsed = StartUrl::parse(url);
            assert_eq!(parsed.provider(), name, "{url}");
            assert_eq!(parsed.kind == StartUrlKind::IdentityProvider, name.is_some(), "{url}");
        }
    }

    #[test]
    fn partitions_instances_and_regional_forms() {
        let gov =
            StartUrl::parse("https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-9");
        assert_eq!(
            gov.without_region().as_deref(),
            Some("https://start.us-gov-home.awsapps.com/directory/d-9")
        );
        let china = StartUrl::parse("https://start.cn-north-1.home.awsapps.cn/directory/d-9");
        assert_eq!(china.without_region(), None);
        let issuer = |host: &str| StartUrl::parse(&format!("https://{host}/ssoins-12")).partition();
        assert_eq!(issuer("identitycenter.us-gov.amazonaws.com"), Some(Partition::GovCloud));
        assert_eq!(issuer("identitycenter.amazonaws.eu"), Some(Partition::EuropeanSovereign));
        assert_eq!(issuer("identitycenter.amazonaws.com.cn"), Some(Partition::China));
        assert_eq!(issuer("identitycenter.amazonaws.com"), Some(Partition::Commercial));
        let instance = |url: &str| StartUrl::parse(url).instance();
        assert_eq!(
            instance("https://ssoins-12.eu-west-1.portal.amazonaws.com"),
            instance("https://ssoins-12.portal.us-east-1.app.aws/")
        );
        assert_eq!(instance("https://corp.awsapps.com/start"), None);
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
