//! The token cache: the entries of sessions in the AWS files, their client registrations, and the
//! other files of the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use facts::{
    CacheEntry, CacheFault, Facts, FolderState, Known, OtherContent, OtherEntry, RegistrationEntry,
    SessionKey, TimeForm, TokenCache, Why, Writer,
};
use identity_center::cache;
use machine::System;
use machine::bounded::{self, FILE_LIMIT};

use crate::cache_folder::{self, CacheFile};
use crate::renewals::mark_refused;

/// Read at most this many files of other tools; a folder has a few dozen even with all AWS tools.
const MAX_OTHERS: usize = 1000;
/// Read at most this many bytes of the folder.
const MAX_FOLDER_BYTES: u64 = 16 << 20;

/// The tokens of the sessions and the legacy portals in the files, and the rest of the folder.
pub(crate) fn collect_tokens(system: &System, facts: &Facts) -> Known<TokenCache> {
    let folder = facts.locations.token_cache.clone();
    facts.home.as_ref().map_err(Clone::clone)?;
    let mut keys: BTreeSet<SessionKey> = facts.session_users().keys().cloned().collect();
    let named = facts.files().sessions().keys();
    keys.extend(named.map(|name| SessionKey::Named(name.clone())));
    let registrations: BTreeMap<String, SessionKey> =
        keys.iter().filter_map(|key| Some((registration_name(facts, key)?, key.clone()))).collect();
    let names: BTreeSet<String> = keys.iter().map(SessionKey::cache_name).collect();
    let reading = system.clone();
    let (mut found, refused) = bounded::run_within(FILE_LIMIT, move || {
        let found = read_token_cache(&reading, &folder, &names, &registrations);
        (found, machine::refused_renewals(&reading))
    })
    .ok_or(Why::TimedOut(FILE_LIMIT))?;
    mark_refused(facts, &keys, &refused, &mut found);
    Ok(found)
}

/// The file in which the AWS CLI searches for the registration of a session.
fn registration_name(facts: &Facts, key: &SessionKey) -> Option<String> {
    let session = facts.session(key);
    let (name, scopes) = match key {
        SessionKey::Named(name) => (Some(name.as_str()), session.scopes.as_slice()),
        // The AWS CLI requests no scopes in a legacy profile.
        SessionKey::Legacy(_) => (None, &[][..]),
    };
    Some(cache::registration_name(
        name,
        session.start_url.as_deref()?,
        session.region.as_deref()?,
        scopes,
    ))
}

fn read_token_cache(
    system: &System,
    folder: &Path,
    names: &BTreeSet<String>,
    registrations: &BTreeMap<String, SessionKey>,
) -> TokenCache {
    let entry = |name: &String| Some((name.clone(), read_entry(system, &folder.join(name))?));
    let mut found = TokenCache {
        folder: folder.to_owned(),
        state: cache_folder::folder_state(folder),
        entries: names.iter().filter_map(entry).collect(),
        ..TokenCache::default()
    };
    let listed = match cache_folder::list_json_files(folder) {
        Ok(listed) => listed,
        Err(why) => {
            found.state = FolderState { unlisted: Some(why), ..found.state };
            return found;
        }
    };
    found.unread = listed.more;
    let mut bytes = 0;
    for name in listed.names {
        if names.contains(&name) {
            continue;
        }
        if found.others.len() >= MAX_OTHERS || bytes >= MAX_FOLDER_BYTES {
            found.unread += 1;
            continue;
        }
        let path = folder.join(&name);
        let Some(seen) = cache_folder::read_cache_file(system, &path) else {
            continue;
        };
        bytes += seen.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        match registrations.get(&name) {
            Some(key) => {
                let registration = seen.parsed(cache::parse_registration);
                let entry =
                    RegistrationEntry { path, mode: seen.mode, owned: seen.owned, registration };
                found.registrations.insert(key.clone(), entry);
            }
            None => found.others.push(read_other(&name, &path, &seen)),
        }
    }
    found
}

fn read_other(name: &str, path: &Path, seen: &CacheFile) -> OtherEntry {
    let client = seen.bytes.as_ref().ok().and_then(|b| cache::client_name(b));
    let content = match &seen.bytes {
        Err(fault) => OtherContent::Faulty(fault.clone()),
        Ok(bytes) => match (cache::parse(bytes), cache::parse_registration(bytes)) {
            (Ok(token), _) => OtherContent::Token(Box::new(token)),
            (_, Ok(registration)) => OtherContent::Registration(Box::new(registration)),
            (Err(CacheFault::NotJson), _) => OtherContent::Faulty(CacheFault::NotJson),
            _ => OtherContent::Something,
        },
    };
    OtherEntry {
        path: path.to_owned(),
        mode: seen.mode,
        owned: seen.owned,
        writer: Writer::of(name, client.as_deref()),
        content,
    }
}

/// Reads the entry of a session; `None` if there is no file, so no sign-in.
fn read_entry(system: &System, path: &Path) -> Option<CacheEntry> {
    let seen = cache_folder::read_cache_file(system, path)?;
    Some(CacheEntry {
        path: path.to_owned(),
        mode: seen.mode,
        owned: seen.owned,
        writable: seen.writable,
        renewal_refused: None,
        time_form: seen.bytes.as_ref().map_or(TimeForm::Everyone, |bytes| cache::time_form(bytes)),
        token: seen.parsed(cache::parse),
    })
}
