//! Assignments, and how the portal and AWS answer requests for them.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    detectable(
        "R01",
        &["role-assigned"],
        "the role is not assigned to you in that account, or the role name or account ID is misspelled",
        "compare with the output of `aws-onboard roles`; if the role is missing there, ask {contact}",
    ),
    detectable(
        "R02",
        &["role-assigned"],
        "the user who signed in has no accounts",
        "check that the browser is signed in as you, then ask {contact}",
    ),
    detectable(
        "R03",
        &["role-assigned"],
        "you have no role in that account",
        "compare with the output of `aws-onboard roles`, or ask {contact}",
    ),
    explained(
        "R05",
        "too many requests at once: the portal allows about 20 per second",
        "wait a minute, then try again with fewer requests at a time",
    ),
    explained(
        "R06",
        "some tools fail when an account has no email address, which is optional",
        "update the tool; aws-onboard does not need the address",
    ),
    // The text itself proves that signing in worked, so no check is needed.
    explained(
        "R07",
        "the sign-in worked, but no policy allows this call or a policy denies it",
        "ask {contact} for the permission named in the message, or use a role that has it",
    ),
    detectable(
        "U12",
        &["caller-identity"],
        "the account has not enabled the region of the call, or the region requires regional STS tokens",
        "enable the region in the account, or set sts_regional_endpoints = regional",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-get-role-credentials-forbidden", Botocore, "An error occurred (ForbiddenException) when calling the GetRoleCredentials operation", Measured("AWS CLI 2.36.7")),
            text("aws-forbidden-exception-no-access", AwsService, "ForbiddenException: No access", Measured("AWS SDK for JavaScript v3")),
            text("aws-forbidden-exception-message-no-access", AwsService, "ForbiddenException, message: No access", Measured("aws-config")),
            text("aws-get-role-credentials-forbidden-exception", AwsService, "GetRoleCredentials{_}ForbiddenException", Unrecorded),
            text("aws-unhandled-forbidden-exception", AwsService, "unhandled error (ForbiddenException)", Measured("aws-config")),
        ],
        "the portal accepted your sign-in but gives you no credentials for this account and role",
        &["R04", "R01", "L05", "L09"],
    )
    .apart("the format of the account ID is checked here; your role assignments are checked online only"),
    message(
        &[
            text("aws-cli-no-accounts-available", AwsCli, "No AWS accounts are available to you", Failures("R02")),
        ],
        "the sign-in worked, but the portal lists no accounts",
        &["R02", "L05", "U02"],
    ),
    message(
        &[
            text("aws-cli-no-roles-for-named-account", AwsCli, "No roles are available for the account {account}", Failures("R03")),
            text("aws-cli-no-roles-for-account", AwsCli, "No roles are available for the account", Failures("R03")),
        ],
        "the sign-in worked, but the portal lists no roles in the account[ {account}]",
        &["R03", "L05"],
    ),
    message(
        &[
            text("botocore-get-role-credentials-resource-not-found", Botocore, "An error occurred (ResourceNotFoundException) when calling the GetRoleCredentials operation", Measured("AWS CLI 2.36.7")),
            text("botocore-get-role-credentials-invalid-request", Botocore, "An error occurred (InvalidRequestException) when calling the GetRoleCredentials operation", Unrecorded),
            text("botocore-list-account-roles-resource-not-found", Botocore, "An error occurred (ResourceNotFoundException) when calling the ListAccountRoles operation", Unrecorded),
            text("js-credentials-provider-resource-not-found-exception", JavaScriptSdk, "CredentialsProviderError: ResourceNotFoundException", Measured("AWS SDK for JavaScript v3")),
            text("aws-service-resource-not-found-exception", AwsService, "service error <- ResourceNotFoundException", Measured("aws-config")),
        ],
        "the portal does not know this account or role",
        &["R04", "R01"],
    ),
    message(
        &[
            text("aws-too-many-requests-exception", AwsService, "TooManyRequestsException", Measured("AWS CLI 2.36.7")),
            text("aws-http-429-unknown-code", AwsService, "HTTP 429 Unknown Code", Measured("AWS CLI 2.36.7")),
        ],
        "too many requests at once",
        &["R05"],
    ),
    message(
        &[
            text("aws-http-429", AwsService, "HTTP 429", Measured("AWS CLI 2.36.7")),
            text("aws-429-too-many-requests", AwsService, "429 Too Many Requests", Unrecorded),
        ],
        "too many requests at once",
        &["R05"],
    )
    .needs(&["sso", "aws"]),
    message(
        &[
            text("python-key-error-email-address", Python, "KeyError: emailAddress", Unrecorded),
            text("aws-cli-missing-email-address", AwsCli, "aws: [ERROR]: emailAddress", Unrecorded),
        ],
        "an account has no email address",
        &["R06"],
    ),
    message(
        &[
            text("aws-explicit-deny-in-service-control-policy", AwsService, "with an explicit deny in a service control policy", Unrecorded),
            text("aws-user-not-authorized", AwsService, "User: {who} is not authorized to perform: {action}", Unrecorded),
            text("aws-not-authorized", AwsService, "is not authorized to perform: {action}", Unrecorded),
        ],
        "AWS knows who you are but does not allow the call[ {action}]",
        &["R07"],
    ),
    general(
        &[
            text("aws-access-denied-in-parentheses", AwsService, "(AccessDenied)", Unrecorded),
            text("aws-access-denied", AwsService, "AccessDenied", Thread("aws/aws-cli#7977")),
        ],
        "AWS knows who you are but does not allow the call",
        &["R07"],
    ),
    message(
        &[
            text("browser-no-applications", Browser, "You do not have any applications", Failures("A05")),
        ],
        "the portal shows no accounts",
        &["A05", "R02"],
    ),
    words(
        &[&["crash", "account without e-mail"], &["crash", "emailaddress"], &["account without", "email"]],
        &["R06"],
    ),
    words(
        &[
            &["resourcenotfoundexception", "account id"],
            &["invalidrequestexception", "account id"],
            &["account id", "leading zero"],
            &["account id", "dashes"],
        ],
        &["R04"],
    ),
    words(
        &[
            &["only in some regions"],
            &["invalid", "opt-in region"],
            &["region", "not enabled", "aws"],
        ],
        &["U12"],
    ),
    words(&[&["region deny"], &["service control policy"]], &["R07"]),
    words(&[&["role", "not assigned"], &["no access", "role"], &["no access", "account"]], &["R01", "R04"]),
];
