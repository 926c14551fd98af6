//! The first lines of a report, and the email that goes with it.

use facts::{Facts, IdentityAnswer, NameKind, Os, Readers, Redactor, Shell, clean_line};

use super::{Call, Head, Mail, Report, Sources, tried};
use crate::record::{Finding, Record, seconds};

/// Name at most this many profiles in the line about the user.
const MAX_NAMED: usize = 3;

pub(super) fn head(
    sources: &Sources<'_>,
    record: &Record,
    calls: &[Call],
    redactor: &Redactor,
) -> Head {
    let facts = sources.facts();
    Head {
        recipient: recipient(facts, redactor.audience()),
        who: who(facts, redactor),
        broken: broken(record, calls),
        since: since(sources),
        tried: tried::line(sources, redactor),
        next: match record.first() {
            Some((_, found)) if !found.next.is_empty() => found.next.clone(),
            Some((_, found)) => found.brief.clone(),
            None => "no problems are known".into(),
        },
    }
}

fn recipient(facts: &Facts, audience: Readers) -> String {
    if audience == Readers::Public {
        return "the public".into();
    }
    let preset = facts.preset.as_ref();
    let contact = preset.and_then(|preset| preset.contact.as_ref());
    let whom = contact.and_then(|contact| {
        let first = contact.email.as_ref().or(contact.page.as_ref());
        first.or(contact.name.as_ref())
    });
    whom.map_or_else(|| "your support desk".into(), |whom| clean_line(whom))
}

/// The user, the profiles, the account, and the role.
fn who(facts: &Facts, redactor: &Redactor) -> String {
    let mut parts = Vec::new();
    let scope = &facts.scope().profiles;
    let person =
        scope.iter().find_map(|name| match facts.network.identities.get(name)?.as_ref().ok()? {
            IdentityAnswer::Identity(identity) => Some(identity.permission_set()?.1.to_owned()),
            IdentityAnswer::Refused(..) => None,
        });
    parts.extend(person.map(|person| redactor.name(NameKind::Email, &person)));
    let names: Vec<String> =
        scope.iter().take(MAX_NAMED).map(|name| redactor.name(NameKind::Profile, name)).collect();
    let more = scope.len().saturating_sub(MAX_NAMED);
    let word = if scope.len() == 1 { "profile" } else { "profiles" };
    match (names.is_empty(), more) {
        (true, _) => parts.push("no profile".into()),
        (false, 0) => parts.push(format!("{word} {}", names.join(", "))),
        (false, more) => parts.push(format!("{word} {} and {more} more", names.join(", "))),
    }
    // Shows account and role only for a single profile; the file sections list the others.
    if let [one] = scope.as_slice()
        && let Some(profile) = facts.profile(one)
    {
        let account = profile.account().map(|account| redactor.name(NameKind::Account, account));
        let role = profile.role().map(|role| redactor.name(NameKind::Role, role));
        let both: Vec<String> = account.into_iter().chain(role).collect();
        if !both.is_empty() {
            parts.push(both.join(" "));
        }
    }
    parts.join(", ")
}

/// The first failure: the check, what it found and where, and AWS's response.
fn broken(record: &Record, calls: &[Call]) -> String {
    let Some((check, found)) = record.first() else {
        return match record.summary.unknown {
            0 => "no problems found".into(),
            _ => "no problems found, but some checks could not run".into(),
        };
    };
    let mut text = format!("{}: {}", check.id, found.what);
    if let Some(place) = &found.location {
        text.push_str(&format!(" ({}:{}:{})", place.path, place.line, place.column));
    }
    if let Some(call) = call_of(found, calls) {
        text.push_str(&format!(" {} returned {} at {}", call.operation, call.error, call.at));
        if let Some(id) = &call.request_id {
            text.push_str(&format!(", request {id}"));
        }
        text.push('.');
    }
    text
}

/// The call that a finding is about, matched by its subject.
fn call_of<'a>(found: &Finding, calls: &'a [Call]) -> Option<&'a Call> {
    let (_, subject) = found.subject.split_once(':')?;
    calls.iter().rev().find(|call| {
        call.about.split_once(' ').is_some_and(|(_, name)| name == subject)
            && found.says.as_ref().is_some_and(|says| says.contains(&call.error))
    })
}

/// When it last worked: the AWS CLI caches credentials whenever it gets a role.
fn since(sources: &Sources<'_>) -> String {
    let facts = sources.facts();
    let given = super::surroundings::roles_of_scope(facts)
        .filter_map(|path| sources.changed.get(&path))
        .max();
    if let Some(given) = given {
        return format!("last worked at {} (from the AWS CLI's cache)", seconds(*given));
    }
    let signed_in = facts
        .sessions_in_scope()
        .iter()
        .filter_map(|key| {
            let entry = facts.tokens.as_ref().ok()?.entries.get(&key.cache_name())?;
            sources.changed.get(&entry.path)
        })
        .max();
    if let Some(time) = signed_in {
        return format!(
            "signed in or renewed at {}; no command is known to have worked since then",
            seconds(*time)
        );
    }
    let files = [&facts.files().config, &facts.files().credentials];
    let changed = files.iter().filter_map(|file| file.metadata.modified).max();
    match changed {
        Some(time) => format!(
            "not known to have worked; the AWS files were last changed at {}",
            seconds(time)
        ),
        None => "not known".into(),
    }
}

/// The email to the contact, generated from the report.
pub(super) fn mail(facts: &Facts, report: &mut Report) {
    let reference = report.reference.clone();
    let first = report.examination.first();
    let subject = match first {
        Some((check, _)) => format!("aws-onboard report {reference}: {}", check.id),
        None => format!("aws-onboard report {reference}"),
    };
    let mut body = String::from("Hello,\n\nPlease help me with AWS single sign-on.\n\n");
    for (label, text) in report.head.lines().into_iter().skip(1) {
        body.push_str(&format!("{label}: {text}\n"));
    }
    body.push_str(&format!("Report: {reference} (attached)\n"));
    let Some(contact) = &mut report.contact else {
        return;
    };
    let Some(email) = contact.email.as_ref().filter(|email| is_address(email)) else {
        return;
    };
    let address = format!("mailto:{email}?subject={}&body={}", encoded(&subject), encoded(&body));
    let command = match (facts.os, facts.shell) {
        (Os::MacOs, _) => vec!["open".into(), address.clone()],
        (Os::Windows, Shell::PowerShell) => vec!["Start-Process".into(), address.clone()],
        (Os::Windows, _) => vec!["explorer".into(), address.clone()],
        _ => vec!["xdg-open".into(), address.clone()],
    };
    contact.mail = Some(Mail { subject, body, address, command });
}

/// A preset is untrusted, so only a plain email address may become part of a command.
fn is_address(email: &str) -> bool {
    email.contains('@') && email.bytes().all(|b| b.is_ascii_alphanumeric() || b"@.-_+".contains(&b))
}

/// Percent-encoded (RFC 6068 knows no `+` for a space).
fn encoded(text: &str) -> String {
    let form: String =
        url::form_urlencoded::byte_serialize(text.replace('\n', "\r\n").as_bytes()).collect();
    form.replace('+', "%20")
}
