//! The moving pictures in the README: the built program in a real terminal, against the simulator.
//! Each is recorded again and compared, so that it stays true. `SNAPSHOTS=overwrite cargo test
//! --test it recording` writes them; look at both before committing them.

mod frame;
mod svg;

use std::path::Path;
use std::time::{Duration, Instant};

use identity_center_sim::{RealNames, World};

use self::frame::Frame;
use crate::common::machine::one_role;
use crate::common::pty::ENTER;
use crate::common::{Home, Machine, Pty};

const COLUMNS: u16 = 80;
/// The longest time to wait for the next question.
const PATIENCE: Duration = Duration::from_secs(40);
/// A larger picture would be slow to load.
const MAX_BYTES: usize = 150_000;

/// How long a frame is shown, in milliseconds.
const TYPING: u32 = 130;
const READING: u32 = 3200;
const READING_MUCH: u32 = 5500;
const END: u32 = 7000;

/// A computer that reaches AWS under its own names, on loopback.
struct Stage {
    machine: Machine,
    _aws: RealNames,
    variables: Vec<(String, String)>,
}

impl Stage {
    fn new(home: Home, world: World) -> Self {
        let machine = Machine::new(home, world);
        let (aws, variables) = machine.real_names();
        Self { machine, _aws: aws, variables }
    }
}

/// A recording in progress.
struct Recording<'a> {
    stage: &'a Stage,
    terminal: Pty,
    /// The codes of its sign-ins.
    codes: Vec<String>,
    /// Each with the milliseconds that it is shown.
    frames: Vec<(Frame, u32)>,
}

/// What the program does next.
enum Next {
    /// It asks this.
    Question(String),
    /// It waits for the sign-in in the browser.
    Browser,
    Ended,
}

impl<'a> Recording<'a> {
    fn start(stage: &'a Stage, command: &[&str], rows: u16) -> Self {
        let line = format!("\x1b[2m$\x1b[0m aws-onboard {}\r\n", command.join(" "));
        let terminal = Pty::start_below(&line, command, &stage.variables, COLUMNS, rows);
        Self { stage, terminal, codes: Vec::new(), frames: Vec::new() }
    }

    /// What the program does next, once it is drawn.
    fn next(&mut self) -> Next {
        let deadline = Instant::now() + PATIENCE;
        let mut before = Vec::new();
        loop {
            if self.terminal.has_ended() {
                self.terminal.end();
                return Next::Ended;
            }
            let (lines, row) = self.lines_and_cursor();
            // A list is drawn in pieces.
            let is_drawn = lines == before;
            if let Some(question) = question_of(&lines, row).filter(|_| is_drawn) {
                return Next::Question(question);
            }
            if lines.iter().any(|line| line.contains("waiting for you in the browser")) {
                return Next::Browser;
            }
            assert!(Instant::now() < deadline, "nothing is asked: {lines:#?}");
            before = lines;
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// The lines of the screen and the row of the cursor, at one moment.
    fn lines_and_cursor(&self) -> (Vec<String>, usize) {
        self.terminal.read_screen(|screen| {
            let lines = screen.contents().lines().map(|line| line.trim_end().to_owned()).collect();
            (lines, usize::from(screen.cursor_position().0))
        })
    }

    /// Waits until a field shows this, with the hint below it drawn again.
    fn wait_until_typed(&self, typed: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (lines, row) = self.lines_and_cursor();
            if question_of(&lines, row).is_some() && lines[row].ends_with(typed) {
                return;
            }
            assert!(Instant::now() < deadline, "{typed:?} is not typed: {lines:#?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn show(&mut self, milliseconds: u32) {
        let frame = self.terminal.read_screen(|screen| Frame::read(screen, &self.codes));
        self.frames.push((frame, milliseconds));
    }

    /// Answers a question: types, and presses Enter.
    fn answer(&mut self, question: &str, text: &str) {
        let letters: Vec<char> = text.chars().collect();
        let mut typed = String::new();
        for part in letters.chunks(3) {
            let part: String = part.iter().collect();
            self.terminal.send(&part);
            typed.push_str(&part);
            self.wait_until_typed(&typed);
            self.show(if typed == text { READING / 3 } else { TYPING });
        }
        self.terminal.send(ENTER);
        self.terminal.wait_for(&format!("> {question}"));
    }

    /// Confirms the sign-in in the browser.
    fn approve(&mut self) {
        self.stage.machine.approve_next();
        self.terminal.wait_for("signed in");
    }

    /// Answers each question by the first of these whose words it contains, otherwise with Enter.
    fn play(mut self, answers: &[(&str, &str)]) -> Vec<(Frame, u32)> {
        loop {
            match self.next() {
                Next::Question(question) => {
                    self.show(READING);
                    let known = answers.iter().find(|(words, _)| question.contains(words));
                    self.answer(&question, known.map_or("", |(_, text)| text));
                }
                Next::Browser => {
                    self.codes.push(self.stage.machine.next_code());
                    self.show(READING);
                    self.approve();
                }
                Next::Ended => {
                    self.show(END);
                    return self.frames;
                }
            }
            assert!(self.frames.len() < 80, "it never ends: {}", self.terminal.transcript());
        }
    }
}

/// The question of a prompt, with what is below it.
fn question_of(lines: &[String], row: usize) -> Option<String> {
    let at = |row: usize| lines.get(row).map_or("", String::as_str);
    let is_field = at(row).starts_with("  >") && row > 0;
    let last = lines.iter().rposition(|line| line.starts_with("? "))?;
    let asked = if is_field { row - 1 } else { last };
    let question = at(asked).strip_prefix("? ")?;
    let is_drawn = match is_field {
        true => !at(row + 1).is_empty(),
        false => lines.iter().skip(last + 1).any(|line| line.starts_with("> ")),
    };
    is_drawn.then(|| question.trim_end().to_owned())
}

fn assert_is_true(name: &str, title: &str, frames: &[(Frame, u32)]) {
    let text = svg::write(title, frames);
    assert!(text.len() < MAX_BYTES, "{name} has {} bytes", text.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/img").join(name);
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(
        snapbox::Data::text(text),
        snapbox::Data::read_from(&path, Some(snapbox::data::DataFormat::Text)).raw(),
    );
}

#[test]
fn the_recording_of_setup_is_true() {
    let stage = Stage::new(Home::with_aws(), one_role());
    let recording = Recording::start(&stage, &["setup"], 30);
    let frames = recording.play(&[("start URL", "lab-portal.awsapps.com")]);
    let last = frames.last().unwrap().0.text();
    assert!(last.contains("works: account 111122223333"), "{last}");
    let title = "aws-onboard setup: one address, one sign-in, and a profile that works";
    assert_is_true("setup.svg", title, &frames);
}

/// A profile that names a session with a typing mistake, and nobody is signed in.
const BROKEN: &str = "\
[sso-session lab]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = labs
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
";

#[test]
fn the_recording_of_doctor_is_true() {
    let stage = Stage::new(Home::with_files(BROKEN, ""), one_role());
    let recording = Recording::start(&stage, &["doctor"], 34);
    let mut frames = recording.play(&[]);
    // There is more to read on the first screen.
    frames[0].1 = READING_MUCH;
    let last = frames.last().unwrap().0.text();
    assert!(last.contains("Ready: dev is"), "{last}");
    let title = "aws-onboard doctor: it names the line that is wrong, fixes it, and signs in";
    assert_is_true("doctor.svg", title, &frames);
}
