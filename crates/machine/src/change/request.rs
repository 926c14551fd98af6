//! The request for a change, and its result.

use std::path::PathBuf;

/// The new state of a file.
#[derive(Clone, PartialEq, Eq)]
pub enum NewState {
    /// These bytes. A missing file is created, private to the user.
    Write(Vec<u8>),
    /// The same content with these Unix permission bits; ignored on systems without them.
    Mode(u32),
    /// Moved into the backup folder.
    SetAside,
}

impl std::fmt::Debug for NewState {
    // The bytes can contain keys.
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
    /// The exact bytes that the user saw. `None` means for [`NewState::Write`] that there was no
    /// file, and for the others that the content does not matter.
    pub expected: Option<Vec<u8>>,
    /// Its new state.
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
    /// Its identifier in the journal; empty if there was nothing to do, and in an overlay.
    pub id: String,
    /// The result for each file, in order. A change without effect is omitted.
    pub changes: Vec<Done>,
}

/// The result for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The file, as named in the change.
    pub path: PathBuf,
    /// The backup of its old bytes; `None` if there were none, and in an overlay.
    pub backup: Option<PathBuf>,
}
