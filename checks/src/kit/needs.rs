//! Lists of required checks that several checks share.

use crate::Need;

/// The AWS files are readable and filled in.
pub(crate) const READABLE: Need = Need::All(&["files-readable", "config-template"]);

/// The AWS files are readable, and their bytes are text.
pub(crate) const READABLE_TEXT: Need =
    Need::All(&["files-readable", "config-template", "files-encoding"]);

/// Sections, keys and values are as the user intended.
pub(crate) const AS_WRITTEN: Need = Need::All(&[
    "config-template",
    "config-lookalikes",
    "config-sections",
    "config-keys",
    "config-values",
    "config-indentation",
]);

/// The tools recognize every profile's header.
pub(crate) const HEADERS_SEEN: Need = Need::All(&[
    "files-readable",
    "config-template",
    "config-duplicates",
    "config-lookalikes",
    "config-sections",
    "config-indentation",
]);

/// The session exists and has its required fields.
pub(crate) const SESSION_FIELDS: Need =
    Need::All(&["config-template", "sso-session-exists", "sso-session-fields"]);

/// The session exists, and its address and region are plausible.
pub(crate) const SESSION_COMPLETE: Need =
    Need::All(&["sso-session-exists", "sso-session-fields", "sso-start-url", "sso-region"]);

/// There is a token, and it belongs to this session.
pub(crate) const TOKEN_USABLE: Need =
    Need::All(&["token-present", "token-registration", "token-origin", "token-valid"]);
