//! A Python process that has imported botocore and handles each request in its own fork.
//!
//! Importing botocore takes longer than a whole request, and a fork starts from the same fresh
//! import as a new interpreter, with its own environment and session.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock};

use serde_json::{Value, json};

const SERVER: &str = include_str!("botocore_server.py");

/// Run this many interpreters, so that tests on two cores do not wait for each other.
const MAX_SERVERS: usize = 2;

struct Server {
    // The interpreter exits when its standard input closes, which happens when this process exits.
    _child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Server {
    fn start(python: &Path) -> Self {
        let mut child = Command::new(python)
            .env_clear()
            .current_dir("/")
            // botocore expands `~/.aws/sso/cache` when it is imported (tokens.py, credentials.py),
            // so it is relative to the folder of each request, which is its home.
            .env("HOME", ".")
            .args(["-c", SERVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let questions = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { _child: child, questions, answers }
    }

    fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.questions, "{question}").unwrap();
        self.questions.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    }
}

/// Calls `GetCallerIdentity` as this profile, in the environment and folder of this command.
#[track_caller]
pub fn ask_caller_identity(command: &Command, profile: &str) -> Value {
    let environment: BTreeMap<_, _> = command
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)))
        .collect();
    let question = json!({
        "profile": profile,
        "folder": command.get_current_dir().and_then(Path::to_str),
        "environment": environment,
    });
    let answer = lock_server(&PathBuf::from(command.get_program())).ask(&question);
    assert_eq!(answer["error"], Value::Null, "{}", answer["error"].as_str().unwrap_or_default());
    answer["answer"].clone()
}

fn lock_server(python: &Path) -> MutexGuard<'static, Server> {
    static SERVERS: [OnceLock<Mutex<Server>>; MAX_SERVERS] =
        [const { OnceLock::new() }; MAX_SERVERS];
    let started = |slot: &'static OnceLock<Mutex<Server>>| {
        slot.get_or_init(|| Mutex::new(Server::start(python)))
    };
    for slot in &SERVERS {
        if let Ok(server) = started(slot).try_lock() {
            return server;
        }
    }
    started(&SERVERS[0]).lock().unwrap()
}
