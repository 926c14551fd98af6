//! What a record is for, and how names are written for its readers.

use facts::{NameKind, Readers, Redactor, SessionKey, Subject};

use crate::changes::file_word;

/// What a record is for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    /// The JSON: complete, with the diff of each remedy.
    Json,
    /// A screen on this computer: source lines as their owner may see them.
    Screen,
    /// A report: redacted, and limited in size.
    Report(&'a Redactor),
}

impl Purpose<'_> {
    /// Whether it may be published.
    pub(super) fn is_public(self) -> bool {
        match self {
            Self::Report(redactor) => redactor.audience() == Readers::Public,
            Self::Json | Self::Screen => false,
        }
    }
}

/// `machine`, `file:config`, `sso-session:NAME`, `profile:NAME`.
pub(super) fn subject_name(subject: &Subject, purpose: Purpose<'_>) -> String {
    match subject {
        Subject::Machine => "machine".into(),
        Subject::File(kind) => format!("file:{}", file_word(*kind)),
        Subject::Session(key) => {
            let name = match (purpose, key) {
                (Purpose::Report(redactor), SessionKey::Named(name)) => {
                    redactor.name(NameKind::Session, name)
                }
                (Purpose::Report(redactor), SessionKey::Legacy(url)) => redactor.text(url),
                _ => facts::mask_secrets(key.name()),
            };
            format!("sso-session:{name}")
        }
        Subject::Profile(name) => format!("profile:{}", profile_name(name, purpose)),
    }
}

pub(super) fn profile_name(name: &str, purpose: Purpose<'_>) -> String {
    match purpose {
        Purpose::Report(redactor) => redactor.name(NameKind::Profile, name),
        // A secret may have been pasted in place of the name.
        Purpose::Json | Purpose::Screen => facts::mask_secrets(name),
    }
}
