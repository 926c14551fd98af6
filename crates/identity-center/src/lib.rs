//! IAM Identity Center as a client: signing in by device, renewing a token, asking who a profile
//! is, and the token cache as the AWS CLI keeps it.
//!
//! Nothing here reads the environment or the AWS files: a [`Connection`] says how AWS is reached,
//! and every time is given by the caller. What could not be found out is a [`facts::Why`]; what a
//! service refused is a [`facts::ServiceError`] with the service's own words. Secrets are
//! [`facts::Secret`] from the answer to the file, and no error holds one.

pub mod cache;
mod connection;
mod device;
mod errors;
mod identity;
mod portal;
mod refresh;
mod registration;

pub use connection::{Connection, Limits};
pub use device::{Event, SignIn, device_sign_in};
pub use errors::SignInError;
pub use identity::{identity, static_identity};
pub use portal::{Account, account_roles, accounts};
pub use refresh::refresh;
