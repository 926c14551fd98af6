//! `preset-agrees`, for the address, the region and the scopes of a session.

use aws_files::{Edit, FileKind};
use facts::{Profile, Session, StartUrl, Text};

use super::Wanted;
use crate::kit::edits::{put, put_in_profile};
use crate::kit::words::list;
use crate::session::portals::{is_accepted, is_for_roles, is_signed_in, name_session, portal};
use crate::session::questions::{ACCOUNT_ACCESS, accept_region, accept_scopes};
use crate::{Applicability, Finding, Plan, Remedy, Severity};

/// What differs between a session and the preset.
pub(super) struct Differences {
    /// The preset's address.
    address: Option<String>,
    /// The preset's region.
    region: Option<String>,
    /// Whether the portal's own address confirms it.
    proven: bool,
    /// The scopes that the session lacks.
    scopes: Vec<String>,
}

impl Differences {
    /// Nothing if the session agrees with the preset.
    pub(super) fn between(wanted: &Wanted<'_>, session: &Session<'_>) -> Option<Self> {
        let written = session.start_url.as_deref()?;
        // `sso-start-url` reports it, and proposes the preset's address.
        if StartUrl::parse(written).is_documentation_example()
            && !is_accepted(session.facts, session)
            && wanted.portal.is_some()
        {
            return None;
        }
        let address =
            wanted.portal.clone().filter(|address| portal(written).as_ref() != Some(address));
        let host = StartUrl::parse(address.as_deref().unwrap_or(written)).region;
        let preset = wanted.preset.region.as_deref();
        let preset = preset.and_then(|region| accept_region(region).ok());
        // A region in the portal's own address is right, whatever other sources say.
        let (region, proven) = match (host, preset) {
            (Some(host), preset) if address.is_some() || preset.as_ref() == Some(&host) => {
                (Some(host), address.is_none())
            }
            // The preset is wrong about it.
            (Some(_), _) => (None, false),
            (None, preset) => (preset, false),
        };
        let region = region.filter(|region| has_other_region(session, region));
        let differences = Self {
            proven: proven && region.is_some(),
            address,
            region,
            scopes: missing_scopes(wanted, session),
        };
        let any = differences.address.is_some()
            || differences.region.is_some()
            || !differences.scopes.is_empty();
        any.then_some(differences)
    }

    /// The code of the worst of them.
    const fn code(&self) -> &'static str {
        if self.proven || (self.address.is_none() && self.region.is_some()) {
            "other-region"
        } else if self.address.is_some() {
            "other-address"
        } else {
            "missing-scopes"
        }
    }

    fn severity(&self, session: &Session<'_>) -> Severity {
        if self.code() == "missing-scopes" {
            return Severity::Note;
        }
        match (self.proven, is_signed_in(session.facts, session)) {
            (true, false) => Severity::Fail,
            (true, true) | (false, false) => Severity::Warn,
            // The same portal may have two addresses and be in two regions.
            (false, true) => Severity::Note,
        }
    }

    /// Each key that differs, with its new value and the word for it.
    fn fields(&self, session: &Session<'_>) -> Vec<(&'static str, String, &'static str)> {
        let mut fields = Vec::new();
        if let Some(address) = &self.address {
            fields.push(("sso_start_url", address.clone(), "address"));
        }
        if let Some(region) = &self.region {
            fields.push(("sso_region", region.clone(), "region"));
        }
        if !self.scopes.is_empty() {
            let all: Vec<&str> =
                session.scopes.iter().chain(&self.scopes).map(String::as_str).collect();
            fields.push(("sso_registration_scopes", all.join(","), "scopes"));
        }
        fields
    }

    /// All differences as one finding, with one remedy.
    pub(super) fn differs_from_preset(
        &self,
        wanted: &Wanted<'_>,
        session: &Session<'_>,
    ) -> Finding {
        let fields = self.fields(session);
        let words: Vec<&str> = fields.iter().map(|(_, _, word)| *word).collect();
        let sets: Vec<String> =
            fields.iter().map(|(key, value, _)| format!("{key} = {}", Text(value))).collect();
        let (short, long) = name_session(session, session.users());
        let long = match long.strip_prefix("the ") {
            Some(one) => format!("The {one} differs"),
            None => format!("{long} differ"),
        };
        let brief = match words.as_slice() {
            [word] => format!("{short}: not the preset's {word}"),
            _ => format!("{short}: not as the preset says"),
        };
        let finding = Finding::will_bite(self.code(), brief)
            .severity(self.severity(session))
            .what(format!("{long} from {}, which says {}.", wanted.shown(), list(&sets, 3)))
            .why(self.why(session));
        let edits = edits(session, &fields);
        let remedy = Remedy::new(
            "update",
            Applicability::Ask,
            format!("Set {}", list(&sets, 3)),
            move |_, _| Ok(Plan::edits(edits.clone())),
        )
        .word(if self.address.is_some() || self.region.is_some() {
            "Sign in again afterwards: a token is valid for one portal only."
        } else {
            "It takes effect at the next sign-in."
        });
        show_differences(finding, session, &fields)
            .next(format!("set the {} as the preset says", list(&words, 3)))
            .offer(remedy)
    }

    fn why(&self, session: &Session<'_>) -> String {
        let now = if is_signed_in(session.facts, session) {
            "The sign-in that you have now works. "
        } else {
            ""
        };
        let region = Text(session.region.as_deref().unwrap_or_default());
        match self.code() {
            "other-region" if self.proven => format!(
                "{now}The start URL also names that region: a sign-in in {region} fails."
            ),
            "other-region" => format!(
                "{now}A portal works only in its own region: if the preset is right, a sign-in in {region} fails."
            ),
            "other-address" => format!(
                "{now}If the portal has moved, the old address will stop working. If both lead to the same portal, you can keep either."
            ),
            _ => "Tools that need these scopes do not work with this session's token; accounts and roles do.".into(),
        }
    }
}

/// Whether a session names another region; for profiles without a session, any of them.
fn has_other_region(session: &Session<'_>, region: &str) -> bool {
    if session.is_legacy() {
        session.profiles().any(|profile| has_other_value(&profile, "sso_region", region))
    } else {
        session.region.as_deref().is_some_and(|own| own != region)
    }
}

/// Whether the profile itself has another value.
fn has_other_value(profile: &Profile<'_>, key: &str, value: &str) -> bool {
    profile.text(key).is_some_and(|own| own != value)
}

/// The preset's scopes that a session lacks. `sso-scopes` judges a session that has none or lacks
/// the one for accounts and roles; one for other scopes under another name exists on purpose.
fn missing_scopes(wanted: &Wanted<'_>, session: &Session<'_>) -> Vec<String> {
    let deliberate = !wanted.is_named(&session.key) && !is_for_roles(session);
    let scopes = &wanted.preset.scopes;
    if session.scopes.is_empty() || deliberate || accept_scopes(&scopes.join(",")).is_err() {
        return Vec::new();
    }
    scopes
        .iter()
        .filter(|scope| *scope != ACCOUNT_ACCESS && !session.scopes.contains(scope))
        .cloned()
        .collect()
}

/// The edits that set each field: in the session's section, or in each profile without one.
fn edits(
    session: &Session<'_>,
    fields: &[(&'static str, String, &'static str)],
) -> Vec<(FileKind, Edit)> {
    if let Some(section) = session.section {
        return fields
            .iter()
            .map(|(key, value, _)| (FileKind::Config, put(section, key, value.as_str())))
            .collect();
    }
    let mut edits = Vec::new();
    for profile in session.profiles() {
        let others = fields.iter().filter(|(key, value, _)| has_other_value(&profile, key, value));
        edits.extend(
            others.filter_map(|(key, value, _)| put_in_profile(&profile, key, value.as_str())),
        );
    }
    edits
}

/// Shows each place that differs; if there are many profiles, the first three.
fn show_differences(
    mut finding: Finding,
    session: &Session<'_>,
    fields: &[(&'static str, String, &'static str)],
) -> Finding {
    for (key, value, word) in fields {
        let label = match *word {
            "scopes" => "not all of the preset's scopes".to_owned(),
            _ => format!("not the preset's {word}"),
        };
        if session.section.is_some() {
            finding = finding.at(session.place(key), label);
            continue;
        }
        let others = session.profiles().filter(|profile| has_other_value(profile, key, value));
        for place in others.filter_map(|profile| profile.place(key)).take(3) {
            finding = finding.at(place, label.clone());
        }
    }
    finding
}
