//! Screens in windows of any width, in ASCII where the character set has nothing else, and in a
//! pipe.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::common::machine::healthy_config;
use crate::common::pty::{CTRL_C, ENTER};
use crate::common::{Machine, Pty};

/// The screens of commands that ask nothing where they are shown here.
const SCREENS: &[&[&str]] = &[
    &["doctor", "--no-input"],
    &["doctor", "-v", "--no-input"],
    &["doctor", "--offline", "--fix", "--yes", "--dry-run", "--no-input"],
    &["status"],
    &["profiles"],
    &["checks"],
    &["explain", "sso-session-exists"],
    &["explain", "The config profile (dev) could not be found"],
    &["explain", "--generic", "Error loading SSO Token: Token for corp does not exist"],
    &["which", "aws"],
    &["undo", "--list"],
    &["roles", "--no-input"],
    &["login", "--profile", "nobody-has-this-profile", "--no-input"],
    &["doctor", "--only", "sso-sesion-exists"],
    &["report", "--yes", "--offline", "--out", "ticket.md"],
    &["--help"],
    &["doctor", "--help"],
];

/// The widths at which each screen is drawn; the unit tests of what they contain try every width.
const WIDTHS: &[u16] = &[40, 60, 80, 120, 200];

/// What begins a command to copy, which stays whole.
const COMMANDS: &[&str] = &["aws ", "aws-onboard ", "export ", "unset ", "curl ", "sudo "];

/// Whether a line may be wider than the window: a command, or a word that is about as wide.
fn is_whole(line: &str, columns: usize) -> bool {
    let longest = line.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    // `fix` is the label of a command in `which`.
    let starts = |part: &str, command: &str| {
        let part = part.trim_start();
        part.strip_prefix("fix ").unwrap_or(part).trim_start().starts_with(command)
    };
    let is_command =
        COMMANDS.iter().any(|command| line.split([':', '·']).any(|part| starts(part, command)));
    is_command || longest + 4 > columns
}

/// Everything that was drawn, as lines: a movement of the cursor begins another one.
fn drawn(raw: &[u8]) -> String {
    let mut text = String::new();
    let raw = String::from_utf8_lossy(raw);
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            text.push(if c == '\r' { '\n' } else { c });
            continue;
        }
        // A control sequence ends with a letter; `m` is a color (ECMA-48, 8.3.117).
        if chars.by_ref().find(char::is_ascii_alphabetic) != Some('m') {
            text.push('\n');
        }
    }
    text
}

#[track_caller]
fn assert_fits(what: &str, pty: &Pty, columns: u16) {
    let drawn = drawn(&pty.raw());
    for line in drawn.lines() {
        assert!(
            line.width() <= usize::from(columns) || is_whole(line, columns.into()),
            "{what}, {columns} columns: {line}\n\n{drawn}"
        );
    }
}

fn machine() -> Machine {
    let machine = Machine::wiki();
    machine.home.put(
        ".aws/config",
        format!("{}\n{}", crate::common::WIKI_CONFIG, healthy_config(&["dev"])).as_bytes(),
    );
    machine
}

#[test]
fn every_screen_fits_its_window() {
    let machine = machine();
    for columns in WIDTHS {
        for args in SCREENS {
            // Each writes the same file.
            let _ = std::fs::remove_file(machine.home.path().join("ticket.md"));
            let mut pty = machine.terminal_of(args, *columns, 40);
            pty.end();
            assert_fits(&args.join(" "), &pty, *columns);
        }
    }
}

#[test]
fn every_question_fits_its_window() {
    let machine = machine();
    let fresh = Machine::with_files("", "");
    for columns in WIDTHS {
        let ask = |machine: &Machine, args: &[&str], words: &str| {
            let mut pty = machine.terminal_of(args, *columns, 40);
            pty.wait_for(words);
            pty
        };
        let end = |what: &str, mut pty: Pty| {
            pty.send(CTRL_C);
            pty.end();
            assert_fits(what, &pty, *columns);
        };
        end("menu", ask(&machine, &[], "What would you like to do?"));
        end("doctor", ask(&machine, &["doctor", "--offline"], "now?"));
        let mut pty = ask(&machine, &["report", "--offline"], "Who will read");
        pty.send(ENTER).wait_for("Write this report?");
        end("report", pty);
        let mut pty = ask(&fresh, &["setup"], "Your access portal");
        pty.send("lab-portal.awsaps.com").send(ENTER).wait_for("which is not");
        end("setup", pty);
    }
}

/// Nothing but ASCII where the locale's character set has nothing else.
#[test]
fn a_locale_without_unicode_gets_ascii() {
    let machine = machine();
    for args in SCREENS {
        for locale in ["C", "en_US.ISO-8859-1"] {
            let outcome = machine.run(args).env("LC_ALL", locale).run();
            let text = outcome.both();
            let other: String = text.chars().filter(|c| !c.is_ascii()).collect();
            assert!(other.is_empty(), "{args:?}, {locale}: {other}\n{text}");
        }
    }
    let utf_8 = machine.run(&["doctor"]).env("LC_ALL", "C.UTF-8").run();
    assert!(utf_8.stdout.contains('✗'), "{utf_8:?}");
    // Prompts too: the list of keys has arrows elsewhere.
    let mut pty = machine.terminal_with(&["doctor", "--offline"], &[("LC_ALL", "C")], 80, 40);
    pty.wait_for("now?").send(CTRL_C);
    pty.end();
    assert!(pty.transcript().is_ascii(), "{}", pty.transcript());
}

/// A pipe gets text: no color, no cursor, no progress.
#[test]
fn a_pipe_gets_nothing_but_text() {
    let machine = Machine::healthy();
    machine.simulator.set(|world| world.faults.latency = Duration::from_millis(300));
    let commands = SCREENS.iter().copied().chain([
        &["doctor"][..],
        &["status", "--check"],
        &["login", "--force"],
        &["logout", "--all", "--yes"],
        &["man"],
        &["completions", "bash"],
    ]);
    for args in commands {
        let outcome = machine.run(args).within(Duration::from_secs(60));
        let running = outcome.start();
        if args.first() == Some(&"login") && args.contains(&"--force") {
            machine.approve_next();
        }
        let outcome = running.wait();
        let control = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
        let found: Vec<char> = outcome.both().chars().filter(control).collect();
        assert!(found.is_empty(), "{args:?}: {found:?}\n{}", outcome.both());
    }
}
