//! `sso-start-url`: possible problems with an address, and their remedies.

use facts::{ServiceError, Session, SessionKey, StartUrl, StartUrlKind, Text};

use crate::kit::words::client_error;
use crate::session::portals::{name_session, places_of_key, set_start_url};
use crate::session::questions;
use crate::{Applicability, Effect, Finding, Plan, Remedy};

/// What is wrong with an address.
pub(super) enum Fault {
    /// It does not start with https or is not an address; with the AWS address that was intended.
    NotHttps(Effect, Option<String>),
    /// A page of this service.
    OtherPage(&'static str),
    /// A regional address of GovCloud, the one without the region, and the refusal of a sign-in.
    Regional(String, Option<ServiceError>),
    /// The portal of AWS Builder ID, used for accounts and roles.
    BuilderId,
    /// The example from some instructions.
    Example(Effect),
    /// The same, after a sign-in with it was refused.
    RefusedExample(ServiceError),
}

impl Fault {
    pub(super) fn not_https(url: &StartUrl, effect: Effect) -> Self {
        Self::NotHttps(effect, url.https_address())
    }
}

pub(super) fn address_fault(session: &Session<'_>, url: &StartUrl, fault: &Fault) -> Finding {
    let (short, long) = name_session(session, session.users());
    let (finding, label) = match fault {
        Fault::NotHttps(effect, meant) => {
            not_https(url, (&short, &long), *effect, meant.as_deref())
        }
        Fault::OtherPage(service) => (
            Finding::stops("other-page", format!("{short}: a page of {service}"))
                .what(format!("The start URL of {long} is a page of {service}, not an AWS access portal."))
                .why("The page may link to the portal, but sign-in needs the portal's own address. Open the page, choose AWS, and copy the address you end up at.")
                .next("set the start URL to the portal's own address"),
            "not an AWS access portal",
        ),
        // Organizations sign in with it; one report of 2023 says that sign-in refused it.
        Fault::Regional(global, None) => (
            Finding::worth_knowing("regional", format!("{short}: a regional GovCloud address"))
                .what(format!("The start URL of {long} is a regional GovCloud address."))
                .why("Organizations sign in with such addresses. If sign-in refuses yours, the address without the region may work.")
                .says("An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation")
                .next(format!("if sign-in refuses it, write {}", Text(global))),
            "with a region",
        ),
        Fault::Regional(global, Some(error)) => (
            Finding::stops("refused-regional", format!("{short}: an address that AWS refused"))
                .what(format!("The start URL of {long} is a regional GovCloud address, and AWS refused to sign in with it."))
                .why("AWS does not know it in this region; the address without the region may work.")
                .says(client_error(error))
                .next(format!("write {}", Text(global))),
            "refused; try it without the region",
        ),
        Fault::BuilderId => (
            Finding::stops("builder-id", format!("{short}: the AWS Builder ID portal"))
                .what(format!("The start URL of {long} is the AWS Builder ID portal, which has no accounts or roles."))
                .why("Instructions for Amazon Q and CodeCatalyst use it. Your organization's portal has a different address.")
                .next("use the start URL from your invitation"),
            "not your organization's portal",
        ),
        Fault::Example(effect) => (
            Finding::with_effect(*effect, "example", format!("{short}: an example, not your portal"))
                .what(format!("The start URL of {long} is an example from documentation, not your portal."))
                .why("Sign-in cannot find your portal with it. Your start URL is in your invitation.")
                .next("use the start URL from your invitation"),
            "an example",
        ),
        Fault::RefusedExample(error) => (
            Finding::stops("refused-example", format!("{short}: an example that AWS refused"))
                .what(format!("The start URL of {long} is an example from documentation, and AWS refused to sign in with it."))
                .why("AWS does not accept it in this region. Your start URL is in your invitation.")
                .says(client_error(error))
                .next("use the start URL from your invitation"),
            "an example",
        ),
    };
    places_of_key(session, session.users(), "sso_start_url")
        .into_iter()
        .fold(finding, |finding, place| finding.at(place, label))
        .offer(write_address(session, fault))
}

fn not_https(
    url: &StartUrl,
    (short, long): (&str, &str),
    effect: Effect,
    meant: Option<&str>,
) -> (Finding, &'static str) {
    let finding = if url.kind == StartUrlKind::NotHttps {
        Finding::with_effect(effect, "not-https", format!("{short}: http instead of https"))
            .what(format!("The start URL of {long} begins with http."))
            .why("AWS CLI 2.35.13 and later sign in only with https.")
    } else {
        Finding::with_effect(effect, "not-a-url", format!("{short}: not a URL"))
            .what(format!("The start URL of {long} is not a URL."))
            .why("Sign-in needs the portal's address, which starts with https:// and usually ends in /start.")
    };
    let written = url.written.trim();
    let finding = finding.says(if written.to_ascii_lowercase().starts_with("https:/") {
        format!("Invalid sso_start_url: '{}'", Text(written))
    } else {
        "The sso_start_url must use the https scheme.".to_owned()
    });
    match meant {
        Some(address) => {
            (finding.next(format!("write {}", Text(address))), "must start with https://")
        }
        None => (
            finding.next("use the start URL from your invitation"),
            "a start URL starts with https://",
        ),
    }
}

/// Writes the address if it is known, otherwise asks for it.
fn write_address(session: &Session<'_>, fault: &Fault) -> Remedy {
    let key = session.key.clone();
    // A legacy profile's token is stored under the address (FACTS 5.1).
    let loses_the_token =
        matches!(key, SessionKey::Legacy(_)) && session.facts.token_of(&key).is_some();
    let known = match fault {
        Fault::NotHttps(_, Some(address)) if loses_the_token => Some((address, Applicability::Ask)),
        Fault::NotHttps(_, Some(address)) => Some((address, Applicability::Safe)),
        Fault::Regional(address, _) => Some((address, Applicability::Ask)),
        _ => None,
    };
    if let Some((address, applicability)) = known {
        let then = if loses_the_token { ", and sign in again" } else { "" };
        let title = format!("Write {}{then}", Text(address));
        let address = address.clone();
        return Remedy::new("write-address", applicability, title, move |facts, _| {
            Ok(Plan::edits(set_start_url(facts, &key, &address)))
        });
    }
    let mut question = questions::start_url(session.facts);
    // The preset may contain the example itself, which is not an answer.
    let is_answer = |url: &String| questions::accept_start_url(url).is_ok();
    question.default = question.default.filter(is_answer);
    Remedy::new(
        "give-address",
        Applicability::Ask,
        "Give your portal's address",
        move |facts, answers| Ok(Plan::edits(set_start_url(facts, &key, &answers["start_url"]))),
    )
    .ask(question)
}
