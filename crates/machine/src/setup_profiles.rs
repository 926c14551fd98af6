//! The profiles that `setup` created; it proposes to remove only these.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::state_list::{change_state_list, read_state_list};
use crate::system::System;

/// The list in the state folder.
const FILE: &str = "made.json";

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
    read_state_list(system, FILE)
}

/// Records these profiles, and forgets those in `gone`. An overlay records nothing.
///
/// # Errors
/// The list cannot be written.
pub fn remember_profiles(system: &System, made: Vec<Made>, gone: &[Made]) -> std::io::Result<()> {
    change_state_list(system, FILE, |all: &mut Vec<Made>| {
        all.retain(|old| !gone.contains(old));
        all.extend(made);
        all.sort();
        all.dedup();
    })
}

#[cfg(test)]
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
    }
}
