//! Reaches AWS under its own host names on loopback: through a proxy, behind TLS inspection, with
//! expired certificates, and with a wrong clock. No traffic leaves the machine.

use std::time::Duration;

use identity_center_sim::{Approval, Authority, Chain, RealNames, World};
use serde_json::Value;

use crate::common::machine::{LAB_URL, healthy_config, one_role};
use crate::common::run::Program;
use crate::common::{Home, Machine, Outcome, program};
use crate::json::assert_valid;

const JSON: &[&str] = &["doctor", "--format", "json"];

/// A computer behind a proxy.
struct Desk {
    machine: Machine,
    authority: Authority,
    aws: RealNames,
    user: Option<(&'static str, &'static str)>,
}

impl Desk {
    /// A signed-in computer where only the connection may have problems.
    fn new(organisation: &str, chain: Chain) -> Self {
        let config = healthy_config(&["dev"]).replace(crate::common::machine::START_URL, LAB_URL);
        let machine = Machine::new(
            Home::with_files(&config, ""),
            World { approval: Approval::AfterPolls(0), ..one_role() },
        );
        machine.sign_in("corp", true, Duration::from_secs(8 * 3600));
        let authority = Authority::new(organisation).unwrap();
        let aws = RealNames::start(&machine.simulator, &authority, chain).unwrap();
        Self { machine, authority, aws, user: None }
    }

    /// The program with the proxy, but without endpoint variables.
    fn run(&self, args: &[&str]) -> Program {
        program(&self.machine.home, args)
            .env("HTTPS_PROXY", self.aws.proxy_url(self.user))
            // The operating system's own certificate authorities are not part of the test.
            .env("SSL_CERT_FILE", self.other_authority())
    }

    /// The same, with the authority in the configured bundle.
    fn trusting(&self, args: &[&str]) -> Program {
        let path = self.machine.home.path().join("company.pem");
        self.authority.write(&path).unwrap();
        self.run(args).env("AWS_CA_BUNDLE", path)
    }

    /// An operating system that trusts a different authority.
    fn other_authority(&self) -> std::path::PathBuf {
        let path = self.machine.home.path().join("system.pem");
        if !path.exists() {
            Authority::new("Example Org").unwrap().write(&path).unwrap();
        }
        path
    }
}

/// The only finding of a check, which is the only failure of the run.
#[track_caller]
fn only_failure(outcome: &Outcome, check: &str) -> Value {
    assert_valid(outcome);
    let whole = outcome.json();
    assert_eq!(whole["summary"]["fail"], 1, "{whole:#}");
    let found = outcome.check(check);
    let findings = found["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{found:#}");
    assert_eq!(findings[0]["severity"], "fail");
    let last = outcome.check("caller-identity");
    assert_eq!(last["blocked_by"], check, "{last:#}");
    findings[0].clone()
}

#[test]
fn through_a_proxy_with_a_password_and_a_bundle_all_is_well() {
    let mut desk = Desk::new("Amazon", Chain::Good);
    desk.user = Some(("mira", "s3cret%40"));
    desk.aws.set(|manner| manner.password = Some(("mira".into(), "s3cret@".into())));
    let outcome = desk.trusting(JSON).run().status(0);
    assert_valid(&outcome);
    for check in ["endpoints-reachable", "tls-trust", "clock", "caller-identity"] {
        assert_eq!(outcome.outcome_of(check), "passed", "{check}: {outcome:?}");
    }
    assert!(!outcome.both().contains("s3cret"));
    let tunnels = desk.aws.tunnels();
    for host in [
        "oidc.us-east-1.amazonaws.com:443",
        "portal.sso.us-east-1.amazonaws.com:443",
        "sts.eu-central-1.amazonaws.com:443",
    ] {
        assert!(tunnels.iter().any(|tunnel| tunnel == host), "{tunnels:?}");
    }
    // A sign-in works over the same connection.
    std::fs::remove_file(desk.machine.home.token("corp")).unwrap();
    let args = ["login", "--device-code", "--no-browser", "--no-input"];
    desk.trusting(&args).run().status(0);
    desk.trusting(JSON).run().status(0);
}

#[test]
fn offline_nobody_is_asked_for_a_way() {
    let desk = Desk::new("Amazon", Chain::Good);
    let outcome = desk.trusting(&["doctor", "--format", "json", "--offline"]).run().status(0);
    assert!(desk.aws.tunnels().is_empty());
    assert_eq!(outcome.check("endpoints-reachable")["reason"], "offline");
}

#[test]
fn behind_tls_inspection_the_issuer_is_named_and_nothing_is_sent() {
    let desk = Desk::new("Company TLS inspection", Chain::Good);
    let outcome = desk.run(JSON).run().status(1);
    let finding = only_failure(&outcome, "tls-trust");
    assert_eq!(finding["code"], "unknown-authority");
    let what = finding["what"].as_str().unwrap();
    assert!(what.contains("Company TLS inspection"), "{what}");
    assert!(desk.machine.simulator.calls().is_empty());
    let human = desk.run(&["doctor"]).run().status(1).both();
    assert!(human.contains("Company TLS inspection"), "{human}");
}

/// If the operating system trusts the company, its authorities are configured and can be removed
/// with undo.
#[test]
fn an_authority_that_the_system_trusts_can_be_set_and_taken_back() {
    let desk = Desk::new("Company TLS inspection", Chain::Good);
    let system = desk.machine.home.path().join("trusting.pem");
    let other = std::fs::read_to_string(desk.other_authority()).unwrap();
    let both = format!("{other}{}", desk.authority.pem());
    std::fs::write(&system, &both).unwrap();
    let run = |args: &[&str]| desk.run(args).env("SSL_CERT_FILE", &system).run();
    let finding = only_failure(&run(JSON).status(1), "tls-trust");
    assert_eq!(finding["code"], "inspected");
    let config = desk.machine.home.path().join(".aws/config");
    let before = std::fs::read(&config).unwrap();
    // `--yes` alone does not apply this fix.
    run(&["doctor", "--fix", "--yes", "--no-input"]).status(1);
    assert_eq!(std::fs::read(&config).unwrap(), before);
    let fix =
        ["doctor", "--fix", "--yes", "--no-input", "--answer", "tls-trust.remedy=set-ca-bundle"];
    let outcome = run(&fix).status(0);
    let text = std::fs::read_to_string(&config).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("ca_bundle = "))
        .unwrap_or_else(|| panic!("{text}\n{outcome:?}"));
    let bundle = std::path::PathBuf::from(line.trim_start_matches("ca_bundle = "));
    // This bundle lacks AWS's own authorities, so the program creates its own file.
    let folder = desk.machine.home.path().join(".config/aws-onboard");
    assert_eq!(bundle.parent().unwrap(), folder);
    let certificates = std::fs::read_to_string(&bundle).unwrap();
    assert_eq!(certificates.matches("BEGIN CERTIFICATE").count(), 2);
    run(JSON).status(0);
    run(&["undo"]).status(0);
    assert_eq!(std::fs::read(&config).unwrap(), before);
    assert!(!bundle.exists());
}

#[test]
fn chains_that_have_ended_lack_a_link_or_are_for_another_host_are_told_apart() {
    for (chain, code) in [
        (Chain::Expired, "expired"),
        (Chain::NotYetValid, "not-yet-valid"),
        (Chain::Incomplete, "incomplete"),
        (Chain::OtherHost, "other-host"),
    ] {
        let desk = Desk::new("Amazon", chain);
        let outcome = desk.trusting(JSON).run().status(1);
        assert_eq!(only_failure(&outcome, "tls-trust")["code"], code);
        assert!(desk.machine.simulator.calls().is_empty(), "{code}");
    }
}

#[test]
fn a_proxy_that_refuses_is_named_without_its_password() {
    let mut desk = Desk::new("Amazon", Chain::Good);
    desk.user = Some(("mira", "canary-password"));
    desk.aws.set(|manner| manner.password = Some(("mira".into(), "another".into())));
    let outcome = desk.trusting(JSON).run().status(1);
    let finding = only_failure(&outcome, "endpoints-reachable");
    assert_eq!(finding["code"], "proxy-password");
    assert!(!outcome.both().contains("canary-password"));
    desk.aws.set(|manner| {
        manner.password = None;
        manner.refuse = Some(403);
    });
    let outcome = desk.trusting(JSON).run().status(1);
    assert_eq!(only_failure(&outcome, "endpoints-reachable")["code"], "proxy-blocks");
    let outcome = desk.trusting(JSON).env("HTTPS_PROXY", crate::statuses::nobody()).run().status(1);
    assert_eq!(only_failure(&outcome, "endpoints-reachable")["code"], "proxy-refused");
    assert!(desk.machine.simulator.calls().is_empty());
}

#[test]
fn a_clock_that_is_wrong_is_told_as_that() {
    // The simulator plays AWS's clock, so this computer is ahead when the simulator is behind.
    for (skew, code) in [(-600, "ahead"), (600, "behind")] {
        let desk = Desk::new("Amazon", Chain::Good);
        desk.machine.simulator.set(|world| world.faults.clock_skew_seconds = skew);
        let outcome = desk.trusting(JSON).run().status(1);
        let finding = only_failure(&outcome, "clock");
        assert_eq!(finding["code"], code);
        assert!(finding["what"].as_str().unwrap().contains("10 min"));
    }
    let desk = Desk::new("Amazon", Chain::Good);
    desk.machine.simulator.set(|world| world.faults.clock_skew_seconds = 120);
    let outcome = desk.trusting(JSON).run().status(0);
    assert_eq!(outcome.check("clock")["findings"][0]["severity"], "warn");
}

/// A user who is not signed in learns about the connection problem before any sign-in attempt.
#[test]
fn the_way_is_looked_at_before_anybody_signs_in() {
    let desk = Desk::new("Company TLS inspection", Chain::Good);
    std::fs::remove_file(desk.machine.home.token("corp")).unwrap();
    let outcome = desk.run(JSON).run().status(1);
    assert_eq!(outcome.check("tls-trust")["findings"][0]["code"], "unknown-authority");
    assert!(desk.machine.simulator.calls().is_empty());
}

/// Without a sign-in, the portal's page, read through the proxy, names a different region.
#[test]
fn the_page_of_the_portal_says_where_it_lives() {
    let desk = Desk::new("Company", Chain::Good);
    desk.machine.simulator.set(|world| "eu-north-1".clone_into(&mut world.region));
    let signed_in = desk.trusting(JSON).run();
    assert_ne!(signed_in.outcome_of("sso-region"), "unknown", "{signed_in:?}");
    std::fs::remove_file(desk.machine.home.token("corp")).unwrap();
    let outcome = desk.trusting(JSON).run().status(1);
    let check = outcome.check("sso-region");
    let finding = &check["findings"][0];
    assert_eq!(finding["code"], "not-the-pages", "{check:#}");
    assert_eq!(finding["severity"], "warn");
    assert!(finding["brief"].to_string().contains("eu-north-1"));
}
