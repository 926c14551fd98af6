//! Writing a file so that at any instant it has its old bytes or its new ones.

use std::fs::{File, Metadata};
use std::io::{Result, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

/// What files beside the one being written are called, until they take its place.
const PREFIX: &str = ".aws-onboard-";
const SUFFIX: &str = ".tmp";

/// After this long, a file left beside by a run that was cut off is swept away.
const STALE: Duration = Duration::from_secs(10 * 60);

/// Writes `bytes` to `target` (no link): beside, synced, renamed. The mode and, where possible, the
/// owner and group of `like` are kept; a file without a predecessor is private to this person.
pub(crate) fn replace(target: &Path, bytes: &[u8], like: Option<&Metadata>) -> Result<()> {
    let folder = parent(target);
    create_folder(folder)?;
    sweep(folder);
    let mut beside = beside(folder)?;
    beside.write_all(bytes)?;
    if let Some(metadata) = like {
        keep_owner_and_mode(beside.as_file(), metadata)?;
    }
    beside.as_file().sync_all()?;
    beside.persist(target).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

fn beside(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)
}

/// Creates a folder and those above it, private to this person, if they do not exist.
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

/// Moves a file, over the border of a file system too.
pub(crate) fn move_file(from: &Path, to: &Path) -> Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let bytes = std::fs::read(from)?;
            replace(to, &bytes, std::fs::metadata(from).ok().as_ref())?;
            std::fs::remove_file(from)?;
        }
        other => other?,
    }
    sync_folder(parent(from));
    sync_folder(parent(to));
    Ok(())
}

/// Sets permission bits; nothing where the system has none.
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

/// Makes a rename survive a loss of power. What cannot be synced (some network file systems) is
/// as safe as it can be.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn keep_owner_and_mode(file: &File, like: &Metadata) -> Result<()> {
    use rustix::fs::{Gid, Uid, fchown};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let mut mode = like.mode() & 0o7777;
    let own = file.metadata()?;
    if own.uid() != like.uid() {
        // Only the superuser can; anybody else becomes the owner of what they wrote.
        let _ = fchown(file, Some(Uid::from_raw(like.uid())), None);
    }
    if own.gid() != like.gid() && fchown(file, None, Some(Gid::from_raw(like.gid()))).is_err() {
        // What the old group might do, another one must not.
        mode &= !0o070;
    }
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_owner_and_mode(_: &File, _: &Metadata) -> Result<()> {
    Ok(())
}

/// Removes what runs that were cut off have left beside the files of `folder`.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.take(10_000).flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if !(name.starts_with(PREFIX) && name.ends_with(SUFFIX)) {
            continue;
        }
        let old = entry.metadata().is_ok_and(|metadata| {
            metadata.is_file()
                && metadata.modified().is_ok_and(|time| {
                    SystemTime::now().duration_since(time).is_ok_and(|age| age > STALE)
                })
        });
        if old {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_that_was_cut_off_left_behind_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let left = beside(folder.path()).unwrap().keep().unwrap();
        left.0.set_modified(SystemTime::now() - STALE * 2).unwrap();
        let fresh = beside(folder.path()).unwrap();
        let target = folder.path().join("config");
        replace(&target, b"new", None).unwrap();
        assert!(!left.1.exists());
        assert!(fresh.path().exists(), "another run may be writing it");
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_bytes_and_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        // A folder that is not empty cannot be renamed over: the last step of the write fails.
        let target = folder.path().join("config");
        std::fs::create_dir(&target).unwrap();
        std::fs::write(target.join("kept"), b"old").unwrap();
        assert!(replace(&target, b"new", None).is_err());
        assert_eq!(std::fs::read(target.join("kept")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
