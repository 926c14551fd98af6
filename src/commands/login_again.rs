//! `login --force`: ends the session at the portal before the new sign-in.
//!
//! AWS lets a sign-in join the portal session that is still alive, and ends it together with that
//! session (aws-sso-cli, pull request 1456), so only a sign-out makes a new session.

use facts::{Facts, SessionKey, Text, Token, clean_line};
use identity_center::Connection;

use super::logout::role_pairs;
use crate::app::App;
use crate::error::{CommandError, INTERRUPTED};
use crate::terminal::text::{Mark, wrap};
use crate::terminal::unless_interrupted;

/// Name at most this many profiles that use the session.
const MAX_NAMED: usize = 5;

/// Whether there was a session to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// It has ended: the user is signed out until the new sign-in is complete.
    SignedOut,
    /// There was no sign-in that AWS may still accept.
    Nothing,
}

/// Ends the session at the portal and removes its token, after the user's consent; in a script,
/// `--force` is the consent.
///
/// # Errors
/// The user declined (1), or the portal could not be asked (3); nothing was changed.
pub(super) fn sign_out_first(
    app: &App,
    facts: &Facts,
    connection: &Connection,
    key: &SessionKey,
) -> Result<Before, CommandError> {
    let Some(token) = facts.token_of(key).filter(|_| facts.is_signed_in_or_may_renew(key)) else {
        return Ok(Before::Nothing);
    };
    ask(app, facts, key)?;
    let Some(token) = live_token(app, facts, connection, key, token)? else {
        return Ok(Before::Nothing);
    };
    let answer = app.block_on(identity_center::logout(connection, &token.access_token))?;
    answer.map_err(|why| not_ended(&why))?;
    let locations = &facts.locations;
    let pairs = role_pairs(facts, key);
    let pairs = pairs.iter().map(|(account, role)| (account.as_str(), role.as_str()));
    let removed =
        identity_center::remove_sign_in(key, &locations.token_cache, &locations.role_cache, pairs);
    collect::forget_refusals(&app.system, std::slice::from_ref(key));
    for (path, why) in &removed.left {
        app.printer.say(&format!(
            "{} {} could not be removed: {}",
            Mark::Warn.show(),
            app.path(path),
            clean_line(why)
        ));
    }
    for (path, why) in &removed.unread {
        app.printer.say(&format!(
            "{} {} could not be read, so a sign-in may be left there: {}",
            Mark::Unknown.show(),
            app.path(path),
            clean_line(why)
        ));
    }
    app.printer.say(&format!("{} signed out of {}", Mark::Good.show(), Text(key.name())));
    Ok(Before::SignedOut)
}

/// Says what ends, and asks on a terminal.
fn ask(app: &App, facts: &Facts, key: &SessionKey) -> Result<(), CommandError> {
    let name = Text(key.name()).to_string();
    let users = facts.session_users().get(key).map(Vec::as_slice).unwrap_or_default();
    let mut shown: Vec<String> =
        users.iter().take(MAX_NAMED).map(|one| Text(one).to_string()).collect();
    let more = users.len().saturating_sub(MAX_NAMED);
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    let profiles = match users.len() {
        0 => String::new(),
        1 => format!(" (profile {})", shown.join(", ")),
        _ => format!(" (profiles {})", shown.join(", ")),
    };
    let text = format!(
        "This signs you out of {name} first. Other terminals and programs that use {name}{profiles} lose their sign-in too, until you have signed in again. Credentials that they already have keep working until they expire, usually within an hour."
    );
    app.printer.say(&wrap(&text, "", app.printer.width()));
    let Some(prompter) = &app.prompter else {
        return Ok(());
    };
    let choices = ["Yes", "No"].map(str::to_owned);
    let question = format!("Sign out of {name} and sign in again?");
    let answer = prompter.choose(&question, "", &choices, 0);
    match unless_interrupted(answer, "stopped; nothing was changed")? {
        Some(0) => Ok(()),
        _ => Err(CommandError::failed("not signed in again; nothing was changed")),
    }
}

/// A token that the portal can end the session with: an expired one is renewed first. `None` if
/// AWS refuses that, because the session is over already.
fn live_token(
    app: &App,
    facts: &Facts,
    connection: &Connection,
    key: &SessionKey,
    token: &Token,
) -> Result<Option<Token>, CommandError> {
    if !token.has_expired(app.system.now()) {
        return Ok(Some(token.clone()));
    }
    let renewal = collect::renew_token(&app.system, facts, connection, key, token);
    match app.block_on(renewal)? {
        Ok(Ok(token)) => Ok(Some(token)),
        Ok(Err(error)) if error.may_pass() => Err(not_ended(&facts::Why::Service(error.into()))),
        Ok(Err(_)) => Ok(None),
        Err(why) => Err(not_ended(&why)),
    }
}

fn not_ended(why: &facts::Why) -> CommandError {
    CommandError::incomplete(format!(
        "the portal could not end the old session, so nothing was changed: {}",
        clean_line(&why.to_string())
    ))
}

/// The error of a sign-in that did not come about after the sign-out.
pub(super) fn now_signed_out(error: &CommandError, key: &SessionKey) -> CommandError {
    let state = format!("you are now signed out of {}", Text(key.name()));
    if error.status == INTERRUPTED {
        return CommandError::interrupted(format!("stopped; {state}"));
    }
    let why = error.message.strip_prefix("not signed in: ").unwrap_or(&error.message);
    CommandError::failed(format!("{state}: {why}")).hint("`aws-onboard login` signs in")
}
