//! Before a command runs: the sign-in that it needs is renewed, or offered.

use facts::{Facts, ScopeReason, SessionKey, SignInState, SignedOutBecause, Text};

use crate::app::App;
use crate::error::{CommandError, FOUND, INTERRUPTED};
use crate::sign_in::{self, How};
use crate::terminal::unless_interrupted;

/// Renews each sign-in of the profile in use that has ended; one that cannot be renewed is offered
/// on a terminal. Returns what is known afterward.
///
/// The command starts anyway if nothing helped, unless it was to be given credentials, which
/// reports that itself.
///
/// # Errors
/// Interrupted.
pub(super) fn ensure_signed_in(
    app: &App,
    mut facts: Facts,
    needs_it: bool,
) -> Result<Facts, CommandError> {
    let mut is_changed = false;
    for key in sessions_in_use(&facts, needs_it) {
        match facts.sign_in_state(&key) {
            Ok(SignInState::MayRenew { .. }) => {
                match sign_in::refresh(app, &facts, &key) {
                    Ok(()) => is_changed = true,
                    Err(error) if error.status == INTERRUPTED => return Err(error),
                    // Only a refusal shows that it has ended.
                    Err(error) if error.status == FOUND => is_changed |= offer(app, &facts, &key)?,
                    Err(error) => app.printer.error(&error),
                }
            }
            Ok(SignInState::SignedOut(why)) if !matches!(why, SignedOutBecause::Rejected) => {
                is_changed |= offer(app, &facts, &key)?;
            }
            Ok(_) | Err(_) => {}
        }
    }
    if is_changed {
        collect::collect_tokens_again(&app.system, &mut facts);
    }
    Ok(facts)
}

/// The sign-ins of the profile that the command uses; none if the profile is not known, or keys in
/// the environment are used instead.
fn sessions_in_use(facts: &Facts, needs_it: bool) -> Vec<SessionKey> {
    let reason = facts.scope().reason;
    let is_chosen = match reason {
        ScopeReason::Flag => true,
        ScopeReason::Variable(_) | ScopeReason::Default => {
            needs_it
                || !["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
                    .iter()
                    .all(|name| facts.environment().has_value(name))
        }
        ScopeReason::SingleSignOn => needs_it && facts.scope().profiles.len() == 1,
        ScopeReason::All | ScopeReason::Nothing => false,
    };
    if is_chosen { facts.sessions_in_scope().to_vec() } else { Vec::new() }
}

/// Offers to sign in, on a terminal; whether the user did.
fn offer(app: &App, facts: &Facts, key: &SessionKey) -> Result<bool, CommandError> {
    let Some(prompter) = &app.prompter else { return Ok(false) };
    let session = facts.session(key);
    if session.start_url.is_none() || session.region.is_none() {
        return Ok(false);
    }
    let name = Text(key.name());
    let choices = ["Yes", "No, run the command anyway"].map(str::to_owned);
    let question = format!("You are not signed in to {name}. Sign in first?");
    let answer = prompter.choose(&question, "", &choices, 0);
    if unless_interrupted(answer, "stopped; the command did not run")? != Some(0) {
        return Ok(false);
    }
    // A sign-in also asks for the surroundings: a browser, an AWS CLI.
    let facts = collect::offline_facts(&app.system, facts.request().clone(), app.preset.clone());
    match sign_in::sign_in(app, &facts, key, How::choose(&facts, false, true)) {
        Ok(()) => Ok(true),
        Err(why) if why.error.status == INTERRUPTED => Err(why.error),
        Err(why) => {
            app.printer.error(&why.error);
            Ok(false)
        }
    }
}
