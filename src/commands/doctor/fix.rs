//! The fix loop: a finding, its diff, the question, the write, and another check.

use std::collections::HashSet;
use std::path::PathBuf;

use checks::{Finding, Severity};
use colored::Colorize;

use super::alike::{Alike, Key, key};
use super::apply;
use super::decision::{Decision, Fix, Undecided};
use super::fix_queue::{Next, Order, Queue, is_fixable};
use crate::answers::FlagAnswers;
use crate::app::App;
use crate::changes::{FailedFix, NotWritten, Recorded, say_written};
use crate::error::{CommandError, FOUND, INTERRUPTED};
use crate::examine::{Examination, Touched};
use crate::render::human;
use crate::sign_in::How;
use crate::terminal::text::{Mark, wrap};

/// Stop after offering this many fixes, even if fixes keep causing new findings.
const MAX_FIXES: usize = 200;
/// Fix what looks the same in the same place at most this many times.
const MAX_REPEATS: usize = 20;

/// A run of fixes in progress.
pub(crate) struct Fixing<'a> {
    pub(crate) app: &'a App,
    pub(crate) answers: &'a FlagAnswers,
    /// `--yes`.
    pub(crate) yes: bool,
    /// What is offered first.
    pub(super) order: Order,
    /// Whether the findings have just been shown in full.
    pub(crate) shown: bool,
    /// How to sign in.
    pub(crate) how: How,
    /// The changes made so far.
    pub(crate) changes: Vec<Recorded>,
    /// How often something was written.
    pub(crate) written: usize,
    /// What was asked for and failed.
    pub(crate) failed: Vec<FailedFix>,
}

impl<'a> Fixing<'a> {
    /// A run that has fixed nothing yet, and offers what it finds in this order.
    pub(super) const fn new(
        app: &'a App,
        answers: &'a FlagAnswers,
        yes: bool,
        order: Order,
        how: How,
    ) -> Self {
        Self {
            app,
            answers,
            yes,
            order,
            shown: false,
            how,
            changes: Vec::new(),
            written: 0,
            failed: Vec::new(),
        }
    }

    /// Goes through the findings one by one, until each has been offered once.
    ///
    /// # Errors
    /// Ctrl-C; or a file that cannot be written, in which case earlier changes are kept.
    pub(crate) fn run(&mut self, examination: &mut Examination) -> Result<(), CommandError> {
        self.accept_answers(examination)?;
        let mut queue = Queue::default();
        let verbose = self.app.printer.verbose();
        // The screen shows notes only with `-v`.
        let is_shown = |finding: &Finding| finding.severity > Severity::Note || verbose;
        let told: HashSet<Key> = examination
            .findings()
            .filter(|(_, finding)| self.shown && is_shown(finding))
            .map(|(check, finding)| key(check, finding))
            .collect();
        while let Some(Next { alike, begins_rest }) = queue.next(examination, self.order) {
            if queue.offers >= MAX_FIXES {
                break;
            }
            let check = alike.check;
            let own = key(check, &alike.first);
            // What was left is not offered again, unless another fix has made it safe.
            let is_new = !queue.offered.contains(&own);
            queue.seen.insert(own.clone());
            if alike.first.remedies.is_empty()
                || (!is_new && !self.applies_unasked(examination, &alike))
            {
                continue;
            }
            let known = told.contains(&own);
            let is_fixable = is_fixable(&alike.first);
            if known && !is_fixable {
                continue;
            }
            // A note without a fix needs no action; `doctor -v` shows it.
            if !is_fixable && !is_shown(&alike.first) {
                continue;
            }
            queue.offered.insert(own);
            if begins_rest {
                self.app.printer.say("");
                self.app.printer.say("The rest needs your answer.");
            }
            let number = is_fixable.then(|| queue.number(examination, &alike));
            self.introduce(examination, &alike, known, number);
            let (decision, together) = match self.decide_for_all(examination, &alike) {
                // If one fix cannot be prepared, the others are still offered.
                Err(Undecided { remedy, error }) if error.status == FOUND => {
                    self.note_failure(check, remedy.unwrap_or_default(), None, &error);
                    self.app.printer.error(&error);
                    continue;
                }
                other => other.map_err(|undecided| undecided.error)?,
            };
            if together {
                let others = alike.others.iter().map(|finding| key(check, finding));
                queue.seen.extend(others.clone());
                queue.offered.extend(others);
            }
            match decision {
                Decision::Apply(fix) => {
                    self.apply_and_requeue(examination, &alike, &fix, &mut queue)?;
                }
                Decision::Leave => {}
                Decision::Stop => break,
                Decision::Interrupted => {
                    return Err(self.stopped());
                }
            }
        }
        Ok(())
    }

    /// Applies a fix, and lets the queue offer again what it may have changed.
    fn apply_and_requeue(
        &mut self,
        examination: &mut Examination,
        alike: &Alike,
        fix: &Fix,
        queue: &mut Queue,
    ) -> Result<(), CommandError> {
        match self.apply(examination, alike, fix) {
            // Nothing was written, so the files are checked again before the next finding.
            Err(error) if error.status == FOUND => {
                self.app.printer.error(&error);
                examination.check_again(self.app, &[Touched::Files])
            }
            Ok(fixed) => {
                // A fix may have changed what another one would do, and what looks the same may be
                // another one.
                let own = key(alike.check, &alike.first);
                let times = queue.repeats.entry(own.clone()).or_insert(0);
                *times += 1;
                let again = fixed || (self.yes && *times < MAX_REPEATS);
                queue.seen.retain(|known| !again && *known == own);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// The error of Ctrl-C, with what is kept.
    pub(super) fn stopped(&self) -> CommandError {
        CommandError::interrupted(match self.changes.len() {
            0 => "stopped; nothing was changed",
            _ if self.app.system.is_practice() => "stopped",
            _ => "stopped; earlier changes are kept (`aws-onboard undo` undoes them)",
        })
    }

    /// Remembers what was asked for and failed.
    fn note_failure(
        &mut self,
        check: &'static str,
        remedy: &'static str,
        path: Option<PathBuf>,
        error: &CommandError,
    ) {
        let error = facts::mask_secrets_in(facts::clean(&error.message));
        self.failed.push(FailedFix { check, remedy, path, error });
    }

    fn introduce(
        &self,
        examination: &Examination,
        alike: &Alike,
        known: bool,
        number: Option<(usize, usize)>,
    ) {
        let printer = &self.app.printer;
        let finding = &alike.first;
        printer.say("");
        if let Some((number, of)) = number.filter(|(_, of)| *of > 1) {
            printer.say(&format!("{number} of {of}").dimmed().to_string());
        }
        printer.say(&human::heading(alike.check, finding));
        // The finding is still on the screen, so it is not shown again.
        if known {
            return;
        }
        for line in human::body(self.app, &examination.facts, finding) {
            printer.say(&line);
        }
        if let Some(same) = alike.name_others() {
            printer.say(&wrap(&same, "  ", printer.width()));
        }
    }

    fn apply(
        &mut self,
        examination: &mut Examination,
        alike: &Alike,
        fix: &Fix,
    ) -> Result<bool, CommandError> {
        let (check, finding) = (alike.check, &alike.first);
        let (app, prepared) = (self.app, &fix.prepared);
        let printer = &app.printer;
        let applied =
            match apply::apply(self.app, &examination.facts, prepared, &fix.title, self.how) {
                Ok(applied) => applied,
                Err(NotWritten { path, error }) => {
                    self.note_failure(check, fix.remedy, path, &error);
                    return Err(error);
                }
            };
        self.changes.extend(Recorded::of(prepared, &applied.committed.changes));
        if prepared.writes() {
            self.written += 1;
            say_written(
                self.app,
                &applied.committed.changes,
                prepared.removes_secrets,
                self.written,
            );
        }
        // After an interrupted sign-in, the user wants to exit, not to wait for AWS.
        let problem = applied.problem;
        if problem.as_ref().is_some_and(|problem| problem.status == INTERRUPTED) {
            return problem.map_or(Ok(false), Err);
        }
        let known = human::identities(examination);
        let refused_sign_ins = &mut examination.facts.network.refused_sign_ins;
        if applied.touched.contains(&Touched::Files) {
            // The files have changed, so an earlier refusal no longer applies.
            refused_sign_ins.clear();
        }
        refused_sign_ins.extend(applied.refused);
        examination.check_again(self.app, &applied.touched)?;
        if let Some(problem) = problem {
            self.note_failure(check, fix.remedy, None, &problem);
            printer.say(&format!("{} {}", Mark::Fail.show(), problem.message));
            return Ok(false);
        }
        if self.app.system.is_overlay() && !prepared.actions.is_empty() {
            return Ok(false);
        }
        let fixed = self.say_outcome(examination, check, finding);
        for (name, detail) in human::identities(examination) {
            if !known.contains(&(name.clone(), detail.clone())) {
                printer.say(&format!("{} {} is {detail}", Mark::Good.show(), facts::Text(&name)));
            }
        }
        Ok(fixed)
    }

    /// Says whether the finding is still there, and returns whether it is fixed.
    fn say_outcome(
        &self,
        examination: &Examination,
        check: &'static str,
        finding: &Finding,
    ) -> bool {
        let wanted = key(check, finding);
        let line = |finding: &Finding| finding.place().map(|place| place.location.line);
        let mut left = examination.findings().filter(|(id, _)| *id == check).peekable();
        let is_clean = left.peek().is_none();
        let still =
            left.find(|(_, left)| key(check, left) == wanted && line(left) == line(finding));
        self.app.printer.say(&match still {
            Some((_, still)) => format!("{} still: {}", Mark::Fail.show(), still.brief),
            None if is_clean => format!("{} fixed; {check} now passes", Mark::Good.show()),
            None => format!("{} fixed; {check} has another finding", Mark::Good.show()),
        });
        still.is_none()
    }
}
