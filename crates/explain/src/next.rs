//! Chooses what to do now about the causes of a text.

use checks::{Applicability, Finding, Severity};
use error_texts::{Cause, Run, remedy_for, remedy_on_windows};
use facts::{Facts, Os, SessionKey, Shell, Subject};

use crate::here::{About, Here, Standing, known_sessions};
use crate::read::shown;
use crate::sight::profile_in_use;
use crate::unchosen::choose;

/// What to do: words, a command, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The words.
    pub words: String,
    /// The command.
    pub command: Vec<String>,
}

/// Chooses what to do now.
pub(crate) fn choose_next_step(here: &Here, about: &About, facts: &Facts, usual: &[String]) -> Now {
    // What the program does not read is never its remedy, whatever a check offers.
    if let Some((cause, ..)) = here.found_cause()
        && let Some(words) = about.speaker.and_then(|speaker| remedy_for(cause.id, speaker))
    {
        return Now { words: fill(words, about, Some(facts)), command: Vec::new() };
    }
    // Another failure comes first only if no cause is left open.
    let other = here
        .other
        .as_ref()
        .filter(|_| here.open().is_none())
        .map(|(check, finding)| (*check, finding));
    if let Some((check, finding)) = here.found().or_else(|| here.before()) {
        return fix_finding(check, finding, facts, usual);
    }
    if let Some((cause, _)) = here.seen() {
        if cause.id == "no-choice"
            && let Some(now) = choose(facts)
        {
            return now;
        }
        return advise(cause, about, Some(facts));
    }
    if let Some((check, finding)) = other {
        return fix_finding(check, finding, facts, usual);
    }
    let profile = about
        .profile
        .as_ref()
        .filter(|name| facts.profile(name).is_some() && !usual.contains(name));
    // Where everything else was ruled out, the program ran elsewhere, and the question is where.
    let told = here
        .causes
        .iter()
        .find(|(_, standing)| matches!(standing, Standing::Told))
        .filter(|_| !here.is_elsewhere());
    match told {
        Some((cause, _)) if here.open().is_none() => advise(cause, about, Some(facts)),
        // With the network, the doctor can tell which of the remaining causes it is.
        _ => {
            let mut command = vec!["aws-onboard".to_owned(), "doctor".to_owned()];
            command.extend(profile_flag(profile.map(String::as_str)));
            Now { words: String::new(), command }
        }
    }
}

/// What to do about a cause without checking the machine.
pub fn generic(cause: &Cause, about: &About) -> Now {
    advise(cause, about, None)
}

/// What to do about a cause: the words for the program that speaks, and the command.
fn advise(cause: &Cause, about: &About, facts: Option<&Facts>) -> Now {
    let words =
        |list: &[&str]| -> Vec<String> { list.iter().map(|word| (*word).to_owned()).collect() };
    if let Some(own) = about.speaker.and_then(|speaker| remedy_for(cause.id, speaker)) {
        return Now { words: fill(own, about, facts), command: Vec::new() };
    }
    let os = facts.map_or_else(Os::current, |facts| facts.os);
    let answer = match os {
        Os::Windows => remedy_on_windows(cause.id).unwrap_or(cause.answer),
        _ => cause.answer,
    };
    let only = cause.checks.join(",");
    let profile = name_profile(about, facts);
    let export = |form: &str| {
        words(&["aws", "configure", "export-credentials", "--profile", &profile, "--format", form])
    };
    Now {
        words: fill(answer, about, facts),
        command: match cause.run {
            Run::Fix => words(&["aws-onboard", "doctor", "--only", &only, "--fix"]),
            Run::Check => words(&["aws-onboard", "doctor", "--only", &only]),
            Run::Login => words(&["aws-onboard", "login"]),
            Run::Setup => words(&["aws-onboard", "setup"]),
            Run::Process => export("process"),
            Run::Export => export("env"),
            Run::Nothing => Vec::new(),
        },
    }
}

/// Fills in the profile in use and the version that is known to work; `{contact}` stays. In
/// backticks is a command to paste, in which the name is quoted for the shell in use.
fn fill(words: &str, about: &About, facts: Option<&Facts>) -> String {
    let fixed = if about.fixed.is_empty() { String::new() } else { format!(" {}", about.fixed) };
    let name = name_profile(about, facts);
    let option = facts.map_or(Shell::Posix, |facts| facts.shell).words(&["--profile", &name]);
    let parts: Vec<String> = words
        .split('`')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => part.replace("{profile}", &name),
            _ => part.replace("--profile {profile}", &option),
        })
        .collect();
    parts.join("`").replace("{fixed}", &fixed)
}

/// The profile of the text, or the one in use, ready to show.
fn name_profile(about: &About, facts: Option<&Facts>) -> String {
    let in_use =
        || facts.and_then(|facts| profile_in_use(about, facts)).map(|profile| profile.name);
    about.profile.as_deref().or_else(in_use).map_or_else(|| "NAME".into(), shown)
}

fn profile_flag(name: Option<&str>) -> Vec<String> {
    name.map(|name| vec!["--profile".to_owned(), name.to_owned()]).unwrap_or_default()
}

fn fix_finding(check: &'static str, finding: &Finding, facts: &Facts, usual: &[String]) -> Now {
    let mut words = vec!["aws-onboard".to_owned()];
    let first = finding.remedies.first();
    if first.is_some_and(|remedy| remedy.id == "sign-in") {
        words.push("login".into());
        match &finding.subject {
            Subject::Session(SessionKey::Named(name)) if known_sessions(facts).len() > 1 => {
                words.extend(["--session".into(), name.clone()]);
            }
            Subject::Session(key @ SessionKey::Legacy(_)) if known_sessions(facts).len() > 1 => {
                words.extend(profile_flag(
                    facts.profile_of_session(key).map(|profile| profile.name),
                ));
            }
            _ => {}
        }
        return Now { words: String::new(), command: words };
    }
    let is_fixable =
        finding.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide);
    // A guide's single command is exact; the doctor shows several commands, or words.
    if !is_fixable {
        let command = match first.map(|remedy| remedy.commands.as_slice()) {
            Some([one]) => one.clone(),
            _ => ["aws-onboard", "doctor", "--only", check].map(str::to_owned).into(),
        };
        return Now { words: finding.next.to_string(), command };
    }
    words.extend(["doctor".into(), "--only".into(), check.into(), "--fix".into()]);
    let profile = match &finding.subject {
        Subject::Profile(name) => Some(name.as_str()),
        Subject::Session(key) => facts.profile_of_session(key).map(|profile| profile.name),
        Subject::Machine | Subject::File(_) => None,
    };
    let elsewhere = profile.filter(|name| !usual.iter().any(|usual| usual == name));
    words.extend(profile_flag(elsewhere));
    // What works for some tools needs a word about what to change.
    let advice = if finding.severity == Severity::Fail { "" } else { &finding.next };
    Now { words: advice.to_owned(), command: words }
}
