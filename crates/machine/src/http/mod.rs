//! The only HTTP client, built from proxy settings and certificates. Independent of `System`.

mod bundle;
mod client;
mod clients;
mod error;
mod proxy_rules;
mod server_clock;

pub(crate) use bundle::{BundleFault, parse_bundle};
pub use bundle::{CaBundle, to_pem};
pub use client::read_authorities_ahead;
pub(crate) use clients::Clients;
pub use error::HttpError;
pub use proxy_rules::ProxyRules;
pub use server_clock::ServerClock;
