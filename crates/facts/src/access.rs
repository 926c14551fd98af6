//! Who has access to the places where AWS tools store secrets, and what manages the AWS files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aws_files::FileKind;

/// Who has access besides the user and the administrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// The members of a group.
    pub group: bool,
    /// Every user of the machine.
    pub others: bool,
}

impl Audience {
    /// Whether it grants access to anyone.
    pub const fn any(self) -> bool {
        self.group || self.others
    }
}

/// What the system reports about a file or a folder (for a link, about its target).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Whether it is a folder.
    pub folder: bool,
    /// Unix permission bits; `None` if the system has none, or the file system makes them up (a
    /// Windows drive under WSL, a network drive, a container's mount).
    pub mode: Option<u32>,
    /// Whether the user owns it.
    pub owned: bool,
    /// Whether the user can change its content or, for a folder, what is in it.
    pub writable: bool,
    /// Whether its group is the user's own, because most Linux systems create one for each user.
    pub own_group: bool,
    /// Who can reach it through the folders above it.
    pub reached_by: Audience,
    /// Its real path, if it or a folder above it is a link.
    pub real: Option<PathBuf>,
    /// The package manager's store that contains it.
    pub store: Option<&'static str>,
}

impl Permissions {
    /// Who can read it.
    pub fn readers(&self) -> Audience {
        self.audience(0o040, 0o004)
    }

    /// Who can change it; for a folder, replace the files in it.
    pub fn writers(&self) -> Audience {
        self.audience(0o020, 0o002)
    }

    fn audience(&self, group: u32, others: u32) -> Audience {
        let mode = self.mode.unwrap_or(0);
        // With the sticky bit, only the owner of a file in the folder can replace it.
        if self.folder && mode & 0o1000 != 0 {
            return Audience::default();
        }
        Audience {
            group: mode & group != 0 && !self.own_group && self.reached_by.group,
            others: mode & others != 0 && self.reached_by.others,
        }
    }
}

/// Who can access what.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// By path: the home folder, `~/.aws`, the cache folders and those above them, the JSON files
    /// in them, and the AWS files. Missing paths have no entry.
    pub places: BTreeMap<PathBuf, Permissions>,
    /// AWS files that are dangling links, and where they point.
    pub dangling: BTreeMap<FileKind, PathBuf>,
    /// AWS files that chezmoi generates, and the sources of each.
    pub chezmoi: BTreeMap<FileKind, PathBuf>,
}

impl Access {
    /// The facts about a place.
    pub fn of(&self, path: &Path) -> Option<&Permissions> {
        self.places.get(path)
    }

    /// The nearest existing and known folder at or above `path`.
    pub fn nearest_folder<'a>(&self, path: &'a Path) -> Option<(&'a Path, &Permissions)> {
        path.ancestors().find_map(|folder| Some((folder, self.of(folder)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(mode: u32) -> Permissions {
        Permissions {
            folder: false,
            mode: Some(mode),
            owned: true,
            writable: true,
            own_group: false,
            reached_by: Audience { group: true, others: true },
            real: None,
            store: None,
        }
    }

    #[test]
    fn who_can_read_depends_on_the_group_and_on_the_folders_above() {
        let both = |group, others| Audience { group, others };
        assert_eq!(file(0o600).readers(), both(false, false));
        assert_eq!(file(0o644).readers(), both(true, true));
        assert_eq!(file(0o640).readers(), both(true, false));
        let own_group = Permissions { own_group: true, ..file(0o660) };
        assert_eq!(own_group.readers(), both(false, false));
        assert_eq!(own_group.writers(), both(false, false));
        let private_home = Permissions { reached_by: Audience::default(), ..file(0o666) };
        assert_eq!(private_home.readers(), both(false, false));
        let no_modes = Permissions { mode: None, ..file(0) };
        assert_eq!(no_modes.readers(), both(false, false));
    }

    #[test]
    fn a_sticky_folder_is_not_for_others_to_change() {
        let folder = |mode| Permissions { folder: true, ..file(mode) };
        assert!(folder(0o777).writers().others);
        assert!(!folder(0o1777).writers().any());
    }
}
