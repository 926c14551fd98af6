//! Reads of the machine, within limits of files, bytes and time for one search.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use machine::{FileRead, FolderRead, PartialFile, System, list_folder, read_bounded};

/// The limits of one search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Open at most this many files and folders.
    pub(crate) files: usize,
    /// Read at most this many bytes.
    pub(crate) bytes: u64,
    /// Stop after this time.
    pub(crate) time: Duration,
}

impl Limits {
    /// The limits of a search for all programs; a large project needs a tenth of each.
    pub(crate) const SEARCH: Self =
        Self { files: 4_000, bytes: 96 << 20, time: Duration::from_secs(3) };
    /// The limits for one `aws`.
    pub(crate) const ONE_PROGRAM: Self =
        Self { files: 200, bytes: 8 << 20, time: Duration::from_secs(2) };
}

/// List at most this many entries of a folder.
const MAX_ENTRIES: usize = 20_000;

/// Reads files and folders of a machine until a limit is reached; from then on, nothing is there.
pub(crate) struct Reader<'a> {
    system: &'a System,
    folder: Option<PathBuf>,
    files: Cell<usize>,
    bytes: Cell<u64>,
    deadline: Instant,
    complete: Cell<bool>,
    folders: RefCell<HashMap<PathBuf, Option<Rc<Vec<String>>>>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(system: &'a System, limits: Limits) -> Self {
        Self {
            system,
            folder: None,
            files: Cell::new(limits.files),
            bytes: Cell::new(limits.bytes),
            deadline: Instant::now() + limits.time,
            complete: Cell::new(true),
            folders: RefCell::default(),
        }
    }

    /// The same as if `folder` were the current folder.
    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// The folder in which a program would be started.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.folder.clone().or_else(|| self.system.current_folder().ok())
    }

    /// The machine.
    pub(crate) const fn system(&self) -> &'a System {
        self.system
    }

    /// How many files and folders may still be opened.
    #[cfg(test)]
    pub(crate) fn files_left(&self) -> usize {
        self.files.get()
    }

    /// Whether no limit was reached and nothing was left out.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete.get()
    }

    /// Marks the search as incomplete.
    pub(crate) fn leave_out(&self) {
        self.complete.set(false);
    }

    /// A text file of at most `limit` bytes; what is not UTF-8 in it is replaced. `None` if it is
    /// missing, larger, or unreadable.
    pub(crate) fn read_text(&self, path: &Path, limit: u64) -> Option<String> {
        if !self.may_open() {
            return None;
        }
        match read_bounded(self.system, path, limit.min(self.bytes.get())) {
            FileRead::Read(read) => {
                self.spend(read.bytes.len());
                let text = String::from_utf8_lossy(&read.bytes).into_owned();
                // A byte-order mark is no part of the text.
                Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
            }
            FileRead::Missing | FileRead::NotAFile(_) => None,
            FileRead::TooLarge { .. } | FileRead::Unreadable { .. } => {
                self.leave_out();
                None
            }
        }
    }

    /// The beginning of a file as text, for example a script's first lines.
    pub(crate) fn read_start(&self, path: &Path, length: usize) -> Option<Vec<u8>> {
        let mut file = self.open(path)?;
        Some(self.read_part(&mut file, 0, length))
    }

    /// Opens a file to read parts of it.
    pub(crate) fn open(&self, path: &Path) -> Option<PartialFile> {
        if !self.may_open() {
            return None;
        }
        PartialFile::open(self.system, path)
    }

    /// A part of an open file.
    pub(crate) fn read_part(&self, file: &mut PartialFile, offset: u64, length: usize) -> Vec<u8> {
        let left = usize::try_from(self.bytes.get()).unwrap_or(usize::MAX);
        let bytes = file.read_at(offset, length.min(left));
        self.spend(bytes.len());
        bytes
    }

    /// The names in a folder, those that are UTF-8; each folder is listed once. `None` if it is
    /// missing, unreadable, or has too many entries to be listed as a whole.
    pub(crate) fn list(&self, folder: &Path) -> Option<Rc<Vec<String>>> {
        if let Some(names) = self.folders.borrow().get(folder) {
            return names.clone();
        }
        if !self.may_open() {
            return None;
        }
        let listed = match list_folder(self.system, folder, MAX_ENTRIES) {
            FolderRead::Listed { names, complete: true } => {
                let mut names: Vec<String> =
                    names.into_iter().filter_map(|name| name.into_string().ok()).collect();
                names.sort_unstable();
                Some(Rc::new(names))
            }
            FolderRead::Listed { complete: false, .. } | FolderRead::Unreadable(_) => {
                self.leave_out();
                None
            }
            FolderRead::Missing | FolderRead::NotAFolder => None,
        };
        self.folders.borrow_mut().insert(folder.to_owned(), listed.clone());
        listed
    }

    /// The folders in `folder`, sorted by name.
    pub(crate) fn folders_in(&self, folder: &Path) -> Vec<PathBuf> {
        let names = self.list(folder).unwrap_or_default();
        names.iter().map(|name| folder.join(name)).filter(|path| self.is_folder(path)).collect()
    }

    /// Whether a folder is there.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        machine::is_folder(path)
    }

    /// Whether a regular file is there.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        machine::is_file(path)
    }

    /// A variable that is set and not empty.
    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        let value = self.system.variable(name)?.to_str()?;
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn may_open(&self) -> bool {
        let left = self.files.get();
        if left == 0 || self.bytes.get() == 0 || Instant::now() > self.deadline {
            self.leave_out();
            return false;
        }
        self.files.set(left - 1);
        true
    }

    fn spend(&self, bytes: usize) {
        self.bytes.set(self.bytes.get().saturating_sub(bytes as u64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Tree;

    #[test]
    fn a_limit_ends_the_search_and_says_so() {
        let tree = Tree::new().file("a", "1234").file("b", "1234");
        let system = tree.system(&[]);
        let limits = Limits { files: 1, ..Limits::SEARCH };
        let reader = Reader::new(&system, limits);
        assert_eq!(reader.read_text(&tree.path("a"), 100).as_deref(), Some("1234"));
        assert!(reader.is_complete());
        assert_eq!(reader.read_text(&tree.path("b"), 100), None);
        assert!(!reader.is_complete());
        let limits = Limits { bytes: 4, ..Limits::SEARCH };
        let reader = Reader::new(&system, limits);
        assert!(reader.read_text(&tree.path("a"), 100).is_some());
        assert_eq!(reader.read_text(&tree.path("b"), 100), None);
        let limits = Limits { time: Duration::ZERO, ..Limits::SEARCH };
        assert_eq!(Reader::new(&system, limits).read_text(&tree.path("a"), 100), None);
    }

    #[test]
    fn a_file_that_is_too_large_is_left_out_and_a_missing_one_is_not() {
        let tree = Tree::new().file("a", "1234");
        let system = tree.system(&[]);
        let reader = Reader::new(&system, Limits::SEARCH);
        assert_eq!(reader.read_text(&tree.path("missing"), 3), None);
        assert_eq!(reader.list(&tree.path("missing")), None);
        assert!(reader.is_complete());
        assert_eq!(reader.read_text(&tree.path("a"), 3), None);
        assert!(!reader.is_complete());
    }
}
