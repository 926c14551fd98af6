//! Lock files of npm, pnpm and Yarn.

use super::numbered;

/// A locked package: its name, its version, and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Locked {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) line: usize,
}

/// Reads the packages of a lock file.
type ReadLock = fn(&str) -> Vec<Locked>;

/// The lock files, and how each is read.
pub(super) const LOCKS: &[(&str, ReadLock)] = &[
    ("package-lock.json", read_npm),
    ("npm-shrinkwrap.json", read_npm),
    ("pnpm-lock.yaml", read_pnpm),
    ("yarn.lock", read_yarn),
];

/// `"node_modules/aws-sdk": {` (npm 7 and later) or `"aws-sdk": {` below `"dependencies"`, and then
/// `"version": "2.1253.0"`. npm always writes one key a line.
fn read_npm(text: &str) -> Vec<Locked> {
    let mut locked = Vec::new();
    let mut last: Option<(&str, usize)> = None;
    for (line, text) in numbered(text) {
        let text = text.trim();
        if let Some(key) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix("\": {")) {
            // A package inside another one is that one's business.
            let name = key.strip_prefix("node_modules/").unwrap_or(key);
            last = (!name.contains("node_modules/")).then_some((name, line));
        } else if let Some(rest) = text.strip_prefix("\"version\": \"") {
            if let Some((name, line)) = last.take() {
                let version = rest.trim_end_matches([',', '"']).to_owned();
                locked.push(Locked { name: name.to_owned(), version, line });
            }
        } else {
            // The version is the first field.
            last = None;
        }
    }
    locked
}

/// `'@aws-sdk/client-s3@3.500.0':`, `/@aws-sdk/client-s3@3.500.0(…):` or `/aws-sdk/2.1253.0:`.
fn read_pnpm(text: &str) -> Vec<Locked> {
    let mut locked = Vec::new();
    for (line, text) in numbered(text) {
        let Some(key) = text.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')) else {
            continue;
        };
        let Some(key) = key.trim_end().strip_suffix(':') else { continue };
        let key = key.trim_matches('\'').trim_start_matches('/');
        let key = key.split('(').next().unwrap_or(key);
        let at = key.rfind('@').filter(|at| *at > 0).or_else(|| key.rfind('/'));
        if let Some((name, version)) = at.and_then(|at| Some((key.get(..at)?, key.get(at + 1..)?)))
            && version.starts_with(|c: char| c.is_ascii_digit())
        {
            locked.push(Locked { name: name.to_owned(), version: version.to_owned(), line });
        }
    }
    locked
}

/// `"@aws-sdk/client-s3@^3.0.0":` and then `  version "3.500.0"`, or `  version: 3.500.0`.
fn read_yarn(text: &str) -> Vec<Locked> {
    let mut locked = Vec::new();
    let mut last: Option<(&str, usize)> = None;
    for (line, text) in numbered(text) {
        if !text.starts_with(' ') {
            let key = text.trim_end().strip_suffix(':').unwrap_or_default();
            let first = key.trim_matches('"').split(", ").next().unwrap_or_default();
            let at = first.get(1..).and_then(|rest| rest.find('@')).map(|at| at + 1);
            last = at.and_then(|at| first.get(..at)).map(|name| (name, line));
        } else if let Some(rest) = text.strip_prefix("  version")
            && let Some((name, line)) = last.take()
        {
            let version = rest.trim_start_matches(':').trim().trim_matches('"').to_owned();
            locked.push(Locked { name: name.to_owned(), version, line });
        }
    }
    locked
}
