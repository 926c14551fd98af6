//! The remedy that fills in a template: a question for each value.

use std::collections::BTreeMap;

use aws_files::{Edit, FileKind};
use facts::Facts;

use super::blanks::{BlankSection, Owner};
use crate::profile::{accept_account, accept_role};
use crate::session::questions::{accept_session_name, regions_first, sso_region, start_url};
use crate::{Answers, Applicability, Plan, Question, QuestionKind, Remedy};

/// The remedy for a template of one profile, one session, or one of each; `None` for anything
/// larger, where one answer could not be right everywhere.
pub(super) fn fill_in(
    facts: &Facts,
    file: FileKind,
    sections: &[BlankSection],
    before: &[usize],
) -> Option<Remedy> {
    let of_profiles = sections.iter().filter(|section| matches!(section.owner, Owner::Profile(_)));
    let of_sessions = sections.iter().filter(|section| matches!(section.owner, Owner::Session(_)));
    let known = of_profiles.clone().count() + of_sessions.clone().count();
    if of_profiles.count() > 1 || of_sessions.count() > 1 || known != sections.len() {
        return None;
    }
    let mut questions: BTreeMap<&'static str, Question> = BTreeMap::new();
    let mut places: Vec<(&'static str, Option<&'static str>, usize)> = Vec::new();
    for section in sections {
        for blank in &section.blanks {
            let question = question(facts, &section.owner, blank.key)?;
            places.push((question.key, blank.key, blank.at.line));
            questions.entry(question.key).or_insert(question);
        }
    }
    let before = before.to_vec();
    let plan = move |_: &Facts, answers: &Answers| {
        let mut edits: Vec<Edit> =
            before.iter().map(|line| Edit::CommentOut { first: *line, last: *line }).collect();
        for (question, key, line) in &places {
            let value = answers[question].clone();
            edits.push(match key {
                Some(_) => Edit::SetValue { line: *line, value },
                None => Edit::RenameSection { line: *line, name: value },
            });
        }
        Ok(Plan::edit(file, edits))
    };
    let remedy = Remedy::new("fill-in", Applicability::Ask, "Fill it in now", plan);
    Some(questions.into_values().fold(remedy, Remedy::ask))
}

/// The question whose answer belongs in this place; `None` if only its author knows.
fn question(facts: &Facts, owner: &Owner, key: Option<&str>) -> Option<Question> {
    let text = |key, prompt: &str, help: &str, accept| Question {
        key,
        prompt: prompt.into(),
        help: help.into(),
        kind: QuestionKind::Text(accept),
        default: None,
    };
    Some(match key {
        None if matches!(owner, Owner::Profile(_)) => text(
            "profile",
            "The name of the profile",
            "yours to choose; letters, digits, - and _",
            accept_session_name,
        ),
        None | Some("sso_session") => text(
            "session",
            "The name of the sso-session",
            "yours to choose; letters, digits, - and _",
            accept_session_name,
        ),
        Some("sso_start_url") => start_url(facts),
        Some("sso_region") => sso_region(facts, None),
        Some("sso_account_id") => text(
            "account",
            "The account",
            "twelve digits, as the portal shows them",
            accept_account,
        ),
        Some("sso_role_name") => {
            text("role", "The role", "as the portal shows it, such as PowerUserAccess", accept_role)
        }
        Some("region") => Question {
            key: "region",
            prompt: "The region you work in".into(),
            help: "type to filter".into(),
            kind: QuestionKind::Choice {
                choices: regions_first(None),
                other: Some(crate::session::questions::accept_region),
            },
            default: None,
        },
        Some(_) => return None,
    })
}
