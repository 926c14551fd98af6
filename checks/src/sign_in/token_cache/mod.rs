//! `token-cache`: the token cache is readable, and every entry is complete.

#[cfg(test)]
mod cases;

use std::path::PathBuf;

use facts::{
    CacheFault, Facts, Os, OtherContent, OtherEntry, SessionKey, StartUrl, Subject, Text, Token,
    TokenCache, Writer,
};

use crate::check::Examine;
use crate::kit::words::{count, list};
use crate::sign_in::remedies::{set_aside, signing_in_as_administrator, take_over};
use crate::sign_in::token_files::{of_registration, of_token};
use crate::{Applicability, Check, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "token-cache",
    label: "token cache",
    title: "The token cache can be read and every entry is whole",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let users = facts.session_users();
    if users.is_empty() && facts.files().sessions().is_empty() {
        return Vec::new();
    }
    let mut subjects = vec![Subject::Machine];
    if let Ok(cache) = &facts.tokens {
        let unused = facts.files().sessions().keys();
        let unused = unused.map(|name| SessionKey::Named(name.clone()));
        let keys = users.keys().cloned();
        let keys = keys.chain(unused.filter(|key| !users.contains_key(key)));
        let has_files = |key: &SessionKey| {
            cache.registrations.contains_key(key) || cache.entries.contains_key(&key.cache_name())
        };
        subjects.extend(keys.filter(has_files).map(Subject::Session));
    }
    subjects
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let cache = match &facts.tokens {
        Ok(cache) => cache,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    match subject {
        Subject::Session(key) => of_session(facts, cache, key),
        _ => of_folder(facts, cache),
    }
}

fn of_session(facts: &Facts, cache: &TokenCache, key: &SessionKey) -> Outcome {
    let mut found = Vec::new();
    if let Some(entry) = cache.entries.get(&key.cache_name()) {
        found.extend(of_token(facts, key, entry));
    }
    if let Some(entry) = cache.registrations.get(key) {
        found.extend(of_registration(facts, key, entry));
    }
    if found.is_empty() {
        return Outcome::Passed(String::new());
    }
    Outcome::Found(found)
}

fn of_folder(facts: &Facts, cache: &TokenCache) -> Outcome {
    let mut found = Vec::new();
    found.extend(closed(facts, cache));
    found.extend(leftovers(facts, cache));
    found.extend(other_tools(facts, cache));
    if !found.is_empty() {
        return Outcome::Found(found);
    }
    Outcome::Passed(match cache.unread {
        0 => String::new(),
        more => format!("{more} more files were not read"),
    })
}

/// The folder cannot be read or written. `files-readable` reports a read-only file system.
fn closed(facts: &Facts, cache: &TokenCache) -> Option<Finding> {
    let state = &cache.state;
    let mine = state.owned != Some(false);
    let lacks = |bits| state.mode.is_some_and(|mode| mode & bits != bits);
    let why = match (&state.unlisted, &state.closed) {
        (Some(why), _) => why.clone(),
        (None, Some(why)) if !mine || lacks(0o300) => why.clone(),
        _ => return None,
    };
    let works = |key: &SessionKey| {
        let entry = cache.entries.get(&key.cache_name());
        entry.is_some_and(|entry| {
            entry.token.as_ref().is_ok_and(|token| !token.has_expired(facts.now))
        })
    };
    let severity = Severity::fail_if(!facts.sessions_in_scope().iter().all(works));
    let path = facts.shown(&cache.folder);
    let finding = Finding::will_bite("closed-folder", "the token cache cannot be used").severity(severity).what(format!("{path} cannot be used: {}.", Text(&why)))
    .why(format!("Every sign-in is saved there. New ones cannot be saved, and existing ones may not be found. {} causes this.", signing_in_as_administrator(facts)))
    .says(format!("[Errno 13] Permission denied: '{}'", Text(&cache.folder.to_string_lossy())));
    Some(if mine && facts.os == Os::Windows {
        finding.next("give yourself access to the folder").offer(
            Remedy::guide("open-folder", "Give yourself access to it")
                .word("In its properties, under Security, give yourself Full control."),
        )
    } else if mine {
        finding.next("give yourself access to the folder").offer(
            Remedy::guide("open-folder", "Give yourself access to it").command([
                "chmod".to_owned(),
                "u+rwx".to_owned(),
                cache.folder.to_string_lossy().into_owned(),
            ]),
        )
    } else {
        finding.next("take ownership of the folder").offer(take_over(facts, &cache.folder, true))
    })
}

/// Incomplete files that are named like a token or a registration and belong to no known session.
fn leftovers(facts: &Facts, cache: &TokenCache) -> Option<Finding> {
    /// Move at most this many files in one change.
    const MAX_FILES_MOVED: usize = 100;
    let broken = |entry: &&OtherEntry| {
        entry.writer == Writer::Aws
            && entry.owned != Some(false)
            && matches!(
                entry.content,
                OtherContent::Faulty(CacheFault::NotJson | CacheFault::TooLarge)
            )
    };
    let paths: Vec<PathBuf> = cache
        .others
        .iter()
        .filter(broken)
        .map(|entry| entry.path.clone())
        .take(MAX_FILES_MOVED)
        .collect();
    if paths.is_empty() {
        return None;
    }
    let names: Vec<String> = paths.iter().map(|path| facts.shown(path)).collect();
    let files = count(paths.len(), "file", "files");
    Some(
        Finding::worth_knowing("leftovers", format!("{files} in the token cache damaged")).what(format!("No tool can read {} in the token cache.", list(&names, 3)))
        .why("None of your sessions uses them, but a tool that reads the whole folder may fail on them.")
        .next("move them to the backups")
        .offer(set_aside(Applicability::Safe, "Move them to the backups", paths)),
    )
}

/// Another tool's sign-in to the same portal has expired while the AWS CLI's is still valid
/// (FAILURES, T13).
fn other_tools(facts: &Facts, cache: &TokenCache) -> Option<Finding> {
    let portal = |token: &Token| Some(StartUrl::parse(token.start_url.as_deref()?).canonical);
    let held: Vec<String> = facts
        .sessions_in_scope()
        .iter()
        .filter_map(|key| {
            let token = cache.entries.get(&key.cache_name())?.token.as_ref().ok()?;
            (!token.has_expired(facts.now)).then(|| portal(token))?
        })
        .collect();
    let ended = cache.others.iter().find_map(|entry| {
        let (Writer::Tool(tool), OtherContent::Token(token)) = (entry.writer, &entry.content)
        else {
            return None;
        };
        let same = held.contains(&portal(token)?);
        (same && token.has_expired(facts.now)).then_some((tool, entry))
    });
    let (tool, entry) = ended?;
    Some(
        Finding::worth_knowing("other-tool", format!("{tool} has its own sign-in, which has expired")).what(format!("{tool}'s own sign-in to the same portal has expired."))
        .why(format!(
            "{tool} keeps its own token, in {}. The AWS CLI is still signed in; signing in with one does not sign in the other.",
            facts.shown(&entry.path)
        ))
        .next(format!("nothing to do; you can sign in again in {tool}")),
    )
}
