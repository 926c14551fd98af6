//! Roles that a profile assumes, `credential_process`, and sign-ins with `aws login`.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    explained(
        "role-source-empty",
        "the source profile gives no credentials",
        "run `aws sts get-caller-identity --profile SOURCE` with the source profile, and fix what it reports",
    ),
    explained(
        "role-two-sources",
        "the profile has two kinds of credentials where the program accepts one",
        "keep one of them in the profile, and move the other to a profile of its own",
    ),
    explained(
        "role-credential-source",
        "credential_source is not one of Environment, Ec2InstanceMetadata, and EcsContainer, or gives nothing here",
        "correct its value; on your own computer, use source_profile instead",
    ),
    exported(
        "role-needs-mfa",
        "the role requires an MFA code (mfa_serial), and this program cannot ask for one",
        "export the keys that this command prints before you run the program, or use a profile with single sign-on",
    ),
    explained(
        "role-settings",
        "the profile's settings for the role do not fit together",
        "a role needs role_arn and one of source_profile, credential_source, and web_identity_token_file",
    ),
    explained(
        "process-output",
        "the profile's credential_process printed something else than its JSON, often an error or a prompt",
        "run the command yourself; it must print only the JSON, with Version 1",
    ),
    explained(
        "process-slow",
        "the profile's credential_process took too long, often because it waits for an answer",
        "run the command yourself once, so that it does not have to ask",
    ),
    explained(
        "process-expired",
        "the profile's credential_process returned credentials that have expired",
        "sign in with the program that it runs",
    ),
    fixable(
        "T18",
        &["login-valid"],
        "the session of `aws login` has expired",
        "run `aws login --profile {profile}`",
    ),
    fixable(
        "T19",
        &["login-cache"],
        "the file of the sign-in with `aws login` is damaged",
        "move it to the backups, then run `aws login --profile {profile}`",
    ),
    fixable(
        "T17",
        &["login-valid"],
        "there is no session of `aws login` on this computer for the profile",
        "run `aws login --profile {profile}`; with an AWS access portal, use another profile",
    ),
    explained(
        "console-not-allowed",
        "your user lacks the permission that `aws login` needs (signin:CreateOAuth2Token)",
        "ask {contact} for the managed policy SignInLocalDevelopmentAccess",
    ),
];
