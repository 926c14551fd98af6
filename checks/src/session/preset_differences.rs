//! `preset-agrees`, for the address, the region and the scopes of a session.

use aws_files::{Edit, FileKind};
use facts::{Facts, Session, SessionKey, StartUrl, Subject, clean_line};

use crate::kit::edits::{put, put_in_profile};
use crate::kit::words::{count, list};
use crate::session::portals::{is_accepted, is_for_roles, is_signed_in, portal, users};
use crate::session::preset_agrees::Wanted;
use crate::session::questions::{ACCOUNT_ACCESS, accept_region, accept_scopes};
use crate::{Applicability, Finding, Place, Plan, Remedy, Severity};

/// What differs between a session and the preset.
pub(super) struct Differences {
    /// The address that the preset has.
    address: Option<String>,
    /// The region that the preset has.
    region: Option<String>,
    /// Whether the portal's own address says so, too.
    proven: bool,
    /// The scopes that the session lacks.
    scopes: Vec<String>,
}

impl Differences {
    /// Nothing where the session is as the preset says.
    pub(super) fn of(facts: &Facts, wanted: &Wanted<'_>, session: &Session<'_>) -> Option<Self> {
        let written = session.start_url.as_deref()?;
        // `sso-start-url` says it, and proposes the preset's address.
        if StartUrl::parse(written).is_documentation_example()
            && !is_accepted(facts, session)
            && wanted.portal.is_some()
        {
            return None;
        }
        let address =
            wanted.portal.clone().filter(|address| portal(written).as_ref() != Some(address));
        let host = StartUrl::parse(address.as_deref().unwrap_or(written)).region;
        let preset = wanted.preset.region.as_deref();
        let preset = preset.and_then(|region| accept_region(region).ok());
        // A region in the portal's own address is right, whatever else is said.
        let (region, proven) = match (host, preset) {
            (Some(host), preset) if address.is_some() || preset.as_ref() == Some(&host) => {
                (Some(host), address.is_none())
            }
            // The preset is wrong about it.
            (Some(_), _) => (None, false),
            (None, preset) => (preset, false),
        };
        let region = region.filter(|region| has_other_region(facts, session, region));
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

    /// The worst of them, as the finding's code.
    const fn code(&self) -> &'static str {
        if self.proven || (self.address.is_none() && self.region.is_some()) {
            "other-region"
        } else if self.address.is_some() {
            "other-address"
        } else {
            "missing-scopes"
        }
    }

    fn severity(&self, facts: &Facts, session: &Session<'_>) -> Severity {
        if self.code() == "missing-scopes" {
            return Severity::Note;
        }
        match (self.proven, is_signed_in(facts, session)) {
            (true, false) => Severity::Fail,
            (true, true) | (false, false) => Severity::Warn,
            // The same portal may have two addresses, and live in two regions.
            (false, true) => Severity::Note,
        }
    }

    /// Each key that differs, with its new value and its word.
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

    /// All of them as one finding, mended together.
    pub(super) fn finding(
        &self,
        facts: &Facts,
        wanted: &Wanted<'_>,
        session: &Session<'_>,
        subject: &Subject,
    ) -> Finding {
        let fields = self.fields(session);
        let words: Vec<&str> = fields.iter().map(|(_, _, word)| *word).collect();
        let sets: Vec<String> =
            fields.iter().map(|(key, value, _)| format!("{key} = {}", clean_line(value))).collect();
        let names = users(facts, &session.key);
        let (short, long) = match (&session.key, names) {
            (SessionKey::Named(name), _) => {
                let shown = clean_line(name);
                (shown.clone(), format!("The sso-session {shown} differs"))
            }
            (SessionKey::Legacy(_), [one]) => {
                let shown = clean_line(one);
                (shown.clone(), format!("The profile {shown} differs"))
            }
            (SessionKey::Legacy(_), many) => {
                let profiles = count(many.len(), "profile", "profiles");
                let all = format!("{profiles} ({}) differ", list(many, 3));
                (profiles, all)
            }
        };
        let finding = Finding::new(
            self.code(),
            self.severity(facts, session),
            subject,
            match words.as_slice() {
                [word] => format!("{short}: not the preset's {word}"),
                _ => format!("{short}: not as the preset says"),
            },
            format!("{long} from {}, which says {}.", wanted.shown(), list(&sets, 3)),
        )
        .why(self.why(facts, session));
        let edits = edits(facts, session, &fields);
        let mut remedy = Remedy::new(
            "update",
            Applicability::Ask,
            format!("Set {}", list(&sets, 3)),
            move |_, _| Ok(Plan::edits(edits.clone())),
        );
        remedy = if self.address.is_some() || self.region.is_some() {
            remedy.word("Sign in once more afterwards: a token counts for one portal only.")
        } else {
            remedy.word("It counts from the next sign-in on.")
        };
        show(facts, finding, session, &fields)
            .next(format!("set the {} as the preset says", list(&words, 3)))
            .offer(remedy)
    }

    fn why(&self, facts: &Facts, session: &Session<'_>) -> String {
        let now =
            if is_signed_in(facts, session) { "The sign-in that you have now works. " } else { "" };
        let region = clean_line(session.region.as_deref().unwrap_or_default());
        match self.code() {
            "other-region" if self.proven => format!(
                "{now}The portal's own address names the region, too: a sign-in in {region} does not find it."
            ),
            "other-region" => format!(
                "{now}A portal answers only in the region that it lives in: if the preset is right, a sign-in in {region} does not find it."
            ),
            "other-address" => format!(
                "{now}If the portal has moved, the old address ends sooner or later. If both lead to the same portal, either will do."
            ),
            _ => "Tools that need these scopes do not work with a token of this session; accounts and roles do.".into(),
        }
    }
}

/// Whether a session names another region; of profiles without a session, any of them.
fn has_other_region(facts: &Facts, session: &Session<'_>, region: &str) -> bool {
    match &session.key {
        SessionKey::Named(_) => session.region.as_deref().is_some_and(|own| own != region),
        SessionKey::Legacy(_) => users(facts, &session.key)
            .iter()
            .any(|user| profile_has_other(facts, user, "sso_region", region)),
    }
}

/// Whether the profile itself names another value.
fn profile_has_other(facts: &Facts, user: &str, key: &str, value: &str) -> bool {
    let profile = facts.profile(user);
    let own = profile.and_then(|profile| profile.text(key));
    own.is_some_and(|own| own != value)
}

/// The preset's scopes that a session lacks. A session without any, or without the one for accounts
/// and roles, is `sso-scopes`' to judge; one for other scopes under another name is there on purpose.
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

/// What gives each field its value: in the session's section, or in each profile without one.
fn edits(
    facts: &Facts,
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
    for user in users(facts, &session.key) {
        for (key, value, _) in fields {
            if profile_has_other(facts, user, key, value)
                && let Some(profile) = facts.profile(user)
            {
                edits.extend(put_in_profile(&profile, key, value.as_str()));
            }
        }
    }
    edits
}

/// Shows each place that differs, of many profiles the first three.
fn show(
    facts: &Facts,
    mut finding: Finding,
    session: &Session<'_>,
    fields: &[(&'static str, String, &'static str)],
) -> Finding {
    for (key, value, word) in fields {
        let label = match *word {
            "scopes" => "not all of the preset's scopes".to_owned(),
            _ => format!("not the preset's {word}"),
        };
        if let Some(section) = session.section {
            if let Some(property) = section.get(key) {
                let place = Place::of(facts, FileKind::Config, property.location);
                finding = finding.at(place, label);
            }
            continue;
        }
        let places = users(facts, &session.key)
            .iter()
            .filter(|user| profile_has_other(facts, user, key, value))
            .filter_map(|user| facts.profile(user)?.get(key));
        for (file, property) in places.take(3) {
            let place = Place::of(facts, file, property.location);
            finding = finding.at(place, label.clone());
        }
    }
    finding
}
