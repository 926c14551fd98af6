//! What docs/security.md promises, where only the whole program can show it: to whom credentials go,
//! what a failure ends with, what a program that is started gets to know.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::home::fifo;
use crate::common::machine::healthy_config;
use crate::common::tree::{assert_same, snapshot};
use crate::common::{Machine, program};
use crate::json::assert_valid;
use crate::sign_in_state::expired;

/// A proxy that keeps what it is sent and answers nothing.
fn listening_proxy() -> (String, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&heard);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let all = Arc::clone(&all);
            std::thread::spawn(move || {
                stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
                let mut bytes = [0; 8192];
                while let Ok(n @ 1..) = stream.read(&mut bytes) {
                    all.lock().unwrap().extend_from_slice(&bytes[..n]);
                    if bytes[..n].ends_with(b"\r\n\r\n") {
                        break;
                    }
                }
                let _ = stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
            });
        }
    });
    (address, heard)
}

/// The secrets of the token in the cache.
fn secrets(machine: &Machine) -> Vec<String> {
    let text = std::fs::read_to_string(machine.home.token("corp")).unwrap();
    let token: Value = serde_json::from_str(&text).unwrap();
    let fields = ["accessToken", "refreshToken", "clientSecret"];
    fields.iter().filter_map(|field| token[field].as_str().map(str::to_owned)).collect()
}

/// An address over http in a setting gets no credential, whichever command reads the setting.
#[test]
fn no_credential_is_sent_unencrypted() {
    let commands: [&[&str]; 7] = [
        &["doctor", "--timeout", "20"],
        &["status", "--check"],
        &["roles"],
        &["report", "--out", "-"],
        &["login", "--device-code"],
        &["login", "--force", "--device-code"],
        &["logout"],
    ];
    for fresh in [false, true] {
        for args in commands {
            let machine = if fresh { Machine::healthy() } else { expired(true) };
            let secrets = secrets(&machine);
            assert_eq!(secrets.len(), 3);
            let (proxy, heard) = listening_proxy();
            let stranger = "http://sso.example.test";
            let outcome = machine
                .run(args)
                .env("AWS_ENDPOINT_URL_SSO", stranger)
                .env("AWS_ENDPOINT_URL_SSO_OIDC", stranger)
                .env("AWS_ENDPOINT_URL_STS", stranger)
                .env("HTTP_PROXY", &proxy)
                .env("HTTPS_PROXY", &proxy)
                .run();
            let heard = String::from_utf8_lossy(&heard.lock().unwrap()).into_owned();
            for secret in &secrets {
                assert!(!heard.contains(secret), "{args:?} sent a credential");
            }
            assert!(!heard.contains("/token"), "{args:?}: {heard}");
            assert!(machine.simulator.calls().is_empty());
            if args[0] == "doctor" {
                assert!(outcome.stdout.contains("http://sso.example.test"), "{outcome:?}");
                assert!(outcome.stdout.contains("clear text"), "{outcome:?}");
            }
        }
    }
}

/// While checking, a host that is not AWS's is sent nothing either.
#[test]
fn no_stranger_is_asked_while_checking() {
    let machine = expired(true);
    let stranger = "https://sso.example.test";
    let (proxy, heard) = listening_proxy();
    let run = |args: &[&str]| {
        machine
            .run(args)
            .env("AWS_ENDPOINT_URL_SSO", stranger)
            .env("AWS_ENDPOINT_URL_SSO_OIDC", stranger)
            .env("AWS_ENDPOINT_URL_STS", stranger)
            .env("HTTPS_PROXY", &proxy)
            .run()
    };
    let why = "it is not one of AWS's hosts, and credentials go to others only when you sign in";
    let outcome = run(&["roles"]).status(3);
    assert!(outcome.stdout.is_empty() && outcome.stderr.contains(why), "{outcome:?}");
    let outcome = run(&["status", "--check"]).status(3);
    assert!(outcome.stdout.contains("unknown: ") && outcome.stdout.contains(why), "{outcome:?}");
    // Not even a tunnel was asked for.
    assert_eq!(String::from_utf8_lossy(&heard.lock().unwrap()), "");
}

#[test]
fn an_address_with_a_password_is_not_opened() {
    let url = "https://mira:pa55word@lab-portal.awsapps.com/start";
    let config = healthy_config(&["dev"]).replace(crate::common::machine::START_URL, url);
    let machine = Machine::with_files(&config, "");
    let address = machine.home.beside("browser").join("address");
    let browser =
        machine.home.program("browser", &format!("printf '%s' \"$1\" > '{}'", address.display()));
    let outcome = machine.run(&["open"]).env("DISPLAY", ":99").env("BROWSER", browser).run();
    let outcome = outcome.status(1);
    assert!(!outcome.both().contains("pa55word"), "{outcome:?}");
    assert!(outcome.stderr.contains("a user name or a password"), "{outcome:?}");
    assert!(!address.exists());
}

/// A machine whose only finding is a warning with a safe fix, in a file that is not written because
/// it has a second name.
fn refused_write() -> Machine {
    let config = format!("{}\n[profile other]\nregion = \"us-east-1\"\n", healthy_config(&["dev"]));
    let machine = Machine::with_files(&config, "");
    machine.sign_in("corp", true, crate::HOURS);
    std::fs::hard_link(machine.home.config(), machine.home.path().join("second")).unwrap();
    machine
}

#[test]
fn what_was_asked_for_and_failed_is_1() {
    let machine = refused_write();
    let before = std::fs::read(machine.home.config()).unwrap();
    let args = ["doctor", "--offline", "--profile", "dev"];
    let outcome = machine.run(&args).run();
    assert_ne!(outcome.status, 1, "nothing worse than a warning: {outcome:?}");
    let fix = [&args[..], &["--fix", "--yes"]].concat();
    let outcome = machine.run(&fix).run().status(1);
    assert!(outcome.stderr.contains("was left alone"), "{outcome:?}");
    let json = [&fix[..], &["--format", "json"]].concat();
    let value = assert_valid(&machine.run(&json).run().status(1));
    let failed = value["failed_changes"].as_array().unwrap();
    assert!(!failed.is_empty());
    assert_eq!(failed[0]["check"], "config-values");
    assert_eq!(failed[0]["path"], machine.home.config().to_str().unwrap());
    assert!(failed[0]["error"].as_str().unwrap().contains("was left alone"), "{failed:?}");
    assert_eq!(value["changes"], serde_json::json!([]));
    assert_eq!(std::fs::read(machine.home.config()).unwrap(), before);
}

#[test]
fn output_that_cannot_be_written_is_an_error_of_every_command() {
    let machine = Machine::healthy();
    let commands: [&[&str]; 13] = [
        &["--help"],
        &["--version"],
        &["doctor", "--help"],
        &["doctor", "-v", "--offline"],
        &["doctor", "--format", "json", "--offline"],
        &["status"],
        &["status", "--format", "json"],
        &["profiles"],
        &["checks"],
        &["explain", "env-home"],
        &["completions", "bash"],
        &["open", "--print"],
        &["report", "--out", "-", "--offline"],
    ];
    for args in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let outcome = machine.run(args).printing_to(full).run();
        assert_eq!(outcome.status, 1, "{args:?}: {outcome:?}");
        let said = outcome.stderr;
        assert!(said.contains("could not write the output"), "{args:?}: {said}");
        assert!(!said.contains("defect"), "{args:?}: {said}");
        // A reader that has read enough is no error.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = machine.run(args).printing_to(writer).run();
        assert_eq!(outcome.status, 0, "{args:?}: {outcome:?}");
        let said = outcome.stderr;
        assert!(!said.contains("could not write"), "{args:?}: {said}");
    }
}

#[test]
fn a_file_that_could_not_be_read_is_not_a_missing_one() {
    let machine = Machine::healthy();
    let config = machine.home.config();
    std::fs::remove_file(&config).unwrap();
    let kinds: [(&str, &dyn Fn()); 3] = [
        ("a folder", &|| std::fs::create_dir(&config).unwrap()),
        ("a pipe", &|| fifo(&config)),
        ("bytes", &|| File::create(&config).unwrap().set_len(20 << 20).unwrap()),
    ];
    for (words, make) in kinds {
        make();
        for args in [&["profiles"][..], &["status"]] {
            let outcome = machine.run(args).run().status(3);
            assert!(outcome.stdout.contains("the config file "), "{args:?}: {outcome:?}");
            assert!(outcome.stdout.contains(words), "{args:?}: {outcome:?}");
            assert!(!outcome.stdout.contains("no such profile"), "{args:?}: {outcome:?}");
            assert!(!outcome.stdout.contains("no profile and no"), "{args:?}: {outcome:?}");
        }
        let value = machine.run(&["profiles", "--format", "json"]).run().status(3).json();
        assert!(value["unread"][0]["reason"].as_str().unwrap().contains(words), "{value:#}");
        for (args, status) in [
            (&["login"][..], 3),
            (&["credentials", "--profile", "dev"], 3),
            (&["run", "--profile", "dev", "--", "true"], 125),
        ] {
            let outcome = machine.run(args).run().status(status);
            assert!(outcome.stderr.contains("the config file "), "{args:?}: {outcome:?}");
            assert!(!outcome.stderr.contains("does not exist"), "{args:?}: {outcome:?}");
        }
        let only = ["doctor", "--format", "json", "--offline", "--only", "config-syntax"];
        let outcome = machine.run(&only).run().status(3);
        assert_eq!(outcome.outcome_of("config-syntax"), "unknown");
        if config.is_dir() {
            std::fs::remove_dir(&config).unwrap();
        } else {
            std::fs::remove_file(&config).unwrap();
        }
    }
}

#[test]
fn a_report_replaces_no_file_of_the_aws_folder() {
    let machine = Machine::healthy();
    let home = machine.home.path();
    std::os::unix::fs::symlink(home.join(".aws"), home.join("link")).unwrap();
    let token = machine.home.token("corp");
    let before = snapshot(&home);
    for path in [".aws/config", ".aws/../.aws/config", "link/config", token.to_str().unwrap()] {
        let args = ["report", "--offline", "--yes", "--out", path];
        let outcome = machine.run(&args).run().status(2);
        assert!(outcome.stderr.contains("is in the AWS folder"), "{path}: {outcome:?}");
    }
    assert_same(&before, &snapshot(&home));
    machine.home.put("mine.md", b"mine");
    let args = ["report", "--offline", "--out", "mine.md"];
    let outcome = machine.run(&args).run().status(2);
    assert!(outcome.stderr.contains("already exists"), "{outcome:?}");
    assert_eq!(std::fs::read(home.join("mine.md")).unwrap(), b"mine");
    machine.run(&[&args[..], &["--yes"]].concat()).run().status(0);
    assert_ne!(std::fs::read(home.join("mine.md")).unwrap(), b"mine");
}

/// Whether a dump of an environment has only what a program needs to start.
#[track_caller]
fn assert_bare(dump: &str) {
    assert!(dump.contains("PATH="), "{dump}");
    for canary in ["canary", "AKIA", "AWS_PROFILE", "AWS_SESSION_TOKEN"] {
        assert!(!dump.contains(canary), "{canary}:\n{dump}");
    }
}

#[test]
fn programs_that_are_started_get_no_credentials() {
    let machine = Machine::healthy();
    let dump = machine.home.beside("dump").join("aws");
    let print = crate::common::home::NEW_AWS;
    machine.home.program("aws", &format!("/usr/bin/env > '{}'\necho '{print}'", dump.display()));
    let keys = [
        ("AWS_SESSION_TOKEN", "canary"),
        ("GITHUB_TOKEN", "canary"),
        ("SOME_PASSWORD", "canary"),
        ("LC_ALL", "C.UTF-8"),
    ];
    let with_keys = |args: &[&str]| {
        keys.iter().fold(machine.run(args), |run, (name, value)| run.env(name, value))
    };
    with_keys(&["doctor"]).run();
    let text = std::fs::read_to_string(&dump).unwrap();
    assert_bare(&text);
    assert!(text.contains("LC_ALL=C.UTF-8") && text.contains("HOME="), "{text}");

    let dump = dump.with_file_name("browser");
    let script = format!("/usr/bin/env > '{0}.part'\n/bin/mv '{0}.part' '{0}'", dump.display());
    let browser = machine.home.program("browser", &script);
    with_keys(&["open"]).env("DISPLAY", ":99").env("BROWSER", browser).run().status(0);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !dump.exists() {
        assert!(Instant::now() < deadline, "the browser was not started");
        std::thread::sleep(Duration::from_millis(10));
    }
    let text = std::fs::read_to_string(&dump).unwrap();
    assert_bare(&text);
    assert!(text.contains("DISPLAY=:99"), "{text}");
}

/// The limit of a run is one of everything, also of a reader that does not read.
#[test]
fn a_reader_that_does_not_read_ends_with_the_limit() {
    let machine = Machine::with_files(&many_findings(2_000), "");
    let (reader, writer) = std::io::pipe().unwrap();
    let args = ["doctor", "--offline", "--all-profiles", "--format", "json", "--timeout", "4"];
    let limit = Duration::from_secs(60);
    program(&machine.home, &args).printing_to(writer).within(limit).run().status(3);
    drop(reader);
}

/// Profiles with one finding each, whose fix has a diff.
fn many_findings(profiles: usize) -> String {
    let profile =
        |number| format!("[profile p{number}]\nregion = \"us-east-1\"\noutput = json\n\n");
    (0..profiles).map(profile).collect()
}

/// The processor time that the program needs for the JSON of so many findings.
fn time_of_json(profiles: usize) -> Duration {
    let machine = Machine::with_files(&many_findings(profiles), "");
    let args = ["doctor", "--offline", "--all-profiles", "--format", "json"];
    let args = [&args[..], &["--only", "config-values"]].concat();
    // The shell says what its children needed; a busy computer changes only the time on the clock.
    let measured = ["/bin/sh", "-c", "\"$0\" \"$@\" > out.json; times >&2"];
    let outcome = machine.run(&args).through(&measured).run();
    let text = std::fs::read_to_string(machine.home.path().join("out.json")).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let checks = value["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == "config-values").unwrap();
    let findings = check["findings"].as_array().unwrap();
    assert_eq!(findings.len(), profiles);
    let diff = findings[profiles / 2]["remedies"][0]["diff"].as_str().unwrap();
    assert!(diff.contains("\n+region = us-east-1\n") && diff.lines().count() < 12, "{diff}");
    // `0m0.56s 0m0.02s`: user and system.
    let seconds = |text: &str| -> f64 {
        let (minutes, seconds) = text.trim_end_matches('s').split_once('m').unwrap();
        60.0 * minutes.parse::<f64>().unwrap() + seconds.parse::<f64>().unwrap()
    };
    let line = outcome.stderr.lines().last().unwrap();
    Duration::from_secs_f64(line.split_whitespace().map(seconds).sum())
}

/// The time of the JSON grows with the number of findings, not with its square.
#[test]
fn json_is_linear_in_the_number_of_findings() {
    let (small, large) = (time_of_json(300), time_of_json(2_400));
    // Eight times as many; the square would be sixty-four.
    assert!(large < 20 * small.max(Duration::from_millis(100)), "{small:?} and {large:?}");
}

/// Where the system gives no thread, a command that needs the network ends with an error.
#[cfg(target_os = "linux")]
#[test]
fn without_a_thread_there_is_an_error_and_no_hang() {
    let Some(strace) = strace() else { return };
    let machine = Machine::healthy();
    let refuse = "inject=clone,clone3,vfork,fork:error=EAGAIN";
    let launcher = [
        strace,
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=clone,clone3,vfork,fork",
        "-e",
        refuse,
    ];
    for args in [&["roles"][..], &["status", "--check"], &["doctor"], &["login", "--device-code"]] {
        let outcome = machine.run(args).through(&launcher).run();
        assert!(matches!(outcome.status, 1 | 3), "{args:?}: {outcome:?}");
        assert!(outcome.stderr.contains("could not start a thread"), "{args:?}: {outcome:?}");
    }
}

/// strace, or a visible skip (a failure in CI).
#[cfg(target_os = "linux")]
fn strace() -> Option<&'static str> {
    let found = ["/usr/bin/strace", "/bin/strace"].into_iter().find(|it| Path::new(it).exists());
    if found.is_none() {
        crate::common::python::skip("no strace (apt install strace)");
    }
    found
}

/// Between the last comparison of a file and the exchange nothing else happens: no sync, which may
/// take seconds, and no other file.
#[cfg(target_os = "linux")]
#[test]
fn nothing_is_synced_between_the_last_comparison_and_the_exchange() {
    let Some(strace) = strace() else { return };
    let config = format!("{}\n[profile other]\nregion = \"us-east-1\"\n", healthy_config(&["dev"]));
    let machine = Machine::with_files(&config, "");
    let log = machine.home.beside("trace").join("log");
    let calls = "trace=openat,fsync,fdatasync,sync_file_range,rename,renameat2,unlink,linkat,write";
    let launcher = [strace, "-f", "-qq", "-s", "4096", "-e", calls, "-o", log.to_str().unwrap()];
    let args = ["doctor", "--offline", "--profile", "dev", "--fix", "--yes"];
    machine.run(&args).through(&launcher).run();
    assert!(!machine.home.read_config().contains('"'));
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let path = format!("\"{}\"", machine.home.config().display());
    let is_exchange = |line: &&str| line.contains("renameat2(") && line.contains(&path);
    let at = lines.iter().position(is_exchange).expect("the file was exchanged");
    assert!(lines[at].contains("RENAME_EXCHANGE"), "{}", lines[at]);
    let thread = lines[at].split(' ').next().unwrap();
    let own = lines[..at].iter().rev().filter(|line| line.split(' ').next() == Some(thread));
    let between: Vec<&&str> =
        own.take_while(|line| !(line.contains("openat(") && line.contains(&path))).collect();
    assert!(between.is_empty(), "{between:#?}");
}
