//! A machine for one test.

use std::path::{Path, PathBuf};

use machine::change::{Change, Committed, NewState, commit};
use machine::undo::{self, Preview, Run, UndoError, Undone};
use machine::{Clock, System};

/// The usual time on a machine.
const NOW: &str = "2026-05-04T12:00:00Z";

/// A temporary home, and its machine.
pub struct Home {
    pub folder: tempfile::TempDir,
    pub system: System,
}

impl Home {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let system = Self::system_in(folder.path(), variables);
        Self { folder, system }
    }

    pub fn system_in(folder: &Path, variables: &[(&str, &str)]) -> System {
        let mut all = vec![("HOME".into(), folder.as_os_str().to_owned())];
        all.extend(variables.iter().map(|(name, value)| (name.into(), value.into())));
        System::new(all).with_clock(Clock::Fixed(NOW.parse().unwrap()))
    }

    /// Another run of the program, so many days after the usual time.
    pub fn start_run(&mut self, days: usize) {
        let hours = 24 * i64::try_from(days).unwrap();
        let time =
            NOW.parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_hours(hours);
        self.system = Self::system_in(self.folder.path(), &[]).with_clock(Clock::Fixed(time));
    }

    /// The same home in the next run of the program.
    pub fn run_again(&mut self) {
        self.system = Self::system_in(self.folder.path(), &[]);
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.path(".aws/config")
    }

    pub fn state(&self) -> PathBuf {
        self.system.state_folder().unwrap()
    }

    /// Writes a file there, as another program would.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Changes a file through the guarded write, with its current content as the expected content.
    pub fn change(&self, path: &Path, bytes: &[u8]) -> Committed {
        commit(&self.system, "a change", vec![write(path, std::fs::read(path).ok(), bytes)], false)
            .unwrap()
    }

    /// Undoes the newest run that can be undone; called again, the one before.
    pub fn undo(&self) -> Result<Undone, UndoError> {
        undo::undo_run(&self.system, &self.newest_run()?)
    }

    /// What [`Home::undo`] would do.
    pub fn preview_undo(&self) -> Result<Preview, UndoError> {
        undo::preview_of_undo(&self.system, &self.newest_run()?)
    }

    fn newest_run(&self) -> Result<Run, UndoError> {
        let mut runs = undo::runs(&self.system)?.into_iter();
        runs.find(|run| !run.is_undone()).ok_or(UndoError::NothingToUndo)
    }
}

pub fn write(path: &Path, expected: Option<Vec<u8>>, bytes: &[u8]) -> Change {
    Change { path: path.to_owned(), expected, new: NewState::Write(bytes.to_vec()) }
}

pub fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// The content of a folder and its subfolders, by path.
pub fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        found.push(entry.path());
        if entry.file_type().unwrap().is_dir() {
            found.extend(everything(&entry.path()));
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
