//! A support team's preset, as plain data; `collect` reads it.

use std::path::PathBuf;

use indexmap::IndexMap;
use semver::VersionReq;

/// What a support team gives its users in one `preset.ini`. Untrusted input: it runs nothing, and
/// its content is shown before it is used.
#[derive(Clone, Debug, Default)]
pub struct Preset {
    /// The file's name without its extension.
    pub name: String,
    /// Its path.
    pub path: PathBuf,
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
    /// `[portal] session`.
    pub session: Option<String>,
    /// `[portal] start_url`.
    pub start_url: Option<String>,
    /// `[portal] region`.
    pub region: Option<String>,
    /// `[portal] scopes`.
    pub scopes: Vec<String>,
    /// `[profiles] name`: a template.
    pub profile_name: Option<String>,
    /// `[profiles] roles`: patterns `ACCOUNT/ROLE` of the roles that `setup` selects.
    pub roles: Vec<String>,
    /// `[profiles] default_profile`: the name, perhaps with `*` and `?`, of the profile that becomes
    /// the default.
    pub default_profile: Option<String>,
    /// `[profiles] region`.
    pub profile_region: Option<String>,
    /// `[profiles] output`.
    pub output: Option<String>,
    /// `[profiles] try`: the command to try at the end, with `{profile}` for the profile's name.
    pub try_command: Option<String>,
    /// `[requirements] aws_cli`: a range of versions.
    pub aws_cli: Option<VersionReq>,
    /// `[requirements] install`: how users install the AWS CLI.
    pub install: Option<String>,
    /// `[requirements] static_keys = forbidden`.
    pub static_keys_forbidden: bool,
    /// `[contact]`.
    pub contact: Option<Contact>,
    /// `[links]`, by label.
    pub links: IndexMap<String, String>,
    /// `[way-in NAME]`, in file order.
    pub ways_in: Vec<WayIn>,
}

/// Who to contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The team's name.
    pub name: Option<String>,
    /// Its email address.
    pub email: Option<String>,
    /// Its help page.
    pub page: Option<String>,
}

/// One way to sign in to the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// The section's name.
    pub name: String,
    /// The user's choice.
    pub label: String,
    /// The instructions, one step per line.
    pub steps: Vec<String>,
}
