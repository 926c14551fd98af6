//! Applies a prepared fix: writes the files, and then does the steps that involve AWS.

use facts::{Facts, ServiceError, SessionKey};
use machine::change::Committed;

use crate::app::App;
use crate::changes::{Action, NotWritten, Prepared};
use crate::error::CommandError;
use crate::examine::Touched;
use crate::sign_in::{self, How};

/// The result of applying a plan.
pub(crate) struct Applied {
    /// What was written.
    pub(crate) committed: Committed,
    /// What to check again.
    pub(crate) touched: Vec<Touched>,
    /// The session whose sign-in the service refused immediately, and the service's message.
    pub(crate) refused: Option<(SessionKey, ServiceError)>,
    /// What failed after the files were written, such as a denied sign-in.
    pub(crate) problem: Option<CommandError>,
}

/// Applies a plan.
///
/// # Errors
/// A file has changed or cannot be written, so nothing was written.
pub(crate) fn apply(
    app: &App,
    facts: &Facts,
    prepared: &Prepared,
    title: &str,
    how: How,
) -> Result<Applied, NotWritten> {
    let mut applied = Applied {
        committed: Committed::default(),
        touched: Vec::new(),
        refused: None,
        problem: None,
    };
    if prepared.writes() {
        applied.committed = prepared.commit(&app.system, title)?;
        applied.touched.push(Touched::Files);
    }
    for action in &prepared.actions {
        applied.touched.push(Touched::Tokens);
        let outcome = match action {
            Action::SignIn(key) => sign_in::sign_in(app, facts, key, how),
            Action::Refresh(key) => sign_in::refresh(app, facts, key).map_err(Into::into),
        };
        if let Err(why) = outcome {
            let (Action::SignIn(key) | Action::Refresh(key)) = action;
            applied.refused = why.refused.map(|refused| (key.clone(), *refused));
            applied.problem = Some(why.error);
            break;
        }
    }
    Ok(applied)
}
