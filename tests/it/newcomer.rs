//! A newcomer's first hour at a terminal: from nothing to a verified identity, through a wrong
//! region and a wrong address. Every question that must be answered is counted.

use identity_center_sim::{RealNames, World};

use crate::common::machine::{LAB_URL, one_role};
use crate::common::pty::{ENTER, TAB};
use crate::common::{Machine, Pty};
use crate::setup::{approve, fresh};

/// A computer that reaches AWS under its own names, on loopback.
struct Newcomer {
    machine: Machine,
    aws: RealNames,
    variables: Vec<(String, String)>,
    answers: usize,
}

impl Newcomer {
    /// The portal is in eu-central-1.
    fn new() -> Self {
        let machine = fresh(World { region: "eu-central-1".into(), ..one_role() });
        let (aws, variables) = machine.real_names();
        Self { machine, aws, variables, answers: 0 }
    }

    fn start(&self, args: &[&str]) -> Pty {
        Pty::start(args, &self.variables, 80, 24)
    }

    /// Answers a question.
    fn answer(&mut self, terminal: &mut Pty, keys: &str) {
        self.answers += 1;
        terminal.send(keys).send(ENTER);
    }

    /// AWS refuses the region at first; then the sign-in, and the one confirmation.
    fn recover_to_the_end(&mut self, terminal: &mut Pty) {
        terminal
            .wait_for("AWS does not know this portal in us-east-1")
            .wait_for("Asking AWS whether it knows it in another region")
            .wait_for("AWS accepts this address in eu-central-1");
        approve(&self.machine, terminal);
        terminal.wait_for("Write this?");
        assert!(!self.machine.home.config().exists(), "nothing before the answer");
        self.answer(terminal, "");
        terminal.wait_for("works: account 111122223333, role PowerUser");
        terminal.exits_with(0);
        let text = self.machine.home.read_config();
        assert!(text.contains(&format!("sso_start_url = {LAB_URL}\n")), "{text}");
        assert!(text.contains("sso_region = eu-central-1\n"), "{text}");
        // The token and its registration: nothing is left of the regions that were asked.
        let cache = self.machine.home.token("lab").parent().unwrap().to_owned();
        assert_eq!(std::fs::read_dir(cache).unwrap().count(), 2);
    }
}

#[test]
fn without_a_preset_there_are_two_questions() {
    let mut newcomer = Newcomer::new();
    // A colleague's command line, with the region of another portal.
    let mut terminal = newcomer.start(&["setup", "--sso-region", "us-east-1"]);
    terminal
        .wait_for("start URL")
        .send("lab-portal.awsaps.com")
        .send(ENTER)
        .wait_for("which is not AWS's")
        .wait_for("Tab types https://lab-portal.awsapps.com/start")
        .send(TAB)
        .wait_for(LAB_URL);
    newcomer.answer(&mut terminal, "");
    newcomer.recover_to_the_end(&mut terminal);
    assert_eq!(newcomer.answers, 2);
    // Each region is a service of its own, and at most twelve others are asked.
    let tunnels = newcomer.aws.tunnels();
    let mut asked: Vec<&String> =
        tunnels.iter().filter(|tunnel| tunnel.starts_with("oidc.")).collect();
    asked.sort_unstable();
    asked.dedup();
    assert!((2..=13).contains(&asked.len()), "{asked:?}");
}

#[test]
fn the_regions_question_is_answered_by_the_portals_page() {
    let mut newcomer = Newcomer::new();
    let mut terminal = newcomer.start(&["setup"]);
    terminal.wait_for("start URL");
    newcomer.answer(&mut terminal, "lab-portal.awsapps.com");
    terminal.wait_for("region eu-central-1, as the portal's page says");
    approve(&newcomer.machine, &mut terminal);
    terminal.wait_for("Write this?");
    newcomer.answer(&mut terminal, "");
    terminal.wait_for("works: account 111122223333");
    terminal.exits_with(0);
    assert_eq!(newcomer.answers, 2);
}

/// The preset's region is another portal's, and its address is not complete.
#[test]
fn with_a_full_preset_there_is_one_question() {
    let mut newcomer = Newcomer::new();
    newcomer.machine.home.put(
        "lab.ini",
        b"[portal]\nsession = lab\nstart_url = lab-portal.awsapps.com\nregion = us-east-1\n\
          [profiles]\nregion = eu-central-1\n\
          [way-in badge]\nlabel = Badge\nsteps = Have your badge ready.\n",
    );
    let preset = newcomer.machine.home.path().join("lab.ini").display().to_string();
    let mut terminal = newcomer.start(&["--preset", &preset, "setup"]);
    terminal.wait_for("region us-east-1, from the preset").wait_for("Have your badge ready.");
    newcomer.recover_to_the_end(&mut terminal);
    assert_eq!(newcomer.answers, 1);
}

/// An address that AWS knows in no region: the address is what to change, and nothing that was
/// refused is offered to be written.
#[test]
fn an_address_that_no_region_knows_can_be_changed() {
    let mut newcomer = Newcomer::new();
    let mut terminal = newcomer.start(&["setup"]);
    terminal.wait_for("start URL");
    newcomer.answer(&mut terminal, "lab-protal.awsapps.com");
    terminal
        .wait_for("AWS does not know this portal in eu-central-1")
        .wait_for("None of the")
        .wait_for("What should setup do?")
        .wait_for_screen("> Change the address");
    assert!(!terminal.screen().contains("Continue without it"), "{}", terminal.screen());
    newcomer.answer(&mut terminal, "");
    terminal
        .wait_for("start URL")
        // Ctrl-U erases the address that was refused.
        .send("\x15");
    newcomer.answer(&mut terminal, "lab-portal.awsapps.com");
    approve(&newcomer.machine, &mut terminal);
    terminal.wait_for("Write this?");
    newcomer.answer(&mut terminal, "");
    terminal.wait_for("works: account 111122223333");
    terminal.exits_with(0);
    assert_eq!(newcomer.answers, 4);
}
