//! Without a command: what this computer needs, and a menu, on a terminal; otherwise the help.

mod need;

use self::need::{Need, State};
use crate::app::App;
use crate::cli::{Command, Doctor, Explain, Format, Login, Logout, Open, Report, Roles, Setup};
use crate::command_line;
use crate::error::{CommandError, OK};
use crate::terminal::Declined;
use crate::terminal::text::cut;

/// The width that a menu's entry may have.
const MAX_LABEL: usize = 70;

/// What an entry of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Setup,
    Fix,
    SignIn,
    SignOut,
    Roles,
    Portal,
    Explain,
    Report,
    Undo,
    Nothing,
    /// The entries that a healthy computer's menu leaves out at first.
    More,
}

/// Prints the help, or asks what to do and does it.
///
/// # Errors
/// The errors of the chosen command.
pub(crate) fn run(app: &App) -> Result<u8, CommandError> {
    let Some(prompter) = app.prompter.as_ref().filter(|_| app.printer.out_is_terminal()) else {
        let help = command_line::program().render_help();
        app.printer.data(help.ansi().to_string().trim_end());
        return Ok(OK);
    };
    let state = State::find(app)?;
    if !app.printer.quiet() {
        app.printer.data_lines(&state.lines(app));
        app.printer.data("");
    }
    let undo = super::undo::last_run_in_words(app);
    let all = entries(&state, undo.is_some());
    let mut shown = match state.need {
        Need::Nothing => short(&all),
        _ => all.clone(),
    };
    loop {
        let labels: Vec<String> =
            shown.iter().map(|entry| label(*entry, &state, undo.as_deref())).collect();
        let chosen = prompter.choose("What would you like to do?", "", &labels, 0);
        match chosen.map(|index| shown.get(index).copied().unwrap_or(Entry::Nothing)) {
            Ok(Entry::More) => {
                shown = all.iter().copied().filter(|entry| !shown.contains(entry)).collect();
                shown.push(Entry::Nothing);
            }
            Ok(Entry::Nothing) | Err(Declined::Skipped) => return Ok(OK),
            Ok(Entry::Undo) => return super::undo::ask_and_run(app),
            Ok(entry) => return super::dispatch(app, Some(command(entry, &state))),
            Err(Declined::Interrupted) => return Err(CommandError::interrupted("stopped")),
        }
    }
}

/// Everything that makes sense on this computer, what it needs now first.
fn entries(state: &State, can_undo: bool) -> Vec<Entry> {
    let first = match state.need {
        Need::Setup => Entry::Setup,
        Need::Fix => Entry::Fix,
        Need::SignIn => Entry::SignIn,
        Need::Nothing => Entry::Nothing,
    };
    let mut entries = vec![first];
    let others = [
        (Entry::Fix, true),
        (Entry::SignIn, state.can_sign_in()),
        (Entry::Setup, true),
        (Entry::Portal, state.has_portal()),
        (Entry::Roles, state.can_sign_out()),
        (Entry::Explain, true),
        (Entry::Report, true),
        (Entry::SignOut, state.can_sign_out()),
        (Entry::Undo, can_undo),
        (Entry::Nothing, true),
    ];
    entries.extend(
        others.iter().filter(|(entry, fits)| *fits && *entry != first).map(|(entry, _)| *entry),
    );
    entries
}

/// The menu of a healthy computer: what people do there, and the way to the rest.
fn short(all: &[Entry]) -> Vec<Entry> {
    let often = [Entry::Nothing, Entry::Portal, Entry::Roles];
    let mut entries: Vec<Entry> =
        all.iter().copied().filter(|entry| often.contains(entry)).collect();
    entries.push(Entry::More);
    entries
}

fn label(entry: Entry, state: &State, undo: Option<&str>) -> String {
    let label = match entry {
        Entry::Setup if state.need == Need::Setup => "Set up this computer".to_owned(),
        Entry::Setup => "Set up more accounts and roles".to_owned(),
        Entry::Fix => match state.problems() {
            Some(problems) => format!("Fix {problems}"),
            None => "Check this computer and fix problems".to_owned(),
        },
        Entry::SignIn => match state.only_signed_out() {
            Some(name) => format!("Sign in to {name}"),
            None => "Sign in".to_owned(),
        },
        Entry::SignOut => "Sign out".to_owned(),
        Entry::Roles => "List my accounts and roles".to_owned(),
        Entry::Portal => "Open the access portal".to_owned(),
        Entry::Explain => "Explain an error message".to_owned(),
        Entry::Report => "Create a report for support".to_owned(),
        Entry::Undo => format!("Undo the last run: {}", undo.unwrap_or_default()),
        Entry::Nothing => "Nothing".to_owned(),
        Entry::More => "More…".to_owned(),
    };
    cut(&label, MAX_LABEL)
}

fn command(entry: Entry, state: &State) -> Command {
    match entry {
        Entry::Setup => Command::Setup(Setup::default()),
        Entry::SignIn => {
            let (session, profile) = state.sign_in_to();
            Command::Login(Login { session, profile, ..Login::default() })
        }
        Entry::SignOut => Command::Logout(Logout::default()),
        Entry::Roles => Command::Roles(Roles { session: None, format: Format::Human }),
        Entry::Portal => Command::Open(Open { word: None, profile: None, print: false }),
        Entry::Explain => Command::Explain(Explain {
            words: vec!["-".to_owned()],
            generic: false,
            program: None,
            format: Format::Human,
        }),
        Entry::Report => Command::Report(Report::default()),
        Entry::Fix | Entry::Undo | Entry::Nothing | Entry::More => {
            Command::Doctor(Doctor::default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::need::tests::state_of;
    use super::*;

    fn labels(need: Need, can_undo: bool) -> Vec<String> {
        let state = state_of(need);
        let all = entries(&state, can_undo);
        let shown = if need == Need::Nothing { short(&all) } else { all };
        shown.iter().map(|entry| label(*entry, &state, Some("Set a region"))).collect()
    }

    #[test]
    fn the_first_entry_is_what_the_computer_needs() {
        let first = |need| labels(need, false).remove(0);
        assert_eq!(first(Need::Setup), "Set up this computer");
        assert_eq!(first(Need::Fix), "Fix 2 problems");
        assert_eq!(first(Need::SignIn), "Sign in to lab");
        assert_eq!(first(Need::Nothing), "Nothing");
    }

    #[test]
    fn a_healthy_computers_menu_is_short() {
        assert_eq!(
            labels(Need::Nothing, true),
            ["Nothing", "Open the access portal", "List my accounts and roles", "More…"]
        );
    }

    #[test]
    fn every_entry_is_there_once() {
        for need in [Need::Setup, Need::Fix, Need::SignIn, Need::Nothing] {
            let state = state_of(need);
            let all = entries(&state, true);
            let mut unique = all.clone();
            unique.sort_by_key(|entry| format!("{entry:?}"));
            unique.dedup();
            assert_eq!(all.len(), unique.len(), "{all:?}");
            assert!(all.contains(&Entry::Nothing) && all.contains(&Entry::Undo), "{all:?}");
            assert!(!entries(&state, false).contains(&Entry::Undo));
        }
    }
}
