//! The answers to the texts of a paste, on this machine.

use checks::{CheckResult, Severity};
use explain::{About, Certainty, Here, Match, Name, Reading};
use facts::{Facts, Request};

use super::TextOrigin;
use crate::app::App;
use crate::render::explanation::{
    asked, certainty_line, generic, heading, here, labeled, now, send,
};
use crate::render::explanation_json::Answer;
use crate::terminal::text::plural;

/// Explain at most this many texts; more rarely matter in one paste.
const MAX_TEXTS: usize = 3;

/// A machine and the results of its offline checks.
pub(super) struct Machine {
    pub(super) facts: Facts,
    pub(super) results: Vec<CheckResult>,
}

impl Machine {
    /// The machine as a run without flags checks it.
    pub(super) fn usual(app: &App) -> Self {
        Self::of(app, About::default().request())
    }

    /// Only the offline facts: no network access and no other programs.
    fn of(app: &App, request: Request) -> Self {
        let facts = collect::offline_facts(&app.system, request, app.preset.clone());
        let results = checks::run_all(&facts, |_| true);
        Self { facts, results }
    }
}

/// The answers to the most informative texts, starting with those whose cause is found on this
/// machine.
pub(super) fn answer_all<'a>(
    app: &App,
    reading: &'a Reading,
    without_machine: bool,
    origin: &TextOrigin,
) -> Vec<Answer<'a>> {
    let matches = reading.matches.iter().take(MAX_TEXTS);
    if without_machine {
        return matches.map(|found| Answer { found, here: None, note: None }).collect();
    }
    let usual = Machine::usual(app);
    let mut answers: Vec<Answer<'a>> =
        matches.map(|found| on_machine(app, &usual, found, &reading.names, origin).0).collect();
    // Within each group, the texts stay in the order of the input.
    answers.sort_by_key(|answer| answer.here.as_ref().map_or(2, rank));
    answers
}

/// Causes found here come first.
fn rank(here: &Here) -> u8 {
    match here.found() {
        Some((_, finding)) if finding.severity == Severity::Fail => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// Explains the most informative texts, starting with those whose cause is found on this machine.
pub(super) fn explain_all(
    app: &App,
    reading: &Reading,
    without_machine: bool,
    origin: &TextOrigin,
) -> Vec<String> {
    let matches = reading.matches.iter().take(MAX_TEXTS);
    let mut blocks: Vec<(u8, Vec<String>)> = Vec::new();
    if without_machine {
        for found in matches {
            let mut lines = heading(app, found);
            lines.extend(asked(app, found, &reading.frames));
            lines.push(certainty_line(app, explain::certainty_of_text(found.text)));
            lines.extend(generic(app, found.text.causes, found.text.apart, &of_text(found)));
            blocks.push((0, lines));
        }
    } else {
        let usual = Machine::usual(app);
        for found in matches {
            let (answer, facts) = on_machine(app, &usual, found, &reading.names, origin);
            let Some(judged) = &answer.here else {
                continue;
            };
            let facts = facts.as_ref().unwrap_or(&usual.facts);
            let lines = if app.printer.quiet() {
                now(app, &judged.now)
            } else {
                let mut lines = heading(app, found);
                lines.extend(asked(app, found, &reading.frames));
                lines.push(certainty_line(app, explain::certainty(judged)));
                lines.extend(here(app, facts, answer.note.as_deref(), judged));
                if explain::certainty(judged) == Certainty::Aws {
                    lines.extend(send(app, &reading.names));
                }
                lines
            };
            blocks.push((rank(judged), lines));
        }
    }
    // Within each group, the texts stay in the order of the input.
    blocks.sort_by_key(|(rank, _)| *rank);
    let mut all = Vec::new();
    for (index, (_, lines)) in blocks.into_iter().enumerate() {
        if index > 0 {
            all.push(String::new());
        }
        all.extend(lines);
    }
    if app.printer.quiet() {
        return all;
    }
    if let Some(advice) = reading.advice {
        all.push(labeled(app, "note", advice));
    }
    let left = reading.matches.len().saturating_sub(MAX_TEXTS);
    if left > 0 {
        all.push(String::new());
        all.push(format!("{left} more in this text; paste them one at a time"));
    }
    all
}

/// What a text is about, without a machine.
fn of_text(found: &Match) -> About {
    About {
        profile: found.name("profile").map(str::to_owned),
        speaker: Some(found.voice.reads_as(found.speaker)),
        fixed: found.text.fixed,
        ..About::default()
    }
}

/// How long a new sign-in is news, in minutes.
const NEWS_MINUTES: i64 = 60;

/// That the user has signed in meanwhile, if the text may be about the sign-in before: no cause of
/// it is left here, and the token is new.
fn tell_new_sign_in(app: &App, machine: &Machine, judged: &Here) -> Option<String> {
    let is_about_it = judged
        .causes
        .iter()
        .any(|(cause, _)| cause.checks.iter().any(|check| check.starts_with("token-")));
    if !is_about_it || judged.found().is_some() || judged.before().is_some() {
        return None;
    }
    let facts = &machine.facts;
    facts.sessions_in_scope().iter().find_map(|key| {
        facts.token_of(key).filter(|token| !token.has_expired(app.system.now()))?;
        let entry = facts.token_entry(key).ok()??;
        let changed = *machine::last_changed(vec![entry.path.clone()]).get(&entry.path)?;
        let minutes = app.system.now().duration_since(changed).as_mins();
        (0..NEWS_MINUTES).contains(&minutes).then(|| {
            let ago = match usize::try_from(minutes) {
                Ok(0) | Err(_) => "less than a minute".to_owned(),
                Ok(minutes) => plural(minutes, "minute"),
            };
            format!(
                "the sign-in to {} was renewed {ago} ago; if the error is older, run the command again",
                facts::Text(key.name())
            )
        })
    })
}

/// A text on this machine, and the facts that it was judged by if they differ from the usual ones.
fn on_machine<'a>(
    app: &App,
    usual: &Machine,
    found: &'a Match,
    names: &[Name],
    origin: &TextOrigin,
) -> (Answer<'a>, Option<Facts>) {
    let mut about = explain::about(found, names, &usual.facts);
    if about.profile.is_none() {
        let is_here = |name: &&String| usual.facts.profile(name).is_some();
        about.profile = origin.profile.as_ref().filter(is_here).cloned();
        about.finds_nothing &= origin.profile.is_none();
    }
    let request = about.request();
    let other = (request != *usual.facts.request()).then(|| Machine::of(app, request));
    let machine = other.as_ref().unwrap_or(usual);
    let mut judged = explain::judge(
        found.text.causes,
        &about,
        &machine.facts,
        &machine.results,
        &usual.facts.scope().profiles,
    );
    let teller = origin.teller.or_voice(found);
    judged.add_trace(explain::trace(&teller, found.text, &about, &machine.facts));
    // These two checks already report that the profile does not exist.
    let told =
        judged.found().is_some_and(|(check, _)| matches!(check, "profile-exists" | "env-profile"));
    let note = about.note.filter(|_| !told).or_else(|| tell_new_sign_in(app, machine, &judged));
    (Answer { found, here: Some(judged), note }, other.map(|machine| machine.facts))
}
