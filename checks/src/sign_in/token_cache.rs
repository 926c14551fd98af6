//! `token-cache`: the token cache can be read, and every entry is whole.

use std::path::PathBuf;

use facts::{
    CacheEntry, CacheFault, Facts, OtherContent, OtherEntry, RegistrationEntry, SessionKey,
    StartUrl, Subject, TimeForm, Token, TokenCache, Writer, clean_line,
};

use crate::sign_in::remedies::{by_hand, sign_in, take_over};
use crate::words::{count, list};
use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Severity, Step};

pub(crate) static CHECK: Check = Check {
    id: "token-cache",
    label: "token cache",
    title: "The token cache can be read and every entry is whole",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: super::token_cache_cases::cases,
};

const MANUAL: &str = "\
## What it checks

The folder `~/.aws/sso/cache`, in which all AWS tools keep their sign-ins: whether it can be read and
written, and whether each file in it is whole. A file that belongs to a session of your
configuration must hold a token and the time at which it ends, in a form that every tool reads.

## Why it matters

A file that was cut off (a full disk, a computer that went to sleep) stops every command of its
session, and the AWS CLI says no more than the file's name. A sign-in with `sudo` leaves files that
are root's, which your own next sign-in cannot replace.

Other tools keep files of their own there: the AWS Toolkits of IDEs, Amazon Q, Kiro. They sign in for
themselves, so that an IDE may say that you are signed out while the AWS CLI is signed in, or the
reverse. That is no fault of either.

## How it is put right

- A file that is not whole is moved to the backups (`aws-onboard undo` brings it back); then you
  sign in again. Files of other tools are left alone.
- A file or folder that is somebody else's: you make it yours with `sudo chown`.
- A time that only the AWS CLI reads: a new sign-in writes it in the form that all tools read.

## Errors people see

- AWS CLI, boto3: nothing but a name in quotes, `'ee0bfd2552fbd840c02cc48b6e823320543c450f'`: the
  file is empty, cut off or unreadable
- AWS CLI, boto3: `Error loading SSO Token: Token for corp is invalid`
- AWS CLI, at the sign-in: `PermissionError: [Errno 13] Permission denied: '/home/mira/.aws/sso/cache/…'`
- Terraform and other Go programs: `cannot unmarshal … parsing time \"2021-11-12T13:14:15UTC\"`
- Rust SDK: `failed to load the cached SSO token`
- `can't subtract offset-naive and offset-aware datetimes`: the time has no zone
";

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
        Subject::Session(key) => of_session(facts, cache, subject, key),
        _ => of_folder(facts, cache, subject),
    }
}

fn of_session(facts: &Facts, cache: &TokenCache, subject: &Subject, key: &SessionKey) -> Outcome {
    let mut found = Vec::new();
    if let Some(entry) = cache.entries.get(&key.cache_name()) {
        found.extend(of_token(facts, subject, key, entry));
    }
    if let Some(entry) = cache.registrations.get(key) {
        found.extend(of_registration(facts, subject, key, entry));
    }
    if found.is_empty() {
        return Outcome::Passed(String::new());
    }
    Outcome::Found(found)
}

fn of_token(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    entry: &CacheEntry,
) -> Option<Finding> {
    match &entry.token {
        Err(fault) => Some(unusable(facts, subject, key, entry, fault)),
        Ok(_) if entry.owned == Some(false) && entry.writable == Some(false) => {
            Some(not_yours(facts, subject, key, entry))
        }
        Ok(token) if !token.has_expired(facts.now) => {
            odd_time(facts, subject, key, entry.time_form)
        }
        Ok(_) => None,
    }
}

/// No tool gets a token out of the file.
fn unusable(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    entry: &CacheEntry,
    fault: &CacheFault,
) -> Finding {
    let name = clean_line(key.name());
    let path = facts.shown(&entry.path);
    let severity = if facts.session_in_scope(key) {
        Severity::Fail
    } else {
        Severity::Warn
    };
    let finding = Finding::new(
        "unusable",
        severity,
        subject,
        "the stored sign-in cannot be read",
        format!("The token of {name} cannot be used: {}.", clean_line(&fault.to_string())),
    )
    .why(format!("No AWS tool gets a token out of {path}, so every command with the session's profiles stops."));
    let finding = match fault {
        // botocore's KeyError, printed as it is (FAILURES, "Seen with AWS CLI 2.36.7", T07).
        CacheFault::NotJson | CacheFault::Unreadable(_) | CacheFault::TooLarge => {
            finding.says(quoted_name(&entry.path))
        }
        CacheFault::Missing(_) => finding.says(format!(
            "Error loading SSO Token: Token for {name} is invalid"
        )),
        CacheFault::BadTime => finding,
    };
    if !matches!(fault, CacheFault::Unreadable(_)) {
        return finding
            .next("set the file aside, then sign in")
            .offer(set_aside(
                Applicability::Safe,
                "Set the file aside",
                vec![entry.path.clone()],
            ));
    }
    if entry.owned == Some(false) {
        return finding.next("make the file yours again").offer(take_over(
            facts,
            &entry.path,
            false,
        ));
    }
    if let Some(mode) = entry.mode.filter(|mode| mode & 0o400 == 0) {
        let (path, mode) = (entry.path.clone(), (mode & 0o700) | 0o600);
        return finding
            .next("allow yourself to read the file")
            .offer(Remedy::new(
                "set-mode",
                Applicability::Safe,
                format!("Set its mode to {mode:04o}"),
                move |_, _| Ok(Plan::step(Step::SetMode(path.clone(), mode))),
            ));
    }
    finding.next("set it aside, then sign in").offer(set_aside(
        Applicability::Ask,
        "Set it aside",
        vec![entry.path.clone()],
    ))
}

/// The token can be read, and not be replaced by the next sign-in.
fn not_yours(facts: &Facts, subject: &Subject, key: &SessionKey, entry: &CacheEntry) -> Finding {
    let path = facts.shown(&entry.path);
    Finding::new(
        "somebody-elses",
        Severity::Warn,
        subject,
        "the stored sign-in is another user's file",
        format!("The file with the token of {} is not yours.", clean_line(key.name())),
    )
    .why(format!("It works until the token ends. The AWS CLI cannot write the next one to {path}; this is what a sign-in with sudo leaves."))
    .says(format!("[Errno 13] Permission denied: '{}'", clean_line(&entry.path.to_string_lossy())))
    .next("make the file yours again")
    .offer(take_over(facts, &entry.path, false))
}

/// A time that only Python's tools read (FAILURES, T09; FACTS, section 3).
fn odd_time(facts: &Facts, subject: &Subject, key: &SessionKey, form: TimeForm) -> Option<Finding> {
    let (who, says) = match form {
        TimeForm::Everyone => return None,
        TimeForm::Offset => (
            "The Rust SDK does not read it; the AWS CLI, boto3 and Go programs do.",
            "failed to load the cached SSO token",
        ),
        TimeForm::Python => (
            "Terraform and other Go programs and the Rust SDK do not read it; the AWS CLI and boto3 do.",
            "cannot unmarshal … parsing time",
        ),
    };
    Some(
        Finding::new(
            "odd-time",
            Severity::Warn,
            subject,
            "not every tool can read when the sign-in ends",
            format!(
                "The token of {} says when it ends in a form that not every tool reads.",
                clean_line(key.name())
            ),
        )
        .why(format!("{who} An old AWS CLI writes it so."))
        .says(says)
        .next("sign in again")
        .offer(sign_in(key))
        .offer(by_hand(facts, key)),
    )
}

/// The AWS CLI stops at its sign-in (`JSONFileCache.__getitem__` raises a KeyError, which is
/// printed as it is); this program registers anew.
fn of_registration(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    entry: &RegistrationEntry,
) -> Option<Finding> {
    let fault = entry.registration.as_ref().err()?;
    let finding = Finding::new(
        "broken-registration",
        Severity::Warn,
        subject,
        "the AWS CLI cannot sign in with its stored registration",
        format!(
            "The client registration of {} cannot be used: {}.",
            clean_line(key.name()),
            clean_line(&fault.to_string())
        ),
    )
    .why(format!(
        "aws sso login stops at {} before it opens a browser.",
        facts.shown(&entry.path)
    ))
    .says(quoted_name(&entry.path));
    if matches!(fault, CacheFault::Unreadable(_)) && entry.owned == Some(false) {
        return Some(finding.next("make the file yours again").offer(take_over(
            facts,
            &entry.path,
            false,
        )));
    }
    Some(
        finding
            .next("set the file aside; the next sign-in registers anew")
            .offer(set_aside(
                Applicability::Safe,
                "Set the registration aside",
                vec![entry.path.clone()],
            )),
    )
}

fn of_folder(facts: &Facts, cache: &TokenCache, subject: &Subject) -> Outcome {
    let mut found = Vec::new();
    found.extend(closed(facts, cache, subject));
    found.extend(leftovers(facts, cache, subject));
    found.extend(other_tools(facts, cache, subject));
    if !found.is_empty() {
        return Outcome::Found(found);
    }
    Outcome::Passed(match cache.unread {
        0 => String::new(),
        more => format!("{more} more files were not read"),
    })
}

/// The folder cannot be read, or nothing can be written to it. A read-only file system is what
/// `files-readable` is about.
fn closed(facts: &Facts, cache: &TokenCache, subject: &Subject) -> Option<Finding> {
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
            entry
                .token
                .as_ref()
                .is_ok_and(|token| !token.has_expired(facts.now))
        })
    };
    let severity = if facts.sessions_in_scope().iter().all(works) {
        Severity::Warn
    } else {
        Severity::Fail
    };
    let path = facts.shown(&cache.folder);
    let finding = Finding::new(
        "closed-folder",
        severity,
        subject,
        "the token cache cannot be used",
        format!("{path} cannot be used: {}.", clean_line(&why)),
    )
    .why("Every sign-in is kept there: it cannot be saved, and what is there may not be found. This is what a sign-in with sudo leaves.")
    .says(format!("[Errno 13] Permission denied: '{}'", clean_line(&cache.folder.to_string_lossy())));
    Some(if mine {
        finding.next("allow yourself to use the folder").offer(
            Remedy::guide("open-folder", "Allow yourself to use it").command([
                "chmod".to_owned(),
                "u+rwx".to_owned(),
                cache.folder.to_string_lossy().into_owned(),
            ]),
        )
    } else {
        finding
            .next("make the folder yours again")
            .offer(take_over(facts, &cache.folder, true))
    })
}

/// Files with the name of a token or a registration, of no session that is here, and not whole.
fn leftovers(facts: &Facts, cache: &TokenCache, subject: &Subject) -> Option<Finding> {
    /// One change moves so many at most.
    const MOST: usize = 100;
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
        .take(MOST)
        .collect();
    if paths.is_empty() {
        return None;
    }
    let names: Vec<String> = paths.iter().map(|path| facts.shown(path)).collect();
    let files = count(paths.len(), "file", "files");
    Some(
        Finding::new(
            "leftovers",
            Severity::Note,
            subject,
            format!("{files} of the token cache not whole"),
            format!("In the token cache, {} cannot be read by any tool.", list(&names, 3)),
        )
        .why("No session of your configuration uses them; a tool that reads the whole folder may stumble.")
        .next("set them aside")
        .offer(set_aside(Applicability::Safe, "Set them aside", paths)),
    )
}

/// Another tool's sign-in to the same portal has ended while the AWS CLI's holds (FAILURES, T13).
fn other_tools(facts: &Facts, cache: &TokenCache, subject: &Subject) -> Option<Finding> {
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
        Finding::new(
            "other-tool",
            Severity::Note,
            subject,
            format!("{tool} has a sign-in of its own, which has ended"),
            format!("The sign-in of {tool} to the same portal has ended."),
        )
        .why(format!(
            "It keeps its own, in {}: the AWS CLI is signed in all the same, and signing in with one does not sign in the other.",
            facts.shown(&entry.path)
        ))
        .next(format!("nothing, or sign in within {tool}")),
    )
}

/// What botocore prints for a file that gives nothing: its name.
fn quoted_name(path: &std::path::Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("'{}'", clean_line(&stem))
}

/// Moves files to the backups.
fn set_aside(applicability: Applicability, title: &str, paths: Vec<PathBuf>) -> Remedy {
    Remedy::new("set-aside", applicability, title, move |_, _| {
        Ok(Plan {
            steps: paths.iter().cloned().map(Step::SetAside).collect(),
            removes_secrets: false,
        })
    })
}
