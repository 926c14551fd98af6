//! What the versions of the AWS CLI can do: the CLI v2 changelog, and for version 1 the botocore that it
//! pins (the table of the credential chains).

use facts::{AwsExecutable, AwsVersion, Facts, SessionKey};
use semver::Version;

/// The first that reads `[sso-session]` and has `aws configure export-credentials`.
pub(crate) const SSO_SESSION: Version = Version::new(2, 9, 0);
/// The first version 1 that reads single sign-on, for which another tool signs in.
pub(crate) const V1_SSO: Version = Version::new(1, 18, 77);
/// The first version 1 that reads `[sso-session]`.
pub(crate) const V1_SSO_SESSION: Version = Version::new(1, 27, 10);
/// The first that signs in with the authorization code and PKCE, through a browser that returns to
/// this computer, and has `--use-device-code` (FACTS, section 1).
pub(crate) const BROWSER: Version = Version::new(2, 22, 0);
/// The first with `aws login`.
pub(crate) const AWS_LOGIN: Version = Version::new(2, 32, 0);

/// The first `aws` on PATH.
pub(crate) fn first_cli(facts: &Facts) -> Option<&AwsExecutable> {
    facts.aws.as_deref().ok()?.first()
}

/// The version of the first `aws` on PATH, if it is known.
pub(crate) fn first_version(facts: &Facts) -> Option<&AwsVersion> {
    first_cli(facts)?.aws_version()
}

/// Whether this version reads `[sso-session]`; an older one looks for a portal in the profile itself.
pub(crate) fn reads_sso_session(version: &AwsVersion) -> bool {
    let first = if version.0.major < 2 { V1_SSO_SESSION } else { SSO_SESSION };
    version.0 >= first
}

/// Whether a version 1 cannot use a sign-in to this session that another tool made.
pub(crate) fn ignores_sign_in(version: &AwsVersion, key: &SessionKey) -> bool {
    match key {
        SessionKey::Named(_) => !reads_sso_session(version),
        SessionKey::Legacy(_) => version.0 < V1_SSO,
    }
}

#[cfg(test)]
mod tests {
    use aws_onboard_credential_chain::{Family, first_versions};

    use super::*;

    #[test]
    fn the_versions_are_those_of_the_credential_chains() {
        let (one, two) = (first_versions(Family::Cli1), first_versions(Family::Cli2));
        let shown = |version: Version| version.to_string();
        assert_eq!(one.sso.map(Into::into), Some(shown(V1_SSO)));
        assert_eq!(one.session.map(Into::into), Some(shown(V1_SSO_SESSION)));
        assert_eq!(two.session.map(Into::into), Some(shown(SSO_SESSION)));
        assert_eq!(two.login.map(Into::into), Some(shown(AWS_LOGIN)));
    }
}
