//! Below the table: what differs, why it matters, and what to do.

use aws_onboard_credential_chain::{Kind, Outcome};
use colored::Colorize;
use facts::Text;
use indexmap::IndexMap;
use program_clients::{Needs, ProgramAnswer, RegionAnswer};

use super::Shown;
use super::fixes::fixes;
use super::row::{Row, is_shadowed, words};
use crate::terminal::fit::unbroken;
use crate::terminal::text::{Mark, hang, wrap};

/// The keys of the environment.
const KEYS: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_ACCESS_KEY",
    "AWS_SECRET_KEY",
];

/// Name at most this many programs in a sentence.
const MAX_NAMES: usize = 4;

type Pair<'a> = (&'a Row, &'a ProgramAnswer);

/// The notes, each after an empty line.
pub(super) fn lines(shown: &Shown<'_>, rows: &[Row]) -> Vec<String> {
    let pairs: Vec<Pair<'_>> = rows.iter().zip(&shown.answers.programs).collect();
    let mut notes: Vec<Vec<String>> = Vec::new();
    if shown.asked.is_some() {
        notes.extend(
            pairs
                .iter()
                .filter(|(_, answer)| answer.usable == Some(true))
                .map(|pair| about_one(shown, *pair)),
        );
    }
    notes.extend(about_keys(shown, &pairs));
    if pairs.is_empty() && shown.is_complete {
        let text = "No program that uses AWS credentials was found here.";
        return note(shown, Mark::Skipped, text);
    }
    let selected_nothing = shown.selected().is_none() && shown.facts.profile("default").is_none();
    let finds_nothing = |pair: &Pair<'_>| {
        pair.1.answer.credentials.kind == Kind::None && pair.1.needs_now().is_none()
    };
    if selected_nothing
        && pairs.iter().any(|pair| pair.1.usable == Some(false) && finds_nothing(pair))
    {
        notes.push(about_no_profile(shown));
    }
    for pair in &pairs {
        let is_told = selected_nothing && finds_nothing(pair);
        if pair.1.usable == Some(false) && !is_told {
            notes.push(about_failure(shown, *pair));
        }
    }
    notes.extend(about_others(shown, &pairs));
    notes.extend(about_regions(shown, &pairs));
    notes.extend(about_unknown(shown, &pairs));
    if !shown.is_complete {
        let text = "Not every place was searched, so a program may be missing here.";
        notes.push(note(shown, Mark::Unknown, text));
    }
    let first_needs_gap = shown.asked.is_none();
    let mut lines = Vec::new();
    for (at, note) in notes.into_iter().enumerate() {
        if at > 0 || first_needs_gap {
            lines.push(String::new());
        }
        lines.extend(note);
    }
    lines
}

fn note(shown: &Shown<'_>, mark: Mark, text: &str) -> Vec<String> {
    let width = shown.app.printer.width();
    let first = format!("  {} ", mark.show());
    hang(&first, 4, text, width).lines().map(str::to_owned).collect()
}

/// A labeled line: `fix  unset AWS_ACCESS_KEY_ID`. A command is not wrapped, so that it can be
/// pasted.
fn labeled(label: &str, text: &str) -> String {
    format!("    {}  {}", format!("{label:<3}").cyan(), unbroken(text))
}

/// A program that can, for `--for`.
fn about_one(shown: &Shown<'_>, (row, answer): Pair<'_>) -> Vec<String> {
    let here = if answer.is_here { "" } else { " (not found here)" };
    let region = match &answer.region {
        RegionAnswer::Known(region) => format!(", region {}", Text(&region.value)),
        RegionAnswer::None => ", and finds no region".to_owned(),
        RegionAnswer::Unknown => String::new(),
    };
    note(shown, row.mark, &format!("{}{here} uses {}{region}", row.title(), row.uses))
}

/// Keys in the environment that take the place of the selected profile.
fn about_keys(shown: &Shown<'_>, pairs: &[Pair<'_>]) -> Option<Vec<String>> {
    let shadowed: Vec<&Pair<'_>> = pairs
        .iter()
        .filter(|(_, answer)| is_shadowed(shown, answer))
        .filter(|(_, answer)| answer.answer.credentials.kind == Kind::Environment)
        .collect();
    if shadowed.is_empty() {
        return None;
    }
    let profile = Text(shown.profile()).to_string();
    let who = subject(&shadowed, pairs.len());
    let verb = verb(shadowed.len(), "use");
    let mut text = format!("{who} {verb} the keys in the environment, not {profile}.");
    let is_cli = |pair: &&Pair<'_>| pair.1.program.name == "AWS CLI";
    if shadowed.iter().any(is_cli) {
        let option = shown.facts.shell.words(&["--profile", &profile]);
        text.push_str(&format!(" The AWS CLI uses {profile} only with {option}."));
    }
    let mut lines = note(shown, Mark::Warn, &text);
    let set: Vec<&str> =
        KEYS.into_iter().filter(|name| shown.facts.environment().has_value(name)).collect();
    if !set.is_empty() {
        lines.push(labeled("fix", &shown.facts.shell.unset_all(&set)));
    }
    let mut places: Vec<String> = set
        .iter()
        .flat_map(|name| shown.facts.start_up_lines(name))
        .map(|line| format!("{}:{}", shown.facts.shown(&line.path), line.line))
        .collect();
    places.dedup();
    if !places.is_empty() {
        lines.push(labeled("", &format!("(set in {})", places.join(", "))));
    }
    Some(lines)
}

/// A verb in the present tense, for so many programs.
fn verb(count: usize, verb: &str) -> String {
    format!("{verb}{}", if count == 1 { "s" } else { "" })
}

/// `All programs`, `3 programs`, or the name of the only one.
fn subject(these: &[&Pair<'_>], of: usize) -> String {
    match these {
        [only] => only.0.name.clone(),
        all if all.len() == of && of > 2 => "All programs".to_owned(),
        some => format!("{} programs", some.len()),
    }
}

fn about_no_profile(shown: &Shown<'_>) -> Vec<String> {
    let text = "AWS_PROFILE is not set and there is no profile default, so most programs find no \
                credentials.";
    let mut lines = note(shown, Mark::Fail, text);
    if let Some(profile) = shown.facts.profiles().find(|profile| profile.name != "default") {
        let name = Text(profile.name).to_string();
        lines.push(labeled("fix", &shown.facts.shell.export("AWS_PROFILE", &name)));
    }
    lines
}

/// A program that cannot use what the settings name: what it says, and what helps.
fn about_failure(shown: &Shown<'_>, (row, answer): Pair<'_>) -> Vec<String> {
    let credentials = &answer.answer.credentials;
    let profile = credentials.profile.as_deref().unwrap_or_else(|| shown.profile());
    let reason = answer.answer.trail.iter().rfind(|step| step.outcome == Outcome::Failed);
    let title = match (answer.program.found_at.line, &row.place) {
        (Some(line), Some(place)) => {
            let with_line = format!(":{line}");
            let place = place.strip_suffix(&with_line).unwrap_or(place);
            row.title_at(Some(&format!("{place}{with_line}")))
        }
        _ => row.title(),
    };
    let lacks = match answer.needs_now() {
        Some(Needs::Version { since, is_own: true, .. }) => {
            Some(format!("it needs {since} or newer"))
        }
        Some(needs @ (Needs::Version { .. } | Needs::Keys { .. })) => {
            Some(format!("it needs {needs}"))
        }
        _ => reason.map(|step| step.why.clone()),
    };
    let mut text = format!("{title} cannot use {}", Text(profile));
    if credentials.kind == Kind::None && answer.needs_now().is_none() {
        text = format!("{title} finds no credentials");
    } else if let Some(lacks) = lacks {
        text.push_str(&format!(": {lacks}"));
    }
    text.push('.');
    let mut lines = note(shown, Mark::Fail, &text);
    if let Some(error) = &credentials.error {
        let width = shown.app.printer.width();
        lines.push("    It prints".to_owned());
        lines.extend(wrap(error, "      ", width).lines().map(str::to_owned));
    }
    let mut label = "fix";
    for fix in fixes(shown, answer) {
        lines.push(labeled(label, &fix));
        label = "or";
    }
    if label == "fix" && credentials.kind == Kind::Error {
        let argv = ["aws-onboard", "doctor", "--profile", profile, "--fix"];
        lines.push(labeled("fix", &shown.facts.shell.command(&argv)));
    }
    lines
}

/// Programs that use other credentials than the AWS CLI, without a profile of their own.
fn about_others(shown: &Shown<'_>, pairs: &[Pair<'_>]) -> Vec<Vec<String>> {
    let cli = &shown.answers.cli;
    if !cli.is_here {
        return Vec::new();
    }
    // The note about the keys has said it.
    if shown.asked.is_none() && is_shadowed(shown, &cli.answer) {
        return Vec::new();
    }
    let mut groups: IndexMap<String, Vec<&Pair<'_>>> = IndexMap::new();
    for pair in pairs {
        let is_own = pair.1.program.profile.is_some();
        if pair.1.differs.credentials == Some(true) && pair.1.usable != Some(false) && !is_own {
            groups.entry(words(&pair.1.answer.credentials)).or_default().push(pair);
        }
    }
    groups
        .into_iter()
        .map(|(uses, group)| {
            let names: Vec<&str> =
                group.iter().take(MAX_NAMES).map(|pair| pair.0.name.as_str()).collect();
            let more = group.len().saturating_sub(MAX_NAMES);
            let mut who = names.join(", ");
            if more > 0 {
                who.push_str(&format!(" and {more} more"));
            }
            let verb = verb(group.len(), "use");
            let own = words(&cli.answer.answer.credentials);
            let text = format!(
                "{who} {verb} {uses}, but the AWS CLI uses {own}: they may act as different identities."
            );
            note(shown, Mark::Warn, &text)
        })
        .collect()
}

/// Programs without a region, and those whose region differs from the AWS CLI's.
fn about_regions(shown: &Shown<'_>, pairs: &[Pair<'_>]) -> Vec<Vec<String>> {
    let mut notes = Vec::new();
    let is_in_use = |pair: &&Pair<'_>| {
        pair.1.usable != Some(false) && pair.1.answer.credentials.kind != Kind::Instance
    };
    let without: Vec<&Pair<'_>> =
        pairs.iter().filter(is_in_use).filter(|pair| pair.1.region == RegionAnswer::None).collect();
    if !without.is_empty() {
        let who = subject(&without, pairs.len());
        let verb = verb(without.len(), "find");
        let mut lines =
            note(shown, Mark::Warn, &format!("{who} {verb} no region, and most calls need one."));
        if let RegionAnswer::Known(region) = &shown.answers.cli.answer.region {
            lines.extend(set_region(shown, &Text(&region.value).to_string()));
        }
        notes.push(lines);
    }
    let mut groups: IndexMap<String, Vec<&Pair<'_>>> = IndexMap::new();
    for pair in pairs.iter().filter(is_in_use) {
        let is_own = pair.1.program.region.is_some();
        if let RegionAnswer::Known(region) = &pair.1.region
            && pair.1.differs.region == Some(true)
            && !is_own
        {
            groups.entry(Text(&region.value).to_string()).or_default().push(pair);
        }
    }
    if let RegionAnswer::Known(own) = &shown.answers.cli.answer.region {
        for (value, group) in groups {
            let who = subject(&group, pairs.len());
            let verb = verb(group.len(), "use");
            let own = Text(&own.value).to_string();
            let text = format!(
                "{who} {verb} the region {value}, but the AWS CLI uses {own}: AWS_REGION and \
                 AWS_DEFAULT_REGION are not read by every program."
            );
            let mut lines = note(shown, Mark::Warn, &text);
            lines.extend(set_region(shown, &own));
            notes.push(lines);
        }
    }
    notes
}

/// The commands that give a region to every program.
fn set_region(shown: &Shown<'_>, region: &str) -> [String; 2] {
    let set = |name: &str| shown.facts.shell.export(name, region);
    [labeled("fix", &set("AWS_REGION")), labeled("", &set("AWS_DEFAULT_REGION"))]
}

/// What only an attempt, or a setting that is not read, decides: one note a reason.
fn about_unknown(shown: &Shown<'_>, pairs: &[Pair<'_>]) -> Vec<Vec<String>> {
    let mut groups: IndexMap<String, Vec<String>> = IndexMap::new();
    let of_unknown_version: Vec<String> = pairs.iter().filter_map(needed_version).collect();
    let is_listed =
        |pair: &Pair<'_>| of_unknown_version.len() > 1 && needed_version(pair).is_some();
    let unknown = pairs.iter().filter(|(_, answer)| answer.usable.is_none());
    for (row, answer) in unknown.filter(|pair| !is_listed(pair)) {
        let here = if answer.is_here { "" } else { " (not found here)" };
        let title = format!("{}{here}", row.title());
        groups.entry(why_unknown(answer)).or_default().push(title);
    }
    let all = pairs.len();
    let listed = (of_unknown_version.len() > 1).then(|| {
        let text = format!(
            "{}: cannot be known offline; their versions are not known, and they need at least \
             those in parentheses.",
            of_unknown_version.join(", ")
        );
        note(shown, Mark::Unknown, &text)
    });
    let reasons = groups.into_iter().map(|(why, titles)| {
        let who = match titles.as_slice() {
            [only] => only.clone(),
            many if many.len() == all => "All programs".to_owned(),
            many if many.len() <= MAX_NAMES => many.join(", "),
            many => format!("{} programs", many.len()),
        };
        note(shown, Mark::Unknown, &format!("{who}: cannot be known offline; {why}."))
    });
    reasons.chain(listed).collect()
}

/// `s5cmd (2.3.0)`: a program found here whose own version is not known, and the one it needs.
fn needed_version((row, answer): &Pair<'_>) -> Option<String> {
    let is_unknown = answer.is_here && answer.usable.is_none() && answer.program.version.is_none();
    match answer.needs_now() {
        Some(Needs::Version { since, is_own: true, .. }) if is_unknown => {
            Some(format!("{} ({since})", row.name))
        }
        _ => None,
    }
}

fn why_unknown(answer: &ProgramAnswer) -> String {
    let reason = answer.answer.trail.iter().rfind(|step| step.outcome == Outcome::Unknown);
    let program = &answer.program;
    let why = || match (answer.answer.doubt, reason) {
        (Some(doubt), _) => doubt.to_owned(),
        (None, Some(step)) => step.why.clone(),
        (None, None) => "only an attempt tells".to_owned(),
    };
    match answer.needs_now() {
        Some(Needs::Version { of, since, is_own }) => {
            let version = if *is_own { &program.version } else { &program.sdk_version };
            match version {
                None if *is_own => {
                    format!("its version is not known, and it needs {since} or newer")
                }
                None => {
                    format!("the version of its {of} is not known, and it needs {since} or newer")
                }
                // The version is known, and something else is not.
                Some(version) if version.is_at_least(since) == Some(false) => format!(
                    "{} {} does not know such profiles ({since} and later do); {}",
                    if *is_own { "version" } else { of },
                    Text(version.text()),
                    why()
                ),
                Some(_) => why(),
            }
        }
        Some(Needs::Setting(setting)) => format!("{setting} decides"),
        _ => why(),
    }
}
