//! An examination as plain data: what `doctor --format json` prints (docs/schema/doctor.schema.json),
//! what every screen is made from, and what a report carries to another machine and back.

mod beside;
mod build;
mod finding;
mod model;
mod purpose;

pub(crate) use beside::Beside;
pub(crate) use model::*;
pub(crate) use purpose::Purpose;
