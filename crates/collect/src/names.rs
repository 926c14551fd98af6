//! The names in the AWS files alone, for a shell that completes a word.

use std::time::Duration;

use machine::System;
use machine::bounded;

use crate::{files, locations};

/// The names that a user can type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The profiles of both files.
    pub profiles: Vec<String>,
    /// The sections `[sso-session …]`.
    pub sessions: Vec<String>,
}

/// Reads the names of the profiles and sessions, and nothing else; none if that takes longer than
/// `limit`.
pub fn read_names(system: &System, limit: Duration) -> Names {
    let system = system.clone();
    let read = move || {
        let files = files::begin_files(&system, &locations::locations(&system)).finish();
        Names {
            profiles: files.profiles().keys().cloned().collect(),
            sessions: files.sessions().keys().cloned().collect(),
        }
    };
    bounded::run_within(limit, read).unwrap_or_default()
}
