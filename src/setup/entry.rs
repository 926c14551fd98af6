//! The first online steps: how to sign in, the sign-in itself, and the assigned roles.

use std::collections::BTreeSet;

use facts::{Recipients, clean_line};
use identity_center::{Connection, SignIn};

use super::Stopped;
use super::names::Parts;
use super::recover::{Choice, Instead};
use super::roles::Assigned;
use super::walk::Walk;
use crate::error::{CommandError, INCOMPLETE, INTERRUPTED};
use crate::sign_in::{self, How, NotSignedIn};
use crate::terminal::progress::Progress;
use crate::terminal::text::{Mark, hang, plural, wrap};
use crate::terminal::{Ask, Declined};

/// How the sign-in ended.
pub(super) enum Signed {
    /// The roles are known.
    In,
    /// It failed with this exit status, and the user continues without it.
    Without(u8),
    /// The portal's values have changed: back to its step.
    Portal,
}

impl Walk<'_> {
    /// Asks how to sign in, if the preset has several ways.
    pub(super) fn way_in(&self) -> Ask<()> {
        let ways =
            self.app.preset.as_ref().map(|preset| preset.ways_in.as_slice()).unwrap_or_default();
        let way = match (ways, &self.app.prompter) {
            ([], _) | (_, None) => return Ok(()),
            ([only], _) => only,
            (many, Some(prompter)) => {
                let labels: Vec<String> = many.iter().map(|way| clean_line(&way.label)).collect();
                &many[prompter.choose("How do you sign in?", "Esc goes back", &labels, 0)?]
            }
        };
        for (index, step) in way.steps.iter().enumerate() {
            let mark = format!("  {}. ", index + 1);
            let width = self.app.printer.width();
            self.app.printer.say(&hang(&mark, mark.len(), &clean_line(step), width));
        }
        Ok(())
    }

    /// Signs in unless the user already is, and then lists the assigned roles.
    ///
    /// # Errors
    /// The user declines or stops.
    pub(super) fn sign_in(&mut self) -> Result<Signed, Stopped> {
        // The step before has tried the sign-in that there is.
        let mut is_first = true;
        loop {
            let Some((connection, request)) = self.portal_request()? else {
                return Ok(Signed::Portal);
            };
            let facts = &self.start.examination.facts;
            let how = How::choose(facts, self.args.device_code, !self.args.no_browser).on_enter();
            if !is_first && !self.renew && self.use_held(&connection, &request)? {
                return Ok(Signed::In);
            }
            is_first = false;
            let instead = match self.try_sign_in(&connection, &request, how)? {
                Ok(token) => {
                    (self.renew, self.signed_in) = (false, true);
                    return self.list_roles(&connection, &token, request.key.name());
                }
                Err(NotSignedIn { error, refused: Some(_), .. }) => {
                    self.recover(error, &connection)?
                }
                Err(NotSignedIn { error, refused: None, .. }) => {
                    let status = error.status;
                    match self.after_failure(error, "The sign-in did not work", true)? {
                        Instead::GoOn => return Ok(Signed::Without(status)),
                        other => other,
                    }
                }
            };
            if instead == Instead::Portal {
                return Ok(Signed::Portal);
            }
        }
    }

    /// How to reach the portal, and the sign-in to ask it for; `None` if no portal is chosen.
    fn portal_request(&self) -> Result<Option<(Connection, SignIn)>, CommandError> {
        let Some(found) = &self.portal else {
            return Ok(None);
        };
        let portal = &found.portal;
        let connection = collect::portal_connection(
            &self.app.system,
            &self.start.examination.facts,
            &portal.region,
            Recipients::AsConfigured,
        )
        .map_err(|why| CommandError::incomplete(why.to_string()))?;
        let request = SignIn {
            key: portal.key(),
            start_url: portal.start_url.clone(),
            region: portal.region.clone(),
            scopes: portal.scopes.clone(),
        };
        Ok(Some((connection, request)))
    }

    /// Uses the sign-in that there is, unless a new one is wanted; whether the portal accepts it.
    ///
    /// # Errors
    /// The portal did not answer; interrupted.
    pub(super) fn use_live_sign_in(&mut self) -> Result<bool, CommandError> {
        match self.portal_request()? {
            Some((connection, request)) if !self.renew => self.use_held(&connection, &request),
            _ => Ok(false),
        }
    }

    /// Uses the sign-in that there is, if the portal accepts it.
    fn use_held(
        &mut self,
        connection: &Connection,
        request: &SignIn,
    ) -> Result<bool, CommandError> {
        let facts = &self.start.examination.facts;
        let Some(token) = sign_in::held(self.app, facts, connection, request)?.token() else {
            return Ok(false);
        };
        // Said once the portal has accepted the token.
        let said = format!("{} signed in already", Mark::Good.show());
        match self.ask_assigned(connection, &token, request.key.name(), Some(&said)) {
            Err(error) if error.status == INTERRUPTED => {
                Err(CommandError::interrupted(self.after_sign_in()))
            }
            Err(_) if sign_in::was_revoked(self.app, connection, &token)? => {
                self.app.printer.say(&format!(
                    "{} the portal ended that sign-in; signing in again",
                    Mark::Warn.show()
                ));
                Ok(false)
            }
            answer => {
                (self.assigned, self.unknown) = answer?;
                Ok(true)
            }
        }
    }

    /// Signs in once. A browser shows a refusal on its own page only, so AWS is first asked
    /// whether it knows the portal.
    fn try_sign_in(
        &self,
        connection: &Connection,
        request: &SignIn,
        how: How,
    ) -> Result<Result<facts::Token, NotSignedIn>, Stopped> {
        if !how.device_code {
            let answer = {
                let _progress = Progress::spinner(&self.app.printer, "asking AWS for the portal");
                let now = self.app.system.now();
                let url = &request.start_url;
                self.app.block_on(identity_center::knows_portal(connection, url, now))?
            };
            // No answer is no refusal: the sign-in itself says what is wrong.
            if let Ok(Err(refusal)) = answer {
                return Ok(Err(NotSignedIn {
                    error: CommandError::failed(format!("not signed in: {refusal}")),
                    refused: Some(refusal),
                    went_back: false,
                }));
            }
        }
        match sign_in::run(self.app, &self.start.examination.facts, connection, request, how) {
            Err(why) if why.went_back => Err(Declined::Skipped.into()),
            Err(why) if why.error.status == INTERRUPTED => Err(why.error.into()),
            answer => Ok(answer),
        }
    }

    /// Lists the assigned roles of a new sign-in, as often as the user chooses to.
    fn list_roles(
        &mut self,
        connection: &Connection,
        token: &facts::Token,
        session: &str,
    ) -> Result<Signed, Stopped> {
        loop {
            match self.ask_assigned(connection, token, session, None) {
                Ok(answer) => {
                    (self.assigned, self.unknown) = answer;
                    return Ok(Signed::In);
                }
                Err(error) if error.status == INTERRUPTED => {
                    return Err(CommandError::interrupted(self.after_sign_in()).into());
                }
                Err(error) => {
                    let status = error.status;
                    let what = "The portal did not list your roles";
                    match self.after_failure(error, what, false)? {
                        Instead::GoOn => return Ok(Signed::Without(status)),
                        Instead::Portal => return Ok(Signed::Portal),
                        Instead::TryAgain => {}
                    }
                }
            }
        }
    }

    /// Reports what went wrong, and asks what to do next.
    ///
    /// # Errors
    /// The original error, if the user stops or the program cannot prompt.
    pub(super) fn after_failure(
        &mut self,
        error: CommandError,
        what: &str,
        first_time: bool,
    ) -> Result<Instead, Stopped> {
        if self.app.prompter.is_none() {
            return Err(error.into());
        }
        self.app.printer.error(&error);
        if first_time {
            self.say_invitation();
        }
        let mut choices = vec![Choice::TryAgain, Choice::GoOn, Choice::Report, Choice::Stop];
        // Without an answer, the region or the address may be what is wrong; once signed in, neither is.
        if first_time && error.status == INCOMPLETE {
            choices.extend([Choice::ChangeRegion, Choice::ChangeAddress]);
        }
        self.ask_instead(what, &choices, error)
    }

    /// Explains invitations to users who have never signed in, when there is no preset.
    pub(super) fn say_invitation(&self) {
        if self.app.preset.as_ref().is_some_and(|preset| !preset.ways_in.is_empty()) {
            return;
        }
        let words = "If you have never signed in: find the email \"Invitation to join AWS IAM Identity Center\", accept it, choose a password, and register an authenticator app; then try again.";
        self.app.printer.say(&wrap(words, "  ", self.app.printer.width()));
    }

    /// Lists the assigned roles, and prints `first` and their number once the portal has answered.
    ///
    /// # Errors
    /// The portal did not answer, or nothing is assigned.
    pub(super) fn ask_assigned(
        &self,
        connection: &Connection,
        token: &facts::Token,
        session: &str,
        first: Option<&str>,
    ) -> Result<(Vec<Assigned>, BTreeSet<String>), CommandError> {
        let answer = crate::assigned::all(self.app, connection, token)?;
        if let Some(first) = first {
            self.app.printer.say(first);
        }
        let (assigned, unknown) = (answer.list, answer.unknown);
        let accounts = assigned.len();
        let all: Vec<Assigned> = assigned
            .into_iter()
            .flat_map(|(account, roles)| {
                roles.into_iter().map(move |role| Assigned {
                    parts: Parts {
                        account_name: account.name.clone(),
                        account_id: account.id.clone(),
                        role_name: role,
                        session: session.to_owned(),
                    },
                    email: account.email.clone(),
                })
            })
            .collect();
        let (all, unusable): (Vec<Assigned>, Vec<Assigned>) =
            all.into_iter().partition(can_be_written);
        for one in &unusable {
            self.app.printer.say(&format!(
                "{} skipped the role {} in account {}: its name cannot be written to a config file",
                Mark::Warn.show(),
                clean_line(&one.parts.role_name),
                clean_line(&one.parts.account_id)
            ));
        }
        if all.is_empty() && !unknown.is_empty() {
            return Err(CommandError::incomplete(format!(
                "the portal did not list your roles in {}",
                plural(unknown.len(), "account")
            ))
            .hint("try again in a minute"));
        }
        if all.is_empty() && unusable.is_empty() {
            return Err(CommandError::failed("you have no accounts yet: the portal lists none for you")
                .hint("it can take a few minutes after the invitation; otherwise ask the person who gave you access to assign you an account"));
        }
        self.app.printer.say(&format!(
            "{} {} in {}",
            Mark::Good.show(),
            plural(all.len(), "role"),
            plural(accounts, "account")
        ));
        Ok((all, unknown))
    }
}

/// Whether the names of a role and its account fit in a line of a config file. AWS's own names do
/// (IAM, `CreateRole`: `[\w+=,.@-]+`), but an answer can contain anything.
fn can_be_written(one: &Assigned) -> bool {
    let fits = |text: &str| {
        !text.trim().is_empty()
            && text.trim() == text
            && !text.chars().any(facts::is_unsafe_to_print)
    };
    fits(&one.parts.role_name) && fits(&one.parts.account_id)
}
