//! `run` in a real terminal: a pager, a progress bar, a password prompt, job control, the size of
//! the terminal.

use crate::common::Machine;
use crate::common::pty::{CTRL_C, DOWN, ENTER};

const CTRL_Z: &str = "\x1a";

fn machine(name: &str, script: &str) -> Machine {
    let machine = Machine::with_files("", "");
    machine.home.program(name, &format!("PATH=/usr/bin:/bin\n{script}"));
    machine
}

/// The interpreter itself, not a script that looks for it.
fn python() -> String {
    let program = "import sys; print(sys.executable)";
    let output = std::process::Command::new("python3").args(["-c", program]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A pager that reads keys as less does: from the terminal of its standard error by name, or from
/// /dev/tty, with the modes set on its standard error.
#[test]
fn a_pager_gets_its_keys() {
    for keys in ["os.ttyname(2)", "'/dev/tty'"] {
        let pager = format!(
            "import os, sys, termios, tty\nimport time\nkeys = os.open({keys}, os.O_RDONLY)\nreal = os.open('/dev/tty', os.O_RDWR)\nbefore = termios.tcgetattr(2)\ntty.setcbreak(2)\nwhile termios.tcgetattr(real)[3] & termios.ICANON:\n    time.sleep(0.01)\nprint('page 1', flush=True)\nkey = os.read(keys, 1)\ntermios.tcsetattr(2, termios.TCSADRAIN, before)\nprint('key', key.decode(), flush=True)\n"
        );
        let machine = Machine::with_files("", "");
        let path = machine.home.path().join("pager.py");
        std::fs::write(&path, pager).unwrap();
        let python = python();
        let args = ["run", "--", python.as_str(), path.to_str().unwrap()];
        let mut terminal = machine.terminal(&args);
        // One key is enough, and it is not echoed.
        terminal.wait_for("page 1").send("q").wait_for("key q");
        terminal.exits_with(0);
        assert!(!terminal.transcript().contains("qkey"), "{}", terminal.transcript());
    }
}

#[test]
fn a_progress_bar_is_drawn_on_a_terminal_of_the_right_size() {
    let script = "test -t 2 || exit 9\nshow() { echo \"size $(stty size 0>&2)\"; }\nprintf '10 %%\\r20 %%\\r' >&2\nshow\ntrap show WINCH\necho ready\nwhile [ ! -e \"$HOME/done\" ]; do sleep 0.02; done\necho 'one line' >&2";
    let machine = machine("bar", script);
    let mut terminal = machine.terminal_of(&["run", "--", "bar"], 80, 40);
    terminal.wait_for("size 40 80").wait_for("ready");
    terminal.resize(100, 30);
    terminal.wait_for("size 30 100");
    std::fs::write(machine.home.path().join("done"), "").unwrap();
    terminal.wait_for("one line");
    terminal.exits_with(0);
    let raw = String::from_utf8(terminal.raw()).unwrap();
    assert!(raw.contains("10 %\r20 %\r"), "{raw:?}");
    // One terminal adds the carriage return, not two.
    assert!(raw.ends_with("one line\r\n"), "{raw:?}");
}

#[test]
fn a_password_is_read_from_the_terminal() {
    let script = "exec 3<>/dev/tty\nstty -echo <&3\nprintf 'Password: ' >&3\nread -r word <&3\nstty echo <&3\necho \"got $word\" >&2";
    let machine = machine("login-tool", script);
    let mut terminal = machine.terminal(&["run", "--", "login-tool"]);
    terminal.wait_for("Password: ").send("s3same\r").wait_for("got s3same");
    terminal.exits_with(0);
    assert_eq!(terminal.transcript().matches("s3same").count(), 1, "{}", terminal.transcript());
}

#[test]
fn ctrl_c_reaches_the_command() {
    let text = "Error loading SSO Token: Token for corp does not exist";
    let machine = machine("slow", &format!("echo '{text}' >&2; echo up; exec sleep 100"));
    let mut terminal = machine.terminal(&["run", "--", "slow"]);
    terminal.wait_for("up").send(CTRL_C);
    terminal.exits_with(130);
    // A person who stops a command does not ask what it printed.
    assert!(!terminal.transcript().contains("aws-onboard:"), "{}", terminal.transcript());

    let script = "trap 'echo cleaned >&2; exit 5' INT\necho up\nwhile :; do sleep 0.02; done";
    machine.home.program("careful", &format!("PATH=/usr/bin:/bin\n{script}"));
    let mut terminal = machine.terminal(&["run", "--", "careful"]);
    terminal.wait_for("up").send(CTRL_C).wait_for("cleaned");
    terminal.exits_with(5);

    machine.home.program("killed", "kill -TERM $$");
    machine.terminal(&["run", "--", "killed"]).exits_with(143);
}

/// In a shell, which itself is run: stopped, continued, and a child that outlives the command.
#[test]
fn a_shell_stops_and_continues_the_command() {
    let script = "echo started >&2\nwhile [ ! -e \"$HOME/done\" ]; do sleep 0.02; done\necho finished >&2\nexit 4";
    let machine = machine("slow", script);
    let server = "PATH=/usr/bin:/bin\n(while [ ! -e \"$HOME/go\" ]; do sleep 0.02; done; echo late >&2) &\necho early >&2\nexit 3";
    machine.home.program("server", server);
    let run = env!("CARGO_BIN_EXE_aws-onboard");
    let mut terminal = machine.terminal_with(
        &["run", "--", "/bin/bash", "--norc", "-i"],
        &[("PS1", "ready> "), ("SHELL", "/bin/bash")],
        80,
        40,
    );
    terminal
        .wait_for("ready> ")
        .send(&format!("{run} run -- slow\r"))
        .wait_for("started")
        .send(CTRL_Z)
        .wait_for("Stopped")
        .wait_for("ready> ")
        .send("fg\r")
        .wait_for("run -- slow");
    std::fs::write(machine.home.path().join("done"), "").unwrap();
    terminal.wait_for("finished").wait_for("ready> ").send("echo was=$?\r").wait_for("was=4");
    terminal
        .send(&format!("{run} run -- server\r"))
        .wait_for("early")
        .wait_for("ready> ")
        .send("echo was=$?\r")
        .wait_for("was=3");
    std::fs::write(machine.home.path().join("go"), "").unwrap();
    terminal.wait_for("late").send("exit 6\r");
    terminal.exits_with(6);
}

#[test]
fn an_ended_sign_in_is_offered() {
    let machine = Machine::signed_out();
    machine.home.program("tool", "echo ran");
    let args = ["run", "--profile", "dev", "--", "tool"];
    let mut terminal = machine.terminal(&args);
    terminal.wait_for("You are not signed in to corp. Sign in first?").send(DOWN).send(ENTER);
    terminal.wait_for("ran");
    terminal.exits_with(0);

    let mut terminal = machine.terminal(&args);
    terminal.wait_for("Sign in first?").send(CTRL_C);
    terminal.exits_with(130);
    assert!(!terminal.transcript().contains("ran"), "{}", terminal.transcript());
}
