//! Snapshots of the screens at 80 columns without color. `SNAPSHOTS=overwrite cargo test --test it
//! screens` records the current output; read the diff before committing it.

use std::path::Path;
use std::time::Duration;

use crate::common::machine::healthy_config;
use crate::common::run::Program;
use crate::common::{Machine, Outcome};

/// The command, its output, and its exit status.
fn screen(line: &str, outcome: &Outcome) -> String {
    let mut text = format!("$ aws-onboard {line}\n{}", outcome.stdout);
    if !outcome.stderr.is_empty() {
        text.push_str(&format!("--- standard error\n{}", outcome.stderr));
    }
    text.push_str(&format!("--- exit status {}\n", outcome.status));
    undated(&text)
}

/// A day such as `Feb 3` changes daily, and the time of a response changes every second.
fn undated(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        if let Some((before, _)) = line.split_once(" at 20") {
            out.push_str(&format!("{before} at [TIME]\n"));
            continue;
        }
        if let Some((before, (_, after))) =
            line.split_once("expired ").and_then(|(a, b)| Some((a, b.split_once(" ago")?)))
        {
            out.push_str(&format!("{before}expired [TIME] ago{after}"));
            continue;
        }
        match line.split_once("until ") {
            Some((before, after)) if after.trim_end().len() <= 6 => {
                out.push_str(&format!("{before}until [DAY]\n"));
            }
            _ => out.push_str(&timeless(line)),
        }
    }
    out
}

/// A time such as `2026-11-23T09:20:00Z` anywhere in the text.
fn timeless(line: &str) -> String {
    let is_time = |word: &str| word.starts_with("20") && word.len() == 20 && word.ends_with('Z');
    line.split_inclusive([' ', '\n', ','])
        .map(|word| {
            let bare = word.trim_end_matches([' ', '\n', ',']);
            if is_time(bare) { word.replace(bare, "[TIME]") } else { word.to_owned() }
        })
        .collect()
}

#[track_caller]
fn same(name: &str, machine: &Machine, line: &str, program: impl Fn(Program) -> Program) {
    let args: Vec<&str> = line.split_whitespace().collect();
    // Simulates SSH everywhere, because containers and desktops print something else.
    let run = machine.run(&args).env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let outcome = program(run).run();
    let mut redactions = snapbox::Redactions::new();
    redactions.insert("[HOME]", machine.home.path()).unwrap();
    redactions.insert("[PROGRAMS]", machine.home.bin()).unwrap();
    redactions.insert("[SIMULATOR]", machine.simulator.url()).unwrap();
    let address = machine.simulator.url();
    redactions.insert("[ADDRESS]", address.trim_start_matches("http://").to_owned()).unwrap();
    redactions.insert("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/snapshots")
        .join(format!("{name}.txt"));
    snapbox::Assert::new()
        .action_env("SNAPSHOTS")
        .redact_with(redactions)
        .eq(screen(line, &outcome), snapbox::Data::read_from(&path, None));
}

fn as_it_is(program: Program) -> Program {
    program
}

#[test]
fn the_doctor_on_the_wiki_pages_machine() {
    same("doctor-wiki", &Machine::wiki(), "doctor", as_it_is);
    same("doctor-wiki-verbose", &Machine::wiki(), "doctor -v", as_it_is);
    same("doctor-wiki-quiet", &Machine::wiki(), "doctor -q", as_it_is);
    same(
        "doctor-wiki-fix",
        &Machine::wiki(),
        "doctor --offline --fix --yes --no-input --answer static-keys.remedy=comment-out --answer profile-region.region=eu-central-1",
        as_it_is,
    );
}

#[test]
fn the_doctor_where_all_is_well() {
    same("doctor-well", &Machine::healthy(), "doctor", as_it_is);
    same("doctor-well-offline", &Machine::healthy(), "doctor --offline", as_it_is);
    same("doctor-well-verbose", &Machine::healthy(), "doctor -v", as_it_is);
}

#[test]
fn the_doctor_elsewhere() {
    let nothing = Machine::with_files("", "");
    same("doctor-nothing", &nothing, "doctor", as_it_is);
    let twice = Machine::with_files(
        &format!(
            "{0}Replace the values above.\n\n[profile dev]\noutput = json\n",
            healthy_config(&["dev"])
        ),
        "",
    );
    same("doctor-pasted-twice", &twice, "doctor --offline", as_it_is);
    let unreachable = Machine::healthy();
    // Port 9 is reserved for the discard service and is privileged, so no program listens there.
    same("doctor-unreachable", &unreachable, "doctor", |program| {
        program.env("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:9")
    });
    let revoked = Machine::healthy();
    revoked.simulator.set(|world| world.faults.revoked = true);
    same("doctor-revoked", &revoked, "doctor", as_it_is);
    let other_role = Machine::healthy();
    let config = healthy_config(&["dev"]).replace("PowerUser", "PowerUsr");
    other_role.home.put(".aws/config", config.as_bytes());
    same("doctor-other-role", &other_role, "doctor", as_it_is);
}

/// A profile in each state of a sign-in, offline.
fn every_state() -> Machine {
    let names = ["renews", "leaves", "maybe", "over", "never", "refused", "unreadable"];
    let config: Vec<String> =
        names.iter().map(|name| healthy_config(&[name]).replace("corp", name)).collect();
    let machine = Machine::with_files(&config.join("\n"), "");
    // In the middle of a day, because the screen says whole days.
    let days = Duration::from_secs(5 * 24 * 3600 + 12 * 3600);
    machine.sign_in("renews", true, days);
    machine.sign_in("leaves", false, days);
    machine.sign_in("refused", true, Duration::ZERO);
    machine.simulator.set(|world| world.faults.refresh_refused = true);
    machine.run(&["status", "--check", "--profile", "refused"]).run().status(1);
    machine.sign_in("maybe", true, Duration::ZERO);
    machine.sign_in("over", false, Duration::ZERO);
    std::fs::create_dir(machine.home.token("unreadable")).unwrap();
    machine
}

#[test]
fn the_other_commands() {
    same("status", &Machine::healthy(), "status", as_it_is);
    same("status-states", &every_state(), "status", as_it_is);
    same("status-ends-soon", &every_state(), "status --profile leaves --within 30d", as_it_is);
    same("status-short", &every_state(), "status --short", as_it_is);
    same("status-wiki", &Machine::wiki(), "status", as_it_is);
    same("checks", &Machine::wiki(), "checks", as_it_is);
    same("explain", &Machine::wiki(), "explain sso-session-exists", as_it_is);
    same("profiles", &Machine::wiki(), "profiles", as_it_is);
    same("undo-nothing", &Machine::wiki(), "undo", as_it_is);
}

#[test]
fn errors() {
    let machine = Machine::wiki();
    same("error-check", &machine, "doctor --only sso-sesion-exists", as_it_is);
    same("error-fix", &machine, "doctor --yes", as_it_is);
    same("error-explain", &machine, "explain token-vald", as_it_is);
    same("error-scenario", &machine, "demo wikipage", as_it_is);
}

#[test]
fn no_line_is_printed_twice_in_a_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let mut screens = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        for pair in lines.windows(2) {
            assert_ne!(pair[0], pair[1], "{}", path.display());
        }
        screens += 1;
    }
    assert!(screens > 20, "{screens}");
}
