//! The token cache: absent, ended, broken, refused.

use super::who::{AWS, CLI, GO, JAVA, JS, PYTHON, RUST, SERVICE};
use crate::text::{Cause, Text, login, look, mend, message, words};

pub(super) const CAUSES: &[Cause] = &[
    login(
        "T01",
        &["token-present"],
        "this session has not been signed in to on this machine (a renamed session counts as a new one)",
        "sign in",
    ),
    login(
        "T02",
        &["token-valid"],
        "the sign-in has ended and cannot be renewed without you",
        "sign in again",
    ),
    login(
        "T03",
        &["token-valid"],
        "the sign-in was to be renewed and AWS refused: it is over as a whole",
        "sign in again",
    ),
    login(
        "T04",
        &["token-accepted"],
        "the token looks good here, and the portal does not take it: somebody ended the sign-in there",
        "sign in again",
    ),
    mend(
        "T05",
        &["token-registration"],
        "this machine's registration with the sign-in service has ended (it lasts about 90 days)",
        "sign in again; aws-onboard registers anew",
    ),
    mend(
        "T06",
        &["token-registration"],
        "the stored registration was made for another way of signing in",
        "set the registration aside and sign in again",
    ),
    mend(
        "T07",
        &["token-cache", "token-present"],
        "the file with the token is empty, cut off or unreadable",
        "set the file aside and sign in again",
    ),
    mend(
        "T08",
        &["token-cache", "token-present"],
        "the file with the token lacks a part; another tool wrote it",
        "set the file aside and sign in again",
    ),
    mend(
        "T09",
        &["token-cache", "token-present"],
        "the token's time is in a form that this tool does not read; an old AWS CLI or another tool wrote it",
        "update the AWS CLI and sign in again",
    ),
    look(
        "T10",
        &["token-present"],
        "the tool is too old for sso-sessions: it looks for the token under the start URL's name",
        "update the tool; until then a profile of the older form (sso_start_url in the profile) works",
    ),
    look(
        "T11",
        &["token-cache", "files-private"],
        "the token cache belongs to somebody else (mostly after sudo)",
        "take it back: `sudo chown -R \"$USER\" ~/.aws/sso`",
    ),
    mend(
        "T12",
        &["role-cache"],
        "the AWS CLI goes on with credentials that it kept from before",
        "delete the files in ~/.aws/cli/cache",
    ),
    look(
        "T13",
        &["token-cache"],
        "an editor's plugin (AWS Toolkit, Amazon Q, Kiro) keeps a sign-in of its own in the same folder",
        "sign in there as well; the two do not know of each other",
    ),
    login(
        "T14",
        &["token-origin"],
        "the token was issued for another region or start URL than the session now names",
        "sign in again",
    ),
    look(
        "T15",
        &["files-readable"],
        "the AWS folder cannot be written (a read-only disk, a container)",
        "mount ~/.aws so that it can be written",
    ),
    mend(
        "T16",
        &["files-private"],
        "other people of this machine can read the token",
        "give the files mode 600",
    ),
];

const APART: &str = "the token's end, its region and what renewing needs are read here; whether the portal still takes it, only online";

pub(super) const TEXTS: &[Text] = &[
    // botocore's KeyError, which has no words (read.rs, bare_hash).
    message(
        &[],
        "this is the name of the file with a token, and botocore's way of saying that it cannot read that file",
        &["T07", "T11"],
    ),
    message(
        &[(CLI, "Error loading SSO Token: Token for https://{url} does not exist"),
          (CLI, "Token for https://{url} does not exist")],
        "there is no token for this start URL",
        &["T01", "U03", "T10"],
    ),
    message(
        &[
            (CLI, "Error loading SSO Token: Token for {session} does not exist"),
            (CLI, "SSO Token: Token for {session} does not exist"),
            (RUST, "failed to read {folder}.aws/sso/cache/{hash}.json"),
            (JS, "The SSO session associated with this profile is invalid"),
        ],
        "there is no token of a sign-in[ to {session}]",
        &["T01", "T07", "T10", "U03"],
    ),
    message(
        &[
            (JS, "The SSO session token associated with profile={profile} was not found or is invalid"),
            (RUST, "failed to load the cached SSO token"),
            (JAVA, "Unable to load SSO token"),
        ],
        "there is no token of a sign-in that the SDK can read",
        &["T01", "T07", "T08", "T09", "T10"],
    )
    .apart("the token cache of this machine says which"),
    message(
        &[
            (GO, "open {folder}.aws/sso/cache/{hash}.json: no such file or directory"),
            (GO, "open {folder}.aws/sso/cache/{hash}.json: The system cannot find the file specified"),
            (GO, "failed to read cached SSO token file"),
            (GO, "SSOProviderInvalidToken"),
        ],
        "the program found no token where it looks for one",
        &["T10", "T01", "T02"],
    )
    .apart("where the AWS CLI works with the same profile, the program is too old; else nobody has signed in"),
    message(
        &[
            (GO, "the SSO session has expired or is invalid"),
            (GO, "access token is expired"),
        ],
        "the program found no token that still holds",
        &["T02", "T01", "T10", "T03", "T04"],
    )
    .apart(APART),
    message(
        &[
            (CLI, "Error loading SSO Token: Token for {session} is invalid"),
            (CLI, "Token for https://{url} is invalid"),
            (JS, "Value not present for accessToken in SSO Token"),
            (JS, "Value not present for expiresAt in SSO Token"),
            (GO, "cached SSO token must contain accessToken and expiresAt fields"),
        ],
        "the file with the token lacks a part",
        &["T08"],
    ),
    message(
        &[
            (CLI, "Error when retrieving token from sso: Token has expired and refresh failed"),
            (CLI, "Token has expired and refresh failed"),
        ],
        "the sign-in has ended, and it was not renewed",
        &["T02", "T03", "T05", "T14", "T04", "C17"],
    )
    .apart(APART),
    message(
        &[
            (RUST, "the SSO token has expired and cannot be refreshed"),
            (GO, "cached SSO token is expired, or not present, and cannot be refreshed"),
            (GO, "refresh cached SSO token failed"),
            (JS, "Token is expired. To refresh this SSO session"),
            (JS, "Value not present for clientId in SSO Token. Cannot refresh"),
            (JS, "Value not present for clientSecret in SSO Token. Cannot refresh"),
            (JS, "Value not present for refreshToken in SSO Token. Cannot refresh"),
            (JAVA, "Token is expired"),
        ],
        "the sign-in has ended, and it was not renewed",
        &["T02", "T03", "T05", "T09", "C17", "T14"],
    )
    .needs(&["sso"])
    .apart(APART),
    message(
        &[
            (CLI, "The SSO session associated with this profile has expired or is otherwise invalid"),
            (JS, "The SSO session associated with this profile has expired"),
            (CLI, "UnauthorizedSSOTokenError"),
        ],
        "the token is not accepted: by its own end, or by the portal",
        &["T02", "T04", "T14", "U01", "T03", "C17"],
    )
    .apart(APART),
    message(
        &[
            (SERVICE, "Session token not found or invalid"),
            (SERVICE, "An error occurred (UnauthorizedException) when calling the GetRoleCredentials operation"),
            (SERVICE, "An error occurred (UnauthorizedException) when calling the ListAccounts operation"),
        ],
        "the portal does not take the token",
        &["T04", "T14", "U01", "T02"],
    )
    .apart(APART),
    message(
        &[
            (SERVICE, "Invalid client provided"),
            (SERVICE, "An error occurred (InvalidClientException)"),
            (AWS, "An error occurred (UnauthorizedClientException)"),
            (SERVICE, "error: unauthorized_client"),
            (SERVICE, "error: invalid_client"),
        ],
        "the sign-in service does not take this machine's registration",
        &["T05", "T06"],
    ),
    message(
        &[
            (AWS, "An error occurred (InvalidScopeException) when calling the RegisterClient operation"),
            (AWS, "An error occurred (InvalidScopeException) when calling the CreateToken operation"),
            (SERVICE, "InvalidScopeException"),
            (SERVICE, "error: invalid_scope"),
        ],
        "the sign-in service does not take the scopes that were asked for",
        &["T06", "C16"],
    ),
    message(
        &[(AWS, "InvalidClientMetadataException")],
        "the sign-in service does not take the name under which the AWS CLI registers",
        &["C21"],
    ),
    message(
        &[
            (CLI, "can't subtract offset-naive and offset-aware datetimes"),
            (CLI, "Parser must be a string or character stream, not int"),
            (GO, "cannot unmarshal {_} parsing time {time} as"),
            (GO, "parsing time {time}UTC as"),
            (GO, "expected RFC3339 timestamp"),
        ],
        "the token's time is in a form that this tool does not read",
        &["T09"],
    ),
    message(
        &[(GO, "cannot unmarshal{_}parsing time"), (GO, "failed to parse cached SSO token file")],
        "the token's file is in a form that this tool does not read",
        &["T09", "T07"],
    ),
    message(
        &[(SERVICE, "Invalid token provided")],
        "the token was not renewed: the service that was asked did not issue it",
        &["T14", "T03"],
    ),
    message(
        &[
            (PYTHON, "PermissionError{_}.aws/sso/cache"),
            (CLI, "Permission denied: {folder}.aws/sso/cache"),
            (CLI, "Permission denied: {folder}.aws/cli/cache"),
            (GO, ".aws/sso/cache/{file}: permission denied"),
        ],
        "this person may not read or write the token cache",
        &["T11", "T15"],
    ),
    message(
        &[(PYTHON, "json.decoder.JSONDecodeError"), (PYTHON, "Expecting value: line 1 column 1 (char 0)")],
        "a file that should be JSON is not",
        &["T07"],
    )
    .needs(&["sso"]),
    words(&[&["keyerror", "hash"], &["only a hash"], &["json decode error"], &["just a hash"]], &["T07"]),
    words(
        &[
            &["credentials expired", "just logged in"],
            &["expired", "although", "logged in"],
            &["expired", "just signed in"],
        ],
        &["T12", "S03", "E04"],
    ),
    words(
        &[
            &["ide ", "expired", "cli"],
            &["vs code", "expired"],
            &["toolkit", "expired"],
            &["intellij", "expired"],
        ],
        &["T13"],
    ),
    words(&[&["invalid token", "refresh"]], &["T14"]),
    words(
        &[
            &["read-only", "no ~/.aws"],
            &["no ~/.aws in container"],
            &["container", "~/.aws"],
            &["docker", "~/.aws"],
        ],
        &["T15", "E10"],
    ),
    words(
        &[
            &["secrets visible in cache"],
            &["token", "world-readable"],
            &["cache", "world-readable"],
            &["token", "readable by others"],
        ],
        &["T16"],
    ),
    words(&[&["renamed", "session"], &["token", "does not exist"]], &["T01", "U03", "T10"]),
];
