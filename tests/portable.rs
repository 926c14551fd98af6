//! Runs the built program on any system, on files that the test creates. `tests/it` needs Unix;
//! `.ci/windows` runs these under Wine too.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    unreachable_pub
)]

#[path = "common/files.rs"]
mod files;

#[path = "portable/home.rs"]
mod home;

#[cfg(windows)]
#[path = "portable/windows.rs"]
mod windows;

use std::time::Duration;

use files::{PROFILE, SESSION, WIKI_CONFIG, WIKI_CREDENTIALS, healthy_config};
use home::Home;
use identity_center_sim::{Operation, Simulator, World};

fn wiki() -> Home {
    Home::with_files(WIKI_CONFIG, WIKI_CREDENTIALS)
}

#[test]
fn version_and_help_name_the_program_alone() {
    let home = Home::with_files("", "");
    let version = home.run(&["--version"]).status(0);
    assert!(version.stdout.starts_with("aws-onboard "), "{version:?}");
    for args in [&["help", "doctor"], &["doctor", "--help"]] {
        let help = home.run(args).status(0);
        assert!(help.stdout.contains("Usage: aws-onboard doctor"), "{help:?}");
    }
    let wrong = home.run(&["doctor", "--no-such-option"]).status(2);
    assert!(wrong.stderr.contains("--no-such-option"), "{wrong:?}");
}

#[test]
fn the_doctor_names_the_line() {
    let home = wiki();
    let value = home.run(&["doctor", "--offline", "--format", "json"]).status(1).json();
    assert_eq!(value["outcome"], "failed");
    assert_eq!(value["profile"], PROFILE);
    let checks = value["checks"].as_array().unwrap();
    let of = |id: &str| checks.iter().find(|check| check["id"] == id).unwrap();
    let location = &of("sso-session-exists")["findings"][0]["location"];
    assert_eq!(location["path"], home.config().to_str().unwrap());
    assert_eq!((&location["line"], &location["column"]), (&2.into(), &15.into()));
    // Nothing else is wrong with these files on any system.
    for id in ["files-readable", "files-encoding", "config-syntax", "config-sections"] {
        assert_eq!(of(id)["outcome"], "passed", "{}", of(id));
    }
    let screen = home.run(&["doctor", "--offline", "--no-input"]).status(1);
    let place = if cfg!(windows) { r"~\.aws\config:2:15" } else { "~/.aws/config:2:15" };
    assert!(screen.stdout.contains(place), "{}", screen.stdout);
}

/// The line ends of a file stay as they are.
#[test]
fn a_fix_is_undone_to_the_byte() {
    for line_end in ["\n", "\r\n"] {
        let before = WIKI_CONFIG.replace('\n', line_end);
        let home = Home::with_files(&before, "");
        home.run(&["doctor", "--offline", "--no-input", "--fix", "--yes"]).status(1);
        let wrong = format!("sso_session = my-sciencecloud-sso{line_end}");
        let right = format!("sso_session = {SESSION}{line_end}");
        let after = home.read_config();
        assert!(after.starts_with(&before.replace(&wrong, &right)), "{after:?}");
        assert_eq!(after.matches('\n').count(), after.matches(line_end).count(), "{after:?}");
        let listed = home.run(&["undo", "--list"]).status(0);
        assert!(listed.stdout.contains("config"), "{listed:?}");
        home.run(&["undo"]).status(0);
        assert_eq!(home.read_config(), before);
    }
}

#[test]
fn profiles_are_listed() {
    let home = Home::with_files(&healthy_config(&["dev", "prod"]), "");
    let listed = home.run(&["profiles"]).status(0);
    for name in ["dev", "prod", "111122223333", "PowerUser"] {
        assert!(listed.stdout.contains(name), "{name}: {}", listed.stdout);
    }
}

/// Neither what AWS calls the account nor what the person is called.
#[test]
fn a_public_report_has_no_names() {
    let home = wiki();
    let args = ["report", "--offline", "--for", "public", "--out", "report.html", "--yes"];
    home.run(&args).status(0);
    let text = std::fs::read_to_string(home.path().join("report.html")).unwrap();
    assert!(text.contains("sso-session-exists"), "{text}");
    let folder = home.path();
    let person = folder.file_name().unwrap().to_str().unwrap();
    let secret = WIKI_CREDENTIALS.rsplit(" = ").next().unwrap().trim();
    for name in [PROFILE, SESSION, "111122223333", "my-sciencecloud", person, secret] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    // No file is replaced unasked.
    let refused = home.run(&args[..6]).status(2);
    assert!(refused.stderr.contains("report.html already exists"), "{refused:?}");
}

#[test]
fn which_answers_without_an_aws_cli() {
    let home = Home::with_files(&healthy_config(&["dev"]), "");
    home.put("project/requirements.txt", "boto3==1.40.0\n");
    let found = home.run_in("project", &["which", "--profile", "dev", "--format", "json"]);
    let value = found.status(0).json();
    assert_eq!(value["complete"], true, "{value:#}");
}

#[test]
fn a_command_keeps_its_status() {
    let home = Home::with_files("", "");
    let shell: &[&str] =
        if cfg!(windows) { &["cmd", "/c", "exit 3"] } else { &["/bin/sh", "-c", "exit 3"] };
    home.run(&[&["run", "--"], shell].concat()).status(3);
    let missing = home.run(&["run", "--", "no-such-program"]).status(127);
    assert!(missing.stderr.contains("no-such-program"), "{missing:?}");
}

/// Signed in to a simulated IAM Identity Center: the calls and the reading of the token cache.
#[test]
fn a_healthy_computer_has_no_problem() {
    let simulator = Simulator::start_blocking(World::science_cloud()).unwrap();
    let home = Home::with_files(&healthy_config(&["dev"]), "").with(simulator.environment());
    home.run(&["status"]).status(1);
    let world = simulator.world();
    let token = simulator
        .issue_token(true, Duration::from_secs(8 * 3600))
        .cache_file(&world.start_url, &world.region);
    let name = facts::SessionKey::Named("corp".to_owned()).cache_name();
    home.put(&format!(".aws/sso/cache/{name}"), &token);
    home.run(&["status"]).status(0);
    let value = home.run(&["doctor", "--format", "json"]).status(0).json();
    assert_eq!(value["summary"]["fail"], 0, "{value:#}");
    assert_eq!(simulator.count(Operation::GetCallerIdentity), 1);
}

/// The token that a sign-in writes is one that the same program reads.
#[test]
fn a_sign_in_is_there_afterward_and_gone_after_signing_out() {
    let simulator = Simulator::start_blocking(World::science_cloud()).unwrap();
    let home = Home::with_files(&healthy_config(&["dev"]), "").with(simulator.environment());
    std::thread::scope(|scope| {
        let login = scope.spawn(|| home.run(&["login", "--device-code", "--no-input"]));
        let code = loop {
            if let [code] = simulator.pending_user_codes().as_slice() {
                break code.clone();
            }
            assert!(!login.is_finished(), "{:?}", login.join());
            std::thread::sleep(Duration::from_millis(10));
        };
        assert!(simulator.approve(&code));
        login.join().unwrap().status(0);
    });
    home.run(&["status"]).status(0);
    home.run(&["logout"]).status(0);
    home.run(&["status"]).status(1);
}
