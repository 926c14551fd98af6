//! The entries of the token cache that belong to sessions which the AWS files name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use facts::{CacheEntry, CacheFault, Facts, Known, TokenCache, Why};

use crate::bounded::{self, FILE_LIMIT};
use crate::look::{Look, look};
use crate::system::System;

/// The largest cache file that is read, in bytes; `identity_center::cache` has the same limit.
const LARGEST: u64 = 1 << 20;

/// The tokens of the sessions and the legacy portals that the files name. The rest of the folder
/// belongs to other tools and is not looked at.
pub(crate) fn collect(system: &System, facts: &Facts) -> Known<TokenCache> {
    let folder = facts.locations.token_cache.clone();
    facts.home.as_ref().map_err(Clone::clone)?;
    let named = facts
        .files()
        .sessions()
        .keys()
        .map(|name| facts::token_cache_name(name));
    let used = facts
        .session_users()
        .keys()
        .map(facts::SessionKey::cache_name);
    let names: BTreeSet<String> = named.chain(used).collect();
    let system = system.clone();
    bounded::within(FILE_LIMIT, move || {
        let entry = |name: String| Some((name.clone(), entry(&system, &folder.join(name))?));
        let entries: BTreeMap<_, _> = names.into_iter().filter_map(entry).collect();
        TokenCache { folder, entries }
    })
    .ok_or(Why::TimedOut(FILE_LIMIT))
}

/// `None` where there is no such file: nobody has signed in.
fn entry(system: &System, path: &Path) -> Option<CacheEntry> {
    let (token, mode) = match look(system, path, LARGEST) {
        Look::Missing => return None,
        Look::Read(read) => (identity_center::cache::parse(&read.bytes), read.mode),
        Look::TooLarge { .. } => (Err(CacheFault::TooLarge), None),
        Look::NotAFile(what) => (
            Err(CacheFault::Unreadable(format!("it is {what}, not a file"))),
            None,
        ),
        Look::Unreadable { why, .. } => (Err(CacheFault::Unreadable(why)), None),
    };
    let mode = mode.or_else(|| {
        std::fs::metadata(path)
            .ok()
            .as_ref()
            .and_then(crate::access::mode)
    });
    Some(CacheEntry {
        path: path.to_owned(),
        mode,
        token,
    })
}
