//! `setup` on a machine with an existing configuration: a second run, a session for the same
//! portal, a legacy profile, or the leftovers of a wiki page.

use identity_center_sim::Account;

use crate::common::machine::{LAB_URL, PRESET, lab, one_role, three_roles};
use crate::common::pty::ENTER;
use crate::common::tree::snapshot;
use crate::common::{Home, Machine, WIKI_CONFIG, WIKI_CREDENTIALS, clients};
use crate::setup::{WITHOUT_PRESET, approve, changes, fresh, walk};

/// The second run asks only for confirmation, and writes nothing.
#[test]
fn a_second_time_changes_nothing() {
    let machine = fresh(three_roles());
    machine.sign_in("lab-portal", true, crate::HOURS);
    let args =
        ["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1", "--all-roles", "--yes"];
    machine.run(&args).run().status(0);
    assert_eq!(machine.home.read_config(), WITHOUT_PRESET);
    assert_eq!(changes(&machine), 1);
    let before = snapshot(&machine.home.path().join(".aws"));
    // With the same flags, and without any.
    let again = machine.run(&args).run().status(0);
    assert!(again.both().contains("already set up"), "{again:?}");
    let mut terminal = walk(&machine, &["setup"]);
    terminal
        .wait_for("signed in already")
        .wait_for("Which roles do you want")
        .wait_for("444455556666")
        .send(ENTER)
        // Roles that already have profiles are preselected.
        .wait_for("3 chosen")
        .wait_for("already set up")
        .wait_for("Prod works");
    terminal.exits_with(0);
    assert!(!terminal.transcript().contains("Write this?"));
    crate::common::tree::assert_same(&before, &snapshot(&machine.home.path().join(".aws")));
    assert_eq!(changes(&machine), 1);
}

const KNOWN_SESSION: &str = "\
# my own
[sso-session work]
sso_region = us-east-1
# pasted from the browser
sso_start_url = https://Lab-Portal.awsapps.com/start/#/
sso_registration_scopes = sso:account:access

; and this
[profile mine]
sso_account_id=111122223333
sso_session   = work
sso_role_name = PowerUser
region = eu-west-1
cli_pager =
";

/// An existing session for the portal keeps its name, and only what is missing is added.
#[test]
fn a_session_of_that_portal_is_used_under_its_name() {
    let world = lab(vec![Account::new("111122223333", "dev-account", &["PowerUser", "ReadOnly"])]);
    let machine = fresh(world);
    machine.home.put(".aws/config", KNOWN_SESSION.as_bytes());
    let args =
        ["--preset", PRESET, "setup", "--start-url", LAB_URL, "--all-roles", "--yes", "--no-input"];
    let running = machine.run(&args).start();
    machine.approve_next();
    let outcome = running.wait().status(0);
    assert!(outcome.both().contains("session work"), "{outcome:?}");
    let expected = format!(
        "{KNOWN_SESSION}\n[profile dev-account]\nsso_session = work\n\
         sso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\n\
         output = json\n"
    );
    assert_eq!(machine.home.read_config(), expected);
    assert!(machine.home.token("work").exists());
    for (profile, role) in [("mine", "PowerUser"), ("dev-account", "ReadOnly")] {
        clients::assert_clients_answer(&machine, profile, "111122223333", role);
    }
}

const LEGACY: &str = "\
# from 2021
[profile old]
# the portal
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
# what Ana gave me
sso_role_name = PowerUser
region = eu-west-1

[profile untouched]
region = eu-west-2
# the end
";

const MIGRATED: &str = "\
# from 2021
[profile old]
# the portal
sso_session = lab-portal
sso_account_id = 111122223333
# what Ana gave me
sso_role_name = PowerUser
region = eu-west-1

[profile untouched]
region = eu-west-2
# the end

[sso-session lab-portal]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
";

/// A legacy profile gets a session after the diff and the question; the rest stays unchanged.
#[test]
fn a_legacy_profile_is_given_a_session() {
    let machine = fresh(one_role());
    machine.home.put(".aws/config", LEGACY.as_bytes());
    let mut terminal =
        walk(&machine, &["setup", "--start-url", LAB_URL, "--sso-region", "us-east-1"]);
    approve(&machine, &mut terminal);
    terminal
        .wait_for("-sso_start_url")
        .wait_for("+sso_session = lab-portal")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("old works: account 111122223333, role PowerUser");
    terminal.exits_with(0);
    assert_eq!(machine.home.read_config(), MIGRATED);
    clients::assert_clients_answer(&machine, "old", "111122223333", "PowerUser");
}

/// The machine from the wiki page: the profile names an undefined session, the defined session has
/// the example start URL, and [default] contains keys.
#[test]
fn the_wiki_pages_machine_is_set_up() {
    let machine = Machine::new(Home::with_files(WIKI_CONFIG, WIKI_CREDENTIALS), one_role());
    let mut terminal = walk(&machine, &["--preset", PRESET, "setup"]);
    terminal
        .wait_for("[default] contains a long-term key")
        .wait_for("start URL")
        .send(LAB_URL)
        .send(ENTER)
        .wait_for("How do you sign in?")
        .send(ENTER);
    approve(&machine, &mut terminal);
    terminal
        .wait_for("~/.aws/credentials")
        .wait_for("Write this?")
        .send(ENTER)
        .wait_for("ScienceCloudProject-devAccount works: account 111122223333, role PowerUser")
        .wait_for("export AWS_PROFILE=ScienceCloudProject-devAccount");
    terminal.exits_with(0);
    clients::assert_clients_answer(
        &machine,
        "ScienceCloudProject-devAccount",
        "111122223333",
        "PowerUser",
    );
    machine.run(&["undo"]).run().status(0);
    assert_eq!(machine.home.read_config(), WIKI_CONFIG);
    let credentials = machine.home.read_credentials();
    assert_eq!(credentials, WIKI_CREDENTIALS);
}
