//! The first online steps: how to sign in, the sign-in itself, and the assigned roles.

use std::collections::BTreeSet;

use facts::{Recipients, clean_line};
use identity_center::SignIn;

use super::names::Parts;
use super::roles::Assigned;
use super::walk::{UNTOUCHED, Walk, plural};
use crate::error::{CommandError, INTERRUPTED};
use crate::sign_in::{self, How};
use crate::terminal::text::{Mark, hang, wrap};
use crate::terminal::{Ask, Declined};

/// What to do about a step that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    TryAgain,
    GoOn,
}

/// A sign-in, or the exit status of a failed one if the user continues without it.
pub(super) enum Tried {
    Done(facts::Token),
    Skipped(u8),
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
                &many[prompter.choose("How do you sign in?", "", &labels, 0)?]
            }
        };
        for (index, step) in way.steps.iter().enumerate() {
            let mark = format!("  {}. ", index + 1);
            let width = self.app.printer.width();
            self.app.printer.say(&hang(&mark, mark.len(), &clean_line(step), width));
        }
        Ok(())
    }

    /// Signs in unless the user already is, and then lists the assigned roles. Returns the exit
    /// status of this step if it fails and the user continues without it.
    pub(super) fn sign_in(&mut self) -> Result<Option<u8>, CommandError> {
        let Some(found) = &self.portal else {
            return Ok(None);
        };
        let portal = found.portal.clone();
        let facts = &self.start.examination.facts;
        let connection = collect::portal_connection(
            &self.app.system,
            facts,
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
        let how = How::choose(facts, self.args.device_code, !self.args.no_browser);
        if let Some(token) = sign_in::held(self.app, facts, &connection, &request)? {
            // Said once the portal has accepted the token.
            let said = format!("{} signed in already", Mark::Good.show());
            match self.ask_assigned(&connection, &token, &portal.session, Some(&said)) {
                Err(error) if error.status == INTERRUPTED => {
                    return Err(CommandError::interrupted(self.after_sign_in()));
                }
                Err(_) if sign_in::was_revoked(self.app, &connection, &token)? => {
                    self.app.printer.say(&format!(
                        "{} the portal ended that sign-in; signing in again",
                        Mark::Warn.show()
                    ));
                }
                answer => {
                    (self.assigned, self.unknown) = answer?;
                    return Ok(None);
                }
            }
        }
        let token = match self.sign_in_until(&connection, &request, &how)? {
            Tried::Done(token) => token,
            Tried::Skipped(status) => return Ok(Some(status)),
        };
        loop {
            match self.ask_assigned(&connection, &token, &portal.session, None) {
                Ok(answer) => {
                    (self.assigned, self.unknown) = answer;
                    return Ok(None);
                }
                Err(error) if error.status == INTERRUPTED => {
                    return Err(CommandError::interrupted(self.after_sign_in()));
                }
                Err(error) => {
                    let status = error.status;
                    let what = "The portal did not list your roles";
                    if self.after_failure(error, what, false)? == Instead::GoOn {
                        return Ok(Some(status));
                    }
                }
            }
        }
    }

    /// Tries again as long as the user chooses to.
    pub(super) fn sign_in_until(
        &self,
        connection: &identity_center::Connection,
        request: &SignIn,
        how: &How,
    ) -> Result<Tried, CommandError> {
        loop {
            let error = match sign_in::run(
                self.app,
                &self.start.examination.facts,
                connection,
                request,
                *how,
            )
            .map_err(CommandError::from)
            {
                Ok(token) => return Ok(Tried::Done(token)),
                Err(error) if error.status == INTERRUPTED => return Err(error),
                Err(error) => error,
            };
            let status = error.status;
            if self.after_failure(error, "The sign-in did not work", true)? == Instead::GoOn {
                return Ok(Tried::Skipped(status));
            }
        }
    }

    /// Reports what went wrong, and asks what to do next.
    ///
    /// # Errors
    /// The original error, if the user stops or the program cannot prompt.
    pub(super) fn after_failure(
        &self,
        error: CommandError,
        what: &str,
        first_time: bool,
    ) -> Result<Instead, CommandError> {
        let Some(prompter) = &self.app.prompter else {
            return Err(error);
        };
        self.app.printer.error(&error);
        if first_time {
            self.say_invitation();
        }
        let choices =
            ["Try again", "Continue without it", super::REPORT, "Stop"].map(str::to_owned);
        loop {
            return match prompter.choose(what, "", &choices, 0) {
                Ok(0) => Ok(Instead::TryAgain),
                Ok(1) => Ok(Instead::GoOn),
                Ok(2) => {
                    super::report(self.app)?;
                    continue;
                }
                Err(Declined::Interrupted) => Err(CommandError::interrupted(UNTOUCHED)),
                _ => Err(CommandError {
                    status: error.status,
                    message: UNTOUCHED.into(),
                    hint: error.hint,
                }),
            };
        }
    }

    /// Explains invitations to users who have never signed in, when there is no preset.
    pub(super) fn say_invitation(&self) {
        if self.app.preset.as_ref().is_some_and(|preset| !preset.ways_in.is_empty()) {
            return;
        }
        let words = "If you have never signed in: find the e-mail \"Invitation to join AWS IAM Identity Center\", accept it, choose a password, and register an authenticator app; then try again.";
        self.app.printer.say(&wrap(words, "  ", self.app.printer.width()));
    }

    /// Lists the assigned roles, and prints `first` and their number once the portal has answered.
    ///
    /// # Errors
    /// The portal did not answer, or nothing is assigned.
    pub(super) fn ask_assigned(
        &self,
        connection: &identity_center::Connection,
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
                "! skipped the role {} in account {}: its name cannot be written to a config file",
                clean_line(&one.parts.role_name),
                clean_line(&one.parts.account_id)
            ));
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
