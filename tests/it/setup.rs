//! `setup` by a user at a terminal: from an empty home to working profiles, with going back,
//! changing answers, canceling, and a second run.

use identity_center_sim::{Operation, Rubbish, RubbishKind, World};

use crate::common::home::mode;
use crate::common::machine::{LAB_URL, NO_NETWORK, PRESET, one_role, three_roles};
use crate::common::pty::{CTRL_C, DOWN, ENTER, ESC};
use crate::common::tree::snapshot;
use crate::common::{Home, Machine, Pty, clients};

/// An empty home with a current AWS CLI, and this portal.
pub fn fresh(world: World) -> Machine {
    Machine::new(Home::with_aws(), world)
}

pub fn walk(machine: &Machine, args: &[&str]) -> Pty {
    machine.terminal_with(args, NO_NETWORK, 100, 60)
}

/// Reads the code from the screen, as a user does. Others may be pending: those of regions that
/// were asked.
#[track_caller]
pub fn approve(machine: &Machine, terminal: &mut Pty) {
    terminal.wait_for("Code").wait_for("waiting for you in the browser");
    let screen = terminal.screen();
    let pending = machine.simulator.pending_user_codes();
    let code = pending.iter().find(|code| screen.contains(code.as_str()));
    let code = code.unwrap_or_else(|| panic!("{pending:?} is not on\n{screen}"));
    assert!(machine.simulator.approve(code), "{code}");
    terminal.wait_for("signed in");
}

/// The number of runs in the list of `undo`.
pub fn changes(machine: &Machine) -> usize {
    let listed = machine.run(&["undo", "--list"]).run();
    let lines = listed.stdout.lines();
    lines.filter(|line| line.get(4..).is_some_and(|time| time.starts_with("20"))).count()
}

const WITH_PRESET: &str = "\
[sso-session my-sciencecloud-sso]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev-account]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
output = json
";

pub const WITHOUT_PRESET: &str = "\
[sso-session lab-portal]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile Dev-Account-PowerUser]
sso_session = lab-portal
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
output = json

[profile Dev-Account-ReadOnly]
sso_session = lab-portal
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1
output = json

[profile Prod]
sso_session = lab-portal
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1
output = json
";

#[test]
fn with_the_preset_there_are_three_questions() {
    three_questions(100, 60);
}

/// Both the code and every question appear on the screen.
#[test]
fn a_small_terminal_is_enough() {
    three_questions(80, 24);
}

/// Gives three answers; another question would stay open and the test would not finish.
fn three_questions(columns: u16, rows: u16) {
    let machine = fresh(one_role());
    let args = ["--preset", PRESET, "setup"];
    let mut terminal = machine.terminal_with(&args, NO_NETWORK, columns, rows);
    terminal
        .wait_for("preset sciencecloud")
        .wait_for("support@sciencecloud.nasa.gov")
        .wait_for("start URL")
        // As pasted from a browser.
        .send(&format!("{LAB_URL}/#/?tab=accounts"))
        .send(ENTER)
        .wait_for("region us-east-1, from the preset; session my-sciencecloud-sso")
        .wait_for("How do you sign in?")
        .wait_for("Launchpad")
        .send(ENTER)
        .wait_for("Put your badge into the card reader");
    approve(&machine, &mut terminal);
    terminal
        .wait_for("1 role in 1 account")
        .wait_for("~/.aws/config")
        .wait_for("+[sso-session my-sciencecloud-sso]")
        .wait_for("Write this?");
    assert!(!machine.home.config().exists(), "nothing before the answer");
    terminal.send(ENTER).wait_for("dev-account works: account 111122223333, role PowerUser");
    terminal.exits_with(0);
    let screen = terminal.screen();
    for words in [
        "aws sts get-caller-identity --profile dev-account",
        "export AWS_PROFILE=dev-account",
        "logout",
        "aws configure export-credentials --profile dev-account",
        "support@sciencecloud.nasa.gov",
    ] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }

    assert_eq!(machine.home.read_config(), WITH_PRESET);
    assert!(!machine.home.credentials().exists());
    let token = machine.home.token("my-sciencecloud-sso");
    for (path, expected) in [
        (machine.home.config(), 0o600),
        (token.clone(), 0o600),
        (machine.home.path().join(".aws"), 0o700),
        (token.parent().unwrap().to_owned(), 0o700),
        (machine.home.state(), 0o700),
    ] {
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
    clients::assert_clients_answer(&machine, "dev-account", "111122223333", "PowerUser");
    // The doctor accepts the files that setup wrote.
    let preset_says = machine.run(&["--preset", PRESET, "doctor"]).run();
    preset_says.status(0);
    machine.run(&["undo"]).run().status(0);
    assert!(!machine.home.config().exists());
}

#[test]
fn without_a_preset_there_are_four_questions() {
    let machine = fresh(three_roles());
    let mut terminal = walk(&machine, &["setup"]);
    terminal
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        .wait_for("The portal's region")
        .choose("us-east-1")
        .wait_for("session lab-portal");
    approve(&machine, &mut terminal);
    terminal
        .wait_for("3 roles in 2 accounts")
        .wait_for("Which roles do you want")
        .wait_for("444455556666")
        // Selects all of them.
        .send("\x1b[C")
        .send(ENTER)
        .wait_for("3 chosen")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("Dev-Account-PowerUser works: account 111122223333, role PowerUser")
        .wait_for("Dev-Account-ReadOnly works: account 111122223333, role ReadOnly")
        .wait_for("Prod works: account 444455556666, role ReadOnly")
        .wait_for("export AWS_PROFILE=Dev-Account-PowerUser");
    terminal.exits_with(0);
    assert_eq!(machine.home.read_config(), WITHOUT_PRESET);
    for (profile, account, role) in
        [("Dev-Account-ReadOnly", "111122223333", "ReadOnly"), ("Prod", "444455556666", "ReadOnly")]
    {
        clients::assert_clients_answer(&machine, profile, account, role);
    }
}

/// An address that is not a portal is rejected at the prompt, with the reason.
#[test]
fn a_wrong_address_is_refused_where_it_is_typed() {
    let machine = fresh(one_role());
    let mut terminal = walk(&machine, &["setup"]);
    terminal
        .wait_for("start URL")
        .send("https://lab.okta.com/app/amazon_aws/abc/sso/saml")
        .send(ENTER)
        .wait_for("a page of Okta")
        .send(CTRL_C);
    terminal.exits_with(130);
    assert!(terminal.transcript().contains("no files were changed"));
    assert_eq!(snapshot(&machine.home.path()).len(), 1, "nothing but the home");
}

/// Back to the portal and the roles, other names, another region; then Ctrl-C.
#[test]
fn back_changed_and_out() {
    let machine = fresh(three_roles());
    machine.home.put(".aws/config", b"# mine\n[profile old]\nregion = eu-west-1\n\n# the end\n");
    let before = machine.home.read_config();
    let mut terminal = walk(&machine, &["setup"]);
    terminal
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        .wait_for("The portal's region")
        .choose("us-east-1");
    approve(&machine, &mut terminal);
    // Esc at the roles returns to the portal, and the sign-in is kept.
    terminal
        .wait_for("Which roles do you want")
        .wait_for("444455556666")
        .send(ESC)
        .wait_for("start URL")
        // The address is still in the field.
        .wait_for_screen(LAB_URL)
        .send(ENTER)
        .wait_for("The portal's region")
        .choose("us-east-1")
        .wait_for("signed in already")
        .wait_for("Which roles do you want")
        .wait_for("444455556666")
        .send(" ")
        .wait_for_screen("[x]")
        .send(ENTER)
        .wait_for("1 chosen")
        .wait_for("+[profile Dev-Account]")
        .wait_for("Write this?");
    // Esc at the question returns to the roles, which are still selected.
    terminal
        .send(ESC)
        .wait_for("Which roles do you want")
        .wait_for_screen("[x]")
        .send(DOWN)
        .send(" ")
        .send(ENTER)
        .wait_for("2 chosen")
        .wait_for("+[profile Dev-Account-PowerUser]")
        .wait_for("+[profile Dev-Account-ReadOnly]")
        .wait_for("Write this?");
    // Other names.
    change(&mut terminal, "> Profile names");
    terminal
        .wait_for("Profile names:")
        // Erases the suggestion.
        .send(&"\x7f".repeat(40))
        .send("lab-{role_name|lower}")
        .send(ENTER)
        .wait_for("+[profile lab-poweruser]")
        .wait_for("+[profile lab-readonly]")
        .wait_for("Write this?");
    // Another region.
    change(&mut terminal, "> Region");
    terminal
        .wait_for("The region you work in")
        .choose("eu-central-1")
        .wait_for("Region     eu-central-1")
        .wait_for("+region = eu-central-1")
        .wait_for("Write this?");
    // Other roles.
    change(&mut terminal, "> Roles");
    terminal
        .wait_for("Which roles do you want")
        .wait_for("444455556666")
        .send(" ")
        .send(ENTER)
        .wait_for("1 chosen")
        .wait_for("Write this?")
        .send(CTRL_C);
    terminal.exits_with(130);
    let said = terminal.transcript();
    assert!(said.contains("no files were changed"), "{said}");
    assert!(said.contains("aws-onboard logout"), "{said}");
    assert_eq!(machine.home.read_config(), before);
    assert_eq!(changes(&machine), 0);
    assert!(machine.home.token("lab-portal").exists());
}

/// Selects "Change something" and this entry of the list.
pub fn change(terminal: &mut Pty, entry: &str) {
    terminal
        .pick("> Change something")
        .wait_for("What do you want to change?")
        .wait_for_screen("> Address")
        .pick(entry);
}

/// Setup writes the changed answers.
#[test]
fn what_was_changed_is_what_is_written() {
    let machine = fresh(one_role());
    machine.sign_in("my-sciencecloud-sso", true, crate::HOURS);
    let mut terminal = walk(&machine, &["--preset", PRESET, "setup"]);
    terminal
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        // Nothing about the ways in, because none is needed.
        .wait_for("signed in already")
        .wait_for("Write this?");
    change(&mut terminal, "> Profile names");
    terminal
        .wait_for("Profile names:")
        .send(&"\x7f".repeat(40))
        .send("{session}.{account_id}")
        .send(ENTER)
        .wait_for("Write this?");
    change(&mut terminal, "> Region");
    terminal
        .wait_for("The region you work in")
        .choose("us-west-2")
        .wait_for("+region = us-west-2")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("works: account 111122223333, role PowerUser");
    terminal.exits_with(0);
    let expected = WITH_PRESET
        .replace("dev-account", "my-sciencecloud-sso.111122223333")
        .replace("\nregion = us-east-1", "\nregion = us-west-2");
    assert_eq!(machine.home.read_config(), expected);
}

/// With a single role, only the portal is left to go back to.
#[test]
fn esc_at_the_question_leads_back_even_with_one_role() {
    let machine = fresh(one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    let mut terminal = walk(&machine, &["setup", "--sso-region", "us-east-1"]);
    terminal
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        .wait_for("Write this?")
        .send(ESC)
        .wait_for("start URL")
        .send(ESC)
        .wait_for("Leave setup?")
        .pick("> Yes, leave");
    terminal.exits_with(1);
    assert!(terminal.transcript().contains("Nothing was changed"));
    assert!(!machine.home.config().exists());
}

#[test]
fn cancel_is_no_change() {
    let machine = fresh(one_role());
    machine.sign_in("lab-portal", true, crate::HOURS);
    let args = ["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1"];
    let before = snapshot(&machine.home.path());
    let mut terminal = walk(&machine, &args);
    terminal.wait_for("Write this?").pick("> Cancel");
    terminal.exits_with(1);
    crate::common::tree::assert_same(&before, &snapshot(&machine.home.path()));
}

/// Ctrl-C while waiting for the browser changes nothing.
#[test]
fn ctrl_c_during_the_sign_in() {
    let machine = fresh(one_role());
    let mut terminal =
        walk(&machine, &["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1"]);
    terminal.wait_for("waiting for you in the browser").send(CTRL_C);
    terminal.exits_with(130);
    assert!(!machine.home.config().exists());
    assert!(!machine.home.token("lab-portal").exists());
}

/// Ctrl-C also works after the sign-in, while AWS is called.
#[test]
fn ctrl_c_while_aws_is_asked() {
    for operation in [Operation::ListAccounts, Operation::GetCallerIdentity] {
        let machine = fresh(one_role());
        machine.simulator.set(|world| {
            world.faults.rubbish = Some(Rubbish::at(operation, RubbishKind::Hang));
        });
        let args = ["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1", "--yes"];
        let mut terminal = walk(&machine, &args);
        approve(&machine, &mut terminal);
        while machine.simulator.count(operation) == 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let asked = std::time::Instant::now();
        terminal.send(CTRL_C);
        terminal.exits_with(130);
        assert!(asked.elapsed() < std::time::Duration::from_secs(3));
        let said = terminal.transcript();
        assert!(said.contains("stopped"), "{said}");
        // The files written before the verification are kept.
        let is_written = operation == Operation::GetCallerIdentity;
        assert_eq!(machine.home.config().exists(), is_written);
        assert!(machine.home.token("lab-portal").exists());
    }
}

/// Denied in the browser: shows the reason and the invitation's steps, and tries again.
#[test]
fn a_sign_in_that_fails_can_be_tried_again() {
    let machine = fresh(one_role());
    let mut terminal =
        walk(&machine, &["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1"]);
    terminal.wait_for("waiting for you in the browser");
    assert!(machine.simulator.deny(&machine.next_code()));
    terminal
        .wait_for("denied")
        .wait_for("Invitation to join AWS IAM Identity Center")
        .wait_for("The sign-in did not work")
        .wait_for("Try again")
        .send(ENTER);
    approve(&machine, &mut terminal);
    terminal.wait_for("Write this?").send(ENTER).wait_for("dev-account works");
    terminal.exits_with(0);
}
