//! A fact, or the reason why it is unknown.

use std::time::Duration;

use crate::ServiceError;

/// A known fact, or why it is unknown.
pub type Known<T> = Result<T, Why>;

/// Why a fact is unknown. Never a verdict: none of these means that something is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Not requested in this run.
    NotAsked,
    /// It needs the network, and the run is `--offline`.
    Offline,
    /// The collector reached its time limit.
    TimedOut(Duration),
    /// A service error that does not answer the question: the service is busy, fails internally,
    /// or rejects a secondary request.
    Service(Box<ServiceError>),
    /// The check failed; the text is for the user and contains no secret.
    Error(String),
}

impl Why {
    /// Builds the reason from an error whose text contains no secret.
    pub fn error(error: impl std::fmt::Display) -> Self {
        Self::Error(error.to_string())
    }

    /// The service's error, if that is the reason.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAsked => f.write_str("not looked at"),
            Self::Offline => f.write_str("needs the network, and this run is offline"),
            Self::TimedOut(limit) => write!(f, "no answer within {} s", limit.as_secs_f32()),
            Self::Service(error) => error.fmt(f),
            Self::Error(text) => f.write_str(text),
        }
    }
}
