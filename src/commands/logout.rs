//! `logout`: revokes the sign-in at the portal, and removes its token and role credentials here.

use std::collections::BTreeMap;

use colored::Colorize;
use facts::{Facts, Recipients, Request, SessionKey, SignInState, Text, clean_line};
use identity_center::SignedOut;

use super::login::{choose, console_profile, in_question, named};
use crate::app::App;
use crate::cli::Logout;
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::sign_in;
use crate::terminal::text::Mark;

/// Signs out of one session; with `--all`, out of everything, including other tools' sign-ins.
///
/// # Errors
/// Wrong usage (2).
pub(crate) fn run(app: &App, args: &Logout) -> Result<u8, CommandError> {
    let facts = collect::offline_facts(&app.system, Request::default(), app.preset.clone());
    let folders = (&facts.locations.token_cache, &facts.locations.role_cache);
    if args.all {
        // Each token is revoked in its own region; this one only determines how to reach AWS.
        let connection =
            collect::portal_connection(&app.system, &facts, "us-east-1", Recipients::AsConfigured)
                .map_err(|why| CommandError::incomplete(why.to_string()))?;
        let done =
            app.block_on(identity_center::sign_out_all(&connection, folders.0, folders.1))?;
        // A refusal that stays is ignored, because its token is gone.
        let _ = machine::forget_refused_renewals(&app.system, |_| true);
        let status = report(app, "every session", &done);
        if facts.logins.as_ref().is_ok_and(|logins| !logins.entries.is_empty()) {
            app.printer.say(&format!(
                "{} sign-ins of aws login are kept; aws logout --all removes them",
                Mark::Skipped.show()
            ));
        }
        return Ok(status);
    }
    if let Some(profile) = console_profile(&facts, args.session.as_deref()) {
        let argv = ["aws", "logout", "--profile", profile.name];
        return Err(CommandError::failed(format!(
            "the profile {profile} uses aws login, and only the AWS CLI signs out of it"
        ))
        .hint(format!("run {}", facts.shell.command(&argv))));
    }
    let key = match named(app, &facts, None, args.session.as_deref())? {
        Some(key) => key,
        None => {
            let all = in_question(&facts);
            if all.is_empty() {
                return Err(CommandError::failed("no profile uses single sign-on yet")
                    .hint("`aws-onboard logout --all` removes every sign-in in the cache"));
            }
            let keys = signed_in(&facts, all.clone());
            if keys.is_empty() {
                return Ok(remove_what_is_left(app, &facts, &all));
            }
            choose(app, keys)?
        }
    };
    let connection = sign_in::connect(app, &facts, &key)?;
    let roles = role_pairs(&facts, &key);
    let pairs = roles.iter().map(|(account, role)| (account.as_str(), role.as_str()));
    let done =
        app.block_on(identity_center::sign_out(&connection, &key, folders.0, folders.1, pairs))?;
    collect::forget_refusals(&app.system, std::slice::from_ref(&key));
    Ok(report(app, &Text(key.name()).to_string(), &done))
}

/// Removes what is left of these sessions, which have no token: role credentials are still valid.
fn remove_what_is_left(app: &App, facts: &Facts, keys: &[SessionKey]) -> u8 {
    let mut all = SignedOut::default();
    for key in keys {
        let roles = role_pairs(facts, key);
        let pairs = roles.iter().map(|(account, role)| (account.as_str(), role.as_str()));
        let folders = (&facts.locations.token_cache, &facts.locations.role_cache);
        let done = identity_center::remove_sign_in(key, folders.0, folders.1, pairs);
        all.removed.extend(done.removed);
        all.left.extend(done.left);
        all.unread.extend(done.unread);
    }
    let what = match keys {
        [only] => Text(only.name()).to_string(),
        _ => "every session".to_owned(),
    };
    report(app, &what, &all)
}

/// The sessions that there is something to sign out of: those signed in, otherwise those with a
/// token of any state. What cannot be found out counts as signed in.
fn signed_in(facts: &Facts, keys: Vec<SessionKey>) -> Vec<SessionKey> {
    let (alive, over): (Vec<SessionKey>, Vec<SessionKey>) = keys
        .into_iter()
        .partition(|key| !matches!(facts.sign_in_state(key), Ok(SignInState::SignedOut(_))));
    if !alive.is_empty() {
        return alive;
    }
    over.into_iter().filter(|key| matches!(facts.token_entry(key), Ok(Some(_)))).collect()
}

/// The accounts and roles of the session's profiles, whose cached credentials are removed.
pub(super) fn role_pairs(facts: &Facts, key: &SessionKey) -> Vec<(String, String)> {
    facts
        .session_users()
        .get(key)
        .into_iter()
        .flatten()
        .filter_map(|name| {
            let profile = facts.profile(name)?;
            Some((profile.account()?.to_owned(), profile.role()?.to_owned()))
        })
        .collect()
}

fn report(app: &App, what: &str, done: &SignedOut) -> u8 {
    let printer = &app.printer;
    if *done == SignedOut::default() {
        printer.say(&format!("{} Already signed out of {what}", Mark::Good.show()));
        return OK;
    }
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for why in done.revoked.iter().filter_map(|(_, answer)| answer.as_ref().err()) {
        *reasons.entry(clean_line(&why.to_string())).or_default() += 1;
    }
    for (why, times) in &reasons {
        let what = match times {
            1 => "the sign-in was".to_owned(),
            many => format!("{many} sign-ins were"),
        };
        printer.say(&format!("{} {what} not revoked at the portal: {why}", Mark::Unknown.show()));
        if done.left.is_empty() {
            printer.say("  Removed from this computer; at the portal it expires within hours.");
        }
    }
    for (path, why) in &done.left {
        printer.say(&format!(
            "{} {} could not be removed: {}",
            Mark::Fail.show(),
            app.path(path),
            clean_line(why)
        ));
    }
    for (path, why) in &done.unread {
        let so = match done.removed.contains(path) {
            true => "the sign-in was not revoked at the portal",
            false => "a sign-in may be left there",
        };
        printer.say(&format!(
            "{} {} could not be read, so {so}: {}",
            Mark::Unknown.show(),
            app.path(path),
            clean_line(why)
        ));
    }
    if !done.unread.is_empty() {
        printer.say("  `aws-onboard doctor` says what to do about it; then run logout again.");
    }
    if !done.left.is_empty() {
        return FOUND;
    }
    if !done.unread.is_empty() {
        return INCOMPLETE;
    }
    printer.say(&format!("{} signed out of {}", Mark::Good.show(), what.bold()));
    if reasons.is_empty() { OK } else { INCOMPLETE }
}
