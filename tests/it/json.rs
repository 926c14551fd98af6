//! The JSON output: many machines against the committed schema, and the structure of the other
//! commands' JSON (DESIGN, *The command line*).

use std::time::Duration;

use identity_center_sim::{Rubbish, RubbishKind};
use serde_json::Value;

use crate::common::machine::healthy_config;
use crate::common::schema::{assert_fits, fits};
use crate::common::{Machine, Outcome, PROFILE, SESSION};

const SCHEMA: &str = include_str!("../../docs/schema/doctor.schema.json");

/// Fails with every place where the JSON violates the committed schema.
#[track_caller]
pub fn assert_valid(outcome: &Outcome) -> Value {
    let value = outcome.json();
    assert_fits(SCHEMA, &value);
    value
}

const JSON: &[&str] = &["doctor", "--format", "json"];

fn doctor(machine: &Machine, more: &[&str]) -> Outcome {
    let args: Vec<&str> = JSON.iter().chain(more).copied().collect();
    machine.run(&args).run()
}

#[test]
fn a_broken_machine() {
    let machine = Machine::wiki();
    let value = assert_valid(&doctor(&machine, &[]).status(1));
    assert_eq!(value["outcome"], "failed");
    assert_eq!(value["profile"], PROFILE);
    assert_eq!(value["scope"], serde_json::json!([PROFILE]));
    assert_eq!(value["preset"], Value::Null);
    assert_eq!(value["next"], "aws-onboard doctor --fix");
    assert_eq!(value["changes"], serde_json::json!([]));
    let ids: Vec<&str> = value["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["id"].as_str().unwrap())
        .collect();
    for id in FOURTEEN {
        assert!(ids.contains(&id), "{id} is missing");
    }
    let outcome = doctor(&machine, &[]);
    let check = outcome.check("sso-session-exists");
    let finding = &check["findings"][0];
    assert_eq!(finding["severity"], "fail");
    let location = &finding["location"];
    assert_eq!(location["path"], machine.home.config().to_str().unwrap(), "the path is absolute");
    // sso_session = my-sciencecloud-sso
    assert_eq!(location["line"], 2);
    assert_eq!(location["column"], 15);
    assert_eq!(location["end_column"], 34);
    let remedy = &finding["remedies"][0];
    assert_eq!(remedy["applicability"], "safe");
    let diff = remedy["diff"].as_str().unwrap();
    assert!(diff.contains(&format!("+sso_session = {SESSION}\n")), "{diff}");
    assert_eq!(outcome.check("token-present")["outcome"], "skipped");
    assert_eq!(outcome.check("token-present")["blocked_by"], "sso-session-exists");
    let region = &outcome.check("profile-region")["findings"][0]["remedies"][0];
    assert_eq!(region["questions"][0]["key"], "region");
    assert_eq!(region["diff"], Value::Null, "null until it is answered");
}

/// The checks of the first release, whose identifiers never change.
const FOURTEEN: [&str; 14] = [
    "cli-installed",
    "cli-version",
    "files-readable",
    "config-syntax",
    "static-keys",
    "profile-exists",
    "sso-session-exists",
    "sso-session-fields",
    "profile-fields",
    "profile-region",
    "sso-scopes",
    "token-present",
    "token-valid",
    "caller-identity",
];

#[test]
fn a_healthy_machine() {
    let machine = Machine::healthy();
    let value = assert_valid(&doctor(&machine, &[]).status(0));
    assert_eq!(value["outcome"], "passed");
    assert_eq!(value["next"], Value::Null);
    assert_eq!(value["summary"]["fail"], 0);
    // Offline, the program cannot know whether the simulator's addresses are intended (CATALOGUE,
    // *Endpoint settings*).
    let value = assert_valid(&doctor(&machine, &["--offline"]).status(0));
    assert_eq!(value["outcome"], "warnings");
    assert_eq!(value["summary"]["warn"], 1);
    let skipped = value["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["id"] == "caller-identity")
        .unwrap();
    assert_eq!(skipped["reason"], "offline");
}

#[test]
fn other_machines() {
    let empty = Machine::with_files("", "");
    assert_valid(&doctor(&empty, &[]).status(1));

    let unparsable = Machine::with_files("[profile a]\nregion = x\n[profile a]\nnonsense\n", "");
    assert_valid(&doctor(&unparsable, &[]).status(1));

    let half = Machine::with_files(
        "[profile a]\nsso_session = s\n[sso-session s]\n[profile b]\nsso_start_url = https://d-1.awsapps.com/start\nsso_account_id = 12\n",
        "[b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    );
    for more in [&["--all-profiles"][..], &["--profile", "b"], &["--profile", "none"]] {
        assert_valid(&doctor(&half, more).status(1));
    }

    let silent = Machine::healthy();
    silent.simulator.set(|world| {
        world.faults.rubbish = Some(Rubbish::everywhere(RubbishKind::Nothing));
    });
    let value = assert_valid(&doctor(&silent, &["--timeout", "5"]).status(3));
    assert_eq!(value["outcome"], "incomplete");

    let stranger = Machine::healthy();
    stranger.simulator.set(|world| world.accounts.clear());
    assert_valid(&doctor(&stranger, &[]).status(1));

    let many = Machine::with_files(&healthy_config(&["a", "b", "c"]), "");
    many.sign_in("corp", false, Duration::from_secs(3600));
    let value = assert_valid(&doctor(&many, &["--all-profiles"]).status(0));
    assert_eq!(value["profile"], Value::Null);
    assert_eq!(value["scope"], serde_json::json!(["a", "b", "c"]));
}

#[test]
fn a_machine_that_is_fixed() {
    let machine = Machine::wiki();
    let args = ["--offline", "--fix", "--yes", "--no-input"];
    let value = assert_valid(&doctor(&machine, &args).status(1));
    let changes = value["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "the session; its scopes are a note, which asks");
    assert_eq!(changes[0]["path"], machine.home.config().to_str().unwrap());
}

#[test]
fn with_a_preset() {
    let machine = Machine::healthy();
    let preset = machine.home.put("preset.ini", b"[portal]\nsession = corp\nregion = us-east-1\n");
    let outcome = doctor(&machine, &["--preset", preset.to_str().unwrap()]).status(0);
    let value = assert_valid(&outcome);
    assert!(value["preset"]["sha256"].is_string());
}

/// The schema is strict enough to reject wrong documents.
#[test]
fn the_schema_catches_drift() {
    let good = doctor(&Machine::wiki(), &[]).json();
    assert!(fits(SCHEMA, &good));
    let spoil: [fn(&mut Value); 6] = [
        |value| value["extra"] = 1.into(),
        |value| value["checks"][0]["extra"] = 1.into(),
        |value| value["outcome"] = "fine".into(),
        |value| {
            value.as_object_mut().unwrap().remove("summary");
        },
        |value| value["checks"][0]["id"] = "Not An Id".into(),
        |value| value["schema_version"] = 2.into(),
    ];
    for spoil in spoil {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert!(!fits(SCHEMA, &bad), "{bad:#}");
    }
}

#[track_caller]
fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("no object: {value}"))
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn the_json_of_profiles() {
    let machine = Machine::with_files(
        "[profile dev]\nregion = eu-central-1\ns3 =\n  addressing_style = path\n[sso-session corp]\nsso_region = us-east-1\n",
        "[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    );
    for view in ["cli", "sdk"] {
        let args = ["profiles", "--view", view, "--format", "json"];
        let value = machine.run(&args).run().status(0).json();
        assert_eq!(
            keys(&value),
            ["schema_version", "view", "files", "error", "unread", "profiles", "sso_sessions"]
        );
        assert_eq!(value["schema_version"], 1);
        assert_eq!(value["view"], view);
        assert_eq!(value["error"], Value::Null);
        let dev = &value["profiles"]["dev"];
        assert_eq!(dev["region"]["value"], "eu-central-1");
        assert_eq!(dev["region"]["path"], machine.home.config().to_str().unwrap());
        assert_eq!(dev["region"]["line"], 2);
        assert_eq!(dev["s3"]["value"]["addressing_style"], "path");
        assert_eq!(dev["aws_access_key_id"]["value"], "AKIA…MPLE");
        assert_eq!(dev["aws_access_key_id"]["path"], machine.home.credentials().to_str().unwrap());
        assert!(!value.to_string().contains("wJalr"));
        assert_eq!(value["sso_sessions"]["corp"]["sso_region"]["value"], "us-east-1");
    }
    // Of a file that one of the tools rejects.
    let machine = Machine::with_files("[profile a]\nx = 1\n[profile a]\ny = 1\n", "");
    let value = machine.run(&["profiles", "--format", "json"]).run().status(1).json();
    assert_eq!(keys(&value["error"]), ["message", "path", "line"]);
    assert_eq!(value["error"]["line"], 3);
    machine.run(&["profiles", "--view", "sdk", "--format", "json"]).run().status(0);
}

#[test]
fn the_json_of_checks() {
    let machine = Machine::with_files("", "");
    let value = machine.run(&["checks", "--format", "json"]).run().status(0).json();
    assert_eq!(value["schema_version"], 1);
    let checks = value["checks"].as_array().unwrap();
    for id in FOURTEEN {
        let check = checks.iter().find(|check| check["id"] == id).unwrap();
        assert_eq!(keys(check), ["id", "label", "title", "group", "since", "requires", "network"]);
    }
}

#[test]
fn the_json_of_status() {
    let machine = Machine::healthy();
    let status = ["status", "--format", "json"];
    let value = machine.run(&status).run().status(0).json();
    assert_eq!(keys(&value), ["schema_version", "state", "signed_in", "asked_aws", "profiles"]);
    assert_eq!(value["signed_in"], true);
    let profile = &value["profiles"][0];
    assert_eq!(profile["profile"], "dev");
    assert_eq!(profile["sso_session"], "corp");
    assert_eq!(profile["account"], "111122223333");
    assert_eq!(profile["role"], "PowerUser");
    assert_eq!(profile["state"], "signed_in");
    assert!(profile["expires_at"].is_string() && profile["renewable_until"].is_string());

    machine.sign_in("corp", true, Duration::ZERO);
    let value = machine.run(&status).run().status(4).json();
    assert_eq!(value["profiles"][0]["state"], "may_renew");
    machine.sign_in("corp", false, Duration::ZERO);
    let value = machine.run(&status).run().status(1).json();
    assert_eq!(value["profiles"][0]["state"], "signed_out");
    std::fs::remove_file(machine.home.token("corp")).unwrap();
    let value = machine.run(&status).run().status(1).json();
    assert_eq!(value["profiles"][0]["state"], "signed_out");
    assert_eq!(value["signed_in"], false);
    assert!(machine.simulator.calls().is_empty(), "status is offline");
}
