//! `login-cache`: the file of each sign-in of `aws login` can be read and is whole.

#[cfg(test)]
mod cases;

use facts::{CacheFault, Facts, LoginEntry, Profile, Subject, Text};

use crate::check::Examine;
use crate::kit::needs;
use crate::sign_in::console::{next_step, sign_in_of, subjects, too_old};
use crate::sign_in::remedies::{
    make_readable, quoted_name, set_aside, signing_in_as_administrator, take_over,
};
use crate::{Applicability, Check, Finding, Group, Need, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "login-cache",
    label: "aws login cache",
    title: "The sign-ins of aws login can be read and are whole",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[needs::AS_WRITTEN, Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some((profile, session)) = sign_in_of(facts, subject) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    match facts.login_entry(session) {
        Err(why) => Outcome::Unknown(why),
        // Whether there is a sign-in is the question of login-valid.
        Ok(None) => Outcome::Skipped(Skip::NotApplicable),
        Ok(Some(entry)) => judge(&profile, entry),
    }
}

fn judge(profile: &Profile<'_>, entry: &LoginEntry) -> Outcome {
    match &entry.keys {
        Err(fault) => unusable(profile, entry, fault).into(),
        Ok(_) if entry.owned == Some(false) && entry.writable == Some(false) => {
            not_yours(profile, entry).into()
        }
        Ok(_) => Outcome::Passed(String::new()),
    }
}

/// No tool can read the sign-in from the file.
fn unusable(profile: &Profile<'_>, entry: &LoginEntry, fault: &CacheFault) -> Finding {
    let facts = profile.facts();
    let path = facts.shown(&entry.path);
    let finding =
        Finding::stops("unusable", profile.brief("the stored sign-in of aws login cannot be read"))
            .what(format!(
                "The sign-in of aws login for the profile {profile} cannot be used: {}.",
                Text(&fault.to_string())
            ))
            .why(format!(
                "No AWS tool can read the credentials from {path}, so every command with this profile fails."
            ))
            .at(profile.place("login_session"), "the sign-in that the file is named after");
    let finding = match fault {
        // An AWS CLI that does not know login_session does not read the file.
        _ if too_old(facts).is_some() => finding,
        // botocore's KeyError, printed as it is, as for a token of single sign-on.
        CacheFault::NotJson | CacheFault::Unreadable(_) => {
            finding.says(quoted_name(&entry.path))
        }
        CacheFault::Missing("accessToken" | "refreshToken" | "dpopKey" | "clientId") => finding
            .says(
                "Failed to load access token from token cache, missing one or more required fields.",
            ),
        CacheFault::Missing(_) | CacheFault::BadTime | CacheFault::TooLarge => finding,
    };
    let move_away = |finding: Finding, applicability| {
        let paths = vec![entry.path.clone()];
        finding
            .next(next_step(profile, "move the file to the backups, then sign in again"))
            .offer(set_aside(applicability, "Move the file to the backups", paths))
    };
    if !matches!(fault, CacheFault::Unreadable(_) | CacheFault::TooLarge) {
        return move_away(finding, Applicability::Safe);
    }
    if let Some((next, remedy)) = make_readable(facts, &entry.path, entry.owned, entry.mode) {
        return finding.next(next).offer(remedy);
    }
    move_away(finding, Applicability::Ask)
}

/// The sign-in can be read, but the renewed keys cannot be saved.
fn not_yours(profile: &Profile<'_>, entry: &LoginEntry) -> Finding {
    let facts = profile.facts();
    Finding::will_bite("not-yours", profile.brief("the stored sign-in is another user's file"))
        .what(format!(
            "The file of the profile {profile}'s sign-in with aws login belongs to another user."
        ))
        .why(format!(
            "Its keys expire after 15 minutes, and the renewed ones cannot be saved to {}. {} causes this.",
            facts.shown(&entry.path),
            signing_in_as_administrator(facts)
        ))
        .says(format!("[Errno 13] Permission denied: '{}'", Text(&entry.path.to_string_lossy())))
        .next("take ownership of the file")
        .at(profile.place("login_session"), "the sign-in that the file is named after")
        .offer(take_over(facts, &entry.path, false))
}
