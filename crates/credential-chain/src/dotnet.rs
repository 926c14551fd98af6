//! .NET's profile: the set of its credential properties must match exactly one type
//! (`Runtime/CredentialManagement/Internal/CredentialProfileTypeDetector.cs`).

use facts::Text;

use crate::engine::{Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::Entry;
use crate::rules::Nature;

/// The properties that decide about the type.
const PROPERTIES: [&str; 11] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "role_arn",
    "source_profile",
    "credential_source",
    "credential_process",
    "web_identity_token_file",
    "external_id",
    "mfa_serial",
    "login_session",
];

/// The types, each by the properties that it needs, with what it may have beside them.
const TYPES: [(Nature, &[&str], &[&str]); 6] = [
    (Nature::Static, &["aws_access_key_id", "aws_secret_access_key"], &["aws_session_token"]),
    (Nature::Role, &["role_arn", "source_profile"], &["external_id", "mfa_serial"]),
    (Nature::Role, &["role_arn", "credential_source"], &["external_id", "mfa_serial"]),
    (Nature::WebIdentity, &["role_arn", "web_identity_token_file"], &[]),
    (Nature::Process, &["credential_process"], &[]),
    (Nature::Login, &["login_session"], &[]),
];

/// The selected profile.
pub(crate) fn resolve(run: &Run<'_>) -> Said {
    let Some(entry) = run.entry() else {
        return if run.named {
            Said::Failed(run.profile_missing())
        } else {
            Said::Skipped(run.no_profile())
        };
    };
    let sign_on = run.single_sign_on(entry);
    if !matches!(sign_on, Said::Skipped(_)) {
        return sign_on;
    }
    let set: Vec<&str> = PROPERTIES.into_iter().filter(|key| entry.has(key)).collect();
    if set.is_empty() {
        return Said::Skipped("the profile names no credentials".into());
    }
    match TYPES.iter().find(|(_, needed, beside)| matches(&set, needed, beside)) {
        Some((nature, ..)) => run.nature(*nature, entry, &mut Vec::new()),
        None => Said::Failed(invalid(entry, &set)),
    }
}

fn matches(set: &[&str], needed: &[&str], beside: &[&str]) -> bool {
    needed.iter().all(|key| set.contains(key))
        && set.iter().all(|key| needed.contains(key) || beside.contains(key))
}

fn invalid(entry: Entry<'_>, set: &[&str]) -> Fault {
    let why = format!(
        "the profile {} has a combination of keys that is no type: {}",
        Text(entry.name),
        set.join(", ")
    );
    Fault::new(FaultId::TwoKinds, why).with("profile", entry.name)
}
