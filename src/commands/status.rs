//! `status`: shows the sign-in status, offline; for scripts and shell prompts.

use colored::Colorize;
use facts::{Facts, Profile, Request, Text, Token, Why, mask_secrets};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::{Format, Status};
use crate::error::{CommandError, FOUND, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::terminal::text::{Mark, duration, pad};

/// Whether a profile is signed in.
enum State {
    /// The token is valid; the second time is the end of its renewals, if it can be renewed.
    SignedIn(Timestamp, Option<Timestamp>),
    /// The token has expired and renews itself.
    Renewable(Timestamp),
    /// The token has expired.
    Expired(Timestamp),
    /// There is no readable token.
    Never,
    /// The profile does not use single sign-on.
    Elsewhere,
    /// The status is unknown.
    Unknown(Why),
}

/// Prints one line for each profile.
///
/// # Errors
/// None; all commands return this type.
#[expect(clippy::unnecessary_wraps, reason = "the type of every command")]
pub(crate) fn run(app: &App, args: &Status) -> Result<u8, CommandError> {
    let request = Request { profile: args.profile.clone(), all_profiles: false, offline: true };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    let names = facts.scope().profiles.clone();
    let states: Vec<(&String, Option<Profile<'_>>, State)> = names
        .iter()
        .map(|name| {
            let profile = facts.profile(name);
            let state = profile.map_or(State::Never, |profile| state(&facts, profile));
            (name, profile, state)
        })
        .collect();
    let good = !states.is_empty()
        && states
            .iter()
            .all(|(_, _, state)| matches!(state, State::SignedIn(..) | State::Renewable(_)));
    if args.format == Format::Json {
        let list: Vec<Value> =
            states.iter().map(|(name, profile, state)| entry(name, *profile, state)).collect();
        let value = json!({"schema_version": SCHEMA_VERSION, "signed_in": good, "profiles": list});
        app.printer.data(&to_json(&value));
    } else if !app.printer.quiet() {
        let width = states.iter().map(|(name, ..)| shown(name).chars().count()).max().unwrap_or(0);
        for (name, profile, state) in &states {
            app.printer.data(&line(&facts, width, name, *profile, state));
        }
    }
    Ok(if good { OK } else { FOUND })
}

fn state(facts: &Facts, profile: Profile<'_>) -> State {
    let Some(key) = profile.session_key() else {
        return State::Elsewhere;
    };
    let tokens = match &facts.tokens {
        Ok(tokens) => tokens,
        Err(why) => return State::Unknown(why.clone()),
    };
    let Some(token) =
        tokens.entries.get(&key.cache_name()).and_then(|entry| entry.token.as_ref().ok())
    else {
        return State::Never;
    };
    let until = renewable_until(facts, token);
    match (token.has_expired(facts.now), until) {
        (false, until) => State::SignedIn(token.expires_at, until),
        (true, Some(until)) => State::Renewable(until),
        (true, None) => State::Expired(token.expires_at),
    }
}

/// The end of the client registration, after which the token cannot be renewed.
fn renewable_until(facts: &Facts, token: &Token) -> Option<Timestamp> {
    token.can_be_refreshed(facts.now).then_some(token.registration_expires_at).flatten()
}

fn line(
    facts: &Facts,
    width: usize,
    name: &str,
    profile: Option<Profile<'_>>,
    state: &State,
) -> String {
    let who = profile
        .map(|profile| {
            [profile.account(), profile.role()]
                .into_iter()
                .flatten()
                .map(shown)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .unwrap_or_default();
    let day = |time: &Timestamp| time.strftime("%b %-d").to_string();
    let (mark, words) = match state {
        State::SignedIn(_, Some(until)) => {
            (Mark::Good, format!("signed in, renewable until {}", day(until)))
        }
        State::SignedIn(end, None) => {
            (Mark::Good, format!("signed in, {} left", duration(end.duration_since(facts.now))))
        }
        State::Renewable(until) => {
            (Mark::Good, format!("renews itself with the next command, until {}", day(until)))
        }
        State::Expired(end) => (
            Mark::Fail,
            format!("the sign-in expired {} ago", duration(facts.now.duration_since(*end))),
        ),
        State::Never if profile.is_none() => (Mark::Fail, "no such profile".into()),
        State::Never => (Mark::Fail, "not signed in".into()),
        State::Elsewhere => (Mark::Skipped, "does not use single sign-on".into()),
        State::Unknown(why) => (Mark::Unknown, why.to_string()),
    };
    let name = pad(&shown(name), width);
    let gap = if who.is_empty() { String::new() } else { format!("{who}   ") };
    format!("{} {}   {gap}{words}", mark.show(), name.bold())
}

/// A name as it is safe to show, because a secret may have been pasted in its place.
fn shown(name: &str) -> String {
    Text(name).to_string()
}

fn entry(name: &str, profile: Option<Profile<'_>>, state: &State) -> Value {
    let time = |time: &Timestamp| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (word, expires_at, until, reason) = match state {
        State::SignedIn(end, until) => {
            ("signed_in", Some(time(end)), until.as_ref().map(time), None)
        }
        State::Renewable(until) => ("renewable", None, Some(time(until)), None),
        State::Expired(end) => ("expired", Some(time(end)), None, None),
        State::Never => ("not_signed_in", None, None, None),
        State::Elsewhere => ("not_single_sign_on", None, None, None),
        State::Unknown(why) => ("unknown", None, None, Some(why.to_string())),
    };
    json!({
        "profile": mask_secrets(name),
        "sso_session": profile.and_then(|profile| profile.session_key()).map(|key| mask_secrets(key.name())),
        "account": profile.and_then(|profile| profile.account()).map(mask_secrets),
        "role": profile.and_then(|profile| profile.role()).map(mask_secrets),
        "state": word,
        "expires_at": expires_at,
        "renewable_until": until,
        "reason": reason,
    })
}
