//! A chain of certificates: read for display, and judged by each set of authorities.

use facts::{Certificate, Known, Name, Shown, Verdict, Why, clean_line};
use jiff::Timestamp;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

use super::trust::Trust;

/// Keep at most this many certificates of a chain.
pub(super) const MAX_CHAIN: usize = 10;
/// Keep at most this many hosts of a certificate.
const MAX_HOSTS: usize = 5;

/// The contents of the chain, and which authorities trust it at `now`.
pub(super) fn judge_chain(
    chain: &[Vec<u8>],
    host: &ServerName<'_>,
    trust: &Trust,
    now: Timestamp,
) -> Shown {
    let by = |anchors: &[TrustAnchor<'_>]| judge_by(chain, host, anchors, now);
    let by_bundle: Option<Known<Verdict>> = trust.bundle.as_ref().map(|bundle| match bundle {
        Ok(anchors) => Ok(by(anchors)),
        Err(why) => Err(Why::Error(why.clone())),
    });
    let by_system = by(&trust.system);
    let by_public = by(webpki_roots::TLS_SERVER_ROOTS);
    let certificates: Vec<Certificate> =
        chain.iter().filter_map(|der| read_certificate(der)).collect();
    let is_unknown_to = |verdict: &Verdict| *verdict == Verdict::UnknownIssuer;
    let is_unknown = is_unknown_to(&by_system)
        && is_unknown_to(&by_public)
        && by_bundle.as_ref().is_none_or(|verdict| verdict.as_ref().is_ok_and(is_unknown_to));
    let is_incomplete = is_unknown
        && certificates
            .last()
            .is_some_and(|last| last.issuer != last.subject && is_known(&last.issuer, trust));
    Shown { chain: certificates, by_bundle, by_system, by_public, is_incomplete, offer: None }
}

/// Whether AWS tools or this program would connect to the server.
pub(super) fn is_trusted(shown: &Shown) -> bool {
    *shown.verdict() == Verdict::Trusted
        || shown.by_bundle.is_none() && shown.by_system == Verdict::Trusted
}

/// Whether these authorities trust a chain.
pub(super) fn judge_by(
    chain: &[Vec<u8>],
    host: &ServerName<'_>,
    anchors: &[TrustAnchor<'_>],
    now: Timestamp,
) -> Verdict {
    let Some((first, rest)) = chain.split_first() else {
        return Verdict::Unusable("no certificate".to_owned());
    };
    let unusable = |error: webpki::Error| Verdict::Unusable(clean_line(&format!("{error}")));
    let leaf = CertificateDer::from(first.as_slice());
    let leaf = match EndEntityCert::try_from(&leaf) {
        Ok(leaf) => leaf,
        Err(error) => return unusable(error),
    };
    let between: Vec<CertificateDer<'_>> =
        rest.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let algorithms = ring::default_provider().signature_verification_algorithms;
    let at = |time: Timestamp| {
        let seconds = u64::try_from(time.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let usage = KeyUsage::server_auth();
        leaf.verify_for_usage(algorithms.all, anchors, &between, time, usage, None, None)
            .map(|_| ())
    };
    match at(now) {
        Ok(()) => match leaf.verify_is_valid_for_subject_name(host) {
            Ok(()) => Verdict::Trusted,
            Err(_) => Verdict::OtherHost,
        },
        Err(error) => {
            // Whether they would trust it at another time.
            let within = read_certificate(first).map(|leaf| valid_moment(&leaf));
            match within {
                Some(time) if at(time).is_ok() => Verdict::OutOfTime,
                _ if matches!(
                    error,
                    webpki::Error::UnknownIssuer
                        | webpki::Error::CertExpired { .. }
                        | webpki::Error::CertNotValidYet { .. }
                ) =>
                {
                    Verdict::UnknownIssuer
                }
                _ => unusable(error),
            }
        }
    }
}

/// A moment shortly after a certificate becomes valid: its issuers became valid earlier and may
/// expire earlier.
fn valid_moment(certificate: &Certificate) -> Timestamp {
    let (from, to) = (certificate.not_before.as_second(), certificate.not_after.as_second());
    let moment = from.saturating_add(86_400).min(to.max(from));
    Timestamp::from_second(moment).unwrap_or(certificate.not_before)
}

/// A certificate for display.
fn read_certificate(der: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let time = |time: i64| Timestamp::from_second(time).unwrap_or(Timestamp::UNIX_EPOCH);
    let validity = certificate.validity();
    let names = certificate.subject_alternative_name().ok().flatten();
    let hosts = names
        .iter()
        .flat_map(|names| &names.value.general_names)
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some(clean_line(name)),
            _ => None,
        })
        .take(MAX_HOSTS)
        .collect();
    Some(Certificate {
        subject: read_name(certificate.subject()),
        issuer: read_name(certificate.issuer()),
        not_before: time(validity.not_before.timestamp()),
        not_after: time(validity.not_after.timestamp()),
        hosts,
    })
}

fn read_name(name: &X509Name<'_>) -> Name {
    let text = |found: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        let text = clean_line(found?.as_str().ok()?);
        (!text.is_empty()).then_some(text)
    };
    Name {
        common: text(name.iter_common_name().next()),
        organisation: text(name.iter_organization().next()),
    }
}

/// Whether a known authority belongs to the issuer's organization.
fn is_known(issuer: &Name, trust: &Trust) -> bool {
    let Some(organisation) = &issuer.organisation else {
        return false;
    };
    let bundle = trust.bundle.iter().flatten().flat_map(|bundle| bundle.iter());
    let public = webpki_roots::TLS_SERVER_ROOTS.iter();
    trust
        .system
        .iter()
        .chain(bundle)
        .chain(public)
        .any(|anchor| organization_of(anchor).as_ref() == Some(organisation))
}

/// Whether AWS's own authority is among these.
pub(super) fn contains_amazon(anchors: &[TrustAnchor<'_>]) -> bool {
    anchors.iter().any(|anchor| organization_of(anchor).as_deref() == Some("Amazon"))
}

/// An anchor's subject is the content of the name, without the outer SEQUENCE.
fn organization_of(anchor: &TrustAnchor<'_>) -> Option<String> {
    let content = anchor.subject.as_ref();
    let length = u16::try_from(content.len()).ok()?.to_be_bytes();
    let mut der = vec![0x30, 0x82, length[0], length[1]];
    der.extend_from_slice(content);
    let (_, subject) = X509Name::from_der(&der).ok()?;
    read_name(&subject).organisation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_authorities_have_names() {
        let names: Vec<String> =
            webpki_roots::TLS_SERVER_ROOTS.iter().filter_map(organization_of).collect();
        assert!(names.iter().any(|name| name == "Amazon"), "{names:?}");
        assert!(names.len() > 50);
    }

    #[test]
    fn rubbish_is_unusable_and_never_a_panic() {
        let host = ServerName::try_from("example.org").unwrap();
        let trust = Trust::default();
        for chain in [vec![], vec![vec![]], vec![vec![0x30, 0x82], vec![1, 2, 3]]] {
            let shown = judge_chain(&chain, &host, &trust, Timestamp::UNIX_EPOCH);
            assert!(matches!(shown.by_public, Verdict::Unusable(_)), "{shown:?}");
            assert!(!is_trusted(&shown));
        }
    }
}
