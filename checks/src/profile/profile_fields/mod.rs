//! `profile-fields`: the profile names an account and a role.

#[cfg(test)]
mod cases;
mod shapes;

pub(crate) use self::shapes::{accept_account, accept_role};

use facts::{Facts, Profile, ScopeReason, SessionKey, StartUrl, Text};

use crate::check::Examine;
use crate::files::config_sections::is_meant_as_session;
use crate::kit::edits::put_in_profile;
use crate::kit::needs;
use crate::{
    Applicability, Check, Choice, Effect, Finding, Group, Need, Outcome, Plan, Question,
    QuestionKind, Remedy,
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
    examine: Examine::Profiles(uses_sso, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// The two fields, in the usual order.
const FIELDS: [&str; 2] = ["sso_account_id", "sso_role_name"];

fn uses_sso(profile: &Profile<'_>) -> bool {
    profile.uses_single_sign_on() && !is_meant_as_session(profile.facts(), profile.name)
}

fn examine(profile: &Profile<'_>) -> Outcome {
    // botocore's order of providers (FACTS, section 1): a role to assume comes first.
    if profile.text("role_arn").is_some() {
        return Outcome::Passed("assumes another role".into());
    }
    let mut found = Vec::new();
    match (profile.account(), profile.role()) {
        (Some(_), Some(_)) => {}
        (None, None) => match reason_without_roles(profile) {
            Some(detail) => return Outcome::Passed(detail.into()),
            None => found.push(missing_fields(profile, &FIELDS)),
        },
        (None, _) => found.push(missing_fields(profile, &["sso_account_id"])),
        (_, None) => found.push(missing_fields(profile, &["sso_role_name"])),
    }
    found.extend(profile.account().and_then(|text| shapes::misshapen_account(profile, text)));
    found.extend(profile.role().and_then(|text| shapes::role_of_account(profile, text)));
    if found.is_empty() {
        let text = |key| Text(profile.text(key).unwrap_or_default());
        return Outcome::Passed(format!("{} {}", text("sso_account_id"), text("sso_role_name")));
    }
    Outcome::Found(found)
}

/// Why a profile without account and role is valid, if it is.
fn reason_without_roles(profile: &Profile<'_>) -> Option<&'static str> {
    if FIELDS.iter().all(|key| profile.get(key).is_none()) {
        // botocore then skips single sign-on, and these come after it.
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
    is_for_other_services(profile.facts(), profile)
        .then_some("only for services that take the token")
}

/// Whether the profile's session is for services that use the token itself (CodeCatalyst, Amazon
/// Q), so that no commands run in an account or a region with it.
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

/// A profile with neither field may exist only for signing in: it fails a run that is about it,
/// but not a run that is about many.
fn effect_of_missing(profile: &Profile<'_>, missing: &[&str]) -> Effect {
    let scope = profile.facts().scope();
    let meant = scope.profiles.len() == 1
        || !matches!(scope.reason, ScopeReason::SingleSignOn | ScopeReason::All);
    if meant || missing.len() < 2 { Effect::Stops } else { Effect::WillBite }
}

fn missing_fields(profile: &Profile<'_>, missing: &[&'static str]) -> Finding {
    let (code, words) = match missing {
        ["sso_account_id"] => ("no-account", "account"),
        ["sso_role_name"] => ("no-role", "role"),
        _ => ("no-account-and-role", "account and no role"),
    };
    let mut finding = Finding::with_effect(
        effect_of_missing(profile, missing),
        code,
        profile.brief(&format!("no {words}")),
    )
    .what(format!("The profile {profile} uses single sign-on, but names no {words}."))
    .next(match missing {
        ["sso_account_id"] => "add the account you use",
        ["sso_role_name"] => "add the role you use",
        _ => "add the account and the role you use",
    });
    let absent: Vec<&str> =
        missing.iter().copied().filter(|key| profile.get(key).is_none()).collect();
    finding = if absent.len() == 2 {
        finding
            .why("The AWS CLI then skips single sign-on and finds no credentials. Its advice to run \"aws login\" is for console users; with an access portal, add the account and role, then run aws sso login.")
            .says("Unable to locate credentials")
    } else {
        finding.why("Single sign-on gives credentials for one role in one account; without both, every command with the profile fails.")
    };
    if absent.len() == 1 && missing.len() == 1 && portal_is_known(profile) {
        finding = finding.says(format!(
            "The profile \"{profile}\" is configured to use SSO but is missing required configuration: {}",
            absent.join(", ")
        ));
    }
    for key in missing {
        finding = finding.at(profile.place(key), "empty value");
    }
    if !absent.is_empty() {
        let label = format!("no {} in this profile", absent.join(" and no "));
        finding = finding.at(profile.header(), label);
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
        remedy = remedy.ask(role_question(profile));
    }
    finding.offer(remedy)
}

/// Whether only the account and the role can be missing.
fn portal_is_known(profile: &Profile<'_>) -> bool {
    let facts = profile.facts();
    profile.session_key().is_some_and(|key| {
        let defined = match &key {
            SessionKey::Named(name) => facts.files().sessions().contains_key(name),
            SessionKey::Legacy(_) => true,
        };
        defined && facts.session(&key).is_complete()
    })
}

/// The plan that writes the answers as the values of these keys.
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
        prompt: format!("The account of {profile}"),
        help: "twelve digits, shown below the account's name in the access portal".into(),
        kind: QuestionKind::Text(shapes::accept_account),
        default,
    }
}

/// Asks for the role: one of those assigned in the account, if they are known.
fn role_question(profile: &Profile<'_>) -> Question {
    let roles = profile
        .session_key()
        .zip(profile.account().map(str::to_owned))
        .and_then(|place| profile.facts().network.roles.get(&place)?.as_ref().ok());
    Question {
        key: "role",
        prompt: format!("The role of {profile}"),
        help: "as the access portal shows it below the account, such as PowerUserAccess".into(),
        kind: match roles {
            Some(roles) if !roles.is_empty() => QuestionKind::Choice {
                choices: roles
                    .iter()
                    .map(|role| Choice { value: role.clone(), label: Text(role).to_string() })
                    .collect(),
                other: Some(shapes::accept_role),
            },
            _ => QuestionKind::Text(shapes::accept_role),
        },
        default: None,
    }
}
