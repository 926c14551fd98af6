//! What a client did on a machine.

use serde::{Deserialize, Serialize};

/// The region of a client that has none.
pub const NO_REGION: &str = "none";

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It signed a call, whatever the services answered.
    Signed,
    /// It signed nothing, and said why.
    Failed,
    /// It did neither within the limit.
    TimedOut,
}

/// One client on one machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// The machine's name.
    pub machine: String,
    /// The client's name.
    pub client: String,
    /// Its version.
    pub version: String,
    /// How it went.
    pub outcome: Outcome,
    /// Whose key signed: a place's label, `sso:ACCOUNT/ROLE`, `web:ROLE`, or `role:NAME < ` and
    /// whose key gave that role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The call by which the services refused it credentials, if it signed nothing after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The region it took; [`NO_REGION`] if it took none, absent if that was not seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What it said, if it signed nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
