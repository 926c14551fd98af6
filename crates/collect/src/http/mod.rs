//! The one HTTP client, built from what the machine says.

mod bundle;
mod client;
mod noted;
mod proxy;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use facts::ProxySettings;

use crate::bounded::{self, FILE_LIMIT};
use crate::expand;
use crate::system::System;

pub use bundle::CaBundle;
pub(crate) use bundle::state as bundle_state;
pub(crate) use bundle::to_pem;
pub(crate) use noted::Noted;
pub(crate) use proxy::Rules;

/// Why no HTTP client could be built. No text here holds a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpError {
    /// There is nothing at the CA bundle's path.
    BundleMissing {
        /// The path.
        path: PathBuf,
    },
    /// The CA bundle cannot be read.
    BundleUnreadable {
        /// The path.
        path: PathBuf,
        /// The system's words.
        why: String,
    },
    /// The CA bundle holds no certificate.
    BundleEmpty {
        /// The path.
        path: PathBuf,
    },
    /// The CA bundle holds something broken.
    BundleMalformed {
        /// The path.
        path: PathBuf,
        /// What is broken.
        why: String,
    },
    /// A proxy variable holds no address of a proxy.
    Proxy {
        /// The variable.
        variable: &'static str,
        /// What is wrong with its value.
        why: String,
    },
    /// The settings for TLS were refused.
    Tls {
        /// The library's words.
        why: String,
    },
}

impl std::error::Error for HttpError {}

impl std::fmt::Display for HttpError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BundleMissing { path } => {
                write!(f, "there is no CA bundle at {}", path.display())
            }
            Self::BundleUnreadable { path, why } => {
                write!(f, "the CA bundle {} cannot be read: {why}", path.display())
            }
            Self::BundleEmpty { path } => {
                write!(f, "the CA bundle {} holds no certificate", path.display())
            }
            Self::BundleMalformed { path, why } => {
                write!(f, "the CA bundle {} is malformed: {why}", path.display())
            }
            Self::Tls { why } => write!(f, "TLS cannot be set up: {why}"),
            Self::Proxy { variable, why } => {
                write!(f, "{variable} holds no address of a proxy: {why}")
            }
        }
    }
}

/// The clients built so far, by what they were built from: connections are shared between the
/// services.
#[derive(Default)]
pub(crate) struct Clients {
    built: Mutex<HashMap<Key, SharedHttpClient>>,
    noted: Arc<Noted>,
}

impl Clients {
    /// The time that AWS has named.
    pub(crate) fn noted(&self) -> &Noted {
        &self.noted
    }
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    // The values of the proxy variables, passwords included: never printed.
    proxy: [Option<String>; 3],
    bundle: Option<CaBundle>,
}

/// The HTTP client for these settings: TLS by rustls with ring; each request goes through the proxy
/// that botocore would take it through (HTTPS_PROXY, HTTP_PROXY and NO_PROXY, name and password
/// included); a CA bundle replaces the usual authorities, as it does in botocore
/// (`botocore/httpsession.py`). The path of the bundle may begin with `~` and hold `$NAME`.
///
/// # Errors
/// The bundle cannot be used, or a proxy variable holds no address.
pub fn http_client(
    system: &System,
    proxy: &ProxySettings,
    ca_bundle: Option<&Path>,
) -> Result<SharedHttpClient, HttpError> {
    let bundle = ca_bundle.map(|path| read_ca_bundle(system, path)).transpose()?;
    let rules = proxy::Rules::parse(proxy)?;
    let value =
        |secret: &Option<facts::Secret>| secret.as_ref().map(|secret| secret.expose().clone());
    let key = Key { proxy: [value(&proxy.https), value(&proxy.http), value(&proxy.none)], bundle };
    let mut built = system.clients().built.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(client) = built.get(&key) {
        return Ok(client.clone());
    }
    let client = client::build(rules, key.bundle.as_ref(), Arc::clone(&system.clients().noted))?;
    built.insert(key, client.clone());
    Ok(client)
}

/// Reads a CA bundle and parses every certificate in it.
///
/// # Errors
/// It is missing, cannot be read, holds no certificate, or is malformed.
pub fn read_ca_bundle(system: &System, path: &Path) -> Result<CaBundle, HttpError> {
    let home = system.home().ok();
    let path =
        system.absolute(&expand::path(path.as_os_str(), system.variables(), home.as_deref()));
    let (system, there) = (system.clone(), path.clone());
    bounded::within(FILE_LIMIT, move || bundle::read(&system, &there)).unwrap_or_else(|| {
        Err(HttpError::BundleUnreadable { path, why: bounded::no_answer(FILE_LIMIT) })
    })
}
