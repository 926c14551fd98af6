//! Collects the costly facts that the selected checks need: the output of `aws --version`, which
//! connections are open, and the responses from AWS.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use checks::{Check, CheckResult, FactKey, Outcome, Skip, run};
use facts::{SessionKey, Subject, Why};

use super::{Examination, Round};
use crate::app::App;
use crate::error::CommandError;

/// The time limit of one `aws --version`.
const VERSION_LIMIT: Duration = Duration::from_secs(10);

impl Examination {
    /// Collects the costly facts that a selected check needs, all at the same time.
    pub(super) fn collect_costly(&mut self, app: &App, round: Round) -> Result<(), CommandError> {
        let found = self.facts.aws.clone().unwrap_or_default();
        // The output of `aws --version` and the portals' pages stay the same during a run.
        let is_first = round == Round::First;
        let versions = is_first && self.is_wanted(FactKey::AwsVersions) && !found.is_empty();
        let online = self.options.asks_aws(self.facts.request());
        let probes = online && self.is_wanted(FactKey::Probes);
        if !versions && !online {
            return Ok(());
        }
        let limit = self.left().map_or(VERSION_LIMIT, |left| left.min(VERSION_LIMIT));
        let system = app.system.clone();
        let versions = async move {
            if versions { Some(collect::aws_versions(&system, &found, limit).await) } else { None }
        };
        // Probing the connections takes no extra time, because the calls to AWS take longer.
        let sessions = if probes { self.sessions_to_probe() } else { Vec::new() };
        let probing = collect::probes(&app.system, &self.facts, &sessions, self.left());
        let portals = if online && is_first && self.is_wanted(FactKey::PortalPages) {
            self.facts.sessions_in_scope().to_vec()
        } else {
            Vec::new()
        };
        let pages = collect::portal_pages(&app.system, &self.facts, &portals, self.left());
        // No question to AWS depends on the programs here, so the search goes on while AWS is asked.
        // It is the last part to begin, so that no request waits for a processor that it uses.
        let wants_programs = online && is_first && self.is_wanted(FactKey::Programs);
        let search = async { wants_programs.then(|| collect::begin_program_search(&app.system)) };
        let network = async {
            if online {
                self.ask_aws(app).await;
            }
        };
        let (versions, (), probed, pages, search) =
            app.block_on(async { tokio::join!(versions, network, probing, pages, search) })?;
        if let Some(search) = search {
            self.facts.programs = search.finish();
        }
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

    /// The sessions in scope whose connections a check needs and that no finding blocks, because a
    /// region that does not exist has no host to probe.
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
            // Only the clock is needed, and any session provides it.
            self.facts.sessions_in_scope().to_vec()
        }
    }

    /// Renews the tokens that may be renewed, and then makes the AWS calls that the unblocked
    /// checks need.
    async fn ask_aws(&mut self, app: &App) {
        let mut before = self.run_checks();
        if self.options.may_refresh {
            let mut due = self.sessions_to_refresh();
            self.retain_unblocked(&mut due, &before);
            if !due.is_empty() {
                self.renew_tokens(app, due).await;
                before = self.run_checks();
            }
        }
        let questions = self.choose_questions(&before);
        if !questions.is_empty() {
            let answers = collect::ask(&app.system, &self.facts, &questions, self.left()).await;
            answers.add_to(&mut self.facts.network);
        }
    }

    async fn renew_tokens(&mut self, app: &App, due: Vec<SessionKey>) {
        let refresh = collect::refresh_tokens(&app.system, &self.facts, &due);
        let outcome = match self.left() {
            None => Ok(refresh.await),
            Some(left) => {
                tokio::time::timeout(left, refresh).await.map_err(|_| Why::TimedOut(left))
            }
        };
        let refreshes = &mut self.facts.network.refreshes;
        match outcome {
            Ok(results) => refreshes.extend(results),
            Err(why) => refreshes.extend(due.into_iter().map(|key| (key, Err(why.clone())))),
        }
        collect::collect_tokens_again(&app.system, &mut self.facts);
    }

    /// The time left of `--timeout`.
    fn left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| {
            deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
        })
    }

    /// Sessions in scope whose token has expired and can be renewed, each tried once per run.
    fn sessions_to_refresh(&self) -> Vec<SessionKey> {
        let expired = |key: &SessionKey| {
            self.facts.token_of(key).is_some_and(|token| token.has_expired(self.facts.now))
        };
        self.facts
            .sessions_in_scope()
            .iter()
            .filter(|key| !self.facts.network.refreshes.contains_key(key))
            .filter(|key| self.facts.session(key).is_complete())
            .filter(|key| expired(key) && self.facts.may_renew(key))
            .cloned()
            .collect()
    }

    /// Removes the sessions whose renewal a finding blocks, because a token of one region must not
    /// be sent to another.
    fn retain_unblocked(&self, sessions: &mut Vec<SessionKey>, before: &[CheckResult]) {
        let blocked: Vec<&Subject> = self
            .selected()
            .filter(|check| check.wants.contains(&FactKey::RenewedTokens))
            .filter_map(|check| before.iter().find(|result| result.id == check.id))
            .flat_map(|result| &result.subjects)
            .filter(|result| matches!(result.outcome, Outcome::Skipped(Skip::BlockedBy(_))))
            .map(|result| &result.subject)
            .collect();
        sessions.retain(|key| !blocked.contains(&&Subject::Session(key.clone())));
    }
}
