//! Signature version 4, the verifying side: "Create a signed AWS API request" in the IAM user
//! guide, and botocore `auth.py SigV4Auth`. It covers only what STS needs: a POST with a body,
//! signed in headers.

use axum::http::header::AUTHORIZATION;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use sha2::{Digest, Sha256};

use crate::calls::Signer;
use crate::incoming::Incoming;

/// The parts of an Authorization header.
pub(crate) struct Signature<'a> {
    pub(crate) access_key_id: &'a str,
    /// `DATE/REGION/SERVICE/aws4_request`
    scope: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Signature<'a> {
    /// Parses an Authorization header.
    pub(crate) fn parse(authorization: &'a str) -> Option<Signature<'a>> {
        let rest = authorization.strip_prefix("AWS4-HMAC-SHA256")?;
        let part = |name: &str| {
            rest.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let (access_key_id, scope) = part("Credential")?.split_once('/')?;
        Some(Signature {
            access_key_id,
            scope,
            signed_headers: part("SignedHeaders")?,
            signature: part("Signature")?,
        })
    }
}

/// Who signed this call, in which region; none if nobody did.
pub(crate) fn signer(incoming: &Incoming) -> Option<Signer> {
    let signature = Signature::parse(incoming.header(AUTHORIZATION.as_str())?)?;
    Some(Signer {
        access_key_id: signature.access_key_id.to_owned(),
        region: signature.scope.split('/').nth(1)?.to_owned(),
    })
}

/// A time in the format of `x-amz-date`: `20261123T060000Z`.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let moment = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Offset::UTC.to_timestamp(moment).ok()
}

/// Whether the call was signed with this secret.
pub(crate) fn is_signed_by(signature: &Signature<'_>, incoming: &Incoming, secret: &str) -> bool {
    let date = incoming.header("x-amz-date").unwrap_or_default();
    let request = canonical_request(signature, incoming);
    let to_sign =
        format!("AWS4-HMAC-SHA256\n{date}\n{}\n{}", signature.scope, hex(&Sha256::digest(request)));
    let key = signature
        .scope
        .split('/')
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part.as_bytes()));
    hex(&hmac(&key, to_sign.as_bytes())) == signature.signature
}

fn canonical_request(signature: &Signature<'_>, incoming: &Incoming) -> String {
    let headers: String = signature
        .signed_headers
        .split(';')
        .map(|name| {
            let values: Vec<String> = incoming
                .headers
                .get_all(name)
                .iter()
                .map(|value| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
                })
                .collect();
            format!("{name}:{}\n", values.join(","))
        })
        .collect();
    let mut query: Vec<&str> = incoming.query.split('&').filter(|pair| !pair.is_empty()).collect();
    query.sort_unstable();
    format!(
        "{}\n{}\n{}\n{headers}\n{}\n{}",
        incoming.method,
        incoming.path,
        query.join("&"),
        signature.signed_headers,
        hex(&Sha256::digest(&incoming.body))
    )
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message);
    let outer =
        Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner.finalize());
    outer.finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;

    /// The key of the AWS signature version 4 test suite.
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    fn incoming(method: &str, body: &str, headers: &[(&'static str, &str)]) -> Incoming {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Incoming {
            method: method.to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers: map,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn the_suites_get_vanilla() {
        let request = incoming(
            "GET",
            "",
            &[("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")],
        );
        let signature = Signature::parse(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders=host;x-amz-date, \
             Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        )
        .unwrap();
        assert_eq!(signature.access_key_id, "AKIDEXAMPLE");
        assert!(is_signed_by(&signature, &request, SECRET));
        assert!(!is_signed_by(&signature, &request, "another"));
    }

    #[test]
    fn a_longer_key_than_a_block_is_hashed_first() {
        // RFC 4231, test case 6.
        let mac = hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&mac), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn what_is_no_signature() {
        for text in [
            "",
            "Basic abc",
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
        ] {
            assert!(Signature::parse(text).is_none(), "{text}");
        }
        assert!(time("2015-08-30T12:36:00Z").is_none());
        assert_eq!(time("20150830T123600Z").unwrap().to_string(), "2015-08-30T12:36:00Z");
    }
}
