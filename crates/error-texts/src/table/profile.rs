//! Account, role and region of a profile.

use super::prelude::*;

pub(super) const CAUSES: &[Cause] = &[
    fixable(
        "C15",
        &["profile-fields"],
        "the profile has a portal but lacks the account, the role, or both",
        "add sso_account_id and sso_role_name; `aws-onboard roles` lists yours",
    ),
    fixable(
        "C18",
        &["profile-region"],
        "the profile has no region (it does not inherit one from [default]), and AWS_REGION is unset",
        "add region = … to the profile",
    ),
    fixable(
        "R04",
        &["profile-fields"],
        "sso_account_id lacks a leading zero or contains dashes",
        "write all 12 digits, without dashes",
    )
    .when_found_as(&["account-shape"]),
];

#[rustfmt::skip] // A row a line.
pub(super) const MEANINGS: &[Meaning] = &[
    message(
        &[
            text("botocore-must-specify-region", Botocore, "You must specify a region", Code("botocore/exceptions.py")),
            text("botocore-no-region-error", Botocore, "botocore.exceptions.NoRegionError", Code("botocore/exceptions.py")),
            text("botocore-no-region-in-parentheses", Botocore, "(NoRegion)", Code("awscli/errorhandler.py")),
            text("js-error-region-is-missing", JavaScriptSdk, "^Error: Region is missing", Thread("aws-sdk-js-v3#5743")),
            text("js-config-error-missing-region", JavaScriptSdk, "ConfigError: Missing region in config", Unrecorded),
            text("rust-missing-signing-region", RustSdk, "missing signing region", Measured("aws-config")),
            text("rust-region-must-be-set", RustSdk, "A region must be set when sending requests to", Unrecorded),
            text("java-unable-to-load-region", JavaSdk, "Unable to load region from any of the providers in the chain", Code("AwsRegionProviderChain.java")),
            text("java-unable-to-find-region", JavaSdk, "Unable to find a region via the region provider chain", Unrecorded),
            text("go-missing-region", GoSdk, "MissingRegion: could not find region configuration", Code("aws/errors.go")),
            text("go-invalid-configuration-missing-region", GoSdk, "Invalid Configuration: Missing Region", Unrecorded),
            text("go-region-required", GoSdk, "an AWS region is required, but was not found", Thread("granted#548")),
            text("terraform-region-required", TERRAFORM, "The argument \"region\" is required, but was not set", Unrecorded),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(
        &[
            text("js-region-is-missing", JavaScriptSdk, "Region is missing", Code("@smithy/core")),
        ],
        "no region is set for this call",
        &["C18"],
    )
    .needs(&["aws", "error:"]),
    message(
        &[
            text("terraform-invalid-aws-region", TERRAFORM, "invalid AWS Region: {region}", Unrecorded),
        ],
        "{region} is not a valid region name",
        &["C19", "C08", "C07"],
    ),
];
