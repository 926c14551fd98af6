//! `config-sections`: `[DEFAULT]` in capitals, which belongs to Python and is not a profile.

use aws_files::{Edit, FaultKind};
use facts::{ScopeReason, Subject, Text};

use super::source::SourceFile;
use crate::kit::words::{count, list};
use crate::{Applicability, Finding, Remedy, Severity};

pub(super) fn find(source: &SourceFile<'_>) -> Option<Finding> {
    let facts = source.facts;
    let reading = source.reading;
    let fault = reading.faults.iter().find(|fault| fault.kind == FaultKind::PythonDefault)?;
    let at = fault.location;
    let own = source.properties(at.line);
    if own.is_empty() {
        // No setting applies elsewhere, and none is lost.
        return None;
    }
    let keys: Vec<&str> = own.iter().map(String::as_str).collect();
    let default = reading.profiles.get("default");
    let sections = reading.profiles.values().chain(reading.sso_sessions.values());
    let taking = sections
        .filter(|section| keys.iter().any(|key| !section.properties.contains_key(*key)))
        .count();
    // Without a profile of that name, a command that uses the default profile finds nothing.
    let scope = facts.scope();
    let lacks = default.is_none()
        && facts.profile("default").is_none()
        && facts.in_scope("default")
        && (scope.reason != ScopeReason::Nothing || scope.total == 0);
    let (subject, severity) = if lacks && scope.total == 0 {
        (Subject::Machine, Severity::Fail)
    } else if lacks {
        (Subject::Profile("default".into()), Severity::Fail)
    } else {
        (source.subject.clone(), Severity::Warn)
    };
    let names = list(&keys, 3);
    let leaks = match taking {
        0 => "no section gets anything from it".to_owned(),
        n => {
            let verb = if keys.len() == 1 { "applies" } else { "apply" };
            format!("{names} {verb} to {}", count(n, "section", "sections"))
        }
    };
    let mut finding = Finding::will_bite("python-default", "[DEFAULT] in capitals is not a profile").severity(severity).about(subject).what(format!(
            "In {}, [DEFAULT] in line {} is not the default profile: that is written [default].",
            source.shown, at.line
        ))
    .why(format!(
        "The AWS CLI and boto3 apply its keys to every profile and session that does not set them ({leaks}); the SDKs ignore them, and the Go SDK reads it as a profile with that name."
    ))
    .at(source.place(at), format!("{} from here", Text(&names)));
    if lacks {
        finding = finding.says("Unable to locate credentials");
    }
    let kind = source.kind;
    if let Some(default) = default {
        let into = default.header.line;
        return Some(
            finding
                .beside(source.place(default.header), "the default profile is here")
                .next("merge it into [default], if nothing else needs it")
                .offer(Remedy::edit(
                    "merge-default",
                    Applicability::Ask,
                    format!("Merge it into [default] in line {into}: other profiles no longer get its keys"),
                    kind,
                    vec![Edit::MergeSection {
                        from: at.line,
                        into,
                    }],
                )),
        );
    }
    let applicability = if taking == 0 { Applicability::Safe } else { Applicability::Ask };
    Some(finding.next(format!("write [default] in line {}", at.line)).offer(Remedy::edit(
        "lower-default",
        applicability,
        if taking == 0 {
            format!("Write [default] in line {}", at.line)
        } else {
            format!("Write [default] in line {}: other profiles no longer get its keys", at.line)
        },
        kind,
        vec![Edit::SetHeader { line: at.line, text: "default".into() }],
    )))
}
