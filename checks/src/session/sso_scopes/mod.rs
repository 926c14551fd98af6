//! `sso-scopes`: the session requests a token that can be renewed.

#[cfg(test)]
mod cases;

use aws_files::FileKind;
use facts::{Session, Text};

use crate::check::Examine;
use crate::files::config_keys::has_misspelt;
use crate::kit::cli::BROWSER;
use crate::kit::edits::put;
use crate::session::portals::serves_roles;
use crate::session::questions::{ACCOUNT_ACCESS, accept_scopes};
use crate::{
    Applicability, Check, Effect, FactKey, Finding, Group, Need, Outcome, Remedy, Severity, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "sso-scopes",
    label: "renewable sign-in",
    title: "The session asks for a token that can be refreshed",
    group: Group::SsoSession,
    since: "0.1.0",
    requires: &[Need::Check("sso-session-exists")],
    wants: &[FactKey::AwsVersions],
    manual: include_str!("manual.md"),
    examine: Examine::Sessions(is_defined, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const fn is_defined(session: &Session<'_>) -> bool {
    session.section.is_some()
}

fn examine(session: &Session<'_>) -> Outcome {
    let Some(section) = session.section else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    if session.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS) {
        return Outcome::Passed(ACCOUNT_ACCESS.into());
    }
    if session.scopes.is_empty() && has_misspelt(section, "sso_registration_scopes") {
        return Outcome::Passed("under a misspelled key, which config-keys reports".into());
    }
    let lacks = !session.scopes.is_empty();
    if lacks && !serves_roles(session) {
        return Outcome::Passed("scopes of another service".into());
    }
    let finding = if lacks {
        Finding::will_bite("lacks-account-access", format!("{session} does not request {ACCOUNT_ACCESS}"))
            .what(format!("The sso-session {session} requests scopes, but not {ACCOUNT_ACCESS}."))
            .why("Without this scope, the token cannot get credentials for the profiles' roles and cannot be renewed.")
    } else {
        Finding::with_effect(effect_without_scopes(session), "no-scopes", format!("sign-in to {session} will not renew itself"))
            .elsewhere(Severity::Note)
            .what(format!("The sso-session {session} has no sso_registration_scopes."))
            .why("AWS CLI 2.22.0 and later request a renewable sign-in by default. With a device code, an older AWS CLI, or another tool, you have to sign in again every few hours.")
    };
    let label = if section.get("sso_registration_scopes").is_some() {
        format!("no {ACCOUNT_ACCESS} here")
    } else {
        "no sso_registration_scopes in this section".to_owned()
    };
    let scopes = wanted_scopes(session);
    let edit = put(section, "sso_registration_scopes", scopes.as_str());
    let title = format!("Request {}", Text(&scopes));
    let remedy =
        Remedy::edit("add-scope", Applicability::Safe, title, FileKind::Config, vec![edit]);
    finding
        .at(session.place_or_header("sso_registration_scopes"), label)
        .next(format!("add {ACCOUNT_ACCESS} to the session's scopes"))
        .offer(remedy.word("It takes effect at the next sign-in."))
        .into()
}

/// Worth knowing if sign-ins renew themselves anyway, or if that is unknown.
fn effect_without_scopes(session: &Session<'_>) -> Effect {
    let facts = session.facts;
    let renewable_now = facts.tokens.as_ref().is_ok_and(|cache| {
        let token = cache.entries.get(&session.key.cache_name());
        token
            .and_then(|entry| entry.token.as_ref().ok())
            .is_some_and(|token| token.refresh_token.is_some())
    });
    if renewable_now {
        return Effect::WorthKnowing;
    }
    match facts.aws.as_deref() {
        // From this version on, the scope is requested by default (FAILURES, C17).
        Ok([first, ..]) if first.aws_version().is_some_and(|version| version.0 < BROWSER) => {
            Effect::WillBite
        }
        // Without the AWS CLI, another tool signs in.
        Ok([]) => Effect::WillBite,
        _ => Effect::WorthKnowing,
    }
}

/// The session's scopes with the missing one; if it has none, the preset's for this session.
fn wanted_scopes(session: &Session<'_>) -> String {
    if !session.scopes.is_empty() {
        return format!("{ACCOUNT_ACCESS},{}", session.scopes.join(","));
    }
    let preset = session.facts.preset.as_deref();
    preset
        .filter(|preset| preset.session.as_deref() == Some(session.key.name()))
        .filter(|preset| preset.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS))
        .and_then(|preset| accept_scopes(&preset.scopes.join(",")).ok())
        .unwrap_or_else(|| ACCOUNT_ACCESS.to_owned())
}
