//! `undo`: what it restores, what it refuses, and what `--list` and `--forget` do.

use crate::common::home::mode;
use crate::common::pty::{ENTER, UP};
use crate::common::{Machine, WIKI_CONFIG, WIKI_CREDENTIALS};

const FIX: &[&str] = &[
    "doctor",
    "--offline",
    "--fix",
    "--yes",
    "--no-input",
    "--answer",
    "static-keys.remedy=comment-out",
    "--answer",
    "sso-scopes.remedy=add-scope",
];

/// Makes two changes to the config file and one to the credentials file.
fn fixed_machine() -> Machine {
    let machine = Machine::wiki();
    machine.run(FIX).run().status(1);
    machine
}

#[test]
fn the_list_names_every_change_and_its_backup() {
    let machine = fixed_machine();
    let listed = machine.run(&["undo", "--list"]).run().status(0);
    let backups: Vec<_> = listed
        .stdout
        .lines()
        .filter_map(|line| line.trim().strip_prefix("~/.local/state/"))
        .collect();
    assert_eq!(backups.len(), 3, "{}", listed.stdout);
    for backup in backups {
        let path = machine.home.path().join(".local/state").join(backup);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
    assert!(listed.stdout.contains("3 changes"), "{}", listed.stdout);
    assert!(listed.stdout.starts_with(" 1  20"), "{}", listed.stdout);
    machine.run(&["undo"]).run().status(0);
    let listed = machine.run(&["undo", "--list"]).run().status(0);
    assert!(listed.stdout.starts_with(" –  20"), "{}", listed.stdout);
    assert!(listed.stdout.contains("undone"), "{}", listed.stdout);
}

/// The list is in the time of this computer, which a variable can set without a database of zones.
#[test]
fn times_are_local() {
    let machine = fixed_machine();
    let hour = |zone: &str| -> i32 {
        let listed = machine.run(&["undo", "--list"]).env("TZ", zone).run().status(0);
        let (time, _) = listed.stdout.split_once(':').unwrap();
        time[time.len() - 2..].parse().unwrap()
    };
    assert_eq!((hour("AAA-5") - hour("UTC0")).rem_euclid(24), 5);
}

#[test]
fn one_undo_takes_back_the_whole_run() {
    let machine = fixed_machine();
    let outcome = machine.run(&["undo"]).run().status(0);
    assert!(outcome.stderr.contains("Undoing 3 changes"), "{outcome:?}");
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
    assert_eq!(machine.home.read_credentials(), WIKI_CREDENTIALS);
    machine.run(&["undo"]).run().status(1);
}

#[test]
fn an_older_run_is_undone_by_its_number() {
    let machine = Machine::wiki();
    let fix = |more: &[&str]| {
        let args = ["doctor", "--offline", "--fix", "--yes", "--no-input", "--only"];
        machine.run(&[&args[..], more].concat()).run();
    };
    fix(&["static-keys", "--answer", "static-keys.remedy=comment-out"]);
    fix(&["sso-session-exists"]);
    fix(&["profile-region", "--answer", "profile-region.region=eu-central-1"]);
    let region = machine.home.read_config();
    assert!(region.contains("region = eu-central-1"), "{region}");
    // The newest run has changed the same file since.
    let outcome = machine.run(&["undo", "2"]).run().status(1);
    assert!(outcome.stderr.contains("aws-onboard undo 1"), "{outcome:?}");
    assert!(!outcome.stderr.contains("by hand"), "{outcome:?}");
    // Of two newer ones, the newest is the one that can be undone.
    fix(&["profile-region", "--answer", "profile-region.region=eu-west-1"]);
    let newer = machine.home.read_config();
    let number = usize::from(newer != region);
    let older = (2 + number).to_string();
    let outcome = machine.run(&["undo", &older]).run().status(1);
    assert!(outcome.stderr.contains("aws-onboard undo 1"), "{outcome:?}");
    for _ in 0..number {
        machine.run(&["undo"]).run().status(0);
    }
    machine.run(&["undo", "3"]).run().status(0);
    assert_eq!(machine.home.read_credentials(), WIKI_CREDENTIALS);
    assert_eq!(machine.home.read_config(), region);
    let outcome = machine.run(&["undo", "3"]).run().status(2);
    assert!(outcome.stderr.contains("undo --list"), "{outcome:?}");
    machine.run(&["undo"]).run().status(0);
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
}

/// Of a run, what another program has changed since is left alone, and the rest comes back.
#[test]
fn the_rest_of_a_run_comes_back() {
    let machine = fixed_machine();
    let config = machine.home.config();
    let text = format!("{}\n# mine\n", std::fs::read_to_string(&config).unwrap());
    std::fs::write(&config, &text).unwrap();
    let outcome = machine.run(&["undo"]).run().status(1);
    assert!(outcome.stderr.contains("left alone: "), "{outcome:?}");
    assert!(outcome.stderr.contains("by hand"), "{outcome:?}");
    assert_eq!(std::fs::read_to_string(&config).unwrap(), text);
    assert_eq!(machine.home.read_credentials(), WIKI_CREDENTIALS);
}

#[test]
fn files_that_changed_since_are_left_alone() {
    let machine = fixed_machine();
    let files = [machine.home.config(), machine.home.credentials()];
    for file in &files {
        let text = format!("{}\n# mine\n", std::fs::read_to_string(file).unwrap());
        std::fs::write(file, &text).unwrap();
    }
    let before = files.each_ref().map(|file| std::fs::read(file).unwrap());
    let outcome = machine.run(&["undo"]).run().status(1);
    assert!(outcome.stderr.contains("by hand"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("nothing was undone"), "{}", outcome.stderr);
    assert_eq!(files.each_ref().map(|file| std::fs::read(file).unwrap()), before);
}

#[test]
fn forgetting_erases_the_keys() {
    let machine = fixed_machine();
    let secret = "wJalrXUtnFEMI";
    let holds_secret = || {
        crate::common::tree::snapshot(&machine.home.state())
            .values()
            .any(|entry| String::from_utf8_lossy(&entry.bytes).contains(secret))
    };
    assert!(holds_secret(), "the backup holds the exact old bytes");
    let outcome = machine.run(&["undo", "--forget"]).run().status(2);
    assert!(outcome.stderr.contains("--yes"), "{outcome:?}");
    assert!(holds_secret());
    machine.run(&["undo", "--forget", "--yes"]).run().status(0);
    assert!(!holds_secret());
    machine.run(&["undo"]).run().status(1);
    machine.run(&["undo", "--forget"]).run().status(0);
}

#[test]
fn forgetting_asks_on_a_terminal() {
    let machine = fixed_machine();
    let mut terminal = machine.terminal(&["undo", "--forget"]);
    terminal.wait_for("Erase them?").wait_for_screen("> No").send(ENTER);
    terminal.exits_with(0);
    let shown = terminal.transcript();
    assert!(shown.contains("Nothing was erased."), "{shown:?}");
    let mut terminal = machine.terminal(&["undo", "--forget"]);
    terminal.wait_for_screen("> No").send(UP).wait_for_screen("> Yes, erase 3 backups").send(ENTER);
    terminal.exits_with(0);
    machine.run(&["undo"]).run().status(1);
}

#[test]
fn with_nothing_to_take_back_it_says_so() {
    let machine = Machine::wiki();
    machine.run(&["undo"]).run().status(1);
    machine.run(&["undo", "--list"]).run().status(0);
    machine.run(&["undo", "--forget"]).run().status(0);
    assert!(!machine.home.state().exists());
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
    assert_eq!(machine.home.read_credentials(), WIKI_CREDENTIALS);
}

#[test]
fn a_broken_journal_is_an_error_and_stays_as_it_is() {
    for garbage in ["", "{", "[]", "{\"version\": 99, \"next\": 1, \"entries\": []}"] {
        let machine = fixed_machine();
        let journal = machine.home.state().join("journal.json");
        assert!(journal.is_file());
        std::fs::write(&journal, garbage).unwrap();
        for args in [&["undo"][..], &["undo", "--list"], &["undo", "--forget"]] {
            machine.run(args).run().status(1);
            assert_eq!(std::fs::read_to_string(&journal).unwrap(), garbage);
        }
    }
}

/// However often something was changed and taken back in between, `undo` goes back to the bytes that
/// a day began with.
#[test]
fn undo_reaches_the_beginning_of_a_day() {
    let machine = Machine::wiki();
    let files = [machine.home.config(), machine.home.credentials()];
    let texts = || files.each_ref().map(|path| std::fs::read_to_string(path).unwrap());
    let first = texts();
    let fix = |more: &[&'static str]| {
        let args = [&["doctor", "--offline", "--fix", "--yes", "--no-input"], more].concat();
        machine.run(&args).run();
    };
    fix(&["--skip", "static-keys", "--answer", "sso-scopes.remedy=add-scope"]);
    let second = texts();
    assert_ne!(first, second);
    for _ in 0..machine::journal::MAX_KEPT {
        fix(&["--only", "static-keys", "--answer", "static-keys.remedy=comment-out"]);
        assert_ne!(texts(), second);
        machine.run(&["undo"]).run().status(0);
        assert_eq!(texts(), second);
    }
    let mut undone = 0;
    while machine.run(&["undo"]).run().status == 0 {
        undone += 1;
        assert!(undone < 50, "it has no end");
    }
    assert_eq!(texts(), first);
}
