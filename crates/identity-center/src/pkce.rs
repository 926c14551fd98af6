//! The secrets of one authorization: the proof key (RFC 7636) and the state (RFC 6749,
//! section 10.12).

use facts::Secret;
use sha2::{Digest, Sha256};

/// A proof key: only its challenge is sent through the browser.
pub(crate) struct ProofKey {
    pub(crate) verifier: Secret,
    pub(crate) challenge: String,
}

impl ProofKey {
    /// # Errors
    /// The system's error, if it has no random numbers.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        Ok(Self::of(random()?))
    }

    fn of(verifier: String) -> Self {
        Self {
            challenge: base64_url(&Sha256::digest(verifier.as_bytes())),
            verifier: Secret::new(verifier),
        }
    }
}

/// 256 random bits as 43 characters, all of which RFC 7636, section 4.1, allows.
pub(crate) fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(base64_url(&bytes))
}

/// Base64url without padding (RFC 4648, section 5).
fn base64_url(bytes: &[u8]) -> String {
    let standard = aws_smithy_types::base64::encode(bytes);
    standard.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

/// Compares in constant time.
pub(crate) fn is_same(own: &str, other: &str) -> bool {
    let differing = own.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    own.len() == other.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        // RFC 7636, appendix B.
        let key = ProofKey::of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        assert_eq!(key.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn two_are_never_the_same_and_need_no_escape() {
        let (first, second) = (random().unwrap(), random().unwrap());
        assert_ne!(first, second);
        for text in [first, second] {
            assert_eq!(text.len(), 43);
            assert!(
                text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
                "{text}"
            );
        }
    }

    #[test]
    fn only_the_whole_is_the_same() {
        assert!(is_same("abc", "abc"));
        for other in ["", "ab", "abcd", "abd", "ABC"] {
            assert!(!is_same("abc", other), "{other}");
        }
    }
}
