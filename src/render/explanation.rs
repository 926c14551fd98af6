//! Explains an error text.

use checks::Finding;
use colored::Colorize;
use explain::{
    About, Cause, Certainty, ErrorText, Here, Kind, Match, Name, Now, ServiceAnswer, Standing,
};
use facts::{Facts, Preset, clean_line, mask_secrets};

use crate::app::App;
use crate::terminal::fit::unbroken;
use crate::terminal::text::{hang, pad, wrap};

/// The width of the labels, including the space before them.
const LABEL: usize = 10;
/// Show at most this many texts of a row.
const MAX_TEXTS: usize = 6;

/// The pasted text, the program that prints it, and its meaning.
pub(crate) fn heading(app: &App, found: &Match) -> Vec<String> {
    let quote = if found.quote.contains('"') {
        found.quote.clone()
    } else {
        format!("\"{}\"", found.quote)
    };
    let mut lines = vec![
        wrap(&quote, "", app.printer.width())
            .lines()
            .map(|line| line.bold().to_string())
            .collect::<Vec<_>>()
            .join("\n"),
    ];
    if !found.from.is_empty() {
        lines.push(labeled(app, "from", &found.from));
    }
    lines.push(labeled(app, "means", &filled(app, &found.means())));
    lines
}

/// A row of FAILURES: its cause and the error texts it produces.
pub(crate) fn row(app: &App, cause: &Cause) -> Vec<String> {
    let mut lines = vec![hang(
        &format!("{}  ", cause.id.bold()),
        cause.id.len() + 2,
        cause.what,
        app.printer.width(),
    )];
    let meanings = explain::meanings_of_cause(cause.id);
    let quote = |text: &'static explain::ErrorText| (text.speaker.name(), text.pattern);
    let own = |meaning: &&&explain::Meaning| meaning.causes.first() == Some(&cause.id);
    let mut says: Vec<(&str, &str)> =
        meanings.iter().filter(own).flat_map(|meaning| meaning.texts).map(quote).collect();
    if says.is_empty() {
        // The row has no text of its own, so this shows the text that it most likely causes.
        says = meanings
            .iter()
            .find(|meaning| !meaning.texts.is_empty())
            .map(|meaning| meaning.texts.iter().take(2).map(quote).collect())
            .unwrap_or_default();
    }
    for (index, (from, says)) in says.iter().take(MAX_TEXTS).enumerate() {
        let label = if index == 0 { "says" } else { "" };
        let says = example(says);
        let text = if from.is_empty() { says } else { format!("{says} ({from})") };
        lines.push(labeled(app, label, &text));
    }
    lines
}

/// A pattern for reading: `{profile}` becomes PROFILE.
fn example(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern.trim_start_matches('^').trim_end_matches('$');
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        if name == "_" {
            out.push('…');
        } else {
            out.push_str(&name.to_uppercase());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Which cause applies to this machine, and what to do.
pub(crate) fn here(app: &App, facts: &Facts, note: Option<&str>, here: &Here) -> Vec<String> {
    let mut told: Vec<String> = note.map(str::to_owned).into_iter().collect();
    let mut more = None;
    if let Some((check, finding)) = here.found() {
        told.push(seen(facts, finding));
        more = Some(check);
    } else if let (Some((_, sight)), None) = (here.seen(), here.before()) {
        let place = sight
            .place
            .as_ref()
            .map(|place| format!("line {} of {}: ", place.location.line, facts.shown(&place.path)));
        told.push(format!("{}{}", place.unwrap_or_default(), sight.what));
    } else if let Some((check, finding)) = here.before() {
        told.push(format!(
            "another problem comes first and hides the rest: {} ({check})",
            seen(facts, finding)
        ));
        more = Some(check);
    } else if let Some((check, finding)) = &here.other {
        told.extend(unseen(here));
        told.push(format!("but there is another problem here: {} ({check})", seen(facts, finding)));
        more = Some(*check).filter(|_| here.open().is_none());
    } else {
        told.extend(unseen(here));
    }
    for (check, finding) in &here.beside {
        let what = seen(facts, finding);
        told.push(format!("not known to cause this text, but worth a look: {what} ({check})"));
    }
    if let Some(trace) = &here.trace {
        let place = trace.place.as_ref().filter(|_| trace.usable == Some(false));
        let place = place.map(|(path, line)| format!("line {line} of {}: ", facts.shown(path)));
        told.push(format!("{}{}", place.unwrap_or_default(), trace.what));
    }
    let mut lines: Vec<String> = told
        .iter()
        .enumerate()
        .map(|(index, text)| labeled(app, if index == 0 { "here" } else { "" }, text))
        .collect();
    // If no check covers the causes, the advice below is enough.
    let looked = here.causes.iter().any(|(_, standing)| !matches!(standing, Standing::Told));
    if looked && (more.is_none() || app.printer.verbose()) {
        lines.extend(standings(app, here));
    }
    // The question that was asked comes before another problem.
    if explain::certainty(here) == Certainty::NotHere {
        lines.push(labeled(app, "next", ELSEWHERE));
    }
    lines.extend(now(app, &here.now));
    if let Some(check) = more {
        lines.push(labeled(app, "more", &format!("aws-onboard explain {check}")));
        if here.found().is_some() && here.causes.len() > 1 && !app.printer.verbose() {
            let others = match here.causes.len() - 1 {
                1 => "one other cause has the same text".to_owned(),
                others => format!("{others} other causes have the same text"),
            };
            lines.push(labeled(app, "", &format!("{others}; --generic lists them")));
        }
    }
    lines
}

/// The question to ask when nothing is wrong where the text was pasted.
const ELSEWHERE: &str = "no cause on this computer now: where did the program run (another terminal with other variables, a container, another computer), and as which user? Ask there: `aws-onboard run -- COMMAND` runs it and explains what it prints";

/// How certain the answer is, in words.
pub(crate) fn certainty_line(app: &App, certainty: Certainty) -> String {
    let words = match certainty {
        Certainty::ThisIsIt => "this is it",
        Certainty::OneOf => "one of these",
        Certainty::Program => "the program is at fault; nothing is wrong with this computer",
        Certainty::Aws => "AWS knows you and refuses the call; signing in again does not help",
        Certainty::NotHere => "not on this computer, as it is now",
    };
    labeled(app, "answer", words)
}

/// Who asked for the credentials, if another program's text is around the message.
pub(crate) fn asked(app: &App, found: &Match, frames: &[Match]) -> Vec<String> {
    if found.text.kind == Kind::Frame {
        return Vec::new();
    }
    frames.iter().take(1).map(|frame| labeled(app, "asked", &frame.means())).collect()
}

/// An error of a service that is not about credentials.
pub(crate) fn service_answer(app: &App, answer: &ServiceAnswer, names: &[Name]) -> Vec<String> {
    let operation = answer.operation.as_deref().map(clean_line);
    let called = operation.map_or_else(String::new, |name| format!(" to the call {name}"));
    let mut lines = vec![
        clean_line(&answer.code).bold().to_string(),
        labeled(
            app,
            "answer",
            &format!("not about AWS credentials: this is the answer of a service{called}"),
        ),
        labeled(app, "now", "look up the code in the documentation of the service"),
    ];
    lines.extend(send(app, names));
    lines
}

/// The names in the text that an administrator needs.
pub(crate) fn send(app: &App, names: &[Name]) -> Option<String> {
    let told: Vec<String> = [("account", "account"), ("request", "request ID")]
        .into_iter()
        .filter_map(|(kind, label)| {
            let (_, value) = names.iter().find(|(name, _)| *name == kind)?;
            Some(format!("{label} {}", mask_secrets(&clean_line(value))))
        })
        .collect();
    (!told.is_empty()).then(|| labeled(app, "send", &told.join(", ")))
}

/// What to do about a text that is not known: the nearest known texts, and what to send.
pub(crate) fn unknown_text(nearest: &[&ErrorText]) -> String {
    let mut hint = String::from("`aws-onboard doctor` checks this computer");
    if !nearest.is_empty() {
        let texts: Vec<String> =
            nearest.iter().map(|text| format!("\"{}\"", example(text.pattern))).collect();
        hint.push_str(&format!("; the nearest texts I know: {}", texts.join(", ")));
        hint.push_str("; for support, send the whole output, the command, the program's version, and `aws-onboard report`");
    }
    hint
}

/// Says what is known without a finding: that a sign-in is open, or that this machine shows no
/// sign of the problem; nothing if no check covers it.
fn unseen(here: &Here) -> Option<String> {
    if here.sign_in.is_some() {
        return here.sign_in.clone();
    }
    let has = |wanted: fn(&Standing) -> bool| here.causes.iter().any(|(_, one)| wanted(one));
    if !has(|one| !matches!(one, Standing::Told)) {
        return None;
    }
    let words = match (here.causes.len() == 1, here.open().is_some()) {
        (true, true) => "this computer cannot tell",
        (true, false) => "no sign of it on this computer now",
        (false, true) => "no sign of it (checked without the network)",
        (false, false) => "no sign of any of its causes on this computer now",
    };
    Some(words.into())
}

/// The remaining causes, one on each line, and the checks that found nothing.
fn standings(app: &App, here: &Here) -> Vec<String> {
    let mut lines = Vec::new();
    let mut excluded: Vec<&str> = Vec::new();
    for (cause, standing) in &here.causes {
        let (mark, after) = match standing {
            Standing::Found(check, _) => ("✗".red(), format!("found by {check}")),
            Standing::Seen(sight) => ("✗".red(), sight.what.clone()),
            Standing::After(check, _) => {
                ("–".dimmed(), format!("not checked until {check} is fixed"))
            }
            Standing::Online(check) => ("?".magenta(), format!("{check} asks AWS")),
            Standing::Unknown(check, why) => ("?".magenta(), format!("{check}: {why}")),
            Standing::Told => ("?".magenta(), told(app, cause)),
            Standing::Excluded => {
                for check in cause.checks {
                    if !excluded.contains(check) {
                        excluded.push(check);
                    }
                }
                continue;
            }
        };
        lines.push(hang(
            &format!("{}{mark} ", " ".repeat(LABEL)),
            LABEL + 2,
            &format!("{}: {after}", filled(app, cause.what)),
            app.printer.width(),
        ));
    }
    if !excluded.is_empty() {
        lines.push(hang(
            &format!("{}{} ", " ".repeat(LABEL), "–".dimmed()),
            LABEL + 2,
            &format!("nothing found by {}", excluded.join(", ")),
            app.printer.width(),
        ));
    }
    lines
}

/// What tells a cause apart that no check looks for: its sign, otherwise its remedy.
fn told(app: &App, cause: &Cause) -> String {
    let words = if cause.sign.is_empty() {
        explain::generic(cause, &About::default()).words
    } else {
        format!("if {}", cause.sign)
    };
    filled(app, &words)
}

/// A finding in one sentence, with its place.
fn seen(facts: &Facts, finding: &Finding) -> String {
    let what = finding.what.trim_end_matches('.');
    let place = finding.place().map(|place| {
        let path = facts.shown(&place.path);
        if what.contains(&path) {
            format!("line {}: ", place.location.line)
        } else {
            format!("line {} of {path}: ", place.location.line)
        }
    });
    let beside: Vec<String> = finding
        .evidence
        .iter()
        .filter(|evidence| !evidence.primary && !evidence.label.is_empty())
        .map(|evidence| format!("; line {}: {}", evidence.place.location.line, evidence.label))
        .take(2)
        .collect();
    format!("{}{what}{}", place.unwrap_or_default(), beside.concat())
}

/// Every cause of a text and its fix, without looking at this machine.
pub(crate) fn generic(app: &App, causes: &[&str], apart: &str, about: &About) -> Vec<String> {
    let causes: Vec<&Cause> = causes.iter().filter_map(|id| explain::find_cause(id)).collect();
    let mut lines = Vec::new();
    if let [cause] = causes.as_slice() {
        lines.extend(now(app, &explain::generic(cause, about)));
        if let Some(check) = cause.checks.first() {
            lines.push(labeled(app, "more", &format!("aws-onboard explain {check}")));
        }
        return lines;
    }
    for (index, cause) in causes.iter().enumerate() {
        let label = if index == 0 { "causes" } else { "" };
        let doing = explain::generic(cause, about);
        let number = format!("  {}{}. ", pad(label, LABEL - 2).cyan(), index + 1);
        let columns = LABEL + (index + 1).to_string().len() + 2;
        let width = app.printer.width();
        lines.push(hang(&number, columns, &filled(app, cause.what), width));
        let indent = " ".repeat(columns);
        lines.push(wrap(&filled(app, &doing.words), &indent, width));
        if !doing.command.is_empty() {
            lines
                .push(format!("{indent}{}", unbroken(&app.shell().command(&doing.command)).cyan()));
        }
    }
    if !apart.is_empty() {
        lines.push(labeled(app, "apart", apart));
    }
    lines
}

/// What to do: words, a command, or both.
pub(crate) fn now(app: &App, now: &Now) -> Vec<String> {
    let mut lines = Vec::new();
    if !now.words.is_empty() {
        lines.push(labeled(app, "now", &filled(app, &now.words)));
    }
    if !now.command.is_empty() {
        let label = if lines.is_empty() { "now" } else { "" };
        // A command is never wrapped, so that it can be copied.
        lines.push(format!(
            "  {}{}",
            pad(label, LABEL - 2).cyan(),
            unbroken(&mask_secrets(&app.shell().command(&now.command))).bold()
        ));
    }
    lines
}

/// A label with its text.
pub(crate) fn labeled(app: &App, label: &str, text: &str) -> String {
    hang(&format!("  {}", pad(label, LABEL - 2).cyan()), LABEL, text, app.printer.width())
}

/// A text of the table with the support team's name filled in.
pub(crate) fn filled(app: &App, text: &str) -> String {
    if text.contains("{contact}") {
        text.replace("{contact}", &contact(app.preset.as_deref()))
    } else {
        text.to_owned()
    }
}

/// Whom to contact.
fn contact(preset: Option<&Preset>) -> String {
    let contact = preset.and_then(|preset| preset.contact.as_ref());
    let name = contact.and_then(|contact| contact.name.as_deref());
    let reach = contact.and_then(|contact| contact.email.as_deref().or(contact.page.as_deref()));
    match (name, reach) {
        (Some(name), Some(reach)) => format!("{} ({})", clean_line(name), clean_line(reach)),
        (Some(one), None) | (None, Some(one)) => clean_line(one),
        (None, None) => "your administrator".into(),
    }
}
