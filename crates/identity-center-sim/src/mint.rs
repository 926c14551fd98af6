//! Identifiers, codes, keys and tokens: they look random but are the same in every run.
//!
//! The formats follow the live services; clients must not parse them.

use sha2::{Digest, Sha256};

const UPPER: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
/// The alphabet of access key and principal identifiers.
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX: &[u8] = b"0123456789abcdef";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Generates identifiers by hashing a counter.
pub(crate) struct Mint {
    seed: String,
    counter: u64,
}

impl Mint {
    pub(crate) fn new(seed: String) -> Mint {
        Mint { seed, counter: 0 }
    }

    /// `length` characters of an alphabet of at most 256.
    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        self.counter += 1;
        text_from(&format!("{}/{}", self.seed, self.counter), alphabet, length)
    }

    /// A client identifier.
    pub(crate) fn client_id(&mut self) -> String {
        self.text(BASE64_URL, 36)
    }

    /// A client secret, in the shape of a signed token.
    pub(crate) fn client_secret(&mut self) -> String {
        format!(
            "eyJ{}.{}.{}",
            self.text(BASE64_URL, 45),
            self.text(BASE64_URL, 320),
            self.text(BASE64_URL, 64)
        )
    }

    pub(crate) fn device_code(&mut self) -> String {
        self.text(BASE64_URL, 86)
    }

    pub(crate) fn authorization_code(&mut self) -> String {
        self.text(BASE64_URL, 64)
    }

    /// A code that the user compares: `BCDF-GHJK`, without vowels.
    pub(crate) fn user_code(&mut self) -> String {
        let letters = self.text(UPPER, 8);
        format!("{}-{}", &letters[..4], &letters[4..])
    }

    pub(crate) fn access_token(&mut self) -> String {
        format!("aoaAAAAA{}:{}", self.text(BASE64_URL, 248), self.text(BASE64, 136))
    }

    pub(crate) fn refresh_token(&mut self) -> String {
        format!("aorAAAAA{}:{}", self.text(BASE64_URL, 248), self.text(BASE64, 136))
    }

    /// The ID of a temporary access key.
    pub(crate) fn access_key_id(&mut self) -> String {
        format!("ASIA{}", self.text(BASE32, 16))
    }

    pub(crate) fn secret_access_key(&mut self) -> String {
        self.text(BASE64, 40)
    }

    pub(crate) fn session_token(&mut self) -> String {
        format!("IQoJb3JpZ2luX2Vj{}", self.text(BASE64, 560))
    }

    pub(crate) fn page_token(&mut self) -> String {
        self.text(BASE64_URL, 48)
    }

    pub(crate) fn request_id(&mut self) -> String {
        let hex = self.text(HEX, 32);
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// The identifier of a role or a user, which depends only on the ARN.
pub(crate) fn principal_id(prefix: &str, arn: &str) -> String {
    format!("{prefix}{}", text_from(arn, BASE32, 17))
}

fn text_from(seed: &str, alphabet: &[u8], length: usize) -> String {
    (0_u64..)
        .flat_map(|block| Sha256::digest(format!("{seed}/{block}")))
        .map(|byte| char::from(alphabet[usize::from(byte) % alphabet.len()]))
        .take(length)
        .collect()
}

/// Base64url without padding (RFC 4648, section 5), as PKCE writes its challenge.
pub(crate) fn base64_url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (word >> (18 - 6 * place)) & 0x3f;
            out.push(char::from(BASE64_URL[index as usize]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_the_live_services() {
        let mut mint = Mint::new("test".to_owned());
        let key = mint.access_key_id();
        assert!(key.starts_with("ASIA") && key.len() == 20);
        assert_eq!(mint.secret_access_key().len(), 40);
        let code = mint.user_code();
        assert!(code.len() == 9 && code.as_bytes()[4] == b'-');
        let id = mint.request_id();
        assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(mint.client_secret().split('.').count(), 3);
    }

    #[test]
    fn nothing_repeats_within_a_run_and_everything_between_runs() {
        let run = || {
            let mut mint = Mint::new("test".to_owned());
            (0..500).map(|_| mint.device_code()).collect::<Vec<_>>()
        };
        let mut codes = run();
        assert_eq!(codes, run());
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), 500);
    }

    #[test]
    fn the_challenge_of_rfc_7636_appendix_b() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(
            base64_url(&Sha256::digest(verifier)),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(base64_url(b""), "");
        assert_eq!(base64_url(b"f"), "Zg");
        assert_eq!(base64_url(b"fo"), "Zm8");
    }
}
