//! The examination: offline facts and checks, then the network facts that unblocked checks want,
//! then the checks again over all that is known. Looking again after a remedy collects only what
//! the remedy touched.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use checks::{
    Check, CheckResult, FactKey, Finding, Outcome, Severity, Skip, registry, run, run_all,
};
use facts::{Facts, Probe, Request, SessionKey, Subject, Why};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::CommandError;
use crate::terminal::progress::Progress;

/// The time limit of one `aws --version`.
const VERSION_LIMIT: Duration = Duration::from_secs(10);
/// The check that compares a session's region with what its portal's page says.
const PORTALS: &str = "sso-region";
/// Where more profiles than this are in scope, one a session is asked who it is.
const ASK_ALL: usize = 5;
/// In so many accounts at most is asked what is assigned there: about three seconds at the portal's
/// twenty requests a second.
const MOST_COMPARED: usize = 50;

/// What is looked at, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// `--only`: nothing else.
    pub(crate) only: Option<Vec<&'static str>>,
    /// `--skip`.
    pub(crate) skip: Vec<&'static str>,
    /// `--timeout`: of the whole run.
    pub(crate) timeout: Option<Duration>,
    /// Whether an expired token may be renewed, as any AWS command would do it.
    pub(crate) may_refresh: bool,
}

impl Options {
    fn selects(&self, check: &Check) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&check.id))
            && !self.skip.contains(&check.id)
    }
}

/// What a remedy touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// The AWS files.
    Files,
    /// Tokens.
    Tokens,
}

/// An examination.
pub(crate) struct Examination {
    /// What is known.
    pub(crate) facts: Facts,
    /// The results in the registry's order.
    pub(crate) results: Vec<CheckResult>,
    /// Profiles that were not asked who they are, because so many are in scope.
    pub(crate) not_asked: usize,
    /// Profiles whose role was not compared with what is assigned, because they are of so many
    /// accounts.
    pub(crate) not_compared: usize,
    options: Options,
    deadline: Option<Instant>,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) fail: usize,
    pub(crate) warn: usize,
    pub(crate) note: usize,
    pub(crate) unknown: usize,
    pub(crate) skipped: usize,
    pub(crate) passed: usize,
}

/// The whole in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Failed,
    Incomplete,
    Warnings,
    Passed,
}

impl Examination {
    /// Examines the machine.
    ///
    /// # Errors
    /// No threads for the network.
    pub(crate) fn new(app: &App, request: Request, options: Options) -> Result<Self, CommandError> {
        let deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        let facts = collect::offline_facts(&app.system, request, app.preset.clone());
        let mut examination =
            Self { facts, results: Vec::new(), not_asked: 0, not_compared: 0, options, deadline };
        let _progress = Progress::spinner(&app.printer, "checking");
        examination.collect(app, true)?;
        examination.judge();
        Ok(examination)
    }

    /// The examination of a made-up machine: nothing is collected.
    #[cfg(test)]
    pub(crate) fn of_facts(facts: Facts) -> Self {
        let mut examination = Self {
            facts,
            results: Vec::new(),
            not_asked: 0,
            not_compared: 0,
            options: Options::default(),
            deadline: None,
        };
        examination.judge();
        examination
    }

    /// Examines again after a remedy: only what it touched is collected anew.
    ///
    /// # Errors
    /// No threads for the network.
    pub(crate) fn again(&mut self, app: &App, touched: &[Touched]) -> Result<(), CommandError> {
        self.facts.now = app.system.now();
        if touched.contains(&Touched::Files) {
            collect::collect_files_again(&app.system, &mut self.facts);
        }
        collect::collect_tokens_again(&app.system, &mut self.facts);
        if touched.contains(&Touched::Tokens) {
            self.facts.network.refreshes.clear();
        }
        // Who a profile is may have changed with either; a slow answer gets its time anew.
        let network = &mut self.facts.network;
        network.identities.clear();
        network.cached_roles.clear();
        network.accepted.clear();
        network.roles.clear();
        network.accounts.clear();
        // A way that was closed may be open now; one that is open stays so for this run.
        network.probes.retain(|_, probe| probe.as_ref().is_ok_and(Probe::is_open));
        network.names_resolve = None;
        network.clock = None;
        self.deadline = self.options.timeout.map(|timeout| Instant::now() + timeout);
        let _progress = Progress::spinner(&app.printer, "checking again");
        self.collect(app, false)?;
        self.judge();
        Ok(())
    }

    fn selected(&self) -> impl Iterator<Item = &'static Check> {
        registry().iter().copied().filter(|check| self.options.selects(check))
    }

    fn wants(&self, key: FactKey) -> bool {
        self.selected().any(|check| check.wants.contains(&key))
    }

    /// Collects the costly facts that somebody wants. What `aws` prints is asked for while AWS is
    /// asked: neither waits for the other.
    fn collect(&mut self, app: &App, versions: bool) -> Result<(), CommandError> {
        let found = self.facts.aws.clone().unwrap_or_default();
        // What neither a program nor a portal changes between two looks is asked for once.
        let versions_once = versions;
        let versions = versions && self.wants(FactKey::AwsVersions) && !found.is_empty();
        let online = !self.facts.request().offline
            && self.selected().any(|check| check.wants.iter().any(|want| want.needs_network()));
        let probes = online && self.wants(FactKey::Probes);
        if !versions && !online {
            return Ok(());
        }
        let limit = self.left().map_or(VERSION_LIMIT, |left| left.min(VERSION_LIMIT));
        let system = app.system.clone();
        let versions = async move {
            if versions { Some(collect::aws_versions(&system, &found, limit).await) } else { None }
        };
        // The ways are looked at while AWS is asked over them, so that nobody waits for it: both
        // begin with the same names and connections, and AWS's answers take longer.
        let sessions = if probes { self.sessions_to_probe() } else { Vec::new() };
        let probing = collect::probes(&app.system, &self.facts, &sessions, self.left());
        let portals = if online && versions_once && self.selected().any(|check| check.id == PORTALS)
        {
            self.facts.sessions_in_scope().to_vec()
        } else {
            Vec::new()
        };
        let pages = collect::portal_pages(&app.system, &self.facts, &portals, self.left());
        let network = async {
            if online {
                self.ask_aws(app).await;
            }
        };
        let (versions, (), probed, pages) =
            app.block_on(async { tokio::join!(versions, network, probing, pages) })?;
        self.facts.network.portal_pages.extend(pages);
        self.facts.network.probes.extend(probed.probes);
        self.facts.network.names_resolve = probed.names_resolve;
        if online {
            self.facts.network.clock = collect::clock(&app.system);
        }
        if let Some(versions) = versions {
            self.facts.aws = Ok(versions);
        }
        Ok(())
    }

    /// The sessions in scope whose ways some check wants to know, and that nothing blocks: where
    /// the region is not one, no host of it is looked for.
    fn sessions_to_probe(&self) -> Vec<SessionKey> {
        let wanting = |check: &Check| check.wants.contains(&FactKey::Probes);
        let needed: BTreeSet<&str> = self
            .selected()
            .filter(|check| wanting(check))
            .flat_map(|check| check.required_checks())
            .collect();
        let mut before: Vec<CheckResult> = Vec::new();
        let mut sessions: Vec<SessionKey> = Vec::new();
        let mut about_sessions = false;
        for check in self.selected() {
            if !wanting(check) && !needed.contains(check.id) {
                continue;
            }
            let result = run(check, &self.facts, &before);
            for subject in result.subjects.iter().filter(|_| wanting(check)) {
                if let Subject::Session(key) = &subject.subject {
                    about_sessions = true;
                    let blocked = matches!(subject.outcome, Outcome::Skipped(_));
                    if !blocked && !sessions.contains(key) {
                        sessions.push(key.clone());
                    }
                }
            }
            before.push(result);
        }
        if about_sessions {
            sessions
        } else {
            // Only the clock is asked about, which is the same whoever is asked.
            self.facts.sessions_in_scope().to_vec()
        }
    }

    /// Renews what may be renewed, then asks what the checks want to know that nothing blocks.
    async fn ask_aws(&mut self, app: &App) {
        if self.options.may_refresh {
            let due = self.unblocked(self.sessions_to_refresh());
            if !due.is_empty() {
                let refresh = collect::refresh_tokens(&app.system, &self.facts, &due);
                let outcome = match self.left() {
                    None => Ok(refresh.await),
                    Some(left) => {
                        tokio::time::timeout(left, refresh).await.map_err(|_| Why::TimedOut(left))
                    }
                };
                match outcome {
                    Ok(results) => self.facts.network.refreshes.extend(results),
                    Err(why) => {
                        self.facts
                            .network
                            .refreshes
                            .extend(due.into_iter().map(|key| (key, Err(why.clone()))));
                    }
                }
                collect::collect_tokens_again(&app.system, &mut self.facts);
            }
        }
        let questions = self.questions();
        if !questions.is_empty() {
            let answers = collect::ask(&app.system, &self.facts, &questions, self.left()).await;
            answers.add_to(&mut self.facts.network);
        }
    }

    /// What is left of `--timeout`.
    fn left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| {
            deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
        })
    }

    /// Sessions in scope whose token has ended and can be renewed. One that was tried is not
    /// tried again in the same run.
    fn sessions_to_refresh(&self) -> Vec<SessionKey> {
        let Ok(tokens) = &self.facts.tokens else {
            return Vec::new();
        };
        self.facts
            .sessions_in_scope()
            .iter()
            .filter(|key| !self.facts.network.refreshes.contains_key(key))
            .filter(|key| self.facts.session(key).is_complete())
            .filter(|key| {
                tokens
                    .entries
                    .get(&key.cache_name())
                    .and_then(|entry| entry.token.as_ref().ok())
                    .is_some_and(|token| {
                        token.has_expired(self.facts.now) && token.can_be_refreshed(self.facts.now)
                    })
            })
            .cloned()
            .collect()
    }

    /// Of these sessions those whose renewal nothing blocks: a token of another region is not sent
    /// to this one.
    fn unblocked(&self, mut sessions: Vec<SessionKey>) -> Vec<SessionKey> {
        if sessions.is_empty() {
            return sessions;
        }
        let results = self.over_what_is_known();
        if let Some(valid) = results.iter().find(|result| result.id == "token-valid") {
            sessions.retain(|key| {
                !valid.subjects.iter().any(|subject| {
                    subject.subject == Subject::Session(key.clone())
                        && matches!(subject.outcome, Outcome::Skipped(Skip::BlockedBy(_)))
                })
            });
        }
        sessions
    }

    /// What the selected checks say before AWS was asked.
    fn over_what_is_known(&self) -> Vec<CheckResult> {
        let mut before: Vec<CheckResult> = Vec::new();
        for check in self.selected() {
            let result = run(check, &self.facts, &before);
            before.push(result);
        }
        before
    }

    /// What is asked: of each subject that a check wants to know something about, and that nothing
    /// blocks. Where many profiles are in scope, one a session is asked who it is, and the roles of
    /// the others are compared with what is assigned in their accounts.
    fn questions(&mut self) -> collect::Questions {
        let results = self.over_what_is_known();
        let wanted = |key: FactKey| -> Vec<&Subject> {
            let checks = self.selected().filter(|check| check.wants.contains(&key));
            let results = checks.filter_map(|check| results.iter().find(|r| r.id == check.id));
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
        let holds = self.whose_token_holds(&mut who, &mut roles, &mut sessions);
        who.retain(|name| holds.contains(name));
        roles.retain(|name| holds.contains(name));
        let all = who.len();
        let place = |name: &String| {
            let profile = self.facts.profile(name)?;
            Some((profile.session_key()?, profile.account()?.to_owned()))
        };
        if all > ASK_ALL && !self.facts.request().all_profiles {
            let mut seen = BTreeSet::new();
            who.retain(|name| place(name).is_some_and(|(key, _)| seen.insert(key)));
        }
        // Whoever is asked who they are need not be compared: the portal gives the role or not.
        let asked: BTreeSet<&String> = who.iter().collect();
        let mut accounts: Vec<(SessionKey, String)> = Vec::new();
        let mut known = BTreeSet::new();
        let mut not_compared = 0;
        for place in roles.iter().filter(|name| !asked.contains(name)).filter_map(place) {
            if known.contains(&place) {
                continue;
            }
            if accounts.len() == MOST_COMPARED {
                not_compared += 1;
                continue;
            }
            known.insert(place.clone());
            accounts.push(place);
        }
        // The answer to a profile of the session says as much about the token.
        let told: BTreeSet<SessionKey> = who.iter().filter_map(place).map(|(key, _)| key).collect();
        sessions.retain(|key| !told.contains(key));
        self.not_asked = all - who.len();
        self.not_compared = not_compared;
        collect::Questions { profiles: who, sessions, accounts }
    }

    /// The profiles for which something can be asked: with account and role, and a token that
    /// holds. Of those whose token has ended it is noted why they are not asked.
    fn whose_token_holds(
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
        let mut holds = BTreeSet::new();
        let mut ended = Vec::new();
        for name in who.iter().chain(roles.iter()) {
            match of_profile(name) {
                Some(true) => {
                    holds.insert(name.clone());
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
        holds
    }

    /// Runs every selected check over what is known.
    fn judge(&mut self) {
        self.results = run_all(&self.facts, |check| self.options.selects(check));
    }

    /// A check's result.
    pub(crate) fn result(&self, id: &str) -> Option<&CheckResult> {
        self.results.iter().find(|result| result.id == id)
    }

    /// Every finding with its check, causes before consequences.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&'static str, &Finding)> {
        self.results
            .iter()
            .flat_map(|result| result.findings().into_iter().map(|finding| (result.id, finding)))
    }

    /// How many of what: findings by severity, checks by outcome.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (_, finding) in self.findings() {
            match finding.severity {
                Severity::Fail => summary.fail += 1,
                Severity::Warn => summary.warn += 1,
                Severity::Note => summary.note += 1,
            }
        }
        for result in &self.results {
            match result.outcome() {
                Outcome::Passed(_) => summary.passed += 1,
                Outcome::Unknown(_) => summary.unknown += 1,
                Outcome::Skipped(_) => summary.skipped += 1,
                Outcome::Found(_) => {
                    // Something may stay unknown beside what was found.
                    let unknown = result
                        .subjects
                        .iter()
                        .any(|subject| matches!(subject.outcome, Outcome::Unknown(_)));
                    summary.unknown += usize::from(unknown);
                }
            }
        }
        summary
    }

    /// The whole in one word.
    pub(crate) fn verdict(&self) -> Verdict {
        let summary = self.summary();
        if summary.fail > 0 {
            Verdict::Failed
        } else if summary.unknown > 0 {
            Verdict::Incomplete
        } else if summary.warn > 0 {
            Verdict::Warnings
        } else {
            Verdict::Passed
        }
    }

    /// The finding to begin with: the first failure, else the first warning.
    pub(crate) fn first(&self) -> Option<(&'static str, &Finding)> {
        let of = |severity| self.findings().find(move |(_, finding)| finding.severity == severity);
        of(Severity::Fail).or_else(|| of(Severity::Warn))
    }
}

/// Skipped only because nobody has asked yet.
const fn is_unasked(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Skipped(Skip::NotApplicable | Skip::Sampled))
}
