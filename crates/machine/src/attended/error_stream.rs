//! The program's standard error: a pseudo-terminal where ours is a terminal, otherwise a pipe.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::process::Stdio;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{Errno, FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::stdio::stderr;
use rustix::termios::{isatty, tcgetwinsize, tcsetwinsize};

use super::keys::{Readers, pass_on_keys};
use super::modes::Terminal;
use super::tail::Tail;

/// Read this much at once.
const BUFFER_BYTES: usize = 16 << 10;

/// Our end of the program's standard error.
pub(super) struct ErrorStream {
    reader: Option<File>,
    /// The program's end of a pseudo-terminal: while it is open here, no system drops what the
    /// program printed last.
    terminal: Option<Terminal>,
    tail: Tail,
    buffer: Box<[u8; BUFFER_BYTES]>,
}

/// Whether a read may be followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// There was something.
    More,
    /// All writers closed it, or we did because ours has no reader.
    End,
}

impl ErrorStream {
    /// A stream, and the program's end of it.
    ///
    /// # Errors
    /// The system has no pseudo-terminal and no pipe left.
    pub(super) fn open() -> io::Result<(Self, Stdio)> {
        if isatty(stderr())
            && let Ok((reader, terminal)) = open_terminal()
        {
            let theirs = terminal.theirs().try_clone()?;
            return Ok((Self::new(Some(reader.into()), Some(terminal)), theirs.into()));
        }
        let (reader, writer) = io::pipe()?;
        Ok((Self::new(Some(OwnedFd::from(reader).into()), None), writer.into()))
    }

    /// No stream: the program has our standard error.
    pub(super) fn hand_through() -> (Self, Stdio) {
        (Self::new(None, None), Stdio::inherit())
    }

    fn new(reader: Option<File>, terminal: Option<Terminal>) -> Self {
        let buffer = Box::new([0; BUFFER_BYTES]);
        Self { reader, terminal, tail: Tail::default(), buffer }
    }

    /// What to wait for; nothing after the end.
    pub(super) fn reader(&self) -> Option<&File> {
        self.reader.as_ref()
    }

    /// Prints and keeps what is there. Only after it is ready: it may wait for more otherwise.
    pub(super) fn pass_on(&mut self) -> After {
        let Some(reader) = &mut self.reader else { return After::End };
        let count = loop {
            match reader.read(&mut self.buffer[..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A pseudo-terminal without a program reports an error (EIO) as its end.
                Ok(0) | Err(_) => {
                    self.reader = None;
                    return After::End;
                }
                Ok(count) => break count,
            }
        };
        let bytes = &self.buffer[..count];
        self.tail.push(bytes);
        let is_written = if self.terminal.as_ref().is_some_and(Terminal::adds_returns) {
            write_to_stderr(&without_added_returns(bytes))
        } else {
            write_to_stderr(bytes)
        };
        if is_written.is_err() {
            // Ours has no reader, which the program learns as it would have without us.
            self.reader = None;
            return After::End;
        }
        After::More
    }

    /// Prints and keeps everything until there is nothing new for this long.
    pub(super) fn drain(&mut self, patience: Duration) -> After {
        while let Some(reader) = &self.reader {
            if !is_ready(reader, patience) {
                return After::More;
            }
            self.pass_on();
        }
        After::End
    }

    /// Prints what the program left, after it has ended; the reader, if other programs still have
    /// the stream open.
    pub(super) fn finish(mut self, patience: Duration) -> (Vec<u8>, Option<OwnedFd>) {
        self.drain(Duration::ZERO);
        drop(self.terminal.take());
        self.drain(patience);
        (self.tail.into_bytes(), self.reader.map(OwnedFd::from))
    }

    /// The program's pseudo-terminal, if it has one.
    pub(super) fn terminal(&mut self) -> Option<&mut Terminal> {
        self.terminal.as_mut()
    }

    /// Passes on the keys that were typed, to the process that reads them from the pseudo-terminal.
    pub(super) fn pass_on_keys(&mut self) {
        let is_passed = self.reader.as_ref().is_some_and(pass_on_keys);
        if !is_passed && let Some(terminal) = &mut self.terminal {
            terminal.readers = None;
        }
    }

    /// Whether someone reads keys from the pseudo-terminal now.
    pub(super) fn wants_keys(&self) -> bool {
        self.terminal.as_ref().is_some_and(|terminal| {
            terminal.takes_single_keys() && terminal.readers.as_ref().is_some_and(Readers::is_any)
        })
    }

    /// Looks at the modes and the readers again, where they may have changed.
    pub(super) fn attend_terminal(&mut self, has_modes: bool, has_readers: bool) {
        let Some(terminal) = &mut self.terminal else { return };
        if has_modes {
            terminal.pass_on_changes();
        }
        if let Some(readers) = terminal.readers.as_mut().filter(|_| has_readers) {
            readers.count_again();
        }
    }

    /// Who reads keys from the pseudo-terminal, if that is possible.
    pub(super) fn readers(&self) -> Option<&Readers> {
        self.terminal.as_ref()?.readers.as_ref()
    }

    /// What becomes readable when the program changes the modes of its pseudo-terminal.
    pub(super) fn mode_changes(&self) -> Option<&OwnedFd> {
        self.terminal.as_ref().and_then(Terminal::changes)
    }

    /// Whether the modes must be looked at from time to time, because nothing tells their changes.
    pub(super) fn must_look_at_modes(&self) -> bool {
        self.terminal.as_ref().is_some_and(|terminal| terminal.changes().is_none())
    }

    /// Gives the pseudo-terminal the size of ours; whether it had another.
    pub(super) fn resize(&self) -> bool {
        let (Some(terminal), Ok(size)) = (&self.terminal, tcgetwinsize(stderr())) else {
            return false;
        };
        let terminal = terminal.theirs();
        let is_other = tcgetwinsize(terminal)
            .is_ok_and(|old| (old.ws_row, old.ws_col) != (size.ws_row, size.ws_col));
        is_other && tcsetwinsize(terminal, size).is_ok()
    }
}

/// A pseudo-terminal with the size and the modes of ours: our end and the program's.
fn open_terminal() -> rustix::io::Result<(OwnedFd, Terminal)> {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    // Not every system can do this while it opens.
    fcntl_setfd(&ours, FdFlags::CLOEXEC)?;
    grantpt(&ours)?;
    unlockpt(&ours)?;
    let name = ptsname(&ours, Vec::new())?;
    // Keys reach only who opens it by its name, so a program that reads its standard error itself
    // gets an error at once instead of waiting forever.
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
    let theirs = open(name.as_c_str(), flags, Mode::empty())?;
    let readers = Readers::watch_for(&name);
    if let Ok(size) = tcgetwinsize(stderr()) {
        tcsetwinsize(&theirs, size)?;
    }
    Ok((ours, Terminal::new(theirs, readers)?))
}

/// Removes the carriage returns that the pseudo-terminal put before line feeds: the terminal behind
/// ours adds them.
fn without_added_returns(bytes: &[u8]) -> Vec<u8> {
    let is_added = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(|at| !is_added(*at)).map(|at| bytes[at]).collect()
}

/// Waits until there is something to read, or the end, for at most this long.
pub(super) fn is_ready(reader: impl AsFd, patience: Duration) -> bool {
    let limit = Timespec {
        tv_sec: patience.as_secs().try_into().unwrap_or(0),
        tv_nsec: patience.subsec_nanos().into(),
    };
    loop {
        let mut waited = [PollFd::new(&reader, PollFlags::IN)];
        match poll(&mut waited, Some(&limit)) {
            Err(Errno::INTR) => {}
            answer => return answer.is_ok_and(|count| count > 0),
        }
    }
}

/// Writes all bytes, also where another program has made our standard error non-blocking.
pub(super) fn write_to_stderr(mut bytes: &[u8]) -> rustix::io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stderr(), bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let _ = poll(&mut [PollFd::new(&stderr(), PollFlags::OUT)], None);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::without_added_returns;

    #[test]
    fn one_return_before_each_line_feed_was_added() {
        for (passed, printed) in [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\r\r\n", "a\r\n"),
            ("50 %\r51 %\r", "50 %\r51 %\r"),
            ("\n", "\n"),
        ] {
            assert_eq!(without_added_returns(passed.as_bytes()), printed.as_bytes());
        }
    }
}
