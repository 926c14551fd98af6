//! `login`: signs in to one session if needed.

use colored::Colorize;
use facts::{Facts, Request, SessionKey, clean_line};
use identity_center::SignIn;

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
    let key = which(app, &facts, args.profile.as_deref(), args.session.as_deref())?;
    let session = facts.session(&key);
    let (Some(start_url), Some(region)) = (session.start_url, session.region) else {
        return Err(CommandError::failed(format!(
            "{} has no start URL or no region",
            clean_line(key.name())
        ))
        .hint("`aws-onboard doctor --fix` asks for the missing values"));
    };
    let connection = collect::connection(&app.system, &facts, &key, facts.profile_of_session(&key))
        .map_err(|why| CommandError::incomplete(why.to_string()))?;
    let request = SignIn { key: key.clone(), start_url, region, scopes: session.scopes };
    if !args.force
        && let Some(token) = sign_in::held(app, &facts, &connection, &request)?
    {
        let left = duration(token.expires_at.duration_since(facts.now));
        let renews = if token.can_be_refreshed(facts.now) { ", and renews itself" } else { "" };
        app.printer.say(&format!(
            "{} Already signed in to {}: {left} left{renews} (use --force to sign in again).",
            Mark::Good.show(),
            facts::Text(key.name()).to_string().bold()
        ));
        return Ok(OK);
    }
    let how = How::choose(&facts, args.device_code, !args.no_browser);
    sign_in::run(app, &facts, &connection, &request, how)?;
    Ok(OK)
}

/// The session to sign in to: from the flag, from the profile, or the only one in scope; otherwise
/// the user chooses.
///
/// # Errors
/// There is no session, or there are several and the program cannot prompt.
pub(crate) fn which(
    app: &App,
    facts: &Facts,
    profile: Option<&str>,
    session: Option<&str>,
) -> Result<SessionKey, CommandError> {
    if let Some(name) = session {
        if facts.files().sessions().contains_key(name) {
            return Ok(SessionKey::Named(name.to_owned()));
        }
        let names: Vec<String> =
            facts.files().sessions().keys().map(|name| clean_line(name)).collect();
        let error =
            CommandError::usage(format!("--session {:?}: no such sso-session", clean_line(name)));
        return Err(match names.is_empty() {
            true => error.hint("none is defined yet; `aws-onboard setup` creates one"),
            false => error.hint(format!("there are {}", names.join(", "))),
        });
    }
    if let Some(name) = profile {
        let Some(profile) = facts.profile(name) else {
            return Err(CommandError::failed(format!(
                "the profile {:?} does not exist",
                clean_line(name)
            ))
            .hint("`aws-onboard profiles` lists them"));
        };
        return profile.session_key().ok_or_else(|| {
            CommandError::failed(format!(
                "the profile {} does not use single sign-on",
                clean_line(name)
            ))
        });
    }
    let mut keys: Vec<SessionKey> = facts.sessions_in_scope().to_vec();
    if keys.is_empty() {
        keys = facts.files().sessions().keys().cloned().map(SessionKey::Named).collect();
    }
    match keys.as_slice() {
        [] => Err(CommandError::failed("no profile uses single sign-on yet")
            .hint("`aws-onboard setup` creates one")),
        [one] => Ok(one.clone()),
        many => {
            let labels: Vec<String> = many.iter().map(|key| clean_line(key.name())).collect();
            let Some(prompter) = &app.prompter else {
                return Err(CommandError::usage(format!(
                    "{} sessions are in use; choose one (not running in a terminal)",
                    many.len()
                ))
                .hint(format!("choose with --session: {}", labels.join(", "))));
            };
            match prompter.choose("Which session?", "", &labels, 0) {
                Ok(index) => Ok(many[index].clone()),
                _ => Err(CommandError::interrupted("stopped; you were not signed in")),
            }
        }
    }
}
