//! Programs and libraries that read data.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("pyarrow-aws-error-access-denied-during", Program("pyarrow"), "AWS Error ACCESS_DENIED during {words} operation: No response body", Thread("apache/iceberg-python#39")),
            text("pyarrow-aws-error-unknown-http-status", Program("pyarrow"), "AWS Error UNKNOWN (HTTP status 400) during HeadBucket operation: No response body", Thread("apache/arrow#38013")),
            text("pyarrow-aws-error-code-15-no", Program("pyarrow"), "AWS Error [code 15]: No response body", Thread("apache/arrow#29912")),
            text("pyarrow-anonymous-users-cannot-initiate-multipart", Program("pyarrow"), "Anonymous users cannot initiate multipart uploads. Please authenticate", Thread("apache/arrow#38421")),
            text("duckdb-secret-validation-failure-during-create", Program("DuckDB"), "Secret Validation Failure: during create using the following", Code("duckdb-aws/src/aws_secret.cpp")),
            text("duckdb-secret-validation-failure-during-generate", Program("DuckDB"), "Secret Validation Failure: during generate using the following", Code("duckdb-aws/src/aws_secret.cpp")),
            text("rclone-using-anonymous-credentials-did-you", Program("rclone"), "Using anonymous credentials - did you mean to set env_auth=true", Code("backend/s3/s3.go")),
        ],
        "the program sent the request without credentials: its SDK found none",
        &["no-profile", "no-choice", "no-sso", "T02", "C15"],
    ),
    message(
        &[
            text("gdal-aws-secret-access-key-and", Program("GDAL"), "AWS_SECRET_ACCESS_KEY and AWS_NO_SIGN_REQUEST configuration options not defined, and {path} not filled", Thread("OSGeo/gdal#11203")),
            text("gdal-aws-access-key-id-configuration", Program("GDAL"), "AWS_ACCESS_KEY_ID configuration option not defined", Code("port/cpl_aws.cpp")),
            text("matlab-requires-credentials-you-must-setup", Program("MATLAB"), "requires credentials. You must setup an AWS credentials file, or set the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", Thread("mathworks.com matlabcentral 1627950")),
            text("object-store-generic-s3-error-client-error", Program("object_store"), "Generic S3 error: Client error with status 403 Forbidden: No Body", Thread("pola-rs/polars#14102")),
            text("object-store-error-sending-request-for-url", Program("object_store"), "error sending request for url (http://169.254.169.254/latest/api/token)", Thread("pola-rs/polars#11372")),
        ],
        "the program knows only keys, no single sign-on",
        &["no-sso", "S05"],
    ),
    message(
        &[
            text("polars-boto3-must-be-installed-to", Program("Polars"), "boto3 must be installed to use CredentialProviderAWS", Code("_providers.py")),
        ],
        "boto3 is missing in the Python environment",
        &["tool-missing"],
    ),
    message(
        &[
            text("duckdb-unknown-provider-found-while-parsing", Program("DuckDB"), "Unknown provider found while parsing AWS credential chain string: {words}", Code("duckdb-aws/src/aws_secret.cpp")),
        ],
        "DuckDB does not know the name in CHAIN",
        &["defect"],
    )
    .fixed("(use CHAIN config, sso, process, or env)"),
    frame(
        &[
            text("rclone-couldn-t-load-configuration-with", Program("rclone"), "couldn't load configuration with env_auth=true: {why}", Code("backend/s3/s3.go")),
        ],
        "rclone could not use the profile; the rest of the line says why",
        &["E06", "T02", "C03"],
    ),
    message(
        &[
            text("rclone-secret-access-key-not-found", Program("rclone"), "secret_access_key not found", Code("backend/s3/s3.go")),
            text("rclone-access-key-id-not-found", Program("rclone"), "access_key_id not found", Code("backend/s3/s3.go")),
            text("minio-profile-has-partial-static-credentials", Program("MinIO"), "profile has partial static credentials", Code("minio-go file_aws_credentials.go")),
            text("s3cmd-aws-access-key-environment-variable", Program("s3cmd"), "AWS_ACCESS_KEY environment variable is used but AWS_SECRET_KEY variable is missing", Code("S3/Config.py")),
            text("steampipe-partial-credentials-found-in-connection", Program("Steampipe"), "partial credentials found in connection config, missing: {key}", Code("aws/service.go")),
        ],
        "only half a key pair is set",
        &["S05", "E05"],
    ),
    message(
        &[
            text("aws-the-aws-access-key-id", AwsService, "The AWS Access Key Id you provided does not exist in our records", Thread("aws/aws-cli#4045")),
            text("aws-invalidaccesskeyid", AwsService, "InvalidAccessKeyId", Thread("aws/aws-cli#4045")),
            text("aws-the-access-key-id-you", AwsService, "The Access Key Id you provided does not exist in our records", Thread("minio/mc")),
        ],
        "AWS does not know the access key: it is deleted, of another partition, or a temporary key without its session token",
        &["S02", "E04", "S04", "no-sso", "S01"],
    ),
    message(
        &[
            text("aws-authfailure-aws-was-not-able", AwsService, "AuthFailure{_}AWS was not able to validate the provided access credentials", Thread("hashicorp/terraform-provider-aws#5018")),
            text("aws-aws-was-not-able-to", AwsService, "AWS was not able to validate the provided access credentials", Thread("hashicorp/terraform-provider-aws#5018")),
        ],
        "AWS could not validate the credentials; the key may be old, or the account may not have enabled the region of the call",
        &["S02", "E04", "S04", "U12", "S01"],
    ),
    message(
        &[
            text("aws-the-aws-access-key-id-needs", AwsService, "The AWS Access Key Id needs a subscription for the service", Code("AWS common errors")),
            text("aws-optinrequired", AwsService, "OptInRequired", Code("AWS common errors")),
            text("aws-subscriptionrequiredexception", AwsService, "SubscriptionRequiredException", Code("AWS common errors")),
        ],
        "AWS knows the key, but the account cannot use this service yet",
        &["not-subscribed"],
    ),
    message(
        &[
            text("aws-token-must-be-redeemed", AwsService, "Token must be redeemed within 5 minutes of issuance", Code("STS")),
            text("aws-expired-token-redeemed", AwsService, "ExpiredTokenException{_}Token must be redeemed within 5 minutes of issuance", Code("STS")),
            text("aws-expired-token-assumerolewithsaml", AwsService, "(ExpiredTokenException) when calling the AssumeRoleWithSAML operation", Code("STS")),
            text("aws-expired-token-assumerolewithwebidentity", AwsService, "(ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation", Code("STS")),
        ],
        "the SAML assertion or OIDC token to be exchanged for AWS credentials was no longer valid",
        &["assertion-expired"],
    ),
    message(
        &[
            text("aws-multifactorauthentication-failed-code", AwsService, "MultiFactorAuthentication failed with invalid MFA one time pass code", Code("STS")),
            text("aws-accessdenied-multifactorauthentication-failed-code", AwsService, "AccessDenied{_}MultiFactorAuthentication failed with invalid MFA one time pass code", Code("STS")),
        ],
        "AWS did not accept the MFA code",
        &["mfa-code"],
    ),
    message(
        &[
            text("aws-multifactorauthentication-failed-both", AwsService, "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code", Code("STS")),
            text("aws-accessdenied-multifactorauthentication-failed-both", AwsService, "AccessDenied{_}MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code", Code("STS")),
        ],
        "the request lacked the serial number of the MFA device, or its code",
        &["mfa-incomplete"],
    ),
    message(
        &[
            text("aws-missingauthenticationtokenexception", AwsService, "MissingAuthenticationTokenException", Code("AWS common errors")),
        ],
        "no keys came with the request",
        &["no-profile", "E04"],
    ),
    message(
        &[
            text("aws-you-don-t-have-access", AwsService, "You don't have access to the model with the specified model ID", Code("Amazon Bedrock")),
        ],
        "the model is not enabled for this account",
        &["R07"],
    ),
    message(
        &[
            text("tls-x509-certificate-is-valid-for", Tls, "x509: certificate is valid for {words}, not {host}", Code("crypto/x509/verify.go")),
            text("tls-x509-certificate-is-not-valid", Tls, "x509: certificate is not valid for any names, but wanted to match {host}", Code("crypto/x509/verify.go")),
            text("tls-hostname-ip-does-not-match", Tls, "Hostname/IP does not match certificate's altnames", Code("node/lib/tls.js")),
            text("tls-err-tls-cert-altname-invalid", Tls, "ERR_TLS_CERT_ALTNAME_INVALID", Code("node/lib/tls.js")),
            text("tls-certificate-verify-failed-hostname-mismatch", Tls, "certificate verify failed: Hostname mismatch", Code("ssl.py")),
            text("tls-hostname-mismatch-certificate-is-not", Tls, "Hostname mismatch, certificate is not valid for {host}", Code("ssl.py")),
            text("tls-no-subject-alternative-dns-name", Tls, "No subject alternative DNS name matching {host} found", Code("sun.security.util.HostnameChecker")),
            text("tls-invalid-peer-certificate-notvalidforname", Tls, "invalid peer certificate: NotValidForName", Code("rustls")),
        ],
        "the certificate is for other hosts: the call did not reach AWS",
        &["other-host", "E16"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("aws-is-not-authorized-to-perform", AwsService, "is not authorized to perform: sts:AssumeRole", Code("STS")),
            text("aws-not-authorized-to-perform-sts", AwsService, "not authorized to perform: sts:AssumeRoleWithSAML", Code("STS")),
            text("aws-not-authorized-to-perform-sts-assumerolewithwebidentity", AwsService, "Not authorized to perform sts:AssumeRoleWithWebIdentity", Code("STS")),
            text("aws-accessdenied-when-calling-the-assumerole", AwsService, "(AccessDenied) when calling the AssumeRole operation", Code("STS")),
        ],
        "the role may not be assumed",
        &["role-denied"],
    ),
    message(
        &[
            text("aws-invalidsignatureexception-signature-not-yet-current", AwsService, "InvalidSignatureException: Signature not yet current", Code("AWS common errors")),
        ],
        "the clock of this computer is wrong",
        &["E17"],
    ),
    message(
        &[
            text("aws-sts-is-not-activated-in", AwsService, "STS is not activated in this region for account", Code("STS")),
            text("aws-regiondisabledexception", AwsService, "RegionDisabledException", Code("STS")),
        ],
        "the region is denied or not enabled for the account",
        &["U12", "region-denied"],
    ),
    message(
        &[
            text("botocore-errno-30-read-only-file", Botocore, "[Errno 30] Read-only file system: {folder}/.aws/{file}", Thread("aws/aws-cli#4374")),
        ],
        "the .aws directory cannot be written",
        &["T15", "C28", "in-container"],
    ),
    message(
        &[
            text("aws-missing-authentication-token", AwsService, "Missing Authentication Token", Code("AWS common errors")),
        ],
        "no keys came with the request",
        &["no-profile", "E04"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("tls-certificate-has-expired-or-is", Tls, "certificate has expired or is not yet valid", Code("crypto/x509/verify.go")),
        ],
        "the certificate is out of date, or the clock of this computer is wrong",
        &["E17", "E14"],
    )
    .needs(&["amazonaws"]),
    message(
        &[
            text("aws-signature-expired-short", AwsService, "Signature expired:", Code("AWS common errors")),
        ],
        "the clock of this computer is wrong",
        &["E17"],
    )
    .needs(&["aws", "sigv4", "amz"]),
    message(
        &[
            text("s3fs-fuse-session-token-expected", Program("s3fs-fuse"), "AWS session token was expected but wasn't provided in aws/credentials file for profile: {profile}", Code("src/s3fs_cred.cpp")),
        ],
        "a temporary key has no session token",
        &["S04"],
    ),
    message(
        &[
            text("duckdb-must-pass-chain", Program("DuckDB"), "Must pass CHAIN value when passing ASSUME_ROLE_ARN", Code("duckdb-aws/src/aws_secret.cpp")),
        ],
        "the settings for the role do not fit together",
        &["role-settings"],
    ),
    message(
        &[
            text("polars-cannot-load-profile", Program("Polars"), "cannot load requested aws_profile {profile}", Code("_providers.py")),
        ],
        "boto3 is missing, or it could not use the profile[ {profile}]",
        &["tool-missing", "E06"],
    ),
];
