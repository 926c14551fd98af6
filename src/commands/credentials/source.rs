//! Where a profile's credentials come from, in the order of the AWS CLI.

use facts::{Profile, SessionKey};

use super::run_doctor;
use crate::error::CommandError;

/// A source that this program can take credentials from.
pub(super) enum Source<'a> {
    /// The portal's credentials for a role.
    SingleSignOn {
        /// The session.
        key: SessionKey,
        /// `sso_account_id`.
        account: &'a str,
        /// `sso_role_name`.
        role: &'a str,
    },
    /// The keys of `aws login`: the value of `login_session`.
    Login(&'a str),
}

/// The source that the AWS CLI takes (`botocore/credentials.py`,
/// `ProfileProviderBuilder.providers`), so that a program never acts as someone else.
///
/// # Errors
/// The profile takes its credentials elsewhere; the hint says what gives them.
pub(super) fn source_of<'a>(profile: &Profile<'a>) -> Result<Source<'a>, CommandError> {
    let export = || {
        let argv =
            ["aws", "configure", "export-credentials", "--profile", profile.name, "--format"];
        let command = profile.facts().shell.command(&argv);
        format!("use the AWS CLI instead: {command} process")
    };
    let elsewhere = |what: &str| {
        CommandError::failed(format!(
            "the profile {profile} {what}; aws-onboard gives only credentials of single sign-on and aws login"
        ))
    };
    if profile.get("role_arn").is_some() || profile.get("web_identity_token_file").is_some() {
        return Err(elsewhere("assumes a role").hint(export()));
    }
    if let Some(session) = profile.login_session() {
        return Ok(Source::Login(session));
    }
    let names_role = ["sso_account_id", "sso_role_name"];
    if names_role.iter().any(|key| profile.get(key).is_some()) {
        return single_sign_on(profile);
    }
    if profile.has_static_keys() {
        return Err(elsewhere("has access keys in a file").hint(
            "programs read them from there, with AWS_PROFILE or their own setting for the profile",
        ));
    }
    if profile.get("credential_process").is_some() {
        return Err(elsewhere("has a credential_process").hint(export()));
    }
    if profile.uses_single_sign_on() {
        return single_sign_on(profile);
    }
    Err(CommandError::failed(format!("the profile {profile} has no credentials"))
        .hint(run_doctor(profile)))
}

fn single_sign_on<'a>(profile: &Profile<'a>) -> Result<Source<'a>, CommandError> {
    let missing = |what: &str| {
        CommandError::failed(format!(
            "the profile {profile} uses single sign-on, but has no {what}"
        ))
        .hint(run_doctor(profile))
    };
    let key = profile.session_key().ok_or_else(|| missing("sso_session"))?;
    let account = profile.account().ok_or_else(|| missing("sso_account_id"))?;
    let role = profile.role().ok_or_else(|| missing("sso_role_name"))?;
    Ok(Source::SingleSignOn { key, account, role })
}
