//! The AWS CLI as a Python package: pip, pipx, uv, conda, Homebrew, pyenv and distributions.

use std::path::Path;

use facts::{AwsVersion, Installation};

use super::requirements::are_requirements_met;
use super::{AwsCliLayout, parts_of, version_of_folder};
use crate::executable::read_script;
use crate::python::{Python, find_python, read_distributions};
use crate::reader::Reader;

/// Read at most this many bytes of `awscli/__init__.py`; it has 2,000.
const MAX_INIT: u64 = 64 << 10;

/// Reads the version of the package that the script at `path` imports. Its `__version__` is what
/// `aws --version` prints (aws-cli, `awscli/__init__.py` and `awscli/clidriver.py`).
pub(super) fn read_python_package(
    reader: &Reader<'_>,
    path: &Path,
    real: &Path,
) -> Option<AwsCliLayout> {
    let script = read_script(reader, real)?;
    // The AWS CLI's own script, whoever installed it; a wrapper can do anything.
    if !script.text.contains("awscli.clidriver") {
        return None;
    }
    // Python imports from the script's folder first.
    if reader.is_folder(&real.with_file_name("awscli")) {
        return None;
    }
    let python = find_python(reader, &script)?;
    let package =
        python.sites.iter().map(|site| site.join("awscli")).find(|folder| {
            reader.is_folder(folder) || reader.is_file(&folder.with_extension("py"))
        })?;
    let version = read_dunder_version(&reader.read_text(&package.join("__init__.py"), MAX_INIT)?)?;
    if !reader.is_file(&package.join("clidriver.py")) {
        return None;
    }
    let distributions = read_distributions(reader, &python.sites);
    let installed = distributions.get("awscli")?;
    // The metadata of another version than the code's is left by a broken upgrade.
    let same =
        installed.version.as_ref().and_then(|version| AwsVersion::from_number(version.text()));
    if same.as_ref() != Some(&version) || installed.files.parent() != package.parent() {
        return None;
    }
    if !are_requirements_met(reader, &installed.files, &distributions) {
        return None;
    }
    let installation = tell_installation(reader, path, real, &python, &package, &version)?;
    Some(AwsCliLayout { version, installation })
}

/// `2.9.19` of `__version__ = '2.9.19'`.
fn read_dunder_version(text: &str) -> Option<AwsVersion> {
    let value = text.lines().find_map(|line| line.strip_prefix("__version__"))?;
    let value = value.trim_start().strip_prefix('=')?.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    AwsVersion::from_number(value.get(1..)?.split_once(quote)?.0)
}

/// How it was installed; `None` if the folder names another version than the package.
fn tell_installation(
    reader: &Reader<'_>,
    path: &Path,
    real: &Path,
    python: &Python,
    package: &Path,
    version: &AwsVersion,
) -> Option<Installation> {
    let parts = parts_of(real)?;
    let follows = |first: &str, second: &str| {
        parts.windows(2).any(|pair| pair[0] == first && pair[1] == second)
    };
    if let Some(at) = parts.iter().position(|part| *part == "Cellar")
        && parts.get(at + 1).is_some_and(|name| name.starts_with("awscli"))
    {
        let folder = version_of_folder(parts.get(at + 2)?);
        return (folder.as_ref() == Some(version)).then_some(Installation::Homebrew);
    }
    let is_system = package.parent().is_some_and(|site| {
        site == Path::new("/usr/lib/python3/dist-packages")
            || (python.prefix == Path::new("/usr") && site.starts_with("/usr/lib"))
            || (python.prefix == Path::new("/usr") && site.starts_with("/usr/lib64"))
    });
    Some(if is_system {
        Installation::Distribution
    } else if follows("pipx", "venvs") || (follows(".local", "pipx") && python.is_virtual) {
        Installation::Pipx
    } else if follows("uv", "tools") {
        Installation::UvTool
    } else if reader.is_folder(&python.prefix.join("conda-meta")) {
        Installation::Conda
    } else if python.is_virtual {
        Installation::VirtualEnvironment
    } else if follows("mise", "installs") {
        Installation::Mise
    } else if path.starts_with("/nix") {
        Installation::Nix
    } else if parts.windows(2).any(|pair| pair[0].ends_with("pyenv") && pair[1] == "versions") {
        Installation::Pyenv
    } else {
        Installation::Pip
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_a_string_in_quotes() {
        let read = |text: &str| read_dunder_version(text).map(|version| version.to_string());
        assert_eq!(read("import os\n__version__ = '2.9.19'\n").as_deref(), Some("2.9.19"));
        assert_eq!(read("__version__=\"1.45.11\"  # x\n").as_deref(), Some("1.45.11"));
        for other in ["", "__version__ = VERSION\n", "__version__ = '2.9.19\n", "__version__ = ''"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
