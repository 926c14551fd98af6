//! `caller-identity`, where the portal refuses the role: it is not assigned, or not yet.

use facts::{Facts, Profile, ServiceError, SessionKey, Subject, clean_line};

use crate::sections::put_in_profile;
use crate::sign_in::remedies::again;
use crate::words::{about, client_error, list, nearest};
use crate::{
    Applicability, Choice, Finding, Place, Plan, Question, QuestionKind, Remedy, Severity,
};

/// The finding, with what is known of the roles that are assigned in the account.
pub(super) fn finding(
    facts: &Facts,
    subject: &Subject,
    profile: &Profile<'_>,
    error: &ServiceError,
) -> Finding {
    let account = profile.account().unwrap_or_default();
    let role = profile.role().unwrap_or_default();
    let (shown_account, shown_role) = (clean_line(account), clean_line(role));
    let finding = Finding::new(
        "no-access",
        Severity::Fail,
        subject,
        about(facts, profile.name, &format!("no access as {shown_role}")),
        format!(
            "The portal does not give you the role {shown_role} in the account {shown_account}."
        ),
    )
    .says(client_error(error));
    let at = |finding: Finding, key: &str, label: String| match profile.get(key) {
        Some((file, property)) => finding.at(Place::of(facts, file, property.location), label),
        None => finding,
    };
    let Some(key) = profile.session_key() else {
        return finding;
    };
    let assigned = facts.network.roles.get(&(key.clone(), account.to_owned()));
    let Some(roles) = assigned.and_then(|roles| roles.as_ref().ok()) else {
        let finding = finding
            .why("The name may be misspelt (capitals count), the account may be another one, or the role is not assigned to you. It may also be that the browser signed in somebody else.")
            .next("compare account and role with what the portal lists");
        let finding = at(
            finding,
            "sso_role_name",
            "not given to you in this account".into(),
        );
        return finding.offer(sign_in_anew(&key)).offer(administrator(
            facts,
            &shown_account,
            &shown_role,
            error,
        ));
    };
    if roles.iter().any(|name| name == role) {
        let finding = finding
            .why("The role is assigned to you: it was probably assigned after you signed in, and a new sign-in sees it.")
            .next("sign in again");
        let finding = at(finding, "sso_role_name", "assigned, and not given".into());
        return finding.offer(sign_in_anew(&key)).offer(administrator(
            facts,
            &shown_account,
            &shown_role,
            error,
        ));
    }
    if roles.is_empty() {
        let finding = finding
            .why("Nothing is assigned to you in this account. The account may be another one, or the browser signed in somebody else.")
            .next("ask for the role, or correct the account");
        let finding = at(
            finding,
            "sso_account_id",
            "nothing is assigned to you here".into(),
        );
        return finding.offer(sign_in_anew(&key)).offer(administrator(
            facts,
            &shown_account,
            &shown_role,
            error,
        ));
    }
    let finding = finding.why(format!(
        "In this account you are assigned {}. Capitals count.",
        list(roles, 5)
    ));
    let near = nearest(role, roles.iter().map(String::as_str));
    match near.as_slice() {
        [one] => {
            let shown = clean_line(one);
            let finding = at(
                finding,
                "sso_role_name",
                format!("{shown} is assigned to you"),
            );
            let edit = put_in_profile(profile, "sso_role_name", *one);
            // Names that count (dev1, dev2) are near to each other and mean different things.
            let applicability = if digits(one) == digits(role) {
                Applicability::Safe
            } else {
                Applicability::Ask
            };
            finding
                .next(format!("use {shown}"))
                .offer(Remedy::new(
                    "use-role",
                    applicability,
                    format!("Use {shown}"),
                    move |_, _| Ok(Plan::edits(edit.clone())),
                ))
                .offer(administrator(facts, &shown_account, &shown_role, error))
        }
        near => {
            let finding = at(finding, "sso_role_name", "not assigned to you".into());
            finding
                .next("choose one of the roles that are assigned to you")
                .offer(choose(profile, roles, near))
                .offer(administrator(facts, &shown_account, &shown_role, error))
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn sign_in_anew(key: &SessionKey) -> Remedy {
    again(key, "Sign out at the portal, then sign in again")
        .word("Sign out at the portal first, or use a private window, where the browser may know somebody else.")
}

fn choose(profile: &Profile<'_>, roles: &[String], near: &[&str]) -> Remedy {
    let others = roles
        .iter()
        .map(String::as_str)
        .filter(|role| !near.contains(role));
    let choices = near
        .iter()
        .copied()
        .chain(others)
        .map(|role| Choice {
            value: role.to_owned(),
            label: clean_line(role),
        })
        .collect();
    let name = profile.name.to_owned();
    Remedy::new(
        "choose-role",
        Applicability::Ask,
        "Use another role",
        move |facts, answers| {
            let profile = facts.profile(&name);
            let edit = profile
                .and_then(|profile| put_in_profile(&profile, "sso_role_name", &answers["role"]));
            Ok(Plan::edits(edit))
        },
    )
    .ask(Question {
        key: "role",
        prompt: format!("The role of {}", clean_line(profile.name)),
        help: "the roles that are assigned to you in this account".into(),
        kind: QuestionKind::Choice {
            choices,
            other: None,
        },
        default: None,
    })
}

/// Words for whoever assigns roles. They hold nothing secret.
fn administrator(facts: &Facts, account: &str, role: &str, error: &ServiceError) -> Remedy {
    let guide = Remedy::guide("ask-administrator", "Ask for the role")
        .word(format!(
            "Please assign the permission set {role} in the account {account} to me in IAM Identity Center."
        ))
        .word(format!("AWS answered: {}", clean_line(&error.to_string())));
    let guide = match &error.request_id {
        Some(id) => guide.word(format!("Request {} at {:.0}", clean_line(id), error.at)),
        None => guide,
    };
    let contact = facts
        .preset
        .as_ref()
        .and_then(|preset| preset.contact.as_ref());
    let whom = contact.and_then(|contact| contact.email.as_ref().or(contact.page.as_ref()));
    match whom {
        Some(whom) => guide.word(format!("To {}", clean_line(whom))),
        None => guide,
    }
}
