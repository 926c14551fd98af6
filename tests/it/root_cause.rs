//! Configurations as people have written them: the cause is named, not its consequences, and what
//! works elsewhere is not a failure.
//!
//! The config files are in `root_cause/`.

use std::time::Duration;

use serde_json::Value;

use crate::HOURS;
use crate::catalogue::row::{Case, SOUND, findings, world};
use crate::common::home::set_mode;
use crate::common::{Home, Outcome};

/// The findings of these severities: `fail profile-region`.
fn found(outcome: &Outcome, severities: &[&str]) -> Vec<String> {
    findings(&outcome.json())
        .iter()
        .filter(|found| severities.contains(&found.severity.as_str()))
        .map(|found| format!("{} {}", found.severity, found.check))
        .collect()
}

/// The one finding of a check.
#[track_caller]
fn finding_of(outcome: &Outcome, check: &str) -> Value {
    let entry = outcome.check(check);
    let findings = entry["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{entry:#}");
    findings[0].clone()
}

/// A home with this config, without a sign-in, with AWS's own addresses and without the network.
fn offline(config: &str) -> Case {
    Case::files(config, "").signed_out().args(&["--offline"]).with_real_names()
}

fn explain(case: &Case, text: &str) -> String {
    case.run(&["explain", text]).both()
}

/// The report for these readers, on standard output.
fn report(case: &Case, audience: &str) -> String {
    let args = ["report", "--offline", "--format", "json", "--for", audience, "--out", "-"];
    case.run(&args).status(0).stdout
}

fn screen(case: &Case) -> String {
    case.run(&["doctor", "--offline", "--no-input"]).both()
}

#[test]
fn a_regional_address_of_govcloud_does_not_block_the_sign_in() {
    let one = offline(include_str!("root_cause/govcloud-portal.ini"));
    let two = offline(include_str!("root_cause/govcloud-wiki.ini"))
        .env("AWS_PROFILE", "bedrockaccess-team");
    for case in [one, two] {
        let outcome = case.doctor(&[]);
        assert_eq!(found(&outcome, &["fail", "warn"]), ["fail token-present"]);
        let first = &finding_of(&outcome, "token-present")["remedies"][0];
        assert_eq!(first["id"], "sign-in", "{first:#}");
        let note = finding_of(&outcome, "sso-start-url");
        assert_eq!((&note["code"], &note["severity"]), (&"regional".into(), &"note".into()));
        assert_eq!(note["remedies"][0]["applicability"], "ask", "{note:#}");
    }
}

#[test]
fn a_profile_without_any_source_is_named_with_the_one_that_signs_in() {
    const URL: &str = "https://d-9067aaaaaa.awsapps.com/start";
    let case = offline(include_str!("root_cause/no-source.ini"))
        .env("AWS_PROFILE", "production")
        .with(|machine| machine.sign_in_to(URL, URL, "us-east-1", false, HOURS));
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail", "warn"]), ["fail profile-credentials"]);
    let finding = finding_of(&outcome, "profile-credentials");
    assert_eq!(finding["location"]["line"], 5, "{finding:#}");
    assert_eq!(finding["next"], "export AWS_PROFILE=production-sso");
    let told = explain(
        &case,
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
    );
    assert!(told.contains("production-sso"), "{told}");
    assert!(told.contains("line 5"), "{told}");
}

#[test]
fn a_source_profile_needs_no_region() {
    let case = offline(include_str!("root_cause/source-without-region.ini"))
        .env("AWS_PROFILE", "gen-ai")
        .with(|machine| {
            let url = "https://acme.awsapps.com/start";
            machine.sign_in_to("acme", url, "eu-west-1", true, HOURS);
        });
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail", "warn", "note"]), Vec::<String>::new());
    assert_eq!(outcome.status, 0);
    // By itself, it needs one.
    let alone = case.doctor(&["--profile", "gen-ai-login"]);
    assert_eq!(found(&alone, &["fail"]), ["fail profile-region"]);
}

#[test]
fn a_bare_header_is_the_failure_and_not_the_source_that_it_hides() {
    let case =
        offline(include_str!("root_cause/bare-section.ini")).env("AWS_PROFILE", "main_profile");
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail", "warn"]), ["fail config-sections"]);
    let finding = finding_of(&outcome, "config-sections");
    assert_eq!(finding["location"]["line"], 7, "{finding:#}");
    assert_eq!(
        finding["says"],
        "The source_profile \"custom_role\" referenced in the profile \"main_profile\" does not exist."
    );
    assert_eq!(outcome.check("profile-chain")["blocked_by"], "config-sections");
    let told = explain(
        &case,
        "The source_profile \"custom_role\" referenced in the profile \"main_profile\" does not exist.",
    );
    assert!(told.contains("config-sections") && told.contains("line 7"), "{told}");
    let fixed = case.doctor(&["--fix", "--yes"]);
    assert_eq!(found(&fixed, &["fail", "warn"]), Vec::<String>::new());
}

#[test]
fn a_script_that_starts_the_aws_cli_for_the_default_profile_is_a_warning() {
    let home = Home::with_aws();
    let script = home.put("bin/credentials.sh", b"#!/bin/sh\nexec aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/ci --role-session-name x --web-identity-token \"$(cat /run/token)\"\n");
    set_mode(&script, 0o755);
    let config = include_str!("root_cause/process-runs-aws.ini")
        .replace("HOME", home.path().to_str().unwrap());
    home.put(".aws/config", config.as_bytes());
    let case = Case::on(home, world()).args(&["--offline"]);
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail", "warn"]), ["warn credential-process"]);
    let finding = finding_of(&outcome, "credential-process");
    assert_eq!(finding["location"]["line"], 2, "{finding:#}");
    assert_eq!(outcome.status, 0);
}

#[test]
fn the_start_up_line_that_names_a_missing_profile_is_shown_but_not_in_a_public_report() {
    let case =
        Case::files(SOUND, "").args(&["--offline"]).env("AWS_PROFILE", "dve").with(|machine| {
            machine.home.put(
                ".zshrc",
                b"# mine\nexport GITHUB_TOKEN=ghp_canary-of-another-line\nexport AWS_PROFILE=dve\n",
            );
        });
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail"]), ["fail env-profile"]);
    let finding = finding_of(&outcome, "env-profile");
    let path = finding["location"]["path"].as_str().unwrap();
    assert!(path.ends_with("/.zshrc"), "{finding:#}");
    assert_eq!(finding["location"]["line"], 3);
    assert_eq!(finding["next"], "export AWS_PROFILE=dev; it is set in line 3 of ~/.zshrc");
    let shown = screen(&case);
    assert!(shown.contains("export AWS_PROFILE=dve"), "{shown}");
    assert!(shown.contains("~/.zshrc:3"), "{shown}");
    let public = report(&case, "public");
    let support = report(&case, "support");
    assert!(!public.contains("line 3 of") && !public.contains("AWS_PROFILE=dve"), "{public}");
    assert!(support.contains("line 3 of ~/.zshrc"), "{support}");
    for text in [&outcome.stdout, &shown, &public, &support] {
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn every_variable_with_keys_is_named_with_its_line_and_without_its_value() {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYcanarykey";
    let case = Case::files(SOUND, "")
        .args(&["--offline"])
        .env("AWS_ACCESS_KEY_ID", "AKIACANARYCANARYCANA")
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .with(|machine| {
            let lines = format!(
                "export AWS_ACCESS_KEY_ID=AKIACANARYCANARYCANA\n\nexport AWS_SECRET_ACCESS_KEY='{secret}'\n"
            );
            machine.home.put(".bashrc", lines.as_bytes());
            machine.home.put(".profile", b"export AWS_ACCESS_KEY_ID=AKIAOTHEROTHEROTHERO\n");
        });
    let outcome = case.doctor(&[]);
    let finding = finding_of(&outcome, "env-credentials");
    assert_eq!(
        finding["next"],
        "unset them: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; they are set in lines 1 and 3 of ~/.bashrc"
    );
    let shown = screen(&case);
    assert!(shown.contains("export AWS_SECRET_ACCESS_KEY=…"), "{shown}");
    for text in [&outcome.stdout, &shown, &report(&case, "public"), &report(&case, "support")] {
        for secret in [secret, "CANARYCANARY", "OTHEROTHER"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn the_variable_that_hides_the_file_with_the_profile_is_the_cause() {
    let case = Case::files(SOUND, "").env("AWS_PROFILE", "dev").args(&["--offline"]);
    let other = SOUND.replace("[profile dev]", "[profile terraform]");
    let path = case.machine.home.put("terraform.ini", other.as_bytes()).display().to_string();
    let case = case.env("AWS_CONFIG_FILE", &path).with(|machine| {
        machine.home.put(".envrc", format!("export AWS_CONFIG_FILE={path}\n").as_bytes());
    });
    let outcome = case.doctor(&[]);
    assert_eq!(found(&outcome, &["fail", "warn"]), ["fail env-files"]);
    let finding = finding_of(&outcome, "env-files");
    assert_eq!(
        finding["next"],
        "unset the variable: unset AWS_CONFIG_FILE; it is set in line 1 of ~/.envrc"
    );
    for blocked in ["env-profile", "profile-exists"] {
        assert_eq!(outcome.check(blocked)["blocked_by"], "env-files", "{blocked}");
    }
    let told = explain(&case, "The config profile (dev) could not be found");
    assert!(told.contains("AWS_CONFIG_FILE"), "{told}");
}

#[test]
fn a_machine_that_needs_no_profile_is_not_told_to_set_up_single_sign_on() {
    for (name, value) in [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token"),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ] {
        let mut case =
            Case::on(Home::with_aws(), world()).signed_out().args(&["--offline"]).env(name, value);
        if name == "AWS_ACCESS_KEY_ID" {
            case = case.env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        }
        if name == "AWS_WEB_IDENTITY_TOKEN_FILE" {
            // Without the role, botocore stops: see the check env-credentials.
            case = case.env("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/pod");
        }
        let outcome = case.doctor(&[]);
        assert_eq!(found(&outcome, &["fail", "warn"]), Vec::<String>::new(), "{name}");
        assert!(!outcome.both().contains("aws-onboard setup"), "{name}: {}", outcome.stdout);
    }
}

#[test]
fn the_default_profile_never_fails_a_run_that_chose_another_one() {
    for default in [
        "[default]\nregion = us-esat-1\n",
        "[default]\nregion = us_east_1\nsso_session = gone\n",
        "[default]\nsso_session = corp\n",
        "[default]\nsso_start_url = http://lab-portal.awsapps.com/start\nsso_region = us-east-1\n",
        "[default]\nsource_profile = gone\nrole_arn = arn:aws:iam::111122223333:role/x\n",
        "[default]\nsource_profile = default\nrole_arn = arn:aws:iam::111122223333:role/x\n",
        "[default]\ncredential_process = /no/such/program\n",
        "[default]\ncredential_process = aws configure export-credentials\n",
        "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
        "[default]\nca_bundle = /no/such/bundle.pem\nregion = \"us-east-1\"\n",
        "[default]\nsso_acount_id = 111122223333\nregion = us-east-1 # home\n",
        "[Default]\nregion = us-east-1\nsso_session = corp\n",
        "[default]\nregion = us-east-1\n",
    ] {
        let case = offline(&format!("{SOUND}{default}"))
            .signed_in("corp", true, Duration::from_secs(3600))
            .args(&["--profile", "dev"]);
        let outcome = case.doctor(&[]);
        assert_eq!(found(&outcome, &["fail"]), Vec::<String>::new(), "{default}");
        assert_eq!(outcome.status, 0, "{default}");
    }
}
