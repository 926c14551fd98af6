//! The start URL, its region, and errors at the start of a sign-in.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C19",
        &["sso-region"],
        "sso_region is misspelled or is not a region with IAM Identity Center",
        "correct sso_region",
    ),
    fixable(
        "U01",
        &["sso-region"],
        "sso_region is not the portal's region: the code was created in one region and checked in another",
        "set sso_region to the portal's region (at the top right of the portal, or in its URL)",
    ),
    fixable(
        "U02",
        &["sso-region", "sso-start-url"],
        "sso_region or the start URL is wrong",
        "compare both with the invitation",
    ),
    fixable(
        "U03",
        &["sso-start-url"],
        "the start URL has several spellings (such as a trailing / or #/), and legacy profiles find their token by the exact spelling",
        "use the same URL everywhere, with nothing after /start, and sign in again",
    ),
    fixable(
        "U04",
        &["sso-start-url"],
        "the start URL is a regional AWS GovCloud (US) URL, which the sign-in service does not accept",
        "use https://start.us-gov-home.awsapps.com/directory/… instead",
    ),
    detectable(
        "U07",
        &["sso-start-url"],
        "the start URL is the page of an identity provider or another site, not an AWS access portal",
        "open that page, choose AWS, and copy the URL that ends in /start",
    ),
    fixable(
        "U08",
        &["sso-region", "sso-session-fields"],
        "sso_region is missing, and the start URL does not contain the region",
        "set sso_region",
    ),
    fixable(
        "U09",
        &["sso-start-url"],
        "the start URL does not begin with https://",
        "use the full URL, with https://",
    ),
    detectable(
        "U10",
        &["sso-start-url"],
        "https://view.awsapps.com/start is for personal AWS Builder IDs, not your organization's portal",
        "ask {contact} for your organization's AWS access portal URL",
    ),
    detectable(
        "U13",
        &["sso-region"],
        "the region and the portal belong to different AWS partitions (commercial, GovCloud, China)",
        "use a region in the portal's partition",
    ),
    detectable(
        "C31",
        &["sso-start-url"],
        "the start URL is the example from the instructions, not your portal",
        "use the URL in your invitation, or ask {contact}",
    ),
    explained(
        "aws-busy",
        "the AWS sign-in service had an internal error",
        "try again in a few minutes; check https://health.aws.amazon.com/ for outages",
    ),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("aws-server-error", AwsService, "error: server_error", Measured("AWS CLI 2.36.7")),
        ],
        "the AWS sign-in service had an internal error",
        &["aws-busy"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("browser-invalid-grant", Browser, "error: invalid_grant", Failures("U01")),
        ],
        "the sign-in service rejected the code or the refresh token",
        &["U01", "L03", "T03"],
    )
    .needs(&["aws"]),
    message(
        &[
            text("aws-invalid-grant-provided", AwsService, "Invalid grant provided", Failures("U01")),
            text("aws-cli-create-token-invalid-grant", AwsCli, "An error occurred (InvalidGrantException) when calling the CreateToken operation", Measured("AWS CLI 2.36.7")),
            text("aws-invalid-grant-exception", AwsService, "InvalidGrantException", Measured("AWS CLI 2.36.7")),
        ],
        "the sign-in service rejected the code or the refresh token",
        &["U01", "L03", "T03"],
    )
    .apart("the region is checked here if the portal's URL contains it; if the code expired, signing in again works"),
    message(
        &[
            text("aws-cli-start-device-authorization-invalid-request", AwsCli, "An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation", Measured("AWS CLI 2.36.7")),
            text("aws-start-device-authorization-invalid-request", AwsService, "StartDeviceAuthorization{_}InvalidRequestException", Facts("3.1")),
        ],
        "the sign-in service does not know a portal with this start URL in this region",
        &["U02", "U04", "U09", "U10", "C31", "C07"],
    )
    .apart("the format of the start URL and the region are checked here; whether the portal exists is checked online only"),
    message(
        &[
            text("aws-cli-start-url-not-aws-owned-final-url", AwsCli, "Could not resolve start URL {url} to an AWS-owned endpoint. Final URL: {final}", Failures("U07")),
            text("aws-cli-start-url-not-aws-owned", AwsCli, "Could not resolve start URL {url} to an AWS-owned endpoint", Failures("U07")),
        ],
        "the start URL[ {url}] does not lead to an AWS access portal[ but to {final}]",
        &["U07", "C31"],
    ),
    message(
        &[
            text("aws-cli-no-region-in-start-url", AwsCli, "Cannot determine region from start URL {url}", Failures("U08")),
        ],
        "the start URL does not contain the portal's region",
        &["U08"],
    ),
    message(
        &[
            text("aws-cli-start-url-must-use-https", AwsCli, "The sso_start_url must use the https scheme", Measured("AWS CLI 2.36.7")),
        ],
        "the start URL does not begin with https://",
        &["U09", "C07"],
    ),
    message(
        &[
            text("aws-cli-invalid-sso-start-url", AwsCli, "Invalid sso_start_url: {url}", Failures("C07")),
        ],
        "the start URL is not a valid URL",
        &["C07", "U09"],
    ),
    message(
        &[
            text("aws-cli-register-client-internal-server-error", AwsCli, "An error occurred (InternalServerException) when calling the RegisterClient operation", Measured("AWS CLI 2.36.7")),
            text("aws-cli-start-device-authorization-internal-server-error", AwsCli, "An error occurred (InternalServerException) when calling the StartDeviceAuthorization operation", Unrecorded),
            text("aws-cli-create-token-internal-server-error", AwsCli, "An error occurred (InternalServerException) when calling the CreateToken operation", Unrecorded),
        ],
        "the AWS sign-in service had an internal error",
        &["aws-busy"],
    ),
    message(
        &[
            text("botocore-invalid-endpoint-portal-sso", Botocore, "Invalid endpoint: https://portal.sso.{region}.amazonaws.com", Code("botocore/endpoint.py")),
            text("botocore-invalid-endpoint-oidc", Botocore, "Invalid endpoint: https://oidc.{region}.amazonaws.com", Code("botocore/endpoint.py")),
            text("botocore-invalid-endpoint-sts", Botocore, "Invalid endpoint: https://sts.{region}.amazonaws.com", Code("botocore/endpoint.py")),
        ],
        "[{region} is not a valid region name]",
        &["C08", "C19", "C07"],
    ),
    message(
        &[
            text("rust-endpoint-params-could-not-be-built", RustSdk, "endpoint params could not be built", Measured("aws-config")),
            text("rust-invalid-host-label", RustSdk, "must be a valid host label", Measured("aws-config")),
        ],
        "the configured region is not a valid region name",
        &["C14", "C19", "C08", "C07"],
    ),
    message(
        &[
            text("aws-missing-required-scope", AwsService, "missing required scope", Thread("same:464")),
        ],
        "the sign-in did not request access to accounts (the scope sso:account:access)",
        &["C16", "T06"],
    ),
    message(
        &[
            text("example-my-sciencecloud-sso-portal-example-url", Instructions, "my-sciencecloud-sso-portal-exampleURL", Unrecorded),
            text("example-my-sso-portal-awsapps", Instructions, "://my-sso-portal.awsapps.com", Unrecorded),
            text("example-d-xxxxxxxxxx-awsapps", Instructions, "://d-xxxxxxxxxx.awsapps.com", Facts("3.1")),
        ],
        "this URL is the example from the instructions, not your portal",
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
