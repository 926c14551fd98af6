//! Masking that neither leaks nor hides: what is beside a change, what was pasted as a name, what
//! an answer contains, and the names and paths that people need.

use identity_center_sim::Account;

use crate::common::machine::{LAB_URL, healthy_config, lab};
use crate::common::{Home, Machine};

/// Every canary has this word, in some case.
#[track_caller]
fn assert_silent(text: &str, what: &str) {
    assert!(!text.to_lowercase().contains("canary"), "{what}: {text}");
}

/// The fix of the quotes has no question, so that the JSON has its diff, with lines beside it that
/// belong to no known setting.
#[test]
fn lines_beside_a_change_show_no_secret() {
    let config = healthy_config(&["dev"]).replace(
        "region = eu-central-1\n",
        "mfa_seed = canary\nAuthorization: Bearer canary\nregion = \"eu-central-1\"\n\
         credential_process = /opt/get --token=canary --cookie canary\nnote = canary\n# canary\n",
    );
    let machine = Machine::with_files(&config, "");
    machine.sign_in("corp", true, crate::HOURS);
    let json = machine.run(&["doctor", "--format", "json", "--all-profiles"]).run();
    assert!(json.stdout.contains("+region = eu-central-1"), "{json:?}");
    assert_silent(&json.both(), "doctor --format json");
    for args in [
        &["doctor", "-v"][..],
        &["profiles", "--format", "json"],
        &["report", "--for", "support", "--format", "json", "--out", "-"],
        &["doctor", "--fix", "--yes", "--no-input", "-v", "--dry-run"],
        &["doctor", "--fix", "--yes", "--no-input", "-v", "--format", "json"],
        &["undo"],
    ] {
        let outcome = machine.run(args).run();
        // `note` is an unknown key whose value only its owner's own listing shows.
        let shown = outcome.both();
        let shown = match args {
            ["profiles", ..] => shown.replace("\"value\": \"canary\"", ""),
            _ => shown,
        };
        assert_silent(&shown, &args.join(" "));
    }
}

/// A secret of each kind: by the name of its key, by its form, by its place.
const OF_EACH_KIND: &str = "\
db_pass = canary1
mfa_seed = canary2
api_key = canary3
auth = canary4
session_cookie = canary5
note = eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.canary6.canary6
# the password of mira: Canary7
endpoint_url = https://gateway.example.org/token/canary8?sig=canary8
ca_bundle = /usr/local/share/ca-certificates/ZscalerRootCertificate-2048-SHA256.crt

[profile process]
credential_process = /opt/get --mfa-code canary9 --token=canary9 --password canary9
region = us-east-1

[sso-session other]
sso_start_url = https://mira:canary10@other-portal.awsapps.com/start?token=canary10
sso_region = us-east-1
";

/// Whatever prints: every command that reads the files, in every format.
const OUTPUTS: &[&[&str]] = &[
    &["doctor", "-v", "--all-profiles"],
    &["doctor", "--format", "json", "--all-profiles"],
    &["doctor", "--fix", "--yes", "--dry-run", "--all-profiles"],
    &["doctor", "--fix", "--yes", "--dry-run", "--all-profiles", "--format", "json"],
    &["profiles"],
    &["profiles", "--format", "json"],
    &["profiles", "--view", "sdk"],
    &["profiles", "--view", "sdk", "--format", "json"],
    &["status", "-v"],
    &["status", "--format", "json"],
    &["which", "-v"],
    &["which", "--format", "json"],
    &["roles"],
    &["open", "--print", "other"],
    &["login", "--no-browser", "--session", "other"],
    &["credentials", "--profile", "process"],
    &["setup", "--dry-run", "--no-input", "--yes"],
    &["explain", "Unable to locate credentials --token canary11 password=canary11"],
    &["explain", "--format", "json", "Unable to locate credentials --token canary11"],
    &["explain", "nothing known, client_secret=canary11"],
    &["report", "--for", "support", "--out", "-", "--yes"],
    &["report", "--for", "support", "--format", "json", "--out", "-", "--yes"],
    &["report", "--for", "support", "--format", "html", "--out", "-", "--yes"],
    &["report", "--out", "-", "--yes"],
    &["run", "--", "/nowhere/x", "--token", "canary12"],
    &["logout"],
    &["doctor", "--fix", "--yes", "--all-profiles"],
    &["undo", "--list", "-v"],
    &["undo", "-v"],
];

#[test]
fn no_output_shows_a_secret_of_any_kind() {
    let config = healthy_config(&["dev"])
        .replace("region = eu-central-1\n", &format!("region = \"eu-central-1\"\n{OF_EACH_KIND}"));
    let keys = "CanaryOne/K7MDENG+bPxRfiCYzEXAMPLEKEY012";
    let credentials = format!(
        "[old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {keys}\nclient_secret = canary\n"
    );
    let machine = Machine::with_files(&config, &credentials);
    machine.sign_in("corp", true, crate::HOURS);
    let mut all = String::new();
    for args in OUTPUTS {
        let outcome = machine
            .run(args)
            .env(
                "AWS_ENDPOINT_URL_STS",
                "https://gw.example.org/t/canary13/token/canary13?sig=canary13",
            )
            .env("HTTPS_PROXY", "http://mira:canary14@127.0.0.1:9")
            .run();
        assert!(!outcome.stderr.contains("Usage: aws-onboard"), "{args:?}: {outcome:?}");
        assert_silent(&outcome.both(), &args.join(" "));
        all.push_str(&outcome.both());
    }
    // What people need is not masked by its form.
    for shown in [
        "/usr/local/share/ca-certificates/ZscalerRootCertificate-2048-SHA256.crt",
        "eu-central-1",
        "oidc.us-east-1.amazonaws.com",
        "my-sciencecloud-sso-portal-exampleURL.awsapps.com",
        "111122223333",
        "PowerUser",
    ] {
        assert!(all.contains(shown), "{shown} is masked");
    }
}

/// A secret in place of a profile's name, its account or its role.
#[test]
fn secrets_pasted_as_names_are_masked() {
    const KEY: &str = "CanaryOne/K7MDENG+bPxRfiCYzEXAMPLEKEY012";
    let config = healthy_config(&["dev", KEY])
        .replace("sso_account_id = 111122223333", &format!("sso_account_id = {KEY}"))
        .replace("sso_role_name = PowerUser", &format!("sso_role_name = {KEY}"));
    let machine = Machine::with_files(&config, "");
    machine.sign_in("corp", true, crate::HOURS);
    for args in [
        &["status"][..],
        &["status", "--format", "json"],
        &["status", "--profile", KEY],
        &["profiles"],
        &["profiles", "--format", "json"],
        &["doctor", "-v", "--all-profiles"],
        &["doctor", "--format", "json", "--all-profiles"],
        &["doctor", "--profile", KEY],
        &["login", "--profile", KEY, "--no-input"],
    ] {
        let outcome = machine.run(args).env("AWS_PROFILE", KEY).run();
        assert_silent(&outcome.both(), &args.join(" "));
    }
}

/// The path of a certificate and a long name with digits are what a person needs.
#[test]
fn names_and_paths_are_shown() {
    const BUNDLE: &str = "/usr/local/share/ca-certificates/ZscalerRootCertificate-2048-SHA256.crt";
    const NAME: &str = "NASA-Science-Cloud-Earth-Observation-007-production-PowerUserAccess";
    let config = healthy_config(&[NAME]).replace(
        "region = eu-central-1\n",
        &format!("region = eu-central-1\nca_bundle = {BUNDLE}\n"),
    );
    let machine = Machine::with_files(&config, "");
    for args in [
        &["doctor", "--offline"][..],
        &["doctor", "--offline", "--format", "json"],
        &["report", "--for", "support", "--out", "-"],
    ] {
        let outcome = machine.run(args).run();
        let shown = outcome.both().replace("\n    ", " ");
        assert!(shown.contains(NAME), "{shown}");
        assert!(shown.contains("ZscalerRootCertificate-2048-SHA256.crt"), "{shown}");
    }
}

/// In public neither a proxy's host nor an endpoint's path is shown, in any place; the address of
/// AWS's own documentation is.
#[test]
fn a_public_report_shows_no_host_of_a_proxy() {
    let url = "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";
    let config = healthy_config(&["dev"]);
    let real = config.lines().find_map(|line| line.strip_prefix("sso_start_url = ")).unwrap();
    let config = config.replace(real, url);
    let machine = Machine::with_files(&config, "");
    for format in ["md", "json", "html"] {
        let outcome = machine
            .run(&["report", "--format", format, "--out", "-", "--yes"])
            .env("HTTPS_PROXY", "http://mira:canary@canaryproxy.lab.example:3128")
            .env("AWS_ENDPOINT_URL_STS", "https://gateway.lab.example/canary-team/sts")
            .run();
        assert_silent(&outcome.both(), format);
        assert!(!outcome.both().contains("gateway.lab.example"), "{outcome:?}");
        if outcome.stdout.contains("awsapps.com") {
            assert!(
                outcome.stdout.contains("my-sciencecloud-sso-portal-exampleURL"),
                "{outcome:?}"
            );
        }
    }
}

/// Escape sequences in a path, in an argument and in the output of an error.
#[test]
fn nothing_raw_reaches_the_terminal() {
    const RAW: &str = "/no\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}\u{2028}\u{e0041}\u{9b}31m/ca.pem";
    let config = healthy_config(&["dev"])
        .replace("region = eu-central-1\n", &format!("region = eu-central-1\nca_bundle = {RAW}\n"));
    let machine = Machine::with_files(&config, "");
    for args in [
        &["login"][..],
        &["roles"],
        &["status", "--profile", RAW],
        &["doctor", "-v"],
        &["doctor", "--format", "json"],
        &["profiles", "--format", "json"],
        &["doctor", "--only", RAW],
        &["report", "--out", RAW],
        &["doctor", RAW],
    ] {
        let outcome = machine.run(args).env("AWS_CA_BUNDLE", RAW).run();
        let shown = outcome.both();
        for raw in ['\u{1b}', '\u{7}', '\u{202e}', '\u{2028}', '\u{e0041}', '\u{9b}'] {
            assert!(!shown.contains(raw), "{args:?} shows {raw:?}: {shown:?}");
        }
        if args.contains(&"json") {
            let value: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
            assert!(value.is_object());
        }
    }
}

/// One role whose name cannot be written does not stop the others.
#[test]
fn a_role_with_a_line_break_is_skipped() {
    let roles: Vec<String> = (0..40).map(|number| format!("Role{number:02}")).collect();
    let mut roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    roles.insert(7, "Bad\nrole_arn = x");
    let world = lab(vec![Account::new("111122223333", "dev", &roles)]);
    let machine = Machine::new(Home::with_aws(), world);
    machine.sign_in("lab-portal", true, crate::HOURS);
    let outcome = machine
        .run(&[
            "setup",
            "--yes",
            "--no-input",
            "--all-roles",
            "--start-url",
            LAB_URL,
            "--sso-region",
            "us-east-1",
        ])
        .run()
        .status(0);
    assert!(outcome.stderr.contains("skipped the role Bad role_arn = x"), "{outcome:?}");
    let config = machine.home.read_config();
    assert_eq!(config.matches("[profile ").count(), 40, "{config}");
    assert!(!config.contains("Bad"), "{config}");
}
