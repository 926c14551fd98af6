//! `profile-fields`: the profile names an account and a role.

#[cfg(test)]
mod cases;

use facts::{Facts, Profile, ScopeReason, SessionKey, StartUrl, Subject, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::files::config_sections::stands_for_session;
use crate::kit::edits::{header, put_in_profile};
use crate::kit::needs;
use crate::kit::words::about;
use crate::profile::shapes;
use crate::{
    Applicability, Check, Choice, Finding, Group, Outcome, Place, Plan, Question, QuestionKind,
    Remedy, Severity,
};

pub(crate) static CHECK: Check = Check {
    id: "profile-fields",
    label: "account and role",
    title: "The profile names an account and a role",
    group: Group::Profile,
    since: "0.1.0",
    requires: &[needs::AS_WRITTEN, Need::Check("profile-exists")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The two fields, in the order in which people write them.
const FIELDS: [&str; 2] = ["sso_account_id", "sso_role_name"];

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .profiles()
        .filter(Profile::uses_single_sign_on)
        .filter(|profile| !stands_for_session(facts, profile.name))
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Profile(name) = subject else {
        return Outcome::Passed(String::new());
    };
    let Some(profile) = facts.profile(name) else {
        return Outcome::Passed(String::new());
    };
    // botocore's order of providers (FACTS, section 1): a role to assume comes first.
    if profile.text("role_arn").is_some() {
        return Outcome::Passed("assumes another role".into());
    }
    let mut found = Vec::new();
    match (profile.account(), profile.role()) {
        (Some(_), Some(_)) => {}
        (None, None) => match without_roles(facts, &profile) {
            Some(detail) => return Outcome::Passed(detail.into()),
            None => found.push(missing(facts, subject, &profile, &FIELDS)),
        },
        (None, _) => found.push(missing(facts, subject, &profile, &["sso_account_id"])),
        (_, None) => found.push(missing(facts, subject, &profile, &["sso_role_name"])),
    }
    found
        .extend(profile.account().and_then(|text| shapes::account(facts, subject, &profile, text)));
    found.extend(profile.role().and_then(|text| shapes::role(facts, subject, &profile, text)));
    if found.is_empty() {
        let text = |key| clean_line(profile.text(key).unwrap_or_default());
        return Outcome::Passed(format!("{} {}", text("sso_account_id"), text("sso_role_name")));
    }
    Outcome::Found(found)
}

/// Why a profile without account and role is in order, where it is.
fn without_roles(facts: &Facts, profile: &Profile<'_>) -> Option<&'static str> {
    if FIELDS.iter().all(|key| profile.get(key).is_none()) {
        // Then botocore passes over single sign-on, and these come after it.
        if profile.text("aws_access_key_id").is_some() {
            return Some("uses the keys of its own");
        }
        if profile.text("credential_process").is_some() {
            return Some("uses its credential_process");
        }
        if profile.text("login_session").is_some() {
            return Some("uses the sign-in of aws login");
        }
    }
    is_for_other_services(facts, profile).then_some("only for services that take the token")
}

/// Whether the profile's session is one for services that take the token itself (CodeCatalyst,
/// Amazon Q): nobody gives commands of an account or in a region with it.
pub(super) fn is_for_other_services(facts: &Facts, profile: &Profile<'_>) -> bool {
    if profile.account().is_some() || profile.role().is_some() {
        return false;
    }
    let Some(key) = profile.session_key() else {
        return false;
    };
    let session = facts.session(&key);
    let other_service = session.scopes.iter().any(|scope| !scope.starts_with("sso:"));
    let builder_id = session
        .start_url
        .as_deref()
        .is_some_and(|url| StartUrl::parse(url).canonical.starts_with("https://view.awsapps.com/"));
    other_service || builder_id
}

pub(super) fn severity(facts: &Facts, profile: &Profile<'_>, missing: &[&str]) -> Severity {
    let scope = facts.scope();
    let in_scope = facts.in_scope(profile.name);
    // A profile with neither field may be there to sign in with and no more: it fails a run that
    // is about it, and not one that is about many.
    let meant = scope.profiles.len() == 1
        || !matches!(scope.reason, ScopeReason::SingleSignOn | ScopeReason::All);
    if in_scope && (meant || missing.len() < 2) { Severity::Fail } else { Severity::Warn }
}

fn missing(
    facts: &Facts,
    subject: &Subject,
    profile: &Profile<'_>,
    missing: &[&'static str],
) -> Finding {
    let name = clean_line(profile.name);
    let (code, words) = match missing {
        ["sso_account_id"] => ("no-account", "account"),
        ["sso_role_name"] => ("no-role", "role"),
        _ => ("no-account-and-role", "account and no role"),
    };
    let mut finding = Finding::new(
        code,
        severity(facts, profile, missing),
        subject,
        about(facts, profile.name, &format!("no {words}")),
        format!("The profile {name} uses single sign-on, but names no {words}."),
    )
    .next(match missing {
        ["sso_account_id"] => "add the account that you work in",
        ["sso_role_name"] => "add the role that you work as",
        _ => "add the account and the role that you work with",
    });
    let absent: Vec<&str> =
        missing.iter().copied().filter(|key| profile.get(key).is_none()).collect();
    finding = if absent.len() == 2 {
        finding
            .why("The AWS CLI then passes over single sign-on and finds no credentials. Its advice to run \"aws login\" is for users of the console; with an access portal it is aws sso login, once account and role stand here.")
            .says("Unable to locate credentials")
    } else {
        finding.why("Single sign-on gives credentials for one role in one account; without both, every command with the profile stops.")
    };
    if absent.len() == 1 && missing.len() == 1 && portal_is_known(facts, profile) {
        finding = finding.says(format!(
            "The profile \"{name}\" is configured to use SSO but is missing required configuration: {}",
            absent.join(", ")
        ));
    }
    for key in missing {
        if let Some((file, property)) = profile.get(key) {
            let place = Place::of(facts, file, property.location);
            finding = finding.at(place, "nothing stands here");
        }
    }
    if let (false, Some((file, location))) = (absent.is_empty(), header(profile)) {
        let place = Place::of(facts, file, location);
        finding = finding.at(place, format!("no {} in this profile", absent.join(" and no ")));
    }
    let mut remedy = Remedy::new(
        "fill-in",
        Applicability::Ask,
        format!("Add the {}", words.replace("no ", "the ")),
        filling(profile.name, missing.to_vec()),
    );
    if missing.contains(&"sso_account_id") {
        remedy = remedy.ask(account_question(profile, None));
    }
    if missing.contains(&"sso_role_name") {
        remedy = remedy.ask(role_question(facts, profile));
    }
    finding.offer(remedy)
}

/// Whether nothing but account and role could be missing.
fn portal_is_known(facts: &Facts, profile: &Profile<'_>) -> bool {
    profile.session_key().is_some_and(|key| {
        let defined = match &key {
            SessionKey::Named(name) => facts.files().sessions().contains_key(name),
            SessionKey::Legacy(_) => true,
        };
        defined && facts.session(&key).is_complete()
    })
}

/// The plan that writes the answers under these keys.
pub(super) fn filling(
    profile: &str,
    keys: Vec<&'static str>,
) -> impl Fn(&Facts, &crate::Answers) -> Result<Plan, crate::PlanError> + Send + Sync + 'static {
    let name = profile.to_owned();
    move |facts, answers| {
        let edits = keys.iter().filter_map(|key| {
            let profile = facts.profile(&name)?;
            put_in_profile(&profile, key, answers.get(question_key(key))?)
        });
        Ok(Plan::edits(edits))
    }
}

fn question_key(key: &str) -> &'static str {
    if key == "sso_account_id" { "account" } else { "role" }
}

pub(super) fn account_question(profile: &Profile<'_>, default: Option<String>) -> Question {
    Question {
        key: "account",
        prompt: format!("The account of {}", clean_line(profile.name)),
        help: "twelve digits; they stand beneath the account's name in the access portal".into(),
        kind: QuestionKind::Text(shapes::accept_account),
        default,
    }
}

/// Asks for the role: one of those assigned in the account, where these are known.
fn role_question(facts: &Facts, profile: &Profile<'_>) -> Question {
    let roles = profile
        .session_key()
        .zip(profile.account().map(str::to_owned))
        .and_then(|place| facts.network.roles.get(&place)?.as_ref().ok());
    Question {
        key: "role",
        prompt: format!("The role of {}", clean_line(profile.name)),
        help: "as the access portal lists it beneath the account, such as PowerUserAccess".into(),
        kind: match roles {
            Some(roles) if !roles.is_empty() => QuestionKind::Choice {
                choices: roles
                    .iter()
                    .map(|role| Choice { value: role.clone(), label: clean_line(role) })
                    .collect(),
                other: Some(shapes::accept_role),
            },
            _ => QuestionKind::Text(shapes::accept_role),
        },
        default: None,
    }
}
