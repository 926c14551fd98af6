//! The role credentials that the AWS CLI caches.

use std::path::{Path, PathBuf};

use facts::{CachedRole, RoleCache};
use identity_center::cache;
use machine::System;

use crate::cache_folder;

/// Read at most this many files; the user with the most roles of an organization has a few
/// hundred.
const MAX_FILES: usize = 3000;

/// The cached single sign-on credentials; none if the folder cannot be listed, because the AWS CLI
/// requests again what it cannot read.
pub(crate) fn read_role_cache(system: &System, folder: PathBuf) -> RoleCache {
    let mut found = RoleCache { folder, ..RoleCache::default() };
    let Ok(listed) = cache_folder::list_json_files(&found.folder) else {
        return found;
    };
    found.unread = listed.more + listed.names.len().saturating_sub(MAX_FILES);
    for name in listed.names.into_iter().take(MAX_FILES) {
        let path = found.folder.join(&name);
        if let Some(role) = read_role(system, &path) {
            found.entries.insert(name, role);
        }
    }
    found
}

/// Reads one entry; `None` for another provider's credentials.
fn read_role(system: &System, path: &Path) -> Option<CachedRole> {
    let seen = cache_folder::read_cache_file(system, path)?;
    let credentials = match seen.parsed(cache::parse_role_credentials) {
        Ok(None) => return None,
        Ok(Some(credentials)) => Ok(credentials),
        Err(fault) => Err(fault),
    };
    Some(CachedRole { path: path.to_owned(), mode: seen.mode, owned: seen.owned, credentials })
}
