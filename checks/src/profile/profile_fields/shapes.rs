//! `profile-fields`: the format of an account ID and of a role name.

use facts::{Profile, Text};

use super::{account_question, filling};
use crate::kit::edits::put_in_profile;
use crate::{Applicability, Finding, Plan, Remedy};

const NO_ACCESS: &str = "An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access";

/// Twelve digits, also if they are typed in groups.
pub(crate) fn accept_account(answer: &str) -> Result<String, String> {
    let digits = bare(answer);
    if is_account(&digits) {
        Ok(digits)
    } else {
        Err("an account identifier has twelve digits, leading zeros included".into())
    }
}

/// The name of a permission set: the characters of sso-admin's `PermissionSetName`
/// (`[\w+=,.@-]+`), which allows 32 of them; AWS judges a longer one.
pub(crate) fn accept_role(answer: &str) -> Result<String, String> {
    let name = answer.trim();
    let name = permission_set(name).unwrap_or(name);
    let fits = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    if (1..=64).contains(&name.len()) && name.chars().all(fits) {
        Ok(name.to_owned())
    } else {
        Err("a role's name has 1 to 64 letters, digits and any of _+=,.@-".into())
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Removes what people type between digits or around a value.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !"-‐‑–—._'\"“”‘’\u{200b}\u{feff}".contains(*c))
        .collect()
}

/// The permission set in the name (or the ARN) of its role in the account.
fn permission_set(text: &str) -> Option<&str> {
    let name = text.rsplit('/').next()?;
    let (set, suffix) = name.strip_prefix("AWSReservedSSO_")?.rsplit_once('_')?;
    let hexadecimal = suffix.len() == 16 && suffix.bytes().all(|b| b.is_ascii_hexdigit());
    (hexadecimal && !set.is_empty()).then_some(set)
}

/// A value that cannot be an account ID.
pub(super) fn misshapen_account(profile: &Profile<'_>, text: &str) -> Option<Finding> {
    if is_account(text) {
        return None;
    }
    let finding = Finding::stops("account-shape", profile.brief("not an account identifier"))
        .what(format!("The account of the profile {profile} is not twelve digits."))
        .why("AWS refuses it with the same error as for a role that is not assigned.")
        .says(NO_ACCESS);
    let digits = bare(text);
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let padded = match digits.len() {
        10..=12 if all_digits => Some(format!("{digits:0>12}")),
        _ => None,
    };
    let label = match (&padded, digits.len()) {
        (Some(_), 12) => "digits only".to_owned(),
        (Some(_), n) => format!("{n} digits: leading zeros are missing"),
        (None, n) if all_digits => format!("{n} digits"),
        (None, _) => "not twelve digits".to_owned(),
    };
    let finding = finding.at(profile.place("sso_account_id"), label);
    Some(match padded {
        Some(account) => finding.next(format!("write {account}")).offer(set_value(
            profile,
            "correct-account",
            "sso_account_id",
            &account,
        )),
        None => finding.next("write the account's twelve digits").offer(
            Remedy::new(
                "choose-account",
                Applicability::Ask,
                "Give another account",
                filling(profile.name, vec!["sso_account_id"]),
            )
            .ask(account_question(profile, twelve_in(text))),
        ),
    })
}

/// The only run of twelve digits in a text.
fn twelve_in(text: &str) -> Option<String> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| is_account(run));
    let first = runs.next()?;
    runs.next().is_none().then(|| first.to_owned())
}

/// The name of the role in the account instead of the permission set.
pub(super) fn role_of_account(profile: &Profile<'_>, text: &str) -> Option<Finding> {
    let name = permission_set(text)?;
    let shown = Text(name);
    Some(
        Finding::stops("role-of-account", profile.brief("not a permission set's name"))
            .what(format!("The profile {profile} uses the role's name in the account instead of the permission set's name."))
            .why("AWS accepts only the permission set's name here.")
            .says(NO_ACCESS)
            .next(format!("write {shown}"))
            .at(profile.place("sso_role_name"), format!("permission set: {shown}"))
            .offer(set_value(profile, "correct-role", "sso_role_name", name)),
    )
}

/// Sets a value without a question.
fn set_value(profile: &Profile<'_>, id: &'static str, key: &str, value: &str) -> Remedy {
    let edit = put_in_profile(profile, key, value);
    Remedy::new(id, Applicability::Safe, format!("Write {}", Text(value)), move |_, _| {
        Ok(Plan::edits(edit.clone()))
    })
}
