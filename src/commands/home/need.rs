//! What this computer needs now, found without the network.

use std::collections::HashSet;

use checks::{FactKey, Group, Severity};
use facts::{Facts, Known, Request, SessionKey, SignInState, Text};

use crate::app::App;
use crate::commands::login::in_question;
use crate::commands::status::session_words;
use crate::error::CommandError;
use crate::examine::{Examination, Options};
use crate::terminal::text::{Mark, cut, plural};

/// Show at most this many sign-ins; `status` shows all.
const MAX_SHOWN: usize = 5;

/// The checks whose findings a sign-in settles.
const SETTLED_BY_SIGN_IN: [&str; 3] = ["token-present", "token-valid", "login-valid"];

/// What this computer needs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing is set up for single sign-on.
    Setup,
    /// Something is wrong besides the sign-in.
    Fix,
    /// Signed out of a session.
    SignIn,
    Nothing,
}

/// The sign-in to a session, and who uses it.
pub(super) struct SignedIn {
    /// The session's name; for a sign-in with `aws login`, the profile's.
    name: String,
    /// The session; none for a sign-in with `aws login`.
    key: Option<SessionKey>,
    profiles: Vec<String>,
    /// The account and the role, if there is one profile.
    who: String,
    state: Known<SignInState>,
    mark: Mark,
    words: String,
}

/// What was found on this computer.
pub(super) struct State {
    pub(super) need: Need,
    sign_ins: Vec<SignedIn>,
    problems: usize,
}

impl State {
    /// Runs the offline checks. The programs beside the AWS CLI are left out: to find them takes
    /// longer than a menu may.
    ///
    /// # Errors
    /// Interrupted.
    pub(super) fn find(app: &App) -> Result<Self, CommandError> {
        let options = Options::without(FactKey::Programs);
        let request = Request { offline: true, ..Request::default() };
        let examination = Examination::new(app, request, options)?;
        let state = Self::of(&examination);
        // A large config would take longer to free than the menu to appear.
        std::mem::forget(examination);
        Ok(state)
    }

    /// Only failures count: AWS, which is not asked here, may show that a warning is unfounded.
    fn of(examination: &Examination) -> Self {
        let facts = &examination.facts;
        let faults: HashSet<String> = examination
            .findings()
            .filter(|(check, finding)| {
                finding.severity == Severity::Fail && !SETTLED_BY_SIGN_IN.contains(check)
            })
            .map(|(check, finding)| finding.group(check))
            .collect();
        let problems = faults.len();
        let sign_ins = sign_ins(facts);
        let is_signed_out = |one: &SignedIn| matches!(one.state, Ok(SignInState::SignedOut(_)));
        // What is set up may be in a file that no tool reads as it was meant.
        let is_broken = facts.unread_file().is_some()
            || examination.findings().any(|(check, finding)| {
                finding.severity == Severity::Fail
                    && checks::find(check).is_some_and(|check| check.group == Group::Files)
            });
        let need = if sign_ins.is_empty() && !is_broken {
            Need::Setup
        } else if problems > 0 || is_broken {
            Need::Fix
        } else if sign_ins.iter().any(is_signed_out) {
            Need::SignIn
        } else {
            Need::Nothing
        };
        Self { need, sign_ins, problems }
    }

    /// What is on the screen above the menu: one line where nothing is needed.
    pub(super) fn lines(&self, app: &App) -> Vec<String> {
        let width = app.printer.width();
        let line = |mark: Mark, words: String| {
            format!("{} {}", mark.show(), cut(&words, width.saturating_sub(2)))
        };
        if self.need == Need::Setup {
            return vec![line(Mark::Skipped, "Single sign-on is not set up here yet.".to_owned())];
        }
        let mut lines: Vec<String> = Vec::new();
        if let Some(problems) = self.problems() {
            lines.push(line(Mark::Fail, format!("{problems} found")));
        }
        let all_good = self.sign_ins.iter().all(|one| one.mark == Mark::Good);
        if self.sign_ins.len() > 1 && all_good {
            let profiles: usize = self.sign_ins.iter().map(|one| one.profiles.len()).sum();
            lines.push(line(
                Mark::Good,
                format!("Signed in to all {} sessions ({profiles} profiles)", self.sign_ins.len()),
            ));
            return lines;
        }
        // What needs something comes first, so that it is not among those that are left out.
        let (good, others): (Vec<_>, Vec<_>) =
            self.sign_ins.iter().partition(|one| one.mark == Mark::Good);
        let sorted: Vec<&SignedIn> = others.into_iter().chain(good).collect();
        for one in sorted.iter().take(MAX_SHOWN) {
            lines.push(line(one.mark, format!("{}: {}{}", one.title(), one.who, one.words)));
        }
        if sorted.len() > MAX_SHOWN {
            let more = sorted.len() - MAX_SHOWN;
            lines.push(line(Mark::Skipped, format!("{more} more sessions (aws-onboard status)")));
        }
        lines
    }

    /// The number of problems besides the sign-in, in words.
    pub(super) fn problems(&self) -> Option<String> {
        match self.problems {
            // Without a profile, the checks miss one: that is what setup is for.
            _ if self.need == Need::Setup => None,
            0 => None,
            count => Some(plural(count, "problem")),
        }
    }

    /// Whether there is a session that is not known to be signed in.
    pub(super) fn can_sign_in(&self) -> bool {
        self.sign_ins.iter().any(|one| !one.is_signed_in())
    }

    /// Whether there is a session to sign out of.
    pub(super) fn can_sign_out(&self) -> bool {
        self.sign_ins
            .iter()
            .any(|one| one.key.is_some() && !matches!(one.state, Ok(SignInState::SignedOut(_))))
    }

    /// Whether there is an access portal to open.
    pub(super) fn has_portal(&self) -> bool {
        self.sign_ins.iter().any(|one| one.key.is_some())
    }

    fn signed_out(&self) -> Option<&SignedIn> {
        let mut signed_out = self.sign_ins.iter().filter(|one| !one.is_signed_in());
        signed_out.next().filter(|_| signed_out.next().is_none())
    }

    /// The one session that is not signed in, if it is one.
    pub(super) fn only_signed_out(&self) -> Option<String> {
        self.signed_out().map(|one| Text(&one.name).to_string())
    }

    /// The session and the profile to sign in with; neither where the user must choose.
    pub(super) fn sign_in_to(&self) -> (Option<String>, Option<String>) {
        match self.signed_out() {
            Some(SignedIn { key: Some(SessionKey::Named(name)), .. }) => (Some(name.clone()), None),
            Some(one) => (None, one.profiles.first().cloned()),
            None => (None, None),
        }
    }
}

impl SignedIn {
    fn is_signed_in(&self) -> bool {
        matches!(self.state, Ok(SignInState::SignedIn { .. }))
    }

    /// A single profile by its name, several as those of their session.
    fn title(&self) -> String {
        match self.profiles.as_slice() {
            [one] => Text(one).to_string(),
            many => format!("{} ({} profiles)", Text(&self.name), many.len()),
        }
    }
}

/// The sessions in question; then the sign-ins with `aws login`.
fn sign_ins(facts: &Facts) -> Vec<SignedIn> {
    let mut found: Vec<SignedIn> = in_question(facts)
        .into_iter()
        .map(|key| {
            let profiles = facts.session_users().get(&key).cloned().unwrap_or_default();
            let state = facts.sign_in_state(&key);
            SignedIn::new(facts, key.name().to_owned(), Some(key.clone()), profiles, state)
        })
        .collect();
    for profile in facts.login_profiles() {
        if let Some(session) = profile.login_session() {
            let name = profile.name.to_owned();
            let state = facts.login_state(session);
            found.push(SignedIn::new(facts, name.clone(), None, vec![name], state));
        }
    }
    found
}

impl SignedIn {
    fn new(
        facts: &Facts,
        name: String,
        key: Option<SessionKey>,
        profiles: Vec<String>,
        state: Known<SignInState>,
    ) -> Self {
        let (mark, words) = session_words(facts, state.clone());
        let one = match profiles.as_slice() {
            [one] => facts.profile(one),
            _ => None,
        };
        let parts = one.and_then(|profile| Some((profile.account()?, profile.role()?)));
        let who = parts
            .map(|(account, role)| format!("{} {}, ", Text(account), Text(role)))
            .unwrap_or_default();
        Self { name, key, profiles, who, state, mark, words }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use facts::SignedOutBecause;

    fn sign_in(name: &str, state: SignInState, mark: Mark) -> SignedIn {
        SignedIn {
            name: name.to_owned(),
            key: Some(SessionKey::Named(name.to_owned())),
            profiles: vec![format!("{name}-dev"), format!("{name}-prod")],
            who: String::new(),
            state: Ok(state),
            mark,
            words: String::new(),
        }
    }

    /// A computer that needs this.
    pub(in crate::commands::home) fn state_of(need: Need) -> State {
        let good = SignInState::SignedIn {
            expires_at: "2026-05-04T12:00:00Z".parse().unwrap(),
            renews: true,
            accepted: false,
        };
        let bad = SignInState::SignedOut(SignedOutBecause::NoToken);
        let mut sign_ins = vec![sign_in("corp", good, Mark::Good)];
        if need == Need::SignIn {
            sign_ins.push(sign_in("lab", bad, Mark::Fail));
        }
        if need == Need::Setup {
            sign_ins.clear();
        }
        let problems = if need == Need::Fix { 2 } else { 0 };
        State { need, sign_ins, problems }
    }

    #[test]
    fn the_one_session_that_is_signed_out_is_named() {
        let state = state_of(Need::SignIn);
        assert_eq!(state.sign_in_to(), (Some("lab".to_owned()), None));
        assert!(state.can_sign_in() && state.can_sign_out() && state.has_portal());
        let state = state_of(Need::Nothing);
        assert!(!state.can_sign_in());
        assert_eq!(state.sign_in_to(), (None, None));
    }
}
