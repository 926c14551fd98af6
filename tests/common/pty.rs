//! The built program in a real terminal, and the screen that it shows.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The longest time to wait for a screen.
const PATIENCE: Duration = Duration::from_secs(40);

pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";
pub const ESC: &str = "\x1b";
pub const CTRL_C: &str = "\x03";
pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";

struct Seen {
    screen: vt100::Parser,
    /// All output so far, without escape codes.
    text: String,
    raw: Vec<u8>,
}

/// The program in a terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    seen: Arc<Mutex<Seen>>,
    reader: Option<std::thread::JoinHandle<()>>,
    // Closing it would close the terminal.
    master: Box<dyn MasterPty + Send>,
    /// The position in `text` up to which the test has read.
    position: usize,
}

impl Pty {
    /// Starts the built program with only these variables and TERM.
    pub fn start(args: &[&str], variables: &[(String, String)], columns: u16, rows: u16) -> Self {
        Self::start_below("", args, variables, columns, rows)
    }

    /// Starts it in a terminal that shows this already, such as the line of the shell.
    pub fn start_below(
        shown: &str,
        args: &[&str],
        variables: &[(String, String)],
        columns: u16,
        rows: u16,
    ) -> Self {
        let program = env!("CARGO_BIN_EXE_aws-onboard");
        Self::start_in(shown, program, args, variables, [columns, rows])
    }

    /// Starts another program, such as a shell.
    pub fn start_program(
        program: &str,
        args: &[&str],
        variables: &[(String, String)],
        columns: u16,
        rows: u16,
    ) -> Self {
        Self::start_in("", program, args, variables, [columns, rows])
    }

    fn start_in(
        shown: &str,
        program: &str,
        args: &[&str],
        variables: &[(String, String)],
        [columns, rows]: [u16; 2],
    ) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.args(args);
        command.env("TERM", "xterm-256color");
        for (name, value) in variables {
            command.env(name, value);
            if name == "HOME" {
                command.cwd(value);
            }
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let mut screen =
            vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        screen.process(shown.as_bytes());
        let seen = Arc::new(Mutex::new(Seen { screen, text: String::new(), raw: Vec::new() }));
        let reader =
            read(pair.master.try_clone_reader().unwrap(), Arc::clone(&seen), Arc::clone(&writer));
        Self { child, writer, seen, reader: Some(reader), master: pair.master, position: 0 }
    }

    /// Waits until `text` is printed after the text of the previous wait, wherever its lines end:
    /// they end at a space in a narrow window.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let end = find_words(&self.seen.lock().unwrap().text[self.position..], text);
            if let Some(end) = end {
                self.position += end;
                return self;
            }
            assert!(
                Instant::now() < deadline,
                "{text:?} was never shown; the screen is\n{}\n\nand everything so far\n{}",
                self.screen(),
                self.transcript()
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// Waits until the current screen contains `text`.
    #[track_caller]
    pub fn wait_for_screen(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !self.screen().contains(text) {
            assert!(Instant::now() < deadline, "{text:?} is not on the screen:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(15));
        }
        self
    }

    /// Types a text, waits until a list has it at its pointer, and takes it.
    #[track_caller]
    pub fn choose(&mut self, text: &str) -> &mut Self {
        self.send(text).wait_for_screen(&format!("> {text}")).send(ENTER)
    }

    /// Moves the cursor of a list down until this row, with its pointer, is on the screen, and takes
    /// it.
    #[track_caller]
    pub fn pick(&mut self, row: &str) -> &mut Self {
        for _ in 0..40 {
            let before = self.screen();
            if before.contains(row) {
                return self.send(ENTER);
            }
            self.send(DOWN);
            let deadline = Instant::now() + PATIENCE;
            // A frame that is half drawn has no row marked, or two.
            while !has_moved_on(&before, &self.screen()) {
                assert!(Instant::now() < deadline, "nothing moves on\n{before}");
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        panic!("{row:?} is not in the list:\n{}", self.screen());
    }

    /// Types.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        let mut writer = self.writer.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
        drop(writer);
        self
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.master
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .unwrap();
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = self.child.process_id().unwrap().try_into().unwrap();
        let pid = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// The current screen.
    pub fn screen(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let contents = seen.screen.screen().contents();
        contents.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// Reads the cells of the current screen.
    pub fn read_screen<T>(&self, read: impl FnOnce(&vt100::Screen) -> T) -> T {
        read(self.seen.lock().unwrap().screen.screen())
    }

    /// Whether the program has exited.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// All output without escape codes; text that was drawn twice appears twice.
    pub fn transcript(&self) -> String {
        self.seen.lock().unwrap().text.clone()
    }

    /// The raw output.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.lock().unwrap().raw.clone()
    }

    /// Waits for the program to exit with this status.
    #[track_caller]
    pub fn exits_with(&mut self, status: u32) {
        assert_eq!(self.end(), status, "{}", self.transcript());
    }

    /// Waits for the program to exit, and returns its exit status.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                if let Some(reader) = self.reader.take() {
                    // The thread ends when all is read and nobody has the terminal open anymore.
                    let until = Instant::now() + PATIENCE;
                    while !reader.is_finished() {
                        let waits = Instant::now() < until;
                        assert!(waits, "a program that was started has the terminal open");
                        std::thread::sleep(Duration::from_millis(5));
                    }
                }
                assert!(!self.transcript().contains("a defect in"), "{}", self.transcript());
                return status.exit_code();
            }
            if Instant::now() > deadline {
                let _ = self.child.kill();
                panic!("it did not end; everything so far\n{}", self.transcript());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn read(
    mut reader: Box<dyn Read + Send>,
    seen: Arc<Mutex<Seen>>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut strip = anstream::adapter::StripBytes::new();
        let mut pending: Vec<u8> = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let n = match reader.read(&mut buffer) {
                Ok(n @ 1..) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Ok(_) | Err(_) => break,
            };
            let bytes = &buffer[..n];
            let position = {
                let mut seen = seen.lock().unwrap();
                seen.screen.process(bytes);
                seen.raw.extend_from_slice(bytes);
                for part in strip.strip_next(bytes) {
                    pending.extend_from_slice(part);
                }
                // A character may be split between two reads.
                let whole = match std::str::from_utf8(&pending) {
                    Ok(_) => pending.len(),
                    Err(error) => error.valid_up_to(),
                };
                let text = String::from_utf8(pending.drain(..whole).collect()).unwrap();
                seen.text.push_str(&text.replace('\r', ""));
                seen.screen.screen().cursor_position()
            };
            // A terminal replies when a program asks for its cursor position.
            if bytes.windows(4).any(|window| window == b"\x1b[6n") {
                let answer = format!("\x1b[{};{}R", position.0 + 1, position.1 + 1);
                let _ = writer.lock().unwrap().write_all(answer.as_bytes());
            }
        }
    })
}

/// Whether another row is marked, and one only.
fn has_moved_on(before: &str, now: &str) -> bool {
    let marked = |screen: &str| -> Vec<String> {
        screen.lines().filter(|line| line.starts_with("> ")).map(str::to_owned).collect()
    };
    let (before, now) = (marked(before), marked(now));
    before.len() == now.len() && before.last() != now.last()
}

/// Where the first occurrence of `words` ends, with any white space between them.
fn find_words(text: &str, words: &str) -> Option<usize> {
    let mut plain = String::with_capacity(text.len());
    // The end in the text of each byte of `plain`.
    let mut ends: Vec<usize> = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if !c.is_whitespace() {
            plain.push(c);
            ends.resize(plain.len(), end);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
            ends.push(end);
        }
    }
    let mut wanted = String::new();
    for c in words.chars() {
        if !c.is_whitespace() {
            wanted.push(c);
        } else if !wanted.ends_with(' ') {
            wanted.push(' ');
        }
    }
    let at = plain.find(&wanted)?;
    ends.get((at + wanted.len()).checked_sub(1)?).copied()
}
