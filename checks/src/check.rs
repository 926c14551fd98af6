//! What a check is.

use facts::{Facts, Subject};

use crate::Outcome;

/// A check: what it is called, what it needs, and the pure function that judges.
pub struct Check {
    /// Its public identifier, for ever: `--only`, `explain`, the JSON and people's scripts use it.
    pub id: &'static str,
    /// The healthy state in two or three words, for a line of the overview.
    pub label: &'static str,
    /// The healthy state as a sentence.
    pub title: &'static str,
    /// Where it belongs.
    pub group: Group,
    /// The version of this program that brought it.
    pub since: &'static str,
    /// The checks whose failure on the same subject (or on what that depends on) makes this one
    /// pointless: real causes only. They stand earlier in the registry.
    pub requires: &'static [&'static str],
    /// Facts that are costly and only collected for a check that wants them.
    pub wants: &'static [FactKey],
    /// The manual in Markdown, with the headings that `testing` asks for.
    pub manual: &'static str,
    /// What it looks at on this machine; empty where it does not apply.
    pub subjects: fn(&Facts) -> Vec<Subject>,
    /// Judges one subject.
    pub examine: fn(&Facts, &Subject) -> Outcome,
    /// Machines on which it passes and fails; every check has at least one of each.
    #[cfg(test)]
    pub(crate) cases: fn() -> Vec<crate::testing::Case>,
}

/// A costly fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKey {
    /// What each `aws` on PATH prints for `--version`: runs them.
    AwsVersions,
    /// Who the profiles are: GetRoleCredentials and GetCallerIdentity.
    Identities,
    /// Which roles are assigned in the profiles' accounts: GetRoleCredentials or ListAccountRoles.
    Assigned,
    /// Whether the portal takes the sessions' tokens.
    Accepted,
    /// The ways to AWS, without credentials: names, connections, certificates, the time.
    Probes,
    /// The portals' public pages, which name their region. Fetched only in a run that uses the
    /// network for another check; without them the check judges by the files alone.
    PortalPages,
    /// Expired tokens, renewed first. Renewed only in a run that uses the network for another
    /// check; the check that wants them also says which sessions must not be renewed.
    RenewedTokens,
}

impl FactKey {
    /// Whether the check cannot judge without asking AWS.
    pub const fn needs_network(self) -> bool {
        matches!(self, Self::Identities | Self::Assigned | Self::Accepted | Self::Probes)
    }
}

/// The groups of the overview, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The AWS CLI.
    AwsCli,
    /// The environment.
    Environment,
    /// The AWS files.
    Files,
    /// Keys that lie in files.
    StoredKeys,
    /// The sso-session.
    SsoSession,
    /// The profile.
    Profile,
    /// Tokens.
    SignIn,
    /// The network.
    Network,
    /// Who AWS takes the person for.
    Identity,
}

impl Group {
    /// Its name on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AwsCli => "AWS CLI",
            Self::Environment => "Environment",
            Self::Files => "Files",
            Self::StoredKeys => "Stored keys",
            Self::SsoSession => "SSO session",
            Self::Profile => "Profile",
            Self::SignIn => "Sign-in",
            Self::Network => "Network",
            Self::Identity => "Identity",
        }
    }

    /// Its name in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AwsCli => "aws-cli",
            Self::Environment => "environment",
            Self::Files => "files",
            Self::StoredKeys => "credentials",
            Self::SsoSession => "sso-session",
            Self::Profile => "profile",
            Self::SignIn => "sign-in",
            Self::Network => "network",
            Self::Identity => "identity",
        }
    }

    /// Whether the overview has its line even when all is well in it.
    pub const fn always_shown(self) -> bool {
        !matches!(self, Self::Environment | Self::Files | Self::Network)
    }
}
