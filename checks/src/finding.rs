//! What a check can say: an outcome, and findings in it.

use facts::{Facts, Place, Subject, Why};
use serde::{Deserialize, Serialize};

use crate::Remedy;

/// What came of examining one subject.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// All is well; the detail is what was seen (`2.36.7`).
    Passed(String),
    /// Something was found.
    Found(Vec<Finding>),
    /// It was not examined.
    Skipped(Skip),
    /// It could not be found out.
    Unknown(Why),
}

/// One finding.
impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Found(vec![finding])
    }
}

/// Why something was not examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// There is nothing of the kind here.
    NotApplicable,
    /// It would only repeat what this check found.
    BlockedBy(&'static str),
    /// It needs the network, and the run is offline.
    Offline,
    /// `--only` or `--skip`.
    ByRequest,
    /// More than five profiles are in scope, and another one of the same session was asked about;
    /// `--all-profiles` asks about all (CATALOGUE, *Which profile*).
    Sampled,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Works today, will bite.
    Warn,
    /// Sign-in or a call will not work, or will work as somebody else.
    Fail,
}

impl Severity {
    /// Its name in the JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// Makes a sentence safe to print, whatever it quotes: one line, no control characters, secrets
/// masked. Every text of a finding goes through it, so no check can forget to.
pub(crate) fn safe_text(text: impl Into<String>) -> String {
    let text = text.into();
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let text = if is_plain { text } else { facts::clean(&text).replace(['\n', '\t'], " ") };
    facts::mask_secrets_in(text)
}

/// What a fault does to its subject. The engine makes a severity of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Sign-in or a call does not work, or works as somebody else: a failure where this run is about
    /// the subject, a warning elsewhere. It blocks the checks that would only repeat it.
    Stops,
    /// It works today and will stop: a warning.
    WillBite,
    /// Worth knowing: a note.
    WorthKnowing,
}

/// A place with the label shown under the underlined text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where.
    pub place: Place,
    /// What is said there.
    pub label: String,
    /// Whether the fault itself is here; else it explains the fault.
    pub primary: bool,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of finding, stable within its check.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// A few words for the overview (`my-sciencecloud-sso is not defined`).
    pub brief: String,
    /// What is the case: one sentence.
    pub what: String,
    /// Why it matters: what would happen, which tools differ.
    pub why: String,
    /// What the AWS CLI or an SDK says to this, to the letter.
    pub says: Option<String>,
    /// The one thing to do.
    pub next: String,
    /// The lines, the first of them the place of the fault.
    pub evidence: Vec<Evidence>,
    /// What can be done, the best first. They are alternatives.
    pub remedies: Vec<Remedy>,
    /// The answer that leaves it as it is, where "Skip" does not say it well.
    pub leave: Option<&'static str>,
    /// Whether it stops its subject, also where that is only a warning because this run is about
    /// other profiles: it then blocks the checks that would only repeat it.
    pub stops: bool,
    /// The severity where this run is not about the subject.
    elsewhere: Severity,
    /// The subject, where it is not the one that was examined.
    other_subject: Option<Subject>,
}

impl Finding {
    /// A fault that stops its subject: a failure in scope, a warning elsewhere. `brief` is a few
    /// words for the overview.
    pub fn stops(code: &'static str, brief: impl Into<String>) -> Self {
        Self::with_effect(Effect::Stops, code, brief)
    }

    /// A fault that will stop its subject one day: a warning.
    pub fn will_bite(code: &'static str, brief: impl Into<String>) -> Self {
        Self::with_effect(Effect::WillBite, code, brief)
    }

    /// Something worth knowing: a note.
    pub fn worth_knowing(code: &'static str, brief: impl Into<String>) -> Self {
        Self::with_effect(Effect::WorthKnowing, code, brief)
    }

    /// A finding whose effect was worked out.
    pub fn with_effect(effect: Effect, code: &'static str, brief: impl Into<String>) -> Self {
        let (severity, elsewhere) = match effect {
            Effect::Stops => (Severity::Fail, Severity::Warn),
            Effect::WillBite => (Severity::Warn, Severity::Warn),
            Effect::WorthKnowing => (Severity::Note, Severity::Note),
        };
        Self {
            code,
            severity,
            subject: Subject::Machine,
            brief: safe_text(brief),
            what: String::new(),
            why: String::new(),
            says: None,
            next: String::new(),
            evidence: Vec::new(),
            remedies: Vec::new(),
            leave: None,
            stops: effect == Effect::Stops,
            elsewhere,
            other_subject: None,
        }
    }

    /// Sets the severity, whatever this run is about: for the few checks whose rule is richer than
    /// an effect.
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

    /// Says that it is about another subject than the one that was examined: a check that reads a
    /// file once finds the faults of many profiles in it.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.other_subject = Some(subject);
        self
    }

    /// Gives the finding its subject and its severity. Only the engine knows both.
    pub(crate) fn settle(&mut self, facts: &Facts, examined: &Subject) {
        self.subject = self.other_subject.take().unwrap_or_else(|| examined.clone());
        if !self.subject.is_in_scope(facts) {
            self.severity = self.elsewhere;
        }
    }

    /// Says what is wrong: one sentence.
    #[must_use]
    pub fn what(mut self, what: impl Into<String>) -> Self {
        self.what = safe_text(what);
        self
    }

    /// The old constructor, until every check says its effect.
    pub fn new(
        code: &'static str,
        severity: Severity,
        subject: &Subject,
        brief: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self::with_effect(Effect::WillBite, code, brief)
            .severity(severity)
            .about(subject.clone())
            .what(what)
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = safe_text(why);
        self
    }

    /// Quotes what an AWS tool says to this.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.says = Some(safe_text(text));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = safe_text(next);
        self
    }

    /// Shows the place of the fault, where there is one.
    #[must_use]
    pub fn at(self, place: impl Into<Option<Place>>, label: impl Into<String>) -> Self {
        self.with_evidence(place.into(), label, true)
    }

    /// Shows a place that explains it, where there is one.
    #[must_use]
    pub fn beside(self, place: impl Into<Option<Place>>, label: impl Into<String>) -> Self {
        self.with_evidence(place.into(), label, false)
    }

    fn with_evidence(
        mut self,
        place: Option<Place>,
        label: impl Into<String>,
        primary: bool,
    ) -> Self {
        if let Some(place) = place {
            self.evidence.push(Evidence { place, label: safe_text(label), primary });
        }
        self
    }

    /// Offers a remedy, after those offered before.
    #[must_use]
    pub fn offer(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }

    /// Names the answer that leaves it as it is.
    #[must_use]
    pub const fn leave(mut self, label: &'static str) -> Self {
        self.leave = Some(label);
        self
    }

    /// Says that it stops what it is about, however much this run is about that.
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
