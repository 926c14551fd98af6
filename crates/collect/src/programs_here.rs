//! Collects the programs beside the AWS CLI, while other facts are collected.

use facts::{FoundPrograms, Known, Why};
use machine::System;
use machine::bounded::{self, FILE_LIMIT, Pending};

/// A search for programs in progress.
pub struct ProgramSearch(Pending<Known<FoundPrograms>>);

/// Starts to search for the programs of the current folder, the active environments and PATH.
pub fn begin_program_search(system: &System) -> ProgramSearch {
    let system = system.clone();
    ProgramSearch(bounded::start_work(move || {
        let folder = system.current_folder()?;
        programs::find_programs(&system, &folder)
    }))
}

impl ProgramSearch {
    /// The programs.
    ///
    /// # Errors
    /// The file system does not answer.
    pub fn finish(self) -> Known<FoundPrograms> {
        self.0.wait(FILE_LIMIT).unwrap_or(Err(Why::TimedOut(FILE_LIMIT)))
    }
}
