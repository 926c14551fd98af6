//! The whole loop, by a user at a terminal: each problem is shown at its line and fixed after a
//! diff, the user signs in, and real AWS tools work afterward.

use crate::common::pty::{ENTER, ESC};
use crate::common::text::{after_label, difference};
use crate::common::{Machine, PROFILE, Pty, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS, clients};

/// The machine from the wiki page with the user's comments, odd spacing, and no newline at the
/// end.
const ODD_CONFIG: &str = "\
# From the wiki page \"Command line access\"
\x20\x20
[profile ScienceCloudProject-devAccount]\t
; copied on Monday
sso_session   =   my-sciencecloud-sso
sso_account_id=111122223333
# the role that Ana gave me
sso_role_name =PowerUser


[sso-session ScienceCloudProject-AdminAccount]
#sso_region = eu-west-1
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start

# the end";

const ODD_CREDENTIALS: &str = "\
# keys from 2019
[default]
aws_access_key_id=AKIAIOSFODNN7EXAMPLE
aws_secret_access_key   =   wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

[other]
region = us-west-2
";

#[test]
fn the_wiki_page_is_fixed_to_the_letter() {
    whole_loop(WIKI_CONFIG, WIKI_CREDENTIALS, 80, 40);
}

#[test]
fn comments_and_odd_spacing_stay() {
    whole_loop(ODD_CONFIG, ODD_CREDENTIALS, 90, 60);
}

#[test]
fn line_endings_of_windows_stay() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    whole_loop(&crlf(ODD_CONFIG), &crlf(ODD_CREDENTIALS), 80, 40);
}

fn whole_loop(config: &str, credentials: &str, columns: u16, rows: u16) {
    let machine = Machine::with_files(config, credentials);
    let bare = machine.run(&["doctor"]).run().status(1);
    let line = 1 + config
        .lines()
        .position(|line| line.contains("my-sciencecloud-sso") && line.starts_with("sso_session"))
        .unwrap();
    assert!(bare.stdout.contains(&format!("~/.aws/config:{line}:")), "{}", bare.stdout);

    let mut terminal = machine.terminal_of(&["doctor", "--fix"], columns, rows);
    fix_by_hand(&machine, &mut terminal);
    let screen = terminal.screen();
    assert!(screen.contains("Ready: ScienceCloudProject-devAccount"), "{screen}");
    terminal.exits_with(0);

    only_what_was_named(&machine, config, credentials);
    real_tools_answer(&machine);
    machine.run(&["doctor"]).run().status(0);
    taken_back(&machine, config, credentials);
}

/// Answers every question like a user who wants everything fixed.
fn fix_by_hand(machine: &Machine, terminal: &mut Pty) {
    terminal
        .wait_for("static-keys: ")
        .wait_for("-aws_access_key_id")
        .wait_for("Change this?")
        .send(ENTER)
        .wait_for("static-keys now passes");
    terminal
        .wait_for("sso-session-exists: my-sciencecloud-sso is not defined")
        .wait_for("-sso_session")
        .wait_for("+sso_session")
        .wait_for("Change this?")
        .send(ENTER)
        .wait_for("sso-session-exists now passes");
    // The start URL from the instructions, which is the right one here.
    terminal.wait_for("sso-start-url: ").wait_for("(Esc skips it)").wait_for("? ").send(ESC);
    terminal
        .wait_for("sso-scopes: ")
        .wait_for("+sso_registration_scopes")
        .wait_for("Change this?")
        .send(ENTER)
        .wait_for("sso-scopes now passes");
    // The region: the list filters as the user types.
    terminal
        .wait_for("profile-region: ")
        .wait_for("us-east-1")
        .send("eu-central-1")
        .wait_for("eu-central-1");
    terminal
        .wait_for_screen("> eu-central-1")
        .send(ENTER)
        .wait_for("+region ")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("profile-region now passes");
    // The sign-in, with the code from the screen.
    terminal
        .wait_for("token-present: ")
        .wait_for("Sign in now?")
        .send(ENTER)
        .wait_for("Code")
        .wait_for("waiting for you in the browser");
    let code = after_label(&terminal.screen(), "Code").expect("a code on the screen");
    assert!(machine.simulator.approve(&code), "{code}");
    terminal.wait_for("token-present now passes");
    terminal
        .wait_for("Ready: ScienceCloudProject-devAccount is 111122223333 as PowerUser")
        .wait_for("get-caller-identity");
}

/// Only the named lines differ.
pub fn only_what_was_named(machine: &Machine, config: &str, credentials: &str) {
    let ending = if config.contains("\r\n") { "\r\n" } else { "\n" };
    let (gone, come) =
        difference(config.as_bytes(), &std::fs::read(machine.home.config()).unwrap());
    let old = config.split_inclusive('\n').find(|line| line.starts_with("sso_session")).unwrap();
    assert_eq!(gone, [old]);
    let mut come = come;
    come.sort_unstable_by_key(|line| line.starts_with("sso_session"));
    assert_eq!(come.pop().unwrap(), old.replace("my-sciencecloud-sso", SESSION));
    // New lines use the spacing of the lines around them.
    let mut added: Vec<String> = come
        .iter()
        .map(|line| {
            let (key, value) = line.split_once('=').unwrap();
            format!("{} = {}", key.trim(), value.trim_start_matches([' ', '\t']))
        })
        .collect();
    added.sort_unstable();
    assert_eq!(
        added,
        [
            format!("region = eu-central-1{ending}"),
            format!("sso_registration_scopes = sso:account:access{ending}"),
        ]
    );

    let (gone, come) =
        difference(credentials.as_bytes(), &std::fs::read(machine.home.credentials()).unwrap());
    assert_eq!(gone.len(), 2);
    assert!(gone.iter().all(|line| line.starts_with("aws_")));
    let uncommented: Vec<&str> = come
        .iter()
        .map(|line| line.strip_prefix('#').expect("a comment").trim_start_matches(' '))
        .collect();
    assert_eq!(uncommented, gone);
}

/// botocore and the AWS CLI work with that profile without AWS_REGION.
pub fn real_tools_answer(machine: &Machine) {
    clients::assert_clients_answer(machine, PROFILE, "111122223333", "PowerUser");
}

/// One `undo` restores the original bytes.
pub fn taken_back(machine: &Machine, config: &str, credentials: &str) {
    let listed = machine.run(&["undo", "--list"]).run().status(0);
    assert!(listed.stdout.contains("4 changes"), "{}", listed.stdout);
    machine.run(&["undo"]).run().status(0);
    machine.run(&["undo"]).run().status(1);
    assert_eq!(std::fs::read(machine.home.config()).unwrap(), config.as_bytes());
    assert_eq!(std::fs::read(machine.home.credentials()).unwrap(), credentials.as_bytes());
}
