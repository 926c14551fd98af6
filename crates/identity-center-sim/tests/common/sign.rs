//! The signing side of signature version 4, written independently of the simulator's verifying
//! side.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Answer, send};

/// The signer.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
}

/// `GetCallerIdentity`, signed at this time.
pub(crate) fn caller_identity(url: &str, keys: &Keys, at: Timestamp) -> Answer {
    const BODY: &str = "Action=GetCallerIdentity&Version=2011-06-15";
    let host = url.strip_prefix("http://").unwrap();
    let date = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let scope = format!("{}/eu-west-1/sts/aws4_request", &date[..8]);
    let mut signed = vec![("host", host), ("x-amz-date", date.as_str())];
    if let Some(token) = &keys.session_token {
        signed.push(("x-amz-security-token", token));
    }
    let names: Vec<&str> = signed.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines: String = signed.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let request = format!("POST\n/\n\n{lines}\n{names}\n{}", hex(&Sha256::digest(BODY)));
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(request)));
    let mut key = format!("AWS4{}", keys.secret_access_key).into_bytes();
    for part in scope.split('/') {
        key = hmac(&key, part);
    }
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
        keys.access_key_id,
        hex(&hmac(&key, &to_sign))
    );
    let mut headers = vec![
        ("content-type", "application/x-www-form-urlencoded"),
        ("authorization", authorization.as_str()),
    ];
    headers.extend(signed.iter().skip(1));
    send(url, "POST", "/", &headers, BODY)
}

fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let pad = |with: u8| -> Vec<u8> {
        (0..64).map(|index| key.get(index).copied().unwrap_or(0) ^ with).collect()
    };
    let inner = Sha256::digest([pad(0x36), message.as_bytes().to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
