//! `files-private`: only the user can read the credentials, the config and the caches.

#[cfg(test)]
pub(super) mod cases;

use std::path::Path;

use aws_files::FileKind;
use facts::{Access, Facts, Permissions, Subject, Why};

use crate::check::Examine;
use crate::kit::words::{capitalized, list};
use crate::{Applicability, Check, Finding, Group, Need, Outcome, Plan, Remedy, Skip, Step};

pub(crate) static CHECK: Check = Check {
    id: "files-private",
    label: "private files",
    title: "Credentials, config and the token cache are private to you",
    group: Group::Files,
    since: "0.1.0",
    requires: &[Need::Check("files-readable")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    match &facts.access {
        Err(Why::NotAsked) => Vec::new(),
        _ => vec![Subject::Machine],
    }
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let access = match &facts.access {
        Ok(access) => access,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    if access.places.is_empty() {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let exposed = exposed(facts, access);
    if exposed.is_empty() {
        // Where nothing has permission bits (Windows, its drives under WSL), nothing was seen.
        let is_known = access.places.values().all(|permissions| permissions.mode.is_some());
        return match is_known {
            true => Outcome::Passed(String::new()),
            false => Outcome::Skipped(Skip::NotApplicable),
        };
    }
    Outcome::Found(vec![finding(facts, subject, &exposed)])
}

/// Something that others can access, and the mode that prevents it.
struct Exposed<'a> {
    path: &'a Path,
    permissions: &'a Permissions,
    /// Whether others can change it, not only read it.
    writable: bool,
    mode: u32,
}

fn exposed<'a>(facts: &Facts, access: &'a Access) -> Vec<Exposed<'a>> {
    let locations = &facts.locations;
    let home = facts.home.as_deref().ok();
    access
        .places
        .iter()
        // Only the owner can change the mode of another user's file, and a store's modes belong to
        // its manager.
        .filter(|(path, permissions)| {
            permissions.owned && permissions.store.is_none() && Some(path.as_path()) != home
        })
        .filter_map(|(path, permissions)| {
            let mode = permissions.mode?;
            let caches = [&locations.token_cache, &locations.role_cache, &locations.login_cache];
            // A folder that AWS_LOGIN_CACHE_DIRECTORY names may have other uses.
            let aws = home.map(|home| home.join(".aws"));
            let in_cache = aws.is_some_and(|aws| path.starts_with(aws))
                && caches
                    .iter()
                    .any(|cache| !cache.as_os_str().is_empty() && path.starts_with(cache));
            let kind = [FileKind::Config, FileKind::Credentials]
                .into_iter()
                .find(|kind| facts.files().path(*kind) == path);
            let is_read = permissions.readers().any();
            // A file that no other user can read need not be searched.
            let secret = match kind {
                _ if permissions.folder || !is_read => false,
                Some(kind) => holds_secrets(facts, kind),
                None => in_cache,
            };
            // A folder elsewhere, with a file that a variable names, does not belong to the AWS
            // tools; a cache does.
            let ours = kind.is_some()
                || in_cache
                || home.is_some_and(|home| path.starts_with(home.join(".aws")));
            let writable = ours && permissions.writers().any();
            (writable || secret).then_some(Exposed {
                path,
                permissions,
                writable,
                mode: mode & 0o700,
            })
        })
        .collect()
}

/// Whether the file contains keys, as values or in commented-out lines.
fn holds_secrets(facts: &Facts, kind: FileKind) -> bool {
    const SECRETS: [&[u8]; 3] =
        [b"aws_secret_access_key", b"aws_session_token", b"aws_security_token"];
    facts.files().file(kind).document().is_some_and(|document| {
        let bytes = document.as_bytes();
        // Each has its first `_` after `aws`, and a file has few `_`.
        let mut places = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'_');
        places.any(|(at, _)| {
            let key = at.checked_sub(3).and_then(|start| bytes.get(start..));
            key.is_some_and(|key| {
                SECRETS.iter().any(|secret| {
                    key.get(..secret.len()).is_some_and(|start| start.eq_ignore_ascii_case(secret))
                })
            })
        })
    })
}

fn finding(facts: &Facts, subject: &Subject, exposed: &[Exposed<'_>]) -> Finding {
    let names: Vec<String> = exposed.iter().map(|one| facts.shown(one.path)).collect();
    let others = exposed
        .iter()
        .any(|one| one.permissions.readers().others || one.permissions.writers().others);
    let who = if others { "every user of this computer" } else { "the members of its group" };
    let any_written = exposed.iter().any(|one| one.writable);
    let verb = if any_written { "change" } else { "read" };
    let (code, why) = if any_written {
        (
            "writable-by-others",
            "Anyone who can change them can make the AWS CLI run a command as you or use other credentials.",
        )
    } else {
        (
            "readable-by-others",
            "Anyone who reads the keys or tokens in them can act as you until they expire.",
        )
    };
    let steps: Vec<Step> =
        exposed.iter().map(|one| Step::SetMode(one.path.to_path_buf(), one.mode)).collect();

    let title = match exposed {
        [one] => format!("Set its mode to {:04o}", one.mode),
        many => format!("Make {} files and folders private", many.len()),
    };
    Finding::will_bite(
        code,
        match names.as_slice() {
            [one] => format!("others can {verb} {one}"),
            many => format!("others can {verb} {} places", many.len()),
        },
    )
    .about(subject.clone())
    .what(format!("{} can {verb} {}.", capitalized(who), list(&names, 3)))
    .why(why)
    .next("make them private")
    .offer(Remedy::new("make-private", Applicability::Safe, title, move |_, _| {
        Ok(Plan { steps: steps.clone(), removes_secrets: false })
    }))
}
