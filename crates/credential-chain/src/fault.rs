//! Why a provider fails, and what each client prints then.

use facts::Text;

use crate::rules::Rules;
use crate::{Client, Need};

/// A way in which a provider fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FaultId {
    /// The profile is in neither file.
    ProfileMissing,
    /// The profile has nothing that gives credentials.
    ProfileEmpty,
    /// A file cannot be parsed.
    FileRefused,
    /// The config file is missing, and the client insists on it.
    ConfigMissing,
    /// The client calls itself without end.
    Recursion,
    /// An access key without its secret, or the reverse, in the environment.
    HalfPairEnvironment,
    /// The same in a file.
    HalfPairFile,
    /// The end of the chain.
    NoCredentials,
    /// Single sign-on keys are missing.
    SsoKeysMissing,
    /// A version that does not know sessions was given one.
    SessionUnknown,
    /// A key of the session's section is missing.
    SessionKeysMissing,
    /// The session's section is missing.
    SessionMissing,
    /// The same for the bearer token that a client makes beside its credentials.
    BearerSessionMissing,
    BearerKeysMissing,
    /// `sso_start_url` or `sso_region` differs between profile and session.
    InlineDiffers,
    /// `sso_start_url` or `sso_region` is set next to `sso_session`, which the client refuses.
    InlineRefused,
    /// A session without an account and a role.
    TokenOnly,
    /// Only one of account and role.
    AccountOrRoleMissing,
    /// Not signed in.
    TokenMissing,
    TokenMissingLegacy,
    /// The token's file is damaged.
    TokenDamaged,
    TokenDamagedLegacy,
    /// The token's file cannot be read or is not JSON, or its time cannot be parsed.
    TokenUnreadable,
    /// A key that a renewal needs is missing in the token's file.
    TokenKeyMissing,
    /// The token has expired and cannot be renewed.
    TokenExpired,
    TokenExpiredLegacy,
    SourceMissing,
    SourceEmpty,
    /// The source has a `login_session`, which does not count as credentials.
    SourceIsLogin,
    SourceLoop,
    BothSources,
    NoSource,
    CredentialSourceUnknown,
    CredentialSourceEmpty,
    /// The source is the container, whose variables are not set.
    ContainerNotSet,
    MfaRefused,
    /// `source_profile` and such without `role_arn`.
    RoleArnMissing,
    /// Two kinds of credentials in one profile.
    TwoKinds,
    WebIdentityWithoutRole,
    /// Not signed in with `aws login`.
    LoginMissing,
    LoginExpired,
    LoginModuleMissing,
    SsoModuleMissing,
    OidcModuleMissing,
    StsModuleMissing,
    ProcessModuleMissing,
    /// `credential_process` whose command cannot be split or is empty.
    ProcessBroken,
}

/// One failure with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) id: FaultId,
    values: Vec<(&'static str, String)>,
    /// What happened, for the trail.
    pub(crate) why: String,
    /// What the client lacks.
    pub(crate) needs: Option<Need>,
    /// The profile at fault.
    pub(crate) profile: Option<String>,
}

impl FaultId {
    /// Whether it comes up only when credentials are used, after the client is made.
    pub(crate) const fn is_late(self) -> bool {
        matches!(
            self,
            Self::TokenMissing
                | Self::TokenMissingLegacy
                | Self::TokenDamaged
                | Self::TokenDamagedLegacy
                | Self::TokenUnreadable
                | Self::TokenExpired
                | Self::TokenExpiredLegacy
                | Self::NoCredentials
        )
    }
}

impl Fault {
    pub(crate) fn new(id: FaultId, why: impl Into<String>) -> Self {
        Self { id, values: Vec::new(), why: why.into(), needs: None, profile: None }
    }

    /// Adds the value of a placeholder.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if name == "profile" && self.profile.is_none() {
            self.profile = Some(value.to_owned());
        }
        self.values.push((name, value.to_owned()));
        self
    }

    /// Adds what the client lacks.
    pub(crate) fn needing(mut self, what: Need) -> Self {
        self.needs = Some(what);
        self
    }

    /// What the client prints: its template with this machine's values, safe to show.
    pub(crate) fn text(&self, rules: &Rules, client: &Client) -> Option<String> {
        Some(fill(rules.text_of(self.id, client)?, &self.values))
    }
}

/// The template with each `<name>` replaced by its value, cleaned and masked.
fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('<') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let value = after.find('>').and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &after[1..close])?;
            Some((close, value))
        });
        match value {
            Some((close, value)) => {
                out.push_str(&Text(value).to_string());
                rest = &after[close + 1..];
            }
            None => {
                out.push('<');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        let values = [("profile", "dev".to_owned())];
        assert_eq!(fill("no <profile> in <path>, a < b", &values), "no dev in <path>, a < b");
    }
}
