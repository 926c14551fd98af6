//! The sign-in itself, in the browser and on the way back from it.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "L01",
        &["env-browser"],
        "the browser cannot come back to the machine where the command waits (SSH, a container, WSL)",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    detectable(
        "L02",
        &["env-browser"],
        "this machine does not let the command wait for the browser",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    Cause {
        run: Run::Login,
        ..explained(
            "L03",
            "nobody confirmed the sign-in in time (about 10 minutes), or its code was used before",
            "sign in again, and confirm it at once",
        )
    },
    Cause {
        run: Run::Login,
        ..explained(
            "L04",
            "the answer came from another sign-in: an older tab was confirmed",
            "close the older tabs, and sign in again",
        )
    },
    detectable(
        "L05",
        &["role-assigned", "caller-identity"],
        "the browser was signed in as somebody else, and the token is theirs",
        "sign out at the portal or open a private window, then `aws-onboard login --force`",
    ),
    explained(
        "L06",
        "the organisation's identity provider knows you, and IAM Identity Center does not (yet)",
        "ask {contact} to add you in IAM Identity Center, with the name that the identity provider sends",
    ),
    explained(
        "L07",
        "AWS's page no longer fills in the code by itself",
        "type the code that the terminal shows; compare the two, and go on only if they are the same",
    ),
    detectable(
        "L09",
        &["role-assigned"],
        "a sign-in does not look at account and role; the first call does",
        "compare account and role with what `aws-onboard roles` lists",
    ),
    Cause {
        run: Run::Login,
        ..explained(
            "denied",
            "the sign-in was refused on the page in the browser",
            "sign in again and choose Allow, if it was you who asked for it",
        )
    },
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("browser-127-0-0-1-oauth-callback", Browser, "127.0.0.1:{port}/oauth/callback", Failures("L01")),
            text("browser-127-0-0-1-oauth-callback-short", Browser, "127.0.0.1/oauth/callback", Facts("3.1")),
            text("browser-localhost-oauth-callback", Browser, "localhost:{port}/oauth/callback", Unrecorded),
        ],
        "the browser did not get back to the command that waits for it",
        &["L01", "E16", "L02"],
    ),
    message(
        &[
            text("browser-err-connection-refused", Browser, "ERR_CONNECTION_REFUSED", Failures("L01")),
        ],
        "the browser did not reach the address",
        &["L01", "E16"],
    )
    .needs(&["127.0.0.1", "oauth", "aws", "sso"]),
    message(
        &[
            text("aws-cli-unable-initialize-o-auth-2-0", AwsCli, "Unable to initialize the OAuth 2.0 authorization callback handler", Failures("L02")),
            text("aws-cli-you-may-use-use-device-code", AwsCli, "You may use --use-device-code", Failures("L02")),
        ],
        "the AWS CLI could not begin to wait for the browser",
        &["L02"],
    ),
    message(
        &[
            text("aws-cli-pending-authorization-retrieve-sso-token-expired", AwsCli, "The pending authorization to retrieve an SSO token has expired", Code("awscli/botocore/exceptions.py")),
            text("aws-error-expired-token", AwsService, "error: expired_token", Unrecorded),
            text("aws-expired-token-exception-create-token", AwsService, "ExpiredTokenException) when calling the CreateToken operation", Unrecorded),
        ],
        "the sign-in was not confirmed in time",
        &["L03"],
    ),
    message(
        &[
            text("aws-cli-loading-authorization-code-state-parameter-does", AwsCli, "Error loading authorization code: State parameter does not match expected value", Failures("L04")),
            text("aws-cli-state-parameter-does-not-match-expected", AwsCli, "State parameter does not match expected value", Failures("L04")),
        ],
        "the answer of the browser belongs to another sign-in",
        &["L04"],
    ),
    message(
        &[
            text("aws-cli-loading-authorization-code-failed-retrieve-authorization", AwsCli, "Error loading authorization code: Failed to retrieve an authorization code", Facts("3.1")),
            text("aws-cli-failed-retrieve-authorization-code", AwsCli, "Failed to retrieve an authorization code", Facts("3.1")),
        ],
        "the browser came back without a code, or not at all",
        &["L01", "L03", "denied"],
    ),
    message(
        &[
            text("aws-cli-access-denied-exception-create-token", AwsCli, "An error occurred (AccessDeniedException) when calling the CreateToken operation", Measured("AWS CLI 2.36.7")),
            text("aws-error-access-denied", AwsService, "error: access_denied", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in was refused on the page in the browser",
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
