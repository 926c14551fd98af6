//! The HTTP client for this machine's settings and certificates.

use std::path::Path;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use facts::{Bundle, ProxySettings, Recipients};

use crate::bounded::{self, FILE_LIMIT};
use crate::bounded_read::{FileRead, read_bounded};
use crate::expand;
use crate::http::{BundleFault, CaBundle, HttpError, parse_bundle};
use crate::system::System;

/// Read at most this many bytes of a bundle; an operating system's has half a megabyte.
const MAX_BUNDLE_BYTES: u64 = 8 << 20;

/// The HTTP client for these settings: TLS by rustls with ring; each request uses the proxy that
/// botocore would use (HTTPS_PROXY, HTTP_PROXY and NO_PROXY, name and password included); a CA
/// bundle replaces the default authorities, as in botocore (`botocore/httpsession.py`). The path
/// of the bundle may contain `~` and `$NAME`. A request to others than `recipients` fails before
/// anything is sent.
///
/// # Errors
/// The bundle is unusable, or a proxy variable is not an address.
pub fn http_client(
    system: &System,
    proxy: &ProxySettings,
    ca_bundle: Option<&Path>,
    recipients: Recipients,
) -> Result<SharedHttpClient, HttpError> {
    let bundle = ca_bundle.map(|path| read_ca_bundle(system, path)).transpose()?;
    system.clients().get_or_build(proxy, bundle, recipients)
}

/// Reads a CA bundle and parses every certificate in it.
///
/// # Errors
/// It is missing, cannot be read, contains no certificate, or is malformed.
pub fn read_ca_bundle(system: &System, path: &Path) -> Result<CaBundle, HttpError> {
    let path = system.expand_path(path.as_os_str());
    let (system, there) = (system.clone(), path.clone());
    bounded::run_within(FILE_LIMIT, move || read_bundle(&system, &there)).unwrap_or_else(|| {
        Err(HttpError::BundleUnreadable { path, why: bounded::no_answer_words(FILE_LIMIT) })
    })
}

fn read_bundle(system: &System, path: &Path) -> Result<CaBundle, HttpError> {
    let path_of = || path.to_owned();
    let unreadable = |why| HttpError::BundleUnreadable { path: path_of(), why };
    match read_bounded(system, path, MAX_BUNDLE_BYTES) {
        FileRead::Read(read) => parse_bundle(path, &read.bytes).map_err(|fault| match fault {
            BundleFault::Empty => HttpError::BundleEmpty { path: path_of() },
            BundleFault::NoAuthority(why) | BundleFault::Malformed(why) => {
                HttpError::BundleMalformed { path: path_of(), why }
            }
        }),
        FileRead::Missing => Err(HttpError::BundleMissing { path: path_of() }),
        FileRead::NotAFile(what) => Err(unreadable(format!("it is {what}, not a file"))),
        FileRead::Unreadable { why, .. } => Err(unreadable(why)),
        FileRead::TooLarge { size } => Err(unreadable(too_large_words(size))),
    }
}

/// What is at a configured path: `~` is expanded, as in urllib3, but `$NAME` is not
/// (`urllib3/connection.py`, `HTTPSConnection.set_cert`).
pub fn ca_bundle_state(system: &System, written: &str) -> Bundle {
    let home = system.home().ok();
    let path = expand::expand_user(written, home.as_deref()).unwrap_or_else(|| written.into());
    let path = system.absolute(&path);
    match read_bounded(system, &path, MAX_BUNDLE_BYTES) {
        FileRead::Missing => Bundle::Missing,
        FileRead::NotAFile(what) => Bundle::NotAFile(what),
        FileRead::Unreadable { why, .. } => Bundle::Unreadable(why),
        FileRead::TooLarge { size } => Bundle::Unreadable(too_large_words(size)),
        FileRead::Read(read) => match parse_bundle(&path, &read.bytes) {
            Ok(bundle) => Bundle::Holds(bundle.len()),
            Err(BundleFault::NoAuthority(why)) => Bundle::NoAuthority(why),
            Err(BundleFault::Malformed(why)) => Bundle::Malformed(why),
            Err(BundleFault::Empty) => Bundle::Empty,
        },
    }
}

fn too_large_words(size: u64) -> String {
    format!("its {size} bytes are too many for a CA bundle")
}
