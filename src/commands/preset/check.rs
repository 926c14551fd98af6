//! `preset check`: every mistake in a preset with its line; without one, what the preset does.

use std::path::{Path, PathBuf};

use checks::questions::ACCOUNT_ACCESS;
use collect::{CheckedPreset, PresetError};
use colored::Colorize;
use facts::{Preset, clean_line, mask_secrets};

use crate::app::App;
use crate::cli::PresetCheck;
use crate::commands::whom_to_ask::contact_words;
use crate::error::{CommandError, FOUND, OK};
use crate::terminal::text::{Mark, cut, hang, plural};

/// The width of a label.
const LABEL: usize = 13;

/// Prints the mistakes, or what the preset does.
///
/// # Errors
/// There is no preset, or the file cannot be read (2).
pub(super) fn run(app: &App, args: &PresetCheck) -> Result<u8, CommandError> {
    let (path, shown) = find_file(app, args)?;
    let checked = collect::check_preset(&path)
        .map_err(|error| CommandError::usage(format!("{shown}: {}", error.what)))?;
    if checked.mistakes.is_empty() {
        if !app.printer.quiet() {
            say_what_it_does(app, &shown, &checked.preset);
        }
        return Ok(OK);
    }
    say_mistakes(app, &shown, &checked);
    Ok(FOUND)
}

/// The file, and its name as it is shown.
fn find_file(app: &App, args: &PresetCheck) -> Result<(PathBuf, String), CommandError> {
    let given = args.file.as_deref().or(app.preset_flag.as_deref());
    if let Some(file) = given {
        let path = app.system.expand_path(file.as_os_str());
        return Ok((path, shown_file(file)));
    }
    let found = collect::find_preset_file(&app.system, None).ok_or_else(|| {
        CommandError::usage("there is no preset on this computer").hint(
            "name the file: aws-onboard preset check FILE, or write one: aws-onboard preset new",
        )
    })?;
    let shown = app.path(&found);
    Ok((found, shown))
}

/// Each mistake as a compiler would show it, with its line.
fn say_mistakes(app: &App, shown: &str, checked: &CheckedPreset) {
    let printer = &app.printer;
    let lines: Vec<&str> = checked.text.lines().collect();
    for mistake in &checked.mistakes {
        let first = format!("{} ", Mark::Fail.show());
        let words = format!("{shown}:{}", told(mistake));
        // In a pipe a mistake is one line, as editors and scripts expect it.
        printer.data(&match printer.out_is_terminal() {
            true => hang(&first, 2, &words, printer.width()),
            false => words,
        });
        let line = mistake.line.and_then(|line| lines.get(line.checked_sub(1)?));
        if let Some(line) = line {
            let line = mask_secrets(&clean_line(line.trim()));
            let line = cut(&line, printer.width().saturating_sub(4));
            printer.data(&format!("    {}", line.dimmed()));
        }
    }
    if !printer.quiet() {
        printer.data("");
    }
    printer.data(&format!("{} in {shown}", plural(checked.mistakes.len(), "mistake")));
}

/// The line, the section, the key, and what is wrong: `4: [portal] region: us-esat-1 is not …`.
fn told(mistake: &PresetError) -> String {
    let line = mistake.line.map(|line| format!("{line}: ")).unwrap_or_else(|| " ".into());
    let section = mistake.section.as_ref().map(|section| format!("[{section}]"));
    let place: Vec<String> = section.into_iter().chain(mistake.key.clone()).collect();
    let place = place.join(" ");
    let colon = if place.is_empty() { "" } else { ": " };
    mask_secrets(&format!("{line}{place}{colon}{}", mistake.what))
}

/// Every setting, and what users are still asked.
fn say_what_it_does(app: &App, shown: &str, preset: &Preset) {
    let printer = &app.printer;
    let say = |label: &str, text: &str| {
        let first = format!("  {label:<width$}", width = LABEL - 2);
        printer.data(&hang(&first, LABEL, &clean_line(text), printer.width()));
    };
    printer.data(&format!("{} {shown} has no mistakes", Mark::Good.show()));
    for (label, text) in settings(preset) {
        say(label, &text);
    }
    say("Setup asks", &asked(preset).join("; "));
    for note in notes(preset) {
        printer.data(&hang(&format!("{} ", Mark::Note.show()), 2, &note, printer.width()));
    }
}

fn settings(preset: &Preset) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    let mut add = |label, value: Option<&String>| {
        all.extend(value.map(|value| (label, value.clone())));
    };
    add("Portal", preset.start_url.as_ref());
    add("Region", preset.region.as_ref());
    add("Session", preset.session.as_ref());
    add("Scopes", Some(&preset.scopes.join(", ")).filter(|scopes| !scopes.is_empty()));
    add("Names", preset.profile_name.as_ref());
    add("Roles", Some(&preset.roles.join("  ")).filter(|roles| !roles.is_empty()));
    add("Default", preset.default_profile.as_ref());
    add("Work in", preset.profile_region.as_ref());
    add("Output", preset.output.as_ref());
    add("Try", preset.try_command.as_ref());
    add("AWS CLI", preset.aws_cli.as_ref().map(ToString::to_string).as_ref());
    add("Install", preset.install.as_ref());
    if preset.static_keys_forbidden {
        add("Keys", Some(&"forbidden".to_owned()));
    }
    add("Help", contact_words(preset).as_ref());
    let links: Vec<&str> = preset.links.keys().map(String::as_str).collect();
    add("Links", Some(&links.join(", ")).filter(|links| !links.is_empty()));
    let ways: Vec<&str> = preset.ways_in.iter().map(|way| way.label.as_str()).collect();
    add("Ways in", Some(&ways.join("; ")).filter(|ways| !ways.is_empty()));
    all
}

/// What `setup` asks a newcomer who has this preset.
fn asked(preset: &Preset) -> Vec<String> {
    let mut asked = Vec::new();
    if preset.start_url.is_none() {
        asked.push("the portal's address".to_owned());
    }
    if preset.region.is_none() {
        asked.push("its region, unless the portal's page says it".to_owned());
    }
    if preset.ways_in.len() > 1 {
        asked.push(format!("how to sign in ({} ways)", preset.ways_in.len()));
    }
    let selected = if preset.roles.is_empty() { "" } else { ", with these selected" };
    asked.push(format!("which roles, of several{selected}"));
    asked.push("\"Write this?\"".to_owned());
    asked
}

/// What is no mistake and perhaps not meant.
fn notes(preset: &Preset) -> Vec<String> {
    let mut notes = Vec::new();
    let lacks_access = !preset.scopes.iter().any(|scope| scope == ACCOUNT_ACCESS);
    if !preset.scopes.is_empty() && lacks_access {
        notes.push(format!(
            "[portal] scopes does not contain {ACCOUNT_ACCESS}, without which a sign-in has no roles and does not renew itself"
        ));
    }
    if contact_words(preset).is_none() {
        notes.push("There is no [contact], so users are not told whom to ask.".to_owned());
    }
    notes
}

/// The name of a file as it is typed in a command.
pub(super) fn shown_file(path: &Path) -> String {
    clean_line(&path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let mut mistake = PresetError {
            path: "team.ini".into(),
            section: Some("portal".into()),
            key: Some("region".into()),
            line: Some(4),
            what: "x is not a region".into(),
        };
        assert_eq!(told(&mistake), "4: [portal] region: x is not a region");
        (mistake.section, mistake.key) = (None, None);
        assert_eq!(told(&mistake), "4: x is not a region");
    }

    #[test]
    fn a_full_preset_leaves_one_question_to_a_user_with_one_role() {
        let asked_of = |text: &str| {
            let checked = collect::check_preset_text(Path::new("x.ini"), text.as_bytes());
            assert!(checked.mistakes.is_empty(), "{:?}", checked.mistakes);
            asked(&checked.preset)
        };
        assert_eq!(
            asked_of("[portal]\nstart_url = lab-portal.awsapps.com\nregion = us-east-1\n"),
            ["which roles, of several", "\"Write this?\""]
        );
        assert_eq!(asked_of("").len(), 4);
        let ways = "[way-in a]\nlabel = A\nsteps = B\n[way-in b]\nlabel = C\nsteps = D\n";
        assert!(asked_of(ways).contains(&"how to sign in (2 ways)".to_owned()));
    }
}
