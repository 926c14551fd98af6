//! The questions of `preset new`. Esc goes back one question; an empty answer leaves the value to
//! the users.

use std::path::Path;

use facts::{Facts, SessionKey, StartUrl};

use super::compose::{Answers, Way};
use crate::app::App;
use crate::setup::Stopped;
use crate::setup::portal::{Discovered, discover};
use crate::terminal::text::Mark;
use crate::terminal::{Ask, Declined, Field, Prompter};

/// A question of `preset new`.
#[derive(Clone, Copy)]
enum Question {
    /// The value of a key.
    Value(Text, fn(&mut Answers) -> &mut String),
    Address,
    Region,
    Keys,
    Ways,
}

/// The questions, in order.
const QUESTIONS: [Question; 10] = [
    Question::Address,
    Question::Region,
    Question::Value(
        Text {
            prompt: "Session name",
            help: "its name in the config file; empty: setup names it · Esc goes back",
            section: "portal",
            key: "session",
        },
        |answers| &mut answers.session,
    ),
    Question::Value(
        Text {
            prompt: "Roles that setup selects",
            help: "a pattern, such as */ReadOnly*; more in the file; empty: none · Esc goes back",
            section: "profiles",
            key: "roles",
        },
        |answers| &mut answers.roles,
    ),
    Question::Value(
        Text {
            prompt: "Region to work in",
            help: "of the profiles; empty: the portal's · Esc goes back",
            section: "profiles",
            key: "region",
        },
        |answers| &mut answers.work_region,
    ),
    Question::Keys,
    Question::Value(
        Text {
            prompt: "Name of your team",
            help: "empty: none · Esc goes back",
            section: "contact",
            key: "name",
        },
        |answers| &mut answers.contact_name,
    ),
    Question::Value(
        Text {
            prompt: "Its email address",
            help: "empty: none · Esc goes back",
            section: "contact",
            key: "email",
        },
        |answers| &mut answers.email,
    ),
    Question::Value(
        Text {
            prompt: "Its help page",
            help: "https://…; empty: none · Esc goes back",
            section: "contact",
            key: "page",
        },
        |answers| &mut answers.page,
    ),
    Question::Ways,
];

/// The portal that this computer uses, as the first answers.
pub(super) fn answers_of_this_computer(facts: &Facts) -> Answers {
    let sessions = facts.files().sessions();
    let mut names = sessions.keys();
    let (Some(name), None) = (names.next(), names.next()) else {
        return Answers::default();
    };
    let session = facts.session(&SessionKey::Named(name.clone()));
    let start_url = session.start_url.unwrap_or_default();
    if StartUrl::parse(&start_url).is_documentation_example() {
        return Answers::default();
    }
    let kept = |section: &str, key: &str, value: String| {
        accept(section, key, &value).ok().unwrap_or_default()
    };
    Answers {
        start_url: kept("portal", "start_url", start_url),
        region: kept("portal", "region", session.region.unwrap_or_default()),
        session: kept("portal", "session", name.clone()),
        ..Answers::default()
    }
}

/// Asks everything, beginning with the answers that are known; they are kept if the author leaves.
///
/// # Errors
/// The author leaves or interrupts.
pub(super) fn ask_all(
    app: &App,
    prompter: &dyn Prompter,
    facts: &Facts,
    answers: &mut Answers,
) -> Result<(), Stopped> {
    let mut at = 0;
    let mut is_back = false;
    while let Some(question) = QUESTIONS.get(at) {
        match ask(app, prompter, facts, *question, answers) {
            Ok(true) => (at, is_back) = (at + 1, false),
            // Not asked: on in the same direction.
            Ok(false) if is_back && at > 0 => at -= 1,
            Ok(false) => at += 1,
            Err(Stopped::Declined(Declined::Skipped)) if at > 0 => (at, is_back) = (at - 1, true),
            Err(stopped) => return Err(stopped),
        }
    }
    Ok(())
}

/// Asks one question; whether there was anything to ask.
fn ask(
    app: &App,
    prompter: &dyn Prompter,
    facts: &Facts,
    question: Question,
    answers: &mut Answers,
) -> Result<bool, Stopped> {
    match question {
        Question::Value(text, value) => {
            let value = value(answers);
            *value = text.ask(prompter, value)?;
        }
        Question::Address => {
            let field = Text {
                prompt: "Portal's address (start URL)",
                help: "empty: each user enters it · Esc leaves",
                section: "portal",
                key: "start_url",
            };
            let before = answers.start_url.clone();
            answers.start_url = field.ask(prompter, &before)?;
            if before != answers.start_url {
                answers.region.clear();
            }
        }
        Question::Region => return ask_region(app, prompter, facts, answers),
        Question::Keys => {
            let choices =
                ["Allowed", "Forbidden: setup and doctor comment them out"].map(str::to_owned);
            let cursor = usize::from(answers.forbids_keys);
            let prompt = "Access keys in the AWS files are";
            answers.forbids_keys = prompter.choose(prompt, "Esc goes back", &choices, cursor)? == 1;
        }
        Question::Ways => ask_ways(prompter, answers)?,
    }
    Ok(true)
}

/// The region of the portal: as its page says, otherwise asked.
fn ask_region(
    app: &App,
    prompter: &dyn Prompter,
    facts: &Facts,
    answers: &mut Answers,
) -> Result<bool, Stopped> {
    let found = match answers.start_url.as_str() {
        "" => Discovered::Unknown,
        address => discover(app, facts, address)?,
    };
    match found {
        Discovered::Region(region, from) => {
            app.printer.say(&format!("  region {}, {from}", facts::clean_line(&region)));
            answers.region = region;
            return Ok(false);
        }
        Discovered::NotAPortal(why) => {
            app.printer.say(&format!("{} {}", Mark::Warn.show(), facts::clean_line(&why)));
        }
        Discovered::Unknown => {}
    }
    let field = Text {
        prompt: "Portal's region",
        help: "of IAM Identity Center; empty: setup finds it or asks · Esc goes back",
        section: "portal",
        key: "region",
    };
    answers.region = field.ask(prompter, &answers.region)?;
    Ok(true)
}

/// The ways to sign in, until there are no more; Esc begins the last one again.
fn ask_ways(prompter: &dyn Prompter, answers: &mut Answers) -> Result<(), Stopped> {
    let mut ways: Vec<Way> = answers.ways.clone();
    loop {
        let (prompt, help) = match ways.is_empty() {
            true => (
                "How do your users sign in? A label",
                "such as Badge; the steps come next; empty: nothing to say · Esc goes back",
            ),
            false => {
                ("Another way to sign in? Its label", "empty: no · Esc takes the last one back")
            }
        };
        let field = Text { prompt, help, section: "way-in x", key: "label" };
        let label = match field.ask(prompter, "") {
            Ok(label) if label.is_empty() => break,
            Ok(label) => label,
            Err(Declined::Skipped) if ways.pop().is_some() => continue,
            Err(declined) => return Err(declined.into()),
        };
        match ask_steps(prompter) {
            Ok(steps) => ways.push(Way { label, steps }),
            Err(Declined::Skipped) => {}
            Err(declined) => return Err(declined.into()),
        }
    }
    answers.ways = ways;
    Ok(())
}

/// The steps of one way, until an empty one; at least one.
fn ask_steps(prompter: &dyn Prompter) -> Ask<Vec<String>> {
    let mut steps: Vec<String> = Vec::new();
    loop {
        let prompt = format!("Step {}", steps.len() + 1);
        let help =
            if steps.is_empty() { "what to have ready first" } else { "empty: no more steps" };
        let is_first = steps.is_empty();
        let answer = prompter.write(&Field {
            prompt: &prompt,
            help,
            initial: "",
            accept: &|text| match text.trim().is_empty() {
                true if is_first => Err("a way to sign in needs a step".to_owned()),
                true => Ok(String::new()),
                false => accept_step(text),
            },
            meant: &|_| None,
        })?;
        if answer.is_empty() {
            return Ok(steps);
        }
        steps.push(answer);
    }
}

/// A step on a line of its own, which must not look like a comment or a section.
fn accept_step(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.starts_with(['#', ';', '[']) {
        return Err("a step cannot begin with #, ; or [".to_owned());
    }
    accept("way-in x", "steps", text)
}

/// The question for the value of a key.
#[derive(Clone, Copy)]
struct Text {
    prompt: &'static str,
    help: &'static str,
    section: &'static str,
    key: &'static str,
}

impl Text {
    /// Asks, with `initial` in the field.
    fn ask(&self, prompter: &dyn Prompter, initial: &str) -> Ask<String> {
        prompter.write(&Field {
            prompt: self.prompt,
            help: self.help,
            initial,
            accept: &|text| accept(self.section, self.key, text),
            meant: &|_| None,
        })
    }
}

/// The value as the reader of presets takes it, or what that says is wrong; an empty one is right.
fn accept(section: &str, key: &str, value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(String::new());
    }
    let text = format!("[{section}]\nlabel = x\nsteps = x\n");
    let text = match section.starts_with("way-in ") {
        true => text.replace(&format!("{key} = x"), &format!("{key} = {value}")),
        false => format!("[{section}]\n{key} = {value}\n"),
    };
    let checked = collect::check_preset_text(Path::new("preset.ini"), text.as_bytes());
    match checked.mistakes.into_iter().next() {
        Some(mistake) => Err(mistake.what),
        None if key == "start_url" => Ok(checked.preset.start_url.unwrap_or_default()),
        None => Ok(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_judged_as_the_reader_judges_them() {
        for (section, key, value, expected) in [
            (
                "portal",
                "start_url",
                "lab-portal.awsapps.com",
                Ok("https://lab-portal.awsapps.com/start"),
            ),
            ("portal", "start_url", "", Ok("")),
            ("portal", "region", "us-esat-1", Err("us-east-1")),
            ("profiles", "roles", "*/ReadOnly*", Ok("*/ReadOnly*")),
            ("profiles", "roles", "/x", Err("ACCOUNT/ROLE")),
            ("contact", "email", "me", Err("email")),
            ("way-in x", "label", " Badge = good ", Ok("Badge = good")),
        ] {
            match (accept(section, key, value), expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected),
                (Err(why), Err(words)) => assert!(why.contains(words), "{why}"),
                (got, _) => panic!("{key} {value}: {got:?}"),
            }
        }
        assert!(accept_step("# not a comment").is_err());
        assert_eq!(accept_step(" Choose = it. ").as_deref(), Ok("Choose = it."));
    }
}
