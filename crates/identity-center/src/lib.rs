//! IAM Identity Center as a client: sign-in with a browser or a device code, token refresh,
//! sign-out, assignments, the identity of a profile, the region of a portal, and the token cache
//! as the AWS CLI writes it.
//!
//! Nothing here reads the environment or the AWS files: a [`Connection`] describes how to reach
//! AWS, and the caller passes every time. What could not be determined is a [`facts::Why`]; what a
//! service refused is a [`facts::ServiceError`] with the service's own message. Secrets are
//! [`facts::Secret`] from the response to the file, and no error contains one.

mod assignments;
mod browser;
mod bulk;
pub mod cache;
mod callback;
mod connection;
mod device;
mod discovery;
mod errors;
mod fetch;
mod grant;
mod identity;
mod locate;
mod logout;
mod meta;
mod pace;
mod page;
mod pkce;
mod portal;
mod refresh;
mod registration;
mod renewal;

pub use assignments::{Assignment, Assignments, PARALLEL, Progress, assignments};
pub use browser::browser_sign_in;
pub use connection::{Connection, Limits};
pub use device::{Event, SignIn, device_sign_in};
pub use discovery::{Evidence, PortalRegion, portal_region};
pub use errors::SignInError;
pub use identity::{identity, role_credentials, static_identity};
pub use locate::{Located, knows_portal, locate_portal, regions_to_ask};
pub use logout::{SignedOut, logout, remove_sign_in, sign_out, sign_out_all};
pub use portal::{Account, accepted, accounts, roles_of, takes};
pub use refresh::refresh;
pub use registration::forget_registration;
pub use renewal::{Renewal, renew};
