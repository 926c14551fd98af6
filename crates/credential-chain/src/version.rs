//! First versions.

use semver::Version;

use crate::Client;

/// A version with missing parts as zero: `1.29` is `1.29.0`.
pub(crate) fn parse(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(|part| part.parse::<u64>().ok());
    let major = parts.next()??;
    let minor = parts.next().unwrap_or(Some(0))?;
    let patch = parts.next().unwrap_or(Some(0))?;
    Some(Version::new(major, minor, patch))
}

/// Whether the client's version is known to be older than `since`.
pub(crate) fn is_older(client: &Client, since: Option<&str>) -> bool {
    match (&client.version, since.and_then(parse)) {
        (Some(version), Some(since)) => *version < since,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Family;

    #[test]
    fn an_unknown_version_is_not_old() {
        let client = Client::new(Family::Botocore);
        assert!(!is_older(&client, Some("1.29.10")));
        let old = client.with_version(Version::new(1, 29, 9));
        assert!(is_older(&old, Some("1.29.10")) && !is_older(&old, Some("1.29")));
        assert!(!is_older(&old, None));
    }
}
