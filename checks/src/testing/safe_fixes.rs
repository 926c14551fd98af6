//! Safe means safe: what `doctor --fix --yes` does to any file takes nothing away that worked.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_files::{FileKind, View, read};
use facts::Subject;

use super::Machine;
use crate::{Answers, Applicability, Finding, Plan, find_harm, registry, run_all};

/// Try this many mutated files; with `AWS_ONBOARD_LONG_TESTS=1`, the larger number.
const MUTATED_FILES: usize = 2_000;
const MUTATED_FILES_LONG: usize = 100_000;

/// Fix what looks the same in the same place at most this many times, as the program does.
const MAX_REPEATS: usize = 20;

/// A random generator that needs no crate: xorshift64.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// What people do to a file by accident.
pub(super) fn mutate(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..=random.below(3) {
        if lines.is_empty() {
            return "region = us-east-1\n".into();
        }
        let at = random.below(lines.len());
        let line = lines[at].clone();
        let other = lines[random.below(lines.len())].clone();
        let cut =
            line.char_indices().map(|(index, _)| index).nth(random.below(line.chars().count()));
        let cut = cut.unwrap_or(0);
        match random.below(16) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, other),
            2 => lines[at] = line.trim_end_matches('\n').to_owned(),
            3 => lines[at] = format!("  {line}"),
            4 => lines[at] = line.replacen(" = ", "=", 1),
            5 => lines[at] = line.replacen('=', " ", 1),
            6 => lines[at] = line.replacen(" = ", " : ", 1),
            7 => lines[at] = format!("{}{}", line[..cut].to_uppercase(), &line[cut..]),
            8 => lines[at] = line.replacen(" = ", " = \"", 1).replace('\n', "\"\n"),
            9 => lines[at] = line.replace('\n', " # what for\n"),
            10 => lines[at] = line.replace(']', ""),
            11 => lines[at] = line.replace("profile ", ""),
            12 => {
                let rest: String = line.chars().skip(line[..cut].chars().count() + 1).collect();
                lines[at] = format!("{}{rest}", &line[..cut]);
            }
            13 => lines[at] = format!("{}x{}", &line[..cut], &line[cut..]),
            14 => lines.insert(at, "\n".into()),
            _ => lines[at] = format!("# {line}"),
        }
    }
    lines.concat()
}

/// The texts of the lines that a finding names.
fn named_lines(machine: &Machine, finding: &Finding) -> BTreeSet<String> {
    let facts = machine.facts();
    let files = [FileKind::Config, FileKind::Credentials].map(|kind| facts.files().file(kind));
    let mut lines = BTreeSet::new();
    for evidence in &finding.evidence {
        let of = files.iter().find(|file| file.path == evidence.place.path);
        if let Some(document) = of.and_then(|file| file.document()) {
            lines.insert(document.text(evidence.place.location.line).trim().to_owned());
        }
    }
    lines
}

/// Everything that `--fix --yes` does, as the program does it: the first finding that was not
/// seen, its first remedy, if it is safe.
struct Fixed {
    machine: Machine,
    named: BTreeSet<String>,
    broken: BTreeSet<Subject>,
    trail: Vec<String>,
}

impl Fixed {
    fn finds_at(&self, check: &str, wanted: &Finding, line: Option<usize>) -> bool {
        let results = run_all(&self.machine.facts(), |_| true);
        let mut findings = results
            .iter()
            .filter(|result| result.id == check)
            .flat_map(|result| result.findings().into_iter().cloned());
        findings.any(|finding| {
            (finding.code, &finding.brief) == (wanted.code, &wanted.brief)
                && finding.place().map(|place| place.location.line) == line
        })
    }
}

fn fix(machine: Machine) -> Fixed {
    let mut fixed =
        Fixed { machine, named: BTreeSet::new(), broken: BTreeSet::new(), trail: Vec::new() };
    let mut seen = BTreeSet::new();
    let mut stuck = BTreeMap::new();
    for _ in 0..100 {
        let facts = fixed.machine.facts();
        let results = run_all(&facts, |_| true);
        let findings = results.iter().flat_map(|result| {
            result.findings().into_iter().cloned().map(|finding| (result.id, finding))
        });
        let mut applied = false;
        for (check, finding) in findings {
            let name = (check, finding.code, finding.subject.clone(), finding.brief.clone());
            let line = finding.place().map(|place| place.location.line);
            if !seen.insert(name)
                || stuck
                    .get(&(check, finding.code, finding.brief.clone(), line))
                    .is_some_and(|times| *times > MAX_REPEATS)
            {
                continue;
            }
            if let Some((remedy, plan)) = safe_plan(&fixed.machine, &finding) {
                fixed.named.extend(named_lines(&fixed.machine, &finding));
                fixed.broken.insert(finding.subject.clone());
                fixed.trail.push(format!("{check} {}: {remedy}", finding.code));
                fixed.machine = fixed.machine.after(&plan);
                // A fix may make another one safe. A finding that looks like the fixed one is
                // another one, unless it is in the same place.
                let line = finding.place().map(|place| place.location.line);
                if fixed.finds_at(check, &finding, line) {
                    *stuck
                        .entry((check, finding.code, finding.brief.clone(), line))
                        .or_insert(0) += 1;
                }
                seen.clear();
                applied = true;
                break;
            }
        }
        if !applied {
            return fixed;
        }
    }
    panic!("the fixes do not come to an end: {:?}", fixed.trail);
}

pub(super) fn safe_plan(machine: &Machine, finding: &Finding) -> Option<(&'static str, Plan)> {
    let facts = machine.facts();
    let fixable = |applicability| applicability != Applicability::Guide;
    let remedy = finding.remedies.iter().find(|remedy| fixable(remedy.applicability))?;
    if remedy.applicability != Applicability::Safe || !remedy.questions.is_empty() {
        return None;
    }
    let plan = remedy.plan(&facts, &Answers::new()).expect("a safe fix needs no answer");
    find_harm(&facts, &[finding], &plan).is_none().then_some((remedy.id, plan))
}

pub(super) type Values = BTreeMap<(FileKind, String, String, String), (String, Vec<String>)>;

/// Every value that a reader gets, by file, kind, section and key, with the text of its lines.
pub(super) fn values(machine: &Machine, view: View) -> Values {
    let facts = machine.facts();
    let mut values = Values::new();
    for kind in [FileKind::Config, FileKind::Credentials] {
        let Some(document) = facts.files().file(kind).document() else { continue };
        let reading = read(document, kind, view);
        let profiles = reading.profiles.iter().map(|section| ("profile", section));
        let sessions = reading.sso_sessions.iter().map(|section| ("sso-session", section));
        for (of, (name, section)) in profiles.chain(sessions) {
            for (key, property) in section.iter() {
                let Some(text) = property.value.as_text() else { continue };
                let of_session =
                    ["sso_region", "sso_registration_scopes", "sso_start_url"].contains(&key);
                if of == "sso-session" && !of_session {
                    continue;
                }
                let lines = (property.key_location.line..=property.last_line)
                    .map(|line| document.text(line).trim().to_owned())
                    .collect();
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                values.insert((kind, of.into(), name.clone(), key.to_owned()), (text, lines));
            }
        }
    }
    values
}

pub(super) fn config_of(machine: &Machine) -> String {
    let facts = machine.facts();
    let text = |kind| {
        let document = facts.files().file(kind).document();
        document.map(|document| String::from_utf8_lossy(document.as_bytes()).into_owned())
    };
    format!("{:?}\n{:?}", text(FileKind::Config), text(FileKind::Credentials))
}

/// Fails with the file, the fixes and the value that was lost.
fn assert_nothing_is_lost(name: &str, machine: &Machine) -> usize {
    let fixed = fix(machine.clone());
    let what = || {
        format!(
            "{name}\nbefore {}\nafter  {}\nfixes  {:?}",
            config_of(machine),
            config_of(&fixed.machine),
            fixed.trail
        )
    };
    for view in [View::Cli, View::Sdk] {
        let after = values(&fixed.machine, view);
        let elsewhere: BTreeSet<(&str, &str)> =
            after.iter().map(|((_, _, _, key), (text, _))| (key.as_str(), text.as_str())).collect();
        for ((file, kind, section, key), (text, lines)) in values(machine, view) {
            let own = (file, kind.clone(), section.clone(), key.clone());
            let kept = after.get(&own).is_some_and(|(now, _)| *now == text);
            let header =
                fixed.named.iter().any(|line| line.starts_with('[') && line.contains(&section));
            let moved = header && elsewhere.contains(&(key.as_str(), text.as_str()));
            let is_key = key.starts_with("aws_");
            // A profile gets these from its session.
            let by_session = key.starts_with("sso_")
                && kind == "profile"
                && elsewhere.contains(&(key.as_str(), text.as_str()));
            assert!(
                kept || moved
                    || is_key
                    || by_session
                    || lines.iter().any(|line| fixed.named.contains(line)),
                "{view:?} no longer reads {kind} {section} {key} = {text}\n{}",
                what()
            );
        }
    }
    assert_nothing_is_left_to_do(&fixed, &what);
    fixed.trail.len()
}

fn assert_nothing_is_left_to_do(fixed: &Fixed, what: &dyn Fn() -> String) {
    let again = fix(fixed.machine.clone());
    assert!(again.trail.is_empty(), "a second run does {:?}\n{}", again.trail, what());
}

/// The files of the catalogue (tests/it/catalogue) that are text alone, and pastes of other kinds:
/// a line with `===` and a name, and the file.
const FILES: &str = include_str!("files.txt");

/// The machine of every case, and one for each file.
pub(super) fn machines() -> Vec<(String, Machine)> {
    let cases = registry().iter().flat_map(|check| {
        let of_check = (check.cases)().into_iter();
        of_check.map(|case| (format!("{}: {}", check.id, case.name), case.machine))
    });
    let files = FILES.split("=== ").skip(1).filter_map(|entry| {
        let (name, text) = entry.split_once('\n')?;
        Some((name.to_owned(), Machine::new().config(text)))
    });
    cases.chain(files).collect()
}

#[test]
fn safe_fixes_lose_nothing_on_any_case() {
    let (mut fixes, mut failed) = (0, Vec::new());
    for (name, machine) in machines() {
        match catch_unwind(AssertUnwindSafe(|| assert_nothing_is_lost(&name, &machine))) {
            Ok(done) => fixes += done,
            Err(_) => failed.push(name),
        }
    }
    assert!(failed.is_empty(), "{} cases: {failed:?}", failed.len());
    assert!(fixes > 100, "{fixes} fixes: the test would not notice anything");
}

#[test]
// The switch of the long tests is not a fact about the machine.
#[allow(clippy::disallowed_methods)]
fn safe_fixes_lose_nothing_on_mutated_files() {
    let long = std::env::var_os("AWS_ONBOARD_LONG_TESTS").is_some();
    let count = if long { MUTATED_FILES_LONG } else { MUTATED_FILES };
    let (failed, fixes) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    for_each_mutated(count, 0x9e37_79b9_7f4a_7c15, |name, mutated| {
        match catch_unwind(AssertUnwindSafe(|| assert_nothing_is_lost(name, mutated))) {
            Ok(done) => drop(fixes.fetch_add(done, Ordering::Relaxed)),
            Err(_) => failed.lock().expect("no panic holds it").push(name.to_owned()),
        }
    });
    let failed = failed.into_inner().expect("no panic holds it");
    assert!(failed.is_empty(), "{} of {count} files: {failed:?}", failed.len());
    assert!(fixes.into_inner() > count / 5, "too few fixes: the test would not notice anything");
}

/// Mutates the config file of each machine, in about `count` mutations in all, on all processors. What is
/// made of a machine depends on its name and the seed alone, so that a new case changes no other.
pub(super) fn for_each_mutated(count: usize, seed: u64, act: impl Fn(&str, &Machine) + Sync) {
    let seeds: Vec<(String, Machine)> = machines()
        .into_iter()
        .filter(|(_, machine)| machine.facts().files().config.document().is_some())
        .collect();
    let rounds = (count / seeds.len()).max(1);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= rounds * seeds.len() {
                        return;
                    }
                    let ((name, machine), round) = (&seeds[n % seeds.len()], n / seeds.len());
                    let of_name = name.bytes().fold(seed, |hash, byte| {
                        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                    });
                    let mut random = Random(of_name ^ (round as u64 + 1) << 17);
                    random.below(2);
                    let facts = machine.facts();
                    let document = facts.files().config.document().expect("filtered");
                    let text = String::from_utf8_lossy(document.as_bytes()).into_owned();
                    let mutated = machine.clone().config(&mutate(&text, &mut random));
                    act(&format!("{name}, mutation {round}"), &mutated);
                }
            });
        }
    });
}
