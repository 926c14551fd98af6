//! `config-duplicates`: two headers that are spelled differently and mean the same profile or
//! session.

use std::collections::BTreeSet;

use aws_files::FaultKind;
use facts::{ScopeReason, Subject, clean_line};

use super::config_duplicates::Pair;
use super::source::SourceFile;
use crate::kit::words::list;
use crate::{Applicability, Finding, Severity};

/// Keys that set where credentials come from, grouped by method.
const WAYS: &[&[&str]] = &[
    &["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"],
    &["aws_access_key_id", "aws_secret_access_key"],
    &["role_arn", "source_profile", "credential_source"],
    &["credential_process"],
    &["web_identity_token_file"],
    &["login_session"],
];

/// Every two sections of the same name, the earlier first.
pub(super) fn find(source: &SourceFile<'_>) -> Vec<Finding> {
    let mut again = BTreeSet::new();
    // Both families report the same pair, each from its side.
    let mut pairs = BTreeSet::new();
    for fault in &source.reading.faults {
        match (&fault.kind, fault.related) {
            (FaultKind::DuplicateSection { .. }, Some(related)) => {
                again.extend([fault.location.line, related.line]);
            }
            (FaultKind::DefaultTwice | FaultKind::SameNameTwice { .. }, Some(related)) => {
                let (one, other) = (fault.location.line, related.line);
                pairs.insert((one.min(other), one.max(other)));
            }
            _ => {}
        }
    }
    pairs
        .into_iter()
        // Exact duplicates are merged first.
        .filter(|(earlier, later)| !again.contains(earlier) && !again.contains(later))
        .map(|(earlier, later)| finding(source, earlier, later))
        .collect()
}

fn finding(source: &SourceFile<'_>, earlier: usize, later: usize) -> Finding {
    let text_of = |line| source.header(line).map_or("", |(text, _)| text);
    let (first, last) = (text_of(earlier), text_of(later));
    let subject = source.meant_by(last);
    let is_default = subject == Subject::Profile("default".into());
    let pair = Pair::of(source, earlier, later);
    let lost = pair.lost();
    let what_is_lost = match lost.as_slice() {
        [] => "The two are the same today".to_owned(),
        keys => format!("What is lost: {}", list(keys, 4)),
    };
    let why = if is_default {
        format!(
            "The AWS CLI and boto3 use only the last of the two; the SDKs use [profile default], whichever comes first. {what_is_lost}."
        )
    } else {
        format!(
            "The AWS CLI and boto3 use only the last of the two; the Rust SDK merges them in no fixed order. {what_is_lost}."
        )
    };
    let (first, last) = (clean_line(first), clean_line(last));
    let place = |line| source.header(line).map(|(_, at)| source.place(at));
    let (severity, stops) = severity(source, &subject, &lost);
    let finding = Finding::will_bite(
        if is_default { "default-twice" } else { "same-name" },
        format!("[{first}] and [{last}] are the same"),
    )
    .severity(severity)
    .about(subject)
    .what(format!(
        "In {}, [{first}] in line {earlier} and [{last}] in line {later} mean the same.",
        source.shown
    ))
    .stopping(stops)
    .why(why)
    .at(place(earlier), "the AWS CLI ignores this section")
    .beside(place(later), "it uses this one");
    // Every tool recognizes [default] by that header.
    let (from, into) =
        if is_default && last == "default" { (earlier, later) } else { (later, earlier) };
    let ways = pair.keys().map(|keys| {
        WAYS.iter().map(|way| way.iter().any(|key| keys.contains(key))).collect::<Vec<_>>()
    });
    let [one, other] = &ways;
    let has = |ways: &Vec<bool>| ways.contains(&true);
    let applicability = if one != other && has(one) && has(other) {
        // After a merge, tools would choose between two identities.
        Applicability::Ask
    } else {
        Applicability::Safe
    };
    pair.offer(source, finding, from, into, applicability, "the AWS CLI uses the last ones now")
}

/// A failure if a profile in scope loses a setting that it needs; and whether one is in scope.
fn severity(source: &SourceFile<'_>, subject: &Subject, lost: &[&str]) -> (Severity, bool) {
    let facts = source.facts;
    let needed = |key: &&str| {
        matches!(*key, "region" | "sso_region" | "endpoint_url")
            || WAYS.iter().any(|way| way.contains(key))
    };
    let in_scope = match subject {
        Subject::Profile(name) => {
            // Without the lost settings, the profile may not even look like one that this run is
            // about.
            let scope = facts.scope();
            let unnamed = !matches!(
                scope.reason,
                ScopeReason::Flag | ScopeReason::Variable(_) | ScopeReason::All
            );
            facts.in_scope(name) || (unnamed && lost.iter().any(|key| WAYS[0].contains(key)))
        }
        Subject::Session(key) => facts.session_in_scope(key),
        Subject::File(_) | Subject::Machine => false,
    };
    let stops = lost.iter().any(needed);
    let severity = Severity::fail_if(in_scope && stops);
    (severity, stops)
}
