//! Runs the built program without a terminal, in an environment that the test fully controls.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Home;

/// The default time limit; a test that must be fast sets its own.
const LIMIT: Duration = Duration::from_secs(90);

/// A run that has not started yet.
pub struct Program {
    command: Command,
    /// Where standard output goes instead of into the result.
    output: Option<Stdio>,
    limit: Duration,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The exit status; 128 or more if a signal ended the program.
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
    /// The peak memory in KiB, as far as it was measured; 0 without /proc.
    pub peak: u64,
}

/// The built program with HOME and PATH of this home and no other variables.
pub fn program(home: &Home, args: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aws-onboard"));
    command
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", home.bin())
        .env("TERM", "xterm-256color")
        // The computer that runs the tests may be an EC2 instance.
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .current_dir(home.path())
        .stdin(Stdio::null());
    Program { command, output: None, limit: LIMIT }
}

impl Program {
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn envs(mut self, variables: Vec<(String, String)>) -> Self {
        self.command.envs(variables);
        self
    }

    /// Runs it in this folder instead of the home.
    pub fn in_folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sends standard output there instead of into the result.
    pub fn printing_to(mut self, output: impl Into<Stdio>) -> Self {
        self.output = Some(output.into());
        self
    }

    /// Sets the time limit.
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The same run through another program, such as `setpriv`, with the original command as its
    /// last arguments.
    pub fn through(mut self, launcher: &[&str]) -> Self {
        let mut command = Command::new(launcher[0]);
        command
            .args(&launcher[1..])
            .arg(self.command.get_program())
            .args(self.command.get_args())
            .env_clear()
            .stdin(Stdio::null());
        let variables: Vec<(OsString, OsString)> = self
            .command
            .get_envs()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        command.envs(variables);
        command.current_dir(self.command.get_current_dir().unwrap_or_else(|| Path::new("/")));
        self.command = command;
        self
    }

    /// Starts the program and returns while it runs.
    pub fn start(mut self) -> Running {
        let started = Instant::now();
        let output = self.output.take().unwrap_or_else(Stdio::piped);
        let mut child = self.command.stdout(output).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = match child.stdout.take() {
            Some(stdout) => drain(stdout),
            None => drain(std::io::empty()),
        };
        let stderr = drain(child.stderr.take().unwrap());
        Running { child, stdout, stderr, started, limit: self.limit }
    }

    /// Runs the program until it exits.
    pub fn run(self) -> Outcome {
        self.start().wait()
    }
}

type Drained = (std::sync::Arc<std::sync::Mutex<Vec<u8>>>, std::thread::JoinHandle<()>);

/// A run in progress.
pub struct Running {
    child: std::process::Child,
    stdout: Drained,
    stderr: Drained,
    started: Instant,
    limit: Duration,
}

impl Running {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends the program a signal, unless it has exited.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.id().try_into().unwrap()).unwrap();
        let _ = rustix::process::kill_process(pid, signal);
    }

    /// The standard error output so far.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.stderr.0.lock().unwrap()).into_owned()
    }

    /// Waits until standard error contains this text.
    pub fn wait_for(&self, text: &str) {
        while !self.said().contains(text) {
            assert!(
                self.started.elapsed() < self.limit,
                "it never said {text:?}:\n{}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Waits for the program to exit with any status.
    pub fn end(mut self) {
        self.child.wait().unwrap();
    }

    pub fn wait(mut self) -> Outcome {
        let mut peak = 0;
        let status = loop {
            peak = peak.max(peak_of(self.child.id()));
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if self.started.elapsed() > self.limit {
                let _ = self.child.kill();
                let _ = self.child.wait();
                panic!("it did not end within {:?}; it had said:\n{}", self.limit, self.said());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let took = self.started.elapsed();
        let text = |(bytes, thread): Drained| {
            thread.join().unwrap();
            String::from_utf8(bytes.lock().unwrap().clone()).expect("it prints UTF-8")
        };
        let outcome = Outcome {
            status: status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default()),
            stdout: text(self.stdout),
            stderr: text(self.stderr),
            took,
            peak,
        };
        // A crash of the program fails every test.
        assert_ne!(outcome.status, 70, "a defect: {outcome:?}");
        assert!(outcome.status < 128 || matches!(outcome.status, 130 | 255), "{outcome:?}");
        assert!(!outcome.stderr.contains("a defect in"), "{outcome:?}");
        outcome
    }
}

/// The text with its words on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The peak memory of a running process, in KiB.
fn peak_of(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

fn drain(mut stream: impl Read + Send + 'static) -> Drained {
    let bytes = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let shared = std::sync::Arc::clone(&bytes);
    let thread = std::thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(n @ 1..) = stream.read(&mut buffer) {
            shared.lock().unwrap().extend_from_slice(&buffer[..n]);
        }
    });
    (bytes, thread)
}

impl Outcome {
    /// Asserts the exit status.
    #[track_caller]
    pub fn status(self, expected: i32) -> Self {
        assert_eq!(self.status, expected, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output followed by standard error.
    pub fn both(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Asserts that standard output contains these texts, wherever its lines end.
    #[track_caller]
    pub fn shows(&self, texts: &[&str]) {
        let all = one_line(&self.stdout);
        for text in texts {
            assert!(all.contains(text), "{text:?} is not in:\n{}", self.both());
        }
    }

    /// Asserts that standard output contains none of these texts.
    #[track_caller]
    pub fn shows_not(&self, texts: &[&str]) {
        let all = one_line(&self.stdout);
        for text in texts {
            assert!(!all.contains(text), "{text:?} is in:\n{}", self.stdout);
        }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }

    /// The entry of a check in `doctor --format json`.
    #[track_caller]
    pub fn check(&self, id: &str) -> Value {
        let whole = self.json();
        let checks = whole["checks"].as_array().unwrap();
        checks
            .iter()
            .find(|check| check["id"] == id)
            .unwrap_or_else(|| panic!("there is no {id} in {whole:#}"))
            .clone()
    }

    /// The outcome of a check in `doctor --format json`: `passed`, `found`, `skipped`, `unknown`.
    #[track_caller]
    pub fn outcome_of(&self, id: &str) -> String {
        self.check(id)["outcome"].as_str().unwrap().to_owned()
    }
}
