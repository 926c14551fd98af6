//! `status`: shows the state of each sign-in, for people, scripts and shell prompts.

mod within;
mod words;

use facts::{Facts, Known, Profile, Request, SessionKey, SignInState, Why};
use jiff::SignedDuration;
use serde_json::json;

pub(crate) use self::within::parse_duration;
use crate::app::App;
use crate::cli::{Format, Status};
use crate::error::{CommandError, FOUND, INCOMPLETE, MAY_RENEW, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::terminal::text::Mark;

/// A profile in scope, and the state of its sign-in.
struct Row<'a> {
    name: &'a str,
    profile: Option<Profile<'a>>,
    state: State,
}

/// The mark and the words for the state of a sign-in.
pub(super) fn session_words(facts: &Facts, state: Known<SignInState>) -> (Mark, String) {
    words::describe(facts, &State::Session(state))
}

/// The state of a profile's sign-in.
enum State {
    /// That of its session, or of its sign-in with `aws login`; why it is unknown as the error.
    Session(Known<SignInState>),
    /// It has time left, but less than `--within`, and will not renew itself.
    EndsSoon(SignInState),
    /// There is no such profile.
    NoProfile,
    /// The profile does not use single sign-on.
    Elsewhere,
}

impl State {
    /// The exit status for this state alone.
    fn exit_status(&self) -> u8 {
        match self {
            Self::Session(Ok(SignInState::SignedIn { .. })) => OK,
            Self::Session(Ok(SignInState::MayRenew { .. })) => MAY_RENEW,
            Self::Session(Err(_)) => INCOMPLETE,
            Self::Session(Ok(SignInState::SignedOut(_)))
            | Self::EndsSoon(_)
            | Self::NoProfile
            | Self::Elsewhere => FOUND,
        }
    }

    /// How bad it is: the worst of several profiles counts.
    fn rank(&self) -> u8 {
        match self.exit_status() {
            OK => 0,
            MAY_RENEW => 1,
            INCOMPLETE => 2,
            _ => 3,
        }
    }

    fn is_signed_in(&self) -> bool {
        matches!(self, Self::Session(Ok(SignInState::SignedIn { .. })) | Self::EndsSoon(_))
    }
}

/// Prints one line for each profile; with `--short`, one word for the worst of them. Returns the
/// worst state's exit status: 0 signed in, 4 expired and may renew itself, 3 unknown, 1 signed
/// out.
///
/// # Errors
/// The operating system provides no threads for the network; interrupted.
pub(crate) fn run(app: &App, args: &Status) -> Result<u8, CommandError> {
    let request =
        Request { profile: args.profile.clone(), offline: !args.check, ..Request::default() };
    let mut facts = collect::offline_facts(&app.system, request, app.preset.clone());
    if args.check {
        ask_aws(app, &mut facts)?;
    }
    let unread = facts.unread_file();
    let rows: Vec<Row<'_>> = facts
        .scope()
        .profiles
        .iter()
        .map(|name| {
            let profile = facts.profile(name);
            let state = match (&unread, profile) {
                // What could not be read may define the profile.
                (Some((_, why)), _) => State::Session(Err(why.clone())),
                (None, Some(profile)) => state(&facts, profile, args.within),
                (None, None) => State::NoProfile,
            };
            Row { name, profile, state }
        })
        .collect();
    let worst = rows.iter().max_by_key(|row| row.state.rank());
    let Some(worst) = worst.map(|row| &row.state) else {
        return Ok(FOUND);
    };
    if args.format == Format::Json {
        let list: Vec<_> = rows.iter().map(|row| words::entry(&facts, row)).collect();
        let value = json!({
            "schema_version": SCHEMA_VERSION,
            "state": words::name(worst),
            "signed_in": rows.iter().all(|row| row.state.is_signed_in()),
            "asked_aws": args.check,
            "profiles": list,
        });
        app.printer.program_data(&to_json(&value));
    } else if args.short {
        app.printer.data(words::short(worst));
    } else if !app.printer.quiet() {
        for line in words::lines(&facts, &rows) {
            app.printer.data(&line);
        }
    }
    Ok(worst.exit_status())
}

fn state(facts: &Facts, profile: Profile<'_>, within: Option<SignedDuration>) -> State {
    // It renews itself while it lasts, so it never ends soon.
    if let Some(session) = profile.login_session() {
        return State::Session(facts.login_state(session));
    }
    let Some(key) = profile.session_key() else {
        return State::Elsewhere;
    };
    match (facts.sign_in_state(&key), within) {
        (Ok(state @ SignInState::SignedIn { expires_at, renews: false, .. }), Some(within))
            if expires_at.duration_since(facts.now) < within =>
        {
            State::EndsSoon(state)
        }
        (state, _) => State::Session(state),
    }
}

/// Renews the expired tokens that may be renewed, as any AWS command would, and asks each portal
/// once whether it accepts the token.
fn ask_aws(app: &App, facts: &mut Facts) -> Result<(), CommandError> {
    let keys: Vec<SessionKey> = facts.sessions_in_scope().to_vec();
    let renewed = app.block_on(collect::refresh_tokens(&app.system, facts, &keys))?;
    if !renewed.is_empty() {
        facts.network.refreshes.extend(renewed);
        collect::collect_tokens_again(&app.system, facts);
    }
    facts.now = app.system.now();
    let has_time_left =
        |key: &SessionKey| facts.token_of(key).is_some_and(|it| !it.has_expired(facts.now));
    let sessions: Vec<SessionKey> = keys.into_iter().filter(has_time_left).collect();
    if sessions.is_empty() {
        return Ok(());
    }
    let questions = collect::Questions { sessions: sessions.clone(), ..Default::default() };
    let answers = app.block_on(collect::ask(&app.system, facts, &questions, None))?;
    answers.add_to(&mut facts.network);
    for key in sessions {
        // What was asked for and has no answer is unknown.
        facts.network.accepted.entry(key).or_insert(Err(Why::NotAsked));
    }
    Ok(())
}
