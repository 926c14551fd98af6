//! Keys that lie in files, other sources of credentials, and the texts that AWS answers to keys.

use super::who::{AWS, CLI, GO, JAVA, JS, RUST, SERVICE, TERRAFORM};
use crate::text::{Cause, Run, Text, advice, general, look, mend, message, words};

pub(super) const CAUSES: &[Cause] = &[
    look(
        "C23",
        &["profile-chain"],
        "profiles name each other as source_profile in a circle",
        "let the chain end in a profile that signs in by itself",
    ),
    look(
        "C24",
        &["profile-chain"],
        "source_profile names a profile that does not exist",
        "correct the name, or add that profile",
    ),
    look(
        "C25",
        &["precedence"],
        "the profile has a credential_process as well as single sign-on; the AWS CLI takes single sign-on, and some SDKs refuse such a profile",
        "leave one of the two in the profile",
    ),
    look(
        "C26",
        &["credential-process"],
        "the credential_process of the profile is not found, or ends with an error",
        "run the command by hand; write its full path, in double quotes if it holds spaces",
    ),
    look(
        "C27",
        &["precedence"],
        "`aws login` left a login_session beside single sign-on in the profile",
        "leave one of the two in the profile; with an access portal it is single sign-on",
    ),
    look(
        "S01",
        &["precedence", "static-keys"],
        "the credentials file has keys under the same name; Terraform, Go and JavaScript programs take them before single sign-on",
        "take the keys out of the credentials file",
    ),
    mend(
        "S02",
        &["static-keys"],
        "old keys in the AWS files are used, and AWS does not know them any more",
        "take the keys out of the credentials file",
    ),
    mend(
        "S03",
        &["static-keys"],
        "keys that were copied from the portal lie in the credentials file; they last for hours only",
        "take them out, and use a profile with single sign-on",
    ),
    mend(
        "S04",
        &["static-keys"],
        "a temporary key (ASIA…) lies in the credentials file without its session token",
        "take it out, or copy all three values anew",
    ),
    mend(
        "S05",
        &["static-keys"],
        "half of a key pair lies in the credentials file",
        "take the half out",
    ),
    mend(
        "S06",
        &["static-keys"],
        "keys lie in the config file",
        "take them out, or move them to the credentials file",
    ),
    Cause {
        run: Run::Setup,
        ..look(
            "no-profile",
            &["profile-exists"],
            "no profile is configured that the tool could use",
            "let `aws-onboard setup` make one, or name yours with --profile",
        )
    },
];

/// Nothing that the tool knows to ask gave credentials.
const NO_CREDENTIALS: &[&str] =
    &["C15", "after-header", "no-profile", "C09", "E06", "E09", "E10", "C06"];

pub(super) const TEXTS: &[Text] = &[
    advice(
        &[(AWS, "You can configure credentials by running aws login")],
        "the tool found no credentials, and advises what is for users of the console",
        &["T01", "C15", "C27", "no-profile", "after-header"],
    ),
    general(
        &[
            (CLI, "Unable to locate credentials"),
            (CLI, "botocore.exceptions.NoCredentialsError"),
            (AWS, "(NoCredentials)"),
            (JS, "Could not load credentials from any providers"),
            (JS, "Credential is missing"),
            (JAVA, "Unable to load credentials from any of the providers in the chain"),
            (JAVA, "Unable to load AWS credentials from any provider in the chain"),
            (RUST, "no credentials found in chain"),
            (RUST, "the credential provider was not enabled"),
            (GO, "NoCredentialProviders: no valid providers in chain"),
            (GO, "no EC2 IMDS role found"),
            (GO, "failed to refresh cached credentials"),
            (TERRAFORM, "no valid credential sources for {words} found"),
            (TERRAFORM, "No valid credential sources found"),
        ],
        "none of the places where the tool looks gave it credentials",
        NO_CREDENTIALS,
    )
    .apart("the profile, the files and the environment of this machine say which; a text beside this one may say more"),
    message(
        &[(CLI, "Partial credentials found in shared-credentials-file, missing: {key}")],
        "a section of the credentials file holds half a key pair[: {key} is missing]",
        &["S05"],
    ),
    message(
        &[(CLI, "Partial credentials found in {file}, missing: {key}")],
        "{file} holds half a key pair",
        &["S05", "E05", "S06"],
    ),
    message(
        &[
            (SERVICE, "The security token included in the request is invalid"),
            (SERVICE, "InvalidClientTokenId"),
            (SERVICE, "UnrecognizedClientException"),
        ],
        "AWS does not know the key that the call was signed with",
        &["E04", "S02", "S04", "S01", "U12", "T12"],
    )
    .apart("keys in the environment and in the files are seen here; a region that your account has not enabled, only by asking AWS"),
    message(
        &[
            (SERVICE, "The security token included in the request is expired"),
            (SERVICE, "ExpiredTokenException"),
            (SERVICE, "ExpiredToken"),
            (SERVICE, "The provided token has expired"),
        ],
        "the temporary credentials that were used have ended",
        &["S03", "E04", "T12", "T02"],
    )
    .apart("keys in the environment, in the files and in the caches are seen here"),
    message(
        &[(CLI, "Infinite loop in credential configuration detected{_}profile {profile} which has already been visited"),
          (CLI, "Infinite loop in credential configuration detected"),
          (RUST, "profile formed an infinite loop"),
          (RUST, "profiles formed an infinite loop")],
        "profiles name each other as source_profile in a circle",
        &["C23"],
    ),
    message(
        &[
            (CLI, "The source_profile {source} referenced in the profile {profile} does not exist"),
            (RUST, "could not find source profile {source} referenced from {profile}"),
        ],
        "the profile[ {profile}] names a source_profile[, {source},] that does not exist",
        &["C24"],
    ),
    message(
        &[
            (CLI, "Error when retrieving credentials from custom-process: {why}"),
            (GO, "error in credential_process: {why}"),
            (JAVA, "Failed to refresh process-based credentials"),
        ],
        "the credential_process of the profile ended with an error",
        &["C26"],
    ),
    message(
        &[(GO, "only one credential type may be specified per profile")],
        "the profile names several sources of credentials, and this SDK wants one",
        &["C25"],
    ),
    words(&[&["credential_process", "ignored"], &["credential process", "ignored"]], &["C25"]),
    words(&[&["credential_process", "not found"], &["credential process", "fails"]], &["C26"]),
    words(
        &[&["ambiguity after console login"], &["login_session"], &["after", "aws login", "sso"]],
        &["C27"],
    ),
    words(
        &[
            &["terraform", "old user"],
            &["terraform", "wrong user"],
            &["terraform", "another user"],
            &["terraform", "different identity"],
            &["terraform", "old keys"],
        ],
        &["S01", "E04"],
    ),
    words(
        &[&["keys in config"], &["keys", "config", "rather than credentials"], &["access key", "config file"]],
        &["S06"],
    ),
    words(&[&["asia key"], &["aws_session_token", "missing"]], &["S04"]),
];
