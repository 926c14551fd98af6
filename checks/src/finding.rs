//! What a check can report: an outcome with findings.

use std::path::Path;

use facts::{Facts, Place, Subject, Why};
use serde::{Deserialize, Serialize};

use crate::{Applicability, Remedy, SafeText};

/// The program whose messages most findings quote.
const THE_AWS_CLI: &str = "The AWS CLI";

/// The result of checking one subject.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// No problem; the detail is the value that was found (`2.36.7`).
    Passed(String),
    /// Problems were found.
    Found(Vec<Finding>),
    /// It was not checked.
    Skipped(Skip),
    /// The result could not be determined.
    Unknown(Why),
}

/// One finding.
impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Found(vec![finding])
    }
}

/// Why something was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Not applicable here.
    NotApplicable,
    /// It would only repeat what this check found.
    BlockedBy(&'static str),
    /// It needs the network, and the run is offline.
    Offline,
    /// Excluded by `--only` or `--skip`.
    ByRequest,
    /// More than five profiles are in scope, and another one of the same session was checked;
    /// `--all-profiles` checks all (CATALOGUE, *Which profile*).
    Sampled,
}

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works today, but will fail one day.
    Warn,
    /// Sign-in or a call does not work, or uses another identity.
    Fail,
}

impl Severity {
    /// A failure if `fails`, otherwise a warning.
    pub(crate) const fn fail_if(fails: bool) -> Self {
        if fails { Self::Fail } else { Self::Warn }
    }

    /// Its name in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What a fault does to its subject; the engine derives the severity from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Sign-in or a call does not work, or uses another identity: a failure if this run is about
    /// the subject, otherwise a warning. It blocks the checks that would only repeat it.
    Stops,
    /// It works today but will stop working: a warning.
    WillBite,
    /// Worth knowing: a note.
    WorthKnowing,
}

/// A place with the label shown under the underlined text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where.
    pub place: Place,
    /// The label.
    pub label: SafeText,
    /// Whether the fault itself is here; otherwise the place explains the fault.
    pub primary: bool,
}

/// A problem that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of finding, stable within its check.
    pub code: &'static str,
    /// How severe it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// A few words for the overview (`my-sciencecloud-sso is not defined`).
    pub brief: SafeText,
    /// The problem in one sentence.
    pub what: SafeText,
    /// Why it matters: what would happen, and which tools differ.
    pub why: SafeText,
    /// The exact message of the AWS CLI or an SDK.
    pub says: Option<SafeText>,
    /// The program that prints the message.
    pub says_from: &'static str,
    /// The one thing to do.
    pub next: SafeText,
    /// The places in the files, starting with the fault itself.
    pub evidence: Vec<Evidence>,
    /// The possible fixes, best first. They are alternatives.
    pub remedies: Vec<Remedy>,
    /// The answer that changes nothing, if "Skip" does not describe it well.
    pub leave: Option<&'static str>,
    /// Whether it stops its subject, even if it is only a warning because this run is about other
    /// profiles: it then blocks the checks that would only repeat it.
    pub stops: bool,
    /// The other subjects that it stops.
    pub(crate) also_stops: Vec<Subject>,
    /// Whether it is told instead of what other checks find in its lines.
    pub(crate) instead_of_others: bool,
    /// The severity where this run is not about the subject.
    elsewhere: Severity,
    /// The subject, if it is not the one that was checked.
    other_subject: Option<Subject>,
}

impl Finding {
    /// A fault that stops its subject: a failure in scope, a warning elsewhere. `brief` is a few
    /// words for the overview.
    pub fn stops(code: &'static str, brief: impl AsRef<str> + Into<String>) -> Self {
        Self::with_effect(Effect::Stops, code, brief)
    }

    /// A fault that will stop its subject one day: a warning.
    pub fn will_bite(code: &'static str, brief: impl AsRef<str> + Into<String>) -> Self {
        Self::with_effect(Effect::WillBite, code, brief)
    }

    /// Something worth knowing: a note.
    pub fn worth_knowing(code: &'static str, brief: impl AsRef<str> + Into<String>) -> Self {
        Self::with_effect(Effect::WorthKnowing, code, brief)
    }

    /// A finding whose effect is computed.
    pub fn with_effect(
        effect: Effect,
        code: &'static str,
        brief: impl AsRef<str> + Into<String>,
    ) -> Self {
        let (severity, elsewhere) = match effect {
            Effect::Stops => (Severity::Fail, Severity::Warn),
            Effect::WillBite => (Severity::Warn, Severity::Warn),
            Effect::WorthKnowing => (Severity::Note, Severity::Note),
        };
        Self {
            code,
            severity,
            subject: Subject::Machine,
            brief: SafeText::new(brief),
            what: SafeText::default(),
            why: SafeText::default(),
            says: None,
            says_from: THE_AWS_CLI,
            next: SafeText::default(),
            evidence: Vec::new(),
            remedies: Vec::new(),
            leave: None,
            stops: effect == Effect::Stops,
            also_stops: Vec::new(),
            instead_of_others: false,
            elsewhere,
            other_subject: None,
        }
    }

    /// Sets the severity, whatever this run is about, for the few checks whose rule is more
    /// complex than an effect.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self.elsewhere = severity;
        self.stops = self.stops || matches!(severity, Severity::Fail);
        self
    }

    /// Sets the severity where this run is not about the subject.
    #[must_use]
    pub const fn elsewhere(mut self, severity: Severity) -> Self {
        self.elsewhere = severity;
        self
    }

    /// Says that it is about another subject than the checked one: a check that reads a file once
    /// finds the faults of many profiles in it.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.other_subject = Some(subject);
        self
    }

    /// Says that it stops these subjects: checks that require this one skip them.
    #[must_use]
    pub fn stopping_also(mut self, subjects: Vec<Subject>) -> Self {
        self.also_stops = subjects;
        self
    }

    /// Says that it explains everything that checks which require this one find in its lines.
    #[must_use]
    pub const fn instead_of_others(mut self) -> Self {
        self.instead_of_others = true;
        self
    }

    /// Whether this finding explains the other one: all places of the other are in its lines.
    pub(crate) fn explains(&self, other: &Self) -> bool {
        fn lines(finding: &Finding) -> Vec<(&Path, usize)> {
            let primary = finding.evidence.iter().filter(|evidence| evidence.primary);
            primary.map(|evidence| (&*evidence.place.path, evidence.place.location.line)).collect()
        }
        let (mine, others) = (lines(self), lines(other));
        self.instead_of_others
            && !others.is_empty()
            && others.iter().all(|line| mine.contains(line))
    }

    /// Gives the finding its subject and its severity. Only the engine knows both.
    pub(crate) fn settle(&mut self, facts: &Facts, examined: &Subject) {
        self.subject = self.other_subject.take().unwrap_or_else(|| examined.clone());
        if !self.subject.is_in_scope(facts) {
            self.severity = self.elsewhere;
        }
        // Nothing is done unasked for a mere note (docs/judgement.md, *Safe or ask*).
        if self.severity == Severity::Note {
            for remedy in &mut self.remedies {
                remedy.applicability = remedy.applicability.max(Applicability::Ask);
            }
        }
    }

    /// Says what is wrong: one sentence.
    #[must_use]
    pub fn what(mut self, what: impl AsRef<str> + Into<String>) -> Self {
        self.what = SafeText::new(what);
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, why: impl AsRef<str> + Into<String>) -> Self {
        self.why = SafeText::new(why);
        self
    }

    /// Quotes what the AWS CLI prints for this.
    #[must_use]
    pub fn says(self, text: impl AsRef<str> + Into<String>) -> Self {
        self.says_from(THE_AWS_CLI, text)
    }

    /// Quotes what another program prints for this (`The Rust SDK`).
    #[must_use]
    pub fn says_from(
        mut self,
        program: &'static str,
        text: impl AsRef<str> + Into<String>,
    ) -> Self {
        self.says = Some(SafeText::new(text));
        self.says_from = program;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn next(mut self, next: impl AsRef<str> + Into<String>) -> Self {
        self.next = SafeText::new(next);
        self
    }

    /// Shows the place of the fault, if there is one.
    #[must_use]
    pub fn at(
        self,
        place: impl Into<Option<Place>>,
        label: impl AsRef<str> + Into<String>,
    ) -> Self {
        self.with_evidence(place.into(), label, true)
    }

    /// Shows a place that explains the fault, if there is one.
    #[must_use]
    pub fn beside(
        self,
        place: impl Into<Option<Place>>,
        label: impl AsRef<str> + Into<String>,
    ) -> Self {
        self.with_evidence(place.into(), label, false)
    }

    fn with_evidence(
        mut self,
        place: Option<Place>,
        label: impl AsRef<str> + Into<String>,
        primary: bool,
    ) -> Self {
        if let Some(place) = place {
            make_room_for_one(&mut self.evidence);
            self.evidence.push(Evidence { place, label: SafeText::new(label), primary });
        }
        self
    }

    /// Offers a remedy, after those already offered.
    #[must_use]
    pub fn offer(mut self, remedy: Remedy) -> Self {
        make_room_for_one(&mut self.remedies);
        self.remedies.push(remedy);
        self
    }

    /// Names the answer that changes nothing.
    #[must_use]
    pub const fn leave(mut self, label: &'static str) -> Self {
        self.leave = Some(label);
        self
    }

    /// Says that it stops its subject, whether or not this run is about that.
    #[must_use]
    pub const fn stopping(mut self, stops: bool) -> Self {
        self.stops = stops || matches!(self.severity, Severity::Fail);
        self
    }

    /// The place of the fault.
    pub fn place(&self) -> Option<&Place> {
        self.evidence
            .iter()
            .find(|evidence| evidence.primary)
            .or(self.evidence.first())
            .map(|evidence| &evidence.place)
    }
}

/// Most findings have one place and one remedy; a list that grows by itself begins with room for four.
fn make_room_for_one<T>(list: &mut Vec<T>) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
}
