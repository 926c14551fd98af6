//! Sign-in.

mod console;
pub(crate) mod login_cache;
pub(crate) mod login_valid;
pub(crate) mod remedies;
pub(crate) mod role_cache;
pub(crate) mod token_cache;
mod token_files;
pub(crate) mod token_origin;
pub(crate) mod token_present;
pub(crate) mod token_registration;
pub(crate) mod token_valid;
