//! `sso-region`: the findings and their remedies.

use facts::{Partition, Session, StartUrl, Text};

use crate::kit::words::{client_error, is_host_label};
use crate::session::portals::{headers, name_session, places_of_key, set_region};
use crate::session::questions;
use crate::session::region_judgement::{Fault, propose_region};
use crate::{Applicability, Effect, Finding, Plan, QuestionKind, Remedy};

/// The session that is judged, as some profiles use it.
pub(super) struct At<'a> {
    session: &'a Session<'a>,
    url: &'a StartUrl,
    /// The profiles that name this region; of a session, those that use it.
    names: &'a [String],
    in_scope: bool,
}

impl<'a> At<'a> {
    pub(super) fn new(session: &'a Session<'a>, url: &'a StartUrl, names: &'a [String]) -> Self {
        let in_scope = names.iter().any(|name| session.facts.in_scope(name));
        Self { session, url, names, in_scope }
    }

    /// The session is in scope and these profiles are not: the fault stops only them.
    const fn worst(&self, session_in_scope: bool) -> Effect {
        if self.in_scope || !session_in_scope { Effect::Stops } else { Effect::WillBite }
    }

    pub(super) fn region_fault(&self, fault: &Fault) -> Finding {
        let (short, long) = name_session(self.session, self.names);
        let region = Text(self.session.region.as_deref().unwrap_or_default());
        let worst = self.worst(self.session.facts.session_in_scope(&self.session.key));
        let mild = if self.in_scope { Effect::WillBite } else { Effect::WorthKnowing };
        let elsewhere = "Sign-in and roles are asked for at the endpoints of this region; a portal answers only in its own, and a sign-in elsewhere fails, often not before the browser.";
        let new = Finding::with_effect;
        let (finding, label) = match fault {
            Fault::Missing => (
                new(worst, "no-region", format!("{short} has no sso_region"))
                    .what(format!("The address of {long} does not say in which region its portal lives, and nothing else does."))
                    .why("An address of your own organisation only leads to the portal. Every AWS tool wants the portal's region beside it.")
                    .says("Missing the following required SSO configuration values: sso_region."),
                "no sso_region here".to_owned(),
            ),
            Fault::Host(host, works) => (
                new(
                    if *works { Effect::WillBite } else { worst },
                    "not-the-hosts",
                    format!("{short}: the portal lives in {}", Text(host)),
                )
                .what(format!("The sso_region of {long} is {region}, and the portal's address says {}.", Text(host)))
                .why(elsewhere),
                format!("the address says {}", Text(host)),
            ),
            Fault::NotARegion(near) => (
                new(worst, "not-a-region", format!("{short}: {region} is no region"))
                    .what(format!("The sso_region of {long}, {region}, is not a region of AWS."))
                    .why("Sign-in and roles are asked for at the endpoints of this region, and there are none of this name.")
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
                    .why("Some tools take it as it is and find the endpoint all the same; others find no such region."),
                format!("AWS writes {lower}"),
            ),
            Fault::Unknown => (
                new(mild, "unknown-region", format!("{short}: {region} is not known"))
                    .what(format!("The sso_region of {long}, {region}, is none of the regions that this version of aws-onboard knows."))
                    .why("It may be newer than this program. If it is misspelt, nobody answers there."),
                "none of the known regions".to_owned(),
            ),
            Fault::Partition(own, portal) => (
                new(worst, "other-partition", format!("{short}: region and portal are in different clouds"))
                    .what(format!("The sso_region of {long}, {region}, belongs to {}, and the portal's address to {}.", name_partition(*own), name_partition(*portal)))
                    .why("The clouds of AWS share neither portals nor sign-ins. One of the two values was copied from elsewhere."),
                format!("the portal is in {}", name_partition(*portal)),
            ),
            Fault::Refused(error) => (
                new(worst, "refused", format!("{short}: nobody knows this portal in {region}"))
                    .what(format!("A sign-in to the portal of {long} was refused in {region} before it began."))
                    .why("This is the answer to a region that the portal does not live in, and to an address that is not a portal's. The region stands in your invitation, and at the top right of the portal.")
                    .says(client_error(error)),
                "sign-in was refused here".to_owned(),
            ),
            // AWS does not promise that the page says it, so it is no proof.
            Fault::Page(page) => (
                new(mild, "not-the-pages", format!("{short}: the portal seems to live in {}", Text(page)))
                    .what(format!("The sso_region of {long} is {region}, and the portal's page says {}.", Text(page)))
                    .why(elsewhere),
                format!("the portal's page says {}", Text(page)),
            ),
            Fault::Other(other, key) => (
                new(worst, "not-the-others", format!("{short}: the portal answers in {}", Text(other)))
                    .what(format!("The sso_region of {long} is {region}; the same portal is signed in to in {}.", Text(other)))
                    .why(format!("Its address names no region, so that it lives in one, and the sign-in to {} works.", Text(key.name()))),
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
            finding.beside(address.into_iter().next(), "the portal's address")
        } else {
            finding
        };
        self.offer_region(finding, fault)
    }

    /// Offers to write the region that is known to be right, else asks for it.
    fn offer_region(&self, finding: Finding, fault: &Fault) -> Finding {
        let key = self.session.key.clone();
        let names = self.names.to_vec();
        let known = match fault {
            Fault::Host(host, _) => Some((host, Applicability::Safe)),
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

/// A partition as people call it.
const fn name_partition(partition: Partition) -> &'static str {
    match partition {
        Partition::Commercial => "the commercial regions",
        Partition::GovCloud => "GovCloud",
        Partition::China => "China",
        Partition::EuropeanSovereign => "the European Sovereign Cloud",
    }
}
