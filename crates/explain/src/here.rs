//! Determines which cause applies to a machine whose offline facts are known.

use checks::{Applicability, CheckResult, Finding, Outcome, Severity, Skip, find};
use error_texts::{Cause, Run, find_cause};
use facts::{Facts, Request, SessionKey, SignInState, Subject, Why};

use crate::read::{Match, shown};

/// The profile and the sign-in that a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The profile that it names.
    pub profile: Option<String>,
    /// The sign-in that it names, if this machine has it.
    pub session: Option<SessionKey>,
    /// What to say about the names: that this machine does not have one, or which one it is.
    pub note: Option<String>,
}

/// Whether a cause applies to this machine.
#[derive(Clone, Debug)]
pub enum Standing {
    /// A check found it.
    Found(&'static str, Box<Finding>),
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

/// The causes of a text on this machine.
#[derive(Clone, Debug)]
pub struct Here {
    /// Each cause, in the table's order.
    pub causes: Vec<(&'static Cause, Standing)>,
    /// Another failure, if none of the causes was found.
    pub other: Option<(&'static str, Finding)>,
    /// What can be said about an expired sign-in that may renew itself, if a cause depends on it.
    pub sign_in: Option<String>,
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
    /// The finding that explains the text: the worst, in the table's order. A warning does not
    /// explain a failure that another finding explains.
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
        }
    }
}

/// Finds the profile and the sign-in that a text names on this machine.
pub fn about(found: &Match, facts: &Facts) -> About {
    let profile = found.value("profile").map(str::to_owned);
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
    About { profile, session, note }
}

/// Every sign-in that the files name.
fn known_sessions(facts: &Facts) -> Vec<SessionKey> {
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
    let mut here = Here { causes, other: None, sign_in, now: Now::default() };
    // Fixing another problem does not fix a cause that no check looks for.
    let is_checked = here.causes.iter().any(|(_, standing)| !matches!(standing, Standing::Told));
    if is_checked && here.found().is_none() && here.before().is_none() {
        here.other = find_other_failure(about, facts, results);
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

/// Whether an outcome of this subject concerns the names in the text.
fn concerns(about: &About, facts: &Facts, subject: &Subject) -> bool {
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
    let mut best = if cause.checks.is_empty() { Standing::Told } else { Standing::Excluded };
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
        Some(skip) => judge_skip(skip, id, results),
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
            Outcome::Skipped(skip) => judge_skip(*skip, id, results),
            Outcome::Passed(_) => Standing::Excluded,
        };
        if rank(&new) > rank(&best) {
            best = new;
        }
    }
    best
}

fn judge_skip(skip: Skip, id: &'static str, results: &[CheckResult]) -> Standing {
    match skip {
        Skip::Offline => Standing::Online(id),
        Skip::BlockedBy(root) => results
            .iter()
            .find(|result| result.id == root)
            .and_then(|result| result.findings().first().map(|finding| (*finding).clone()))
            .map_or(Standing::Excluded, |finding| Standing::After(root, Box::new(finding))),
        // A check that asks AWS and had nothing to ask rules nothing out.
        Skip::NotApplicable if asks_aws(id) => Standing::Online(id),
        Skip::NotApplicable | Skip::ByRequest | Skip::Sampled => Standing::Excluded,
    }
}

fn asks_aws(id: &str) -> bool {
    find(id).is_some_and(|check| check.wants.iter().any(|want| want.needs_network()))
}

/// Chooses what to do now.
fn choose_next_step(here: &Here, about: &About, facts: &Facts, usual: &[String]) -> Now {
    // Another failure comes first only if no cause is left open.
    let other = here
        .other
        .as_ref()
        .filter(|_| here.open().is_none())
        .map(|(check, finding)| (*check, finding));
    if let Some((check, finding)) = here.found().or_else(|| here.before()).or(other) {
        return fix_finding(check, finding, facts, usual);
    }
    let profile = about
        .profile
        .as_ref()
        .filter(|name| facts.profile(name).is_some() && !usual.contains(name));
    let told = here.causes.iter().find(|(_, standing)| matches!(standing, Standing::Told));
    match told {
        Some((cause, _)) if here.open().is_none() => generic(cause),
        // With the network, the doctor can tell which of the remaining causes it is.
        _ => {
            let mut command = vec!["aws-onboard".to_owned(), "doctor".to_owned()];
            command.extend(profile_flag(profile.map(String::as_str)));
            Now { words: String::new(), command }
        }
    }
}

/// What to do about a cause without checking the machine.
pub fn generic(cause: &Cause) -> Now {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    let only = cause.checks.join(",");
    Now {
        words: cause.answer.to_owned(),
        command: match cause.run {
            Run::Fix => words(&["aws-onboard", "doctor", "--only", &only, "--fix"]),
            Run::Check => words(&["aws-onboard", "doctor", "--only", &only]),
            Run::Login => words(&["aws-onboard", "login"]),
            Run::Setup => words(&["aws-onboard", "setup"]),
            Run::Nothing => Vec::new(),
        },
    }
}

fn profile_flag(name: Option<&str>) -> Vec<String> {
    name.map(|name| vec!["--profile".to_owned(), name.to_owned()]).unwrap_or_default()
}

fn fix_finding(check: &'static str, finding: &Finding, facts: &Facts, usual: &[String]) -> Now {
    let mut words = vec!["aws-onboard".to_owned()];
    let first = finding.remedies.first();
    if first.is_some_and(|remedy| remedy.id == "sign-in") {
        words.push("login".into());
        match &finding.subject {
            Subject::Session(SessionKey::Named(name)) if known_sessions(facts).len() > 1 => {
                words.extend(["--session".into(), name.clone()]);
            }
            Subject::Session(key @ SessionKey::Legacy(_)) if known_sessions(facts).len() > 1 => {
                words.extend(profile_flag(
                    facts.profile_of_session(key).map(|profile| profile.name),
                ));
            }
            _ => {}
        }
        return Now { words: String::new(), command: words };
    }
    let is_fixable =
        finding.remedies.iter().any(|remedy| remedy.applicability != Applicability::Guide);
    // A guide's single command is exact; the doctor shows several commands, or words.
    if !is_fixable {
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
    words.extend(profile_flag(elsewhere));
    Now { words: String::new(), command: words }
}
