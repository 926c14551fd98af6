//! The token cache: missing, expired, broken or refused tokens.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    needs_sign_in(
        "T01",
        &["token-present"],
        "you have not signed in to this sso-session on this computer (a renamed one counts as new)",
        "sign in",
    ),
    needs_sign_in(
        "T02",
        &["token-valid"],
        "the sign-in has expired and cannot renew itself",
        "sign in again",
    ),
    needs_sign_in(
        "T03",
        &["token-valid"],
        "AWS refused to renew the sign-in: the session is over",
        "sign in again",
    ),
    needs_sign_in(
        "T04",
        &["token-accepted"],
        "the portal rejects a token that has not expired: the session was revoked or signed out",
        "sign in again",
    ),
    fixable(
        "T05",
        &["token-registration"],
        "this computer's client registration has expired (after about 90 days)",
        "sign in again; aws-onboard creates a new registration",
    ),
    fixable(
        "T06",
        &["token-registration"],
        "the stored client registration is for another sign-in method",
        "move the registration file away and sign in again",
    ),
    fixable(
        "T07",
        &["token-cache", "token-present"],
        "the token file is empty, truncated, or unreadable",
        "move the file away and sign in again",
    ),
    fixable(
        "T08",
        &["token-cache", "token-present"],
        "the token file is incomplete, probably written by another tool",
        "move the file away and sign in again",
    ),
    fixable(
        "T09",
        &["token-cache", "token-present"],
        "an old AWS CLI or another tool wrote the token's expiration time in a format that this tool does not read",
        "update the AWS CLI and sign in again",
    ),
    detectable(
        "T10",
        &["token-present"],
        "the tool is too old for sso-session: it looks for the token by start URL",
        "update the tool; until then, use a legacy profile (sso_start_url in the profile)",
    ),
    detectable(
        "T11",
        &["token-cache", "files-private"],
        "the token cache belongs to another user (usually after sudo)",
        "run `sudo chown -R \"$USER\" ~/.aws/sso`",
    ),
    fixable(
        "T12",
        &["role-cache"],
        "the AWS CLI uses old credentials from its cache",
        "delete the files in ~/.aws/cli/cache",
    ),
    detectable(
        "T13",
        &["token-cache"],
        "an editor plugin (AWS Toolkit, Amazon Q, Kiro) keeps its own sign-in in the same directory",
        "sign in there too; the two sign-ins are independent",
    )
    .when_found_as(&["other-tool"]),
    needs_sign_in(
        "T14",
        &["token-origin"],
        "the token was issued for a different region or start URL than the sso-session has now",
        "sign in again",
    ),
    detectable(
        "T15",
        &["files-readable"],
        "the .aws directory is read-only (a read-only disk, a container)",
        "mount ~/.aws read-write",
    ),
    fixable(
        "T16",
        &["files-private"],
        "other users of this computer can read the token",
        "set the mode of the files to 600",
    ),
];

const APART: &str = "the token's expiration, region, and refresh data are checked here; whether the portal accepts it is checked online only";

/// botocore's `KeyError`, which has no words.
pub(super) const BARE_HASH: Meaning = message(
    &[],
    "this is the name of a token file; botocore prints it when it cannot read the file",
    &["T07", "T11"],
);

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("aws-invalid-scope", AwsService, "error: invalid_scope", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in service rejected the requested scopes",
        &["T06", "C16"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("aws-unauthorized-client", AwsService, "error: unauthorized_client", Measured("AWS CLI 2.36.7")),
            text("aws-invalid-client", AwsService, "error: invalid_client", Unrecorded),
        ],
        "the sign-in service rejected this computer's client registration",
        &["T05", "T06"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("botocore-sso-token-load-url-missing", Botocore, "Error loading SSO Token: Token for https://{url} does not exist", Code("botocore/exceptions.py, botocore/utils.py")),
            text("botocore-token-for-url-missing", Botocore, "Token for https://{url} does not exist", Measured("AWS CLI 2.36.7")),
        ],
        "there is no token for this start URL",
        &["T01", "U03", "T10"],
    ),
    message(
        &[
            text("botocore-sso-token-load-session-missing", Botocore, "Error loading SSO Token: Token for {session} does not exist", Code("botocore/exceptions.py, botocore/utils.py")),
            text("botocore-sso-token-session-missing", Botocore, "SSO Token: Token for {session} does not exist", Code("botocore/exceptions.py, botocore/utils.py")),
            text("rust-failed-to-read-token-file", RustSdk, "failed to read {folder}.aws/sso/cache/{hash}.json", Measured("aws-config")),
            text("js-sso-session-invalid", JavaScriptSdk, "The SSO session associated with this profile is invalid", Code("@aws-sdk/credential-provider-sso")),
        ],
        "the tool found no usable sign-in[ to {session}]",
        &["T01", "T07", "T10", "U03"],
    ),
    message(
        &[
            text("js-sso-session-token-not-found", JavaScriptSdk, "The SSO session token associated with profile={profile} was not found or is invalid", Code("@aws-sdk/token-providers")),
            text("rust-failed-to-load-cached-token", RustSdk, "failed to load the cached SSO token", Code("aws-config/src/sso/token.rs")),
            text("java-unable-to-load-sso-token", JavaSdk, "Unable to load SSO token", Code("services/sso/.../SsoAccessTokenProvider.java")),
        ],
        "the SDK found no token that it can read",
        &["T01", "T07", "T08", "T09", "T10"],
    )
    .apart("the token cache on this computer shows which one"),
    message(
        &[
            text("rust-failed-to-read-token-file-shortened", RustSdk, "failed to read {folder}.aws/sso/cache/", Thread("cargo-lambda/cargo-lambda#364")),
            text("ruby-no-such-token-file", RubySdk, "No such file or directory @ rb_sysopen - {folder}.aws/sso/cache/", Code("aws-sdk-core/sso_token_provider.rb")),
            text("python-no-such-token-file", Python, "FileNotFoundError: [Errno 2] No such file or directory: {folder}.aws/sso/cache/", Code("botocore/utils.py")),
            text("go-token-file-missing", GoSdk, "open {folder}.aws/sso/cache/{hash}.json: no such file or directory", Unrecorded),
            text("go-token-file-missing-on-windows", GoSdk, "open {folder}.aws/sso/cache/{hash}.json: The system cannot find the file specified", Unrecorded),
            text("go-failed-to-read-cached-token", GoSdk, "failed to read cached SSO token file", Thread("aws-sdk-go-v2 credentials/ssocreds, config 1.32.31")),
            text("go-sso-provider-invalid-token", GoSdk, "SSOProviderInvalidToken", Code("aws/credentials/ssocreds/provider.go")),
        ],
        "the program found no token where it looks",
        &["T01", "T02", "T10", "elsewhere"],
    )
    .apart("if the AWS CLI works with the same profile, the program is too old; otherwise sign in"),
    message(
        &[
            text("go-sso-session-expired-or-invalid", GoSdk, "the SSO session has expired or is invalid", Code("credentials/ssocreds/sso_credentials_provider.go")),
            text("go-access-token-expired", GoSdk, "access token is expired", Unrecorded),
        ],
        "the program found no valid token",
        &["T02", "T01", "T10", "T03", "T04"],
    )
    .apart(APART),
    message(
        &[
            text("botocore-sso-token-load-session-invalid", Botocore, "Error loading SSO Token: Token for {session} is invalid", Code("botocore/exceptions.py, botocore/utils.py")),
            text("botocore-token-for-url-invalid", Botocore, "Token for https://{url} is invalid", Measured("AWS CLI 2.36.7")),
            text("js-token-without-access-token", JavaScriptSdk, "Value not present for accessToken in SSO Token", Measured("AWS SDK for JavaScript v3")),
            text("js-token-without-expires-at", JavaScriptSdk, "Value not present for expiresAt in SSO Token", Measured("AWS SDK for JavaScript v3")),
            text("go-cached-token-incomplete", GoSdk, "cached SSO token must contain accessToken and expiresAt fields", Unrecorded),
        ],
        "the token file is incomplete",
        &["T08"],
    ),
    message(
        &[
            text("botocore-token-from-sso-refresh-failed", Botocore, "Error when retrieving token from sso: Token has expired and refresh failed", Code("botocore/exceptions.py, botocore/tokens.py")),
            text("botocore-token-refresh-failed", Botocore, "Token has expired and refresh failed", Code("botocore/exceptions.py, botocore/tokens.py")),
        ],
        "the sign-in has expired and was not renewed",
        &["T02", "T03", "T05", "T14", "T04", "C17"],
    )
    .apart(APART),
    message(
        &[
            text("go-unable-to-refresh-invalid-grant", GoSdk, "unable to refresh SSO token, {_} InvalidGrantException", Code("credentials/ssocreds/sso_token_provider.go")),
            text("go-refresh-failed-invalid-grant", GoSdk, "refresh cached SSO token failed, {_} InvalidGrantException", Code("credentials/ssocreds/sso_token_provider.go")),
            text("granted-error-refreshing-token", Program("Granted"), "error refreshing AWS IAM Identity Center token: {_} InvalidGrantException", Thread("fwdcloudsec/granted")),
        ],
        "AWS refused to renew the sign-in",
        &["T03", "T02", "T14"],
    )
    .apart(APART),
    message(
        &[
            text("rust-token-cannot-be-refreshed", RustSdk, "the SSO token has expired and cannot be refreshed", Code("aws-config/src/sso/token.rs")),
            text("go-cached-token-cannot-be-refreshed", GoSdk, "cached SSO token is expired, or not present, and cannot be refreshed", Code("credentials/ssocreds/sso_token_provider.go")),
            text("go-refresh-cached-token-failed", GoSdk, "refresh cached SSO token failed", Code("credentials/ssocreds/sso_token_provider.go")),
            text("js-token-expired", JavaScriptSdk, "Token is expired. To refresh this SSO session", Code("@aws-sdk/token-providers")),
            text("js-token-without-client-id", JavaScriptSdk, "Value not present for clientId in SSO Token. Cannot refresh", Measured("AWS SDK for JavaScript v3")),
            text("js-token-without-client-secret", JavaScriptSdk, "Value not present for clientSecret in SSO Token. Cannot refresh", Unrecorded),
            text("js-token-without-refresh-token", JavaScriptSdk, "Value not present for refreshToken in SSO Token. Cannot refresh", Unrecorded),
            text("java-token-expired", JavaSdk, "Token is expired", Code("services/ssooidc/")),
        ],
        "the sign-in has expired and was not renewed",
        &["T02", "T03", "T05", "T09", "C17", "T14"],
    )
    .needs(&["sso"])
    .apart(APART),
    message(
        &[
            text("botocore-sso-session-expired", Botocore, "The SSO session associated with this profile has expired or is otherwise invalid", Code("botocore/exceptions.py")),
            text("js-sso-session-expired", JavaScriptSdk, "The SSO session associated with this profile has expired", Code("@aws-sdk/credential-provider-sso")),
            text("botocore-unauthorized-sso-token-error", Botocore, "UnauthorizedSSOTokenError", Code("botocore/exceptions.py")),
        ],
        "the token has expired, or the portal rejected it",
        &["T02", "T04", "T14", "U01", "T03", "C17"],
    )
    .apart(APART),
    message(
        &[
            text("aws-session-token-not-found-or-invalid", AwsService, "Session token not found or invalid", Thread("aws-sdk-js-v3#6864")),
            text("aws-get-role-credentials-unauthorized", AwsService, "An error occurred (UnauthorizedException) when calling the GetRoleCredentials operation", Unrecorded),
            text("aws-list-accounts-unauthorized", AwsService, "An error occurred (UnauthorizedException) when calling the ListAccounts operation", Unrecorded),
        ],
        "the portal rejected the token",
        &["T04", "T14", "U01", "T02"],
    )
    .apart(APART),
    message(
        &[
            text("aws-invalid-client-provided", AwsService, "Invalid client provided", Thread("Kiro#342")),
            text("aws-invalid-client-exception", AwsService, "An error occurred (InvalidClientException)", Unrecorded),
            text("aws-cli-unauthorized-client-exception", AwsCli, "An error occurred (UnauthorizedClientException)", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in service rejected this computer's client registration",
        &["T05", "T06"],
    ),
    message(
        &[
            text("aws-cli-register-client-invalid-scope", AwsCli, "An error occurred (InvalidScopeException) when calling the RegisterClient operation", Measured("AWS CLI 2.36.7")),
            text("aws-cli-create-token-invalid-scope", AwsCli, "An error occurred (InvalidScopeException) when calling the CreateToken operation", Unrecorded),
            text("aws-invalid-scope-exception", AwsService, "InvalidScopeException", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in service rejected the requested scopes",
        &["T06", "C16"],
    ),
    message(
        &[
            text("aws-cli-invalid-client-metadata-exception", AwsCli, "InvalidClientMetadataException", Failures("C21")),
        ],
        "the sign-in service rejected the client name that the AWS CLI registers",
        &["C21"],
    ),
    message(
        &[
            text("botocore-offset-naive-datetime", Botocore, "can't subtract offset-naive and offset-aware datetimes", Measured("AWS CLI 2.36.7")),
            text("botocore-time-not-a-string", Botocore, "Parser must be a string or character stream, not int", Measured("AWS CLI 2.36.7")),
            text("go-cannot-unmarshal-time-as", GoSdk, "cannot unmarshal {_} parsing time {time} as", Unrecorded),
            text("go-parsing-time-utc-as", GoSdk, "parsing time {time}UTC as", Thread("pulumi/pulumi-aws#1430")),
            text("go-expected-rfc3339-timestamp", GoSdk, "expected RFC3339 timestamp", Thread("pulumi/pulumi-aws#1430")),
        ],
        "the token's expiration time is in a format that this tool does not read",
        &["T09"],
    ),
    message(
        &[
            text("go-cannot-unmarshal-time", GoSdk, "cannot unmarshal{_}parsing time", Failures("T09")),
            text("go-failed-to-parse-cached-token", GoSdk, "failed to parse cached SSO token file", Thread("aws-sdk-go-v2 credentials/ssocreds, config 1.32.31")),
        ],
        "the token file is in a format that this tool does not read",
        &["T09", "T07"],
    ),
    message(
        &[
            text("aws-invalid-token-provided", AwsService, "Invalid token provided", Failures("T14")),
        ],
        "the token was not renewed: another service endpoint issued it",
        &["T14", "T03"],
    ),
    message(
        &[
            text("python-permission-error-token-cache", Python, "PermissionError{_}.aws/sso/cache", Failures("T11")),
            text("botocore-permission-denied-token-cache", Botocore, "Permission denied: {folder}.aws/sso/cache", Unrecorded),
            text("botocore-permission-denied-role-cache", Botocore, "Permission denied: {folder}.aws/cli/cache", Unrecorded),
            text("go-permission-denied-token-cache", GoSdk, ".aws/sso/cache/{file}: permission denied", Unrecorded),
        ],
        "you do not have permission to read or write the token cache",
        &["T11", "T15"],
    ),
    message(
        &[
            text("python-json-decode-error", Python, "json.decoder.JSONDecodeError", Unrecorded),
            text("python-json-expecting-value", Python, "Expecting value: line 1 column 1 (char 0)", Unrecorded),
        ],
        "a file that should contain JSON does not",
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
            &["=token expired"],
            &["=token has expired"],
            &["=token is expired"],
            &["=session expired"],
            &["=credentials expired"],
            &["=credentials have expired"],
            &["sso", "session", "expired"],
            &["sso", "token", "expired"],
            &["aws", "token", "expired"],
            &["aws", "credentials", "expired"],
        ],
        &["T02", "S03", "E04", "T12"],
    ),
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
