//! The one HTTP client, built from proxy settings and certificates. It knows nothing of the machine.

mod bundle;
mod client;
mod clients;
mod error;
mod noted;
mod proxy;

pub(crate) use bundle::{BundleFault, parse_bundle};
pub use bundle::{CaBundle, to_pem};
pub(crate) use clients::Clients;
pub use error::HttpError;
pub use noted::Noted;
pub use proxy::Rules;
