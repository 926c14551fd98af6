//! The version of a program or a library, in any of the forms that ecosystems write.

use std::cmp::Ordering;

/// The version of a program or a library: `1.44.298`, `2023.4.0`, `2.0.0-beta.35`, `1.0rc1`,
/// `2.36.7_1`. Versions compare by their numbers; a missing number counts as zero, and a
/// preliminary version comes before its release (PEP 440, Semantic Versioning 2.0.0 item 11).
#[derive(Clone, Debug)]
pub struct ProgramVersion {
    text: String,
    numbers: Vec<u64>,
    preliminary: Option<Vec<u64>>,
}

/// A longer text is no version.
const MAX_VERSION_LENGTH: usize = 80;

/// The words that mark a preliminary version.
const PRELIMINARY: &[&str] = &[
    "alpha", "beta", "pre", "preview", "dev", "edge", "rc", "snapshot", "next", "canary", "a", "b",
];

impl ProgramVersion {
    /// Reads a version, with or without a leading `v`; `None` if it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-+_~!".contains(c);
        if text.len() > MAX_VERSION_LENGTH || !text.chars().all(is_plain) {
            return None;
        }
        let text = text.strip_prefix('v').unwrap_or(text);
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        let digits = digits.trim_end_matches('.');
        let numbers: Vec<u64> =
            digits.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        // A build's own mark after `+` does not order versions.
        let rest = rest.split('+').next().unwrap_or_default().to_ascii_lowercase();
        let word: String = rest
            .trim_start_matches(['-', '.', '_', '~'])
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        let preliminary = PRELIMINARY.contains(&word.as_str()).then(|| {
            rest.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
        });
        Some(Self { text: text.to_owned(), numbers, preliminary })
    }

    /// As it was written, without a leading `v`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first three numbers.
    pub fn numbers(&self) -> (u64, u64, u64) {
        let number = |at: usize| self.numbers.get(at).copied().unwrap_or(0);
        (number(0), number(1), number(2))
    }

    /// The first three numbers as a version of Semantic Versioning, for tables of first versions. A
    /// preliminary version comes before its release there too.
    pub fn to_semver(&self) -> semver::Version {
        let (major, minor, patch) = self.numbers();
        let mut version = semver::Version::new(major, minor, patch);
        if self.is_preliminary()
            && let Ok(mark) = semver::Prerelease::new("0")
        {
            version.pre = mark;
        }
        version
    }

    /// Whether it comes before its release, such as `2.0.0-beta.35`.
    pub const fn is_preliminary(&self) -> bool {
        self.preliminary.is_some()
    }

    /// Whether this is the version `since` or a newer one. `None` if `since` is no version.
    pub fn is_at_least(&self, since: &str) -> Option<bool> {
        Self::parse(since).map(|since| *self >= since)
    }
}

impl std::fmt::Display for ProgramVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ord for ProgramVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let padded = |version: &Self| {
            let mut numbers = version.numbers.clone();
            numbers.resize(length, 0);
            numbers
        };
        padded(self).cmp(&padded(other)).then_with(|| {
            match (&self.preliminary, &other.preliminary) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(one), Some(two)) => one.cmp(two),
            }
        })
    }
}

impl PartialOrd for ProgramVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ProgramVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ProgramVersion {}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> ProgramVersion {
        ProgramVersion::parse(text).unwrap()
    }

    #[test]
    fn versions_come_in_the_order_of_their_releases() {
        let order = [
            "0.14.6",
            "1.0rc1",
            "1.0",
            "1.6",
            "1.6.5",
            "1.44.298",
            "1.44.311",
            "2.0.0-beta.9",
            "2.0.0-beta.35",
            "v2.0.0",
            "2.0.1",
            "2023.4.0",
        ];
        for pair in order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.6"), version("v1.6.0"));
        assert_eq!(version("2.36.7_1").numbers(), (2, 36, 7));
        assert_eq!(version("1.2.497.0").is_at_least("1.2.497"), Some(true));
        assert_eq!(version("1.32.0+incompatible").is_at_least("1.32.0"), Some(true));
        assert_eq!(version("1.32.0").is_at_least("config"), None);
        assert_eq!(version("1.6").to_semver(), semver::Version::new(1, 6, 0));
        assert!(version("2.0.0-beta.35").to_semver() < semver::Version::new(2, 0, 0));
        assert!(!version("2.15.0.post1").is_preliminary() && version("3.0.0a1").is_preliminary());
    }

    #[test]
    fn other_words_are_no_version() {
        for text in ["", "latest", "(devel)", "v", ".", "1..2", "99999999999999999999999", "1 2"] {
            assert!(ProgramVersion::parse(text).is_none(), "{text}");
        }
        assert!(ProgramVersion::parse(&"1.".repeat(60)).is_none());
    }
}
