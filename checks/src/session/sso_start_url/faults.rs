//! `sso-start-url`: what can be wrong with an address, and its remedies.

use facts::{ServiceError, Session, StartUrl, StartUrlKind, Text};

use crate::kit::words::client_error;
use crate::session::portals::{name_session, places_of_key, set_start_url};
use crate::session::questions;
use crate::{Applicability, Effect, Finding, Plan, Remedy};

/// What is wrong with an address.
pub(super) enum Fault {
    /// It does not begin with https, or is no address; and the address of AWS that was meant.
    NotHttps(Effect, Option<String>),
    /// A page of this service.
    OtherPage(&'static str),
    /// A regional address of GovCloud, and the one that the API takes.
    Regional(String),
    /// The portal of AWS Builder ID, for accounts and roles.
    BuilderId,
    /// The example of some instructions.
    Example,
    /// The same, and a sign-in with it was refused.
    RefusedExample(ServiceError),
}

impl Fault {
    pub(super) fn not_https(url: &StartUrl, effect: Effect) -> Self {
        Self::NotHttps(effect, url.mended())
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
                .what(format!("The start URL of {long} is a page of {service}, not an access portal."))
                .why("You may well reach the portal from there, but a sign-in cannot begin there: it needs the portal's own address. Open the page, choose AWS, and copy the address that you arrive at.")
                .next("write the address of the portal itself"),
            "not an access portal",
        ),
        Fault::Regional(global) => (
            Finding::stops("regional", format!("{short}: GovCloud's regional address"))
                .what(format!("The start URL of {long} is a regional address of GovCloud."))
                .why("The page opens in a browser, but sign-in refuses it: it takes the address without a region.")
                .says("An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation")
                .next(format!("write {}", Text(global))),
            "sign-in takes it without the region",
        ),
        Fault::BuilderId => (
            Finding::stops("builder-id", format!("{short}: the portal of AWS Builder ID"))
                .what(format!("The start URL of {long} is that of AWS Builder ID, which has no accounts and no roles."))
                .why("It stands in instructions for Amazon Q and CodeCatalyst. Your organisation's portal has another address.")
                .next("write the address from your invitation"),
            "no organisation's portal",
        ),
        Fault::Example => (
            Finding::will_bite("example", format!("{short}: an example, not your portal"))
                .what(format!("The start URL of {long} is the example from some instructions, not your portal."))
                .why("With it a sign-in finds nothing, or somebody else's portal. Your own address is in your invitation.")
                .next("write the address from your invitation"),
            "an example from some instructions",
        ),
        Fault::RefusedExample(error) => (
            Finding::stops("refused-example", format!("{short}: an example, and no portal takes it"))
                .what(format!("The start URL of {long} is the example from some instructions, and the sign-in with it was refused."))
                .why("It is nobody's portal, or not one in this region. Your own address is in your invitation.")
                .says(client_error(error))
                .next("write the address from your invitation"),
            "an example from some instructions",
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
            .why("The AWS CLI since 2.35.13 signs in through https alone, and no portal of AWS answers to anything else.")
    } else {
        Finding::with_effect(effect, "not-a-url", format!("{short}: not an address"))
            .what(format!("The start URL of {long} is not the address of a page."))
            .why("A sign-in begins at the portal's address, which begins with https:// and mostly ends in /start.")
    };
    let written = url.written.trim();
    let finding = finding.says(if written.to_ascii_lowercase().starts_with("https:/") {
        format!("Invalid sso_start_url: '{}'", Text(written))
    } else {
        "The sso_start_url must use the https scheme.".to_owned()
    });
    match meant {
        Some(address) => {
            (finding.next(format!("write {}", Text(address))), "https:// belongs before the host")
        }
        None => (
            finding.next("write the address from your invitation"),
            "a start URL begins with https://",
        ),
    }
}

/// Writes the address that is known, else asks for it.
fn write_address(session: &Session<'_>, fault: &Fault) -> Remedy {
    let key = session.key.clone();
    let known = match fault {
        Fault::NotHttps(_, Some(address)) => Some((address, Applicability::Safe)),
        Fault::Regional(address) => Some((address, Applicability::Ask)),
        _ => None,
    };
    if let Some((address, applicability)) = known {
        let title = format!("Write {}", Text(address));
        let address = address.clone();
        return Remedy::new("write-address", applicability, title, move |facts, _| {
            Ok(Plan::edits(set_start_url(facts, &key, &address)))
        });
    }
    let mut question = questions::start_url(session.facts);
    // The preset may contain the example itself, which is no answer.
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
