//! `preset check` and `preset new`, and what a preset changes in `setup` and `doctor`.

use crate::HOURS;
use crate::common::home::mode;
use crate::common::machine::{LAB_URL, NO_NETWORK, PRESET, three_roles};
use crate::common::pty::{DOWN, ENTER, ESC};
use crate::common::{Home, Machine};
use crate::setup::fresh;

#[test]
fn check_names_every_mistake_with_its_line() {
    let machine = Machine::healthy();
    let good = machine.run(&["preset", "check", PRESET]).run().status(0);
    for words in ["has no mistakes", "my-sciencecloud-sso", "the portal's address", "2 ways"] {
        assert!(good.stdout.contains(words), "{words}: {}", good.stdout);
    }
    machine.home.put(
        "team.ini",
        b"[portal]\nregion = us-esat-1\n[profile]\n[contact]\nemail = AKIAIOSFODNN7EXAMPLE\n",
    );
    let bad = machine.run(&["preset", "check", "team.ini"]).run().status(1);
    for words in [
        "team.ini:2: [portal] region: us-esat-1 is not a region; did you mean us-east-1?",
        "    region = us-esat-1",
        "team.ini:3: [profile]: unknown section; did you mean [profiles]?",
        "team.ini:5: [contact] email:",
        "3 mistakes in team.ini",
    ] {
        assert!(bad.stdout.contains(words), "{words}: {}", bad.stdout);
    }
    assert!(!bad.both().contains("AKIAIOSFODNN7EXAMPLE"), "{bad:?}");
    // Also if it is the one that every command would read.
    let variable = ("AWS_ONBOARD_PRESET", "team.ini");
    for args in [&["preset", "check"][..], &["--preset", "team.ini", "preset", "check"]] {
        machine.run(args).env(variable.0, variable.1).run().status(1);
    }
    machine.run(&["preset", "check", PRESET]).env(variable.0, variable.1).run().status(0);
    let missing = machine.run(&["preset", "check", "none.ini"]).run().status(2);
    assert!(missing.stderr.contains("none.ini"), "{missing:?}");
    let nothing = machine.run(&["preset", "check"]).run().status(2);
    assert!(nothing.stderr.contains("aws-onboard preset new"), "{nothing:?}");
    machine.run(&["preset", "new"]).run().status(2);
}

#[test]
fn new_asks_and_writes_a_preset_that_has_no_mistakes() {
    let machine = Machine::new(Home::with_aws(), three_roles());
    let mut terminal = machine.terminal_with(&["preset", "new", "team.ini"], NO_NETWORK, 100, 60);
    terminal
        .wait_for("start URL")
        .send("lab-portal.awsapps.com")
        .send(ENTER)
        .wait_for("Portal's region")
        // Back, and the address is still there.
        .send(ESC)
        .wait_for("https://lab-portal.awsapps.com/start")
        .send(ENTER)
        .wait_for("Portal's region")
        .send("us-esat-1")
        .send(ENTER)
        .wait_for("did you mean us-east-1?")
        .send("\x15us-east-1")
        .send(ENTER)
        .wait_for("Session name")
        .send("lab")
        .send(ENTER)
        .wait_for("Roles that setup selects")
        .send("*/ReadOnly*")
        .send(ENTER)
        .wait_for("Region to work in")
        .send(ENTER)
        .wait_for("Access keys")
        .send(DOWN)
        .send(ENTER)
        .wait_for("Name of your team")
        .send("Lab support")
        .send(ENTER)
        .wait_for("email")
        .send("lab@example.org")
        .send(ENTER)
        .wait_for("help page")
        .send(ENTER)
        .wait_for("How do your users sign in?")
        .send("Badge")
        .send(ENTER)
        .wait_for("Step 1")
        .send("Have your badge ready.")
        .send(ENTER)
        .wait_for("Step 2")
        .send(ENTER)
        .wait_for("Another way")
        .send(ENTER)
        .wait_for("Write this?")
        // Every answer is kept for another round, also the ways.
        .send(ESC)
        .wait_for("Portal's address");
    for words in [
        "Portal's region",
        "Session name",
        "Roles that setup selects",
        "Region to work in",
        "Access keys",
        "Name of your team",
        "email",
        "help page",
        "Another way",
        "Write this?",
    ] {
        terminal.send(ENTER).wait_for(words);
    }
    let file = machine.home.path().join("team.ini");
    assert!(!file.exists(), "nothing before the answer");
    terminal.send(ENTER).wait_for("written to team.ini").wait_for("preset check team.ini");
    terminal.exits_with(0);
    // A file to hand out.
    assert_eq!(mode(&file) & 0o400, 0o400);
    assert_ne!(mode(&file) & 0o044, 0, "{:o}", mode(&file));
    let text = std::fs::read_to_string(&file).unwrap();
    for line in [
        "session = lab",
        "start_url = https://lab-portal.awsapps.com/start",
        "region = us-east-1",
        "roles = */ReadOnly*",
        "static_keys = forbidden",
        "name = Lab support",
        "email = lab@example.org",
        "[way-in badge]",
        "  Have your badge ready.",
    ] {
        assert!(text.lines().any(|written| written == line), "{line}:\n{text}");
    }
    machine.run(&["preset", "check", "team.ini"]).run().status(0);
    let mut again = machine.terminal_with(&["preset", "new", "team.ini"], NO_NETWORK, 100, 60);
    again.wait_for("team.ini already exists");
    again.exits_with(1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

const TEAM: &[u8] = b"\
[portal]
session = lab
start_url = https://lab-portal.awsapps.com/start
region = us-east-1

[profiles]
roles =
  */ReadOnly*
default_profile = Dev*
try = aws s3 ls --profile {profile}

[contact]
name = Lab support

[way-in badge]
label = Badge
steps = Have your badge ready.

[way-in phone]
label = Phone
steps = Have your phone ready.
";

/// With a sign-in that is still alive, neither of two ways in is asked for; the preset's roles are
/// selected, and its default profile is in what will be written.
#[test]
fn a_live_sign_in_asks_nothing_and_the_presets_roles_are_selected() {
    let machine = fresh(three_roles());
    machine.sign_in_to("lab", LAB_URL, "us-east-1", true, HOURS);
    machine.home.put("team.ini", TEAM);
    machine.home.put(".bashrc", b"alias a=b\n");
    let more = [NO_NETWORK, &[("SHELL", "/bin/bash")]].concat();
    let walk = || machine.terminal_with(&["--preset", "team.ini", "setup"], &more, 100, 60);
    let mut terminal = walk();
    terminal.wait_for("signed in already").wait_for_screen("3 roles, 2 chosen");
    let screen = terminal.screen();
    assert!(!screen.contains("How do you sign in?"), "{screen}");
    assert!(!screen.contains("badge ready"), "{screen}");
    terminal.send(ENTER).wait_for("+export AWS_PROFILE=Dev-Account").wait_for("Write this?");
    assert!(!machine.home.config().exists(), "nothing before the answer");
    terminal.send(ENTER).wait_for("aws s3 ls --profile Dev-Account");
    terminal.exits_with(0);
    let text = machine.home.read_config();
    let profiles: Vec<&str> = text.lines().filter(|line| line.starts_with("[profile")).collect();
    assert_eq!(profiles, ["[profile Dev-Account]", "[profile Prod]"]);
    let start_up = std::fs::read_to_string(machine.home.path().join(".bashrc")).unwrap();
    assert!(start_up.ends_with("\nexport AWS_PROFILE=Dev-Account\n"), "{start_up}");
    // Nothing is left to write: the default is set.
    let mut again = walk();
    again.wait_for_screen("3 roles, 2 chosen").send(ENTER).wait_for("there is nothing to write");
    again.exits_with(0);
}

#[test]
fn without_a_terminal_the_presets_roles_are_taken_and_flags_go_first() {
    let machine = fresh(three_roles());
    machine.sign_in_to("lab", LAB_URL, "us-east-1", true, HOURS);
    machine.home.put("team.ini", TEAM);
    let setup = |more: &[&str]| {
        let args: Vec<&str> = ["--preset", "team.ini", "setup", "--dry-run", "--no-input"]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        machine.run(&args).run().status(0).both()
    };
    let taken = setup(&[]);
    assert!(taken.contains("2 of 3 roles, as the preset selects"), "{taken}");
    assert!(taken.contains("[profile Prod]") && !taken.contains("PowerUser"), "{taken}");
    let flags = setup(&["--account", "111122223333", "--role", "PowerUser"]);
    assert!(flags.contains("PowerUser") && !flags.contains("[profile Prod]"), "{flags}");
    machine.home.put("team.ini", &[b"[profiles]\nroles = */Admin\n".as_slice()].concat());
    let args = ["--preset", "team.ini", "setup", "--dry-run", "--no-input", "--start-url", LAB_URL];
    let args = [&args[..], &["--sso-region", "us-east-1", "--session", "lab"]].concat();
    let none = machine.run(&args).run().status(2);
    assert!(none.stderr.contains("none of the roles that the preset selects: */Admin"), "{none:?}");
}

#[test]
fn a_failing_doctor_ends_with_whom_to_ask_and_the_report() {
    let wiki = Machine::wiki();
    let last = |args: &[&str]| {
        let outcome = wiki.run(args).run().status(1);
        outcome.stdout.lines().rev().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let report = "Still stuck? Create a report: aws-onboard report";
    let help = "Help: Science Cloud, support@sciencecloud.nasa.gov";
    assert_eq!(last(&["--preset", PRESET, "doctor"]), [help, report]);
    assert_eq!(last(&["doctor"])[0], report);
    assert!(!last(&["--preset", PRESET, "doctor", "-q"]).contains(&help.to_owned()));
    let healthy = Machine::healthy().run(&["--preset", PRESET, "doctor"]).run();
    assert!(!healthy.stdout.contains("aws-onboard report"), "{}", healthy.stdout);
}
