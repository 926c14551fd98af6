//! Determines which cause applies to a machine whose offline facts are known.

use checks::{CheckResult, Finding, Outcome, Severity, Skip, find};
use error_texts::{Category, Cause, Speaker, find_cause, squeeze_text};
use facts::{Facts, Request, SessionKey, SignInState, Subject, Why};

use crate::names::Name;
use crate::next::{Now, choose_next_step};
use crate::read::{Match, shown};
use crate::sight::{Sight, is_ruled_out, look};
use crate::trace::Trace;
use crate::unchosen::{concerns_default, uses_default};

/// The profile and the sign-in that a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The profile that it names.
    pub profile: Option<String>,
    /// The sign-in that it names, if this machine has it.
    pub session: Option<SessionKey>,
    /// What to say about the names: that this machine does not have one, or which one it is.
    pub note: Option<String>,
    /// Other names in the text, such as the source profile: a finding that contains one is about
    /// this text.
    pub names: Vec<String>,
    /// Whose settings count: the SDK or program that speaks.
    pub speaker: Option<Speaker>,
    /// Whether the text is about the sign-in itself, which "not signed in" does not answer.
    pub is_sign_in: bool,
    /// Whether the program found no credentials at all and no profile was named, so that it used
    /// `default`.
    pub finds_nothing: bool,
    /// The version of the program that is known to work ([`error_texts::Meaning::fixed`]).
    pub fixed: &'static str,
}

/// Whether a cause applies to this machine.
#[derive(Clone, Debug)]
pub enum Standing {
    /// A check found it.
    Found(&'static str, Box<Finding>),
    /// The files or the environment show it.
    Seen(Sight),
    /// Something else must be fixed first: that check and what it found.
    After(&'static str, Box<Finding>),
    /// Only AWS can tell.
    Online(&'static str),
    /// It could not be determined.
    Unknown(&'static str, String),
    /// Its checks found nothing.
    Excluded,
    /// No check looks for it.
    Told,
}

/// Name at most this many findings beside the question.
const MAX_BESIDE: usize = 2;

/// The causes of a text on this machine.
#[derive(Clone, Debug)]
pub struct Here {
    /// Each cause, in the table's order.
    pub causes: Vec<(&'static Cause, Standing)>,
    /// Another failure, if none of the causes was found.
    pub other: Option<(&'static str, Finding)>,
    /// Findings that do not stop anything and are no known cause of the text, if nothing else was
    /// found: the worst first, at most `MAX_BESIDE`.
    pub beside: Vec<(&'static str, Finding)>,
    /// What can be said about an expired sign-in that may renew itself, if a cause depends on it.
    pub sign_in: Option<String>,
    /// What to do.
    pub now: Now,
    /// What the program that speaks would use here, where nothing else explains the text.
    pub trace: Option<Trace>,
    /// The names of the text that a finding may contain.
    names: Vec<String>,
}

impl Here {
    /// The finding that explains the text: one that has a name of the text in it, then the worst,
    /// in the table's order. A warning does not explain a failure that another finding explains.
    pub fn found(&self) -> Option<(&'static str, &Finding)> {
        self.found_cause().map(|(_, check, finding)| (check, finding))
    }

    /// The cause that a check found, with that check and what it found.
    pub fn found_cause(&self) -> Option<(&'static Cause, &'static str, &Finding)> {
        let all = || {
            self.causes.iter().filter_map(|(cause, standing)| match standing {
                Standing::Found(check, finding) => Some((*cause, *check, &**finding)),
                _ => None,
            })
        };
        let of = |worst: Severity| all().find(|(.., finding)| finding.severity == worst);
        // A finding with a name of the text in it comes before a failure that may follow from it.
        let named = all()
            .take_while(|(.., finding)| finding.severity != Severity::Fail)
            .find(|(.., finding)| self.is_named(finding));
        named.or_else(|| of(Severity::Fail)).or_else(|| {
            if self.before().is_some() || self.seen().is_some() {
                return None;
            }
            of(Severity::Warn).or_else(|| of(Severity::Note))
        })
    }

    /// Adds what the program that speaks would use here: it matters where nothing was found.
    pub fn add_trace(&mut self, trace: Option<Trace>) {
        let is_explained =
            self.found().is_some() || self.before().is_some() || self.seen().is_some();
        self.trace = trace.filter(|_| !is_explained);
    }

    /// What the program lacks here, if it fails on this machine as it is.
    pub fn failing_trace(&self) -> Option<&Trace> {
        self.trace.as_ref().filter(|trace| trace.usable == Some(false))
    }

    /// Whether a finding contains a name of the text.
    pub fn is_named(&self, finding: &Finding) -> bool {
        finding.severity != Severity::Note
            && self.names.iter().any(|name| finding.what.contains(name.as_str()))
    }

    /// The first cause that the files or the environment show.
    pub fn seen(&self) -> Option<(&'static Cause, &Sight)> {
        self.causes.iter().find_map(|(cause, standing)| match standing {
            Standing::Seen(sight) => Some((*cause, sight)),
            _ => None,
        })
    }

    /// The first cause that only AWS, or a program that was not run, can tell.
    pub fn open(&self) -> Option<&'static Cause> {
        self.causes.iter().find_map(|(cause, standing)| {
            matches!(standing, Standing::Online(_) | Standing::Unknown(..)).then_some(*cause)
        })
    }

    /// Whether this machine rules out every cause but those of a program that runs elsewhere.
    pub fn is_elsewhere(&self) -> bool {
        self.causes.iter().any(|(_, standing)| matches!(standing, Standing::Excluded))
            && self.causes.iter().all(|(cause, standing)| match standing {
                Standing::Excluded => true,
                Standing::Told => matches!(cause.id, "in-container" | "elsewhere"),
                _ => false,
            })
    }

    /// What must be fixed first.
    pub fn before(&self) -> Option<(&'static str, &Finding)> {
        self.causes.iter().find_map(|(_, standing)| match standing {
            Standing::After(check, finding) => Some((*check, &**finding)),
            _ => None,
        })
    }
}

impl About {
    /// What must be collected; any profile may use the session.
    pub fn request(&self) -> Request {
        Request {
            profile: self.profile.clone(),
            all_profiles: self.profile.is_none() && self.session.is_some(),
            offline: true,
            program: None,
        }
    }
}

/// Finds the profile and the sign-in that a text names on this machine; `named` are the names
/// around the message, such as that of the command's --profile.
pub fn about(found: &Match, named: &[Name], facts: &Facts) -> About {
    let is_profile_named = named.iter().any(|(kind, _)| *kind == "profile");
    let around = || {
        let (_, name) = named.iter().find(|(kind, _)| *kind == "profile")?;
        facts.profile(name).map(|profile| profile.name.to_owned())
    };
    let profile = found.name("profile").map(str::to_owned).or_else(around);
    let mut note = profile
        .as_deref()
        .filter(|name| facts.profile(name).is_none())
        .map(|name| format!("this computer has no profile {}", shown(name)));
    let url =
        found.value("url").filter(|url| !url.contains("://")).map(|url| format!("https://{url}"));
    let named = found.value("session").map(str::to_owned).or(url);
    let session = match (named, found.value("hash")) {
        (Some(name), _) => {
            let known = known_sessions(facts).into_iter().find(|key| key.name() == name);
            if known.is_none() && note.is_none() && found.text.causes.contains(&"T01") {
                note = Some(describe_unknown_session(&name, facts));
            }
            known
        }
        (None, Some(hash)) => {
            let file = format!("{}.json", hash.to_ascii_lowercase());
            let known = known_sessions(facts).into_iter().find(|key| key.cache_name() == file);
            note = Some(match &known {
                Some(key) => format!("this is the token file of {}", shown(key.name())),
                None => "no sign-in on this computer uses this token file; it may belong to another tool, or to a session that was renamed or removed".into(),
            });
            known
        }
        (None, None) => None,
    };
    let names = ["source", "profile", "session"]
        .into_iter()
        .filter_map(|kind| found.name(kind).map(str::to_owned))
        .collect();
    About {
        profile,
        session,
        note,
        names,
        speaker: Some(found.voice.reads_as(found.speaker)),
        is_sign_in: is_about_sign_in(found),
        finds_nothing: found.text.causes.contains(&"no-choice")
            && found.value("why").is_none_or(is_end_of_chain)
            && !is_profile_named,
        fixed: found.text.fixed,
    }
}

/// Whether the reason in a text is that nothing gave credentials: the end of a chain, which is an
/// instance's metadata.
fn is_end_of_chain(why: &str) -> bool {
    let why = squeeze_text(why);
    ["imds", "ec2role", "novalid", "nocredential"].iter().any(|mark| why.contains(mark))
}

/// Whether a text is about the sign-in itself: it did not come to its end, so that no token can be
/// there.
fn is_about_sign_in(found: &Match) -> bool {
    let first = found.text.causes.first().and_then(|id| find_cause(id));
    first.is_some_and(|cause| {
        matches!(cause.category(), Category::Browser | Category::Portal) || cause.id == "L03"
    })
}

/// Every sign-in that the files name.
pub(crate) fn known_sessions(facts: &Facts) -> Vec<SessionKey> {
    let mut all: Vec<SessionKey> = facts.session_users().keys().cloned().collect();
    for name in facts.files().sessions().keys() {
        let key = SessionKey::Named(name.clone());
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

fn describe_unknown_session(name: &str, facts: &Facts) -> String {
    let all = known_sessions(facts);
    let shown_names: Vec<String> = all.iter().take(3).map(|key| shown(key.name())).collect();
    let name = shown(name);
    match (shown_names.as_slice(), all.len()) {
        ([], _) => format!("this computer has no sign-in named {name}, and no other sign-ins"),
        (names, count) if count > names.len() => format!(
            "this computer has no sign-in named {name}, only {} and {} more",
            names.join(", "),
            count - names.len()
        ),
        (names, _) => {
            format!("this computer has no sign-in named {name}, only {}", names.join(" and "))
        }
    }
}

/// Determines which of the causes applies. `facts` and `results` have the scope that `about`
/// requests; `usual` are the profiles of a run without flags.
pub fn judge(
    causes: &[&str],
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
    usual: &[String],
) -> Here {
    let causes: Vec<(&'static Cause, Standing)> = causes
        .iter()
        .filter_map(|id| find_cause(id))
        .map(|cause| (cause, judge_cause(cause, about, facts, results)))
        .collect();
    let sign_in = describe_open_sign_in(&causes, about, facts);
    let names = about.names.clone();
    let beside = Vec::new();
    let mut here =
        Here { causes, other: None, beside, sign_in, now: Now::default(), trace: None, names };
    // Fixing another problem does not fix a cause that no check looks for.
    let is_checked = here.causes.iter().any(|(_, standing)| !matches!(standing, Standing::Told));
    let is_open = here.found().is_none() && here.before().is_none() && here.seen().is_none();
    if is_checked && is_open {
        here.other = find_other_failure(about, facts, results);
        if here.other.is_none() {
            here.beside = find_beside(about, facts, results);
        }
    }
    here.now = choose_next_step(&here, about, facts, usual);
    here
}

/// The expired sign-in of which only AWS knows whether it renews itself, if it concerns the names
/// in the text and a cause depends on it.
fn describe_open_sign_in(
    causes: &[(&'static Cause, Standing)],
    about: &About,
    facts: &Facts,
) -> Option<String> {
    let depends = |standing: &Standing| matches!(standing, Standing::Online("token-valid"));
    causes.iter().find(|(_, standing)| depends(standing))?;
    let key = facts.sessions_in_scope().iter().find(|key| {
        concerns(about, facts, &Subject::Session((*key).clone()))
            && matches!(facts.sign_in_state(key), Ok(SignInState::MayRenew { .. }))
    })?;
    Some(format!(
        "the sign-in to {} has expired; only AWS can tell whether it renews itself",
        shown(key.name())
    ))
}

/// Finds the first failure of any check that concerns these names.
fn find_other_failure(
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Option<(&'static str, Finding)> {
    let tells = |result: &&CheckResult| !(about.is_sign_in && result.id.starts_with("token-"));
    results.iter().filter(tells).find_map(|result| {
        let finding = result
            .findings()
            .into_iter()
            .find(|finding| {
                finding.severity == Severity::Fail && concerns(about, facts, &finding.subject)
            })?
            .clone();
        Some((result.id, finding))
    })
}

/// Finds the warnings, then the notes, of all checks that concern these names.
fn find_beside(
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Vec<(&'static str, Finding)> {
    let all = || results.iter().flat_map(|one| one.findings().into_iter().map(|it| (one.id, it)));
    [Severity::Warn, Severity::Note]
        .into_iter()
        .flat_map(|severity| all().filter(move |(_, finding)| finding.severity == severity))
        .filter(|(_, finding)| concerns(about, facts, &finding.subject))
        .map(|(id, finding)| (id, finding.clone()))
        .take(MAX_BESIDE)
        .collect()
}

/// Whether an outcome of this subject concerns the names in the text.
fn concerns(about: &About, facts: &Facts, subject: &Subject) -> bool {
    if uses_default(about, facts) {
        return concerns_default(facts, subject);
    }
    let key_of = |name: &str| facts.profile(name).and_then(|profile| profile.session_key());
    match (subject, &about.profile, &about.session) {
        (Subject::Machine | Subject::File(_), ..) | (_, None, None) => true,
        // The scope of the run is that profile and what it depends on.
        (Subject::Profile(name), Some(_), _) => facts.in_scope(name),
        (Subject::Session(key), Some(_), _) => facts.session_in_scope(key),
        (Subject::Profile(name), None, Some(key)) => key_of(name).as_ref() == Some(key),
        (Subject::Session(session), None, Some(key)) => session == key,
    }
}

fn judge_cause(
    cause: &'static Cause,
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Standing {
    let mut best = if !cause.checks.is_empty() || is_ruled_out(cause, about, facts) {
        Standing::Excluded
    } else {
        look(cause, about, facts).map_or(Standing::Told, Standing::Seen)
    };
    for id in cause.checks {
        let new = match results.iter().find(|result| result.id == *id) {
            Some(result) => judge_by_check(result, finding_codes(cause, id), about, facts, results),
            None => Standing::Unknown(id, Why::NotAsked.to_string()),
        };
        if rank(&new) > rank(&best) {
            best = new;
        }
    }
    best
}

/// How much it says: higher means more.
fn rank(standing: &Standing) -> u8 {
    match standing {
        Standing::Found(_, finding) => match finding.severity {
            Severity::Fail => 8,
            Severity::Warn => 7,
            Severity::Note => 6,
        },
        Standing::Seen(_) => 5,
        Standing::After(..) => 4,
        Standing::Unknown(..) => 3,
        Standing::Online(_) => 2,
        Standing::Excluded => 1,
        Standing::Told => 0,
    }
}

/// Which findings of a check are this cause; empty for all of them.
fn finding_codes(cause: &Cause, check: &str) -> &'static [&'static str] {
    if cause.checks.first() == Some(&check) { cause.findings } else { &[] }
}

fn judge_by_check(
    result: &CheckResult,
    codes: &[&str],
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Standing {
    let id = result.id;
    let mut best = match result.skipped {
        Some(skip) => judge_skip(skip, id, about, facts, results),
        None => Standing::Excluded,
    };
    for one in &result.subjects {
        if !concerns(about, facts, &one.subject) {
            continue;
        }
        let new = match &one.outcome {
            Outcome::Found(findings) => findings
                .iter()
                .filter(|finding| codes.is_empty() || codes.contains(&finding.code))
                .max_by_key(|finding| finding.severity)
                .map_or(Standing::Excluded, |finding| {
                    Standing::Found(id, Box::new(finding.clone()))
                }),
            Outcome::Unknown(why) => Standing::Unknown(id, shown(&why.to_string())),
            Outcome::Skipped(skip) => judge_skip(*skip, id, about, facts, results),
            Outcome::Passed(_) => Standing::Excluded,
        };
        if rank(&new) > rank(&best) {
            best = new;
        }
    }
    best
}

fn judge_skip(
    skip: Skip,
    id: &'static str,
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Standing {
    match skip {
        Skip::Offline => Standing::Online(id),
        // The text says that the sign-in failed, so the missing token is its consequence.
        Skip::BlockedBy(root) if about.is_sign_in && root.starts_with("token-") => {
            Standing::Online(id)
        }
        Skip::BlockedBy(root) => {
            let result = results.iter().find(|result| result.id == root);
            let findings = result.map_or_else(Vec::new, CheckResult::findings);
            // Other sessions and profiles may have the same problem.
            let own = findings.iter().find(|finding| concerns(about, facts, &finding.subject));
            if own.is_none() && uses_default(about, facts) {
                return Standing::Unknown(id, Why::NotAsked.to_string());
            }
            own.or(findings.first()).map_or(Standing::Excluded, |finding| {
                Standing::After(root, Box::new((*finding).clone()))
            })
        }
        // A check that asks AWS and had nothing to ask rules nothing out.
        Skip::NotApplicable if asks_aws(id) => Standing::Online(id),
        Skip::NotApplicable | Skip::ByRequest | Skip::Sampled => Standing::Excluded,
    }
}

fn asks_aws(id: &str) -> bool {
    find(id).is_some_and(|check| check.wants.iter().any(|want| want.needs_network()))
}
