//! Package managers that keep each version in a folder of its own.

use std::path::Path;

use facts::{AwsVersion, Installation};

use super::{AwsCliLayout, parts_of, version_of_folder};
use crate::executable::is_native_program;
use crate::reader::Reader;
use crate::shims::read_scoop_shim;

/// Read at most this many bytes of a manifest.
const MAX_MANIFEST: u64 = 256 << 10;

/// The snap: `/snap/bin/aws` is a link to the program `snap`, which starts
/// `/snap/aws-cli/current`. Its `meta/snap.yaml` names the version that the snap's builder took
/// from the AWS CLI.
pub(super) fn read_snap(reader: &Reader<'_>, path: &Path, real: &Path) -> Option<AwsCliLayout> {
    if real.file_name()? != "snap" {
        return None;
    }
    let bin = path
        .parent()
        .filter(|folder| folder.ends_with("snap/bin") || folder.ends_with("snapd/snap/bin"))?;
    // `aws` is an alias of the snap's command `aws-cli.aws`.
    if !bin.join("aws-cli.aws").is_symlink() {
        return None;
    }
    let current = bin.parent()?.join("aws-cli/current");
    let manifest = reader.read_text(&current.join("meta/snap.yaml"), MAX_MANIFEST)?;
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.strip_prefix(':')?.trim().trim_matches(['\'', '"']))
    };
    if value("name")? != "aws-cli" {
        return None;
    }
    let version = version_of_folder(value("version")?)?;
    Some(AwsCliLayout { version, installation: Installation::Snap })
}

/// The Nix store: `/nix/store/<hash>-awscli2-2.36.7/bin/aws`. What is there never changes.
pub(super) fn read_nix(reader: &Reader<'_>, real: &Path) -> Option<AwsCliLayout> {
    let parts = parts_of(real)?;
    let ["/", "nix", "store", package, "bin", _] = parts.as_slice() else {
        return None;
    };
    let version = read_nix_name(package)?;
    let starts = is_native_program(reader, real)
        || crate::executable::read_script(reader, real).is_some_and(|script| {
            matches!(script.interpreter, crate::executable::Interpreter::Path(path)
                if machine::programs::is_runnable(&path))
        });
    starts.then_some(AwsCliLayout { version, installation: Installation::Nix })
}

/// `2.36.7` of `<hash>-awscli2-2.36.7` or `<hash>-python3.12-awscli-1.44.1`.
fn read_nix_name(package: &str) -> Option<AwsVersion> {
    let (hash, name) = package.split_once('-')?;
    let is_hash = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let name = match name.split_once('-') {
        Some((python, rest)) if python.starts_with("python") => rest,
        _ => name,
    };
    let version = name.strip_prefix("awscli2-").or_else(|| name.strip_prefix("awscli-"))?;
    is_hash.then(|| version_of_folder(version))?
}

/// mise and asdf: `…/mise/installs/awscli/2.36.7/…/aws`, if it is a program, not a script, and the
/// file itself, not the shim that chooses a version.
pub(super) fn read_version_folder(reader: &Reader<'_>, real: &Path) -> Option<AwsCliLayout> {
    let parts = parts_of(real)?;
    let at = parts.windows(2).position(|pair| {
        pair[0] == "installs" && matches!(pair[1], "awscli" | "aws-cli" | "aws")
    })?;
    let installation = match parts.get(at.checked_sub(1)?).copied()? {
        "mise" => Installation::Mise,
        ".asdf" | "asdf" => Installation::Asdf,
        _ => return None,
    };
    let version = version_of_folder(parts.get(at + 2)?)?;
    is_native_program(reader, real).then_some(AwsCliLayout { version, installation })
}

/// Scoop on Windows: the shim beside names `…\scoop\apps\aws\current\…\aws.exe`, and `current` is
/// a link to the version's folder.
pub(super) fn read_scoop(reader: &Reader<'_>, path: &Path) -> Option<AwsCliLayout> {
    let is_shim = reader.is_file(&path.with_extension("shim"));
    let target = if is_shim { read_scoop_shim(reader, path)? } else { path.to_owned() };
    let real = machine::real_path(&target)?;
    let parts = parts_of(&real)?;
    let at = parts.windows(3).position(|three| three == ["scoop", "apps", "aws"])?;
    let version = version_of_folder(parts.get(at + 3)?)?;
    is_native_program(reader, &real)
        .then_some(AwsCliLayout { version, installation: Installation::Scoop })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_path_of_nix_names_the_version() {
        let hash = "0c6a1a6ad97e331155147aec668b421e";
        let version = |name: &str| {
            read_nix_name(&format!("{hash}-{name}")).map(|version| version.to_string())
        };
        assert_eq!(version("awscli2-2.36.7").as_deref(), Some("2.36.7"));
        assert_eq!(version("python3.12-awscli-1.44.1").as_deref(), Some("1.44.1"));
        for other in ["awscli2-2.36.7-doc", "awscli2-unstable", "aws-nuke-2.36.7", "awscli2"] {
            assert_eq!(version(other), None, "{other}");
        }
        assert_eq!(read_nix_name("short-awscli2-2.36.7"), None);
    }
}
