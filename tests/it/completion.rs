//! Completion in real shells: a Tab in bash, zsh and fish completes names of the AWS files.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::common::machine::healthy_config;
use crate::common::pty::{ENTER, TAB};
use crate::common::run::{Program, program};
use crate::common::{Home, Pty, python};

/// A home with this program on PATH under its own name, and two profiles that share no beginning.
fn home() -> Home {
    let home = Home::with_files(&healthy_config(&["dev", "prod-readonly"]), "");
    symlink(env!("CARGO_BIN_EXE_aws-onboard"), home.bin().join("aws-onboard")).unwrap();
    home
}

/// A shell at a terminal, or a visible skip (a failure in CI).
fn start(home: &Home, shell: &str, args: &[&str]) -> Option<Pty> {
    let places = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"];
    let found =
        places.iter().map(|folder| Path::new(folder).join(shell)).find(|path| path.exists());
    let Some(path) = found else {
        python::skip(&format!("no {shell} (apt install {shell})"));
        return None;
    };
    let variables = [
        ("HOME", home.path().display().to_string()),
        ("PATH", format!("{}:/usr/bin:/bin", home.bin().display())),
        ("PS1", "ready> ".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
    ];
    let variables: Vec<(String, String)> =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Some(Pty::start_program(path.to_str().unwrap(), args, &variables, 100, 30))
}

/// Presses Tab until the line is complete: a busy computer may not have read the files in time.
#[track_caller]
fn press_tab(terminal: &mut Pty, complete: &str) {
    for _ in 0..20 {
        terminal.send(TAB);
        let until = Instant::now() + Duration::from_secs(2);
        while Instant::now() < until {
            if terminal.screen().contains(complete) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    panic!("{complete:?} is not on the screen:\n{}", terminal.screen());
}

/// What the shell makes of the beginning of a profile, an option and a session.
fn complete_in(mut terminal: Pty, done: &str) {
    let clear = "\x15";
    terminal.wait_for_screen(done);
    for (typed, complete) in [
        ("aws-onboard doctor pr", "doctor prod-readonly"),
        ("aws-onboard doctor --all", "doctor --all-profiles"),
        ("aws-onboard login --session co", "login --session corp"),
        ("aws-onboard comp", "aws-onboard completions"),
    ] {
        terminal.send(clear).send(typed);
        press_tab(&mut terminal, complete);
    }
}

#[test]
fn bash_completes_from_the_file_that_the_help_names() {
    let home = home();
    let script = program(&home, &["completions", "bash"]).run().status(0).stdout;
    let file = home.put(".local/share/bash-completion/completions/aws-onboard", script.as_bytes());
    let args = ["--noprofile", "--norc", "-i"];
    let Some(mut terminal) = start(&home, "bash", &args) else { return };
    terminal.send(&format!("source {} && echo set-$((1+1))-up{ENTER}", file.display()));
    complete_in(terminal, "set-2-up");
}

#[test]
fn zsh_completes_at_the_first_tab_from_a_folder_of_fpath() {
    let home = home();
    let script = program(&home, &["completions", "zsh"]).run().status(0).stdout;
    home.put(".zfunc/_aws-onboard", script.as_bytes());
    let Some(mut terminal) = start(&home, "zsh", &["-f", "-i"]) else { return };
    terminal.send(&format!(
        "fpath=(~/.zfunc $fpath); autoload -U compinit && compinit -u -D && echo set-$((1+1))-up{ENTER}"
    ));
    complete_in(terminal, "set-2-up");
}

#[test]
fn fish_completes_from_its_own_folder() {
    let home = home();
    let script = program(&home, &["completions", "fish"]).run().status(0).stdout;
    home.put(".config/fish/completions/aws-onboard.fish", script.as_bytes());
    let Some(mut terminal) = start(&home, "fish", &["-i"]) else { return };
    terminal.send(&format!("echo set-(math 1+1)-up{ENTER}"));
    complete_in(terminal, "set-2-up");
}

/// The words of a command line as fish sends them, the last one being completed.
fn ask(home: &Home, words: &[&str]) -> Program {
    let words: Vec<&str> = ["--", "aws-onboard"].into_iter().chain(words.iter().copied()).collect();
    program(home, &words).env("AWS_ONBOARD_COMPLETE", "fish")
}

fn offered(home: &Home, words: &[&str]) -> Vec<String> {
    let outcome = ask(home, words).run().status(0);
    assert_eq!(outcome.stderr, "");
    let value = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    outcome.stdout.lines().map(value).collect()
}

/// The same, again while there are none: a busy computer may not have read the files in time.
fn names_offered(home: &Home, words: &[&str]) -> Vec<String> {
    let mut answers = (0..50).map(|_| offered(home, words));
    answers.find(|names| !names.is_empty()).unwrap_or_default()
}

#[test]
fn only_names_that_can_be_typed_are_offered_and_nothing_secret() {
    let config = "\
[profile dev]
region = us-east-1
[profile my dev]
[profile $(touch pwned)]
[profile AKIAIOSFODNN7EXAMPLE]
[sso-session corp]
[sso-session a;b]
";
    let credentials = "\
[ci]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";
    let home = Home::with_files(config, credentials);
    assert_eq!(names_offered(&home, &["doctor", "--profile", ""]), ["ci", "dev"]);
    assert_eq!(names_offered(&home, &["status", "--profile=d"]), ["--profile=dev"]);
    assert_eq!(names_offered(&home, &["logout", "--session", ""]), ["corp"]);
    assert!(names_offered(&home, &["open", "d"]).contains(&"dev".to_owned()));
    assert_eq!(offered(&home, &["doctor", "--only", "token-v"]), ["token-valid"]);
    assert_eq!(offered(&home, &["setup", "--region", "eu-central-"]).len(), 2);
    assert_eq!(offered(&home, &["man", "preset"]), ["preset"]);
    home.put("team.ini", b"");
    assert_eq!(offered(&home, &["preset", "check", "tea"]), ["team.ini"]);
}

/// Whatever the files are, the shell gets an answer and never an error.
#[test]
fn without_readable_files_the_options_are_completed_all_the_same() {
    let home = Home::with_files("[profile dev\n\u{0}", "");
    // The doctor is there for such a file too.
    assert_eq!(names_offered(&home, &["doctor", "--profile", ""]), ["dev"]);
    assert!(offered(&home, &["doctor", "--off"]).contains(&"--offline".to_owned()));
    std::fs::remove_file(home.config()).unwrap();
    crate::common::home::fifo(&home.config());
    assert_eq!(offered(&home, &["doctor", "--profile", ""]), Vec::<String>::new());
    let unknown = ask(&home, &["doctor", ""]).env("AWS_ONBOARD_COMPLETE", "tcsh").run();
    assert_eq!(unknown.status, 2, "{unknown:?}");
}
