//! Our own TLS handshake, with a verifier that records the certificates and judges them as AWS
//! tools do. If it does not trust them, the handshake stops, so that no data is ever sent.

use std::sync::{Arc, Mutex, PoisonError};

use facts::{Endpoint, Obstacle, Shown, Stage, Verdict, clean_line};
use jiff::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::chain;
use super::trust::Trust;
use super::way::{self, Deadline, Stream};

pub(super) const USER_AGENT: &str = concat!("aws-onboard/", env!("CARGO_PKG_VERSION"));

/// The result of a handshake that presented certificates.
pub(super) struct Shaken {
    /// As received.
    pub(super) chain: Vec<Vec<u8>>,
    /// The connection, only if the certificates are trusted.
    pub(super) trusted: Option<TlsStream<Box<dyn Stream>>>,
}

/// Performs the handshake with `host`.
pub(super) async fn handshake(
    stream: Box<dyn Stream>,
    host: &str,
    trust: Trust,
    now: Timestamp,
    deadline: Deadline,
) -> Result<(Shown, Shaken), Obstacle> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| Obstacle::Broken("its host name is not valid in a certificate".to_owned()))?;
    let provider = Arc::new(ring::default_provider());
    let recorder =
        Arc::new(Recorder { trust, now, provider: Arc::clone(&provider), seen: Mutex::default() });
    let verifier: Arc<dyn ServerCertVerifier> = recorder.clone();
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Obstacle::Broken(clean_line(&error.to_string())))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let connector = TlsConnector::from(Arc::new(config));
    let shaking = async { connector.connect(name, stream).await.map_err(way::broken) };
    let shaken = deadline.within(Stage::Tls, shaking).await;
    let seen = recorder.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (seen, shaken) {
        (Some((shown, chain)), Ok(stream)) => Ok((shown, Shaken { chain, trusted: Some(stream) })),
        // What the AWS CLI refuses is the finding, whatever comes after it.
        (Some((shown, chain)), Err(_)) if *shown.verdict() != Verdict::Trusted => {
            Ok((shown, Shaken { chain, trusted: None }))
        }
        (_, Err(Obstacle::Broken(why))) => {
            Err(Obstacle::Broken(format!("the TLS handshake failed: {why}")))
        }
        (_, Err(obstacle)) => Err(obstacle),
        (None, Ok(_)) => Err(Obstacle::Broken("it sent no certificate".to_owned())),
    }
}

/// Asks AWS for the time over a trusted connection; uses no other header and no body.
pub(super) async fn fetch_date(
    mut stream: TlsStream<Box<dyn Stream>>,
    target: &Endpoint,
    deadline: Deadline,
) -> Option<String> {
    let request = format!(
        "HEAD / HTTP/1.1\r\nHost: {target}\r\nUser-Agent: {USER_AGENT}\r\nConnection: close\r\n\r\n"
    );
    let asked = async {
        stream.write_all(request.as_bytes()).await.map_err(way::broken)?;
        stream.flush().await.map_err(way::broken)?;
        way::read_head(&mut stream).await
    };
    let head = deadline.within(Stage::Tls, asked).await.ok()?;
    let head = String::from_utf8_lossy(&head);
    way::header(&head, "date").next().map(str::to_owned)
}

/// Records the chain, and judges it as AWS tools would.
struct Recorder {
    trust: Trust,
    now: Timestamp,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<(Shown, Vec<Vec<u8>>)>>,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain: Vec<Vec<u8>> = std::iter::once(end_entity)
            .chain(intermediates)
            .take(chain::MAX_CHAIN)
            .map(|certificate| certificate.to_vec())
            .collect();
        let shown = chain::judge_chain(&chain, server_name, &self.trust, self.now);
        let is_trusted = chain::is_trusted(&shown);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((shown, chain));
        if is_trusted {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
