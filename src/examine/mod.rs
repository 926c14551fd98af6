//! Runs the checks: first collects the offline facts, then the costly facts that unblocked checks
//! need, and then runs every selected check. Checking again after a fix collects only what the fix
//! changed, and what may now differ in AWS.

mod costly_facts;
mod questions;
mod summary;

use std::time::{Duration, Instant};

use checks::{Check, CheckResult, FactKey, Finding, registry, run_all};
use facts::{Facts, Probe, Request};

pub(crate) use self::summary::{Summary, Verdict};
use crate::app::App;
use crate::error::CommandError;
use crate::terminal::progress::Progress;

/// Which checks run, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// `--only`: run only these checks.
    pub(crate) only: Option<Vec<&'static str>>,
    /// `--skip`: leave these checks out.
    pub(crate) skip: Vec<&'static str>,
    /// `--timeout`: the time limit of the whole run.
    pub(crate) timeout: Option<Duration>,
    /// Whether an expired token may be renewed, as any AWS command would do.
    pub(crate) may_refresh: bool,
}

/// The checks that want this fact.
pub(crate) fn checks_of(key: FactKey) -> impl Iterator<Item = &'static Check> {
    registry().iter().copied().filter(move |check| check.wants.contains(&key))
}

impl Options {
    /// Every check but those that want this fact.
    pub(crate) fn without(key: FactKey) -> Self {
        Self { skip: checks_of(key).map(|check| check.id).collect(), ..Self::default() }
    }

    fn selects(&self, check: &Check) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&check.id))
            && !self.skip.contains(&check.id)
    }

    /// Whether a selected check asks AWS.
    fn asks_aws(&self, request: &Request) -> bool {
        let asks = |check: &Check| check.wants.iter().any(|want| want.needs_network());
        !request.offline && registry().iter().any(|check| self.selects(check) && asks(check))
    }
}

/// What a fix changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// The AWS files.
    Files,
    /// Tokens.
    Tokens,
}

/// Whether the costly facts are collected for the first time in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    First,
    Again,
}

/// One run of the checks over one machine.
pub(crate) struct Examination {
    /// The collected facts.
    pub(crate) facts: Facts,
    /// The results in the registry's order.
    pub(crate) results: Vec<CheckResult>,
    /// The number of profiles whose identity was not requested, because too many are in scope.
    pub(crate) not_asked: usize,
    /// The number of profiles whose role was not compared with the assignments, because they use
    /// too many accounts.
    pub(crate) not_compared: usize,
    options: Options,
    deadline: Option<Instant>,
}

impl Examination {
    /// Checks the machine.
    ///
    /// # Errors
    /// The operating system provides no threads for the network; interrupted.
    pub(crate) fn new(app: &App, request: Request, options: Options) -> Result<Self, CommandError> {
        let deadline = options.timeout.map(|timeout| Instant::now() + timeout);
        let asks_aws = options.asks_aws(&request);
        if asks_aws {
            machine::read_authorities_ahead();
        }
        // If AWS is asked, the search begins when the first requests have been sent.
        let wants_programs = checks_of(FactKey::Programs).any(|check| options.selects(check));
        let programs =
            (wants_programs && !asks_aws).then(|| collect::begin_program_search(&app.system));
        let facts = collect::offline_facts(&app.system, request, app.preset.clone());
        let mut examination =
            Self { facts, results: Vec::new(), not_asked: 0, not_compared: 0, options, deadline };
        let _progress = Progress::spinner(&app.printer, "checking");
        examination.collect_costly(app, Round::First)?;
        if let Some(programs) = programs {
            examination.facts.programs = programs.finish();
        }
        examination.results = examination.run_checks();
        Ok(examination)
    }

    /// Checks a test machine, and collects nothing.
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
        examination.results = examination.run_checks();
        examination
    }

    /// Checks again after a fix, and collects only what it changed.
    ///
    /// # Errors
    /// The operating system provides no threads for the network; interrupted.
    pub(crate) fn check_again(
        &mut self,
        app: &App,
        touched: &[Touched],
    ) -> Result<(), CommandError> {
        self.facts.now = app.system.now();
        if touched.contains(&Touched::Files) {
            collect::collect_files_again(&app.system, &mut self.facts);
        }
        collect::collect_tokens_again(&app.system, &mut self.facts);
        if touched.contains(&Touched::Tokens) {
            self.facts.network.refreshes.clear();
        }
        // A changed file or token can change any identity, and a call that timed out gets another
        // chance.
        let network = &mut self.facts.network;
        network.identities.clear();
        network.cached_roles.clear();
        network.accepted.clear();
        network.roles.clear();
        network.accounts.clear();
        // A closed connection may be open now; an open one counts as open for this run.
        network.probes.retain(|_, probe| probe.as_ref().is_ok_and(Probe::is_open));
        network.names_resolve = None;
        network.clock = None;
        self.deadline = self.options.timeout.map(|timeout| Instant::now() + timeout);
        let _progress = Progress::spinner(&app.printer, "checking again");
        self.collect_costly(app, Round::Again)?;
        self.results = self.run_checks();
        Ok(())
    }

    /// The same without what start-up files contain, for a public report; `None` if there is
    /// nothing to leave out.
    pub(crate) fn without_start_up_files(&self) -> Option<Self> {
        let is_silent = self.facts.surroundings.start_up.as_ref().is_ok_and(Vec::is_empty);
        if is_silent {
            return None;
        }
        let mut facts = self.facts.clone();
        facts.surroundings.start_up = Ok(Vec::new());
        let mut examination =
            Self { facts, results: Vec::new(), options: self.options.clone(), ..*self };
        examination.results = examination.run_checks();
        Some(examination)
    }

    fn selected(&self) -> impl Iterator<Item = &'static Check> {
        registry().iter().copied().filter(|check| self.options.selects(check))
    }

    fn is_wanted(&self, key: FactKey) -> bool {
        self.selected().any(|check| check.wants.contains(&key))
    }

    /// Runs every selected check over the facts.
    fn run_checks(&self) -> Vec<CheckResult> {
        run_all(&self.facts, |check| self.options.selects(check))
    }

    /// The result of the first selected check that needs this fact.
    pub(crate) fn result_about(&self, key: FactKey) -> Option<&CheckResult> {
        let check = self.selected().find(|check| check.wants.contains(&key))?;
        self.results.iter().find(|result| result.id == check.id)
    }

    /// Every finding with the identifier of its check, causes before consequences.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&'static str, &Finding)> {
        self.results
            .iter()
            .flat_map(|result| result.findings().into_iter().map(|finding| (result.id, finding)))
    }
}
