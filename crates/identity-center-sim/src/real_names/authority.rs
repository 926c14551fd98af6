//! An authority for tests: a root, an intermediate, and certificates for any host.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

/// The certificates that a server sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Everything that a client needs.
    Good,
    /// Its own certificate expired in 2021.
    Expired,
    /// Its own certificate is valid from the year 3000.
    NotYetValid,
    /// The intermediate is missing.
    Incomplete,
    /// Its own certificate is for another host.
    OtherHost,
    /// The server does not have the key of its certificate, so every handshake fails after it.
    WrongKey,
}

/// An authority. Its keys exist only in memory.
#[derive(Clone)]
pub struct Authority {
    made: Arc<Made>,
}

struct Made {
    organisation: String,
    root: String,
    intermediate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority")
            .field("organisation", &self.made.organisation)
            .finish_non_exhaustive()
    }
}

fn named(common: &str, organisation: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, organisation);
    name.push(DnType::CommonName, common);
    name
}

fn authority(common: &str, organisation: &str) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = named(common, organisation);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters
}

impl Authority {
    /// A new authority of this organization: `NAME Root CA`, and below it `NAME Issuing CA`.
    ///
    /// # Errors
    ///
    /// If a key cannot be generated.
    pub fn new(organisation: &str) -> io::Result<Authority> {
        let root_key = KeyPair::generate().map_err(io::Error::other)?;
        let root = authority(&format!("{organisation} Root CA"), organisation);
        let certificate = root.self_signed(&root_key).map_err(io::Error::other)?;
        let root_issuer = Issuer::new(root, root_key);
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let intermediate = authority(&format!("{organisation} Issuing CA"), organisation);
        let between = intermediate.signed_by(&key, &root_issuer).map_err(io::Error::other)?;
        Ok(Authority {
            made: Arc::new(Made {
                organisation: organisation.to_owned(),
                root: certificate.pem(),
                intermediate: between.der().clone(),
                issuer: Issuer::new(intermediate, key),
            }),
        })
    }

    /// The root as PEM, for clients that trust this authority.
    pub fn pem(&self) -> &str {
        &self.made.root
    }

    /// Writes the root as a file, for `AWS_CA_BUNDLE` or `SSL_CERT_FILE`.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    #[allow(clippy::disallowed_methods, reason = "a file made for this, not a person's")]
    pub fn write(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, self.pem())
    }

    /// A certificate for this host with its key, and the chain to send with it.
    pub(super) fn certified(&self, host: &str, chain: Chain) -> io::Result<CertifiedKey> {
        let named_for = match chain {
            Chain::OtherHost => "login.guest-network.example",
            _ => host,
        };
        let mut parameters =
            CertificateParams::new(vec![named_for.to_owned()]).map_err(io::Error::other)?;
        parameters.distinguished_name = named(named_for, "Somebody");
        match chain {
            Chain::Expired => {
                parameters.not_before = date_time_ymd(2020, 1, 1);
                parameters.not_after = date_time_ymd(2021, 1, 1);
            }
            Chain::NotYetValid => parameters.not_before = date_time_ymd(3000, 1, 1),
            Chain::Good | Chain::Incomplete | Chain::OtherHost | Chain::WrongKey => {}
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate =
            parameters.signed_by(&key, &self.made.issuer).map_err(io::Error::other)?;
        let mut shown = vec![certificate.der().clone()];
        if chain != Chain::Incomplete {
            shown.push(self.made.intermediate.clone());
        }
        let key = match chain {
            Chain::WrongKey => KeyPair::generate().map_err(io::Error::other)?,
            _ => key,
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
        let key = any_ecdsa_type(&key).map_err(io::Error::other)?;
        Ok(CertifiedKey::new(shown, key))
    }
}
