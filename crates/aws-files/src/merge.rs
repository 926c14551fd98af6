//! The two files together.

use crate::reading::{FileKind, Property, Reading, Section};
use indexmap::IndexMap;

/// A profile as written in the config file, the credentials file, or both.
#[derive(Clone, Debug)]
pub struct MergedProfile {
    /// The profile's name.
    pub name: String,
    /// Its section of the config file.
    pub config: Option<Section>,
    /// Its section of the credentials file.
    pub credentials: Option<Section>,
}

impl MergedProfile {
    /// A property and its file. For each key the credentials file takes precedence over the config
    /// file (botocore `session.py`, `full_config`; aws-runtime `section.rs`, `parse`).
    pub fn get(&self, key: &str) -> Option<(FileKind, &Property)> {
        self.sections().rev().find_map(|(file, section)| Some((file, section.get(key)?)))
    }

    /// Its section of one file.
    pub const fn section(&self, file: FileKind) -> Option<&Section> {
        match file {
            FileKind::Config => self.config.as_ref(),
            FileKind::Credentials => self.credentials.as_ref(),
        }
    }

    /// Its sections: that of the config file, then that of the credentials file.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = (FileKind, &Section)> {
        [FileKind::Config, FileKind::Credentials]
            .into_iter()
            .filter_map(move |file| Some((file, self.section(file)?)))
    }

    /// A property's text; `None` if its value is nested.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.1.value.as_text()
    }

    /// All keys, each once: those of the config file, then those only in the credentials file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let config = self.config.iter().flat_map(Section::iter);
        let credentials = self.credentials.iter().flat_map(Section::iter).filter(|(key, _)| {
            self.config.as_ref().is_none_or(|section| section.get(key).is_none())
        });
        config.chain(credentials).map(|(key, _)| key)
    }
}

/// Combines the profiles of both files: those of the config file in its order, then those only in
/// the credentials file. A refused reading has none.
pub fn merge(config: &Reading, credentials: &Reading) -> IndexMap<String, MergedProfile> {
    let mut merged: IndexMap<String, MergedProfile> = config
        .profiles
        .iter()
        .map(|(name, section)| {
            let profile = MergedProfile {
                name: name.clone(),
                config: Some(section.clone()),
                credentials: None,
            };
            (name.clone(), profile)
        })
        .collect();
    for (name, section) in &credentials.profiles {
        merged
            .entry(name.clone())
            .or_insert_with(|| MergedProfile {
                name: name.clone(),
                config: None,
                credentials: None,
            })
            .credentials = Some(section.clone());
    }
    merged
}
