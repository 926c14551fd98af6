//! `sso-start-url`: what can be wrong with an address, and what is done about it.

use aws_files::{FileKind, Location};
use facts::{Facts, ServiceError, Session, SessionKey, StartUrl, Subject, clean_line};

use crate::kit::words::client_error;
use crate::session::portals::{set_start_url, users};
use crate::session::questions;
use crate::session::sso_start_url::named;
use crate::{Applicability, Finding, Place, Plan, Remedy, Severity};

/// What is wrong with an address, and how bad it is.
pub(super) enum Fault {
    /// It does not begin with https, or is no address; and the one of AWS that was meant.
    NotHttps(Severity, Option<String>),
    /// A page of this service.
    OtherPage(Severity, &'static str),
    /// A regional address of GovCloud, and the one that the API takes.
    Regional(Severity, String),
    /// The portal of AWS Builder ID, for accounts and roles.
    BuilderId(Severity),
    /// The example of some instructions.
    Example,
    /// The same, and a sign-in with it was refused.
    RefusedExample(Severity, ServiceError),
}

impl Fault {
    pub(super) fn not_https(url: &StartUrl, severity: Severity) -> Self {
        Self::NotHttps(severity, url.mended())
    }
}

/// Whether a profile of the session names an account or a role.
pub(super) fn serves_roles(facts: &Facts, key: &SessionKey) -> bool {
    users(facts, key)
        .iter()
        .filter_map(|user| facts.profile(user))
        .any(|profile| profile.account().is_some() || profile.role().is_some())
}

/// Where the address stands; of several profiles, the first three places.
pub(super) fn places(facts: &Facts, session: &Session<'_>) -> Vec<(FileKind, Location)> {
    if let Some(section) = session.section {
        let property = section.get("sso_start_url");
        return property
            .map(|property| (FileKind::Config, property.location))
            .into_iter()
            .collect();
    }
    let mut places: Vec<(FileKind, Location)> = users(facts, &session.key)
        .iter()
        .take(3)
        .filter_map(|user| facts.profile(user)?.get("sso_start_url"))
        .map(|(file, property)| (file, property.location))
        .collect();
    places.dedup();
    places
}

pub(super) fn finding(
    facts: &Facts,
    subject: &Subject,
    session: &Session<'_>,
    url: &StartUrl,
    fault: &Fault,
) -> Finding {
    let (short, long) = named(facts, &session.key);
    let (finding, label) = match fault {
        Fault::NotHttps(severity, mended) => {
            not_https(subject, url, (&short, &long), *severity, mended.as_deref())
        }
        Fault::OtherPage(severity, service) => (
            Finding::new(
                "other-page",
                *severity,
                subject,
                format!("{short}: a page of {service}"),
                format!("The start URL of {long} is a page of {service}, not an access portal."),
            )
            .why("You may well reach the portal from there, but a sign-in cannot begin there: it needs the portal's own address. Open the page, choose AWS, and copy the address that you arrive at.")
            .next("write the address of the portal itself"),
            "not an access portal".to_owned(),
        ),
        Fault::Regional(severity, global) => (
            Finding::new(
                "regional",
                *severity,
                subject,
                format!("{short}: GovCloud's regional address"),
                format!("The start URL of {long} is a regional address of GovCloud."),
            )
            .why("The page opens in a browser, but sign-in refuses it: it takes the address without a region.")
            .says("An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation")
            .next(format!("write {}", clean_line(global))),
            "sign-in takes it without the region".to_owned(),
        ),
        Fault::BuilderId(severity) => (
            Finding::new(
                "builder-id",
                *severity,
                subject,
                format!("{short}: the portal of AWS Builder ID"),
                format!("The start URL of {long} is that of AWS Builder ID, which has no accounts and no roles."),
            )
            .why("It stands in instructions for Amazon Q and CodeCatalyst. Your organisation's portal has another address.")
            .next("write the address from your invitation"),
            "no organisation's portal".to_owned(),
        ),
        Fault::Example => (
            Finding::new(
                "example",
                Severity::Warn,
                subject,
                format!("{short}: an example, not your portal"),
                format!("The start URL of {long} is the example from some instructions, not your portal."),
            )
            .why("With it a sign-in finds nothing, or somebody else's portal. Your own address is in your invitation.")
            .next("write the address from your invitation"),
            "an example from some instructions".to_owned(),
        ),
        Fault::RefusedExample(severity, error) => (
            Finding::new(
                "refused-example",
                *severity,
                subject,
                format!("{short}: an example, and no portal takes it"),
                format!("The start URL of {long} is the example from some instructions, and the sign-in with it was refused."),
            )
            .why("It is nobody's portal, or not one in this region. Your own address is in your invitation.")
            .says(client_error(error))
            .next("write the address from your invitation"),
            "an example from some instructions".to_owned(),
        ),
    };
    let mut finding = finding;
    for (file, location) in places(facts, session) {
        finding = finding.at(Place::of(facts, file, location), label.clone());
    }
    finding.offer(remedy(facts, &session.key, fault))
}

fn not_https(
    subject: &Subject,
    url: &StartUrl,
    (short, long): (&str, &str),
    severity: Severity,
    mended: Option<&str>,
) -> (Finding, String) {
    let written = clean_line(url.written.trim());
    let is_http = url.kind == facts::StartUrlKind::NotHttps;
    let finding = if is_http {
        Finding::new(
            "not-https",
            severity,
            subject,
            format!("{short}: http instead of https"),
            format!("The start URL of {long} begins with http."),
        )
        .why("The AWS CLI since 2.35.13 signs in through https alone, and no portal of AWS answers to anything else.")
    } else {
        Finding::new(
            "not-a-url",
            severity,
            subject,
            format!("{short}: not an address"),
            format!("The start URL of {long} is not the address of a page."),
        )
        .why("A sign-in begins at the portal's address, which begins with https:// and mostly ends in /start.")
    };
    let finding = finding.says(if written.to_ascii_lowercase().starts_with("https:/") {
        format!("Invalid sso_start_url: '{written}'")
    } else {
        "The sso_start_url must use the https scheme.".to_owned()
    });
    match mended {
        Some(address) => (
            finding.next(format!("write {}", clean_line(address))),
            "https:// belongs before the host".to_owned(),
        ),
        None => (
            finding.next("write the address from your invitation"),
            "a start URL begins with https://".to_owned(),
        ),
    }
}

/// Writes the address that is known, else asks for it.
fn remedy(facts: &Facts, key: &SessionKey, fault: &Fault) -> Remedy {
    let known = match fault {
        Fault::NotHttps(_, Some(address)) => Some((address, Applicability::Safe)),
        Fault::Regional(_, address) => Some((address, Applicability::Ask)),
        _ => None,
    };
    let session = key.clone();
    if let Some((address, applicability)) = known {
        let address = address.clone();
        return Remedy::new(
            "write-address",
            applicability,
            format!("Write {}", clean_line(&address)),
            move |facts, _| Ok(Plan::edits(set_start_url(facts, &session, &address))),
        );
    }
    let mut question = questions::start_url(facts);
    // The example itself may stand in the preset, and is no answer.
    let is_answer = |url: &String| questions::accept_start_url(url).is_ok();
    question.default = question.default.filter(is_answer);
    Remedy::new(
        "give-address",
        Applicability::Ask,
        "Give your portal's address",
        move |facts, answers| {
            let edits = set_start_url(facts, &session, &answers["start_url"]);
            Ok(Plan::edits(edits))
        },
    )
    .ask(question)
}
