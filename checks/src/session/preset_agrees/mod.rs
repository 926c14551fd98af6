//! `preset-agrees`: the session is as the support team's preset says.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind};
use facts::{Facts, Preset, Session, SessionKey, Subject, clean_line};

use crate::check::Examine;
use crate::kit::needs;
use crate::kit::words::count;
use crate::session::portals::{is_for_roles, lead_to, portal, users};
use crate::session::preset_differences::Differences;
use crate::session::questions::{accept_session_name, accept_start_url};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Plan, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "preset-agrees",
    label: "as the preset says",
    title: "The sso-session is the one that the preset names, with its URL, region and scopes",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[needs::SESSION_COMPLETE],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// What the preset says, as far as it can be compared.
pub(super) struct Wanted<'a> {
    pub(super) preset: &'a Preset,
    /// The session's name.
    name: Option<String>,
    /// The portal's canonical address. An example of some instructions is no address.
    pub(super) portal: Option<String>,
}

impl<'a> Wanted<'a> {
    /// Nothing where there is no preset, or it names no portal.
    fn of(facts: &'a Facts) -> Option<Self> {
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

    pub(super) fn is_named(&self, key: &SessionKey) -> bool {
        matches!(key, SessionKey::Named(name) if self.name.as_ref() == Some(name))
    }

    /// Whether the session is the preset's: by its name, or by its portal.
    fn concerns(&self, session: &Session<'_>) -> bool {
        let defined = session.section.is_some() || matches!(session.key, SessionKey::Legacy(_));
        let same_portal = || {
            let url = session.start_url.as_deref().and_then(portal);
            url.is_some() && url == self.portal
        };
        defined && (self.is_named(&session.key) || same_portal())
    }

    /// What it is called in a sentence.
    pub(super) fn shown(&self) -> String {
        match clean_line(&self.preset.name) {
            name if name.is_empty() => "the preset".into(),
            name => format!("the preset {name}"),
        }
    }
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    let Some(wanted) = Wanted::of(facts) else {
        return Vec::new();
    };
    facts
        .sessions_in_scope()
        .iter()
        .filter(|key| wanted.concerns(&facts.session(key)))
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let (Subject::Session(key), Some(wanted)) = (subject, Wanted::of(facts)) else {
        return Outcome::Passed(String::new());
    };
    let session = seen(facts, &wanted, key);
    let fields = Differences::of(facts, &wanted, &session)
        .map(|differences| differences.finding(facts, &wanted, &session, subject));
    let name = another_name(facts, &wanted, &session, subject);
    let findings: Vec<Finding> = fields.into_iter().chain(name).collect();
    if findings.is_empty() {
        return Outcome::Passed(format!("as {} says", wanted.shown()));
    }
    Outcome::Found(findings)
}

/// The session; of profiles that each name their portal themselves, with a region that is not the
/// preset's, where one of them has such.
fn seen<'a>(facts: &'a Facts, wanted: &Wanted<'_>, key: &SessionKey) -> Session<'a> {
    let mut session = facts.session(key);
    if let (SessionKey::Legacy(_), Some(region)) = (key, wanted.preset.region.as_deref()) {
        let mut own =
            users(facts, key).iter().filter_map(|user| facts.profile(user)?.text("sso_region"));
        if let Some(other) = own.find(|name| *name != region) {
            session.region = Some(other.to_owned());
        }
    }
    session
}

/// The preset's portal under another name, where the preset's name is free.
fn another_name(
    facts: &Facts,
    wanted: &Wanted<'_>,
    session: &Session<'_>,
    subject: &Subject,
) -> Option<Finding> {
    let name = wanted.name.as_ref()?;
    let section = session.section?;
    let taken = facts.files().sessions().contains_key(name);
    if taken || !is_for_roles(session) {
        return None;
    }
    let shown = clean_line(session.key.name());
    let mut edits = lead_to(facts, &session.key, name);
    let profiles = count(edits.len(), "place", "places");
    edits.extend(section.headers.iter().map(|header| {
        let rename = Edit::RenameSection { line: header.line, name: name.clone() };
        (FileKind::Config, rename)
    }));
    let finding = Finding::new(
        "other-name",
        Severity::Note,
        subject,
        format!("{shown}: not the preset's name"),
        format!("The sso-session {shown} leads to the portal of {}, which calls it {name}.", wanted.shown()),
    )
    .why(format!("It works as it is. Commands from your support team's instructions name {name}, and do not find it here."))
    .at(
        Place::of(facts, FileKind::Config, section.header),
        format!("the preset calls it {name}"),
    )
    .next(format!("rename it to {name}"))
    .offer(
        Remedy::new(
            "update",
            Applicability::Ask,
            format!("Rename it to {name}, and in {profiles} that name it"),
            move |_, _| Ok(Plan::edits(edits.clone())),
        )
        .word("Sign in once more afterwards: AWS tools know a sign-in by the session's name."),
    );
    Some(finding)
}
