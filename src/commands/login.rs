//! `login`: signs in to one session, unless AWS accepts the sign-in that there is.

use colored::Colorize;
use facts::{Facts, Profile, Request, SessionKey, SignInState, Text, Token, clean_line};
use identity_center::Connection;

use super::login_again::{Before, now_signed_out, sign_out_first};
use crate::app::App;
use crate::cli::Login;
use crate::error::{CommandError, OK};
use crate::sign_in::{self, How};
use crate::terminal::text::{Mark, duration};

/// Signs in.
///
/// # Errors
/// Denied or expired (1), wrong usage (2), unreachable (3), or interrupted (130).
pub(crate) fn run(app: &App, args: &Login) -> Result<u8, CommandError> {
    let request = Request { profile: args.profile.clone(), ..Request::default() };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    if let Some(profile) = console_profile(&facts, args.session.as_deref()) {
        return of_console(app, &profile, args.force);
    }
    let key = which(app, &facts, args.profile.as_deref(), args.session.as_deref())?;
    let request = sign_in::request(&facts, &key)?;
    let connection = sign_in::connect(app, &facts, &key)?;
    let how = How::choose(&facts, args.device_code, !args.no_browser);
    if args.force {
        let before = sign_out_first(app, &facts, &connection, &key)?;
        sign_in::run(app, &facts, &connection, &request, how).map_err(|why| {
            let error = CommandError::from(why);
            if before == Before::SignedOut { now_signed_out(&error, &key) } else { error }
        })?;
        return Ok(OK);
    }
    if let Some(token) = sign_in::held(app, &facts, &connection, &request)?.token()
        && is_accepted(app, &connection, &key, &token)?
    {
        return Ok(OK);
    }
    sign_in::run(app, &facts, &connection, &request, how)?;
    Ok(OK)
}

/// The profile that this run is about, if its credentials come from `aws login` and not from a
/// portal.
pub(super) fn console_profile<'a>(facts: &'a Facts, session: Option<&str>) -> Option<Profile<'a>> {
    if session.is_some() || !facts.sessions_in_scope().is_empty() {
        return None;
    }
    facts.login_profiles().into_iter().next()
}

/// A profile that uses `aws login`: only the AWS CLI signs in to the console.
///
/// # Errors
/// Not signed in, or it is not known (1); the hint names the command.
fn of_console(app: &App, profile: &Profile<'_>, force: bool) -> Result<u8, CommandError> {
    let facts = profile.facts();
    let state = profile.login_session().map(|session| facts.login_state(session));
    if let (Some(Ok(SignInState::SignedIn { .. })), false) = (state, force) {
        app.printer.say(&format!(
            "{} Already signed in with aws login ({profile}), renews itself.",
            Mark::Good.show(),
        ));
        return Ok(OK);
    }
    Err(CommandError::failed(format!(
        "the profile {profile} uses aws login, and only the AWS CLI can sign in to the console"
    ))
    .hint(format!("run {}", facts.shell.command(&profile.aws_login_command()))))
}

/// Asks the portal once whether it accepts the token, and says the answer.
///
/// # Errors
/// The portal did not answer (3).
fn is_accepted(
    app: &App,
    connection: &Connection,
    key: &SessionKey,
    token: &Token,
) -> Result<bool, CommandError> {
    let name = Text(key.name()).to_string();
    let now = app.system.now();
    let left = duration(token.expires_at.duration_since(now));
    match app.block_on(identity_center::takes(connection, token))? {
        Ok(true) => {
            let end = if sign_in::can_renew(key, token, now) {
                "renews itself".to_owned()
            } else {
                format!("{left} left")
            };
            app.printer.say(&format!(
                "{} Already signed in to {}, {end} (use --force to start a new session).",
                Mark::Good.show(),
                name.bold()
            ));
            Ok(true)
        }
        Ok(false) => {
            app.printer.say(&format!(
                "{} The portal ended the sign-in to {}; signing in again.",
                Mark::Warn.show(),
                name.bold()
            ));
            Ok(false)
        }
        Err(why) => Err(CommandError::incomplete(format!(
            "could not check the sign-in to {name}: {}",
            clean_line(&why.to_string())
        ))
        .hint(format!(
            "its token has {left} left, but only AWS knows whether it is still accepted"
        ))),
    }
}

/// The session to sign in to: from the flag, from the profile, or the only one in scope; otherwise
/// the user chooses.
///
/// # Errors
/// There is no such profile or session, or there are several and the program cannot prompt (2);
/// there is none (1); a file that may name it cannot be read (3).
pub(crate) fn which(
    app: &App,
    facts: &Facts,
    profile: Option<&str>,
    session: Option<&str>,
) -> Result<SessionKey, CommandError> {
    if let Some(key) = named(app, facts, profile, session)? {
        return Ok(key);
    }
    let keys = in_question(facts);
    if keys.is_empty() {
        return Err(CommandError::failed("no profile uses single sign-on yet")
            .hint("`aws-onboard setup` creates one"));
    }
    choose(app, keys)
}

/// The session that a flag names, itself or by its profile; `None` without a flag.
///
/// # Errors
/// As [`which`].
pub(super) fn named(
    app: &App,
    facts: &Facts,
    profile: Option<&str>,
    session: Option<&str>,
) -> Result<Option<SessionKey>, CommandError> {
    if let Some((kind, why)) = facts.unread_file() {
        return Err(CommandError::incomplete(format!(
            "{}: {why}",
            app.path(facts.files().path(kind))
        ))
        .hint("`aws-onboard doctor` says what to do about it"));
    }
    if let Some(name) = session {
        let names: Vec<&str> = facts.files().sessions().keys().map(String::as_str).collect();
        if names.contains(&name) {
            return Ok(Some(SessionKey::Named(name.to_owned())));
        }
        let error = CommandError::usage(format!("there is no sso-session {:?}", clean_line(name)));
        return Err(match names.is_empty() {
            true => error.hint("none is defined yet; `aws-onboard setup` creates one"),
            false => error.hint(nearest_or_all(name, &names)),
        });
    }
    if let Some(profile) = console_profile(facts, session) {
        return Err(CommandError::failed(format!(
            "the profile {profile} uses aws login, so it has no access portal"
        ))
        .hint("`aws-onboard setup` sets up single sign-on"));
    }
    let Some(name) = profile else { return Ok(None) };
    let Some(profile) = facts.profile(name) else {
        let names: Vec<&str> = facts.profiles().map(|profile| profile.name).collect();
        let error = CommandError::usage(format!("there is no profile {:?}", clean_line(name)));
        return Err(match checks::nearest_name(name, names.iter().copied()) {
            Some(near) => error.hint(format!("did you mean {}?", Text(near))),
            None => error.hint("`aws-onboard profiles` lists them"),
        });
    };
    match profile.session_key() {
        Some(key) => Ok(Some(key)),
        None => Err(CommandError::failed(format!(
            "the profile {} does not use single sign-on",
            Text(name)
        ))),
    }
}

/// The sessions in scope, or all that are defined where no profile in scope uses one.
pub(in crate::commands) fn in_question(facts: &Facts) -> Vec<SessionKey> {
    match facts.sessions_in_scope() {
        [] => {
            let mut keys: Vec<SessionKey> =
                facts.files().sessions().keys().cloned().map(SessionKey::Named).collect();
            // Those of legacy profiles, which have no section.
            for key in facts.session_users().keys() {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
            keys
        }
        keys => keys.to_vec(),
    }
}

/// The only session, or the one that the user chooses.
///
/// # Errors
/// There are several and the program cannot prompt (2); interrupted.
pub(super) fn choose(app: &App, keys: Vec<SessionKey>) -> Result<SessionKey, CommandError> {
    let labels: Vec<String> = keys.iter().map(|key| Text(key.name()).to_string()).collect();
    let index = match (labels.len(), &app.prompter) {
        (0 | 1, _) => 0,
        (many, None) => {
            return Err(CommandError::usage(format!(
                "{many} sessions are in use; choose one (not running in a terminal)"
            ))
            .hint(format!("choose with --session: {}", labels.join(", "))));
        }
        (_, Some(prompter)) => prompter
            .choose("Which session?", "", &labels, 0)
            .map_err(|_| CommandError::interrupted("stopped; nothing was changed"))?,
    };
    keys.into_iter().nth(index).ok_or_else(|| CommandError::failed("there is no session"))
}

fn nearest_or_all(name: &str, names: &[&str]) -> String {
    match checks::nearest_name(name, names.iter().copied()) {
        Some(near) => format!("did you mean {}?", Text(near)),
        None => {
            let all: Vec<String> = names.iter().map(|name| Text(name).to_string()).collect();
            format!("there are {}", all.join(", "))
        }
    }
}
