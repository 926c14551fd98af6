//! Generates ten thousand machines full of secrets and names, and checks that no report contains
//! any of them in any format. The values are random for each machine, so that a list of known
//! words cannot pass the test.

mod made_up;

use std::collections::BTreeMap;

use facts::Readers;
use machine::{SignInOutcome, SignInWay, TriedSignIn};

use self::made_up::machine;
use super::{Report, Sources};
use crate::examine::Examination;
use crate::render::{html, markdown};
use crate::testing::now;

/// Generate this many machines with `AWS_ONBOARD_LONG_TESTS` set or in an optimized build.
const MACHINES: usize = 10_000;

/// Otherwise test every twentieth machine, because each takes tens of milliseconds.
const SHORT_STEP: usize = 20;

/// Every part of a secret that would be useful to an attacker.
fn parts(secret: &str) -> Vec<&str> {
    let middle = secret.len() / 2;
    match secret.len() {
        0..24 => vec![secret],
        length => vec![&secret[..16], &secret[middle - 8..middle + 8], &secret[length - 16..]],
    }
}

/// The text around a leak, which is safe to show because all of it is made up.
fn around(text: &str, at: usize) -> &str {
    let start = text.floor_char_boundary(at.saturating_sub(120));
    &text[start..text.floor_char_boundary(at + 160)]
}

/// A sign-in that was tried, as the state folder keeps it.
fn tried(session: String, legacy: bool) -> TriedSignIn {
    TriedSignIn {
        session,
        legacy,
        way: SignInWay::Browser,
        outcome: SignInOutcome::Denied,
        code: None,
        at: now(),
    }
}

fn leaks_nothing(seed: u64) {
    let (facts, loot, names) = machine(seed);
    let examination = Examination::of_facts(facts);
    let sources = Sources {
        examination: &examination,
        journal: Err(format!("the journal of {} holds {}", names.user, loot.secret_key)),
        sign_ins: vec![
            tried(names.session.clone(), false),
            tried(format!("https://{}.awsapps.com/start", names.portal), true),
        ],
        changed: BTreeMap::new(),
        now: now(),
    };
    let audience = match seed % 2 {
        0 => Readers::Public,
        _ => Readers::Support,
    };
    let (report, redactor) = Report::of(&sources, audience);
    let mut planted: Vec<&str> = loot.all().into_iter().flat_map(|text| parts(text)).collect();
    match audience {
        Readers::Public => planted.extend(names.all().map(String::as_str)),
        Readers::Support => planted.extend([names.user.as_str(), names.host.as_str()]),
    }
    let finder = aho_corasick::AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(aho_corasick::AhoCorasickKind::NoncontiguousNFA))
        .build(&planted)
        .unwrap();
    // All formats render the same report, so most machines test one format and every tenth tests
    // all.
    for format in 0..3 {
        if seed % 3 != format && !seed.is_multiple_of(10) {
            continue;
        }
        let text = match format {
            0 => serde_json::to_string_pretty(&report).unwrap(),
            1 => markdown::write(&report.to_document()),
            _ => html::write(&report.to_document()),
        };
        if let Some(leak) = redactor.leak(text.as_bytes()) {
            panic!("machine {seed}, format {format}: stopped for {leak}");
        }
        if let Some(found) = finder.find(&text) {
            panic!(
                "machine {seed}, format {format}, for {}: {}",
                audience.id(),
                around(&text, found.start())
            );
        }
    }
}

#[test]
fn ten_thousand_machines_leak_none() {
    #[expect(clippy::disallowed_methods, reason = "the environment of the test itself")]
    let all = std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some() || !cfg!(debug_assertions);
    let step = if all { 1 } else { SHORT_STEP };
    let threads = 4;
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                for number in (thread..MACHINES / step).step_by(threads) {
                    // Varies the last digit of the seed, so that a short run covers every kind of
                    // machine.
                    let seed = number * step + number % step;
                    leaks_nothing(u64::try_from(seed).unwrap());
                }
            });
        }
    });
}
