//! Who can get at the places where AWS tools keep secrets, and who keeps the AWS files.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use aws_files::FileKind;
use facts::{Access, Audience, Known, Locations, Permissions, Why};

use crate::access;
use crate::bounded::{self, FILE_LIMIT, Started};
use crate::look::follow;
use crate::overlay::Content;
use crate::system::System;

/// The most files of one cache that are looked at: a cache has a file for a session or a role.
const MOST: usize = 2_000;

/// Looks at the AWS files, both caches, and the folders above them. Nothing is read but modes.
pub fn collect(system: &System, locations: &Locations) -> Known<Access> {
    begin(system, locations).wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)))
}

/// Begins to look, on a thread of its own.
pub fn begin(system: &System, locations: &Locations) -> Started<Known<Access>> {
    let (system, locations) = (system.clone(), locations.clone());
    bounded::start(move || Ok(look(&system, &system.home()?, &locations)))
}

fn look(system: &System, home: &Path, locations: &Locations) -> Access {
    let mut looking = Looking { system, folders: HashMap::new(), access: Access::default() };
    looking.take(home);
    for cache in [&locations.token_cache, &locations.role_cache] {
        for folder in cache.ancestors().take_while(|folder| *folder != home) {
            looking.take(folder);
        }
        for path in json_files(cache) {
            looking.take(&path);
        }
    }
    let files = [
        (FileKind::Config, &locations.config.path),
        (FileKind::Credentials, &locations.credentials.path),
    ];
    for (kind, path) in files {
        if path.as_os_str().is_empty() {
            continue;
        }
        if let Some(folder) = path.parent() {
            looking.take(folder);
        }
        looking.take(path);
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        if is_link && looking.access.of(path).is_none() {
            looking.access.dangling.insert(kind, follow(path));
        }
    }
    looking.access.chezmoi = chezmoi(system, home, locations);
    looking.access
}

struct Looking<'a> {
    system: &'a System,
    /// Whom each folder lets through, itself and those above it.
    folders: HashMap<PathBuf, Audience>,
    access: Access,
}

impl Looking<'_> {
    fn take(&mut self, path: &Path) {
        if self.access.places.contains_key(path) {
            return;
        }
        // What a rehearsal has made is private; what it has taken away is gone.
        let overlaid = self.system.overlaid().and_then(|overlay| overlay.get(&follow(path)));
        if overlaid.as_ref().is_some_and(|file| matches!(file.content, Some(Content::Removed))) {
            return;
        }
        let Ok(metadata) = std::fs::metadata(path) else {
            return;
        };
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let reached_by =
            real.parent().map_or(Audience::default(), |folder| self.let_through(folder));
        let folder = metadata.is_dir();
        let writable = if folder {
            // For the superuser the owner's bits count, as for everyone else (access.rs).
            let by_mode = access::mode(&metadata).is_none_or(|mode| mode & 0o300 == 0o300);
            access::folder_obstacle(path).is_none() && (by_mode || !access::owned(&metadata))
        } else {
            access::obstacle(&real, &metadata, access::Need::Content).is_none()
        };
        let mode = overlaid
            .and_then(|file| file.mode)
            .or_else(|| access::mode(&metadata))
            .filter(|_| has_modes(&real));
        let permissions = Permissions {
            folder,
            mode,
            owned: access::owned(&metadata),
            writable,
            own_group: own_group(&metadata),
            reached_by,
            store: access::store_of(&real),
            real: (real != path).then_some(real),
        };
        self.access.places.insert(path.to_owned(), permissions);
    }

    /// Whom a folder and those above it let through.
    fn let_through(&mut self, folder: &Path) -> Audience {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let above = folder
            .parent()
            .map_or(Audience { group: true, others: true }, |above| self.let_through(above));
        let mode = std::fs::metadata(folder).ok().as_ref().and_then(access::mode).unwrap_or(0);
        let through = Audience {
            // A folder's group may be another one, whose members the last bit lets through.
            group: above.group && mode & 0o011 != 0,
            others: above.others && mode & 0o001 != 0,
        };
        self.folders.insert(folder.to_owned(), through);
        through
    }
}

/// The JSON files of a cache: tokens, registrations, role credentials, also those of other tools.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .take(MOST)
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json") && path.is_file())
        .collect()
}

/// Whether the group has the number of the user: most Linux systems make a group for each user, with
/// nobody else in it (`USERGROUPS_ENAB` of login.defs).
#[cfg(unix)]
fn own_group(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.gid() == metadata.uid()
}

/// Windows speaks of rights, not of groups.
#[cfg(not(unix))]
const fn own_group(_: &Metadata) -> bool {
    true
}

/// Whether the file system keeps modes. One that does not shows the same for all its files, and
/// setting another does nothing.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn has_modes(path: &Path) -> bool {
    use rustix::fs::FsWord;
    // linux/magic.h, and statfs(2): 9p (a Windows drive under WSL 2), FUSE (a Windows drive, a folder
    // shared with a virtual machine), CIFS, SMB2, FAT, exFAT, NTFS.
    const WITHOUT: [FsWord; 8] = [
        0x0102_1997,
        0x6573_5546,
        0xFF53_4D42,
        0xFE53_4D42,
        0x4D44,
        0x2011_BAB0,
        0x5346_544E,
        0x7366_746E,
    ];
    rustix::fs::statfs(path).is_ok_and(|found| !WITHOUT.contains(&found.f_type))
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
const fn has_modes(_: &Path) -> bool {
    true
}

/// The AWS files in the home folder that chezmoi makes from its source folder, by the names that it
/// gives there (chezmoi reference, "Source state attributes").
fn chezmoi(system: &System, home: &Path, locations: &Locations) -> BTreeMap<FileKind, PathBuf> {
    let data = system
        .variable("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .unwrap_or_else(|| home.join(".local").join("share"));
    let mut source = data.join("chezmoi");
    if let Ok(root) = std::fs::read_to_string(source.join(".chezmoiroot")) {
        source = source.join(root.trim());
    }
    let folder = named(&source, "dot_aws", &["exact_", "private_", "readonly_", "external_"]);
    let Some(folder) = folder else {
        return BTreeMap::new();
    };
    // `create_` only makes a file that is not there.
    let attributes =
        ["encrypted_", "private_", "readonly_", "empty_", "executable_", "modify_", "symlink_"];
    [
        (FileKind::Config, &locations.config.path, "config"),
        (FileKind::Credentials, &locations.credentials.path, "credentials"),
    ]
    .into_iter()
    .filter(|(_, path, name)| **path == home.join(".aws").join(name))
    .filter_map(|(kind, _, name)| Some((kind, named(&folder, name, &attributes)?)))
    .collect()
}

/// The entry of a folder that has this name once attributes and suffixes are taken away.
fn named(folder: &Path, wanted: &str, attributes: &[&str]) -> Option<PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .take(MOST)
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| {
            let Some(mut name) = path.file_name().and_then(|name| name.to_str()) else {
                return false;
            };
            while let Some(rest) = attributes.iter().find_map(|prefix| name.strip_prefix(prefix)) {
                name = rest;
            }
            for suffix in [".asc", ".age", ".tmpl"] {
                name = name.strip_suffix(suffix).unwrap_or(name);
            }
            name == wanted
        })
}
