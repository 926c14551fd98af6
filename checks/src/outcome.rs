//! What a check can say.

use std::path::PathBuf;

use aws_files::{FileKind, Location};
use facts::{Facts, Subject, Why};
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

/// What a finding says may quote a value, and a secret may have got into any value.
fn shown(text: impl Into<String>) -> String {
    facts::mask_secrets(&text.into())
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, absolute.
    pub path: PathBuf,
    /// Line and columns.
    pub location: Location,
}

impl Place {
    /// A place in one of the AWS files.
    pub fn of(facts: &Facts, file: FileKind, location: Location) -> Self {
        Self { path: facts.files().path(file).to_path_buf(), location }
    }
}

/// A place with what is to be said about it under the underlined text.
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
    /// Whether it stops what it is about, also where it is no failure because this run is about
    /// other profiles: then it blocks what would repeat it all the same.
    pub stops: bool,
}

impl Finding {
    /// A finding with the words of the overview and its sentence.
    pub fn new(
        code: &'static str,
        severity: Severity,
        subject: &Subject,
        brief: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            subject: subject.clone(),
            brief: shown(brief),
            what: shown(what),
            why: String::new(),
            says: None,
            next: String::new(),
            evidence: Vec::new(),
            remedies: Vec::new(),
            leave: None,
            stops: severity == Severity::Fail,
        }
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = shown(why);
        self
    }

    /// Quotes what an AWS tool says to this.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.says = Some(shown(text));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = shown(next);
        self
    }

    /// Shows the place of the fault.
    #[must_use]
    pub fn at(mut self, place: Place, label: impl Into<String>) -> Self {
        self.evidence.push(Evidence { place, label: shown(label), primary: true });
        self
    }

    /// Shows a place that explains it.
    #[must_use]
    pub fn beside(mut self, place: Place, label: impl Into<String>) -> Self {
        self.evidence.push(Evidence { place, label: shown(label), primary: false });
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
