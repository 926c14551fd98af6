//! The token cache `~/.aws/sso/cache`, read as botocore reads it and written as the AWS CLI
//! writes it, so that either finds what the other left.

mod file;
mod json;
mod registration;
mod sweep;
mod time;
mod token;

pub use registration::{Registration, read_registration, registration_name, write_registration};
pub use sweep::{StoredToken, all_role_credentials, all_tokens, remove, role_credentials_of};
pub use token::{parse, read, write};

pub(crate) use file::prepare;
