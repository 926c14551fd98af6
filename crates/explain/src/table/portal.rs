//! The start URL, its region, and what goes wrong when a sign-in begins.

use super::who::{AWS, BROWSER, CLI, RUST, SERVICE};
use crate::text::{Cause, Text, look, mend, message, told, words};

pub(super) const CAUSES: &[Cause] = &[
    mend(
        "C19",
        &["sso-region"],
        "the sign-in's region is misspelt, or is none where the portal can live",
        "correct sso_region",
    ),
    mend(
        "U01",
        &["sso-region"],
        "sso_region is not the region that the portal lives in: the code was made in one region and shown in another",
        "set sso_region to the portal's region (its page shows it, at the top right or in the address)",
    ),
    mend(
        "U02",
        &["sso-region", "sso-start-url"],
        "sso_region or the start URL is not the portal's",
        "compare both with the invitation",
    ),
    mend(
        "U03",
        &["sso-start-url"],
        "the start URL is written in several forms (with / or #/ at its end), and an older profile finds its token by the exact form",
        "write it alike everywhere, without what follows /start, and sign in again",
    ),
    mend(
        "U04",
        &["sso-start-url"],
        "the start URL of AWS GovCloud is the regional one, which the sign-in service does not take",
        "write https://start.us-gov-home.awsapps.com/directory/… instead",
    ),
    look(
        "U07",
        &["sso-start-url"],
        "the start URL is a page of an identity provider or of another site, not an access portal",
        "open that page, choose AWS, and copy the address that ends in /start",
    ),
    mend(
        "U08",
        &["sso-region", "sso-session-fields"],
        "the portal's address does not name its region, and sso_region is missing",
        "set sso_region",
    ),
    mend(
        "U09",
        &["sso-start-url"],
        "the start URL does not begin with https://",
        "write the whole address, with https://",
    ),
    look(
        "U10",
        &["sso-start-url"],
        "https://view.awsapps.com/start is AWS's page for personal Builder IDs, not your organisation's portal",
        "ask {contact} for your organisation's access portal",
    ),
    look(
        "U13",
        &["sso-region"],
        "region and portal belong to different parts of AWS (commercial, GovCloud, China)",
        "take a region of the part that the portal belongs to",
    ),
    look(
        "C31",
        &["sso-start-url"],
        "the address is the example from the instructions, not your portal",
        "the real address is in the invitation; else ask {contact}",
    ),
    told(
        "aws-busy",
        "AWS's sign-in service answered with an error of its own",
        "try again in a few minutes; https://health.aws.amazon.com/ tells of outages",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (SERVICE, "Invalid grant provided"),
            (BROWSER, "invalid_grant"),
            (AWS, "An error occurred (InvalidGrantException) when calling the CreateToken operation"),
            (SERVICE, "InvalidGrantException"),
        ],
        "the sign-in service does not take the code, or the token that was to be renewed",
        &["U01", "L03", "T03"],
    )
    .apart("a region that is not the portal's is seen here where its address names one; a code that has run out shows in a second try"),
    message(
        &[
            (AWS, "An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation"),
            (SERVICE, "StartDeviceAuthorization{_}InvalidRequestException"),
        ],
        "the sign-in service knows no portal of this address in this region",
        &["U02", "U04", "U09", "U10", "C31", "C07"],
    )
    .apart("the form of the address and its region are seen here; whether the portal is there, only online"),
    message(
        &[(AWS, "Could not resolve start URL {url} to an AWS-owned endpoint. Final URL: {final}"),
          (AWS, "Could not resolve start URL {url} to an AWS-owned endpoint")],
        "the start URL[ {url}] leads to no access portal of AWS[, but to {final}]",
        &["U07", "C31"],
    ),
    message(
        &[(AWS, "Cannot determine region from start URL {url}")],
        "the address of the portal does not say in which region it lives",
        &["U08"],
    ),
    message(
        &[(AWS, "The sso_start_url must use the https scheme")],
        "the start URL does not begin with https://",
        &["U09", "C07"],
    ),
    message(
        &[(AWS, "Invalid sso_start_url: {url}")],
        "the start URL is not an address",
        &["C07", "U09"],
    ),
    message(
        &[
            (AWS, "An error occurred (InternalServerException) when calling the RegisterClient operation"),
            (AWS, "An error occurred (InternalServerException) when calling the StartDeviceAuthorization operation"),
            (AWS, "An error occurred (InternalServerException) when calling the CreateToken operation"),
            (SERVICE, "error: server_error"),
        ],
        "AWS's sign-in service answered with an error of its own",
        &["aws-busy"],
    ),
    message(
        &[
            (CLI, "Invalid endpoint: https://portal.sso.{region}.amazonaws.com"),
            (CLI, "Invalid endpoint: https://oidc.{region}.amazonaws.com"),
            (CLI, "Invalid endpoint: https://sts.{region}.amazonaws.com"),
        ],
        "[{region} is not the name of a region]",
        &["C08", "C19", "C07"],
    ),
    message(
        &[
            (RUST, "endpoint params could not be built"),
            (RUST, "must be a valid host label"),
        ],
        "the region that was set is not the name of a region",
        &["C14", "C19", "C08", "C07"],
    ),
    message(
        &[(SERVICE, "missing required scope")],
        "the sign-in did not ask for access to accounts",
        &["C16", "T06"],
    ),
    message(
        &[("", "my-sciencecloud-sso-portal-exampleURL"),
          ("", "://my-sso-portal.awsapps.com"),
          ("", "://d-xxxxxxxxxx.awsapps.com")],
        "this is the example from the instructions, not your portal",
        &["C31"],
    ),
    words(
        &[
            &["sign-in page not found"],
            &["sign-in page", "not", "exist"],
            &["somebody elses portal"],
            &["someone elses portal"],
            &["example address"],
            &["exampleurl"],
        ],
        &["C31", "C19"],
    ),
    words(&[&["something went wrong", "sso"], &["something went wrong", "browser"], &["invalid code", "aws"], &["invalid code", "device"]], &["U01"]),
    words(&[&["invalidrequestexception", "govcloud"], &["us-gov", "start", "invalid"]], &["U04", "U02"]),
    words(&[&["view.awsapps.com/start"], &["builder", "organization"], &["builder id", "organisation"], &["builder-id"]], &["U10"]),
    words(&[&["partition mismatch"], &["govcloud", "wrong region"]], &["U13"]),
    words(&[&["nxdomain", "oidc"], &["nxdomain", "aws"]], &["C19", "E16"]),
];
