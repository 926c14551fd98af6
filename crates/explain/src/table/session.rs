//! The sso-session and what a profile says about it.

use super::who::{AWS, CLI, GO, JAVA, JS, RUST};
use crate::text::{Cause, Text, look, mend, message, words};

pub(super) const CAUSES: &[Cause] = &[
    mend(
        "C12",
        &["sso-session-consistent"],
        "the profile repeats or contradicts what its sso-session says",
        "take sso_start_url and sso_region out of the profile: the sso-session has them",
    ),
    mend(
        "C13",
        &["sso-session-exists"],
        "the profile names an sso-session that no section of the config file defines",
        "correct the name in the profile, or add the section",
    ),
    mend(
        "C14",
        &["sso-session-fields", "profile-fields"],
        "the start URL or the region of the sign-in is missing",
        "add sso_start_url and sso_region to the sso-session, or take a profile that has them",
    ),
    mend(
        "C17",
        &["sso-scopes", "sso-format"],
        "the sign-in was made without the means to renew it (no sso_registration_scopes, or a profile of the older form)",
        "add sso_registration_scopes = sso:account:access to the sso-session, and sign in again",
    ),
    look(
        "U11",
        &["sso-multi-region"],
        "one portal is signed in to through two regions, and AWS keeps the two sign-ins apart",
        "let every sso-session of that portal name the same region",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (CLI, "The profile {profile} is configured to use the SSO token provider but the {session} sso_session configuration does not exist"),
            (RUST, "sso-session named {session} (referenced by profile {profile}) was not found"),
            (CLI, "The specified sso-session does not exist: {session}"),
            (JAVA, "Sso-session section not found with sso-session title {session}"),
            (GO, "profile {profile} is configured to use SSO but is missing required configuration: sso-session"),
        ],
        "the profile[ {profile}] names an sso-session[, {session},] that is not in ~/.aws/config",
        &["C13", "C08", "C07", "E09"],
    ),
    message(
        &[(JS, "Cannot read properties of undefined (reading 'sso_region')")],
        "the SDK did not find the sso-session that the profile names",
        &["C13", "E09", "portable"],
    )
    .apart("a missing section is seen here; AWS_CONFIG_FILE with a ~ in it is read by the AWS CLI and not by this SDK"),
    message(
        &[
            (CLI, "The value for {key} is inconsistent between profile ({profile_value}) and sso-session ({session_value})"),
            (GO, "in profile {profile} must match {key} in sso-session"),
        ],
        "the profile and its sso-session name different values[ of {key}: {profile_value} and {session_value}]",
        &["C12"],
    ),
    message(
        &[(RUST, "can only be specified in the [sso-session] config when a session name is given")],
        "the profile repeats what its sso-session says; this SDK refuses that, even where both say the same",
        &["C12"],
    ),
    message(
        &[
            (AWS, "Missing the following required SSO configuration values: sso_region"),
        ],
        "the region of the sign-in (sso_region) is missing",
        &["C14", "U08"],
    ),
    message(
        &[
            (AWS, "Missing the following required SSO configuration values: {key}. To make sure this profile is properly configured to use SSO"),
            (AWS, "Missing the following required SSO configuration values: {key}"),
        ],
        "a sign-in needs the portal's address and region, and the profile or its sso-session lacks them",
        &["C14", "E06", "C13"],
    )
    .apart("where all of it is missing, the sign-in was probably asked for with a profile that does not use single sign-on"),
    message(
        &[
            (CLI, "The profile {profile} is configured to use SSO but is missing required configuration: sso_role_name"),
            (CLI, "The profile {profile} is configured to use SSO but is missing required configuration: sso_account_id"),
            (RUST, "if sso_account_id is set, then sso_role_name must also be set"),
            (RUST, "if sso_role_name is set, then sso_account_id must also be set"),
        ],
        "the profile[ {profile}] names an account or a role, but not both",
        &["C15"],
    ),
    message(
        &[
            (CLI, "is configured to use SSO but is missing required configuration: sso_region, sso_start_url"),
            (CLI, "is configured to use SSO but is missing required configuration: sso_start_url, sso_region"),
        ],
        "the tool saw neither the portal's address nor its region",
        &["E03", "C14"],
    )
    .apart("where the sso-session has both, the tool is too old to look there"),
    message(
        &[
            (CLI, "The profile {profile} is configured to use SSO but is missing required configuration: sso_region"),
            (CLI, "The profile {profile} is configured to use SSO but is missing required configuration: sso_start_url"),
            (CLI, "is configured to use SSO but is missing required configuration: {key}"),
            (JAVA, "Property sso_region was not configured for profile {profile}"),
            (JAVA, "Property sso_start_url was not configured for profile {profile}"),
        ],
        "the sso-session (in an older form: the profile[ {profile}]) lacks a value that the sign-in needs",
        &["C14", "E03", "C15"],
    ),
    message(
        &[
            (RUST, "profile {profile} was not defined: sso_region was missing"),
            (RUST, "profile {profile} was not defined: sso_start_url was missing"),
            (CLI, "Invalid endpoint: https://portal.sso..amazonaws.com"),
            (CLI, "Invalid endpoint: https://oidc..amazonaws.com"),
        ],
        "the sso-session lacks a value that the sign-in needs",
        &["C14"],
    ),
    message(
        &[(RUST, "selected profile will resolve an access token instead of credentials")],
        "the profile names a portal, but neither account nor role",
        &["C15"],
    ),
    message(
        &[(JS, "Profile is configured with invalid SSO credentials. Required parameters{_}Got {words} Reference"),
          (JS, "Profile is configured with invalid SSO credentials")],
        "a setting that single sign-on needs is missing: account, role, region or start URL",
        &["C15", "C14", "portable", "E03"],
    )
    .apart("the profile and the session on this machine say which is missing; this SDK does not see keys in capitals"),
    words(
        &[
            &["no refresh"],
            &["re-login every"],
            &["login every", "hours"],
            &["sign in", "every", "hours"],
            &["log in again", "every"],
            &["relogin", "every"],
        ],
        &["C17"],
    ),
    words(
        &[
            &["in one region", "asked again in another"],
            &["in one region", "another region", "sign"],
        ],
        &["U11"],
    ),
];
