//! If another program changes a file while a question is open, that file is skipped and the others
//! are still fixed.

use std::io::Write;

use crate::common::{Machine, WIKI_CREDENTIALS};

#[test]
fn what_changed_after_it_was_shown_is_not_written_over() {
    let machine = Machine::wiki();
    let mut terminal = machine.terminal(&["doctor", "--fix"]);
    terminal.wait_for("Comment out the lines with the keys");
    let mut file =
        std::fs::OpenOptions::new().append(true).open(machine.home.credentials()).unwrap();
    file.write_all(b"# an editor was faster\n").unwrap();
    drop(file);
    terminal.send("\r");
    terminal.wait_for("credentials has changed");
    // The next finding is still offered.
    terminal.wait_for("Yes: Use ScienceCloudProject-AdminAccount in line 2");
    terminal.send("\r");
    terminal.wait_for("sso-session-exists now passes");
    // The next question may or may not be on the screen already.
    terminal.send("\u{3}");
    terminal.exits_with(130);
    let credentials = machine.home.read_credentials();
    assert_eq!(credentials, format!("{WIKI_CREDENTIALS}# an editor was faster\n"));
    let config = machine.home.read_config();
    assert!(config.contains("sso_session = ScienceCloudProject-AdminAccount"), "{config}");
}

/// Ctrl-C while the program works is a signal, and one that is late finds the next question open.
#[test]
fn a_late_ctrl_c_ends_an_open_question() {
    let machine = Machine::wiki();
    let mut terminal = machine.terminal(&["doctor", "--fix"]);
    terminal.wait_for_screen("> Yes: Comment out the lines with the keys");
    terminal.signal(rustix::process::Signal::INT);
    terminal.exits_with(130);
    assert!(terminal.transcript().contains("stopped"), "{}", terminal.transcript());
    let credentials = machine.home.read_credentials();
    assert_eq!(credentials, WIKI_CREDENTIALS);
}
