//! The backup folder: the exact old bytes of every changed file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::write;

use super::error::JournalError;

/// Why a backup could not be written.
pub(crate) struct BackupError {
    pub(crate) path: PathBuf,
    pub(crate) doing: &'static str,
    pub(crate) error: std::io::Error,
}

impl BackupError {
    fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self { path, doing, error }
    }
}

/// The folder of one change's backups.
pub(crate) struct Backups {
    folder: PathBuf,
    id: String,
}

impl Backups {
    /// Creates the folder of change `number`, or of the next free number.
    pub(crate) fn create(state: &Path, number: u64) -> Result<Self, BackupError> {
        let all = state.join("backups");
        write::create_folder(&all).map_err(BackupError::io(&all, "creating"))?;
        // Do not write into a folder of an earlier, lost journal.
        for number in number..number.saturating_add(10_000) {
            let id = format!("{number:06}");
            let folder = all.join(&id);
            match create_private_folder(&folder) {
                Ok(()) => return Ok(Self { folder, id }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(BackupError::io(&folder, "creating")(error)),
            }
        }
        Err(BackupError::io(&all, "finding a free name in")(
            std::io::ErrorKind::AlreadyExists.into(),
        ))
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The path for the backup of a file.
    pub(crate) fn backup_path(&self, number: usize, target: &Path) -> PathBuf {
        let mut name = OsString::from(format!("{number}-"));
        name.push(target.file_name().unwrap_or_default());
        self.folder.join(name)
    }

    /// Saves the old bytes of a file.
    pub(crate) fn keep(
        &self,
        number: usize,
        target: &Path,
        bytes: &[u8],
    ) -> Result<PathBuf, BackupError> {
        let place = self.backup_path(number, target);
        write::replace_file(&place, bytes, None)
            .map_err(BackupError::io(&place, "writing the backup"))?;
        Ok(place)
    }

    /// Saves the new bytes of a file, next to its backup.
    pub(crate) fn keep_new(
        &self,
        number: usize,
        target: &Path,
        bytes: &[u8],
    ) -> Result<(), BackupError> {
        let place = new_bytes_path(&self.backup_path(number, target));
        write::replace_file(&place, bytes, None)
            .map_err(BackupError::io(&place, "writing the backup"))
    }

    pub(crate) fn sync(&self) {
        write::sync_folder(&self.folder);
        write::sync_folder(write::parent_folder(&self.folder));
    }

    /// Erases the folder, because the change was not applied.
    pub(crate) fn discard(&self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The path for the new bytes of a file, next to its backup.
pub(crate) fn new_bytes_path(backup: &Path) -> PathBuf {
    let mut name = backup.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    backup.with_file_name(name)
}

/// Erases the backups of one change.
pub(crate) fn erase(state: &Path, id: &str) -> Result<(), JournalError> {
    // The journal may have been edited, so an identifier must not lead out of the folder.
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let folder = state.join("backups").join(id);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(JournalError::io(&folder, "erasing")(error))
        }
        _ => Ok(()),
    }
}

/// The number of backups, including those of lost journals.
pub(crate) fn count_all(state: &Path) -> Result<usize, JournalError> {
    let folder = state.join("backups");
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(JournalError::io(&folder, "reading")(error)),
    };
    let mut count = 0;
    for entry in entries.flatten() {
        let files = std::fs::read_dir(entry.path()).into_iter().flatten().flatten();
        count += files.filter(|file| !file.file_name().to_string_lossy().ends_with(".new")).count();
    }
    Ok(count)
}

/// Erases every backup, including those of lost journals; returns the number of files.
pub(crate) fn erase_all(state: &Path) -> Result<usize, JournalError> {
    let folder = state.join("backups");
    let count = count_all(state)?;
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(JournalError::io(&folder, "erasing")(error))
        }
        _ => Ok(count),
    }
}

fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}
