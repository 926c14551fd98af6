//! What a check consists of.

use facts::{Facts, Profile, Session, SessionKey, Subject};

use crate::Outcome;
use crate::files::source::{self, SourceFile};

/// A check: its name, its requirements, and the pure function that judges.
pub struct Check {
    /// Its public identifier, which never changes: `--only`, `explain`, the JSON and users'
    /// scripts use it.
    pub id: &'static str,
    /// The healthy state in two or three words, for a line in the overview.
    pub label: &'static str,
    /// The healthy state as a sentence.
    pub title: &'static str,
    /// Its group.
    pub group: Group,
    /// The version of this program that introduced it.
    pub since: &'static str,
    /// Checks that must pass first. If one fails on the same subject, or on what it depends on,
    /// this check would add nothing: list real causes only, earlier in the registry.
    pub requires: &'static [Need],
    /// Facts that are expensive to collect and are collected only for checks that want them.
    pub wants: &'static [FactKey],
    /// The manual in Markdown, with the headings that `testing` requires.
    pub manual: &'static str,
    /// What it checks, and the pure function that judges one subject.
    pub(crate) examine: Examine,
    /// Machines on which it passes and fails, at least one of each.
    #[cfg(test)]
    pub(crate) cases: fn() -> Vec<crate::testing::Case>,
}

impl Check {
    /// The identifiers of the checks that must pass first, in order.
    pub fn required_checks(&self) -> impl Iterator<Item = &'static str> {
        self.requires.iter().flat_map(Need::checks).copied()
    }
}

/// What a check requires: checks that must pass first.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// One check.
    Check(&'static str),
    /// Several that are often required together, under one name (see `kit::needs`).
    All(&'static [&'static str]),
}

impl Need {
    fn checks(&self) -> &[&'static str] {
        match self {
            Self::Check(id) => std::slice::from_ref(id),
            Self::All(ids) => ids,
        }
    }
}

/// What a check applies to: its subjects on this machine, and the function that judges one of
/// them.
#[derive(Clone, Copy)]
pub(crate) enum Examine {
    /// This computer, if the first function says that the check applies.
    Machine(fn(&Facts) -> bool, fn(&Facts) -> Outcome),
    /// Each readable AWS file.
    Files(fn(&SourceFile<'_>) -> Outcome),
    /// Each session that a profile uses, if the first function says that the check applies.
    Sessions(fn(&Session<'_>) -> bool, fn(&Session<'_>) -> Outcome),
    /// The same, for the sessions of the profiles in scope.
    SessionsInScope(fn(&Session<'_>) -> bool, fn(&Session<'_>) -> Outcome),
    /// Each profile, if the first function says that the check applies.
    Profiles(fn(&Profile<'_>) -> bool, fn(&Profile<'_>) -> Outcome),
    /// The same, for the profiles in scope.
    ProfilesInScope(fn(&Profile<'_>) -> bool, fn(&Profile<'_>) -> Outcome),
    /// Subjects of several kinds.
    Mixed(fn(&Facts) -> Vec<Subject>, fn(&Facts, &Subject) -> Outcome),
}

impl Examine {
    /// Its subjects on this machine; none where the check does not apply.
    pub(crate) fn subjects(self, facts: &Facts) -> Vec<Subject> {
        let session = |applies: fn(&Session<'_>) -> bool| {
            move |key: &&SessionKey| applies(&facts.session(key))
        };
        let of_profile = |profile: Profile<'_>| Subject::Profile(profile.name.to_owned());
        let of_session = |key: &SessionKey| Subject::Session(key.clone());
        match self {
            Self::Machine(applies, _) => {
                applies(facts).then_some(Subject::Machine).into_iter().collect()
            }
            Self::Files(_) => source::readable_files(facts),
            Self::Sessions(applies, _) => {
                facts.session_users().keys().filter(session(applies)).map(of_session).collect()
            }
            Self::SessionsInScope(applies, _) => {
                facts.sessions_in_scope().iter().filter(session(applies)).map(of_session).collect()
            }
            Self::Profiles(applies, _) => {
                facts.profiles().filter(applies).map(of_profile).collect()
            }
            Self::ProfilesInScope(applies, _) => {
                facts.profiles_in_scope().filter(applies).map(of_profile).collect()
            }
            Self::Mixed(subjects, _) => subjects(facts),
        }
    }

    /// Judges one of the subjects.
    pub(crate) fn judge(self, facts: &Facts, subject: &Subject) -> Outcome {
        let outcome = match (self, subject) {
            (Self::Machine(_, judge), _) => Some(judge(facts)),
            (Self::Files(judge), _) => {
                SourceFile::of_subject(facts, subject).map(|file| judge(&file))
            }
            (Self::Sessions(_, judge) | Self::SessionsInScope(_, judge), Subject::Session(key)) => {
                Some(judge(&facts.session(key)))
            }
            (
                Self::Profiles(_, judge) | Self::ProfilesInScope(_, judge),
                Subject::Profile(name),
            ) => facts.profile(name).map(|profile| judge(&profile)),
            (Self::Mixed(_, judge), _) => Some(judge(facts, subject)),
            _ => None,
        };
        outcome.unwrap_or(Outcome::Skipped(crate::Skip::NotApplicable))
    }
}

/// For [`Examine`]: a check that applies to every session.
pub(crate) const fn every_session(_: &Session<'_>) -> bool {
    true
}

/// For [`Examine`]: a check that always applies.
pub(crate) const fn always<T>(_: &T) -> bool {
    true
}

/// A fact that is expensive to collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKey {
    /// What each `aws` on PATH prints for `--version`: runs them.
    AwsVersions,
    /// Which identity each profile has: GetRoleCredentials and GetCallerIdentity.
    Identities,
    /// Which roles are assigned in the profiles' accounts: GetRoleCredentials or ListAccountRoles.
    Assigned,
    /// Whether the portal accepts the sessions' tokens.
    Accepted,
    /// The connections to AWS, without credentials: names, connections, certificates, the time.
    Probes,
    /// The portals' public pages, which name their region. They are fetched only in a run that
    /// uses the network for another check; without them, the check judges by the files alone.
    PortalPages,
    /// The programs of this project, of the active environments and on PATH: searches for them.
    Programs,
    /// Expired tokens, after an attempt to renew them. They are renewed only in a run that uses
    /// the network for another check; the check also says which sessions must not be renewed.
    RenewedTokens,
}

impl FactKey {
    /// Whether the check has to ask AWS.
    pub const fn needs_network(self) -> bool {
        matches!(self, Self::Identities | Self::Assigned | Self::Accepted | Self::Probes)
    }
}

/// The groups of the overview, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The AWS CLI.
    AwsCli,
    /// The environment.
    Environment,
    /// The AWS files.
    Files,
    /// Keys in files.
    StoredKeys,
    /// The sso-session.
    SsoSession,
    /// The profile.
    Profile,
    /// Tokens.
    SignIn,
    /// The network.
    Network,
    /// The identity that AWS sees.
    Identity,
    /// The programs beside the AWS CLI.
    Programs,
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
            Self::Programs => "Programs",
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
            Self::Programs => "programs",
        }
    }

    /// Whether the overview shows it even when it has no problems.
    pub const fn always_shown(self) -> bool {
        !matches!(self, Self::Environment | Self::Files | Self::Network | Self::Programs)
    }
}
