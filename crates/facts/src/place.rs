//! A position in a file, and where the parts of a profile or a session are written.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use aws_files::{FileKind, Location, Section};

use crate::{Facts, Profile, Session, SessionKey, Text};

/// A position in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The absolute path of the file, shared by all places in it.
    pub path: Arc<Path>,
    /// Line and columns.
    pub location: Location,
}

impl Place {
    /// A position in one of the AWS files.
    pub fn of(facts: &Facts, file: FileKind, location: Location) -> Self {
        Self { path: Arc::clone(&facts.files().file(file).path), location }
    }
}

impl<'a> Profile<'a> {
    /// The profile's own section: in the config file, otherwise in the credentials file.
    pub fn own_section(&self) -> Option<(FileKind, &'a Section)> {
        let config = self.merged.config.as_ref().map(|section| (FileKind::Config, section));
        config.or_else(|| Some((FileKind::Credentials, self.merged.credentials.as_ref()?)))
    }

    /// The header of the profile's own section.
    pub fn header(&self) -> Option<Place> {
        let (file, section) = self.own_section()?;
        Some(Place::of(self.facts(), file, section.header))
    }

    /// The value of a key.
    pub fn place(&self, key: &str) -> Option<Place> {
        let (file, property) = self.get(key)?;
        Some(Place::of(self.facts(), file, property.location))
    }

    /// The value of a key, or the header if the profile does not have the key.
    pub fn place_or_header(&self, key: &str) -> Option<Place> {
        self.place(key).or_else(|| self.header())
    }

    /// A short label, with its name unless the run is about this profile alone.
    pub fn brief(&self, words: &str) -> String {
        match self.facts().scope().profiles.as_slice() {
            [only] if only == self.name => words.to_owned(),
            _ => format!("{self}: {words}"),
        }
    }
}

/// The name, safe to print.
impl fmt::Display for Profile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text(self.name).fmt(f)
    }
}

impl<'a> Session<'a> {
    /// The header of the section; `None` for a legacy profile and for an undefined name.
    pub fn header(&self) -> Option<Place> {
        Some(Place::of(self.facts, FileKind::Config, self.section?.header))
    }

    /// The value of a key of the section.
    pub fn place(&self, key: &str) -> Option<Place> {
        let property = self.section?.get(key)?;
        Some(Place::of(self.facts, FileKind::Config, property.location))
    }

    /// The value of a key, or the header if the section does not have the key.
    pub fn place_or_header(&self, key: &str) -> Option<Place> {
        self.place(key).or_else(|| self.header())
    }

    /// The names of the profiles that use it, in the order of the files.
    pub fn users(&self) -> &'a [String] {
        self.facts.session_users().get(&self.key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The profiles that use it, in the order of the files.
    pub fn profiles(&self) -> impl Iterator<Item = Profile<'a>> + use<'a> {
        let facts = self.facts;
        self.users().iter().filter_map(|user| facts.profile(user))
    }

    /// Whether profiles name the portal themselves, without an sso-session.
    pub const fn is_legacy(&self) -> bool {
        matches!(self.key, SessionKey::Legacy(_))
    }
}

/// The name of the session, or the start URL of a legacy profile; safe to print.
impl fmt::Display for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text(self.key.name()).fmt(f)
    }
}
