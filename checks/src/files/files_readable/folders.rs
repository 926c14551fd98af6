//! `files-readable`: the folders that store sign-ins and role credentials.

use std::path::Path;

use facts::{Facts, Permissions};

use crate::sign_in::remedies::{self, take_over};
use crate::{Finding, Remedy};

/// A folder that tools need to write to and cannot.
pub(super) struct Closed<'a> {
    folder: &'a Path,
    permissions: &'a Permissions,
}

/// The folder that prevents AWS tools from storing a sign-in or role credentials. `token-cache`
/// reports the token folder itself and `env-home` another user's home folder; for these two, only
/// a read-only disk is reported here.
pub(super) fn closed_folder(facts: &Facts) -> Option<Closed<'_>> {
    let access = facts.access.as_ref().ok()?;
    if facts.scope().single_sign_on == 0 {
        return None;
    }
    let locations = &facts.locations;
    let is_others = |folder: &Path, permissions: &Permissions| {
        let lacks = permissions.mode.is_some_and(|mode| mode & 0o300 != 0o300);
        let home = facts.home.as_deref().ok() == Some(folder);
        (folder == locations.token_cache && (lacks || !permissions.owned))
            || (home && !permissions.owned)
    };
    [&locations.token_cache, &locations.role_cache]
        .into_iter()
        .filter_map(|cache| access.nearest_folder(cache))
        .filter(|(_, permissions)| permissions.folder && !permissions.writable)
        .find(|(folder, permissions)| !is_others(folder, permissions))
        .map(|(folder, permissions)| Closed { folder, permissions })
}

/// A warning, since existing sign-ins still work; `token-present` reports a missing sign-in.
pub(super) fn finding(facts: &Facts, closed: &Closed<'_>) -> Finding {
    let shown = facts.shown(closed.folder);
    let finding = Finding::will_bite("closed-folder", format!("{shown} cannot be written")).what(format!("You cannot write to {shown}, where AWS tools save sign-ins."))
    .why("A sign-in cannot be saved or renewed, and the AWS CLI fails when it saves role credentials. (AWS_CONFIG_FILE does not change this folder.)");
    match (closed.permissions.owned, closed.permissions.mode) {
        (true, Some(mode)) if mode & 0o300 != 0o300 => finding
            .next("give yourself permission to write to it")
            .offer(set_mode(closed.folder, mode)),
        (true, _) => finding
            .next("make it writable")
            .offer(
                Remedy::guide("mount", "Make the disk or the volume writable")
                    .word("Its mode allows writing, so the disk or the container's volume is read-only or full.")
                    .word("In a container, mount ~/.aws without :ro, or give ~/.aws/sso/cache and ~/.aws/cli/cache their own volumes."),
            ),
        (false, _) => finding
            .next("take ownership of the folder")
            .offer(take_over(facts, closed.folder, true)),
    }
}

/// Adds reading, writing and entering for the owner; the other bits do not change.
pub(super) fn set_mode(folder: &Path, mode: u32) -> Remedy {
    remedies::set_mode("set-folder-mode", folder, (mode & 0o7777) | 0o700)
}
