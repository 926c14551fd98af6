//! `doctor --fix --yes` goes on to the end: on random machines, with the loop of the program itself,
//! a second run has nothing to do.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use checks::{Applicability, FactKey, Finding};
use facts::{Request, Subject};
use machine::System;

use super::alike::{Alike, key};
use super::fix::Fixing;
use super::fix_queue::Order;
use crate::answers::FlagAnswers;
use crate::app::App;
use crate::changes::Prepared;
use crate::cli::{Color, Global};
use crate::examine::{Examination, Options};
use crate::sign_in::How;
use crate::terminal::Printer;

/// Try this many machines; with `AWS_ONBOARD_LONG_TESTS=1`, the larger number.
const MACHINES: u64 = 40;
const MACHINES_LONG: u64 = 10_000;

/// A random generator that needs no crate: xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const NAMES: &[&str] = &["dev", "ops", "corp", "default", "a b", "Dev", "test-1"];
const REGIONS: &[&str] =
    &["us-east-1", "eu-central-1", "us_east_1", "us-east1", "US-EAST-1", "frankfurt", ""];
const URLS: &[&str] = &[
    "https://lab-portal.awsapps.com/start",
    "https://lab-portal.awsapps.com/start/",
    "https://lab-portal.awsapps.com/start#/",
    "lab-portal.awsapps.com/start",
    "http://lab-portal.awsapps.com/start",
    "https://lab-portal.awsapps.com",
];
const ACCOUNTS: &[&str] = &["111122223333", "1111-2222-3333", "1111 2222 3333", "11112222333"];
const HEADERS: &[&str] = &["profile ", "sso-session ", "", "Profile ", "profile  ", "sso_session "];
/// Around a value, as people and editors write it.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("", ""),
    ("", ""),
    ("\"", "\""),
    ("'", "'"),
    ("\u{201c}", "\u{201d}"),
    ("", " # what for"),
    ("\u{a0}", ""),
    ("", "  "),
    ("", ","),
];
const BETWEEN: &[&str] = &[" = ", " = ", "=", " : ", " =", " ", "\u{a0}= "];

/// The value of a setting, with what people do to it by accident.
fn setting(key: &str, random: &mut Random) -> String {
    let value = match key {
        "region" | "sso_region" => random.one(REGIONS),
        "sso_start_url" => random.one(URLS),
        "sso_account_id" => random.one(ACCOUNTS),
        "sso_session" | "source_profile" => random.one(NAMES),
        "sso_registration_scopes" => "sso:account:access",
        "output" => "json",
        _ => "PowerUser",
    };
    let (before, after) = AROUND[random.below(AROUND.len())];
    let indentation = if random.below(12) == 0 { "  " } else { "" };
    let key = match random.below(20) {
        0 => key.to_uppercase(),
        1 => key.replace('_', "-"),
        2 => key[1..].to_owned(),
        _ => key.to_owned(),
    };
    format!("{indentation}{key}{}{before}{value}{after}\n", random.one(BETWEEN))
}

/// A config file of sections, some of which are there twice, with settings that are there twice.
fn config(random: &mut Random) -> String {
    let mut text = String::new();
    let of_session = ["sso_start_url", "sso_region", "sso_registration_scopes"];
    let of_profile =
        ["sso_session", "sso_account_id", "sso_role_name", "region", "output", "source_profile"];
    for _ in 0..2 + random.below(4) {
        let name = random.one(NAMES);
        let is_session = random.below(3) == 0;
        let kind = match (random.below(5), is_session) {
            (0, _) => random.one(HEADERS),
            (_, true) => "sso-session ",
            (_, false) => "profile ",
        };
        let end = if random.below(25) == 0 { "" } else { "]" };
        text.push_str(&format!("[{kind}{name}{end}\n"));
        let keys: &[&str] = if is_session { &of_session } else { &of_profile };
        for key in keys {
            for _ in 0..[1, 1, 1, 0, 2][random.below(5)] {
                text.push_str(&setting(key, random));
            }
        }
        text.push_str(["\n", "", "please add the lines above\n", "\t\n"][random.below(4)]);
    }
    text
}

fn credentials(random: &mut Random) -> String {
    let (id, secret) = ("AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");
    let name = random.one(NAMES);
    let (before, after) = AROUND[random.below(AROUND.len())];
    match random.below(4) {
        0 => format!(
            "[{name}]\naws_access_key_id = {before}{id}{after}\naws_secret_access_key = {before}{secret}{after}\n"
        ),
        1 => format!(
            "[profile {name}]\naws_access_key_id={id}\naws_secret_access_key = {secret}\nregion = us-east-1\n"
        ),
        _ => String::new(),
    }
}

/// The program on a machine with these files, whose writes stay in memory.
#[expect(clippy::disallowed_methods, reason = "a test's own folder")]
fn program(home: &Path, config: &str, credentials: &str) -> App {
    let folder = home.join(".aws");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config"), config).unwrap();
    std::fs::write(folder.join("credentials"), credentials).unwrap();
    let variables = vec![("HOME".into(), home.into()), ("PATH".into(), "/nowhere".into())];
    let global =
        Global { preset: None, quiet: true, verbose: false, color: Color::Never, no_input: true };
    let Ok(mut app) = App::new(System::new(variables).overlay(), &global) else {
        panic!("no preset is read")
    };
    app.printer = Arc::new(Printer::silent());
    app
}

/// Everything but the search for programs, which is the same on each machine.
fn examine(app: &App) -> Examination {
    let request = Request { all_profiles: true, offline: true, ..Request::default() };
    Examination::new(app, request, Options::without(FactKey::Programs))
        .map_err(|error| error.message)
        .unwrap()
}

/// What `--fix --yes` did.
struct Done {
    changes: usize,
    left: Examination,
}

/// Runs `doctor --fix --yes`; nothing that it does may fail.
fn fix(app: &App, mut examination: Examination, what: &str) -> Done {
    let answers = FlagAnswers::default();
    let mut fixing = fixing(app, &answers, &examination);
    fixing.run(&mut examination).map_err(|error| error.message).unwrap();
    let failed: Vec<_> = fixing.failed.iter().map(|failed| (failed.check, &failed.error)).collect();
    assert!(failed.is_empty(), "{failed:?}\n{what}");
    Done { changes: fixing.changes.len(), left: examination }
}

fn fixing<'a>(app: &'a App, answers: &'a FlagAnswers, examination: &Examination) -> Fixing<'a> {
    let how = How::choose(&examination.facts, true, false);
    Fixing::new(app, answers, true, Order::AsFound, how)
}

/// The findings whose fix `--yes` applies unasked.
fn safe<'a>(app: &App, examination: &'a Examination) -> Vec<(&'static str, &'a Finding)> {
    let answers = FlagAnswers::default();
    let fixing = fixing(app, &answers, examination);
    let is_safe = |check: &'static str, finding: &Finding| {
        let alike = Alike { check, first: finding.clone(), others: Vec::new() };
        fixing.applies_unasked(examination, &alike)
    };
    examination.findings().filter(|(check, finding)| is_safe(check, finding)).collect()
}

/// What is offered as safe can be prepared, also if the user is asked about it.
fn assert_prepared(examination: &Examination, what: &str) {
    for (check, finding) in examination.findings() {
        for remedy in &finding.remedies {
            if remedy.applicability == Applicability::Safe && remedy.questions.is_empty() {
                let plan = remedy.plan(&examination.facts, &Default::default());
                let plan = plan.unwrap_or_else(|error| panic!("{check}: {error}\n{what}"));
                let prepared = Prepared::new(&examination.facts, &plan);
                assert!(prepared.is_ok(), "{check} {} could not be prepared\n{what}", remedy.id);
            }
        }
    }
}

type Fault = (&'static str, &'static str, Subject);

/// The faults whose fix is safe, and how many of them look like another one.
fn safe_faults(app: &App, examination: &Examination) -> (BTreeSet<Fault>, usize) {
    let safe = safe(app, examination);
    let of = |(check, finding): &(&'static str, &Finding)| {
        (*check, finding.code, finding.subject.clone())
    };
    let looks: std::collections::HashSet<_> =
        safe.iter().map(|(check, finding)| key(check, finding)).collect();
    (safe.iter().map(of).collect(), safe.len() - looks.len())
}

/// One machine; returns how many changes were made, and how many findings looked like another one.
fn assert_fixed_to_the_end(home: &Path, config: &str, credentials: &str) -> (usize, usize) {
    let what = format!("{config:?}\n{credentials:?}");
    let app = program(home, config, credentials);
    let first = examine(&app);
    assert_prepared(&first, &what);
    let (_, alike) = safe_faults(&app, &first);
    let done = fix(&app, first, &what);
    let (left, _) = safe_faults(&app, &done.left);
    assert!(left.is_empty(), "{left:?} are left\n{what}");
    assert_prepared(&done.left, &what);
    let again = fix(&app, examine(&app), &what);
    assert_eq!(again.changes, 0, "a second run makes changes\n{what}");
    (done.changes, alike)
}

#[test]
fn two_findings_that_look_alike_are_both_fixed_in_one_run() {
    let home = tempfile::tempdir().unwrap();
    let profile = "[profile dev]\nregion = eu-central-1\nplease add this\nplease add this\n";
    let (changes, _) = assert_fixed_to_the_end(home.path(), profile, "");
    assert!(changes > 0);
}

/// Edits that the file does not allow are not offered: a line that would become part of a value, and
/// a header that would be there twice.
#[test]
fn what_is_offered_as_safe_can_be_prepared() {
    let home = tempfile::tempdir().unwrap();
    for config in [
        "[profile ops]\nsso_account_id 111122223333\n  sso_role_name : PowerUser\nregion = us-east-1\n",
        "[profile ops]\nregion = us-east-1\n[profile  ops]\noutput = json\n",
    ] {
        assert_fixed_to_the_end(home.path(), config, "");
    }
}

#[test]
// The switch of the long tests is not a fact about the machine.
#[expect(clippy::disallowed_methods, reason = "the environment of the test itself")]
fn a_second_run_has_nothing_to_do_on_random_machines() {
    let is_long = std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some();
    let machines = if is_long { MACHINES_LONG } else { MACHINES };
    let (next, changes, alike) = (AtomicU64::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let failed = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let home = tempfile::tempdir().unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= machines {
                        return;
                    }
                    let mut random = Random((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
                    let (config, credentials) = (config(&mut random), credentials(&mut random));
                    let one = || assert_fixed_to_the_end(home.path(), &config, &credentials);
                    // The reason is in the output; all failures are told.
                    match catch_unwind(AssertUnwindSafe(one)) {
                        Ok((made, same)) => {
                            changes.fetch_add(made, Ordering::Relaxed);
                            alike.fetch_add(same, Ordering::Relaxed);
                        }
                        Err(_) => failed.lock().unwrap().push(number),
                    }
                }
            });
        }
    });
    let (changes, alike) = (changes.into_inner(), alike.into_inner());
    println!("{machines} machines, {changes} changes, {alike} findings that looked like another");
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} of {machines} machines: {failed:?}", failed.len());
    assert!(changes > 0 && (alike > 0 || !is_long), "the test would not notice anything");
}
