//! Credentials that need no profile.

use facts::Facts;

/// Variables through which an environment gives credentials without any profile
/// (`botocore/credentials.py`: `EnvProvider`, `ContainerProvider`, web identity).
const WITHOUT_PROFILE: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/// Whether the environment gives credentials without any profile, as on a build server.
pub(crate) fn needs_no_profile(facts: &Facts) -> bool {
    WITHOUT_PROFILE.iter().any(|name| facts.environment().has_value(name))
}

/// Whether this machine may have credentials without any profile: from the environment, or from
/// the role of an EC2 instance.
pub(crate) fn has_other_credentials(facts: &Facts) -> bool {
    needs_no_profile(facts) || facts.may_have_instance_role() == Ok(true)
}
