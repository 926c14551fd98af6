//! Whether the packages that the AWS CLI imports are installed with it.

use std::path::Path;

use facts::ProgramVersion;

use crate::python::{Distributions, normalize_name};
use crate::reader::Reader;

/// Read at most this many bytes of a distribution's metadata; the AWS CLI's has 10,000.
const MAX_METADATA: u64 = 1 << 20;

/// Whether every package that the distribution's metadata requires is there, and those that it
/// requires in one version are there in that version: version 1 pins botocore. `false` if the
/// metadata names none, because then nothing is known about them.
pub(super) fn are_requirements_met(
    reader: &Reader<'_>,
    files: &Path,
    distributions: &Distributions,
) -> bool {
    // A `dist-info` has METADATA; an `egg-info` has PKG-INFO and requires.txt, or is a file.
    if let Some(metadata) = reader.read_text(&files.join("METADATA"), MAX_METADATA) {
        // The description comes after an empty line.
        let head = metadata.lines().take_while(|line| !line.trim().is_empty());
        let required = head.filter_map(|line| line.strip_prefix("Requires-Dist:"));
        return all_met(required, distributions);
    }
    let Some(requires) = reader.read_text(&files.join("requires.txt"), MAX_METADATA) else {
        return false;
    };
    // The sections after the first are extras or have conditions.
    all_met(requires.lines().take_while(|line| !line.starts_with('[')), distributions)
}

fn all_met<'a>(required: impl Iterator<Item = &'a str>, distributions: &Distributions) -> bool {
    let mut count = 0;
    for requirement in required.map(str::trim).filter(|line| !line.is_empty()) {
        // What is required only under a condition (PEP 508) is not judged.
        if requirement.contains(';') {
            continue;
        }
        count += 1;
        if !is_met(requirement, distributions) {
            return false;
        }
    }
    count > 0
}

/// Whether a requirement such as `botocore (==1.43.11)` or `awscrt>=0.12.4,<0.17.0` is met, its
/// ranges aside: distributions install versions outside them and patch the code.
fn is_met(requirement: &str, distributions: &Distributions) -> bool {
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
        .unwrap_or(requirement.len());
    let (name, range) = requirement.split_at(end);
    let Some(installed) = distributions.get(&normalize_name(name)) else {
        return false;
    };
    let range = range.trim().trim_start_matches('(').trim_end_matches(')').trim();
    match range.strip_prefix("==") {
        Some(pinned) if !pinned.contains([',', '*', '=']) => {
            installed.version == ProgramVersion::parse(pinned)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::read_distributions;
    use crate::reader::Limits;
    use crate::testing::Tree;

    fn is_met_by(metadata: &str) -> bool {
        let tree = Tree::new()
            .file("site/awscli-1.45.11.dist-info/METADATA", metadata)
            .file("site/botocore-1.43.11.dist-info/METADATA", "")
            .file("site/ruamel.yaml-0.17.21.egg-info/PKG-INFO", "");
        let system = tree.system(&[]);
        let reader = Reader::new(&system, Limits::ONE_PROGRAM);
        let distributions = read_distributions(&reader, &[tree.path("site")]);
        are_requirements_met(&reader, &tree.path("site/awscli-1.45.11.dist-info"), &distributions)
    }

    #[test]
    fn what_is_required_is_there() {
        assert!(is_met_by("Name: awscli\nRequires-Dist: botocore (==1.43.11)\n"));
        assert!(is_met_by(
            "Requires-Dist: botocore==1.43.11\nRequires-Dist: Ruamel_YAML>=0.15,<1\n"
        ));
        let extra = "Requires-Dist: botocore\nRequires-Dist: awscrt>=0.20 ; extra == 'crt'\n";
        assert!(is_met_by(extra));
        assert!(is_met_by("Requires-Dist: botocore\n\nRequires-Dist: nothing\n"));
    }

    #[test]
    fn what_is_missing_or_another_version_is_seen() {
        assert!(!is_met_by("Requires-Dist: botocore (==1.43.12)\n"));
        assert!(!is_met_by("Requires-Dist: botocore\nRequires-Dist: awscrt>=0.20\n"));
        assert!(!is_met_by("Name: awscli\n"));
        assert!(!is_met_by(""));
    }
}
