//! What people type or paste when they are asked for the address of their access portal: completed
//! where it can mean only one address, otherwise explained in one sentence.

use url::Url;

use crate::{Partition, StartUrl, StartUrlKind, looks_like_region};

/// The characters around an address in an email, a chat or a document.
const QUOTES: &[char] = &[
    '"', '\'', '`', '<', '>', '(', ')', '[', ']', ',', ';', '\u{201c}', '\u{201d}', '\u{2018}',
    '\u{2019}', '\u{ab}', '\u{bb}', '\u{200b}', '\u{feff}',
];

/// Why a text is not the address of an access portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressFault {
    /// What it is instead, as the end of a sentence that begins with the address: `is the AWS
    /// console, not an access portal`.
    pub what: String,
    /// Where the right address is.
    pub next: Option<String>,
    /// The address that was probably meant.
    pub meant: Option<String>,
}

impl AddressFault {
    fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), next: None, meant: None }
    }

    fn next(mut self, next: &str) -> Self {
        self.next = Some(next.to_owned());
        self
    }

    fn meant(mut self, meant: String) -> Self {
        self.meant = Some(meant);
        self
    }
}

const COPY_THE_PORTAL: &str =
    "sign in first, then copy the address of the page that lists your accounts";
const INVITATION: &str = "your own address is in your invitation";

/// The address of an access portal in canonical form, from whatever a person copied: without a
/// scheme, without `/start`, with `/#/` and more behind it, a directory ID alone, a page one is on
/// while signing in, or a line of an email with the address in it.
///
/// A host that is no portal's of AWS may be an organization's own domain, so it is accepted.
///
/// # Errors
/// What it is instead, if it cannot be a portal's address.
pub fn read_portal_address(written: &str) -> Result<String, AddressFault> {
    let text = address_in(written);
    if text.is_empty() {
        return Err(AddressFault::new("is empty").next(INVITATION));
    }
    if is_directory_id(&text) {
        return Ok(format!("https://{}.awsapps.com/start", text.to_ascii_lowercase()));
    }
    let https = with_https(&text);
    let Some(url) = Url::parse(&https).ok().filter(|url| url.host_str().is_some()) else {
        return Err(not_an_address());
    };
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressFault::new(
            "contains a user name; the address of an access portal has none",
        ));
    }
    if !host.contains('.') && host != "localhost" {
        let fault = not_an_address();
        let is_label = host.len() >= 2
            && !matches!(host.as_str(), "https" | "http")
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        return Err(match is_label {
            true => fault.meant(format!("https://{host}.awsapps.com/start")),
            false => fault,
        });
    }
    if let Some(known) = while_signing_in(&host, url.path()) {
        return known;
    }
    if let Some(near) = nearest_portal_host(&host) {
        let meant = complete(&near, url.path());
        return Err(AddressFault::new(format!("is on {host}, which is not AWS's"))
            .next(&format!("did you mean {near}?"))
            .meant(meant));
    }
    if is_almost_start(&host, url.path()) {
        return Err(
            AddressFault::new("does not end in /start").meant(format!("https://{host}/start"))
        );
    }
    let whole = complete(&host, url.path());
    let is_http = text.to_ascii_lowercase().starts_with("http://");
    judge(&StartUrl::parse(&whole), is_http)
}

/// Judges an address that is complete.
fn judge(url: &StartUrl, is_http: bool) -> Result<String, AddressFault> {
    if url.is_documentation_example() {
        return Err(AddressFault::new("is the example address from instructions").next(INVITATION));
    }
    if url.is_builder_id() {
        return Err(AddressFault::new(
            "is the portal of AWS Builder ID, which has no AWS accounts",
        )
        .next(INVITATION));
    }
    if let Some(service) = url.other_service() {
        return Err(AddressFault::new(format!("is {service}, not an access portal"))
            .next("the access portal's address ends in /start"));
    }
    match (url.kind, url.provider()) {
        (StartUrlKind::IdentityProvider, Some("the AWS console")) => Err(AddressFault::new(
            "is the AWS console, not an access portal",
        )
        .next("copy the address of the page that lists your accounts; it usually ends in /start")),
        (StartUrlKind::IdentityProvider, provider) => {
            let provider = provider.unwrap_or("your identity provider");
            Err(AddressFault::new(format!("is a page of {provider}, not an access portal"))
                .next("open it, choose AWS, and copy the address that ends in /start"))
        }
        (StartUrlKind::NotAUrl | StartUrlKind::NotHttps, _) => Err(not_an_address()),
        (StartUrlKind::Other, _) if is_http => {
            Err(AddressFault::new("does not start with https://").meant(url.canonical.clone()))
        }
        (StartUrlKind::Portal(Partition::GovCloud | Partition::China), _)
            if url.canonical.matches('/').count() < 3 =>
        {
            Err(AddressFault::new("is not complete: the part /directory/… is missing")
                .next(INVITATION))
        }
        _ => Ok(url.canonical.clone()),
    }
}

fn not_an_address() -> AddressFault {
    AddressFault::new("is not an address")
        .next("a start URL starts with https:// and usually ends in /start")
}

/// The address in a pasted text, without what surrounds it.
fn address_in(written: &str) -> String {
    // `\#` comes from commands in which a shell's comment sign was quoted.
    let text = written.replace("\\#", "#");
    let is_at_end = |c: char| QUOTES.contains(&c) || matches!(c, '.' | '\\');
    let strip = |word: &str| word.trim_start_matches(QUOTES).trim_end_matches(is_at_end).to_owned();
    let is_address = |word: &String| word.contains("://") || word.contains(".awsapps.");
    let words: Vec<String> =
        text.split_whitespace().map(strip).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [one] => one.clone(),
        many => many.iter().find(|word| is_address(word)).cloned().unwrap_or(many.join(" ")),
    }
}

/// A directory ID, the label of a portal's usual address: `d-` and ten hexadecimal digits (IAM
/// Identity Center user guide, "howtosignin": `d-xxxxxxxxxx.awsapps.com/start`).
fn is_directory_id(text: &str) -> bool {
    let rest = text.strip_prefix("d-").or_else(|| text.strip_prefix("D-"));
    rest.is_some_and(|id| id.len() == 10 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The text with the scheme https, whatever scheme, or misspelling of one, it has.
fn with_https(text: &str) -> String {
    let mut rest = text;
    while let Some((scheme, behind)) = rest.split_once(':') {
        let is_scheme = scheme.len() <= 8 && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_scheme || !behind.starts_with('/') {
            break;
        }
        rest = behind.trim_start_matches('/');
    }
    format!("https://{}", rest.trim_start_matches('/'))
}

/// A page of AWS that people are on while they sign in. The one that contains the directory ID is
/// completed: a portal's usual address is made of it. The address is compared with AWS's answer
/// before it is used, so a wrong one is refused there.
fn while_signing_in(host: &str, path: &str) -> Option<Result<String, AddressFault>> {
    let sign_in_page = |what: &str| {
        let what = format!("is {what}, not the access portal itself");
        Some(Err(AddressFault::new(what).next(COPY_THE_PORTAL)))
    };
    // Sign-in pages are on signin.aws (AWS Security Blog, "Get ready for upcoming changes in the
    // AWS IAM Identity Center user sign-in process").
    if host == "signin.aws" || host.ends_with(".signin.aws") {
        let id = path.strip_prefix("/platform/").and_then(|rest| rest.split('/').next());
        return match id.filter(|id| is_directory_id(id)) {
            Some(id) => Some(Ok(format!("https://{}.awsapps.com/start", id.to_ascii_lowercase()))),
            None => sign_in_page("a page for signing in"),
        };
    }
    let label_of = |service: &str| {
        let region = host.strip_prefix(service)?.split('.').next()?;
        looks_like_region(region).then_some(())
    };
    if label_of("device.sso.").is_some() {
        return sign_in_page("the page that confirms a sign-in code");
    }
    if label_of("oidc.").is_some() || label_of("portal.sso.").is_some() {
        return sign_in_page("an address of AWS's sign-in service");
    }
    None
}

/// The portal's host that a misspelled one most likely means: `awsaps.com`, `awsapps.co`, a missing
/// dot or ending.
fn nearest_portal_host(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let own = |before: &[&str]| {
        let label = before.join(".");
        (!label.is_empty()).then(|| format!("{label}.awsapps.com"))
    };
    let is_near = |label: &str| strsim::osa_distance(label, "awsapps") <= 1;
    match labels.as_slice() {
        [before @ .., "awsapps", "com" | "cn"] if !before.is_empty() => None,
        // The label of AWS's domain with another, or no, ending.
        [before @ .., name, ending]
            if is_near(name) && (*name != "awsapps" || *ending != "com") =>
        {
            let same_ending = strsim::osa_distance(ending, "com") <= 1;
            own(before).filter(|_| same_ending)
        }
        [before @ .., name] if is_near(name) => own(before),
        // The dot before it is missing.
        [joined, "com"] => {
            let label = joined.strip_suffix("awsapps")?.trim_end_matches('-');
            own(&[label])
        }
        _ => None,
    }
}

/// Whether a portal's host is one of AWS's, all of whose portals have the path `/start` (IAM Identity
/// Center user guide, "howtosignin"; GovCloud and China have other hosts).
fn has_path_start(host: &str) -> bool {
    host.strip_suffix(".awsapps.com").is_some_and(|label| !label.contains('.'))
}

/// Whether the path is a misspelled `/start`: `/strat`, `/star`, `/Start`.
fn is_almost_start(host: &str, path: &str) -> bool {
    let distance = strsim::osa_distance(path.trim_end_matches('/'), "/start");
    has_path_start(host) && (1..=2).contains(&distance)
}

/// The whole address of a portal, with the path that AWS's portals have.
fn complete(host: &str, path: &str) -> String {
    let path = path.trim_end_matches('/');
    let path = match path {
        "" | "/login" | "/signin" if has_path_start(host) => "/start",
        _ if has_path_start(host) && path.starts_with("/start/") => "/start",
        _ => path,
    };
    format!("https://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_mean_one_portal_alone_is_completed() {
        for (written, read) in [
            ("https://mycorp.awsapps.com/start", "https://mycorp.awsapps.com/start"),
            ("mycorp.awsapps.com", "https://mycorp.awsapps.com/start"),
            ("MyCorp.awsapps.com/start/", "https://mycorp.awsapps.com/start"),
            ("https://mycorp.awsapps.com", "https://mycorp.awsapps.com/start"),
            ("https://mycorp.awsapps.com/", "https://mycorp.awsapps.com/start"),
            ("http://mycorp.awsapps.com/start", "https://mycorp.awsapps.com/start"),
            ("htps://mycorp.awsapps.com/start", "https://mycorp.awsapps.com/start"),
            ("https://https://mycorp.awsapps.com/start", "https://mycorp.awsapps.com/start"),
            ("https://mycorp.awsapps.com/start/#/", "https://mycorp.awsapps.com/start"),
            ("https://mycorp.awsapps.com/start\\#/", "https://mycorp.awsapps.com/start"),
            (
                "https://mycorp.awsapps.com/start/#/?tab=accounts",
                "https://mycorp.awsapps.com/start",
            ),
            (
                "https://mycorp.awsapps.com/start/#/console?account_id=111122223333&role_name=x",
                "https://mycorp.awsapps.com/start",
            ),
            ("<https://mycorp.awsapps.com/start>", "https://mycorp.awsapps.com/start"),
            ("\u{201c}mycorp.awsapps.com/start\u{201d}.", "https://mycorp.awsapps.com/start"),
            (
                "Your AWS access portal URL: https://mycorp.awsapps.com/start",
                "https://mycorp.awsapps.com/start",
            ),
            ("d-9067012345", "https://d-9067012345.awsapps.com/start"),
            (
                "https://us-east-1.signin.aws/platform/d-9067012345/login?workflowStateHandle=9",
                "https://d-9067012345.awsapps.com/start",
            ),
            (
                "ssoins-1234567890abcdef.portal.eu-central-1.app.aws",
                "https://ssoins-1234567890abcdef.portal.eu-central-1.app.aws",
            ),
            (
                "start.us-gov-home.awsapps.com/directory/d-9067012345",
                "https://start.us-gov-home.awsapps.com/directory/d-9067012345",
            ),
            (
                "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
                "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
            ),
            ("aws.example.org/start", "https://aws.example.org/start"),
            ("https://awsapps.example.org", "https://awsapps.example.org"),
        ] {
            assert_eq!(read_portal_address(written).as_deref(), Ok(read), "{written}");
        }
    }

    #[test]
    fn what_cannot_be_a_portal_is_explained() {
        for (written, what) in [
            ("", "is empty"),
            ("   ", "is empty"),
            ("https://", "is not an address"),
            ("my portal", "is not an address"),
            ("https://mira@mycorp.awsapps.com/start", "user name"),
            ("https://us-east-1.signin.aws/platform/login?workflowStateHandle=9", "signing in"),
            ("https://device.sso.eu-west-1.amazonaws.com/?user_code=A", "confirms a sign-in code"),
            ("https://oidc.eu-west-1.amazonaws.com/authorize?x=y", "sign-in service"),
            ("https://us-east-1.console.aws.amazon.com/console/home", "the AWS console"),
            ("https://111122223333.signin.aws.amazon.com/console", "the AWS console"),
            ("https://mycorp.okta.com/home/amazon_aws/0oa/272", "a page of Okta"),
            ("https://myapps.microsoft.com/signin/aws/1", "a page of Microsoft Entra"),
            ("https://view.awsapps.com/start", "AWS Builder ID"),
            ("https://mycorp.awsapps.com/mail", "Amazon WorkMail"),
            ("https://my-sso-portal.awsapps.com/start", "the example address"),
            ("my-sciencecloud-sso-portal-exampleURL.awsapps.com", "the example address"),
            ("https://start.us-gov-home.awsapps.com", "/directory/"),
            ("http://aws.example.org/start", "https://"),
        ] {
            let fault = read_portal_address(written).unwrap_err();
            assert!(fault.what.contains(what), "{written}: {fault:?}");
        }
    }

    #[test]
    fn a_misspelled_host_gets_the_nearest() {
        for (written, meant) in [
            ("https://mycorp.awsaps.com/start", "https://mycorp.awsapps.com/start"),
            ("mycorp.awspps.com", "https://mycorp.awsapps.com/start"),
            ("mycorp.awsapps.co/start", "https://mycorp.awsapps.com/start"),
            ("mycorp.awsapps.con", "https://mycorp.awsapps.com/start"),
            ("mycorp.awsapps", "https://mycorp.awsapps.com/start"),
            ("mycorpawsapps.com/start", "https://mycorp.awsapps.com/start"),
            ("mycorp.aws-apps.com/start/#/", "https://mycorp.awsapps.com/start"),
            ("mycorp", "https://mycorp.awsapps.com/start"),
            ("https://mycorp.awsapps.com/strat", "https://mycorp.awsapps.com/start"),
            ("mycorp.awsapps.com/star/", "https://mycorp.awsapps.com/start"),
        ] {
            let fault = read_portal_address(written).unwrap_err();
            assert_eq!(fault.meant.as_deref(), Some(meant), "{written}: {fault:?}");
        }
        for other in [
            "https://sso.apps.com/start",
            "https://sso.apps.com/strat",
            "https://aws.example.com",
            "https://awsapps.org/x",
        ] {
            assert!(read_portal_address(other).is_ok(), "{other}");
        }
    }
}
