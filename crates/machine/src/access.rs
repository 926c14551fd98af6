//! Whether this person owns a file and can write it.

use std::fs::Metadata;
use std::path::Path;

/// Folders that a package manager fills: what lies there is replaced, not edited.
const STORES: &[&str] = &["/nix/store", "/gnu/store"];

/// Unix permission bits; `None` where the system has none.
#[cfg(unix)]
pub fn mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(metadata.permissions().mode() & 0o7777)
}

/// Unix permission bits; `None` where the system has none.
#[cfg(not(unix))]
pub fn mode(_: &Metadata) -> Option<u32> {
    None
}

/// Whether this person owns the file.
#[cfg(unix)]
pub fn owned(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.uid() == rustix::process::geteuid().as_raw()
}

/// Whether this person owns the file. Windows speaks of rights, not of owners; what may be
/// written there counts as owned.
#[cfg(not(unix))]
pub fn owned(metadata: &Metadata) -> bool {
    !metadata.permissions().readonly()
}

/// Whether the path lies in a folder that a package manager fills.
pub fn store_of(path: &Path) -> Option<&'static str> {
    STORES.iter().copied().find(|store| path.starts_with(store))
}

/// What is to be done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Its content replaced.
    Content,
    /// Its permission bits set.
    Mode,
    /// It moved away.
    Move,
}

/// Why the file at `target` (no link) cannot be changed so; `None` if it can. For the superuser,
/// whom the system lets write anything, the owner's write bit counts as it does for everyone else.
pub fn obstacle(target: &Path, metadata: &Metadata, need: Need) -> Option<String> {
    if let Some(store) = std::fs::canonicalize(target).ok().as_deref().and_then(store_of) {
        return Some(format!("it lies in {store}, which a package manager fills"));
    }
    system_obstacle(target, metadata, need).map(str::to_owned)
}

#[cfg(unix)]
fn system_obstacle(target: &Path, metadata: &Metadata, need: Need) -> Option<&'static str> {
    use rustix::fs::{Access, StatVfsMountFlags, access, statvfs};
    if statvfs(target).is_ok_and(|fs| fs.f_flag.contains(StatVfsMountFlags::RDONLY)) {
        return Some("it lies on a read-only file system");
    }
    if need == Need::Mode {
        let may = owned(metadata) || rustix::process::geteuid().is_root();
        return (!may).then_some("somebody else owns it");
    }
    if need == Need::Content {
        if mode(metadata).is_some_and(|mode| mode & 0o222 == 0) {
            return Some("it is read-only");
        }
        if access(target, Access::WRITE_OK).is_err() {
            return Some("this user may not write it");
        }
    }
    let folder =
        target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if access(folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        return Some("this user may not write to its folder");
    }
    None
}

#[cfg(not(unix))]
fn system_obstacle(_: &Path, metadata: &Metadata, need: Need) -> Option<&'static str> {
    (need == Need::Content && metadata.permissions().readonly()).then_some("it is read-only")
}

/// Why no file can be made in `folder`, which exists; `None` if one can.
pub fn folder_obstacle(folder: &Path) -> Option<String> {
    if let Some(store) = std::fs::canonicalize(folder).ok().as_deref().and_then(store_of) {
        return Some(format!("it would lie in {store}, which a package manager fills"));
    }
    #[cfg(unix)]
    {
        use rustix::fs::{Access, StatVfsMountFlags, access, statvfs};
        if statvfs(folder).is_ok_and(|fs| fs.f_flag.contains(StatVfsMountFlags::RDONLY)) {
            return Some("it would lie on a read-only file system".to_owned());
        }
        if access(folder, Access::WRITE_OK | Access::EXEC_OK).is_err() {
            return Some(format!("this user may not write to {}", folder.display()));
        }
    }
    None
}

/// What something that is no regular file is; `None` for a regular file.
pub fn no_file(metadata: &Metadata) -> Option<&'static str> {
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
            store_of(Path::new("/nix/store/abc-home-manager-files/.aws/config")),
            Some("/nix/store")
        );
        assert_eq!(store_of(Path::new("/nix/storehouse/config")), None);
        assert_eq!(store_of(Path::new("/home/mira/nix/store/config")), None);
    }
}
