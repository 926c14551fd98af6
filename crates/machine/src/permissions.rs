//! Who can access the places where AWS tools store secrets, and which program manages the AWS
//! files.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use aws_files::FileKind;
use facts::{Access, Audience, Known, Locations, Permissions, Why};

use crate::access;
use crate::bounded::{self, FILE_LIMIT, Pending};
use crate::bounded_read::follow_links;
use crate::overlay::Content;
use crate::system::System;

/// Check at most this many files of a folder; a cache has one for each session or role.
const MAX_FILES: usize = 2_000;

/// Collects the permissions of the AWS files, the caches, and the folders above them.
pub fn collect_access(system: &System, locations: &Locations) -> Known<Access> {
    begin_access(system, locations).wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)))
}

/// Starts to collect on another thread.
pub fn begin_access(system: &System, locations: &Locations) -> Pending<Known<Access>> {
    let (system, locations) = (system.clone(), locations.clone());
    bounded::start_work(move || Ok(gather_access(&system, &system.home()?, &locations)))
}

fn gather_access(system: &System, home: &Path, locations: &Locations) -> Access {
    let mut gatherer =
        AccessGatherer { system, folders: HashMap::new(), access: Access::default() };
    gatherer.add(home);
    for cache in [&locations.token_cache, &locations.role_cache, &locations.login_cache] {
        if cache.as_os_str().is_empty() {
            continue;
        }
        if cache.starts_with(home) {
            for folder in cache.ancestors().take_while(|folder| *folder != home) {
                gatherer.add(folder);
            }
        } else {
            gatherer.add(cache);
        }
        for path in json_files(cache) {
            gatherer.add(&path);
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
            gatherer.add(folder);
        }
        gatherer.add(path);
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        if is_link && gatherer.access.of(path).is_none() {
            gatherer.access.dangling.insert(kind, follow_links(path));
        }
    }
    gatherer.access.chezmoi = find_chezmoi_sources(system, home, locations);
    gatherer.access
}

struct AccessGatherer<'a> {
    system: &'a System,
    /// Who can pass through each folder and those above it.
    folders: HashMap<PathBuf, Audience>,
    access: Access,
}

impl AccessGatherer<'_> {
    fn add(&mut self, path: &Path) {
        if self.access.places.contains_key(path) {
            return;
        }
        // A file that the overlay created is private; one that it removed is missing.
        let overlaid = self.system.overlaid().and_then(|overlay| overlay.get(&follow_links(path)));
        if overlaid.as_ref().is_some_and(|file| matches!(file.content, Some(Content::Removed))) {
            return;
        }
        let Ok(metadata) = std::fs::metadata(path) else {
            return;
        };
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let reached_by =
            real.parent().map_or(Audience::default(), |folder| self.audience_through(folder));
        let folder = metadata.is_dir();
        let writable = if folder {
            // The owner's bits also count for the superuser (access.rs).
            let by_mode = access::file_mode(&metadata).is_none_or(|mode| mode & 0o300 == 0o300);
            access::folder_obstacle(path).is_none() && (by_mode || !access::is_owned(&metadata))
        } else {
            access::file_obstacle(&real, &metadata, access::Need::Content).is_none()
        };
        let mode = overlaid
            .and_then(|file| file.mode)
            .or_else(|| access::file_mode(&metadata))
            .filter(|_| keeps_modes(&real));
        let permissions = Permissions {
            folder,
            mode,
            owned: access::is_owned(&metadata),
            writable,
            own_group: is_own_group(&metadata),
            reached_by,
            store: access::package_store(&real),
            real: (real != path).then_some(real),
        };
        self.access.places.insert(path.to_owned(), permissions);
    }

    /// Who can pass through a folder and those above it.
    fn audience_through(&mut self, folder: &Path) -> Audience {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let above = folder
            .parent()
            .map_or(Audience { group: true, others: true }, |above| self.audience_through(above));
        let mode = std::fs::metadata(folder).ok().as_ref().and_then(access::file_mode).unwrap_or(0);
        let through = Audience {
            // The folder may belong to another group, whose members then pass by the bits for
            // others.
            group: above.group && mode & 0o011 != 0,
            others: above.others && mode & 0o001 != 0,
        };
        self.folders.insert(folder.to_owned(), through);
        through
    }
}

/// The JSON files of a cache: tokens, registrations, role credentials, including those of other
/// tools.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .take(MAX_FILES)
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json") && path.is_file())
        .collect()
}

/// Whether the group ID is the user ID: most Linux systems create a group for each user, without
/// other members (`USERGROUPS_ENAB` of login.defs).
#[cfg(unix)]
fn is_own_group(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.gid() == metadata.uid()
}

/// Windows has permissions instead of groups.
#[cfg(not(unix))]
const fn is_own_group(_: &Metadata) -> bool {
    true
}

/// Whether the file system stores modes. If not, it shows the same mode for all files and ignores
/// changes.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn keeps_modes(path: &Path) -> bool {
    use rustix::fs::FsWord;
    // linux/magic.h, and statfs(2): 9p (a Windows drive under WSL 2), FUSE (a Windows drive, a folder
    // shared with a virtual machine), CIFS, SMB2, FAT, exFAT, NTFS.
    const WITHOUT_MODES: [FsWord; 8] = [
        0x0102_1997,
        0x6573_5546,
        0xFF53_4D42,
        0xFE53_4D42,
        0x4D44,
        0x2011_BAB0,
        0x5346_544E,
        0x7366_746E,
    ];
    rustix::fs::statfs(path).is_ok_and(|found| !WITHOUT_MODES.contains(&found.f_type))
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
const fn keeps_modes(_: &Path) -> bool {
    true
}

/// The sources of the AWS files that chezmoi writes, found by its naming rules (chezmoi reference,
/// "Source state attributes").
fn find_chezmoi_sources(
    system: &System,
    home: &Path,
    locations: &Locations,
) -> BTreeMap<FileKind, PathBuf> {
    let data = system
        .variable("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .unwrap_or_else(|| home.join(".local").join("share"));
    let mut source = data.join("chezmoi");
    if let Ok(root) = std::fs::read_to_string(source.join(".chezmoiroot")) {
        source = source.join(root.trim());
    }
    let folder =
        find_by_chezmoi_name(&source, "dot_aws", &["exact_", "private_", "readonly_", "external_"]);
    let Some(folder) = folder else {
        return BTreeMap::new();
    };
    // `create_` only creates a file that does not exist.
    let attributes =
        ["encrypted_", "private_", "readonly_", "empty_", "executable_", "modify_", "symlink_"];
    [
        (FileKind::Config, &locations.config.path, "config"),
        (FileKind::Credentials, &locations.credentials.path, "credentials"),
    ]
    .into_iter()
    .filter(|(_, path, name)| **path == home.join(".aws").join(name))
    .filter_map(|(kind, _, name)| Some((kind, find_by_chezmoi_name(&folder, name, &attributes)?)))
    .collect()
}

/// The entry of a folder that has this name without chezmoi's attributes and suffixes.
fn find_by_chezmoi_name(folder: &Path, wanted: &str, attributes: &[&str]) -> Option<PathBuf> {
    std::fs::read_dir(folder)
        .ok()?
        .take(MAX_FILES)
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
