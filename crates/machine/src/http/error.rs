//! Why no HTTP client could be built.

use std::path::PathBuf;

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
