//! A report is read from its top: the findings, what was not checked, and the rest folded.

use std::collections::BTreeMap;

use facts::Readers;
use jiff::SignedDuration;
use machine::{SignInOutcome, SignInWay, TriedSignIn};

use super::broken::{SOUND, broken, machine, sources_of};
use super::{Report, Sources};
use crate::examine::Examination;
use crate::render::{html, markdown};
use crate::testing::now;

/// The first lines: the title, the fence, six labeled lines, and what the report is.
const MAX_HEAD_LINES: usize = 12;

#[test]
fn the_findings_come_first_and_the_rest_is_folded() {
    for (name, facts) in broken() {
        let examination = Examination::of_facts(facts);
        let (report, _) = Report::of(&sources_of(&examination), Readers::Public);
        let text = markdown::write(&report.to_document());
        let lines: Vec<&str> = text.lines().collect();
        let first = lines.iter().position(|line| line.starts_with("## ")).unwrap();
        assert!(first <= MAX_HEAD_LINES, "{name}: {text}");
        assert_eq!(lines[first], "## Findings", "{name}");
        let open = lines.iter().position(|line| *line == "<details>").unwrap();
        let open_sections: Vec<&str> =
            lines[..open].iter().filter_map(|line| line.strip_prefix("## ")).collect();
        let known = ["Findings", "For the administrator", "Calls that AWS refused", "Not checked"];
        assert!(open_sections.iter().all(|title| known.contains(title)), "{open_sections:?}");
        assert!(!lines[open..].iter().any(|line| line.starts_with("## ")), "{name}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        // Skipped checks are one line, not one each.
        assert_eq!(text.matches("- Skipped: ").count(), 1, "{name}: {text}");
        assert!(!text.contains("| skipped |"), "{name}");
        let page = html::write(&report.to_document());
        let folded = page.find("<details>").unwrap();
        assert!(page.find("id=\"findings\"").unwrap() < folded, "{name}");
        assert!(page.find("id=\"not-checked\"").unwrap() < folded, "{name}");
        assert!(page.find("id=\"files\"").unwrap() > folded, "{name}");
    }
}

#[test]
fn what_was_tried_includes_sign_ins() {
    let examination = Examination::of_facts(machine(SOUND.as_bytes(), ""));
    let tried = |session: &str, minutes: i64, outcome: SignInOutcome| TriedSignIn {
        session: session.into(),
        legacy: false,
        way: SignInWay::Browser,
        outcome,
        code: None,
        at: now() - SignedDuration::from_mins(minutes),
    };
    let token = examination.facts.tokens.as_ref().unwrap().entries.values().next().unwrap();
    let sources = Sources {
        examination: &examination,
        journal: Ok(Vec::new()),
        // The session of the first is no longer in any file.
        sign_ins: vec![
            tried("formersession", 90, SignInOutcome::Denied),
            tried("corp", 5, SignInOutcome::SignedIn),
        ],
        changed: BTreeMap::from([(token.path.clone(), now() - SignedDuration::from_mins(5))]),
        now: now(),
    };
    let (report, _) = Report::of(&sources, Readers::Support);
    assert_eq!(
        report.head.tried,
        "signed in with a browser to sso-session corp at 2026-11-23T08:55:00Z; \
         denied in the browser: the sign-in to sso-session formersession at 2026-11-23T07:30:00Z"
    );
    assert_eq!(report.sign_ins.len(), 2, "the token's file is the same sign-in");
    let (public, _) = Report::of(&sources, Readers::Public);
    let text = serde_json::to_string(&public).unwrap();
    assert!(!text.contains("formersession"), "{text}");
    // Another program signed in later.
    let later = Sources {
        changed: BTreeMap::from([(token.path.clone(), now() - SignedDuration::from_mins(1))]),
        ..sources
    };
    let (report, _) = Report::of(&later, Readers::Support);
    assert!(
        report.head.tried.starts_with("signed in or renewed the sign-in to sso-session corp at"),
        "{}",
        report.head.tried
    );
}
