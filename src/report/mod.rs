//! A report for a support ticket: one plain structure, redacted before it is rendered (DESIGN,
//! *Secrets*); the renderers in `render` only lay it out.

mod files;
mod gather;
mod head;
mod layout;
mod not_checked;
mod read;
mod surroundings;
mod tried;

#[cfg(test)]
pub(crate) mod broken;
#[cfg(test)]
mod canaries;
#[cfg(test)]
mod reading;

use serde::{Deserialize, Serialize};

use crate::record::{Beside, LeftOut, Record, Tool};

pub(crate) use gather::Sources;
pub(crate) use read::{MAX_REPORT_BYTES, read};
pub(crate) use surroundings::roles_of_scope as role_cache_paths;

/// The version of docs/schema/report.schema.json: fields may be added, but never renamed.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// Distinguishes a report from this program's other JSON.
pub(crate) const KIND: &str = "aws-onboard-report";

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) schema_version: u32,
    pub(crate) kind: String,
    pub(crate) tool: Tool,
    pub(crate) made_at: String,
    /// A short fingerprint of the content, to quote in a ticket.
    pub(crate) reference: String,
    /// `support` or `public`.
    pub(crate) audience: String,
    pub(crate) head: Head,
    pub(crate) contact: Option<Contact>,
    pub(crate) administrator: Vec<Message>,
    pub(crate) calls: Vec<Call>,
    pub(crate) examination: Record,
    pub(crate) beside: Beside,
    pub(crate) environment: Surroundings,
    pub(crate) files: Vec<FileShape>,
    pub(crate) sessions: Vec<SessionShape>,
    pub(crate) cached_roles: Vec<CachedRoleShape>,
    pub(crate) network: Vec<Line>,
    pub(crate) unknown: Vec<Line>,
    pub(crate) changes: Vec<Done>,
    /// Absent in reports of older versions.
    #[serde(default)]
    pub(crate) sign_ins: Vec<SignInTried>,
    pub(crate) removed: Vec<LeftOut>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// The first lines: all that a helper needs to assign the ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    #[serde(rename = "for")]
    pub(crate) recipient: String,
    pub(crate) who: String,
    pub(crate) broken: String,
    pub(crate) since: String,
    pub(crate) tried: String,
    pub(crate) next: String,
}

impl Head {
    /// The lines, with their labels.
    pub(crate) fn lines(&self) -> [(&'static str, &str); 6] {
        [
            ("For", &self.recipient),
            ("Who", &self.who),
            ("Broken", &self.broken),
            ("Since", &self.since),
            ("Tried", &self.tried),
            ("Next", &self.next),
        ]
    }
}

/// The contact from the preset, and a prepared email.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) mail: Option<Mail>,
}

/// An email without the report, which the user attaches by hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mail {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) address: String,
    /// The command that opens the user's email program with this email.
    pub(crate) command: Vec<String>,
}

/// A message for the administrator who can do what the user cannot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) check: String,
    pub(crate) about: String,
    pub(crate) title: String,
    pub(crate) words: Vec<String>,
}

/// A call that AWS refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) operation: String,
    pub(crate) error: String,
    pub(crate) message: String,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) at: String,
    /// The profile or session that the call was made for.
    pub(crate) about: String,
}

/// What surrounds the AWS files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Surroundings {
    pub(crate) os: String,
    pub(crate) arch: String,
    pub(crate) shell: String,
    pub(crate) terminal: String,
    pub(crate) place: Vec<String>,
    pub(crate) aws: Vec<AwsOnPath>,
    pub(crate) proxies: Vec<Variable>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) preset: Option<String>,
}

/// An `aws` executable on PATH.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AwsOnPath {
    pub(crate) path: String,
    pub(crate) version: String,
}

/// A variable; without a value if the value is not shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

/// The structure of an AWS file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FileShape {
    pub(crate) file: String,
    pub(crate) path: String,
    pub(crate) set_by: Option<String>,
    pub(crate) state: String,
    pub(crate) mode: Option<String>,
    pub(crate) changed_at: Option<String>,
    pub(crate) encoding: Option<String>,
    pub(crate) line_ending: Option<String>,
    pub(crate) lines: usize,
    pub(crate) comments: usize,
    pub(crate) sections: Vec<SectionShape>,
}

/// A section in the order of the file; the first one may have no header.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SectionShape {
    pub(crate) line: usize,
    pub(crate) header: Option<String>,
    pub(crate) entries: Vec<EntryShape>,
}

/// A line of a section.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct EntryShape {
    pub(crate) line: usize,
    /// None if the line is unreadable.
    pub(crate) key: Option<String>,
    /// None if it is not on the allow-list.
    pub(crate) value: Option<String>,
    pub(crate) nested: bool,
}

/// A session and its token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SessionShape {
    pub(crate) name: String,
    pub(crate) defined_in_line: Option<usize>,
    pub(crate) legacy: bool,
    pub(crate) start_url: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) profiles: usize,
    pub(crate) in_scope: bool,
    pub(crate) token: TokenShape,
}

/// A token without its text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct TokenShape {
    pub(crate) state: String,
    pub(crate) expires_at: Option<String>,
    pub(crate) refreshable: Option<bool>,
    pub(crate) registration_expires_at: Option<String>,
    pub(crate) registration_kind: Option<String>,
    pub(crate) issued_in: Option<String>,
    pub(crate) issued_for: Option<String>,
    pub(crate) file_changed_at: Option<String>,
}

/// Cached credentials of a role, without the secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CachedRoleShape {
    pub(crate) profile: Option<String>,
    pub(crate) state: String,
    pub(crate) expires_at: Option<String>,
    pub(crate) file_changed_at: Option<String>,
}

/// A subject, and what to say about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) about: String,
    pub(crate) words: String,
}

/// A change that this program made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) at: String,
    pub(crate) title: String,
    pub(crate) files: Vec<String>,
    pub(crate) undone: bool,
}

/// A sign-in that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SignInTried {
    pub(crate) at: String,
    /// The sso-session or the portal.
    pub(crate) about: String,
    /// What was tried, and how it ended.
    pub(crate) words: String,
}
