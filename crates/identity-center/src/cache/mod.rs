//! The token cache `~/.aws/sso/cache`, read as botocore reads it and written as the AWS CLI writes
//! it, so that the two can share it.

mod file;
mod json;
mod login;
mod registration;
mod roles;
mod sweep;
mod time;
mod token;

pub use facts::Registration;
pub use login::parse_login;
pub use registration::{
    parse_registration, read_registration, registration_name, write_registration,
};
pub use roles::{parse_role_credentials, read_role_credentials, write_role_credentials};
pub use sweep::{
    StoredToken, Unread, all_role_credentials, all_tokens, remove, role_credentials_of,
    stored_token,
};
pub use token::{client_name, parse, read, time_form, write};

pub(crate) use file::prepare;
