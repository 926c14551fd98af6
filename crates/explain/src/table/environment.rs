//! Variables, endpoints, certificates, proxies, the clock, the browser.

use super::who::{AWS, BROWSER, CLI, GO, JAVA, JS, PYTHON, RUST, SERVICE};
use crate::text::{Cause, Text, general, look, mend, message, words};

pub(super) const CAUSES: &[Cause] = &[
    look(
        "E04",
        &["env-credentials"],
        "keys in the environment (AWS_ACCESS_KEY_ID and its like) are used instead of the profile",
        "unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
    ),
    look(
        "E05",
        &["env-credentials"],
        "only a part of a key pair is set in the environment",
        "unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
    ),
    look(
        "E06",
        &["env-profile", "profile-exists"],
        "no profile has the name that --profile or AWS_PROFILE gives",
        "take a name that `aws-onboard profiles` lists",
    ),
    look("E07", &["env-profile"], "AWS_PROFILE is set to nothing", "unset AWS_PROFILE"),
    look(
        "E08",
        &["env-profile"],
        "AWS_PROFILE and AWS_DEFAULT_PROFILE are both set: the AWS CLI takes the first, boto3 the second",
        "unset AWS_DEFAULT_PROFILE",
    ),
    look(
        "E09",
        &["env-files"],
        "AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE points to another file than the one you edit",
        "unset the two, or edit the file that they name",
    ),
    look(
        "E10",
        &["env-home"],
        "the home folder is not this person's (sudo, a container, HOME not set)",
        "run it as yourself, or set HOME to your home folder",
    ),
    mend(
        "E11",
        &["env-endpoints"],
        "a setting sends AWS calls elsewhere, such as to LocalStack (AWS_ENDPOINT_URL, endpoint_url)",
        "unset AWS_ENDPOINT_URL and its like, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
    ),
    look(
        "E12",
        &["env-endpoints"],
        "FIPS endpoints are asked for, and the sign-in service has none",
        "unset AWS_USE_FIPS_ENDPOINT, or take use_fips_endpoint out of the profile, for the sign-in",
    ),
    look(
        "E13",
        &["env-endpoints"],
        "the portal's address is the dual-stack one (*.app.aws), and the code came from the other endpoint",
        "sign in with a browser on this machine instead of a code, or set AWS_USE_DUALSTACK_ENDPOINT=true for the sign-in alone",
    ),
    look(
        "E14",
        &["tls-trust", "env-ca-bundle"],
        "something on the way (mostly an organisation's TLS inspection) answers with a certificate of its own, which this tool does not trust",
        "set ca_bundle to your organisation's certificates; turning verification off would give your sign-in away",
    ),
    look(
        "E15",
        &["env-ca-bundle"],
        "the configured CA bundle (AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE, ca_bundle) is missing or holds no certificate",
        "correct the path, or unset the variable",
    ),
    look(
        "E16",
        &["env-proxy", "endpoints-reachable"],
        "AWS is not reached: a proxy is missing, stale or in the way, or there is no network",
        "check HTTPS_PROXY and NO_PROXY; NO_PROXY should hold 127.0.0.1 and localhost, and nothing of AWS",
    ),
    look(
        "E17",
        &["clock"],
        "this machine's clock is wrong (often a virtual machine or WSL after sleep)",
        "set the clock: `sudo hwclock -s` in WSL, the time service elsewhere",
    ),
    look(
        "E20",
        &["env-browser"],
        "this system has nothing that opens a browser (often WSL)",
        "open the printed address yourself, or sign in with a code: `aws-onboard login --device-code`",
    ),
    look(
        "E21",
        &["env-browser"],
        "this terminal (Git Bash, mintty) is none that the AWS CLI can ask in",
        "put `winpty` in front of the command, or take another terminal",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[(CLI, "Partial credentials found in env, missing: {key}")],
        "keys in the environment are incomplete[: {key} is missing]",
        &["E05"],
    ),
    message(
        &[(CLI, "The config profile () could not be found")],
        "the profile that is asked for has no name",
        &["E07"],
    ),
    message(
        &[
            (CLI, "The config profile ({profile}) could not be found"),
            (GO, "failed to get shared config profile, {profile}"),
            (RUST, "profile {profile} was not defined: could not find source profile {_} referenced from the root profile"),
            (JS, "Profile {profile} could not be found in shared credentials file"),
            (JS, "Could not resolve credentials using profile: [{profile}] in configuration/credentials file"),
            (JAVA, "Profile file contained no credentials for profile {profile}"),
            (JAVA, "No AWS profile named {profile}"),
            (CLI, "botocore.exceptions.ProfileNotFound"),
        ],
        "the tool found no profile[ {profile}] in the files that it reads",
        &["E06", "C09", "C10", "C06", "E09", "C28", "E10", "C20"],
    )
    .apart("the files, AWS_PROFILE, AWS_CONFIG_FILE and HOME of this machine say which"),
    message(
        &[
            (CLI, "Could not connect to the endpoint URL: http://localhost{host}"),
            (CLI, "Could not connect to the endpoint URL: http://127.0.0.1{host}"),
            (CLI, "Could not connect to the endpoint URL: https://localhost{host}"),
            (JS, "CredentialsProviderError: Error: connect ECONNREFUSED {host}"),
            (JS, "connect ECONNREFUSED 127.0.0.1:4566"),
        ],
        "an AWS call went to this machine instead of AWS, and nothing answers there",
        &["E11", "E16"],
    ),
    message(
        &[
            (CLI, "Could not connect to the endpoint URL: https://oidc-fips.{host}"),
            (CLI, "Could not connect to the endpoint URL: https://oidc-fips{host}"),
            (CLI, "Could not connect to the endpoint URL: https://portal.sso-fips{host}"),
        ],
        "the sign-in service was looked for under a FIPS name that it does not have",
        &["E12"],
    ),
    message(
        &[
            (CLI, "Could not connect to the endpoint URL: https://oidc.{region}.amazonaws.com"),
            (CLI, "Could not connect to the endpoint URL: https://portal.sso.{region}.amazonaws.com"),
            (CLI, "Could not connect to the endpoint URL: https://sts.{region}.amazonaws.com"),
            (JS, "getaddrinfo ENOTFOUND oidc.{region}.amazonaws.com"),
            (JS, "getaddrinfo ENOTFOUND portal.sso.{region}.amazonaws.com"),
            (JS, "getaddrinfo ENOTFOUND sts.{region}.amazonaws.com"),
            (JS, "getaddrinfo EAI_AGAIN oidc.{region}.amazonaws.com"),
            (JS, "getaddrinfo EAI_AGAIN portal.sso.{region}.amazonaws.com"),
            (GO, "lookup oidc.{region}.amazonaws.com"),
            (GO, "lookup portal.sso.{region}.amazonaws.com"),
            (GO, "lookup sts.{region}.amazonaws.com"),
            (JAVA, "UnknownHostException: oidc.{region}.amazonaws.com"),
            (JAVA, "UnknownHostException: portal.sso.{region}.amazonaws.com"),
            (JAVA, "UnknownHostException: sts.{region}.amazonaws.com"),
            (AWS, "Could not resolve host: oidc.{region}.amazonaws.com"),
        ],
        "AWS's endpoint[ in {region}] was not reached",
        &["C19", "E16", "C07"],
    )
    .apart("a region that does not exist is seen here; whether the network lets you through, only online"),
    general(
        &[
            (CLI, "Could not connect to the endpoint URL: {url}"),
            (CLI, "Connect timeout on endpoint URL: {url}"),
            (CLI, "Read timeout on endpoint URL: {url}"),
            (CLI, "Connection was closed before we received a valid response from endpoint URL: {url}"),
            (RUST, "dispatch failure"),
            (JAVA, "software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request"),
        ],
        "an AWS endpoint was not reached",
        &["E16", "C19", "E11", "E14"],
    )
    .apart("settings and region names are seen here; whether the network lets you through, only online"),
    message(
        &[
            (CLI, "Failed to connect to proxy URL: {url}"),
            (CLI, "ProxyConnectionError"),
        ],
        "the proxy was not reached",
        &["E16"],
    ),
    message(
        &[(SERVICE, "Proxy Authentication Required")],
        "the proxy wants a name and a password",
        &["E16"],
    )
    .needs(&["aws"]),
    words(&[&["timeout", "proxy"], &["timed out", "aws"]], &["E16"]),
    message(
        &[
            (CLI, "SSL validation failed for {url} [Errno 2] No such file or directory"),
            (CLI, "Could not find a suitable TLS CA certificate bundle, invalid path: {path}"),
            (CLI, "[X509: NO_CERTIFICATE_OR_CRL_FOUND]"),
        ],
        "the file with certificates that the tool was told to trust cannot be used",
        &["E15"],
    ),
    message(
        &[
            (CLI, "SSL validation failed for {url}"),
            (PYTHON, "[SSL: CERTIFICATE_VERIFY_FAILED]"),
            (PYTHON, "SSL: CERTIFICATE_VERIFY_FAILED"),
        ],
        "the certificate that came from the other side is not trusted",
        &["E14", "E15", "E17"],
    ),
    message(
        &[
            (JS, "unable to get local issuer certificate"),
            (JS, "self signed certificate in certificate chain"),
            (JS, "self-signed certificate in certificate chain"),
            (JS, "SELF_SIGNED_CERT_IN_CHAIN"),
            (GO, "x509: certificate signed by unknown authority"),
            (GO, "failed to verify certificate: x509"),
            (JAVA, "PKIX path building failed"),
            (RUST, "invalid peer certificate: UnknownIssuer"),
        ],
        "the certificate that came from the other side is not trusted",
        &["E14"],
    )
    .needs(&["aws"]),
    message(
        &[
            (SERVICE, "Signature expired: {_} is now earlier than"),
            (SERVICE, "Signature not yet current: {_} is still later than"),
            (SERVICE, "RequestTimeTooSkewed"),
            (SERVICE, "The difference between the request time and the current time is too large"),
        ],
        "AWS refuses the call because its time is not the present",
        &["E17"],
    ),
    message(
        &[(CLI, "Credentials were refreshed, but the refreshed credentials are still expired")],
        "the credentials that just came have ended already, by this machine's clock",
        &["E17", "C26"],
    ),
    general(
        &[
            (SERVICE, "SignatureDoesNotMatch"),
            (SERVICE, "The request signature we calculated does not match the signature you provided"),
        ],
        "AWS could not verify the signature of the call",
        &["E17", "E04", "S02"],
    )
    .apart("a wrong clock needs the network to be seen; keys in the environment and in the files are seen here"),
    message(
        &[
            (AWS, "gio: {url} Operation not supported"),
            (AWS, "Unable to locate a web browser"),
            (AWS, "Browser will not be automatically opened"),
        ],
        "no browser could be opened from here",
        &["E20"],
    ),
    message(
        &[
            (AWS, "xdg-open: no method available for opening {url}"),
            (AWS, "Couldn't find a suitable web browser"),
        ],
        "no browser could be opened from here",
        &["E20"],
    )
    .needs(&["aws"]),
    message(
        &[(AWS, "Found {_}, while expecting a Windows console")],
        "the AWS CLI cannot ask its questions in this terminal",
        &["E21"],
    ),
    message(
        &[(BROWSER, "Something doesn't compute. We couldn't verify your sign-in credentials")],
        "the portal does not take the code",
        &["E13", "U01"],
    ),
    words(
        &[
            &["wrong identity"],
            &["wrong account", "aws_profile"],
            &["wrong user", "aws"],
            &["ignores aws_profile"],
            &["aws_profile", "ignored"],
        ],
        &["E04"],
    ),
    words(
        &[
            &["boto3", "different profile"],
            &["boto3", "another profile"],
            &["boto3", "other profile"],
        ],
        &["E08"],
    ),
    words(
        &[
            &["edits have no effect"],
            &["edit", "config", "no effect"],
            &["change", "config", "no effect"],
        ],
        &["E09", "E10"],
    ),
    words(&[&["different files as root"], &["other files", "root"], &["files", "sudo", "different"]], &["E10"]),
    words(&[&["dummy account"], &["account 000000000000"], &["localstack", "aws"]], &["E11"]),
];
