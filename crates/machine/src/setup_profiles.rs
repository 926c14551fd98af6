//! The profiles that `setup` created; it proposes to remove only these.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::system::System;
use crate::write;

/// Read at most this many bytes of the list.
const MAX_BYTES: u64 = 16 << 20;

/// A profile that `setup` created.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Made {
    /// The config file that contains it.
    pub file: PathBuf,
    /// Its name.
    pub profile: String,
    /// Its sso-session.
    pub session: String,
    /// The account's twelve digits.
    pub account: String,
    /// The role.
    pub role: String,
}

/// The profiles that `setup` created on this machine; none if the list cannot be read.
pub fn made_profiles(system: &System) -> Vec<Made> {
    let Some(path) = list_path(system) else {
        return Vec::new();
    };
    read_list(&path).unwrap_or_default()
}

/// Records these profiles, and forgets those in `gone`. An overlay records nothing.
///
/// # Errors
/// The list cannot be written.
pub fn remember_profiles(system: &System, made: Vec<Made>, gone: &[Made]) -> std::io::Result<()> {
    let Some(path) = list_path(system).filter(|_| !system.is_overlay()) else {
        return Ok(());
    };
    let mut all = made_profiles(system);
    let before = all.clone();
    all.retain(|old| !gone.contains(old));
    all.extend(made);
    all.sort();
    all.dedup();
    if all == before {
        return Ok(());
    }
    let bytes = serde_json::to_vec_pretty(&all).map_err(std::io::Error::other)?;
    write::replace_file(&path, &bytes, None)
}

fn list_path(system: &System) -> Option<PathBuf> {
    Some(system.state_folder().ok()?.join("made.json"))
}

fn read_list(path: &Path) -> Option<Vec<Made>> {
    let file = std::fs::File::open(path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test's own file")]
mod tests {
    use super::*;

    fn made(profile: &str) -> Made {
        Made {
            file: "/home/mira/.aws/config".into(),
            profile: profile.into(),
            session: "corp".into(),
            account: "111122223333".into(),
            role: "PowerUser".into(),
        }
    }

    #[test]
    fn what_was_made_is_remembered_once_and_forgotten_when_it_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let system = System::new(vec![("HOME".into(), home.path().into())]);
        assert!(made_profiles(&system).is_empty());
        remember_profiles(&system, vec![made("b"), made("a")], &[]).unwrap();
        remember_profiles(&system, vec![made("a")], &[]).unwrap();
        assert_eq!(made_profiles(&system), [made("a"), made("b")]);
        remember_profiles(&system, Vec::new(), &[made("a")]).unwrap();
        assert_eq!(made_profiles(&system), [made("b")]);
        remember_profiles(&system.overlay(), vec![made("c")], &[]).unwrap();
        assert_eq!(made_profiles(&system), [made("b")]);
    }

    #[test]
    fn rubbish_counts_as_nothing_made() {
        let home = tempfile::tempdir().unwrap();
        let system = System::new(vec![("HOME".into(), home.path().into())]);
        let state = system.state_folder().unwrap();
        std::fs::create_dir_all(&state).unwrap();
        for bytes in [&b""[..], b"{}", b"\xff"] {
            std::fs::write(state.join("made.json"), bytes).unwrap();
            assert!(made_profiles(&system).is_empty());
        }
    }
}
