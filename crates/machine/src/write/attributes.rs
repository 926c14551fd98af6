//! Keeps the extended attributes of a file that is replaced: its access control list, its SELinux
//! label, and those of other programs.

use std::fs::File;
use std::path::Path;

/// The access control list (acl(5), xattr(7)).
#[cfg(target_os = "linux")]
const ACCESS_LIST: &str = "system.posix_acl_access";

/// Keep attributes of at most this many bytes; Linux allows no more (`XATTR_SIZE_MAX`).
#[cfg(target_os = "linux")]
const MAX_BYTES: usize = 64 << 10;

/// Gives `file` the attributes of `target`, and takes away an access control list that it has from
/// its folder. Returns whether the list is as it was: if it could not be kept, the bits of the
/// group must not be set, because they would allow more than the list did.
#[cfg(target_os = "linux")]
pub(super) fn keep(file: &File, target: &Path) -> bool {
    use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, getxattr, listxattr};
    let mut names = vec![0; MAX_BYTES];
    let Ok(length) = listxattr(target, &mut names[..]) else {
        // The file system has no attributes, and so no lists.
        return true;
    };
    let names = names.get(..length).unwrap_or_default();
    let mut kept = true;
    let mut has_list = false;
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let is_list = name == ACCESS_LIST.as_bytes();
        has_list |= is_list;
        let mut value = vec![0; MAX_BYTES];
        let copied = getxattr(target, name, &mut value[..]).and_then(|length| {
            fsetxattr(file, name, value.get(..length).unwrap_or_default(), XattrFlags::empty())
        });
        // Another attribute, such as a label that only the superuser can set, grants nothing.
        kept &= copied.is_ok() || !is_list;
    }
    if !has_list {
        // The folder's default list applies to new files.
        let _ = fremovexattr(file, ACCESS_LIST);
    }
    kept
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn keep(_: &File, _: &Path) -> bool {
    true
}

#[cfg(all(test, target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "the test's own file")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{XattrFlags, getxattr, setxattr};

    use super::*;
    use crate::write::replace_file;

    /// An access control list: version 2, then tag, permissions and identifier of each entry
    /// (linux/posix_acl_xattr.h).
    fn list(user: u32) -> Vec<u8> {
        let none = u32::MAX;
        let entries =
            [(0x01, 6, none), (0x02, 4, user), (0x04, 0, none), (0x10, 4, none), (0x20, 0, none)];
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, permissions, id) in entries {
            bytes.extend(u16::to_le_bytes(tag));
            bytes.extend(u16::to_le_bytes(permissions));
            bytes.extend(u32::to_le_bytes(id));
        }
        bytes
    }

    fn value_of(path: &Path, name: &str) -> Option<Vec<u8>> {
        let mut value = vec![0; 1024];
        let length = getxattr(path, name, &mut value[..]).ok()?;
        value.truncate(length);
        Some(value)
    }

    fn replace(path: &Path) -> Option<Vec<u8>> {
        replace_file(path, b"new", std::fs::metadata(path).ok().as_ref()).ok()?;
        std::fs::read(path).ok()
    }

    #[test]
    fn a_file_keeps_its_list_and_its_attributes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials");
        std::fs::write(&path, b"old").unwrap();
        let note = setxattr(&path, "user.note", b"kept", XattrFlags::empty()).is_ok();
        if setxattr(&path, ACCESS_LIST, &list(12_345), XattrFlags::empty()).is_err() {
            eprintln!("SKIP: this file system has no access control lists");
            return;
        }
        let before =
            (std::fs::metadata(&path).unwrap().permissions().mode(), value_of(&path, ACCESS_LIST));
        assert_eq!(replace(&path).as_deref(), Some(&b"new"[..]));
        let after =
            (std::fs::metadata(&path).unwrap().permissions().mode(), value_of(&path, ACCESS_LIST));
        assert_eq!(after, before);
        assert_eq!(value_of(&path, "user.note").is_some(), note);
    }

    /// The default list of the folder would let others read a file that had no list.
    #[test]
    fn a_file_without_a_list_gets_none_from_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials");
        std::fs::write(&path, b"old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let default = "system.posix_acl_default";
        if setxattr(folder.path(), default, &list(12_345), XattrFlags::empty()).is_err() {
            eprintln!("SKIP: this file system has no access control lists");
            return;
        }
        assert_eq!(replace(&path).as_deref(), Some(&b"new"[..]));
        assert_eq!(value_of(&path, ACCESS_LIST), None);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
