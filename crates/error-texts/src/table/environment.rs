//! Variables, endpoints, certificates, proxies, the clock, the browser.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "E04",
        &["env-credentials"],
        "access keys in the environment (such as AWS_ACCESS_KEY_ID) override the profile",
        "unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN",
    ),
    detectable(
        "E05",
        &["env-credentials"],
        "only one key of a pair is set in the environment",
        "unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN",
    )
    .when_found_as(&["half-a-pair"]),
    detectable(
        "E06",
        &["env-profile", "profile-exists"],
        "--profile or AWS_PROFILE names a profile that does not exist",
        "use a name that `aws-onboard profiles` lists",
    ),
    detectable("E07", &["env-profile"], "AWS_PROFILE is set but empty", "unset AWS_PROFILE")
    .when_found_as(&["empty"]),
    detectable(
        "E08",
        &["env-profile"],
        "AWS_PROFILE and AWS_DEFAULT_PROFILE are both set: the AWS CLI uses the first, boto3 the second",
        "unset AWS_DEFAULT_PROFILE",
    )
    .when_found_as(&["two-names"]),
    detectable(
        "E09",
        &["env-files"],
        "AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE points to a different file than the one you edit",
        "unset these variables, or edit the files that they name",
    ),
    detectable(
        "E10",
        &["env-home"],
        "the home directory is not yours (sudo, a container, or HOME is unset)",
        "run the command without sudo, or set HOME to your home directory",
    ),
    fixable(
        "E11",
        &["env-endpoints"],
        "a setting (AWS_ENDPOINT_URL or endpoint_url) sends AWS calls to another server, such as LocalStack",
        "unset AWS_ENDPOINT_URL and any AWS_ENDPOINT_URL_… variables, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
    ),
    detectable(
        "E12",
        &["env-endpoints"],
        "FIPS endpoints are turned on, and the sign-in service has none",
        "to sign in, unset AWS_USE_FIPS_ENDPOINT, or remove use_fips_endpoint from the profile",
    )
    .when_found_as(&["fips"]),
    detectable(
        "E13",
        &["env-endpoints"],
        "the portal has a dual-stack address (*.app.aws), but the code came from the IPv4 endpoint",
        "sign in with a browser on this computer instead of a code, or set AWS_USE_DUALSTACK_ENDPOINT=true for the sign-in only",
    )
    .when_found_as(&["dual-stack-code"]),
    detectable(
        "E14",
        &["tls-trust", "env-ca-bundle"],
        "the network (usually TLS inspection by your organization) replaces AWS's certificate with one that this tool does not trust",
        "set ca_bundle to your organization's certificates; do not turn off verification, which would expose your sign-in",
    ),
    detectable(
        "E15",
        &["env-ca-bundle"],
        "the configured CA bundle (AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE, ca_bundle) is missing or contains no certificate",
        "correct the path, or unset the variable",
    ),
    detectable(
        "E16",
        &["env-proxy", "endpoints-reachable"],
        "AWS cannot be reached: the proxy settings are missing or wrong, or there is no network",
        "check HTTPS_PROXY and NO_PROXY; NO_PROXY should contain 127.0.0.1 and localhost, and no AWS hosts",
    ),
    detectable(
        "E17",
        &["clock"],
        "this computer's clock is wrong (common in virtual machines and WSL after sleep)",
        "set the clock: run `sudo hwclock -s` in WSL; elsewhere, turn on automatic time",
    ),
    detectable(
        "E20",
        &["env-browser"],
        "this system cannot open a browser (common in WSL)",
        "open the printed URL yourself, or sign in with a code: `aws-onboard login --device-code`",
    ),
    detectable(
        "E21",
        &["env-browser"],
        "the AWS CLI cannot prompt in this terminal (Git Bash, mintty)",
        "put `winpty` in front of the command, or use another terminal",
    )
    .when_found_as(&["mintty"]),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-partial-credentials-in-environment", Botocore, "Partial credentials found in env, missing: {key}", Code("botocore/exceptions.py")),
        ],
        "the access keys in the environment are incomplete[: {key} is missing]",
        &["E05"],
    ),
    message(
        &[
            text("botocore-config-profile-empty", Botocore, "The config profile () could not be found", Code("botocore/exceptions.py")),
        ],
        "the profile name is empty",
        &["E07"],
    ),
    message(
        &[
            text("botocore-config-profile-not-found", Botocore, "The config profile ({profile}) could not be found", Code("botocore/exceptions.py")),
            text("go-failed-to-get-shared-config-profile", GoSdk, "failed to get shared config profile, {profile}", Code("config/shared_config.go")),
            text("rust-profile-not-defined", RustSdk, "profile {profile} was not defined: could not find source profile {_} referenced from the root profile", Measured("aws-config")),
            text("js-profile-not-found", JavaScriptSdk, "Profile {profile} could not be found in shared credentials file", Unrecorded),
            text("js-could-not-resolve-credentials", JavaScriptSdk, "Could not resolve credentials using profile: [{profile}] in configuration/credentials file", Code("@aws-sdk/credential-provider-ini")),
            text("java-profile-without-credentials", JavaSdk, "Profile file contained no credentials for profile {profile}", Code("ProfileCredentialsProvider.java")),
            text("java-no-aws-profile-named", JavaSdk, "No AWS profile named {profile}", Code("aws-java-sdk-core/.../profile/")),
            text("botocore-profile-not-found", Botocore, "botocore.exceptions.ProfileNotFound", Code("botocore/exceptions.py")),
        ],
        "the tool did not find the profile[ {profile}] in the files that it reads",
        &["E06", "C09", "C10", "C06", "E09", "C28", "E10", "C20", "elsewhere"],
    )
    .apart("the AWS files, AWS_PROFILE, AWS_CONFIG_FILE, and HOME on this computer show which one"),
    message(
        &[
            text("botocore-could-not-connect-http-localhost", Botocore, "Could not connect to the endpoint URL: http://localhost{host}", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-http-127-0-0-1", Botocore, "Could not connect to the endpoint URL: http://127.0.0.1{host}", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-https-localhost", Botocore, "Could not connect to the endpoint URL: https://localhost{host}", Code("botocore/exceptions.py")),
            text("js-credentials-provider-connection-refused", JavaScriptSdk, "CredentialsProviderError: Error: connect ECONNREFUSED {host}", Measured("AWS SDK for JavaScript v3")),
            text("js-localstack-connection-refused", JavaScriptSdk, "connect ECONNREFUSED 127.0.0.1:4566", Unrecorded),
        ],
        "an AWS call went to this computer instead of AWS, and nothing is listening there",
        &["E11", "E16"],
    ),
    message(
        &[
            text("botocore-could-not-connect-oidc-fips-host", Botocore, "Could not connect to the endpoint URL: https://oidc-fips.{host}", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-oidc-fips", Botocore, "Could not connect to the endpoint URL: https://oidc-fips{host}", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-portal-sso-fips", Botocore, "Could not connect to the endpoint URL: https://portal.sso-fips{host}", Code("botocore/exceptions.py")),
        ],
        "the tool looked for a FIPS endpoint of the sign-in service, and there is none",
        &["E12"],
    ),
    message(
        &[
            text("botocore-could-not-connect-oidc", Botocore, "Could not connect to the endpoint URL: https://oidc.{region}.amazonaws.com", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-portal-sso", Botocore, "Could not connect to the endpoint URL: https://portal.sso.{region}.amazonaws.com", Code("botocore/exceptions.py")),
            text("botocore-could-not-connect-sts", Botocore, "Could not connect to the endpoint URL: https://sts.{region}.amazonaws.com", Code("botocore/exceptions.py")),
            text("js-getaddrinfo-enotfound-oidc", JavaScriptSdk, "getaddrinfo ENOTFOUND oidc.{region}.amazonaws.com", Unrecorded),
            text("js-getaddrinfo-enotfound-portal-sso", JavaScriptSdk, "getaddrinfo ENOTFOUND portal.sso.{region}.amazonaws.com", Unrecorded),
            text("js-getaddrinfo-enotfound-sts", JavaScriptSdk, "getaddrinfo ENOTFOUND sts.{region}.amazonaws.com", Unrecorded),
            text("js-getaddrinfo-eai-again-oidc", JavaScriptSdk, "getaddrinfo EAI_AGAIN oidc.{region}.amazonaws.com", Unrecorded),
            text("js-getaddrinfo-eai-again-portal-sso", JavaScriptSdk, "getaddrinfo EAI_AGAIN portal.sso.{region}.amazonaws.com", Unrecorded),
            text("go-lookup-oidc", GoSdk, "lookup oidc.{region}.amazonaws.com", Unrecorded),
            text("go-lookup-portal-sso", GoSdk, "lookup portal.sso.{region}.amazonaws.com", Unrecorded),
            text("go-lookup-sts", GoSdk, "lookup sts.{region}.amazonaws.com", Unrecorded),
            text("java-unknown-host-exception-oidc", JavaSdk, "UnknownHostException: oidc.{region}.amazonaws.com", Unrecorded),
            text("java-unknown-host-exception-portal-sso", JavaSdk, "UnknownHostException: portal.sso.{region}.amazonaws.com", Unrecorded),
            text("java-unknown-host-exception-sts", JavaSdk, "UnknownHostException: sts.{region}.amazonaws.com", Unrecorded),
            text("aws-cli-could-not-resolve-host-oidc", AwsCli, "Could not resolve host: oidc.{region}.amazonaws.com", Unrecorded),
        ],
        "the tool could not connect to the AWS endpoint[ in {region}]",
        &["C19", "E16", "C07"],
    )
    .apart("the region name is checked here; network access is checked online only"),
    general(
        &[
            text("botocore-endpoint-connection-error", Botocore, "botocore.exceptions.EndpointConnectionError", Code("botocore/exceptions.py")),
            text("go-request-send-failed-sso", GoSdk, "request send failed, Post {url}: dial tcp", Code("smithy-go transport/http/client.go")),
            text("go-request-send-failed-get", GoSdk, "request send failed, Get {url}: dial tcp", Code("smithy-go transport/http/client.go")),
            text("botocore-could-not-connect", Botocore, "Could not connect to the endpoint URL: {url}", Code("botocore/exceptions.py")),
            text("botocore-connect-timeout", Botocore, "Connect timeout on endpoint URL: {url}", Code("botocore/exceptions.py")),
            text("botocore-read-timeout", Botocore, "Read timeout on endpoint URL: {url}", Code("botocore/exceptions.py")),
            text("botocore-connection-closed", Botocore, "Connection was closed before we received a valid response from endpoint URL: {url}", Code("botocore/exceptions.py")),
            text("rust-dispatch-failure", RustSdk, "dispatch failure", Measured("aws-config")),
            text("java-unable-to-execute-http-request", JavaSdk, "software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request", Unrecorded),
        ],
        "the tool could not connect to an AWS endpoint",
        &["E16", "C19", "E11", "E14"],
    )
    .apart("settings and region names are checked here; network access is checked online only"),
    message(
        &[
            text("botocore-failed-to-connect-to-proxy", Botocore, "Failed to connect to proxy URL: {url}", Code("botocore/exceptions.py")),
            text("botocore-proxy-connection-error", Botocore, "botocore.exceptions.ProxyConnectionError", Code("botocore/exceptions.py")),
        ],
        "the tool could not connect to the proxy",
        &["E16"],
    ),
    message(
        &[
            text("aws-proxy-authentication-required", AwsService, "Proxy Authentication Required", Unrecorded),
        ],
        "the proxy requires a user name and password",
        &["E16"],
    )
    .needs(&["aws"]),
    words(&[&["timeout", "proxy"], &["timed out", "aws"]], &["E16"]),
    message(
        &[
            text("botocore-ssl-validation-without-file", Botocore, "SSL validation failed for {url} [Errno 2] No such file or directory", Code("botocore/exceptions.py")),
            text("botocore-ca-bundle-invalid-path", Botocore, "Could not find a suitable TLS CA certificate bundle, invalid path: {path}", Failures("E15")),
            text("botocore-no-certificate-or-crl-found", Botocore, "[X509: NO_CERTIFICATE_OR_CRL_FOUND]", Failures("E15")),
        ],
        "the tool cannot use the configured CA bundle",
        &["E15"],
    ),
    message(
        &[
            text("botocore-ssl-validation-failed", Botocore, "SSL validation failed for {url}", Code("botocore/exceptions.py")),
            text("python-certificate-verify-failed-in-brackets", Python, "[SSL: CERTIFICATE_VERIFY_FAILED]", Failures("E14")),
            text("python-certificate-verify-failed", Python, "SSL: CERTIFICATE_VERIFY_FAILED", Failures("E14")),
        ],
        "the tool does not trust the server's certificate",
        &["E14", "E15", "E17"],
    ),
    message(
        &[
            text("js-unable-to-get-local-issuer-certificate", Tls, "unable to get local issuer certificate", Unrecorded),
            text("js-self-signed-certificate-without-hyphen", Tls, "self signed certificate in certificate chain", Unrecorded),
            text("js-self-signed-certificate", Tls, "self-signed certificate in certificate chain", Unrecorded),
            text("js-self-signed-cert-in-chain", Tls, "SELF_SIGNED_CERT_IN_CHAIN", Unrecorded),
            text("go-certificate-signed-by-unknown-authority", Tls, "x509: certificate signed by unknown authority", Unrecorded),
            text("go-failed-to-verify-certificate", Tls, "failed to verify certificate: x509: certificate signed by unknown authority", Unrecorded),
            text("java-pkix-path-building-failed", Tls, "PKIX path building failed", Unrecorded),
            text("node-unable-to-get-issuer-cert-locally", Tls, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Code("node/src/crypto")),
            text("node-unable-to-verify-first-certificate", Tls, "unable to verify the first certificate", Code("node/src/crypto")),
            text("node-unable-to-verify-leaf-signature", Tls, "UNABLE_TO_VERIFY_LEAF_SIGNATURE", Code("node/src/crypto")),
            text("dotnet-remote-certificate-invalid", Tls, "The remote certificate is invalid", Code("System.Net.Security")),
            text("java-unable-to-find-valid-certification-path", Tls, "unable to find valid certification path to requested target", Code("sun.security.provider.certpath")),
            text("curl-ssl-certificate-problem", Tls, "SSL certificate problem: unable to get local issuer certificate", Code("libcurl")),
            text("go-certificate-is-not-trusted", Tls, "x509: certificate is not trusted", Code("crypto/x509")),
            text("go-certificate-not-standards-compliant", Tls, "x509: certificate is not standards compliant", Code("crypto/x509")),
            text("rust-certificate-unknown-issuer", Tls, "invalid peer certificate: UnknownIssuer", Unrecorded),
        ],
        "the tool does not trust the server's certificate",
        &["E14"],
    )
    .needs(&["amazonaws", "awsapps", "botocore", "aws-sdk", "awssdk", "aws:", "aws sso", "sts."]),
    message(
        &[
            text("aws-signature-expired", AwsService, "Signature expired: {_} is now earlier than", Failures("E17")),
            text("aws-signature-not-yet-current", AwsService, "Signature not yet current: {_} is still later than", Unrecorded),
            text("aws-request-time-too-skewed", AwsService, "RequestTimeTooSkewed", Failures("E17")),
            text("aws-request-time-difference-too-large", AwsService, "The difference between the request time and the current time is too large", Unrecorded),
        ],
        "AWS rejected the call because its timestamp is wrong",
        &["E17"],
    ),
    message(
        &[
            text("botocore-refreshed-credentials-still-expired", Botocore, "Credentials were refreshed, but the refreshed credentials are still expired", Failures("E17")),
        ],
        "by this computer's clock, the new credentials have already expired",
        &["E17", "C26"],
    ),
    general(
        &[
            text("aws-signature-does-not-match", AwsService, "SignatureDoesNotMatch", Failures("E17")),
            text("aws-calculated-signature-does-not-match", AwsService, "The request signature we calculated does not match the signature you provided", Unrecorded),
        ],
        "AWS could not verify the signature of the call",
        &["E17", "E04", "S02"],
    )
    .apart("keys in the environment and files are checked here; the clock is checked online only"),
    message(
        &[
            text("aws-cli-gio-not-supported", AwsCli, "gio: {url} Operation not supported", Failures("E20")),
            text("aws-cli-unable-to-locate-web-browser", AwsCli, "Unable to locate a web browser", Unrecorded),
            text("aws-cli-browser-not-opened", AwsCli, "Browser will not be automatically opened", Unrecorded),
        ],
        "the AWS CLI could not open a browser",
        &["E20"],
    ),
    message(
        &[
            text("aws-cli-xdg-open-no-method", AwsCli, "xdg-open: no method available for opening {url}", Unrecorded),
            text("aws-cli-no-suitable-web-browser", AwsCli, "Couldn't find a suitable web browser", Unrecorded),
        ],
        "the AWS CLI could not open a browser",
        &["E20"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("aws-cli-no-windows-console", AwsCli, "Found {_}, while expecting a Windows console", Failures("E21")),
        ],
        "the AWS CLI cannot prompt in this terminal",
        &["E21"],
    ),
    message(
        &[
            text("browser-something-doesnt-compute", Browser, "Something doesn't compute. We couldn't verify your sign-in credentials", Failures("E13")),
        ],
        "the portal did not accept the code",
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
