//! `run` without a terminal: the command's status and output, the sign-in before it, its
//! credentials, and what its error means.

use std::path::Path;
use std::time::Duration;

use identity_center_sim::Operation;

use crate::common::{Home, Machine, program};

#[test]
fn the_status_is_the_commands() {
    let home = Home::empty();
    home.program("seven", "exit 7");
    let plain = home.path().join("plain");
    std::fs::write(&plain, "text").unwrap();
    let interpreter = home.program("no-interpreter", "");
    std::fs::write(&interpreter, "#!/nonexistent/sh\n").unwrap();
    for (command, status, says) in [
        ("seven", 7, ""),
        ("no-such-program", 127, "no-such-program: command not found\n  hint: check the spelling"),
        ("./no-such", 127, "hint: there is no such file; check the path"),
        ("aws", 127, "hint: `aws-onboard doctor --only cli-installed`"),
        (
            plain.to_str().unwrap(),
            126,
            &format!("make it executable: chmod u+x {}", plain.display()),
        ),
        ("/", 126, "/: is a folder, not a program"),
        (
            "no-interpreter",
            126,
            "does not exist\n  hint: if it is a script, correct its first line",
        ),
    ] {
        let outcome = program(&home, &["run", "--", command]).run().status(status);
        assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
    program(&home, &["run"]).run().status(2);
}

#[test]
fn the_output_passes_unchanged() {
    let home = Home::empty();
    let script =
        r"printf 'data\r\n\033[1mx\033[0m'; printf '10 %%\r20 %%\r\n\033[31mred\033[0m no end' >&2";
    home.program("printer", script);
    let outcome = program(&home, &["run", "--", "printer"]).run().status(0);
    assert_eq!(outcome.stdout, "data\r\n\x1b[1mx\x1b[0m");
    assert_eq!(outcome.stderr, "10 %\r20 %\r\n\x1b[31mred\x1b[0m no end");
}

#[test]
fn what_a_failed_command_printed_is_explained_after_it() {
    let machine = Machine::signed_out();
    let text = "Error loading SSO Token: Token for corp does not exist";
    machine.home.program("aws", &format!("echo data; echo '{text}' >&2; exit 255"));
    let outcome = machine.run(&["run", "--", "aws", "s3", "ls"]).run().status(255);
    assert_eq!(outcome.stdout, "data\n");
    let after = outcome.stderr.strip_prefix(&format!("{text}\n\n")).expect(&outcome.stderr);
    for part in ["aws failed with exit status 255", "the AWS CLI", "now     aws-onboard login"] {
        assert!(after.contains(part), "{part:?} is not in {after}");
    }

    // With the same text and success, or with an error of another kind, it has nothing to say.
    machine.home.program("warns", &format!("echo '{text}' >&2"));
    let outcome = machine.run(&["run", "--", "warns"]).run().status(0);
    assert_eq!(outcome.stderr, format!("{text}\n"));
    machine.home.program("make", "echo 'make: *** [all] Error 1' >&2; exit 2");
    let outcome = machine.run(&["run", "--", "make"]).run().status(2);
    assert_eq!(outcome.stderr, "make: *** [all] Error 1\n");
}

/// The command's children may print after it has ended; they are not waited for.
#[test]
fn a_child_outlives_the_command() {
    let home = Home::empty();
    let go = home.path().join("go");
    let script = "PATH=/usr/bin:/bin\n(while [ ! -e \"$HOME/go\" ]; do sleep 0.02; done; echo late >&2) >/dev/null &\necho early >&2\nexit 3";
    home.program("server", script);
    let running = program(&home, &["run", "--", "server"]).start();
    running.wait_for("early");
    wait_until_ended(running.id());
    std::fs::write(&go, "").unwrap();
    let outcome = running.wait().status(3);
    assert_eq!(outcome.stderr, "early\nlate\n");
}

/// Waits until a process that has no waiting parent yet has ended.
fn wait_until_ended(id: u32) {
    let stat = format!("/proc/{id}/stat");
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while !std::fs::read_to_string(Path::new(&stat)).unwrap().contains(") Z ") {
        assert!(std::time::Instant::now() < deadline, "it waits for its command's children");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn an_ended_sign_in_is_renewed_before() {
    let machine = Machine::signed_out();
    machine.home.program("tool", "echo ran");
    machine.sign_in("corp", true, Duration::ZERO);
    let outcome = machine.run(&["run", "--profile", "dev", "--", "tool"]).run().status(0);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("ran\n", ""));
    assert_eq!(machine.simulator.count(Operation::CreateToken), 1);

    // Keys in the environment are used instead of a profile that a variable names.
    machine.sign_in("corp", true, Duration::ZERO);
    let outcome = machine
        .run(&["run", "--", "tool"])
        .env("AWS_PROFILE", "dev")
        .env("AWS_ACCESS_KEY_ID", "AKIAOTHER0OTHER0OTHE")
        .env("AWS_SECRET_ACCESS_KEY", "other")
        .run()
        .status(0);
    assert_eq!(outcome.stdout, "ran\n");
    assert_eq!(machine.simulator.count(Operation::CreateToken), 1);

    // One that cannot be renewed does not keep the command from running.
    machine.sign_in("corp", false, Duration::ZERO);
    let outcome = machine.run(&["run", "--profile", "dev", "--", "tool"]).run().status(0);
    assert_eq!(outcome.stdout, "ran\n");
    assert_eq!(machine.simulator.count(Operation::CreateToken), 1);
}

#[test]
fn a_profile_reaches_the_command() {
    let machine = Machine::healthy();
    let script =
        "echo \"${AWS_PROFILE-none} ${AWS_DEFAULT_PROFILE-none} ${AWS_ACCESS_KEY_ID-none}\"";
    machine.home.program("tool", script);
    let outcome = machine
        .run(&["run", "--profile", "dev", "--", "tool"])
        .env("AWS_DEFAULT_PROFILE", "other")
        .env("AWS_ACCESS_KEY_ID", "AKIAOTHER0OTHER0OTHE")
        .run()
        .status(0);
    assert_eq!(outcome.stdout, "dev none none\n");
    let outcome = machine.run(&["run", "--profile", "nope", "--", "tool"]).run().status(125);
    assert!(outcome.stderr.contains("does not exist"), "{}", outcome.stderr);
}

#[test]
fn credentials_of_the_role_reach_the_command() {
    let machine = Machine::healthy();
    let script = "echo \"${AWS_PROFILE-none} $AWS_REGION ${AWS_ACCESS_KEY_ID:+id} ${AWS_SECRET_ACCESS_KEY:+secret} ${AWS_SESSION_TOKEN:+token} ${AWS_CREDENTIAL_EXPIRATION:+expiry}\"";
    machine.home.program("tool", script);
    let args = ["run", "--credentials", "--", "tool"];
    let outcome = machine.run(&args).env("AWS_PROFILE", "dev").run().status(0);
    assert_eq!(outcome.stdout, "none eu-central-1 id secret token expiry\n");
    assert_eq!(machine.simulator.count(Operation::GetRoleCredentials), 1);

    let signed_out = Machine::signed_out();
    signed_out.home.program("tool", script);
    let outcome = signed_out.run(&args).env("AWS_PROFILE", "dev").run().status(125);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains("not signed in to corp"), "{}", outcome.stderr);
}

/// The command gets the person's whole environment, changed only as asked.
#[test]
fn the_environment_is_handed_through() {
    let machine = Machine::signed_out();
    let dump = machine.home.beside("dump").join("environment");
    machine.home.program("dump", &format!("/usr/bin/env > '{}'", dump.display()));
    let own =
        [("GITHUB_TOKEN", "mine"), ("AWS_SESSION_TOKEN", "old"), ("PYTHONPATH", "/x"), ("A", "")];
    let run = |args: &[&str]| {
        let run = own.iter().fold(machine.run(args), |run, (name, value)| run.env(name, value));
        run.run().status(0);
        std::fs::read_to_string(&dump).unwrap()
    };
    let plain = run(&["run", "--", "dump"]);
    for (name, value) in own {
        assert!(plain.lines().any(|line| line == format!("{name}={value}")), "{name}: {plain}");
    }
    assert!(!plain.contains("AWS_PROFILE="), "{plain}");
    // A profile that was asked for comes instead of keys, and nothing else changes.
    let with_profile = run(&["run", "--profile", "dev", "--", "dump"]);
    let mut expected: Vec<&str> =
        plain.lines().filter(|line| !line.starts_with("AWS_SESSION_TOKEN=")).collect();
    expected.push("AWS_PROFILE=dev");
    let mut now: Vec<&str> = with_profile.lines().collect();
    expected.sort_unstable();
    now.sort_unstable();
    assert_eq!(now, expected);
}
