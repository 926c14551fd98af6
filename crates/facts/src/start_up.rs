//! Where the environment comes from: the lines of start-up files that set an AWS variable.

use std::path::PathBuf;

use aws_files::Location;

use crate::{Facts, Known, Place};

/// A line of a start-up file that sets an AWS variable. Only such lines are kept, and their values
/// only if they name a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartUpLine {
    /// The absolute path of the file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The name of the variable.
    pub variable: String,
    /// The assignment, safe to show: the value is masked unless it names a profile.
    pub shown: String,
    /// Whether it gives the value that the variable has now; `None` if the value is computed when
    /// the file is read.
    pub gives: Option<bool>,
}

impl StartUpLine {
    /// Its place. The columns are those of the text that is shown.
    pub fn place(&self) -> Place {
        let end_column = 1 + self.shown.chars().count();
        let location = Location { line: self.line, column: 1, end_column };
        Place { path: self.path.as_path().into(), location }
    }
}

impl Facts {
    /// The lines of start-up files that give a variable the value that it has now, in the order in
    /// which the files are read.
    pub fn start_up_lines<'a>(&'a self, variable: &str) -> impl Iterator<Item = &'a StartUpLine> {
        let lines = self.surroundings.start_up.iter().flatten();
        lines.filter(move |line| line.variable == variable && line.gives == Some(true))
    }

    /// The line of a start-up file at a place, for showing it.
    pub fn start_up_line_at(&self, place: &Place) -> Option<&StartUpLine> {
        self.surroundings
            .start_up
            .iter()
            .flatten()
            .find(|line| *line.path == *place.path && line.line == place.location.line)
    }

    /// Whether AWS tools may get the credentials of this instance's role: `Ok(false)` if this is
    /// no EC2 instance, or if AWS_EC2_METADATA_DISABLED turns the metadata service off.
    ///
    /// # Errors
    /// The reason why it is unknown.
    pub fn may_have_instance_role(&self) -> Known<bool> {
        let is_off = self
            .environment()
            .hidden("AWS_EC2_METADATA_DISABLED")
            .is_some_and(|value| value.expose().eq_ignore_ascii_case("true"));
        if is_off { Ok(false) } else { self.surroundings.instance.clone() }
    }
}
