//! The distributions in a folder that Python imports from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use facts::ProgramVersion;

use crate::reader::Reader;

/// A folder that Python imports from, and what is installed there.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) folder: PathBuf,
    /// By normalized name.
    pub(crate) distributions: BTreeMap<String, Distribution>,
}

/// An installed distribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Distribution {
    /// Its version; `None` if its files contradict each other.
    pub(crate) version: Option<ProgramVersion>,
    /// Its `dist-info` folder or `egg-info`.
    pub(crate) files: PathBuf,
}

/// Reads the names of a folder; `None` if it cannot be listed.
///
/// Sources: PEP 376 and the "Core metadata" specification (`{name}-{version}.dist-info`);
/// setuptools (`{name}-{version}[-py3.11].egg-info`).
pub(crate) fn read_site(reader: &Reader<'_>, folder: &Path) -> Option<Site> {
    let mut distributions: BTreeMap<String, Distribution> = BTreeMap::new();
    for name in reader.list(folder)?.iter() {
        let stem = name.strip_suffix(".dist-info").or_else(|| name.strip_suffix(".egg-info"));
        // Without a version in its name, the folder belongs to an installation in the source tree.
        let Some((distribution, version)) = stem.and_then(|stem| stem.split_once('-')) else {
            continue;
        };
        let version = version.split("-py").next().and_then(ProgramVersion::parse);
        let found = Distribution { version, files: folder.join(name) };
        distributions
            .entry(normalize_name(distribution))
            .and_modify(|other| {
                // An upgrade that was interrupted leaves two versions.
                if other.version != found.version {
                    other.version = None;
                }
            })
            .or_insert(found);
    }
    Some(Site { folder: folder.to_owned(), distributions })
}

/// A distribution's name as package indexes compare it (PEP 503).
pub(crate) fn normalize_name(name: &str) -> String {
    let mut normalized = String::new();
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            if !normalized.ends_with('-') {
                normalized.push('-');
            }
        } else {
            normalized.push(c.to_ascii_lowercase());
        }
    }
    normalized
}

/// What Python imports from several folders: the first one that contains it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Distributions {
    found: BTreeMap<String, Distribution>,
    /// The folders that were read.
    pub(crate) sites: Vec<PathBuf>,
}

impl Distributions {
    /// An installed distribution by its normalized name.
    pub(crate) fn get(&self, name: &str) -> Option<&Distribution> {
        self.found.get(name)
    }

    /// Its version.
    pub(crate) fn version(&self, name: &str) -> Option<&ProgramVersion> {
        self.get(name).and_then(|distribution| distribution.version.as_ref())
    }
}

/// Reads the folders in the order in which Python imports from them.
pub(crate) fn read_distributions(reader: &Reader<'_>, folders: &[PathBuf]) -> Distributions {
    let mut all = Distributions::default();
    for site in folders.iter().filter_map(|folder| read_site(reader, folder)) {
        all.sites.push(site.folder);
        for (name, distribution) in site.distributions {
            all.found.entry(name).or_insert(distribution);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Limits;
    use crate::testing::Tree;

    #[test]
    fn names_of_folders_tell_the_versions() {
        let tree = Tree::new()
            .file("site/boto3-1.26.3.dist-info/METADATA", "")
            .file("site/Ruamel.YAML-0.17.21.egg-info/PKG-INFO", "")
            .file("site/docutils-0.19-py3.11.egg-info", "")
            .file("site/cryptography.egg-info/PKG-INFO", "")
            .file("site/botocore-1.29.3.dist-info/METADATA", "")
            .file("site/botocore-1.29.10.dist-info/METADATA", "")
            .file("site/~otocore-1.0.dist-info/METADATA", "")
            .file("other/boto3-1.40.0.dist-info/METADATA", "")
            .file("other/s3fs-2023.4.0.dist-info/METADATA", "");
        let system = tree.system(&[]);
        let reader = Reader::new(&system, Limits::SEARCH);
        let found = read_distributions(&reader, &[tree.path("site"), tree.path("other")]);
        let text = |name: &str| found.version(name).map(ProgramVersion::text);
        assert_eq!(text("boto3"), Some("1.26.3"));
        assert_eq!(text("ruamel-yaml"), Some("0.17.21"));
        assert_eq!(text("docutils"), Some("0.19"));
        assert_eq!(text("s3fs"), Some("2023.4.0"));
        assert_eq!(text("cryptography"), None);
        // Two versions: which one is imported is not known.
        assert!(found.get("botocore").is_some() && text("botocore").is_none());
        assert_eq!(found.sites.len(), 2);
    }

    #[test]
    fn a_folder_that_is_none_has_nothing() {
        let tree = Tree::new().file("site", "");
        let system = tree.system(&[]);
        let reader = Reader::new(&system, Limits::SEARCH);
        assert!(read_site(&reader, &tree.path("site")).is_none());
        assert!(read_site(&reader, &tree.path("missing")).is_none());
    }
}
