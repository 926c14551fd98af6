//! The fix loop: a finding, its diff, the question, the write, and another check.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use checks::{Answers, Applicability, Finding, Plan, Remedy, Severity};
use colored::Colorize;

use super::alike::{Alike, Key, key};
use super::apply;
use super::decision::{Decision, Fix};
use crate::answers::{FlagAnswers, REMEDY, SKIP, wrong_answer};
use crate::app::App;
use crate::changes::{FailedFix, NotWritten, Prepared, Recorded, say_written};
use crate::error::{CommandError, FOUND, INTERRUPTED};
use crate::examine::{Examination, Touched};
use crate::render::human;
use crate::sign_in::How;
use crate::terminal::Declined;
use crate::terminal::text::wrap;

/// Stop after this many fixes, even if fixes keep causing new findings.
const MAX_FIXES: usize = 200;
/// Fix what looks the same in the same place at most this many times.
const MAX_REPEATS: usize = 20;

/// A run of fixes in progress.
pub(crate) struct Fixing<'a> {
    pub(crate) app: &'a App,
    pub(crate) answers: &'a FlagAnswers,
    /// `--yes`.
    pub(crate) yes: bool,
    /// Whether the findings have just been shown in full.
    pub(crate) shown: bool,
    /// How to sign in.
    pub(crate) how: How,
    /// The changes made so far.
    pub(crate) changes: Vec<Recorded>,
    /// What was asked for and failed.
    pub(crate) failed: Vec<FailedFix>,
}

impl Fixing<'_> {
    /// Goes through the findings one by one, until each has been offered once.
    ///
    /// # Errors
    /// Ctrl-C; or a file that cannot be written, in which case earlier changes are kept.
    pub(crate) fn run(&mut self, examination: &mut Examination) -> Result<(), CommandError> {
        self.accept_answers(examination)?;
        let mut seen: HashSet<Key> = HashSet::new();
        let mut offered: HashSet<Key> = HashSet::new();
        let mut repeats: HashMap<Key, usize> = HashMap::new();
        let told: HashSet<Key> = match self.shown {
            true => examination.findings().map(|(check, finding)| key(check, finding)).collect(),
            false => HashSet::new(),
        };
        for _ in 0..MAX_FIXES {
            let next = examination
                .findings()
                .find(|(check, finding)| !seen.contains(&key(check, finding)))
                .map(|(check, finding)| (check, finding.clone()));
            let Some((check, finding)) = next else { break };
            let alike = Alike::find(examination, check, finding, &seen);
            seen.insert(key(check, &alike.first));
            // What was left is not offered again, unless another fix has made it safe.
            if !offered.insert(key(check, &alike.first))
                && !self.applies_unasked(examination, &alike)
            {
                continue;
            }
            if alike.first.remedies.is_empty() {
                continue;
            }
            let known = told.contains(&key(check, &alike.first));
            let is_fixable = alike
                .first
                .remedies
                .iter()
                .any(|remedy| remedy.applicability != Applicability::Guide);
            if known && !is_fixable {
                continue;
            }
            // A note without a fix needs no action; `doctor -v` shows it.
            if !is_fixable && alike.first.severity == Severity::Note && !self.app.printer.verbose()
            {
                continue;
            }
            self.introduce(examination, &alike, known);
            let (decision, together) = match self.decide_for_all(examination, &alike) {
                // If one fix cannot be prepared, the others are still offered.
                Err(error) if error.status == FOUND => {
                    let remedy = alike.first.remedies.first().map_or("", |remedy| remedy.id);
                    self.note_failure(check, remedy, None, &error);
                    self.app.printer.error(&error);
                    continue;
                }
                other => other?,
            };
            if together {
                seen.extend(alike.others.iter().map(|finding| key(check, finding)));
            }
            match decision {
                Decision::Apply(fix) => {
                    match self.apply(examination, &alike, &fix) {
                        // Nothing was written, so the files are checked again before the next
                        // alike.first.
                        Err(error) if error.status == FOUND => {
                            self.app.printer.error(&error);
                            examination.check_again(self.app, &[Touched::Files])?;
                        }
                        Ok(fixed) => {
                            // A fix may have changed what another one would do, and what looks
                            // the same may be another one.
                            let own = key(check, &alike.first);
                            let times = repeats.entry(own.clone()).or_insert(0);
                            *times += 1;
                            let again = fixed || (self.yes && *times < MAX_REPEATS);
                            seen.retain(|known| !again && *known == own);
                        }
                        Err(error) => return Err(error),
                    }
                }
                Decision::Leave => {}
                Decision::Stop => break,
                Decision::Interrupted => {
                    return Err(CommandError::interrupted(match self.changes.len() {
                        0 => "stopped; nothing was changed",
                        _ => "stopped; earlier changes are kept (`aws-onboard undo` undoes them)",
                    }));
                }
            }
        }
        Ok(())
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

    fn introduce(&self, examination: &Examination, alike: &Alike, known: bool) {
        let printer = &self.app.printer;
        let finding = &alike.first;
        printer.say("");
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

    /// Decides about a finding and those that are the same fault in other profiles; also says
    /// whether the decision is about all of them. It is not if what is right for one may be wrong
    /// for the others, or if they cannot be changed together.
    fn decide_for_all(
        &self,
        examination: &Examination,
        alike: &Alike,
    ) -> Result<(Decision, bool), CommandError> {
        let mut together = !alike.others.is_empty();
        let asks = alike.first.remedies.iter().any(|remedy| !remedy.questions.is_empty());
        if let (true, true, Some(prompter)) = (together, asks, &self.app.prompter) {
            let choices = [
                "Yes".to_owned(),
                "No, one by one".to_owned(),
                "Skip".to_owned(),
                "Stop here".to_owned(),
            ];
            let prompt = format!("Use one answer for all {} profiles?", alike.others.len() + 1);
            match prompter.choose(&prompt, "", &choices, 0) {
                Ok(0) => {}
                Ok(1) => together = false,
                Ok(2) | Err(Declined::Skipped) => return Ok((Decision::Leave, true)),
                Ok(_) => return Ok((Decision::Stop, true)),
                Err(Declined::Interrupted) => return Ok((Decision::Interrupted, true)),
            }
        }
        let others: &[Finding] = if together { &alike.others } else { &[] };
        match self.decide(examination, alike.check, &alike.first, others) {
            Err(error) if together && error.status == FOUND => {
                let decision = self.decide(examination, alike.check, &alike.first, &[])?;
                Ok((decision, false))
            }
            other => Ok((other?, together)),
        }
    }

    fn decide(
        &self,
        examination: &Examination,
        check: &str,
        finding: &Finding,
        others: &[Finding],
    ) -> Result<Decision, CommandError> {
        let remedies: Vec<&Remedy> = finding
            .remedies
            .iter()
            .filter(|remedy| remedy.applicability != Applicability::Guide)
            .collect();
        let Some(first) = remedies.first() else {
            return Ok(Decision::Leave);
        };
        let chosen = match self.answers.get(check, REMEDY) {
            None => None,
            Some(SKIP) => return Ok(Decision::Leave),
            Some(id) => Some(*remedies.iter().find(|remedy| remedy.id == id).ok_or_else(|| {
                let ids: Vec<&str> = remedies.iter().map(|remedy| remedy.id).collect();
                CommandError::usage(format!(
                    "--answer {check}.{REMEDY}={id}: this finding has no such fix"
                ))
                .hint(format!("use {}, or {SKIP}", ids.join(", ")))
            })?),
        };
        let remedy = chosen.unwrap_or(first);
        let given = self.given(check, remedy)?;
        let complete = given.len() == remedy.questions.len();
        let meant = chosen.is_some() || (complete && !remedy.questions.is_empty());
        let is_safe = || self.is_safe(examination, remedy, finding, others, &given);
        if self.yes && complete && (meant || is_safe()) {
            let prepared = self.prepare(examination, remedy, others, &given)?;
            self.show(&prepared, true);
            return Ok(Decision::apply(remedy, prepared));
        }
        if self.app.prompter.is_none() {
            self.left_undone(check, remedy, &given);
            return Ok(Decision::Leave);
        }
        self.ask(examination, check, finding, others, &remedies, chosen)
    }

    /// Rejects a wrong `--answer` before any fix: one that no question with its name accepts.
    /// Answers to questions that appear later are checked when they appear.
    fn accept_answers(&self, examination: &Examination) -> Result<(), CommandError> {
        for (check, key, answer) in self.answers.all() {
            let mut refused = None;
            let mut accepted = false;
            let questions = examination
                .findings()
                .filter(|(id, _)| *id == check)
                .flat_map(|(_, finding)| &finding.remedies)
                .flat_map(|remedy| &remedy.questions)
                .filter(|question| question.key == key);
            for question in questions {
                match question.accept(answer) {
                    Ok(_) => accepted = true,
                    Err(why) => refused = Some(why),
                }
            }
            if let (false, Some(why)) = (accepted, refused) {
                return Err(wrong_answer(check, key, answer, &why));
            }
        }
        Ok(())
    }

    /// The answers from flags, in canonical form.
    fn given(&self, check: &str, remedy: &Remedy) -> Result<Answers, CommandError> {
        let mut given = Answers::new();
        for question in &remedy.questions {
            if let Some(answer) = self.answers.get(check, question.key) {
                let accepted = question
                    .accept(answer)
                    .map_err(|why| wrong_answer(check, question.key, answer, &why))?;
                given.insert(question.key, accepted);
            }
        }
        Ok(given)
    }

    /// Names the flag that would apply the fix, when the program cannot prompt.
    fn left_undone(&self, check: &str, remedy: &Remedy, given: &Answers) {
        let missing: Vec<String> = remedy
            .questions
            .iter()
            .filter(|question| !given.contains_key(question.key))
            .map(|question| format!("--answer {check}.{}=…", question.key))
            .collect();
        let flags = if !missing.is_empty() {
            format!("--yes {}", missing.join(" "))
        } else if remedy.applicability == Applicability::Safe && !self.yes {
            "--yes".into()
        } else {
            format!("--yes --answer {check}.{REMEDY}={}", remedy.id)
        };
        self.app.printer.say(&format!("  {} skipped (use {flags} to apply)", "–".dimmed()));
    }

    /// Asks the user.
    fn ask(
        &self,
        examination: &Examination,
        check: &str,
        finding: &Finding,
        others: &[Finding],
        remedies: &[&Remedy],
        chosen: Option<&Remedy>,
    ) -> Result<Decision, CommandError> {
        let Some(prompter) = &self.app.prompter else {
            return Ok(Decision::Leave);
        };
        let mut shown: Option<&str> = None;
        let remedy = match chosen {
            Some(remedy) => remedy,
            // A single remedy with its own question needs no extra confirmation first.
            None if remedies.len() == 1
                && !remedies[0].questions.is_empty()
                && finding.leave.is_none() =>
            {
                self.app.printer.say(&format!("  {} (Esc skips it)", remedies[0].title));
                remedies[0]
            }
            None => {
                let first = remedies[0];
                let mut is_sign_in = false;
                if first.questions.is_empty() {
                    let prepared = self.prepare(examination, first, others, &Answers::new())?;
                    is_sign_in = prepared.is_sign_in();
                    self.show_long(&prepared)?;
                    shown = Some(first.id);
                }
                let mut choices: Vec<String> =
                    remedies.iter().map(|remedy| remedy.title.clone()).collect();
                if is_sign_in {
                    choices[0] = "Yes".to_owned();
                } else if first.questions.is_empty() {
                    choices[0] = format!("Yes: {}", first.title);
                }
                choices.push(finding.leave.unwrap_or("Skip").to_owned());
                choices.push("Stop here".to_owned());
                let prompt = if is_sign_in { "Sign in now?" } else { "Change this?" };
                match prompter.choose(prompt, "", &choices, 0) {
                    Ok(index) if index < remedies.len() => remedies[index],
                    Ok(index) if index == remedies.len() => return Ok(Decision::Leave),
                    Ok(_) => return Ok(Decision::Stop),
                    Err(Declined::Skipped) => return Ok(Decision::Leave),
                    Err(Declined::Interrupted) => return Ok(Decision::Interrupted),
                }
            }
        };
        let mut answers = self.given(check, remedy)?;
        for question in &remedy.questions {
            if answers.contains_key(question.key) {
                continue;
            }
            match prompter.answer(question) {
                Ok(answer) => answers.insert(question.key, answer),
                Err(Declined::Skipped) => return Ok(Decision::Leave),
                Err(Declined::Interrupted) => return Ok(Decision::Interrupted),
            };
        }
        let prepared = self.prepare(examination, remedy, others, &answers)?;
        if shown != Some(remedy.id) && prepared.writes() {
            self.show(&prepared, true);
            let choices = ["Yes", "No, skip it"].map(str::to_owned);
            match prompter.choose("Write this?", "", &choices, 0) {
                Ok(0) => {}
                Ok(_) | Err(Declined::Skipped) => return Ok(Decision::Leave),
                Err(Declined::Interrupted) => return Ok(Decision::Interrupted),
            }
        }
        Ok(Decision::apply(remedy, prepared))
    }

    fn prepare(
        &self,
        examination: &Examination,
        remedy: &Remedy,
        others: &[Finding],
        answers: &Answers,
    ) -> Result<Prepared, CommandError> {
        let same = others.iter().flat_map(|finding| &finding.remedies);
        let plans = std::iter::once(remedy)
            .chain(same.filter(|other| other.id == remedy.id))
            .map(|remedy| remedy.plan(&examination.facts, answers))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| CommandError::failed(error.to_string()))?;
        Prepared::new(&examination.facts, &Plan::merge(plans))
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
            say_written(self.app, &applied.committed.changes, prepared.removes_secrets);
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
            printer.say(&format!("{} {}", "✗".red().bold(), problem.message));
            return Ok(false);
        }
        if self.app.system.is_overlay() && !prepared.actions.is_empty() {
            return Ok(false);
        }
        let wanted = key(check, finding);
        let left: Vec<(&str, &Finding)> =
            examination.findings().filter(|(id, _)| *id == check).collect();
        let line = finding.place().map(|place| place.location.line);
        let is_same = |other: &Finding| {
            key(check, other) == wanted && other.place().map(|place| place.location.line) == line
        };
        let still = left.iter().find(|(_, left)| is_same(left));
        if let Some((_, still)) = still {
            printer.say(&format!("{} still: {}", "✗".red().bold(), still.brief));
        } else if left.is_empty() {
            printer.say(&format!("{} fixed; {check} now passes", "✓".green()));
        } else {
            printer.say(&format!("{} fixed; {check} has another finding", "✓".green()));
        }
        let fixed = still.is_none();
        for (name, detail) in human::identities(examination) {
            if !known.contains(&(name.clone(), detail.clone())) {
                printer.say(&format!("{} {} is {detail}", "✓".green(), facts::Text(&name)));
            }
        }
        Ok(fixed)
    }
}
