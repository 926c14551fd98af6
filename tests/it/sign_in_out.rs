//! `login` and `logout`: only the necessary steps, with a browser or a code, and alongside the AWS
//! CLI.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use identity_center_sim::Operation;
use rustix::process::Signal;
use serde_json::Value;

use crate::common::clients::{assert_clients_answer, aws_cli, aws_command, aws_output};
use crate::common::home::mode;
use crate::common::machine::{START_URL, healthy_config, legacy_profile};
use crate::common::pty::{CTRL_C, DOWN, ENTER};
use crate::common::run::Running;
use crate::common::text::after_label;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Machine, Outcome, web};

/// Two sessions with one profile each.
pub fn two_sessions() -> Machine {
    let second = healthy_config(&["test"]).replace("corp", "lab");
    let machine = Machine::with_files(&format!("{}\n{second}", healthy_config(&["dev"])), "");
    machine.sign_in("corp", true, crate::HOURS);
    machine.sign_in("lab", true, crate::HOURS);
    machine
}

pub fn operations(machine: &Machine) -> Vec<Operation> {
    let calls = machine.simulator.calls();
    calls.iter().map(|call| call.operation).collect()
}

fn answers(machine: &Machine) {
    assert_clients_answer(machine, "dev", "111122223333", "PowerUser");
}

pub fn nobody_is_signed_in(machine: &Machine) {
    let entries = std::fs::read_dir(machine.home.path().join(".aws/sso/cache"));
    for entry in entries.into_iter().flatten() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("accessToken"), "{text}");
    }
}

#[test]
fn without_need_it_says_so_and_asks_the_portal_once() {
    let machine = Machine::healthy();
    let before = snapshot(&machine.home.path());
    let outcome = machine.run(&["login"]).run().status(0);
    let said = outcome.both();
    assert!(said.contains("Already signed in to corp"), "{said}");
    assert!(said.contains("--force"), "{said}");
    assert_eq!(operations(&machine), [Operation::ListAccounts]);
    assert_same(&before, &snapshot(&machine.home.path()));

    let old = std::fs::read(machine.home.token("corp")).unwrap();
    let running = machine.run(&["login", "--force"]).start();
    machine.approve_next();
    running.wait().status(0);
    assert_ne!(std::fs::read(machine.home.token("corp")).unwrap(), old);
    answers(&machine);
}

/// An expired token that renews itself needs no browser, and is believed once the portal accepts
/// it.
#[test]
fn what_can_be_renewed_is_renewed() {
    let machine = Machine::signed_out();
    machine.sign_in("corp", true, Duration::ZERO);
    let outcome = machine.run(&["login"]).run().status(0);
    assert!(outcome.both().contains("Already signed in to corp"), "{outcome:?}");
    assert_eq!(operations(&machine), [Operation::CreateToken, Operation::ListAccounts]);
    answers(&machine);
}

#[test]
fn a_code_where_there_is_no_display() {
    let machine = Machine::signed_out();
    let running = machine.run(&["login", "--session", "corp"]).start();
    running.wait_for("  Code   ");
    let code = machine.next_code();
    running.wait_for(&code);
    assert!(machine.simulator.approve(&code));
    let outcome = running.wait().status(0);
    assert!(outcome.stderr.contains("/device?user_code="), "{outcome:?}");
    assert!(outcome.stderr.contains("signed in; renews itself"), "{outcome:?}");
    assert_eq!(mode(&machine.home.token("corp")), 0o600);
    answers(&machine);
    // The second sign-in reuses the registration.
    let running = machine.run(&["login", "--profile", "dev", "--force"]).start();
    machine.approve_next();
    running.wait().status(0);
    assert_eq!(machine.simulator.count(Operation::RegisterClient), 1);
}

#[test]
fn which_session_is_meant() {
    let machine = two_sessions();
    let outcome = machine.run(&["login", "--session", "work"]).run().status(2);
    assert!(outcome.stderr.contains("corp, lab"), "{outcome:?}");
    let outcome = machine.run(&["login", "--session", "copr"]).run().status(2);
    assert!(outcome.stderr.contains("did you mean corp?"), "{outcome:?}");
    let outcome = machine.run(&["login", "--profile", "work"]).run().status(2);
    assert!(outcome.stderr.contains("there is no profile \"work\""), "{outcome:?}");
    let outcome = machine.run(&["login", "tset"]).run().status(2);
    assert!(outcome.stderr.contains("did you mean test?"), "{outcome:?}");
    for command in ["login", "logout", "roles"] {
        let outcome = machine.run(&[command]).run().status(2);
        assert!(outcome.stderr.contains("--session: corp, lab"), "{outcome:?}");
    }
    assert!(machine.simulator.calls().is_empty());
    // On a terminal, the program asks.
    let mut terminal = machine.terminal(&["login"]);
    terminal
        .wait_for("Which session?")
        .send(DOWN)
        .wait_for_screen("> lab")
        .send(ENTER)
        .wait_for("Already signed in to lab");
    terminal.exits_with(0);

    let nothing = Machine::with_files("[profile a]\nregion = us-east-1\n", "");
    let outcome = nothing.run(&["login"]).run().status(1);
    assert!(outcome.stderr.contains("aws-onboard setup"), "{outcome:?}");
    let outcome = nothing.run(&["login", "--session", "x"]).run().status(2);
    assert!(outcome.stderr.contains("aws-onboard setup"), "{outcome:?}");
}

/// A machine with a display and a browser that records the address it opens.
struct Desk {
    machine: Machine,
    address: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let machine = Machine::signed_out();
        let address = machine.home.beside("browser").join("address");
        let script =
            format!("printf '%s' \"$1\" > '{0}.new' && /bin/mv '{0}.new' '{0}'", address.display());
        machine.home.program("browser", &script);
        Self { machine, address }
    }

    fn start(&self, args: &[&str]) -> Running {
        let browser = self.machine.home.bin().join("browser");
        self.machine.run(args).env("DISPLAY", ":99").env("BROWSER", browser).start()
    }

    /// The address that the browser received, which is also on the screen.
    fn address(&self, running: &Running) -> String {
        running.wait_for("  Open   ");
        let deadline = std::time::Instant::now() + Duration::from_secs(30);
        while !self.address.exists() {
            assert!(std::time::Instant::now() < deadline, "no browser was opened");
            std::thread::sleep(Duration::from_millis(10));
        }
        let address = std::fs::read_to_string(&self.address).unwrap();
        assert_eq!(after_label(&running.said(), "Open"), Some(address.clone()));
        address
    }
}

/// The callback address on this machine and the state, from a sign-in address.
fn callback(address: &str) -> (String, String) {
    let url = url::Url::parse(address).unwrap();
    let value = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    assert_eq!(value("code_challenge_method"), "S256");
    assert_eq!(value("response_type"), "code");
    (value("redirect_uri"), value("state"))
}

fn approve_at_once(machine: &Machine) {
    machine.simulator.set(|world| world.approval = identity_center_sim::Approval::AfterPolls(0));
}

#[test]
fn a_browser_that_comes_back_where_there_is_a_display() {
    let desk = Desk::new();
    approve_at_once(&desk.machine);
    let running = desk.start(&["login"]);
    let address = desk.address(&running);
    let (redirect, _) = callback(&address);
    assert!(redirect.starts_with("http://127.0.0.1:"), "{redirect}");
    let page = web::visit(&address);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<h1>Signed in</h1>"), "{}", page.body);
    assert!(page.body.contains("corp"), "{}", page.body);
    let outcome = running.wait().status(0);
    assert!(outcome.stderr.contains("signed in; renews itself"), "{outcome:?}");
    assert!(!outcome.stderr.contains("  Code   "), "{outcome:?}");
    answers(&desk.machine);
    // The port is closed.
    assert!(std::net::TcpStream::connect(redirect[7..].split('/').next().unwrap()).is_err());
    // No unnecessary calls were made.
    let asked = operations(&desk.machine);
    let expected = [Operation::RegisterClient, Operation::Authorize, Operation::CreateToken];
    assert_eq!(asked[..3], expected);
}

#[test]
fn another_state_is_refused_and_the_right_one_still_counts() {
    let desk = Desk::new();
    approve_at_once(&desk.machine);
    let running = desk.start(&["login"]);
    let address = desk.address(&running);
    let (redirect, state) = callback(&address);
    for (query, status) in [
        ("?code=stolen&state=wrong".to_owned(), 400),
        ("?code=stolen".to_owned(), 400),
        (format!("x?code=stolen&state={state}"), 404),
        ("?error=access_denied&state=wrong".to_owned(), 400),
    ] {
        assert_eq!(web::get(&format!("{redirect}{query}")).status, status, "{query}");
    }
    let posted =
        web::request("POST", &format!("{redirect}?code=a&state={state}"), "text/plain", "");
    assert_eq!(posted.status, 405);
    running.wait_for("An older browser tab was refused");
    nobody_is_signed_in(&desk.machine);
    assert_eq!(desk.machine.simulator.count(Operation::CreateToken), 0);
    assert_eq!(web::visit(&address).status, 200);
    running.wait().status(0);
    answers(&desk.machine);
}

/// AWS rejects a code from another sign-in, and the page reports the failure.
#[test]
fn a_code_that_aws_does_not_know_is_no_sign_in() {
    let desk = Desk::new();
    let running = desk.start(&["login"]);
    let (redirect, state) = callback(&desk.address(&running));
    let page = web::get(&format!("{redirect}?code=made-up&state={state}"));
    assert!(page.body.contains("Not signed in"), "{}", page.body);
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("not signed in:"), "{outcome:?}");
    assert!(!outcome.both().contains("made-up"), "{outcome:?}");
    nobody_is_signed_in(&desk.machine);
}

#[test]
fn a_denial_is_told_in_the_terminal_and_on_the_page() {
    let desk = Desk::new();
    desk.machine
        .simulator
        .set(|world| world.approval = identity_center_sim::Approval::DenyAfterPolls(0));
    let running = desk.start(&["login"]);
    let page = web::visit(&desk.address(&running));
    assert!(page.body.contains("denied"), "{}", page.body);
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("denied"), "{outcome:?}");
    nobody_is_signed_in(&desk.machine);

    let machine = Machine::signed_out();
    let running = machine.run(&["login"]).start();
    assert!(machine.simulator.deny(&machine.next_code()));
    let outcome = running.wait().status(1);
    assert!(outcome.stderr.contains("denied"), "{outcome:?}");
    nobody_is_signed_in(&machine);
}

/// Uses a code if a flag asks for it, or if the browser could not redirect back.
#[test]
fn a_code_although_there_is_a_display() {
    for (args, variable) in [
        (&["login", "--device-code"][..], None),
        (&["login"], Some("SSH_CONNECTION")),
        (&["login"], Some("CODESPACES")),
    ] {
        let desk = Desk::new();
        let mut run = desk.machine.run(args).env("DISPLAY", ":99");
        run = run.env("BROWSER", desk.machine.home.bin().join("browser"));
        if let Some(variable) = variable {
            run = run.env(variable, "true");
        }
        let running = run.start();
        desk.machine.approve_next();
        let outcome = running.wait().status(0);
        assert!(outcome.stderr.contains("  Code   "), "{variable:?}: {outcome:?}");
    }
}

/// `--no-browser` opens nothing and prints the address.
#[test]
fn no_browser_opens_nothing() {
    let desk = Desk::new();
    approve_at_once(&desk.machine);
    let running = desk.start(&["login", "--no-browser"]);
    running.wait_for("  Open   ");
    running.wait_for("code_challenge=");
    std::thread::sleep(Duration::from_millis(100));
    let address = after_label(&running.said(), "Open").unwrap();
    assert_eq!(web::visit(&address).status, 200);
    running.wait().status(0);
    assert!(!desk.address.exists());
}

#[test]
fn ctrl_c_is_130_by_either_way() {
    let desk = Desk::new();
    let running = desk.start(&["login"]);
    let (redirect, state) = callback(&desk.address(&running));
    running.signal(Signal::INT);
    let outcome = running.wait().status(130);
    assert!(outcome.stderr.contains("you were not signed in"), "{outcome:?}");
    assert!(!outcome.stderr.contains(&format!("{state} ")));
    assert!(std::net::TcpStream::connect(redirect[7..].split('/').next().unwrap()).is_err());
    nobody_is_signed_in(&desk.machine);

    let machine = Machine::signed_out();
    let mut terminal = machine.terminal(&["login"]);
    terminal.wait_for("waiting for you in the browser").send(CTRL_C);
    terminal.exits_with(130);
    assert!(terminal.transcript().contains("you were not signed in"));
    nobody_is_signed_in(&machine);
}

#[test]
fn aws_that_cannot_be_reached_is_3() {
    let machine = Machine::signed_out();
    let outcome = machine
        .run(&["login"])
        .env("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:1")
        .run()
        .status(3);
    assert!(outcome.stderr.contains("not signed in:"), "{outcome:?}");
}

/// Neither tool leaves anything behind that breaks the other.
#[test]
fn logout_of_either_leaves_the_other_sound() {
    let Some(aws) = aws_cli() else { return };
    let who = ["sts", "get-caller-identity", "--profile", "dev"];
    let machine = Machine::healthy();
    answers(&machine);
    // Signs out with this program and then uses the AWS CLI, which must not find even role
    // credentials.
    machine.run(&["logout"]).run().status(0);
    let output = aws_output(&aws, &machine, &who);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(said.contains("Token for corp does not exist"), "{said}");
    assert!(!said.contains("Traceback"), "{said}");
    let output = aws_output(&aws, &machine, &["sso", "logout"]);
    assert!(output.status.success(), "{output:?}");

    // Signs out with the AWS CLI and then uses this program.
    let machine = Machine::healthy();
    answers(&machine);
    let output = aws_output(&aws, &machine, &["sso", "logout"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(machine.simulator.count(Operation::Logout), 1);
    machine.run(&["status"]).run().status(1);
    let outcome = machine.run(&["logout"]).run().status(0);
    assert!(outcome.both().contains("Already signed out of"), "{outcome:?}");
    let running = machine.run(&["login"]).start();
    machine.approve_next();
    running.wait().status(0);
    answers(&machine);
}

/// After a device sign-in with the AWS CLI, this program has nothing to do, and vice versa.
#[test]
fn a_sign_in_of_either_is_the_others() {
    let Some(aws) = aws_cli() else { return };
    let machine = Machine::signed_out();
    login_by_cli(&aws, &machine);
    let signed_in = std::fs::read(machine.home.token("corp")).unwrap();
    let calls = machine.simulator.calls().len();
    let outcome = machine.run(&["login"]).run().status(0);
    assert!(outcome.both().contains("Already signed in to corp"), "{outcome:?}");
    assert_eq!(operations(&machine)[calls..], [Operation::ListAccounts]);
    machine.run(&["roles"]).run().status(0);
    machine.run(&["doctor"]).run().status(0);
    assert_eq!(std::fs::read(machine.home.token("corp")).unwrap(), signed_in);
    machine.run(&["logout"]).run().status(0);
    assert_eq!(machine.simulator.count(Operation::Logout), 1);

    // Signs in with this program either way, with that AWS CLI or a current one on PATH.
    for real in [false, true] {
        let desk = Desk::new();
        let machine = &desk.machine;
        if real {
            let place = machine.home.bin().join("aws");
            std::fs::remove_file(&place).unwrap();
            symlink(&aws, &place).unwrap();
        }
        approve_at_once(machine);
        let running = desk.start(&["login"]);
        web::visit(&desk.address(&running));
        running.wait().status(0);
        answers(machine);
        let by_browser = std::fs::read(machine.home.token("corp")).unwrap();
        // The AWS CLI can sign in again over the files of this program.
        machine.simulator.set(|world| world.approval = identity_center_sim::Approval::ByHand);
        if real {
            login_by_cli(&aws, machine);
            assert_ne!(std::fs::read(machine.home.token("corp")).unwrap(), by_browser);
            machine.run(&["roles"]).run().status(0);
        }
    }
}

/// Runs `aws sso login --no-browser`, and approves it as a user with the code would.
fn login_by_cli(aws: &Path, machine: &Machine) {
    let args = ["sso", "login", "--no-browser", "--profile", "dev"];
    let mut child = aws_command(aws, machine, &args)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    machine.approve_next();
    assert!(child.wait().unwrap().success());
}

/// A legacy profile signs in under its start URL, as in the AWS CLI.
#[test]
fn a_legacy_profile_signs_in_under_its_start_url() {
    let machine = Machine::with_files(&legacy_profile("dev", START_URL), "");
    let running = machine.run(&["login", "--profile", "dev"]).start();
    machine.approve_next();
    let outcome: Outcome = running.wait().status(0);
    assert!(!outcome.stderr.contains("renews itself"), "{outcome:?}");
    let key = facts::SessionKey::Legacy(START_URL.to_owned());
    let token = machine.home.path().join(".aws/sso/cache").join(key.cache_name());
    let token: Value = serde_json::from_str(&token_of(&token)).unwrap();
    assert_eq!(token["startUrl"], START_URL);
    answers(&machine);
    machine.run(&["logout"]).run().status(0);
    nobody_is_signed_in(&machine);
}

pub fn token_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// What the files lack is named exactly, also for programs.
#[test]
fn what_a_sign_in_lacks_is_named() {
    let profile = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n";
    for (section, missing) in [
        ("", "there is no section [sso-session corp] in ~/.aws/config"),
        ("[sso-session corp]\nsso_region = us-east-1\n", "corp has no sso_start_url"),
        (
            "[sso-session corp]\nsso_start_url = https://lab-portal.awsapps.com/start\n",
            "corp has no sso_region",
        ),
    ] {
        let machine = Machine::with_files(&format!("{section}{profile}"), "");
        let outcome = machine.run(&["login", "dev"]).run().status(1);
        assert!(outcome.stderr.contains(&format!("cannot sign in: {missing}")), "{outcome:?}");
    }
}
