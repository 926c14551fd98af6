//! The folders from which a Python imports, in order, as its `site` module finds them.

use std::path::{Path, PathBuf};

use machine::programs;

use crate::executable::{Interpreter, Script};
use crate::reader::Reader;

/// A Python and its folders.
#[derive(Clone, Debug)]
pub(crate) struct Python {
    /// The folder of the environment: the one with `bin`.
    pub(crate) prefix: PathBuf,
    /// The folders from which it imports, in order.
    pub(crate) sites: Vec<PathBuf>,
    /// Whether it is a virtual environment, which imports only from its own folders.
    pub(crate) is_virtual: bool,
}

/// Read at most this many bytes of `pyvenv.cfg`.
const MAX_PYVENV_CFG: u64 = 64 << 10;

/// Variables that change from where Python imports, or which libraries it loads.
const CHANGING: &[&str] = &[
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONUSERBASE",
    "PYTHONSAFEPATH",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "DYLD_INSERT_LIBRARIES",
    "DYLD_LIBRARY_PATH",
];

/// The Python that runs a script; `None` if it does not exist, or if variables or options change
/// where it imports from.
pub(crate) fn find_python(reader: &Reader<'_>, script: &Script) -> Option<Python> {
    if !script.interpreter.is_python() || CHANGING.iter().any(|name| is_set(reader, name)) {
        return None;
    }
    let file = match &script.interpreter {
        Interpreter::Path(path) => path.clone(),
        Interpreter::OnPath(name) => programs::find_on_path(reader.system(), name).ok()?.next()?,
    };
    if !programs::is_runnable(&file) {
        return None;
    }
    let mut without_user = is_set(reader, "PYTHONNOUSERSITE");
    for option in &script.options {
        // -E, -I, -P, -s and -u change nothing else; Fedora writes them as -sP.
        let letters = option.strip_prefix('-').filter(|letters| !letters.is_empty())?;
        if !letters.chars().all(|letter| "EIPsu".contains(letter)) {
            return None;
        }
        without_user |= letters.contains(['I', 's']);
    }
    // The file beside or above the one that is started, links not followed (PEP 405).
    let folder = file.parent()?;
    for place in [folder, folder.parent()?] {
        if reader.is_file(&place.join("pyvenv.cfg")) {
            let settings = PyvenvCfg::read(reader, &place.join("pyvenv.cfg"))?;
            return read_virtual(reader, &file, &settings, without_user);
        }
    }
    read_plain(reader, &machine::real_path(&file)?, without_user)
}

fn is_set(reader: &Reader<'_>, name: &str) -> bool {
    reader.system().variable(name).is_some_and(|value| !value.is_empty())
}

fn read_virtual(
    reader: &Reader<'_>,
    file: &Path,
    settings: &PyvenvCfg,
    without_user: bool,
) -> Option<Python> {
    let prefix = file.parent()?.parent()?;
    let mut sites = sites_of_version(reader, prefix, settings.version.as_deref());
    if sites.is_empty() {
        return None;
    }
    if settings.with_system_packages {
        // Homebrew's environments; their own folder comes first.
        sites.extend(read_plain(reader, &machine::real_path(file)?, without_user)?.sites);
    }
    Some(Python { prefix: prefix.to_owned(), sites, is_virtual: true })
}

fn read_plain(reader: &Reader<'_>, real: &Path, without_user: bool) -> Option<Python> {
    let prefix = real.parent()?.parent()?;
    let version = version_in_name(real)?;
    let mut sites = Vec::new();
    if !without_user && let Ok(home) = reader.system().home() {
        // On macOS, a framework's Python uses another folder.
        let user = match home.join("Library/Python").join(version) {
            folder if cfg!(target_os = "macos") => folder.join("lib/python/site-packages"),
            _ => home.join(format!(".local/lib/python{version}/site-packages")),
        };
        sites.push(user);
    }
    if prefix == Path::new("/usr") {
        // The administrator's packages come before those of the distribution: Debian's
        // Lib/site.py, Fedora's Lib/site.py (its patch 251).
        let is_debian = reader.is_folder(Path::new("/usr/lib/python3/dist-packages"));
        let kind = if is_debian { "dist-packages" } else { "site-packages" };
        sites.extend(
            ["lib", "lib64"].map(|library| {
                PathBuf::from(format!("/usr/local/{library}/python{version}/{kind}"))
            }),
        );
    }
    sites.push(prefix.join("lib/python3/dist-packages"));
    sites.push(prefix.join(format!("lib/python{version}/dist-packages")));
    sites.extend(sites_of_version(reader, prefix, Some(version)));
    sites.retain(|site| reader.is_folder(site));
    Some(Python { prefix: prefix.to_owned(), sites, is_virtual: false })
}

/// `3.11` of `python3.11`.
fn version_in_name(file: &Path) -> Option<&str> {
    let version = file.file_name()?.to_str()?.strip_prefix("python")?;
    let (major, minor) = version.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(major) && is_number(minor)).then_some(version)
}

/// The folders `site-packages` below a prefix for one version, or for the only one that is there.
pub(crate) fn sites_of_version(
    reader: &Reader<'_>,
    prefix: &Path,
    version: Option<&str>,
) -> Vec<PathBuf> {
    if cfg!(windows) {
        let folder = prefix.join("Lib/site-packages");
        return if reader.is_folder(&folder) { vec![folder] } else { Vec::new() };
    }
    let mut sites: Vec<PathBuf> = Vec::new();
    for library in ["lib", "lib64"] {
        let library = prefix.join(library);
        let mut found: Vec<PathBuf> = match version {
            Some(version) => vec![library.join(format!("python{version}/site-packages"))],
            None => reader
                .list(&library)
                .unwrap_or_default()
                .iter()
                .filter(|name| version_in_name(Path::new(name)).is_some())
                .map(|name| library.join(name).join("site-packages"))
                .collect(),
        };
        found.retain(|site| reader.is_folder(site));
        if version.is_none() && found.len() > 1 {
            return Vec::new();
        }
        for site in found {
            let is_same = |other: &PathBuf| machine::real_path(other) == machine::real_path(&site);
            if !sites.iter().any(is_same) {
                sites.push(site);
            }
        }
    }
    sites
}

/// The settings of a virtual environment (PEP 405).
pub(crate) struct PyvenvCfg {
    /// `3.11`
    pub(crate) version: Option<String>,
    pub(crate) with_system_packages: bool,
}

impl PyvenvCfg {
    pub(crate) fn read(reader: &Reader<'_>, path: &Path) -> Option<Self> {
        let text = reader.read_text(path, MAX_PYVENV_CFG)?;
        let value = |names: &[&str]| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find(|(key, _)| names.iter().any(|name| key.trim().eq_ignore_ascii_case(name)))
                .map(|(_, value)| value.trim())
        };
        // Python's own venv writes `version`, virtualenv and uv `version_info`.
        let version = value(&["version", "version_info"]).and_then(|version| {
            let mut parts = version.split('.');
            Some(format!("{}.{}", parts.next()?, parts.next()?))
        });
        let with_system_packages = value(&["include-system-site-packages"])
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        Some(Self { version, with_system_packages })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::executable::read_script;
    use crate::reader::Limits;
    use crate::testing::Tree;

    const CFG: &str = "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n";

    fn python(tree: &Tree, variables: &[(&str, &str)]) -> Option<Python> {
        let system = tree.system(variables);
        let reader = Reader::new(&system, Limits::ONE_PROGRAM);
        find_python(&reader, &read_script(&reader, &tree.path("venv/bin/tool"))?)
    }

    fn venv(settings: &str) -> Tree {
        Tree::new()
            .file("venv/pyvenv.cfg", settings)
            .program("venv/bin/python3", "")
            .program("venv/bin/tool", "#!{root}/venv/bin/python3\n")
            .folder("venv/lib/python3.11/site-packages")
            .folder("venv/lib/python3.12/site-packages")
    }

    #[test]
    fn a_virtual_environment_imports_from_its_own_folder() {
        let tree = venv(CFG);
        let found = python(&tree, &[]).unwrap();
        assert!(found.is_virtual);
        assert_eq!(found.prefix, tree.path("venv"));
        assert_eq!(found.sites, [tree.path("venv/lib/python3.11/site-packages")]);
        let uv = venv("home = /usr/bin\nversion_info = 3.12.1\n");
        assert_eq!(python(&uv, &[]).unwrap().sites, [uv.path("venv/lib/python3.12/site-packages")]);
    }

    #[test]
    fn what_is_not_certain_is_not_told() {
        // The folder does not tell the version, and there are two.
        assert!(python(&venv("home = /usr/bin\n"), &[]).is_none());
        // The Python below has no version in its name.
        assert!(python(&venv(&CFG.replace("false", "true")), &[]).is_none());
        assert!(python(&venv(CFG), &[("PYTHONPATH", "/x")]).is_none());
        assert!(python(&venv(CFG), &[("LD_LIBRARY_PATH", "/x")]).is_none());
        assert!(python(&venv(CFG), &[("PYTHONPATH", "")]).is_some());
    }

    #[test]
    fn options_of_the_script_count() {
        for (options, is_known) in [("-s", true), ("-sP", true), ("-Es", true), ("-m", false)] {
            let script = format!("#!{{root}}/venv/bin/python3 {options}\n");
            let tree = venv(CFG).program("venv/bin/tool", script);
            assert_eq!(python(&tree, &[]).is_some(), is_known, "{options}");
        }
    }

    #[test]
    fn a_python_that_is_gone_runs_nothing() {
        let tree = Tree::new()
            .file("venv/pyvenv.cfg", CFG)
            .link("venv/bin/python3", "/no/such/python3.11")
            .program("venv/bin/tool", "#!{root}/venv/bin/python3\n")
            .folder("venv/lib/python3.11/site-packages");
        assert!(python(&tree, &[]).is_none());
    }

    #[test]
    fn another_python_imports_from_the_home_folder_first() {
        let tree = Tree::new()
            .program("py/bin/python3.11", "")
            .link("py/bin/python3", "python3.11")
            .program("venv/bin/tool", "#!{root}/py/bin/python3\n")
            .folder("home/.local/lib/python3.11/site-packages")
            .folder("py/lib/python3.11/site-packages")
            .folder("py/lib/python3/dist-packages");
        let found = python(&tree, &[]).unwrap();
        let distribution = tree.path("py/lib/python3/dist-packages");
        let own = tree.path("py/lib/python3.11/site-packages");
        assert!(!found.is_virtual);
        if cfg!(target_os = "linux") {
            let user = tree.path("home/.local/lib/python3.11/site-packages");
            assert_eq!(found.sites, [user, distribution.clone(), own.clone()]);
        }
        assert_eq!(python(&tree, &[("PYTHONNOUSERSITE", "1")]).unwrap().sites, [distribution, own]);
    }
}
