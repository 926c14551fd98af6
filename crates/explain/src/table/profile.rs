//! Account, role and region of a profile.

use super::who::{CLI, GO, JAVA, JS, RUST, TERRAFORM};
use crate::text::{Cause, Text, mend, message};

pub(super) const CAUSES: &[Cause] = &[
    mend(
        "C15",
        &["profile-fields"],
        "the profile names its portal, but not both an account and a role",
        "add sso_account_id and sso_role_name; `aws-onboard roles` lists what is assigned to you",
    ),
    mend(
        "C18",
        &["profile-region"],
        "the profile has no region (it does not take the one of [default]), and AWS_REGION is not set",
        "add region = … to the profile",
    ),
    mend(
        "R04",
        &["profile-fields"],
        "sso_account_id has lost a leading zero, or has dashes in it",
        "write its twelve digits",
    ),
];

pub(super) const TEXTS: &[Text] = &[
    message(
        &[
            (CLI, "You must specify a region"),
            (CLI, "botocore.exceptions.NoRegionError"),
            (CLI, "(NoRegion)"),
            (JS, "^Error: Region is missing"),
            (JS, "ConfigError: Missing region in config"),
            (RUST, "missing signing region"),
            (RUST, "A region must be set when sending requests to"),
            (JAVA, "Unable to load region from any of the providers in the chain"),
            (JAVA, "Unable to find a region via the region provider chain"),
            (GO, "MissingRegion: could not find region configuration"),
            (GO, "Invalid Configuration: Missing Region"),
            (GO, "an AWS region is required, but was not found"),
            (TERRAFORM, "The argument \"region\" is required, but was not set"),
        ],
        "no region is set for this call",
        &["C18"],
    ),
    message(&[(JS, "Region is missing")], "no region is set for this call", &["C18"])
        .needs(&["aws", "error:"]),
    message(
        &[(TERRAFORM, "invalid AWS Region: {region}"), (TERRAFORM, "Invalid AWS Region: {region}")],
        "{region} is not the name of a region",
        &["C19", "C08", "C07"],
    ),
];
