//! Python: which folders a Python imports from, and which distributions are installed there.

mod environments;
mod interpreter;
mod packages;
mod sites;

pub(crate) use environments::find_in_environments;
pub(crate) use interpreter::{Python, find_python};
pub(crate) use packages::describe_package;
pub(crate) use sites::{Distributions, normalize_name, read_distributions};
