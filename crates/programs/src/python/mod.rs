//! Python: which folders a Python imports from, and which distributions are installed there.

mod interpreter;
mod sites;

pub(crate) use interpreter::{Python, find_python};
pub(crate) use sites::{Distributions, normalize_name, read_distributions, read_site};
