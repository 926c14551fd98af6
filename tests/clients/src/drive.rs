//! Runs one client on one machine after another.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::client::{Client, Manner};
use crate::home::lay_out;
use crate::machine::Machine;
use crate::observed::{NO_REGION, Observed, Outcome};
use crate::stage::Stage;

/// Longer than any client takes that waits for nobody, on a machine with much other work too: the
/// AWS CDK CLI alone takes two minutes to start there.
const MAX_WAIT: Duration = Duration::from_secs(400);

/// Keep at most this many characters of what a client says.
const MAX_ERROR_CHARS: usize = 1600;

/// Where the clients and their drivers are.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Installed clients.
    pub clients: PathBuf,
    /// The drivers' sources.
    pub drivers: PathBuf,
}

impl Folders {
    /// A text of the list of clients with the folders filled in.
    fn fill_in(&self, text: &str) -> String {
        text.replace("{clients}", &self.clients.to_string_lossy())
            .replace("{drivers}", &self.drivers.to_string_lossy())
    }

    /// Whether every file that the client's command names is there.
    pub fn has(&self, client: &Client) -> bool {
        client
            .command
            .iter()
            .chain(client.environment.iter().map(|(_, value)| value))
            .map(|text| self.fill_in(text))
            // A class path has parts, whose `*` stands for the archives of a folder.
            .flat_map(|text| text.split(':').map(str::to_owned).collect::<Vec<_>>())
            .filter(|text| text.starts_with('/'))
            .all(|path| Path::new(path.trim_end_matches("/*")).exists())
    }
}

/// What a driver answers.
#[derive(Deserialize)]
struct Answer {
    region: Option<String>,
    error: Option<String>,
}

/// What a driver reads.
#[derive(Serialize)]
struct Question<'a> {
    env: &'a BTreeMap<String, String>,
    profile: Option<&'a str>,
}

/// One client on its own stage.
#[derive(Debug)]
pub struct Driver<'a> {
    client: &'a Client,
    folders: &'a Folders,
    stage: Stage,
    session: Option<Session>,
    fresh: bool,
}

#[derive(Debug)]
struct Session {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Driver<'a> {
    /// Opens a stage for this client. With `fresh`, every machine has a process of its own, even
    /// where one could serve them all.
    ///
    /// # Errors
    ///
    /// If the simulated services cannot be started.
    pub fn new(client: &'a Client, folders: &'a Folders, fresh: bool) -> io::Result<Driver<'a>> {
        Ok(Driver { client, folders, stage: Stage::open()?, session: None, fresh })
    }

    /// Runs the client on this machine; none if it cannot run there.
    ///
    /// # Errors
    ///
    /// If the machine cannot be laid out or the client cannot be started.
    pub fn observe(&mut self, machine: &Machine) -> io::Result<Option<Observed>> {
        if !self.client.can_run_on(machine) {
            return Ok(None);
        }
        let home = self.stage.next_home(self.client.caches_by_path);
        let mut environment = lay_out(machine, &home, &self.stage.simulator)?;
        environment.extend(self.stage.endpoint_variables(self.client.endpoints));
        for (name, value) in self.client.environment {
            let value = self.folders.fill_in(value);
            let value = value.replace("{endpoint}", &self.stage.simulator.url());
            environment.insert((*name).to_owned(), value);
        }
        let mark = self.stage.mark();
        let profile = machine.profile.as_deref();
        let answer = match self.client.manner {
            Manner::Session if !self.fresh && !self.client.is_alone_on(machine) => {
                self.ask_session(&environment, profile)?
            }
            Manner::Session | Manner::Once => {
                let said = self.run(&environment, &self.driver_arguments(profile))?;
                said.map(|said| {
                    serde_json::from_str(&said.output)
                        .unwrap_or_else(|_| Answer { region: None, error: Some(said.complaint()) })
                })
            }
            Manner::Program => {
                let said = self.run(&environment, &self.program_arguments(profile))?;
                said.map(|said| Answer {
                    region: None,
                    error: (!said.is_success).then(|| said.complaint()),
                })
            }
        };
        let signed = self.stage.signed_since(mark);
        let refused = self.stage.refused_since(mark);
        std::fs::remove_dir_all(&home)?;
        let outcome = match (&answer, &signed) {
            (_, Some(_)) => Outcome::Signed,
            (Some(_), None) => Outcome::Failed,
            (None, None) => Outcome::TimedOut,
        };
        let region = match (self.client.tells_region, &answer, &signed) {
            // A program does not say its region; the signature does, and without one it is that of
            // STS's global endpoint, which no machine names.
            (false, _, Some(signed)) => {
                let is_global = matches!(signed.region.as_str(), "us-east-1" | "aws-global");
                Some(if is_global { NO_REGION.to_owned() } else { signed.region.clone() })
            }
            (false, _, None) | (_, None, _) => None,
            (_, Some(answer), _) => {
                let is_known = answer.region.is_some() || outcome == Outcome::Signed;
                is_known.then(|| answer.region.clone().unwrap_or_else(|| NO_REGION.to_owned()))
            }
        };
        let error = match outcome {
            Outcome::Signed => None,
            Outcome::Failed => answer.and_then(|answer| answer.error),
            Outcome::TimedOut => Some("no answer in time".to_owned()),
        };
        let home = home.to_string_lossy();
        Ok(Some(Observed {
            machine: machine.id.clone(),
            client: self.client.id.to_owned(),
            version: self.client.version.to_owned(),
            outcome,
            who: signed.as_ref().map(|signed| signed.who.clone()),
            refused: refused.filter(|_| signed.is_none()).map(|operation| operation.to_string()),
            region,
            error: error.map(|text| shorten(&text.replace(&*home, "{home}"))),
        }))
    }

    fn driver_arguments(&self, profile: Option<&str>) -> Vec<String> {
        profile.map(|profile| vec!["once".to_owned(), profile.to_owned()]).unwrap_or_default()
    }

    fn program_arguments(&self, profile: Option<&str>) -> Vec<String> {
        match (profile, self.client.profile_argument) {
            (Some(profile), Some(argument)) => vec![argument.to_owned(), profile.to_owned()],
            _ => Vec::new(),
        }
    }

    /// The command with a clean environment and no input. The program itself is looked up in the
    /// PATH of this process.
    #[allow(clippy::disallowed_methods, reason = "a client of the matrix, on loopback")]
    fn command(&self, environment: &BTreeMap<String, String>) -> io::Result<Command> {
        let endpoint = self.stage.simulator.url();
        let mut words = self
            .client
            .command
            .iter()
            .map(|word| self.folders.fill_in(word).replace("{endpoint}", &endpoint));
        let program = words.next().ok_or_else(|| io::Error::other("no command"))?;
        let mut command = Command::new(program);
        command.args(words).env_clear().envs(environment).stdin(Stdio::null());
        Ok(command)
    }

    /// Runs a process to its end; none if that takes too long.
    fn run(
        &self,
        environment: &BTreeMap<String, String>,
        arguments: &[String],
    ) -> io::Result<Option<Said>> {
        let mut command = self.command(environment)?;
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let output = read_all(child.stdout.take());
        let errors = read_all(child.stderr.take());
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if begin.elapsed() > MAX_WAIT {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Ok(Some(Said {
            is_success: status.success(),
            output: output.recv().unwrap_or_default(),
            errors: errors.recv().unwrap_or_default(),
        }))
    }

    fn ask_session(
        &mut self,
        environment: &BTreeMap<String, String>,
        profile: Option<&str>,
    ) -> io::Result<Option<Answer>> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => self.start_session(environment)?,
        };
        let question = serde_json::to_string(&Question { env: environment, profile })?;
        writeln!(session.stdin, "{question}")?;
        session.stdin.flush()?;
        match session.lines.recv_timeout(MAX_WAIT) {
            Ok(line) => {
                let answer = serde_json::from_str(&line)?;
                self.session = Some(session);
                Ok(Some(answer))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                let error = format!("the driver of {} ended", self.client.id);
                Ok(Some(Answer { region: None, error: Some(error) }))
            }
        }
    }

    fn start_session(&self, environment: &BTreeMap<String, String>) -> io::Result<Session> {
        let mut command = self.command(environment)?;
        command.arg("session").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the driver has no pipes"));
        };
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                // A credential process may print to the terminal; only objects are answers.
                if line.starts_with('{') && sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Session { child, stdin, lines })
    }
}

/// What a process said.
struct Said {
    is_success: bool,
    output: String,
    errors: String,
}

impl Said {
    fn complaint(&self) -> String {
        let text = if self.errors.trim().is_empty() { &self.output } else { &self.errors };
        text.trim().to_owned()
    }
}

fn read_all(stream: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

fn shorten(text: &str) -> String {
    text.chars().take(MAX_ERROR_CHARS).collect()
}
