//! The AWS SDKs for Java, and programs on the Java virtual machine.

use super::prelude::*;

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("java-to-use-sso-related-properties", JavaSdk, "To use Sso related properties in the {profile} profile, the sso service module must be on the class path", Code("core/auth/.../ProfileCredentialsUtils.java")),
            text("java-to-use-sso-oidc-related", JavaSdk, "To use SSO OIDC related properties in the {profile} profile, the ssooidc service module must be on the class path", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "a module of the SDK for Java is missing from the program",
        &["sdk-part"],
    )
    .fixed("(software.amazon.awssdk:sso and software.amazon.awssdk:ssooidc, in the version of the other modules)"),
    message(
        &[
            text("java-to-use-assumed-roles-in", JavaSdk, "To use assumed roles in the {profile} profile, the sts service module must be on the class path", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "a module of the SDK for Java is missing from the program",
        &["sdk-part"],
    )
    .fixed("(software.amazon.awssdk:sts, in the version of the other modules)"),
    message(
        &[
            text("java-to-use-login-session-property", JavaSdk, "To use login_session property in the {profile} profile, the signin service module must be on the class path", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "a module of the SDK for Java is missing from the program",
        &["sdk-part"],
    )
    .fixed("(software.amazon.awssdk:signin, in the version of the other modules)"),
    message(
        &[
            text("java-profile-property-was-not-configured", JavaSdk, "Profile property {key} was not configured for {profile}", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "a setting[, {key},] is missing in the profile[ {profile}]",
        &["C15", "C14", "role-settings"],
    ),
    message(
        &[
            text("java-invalid-profile-file-profile-has", JavaSdk, "Invalid profile file: profile has both source_profile and credential_source", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "the profile's settings for a role do not fit together",
        &["role-two-sources"],
    ),
    message(
        &[
            text("java-invalid-profile-file-circular-relationship", JavaSdk, "Invalid profile file: Circular relationship detected with profiles {words}", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "the source_profile settings form a loop",
        &["C23"],
    ),
    message(
        &[
            text("java-the-source-profile-of-was", JavaSdk, "The source profile of {profile} was configured to be {source}, but that source profile has no credentials configured", Code("core/auth/.../ProfileCredentialsUtils.java")),
        ],
        "the source profile[ {source}] of[ {profile}] has no credentials",
        &["role-source-empty", "C24", "C09"],
    ),
    message(
        &[
            text("java-and-sso-session-has-different", JavaSdk, "and Sso-session {session} has different {key}", Code("SsoProfileCredentialsProviderFactory.java")),
        ],
        "the profile and its sso-session have different values[ for {key}]",
        &["C12"],
    ),
    message(
        &[
            text("java-failed-to-load-cached-token", JavaSdk, "Failed to load cached token at {path}", Code("services/ssooidc/")),
        ],
        "the SDK found no token that it can read",
        &["T01", "T07", "T08"],
    ),
    message(
        &[
            text("java-token-cache-file-for-login", JavaSdk, "Token cache file for login_session {session} not found. You must re-authenticate", Code("services/signin/")),
        ],
        "there is no session of `aws login` for the profile",
        &["T17"],
    ),
    message(
        &[
            text("java-command-returned-non-zero-exit", JavaSdk, "Command returned non-zero exit value ({code}) with error message: {why}", Code("ProcessCredentialsProvider.java")),
        ],
        "the profile's credential_process failed",
        &["C26"],
    ),
    message(
        &[
            text("java-unsupported-credential-version", JavaSdk, "Unsupported credential version: {words}", Code("ProcessCredentialsProvider.java")),
        ],
        "the profile's credential_process printed something unexpected",
        &["process-output"],
    ),
    message(
        &[
            text("java1-unable-to-load-credentials-into", JavaSdk1, "Unable to load credentials into profile [profile {profile}]: AWS Access Key ID is not specified", Thread("awslabs/aws-glue-libs#138")),
            text("java1-unable-to-load-credentials-into-profile", JavaSdk1, "Unable to load credentials into profile [{profile}]: AWS Access Key ID is not specified", Thread("awslabs/aws-glue-libs#138")),
            text("java1-unable-to-load-credentials-into-profile-aws", JavaSdk1, "Unable to load credentials into profile {profile}: AWS Access Key ID is not specified", Thread("awslabs/aws-glue-libs#138")),
        ],
        "the SDK v1 does not support single sign-on, and the profile[ {profile}] has no keys",
        &["no-sso"],
    ),
    general(
        &[
            text("java1-com-amazonaws-sdkclientexception-unable-to", JavaSdk1, "com.amazonaws.SdkClientException: Unable to load AWS credentials from any provider in the chain", Code("AWSCredentialsProviderChain.java")),
            text("java1-com-amazonaws-amazonclientexception-unable-to", JavaSdk1, "com.amazonaws.AmazonClientException: Unable to load AWS credentials from any provider in the chain", Code("AWSCredentialsProviderChain.java")),
            text("hadoop-s3a-noauthwithawsexception-no-aws-credentials-provided", Program("Hadoop S3A"), "NoAuthWithAWSException: No AWS Credentials provided by {words}", Thread("awslabs/aws-glue-libs#224")),
            text("hadoop-s3a-noawscredentialsexception-no-aws-credentials-in", Program("Hadoop S3A"), "NoAwsCredentialsException: {words}: No AWS credentials in the Hadoop configuration", Code("hadoop-aws/.../NoAwsCredentialsException.java")),
        ],
        "the SDK v1, which does not support single sign-on, found no credentials",
        &["no-sso", "no-profile", "S05"],
    ),
    message(
        &[
            text("java1-unable-to-load-aws-profiles", JavaSdk1, "Unable to load AWS profiles: specified file path is null", Code("aws-java-sdk-core/.../profile/")),
            text("java1-aws-credential-profiles-file-not", JavaSdk1, "AWS credential profiles file not found in the given path: {path}", Code("aws-java-sdk-core/.../profile/")),
        ],
        "the SDK found no AWS files",
        &["E10", "no-profile", "E09"],
    ),
    general(
        &[
            text("java-failed-to-load-credentials-from", JavaSdk, "Failed to load credentials from IMDS", Code("InstanceProfileCredentialsProvider.java")),
            text("java-unable-to-contact-ec2-metadata", JavaSdk, "Unable to contact EC2 metadata service", Code("EC2MetadataUtils.java")),
            text("nextflow-no-aws-credentials-available-falling", Program("Nextflow"), "No AWS credentials available - falling back to anonymous access", Code("AwsClientFactory.groovy")),
        ],
        "the program found no credentials, and the last place was the metadata of a cloud computer",
        &["no-profile", "no-choice", "no-source", "E06", "C09", "C15"],
    ),
];
