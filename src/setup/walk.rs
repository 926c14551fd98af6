//! The steps of setup: welcome, CLI and files, portal, sign-in, roles, summary, write, verify. Esc
//! goes back; Ctrl-C leaves every file unchanged.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Facts, Request, clean_line};
use machine::Made;

use super::change::Own;
use super::default_profile::{DefaultProfile, default_of_preset};
use super::draft::Draft;
use super::entry::Signed;
use super::names::{Parts, Template};
use super::portal::{self, Found, Given};
use super::prepare::{self, Start};
use super::roles::{self, Assigned};
use super::{Stopped, finish, prune, summary};
use crate::answers::FlagAnswers;
use crate::app::App;
use crate::changes::say_written;
use crate::cli::Setup;
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::terminal::text::{Mark, hang, plural};
use crate::terminal::{Declined, unless_interrupted};

/// What Ctrl-C leaves behind, in words.
pub(super) const UNTOUCHED: &str = "stopped; no files were changed";

/// The steps of setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Portal,
    WayIn,
    SignIn,
    Roles,
    Summary,
}

/// The state of setup.
pub(crate) struct Walk<'a> {
    pub(super) app: &'a App,
    pub(super) args: &'a Setup,
    pub(super) real: Facts,
    pub(super) rehearsal: App,
    pub(super) start: Start,
    pub(super) template: Option<Template>,
    pub(super) portal: Option<Found>,
    /// What the user gave instead of what was found.
    pub(super) given: Given,
    pub(super) assigned: Vec<Assigned>,
    pub(super) unknown: BTreeSet<String>,
    pub(super) gone: Vec<Made>,
    pub(super) chosen: Option<Vec<usize>>,
    pub(super) region: Option<String>,
    pub(super) comment: Vec<bool>,
    pub(super) output: Option<String>,
    /// What the user changed of single profiles, by account and role.
    pub(super) own: BTreeMap<(String, String), Own>,
    /// Which profile becomes the default, and how.
    pub(super) default: Option<DefaultProfile>,
    /// Whether the user chose the default profile, or that there is none.
    pub(super) has_chosen_default: bool,
    /// Whether a new sign-in is needed: the scopes have changed.
    pub(super) renew: bool,
    /// Whether a sign-in is kept if setup stops now.
    pub(super) signed_in: bool,
    /// The exit status of a failed sign-in, if the user continued without it.
    pub(super) skipped: Option<u8>,
}

/// Runs the wizard.
///
/// # Errors
/// Wrong flags (2); denied or not verified (1); AWS is unreachable (3); interrupted (130).
pub(crate) fn run(app: &App, args: &Setup) -> Result<u8, CommandError> {
    let written = args
        .profile_name
        .clone()
        .or_else(|| app.preset.as_ref().and_then(|preset| preset.profile_name.clone()));
    let template = written
        .map(|text| {
            Template::parse(&text)
                .map_err(|why| CommandError::usage(format!("--profile-name: {why}")))
        })
        .transpose()?;
    welcome(app);
    let answers = FlagAnswers::parse(&args.answer)?;
    let (real, rehearsal, start) = loop {
        let real = collect::offline_facts(&app.system, Request::default(), app.preset.clone());
        let rehearsal = app.on(app.system.overlay());
        match prepare::start(&rehearsal, &answers) {
            Ok(start) => break (real, rehearsal, start),
            Err(error) => after_editing(app, error)?,
        }
    };
    let comment = start.keys.iter().map(|keys| keys.comment).collect();
    for name in answers.unused() {
        app.printer.say(&format!("  --answer {name} was not needed"));
    }
    let region = region(app, args)?;
    let mut walk = Walk {
        app,
        args,
        real,
        rehearsal,
        start,
        template,
        portal: None,
        given: Given::default(),
        assigned: Vec::new(),
        unknown: BTreeSet::new(),
        gone: Vec::new(),
        chosen: None,
        region,
        comment,
        output: args
            .output
            .clone()
            .or_else(|| app.preset.as_ref().and_then(|preset| preset.output.clone()))
            .or_else(|| Some("json".to_owned())),
        own: BTreeMap::new(),
        default: None,
        has_chosen_default: false,
        renew: false,
        signed_in: false,
        skipped: None,
    };
    walk.go()
}

fn welcome(app: &App) {
    let printer = &app.printer;
    printer.say("Welcome. In a few minutes this computer will be able to use your AWS accounts.");
    printer.say("You see every change before it is written. Press Ctrl-C to stop without changes.");
    if let Some(preset) = &app.preset {
        let help = preset
            .contact
            .as_ref()
            .and_then(|contact| contact.email.clone().or_else(|| contact.name.clone()));
        printer.say("");
        let from = format!("preset {} ({})", clean_line(&preset.name), app.path(&preset.path));
        printer.say(&hang("  From   ", 9, &from, printer.width()));
        if let Some(help) = help {
            printer.say(&hang("  Help   ", 9, &clean_line(&help), printer.width()));
        }
    }
    printer.say("");
}

/// Handles a file that cannot be used: the user may fix it in an editor and continue.
///
/// # Errors
/// What is wrong with the file, if the user stops or the program cannot prompt.
fn after_editing(app: &App, error: CommandError) -> Result<(), CommandError> {
    let Some(prompter) = app.prompter.as_ref().filter(|_| error.status == FOUND) else {
        return Err(error);
    };
    app.printer.error(&error);
    let choices = ["Check again", super::REPORT, "Stop"].map(str::to_owned);
    loop {
        let answer = prompter.choose("This file must be fixed first", "", &choices, 0);
        match unless_interrupted(answer, UNTOUCHED)? {
            Some(0) => return Ok(()),
            Some(1) => super::report(app)?,
            _ => return Err(CommandError { message: UNTOUCHED.into(), ..error }),
        }
    }
}

/// The region of the profiles, if a flag or the preset names one.
fn region(app: &App, args: &Setup) -> Result<Option<String>, CommandError> {
    match &args.region {
        Some(region) => portal::region_of_flag("--region", region).map(Some),
        None => Ok(app.preset.as_ref().and_then(|preset| preset.profile_region.clone())),
    }
}

impl Walk<'_> {
    fn go(&mut self) -> Result<u8, CommandError> {
        let mut at = At::Portal;
        loop {
            at = match self.take_step(at) {
                Ok(Next::To(at)) => at,
                Ok(Next::Done(status)) => return Ok(status),
                Err(Stopped::Failed(error)) => return Err(error),
                Err(Stopped::Declined(Declined::Skipped)) => match self.step_before(at) {
                    Some(before) => {
                        self.go_back(before);
                        before
                    }
                    None if self.leaves()? => return Ok(self.canceled()),
                    None => at,
                },
                Err(Stopped::Declined(Declined::Interrupted)) => {
                    return Err(CommandError::interrupted(self.what_is_kept()));
                }
            };
        }
    }

    /// Asks whether to leave, where there is no step before this one.
    fn leaves(&self) -> Result<bool, CommandError> {
        let Some(prompter) = &self.app.prompter else {
            return Ok(true);
        };
        let choices = ["No, go on with setup", "Yes, leave"].map(str::to_owned);
        let answer = prompter.choose("Leave setup? Nothing was written.", "", &choices, 0);
        // Esc twice means it.
        Ok(unless_interrupted(answer, self.what_is_kept())? != Some(0))
    }

    /// Back at the portal's step, the address is asked for again, with the last one in the field.
    fn go_back(&mut self, before: At) {
        if before == At::Portal {
            self.given = Given::default();
        }
    }

    fn take_step(&mut self, at: At) -> Result<Next, Stopped> {
        Ok(Next::To(match at {
            At::Portal => {
                let facts = &self.start.examination.facts;
                let before = self.portal.as_ref().filter(|found| found.asked);
                let before = before.map(|found| found.portal.start_url.clone());
                let found =
                    portal::find(self.app, facts, self.args, &self.given, before.as_deref())?;
                self.say_portal(&found);
                self.portal = Some(found);
                At::WayIn
            }
            // Nothing is asked about a sign-in that is not needed.
            At::WayIn => match self.use_live_sign_in()? {
                true => {
                    (self.signed_in, self.skipped) = (true, None);
                    At::Roles
                }
                false => {
                    self.way_in()?;
                    At::SignIn
                }
            },
            At::SignIn => match self.sign_in()? {
                Signed::Portal => At::Portal,
                Signed::In => {
                    (self.signed_in, self.skipped) = (true, None);
                    At::Roles
                }
                Signed::Without(status) => {
                    self.skipped = Some(status);
                    At::Roles
                }
            },
            At::Roles => {
                self.roles()?;
                At::Summary
            }
            At::Summary => return self.summary(),
        }))
    }

    /// The step that Esc goes back to; `None` exits setup.
    fn step_before(&self, at: At) -> Option<At> {
        let asked = self.portal.as_ref().is_some_and(|found| found.asked);
        match at {
            At::Portal => None,
            At::WayIn | At::SignIn | At::Roles => asked.then_some(At::Portal),
            At::Summary => self.before_summary(),
        }
    }

    /// The last step before the summary that asked the user anything.
    fn before_summary(&self) -> Option<At> {
        let args = self.args;
        let by_flags = args.all_roles || args.roles.is_some() || args.role.is_some();
        if self.assigned.len() > 1 && !by_flags {
            Some(At::Roles)
        } else if self.portal.as_ref().is_some_and(|found| found.asked) {
            Some(At::Portal)
        } else {
            None
        }
    }

    /// What Ctrl-C leaves behind, in words.
    pub(super) fn what_is_kept(&self) -> &'static str {
        if self.signed_in { self.after_sign_in() } else { UNTOUCHED }
    }

    pub(super) fn after_sign_in(&self) -> &'static str {
        "stopped; no files were changed, and you are still signed in (`aws-onboard logout` signs out)"
    }

    pub(super) fn canceled(&self) -> u8 {
        self.app.printer.say("Nothing was changed.");
        FOUND
    }

    fn say_portal(&self, found: &Found) {
        self.app.printer.say(&format!(
            "  region {}, {}; session {}",
            clean_line(&found.portal.region),
            found.region_from,
            clean_line(&found.portal.session)
        ));
    }

    fn roles(&mut self) -> Result<(), Stopped> {
        let Some(found) = &self.portal else {
            return Err(Declined::Skipped.into());
        };
        if self.skipped.is_some() {
            self.without_sign_in();
            return Ok(());
        }
        let before = self.chosen.as_deref();
        let facts = &self.start.examination.facts;
        let chosen = roles::choose(
            self.app,
            facts,
            &found.portal,
            self.args,
            &self.assigned,
            &self.unknown,
            before,
        )?;
        if chosen.is_empty() {
            self.app.printer.say("  No role selected; press Tab to select one.");
            if self.app.prompter.is_none() {
                return Err(CommandError::usage("no role was selected").into());
            }
            return self.roles();
        }
        let gone = prune::unassigned(self.app, facts, &found.portal, &self.assigned, &self.unknown);
        let gone = prune::ask(self.app, gone);
        self.chosen = Some(chosen);
        self.gone = gone?;
        Ok(())
    }

    /// Assignments are unknown without a sign-in, so this uses the role from the flags, or only
    /// the portal.
    fn without_sign_in(&mut self) {
        self.gone.clear();
        self.assigned.clear();
        self.unknown.clear();
        if let (Some(account), Some(role), Some(found)) =
            (&self.args.account, &self.args.role, &self.portal)
        {
            self.assigned.push(Assigned {
                parts: Parts {
                    account_name: account.clone(),
                    account_id: account.clone(),
                    role_name: role.clone(),
                    session: found.portal.session.clone(),
                },
                email: None,
            });
        }
        self.chosen = Some((0..self.assigned.len()).collect());
    }

    fn summary(&mut self) -> Result<Next, Stopped> {
        let Some(found) = self.portal.clone() else {
            return Err(Declined::Skipped.into());
        };
        let base = &self.start.examination.facts;
        let (mut wanted, renamed) = roles::wanted(
            base,
            &found.portal,
            &self.assigned,
            self.chosen.as_deref().unwrap_or_default(),
            self.template.as_ref(),
        );
        super::change::apply_own(base, &found.portal, &self.own, &mut wanted);
        let region = self.region.clone().or_else(|| Some(found.portal.region.clone()));
        let output = self.output.clone();
        if !self.has_chosen_default {
            self.default = default_of_preset(&self.app.system, base, &wanted);
        }
        let default = self.default.clone().filter(|default| default.of(&wanted).is_some());
        let draft = Draft { portal: found.portal, wanted, region, output, default };
        let keys: Vec<_> = self
            .start
            .keys
            .iter()
            .zip(&self.comment)
            .filter(|(_, comment)| **comment)
            .map(|(keys, _)| keys)
            .collect();
        let overlay = self.rehearsal.system.overlay();
        let mut laid = base.clone();
        summary::lay(&overlay, &mut laid, &draft, &keys, &self.gone)?;
        let holds_keys = !keys.is_empty();
        let start_up = draft
            .default
            .as_ref()
            .and_then(|default| default.change(&self.app.system, self.real.shell, &draft.wanted));
        if summary::differences(&self.real, &laid).is_empty() && start_up.is_none() {
            self.app.printer.say("Everything is already set up; there is nothing to write.");
            return Ok(self.finish(&draft)?);
        }
        summary::show_names(self.app, &renamed);
        let is_cut =
            summary::show(self.app, &self.real, &laid, &draft, &self.start.keys, &self.comment);
        if self.args.dry_run {
            self.app.printer.say("A dry run does not write the AWS files; the sign-in was real.");
            return Ok(Next::Done(OK));
        }
        match self.write_or_change(&draft, &laid, is_cut)? {
            Answer::Write => {}
            Answer::Change(next) => return Ok(next),
        }
        let done = finish::write(self.app, &self.real, &laid, start_up, holds_keys)?;
        let made = prune::made(&self.real, &draft);
        // A failure is ignored, because this record is only for later runs.
        let _ = machine::remember_profiles(&self.app.system, made, &self.gone);
        say_written(self.app, &done, holds_keys, 1);
        Ok(self.finish(&draft)?)
    }

    /// The exit status after this one, and a line about it: roles chosen by a pattern are not complete if
    /// the portal did not list those of every account.
    fn status_of_roles(&self, status: u8) -> u8 {
        let is_by_pattern = self.args.all_roles || self.args.roles.is_some();
        if !is_by_pattern || self.unknown.is_empty() {
            return status;
        }
        self.app.printer.say(&format!(
            "{} the portal did not list your roles in {}; run setup again to add them",
            Mark::Unknown.show(),
            plural(self.unknown.len(), "account")
        ));
        if status == OK { INCOMPLETE } else { status }
    }

    fn finish(&self, draft: &Draft) -> Result<Next, CommandError> {
        let status = match self.skipped {
            Some(status) => status,
            None => self.status_of_roles(finish::verify(self.app, draft)?),
        };
        let is_other = finish::say_what_the_shell_uses(self.app)?;
        // The AWS CLI and the keys were reported earlier, and other portals are not checked.
        finish::what_is_left(self.app, [prepare::SAID, finish::OF_THE_SHELL].concat())?;
        if self.skipped.is_some() {
            finish::without_sign_in(self.app, draft);
        } else {
            let first = &self.start.examination;
            let is_done = status == OK && !is_other;
            finish::last_screen(self.app, &self.real, first, draft, is_done);
        }
        Ok(Next::Done(status))
    }
}

/// What comes after a step.
pub(super) enum Next {
    To(At),
    Done(u8),
}

/// The answer to the confirmation.
pub(super) enum Answer {
    Write,
    Change(Next),
}
