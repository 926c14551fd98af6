//! What is assigned, and what the portal and AWS answer to it.

use super::who::{AWS, BROWSER, CLI, JS, PYTHON, SERVICE};
use crate::text::{Cause, Text, general, look, message, told, words};

pub(super) const CAUSES: &[Cause] = &[
    look(
        "R01",
        &["role-assigned"],
        "the role is not assigned to you in that account, or its name or the account's number is written otherwise",
        "compare with what `aws-onboard roles` lists; if it is missing there, ask {contact}",
    ),
    look(
        "R02",
        &["role-assigned"],
        "no account is assigned to whoever signed in",
        "ask {contact}; a browser that is signed in as somebody else shows the same",
    ),
    look(
        "R03",
        &["role-assigned"],
        "no role is assigned to you in that account",
        "compare with what `aws-onboard roles` lists; else ask {contact}",
    ),
    told(
        "R05",
        "too many questions at once: the portal answers about 20 a second",
        "wait a minute, then try again with fewer at a time",
    ),
    told(
        "R06",
        "some tools stumble over an account without an e-mail address, which the portal may leave away",
        "update the tool; aws-onboard takes the address for optional",
    ),
    // The text itself proves that signing in worked, so that no check has to be asked.
    told(
        "R07",
        "signing in worked: AWS knows who you are, and a policy does not allow this call",
        "ask {contact} for the permission that the text names, or take a role that has it",
    ),
    look(
        "U12",
        &["caller-identity"],
        "the account has not enabled the region of the call, or it wants tokens of its own",
        "enable the region in the account, or set sts_regional_endpoints = regional",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (CLI, "An error occurred (ForbiddenException) when calling the GetRoleCredentials operation"),
            (SERVICE, "ForbiddenException: No access"),
            (SERVICE, "ForbiddenException, message: No access"),
            (SERVICE, "GetRoleCredentials{_}ForbiddenException"),
            (SERVICE, "unhandled error (ForbiddenException)"),
        ],
        "the portal knows you, and gives you no credentials for this account and role",
        &["R04", "R01", "L05", "L09"],
    )
    .apart("the form of the account's number is seen here; what is assigned to you, only by asking the portal"),
    message(
        &[(AWS, "No AWS accounts are available to you")],
        "the sign-in worked, and the portal lists no account",
        &["R02", "L05", "U02"],
    ),
    message(
        &[(AWS, "No roles are available for the account {account}"),
          (AWS, "No roles are available for the account")],
        "the sign-in worked, and the portal lists no role in the account[ {account}]",
        &["R03", "L05"],
    ),
    message(
        &[
            (CLI, "An error occurred (ResourceNotFoundException) when calling the GetRoleCredentials operation"),
            (CLI, "An error occurred (InvalidRequestException) when calling the GetRoleCredentials operation"),
            (CLI, "An error occurred (ResourceNotFoundException) when calling the ListAccountRoles operation"),
            (JS, "CredentialsProviderError: ResourceNotFoundException"),
            (SERVICE, "service error <- ResourceNotFoundException"),
        ],
        "the portal knows no such account or role",
        &["R04", "R01"],
    ),
    message(
        &[
            (SERVICE, "TooManyRequestsException"),
            (SERVICE, "HTTP 429 Unknown Code"),
        ],
        "too many questions at once",
        &["R05"],
    ),
    message(
        &[(SERVICE, "HTTP 429"), (SERVICE, "429 Too Many Requests")],
        "too many questions at once",
        &["R05"],
    )
    .needs(&["sso", "aws"]),
    message(
        &[(PYTHON, "KeyError: emailAddress"), (AWS, "aws: [ERROR]: emailAddress")],
        "an account has no e-mail address",
        &["R06"],
    ),
    message(
        &[
            (SERVICE, "with an explicit deny in a service control policy"),
            (SERVICE, "User: {who} is not authorized to perform: {action}"),
            (SERVICE, "is not authorized to perform: {action}"),
        ],
        "AWS knows who you are and does not allow the call[ {action}]",
        &["R07"],
    ),
    general(
        &[(SERVICE, "(AccessDenied)"), (SERVICE, "AccessDenied")],
        "AWS knows who you are and does not allow the call",
        &["R07"],
    ),
    message(
        &[(BROWSER, "You do not have any applications")],
        "the portal's page shows no account",
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
