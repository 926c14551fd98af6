//! A file of certificates, parsed before the HTTP client sees it, because that one panics on a
//! malformed one (`aws-smithy-http-client`, `tls/rustls_provider.rs`, `rustls_root_certs`).

use std::path::{Path, PathBuf};

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{Error as PemError, PemObject};

/// Why a file is not a CA bundle.
pub(crate) enum BundleFault {
    /// It contains no certificate.
    Empty,
    /// rustls accepts none of the certificates as an authority; OpenSSL may still accept one.
    NoAuthority(String),
    /// It contains a malformed part.
    Malformed(String),
}

/// The certificates of a CA bundle.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CaBundle {
    path: PathBuf,
    certificates: Vec<Vec<u8>>,
}

impl std::fmt::Debug for CaBundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CaBundle")
            .field("path", &self.path)
            .field("certificates", &self.len())
            .finish()
    }
}

impl CaBundle {
    /// The number of certificates in it that can be authorities.
    pub const fn len(&self) -> usize {
        self.certificates.len()
    }

    /// Never true: a bundle without a certificate is an error.
    pub const fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }

    /// Its absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its certificates in DER.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.certificates.iter().map(Vec::as_slice)
    }

    /// Its certificates as PEM, without other text of the file.
    pub(super) fn pem(&self) -> Vec<u8> {
        to_pem(self.certificates())
    }
}

/// Certificates as PEM (RFC 7468).
pub fn to_pem<'a>(certificates: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut text = String::new();
    for certificate in certificates {
        text.push_str("-----BEGIN CERTIFICATE-----\n");
        let encoded = aws_smithy_types::base64::encode(certificate);
        let mut rest = encoded.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            text.push_str(line);
            text.push('\n');
            rest = after;
        }
        text.push_str("-----END CERTIFICATE-----\n");
    }
    text.into_bytes()
}

/// Parses every certificate of a bundle.
pub(crate) fn parse_bundle(path: &Path, bytes: &[u8]) -> Result<CaBundle, BundleFault> {
    let mut certificates = Vec::new();
    let mut first_fault = None;
    for (number, found) in (1..).zip(CertificateDer::pem_slice_iter(bytes)) {
        let certificate = found.map_err(|error| {
            BundleFault::Malformed(format!("certificate {number}: {}", pem_words(&error)))
        })?;
        match webpki::anchor_from_trusted_cert(&certificate) {
            Ok(_) => certificates.push(certificate.to_vec()),
            // Some of an operating system's authorities are too malformed for rustls; they are
            // harmless next to valid ones.
            Err(error) => {
                first_fault.get_or_insert_with(|| {
                    format!("certificate {number} is none that can be trusted: {error}")
                });
            }
        }
    }
    match (certificates.is_empty(), first_fault) {
        (false, _) => Ok(CaBundle { path: path.to_owned(), certificates }),
        (true, Some(fault)) => Err(BundleFault::NoAuthority(fault)),
        (true, None) => Err(BundleFault::Empty),
    }
}

/// The error without the quoted bytes of the file.
fn pem_words(error: &PemError) -> &'static str {
    match error {
        PemError::MissingSectionEnd { .. } => "its END line is missing",
        PemError::IllegalSectionStart { .. } => "its BEGIN line is malformed",
        PemError::Base64Decode(_) => "its text is not base64",
        _ => "it cannot be read",
    }
}
