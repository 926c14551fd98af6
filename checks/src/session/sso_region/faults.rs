//! `sso-region`: the findings and their remedies.

use facts::{Partition, Session, StartUrl, Text};

use crate::kit::words::{client_error, is_host_label};
use crate::session::portals::{headers, name_session, places_of_key, set_region};
use crate::session::questions;
use crate::session::region_judgement::{Fault, propose_region};
use crate::{Applicability, Effect, Finding, Plan, QuestionKind, Remedy};

/// The session that is checked, as some profiles use it.
pub(super) struct At<'a> {
    session: &'a Session<'a>,
    url: &'a StartUrl,
    /// The profiles that name this region; for a session, those that use it.
    names: &'a [String],
    in_scope: bool,
}

impl<'a> At<'a> {
    pub(super) fn new(session: &'a Session<'a>, url: &'a StartUrl, names: &'a [String]) -> Self {
        let in_scope = names.iter().any(|name| session.facts.in_scope(name));
        Self { session, url, names, in_scope }
    }

    /// The session is in scope and these profiles are not, so the fault stops only them.
    const fn worst(&self, session_in_scope: bool) -> Effect {
        if self.in_scope || !session_in_scope { Effect::Stops } else { Effect::WillBite }
    }

    pub(super) fn region_fault(&self, fault: &Fault) -> Finding {
        let (short, long) = name_session(self.session, self.names);
        let region = Text(self.session.region.as_deref().unwrap_or_default());
        let worst = self.worst(self.session.facts.session_in_scope(&self.session.key));
        let mild = if self.in_scope { Effect::WillBite } else { Effect::WorthKnowing };
        let elsewhere = "AWS tools sign in and get credentials in this region. A portal works only in its own region; elsewhere sign-in fails, often only after the browser opens.";
        let new = Finding::with_effect;
        let (finding, label) = match fault {
            Fault::Missing => (
                new(worst, "no-region", format!("{short} has no sso_region"))
                    .what(format!("The start URL of {long} does not name a region, and sso_region is missing."))
                    .why("Your organization's own address only redirects to the portal, so every AWS tool also needs the portal's region.")
                    .says("Missing the following required SSO configuration values: sso_region."),
                "no sso_region here".to_owned(),
            ),
            Fault::Host(host, works) => (
                new(
                    if *works { Effect::WillBite } else { worst },
                    "not-the-hosts",
                    format!("{short}: the portal is in {}", Text(host)),
                )
                .what(format!("The sso_region of {long} is {region}, but the start URL names {}.", Text(host)))
                .why(elsewhere),
                format!("the start URL names {}", Text(host)),
            ),
            Fault::NotARegion(near) => (
                new(worst, "not-a-region", format!("{short}: {region} is not a region"))
                    .what(format!("The sso_region of {long}, {region}, is not an AWS region."))
                    .why("AWS tools sign in and get credentials in this region, and no AWS endpoint has this name.")
                    .says(if is_host_label(&region) {
                        format!("Could not connect to the endpoint URL: \"https://oidc.{region}.amazonaws.com/client/register\"")
                    } else {
                        format!("Provided region_name '{region}' doesn't match a supported format.")
                    }),
                near.map_or_else(
                    || "a region looks like us-east-1".to_owned(),
                    |near| format!("did you mean {near}?"),
                ),
            ),
            Fault::Capitals(lower) => (
                Finding::will_bite("capitals", format!("{short}: {region} in capital letters"))
                    .what(format!("The sso_region of {long} is written with capital letters."))
                    .why("Some tools accept it anyway; others do not find the region."),
                format!("AWS writes {lower}"),
            ),
            Fault::Unknown => (
                new(mild, "unknown-region", format!("{short}: unknown region {region}"))
                    .what(format!("The sso_region of {long}, {region}, is not a region that this version of aws-onboard knows."))
                    .why("The region may be newer than this program. If it is misspelled, sign-in fails."),
                "not a known region".to_owned(),
            ),
            Fault::Partition(own, portal) => (
                new(worst, "other-partition", format!("{short}: region and portal are in different partitions"))
                    .what(format!("The sso_region of {long}, {region}, belongs to {}, but the start URL belongs to {}.", name_partition(*own), name_partition(*portal)))
                    .why("AWS partitions do not share portals or sign-ins. One of the two values is wrong."),
                format!("the portal is in {}", name_partition(*portal)),
            ),
            Fault::Refused(error) => (
                new(worst, "refused", format!("{short}: AWS does not know this portal in {region}"))
                    .what(format!("AWS refused to start a sign-in to the portal of {long} in {region}."))
                    .why("AWS gives this answer when the region is not the portal's, or when the start URL is not a portal's. The region is in your invitation, and at the top right of the portal.")
                    .says(client_error(error)),
                "AWS refused sign-in in this region".to_owned(),
            ),
            // AWS does not guarantee that the page says it, so it is no proof.
            Fault::Page(page) => (
                new(mild, "not-the-pages", format!("{short}: the portal's page names {}", Text(page)))
                    .what(format!("The sso_region of {long} is {region}, but the portal's page says its region is {}.", Text(page)))
                    .why(elsewhere),
                format!("the portal's page says {}", Text(page)),
            ),
            Fault::Other(other, key) => (
                new(worst, "not-the-others", format!("{short}: the portal works in {}", Text(other)))
                    .what(format!("The sso_region of {long} is {region}, but you are signed in to the same portal in {}.", Text(other)))
                    .why(format!("The portal is in a single region, and the sign-in to {} works.", Text(key.name()))),
                format!("a sign-in in {} works", Text(other)),
            ),
        };
        let places = match fault {
            Fault::Missing => headers(self.session, self.names),
            _ => places_of_key(self.session, self.names, "sso_region"),
        };
        let finding =
            places.into_iter().fold(finding, |finding, place| finding.at(place, label.clone()));
        let finding = if matches!(fault, Fault::Host(..) | Fault::Partition(..)) {
            let address = places_of_key(self.session, self.names, "sso_start_url");
            finding.beside(address.into_iter().next(), "the start URL")
        } else {
            finding
        };
        self.offer_region(finding, fault)
    }

    /// Offers to write the region if it is certain, otherwise asks for it.
    fn offer_region(&self, finding: Finding, fault: &Fault) -> Finding {
        let key = self.session.key.clone();
        let names = self.names.to_vec();
        let known = match fault {
            // A token of the present region works, and is lost with another region.
            Fault::Host(host, true) => Some((host, Applicability::Ask)),
            Fault::Host(host, false) => Some((host, Applicability::Safe)),
            Fault::Capitals(lower) => Some((lower, Applicability::Ask)),
            _ => None,
        };
        if let Some((region, applicability)) = known {
            let title = format!("Write {}", Text(region));
            let region = region.clone();
            return finding.next(format!("write {}", Text(&region))).offer(Remedy::new(
                "write-region",
                applicability,
                title,
                move |facts, _| Ok(Plan::edits(set_region(facts, &key, &names, &region))),
            ));
        }
        let proposed = propose_region(self.session, self.url);
        let next = match &proposed {
            Some(region) => format!("choose the portal's region; it may be {}", Text(region)),
            None => "choose the portal's region, from your invitation".to_owned(),
        };
        let mut question = questions::sso_region(self.session.facts, None);
        if let QuestionKind::Choice { choices, .. } = &mut question.kind {
            *choices = questions::regions_first(proposed.as_deref());
        }
        question.default = proposed;
        let choose = Remedy::new(
            "choose-region",
            Applicability::Ask,
            "Choose the portal's region",
            move |facts, answers| {
                Ok(Plan::edits(set_region(facts, &key, &names, &answers["sso_region"])))
            },
        );
        let finding = finding.next(next).offer(choose.ask(question));
        if matches!(fault, Fault::Unknown) {
            return finding.leave("Leave it: this region is right");
        }
        finding
    }
}

/// The common name of a partition.
const fn name_partition(partition: Partition) -> &'static str {
    match partition {
        Partition::Commercial => "the commercial regions",
        Partition::GovCloud => "GovCloud",
        Partition::China => "China",
        Partition::EuropeanSovereign => "the European Sovereign Cloud",
    }
}
