//! `profile-color`: the profile's color is one that a terminal can show.

#[cfg(test)]
mod cases;

use facts::{Profile, Text};

use crate::check::Examine;
use crate::{Check, Choice, Finding, Group, Need, Outcome, Question, QuestionKind, Remedy};

pub(crate) static CHECK: Check = Check {
    id: "profile-color",
    label: "color",
    title: "The profile's color is one that a terminal can show",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Profiles(has_color, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The colors of every terminal (ECMA-48, 8.3.117).
const COLORS: [&str; 4] = ["red", "green", "yellow", "blue"];

fn has_color(profile: &Profile<'_>) -> bool {
    profile.text("color").is_some()
}

fn examine(profile: &Profile<'_>) -> Outcome {
    match profile.text("color") {
        Some(color) if !COLORS.contains(&color) => unknown_color(profile, Text(color)).into(),
        color => Outcome::Passed(color.unwrap_or_default().to_owned()),
    }
}

fn unknown_color(profile: &Profile<'_>, color: Text<'_>) -> Finding {
    let choices = COLORS.map(Choice::plain).into();
    Finding::will_bite("unknown-color", format!("{color} is not a color"))
        .what(format!("The profile {profile} has the color {color}, which no terminal can show."))
        .why("The prompt falls back to gray, and you cannot tell profiles apart.")
        .next("choose one of the four colors")
        .at(profile.place("color"), "not a color of a terminal")
        .offer(Remedy::set_in_profile("choose-color", "Choose a color", profile, "color").ask(
            Question {
                key: "color",
                prompt: format!("Color of the profile {profile}"),
                help: "type to filter".into(),
                kind: QuestionKind::Choice { choices, other: None },
                default: None,
            },
        ))
}
