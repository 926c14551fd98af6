//! `token-cache`: the files of one session.

use facts::{
    CacheEntry, CacheFault, Facts, RegistrationEntry, SessionKey, Text, TimeForm, clean_line,
};

use crate::sign_in::remedies::{
    by_hand, make_readable, quoted_name, set_aside, sign_in, signing_in_as_administrator, take_over,
};
use crate::{Applicability, Finding};

/// The file of a session's token.
pub(super) fn of_token(facts: &Facts, key: &SessionKey, entry: &CacheEntry) -> Option<Finding> {
    match &entry.token {
        Err(fault) => Some(unusable(facts, key, entry, fault)),
        Ok(_) if entry.owned == Some(false) && entry.writable == Some(false) => {
            Some(not_yours(facts, key, entry))
        }
        Ok(token) if !token.has_expired(facts.now) => odd_time(facts, key, entry.time_form),
        Ok(_) => None,
    }
}

/// No tool can read a token from the file.
fn unusable(facts: &Facts, key: &SessionKey, entry: &CacheEntry, fault: &CacheFault) -> Finding {
    let name = clean_line(key.name());
    let path = facts.shown(&entry.path);
    let finding = Finding::stops("unusable", "the stored sign-in cannot be read").what(format!("The token of {name} cannot be used: {}.", Text(&fault.to_string())))
    .why(format!("No AWS tool can read a token from {path}, so every command with this session's profiles fails."));
    let finding = match fault {
        // botocore's KeyError, printed as it is (FAILURES, "Seen with AWS CLI 2.36.7", T07).
        CacheFault::NotJson | CacheFault::Unreadable(_) => finding.says(quoted_name(&entry.path)),
        CacheFault::Missing(_) => {
            finding.says(format!("Error loading SSO Token: Token for {name} is invalid"))
        }
        CacheFault::BadTime | CacheFault::TooLarge => finding,
    };
    if !matches!(fault, CacheFault::Unreadable(_) | CacheFault::TooLarge) {
        return finding.next("move the file to the backups, then sign in").offer(set_aside(
            Applicability::Safe,
            "Move the file to the backups",
            vec![entry.path.clone()],
        ));
    }
    if let Some((next, remedy)) = make_readable(facts, &entry.path, entry.owned, entry.mode) {
        return finding.next(next).offer(remedy);
    }
    finding.next("move it to the backups, then sign in").offer(set_aside(
        Applicability::Ask,
        "Move it to the backups",
        vec![entry.path.clone()],
    ))
}

/// The token can be read, but the next sign-in cannot replace it.
fn not_yours(facts: &Facts, key: &SessionKey, entry: &CacheEntry) -> Finding {
    let path = facts.shown(&entry.path);
    Finding::will_bite("somebody-elses", "the stored sign-in is another user's file").what(format!("The token file of {} belongs to another user.", Text(key.name())))
    .why(format!("It works until the token expires, but the AWS CLI cannot save the next one to {path}. {} causes this.", signing_in_as_administrator(facts)))
    .says(format!("[Errno 13] Permission denied: '{}'", Text(&entry.path.to_string_lossy())))
    .next("take ownership of the file")
    .offer(take_over(facts, &entry.path, false))
}

/// A time that only Python's tools read (FAILURES, T09; FACTS, section 3).
fn odd_time(facts: &Facts, key: &SessionKey, form: TimeForm) -> Option<Finding> {
    let (who, speaker, says) = match form {
        TimeForm::Everyone => return None,
        TimeForm::Offset => (
            "The Rust SDK cannot read it; the AWS CLI, boto3 and Go programs can.",
            "The Rust SDK",
            "failed to load the cached SSO token",
        ),
        TimeForm::Python => (
            "Terraform, other Go programs and the Rust SDK cannot read it; the AWS CLI and boto3 can.",
            "Terraform",
            "cannot unmarshal … parsing time",
        ),
    };
    Some(
        Finding::will_bite("odd-time", "some tools cannot read when the sign-in expires")
            .what(format!(
                "The token of {} has an expiration time in a format that some tools cannot read.",
                Text(key.name())
            ))
            .why(format!("{who} An old AWS CLI writes this format."))
            .says_from(speaker, says)
            .next("sign in again")
            .offer(sign_in(key))
            .offer(by_hand(facts, key)),
    )
}

/// The AWS CLI fails when it signs in (`JSONFileCache.__getitem__` raises a KeyError, which is
/// printed as it is); this program registers a new client.
pub(super) fn of_registration(
    facts: &Facts,
    key: &SessionKey,
    entry: &RegistrationEntry,
) -> Option<Finding> {
    let fault = entry.registration.as_ref().err()?;
    let finding = Finding::will_bite(
        "broken-registration",
        "the AWS CLI cannot sign in with its stored registration",
    )
    .what(format!(
        "The client registration of {} cannot be used: {}.",
        Text(key.name()),
        Text(&fault.to_string())
    ))
    .why(format!("aws sso login fails on {} before it opens a browser.", facts.shown(&entry.path)))
    .says(quoted_name(&entry.path));
    if matches!(fault, CacheFault::Unreadable(_)) && entry.owned == Some(false) {
        return Some(finding.next("take ownership of the file").offer(take_over(
            facts,
            &entry.path,
            false,
        )));
    }
    Some(finding.next("move the file to the backups; the next sign-in registers again").offer(
        set_aside(
            Applicability::Safe,
            "Move the registration to the backups",
            vec![entry.path.clone()],
        ),
    ))
}
