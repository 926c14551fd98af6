//! Whether the user owns a file and can write it.

use std::fs::Metadata;
use std::path::Path;

#[cfg(unix)]
use crate::write::parent_folder;

/// Folders that a package manager fills; files there are replaced, not edited.
const PACKAGE_STORES: &[&str] = &["/nix/store", "/gnu/store"];

/// Unix permission bits; `None` if the system has none.
#[cfg(unix)]
pub fn file_mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o7777)
}

/// Unix permission bits; `None` if the system has none.
#[cfg(not(unix))]
pub fn file_mode(_: &Metadata) -> Option<u32> {
    None
}

/// Whether the user owns the file.
#[cfg(unix)]
pub fn is_owned(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.uid() == rustix::process::geteuid().as_raw()
}

/// Whether the user owns the file. The owner is not looked up on Windows, where permissions decide;
/// a file that is only read-only must not count as another user's.
#[cfg(not(unix))]
pub fn is_owned(_: &Metadata) -> bool {
    true
}

/// Whether the file has another name (a hard link), which would keep the content of a file that is
/// replaced.
#[cfg(unix)]
pub(crate) fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.is_file() && metadata.nlink() > 1
}

#[cfg(not(unix))]
pub(crate) const fn has_other_names(_: &Metadata) -> bool {
    false
}

/// The package manager's folder that contains the path, if one does.
pub fn package_store(path: &Path) -> Option<&'static str> {
    PACKAGE_STORES.iter().copied().find(|store| path.starts_with(store))
}

/// The access that a change needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To replace the content.
    Content,
    /// To set the permission bits.
    Mode,
    /// To move the file.
    Move,
}

/// Why the file at `target` (not a link) cannot be changed; `None` if it can. The owner's write bit
/// also counts for the superuser, who could ignore it.
pub fn file_obstacle(target: &Path, metadata: &Metadata, need: Need) -> Option<String> {
    if let Some(store) = std::fs::canonicalize(target).ok().as_deref().and_then(package_store) {
        return Some(format!("it is in {store}, which a package manager fills"));
    }
    system_obstacle(target, metadata, need).map(str::to_owned)
}

#[cfg(unix)]
fn system_obstacle(target: &Path, metadata: &Metadata, need: Need) -> Option<&'static str> {
    use rustix::fs::{Access, StatVfsMountFlags, access, statvfs};
    if statvfs(target).is_ok_and(|fs| fs.f_flag.contains(StatVfsMountFlags::RDONLY)) {
        return Some("it is on a read-only file system");
    }
    if need == Need::Mode {
        let may = is_owned(metadata) || rustix::process::geteuid().is_root();
        return (!may).then_some("another user owns it");
    }
    if need == Need::Content {
        if file_mode(metadata).is_some_and(|mode| mode & 0o222 == 0) {
            return Some("it is read-only");
        }
        if access(target, Access::WRITE_OK).is_err() {
            return Some("this user may not write it");
        }
    }
    if access(parent_folder(target), Access::WRITE_OK | Access::EXEC_OK).is_err() {
        return Some("this user may not write to its folder");
    }
    None
}

#[cfg(not(unix))]
fn system_obstacle(_: &Path, metadata: &Metadata, need: Need) -> Option<&'static str> {
    (need == Need::Content && metadata.permissions().readonly()).then_some("it is read-only")
}

/// Why no file can be created in the existing `folder`; `None` if one can.
pub fn folder_obstacle(folder: &Path) -> Option<String> {
    if let Some(store) = std::fs::canonicalize(folder).ok().as_deref().and_then(package_store) {
        return Some(format!("it would be in {store}, which a package manager fills"));
    }
    #[cfg(unix)]
    {
        use rustix::fs::{Access, StatVfsMountFlags, access, statvfs};
        if statvfs(folder).is_ok_and(|fs| fs.f_flag.contains(StatVfsMountFlags::RDONLY)) {
            return Some("it would be on a read-only file system".to_owned());
        }
        if access(folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
            return Some(format!("this user may not write to {}", folder.display()));
        }
    }
    None
}

/// The kind of this entry; `None` for a regular file.
pub fn non_file_kind(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("a device")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_are_known_by_whole_path_components() {
        assert_eq!(
            package_store(Path::new("/nix/store/abc-home-manager-files/.aws/config")),
            Some("/nix/store")
        );
        assert_eq!(package_store(Path::new("/nix/storehouse/config")), None);
        assert_eq!(package_store(Path::new("/home/mira/nix/store/config")), None);
    }
}
