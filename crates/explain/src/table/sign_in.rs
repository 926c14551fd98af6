//! The sign-in itself, in the browser and on the way back from it.

use super::who::{AWS, BROWSER, SERVICE};
use crate::text::{Cause, Run, Text, look, message, told, words};

pub(super) const CAUSES: &[Cause] = &[
    look(
        "L01",
        &["env-browser"],
        "the browser cannot come back to the machine where the command waits (SSH, a container, WSL)",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    look(
        "L02",
        &["env-browser"],
        "this machine does not let the command wait for the browser",
        "sign in with a code: `aws-onboard login --device-code`",
    ),
    Cause {
        run: Run::Login,
        ..told(
            "L03",
            "nobody confirmed the sign-in in time (about 10 minutes), or its code was used before",
            "sign in again, and confirm it at once",
        )
    },
    Cause {
        run: Run::Login,
        ..told(
            "L04",
            "the answer came from another sign-in: an older tab was confirmed",
            "close the older tabs, and sign in again",
        )
    },
    look(
        "L05",
        &["role-assigned", "caller-identity"],
        "the browser was signed in as somebody else, and the token is theirs",
        "sign out at the portal or open a private window, then `aws-onboard login --force`",
    ),
    told(
        "L06",
        "the organisation's identity provider knows you, and IAM Identity Center does not (yet)",
        "ask {contact} to add you in IAM Identity Center, with the name that the identity provider sends",
    ),
    told(
        "L07",
        "AWS's page no longer fills in the code by itself",
        "type the code that the terminal shows; compare the two, and go on only if they are the same",
    ),
    look(
        "L09",
        &["role-assigned"],
        "a sign-in does not look at account and role; the first call does",
        "compare account and role with what `aws-onboard roles` lists",
    ),
    Cause {
        run: Run::Login,
        ..told(
            "denied",
            "the sign-in was refused on the page in the browser",
            "sign in again and choose Allow, if it was you who asked for it",
        )
    },
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (BROWSER, "127.0.0.1:{port}/oauth/callback"),
            (BROWSER, "127.0.0.1/oauth/callback"),
            (BROWSER, "localhost:{port}/oauth/callback"),
        ],
        "the browser did not get back to the command that waits for it",
        &["L01", "E16", "L02"],
    ),
    message(
        &[(BROWSER, "ERR_CONNECTION_REFUSED")],
        "the browser did not reach the address",
        &["L01", "E16"],
    )
    .needs(&["127.0.0.1", "oauth", "aws", "sso"]),
    message(
        &[
            (AWS, "Unable to initialize the OAuth 2.0 authorization callback handler"),
            (AWS, "You may use --use-device-code"),
        ],
        "the AWS CLI could not begin to wait for the browser",
        &["L02"],
    ),
    message(
        &[
            (AWS, "The pending authorization to retrieve an SSO token has expired"),
            (SERVICE, "error: expired_token"),
            (SERVICE, "ExpiredTokenException) when calling the CreateToken operation"),
        ],
        "the sign-in was not confirmed in time",
        &["L03"],
    ),
    message(
        &[
            (
                AWS,
                "Error loading authorization code: State parameter does not match expected value",
            ),
            (AWS, "State parameter does not match expected value"),
        ],
        "the answer of the browser belongs to another sign-in",
        &["L04"],
    ),
    message(
        &[
            (AWS, "Error loading authorization code: Failed to retrieve an authorization code"),
            (AWS, "Failed to retrieve an authorization code"),
        ],
        "the browser came back without a code, or not at all",
        &["L01", "L03", "denied"],
    ),
    message(
        &[
            (
                AWS,
                "An error occurred (AccessDeniedException) when calling the CreateToken operation",
            ),
            (SERVICE, "error: access_denied"),
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
