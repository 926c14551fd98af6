//! `preset-agrees`: the session agrees with the support team's preset.

#[cfg(test)]
mod cases;
mod differences;

use aws_files::{Edit, FileKind};
use facts::{Facts, Preset, Session, SessionKey, Text};

use self::differences::Differences;
use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::count;
use crate::session::portals::{is_for_roles, lead_to, portal};
use crate::session::questions::{accept_session_name, accept_start_url};
use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "preset-agrees",
    label: "as the preset says",
    title: "The sso-session is the one that the preset names, with its URL, region and scopes",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::SESSION_COMPLETE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::SessionsInScope(is_of_preset, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The preset's values that can be compared.
struct Wanted<'a> {
    preset: &'a Preset,
    /// The session's name.
    name: Option<String>,
    /// The portal's canonical address. An example from instructions does not count.
    portal: Option<String>,
}

impl<'a> Wanted<'a> {
    /// Nothing if there is no preset or it names no portal.
    fn from_preset(facts: &'a Facts) -> Option<Self> {
        let preset = facts.preset.as_deref()?;
        let name = preset.session.as_deref();
        let url = preset.start_url.as_deref();
        let wanted = Self {
            preset,
            name: name.and_then(|name| accept_session_name(name).ok()),
            portal: url.and_then(|url| accept_start_url(url).ok()),
        };
        (wanted.name.is_some() || wanted.portal.is_some()).then_some(wanted)
    }

    fn is_named(&self, key: &SessionKey) -> bool {
        matches!(key, SessionKey::Named(name) if self.name.as_ref() == Some(name))
    }

    /// Whether the session is the preset's, by its name or its portal.
    fn concerns(&self, session: &Session<'_>) -> bool {
        let defined = session.section.is_some() || session.is_legacy();
        let same_portal = || {
            let url = session.start_url.as_deref().and_then(portal);
            url.is_some() && url == self.portal
        };
        defined && (self.is_named(&session.key) || same_portal())
    }

    /// How a sentence names it.
    fn shown(&self) -> String {
        match Text(&self.preset.name) {
            name if name.is_empty() => "the preset".into(),
            name => format!("the preset {name}"),
        }
    }
}

fn is_of_preset(session: &Session<'_>) -> bool {
    Wanted::from_preset(session.facts).is_some_and(|wanted| wanted.concerns(session))
}

fn examine(session: &Session<'_>) -> Outcome {
    let Some(wanted) = Wanted::from_preset(session.facts) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let session = session_to_compare(&wanted, session);
    let fields = Differences::between(&wanted, &session)
        .map(|differences| differences.differs_from_preset(&wanted, &session));
    let findings: Vec<Finding> =
        fields.into_iter().chain(another_name(&wanted, &session)).collect();
    if findings.is_empty() {
        return Outcome::Passed(format!("as {} says", wanted.shown()));
    }
    Outcome::Found(findings)
}

/// The session. If profiles name their portal themselves and one of them has another region than
/// the preset's, the session with that region.
fn session_to_compare<'a>(wanted: &Wanted<'_>, session: &Session<'a>) -> Session<'a> {
    let mut session = session.clone();
    if let (true, Some(region)) = (session.is_legacy(), wanted.preset.region.as_deref()) {
        let mut own = session.profiles().filter_map(|profile| profile.text("sso_region"));
        if let Some(other) = own.find(|name| *name != region) {
            session.region = Some(other.to_owned());
        }
    }
    session
}

/// The preset's portal under another name, if the preset's name is not taken.
fn another_name(wanted: &Wanted<'_>, session: &Session<'_>) -> Option<Finding> {
    let facts = session.facts;
    let name = wanted.name.as_ref()?;
    let section = session.section?;
    if facts.files().sessions().contains_key(name) || !is_for_roles(session) {
        return None;
    }
    let mut edits = lead_to(facts, &session.key, name);
    let places = count(edits.len(), "place", "places");
    edits.extend(section.headers.iter().map(|header| {
        let rename = Edit::RenameSection { line: header.line, name: name.clone() };
        (FileKind::Config, rename)
    }));
    let rename = Remedy::new(
        "update",
        Applicability::Ask,
        format!("Rename it to {name}, and in {places} that name it"),
        move |_, _| Ok(Plan::edits(edits.clone())),
    )
    .word("Sign in again afterwards: AWS tools store a sign-in by the session's name.");
    Some(
        Finding::worth_knowing("other-name", format!("{session}: not the preset's name"))
            .what(format!("The sso-session {session} uses the portal of {}, which names the session {name}.", wanted.shown()))
            .why(format!("It works, but commands from your support team's instructions use {name}, which does not exist here."))
            .at(session.header(), format!("the preset calls it {name}"))
            .next(format!("rename it to {name}"))
            .offer(rename),
    )
}
