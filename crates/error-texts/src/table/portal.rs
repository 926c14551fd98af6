//! The start URL, its region, and what goes wrong when a sign-in begins.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C19",
        &["sso-region"],
        "the sign-in's region is misspelt, or is none where the portal can live",
        "correct sso_region",
    ),
    fixable(
        "U01",
        &["sso-region"],
        "sso_region is not the region that the portal lives in: the code was made in one region and shown in another",
        "set sso_region to the portal's region (its page shows it, at the top right or in the address)",
    ),
    fixable(
        "U02",
        &["sso-region", "sso-start-url"],
        "sso_region or the start URL is not the portal's",
        "compare both with the invitation",
    ),
    fixable(
        "U03",
        &["sso-start-url"],
        "the start URL is written in several forms (with / or #/ at its end), and an older profile finds its token by the exact form",
        "write it alike everywhere, without what follows /start, and sign in again",
    ),
    fixable(
        "U04",
        &["sso-start-url"],
        "the start URL of AWS GovCloud is the regional one, which the sign-in service does not take",
        "write https://start.us-gov-home.awsapps.com/directory/… instead",
    ),
    detectable(
        "U07",
        &["sso-start-url"],
        "the start URL is a page of an identity provider or of another site, not an access portal",
        "open that page, choose AWS, and copy the address that ends in /start",
    ),
    fixable(
        "U08",
        &["sso-region", "sso-session-fields"],
        "the portal's address does not name its region, and sso_region is missing",
        "set sso_region",
    ),
    fixable(
        "U09",
        &["sso-start-url"],
        "the start URL does not begin with https://",
        "write the whole address, with https://",
    ),
    detectable(
        "U10",
        &["sso-start-url"],
        "https://view.awsapps.com/start is AWS's page for personal Builder IDs, not your organisation's portal",
        "ask {contact} for your organisation's access portal",
    ),
    detectable(
        "U13",
        &["sso-region"],
        "region and portal belong to different parts of AWS (commercial, GovCloud, China)",
        "take a region of the part that the portal belongs to",
    ),
    detectable(
        "C31",
        &["sso-start-url"],
        "the address is the example from the instructions, not your portal",
        "the real address is in the invitation; else ask {contact}",
    ),
    explained(
        "aws-busy",
        "AWS's sign-in service answered with an error of its own",
        "try again in a few minutes; https://health.aws.amazon.com/ tells of outages",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("aws-invalid-grant-provided", AwsService, "Invalid grant provided", Failures("U01")),
            text("browser-invalid-grant", Browser, "invalid_grant", Failures("U01")),
            text("aws-cli-invalid-grant-exception-create-token", AwsCli, "An error occurred (InvalidGrantException) when calling the CreateToken operation", Measured("AWS CLI 2.36.7")),
            text("aws-invalid-grant-exception", AwsService, "InvalidGrantException", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in service does not take the code, or the token that was to be renewed",
        &["U01", "L03", "T03"],
    )
    .apart("a region that is not the portal's is seen here where its address names one; a code that has run out shows in a second try"),
    message(
        &[
            text("aws-cli-invalid-request-exception-start-device-authorization", AwsCli, "An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation", Measured("AWS CLI 2.36.7")),
            text("aws-start-device-authorization-invalid-request-exception", AwsService, "StartDeviceAuthorization{_}InvalidRequestException", Facts("3.1")),
        ],
        "the sign-in service knows no portal of this address in this region",
        &["U02", "U04", "U09", "U10", "C31", "C07"],
    )
    .apart("the form of the address and its region are seen here; whether the portal is there, only online"),
    message(
        &[
            text("aws-cli-could-not-resolve-start-url-aws", AwsCli, "Could not resolve start URL {url} to an AWS-owned endpoint. Final URL: {final}", Failures("U07")),
            text("aws-cli-could-not-resolve-start-url-aws-owned", AwsCli, "Could not resolve start URL {url} to an AWS-owned endpoint", Failures("U07")),
        ],
        "the start URL[ {url}] leads to no access portal of AWS[, but to {final}]",
        &["U07", "C31"],
    ),
    message(
        &[
            text("aws-cli-cannot-determine-region-from-start-url", AwsCli, "Cannot determine region from start URL {url}", Failures("U08")),
        ],
        "the address of the portal does not say in which region it lives",
        &["U08"],
    ),
    message(
        &[
            text("aws-cli-sso-start-url-must-use-scheme", AwsCli, "The sso_start_url must use the https scheme", Measured("AWS CLI 2.36.7")),
        ],
        "the start URL does not begin with https://",
        &["U09", "C07"],
    ),
    message(
        &[
            text("aws-cli-invalid-sso-start-url", AwsCli, "Invalid sso_start_url: {url}", Failures("C07")),
        ],
        "the start URL is not an address",
        &["C07", "U09"],
    ),
    message(
        &[
            text("aws-cli-internal-server-exception-register-client", AwsCli, "An error occurred (InternalServerException) when calling the RegisterClient operation", Measured("AWS CLI 2.36.7")),
            text("aws-cli-internal-server-exception-start-device-authorization", AwsCli, "An error occurred (InternalServerException) when calling the StartDeviceAuthorization operation", Unrecorded),
            text("aws-cli-internal-server-exception-create-token", AwsCli, "An error occurred (InternalServerException) when calling the CreateToken operation", Unrecorded),
            text("aws-server", AwsService, "error: server_error", Measured("AWS CLI 2.36.7")),
        ],
        "AWS's sign-in service answered with an error of its own",
        &["aws-busy"],
    ),
    message(
        &[
            text("botocore-invalid-endpoint-portal-sso", Botocore, "Invalid endpoint: https://portal.sso.{region}.amazonaws.com", Code("botocore/endpoint.py")),
            text("botocore-invalid-endpoint-oidc", Botocore, "Invalid endpoint: https://oidc.{region}.amazonaws.com", Code("botocore/endpoint.py")),
            text("botocore-invalid-endpoint-sts", Botocore, "Invalid endpoint: https://sts.{region}.amazonaws.com", Code("botocore/endpoint.py")),
        ],
        "[{region} is not the name of a region]",
        &["C08", "C19", "C07"],
    ),
    message(
        &[
            text("rust-endpoint-params-could-not-built", RustSdk, "endpoint params could not be built", Measured("aws-config")),
            text("rust-must-valid-host-label", RustSdk, "must be a valid host label", Measured("aws-config")),
        ],
        "the region that was set is not the name of a region",
        &["C14", "C19", "C08", "C07"],
    ),
    message(
        &[
            text("aws-missing-required-scope", AwsService, "missing required scope", Thread("same:464")),
        ],
        "the sign-in did not ask for access to accounts",
        &["C16", "T06"],
    ),
    message(
        &[
            text("example-my-sciencecloud-sso-portal-example-url", Instructions, "my-sciencecloud-sso-portal-exampleURL", Unrecorded),
            text("example-my-sso-portal-awsapps", Instructions, "://my-sso-portal.awsapps.com", Unrecorded),
            text("example-d-xxxxxxxxxx-awsapps", Instructions, "://d-xxxxxxxxxx.awsapps.com", Facts("3.1")),
        ],
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
