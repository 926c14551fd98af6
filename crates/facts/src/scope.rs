//! Which profiles a run is about (CATALOGUE, *Which profile*).

use crate::{Facts, resolution};

/// The profiles that a run is about, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Their names, including a requested profile that does not exist.
    pub profiles: Vec<String>,
    /// The reason.
    pub reason: ScopeReason,
    /// How many profiles there are.
    pub total: usize,
    /// How many of them use single sign-on.
    pub single_sign_on: usize,
}

/// Why a profile is in scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeReason {
    /// `--profile`.
    Flag,
    /// AWS_PROFILE or AWS_DEFAULT_PROFILE.
    Variable(&'static str),
    /// `--all-profiles`.
    All,
    /// `default` uses single sign-on.
    Default,
    /// Every profile that uses single sign-on.
    SingleSignOn,
    /// No profile does: `default`, the usual fallback of AWS tools.
    Nothing,
}

impl ScopeReason {
    /// Whether the user named the profile.
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Flag | Self::Variable(_))
    }
}

impl Scope {
    /// `--profile`; otherwise AWS_PROFILE, then AWS_DEFAULT_PROFILE (that order is AWS CLI v2's,
    /// FACTS 2.4); otherwise `default` if it uses single sign-on; otherwise every profile that
    /// does; otherwise `default`.
    pub(crate) fn of(facts: &Facts) -> Self {
        let all = facts.files().profiles();
        let single: Vec<&String> = all
            .iter()
            .filter(|(_, merged)| resolution::uses_single_sign_on(merged))
            .map(|(name, _)| name)
            .collect();
        let (profiles, reason) = if facts.request().all_profiles {
            (all.keys().cloned().collect(), ScopeReason::All)
        } else if let Some(name) = &facts.request().profile {
            (vec![name.clone()], ScopeReason::Flag)
        } else if let Some((variable, name)) = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]
            .into_iter()
            .find_map(|variable| Some((variable, facts.environment().text(variable)?)))
        {
            (vec![name.to_owned()], ScopeReason::Variable(variable))
        } else if single.iter().any(|name| *name == "default") {
            (vec!["default".to_owned()], ScopeReason::Default)
        } else if !single.is_empty() {
            (single.iter().map(|name| (*name).clone()).collect(), ScopeReason::SingleSignOn)
        } else {
            (vec!["default".to_owned()], ScopeReason::Nothing)
        };
        Self { profiles, reason, total: all.len(), single_sign_on: single.len() }
    }
}
