//! The sign-in itself, in the browser and on the way back.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "L01",
        &["env-browser"],
        "the browser cannot reach the computer that runs the command (SSH, a container, WSL)",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    detectable(
        "L02",
        &["env-browser"],
        "this computer does not let the command listen for the browser",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    Cause {
        run: Run::Login,
        ..explained(
            "L03",
            "the sign-in was not confirmed in time (about 10 minutes), or the code was already used",
            "sign in again and confirm right away",
        )
    },
    Cause {
        run: Run::Login,
        ..explained(
            "L04",
            "the response is from an earlier sign-in: an older browser tab was confirmed",
            "close the older tabs and sign in again",
        )
    },
    detectable(
        "L05",
        &["role-assigned", "caller-identity"],
        "the browser was signed in as another user, so the token belongs to that user",
        "sign out of the portal or use a private window, then run `aws-onboard login --force`",
    ),
    explained(
        "L06",
        "your organization's identity provider knows you, but IAM Identity Center does not (yet)",
        "ask {contact} to add you to IAM Identity Center with the user name that the identity provider sends",
    ),
    explained(
        "L07",
        "the AWS page no longer fills in the code",
        "enter the code shown in the terminal; continue only if the two codes match",
    ),
    detectable(
        "L09",
        &["role-assigned"],
        "a sign-in does not check the account and role; the first call does",
        "compare the account and role with the output of `aws-onboard roles`",
    ),
    Cause {
        run: Run::Login,
        ..explained(
            "denied",
            "the sign-in was denied in the browser",
            "if you started the sign-in, sign in again and choose Allow",
        )
    },
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("aws-error-access-denied", AwsService, "error: access_denied", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in was denied in the browser",
        &["denied"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("aws-error-expired-token", AwsService, "error: expired_token", Unrecorded),
        ],
        "the sign-in was not confirmed in time",
        &["L03"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("browser-oauth-callback-with-port", Browser, "127.0.0.1:{port}/oauth/callback", Failures("L01")),
            text("browser-oauth-callback", Browser, "127.0.0.1/oauth/callback", Facts("3.1")),
            text("browser-oauth-callback-at-localhost", Browser, "localhost:{port}/oauth/callback", Unrecorded),
        ],
        "the browser could not return to the waiting command",
        &["L01", "E16", "L02"],
    ),
    message(
        &[
            text("browser-connection-refused", Browser, "ERR_CONNECTION_REFUSED", Failures("L01")),
        ],
        "the browser could not reach the address",
        &["L01", "E16"],
    )
    .needs(&["127.0.0.1", "oauth", "aws", "sso"]),
    message(
        &[
            text("aws-cli-no-oauth-callback-handler", AwsCli, "Unable to initialize the OAuth 2.0 authorization callback handler", Failures("L02")),
            text("aws-cli-may-use-device-code", AwsCli, "You may use --use-device-code", Failures("L02")),
        ],
        "the AWS CLI could not start listening for the browser",
        &["L02"],
    ),
    message(
        &[
            text("aws-cli-pending-authorization-expired", AwsCli, "The pending authorization to retrieve an SSO token has expired", Code("awscli/botocore/exceptions.py")),
            text("aws-create-token-expired-token", AwsService, "ExpiredTokenException) when calling the CreateToken operation", Unrecorded),
        ],
        "the sign-in was not confirmed in time",
        &["L03"],
    ),
    message(
        &[
            text("aws-cli-authorization-code-state-mismatch", AwsCli, "Error loading authorization code: State parameter does not match expected value", Failures("L04")),
            text("aws-cli-state-mismatch", AwsCli, "State parameter does not match expected value", Failures("L04")),
        ],
        "the browser's response belongs to another sign-in",
        &["L04"],
    ),
    message(
        &[
            text("aws-cli-authorization-code-not-retrieved", AwsCli, "Error loading authorization code: Failed to retrieve an authorization code", Facts("3.1")),
            text("aws-cli-failed-to-retrieve-authorization-code", AwsCli, "Failed to retrieve an authorization code", Facts("3.1")),
        ],
        "the browser returned without a code, or not at all",
        &["L01", "L03", "denied"],
    ),
    message(
        &[
            text("aws-cli-create-token-access-denied", AwsCli, "An error occurred (AccessDeniedException) when calling the CreateToken operation", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in was denied in the browser",
        &["denied"],
    ),
    words(
        &[
            &["terminal hangs"],
            &["hangs", "sso login"],
            &["sso login", "nothing happens"],
            &["browser", "connection refused"],
        ],
        &["L01", "L02"],
    ),
    words(
        &[
            &["belongs to the wrong person"],
            &["signed in as", "wrong"],
            &["logged in as", "wrong"],
            &["no access", "after login"],
        ],
        &["L05", "A06", "R01"],
    ),
    words(
        &[
            &["idp error"],
            &["saml assertion"],
            &["user not found", "idp"],
            &["user not found", "saml"],
            &["saml", "identity center"],
        ],
        &["L06"],
    ),
    words(
        &[&["asks for a code"], &["code", "not filled in"], &["enter", "code", "device page"]],
        &["L07"],
    ),
    words(
        &[&["login ok", "forbidden"], &["logged in", "forbidden"], &["signed in", "forbidden"]],
        &["L09", "R01", "R04"],
    ),
];
