//! `sso-scopes`: the session asks for a token that can be renewed.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Facts, SessionKey, Subject, VersionOutput, clean_line};
use semver::Version;

use crate::Need;
use crate::check::Examine;
use crate::files::config_keys::has_misspelt;
use crate::kit::edits::put;
use crate::session::questions::{ACCOUNT_ACCESS, accept_scopes};
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "sso-scopes",
    label: "renewable sign-in",
    title: "The session asks for a token that can be refreshed",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[Need::Check("sso-session-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The first AWS CLI that signs in through the authorization-code flow with PKCE and then asks for
/// the scope by itself (FACTS, section 1; FAILURES, C17).
const PKCE: Version = Version::new(2, 22, 0);

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .session_users()
        .keys()
        .filter(|key| matches!(key, SessionKey::Named(name) if facts.files().sessions().contains_key(name)))
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let session = facts.session(key);
    let Some(section) = session.section else {
        return Outcome::Passed(String::new());
    };
    if session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS) {
        return Outcome::Passed(ACCOUNT_ACCESS.into());
    }
    if session.scopes.is_empty() && has_misspelt(section, "sso_registration_scopes") {
        return Outcome::Passed("under a misspelt key, which config-keys reports".into());
    }
    let name = clean_line(key.name());
    let lacks = !session.scopes.is_empty();
    if lacks && !serves_roles(facts, key) {
        return Outcome::Passed("scopes of another service".into());
    }
    let wanted = wanted(facts, key, &session.scopes);
    let finding = if lacks {
        Finding::new(
            "lacks-account-access",
            Severity::Warn,
            subject,
            format!("{name} does not ask for {ACCOUNT_ACCESS}"),
            format!("The sso-session {name} asks for scopes, and {ACCOUNT_ACCESS} is not among them."),
        )
        .why("A token without this scope cannot be used for the roles of the profiles, and cannot be renewed.")
    } else {
        Finding::new(
            "no-scopes",
            severity(facts, key),
            subject,
            format!("{name} does not ask to be renewable"),
            format!("The sso-session {name} does not say which scopes a sign-in asks for."),
        )
        .why("The AWS CLI since 2.22.0 asks for a renewable sign-in by itself. A sign-in by device code, by an older AWS CLI or by another tool has to be repeated every few hours.")
    };
    let finding = match section.get("sso_registration_scopes") {
        Some(property) => finding.at(
            Place::of(facts, FileKind::Config, property.location),
            format!("no {ACCOUNT_ACCESS} here"),
        ),
        None => finding.at(
            Place::of(facts, FileKind::Config, section.header),
            "no sso_registration_scopes in this section",
        ),
    };
    let edit = put(section, "sso_registration_scopes", wanted.clone());
    let remedy = Remedy::edit(
        "add-scope",
        Applicability::Safe,
        format!("Ask for {}", clean_line(&wanted)),
        FileKind::Config,
        vec![edit],
    )
    .word("It counts from the next sign-in on.");
    Outcome::Found(vec![
        finding.next(format!("add {ACCOUNT_ACCESS} to the session's scopes")).offer(remedy),
    ])
}

/// Whether a profile of the session names an account or a role.
fn serves_roles(facts: &Facts, key: &SessionKey) -> bool {
    let users = facts.session_users().get(key);
    users.is_some_and(|users| {
        users
            .iter()
            .filter_map(|user| facts.profile(user))
            .any(|profile| profile.account().is_some() || profile.role().is_some())
    })
}

/// A note where sign-ins renew themselves all the same (or where that is not known, or does not
/// concern this run), else a warning.
fn severity(facts: &Facts, key: &SessionKey) -> Severity {
    let renewable_now = facts.tokens.as_ref().is_ok_and(|cache| {
        cache
            .entries
            .get(&key.cache_name())
            .and_then(|entry| entry.token.as_ref().ok())
            .is_some_and(|token| token.refresh_token.is_some())
    });
    if renewable_now || !facts.session_in_scope(key) {
        return Severity::Note;
    }
    match facts.aws.as_deref() {
        Ok([first, ..]) => match &first.version {
            Ok(VersionOutput::Aws(version)) if version.0 < PKCE => Severity::Warn,
            _ => Severity::Note,
        },
        // Without the AWS CLI it is another tool that signs in.
        Ok([]) => Severity::Warn,
        Err(_) => Severity::Note,
    }
}

/// The session's scopes with the one that it lacks; where it has none, those of the preset for
/// this session.
fn wanted(facts: &Facts, key: &SessionKey, scopes: &[String]) -> String {
    if !scopes.is_empty() {
        return format!("{ACCOUNT_ACCESS},{}", scopes.join(","));
    }
    facts
        .preset
        .as_deref()
        .filter(|preset| preset.session.as_deref() == Some(key.name()))
        .filter(|preset| preset.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS))
        .and_then(|preset| accept_scopes(&preset.scopes.join(",")).ok())
        .unwrap_or_else(|| ACCOUNT_ACCESS.to_owned())
}
