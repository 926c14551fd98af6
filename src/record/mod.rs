//! The results of the checks as plain data: `doctor --format json` prints it
//! (docs/schema/doctor.schema.json), every screen is built from it, and a report carries it to
//! another computer.

mod beside;
mod build;
mod finding;
mod model;
mod purpose;
mod remedy_diffs;
mod streamed;

pub(crate) use beside::Beside;
pub(crate) use build::note_left_out;
pub(crate) use model::*;
pub(crate) use purpose::Purpose;
pub(crate) use remedy_diffs::RemedyDiffs;
pub(crate) use streamed::write_record;
