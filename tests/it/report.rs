//! `report`: three formats that match the committed schema, confirmation on a terminal, files that
//! are never replaced, and the same results on another computer.

use std::path::PathBuf;

use serde_json::Value;

use crate::common::home::mode;
use crate::common::machine::{PRESET, WIKI_CONFIG, WIKI_CREDENTIALS};
use crate::common::pty::{CTRL_C, DOWN, ENTER, UP};
use crate::common::schema::assert_fits;
use crate::common::{Machine, PROFILE, SESSION};

const SCHEMA: &str = include_str!("../../docs/schema/report.schema.json");

/// Names of addresses, roles, and people on the wiki page's machine.
const NAMES: [&str; 5] = [PROFILE, SESSION, "111122223333", "PowerUser", "my-sciencecloud-sso"];

#[track_caller]
fn valid(text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    assert_fits(SCHEMA, &value);
    value
}

fn written(machine: &Machine, name: &str) -> String {
    std::fs::read_to_string(machine.home.path().join(name)).unwrap()
}

/// The only report in the home, by its extension.
fn found(machine: &Machine, ending: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(machine.home.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("aws-onboard-report-") && name.ends_with(ending)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_json_fits_its_schema_on_machines_of_all_kinds() {
    let healthy = Machine::healthy();
    let wiki = Machine::wiki();
    let nothing = Machine::with_files("", "");
    let revoked = Machine::healthy();
    revoked.simulator.set(|world| world.faults.revoked = true);
    for machine in [&healthy, &wiki, &nothing, &revoked] {
        for whom in ["support", "public"] {
            let outcome = machine
                .run(&["report", "--for", whom, "--format", "json", "--out", "-"])
                .run()
                .status(0);
            let value = valid(&outcome.stdout);
            assert_eq!(value["audience"], whom);
            assert_eq!(value["contact"], Value::Null);
        }
    }
    let outcome =
        revoked.run(&["report", "--for", "support", "--format", "json", "--out", "-"]).run();
    let value = valid(&outcome.stdout);
    let call = &value["calls"][0];
    assert_eq!(call["error"], "UnauthorizedException", "{value:#}");
    assert!(call["request_id"].is_string(), "{call}");
    assert!(call["at"].as_str().unwrap().ends_with('Z'), "{call}");
    let with_preset = wiki
        .run(&["--preset", PRESET, "report", "--for", "support", "--format", "json", "--out", "-"])
        .run()
        .status(0);
    let value = valid(&with_preset.stdout);
    let address = value["contact"]["mail"]["address"].as_str().unwrap();
    assert!(
        address.starts_with("mailto:support@sciencecloud.nasa.gov?subject=aws-onboard%20report%20"),
        "{address}"
    );
    assert!(address.contains("&body=Hello%2C%0D%0A"), "{address}");
    // A public report does not reveal which organization supports the user.
    let public = wiki
        .run(&["--preset", PRESET, "report", "--for", "public", "--format", "json", "--out", "-"])
        .run()
        .status(0);
    assert!(!public.stdout.contains("nasa"), "{}", public.stdout);
}

#[test]
fn a_public_report_names_nobody_and_a_private_one_what_a_desk_needs() {
    let machine = Machine::wiki();
    for format in ["markdown", "json", "html"] {
        let args = ["report", "--format", format, "--out", "-"];
        let public = machine.run(&args).run().status(0).stdout;
        let support =
            machine.run(&[&args[..], &["--for", "support"]].concat()).run().status(0).stdout;
        for name in NAMES {
            assert!(!public.contains(name), "{name} in {format}:\n{public}");
            assert!(support.contains(name), "{name} not in {format}");
        }
        let home = machine.home.path().display().to_string();
        for text in [&public, &support] {
            assert!(text.contains("sso-session-exists"), "{format}");
            assert!(!text.contains(&home), "{format}");
            assert!(!text.contains("wJalrXUtnFEMI"), "{format}");
            assert!(!text.contains("AKIAIOSFODNN7EXAMPLE"), "{format}");
        }
    }
}

#[test]
fn a_file_is_private_and_none_is_replaced_unasked() {
    let machine = Machine::wiki();
    machine.run(&["report", "--yes", "--offline"]).run().status(0);
    machine.run(&["report", "--yes", "--offline", "--format", "html"]).run().status(0);
    let [one] = found(&machine, ".md").try_into().unwrap();
    assert_eq!(mode(&one), 0o600);
    let page = found(&machine, ".html").remove(0);
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!doctype html>"));
    // The extension selects the format.
    machine.run(&["report", "--out", "mine.json"]).run().status(0);
    valid(&written(&machine, "mine.json"));
    machine.home.put("mine.json", b"something of mine");
    let refused = machine.run(&["report", "--out", "mine.json"]).run().status(2);
    assert!(refused.stderr.contains("mine.json already exists"), "{refused:?}");
    assert!(refused.stderr.contains("--yes"), "{refused:?}");
    assert_eq!(written(&machine, "mine.json"), "something of mine");
    machine.run(&["report", "--out", "mine.json", "--yes"]).run().status(0);
    valid(&written(&machine, "mine.json"));
    assert_eq!(mode(&machine.home.path().join("mine.json")), 0o600);
    let folder = machine.run(&["report", "--out", ".aws", "--yes"]).run().status(2);
    assert!(folder.stderr.contains(".aws is in the AWS folder"), "{folder:?}");
    let nowhere = machine.run(&["report", "--out", "no/such/x.md"]).run().status(1);
    assert!(nowhere.stderr.contains("could not write"), "{nowhere:?}");
    // The program cannot prompt, and no flag confirms the report.
    let unasked = machine.run(&["report"]).run().status(2);
    assert!(unasked.stderr.contains("--yes"), "{unasked:?}");
    assert_eq!(found(&machine, ".md").len(), 1);
}

#[test]
fn a_person_sees_what_is_in_it_and_says_yes() {
    let machine = Machine::wiki();
    let mut pty = machine.terminal(&["--preset", PRESET, "report", "--offline"]);
    pty.wait_for("Who will read the report?").wait_for("My support desk (Science Cloud)");
    pty.send(ENTER);
    pty.wait_for("For      support@sciencecloud.nasa.gov")
        .wait_for("Broken   sso-session-exists")
        .wait_for("Removed")
        .wait_for("for your support desk")
        .wait_for("Write this report?");
    assert!(found(&machine, ".md").is_empty(), "before the yes");
    // The user can read the whole report first.
    pty.send(&format!("{DOWN}{ENTER}"));
    pty.wait_for("<summary>AWS files</summary>").wait_for("Write this report?");
    pty.send(ENTER);
    // There is no screen to open a mail on, and its command is wider than the window.
    pty.wait_for("written to")
        .wait_for("Mention ")
        .wait_for("To       support@sciencecloud.nasa.gov")
        .wait_for("Subject  aws-onboard report ");
    pty.exits_with(0);
    assert!(!pty.transcript().contains("mailto:"), "{}", pty.transcript());
    let [file] = found(&machine, ".md").try_into().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(PROFILE), "{text}");
    assert!(!text.contains("wJalr"), "{text}");
}

#[test]
fn a_no_writes_nothing_and_a_file_that_is_there_is_asked_about() {
    let machine = Machine::wiki();
    // Enter alone names nobody.
    let mut pty = machine.terminal(&["report", "--offline"]);
    pty.wait_for("Who will read the report?")
        .wait_for("> A public place")
        .send(ENTER)
        .wait_for("for the public")
        .wait_for("Write this report?");
    pty.send(&format!("{DOWN}{DOWN}{ENTER}"));
    pty.wait_for("nothing was written");
    pty.exits_with(1);
    let mut pty = machine.terminal(&["report", "--offline", "--for", "public"]);
    pty.wait_for("Write this report?");
    pty.send(CTRL_C);
    pty.exits_with(130);
    assert!(found(&machine, ".md").is_empty());
    machine.home.put("mine.md", b"something of mine");
    let mut pty = machine.terminal(&["report", "--offline", "--for", "public", "--out", "mine.md"]);
    pty.wait_for("Yes, replace the existing file");
    // Enter alone means no.
    pty.send(ENTER);
    pty.exits_with(1);
    assert_eq!(written(&machine, "mine.md"), "something of mine");
}

#[test]
fn the_menu_exports_a_report() {
    let machine = Machine::wiki();
    let mut pty = machine.terminal(&[]);
    pty.wait_for("Create a report for support");
    pty.pick("> Create a report");
    pty.wait_for("Who will read the report?").send(&format!("{UP}{ENTER}"));
    pty.wait_for("for your support desk").wait_for("Write this report?");
    pty.send(ENTER);
    pty.wait_for("written to");
    pty.exits_with(0);
    assert_eq!(found(&machine, ".md").len(), 1);
}

/// On a desktop, the mail is one question away, and gets none of the user's credentials.
#[test]
fn the_mail_is_opened_after_a_question() {
    let machine = Machine::wiki();
    machine.home.program("xdg-open", "{ printf '%s\\n' \"$1\"; env; } > \"$HOME/opened\"");
    let path = format!("{}:/usr/bin:/bin", machine.home.bin().display());
    let variables =
        [("DISPLAY", ":0"), ("AWS_SECRET_ACCESS_KEY", "canary-canary"), ("PATH", path.as_str())];
    let args = ["--preset", PRESET, "report", "--offline", "--for", "support"];
    let mut pty = machine.terminal_with(&args, &variables, 80, 40);
    pty.wait_for("Write this report?").send(ENTER);
    pty.wait_for("written to").wait_for("Open the mail now?").send(ENTER);
    pty.wait_for("Opened; attach the file");
    pty.exits_with(0);
    let opened = written(&machine, "opened");
    assert!(opened.starts_with("mailto:support@sciencecloud.nasa.gov?subject="), "{opened}");
    assert!(!opened.contains("canary"), "{opened}");

    machine.home.program("xdg-open", "exit 3");
    let mut pty = machine.terminal_with(&args, &variables, 80, 40);
    pty.wait_for("Write this report?").send(ENTER);
    pty.wait_for("Open the mail now?").send(ENTER);
    pty.wait_for("No mail program opened it").wait_for("Subject  aws-onboard report ");
    pty.exits_with(0);
}

/// What was tried includes the sign-ins, in the head and in the list.
#[test]
fn a_report_names_the_sign_ins_that_were_tried() {
    let machine = Machine::with_files(&crate::common::machine::healthy_config(&["dev"]), "");
    let login = machine.run(&["login", "--device-code", "--no-browser"]).start();
    machine.approve_next();
    login.wait().status(0);
    let args = ["report", "--for", "support", "--format", "json", "--out", "-"];
    let value = valid(&machine.run(&args).run().status(0).stdout);
    let tried = value["head"]["tried"].as_str().unwrap();
    assert!(tried.starts_with("signed in with a code to sso-session corp at 20"), "{tried}");
    assert_eq!(value["sign_ins"].as_array().unwrap().len(), 1, "{value:#}");
    let public = machine.run(&["report", "--format", "json", "--out", "-"]).run().status(0);
    let value = valid(&public.stdout);
    assert_eq!(value["sign_ins"][0]["about"], "sso-session {session-1}", "{value:#}");
}

#[test]
fn another_machine_shows_the_same_examination() {
    let machine = Machine::wiki();
    machine.run(&["report", "--for", "support", "--out", "ticket.json"]).run().status(0);
    let text = written(&machine, "ticket.json");
    let there = machine.run(&["doctor"]).run().status(1);
    let helper = Machine::with_files("", "");
    helper.home.put("ticket.json", text.as_bytes());
    let before = helper.simulator.calls().len();
    let here = helper.run(&["doctor", "--from", "ticket.json"]).run().status(1);
    // The output is identical except for the first line, which names its source.
    let lines: Vec<&str> = here.stdout.lines().collect();
    assert!(lines[0].starts_with("Recorded at "), "{}", lines[0]);
    // Who reads a report needs no report.
    let there: Vec<&str> = there.stdout.lines().collect();
    let (last, there) = there.split_last().unwrap();
    assert!(last.contains("aws-onboard report"), "{last}");
    assert_eq!(lines[1..], *there);
    assert_eq!(helper.simulator.calls().len(), before, "nothing is asked");
    let json = helper.run(&["doctor", "--from", "ticket.json", "--format", "json"]).run().status(1);
    crate::json::assert_valid(&json);
    assert_eq!(json.outcome_of("sso-session-exists"), "found");
    assert_eq!(
        json.check("sso-session-exists")["findings"][0]["location"]["path"],
        "~/.aws/config"
    );
    // The titles come from this version.
    let older = text
        .replace("The profile's sso-session is defined", "Words of long ago")
        .replace("\"version\": \"", "\"version\": \"0.0.1-");
    helper.home.put("older.json", older.as_bytes());
    let json = helper.run(&["doctor", "--from", "older.json", "--format", "json"]).run();
    assert!(!json.stdout.contains("Words of long ago"));
    let both = helper.run(&["doctor", "--from", "ticket.json", "--fix"]).run().status(2);
    assert!(both.stderr.contains("--fix"), "{both:?}");
}

#[test]
fn what_is_no_report_is_one_clear_error() {
    let machine = Machine::wiki();
    let good = machine.run(&["report", "--format", "json", "--out", "-"]).run().status(0).stdout;
    let doctor = machine.run(&["doctor", "--format", "json"]).run().stdout;
    let newer = good.replacen("\"schema_version\": 1", "\"schema_version\": 2", 1);
    let half = good.replacen("\"head\"", "\"tail\"", 1);
    for (text, words) in [
        ("", "it is not JSON (line 1"),
        ("{\"a\": ", "it is not JSON"),
        ("[]", "it does not say that it is one"),
        (doctor.as_str(), "it is what `doctor --format json` prints"),
        (newer.as_str(), "made by a newer aws-onboard: it has schema 2"),
        (half.as_str(), "it is incomplete"),
        (&good[..good.len() / 2], "it is not JSON"),
    ] {
        machine.home.put("x.json", text.as_bytes());
        let outcome = machine.run(&["doctor", "--from", "x.json"]).run().status(2);
        assert!(outcome.stderr.contains(words), "{words}: {outcome:?}");
        assert_eq!(outcome.stdout, "");
        let errors = outcome.stderr.matches("error:").count();
        assert_eq!(errors, 1, "{outcome:?}");
    }
    let missing = machine.run(&["doctor", "--from", "y.json"]).run().status(2);
    assert!(missing.stderr.contains("there is no such file"), "{missing:?}");
    // Terminal control characters are removed.
    let hostile = good.replace("no region", "\\u001b[2Jno region\\u202e");
    machine.home.put("x.json", hostile.as_bytes());
    let outcome = machine.run(&["doctor", "--from", "x.json"]).run().status(1);
    assert!(!outcome.stdout.contains('\u{1b}') && !outcome.stdout.contains('\u{202e}'));
}

/// Names that are also common words: the report stays readable, and removes them where they are
/// names.
#[test]
fn names_that_are_words() {
    let config = WIKI_CONFIG
        .replace(PROFILE, "region")
        .replace("my-sciencecloud-sso", "aa")
        .replace(SESSION, "session");
    let machine = Machine::with_files(&config, WIKI_CREDENTIALS);
    let outcome = machine.run(&["report", "--format", "json", "--out", "-"]).run().status(0);
    let value = valid(&outcome.stdout);
    let subjects: Vec<String> = value["examination"]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| check["findings"].as_array().unwrap())
        .map(|found| found["subject"].as_str().unwrap().to_owned())
        .collect();
    assert!(subjects.contains(&"profile:{profile-1}".to_owned()), "{subjects:?}");
    assert!(!outcome.stdout.contains("[profile region]"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("sso-session:aa"), "{}", outcome.stdout);
}
