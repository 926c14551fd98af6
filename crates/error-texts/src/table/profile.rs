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
            text("botocore-you-must-specify-region", Botocore, "You must specify a region", Code("botocore/exceptions.py")),
            text("botocore-no-region", Botocore, "botocore.exceptions.NoRegionError", Code("botocore/exceptions.py")),
            text("botocore-noregion", Botocore, "(NoRegion)", Code("awscli/errorhandler.py")),
            text("js-region-missing", JavaScriptSdk, "^Error: Region is missing", Thread("aws-sdk-js-v3#5743")),
            text("js-config-missing-region-config", JavaScriptSdk, "ConfigError: Missing region in config", Unrecorded),
            text("rust-missing-signing-region", RustSdk, "missing signing region", Measured("aws-config")),
            text("rust-region-must-set-sending-requests", RustSdk, "A region must be set when sending requests to", Unrecorded),
            text("java-unable-load-region-from-any-providers", JavaSdk, "Unable to load region from any of the providers in the chain", Code("AwsRegionProviderChain.java")),
            text("java-unable-find-region-via-region-provider", JavaSdk, "Unable to find a region via the region provider chain", Unrecorded),
            text("go-missing-region-could-not-find-region", GoSdk, "MissingRegion: could not find region configuration", Code("aws/errors.go")),
            text("go-invalid-configuration-missing-region", GoSdk, "Invalid Configuration: Missing Region", Unrecorded),
            text("go-aws-region-required-but-not-found", GoSdk, "an AWS region is required, but was not found", Thread("granted#548")),
            text("terraform-argument-region-required-but-not-set", TERRAFORM, "The argument \"region\" is required, but was not set", Unrecorded),
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
