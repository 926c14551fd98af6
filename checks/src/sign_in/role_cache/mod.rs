//! `role-cache`: the cache contains no stale role credentials.

#[cfg(test)]
mod cases;

use std::path::PathBuf;

use facts::{
    CacheFault, CachedRole, Facts, IdentityAnswer, Profile, RoleCredentials, ServiceError,
    Step as At, Subject, Text,
};

use crate::Need;
use crate::check::Examine;
use crate::kit::words::{client_error, count, duration};
use crate::sign_in::remedies::quoted_name;
use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Step};

pub(crate) static CHECK: Check = Check {
    id: "role-cache",
    label: "cached roles",
    title: "No stale role credentials are cached",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let Ok(cache) = &facts.role_cache else {
        return if facts.sessions_in_scope().is_empty() {
            Vec::new()
        } else {
            vec![Subject::Machine]
        };
    };
    if cache.entries.is_empty() {
        return Vec::new();
    }
    let mut subjects: Vec<Subject> = facts
        .profiles()
        .filter(|profile| cached(facts, profile).is_some())
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect();
    if !subjects.is_empty() {
        subjects.push(Subject::Machine);
    }
    subjects
}

/// The file where the AWS CLI looks for a profile's credentials.
fn cached<'a>(facts: &'a Facts, profile: &Profile<'_>) -> Option<&'a CachedRole> {
    let cache = facts.role_cache.as_ref().ok()?;
    let (key, account, role) = (profile.session_key()?, profile.account()?, profile.role()?);
    cache.entries.get(&facts::role_cache_name(&key, account, role))
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    if let Err(why) = &facts.role_cache {
        return Outcome::Unknown(why.clone());
    }
    let Subject::Profile(name) = subject else {
        return ended(facts);
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    let Some(entry) = cached(facts, &profile) else {
        return Outcome::Passed(String::new());
    };
    match &entry.credentials {
        Err(fault) => Outcome::Found(vec![broken(facts, &profile, entry, fault)]),
        Ok(credentials) => {
            match refusal(facts, &profile).filter(|_| credentials.would_be_used(facts.now)) {
                Some(error) => {
                    let finding = refused(facts, &profile, entry, credentials, error);
                    Outcome::Found(vec![finding])
                }
                None => Outcome::Passed(String::new()),
            }
        }
    }
}

/// STS's refusal of the cached credentials. If STS refuses new ones too, the cache is not the
/// cause.
fn refusal<'a>(facts: &'a Facts, profile: &Profile<'_>) -> Option<&'a ServiceError> {
    let Ok(IdentityAnswer::Refused(_, error)) = facts.network.cached_roles.get(profile.name)?
    else {
        return None;
    };
    let stale = matches!(
        error.code.as_str(),
        "ExpiredToken"
            | "ExpiredTokenException"
            | "InvalidClientTokenId"
            | "UnrecognizedClientException"
    );
    let new_ones = facts.network.identities.get(profile.name);
    let also = matches!(new_ones, Some(Ok(IdentityAnswer::Refused(At::CallerIdentity, _))));
    (stale && !also).then_some(error)
}

fn refused(
    facts: &Facts,
    profile: &Profile<'_>,
    entry: &CachedRole,
    credentials: &RoleCredentials,
    error: &ServiceError,
) -> Finding {
    let left = duration(credentials.expires_at.duration_since(facts.now));
    Finding::stops("refused", profile.brief("AWS refuses the cached credentials")).what(format!("AWS no longer accepts the cached credentials of the profile {profile}."))
    .why(format!("The AWS CLI uses them from {} for another {left}, even after a new sign-in. Other tools do not read that file.", facts.shown(&entry.path)))
    .says(client_error(error))
    .next("move the file to the backups; the next command gets new credentials")
    .offer(remove("Move the file to the backups", vec![entry.path.clone()], true))
}

fn broken(facts: &Facts, profile: &Profile<'_>, entry: &CachedRole, fault: &CacheFault) -> Finding {
    Finding::stops("broken", profile.brief("the cached credentials cannot be read"))
        .what(format!(
            "The cached credentials of the profile {} cannot be used: {}.",
            profile,
            Text(&fault.to_string())
        ))
        .why(format!(
            "Every AWS CLI command with this profile fails at {}.",
            facts.shown(&entry.path)
        ))
        // botocore's KeyError, as for a token (FAILURES, "Seen with AWS CLI 2.36.7", T07).
        .says(quoted_name(&entry.path))
        .next("move the file to the backups; the next command gets new credentials")
        .offer(remove("Move the file to the backups", vec![entry.path.clone()], true))
}

/// Expired credentials are replaced when they are needed (FAILURES, "Seen with AWS CLI 2.36.7",
/// T12).
fn ended(facts: &Facts) -> Outcome {
    let has_ended = |entry: &&CachedRole| {
        let credentials = entry.credentials.as_ref();
        credentials.is_ok_and(|credentials| credentials.have_expired(facts.now))
    };
    let profiles = facts.profiles_in_scope();
    let mut paths: Vec<PathBuf> = profiles
        .filter_map(|profile| cached(facts, &profile))
        .filter(has_ended)
        .map(|entry| entry.path.clone())
        .collect();
    paths.sort();
    paths.dedup();
    if paths.is_empty() {
        return Outcome::Passed(String::new());
    }
    let words = count(paths.len(), "role", "roles");
    Outcome::Found(vec![
        Finding::worth_knowing("ended", format!("cached credentials of {words} have expired"))
            .what(format!("The credentials that the AWS CLI cached for {words} have expired."))
            .why("The AWS CLI replaces them the next time it needs them.")
            .next("nothing to do; you can move them to the backups")
            .offer(remove("Move them to the backups", paths, false)),
    ])
}

/// Moves the files to the backups.
fn remove(title: &str, paths: Vec<PathBuf>, removes_secrets: bool) -> Remedy {
    Remedy::new("set-aside", Applicability::Safe, title, move |_, _| {
        Ok(Plan { steps: paths.iter().cloned().map(Step::SetAside).collect(), removes_secrets })
    })
}
