//! The sign-ins of `aws login` that the profiles name.

use std::collections::BTreeSet;
use std::path::Path;

use facts::{Facts, Known, LoginCache, LoginEntry, Why, login_cache_name};
use identity_center::cache;
use machine::System;
use machine::bounded::{self, FILE_LIMIT};

use crate::cache_folder;

/// Read at most this many sign-ins; a person has a few.
const MAX_SIGN_INS: usize = 200;

/// The files of the sign-ins that profiles name; reads nothing if no profile has a
/// `login_session`.
pub(crate) fn collect_logins(system: &System, facts: &Facts) -> Known<LoginCache> {
    let names: BTreeSet<String> = facts
        .profiles()
        .filter_map(|profile| profile.text("login_session").map(str::to_owned))
        .take(MAX_SIGN_INS)
        .collect();
    let folder = facts.locations.login_cache.clone();
    if names.is_empty() {
        return Ok(LoginCache { folder, ..LoginCache::default() });
    }
    if folder.as_os_str().is_empty() {
        return Err(match &facts.home {
            Err(why) => why.clone(),
            Ok(_) => Why::Error("AWS_LOGIN_CACHE_DIRECTORY is set to nothing".to_owned()),
        });
    }
    let reading = system.clone();
    bounded::run_within(FILE_LIMIT, move || {
        let read = |name: &String| Some((name.clone(), read_login(&reading, &folder, name)?));
        let entries = names.iter().filter_map(read).collect();
        LoginCache { state: cache_folder::folder_state(&folder), entries, folder }
    })
    .ok_or(Why::TimedOut(FILE_LIMIT))
}

/// Reads the file of a sign-in; `None` if there is none.
fn read_login(system: &System, folder: &Path, login_session: &str) -> Option<LoginEntry> {
    let path = folder.join(login_cache_name(login_session));
    let seen = cache_folder::read_cache_file(system, &path)?;
    Some(LoginEntry {
        mode: seen.mode,
        owned: seen.owned,
        writable: seen.writable,
        keys: seen.parsed(cache::parse_login),
        path,
    })
}
