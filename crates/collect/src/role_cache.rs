//! The credentials of roles that the AWS CLI keeps.

use std::path::{Path, PathBuf};

use facts::{CachedRole, RoleCache};
use identity_center::cache;
use machine::System;

use crate::cache_folder;

/// What is read. An organisation's largest user has some hundreds of roles.
const MOST_FILES: usize = 3000;

/// The cached credentials of single sign-on. Nothing where the folder cannot be listed: what the
/// AWS CLI cannot read there it asks for anew.
pub(crate) fn read(system: &System, folder: PathBuf) -> RoleCache {
    let mut found = RoleCache { folder, ..RoleCache::default() };
    let Ok(listed) = cache_folder::list(&found.folder) else {
        return found;
    };
    found.unread = listed.more + listed.names.len().saturating_sub(MOST_FILES);
    for name in listed.names.into_iter().take(MOST_FILES) {
        let path = found.folder.join(&name);
        if let Some(role) = role(system, &path) {
            found.entries.insert(name, role);
        }
    }
    found
}

/// `None` for what is another provider's.
fn role(system: &System, path: &Path) -> Option<CachedRole> {
    let seen = cache_folder::see(system, path)?;
    let credentials = match seen.parsed(cache::parse_role_credentials) {
        Ok(None) => return None,
        Ok(Some(credentials)) => Ok(credentials),
        Err(fault) => Err(fault),
    };
    Some(CachedRole { path: path.to_owned(), mode: seen.mode, owned: seen.owned, credentials })
}
