//! Writes a file atomically: at any moment it has its old bytes or its new ones.

use std::fs::{File, Metadata};
use std::io::{Result, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

#[cfg(unix)]
mod attributes;
mod exchange;

pub(crate) use exchange::{fail_if_changed, is_changed_meanwhile};

/// Names of the temporary files that are renamed over the file being written.
const TEMPORARY_PREFIX: &str = ".aws-onboard-";
const TEMPORARY_SUFFIX: &str = ".tmp";

/// Remove temporary files of interrupted runs after this long.
const STALE_AFTER: Duration = Duration::from_secs(10 * 60);

/// Check at most this many files of a folder for temporary ones.
const MAX_SWEPT: usize = 10_000;

/// Writes `bytes` to `target` (not a link): to a temporary file that is synced and renamed. Keeps
/// the mode and, where possible, the owner and group of `like`; a new file is private to the user.
pub(crate) fn replace_file(target: &Path, bytes: &[u8], like: Option<&Metadata>) -> Result<()> {
    let folder = parent_folder(target);
    let beside = write_beside(target, bytes, like)?;
    beside.persist(target).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// [`replace_file`] for a file that must still have the bytes `expected`, or must still be missing.
///
/// # Errors
/// [`is_changed_meanwhile`] tells that it has changed; then it keeps what it has now.
pub(crate) fn replace_unchanged_file(
    target: &Path,
    bytes: &[u8],
    like: Option<&Metadata>,
    expected: Option<&[u8]>,
) -> Result<()> {
    let beside = write_beside(target, bytes, like)?;
    match expected {
        Some(expected) => exchange::put_in_place(beside, target, expected)?,
        None => exchange::put_where_none_is(beside, target)?,
    }
    sync_folder(parent_folder(target));
    Ok(())
}

/// Writes and syncs the temporary file that will replace `target`.
fn write_beside(target: &Path, bytes: &[u8], like: Option<&Metadata>) -> Result<NamedTempFile> {
    let folder = parent_folder(target);
    create_folder(folder)?;
    remove_stale_files(folder);
    let mut beside = create_temporary(folder)?;
    beside.write_all(bytes)?;
    if let Some(metadata) = like {
        keep_owner_and_mode(beside.as_file(), metadata, target)?;
    }
    beside.as_file().sync_all()?;
    Ok(beside)
}

fn create_temporary(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX).tempfile_in(folder)
}

/// Creates a folder and its parents, private to the user, if they do not exist.
pub(crate) fn create_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Moves a file, even to another file system.
pub(crate) fn move_file(from: &Path, to: &Path) -> Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let bytes = std::fs::read(from)?;
            replace_file(to, &bytes, std::fs::metadata(from).ok().as_ref())?;
            std::fs::remove_file(from)?;
        }
        other => other?,
    }
    sync_folder(parent_folder(from));
    sync_folder(parent_folder(to));
    Ok(())
}

/// Sets permission bits; does nothing if the system has none.
pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Makes a rename survive a power loss. Some network file systems cannot sync, so that error is
/// ignored.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

pub(crate) fn parent_folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn keep_owner_and_mode(file: &File, like: &Metadata, target: &Path) -> Result<()> {
    use rustix::fs::{Gid, Uid, fchown};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let mut mode = like.mode() & 0o7777;
    let own = file.metadata()?;
    if own.uid() != like.uid() {
        // Only the superuser can do this; for everyone else the new file has the current user as
        // its owner.
        let _ = fchown(file, Some(Uid::from_raw(like.uid())), None);
    }
    if own.gid() != like.gid() && fchown(file, None, Some(Gid::from_raw(like.gid()))).is_err() {
        // The old group's permissions must not apply to another group.
        mode &= !0o070;
    }
    // With an access control list the group's bits are its mask, so they come with the list alone.
    let mode = if attributes::keep(file, target) { mode } else { mode & !0o070 };
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_owner_and_mode(_: &File, _: &Metadata, _: &Path) -> Result<()> {
    Ok(())
}

/// Removes the temporary files of interrupted runs from `folder`.
fn remove_stale_files(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.take(MAX_SWEPT).flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if !(name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX)) {
            continue;
        }
        let old = entry.metadata().is_ok_and(|metadata| {
            metadata.is_file()
                && metadata.modified().is_ok_and(|time| {
                    SystemTime::now().duration_since(time).is_ok_and(|age| age > STALE_AFTER)
                })
        });
        if old {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test's own file")]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_that_was_cut_off_left_behind_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let left = create_temporary(folder.path()).unwrap().keep().unwrap();
        left.0.set_modified(SystemTime::now() - STALE_AFTER * 2).unwrap();
        let fresh = create_temporary(folder.path()).unwrap();
        let target = folder.path().join("config");
        replace_file(&target, b"new", None).unwrap();
        assert!(!left.1.exists());
        assert!(fresh.path().exists(), "another run may be writing it");
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_bytes_and_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        // A rename over a nonempty folder fails, and with it the last step of the write.
        let target = folder.path().join("config");
        std::fs::create_dir(&target).unwrap();
        std::fs::write(target.join("kept"), b"old").unwrap();
        assert!(replace_file(&target, b"new", None).is_err());
        assert_eq!(std::fs::read(target.join("kept")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
