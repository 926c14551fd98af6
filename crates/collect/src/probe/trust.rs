//! The sets of authorities: the configured bundle, the operating system's, and a possible new
//! setting.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use facts::{Authorities, Verdict};
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor};
use tokio::sync::OnceCell;

use machine::{FileRead, System, read_bounded, read_ca_bundle, sha256_hex, to_pem};

use super::chain;

/// Files that contain all authorities of an operating system, for tools that need a file
/// (`probe_from_env` and `DIRECTORIES` of openssl-probe; Debian, Fedora, openSUSE, Alpine, macOS).
const SYSTEM_FILES: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The authorities for one endpoint.
#[derive(Clone, Default)]
pub(super) struct Trust {
    /// The configured bundle, or why it is unusable.
    pub(super) bundle: Option<Result<Arc<Vec<TrustAnchor<'static>>>, String>>,
    /// The operating system's.
    pub(super) system: Arc<Vec<TrustAnchor<'static>>>,
}

struct Loaded {
    system: Arc<Vec<TrustAnchor<'static>>>,
    certificates: Arc<Vec<CertificateDer<'static>>>,
    bundles: BTreeMap<PathBuf, Result<Arc<Vec<TrustAnchor<'static>>>, String>>,
}

/// Loads the authorities once, on the first connection, because that takes some milliseconds.
pub(super) struct Sources {
    system: System,
    bundles: BTreeSet<PathBuf>,
    loaded: OnceCell<Option<Loaded>>,
}

impl Sources {
    pub(super) fn new(system: System, bundles: BTreeSet<PathBuf>) -> Self {
        Self { system, bundles, loaded: OnceCell::new() }
    }

    async fn loaded(&self) -> Option<&Loaded> {
        let load = || {
            let (system, bundles) = (self.system.clone(), self.bundles.clone());
            async move { tokio::task::spawn_blocking(move || load(&system, bundles)).await.ok() }
        };
        self.loaded.get_or_init(load).await.as_ref()
    }

    /// The authorities with this bundle setting.
    pub(super) async fn trust(&self, bundle: Option<&Path>) -> Trust {
        let Some(loaded) = self.loaded().await else {
            return Trust::default();
        };
        Trust {
            bundle: bundle.and_then(|path| loaded.bundles.get(path).cloned()),
            system: Arc::clone(&loaded.system),
        }
    }

    /// A file with the operating system's authorities, one of which verifies this chain: an
    /// existing file, or else a new one. The chain's own certificates are never added to it.
    pub(super) async fn offer(&self, chain: Vec<Vec<u8>>, host: &str) -> Option<Authorities> {
        let certificates = Arc::clone(&self.loaded().await?.certificates);
        let (system, host) = (self.system.clone(), host.to_owned());
        tokio::task::spawn_blocking(move || find_offer(&system, &certificates, &chain, &host))
            .await
            .ok()?
    }
}

fn load(system: &System, bundles: BTreeSet<PathBuf>) -> Loaded {
    let certificates = rustls_native_certs::load_native_certs().certs;
    let bundles = bundles
        .into_iter()
        .map(|path| {
            let read = read_ca_bundle(system, &path)
                .map(|bundle| Arc::new(usable_anchors(bundle.certificates())))
                .map_err(|error| error.to_string());
            (path, read)
        })
        .collect();
    Loaded {
        system: Arc::new(usable_anchors(certificates.iter().map(AsRef::as_ref))),
        certificates: Arc::new(certificates),
        bundles,
    }
}

/// Those that rustls supports.
fn usable_anchors<'a>(certificates: impl Iterator<Item = &'a [u8]>) -> Vec<TrustAnchor<'static>> {
    certificates
        .filter_map(|der| {
            let der = CertificateDer::from(der);
            webpki::anchor_from_trusted_cert(&der).ok().map(|anchor| anchor.to_owned())
        })
        .collect()
}

fn find_offer(
    system: &System,
    certificates: &[CertificateDer<'static>],
    chain: &[Vec<u8>],
    host: &str,
) -> Option<Authorities> {
    let host = ServerName::try_from(host.to_owned()).ok()?;
    let vouches = |anchors: &[TrustAnchor<'_>]| {
        chain::judge_by(chain, &host, anchors, system.now()) == Verdict::Trusted
    };
    let named = system.variable("SSL_CERT_FILE").map(PathBuf::from);
    let files = named.into_iter().chain(SYSTEM_FILES.iter().map(PathBuf::from));
    for path in files.filter(|path| path.is_absolute() && path.is_file()) {
        let Ok(bundle) = read_ca_bundle(system, &path) else {
            continue;
        };
        let anchors = usable_anchors(bundle.certificates());
        // The setting replaces the AWS CLI's built-in authorities, so it must include AWS's own.
        if vouches(&anchors) && chain::contains_amazon(&anchors) {
            return Some(Authorities {
                path: bundle.path().to_owned(),
                pem: None,
                certificates: bundle.len(),
            });
        }
    }
    let usable: Vec<&[u8]> = certificates.iter().map(AsRef::as_ref).collect();
    if usable.is_empty() || !vouches(&usable_anchors(usable.iter().copied())) {
        return None;
    }
    let pem = to_pem(usable.iter().copied());
    // The name is a hash of the content, so that another set of authorities gets another file.
    let digest = sha256_hex(&pem);
    let name = digest.get(..8).unwrap_or(&digest);
    let path = system.config_folder().ok()?.join(format!("authorities-{name}.pem"));
    let is_there = matches!(
        read_bounded(system, &path, pem.len() as u64),
        FileRead::Read(read) if read.bytes == pem
    );
    Some(Authorities { path, pem: (!is_there).then_some(pem), certificates: usable.len() })
}
