//! Chooses the calls to AWS, so that many profiles do not cause many calls.

use std::collections::BTreeSet;

use checks::{CheckResult, FactKey, MAX_IDENTITIES, Outcome, Skip};
use facts::{SessionKey, Subject, Why};

use super::Examination;

/// Request the assigned roles for at most this many accounts, which takes about three seconds at
/// the portal's limit of twenty requests per second.
const MAX_ACCOUNTS: usize = 50;

impl Examination {
    /// Chooses a call for each subject that a check needs and that no finding blocks. With many
    /// profiles in scope, only one per session has its identity requested, and the roles of the
    /// others are compared with the assignments in their accounts.
    pub(super) fn choose_questions(&mut self, before: &[CheckResult]) -> collect::Questions {
        let wanted = |key: FactKey| -> Vec<&Subject> {
            let checks = self.selected().filter(|check| check.wants.contains(&key));
            let results = checks.filter_map(|check| before.iter().find(|r| r.id == check.id));
            let subjects = results.flat_map(|result| &result.subjects);
            subjects
                .filter(|subject| {
                    !matches!(subject.outcome, Outcome::Skipped(_)) || is_unasked(&subject.outcome)
                })
                .map(|subject| &subject.subject)
                .collect()
        };
        let profiles = |key: FactKey| -> Vec<String> {
            let name = |subject: &Subject| match subject {
                Subject::Profile(name) => Some(name.clone()),
                _ => None,
            };
            wanted(key).into_iter().filter_map(name).collect()
        };
        let (mut who, mut roles) = (profiles(FactKey::Identities), profiles(FactKey::Assigned));
        let mut sessions: Vec<SessionKey> = wanted(FactKey::Accepted)
            .into_iter()
            .filter_map(|subject| match subject {
                Subject::Session(key) => Some(key.clone()),
                _ => None,
            })
            .collect();
        let valid = self.retain_valid_tokens(&mut who, &mut roles, &mut sessions);
        who.retain(|name| valid.contains(name));
        roles.retain(|name| valid.contains(name));
        let all = who.len();
        let place = |name: &String| {
            let profile = self.facts.profile(name)?;
            Some((profile.session_key()?, profile.account()?.to_owned()))
        };
        if all > MAX_IDENTITIES && !self.facts.request().all_profiles {
            let mut seen = BTreeSet::new();
            who.retain(|name| place(name).is_some_and(|(key, _)| seen.insert(key)));
        }
        // A profile whose identity is requested needs no comparison, because the portal confirms
        // its role.
        let asked: BTreeSet<&String> = who.iter().collect();
        let mut accounts: Vec<(SessionKey, String)> = Vec::new();
        let mut known = BTreeSet::new();
        let mut not_compared = 0;
        for place in roles.iter().filter(|name| !asked.contains(name)).filter_map(place) {
            if known.contains(&place) {
                continue;
            }
            if accounts.len() == MAX_ACCOUNTS {
                not_compared += 1;
                continue;
            }
            known.insert(place.clone());
            accounts.push(place);
        }
        // The call for one profile of a session also shows whether its token is accepted.
        let told: BTreeSet<SessionKey> = who.iter().filter_map(place).map(|(key, _)| key).collect();
        sessions.retain(|key| !told.contains(key));
        self.not_asked = all - who.len();
        self.not_compared = not_compared;
        collect::Questions { profiles: who, sessions, accounts }
    }

    /// The profiles that a call can be made for: those with an account, a role, and a valid token.
    /// For expired tokens, it records why there is no call.
    fn retain_valid_tokens(
        &mut self,
        who: &mut [String],
        roles: &mut [String],
        sessions: &mut Vec<SessionKey>,
    ) -> BTreeSet<String> {
        let now = self.facts.now;
        let token = |key: &SessionKey| -> Option<bool> {
            let cache = self.facts.tokens.as_ref().ok()?;
            let entry = cache.entries.get(&key.cache_name())?;
            Some(!entry.token.as_ref().ok()?.has_expired(now))
        };
        let of_profile = |name: &String| {
            let profile = self.facts.profile(name)?;
            profile.account().and(profile.role())?;
            token(&profile.session_key()?)
        };
        let why = || Why::Error("the token has expired and was not renewed in this run".into());
        let mut valid = BTreeSet::new();
        let mut ended = Vec::new();
        for name in who.iter().chain(roles.iter()) {
            match of_profile(name) {
                Some(true) => {
                    valid.insert(name.clone());
                }
                Some(false) => ended.push(name.clone()),
                None => {}
            }
        }
        let ended_sessions: Vec<SessionKey> =
            sessions.iter().filter(|key| token(key) == Some(false)).cloned().collect();
        sessions.retain(|key| token(key) == Some(true));
        let network = &mut self.facts.network;
        for name in ended {
            network.identities.insert(name, Err(why()));
        }
        for key in ended_sessions {
            network.accepted.insert(key, Err(why()));
        }
        valid
    }
}

/// Whether a check skipped this subject only because AWS has not been called yet.
const fn is_unasked(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Skipped(Skip::NotApplicable | Skip::Sampled))
}
