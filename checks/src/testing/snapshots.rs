//! Snapshots: what every check says in each of its cases, as users read it.
//!
//! `SNAPSHOTS=overwrite cargo test -p aws-onboard-checks snapshots` writes them; read the diff
//! before you commit it.

#![allow(clippy::disallowed_methods)] // A test reads and writes its own files.

use std::fmt::Write as _;
use std::path::PathBuf;

use facts::Facts;

use super::{Case, Expect};
use crate::{Answers, Check, Finding, Outcome, QuestionKind, Remedy, registry, run};

#[test]
fn every_case_reads_as_its_snapshot() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut stale = Vec::new();
    for check in registry() {
        let path = snapshot_path(check);
        let shown = render_check(check);
        if overwrite {
            std::fs::write(&path, shown).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != shown {
            let actual = std::env::temp_dir().join(format!("{}.snapshot.txt", check.id));
            std::fs::write(&actual, shown).unwrap();
            stale.push(format!("diff {} {}", path.display(), actual.display()));
        }
    }
    assert!(stale.is_empty(), "these snapshots differ:\n{}", stale.join("\n"));
}

/// Next to the check: `src/GROUP/CHECK/cases.snap`.
fn snapshot_path(check: &Check) -> PathBuf {
    let folder = check.id.replace('-', "_");
    let groups = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    std::fs::read_dir(groups)
        .unwrap()
        .map(|group| group.unwrap().path().join(&folder))
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| panic!("{} has no folder of its name", check.id))
        .join("cases.snap")
}

fn render_check(check: &'static Check) -> String {
    let mut out = String::new();
    for case in (check.cases)() {
        let _ = writeln!(out, "=== {}", case.name);
        render_case(&mut out, check, &case);
        out.push('\n');
    }
    out
}

fn render_case(out: &mut String, check: &'static Check, case: &Case) {
    let facts = case.machine.facts();
    let result = run(check, &facts, &[]);
    for subject in &result.subjects {
        let _ = match &subject.outcome {
            Outcome::Passed(detail) => writeln!(out, "{}: passed: {detail}", subject.subject),
            Outcome::Skipped(skip) => writeln!(out, "{}: skipped: {skip:?}", subject.subject),
            Outcome::Unknown(why) => writeln!(out, "{}: unknown: {why}", subject.subject),
            Outcome::Found(findings) => {
                for finding in findings {
                    render_finding(out, &facts, case, finding);
                }
                Ok(())
            }
        };
    }
    if let Some(skip) = result.skipped {
        let _ = writeln!(out, "skipped: {skip:?}");
    }
}

fn render_finding(out: &mut String, facts: &Facts, case: &Case, finding: &Finding) {
    let stops = if finding.stops { ", stops" } else { "" };
    let _ = writeln!(
        out,
        "{}: {} {}{stops}: {}",
        finding.subject,
        finding.severity.id(),
        finding.code,
        finding.brief
    );
    for (label, text) in [
        ("what", Some(&finding.what)),
        ("why", Some(&finding.why)),
        ("says", finding.says.as_ref()),
        ("next", Some(&finding.next)),
    ] {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let _ = writeln!(out, "  {label}: {text}");
        }
    }
    for evidence in &finding.evidence {
        let at = evidence.place.location;
        let _ = writeln!(
            out,
            "  {} {}:{}:{}-{}: {}",
            if evidence.primary { "at" } else { "beside" },
            evidence.place.path.display(),
            at.line,
            at.column,
            at.end_column,
            evidence.label
        );
        if let Some(line) = source_line(facts, evidence) {
            let _ = writeln!(out, "     | {}", line.escape_debug());
        }
    }
    for remedy in &finding.remedies {
        render_remedy(out, facts, case, remedy);
    }
    if let Some(leave) = finding.leave {
        let _ = writeln!(out, "  else: {leave}");
    }
}

fn source_line(facts: &Facts, evidence: &crate::Evidence) -> Option<String> {
    use aws_files::FileKind::{Config, Credentials};
    let kind = [Config, Credentials]
        .into_iter()
        .find(|kind| *facts.files().path(*kind) == *evidence.place.path)?;
    let document = facts.files().file(kind).document()?;
    (evidence.place.location.line <= document.line_count())
        .then(|| facts::mask_secrets(document.text(evidence.place.location.line)))
}

fn render_remedy(out: &mut String, facts: &Facts, case: &Case, remedy: &Remedy) {
    let _ = writeln!(out, "  {} ({}): {}", remedy.id, remedy.applicability.id(), remedy.title);
    for question in &remedy.questions {
        let _ = writeln!(
            out,
            "    ? {}: {} [{}] default {:?}",
            question.key, question.prompt, question.help, question.default
        );
        if let QuestionKind::Choice { choices, other } = &question.kind {
            let shown: Vec<String> = choices
                .iter()
                .take(6)
                .map(|choice| format!("{}={}", choice.value, choice.label))
                .collect();
            let other = if other.is_some() { ", or another" } else { "" };
            let _ = writeln!(out, "      {} of {}{other}", shown.join(", "), choices.len());
        }
    }
    for command in &remedy.commands {
        let _ = writeln!(out, "    $ {}", command.join(" "));
    }
    for words in &remedy.words {
        let _ = writeln!(out, "    {words}");
    }
    let Expect::Finds(found) = &case.expect else {
        return;
    };
    for (_, answers) in found.healed_by.iter().filter(|(id, _)| *id == remedy.id) {
        let answers: Answers =
            answers.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        if let Ok(plan) = remedy.plan(facts, &answers) {
            for step in &plan.steps {
                let _ = writeln!(out, "    plan: {step:?}");
            }
        }
    }
}
