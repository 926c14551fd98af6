//! Keys for a program that reads them from its standard error's terminal by that terminal's name,
//! as less does (`ttyin.c`, `open_tty`, since release 580). Older releases read /dev/tty, where the
//! keys are in any case, so they are passed on only while a process has opened the pseudo-terminal.

use std::os::fd::{AsFd, OwnedFd};

use rustix::io::Errno;
use rustix::stdio::stderr;

/// Read this many keys at once.
const BUFFER_BYTES: usize = 256;

/// The processes that have opened the pseudo-terminal by its name.
pub(super) struct Readers {
    watch: OwnedFd,
    count: usize,
}

impl Readers {
    /// No process has opened it yet; `None` if the system does not tell when that happens.
    pub(super) fn watch_for(name: &std::ffi::CStr) -> Option<Self> {
        watch(name).ok().map(|watch| Self { watch, count: 0 })
    }

    /// What becomes readable when a process opens or closes it.
    pub(super) const fn watch(&self) -> &OwnedFd {
        &self.watch
    }

    /// Whether it is open by its name.
    pub(super) const fn is_any(&self) -> bool {
        self.count > 0
    }

    /// Counts who opened and closed it since the last look.
    pub(super) fn count_again(&mut self) {
        self.count = count_events(&self.watch, self.count);
    }
}

/// Passes on the keys that were typed into our terminal; false at its end.
pub(super) fn pass_on_keys(pseudo_terminal: impl AsFd) -> bool {
    let mut keys = [0; BUFFER_BYTES];
    match rustix::io::read(stderr(), &mut keys) {
        Ok(0) => false,
        Ok(count) => {
            let mut keys = &keys[..count];
            while !keys.is_empty() {
                match rustix::io::write(&pseudo_terminal, keys) {
                    Ok(count) => keys = &keys[count..],
                    Err(Errno::INTR) => {}
                    Err(_) => return false,
                }
            }
            true
        }
        Err(Errno::INTR | Errno::AGAIN) => true,
        // Ours is open for writing only, or gone.
        Err(_) => false,
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn watch(name: &std::ffi::CStr) -> rustix::io::Result<OwnedFd> {
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    let watch = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
    add_watch(&watch, name, WatchFlags::OPEN | WatchFlags::CLOSE_NOWRITE)?;
    Ok(watch)
}

/// A program that only reads keys opens it for reading, which is how its close is told from those
/// of the programs that print to it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn count_events(watch: &OwnedFd, mut count: usize) -> usize {
    use rustix::fs::inotify::{ReadFlags, Reader};
    let mut buffer = [std::mem::MaybeUninit::uninit(); 512];
    let mut events = Reader::new(watch, &mut buffer);
    while let Ok(event) = events.next() {
        if event.events().contains(ReadFlags::OPEN) {
            count += 1;
        } else if event.events().contains(ReadFlags::CLOSE_NOWRITE) {
            count = count.saturating_sub(1);
        }
    }
    count
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn watch(_name: &std::ffi::CStr) -> rustix::io::Result<OwnedFd> {
    Err(Errno::NOSYS)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
const fn count_events(_watch: &OwnedFd, count: usize) -> usize {
    count
}
