//! What a change asks for, and what was done.

use std::path::PathBuf;

/// What a file is to become.
#[derive(Clone, PartialEq, Eq)]
pub enum NewState {
    /// These bytes. A file that does not exist is created, private to this person.
    Write(Vec<u8>),
    /// The same content with these Unix permission bits. Nothing where the system has none.
    Mode(u32),
    /// Moved into the backup folder.
    SetAside,
}

impl std::fmt::Debug for NewState {
    // The bytes can hold keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Write(bytes) => write!(f, "Write({} bytes)", bytes.len()),
            Self::Mode(mode) => write!(f, "Mode({mode:o})"),
            Self::SetAside => f.write_str("SetAside"),
        }
    }
}

/// A change to one file.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, absolute; it may be a link.
    pub path: PathBuf,
    /// The exact bytes that were shown to the person. `None`: for [`NewState::Write`], that there
    /// was no file; for the others, that its content was not looked at.
    pub expected: Option<Vec<u8>>,
    /// What it is to become.
    pub new: NewState,
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Change")
            .field("path", &self.path)
            .field("new", &self.new)
            .finish_non_exhaustive()
    }
}

/// A change that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The journal's identifier of it; empty where nothing was to be done, and in an overlay.
    pub id: String,
    /// What was done, a file an entry, in the order given. A change that changed nothing is left
    /// out.
    pub changes: Vec<Done>,
}

/// What was done to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The file, as the change named it.
    pub path: PathBuf,
    /// Where its old bytes lie; `None` where there were none, and in an overlay.
    pub backup: Option<PathBuf>,
}
