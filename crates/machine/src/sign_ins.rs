//! The sign-ins that this program tried, so that a report can say what was tried. No token, no
//! code and no address of a browser is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::state_list::{change_state_list, read_state_list};
use crate::system::System;

/// The list in the state folder.
const FILE: &str = "sign-ins.json";
/// Remember at most this many sign-ins, the newest ones; a report shows a few.
const MAX_REMEMBERED: usize = 20;

/// A sign-in that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedSignIn {
    /// The name of the sso-session; the start URL of a legacy profile.
    pub session: String,
    /// Whether `session` is a start URL.
    #[serde(default)]
    pub legacy: bool,
    /// How the user was to confirm it.
    pub way: SignInWay,
    /// How it ended.
    pub outcome: SignInOutcome,
    /// The code of AWS's refusal, for [`SignInOutcome::Refused`].
    #[serde(default)]
    pub code: Option<String>,
    /// When it ended.
    pub at: Timestamp,
}

/// How the user confirms a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInWay {
    /// In a browser on this computer.
    Browser,
    /// With a code on any device.
    DeviceCode,
}

/// How a sign-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInOutcome {
    /// The user is signed in.
    SignedIn,
    /// The user stopped it, or went back.
    Stopped,
    /// Denied in the browser.
    Denied,
    /// Not confirmed in time.
    Expired,
    /// AWS refused a call.
    Refused,
    /// AWS was not reached.
    Unreachable,
    /// Something on this computer failed.
    Failed,
}

/// The sign-ins that are remembered, the oldest first; none if the list cannot be read.
pub fn tried_sign_ins(system: &System) -> Vec<TriedSignIn> {
    read_state_list(system, FILE)
}

/// Remembers a sign-in. An overlay remembers nothing.
///
/// # Errors
/// The list cannot be written.
pub fn remember_sign_in(system: &System, tried: TriedSignIn) -> std::io::Result<()> {
    change_state_list(system, FILE, |all: &mut Vec<TriedSignIn>| {
        all.push(tried);
        all.drain(..all.len().saturating_sub(MAX_REMEMBERED));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(session: &str, second: i64) -> TriedSignIn {
        TriedSignIn {
            session: session.into(),
            legacy: false,
            way: SignInWay::Browser,
            outcome: SignInOutcome::SignedIn,
            code: None,
            at: Timestamp::from_second(1_700_000_000 + second).unwrap(),
        }
    }

    #[test]
    fn the_newest_are_remembered() {
        let home = tempfile::tempdir().unwrap();
        let system = System::new(vec![("HOME".into(), home.path().into())]);
        for second in 0..30 {
            remember_sign_in(&system, tried("corp", second)).unwrap();
        }
        let all = tried_sign_ins(&system);
        assert_eq!(all.len(), MAX_REMEMBERED);
        assert_eq!(all.last(), Some(&tried("corp", 29)));
    }
}
