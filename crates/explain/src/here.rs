//! Which cause it is on a machine whose offline facts are known.

use checks::{Applicability, CheckResult, Finding, Outcome, Severity, Skip, find};
use facts::{Facts, Request, SessionKey, Subject, Why};

use crate::read::{Match, shown};
use crate::table::cause;
use crate::text::{Cause, Run};

/// Whom a text is about, as far as it says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The profile that it names.
    pub profile: Option<String>,
    /// The sign-in that it names, where this machine knows it.
    pub session: Option<SessionKey>,
    /// What there is to say about the names: the machine knows no such one, or which one it is.
    pub note: Option<String>,
}

/// How a cause stands on this machine.
#[derive(Clone, Debug)]
pub enum Standing {
    /// A check found it.
    Found(&'static str, Box<Finding>),
    /// Something else has to be put right first: that check and what it found.
    After(&'static str, Box<Finding>),
    /// It is seen only by asking AWS.
    Online(&'static str),
    /// It could not be found out.
    Unknown(&'static str, String),
    /// Its checks found nothing.
    Excluded,
    /// No check looks for it.
    Told,
}

/// The causes of a text on this machine.
#[derive(Clone, Debug)]
pub struct Here {
    /// Each cause, in the table's order.
    pub causes: Vec<(&'static Cause, Standing)>,
    /// Another failure, where none of the causes was found.
    pub other: Option<(&'static str, Finding)>,
    /// What to do.
    pub now: Now,
}

/// What to do: words, a command, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The words.
    pub words: String,
    /// The command.
    pub command: Vec<String>,
}

impl Here {
    /// The finding that stands for the text: the worst, in the table's order. What only warns does
    /// not explain a failure that something else explains.
    pub fn found(&self) -> Option<(&'static str, &Finding)> {
        let of = |worst: Severity| {
            self.causes.iter().find_map(|(_, standing)| match standing {
                Standing::Found(check, finding) if finding.severity == worst => {
                    Some((*check, &**finding))
                }
                _ => None,
            })
        };
        of(Severity::Fail).or_else(|| match self.before() {
            Some(_) => None,
            None => of(Severity::Warn).or_else(|| of(Severity::Note)),
        })
    }

    /// The first cause that only AWS, or a program that was not run, can tell.
    pub fn open(&self) -> Option<&'static Cause> {
        self.causes.iter().find_map(|(cause, standing)| {
            matches!(standing, Standing::Online(_) | Standing::Unknown(..)).then_some(*cause)
        })
    }

    /// What has to be put right before.
    pub fn before(&self) -> Option<(&'static str, &Finding)> {
        self.causes.iter().find_map(|(_, standing)| match standing {
            Standing::After(check, finding) => Some((*check, &**finding)),
            _ => None,
        })
    }
}

impl About {
    /// What of the machine has to be looked at. A session's profiles may be any.
    pub fn request(&self) -> Request {
        Request {
            profile: self.profile.clone(),
            all_profiles: self.profile.is_none() && self.session.is_some(),
            offline: true,
        }
    }
}

/// Whom a text is about on this machine.
pub fn about(found: &Match, facts: &Facts) -> About {
    let profile = found.value("profile").map(str::to_owned);
    let mut note = profile
        .as_deref()
        .filter(|name| facts.profile(name).is_none())
        .map(|name| format!("this machine has no profile {}", shown(name)));
    let url =
        found.value("url").filter(|url| !url.contains("://")).map(|url| format!("https://{url}"));
    let named = found.value("session").map(str::to_owned).or(url);
    let session = match (named, found.value("hash")) {
        (Some(name), _) => {
            let known = sessions(facts).into_iter().find(|key| key.name() == name);
            if known.is_none() && note.is_none() && found.text.causes.contains(&"T01") {
                note = Some(unknown_session(&name, facts));
            }
            known
        }
        (None, Some(hash)) => {
            let file = format!("{}.json", hash.to_ascii_lowercase());
            let known = sessions(facts).into_iter().find(|key| key.cache_name() == file);
            note = Some(match &known {
                Some(key) => format!("it is the token of {}", shown(key.name())),
                None => "no sign-in of this machine keeps its token under this name: it is another tool's, or that of a session that was renamed or removed".into(),
            });
            known
        }
        (None, None) => None,
    };
    About { profile, session, note }
}

/// Every sign-in that the files name.
fn sessions(facts: &Facts) -> Vec<SessionKey> {
    let mut all: Vec<SessionKey> = facts.session_users().keys().cloned().collect();
    for name in facts.files().sessions().keys() {
        let key = SessionKey::Named(name.clone());
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

fn unknown_session(name: &str, facts: &Facts) -> String {
    let all = sessions(facts);
    let shown_names: Vec<String> = all.iter().take(3).map(|key| shown(key.name())).collect();
    let name = shown(name);
    match (shown_names.as_slice(), all.len()) {
        ([], _) => format!("this machine has no sign-in named {name}, nor any other"),
        (names, count) if count > names.len() => format!(
            "this machine has no sign-in named {name} (any more), but {} and {} more",
            names.join(", "),
            count - names.len()
        ),
        (names, _) => format!(
            "this machine has no sign-in named {name} (any more), but {}",
            names.join(" and ")
        ),
    }
}

/// Which of the causes it is. `facts` and `results` are of the scope that `about` asks for; `usual`
/// are the profiles that a run without flags is about.
pub fn judge(
    causes: &[&str],
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
    usual: &[String],
) -> Here {
    let causes: Vec<(&'static Cause, Standing)> = causes
        .iter()
        .filter_map(|id| cause(id))
        .map(|cause| (cause, standing(cause, about, facts, results)))
        .collect();
    let mut here = Here { causes, other: None, now: Now::default() };
    // What no check looks for is not put right by putting something else right.
    let looked = here.causes.iter().any(|(_, standing)| !matches!(standing, Standing::Told));
    if looked && here.found().is_none() && here.before().is_none() {
        here.other = failure(about, facts, results);
    }
    here.now = now(&here, about, facts, usual);
    here
}

/// The first failure of all that concerns these names.
fn failure(
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Option<(&'static str, Finding)> {
    results.iter().find_map(|result| {
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

/// Whether an outcome of this subject says something about the names in the text.
fn concerns(about: &About, facts: &Facts, subject: &Subject) -> bool {
    let key_of = |name: &str| facts.profile(name).and_then(|profile| profile.session_key());
    match (subject, &about.profile, &about.session) {
        (Subject::Machine | Subject::File(_), ..) | (_, None, None) => true,
        // The scope of the run is that profile, with what it depends on.
        (Subject::Profile(name), Some(_), _) => facts.in_scope(name),
        (Subject::Session(key), Some(_), _) => facts.session_in_scope(key),
        (Subject::Profile(name), None, Some(key)) => key_of(name).as_ref() == Some(key),
        (Subject::Session(session), None, Some(key)) => session == key,
    }
}

fn standing(
    cause: &'static Cause,
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Standing {
    let mut best = if cause.checks.is_empty() { Standing::Told } else { Standing::Excluded };
    for id in cause.checks {
        let new = match results.iter().find(|result| result.id == *id) {
            Some(result) => of_check(result, codes(cause, id), about, facts, results),
            None => Standing::Unknown(id, Why::NotAsked.to_string()),
        };
        if weight(&new) > weight(&best) {
            best = new;
        }
    }
    best
}

/// The more it says, the more it weighs.
fn weight(standing: &Standing) -> u8 {
    match standing {
        Standing::Found(_, finding) => match finding.severity {
            Severity::Fail => 7,
            Severity::Warn => 6,
            Severity::Note => 5,
        },
        Standing::After(..) => 4,
        Standing::Unknown(..) => 3,
        Standing::Online(_) => 2,
        Standing::Excluded => 1,
        Standing::Told => 0,
    }
}

/// Which findings of its first check are this cause, where the check also finds what is another
/// one: a text that speaks of Git Bash is not explained by a container. No code: all of them.
pub const FINDINGS: &[(&str, &[&str])] = &[
    ("E05", &["half-a-pair"]),
    ("E07", &["empty"]),
    ("E08", &["two-names"]),
    ("E12", &["fips"]),
    ("E13", &["dual-stack-code"]),
    ("E21", &["mintty"]),
    ("R04", &["account-shape"]),
    ("S04", &["no-session-token"]),
    ("S05", &["half-a-pair"]),
    ("T13", &["other-tool"]),
];

fn codes(cause: &Cause, check: &str) -> &'static [&'static str] {
    if cause.checks.first() != Some(&check) {
        return &[];
    }
    FINDINGS.iter().find(|(id, _)| *id == cause.id).map_or(&[], |(_, codes)| codes)
}

fn of_check(
    result: &CheckResult,
    codes: &[&str],
    about: &About,
    facts: &Facts,
    results: &[CheckResult],
) -> Standing {
    let id = result.id;
    let mut best = match result.skipped {
        Some(skip) => skipped(skip, id, results),
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
            Outcome::Skipped(skip) => skipped(*skip, id, results),
            Outcome::Passed(_) => Standing::Excluded,
        };
        if weight(&new) > weight(&best) {
            best = new;
        }
    }
    best
}

fn skipped(skip: Skip, id: &'static str, results: &[CheckResult]) -> Standing {
    match skip {
        Skip::Offline => Standing::Online(id),
        Skip::BlockedBy(root) => results
            .iter()
            .find(|result| result.id == root)
            .and_then(|result| result.findings().first().map(|finding| (*finding).clone()))
            .map_or(Standing::Excluded, |finding| Standing::After(root, Box::new(finding))),
        // What asks AWS and found nothing to ask for has excluded nothing.
        Skip::NotApplicable if asks_aws(id) => Standing::Online(id),
        Skip::NotApplicable | Skip::ByRequest | Skip::Sampled => Standing::Excluded,
    }
}

fn asks_aws(id: &str) -> bool {
    find(id).is_some_and(|check| check.wants.iter().any(|want| want.needs_network()))
}

/// What to do now.
fn now(here: &Here, about: &About, facts: &Facts, usual: &[String]) -> Now {
    // Another failure is to be put right first only where it is all that is left.
    let other = here
        .other
        .as_ref()
        .filter(|_| here.open().is_none())
        .map(|(check, finding)| (*check, finding));
    if let Some((check, finding)) = here.found().or_else(|| here.before()).or(other) {
        return of_finding(check, finding, facts, usual);
    }
    let profile = about
        .profile
        .as_ref()
        .filter(|name| facts.profile(name).is_some() && !usual.contains(name));
    let told = here.causes.iter().find(|(_, standing)| matches!(standing, Standing::Told));
    match told {
        Some((cause, _)) if here.open().is_none() => generic(cause),
        // With the network it says which of those that are left it is.
        _ => {
            let mut command = vec!["aws-onboard".to_owned(), "doctor".to_owned()];
            command.extend(for_profile(profile.map(String::as_str)));
            Now { words: String::new(), command }
        }
    }
}

/// What to do about a cause where the machine says nothing.
pub fn generic(cause: &Cause) -> Now {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    let only = cause.checks.join(",");
    Now {
        words: cause.answer.to_owned(),
        command: match cause.run {
            Run::Mend => words(&["aws-onboard", "doctor", "--only", &only, "--fix"]),
            Run::Look => words(&["aws-onboard", "doctor", "--only", &only]),
            Run::Login => words(&["aws-onboard", "login"]),
            Run::Setup => words(&["aws-onboard", "setup"]),
            Run::Nothing => Vec::new(),
        },
    }
}

fn for_profile(name: Option<&str>) -> Vec<String> {
    name.map(|name| vec!["--profile".to_owned(), name.to_owned()]).unwrap_or_default()
}

fn of_finding(check: &'static str, finding: &Finding, facts: &Facts, usual: &[String]) -> Now {
    let mut words = vec!["aws-onboard".to_owned()];
    let first = finding.remedies.first();
    if first.is_some_and(|remedy| remedy.id == "sign-in") {
        words.push("login".into());
        match &finding.subject {
            Subject::Session(SessionKey::Named(name)) if sessions(facts).len() > 1 => {
                words.extend(["--session".into(), name.clone()]);
            }
            Subject::Session(key @ SessionKey::Legacy(_)) if sessions(facts).len() > 1 => {
                words
                    .extend(for_profile(facts.profile_of_session(key).map(|profile| profile.name)));
            }
            _ => {}
        }
        return Now { words: String::new(), command: words };
    }
    let mends = finding.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide);
    // A guide's only command is the exact one; several, and words, are the doctor's to show.
    if !mends {
        let command = match first.map(|remedy| remedy.commands.as_slice()) {
            Some([one]) => one.clone(),
            _ => ["aws-onboard", "doctor", "--only", check].map(str::to_owned).into(),
        };
        return Now { words: finding.next.clone(), command };
    }
    words.extend(["doctor".into(), "--only".into(), check.into(), "--fix".into()]);
    let profile = match &finding.subject {
        Subject::Profile(name) => Some(name.as_str()),
        Subject::Session(key) => facts.profile_of_session(key).map(|profile| profile.name),
        Subject::Machine | Subject::File(_) => None,
    };
    let elsewhere = profile.filter(|name| !usual.iter().any(|usual| usual == name));
    words.extend(for_profile(elsewhere));
    Now { words: String::new(), command: words }
}
