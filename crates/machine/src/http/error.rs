//! Why no HTTP client could be built.

use std::path::PathBuf;

/// Why no HTTP client could be built. No text contains a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The CA bundle's path does not exist.
    #[error("there is no CA bundle at {}", path.display())]
    BundleMissing {
        /// The path.
        path: PathBuf,
    },
    /// The CA bundle cannot be read.
    #[error("the CA bundle {} cannot be read: {why}", path.display())]
    BundleUnreadable {
        /// The path.
        path: PathBuf,
        /// The system's error message.
        why: String,
    },
    /// The CA bundle contains no certificate.
    #[error("the CA bundle {} contains no certificate", path.display())]
    BundleEmpty {
        /// The path.
        path: PathBuf,
    },
    /// The CA bundle contains a malformed part.
    #[error("the CA bundle {} is malformed: {why}", path.display())]
    BundleMalformed {
        /// The path.
        path: PathBuf,
        /// The malformed part.
        why: String,
    },
    /// A proxy variable is not a proxy address.
    #[error("{variable} is not a proxy address: {why}")]
    Proxy {
        /// The variable.
        variable: &'static str,
        /// Why its value is invalid.
        why: String,
    },
    /// The TLS settings were rejected.
    #[error("TLS cannot be set up: {why}")]
    Tls {
        /// The library's error message.
        why: String,
    },
}
