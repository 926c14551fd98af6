//! `env-credentials`: no credentials in the environment override the profile.

#[cfg(test)]
mod cases;
mod others;
mod pair;

use facts::{Facts, Profile, ScopeReason};

use crate::check::Examine;
use crate::kit::origin::with_origin;
use crate::{Check, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-credentials",
    label: "environment keys",
    title: "No credentials in the environment override the profile",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn applies(facts: &Facts) -> bool {
    let names = pair::NAMES.iter().chain(others::NAMES);
    names.into_iter().any(|name| facts.environment().has_value(name))
}

/// What one group of variables comes to.
enum Judged {
    /// They are not set, or have no effect.
    Nothing,
    /// They are in order.
    Fine(&'static str),
    Fault(Box<Finding>),
}

fn examine(facts: &Facts) -> Outcome {
    let mut found = Vec::new();
    let mut fine = None;
    let groups = [
        pair::judge(facts),
        others::judge_old_names(facts),
        others::judge_web_identity(facts),
        others::judge_container(facts),
    ];
    for judged in groups {
        match judged {
            Judged::Nothing => {}
            Judged::Fine(detail) => {
                fine.get_or_insert(detail);
            }
            Judged::Fault(finding) => found.push(*finding),
        }
    }
    match fine {
        _ if !found.is_empty() => Outcome::Found(found),
        Some(detail) => Outcome::Passed(detail.into()),
        None => Outcome::Skipped(Skip::NotApplicable),
    }
}

/// The command that unsets them all, and where they are set.
fn unset(facts: &Facts, names: &[&str]) -> String {
    let command = facts.shell.unset_all(names);
    let it = if names.len() == 1 { "it" } else { "them" };
    with_origin(facts, &format!("unset {it}: {command}"), names)
}

/// With `--profile`, the AWS CLI ignores credentials in the environment, but only in commands that
/// use it.
fn named_by_flag(facts: &Facts) -> bool {
    facts.scope().reason == ScopeReason::Flag
}

/// How bad it is if commands fail or act as another identity: only a warning where `--profile`
/// helps.
fn severity(facts: &Facts) -> Severity {
    Severity::fail_if(!named_by_flag(facts))
}

fn uses_single_sign_on(facts: &Facts) -> bool {
    facts.profiles_in_scope().any(|profile| profile.uses_single_sign_on())
}

/// The one profile that this run is about, if it has credentials of its own.
fn own_profile(facts: &Facts) -> Option<Profile<'_>> {
    let mut all = facts.profiles_in_scope();
    all.next().filter(|profile| profile.has_credentials() && all.next().is_none())
}

/// Whether the user or a program named the profile, or single sign-on was set up to be used.
fn means_the_profile(facts: &Facts) -> bool {
    let named = facts.scope().reason.is_named();
    uses_single_sign_on(facts) || (named && own_profile(facts).is_some())
}
