//! Programs that are installed and perhaps not used: editor extensions, Homebrew's Cellar, snaps,
//! and bundles of macOS.

use std::path::{Path, PathBuf};

use facts::{FoundAt, FoundProgram, ProgramVersion, WhyInUse};
use program_table::Program;

use crate::found::found;
use crate::reader::Reader;

/// Read at most this many bytes of a manifest.
const MAX_MANIFEST: u64 = 256 << 10;

/// The folders of the system in which programs are searched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Homebrew's Cellars and Caskrooms.
    pub(crate) cellars: Vec<PathBuf>,
    /// The folder of the snaps.
    pub(crate) snaps: Option<PathBuf>,
    /// The folders of macOS' bundles.
    pub(crate) bundles: Vec<PathBuf>,
}

impl Places {
    /// Those of this system. None if PATH contains no folder of the system, because then they are
    /// excluded on purpose (`nix-shell --pure`, a test).
    pub(crate) fn of_system(reader: &Reader<'_>) -> Self {
        let path = reader.system().variable("PATH").unwrap_or_default();
        let is_open = std::env::split_paths(path)
            .any(|folder| folder == Path::new("/usr/bin") || folder == Path::new("/bin"));
        if cfg!(windows) || !is_open {
            return Self::default();
        }
        let mut prefixes: Vec<PathBuf> =
            reader.variable("HOMEBREW_PREFIX").map(PathBuf::from).into_iter().collect();
        prefixes.extend(
            ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"].map(PathBuf::from),
        );
        prefixes.dedup();
        let kinds = ["Cellar", "Caskroom"];
        let mut bundles = vec![PathBuf::from("/Applications")];
        bundles.extend(reader.system().home().ok().map(|home| home.join("Applications")));
        Self {
            cellars: prefixes
                .iter()
                .flat_map(|prefix| kinds.map(|kind| prefix.join(kind)))
                .collect(),
            snaps: cfg!(target_os = "linux").then(|| PathBuf::from("/snap")),
            bundles: if cfg!(target_os = "macos") { bundles } else { Vec::new() },
        }
    }
}

/// The programs of the table that are installed there.
pub(crate) fn find_installed(reader: &Reader<'_>, places: &Places) -> Vec<FoundProgram> {
    let mut programs = find_extensions(reader);
    programs.extend(find_plugins(reader));
    for cellar in &places.cellars {
        programs.extend(find_in_cellar(reader, cellar));
    }
    if let Some(snaps) = &places.snaps {
        programs.extend(find_snaps(reader, snaps));
    }
    for folder in &places.bundles {
        programs.extend(find_bundles(reader, folder));
    }
    programs
}

fn installed(program: &Program, path: PathBuf, version: Option<ProgramVersion>) -> FoundProgram {
    FoundProgram { version, ..found(program, FoundAt::file(path), WhyInUse::Installed) }
}

/// The folders of extensions of VS Code and its relatives, below the home folder.
const EXTENSIONS: &[&str] = &[
    ".vscode",
    ".vscode-server",
    ".vscode-oss",
    ".vscode-insiders",
    ".cursor",
    ".cursor-server",
    ".kiro",
    ".windsurf",
];

/// `<publisher>.<name>-<version>[-<system>]`
fn find_extensions(reader: &Reader<'_>) -> Vec<FoundProgram> {
    let Ok(home) = reader.system().home() else {
        return Vec::new();
    };
    let mut programs: Vec<FoundProgram> = Vec::new();
    for editor in EXTENSIONS {
        let folder = home.join(editor).join("extensions");
        for name in reader.list(&folder).unwrap_or_default().iter() {
            let lower = name.to_ascii_lowercase();
            for program in program_table::programs() {
                let version = program
                    .found_by
                    .editor_extension
                    .iter()
                    .find_map(|extension| lower.strip_prefix(extension)?.strip_prefix('-'));
                let Some(version) = version.and_then(read_extension_version) else { continue };
                // An update leaves the older version until the editor starts again.
                let path = folder.join(name);
                let older = programs.iter_mut().find(|other| {
                    other.id == program.id && other.found_at.path.parent() == path.parent()
                });
                match older {
                    Some(other) if other.version.as_ref() < Some(&version) => {
                        *other = installed(program, path, Some(version));
                    }
                    Some(_) => {}
                    None => programs.push(installed(program, path, Some(version))),
                }
            }
        }
    }
    programs
}

/// `3.91.0` of `3.91.0-linux-x64`.
fn read_extension_version(text: &str) -> Option<ProgramVersion> {
    text.split('-').next().filter(|number| number.contains('.')).and_then(ProgramVersion::parse)
}

/// Plugins of JetBrains' programs. Their versions are inside their archives.
fn find_plugins(reader: &Reader<'_>) -> Vec<FoundProgram> {
    let Ok(home) = reader.system().home() else {
        return Vec::new();
    };
    let folder = if cfg!(target_os = "macos") {
        home.join("Library/Application Support/JetBrains")
    } else if cfg!(windows) {
        home.join("AppData").join("Roaming").join("JetBrains")
    } else {
        home.join(".local/share/JetBrains")
    };
    let mut programs: Vec<FoundProgram> = Vec::new();
    for product in reader.folders_in(&folder) {
        for program in program_table::programs() {
            for name in program.found_by.jetbrains_plugin {
                let plugin = [product.join(name), product.join("plugins").join(name)]
                    .into_iter()
                    .find(|plugin| reader.is_folder(plugin));
                programs.extend(plugin.map(|plugin| installed(program, plugin, None)));
            }
        }
    }
    programs
}

/// Whether the sorted names of a folder contain this one.
fn has(names: &[String], name: &str) -> bool {
    names.binary_search_by(|other| other.as_str().cmp(name)).is_ok()
}

/// `<Cellar>/<name>/<version>`, the newest one.
fn find_in_cellar(reader: &Reader<'_>, cellar: &Path) -> Vec<FoundProgram> {
    let names = reader.list(cellar).unwrap_or_default();
    let mut programs = Vec::new();
    for program in program_table::programs() {
        for name in program.found_by.homebrew.iter().filter(|name| has(&names, name)) {
            let folder = cellar.join(name);
            let newest = reader
                .folders_in(&folder)
                .into_iter()
                .filter_map(|path| {
                    let version = path.file_name()?.to_str()?.split('_').next()?.to_owned();
                    Some((ProgramVersion::parse(&version)?, path))
                })
                .max_by(|(one, _), (other, _)| one.cmp(other));
            programs.extend(newest.map(|(version, path)| installed(program, path, Some(version))));
        }
    }
    programs
}

/// `/snap/<name>/current/meta/snap.yaml`
fn find_snaps(reader: &Reader<'_>, snaps: &Path) -> Vec<FoundProgram> {
    let names = reader.list(snaps).unwrap_or_default();
    let mut programs = Vec::new();
    for program in program_table::programs() {
        for name in program.found_by.snap.iter().filter(|name| has(&names, name)) {
            let manifest = snaps.join(name).join("current/meta/snap.yaml");
            let Some(text) = reader.read_text(&manifest, MAX_MANIFEST) else { continue };
            let version = text.lines().find_map(|line| line.strip_prefix("version:"));
            let version = version
                .and_then(|text| ProgramVersion::parse(text.trim().trim_matches(['\'', '"'])));
            programs.push(installed(program, manifest, version));
        }
    }
    programs
}

/// `<App>.app/Contents/Info.plist`, if it is text.
fn find_bundles(reader: &Reader<'_>, folder: &Path) -> Vec<FoundProgram> {
    let names = reader.list(folder).unwrap_or_default();
    let mut programs = Vec::new();
    for program in program_table::programs() {
        for name in program.found_by.app.iter().filter(|name| has(&names, name)) {
            let bundle = folder.join(name);
            let text = reader.read_text(&bundle.join("Contents/Info.plist"), MAX_MANIFEST);
            let version = text.as_deref().and_then(read_bundle_version);
            programs.push(installed(program, bundle, version));
        }
    }
    programs
}

/// The string after the key `CFBundleShortVersionString`.
fn read_bundle_version(text: &str) -> Option<ProgramVersion> {
    let (_, rest) = text.split_once("<key>CFBundleShortVersionString</key>")?;
    let value = rest.trim_start().strip_prefix("<string>")?.split('<').next()?;
    ProgramVersion::parse(value)
}
