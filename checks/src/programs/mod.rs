//! The programs beside the AWS CLI: those of the project, of the active environments, and on PATH.

mod answers;
pub(crate) mod program_identity;
pub(crate) mod program_modules;
pub(crate) mod program_region;
pub(crate) mod program_version;
mod remedies;
#[cfg(test)]
mod testing;
mod update;

pub use self::remedies::how_to_update;
