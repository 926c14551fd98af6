//! `sso-region`: the findings, and what is done about them.

use aws_files::FileKind;
use facts::{Facts, Partition, Session, SessionKey, StartUrl, Subject, clean_line};

use crate::kit::edits::header;
use crate::kit::words::{client_error, count, is_host_label, list};
use crate::session::portals::{set_region, severity};
use crate::session::questions;
use crate::session::region_judgement::{Fault, proposed};
use crate::{Applicability, Finding, Place, Plan, QuestionKind, Remedy, Severity};

/// What was looked at.
pub(super) struct At<'a> {
    pub(super) subject: &'a Subject,
    pub(super) session: &'a Session<'a>,
    pub(super) url: &'a StartUrl,
    /// The profiles that name this region; of a session, those that use it.
    pub(super) names: &'a [String],
    pub(super) in_scope: bool,
}

impl At<'_> {
    /// In few words, and in a sentence.
    fn named(&self) -> (String, String) {
        match (&self.session.key, self.names) {
            (SessionKey::Named(name), _) => {
                let shown = clean_line(name);
                (shown.clone(), format!("the sso-session {shown}"))
            }
            (SessionKey::Legacy(_), [one]) => {
                let shown = clean_line(one);
                (shown.clone(), format!("the profile {shown}"))
            }
            (SessionKey::Legacy(_), many) => {
                let profiles = count(many.len(), "profile", "profiles");
                let all = format!("{profiles} ({})", list(many, 3));
                (profiles, all)
            }
        }
    }

    /// Where a key stands; of several profiles the first three places.
    fn places(&self, facts: &Facts, key: &str) -> Vec<Place> {
        if let Some(section) = self.session.section {
            let property = section.get(key);
            return property
                .map(|property| Place::of(facts, FileKind::Config, property.location))
                .into_iter()
                .collect();
        }
        let mut places: Vec<Place> = self
            .names
            .iter()
            .take(3)
            .filter_map(|name| facts.profile(name)?.get(key))
            .map(|(file, property)| Place::of(facts, file, property.location))
            .collect();
        places.dedup();
        places
    }

    /// Where the region is missing.
    fn headers(&self, facts: &Facts) -> Vec<Place> {
        if let Some(section) = self.session.section {
            return vec![Place::of(facts, FileKind::Config, section.header)];
        }
        self.names
            .iter()
            .take(3)
            .filter_map(|name| header(&facts.profile(name)?))
            .map(|(file, location)| Place::of(facts, file, location))
            .collect()
    }
}

/// A partition as a person calls it.
const fn cloud(partition: Partition) -> &'static str {
    match partition {
        Partition::Commercial => "the commercial regions",
        Partition::GovCloud => "GovCloud",
        Partition::China => "China",
        Partition::EuropeanSovereign => "the European Sovereign Cloud",
    }
}

pub(super) fn finding(facts: &Facts, at: &At<'_>, fault: &Fault) -> Finding {
    let (short, long) = at.named();
    let region = clean_line(at.session.region.as_deref().unwrap_or_default());
    let worst = severity(at.in_scope);
    let new = |code, severity: Severity, brief: String, what: String| {
        Finding::new(code, severity, at.subject, brief, what)
    };
    let elsewhere = "Sign-in and roles are asked for at the endpoints of this region; a portal answers only in its own, and a sign-in elsewhere fails, often not before the browser.";
    let (finding, label) = match fault {
        Fault::Missing => (
            new(
                "no-region",
                worst,
                format!("{short} has no sso_region"),
                format!("The address of {long} does not say in which region its portal lives, and nothing else does."),
            )
            .why("An address of your own organisation only leads to the portal. Every AWS tool wants the portal's region beside it.")
            .says("Missing the following required SSO configuration values: sso_region."),
            "no sso_region here".to_owned(),
        ),
        Fault::Host(host, works) => (
            new(
                "not-the-hosts",
                if *works { Severity::Warn } else { worst },
                format!("{short}: the portal lives in {}", clean_line(host)),
                format!("The sso_region of {long} is {region}, and the portal's address says {}.", clean_line(host)),
            )
            .why(elsewhere),
            format!("the address says {}", clean_line(host)),
        ),
        Fault::NotARegion(near) => {
            let finding = new(
                "not-a-region",
                worst,
                format!("{short}: {region} is no region"),
                format!("The sso_region of {long}, {region}, is not a region of AWS."),
            )
            .why("Sign-in and roles are asked for at the endpoints of this region, and there are none of this name.");
            let finding = if is_host_label(&region) {
                finding.says(format!("Could not connect to the endpoint URL: \"https://oidc.{region}.amazonaws.com/client/register\""))
            } else {
                finding.says(format!("Provided region_name '{region}' doesn't match a supported format."))
            };
            let label = match near {
                Some(near) => format!("did you mean {near}?"),
                None => "a region looks like us-east-1".to_owned(),
            };
            (finding, label)
        }
        Fault::Capitals(lower) => (
            new(
                "capitals",
                Severity::Warn,
                format!("{short}: {region} in capital letters"),
                format!("The sso_region of {long} is written with capital letters."),
            )
            .why("Some tools take it as it is and find the endpoint all the same; others find no such region."),
            format!("AWS writes {lower}"),
        ),
        Fault::Unknown => (
            new(
                "unknown-region",
                if at.in_scope { Severity::Warn } else { Severity::Note },
                format!("{short}: {region} is not known"),
                format!("The sso_region of {long}, {region}, is none of the regions that this version of aws-onboard knows."),
            )
            .why("It may be newer than this program. If it is misspelt, nobody answers there."),
            "none of the known regions".to_owned(),
        ),
        Fault::Partition(own, portal) => (
            new(
                "other-partition",
                worst,
                format!("{short}: region and portal are in different clouds"),
                format!("The sso_region of {long}, {region}, belongs to {}, and the portal's address to {}.", cloud(*own), cloud(*portal)),
            )
            .why("The clouds of AWS share neither portals nor sign-ins. One of the two values was copied from elsewhere."),
            format!("the portal is in {}", cloud(*portal)),
        ),
        Fault::Refused(error) => (
            new(
                "refused",
                worst,
                format!("{short}: nobody knows this portal in {region}"),
                format!("A sign-in to the portal of {long} was refused in {region} before it began."),
            )
            .why("This is the answer to a region that the portal does not live in, and to an address that is not a portal's. The region stands in your invitation, and at the top right of the portal.")
            .says(client_error(error)),
            "sign-in was refused here".to_owned(),
        ),
        Fault::Page(page) => (
            new(
                "not-the-pages",
                // AWS does not promise that the page says it, so that it is no proof.
                if at.in_scope { Severity::Warn } else { Severity::Note },
                format!("{short}: the portal seems to live in {}", clean_line(page)),
                format!("The sso_region of {long} is {region}, and the portal's page says {}.", clean_line(page)),
            )
            .why(elsewhere),
            format!("the portal's page says {}", clean_line(page)),
        ),
        Fault::Other(other, key) => (
            new(
                "not-the-others",
                worst,
                format!("{short}: the portal answers in {}", clean_line(other)),
                format!("The sso_region of {long} is {region}; the same portal is signed in to in {}.", clean_line(other)),
            )
            .why(format!("Its address names no region, so that it lives in one, and the sign-in to {} works.", clean_line(key.name()))),
            format!("a sign-in in {} works", clean_line(other)),
        ),
    };
    let places = match fault {
        Fault::Missing => at.headers(facts),
        _ => at.places(facts, "sso_region"),
    };
    let mut finding =
        places.into_iter().fold(finding, |finding, place| finding.at(place, label.clone()));
    if matches!(fault, Fault::Host(..) | Fault::Partition(..)) {
        let address = at.places(facts, "sso_start_url").into_iter().take(1);
        finding =
            address.fold(finding, |finding, place| finding.beside(place, "the portal's address"));
    }
    offer(facts, finding, at, fault)
}

fn offer(facts: &Facts, finding: Finding, at: &At<'_>, fault: &Fault) -> Finding {
    let key = at.session.key.clone();
    let names = at.names.to_vec();
    let known = match fault {
        Fault::Host(host, _) => Some((host, Applicability::Safe)),
        Fault::Capitals(lower) => Some((lower, Applicability::Ask)),
        _ => None,
    };
    if let Some((region, applicability)) = known {
        let shown = clean_line(region);
        let region = region.clone();
        return finding.next(format!("write {shown}")).offer(Remedy::new(
            "write-region",
            applicability,
            format!("Write {shown}"),
            move |facts, _| Ok(Plan::edits(set_region(facts, &key, &names, &region))),
        ));
    }
    let proposed = proposed(facts, at.session, at.url);
    let next = match &proposed {
        Some(region) => format!("choose the portal's region; it may be {}", clean_line(region)),
        None => "choose the portal's region, from your invitation".to_owned(),
    };
    let mut question = questions::sso_region(facts, None);
    if let QuestionKind::Choice { choices, .. } = &mut question.kind {
        *choices = questions::regions_first(proposed.as_deref());
    }
    question.default = proposed;
    let finding = finding.next(next).offer(
        Remedy::new(
            "choose-region",
            Applicability::Ask,
            "Choose the portal's region",
            move |facts, answers| {
                let edits = set_region(facts, &key, &names, &answers["sso_region"]);
                Ok(Plan::edits(edits))
            },
        )
        .ask(question),
    );
    if matches!(fault, Fault::Unknown) {
        return finding.leave("Leave it: this region is right");
    }
    finding
}
