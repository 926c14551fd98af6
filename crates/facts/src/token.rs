//! The token cache, `~/.aws/sso/cache`, as found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use crate::{Secret, SessionKey};

/// How long before its expiry botocore refreshes a token (`botocore/tokens.py`,
/// `_REFRESH_WINDOW`).
const REFRESH_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// A token with what is needed to refresh it (FACTS section 3; `botocore/tokens.py`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The portal's bearer token.
    pub access_token: Secret,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Refreshes it without a browser, if the session's scopes allow that.
    pub refresh_token: Option<Secret>,
    /// The token's client registration.
    pub client_id: Option<Secret>,
    /// The registration's secret.
    pub client_secret: Option<Secret>,
    /// When the registration expires; a refresh is not possible after it.
    pub registration_expires_at: Option<Timestamp>,
    /// The region that issued it, from the file; no client compares it (FACTS section 3).
    pub region: Option<String>,
    /// The start URL that it was issued for, from the file.
    pub start_url: Option<String>,
}

impl Token {
    /// Whether it has expired at `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }

    /// Whether everything that a refresh needs is present and still valid at `now`.
    pub fn can_be_refreshed(&self, now: Timestamp) -> bool {
        self.refresh_token.is_some()
            && self.client_id.is_some()
            && self.client_secret.is_some()
            && self.registration_expires_at.is_some_and(|end| end > now)
    }

    /// Whether an AWS command would try to refresh it now: less than 15 minutes remain.
    pub fn is_due_for_refresh(&self, now: Timestamp) -> bool {
        self.expires_at.duration_since(now) < REFRESH_WINDOW
    }
}

/// One file of the token cache that is named after a session.
#[derive(Clone, Debug)]
pub struct CacheEntry {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` if the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// Whether the user can write it; `None` if unknown.
    pub writable: Option<bool>,
    /// The format of its expiry.
    pub time_form: TimeForm,
    /// The token, or what is wrong with the file.
    pub token: Result<Token, CacheFault>,
    /// When AWS refused to renew this very token, if it did: the session behind it is over.
    pub renewal_refused: Option<Timestamp>,
}

/// The format of `expiresAt`, by the clients that read it (FACTS, section 3; FAILURES, T09).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeForm {
    /// `YYYY-MM-DDTHH:MM:SS`, perhaps a fraction, and `Z`: every client reads it.
    #[default]
    Everyone,
    /// With an offset: RFC 3339, which Go reads and the Rust SDK does not.
    Offset,
    /// A format that neither Go nor the Rust SDK reads, such as `UTC` for `Z`.
    Python,
}

impl TimeForm {
    /// The format of a time that the AWS CLI reads.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let shape = b"0000-00-00T00:00:00";
        let fits = bytes.len() > shape.len()
            && shape.iter().zip(bytes).all(|(shape, byte)| match shape {
                b'0' => byte.is_ascii_digit(),
                shape => shape == byte,
            });
        if !fits {
            return Self::Python;
        }
        let zone = &text[shape.len()..];
        let zone = match zone.strip_prefix('.') {
            Some(fraction) => {
                let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                if zone.len() == fraction.len() {
                    return Self::Python;
                }
                zone
            }
            None => zone,
        };
        match zone.as_bytes() {
            b"Z" => Self::Everyone,
            [b'+' | b'-', h1, h2, b':', m1, m2]
                if [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()) =>
            {
                Self::Offset
            }
            _ => Self::Python,
        }
    }
}

/// Why a cache file is unusable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheFault {
    /// It is unreadable; the text says why.
    Unreadable(String),
    /// It is not JSON, or not an object: truncated, empty, another format.
    NotJson,
    /// It lacks a required field, such as `accessToken`, or that field is not text.
    Missing(&'static str),
    /// Its expiry is not a time that the AWS CLI can read.
    BadTime,
    /// It is larger than any token (1 MiB).
    TooLarge,
}

impl std::fmt::Display for CacheFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Self::NotJson => f.write_str("it is not a whole JSON object"),
            Self::Missing(field) => write!(f, "it has no {field}"),
            Self::BadTime => f.write_str("its expiresAt is not a time that the AWS CLI reads"),
            Self::TooLarge => f.write_str("it is larger than a token can be"),
        }
    }
}

/// A client registration, as the AWS CLI caches it (FACTS, section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The client.
    pub client_id: Secret,
    /// Its secret.
    pub client_secret: Secret,
    /// When it expires. AWS allows 90 days.
    pub expires_at: Timestamp,
    /// The scopes that it was registered with.
    pub scopes: Vec<String>,
    /// The grant types; none for a device's registration, and in files from before AWS CLI 2.22.0.
    pub grant_types: Vec<String>,
}

impl Registration {
    /// Whether it is for a browser sign-in (an authorization code). The AWS CLI distinguishes the
    /// kinds by the grant types; none means a device's.
    pub fn is_for_a_browser(&self) -> bool {
        self.grant_types.iter().any(|grant| grant == "authorization_code")
    }
}

/// The file in which the AWS CLI would search for a session's client registration.
#[derive(Clone, Debug)]
pub struct RegistrationEntry {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` if the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// The registration, or what is wrong with the file.
    pub registration: Result<Registration, CacheFault>,
}

/// A token cache file that matches no session of the AWS files.
#[derive(Clone, Debug)]
pub struct OtherEntry {
    /// Its path.
    pub path: PathBuf,
    /// Unix permission bits; `None` if the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// Who wrote it, judging by its name or its `clientName`.
    pub writer: Writer,
    /// Its content.
    pub content: OtherContent,
}

/// The writer of a token cache file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The AWS CLI or an SDK, by the format of the name: they share these files.
    Aws,
    /// A tool with its own files.
    Tool(&'static str),
    /// Unknown.
    Unknown,
}

impl Writer {
    /// The tool that writes files with this name, or registers under this name (AWS Toolkits:
    /// `aws-toolkit-vscode` and `aws-toolkit-jetbrains`, `client-id-REGION.json`; Kiro:
    /// `kiro-auth-token.json`).
    pub fn of(file_name: &str, client_name: Option<&str>) -> Self {
        let file = file_name.to_ascii_lowercase();
        let client = client_name.unwrap_or_default().to_ascii_lowercase();
        let tools = [
            ("kiro", "Kiro"),
            ("aws-toolkit-jetbrains", "the AWS Toolkit for JetBrains"),
            ("jetbrains", "the AWS Toolkit for JetBrains"),
            ("aws-toolkit-vscode", "the AWS Toolkit for VS Code"),
            ("vscode", "the AWS Toolkit for VS Code"),
            ("aws-toolkit", "an AWS Toolkit"),
            ("amazon-q", "Amazon Q"),
            ("amazon q", "Amazon Q"),
            ("codewhisperer", "CodeWhisperer"),
        ];
        let tool = tools.iter().find(|(mark, _)| file.starts_with(mark) || client.contains(mark));
        if let Some((_, name)) = tool {
            return Self::Tool(name);
        }
        let stem = file.strip_suffix(".json").unwrap_or(&file);
        let hash = stem.len() == 40 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Until AWS CLI 2.7.31 a registration was named after its region.
        if hash || stem.starts_with("botocore-client-id-") { Self::Aws } else { Self::Unknown }
    }
}

/// The content of a token cache file that matches no session of the AWS files.
#[derive(Clone, Debug)]
pub enum OtherContent {
    /// A token.
    Token(Box<Token>),
    /// A client registration.
    Registration(Box<Registration>),
    /// A valid JSON object that is neither.
    Something,
    /// It is unusable.
    Faulty(CacheFault),
}

/// What the system reports about a cache folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderState {
    /// Unix permission bits; `None` if there is no folder, or the system has none.
    pub mode: Option<u32>,
    /// Whether the user owns it; `None` if unknown.
    pub owned: Option<bool>,
    /// Why no file can be created in it, if so.
    pub closed: Option<String>,
    /// Why it cannot be listed, if so.
    pub unlisted: Option<String>,
}

/// The token folder.
#[derive(Clone, Debug, Default)]
pub struct TokenCache {
    /// `~/.aws/sso/cache`, regardless of AWS_CONFIG_FILE.
    pub folder: PathBuf,
    /// What the system reports about it.
    pub state: FolderState,
    /// The entries of sessions in the AWS files, by file name (`<sha1>.json`); a session without
    /// an entry has never been signed in to.
    pub entries: BTreeMap<String, CacheEntry>,
    /// The client registrations of these sessions.
    pub registrations: BTreeMap<SessionKey, RegistrationEntry>,
    /// The other JSON files of the folder, by path.
    pub others: Vec<OtherEntry>,
    /// The number of further files, which were not read.
    pub unread: usize,
}

#[cfg(test)]
mod tests {
    use super::{TimeForm, Writer};

    // The tool that reads the measured files (FACTS, section 3).
    #[test]
    fn forms_of_a_time_by_who_reads_them() {
        for (text, form) in [
            ("2030-06-01T12:30:00Z", TimeForm::Everyone),
            ("2030-06-01T12:30:00.123Z", TimeForm::Everyone),
            ("2030-06-01T12:30:00+00:00", TimeForm::Offset),
            ("2030-06-01T12:30:00.5-07:00", TimeForm::Offset),
            ("2030-06-01T12:30:00UTC", TimeForm::Python),
            ("2030-06-01T12:30:00.Z", TimeForm::Python),
            ("2030-06-01 12:30:00Z", TimeForm::Python),
            ("2030-06-01t12:30:00z", TimeForm::Python),
            ("2030-06-01T12:30:00+0000", TimeForm::Python),
            ("2030-06-01T12:30:00", TimeForm::Python),
            ("Sat, 01 Jun 2030 12:30:00 GMT", TimeForm::Python),
            ("ü030-06-01T12:30:00Z", TimeForm::Python),
            ("", TimeForm::Python),
        ] {
            assert_eq!(TimeForm::of(text), form, "{text}");
        }
    }

    #[test]
    fn files_tell_whose_they_are() {
        let hash = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
        for (file, client, writer) in [
            (hash, None, Writer::Aws),
            (hash, Some("botocore-client-corp"), Writer::Aws),
            ("botocore-client-id-us-east-1.json", None, Writer::Aws),
            ("kiro-auth-token.json", None, Writer::Tool("Kiro")),
            (
                "aws-toolkit-vscode-client-id-us-east-1.json",
                None,
                Writer::Tool("the AWS Toolkit for VS Code"),
            ),
            (
                hash,
                Some("AWS IDE Extensions for VSCode"),
                Writer::Tool("the AWS Toolkit for VS Code"),
            ),
            ("notes.json", None, Writer::Unknown),
        ] {
            assert_eq!(Writer::of(file, client), writer, "{file} {client:?}");
        }
    }
}
