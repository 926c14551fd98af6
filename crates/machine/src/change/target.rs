//! The file that a change really writes, and whether it can.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::access::{self, Need};
use crate::bounded_read::follow_links;

use super::error::ChangeError;

/// The file that a path leads to.
pub(crate) struct Target {
    /// The file that all links lead to.
    pub(crate) path: PathBuf,
    /// Its metadata; `None` if there is no file.
    pub(crate) metadata: Option<Metadata>,
}

impl Target {
    /// Follows `path`, and refuses what the user cannot or should not write (CATALOGUE, *Links*):
    /// through a link only their own files, and never a package store.
    pub(crate) fn find(path: &Path, need: Need) -> Result<Self, ChangeError> {
        let target = follow_links(path);
        let is_link = target != path;
        let managed = |why: String| ChangeError::Managed {
            path: path.to_owned(),
            target: target.clone(),
            why,
        };
        let metadata = match std::fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_symlink() => {
                return Err(managed("the links lead in a circle".into()));
            }
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(ChangeError::io(path, "looking at")(error)),
        };
        let place = match &metadata {
            Some(_) => target.clone(),
            None => nearest_folder(&target),
        };
        let obstacle = match &metadata {
            Some(metadata) => access::file_obstacle(&target, metadata, need),
            None => access::folder_obstacle(&place),
        };
        if !is_link {
            return match obstacle {
                Some(why) => Err(ChangeError::NotWritable { path: path.to_owned(), why }),
                None => Ok(Self { path: target, metadata }),
            };
        }
        if let Some(why) = obstacle {
            return Err(managed(why));
        }
        if !std::fs::metadata(&place).is_ok_and(|metadata| access::is_owned(&metadata)) {
            return Err(managed("another user owns what it leads to".into()));
        }
        Ok(Self { path: target, metadata })
    }
}

impl Target {
    /// Why a new file in its place would leave others with the old one: it has several names, or
    /// is mounted by itself.
    pub(crate) fn tie(&self) -> Option<&'static str> {
        let metadata = self.metadata.as_ref()?;
        if access::has_other_names(metadata) {
            return Some(
                "it has more than one name (hard links), and the others would keep the old content",
            );
        }
        is_mount(&self.path).then_some(
            "it is mounted by itself (such as Docker's `-v file:file`), and comes from elsewhere",
        )
    }
}

/// Whether the path itself is a mount (statx(2), `STATX_ATTR_MOUNT_ROOT`, since Linux 5.8).
#[cfg(target_os = "linux")]
fn is_mount(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE).is_ok_and(|found| {
        found.stx_attributes_mask.contains(StatxAttributes::MOUNT_ROOT)
            && found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)
    })
}

#[cfg(not(target_os = "linux"))]
const fn is_mount(_: &Path) -> bool {
    false
}

/// The nearest existing folder above `path`.
fn nearest_folder(path: &Path) -> PathBuf {
    path.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("/")).to_owned()
}
