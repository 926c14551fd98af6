//! Asks AWS about the identity of profiles, the validity of tokens, and assignments.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use facts::{
    AssignedAccount, Facts, IdentityAnswer, Known, Network, Profile, Recipients, ServiceError,
    SessionKey, Step, Token, Why,
};
use futures::StreamExt;
use identity_center::Connection;
use machine::System;
use tokio::time::{Instant, timeout};

use crate::network::{ANSWER_LIMIT, MAX_PARALLEL, connection, find_profile, valid_token};

/// The questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// Profiles to identify.
    pub profiles: Vec<String>,
    /// Sessions whose token to check with the portal, unless another question implies the result.
    pub sessions: Vec<SessionKey>,
    /// Accounts whose assignments to list.
    pub accounts: Vec<(SessionKey, String)>,
}

impl Questions {
    /// Whether there is no question to ask.
    pub fn is_empty(&self) -> bool {
        self.profiles.is_empty() && self.sessions.is_empty() && self.accounts.is_empty()
    }
}

/// The identities of profiles, and the additional questions.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    /// By profile.
    pub identities: BTreeMap<String, Known<IdentityAnswer>>,
    /// The identity that STS reports for the credentials that the AWS CLI has cached for a profile
    /// and would use.
    pub cached_roles: BTreeMap<String, Known<IdentityAnswer>>,
    /// Whether the portal accepts a session's token.
    pub accepted: BTreeMap<SessionKey, Known<Result<(), ServiceError>>>,
    /// The roles assigned in an account, by session and account: those that were requested, and
    /// those of accounts with a refused role.
    pub roles: BTreeMap<(SessionKey, String), Known<Vec<String>>>,
    /// The assigned accounts, if the portal refused a role or returned none in an account.
    pub accounts: BTreeMap<SessionKey, Known<Vec<AssignedAccount>>>,
}

impl Identities {
    /// Merges the results with those of earlier questions.
    pub fn add_to(self, network: &mut Network) {
        network.identities.extend(self.identities);
        network.cached_roles.extend(self.cached_roles);
        network.accepted.extend(self.accepted);
        network.roles.extend(self.roles);
        network.accounts.extend(self.accounts);
    }
}

/// Identifies these profiles for a user who has just signed in, so that the configured hosts are
/// asked, whatever they are. See [`ask`].
pub async fn identities(
    system: &System,
    facts: &Facts,
    profiles: &[String],
    limit: Option<Duration>,
) -> Identities {
    let questions = Questions { profiles: profiles.to_vec(), ..Questions::default() };
    ask_recipients(system, facts, &questions, limit, Recipients::AsConfigured).await
}

/// Sends to AWS, in parallel, every question that does not depend on another one.
///
/// The identity of a profile: the portal provides credentials for its role, and STS identifies
/// them; at most five profiles or sessions at a time. STS also identifies the credentials that the
/// AWS CLI has cached for it. Assigned roles are requested once per account, at the portal's pace.
/// If the portal refuses a role, or has nothing in an account, the roles of that account and the
/// accounts are requested afterwards.
///
/// A response within `limit` counts, even if others are still pending then. Only AWS is asked:
/// the user did not ask for these calls.
pub async fn ask(
    system: &System,
    facts: &Facts,
    questions: &Questions,
    limit: Option<Duration>,
) -> Identities {
    ask_recipients(system, facts, questions, limit, Recipients::AwsOnly).await
}

async fn ask_recipients(
    system: &System,
    facts: &Facts,
    questions: &Questions,
    limit: Option<Duration>,
    recipients: Recipients,
) -> Identities {
    let asker = Asker {
        system,
        facts,
        recipients,
        deadline: limit.map(|limit| Instant::now() + limit),
        too_late: Why::TimedOut(limit.unwrap_or(ANSWER_LIMIT).min(ANSWER_LIMIT)),
    };
    let sessions: BTreeSet<SessionKey> = asked_sessions(facts, questions);
    let (mut answers, roles) = tokio::join!(
        asker.ask_identities(questions),
        // Together with the profiles, at most five parallel calls to one portal.
        asker.ask_roles(&questions.accounts, MAX_PARALLEL.saturating_sub(sessions.len())),
    );
    answers.roles = roles;
    asker.ask_about_refusals(&mut answers).await;
    answers
}

/// The sessions of the profiles to identify.
fn asked_sessions(facts: &Facts, questions: &Questions) -> BTreeSet<SessionKey> {
    let of = |name: &String| facts.profile(name)?.session_key();
    questions.profiles.iter().filter_map(of).collect()
}

/// A question that is sent in parallel with others.
enum Question {
    Profile(String),
    Session(SessionKey),
}

#[derive(Clone)]
struct Asker<'a> {
    system: &'a System,
    facts: &'a Facts,
    recipients: Recipients,
    deadline: Option<Instant>,
    too_late: Why,
}

impl Asker<'_> {
    fn time_left(&self) -> Duration {
        self.deadline.map_or(ANSWER_LIMIT, |deadline| {
            deadline.saturating_duration_since(Instant::now()).min(ANSWER_LIMIT)
        })
    }

    /// The result, or a timeout.
    async fn in_time<T>(&self, asked: impl Future<Output = Known<T>>) -> Known<T> {
        let answer = timeout(self.time_left(), asked).await;
        answer.unwrap_or_else(|_| Err(self.too_late.clone()))
    }

    async fn ask_identities(&self, questions: &Questions) -> Identities {
        let profiles: BTreeSet<&String> = questions.profiles.iter().collect();
        let sessions: BTreeSet<&SessionKey> = questions.sessions.iter().collect();
        let profiles = profiles.into_iter().cloned().map(Question::Profile);
        let all = profiles.chain(sessions.into_iter().cloned().map(Question::Session));
        let asked = all.map(|one| async move {
            let mut answers = Identities::default();
            match one {
                Question::Profile(name) => {
                    let (answer, cached) = tokio::join!(
                        self.in_time(self.ask_identity(&name)),
                        self.in_time(self.ask_cached_identity(&name)),
                    );
                    if let Some(cached) = cached.transpose() {
                        answers.cached_roles.insert(name.clone(), cached);
                    }
                    answers.identities.insert(name, answer);
                }
                Question::Session(key) => {
                    let answer = self.in_time(self.ask_accepted(&key)).await;
                    answers.accepted.insert(key, answer);
                }
            }
            answers
        });
        let answers = futures::stream::iter(asked).buffer_unordered(MAX_PARALLEL);
        answers
            .fold(Identities::default(), async |mut all, one| {
                all.identities.extend(one.identities);
                all.cached_roles.extend(one.cached_roles);
                all.accepted.extend(one.accepted);
                all
            })
            .await
    }

    /// Lists the assignments in these accounts.
    async fn ask_roles(
        &self,
        accounts: &[(SessionKey, String)],
        parallel: usize,
    ) -> BTreeMap<(SessionKey, String), Known<Vec<String>>> {
        let mut answers = BTreeMap::new();
        let mut portals: Vec<(SessionKey, Connection, &Token)> = Vec::new();
        let mut asked = BTreeSet::new();
        for (key, account) in accounts {
            let place = portals.iter().position(|(known, ..)| known == key);
            let place = place.map_or_else(
                || {
                    let (connection, token) = self.open_portal(key)?;
                    portals.push((key.clone(), connection, token));
                    Ok(portals.len() - 1)
                },
                Ok,
            );
            match place {
                Ok(place) => {
                    asked.insert((place, account.clone()));
                }
                Err(why) => {
                    answers.insert((key.clone(), account.clone()), Err(why));
                }
            }
        }
        if asked.is_empty() {
            return answers;
        }
        let reached: Vec<(&Connection, &Token)> =
            portals.iter().map(|(_, connection, token)| (connection, *token)).collect();
        let mut found = BTreeMap::new();
        let asking =
            identity_center::roles_of(&reached, asked.iter().cloned(), parallel.max(1), &mut found);
        let late = timeout(self.time_left(), asking).await.is_err();
        for (place, account) in asked {
            let Some((key, ..)) = portals.get(place) else {
                continue;
            };
            let missing = || Err(if late { self.too_late.clone() } else { Why::NotAsked });
            let roles = found.remove(&(place, account.clone())).unwrap_or_else(missing);
            answers.insert((key.clone(), account), roles);
        }
        answers
    }

    /// Asks what explains a refused role.
    async fn ask_about_refusals(&self, answers: &mut Identities) {
        let refused = answers.identities.iter().filter(|(_, answer)| role_was_refused(answer));
        let refused = refused.filter_map(|(name, _)| {
            let profile = self.facts.profile(name)?;
            Some((profile.session_key()?, profile.account()?.to_owned()))
        });
        let refused: BTreeSet<(SessionKey, String)> = refused.collect();
        let nothing_there = answers
            .roles
            .iter()
            .filter(|(_, roles)| match roles {
                Ok(roles) => roles.is_empty(),
                Err(why) => why.service().is_some_and(ServiceError::is_forbidden),
            })
            .map(|((key, _), _)| key);
        let sessions: BTreeSet<SessionKey> =
            refused.iter().map(|(key, _)| key).chain(nothing_there).cloned().collect();
        let missing: Vec<(SessionKey, String)> =
            refused.into_iter().filter(|place| !answers.roles.contains_key(place)).collect();
        let asked = sessions.into_iter().map(|key| async move {
            let accounts = self.in_time(self.ask_accounts(&key)).await;
            (key, accounts)
        });
        let accounts =
            futures::stream::iter(asked).buffer_unordered(MAX_PARALLEL).collect::<BTreeMap<_, _>>();
        let (roles, accounts) = tokio::join!(self.ask_roles(&missing, MAX_PARALLEL - 1), accounts);
        answers.roles.extend(roles);
        answers.accounts = accounts;
    }
}

/// The region whose STS is asked for a profile.
fn region_of(profile: &Profile<'_>, connection: &Connection) -> String {
    profile.region().map_or_else(|| connection.sso_region().to_owned(), |region| region.name)
}

/// Whether the portal refused the role, rather than the token.
fn role_was_refused(answer: &Known<IdentityAnswer>) -> bool {
    matches!(
        answer,
        Ok(IdentityAnswer::Refused(Step::RoleCredentials, error)) if !error.is_unauthorized()
    )
}

impl Asker<'_> {
    fn connect(&self, key: &SessionKey, profile: Option<Profile<'_>>) -> Known<Connection> {
        connection(self.system, self.facts, key, profile, self.recipients)
    }

    async fn ask_identity(&self, name: &str) -> Known<IdentityAnswer> {
        let profile = find_profile(self.facts, name)?;
        let missing = |key: &str| Why::Error(format!("the profile has no {key}"));
        let account = profile.account().ok_or_else(|| missing("sso_account_id"))?;
        let role = profile.role().ok_or_else(|| missing("sso_role_name"))?;
        let session = profile.session_key().ok_or_else(|| missing("sso_session"))?;
        let token = valid_token(self.facts, &session, self.system)?;
        let connection = self.connect(&session, Some(profile))?;
        let region = region_of(&profile, &connection);
        identity_center::identity(&connection, token, account, role, &region, self.system.now())
            .await
    }

    /// Asks STS for the identity of the credentials that the AWS CLI has cached for a profile; none if
    /// it has no credentials that it would still use.
    async fn ask_cached_identity(&self, name: &str) -> Known<Option<IdentityAnswer>> {
        let profile = find_profile(self.facts, name)?;
        let session = profile.session_key().ok_or(Why::NotAsked)?;
        let (Some(account), Some(role)) = (profile.account(), profile.role()) else {
            return Ok(None);
        };
        let cache = self.facts.role_cache.as_ref().map_err(Clone::clone)?;
        let entry = cache.entries.get(&facts::role_cache_name(&session, account, role));
        let Some(Ok(keys)) = entry.map(|entry| &entry.credentials) else {
            return Ok(None);
        };
        if !keys.would_be_used(self.system.now()) {
            return Ok(None);
        }
        let connection = self.connect(&session, Some(profile))?;
        let region = region_of(&profile, &connection);
        let answer = identity_center::static_identity(
            &connection,
            keys.key_id.expose(),
            &keys.secret,
            Some(&keys.session_token),
            &region,
            self.system.now(),
        );
        answer.await.map(Some)
    }

    /// The connection to a session's portal, and the token for it.
    fn open_portal(&self, key: &SessionKey) -> Known<(Connection, &Token)> {
        let token = valid_token(self.facts, key, self.system)?;
        let connection = self.connect(key, self.facts.profile_of_session(key))?;
        Ok((connection, token))
    }

    async fn ask_accepted(&self, key: &SessionKey) -> Known<Result<(), ServiceError>> {
        let (connection, token) = self.open_portal(key)?;
        identity_center::accepted(&connection, token, self.system.now()).await
    }

    async fn ask_accounts(&self, key: &SessionKey) -> Known<Vec<AssignedAccount>> {
        let (connection, token) = self.open_portal(key)?;
        let accounts = identity_center::accounts(&connection, token).await?;
        Ok(accounts
            .into_iter()
            .map(|account| AssignedAccount { id: account.id, name: account.name })
            .collect())
    }
}
