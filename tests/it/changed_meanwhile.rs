//! A file that somebody else changes while the question stands is left to them, and the others are
//! still mended.

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
    // The next finding is offered all the same.
    terminal.wait_for("Yes: Use ScienceCloudProject-AdminAccount in line 2");
    terminal.send("\r");
    terminal.wait_for("sso-session-exists now passes");
    // Whether the next question stands there already or not.
    terminal.send("\u{3}");
    assert_eq!(terminal.end(), 130, "{}", terminal.transcript());
    let credentials = std::fs::read_to_string(machine.home.credentials()).unwrap();
    assert_eq!(credentials, format!("{WIKI_CREDENTIALS}# an editor was faster\n"));
    let config = std::fs::read_to_string(machine.home.config()).unwrap();
    assert!(config.contains("sso_session = ScienceCloudProject-AdminAccount"), "{config}");
}
