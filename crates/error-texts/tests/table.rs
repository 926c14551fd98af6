//! Each row of the table is well formed, can be found by its identifier, and matches its example.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use error_texts::{
    Category, Paste, Pattern, Source, Speaker, causes, find_cause, find_text, manual_section,
    meanings_of_check, texts, texts_of_check,
};

fn is_kebab_case(id: &str) -> bool {
    id.split('-').all(|word| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

#[test]
fn every_identifier_is_unique_and_in_kebab_case() {
    let mut ids = BTreeSet::new();
    for text in texts() {
        assert!(ids.insert(text.id), "{} is used twice", text.id);
        assert!(is_kebab_case(text.id), "{}", text.id);
        assert_eq!(find_text(text.id).unwrap().pattern, text.pattern);
    }
}

#[test]
fn no_speaker_has_a_pattern_twice() {
    let mut seen = BTreeSet::new();
    for text in texts() {
        let pattern = text.pattern.to_lowercase();
        assert!(seen.insert((text.speaker.name(), pattern)), "{} is in the table twice", text.id);
    }
}

#[test]
fn every_row_matches_its_own_example() {
    for text in texts() {
        let example = text.example();
        let found = Pattern::new(text.pattern).find_last(&Paste::new(&example));
        assert!(found.is_some(), "{}: {example}", text.id);
    }
}

#[test]
fn every_version_is_a_number_with_dots() {
    for text in texts() {
        for version in [text.since, text.until].into_iter().flatten() {
            let is_version = version.split('.').all(|part| part.parse::<u32>().is_ok());
            assert!(is_version, "{}: {version}", text.id);
        }
    }
}

#[test]
fn every_source_names_something() {
    for text in texts() {
        let name = match text.source {
            Source::Measured(name)
            | Source::Code(name)
            | Source::Failures(name)
            | Source::Facts(name)
            | Source::Thread(name) => name,
            Source::Unrecorded => continue,
        };
        assert!(!name.trim().is_empty(), "{}", text.id);
    }
}

#[test]
fn the_texts_of_a_check_start_with_those_it_most_likely_explains() {
    let ids: Vec<&str> = texts_of_check("config-duplicates").map(|text| text.id).collect();
    assert_eq!(ids[0], texts().find(|text| text.pattern.contains("parse config file")).unwrap().id);
    let first = meanings_of_check("token-valid")[0].causes[0];
    assert!(find_cause(first).unwrap().checks.contains(&"token-valid"), "{first}");
    assert_eq!(texts_of_check("no-such-check").count(), 0);
}

#[test]
fn a_manual_lists_texts_with_their_speakers() {
    let texts = ["aws-cli-failed-resolve-start-url", "rust-sso-session-not-found"]
        .map(|prefix| texts().find(|text| text.id.starts_with(prefix)).unwrap());
    assert_eq!(
        manual_section(texts),
        "- the AWS CLI (since 2.35.13): `Failed to resolve start URL: HTTP NAME`\n\
         - the AWS SDK for Rust: `sso-session named corp (referenced by profile dev) was not found`\n"
    );
    assert_eq!(Speaker::Program("Terraform").name(), "Terraform");
}

#[test]
fn every_cause_has_one_category() {
    let mut seen = BTreeSet::new();
    for (category, ids) in Category::all() {
        assert!(is_kebab_case(category.name()));
        for id in *ids {
            assert!(seen.insert(*id), "{id} is in two categories");
            assert!(find_cause(id).is_some(), "there is no cause {id}");
        }
    }
    for cause in causes() {
        assert!(seen.contains(cause.id), "{} has no category", cause.id);
    }
}

/// The places that a remedy of its own is needed for exist.
#[test]
fn every_placeholder_of_an_answer_is_known() {
    for cause in causes() {
        for text in [cause.what, cause.answer, cause.sign] {
            // A template's own marks are quoted in some answers.
            let quoted = text.replace("{{…}}", "").replace("${…}", "");
            let mut rest = quoted.as_str();
            while let Some((_, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').unwrap();
                assert!(["contact", "profile", "fixed"].contains(&name), "{}: {name}", cause.id);
                rest = after;
            }
        }
    }
}
