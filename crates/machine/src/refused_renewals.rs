//! The tokens that AWS has refused to renew, so that later runs know without the network that the
//! session behind them is over. A token is stored only as a hash.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::state_list::{change_state_list, read_state_list};
use crate::system::System;

/// The list in the state folder.
const FILE: &str = "refused-renewals.json";
/// Remember at most this many refusals, the newest ones; a computer has a few sessions.
const MAX_REMEMBERED: usize = 100;

/// A token that AWS refused to renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRenewal {
    /// The token's fingerprint, a hash. It no longer matches once the cached token changes.
    pub token: String,
    /// The name of its file in the token cache.
    pub file: String,
    /// When AWS refused.
    pub at: Timestamp,
}

/// The refusals that are remembered; none if the list cannot be read.
pub fn refused_renewals(system: &System) -> Vec<RefusedRenewal> {
    read_state_list(system, FILE)
}

/// Remembers a refusal, in place of an earlier one for the same file. An overlay remembers
/// nothing.
///
/// # Errors
/// The list cannot be written.
pub fn remember_refused_renewal(system: &System, refused: RefusedRenewal) -> std::io::Result<()> {
    change_state_list(system, FILE, |all: &mut Vec<RefusedRenewal>| {
        all.retain(|old| old.file != refused.file);
        all.push(refused);
        all.sort_by_key(|one| one.at);
        all.drain(..all.len().saturating_sub(MAX_REMEMBERED));
    })
}

/// Forgets what was refused for these files of the token cache. An overlay forgets nothing.
///
/// # Errors
/// The list cannot be written.
pub fn forget_refused_renewals(
    system: &System,
    is_outdated: impl Fn(&str) -> bool,
) -> std::io::Result<()> {
    change_state_list(system, FILE, |all: &mut Vec<RefusedRenewal>| {
        all.retain(|old| !is_outdated(&old.file));
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn system(home: &Path) -> System {
        System::new(vec![("HOME".into(), home.into())])
    }

    fn refused(token: &str, file: &str, second: i64) -> RefusedRenewal {
        let at = Timestamp::from_second(1_700_000_000 + second).unwrap();
        RefusedRenewal { token: token.into(), file: file.into(), at }
    }

    #[test]
    fn one_refusal_a_file_is_remembered_until_it_is_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let system = system(home.path());
        assert!(refused_renewals(&system).is_empty());
        remember_refused_renewal(&system, refused("1", "a.json", 0)).unwrap();
        remember_refused_renewal(&system, refused("2", "b.json", 1)).unwrap();
        remember_refused_renewal(&system, refused("3", "a.json", 2)).unwrap();
        let [b, a] = [refused("2", "b.json", 1), refused("3", "a.json", 2)];
        assert_eq!(refused_renewals(&system), [b, a.clone()]);
        forget_refused_renewals(&system, |file| file == "b.json").unwrap();
        assert_eq!(refused_renewals(&system), [a]);
        forget_refused_renewals(&system, |_| true).unwrap();
        assert!(refused_renewals(&system).is_empty());
    }

    #[test]
    fn only_the_newest_are_kept() {
        let home = tempfile::tempdir().unwrap();
        let system = system(home.path());
        change_state_list(&system, FILE, |all: &mut Vec<RefusedRenewal>| {
            all.extend((0..150).map(|number| refused("1", &format!("{number}.json"), number)));
        })
        .unwrap();
        remember_refused_renewal(&system, refused("2", "new.json", 200)).unwrap();
        let kept = refused_renewals(&system);
        assert_eq!(kept.len(), MAX_REMEMBERED);
        assert_eq!(kept.last().unwrap().file, "new.json");
    }
}
