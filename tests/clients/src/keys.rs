//! Keys that tell where they came from: each place on a machine that can hold a key has its own.

use sha2::{Digest, Sha256};

/// The account of every key and of every role.
pub const ACCOUNT: &str = "111122223333";

/// The roles that the simulated STS gives to every caller.
pub const ROLES: [&str; 5] = ["Deploy", "Web", "Hop1", "Hop2", "Hop3"];

/// Every place that can hold a key, by its label.
pub const LABELS: [&str; 14] = [
    "env",
    "env-old",
    "config-default",
    "config-dev",
    "config-base",
    "config-bare",
    "credentials-default",
    "credentials-dev",
    "credentials-base",
    "credentials-other",
    "process-dev",
    "process-base",
    "login-mira",
    "moved-files",
];

/// The access key ID of a place: `AKIA`, the label in capitals, and sevens up to twenty characters.
pub fn access_key_id(label: &str) -> String {
    let name: String = label
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .take(16)
        .collect();
    format!("AKIA{name:7<16}")
}

/// The secret of a place's key: forty hexadecimal digits that no service has ever issued.
pub fn secret_access_key(label: &str) -> String {
    let digest = Sha256::digest(format!("client matrix/{label}"));
    digest.iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

/// The place whose key this is.
pub fn label_of(access_key_id: &str) -> Option<&'static str> {
    LABELS.into_iter().find(|label| self::access_key_id(label) == access_key_id)
}

/// The ARN of a role.
pub fn role_arn(role: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{role}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_own_key() {
        for label in LABELS {
            let id = access_key_id(label);
            assert_eq!(id.len(), 20, "{label}");
            assert_eq!(label_of(&id), Some(label));
            assert_eq!(secret_access_key(label).len(), 40);
        }
        assert_eq!(label_of("AKIAIOSFODNN7EXAMPLE"), None);
    }
}
