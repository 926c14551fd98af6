//! Answers given on the command line: `--answer CHECK.KEY=VALUE`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use checks::{Answers, Remedy};

use crate::error::CommandError;

/// The key that chooses one of a finding's remedies.
pub(crate) const REMEDY: &str = "remedy";
/// The remedy that skips a finding.
pub(crate) const SKIP: &str = "skip";

/// The answers, and which of them were used.
#[derive(Debug, Default)]
pub(crate) struct FlagAnswers {
    given: BTreeMap<(String, String), String>,
    used: RefCell<BTreeSet<(String, String)>>,
}

impl FlagAnswers {
    /// Reads the flags.
    ///
    /// # Errors
    /// A flag has the wrong form, or names an unknown check (2).
    pub(crate) fn parse(flags: &[String]) -> Result<Self, CommandError> {
        let mut given = BTreeMap::new();
        for flag in flags {
            let parts =
                flag.split_once('=').and_then(|(name, value)| Some((name.split_once('.')?, value)));
            let Some(((check, key), value)) = parts else {
                return Err(CommandError::usage(format!(
                    "--answer {flag:?} must have the form CHECK.KEY=VALUE"
                ))
                .hint("for example: --answer profile-region.region=eu-central-1"));
            };
            let known = known_check("--answer", check)?;
            accept_key(known.id, key)?;
            if given.insert((check.to_owned(), key.to_owned()), value.to_owned()).is_some() {
                return Err(CommandError::usage(format!("--answer {check}.{key} is given twice")));
            }
        }
        Ok(Self { given, used: RefCell::default() })
    }

    /// The answer to a check's question, if there is one.
    pub(crate) fn get(&self, check: &str, key: &str) -> Option<&str> {
        let name = (check.to_owned(), key.to_owned());
        let value = self.given.get(&name)?;
        self.used.borrow_mut().insert(name);
        Some(value)
    }

    /// The answers to a remedy's questions, in canonical form.
    ///
    /// # Errors
    /// A question does not accept its answer (2).
    pub(crate) fn accepted(&self, check: &str, remedy: &Remedy) -> Result<Answers, CommandError> {
        let mut accepted = Answers::new();
        for question in &remedy.questions {
            if let Some(answer) = self.get(check, question.key) {
                let answer = question
                    .accept(answer)
                    .map_err(|why| wrong_answer(check, question.key, answer, &why))?;
                accepted.insert(question.key, answer);
            }
        }
        Ok(accepted)
    }

    /// Every answer: check, key, value.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.given
            .iter()
            .map(|((check, key), value)| (check.as_str(), key.as_str(), value.as_str()))
    }

    /// Answers that no question used.
    pub(crate) fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        self.given
            .keys()
            .filter(|name| !used.contains(*name))
            .map(|(check, key)| format!("{check}.{key}"))
            .collect()
    }
}

/// Accepts a key that one of the check's questions has.
fn accept_key(check: &str, key: &str) -> Result<(), CommandError> {
    let keys = checks::answer_keys(check);
    if key == REMEDY || keys.contains(&key) {
        return Ok(());
    }
    let error = CommandError::usage(format!(
        "--answer names {check}.{}, and {check} has no such question",
        facts::clean_line(key)
    ));
    let all = || keys.iter().copied().chain([REMEDY]);
    Err(match checks::nearest_name(key, all()) {
        Some(near) => error.hint(format!("did you mean {check}.{near}?")),
        None => {
            let all: Vec<String> = all().map(|key| format!("{check}.{key}")).collect();
            error.hint(format!("use {}", all.join(" or ")))
        }
    })
}

/// Finds a check by the identifier in a flag.
///
/// # Errors
/// No check has this name; the hint names the closest one (2).
pub(crate) fn known_check(flag: &str, id: &str) -> Result<&'static checks::Check, CommandError> {
    checks::find(id).ok_or_else(|| {
        let error =
            CommandError::usage(format!("{flag} names the check {id:?}, which does not exist"));
        match checks::suggest(id) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("`aws-onboard checks` lists them"),
        }
    })
}

/// The error for a command-line answer that its question does not accept.
pub(crate) fn wrong_answer(check: &str, key: &str, answer: &str, why: &str) -> CommandError {
    let answer = facts::mask_secrets(&facts::clean_line(answer));
    CommandError::usage(format!("--answer {check}.{key}={answer}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(flags: &[&str]) -> Result<FlagAnswers, CommandError> {
        FlagAnswers::parse(&flags.iter().map(|flag| (*flag).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_value_may_hold_equals_signs_and_dots() {
        let answers = parse(&["sso-session-exists.start_url=https://a.b/start?x=y"]).unwrap();
        assert_eq!(answers.get("sso-session-exists", "start_url"), Some("https://a.b/start?x=y"));
        assert!(answers.unused().is_empty());
    }

    #[test]
    fn another_form_and_an_unknown_check_are_wrong_usage() {
        for flag in ["region", "profile-region=eu", "profile-regoin.region=eu"] {
            assert_eq!(parse(&[flag]).unwrap_err().status, 2, "{flag}");
        }
    }

    #[test]
    fn a_misspelt_key_is_named_with_the_one_that_is_meant() {
        let error = parse(&["profile-region.regoin=eu-west-1"]).unwrap_err();
        assert_eq!(error.status, 2);
        assert_eq!(error.hint.as_deref(), Some("did you mean profile-region.region?"));
        let error = parse(&["static-keys.remdy=skip"]).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("did you mean static-keys.remedy?"));
        let error = parse(&["static-keys.elsewhere=x"]).unwrap_err();
        assert_eq!(error.hint.as_deref(), Some("use static-keys.remedy"));
    }

    #[test]
    fn an_answer_that_nothing_asked_for_is_known() {
        assert_eq!(parse(&["static-keys.remedy=skip"]).unwrap().unused(), ["static-keys.remedy"]);
    }
}
