//! What to do about a finding: the answer of a flag, of `--yes`, or of the user.

use checks::{Answers, Applicability, Finding, Plan, Remedy};
use colored::Colorize;

use super::alike::Alike;
use super::decision::{Decision, Undecided, is_safe};
use super::fix::Fixing;
use super::fix_queue::is_safe_together;
use crate::answers::{REMEDY, SKIP, wrong_answer};
use crate::changes::Prepared;
use crate::error::{CommandError, FOUND};
use crate::examine::Examination;
use crate::terminal::Declined;

impl Fixing<'_> {
    /// Decides about a finding and those that are the same fault in other profiles; also says
    /// whether the decision is about all of them. It is not if what is right for one may be wrong
    /// for the others, or if they cannot be changed together.
    pub(super) fn decide_for_all(
        &self,
        examination: &Examination,
        alike: &Alike,
    ) -> Result<(Decision, bool), Undecided> {
        // What is safe for one and not for all is done for each that it is safe for.
        let mut together = !alike.others.is_empty()
            && (!self.applies_unasked(examination, alike) || is_safe_together(examination, alike));
        let asks = alike.first.remedies.iter().any(|remedy| !remedy.questions.is_empty());
        let asks = asks && !self.applies_unasked(examination, alike);
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
            Err(undecided) if together && undecided.error.status == FOUND => {
                let decision = self.decide(examination, alike.check, &alike.first, &[])?;
                Ok((decision, false))
            }
            other => Ok((other?, together)),
        }
    }

    pub(super) fn decide(
        &self,
        examination: &Examination,
        check: &str,
        finding: &Finding,
        others: &[Finding],
    ) -> Result<Decision, Undecided> {
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
        let given = self.answers.accepted(check, remedy)?;
        let complete = given.len() == remedy.questions.len();
        let meant = chosen.is_some() || (complete && !remedy.questions.is_empty());
        let is_safe = || is_safe(examination, remedy, finding, others, &given);
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
    pub(super) fn accept_answers(&self, examination: &Examination) -> Result<(), CommandError> {
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
    ) -> Result<Decision, Undecided> {
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
                    remedies.iter().map(|remedy| remedy.title.to_string()).collect();
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
        let mut answers = self.answers.accepted(check, remedy)?;
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
    ) -> Result<Prepared, Undecided> {
        let failed = |error| Undecided { remedy: Some(remedy.id), error };
        let same = others.iter().flat_map(|finding| &finding.remedies);
        let plans = std::iter::once(remedy)
            .chain(same.filter(|other| other.id == remedy.id))
            .map(|remedy| remedy.plan(&examination.facts, answers))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| failed(CommandError::failed(error.to_string())))?;
        Prepared::new(&examination.facts, &Plan::merge(plans)).map_err(failed)
    }
}
