//! A report: the examination with a pen, for a support ticket. One plain structure, redacted before
//! it is rendered (DESIGN, *Secrets*); the renderers in `render` only lay it out.

mod files;
mod gather;
mod head;
mod layout;
mod read;
mod surroundings;

#[cfg(test)]
mod broken;
#[cfg(test)]
mod canaries;

use serde::{Deserialize, Serialize};

use crate::record::{Beside, LeftOut, Record, Tool};

pub(crate) use gather::Sources;
pub(crate) use read::{MAX_REPORT_BYTES, read};
pub(crate) use surroundings::roles_of_scope as role_cache_paths;

/// The version of docs/schema/report.schema.json: fields may be added, never renamed.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// What tells a report from other JSON of this program.
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
    pub(crate) removed: Vec<LeftOut>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// The first lines: all that a helper reads before deciding who takes the ticket.
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
    /// The lines with their labels.
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

/// Whom the preset says to ask, and the mail that is ready.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) page: Option<String>,
    pub(crate) mail: Option<Mail>,
}

/// A mail without the report, which is attached by hand.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mail {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) address: String,
    /// Opens the person's own mail program with it.
    pub(crate) command: Vec<String>,
}

/// Words for whoever can do what the person cannot.
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
    /// The profile or the session that it was made for.
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

/// An `aws` on PATH.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AwsOnPath {
    pub(crate) path: String,
    pub(crate) version: String,
}

/// A variable; without a value where it is set and not shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}

/// An AWS file in its structure.
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

/// A section as it stands; the first one may have no header.
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
    /// Of a line that nobody can read: none.
    pub(crate) key: Option<String>,
    /// None where it is not on the allow-list.
    pub(crate) value: Option<String>,
    pub(crate) nested: bool,
}

/// A session with its token.
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

/// Credentials of a role that the AWS CLI keeps, without them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CachedRoleShape {
    pub(crate) profile: Option<String>,
    pub(crate) state: String,
    pub(crate) expires_at: Option<String>,
    pub(crate) file_changed_at: Option<String>,
}

/// Something, and what is to be said about it.
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
