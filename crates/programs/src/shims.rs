//! Shims: small files on PATH that start the program of a version manager or a package manager.

use std::path::{Path, PathBuf};

use crate::pyenv::find_pyenv_program;
use crate::reader::Reader;

/// Read at most this many bytes of a shim or of a file that chooses versions.
const MAX_SHIM: u64 = 64 << 10;

/// Search at most this many folders for the file that chooses a version.
const MAX_LEVELS: usize = 32;

/// What a shim starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The program's file.
    pub(crate) file: PathBuf,
    /// Its version, if the package manager names it.
    pub(crate) version: Option<String>,
}

/// What the shim at `path` starts; `None` if it is no shim, or if it is not certain which version
/// it starts. `names` are the names of the program in version managers.
pub(crate) fn find_target(reader: &Reader<'_>, path: &Path, names: &[&str]) -> Option<Target> {
    let folder = path.parent()?;
    let manager = folder.parent()?;
    let is_called = |path: &Path, names: &[&str]| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name))
    };
    for (manager_names, is_mise) in [(["mise", "rtx"], true), ([".asdf", "asdf"], false)] {
        if is_called(folder, &["shims"]) && is_called(manager, &manager_names) {
            return find_installed_version(reader, path, manager, names, is_mise);
        }
    }
    if is_called(folder, &["shims"]) && is_called(manager, &["scoop"]) {
        return find_scoop_app(reader, path);
    }
    if is_called(folder, &["bin"]) && is_called(manager, &["chocolatey"]) {
        return find_chocolatey_package(reader, path, manager, names);
    }
    find_pyenv_program(reader, path).map(|file| Target { file, version: None })
}

/// `installs/<name>/<version>/bin/<command>` of asdf and mise, in the version that is chosen, or
/// the only one that is installed.
///
/// Sources: asdf, "Versions" (`ASDF_<NAME>_VERSION`, `.tool-versions` in the current folder and its
/// parents, then in the home folder); mise, "Configuration" (`MISE_<NAME>_VERSION`, `mise.toml`,
/// `.mise.toml`, `.tool-versions`).
fn find_installed_version(
    reader: &Reader<'_>,
    path: &Path,
    manager: &Path,
    names: &[&str],
    is_mise: bool,
) -> Option<Target> {
    let command = path.file_stem()?.to_str()?;
    let installs = manager.join("installs");
    let listed = reader.list(&installs)?;
    let name = names.iter().find(|name| listed.iter().any(|other| other == *name))?;
    let folder = installs.join(name);
    // mise keeps links such as `latest` and `1` beside the versions.
    let versions: Vec<String> = reader
        .folders_in(&folder)
        .into_iter()
        .filter(|version| {
            machine::real_path(version).is_some_and(|real| real.file_name() == version.file_name())
        })
        .filter_map(|version| Some(version.file_name()?.to_str()?.to_owned()))
        .collect();
    let version = match chosen_version(reader, name, is_mise) {
        Some(chosen) => versions.iter().find(|version| Some(*version) == chosen.as_ref())?,
        None => match versions.as_slice() {
            [only] => only,
            _ => return None,
        },
    };
    let version_folder = folder.join(version);
    let file = [version_folder.join("bin").join(command), version_folder.join(command)]
        .into_iter()
        .find(|file| reader.is_file(file))?;
    Some(Target { file, version: Some(version.clone()) })
}

/// The version that the environment or the nearest file chooses; `Some(None)` if what it says cannot
/// be read.
fn chosen_version(reader: &Reader<'_>, name: &str, is_mise: bool) -> Option<Option<String>> {
    let variable = name.to_ascii_uppercase().replace('-', "_");
    let manager = if is_mise { "MISE" } else { "ASDF" };
    let set = reader.variable(&format!("{manager}_{variable}_VERSION"));
    if set.is_some() {
        return Some(set);
    }
    let current = reader.folder().unwrap_or_default();
    let home = reader.system().home().ok();
    let mut folders: Vec<PathBuf> =
        current.ancestors().take(MAX_LEVELS).map(Path::to_owned).collect();
    folders.extend(home);
    folders.iter().find_map(|folder| {
        let read = |file: &str| {
            let path = folder.join(file);
            reader.is_file(&path).then(|| reader.read_text(&path, MAX_SHIM)).flatten()
        };
        let mut tomls = ["mise.toml", ".mise.toml"].iter().filter(|_| is_mise);
        let toml = tomls.find_map(|file| read(file));
        toml.and_then(|text| read_mise(&text, name))
            .or_else(|| read_tool_versions(&read(".tool-versions")?, name).map(Some))
    })
}

/// `terraform 1.6.0`, with a comment after `#`.
fn read_tool_versions(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let code = line.split('#').next().unwrap_or_default();
        let mut words = code.split_whitespace();
        (words.next() == Some(name)).then(|| words.next().map(str::to_owned)).flatten()
    })
}

/// `terraform = "1.6.0"` below `[tools]`; `Some(None)` for a value of another form.
fn read_mise(text: &str, name: &str) -> Option<Option<String>> {
    let is_name = |key: &str| key.trim().trim_matches(['"', '\'']) == name;
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            let header = line.split('#').next().unwrap_or_default().trim();
            let table = header.strip_prefix("[tools.").and_then(|rest| rest.strip_suffix(']'));
            if table.is_some_and(is_name) {
                return Some(None);
            }
            inside = header == "[tools]";
        } else if let Some((key, value)) = line.split_once('=').filter(|_| inside)
            && is_name(key.split('.').next().unwrap_or_default())
        {
            if key.contains('.') {
                return Some(None);
            }
            let value = value.trim();
            let quoted = |quote| Some(value.strip_prefix(quote)?.split_once(quote)?.0.to_owned());
            return Some(quoted('"').or_else(|| quoted('\'')));
        }
    }
    None
}

/// The path in the file beside a shim of Scoop: `path = "C:\…\apps\terraform\current\terraform.exe"`
/// (Scoop, `lib/core.ps1`, `shim`).
pub(crate) fn read_scoop_shim(reader: &Reader<'_>, shim: &Path) -> Option<PathBuf> {
    let text = reader.read_text(&shim.with_extension("shim"), MAX_SHIM)?;
    let value = text.lines().find_map(|line| line.trim().strip_prefix("path"))?;
    Some(PathBuf::from(value.trim_start().strip_prefix('=')?.trim().trim_matches('"')))
}

/// The program of a shim of Scoop, with the version in the manifest beside it.
fn find_scoop_app(reader: &Reader<'_>, path: &Path) -> Option<Target> {
    let file = read_scoop_shim(reader, path)?;
    let manifest = file.parent()?.join("manifest.json");
    let version = reader.read_text(&manifest, MAX_SHIM).and_then(|text| {
        let json: serde_json::Value = serde_json::from_str(&text).ok()?;
        json.get("version")?.as_str().map(str::to_owned)
    });
    reader.is_file(&file).then_some(Target { file, version })
}

/// `lib/<package>/<package>.nuspec` beside Chocolatey's `bin`.
fn find_chocolatey_package(
    reader: &Reader<'_>,
    path: &Path,
    manager: &Path,
    names: &[&str],
) -> Option<Target> {
    let (name, text) = names.iter().find_map(|name| {
        let manifest = manager.join("lib").join(name).join(format!("{name}.nuspec"));
        let is_there = reader.is_file(&manifest);
        Some((name, is_there.then(|| reader.read_text(&manifest, MAX_SHIM)).flatten()?))
    })?;
    let version = text.split_once("<version>")?.1.split('<').next()?.trim().to_owned();
    let tool = manager.join("lib").join(name).join("tools").join(path.file_name()?);
    let file = if reader.is_file(&tool) { tool } else { path.to_owned() };
    Some(Target { file, version: Some(version) })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    fn target(tree: &Tree, path: &str, variables: &[(&str, &str)]) -> Option<(String, String)> {
        let system = tree.system(variables);
        let reader = Reader::new(&system, Limits::SEARCH).in_folder(&tree.path("project"));
        let found = find_target(&reader, &tree.path(path), &["terraform"])?;
        let root = tree.path("");
        let file = found.file.strip_prefix(&root).unwrap_or(&found.file).display().to_string();
        Some((file, found.version.unwrap_or_default()))
    }

    fn some(file: &str, version: &str) -> Option<(String, String)> {
        Some((file.to_owned(), version.to_owned()))
    }

    #[test]
    fn version_managers_start_the_chosen_version() {
        let shim = "home/.asdf/shims/terraform";
        let installed =
            |version: &str| format!("home/.asdf/installs/terraform/{version}/bin/terraform");
        let one = Tree::new().file(shim, "#!/bin/sh\n").file(&installed("1.5.7"), "x");
        assert_eq!(target(&one, shim, &[]), some(&installed("1.5.7"), "1.5.7"));
        let two = one.file(&installed("1.6.0"), "x");
        assert_eq!(target(&two, shim, &[]), None);
        let set = [("ASDF_TERRAFORM_VERSION", "1.6.0")];
        assert_eq!(target(&two, shim, &set), some(&installed("1.6.0"), "1.6.0"));
        let chosen = two.file("home/.tool-versions", "# mine\nnodejs 20\nterraform 1.5.7 # old\n");
        assert_eq!(target(&chosen, shim, &[]), some(&installed("1.5.7"), "1.5.7"));
        // mise's own file and variable are nothing to asdf.
        let chosen = chosen.file("project/mise.toml", "[tools]\nterraform = \"1.6.0\"\n");
        let mise = [("MISE_TERRAFORM_VERSION", "1.6.0")];
        assert_eq!(target(&chosen, shim, &mise), some(&installed("1.5.7"), "1.5.7"));
        let missing = [("ASDF_TERRAFORM_VERSION", "1.7.0")];
        assert_eq!(target(&chosen, shim, &missing), None);
    }

    #[test]
    fn mise_is_read_by_its_own_file() {
        let shim = "home/.local/share/mise/shims/terraform";
        let installed = |version: &str| {
            format!("home/.local/share/mise/installs/terraform/{version}/terraform")
        };
        let tree = Tree::new()
            .file(shim, "x")
            .file(&installed("1.5.7"), "x")
            .file(&installed("1.6.0"), "x")
            .file(
                "project/mise.toml",
                "[env]\nterraform = \"1.5.7\"\n[tools]\nterraform = \"1.6.0\"\n",
            );
        assert_eq!(target(&tree, shim, &[]), some(&installed("1.6.0"), "1.6.0"));
        // What it says decides even where it cannot be read: not the file of a folder above.
        let tree = tree.file("home/.tool-versions", "terraform 1.5.7\n");
        let with = |tree: Tree, text: &str| tree.file("project/mise.toml", text);
        let mut tree = with(tree, "[tools] # mine\n'terraform' = '1.6.0'\n");
        assert_eq!(target(&tree, shim, &[]), some(&installed("1.6.0"), "1.6.0"));
        for text in [
            "[tools]\nterraform = { version = \"1.6.0\" }\n",
            "[tools]\nterraform.version = \"1.6.0\"\n",
            "[tools.terraform]\nversion = \"1.6.0\"\n",
        ] {
            tree = with(tree, text);
            assert_eq!(target(&tree, shim, &[]), None, "{text}");
        }
        let tree = with(tree, "[tools]\nnode = \"22\"\n");
        assert_eq!(target(&tree, shim, &[]), some(&installed("1.5.7"), "1.5.7"));
    }

    #[test]
    fn package_managers_of_windows_name_the_version() {
        let scoop = Tree::new().file("scoop/shims/terraform.exe", "x");
        let app = scoop.path("scoop/apps/terraform/current/terraform.exe");
        let scoop = scoop
            .file("scoop/shims/terraform.shim", format!("path = \"{}\"\n", app.display()))
            .file("scoop/apps/terraform/current/terraform.exe", "x")
            .file("scoop/apps/terraform/current/manifest.json", "{\"version\": \"1.9.0\"}");
        let file = "scoop/apps/terraform/current/terraform.exe";
        assert_eq!(target(&scoop, "scoop/shims/terraform.exe", &[]), some(file, "1.9.0"));
        let nuspec =
            "<package><metadata><id>terraform</id><version>1.8.2</version></metadata></package>";
        let chocolatey = Tree::new()
            .file("chocolatey/bin/terraform.exe", "x")
            .file("chocolatey/lib/terraform/terraform.nuspec", nuspec)
            .file("chocolatey/lib/terraform/tools/terraform.exe", "x");
        let file = "chocolatey/lib/terraform/tools/terraform.exe";
        assert_eq!(target(&chocolatey, "chocolatey/bin/terraform.exe", &[]), some(file, "1.8.2"));
    }

    #[test]
    fn other_files_are_no_shims() {
        let tree = Tree::new().file("usr/bin/terraform", "x").file("shims/terraform", "x");
        assert_eq!(target(&tree, "usr/bin/terraform", &[]), None);
        assert_eq!(target(&tree, "shims/terraform", &[]), None);
    }
}
