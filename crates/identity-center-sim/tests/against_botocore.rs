//! The simulator against botocore, whose service models it follows: every operation, the errors by
//! their modeled names, the paginators, and the credential chain from a profile to STS.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

#[allow(dead_code, unreachable_pub, reason = "shared with other crates' tests")]
#[path = "../../aws-files/tests/common/python.rs"]
mod python;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use identity_center_sim::{Approval, Operation, Simulator, StaticKey, World};

fn start(world: World) -> Simulator {
    let interval = Duration::ZERO;
    Simulator::start_blocking(World { interval, ..world }).unwrap()
}

/// Runs a script of `tests/botocore` in its own environment; false without Python.
fn run(simulator: &Simulator, home: &Path, script: &str, variables: &[(&str, &str)]) -> bool {
    let requirements = include_str!("../../../tests/requirements.txt");
    let python = match python::interpreter(env!("CARGO_TARGET_TMPDIR"), requirements) {
        Ok(python) => python,
        Err(why) => {
            python::skip(&format!("no Python with botocore: {why}"));
            return false;
        }
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/botocore");
    let text =
        ["prelude.py", script].map(|name| fs::read_to_string(folder.join(name)).unwrap()).concat();
    let mut command = Command::new(python);
    command.args(["-I", "-W", "error::SyntaxWarning", "-c", &text]).env_clear();
    // Windows cannot start a program without it.
    if let Some(root) = std::env::var_os("SYSTEMROOT") {
        command.env("SYSTEMROOT", root);
    }
    let out = command
        .env("HOME", home)
        .env("USERPROFILE", home)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("SIMULATOR_URL", simulator.url())
        .env("SIMULATOR_START_URL", simulator.world().start_url)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(out.status.success(), "{script}: {}", String::from_utf8_lossy(&out.stderr));
    true
}

/// The same, in an empty home.
fn run_at_no_home(simulator: &Simulator, script: &str, variables: &[(&str, &str)]) -> bool {
    run(simulator, tempfile::tempdir().unwrap().path(), script, variables)
}

fn access_token(simulator: &Simulator) -> String {
    simulator.issue_token(true, Duration::from_secs(3600)).access_token
}

#[test]
fn oidc() {
    let simulator = start(World { approval: Approval::AfterPolls(1), ..World::science_cloud() });
    simulator.set(|world| world.faults.slow_down_first = 1);
    run_at_no_home(&simulator, "oidc.py", &[]);
}

#[test]
fn oidc_denied_and_expired() {
    let simulator =
        start(World { approval: Approval::DenyAfterPolls(0), ..World::science_cloud() });
    run_at_no_home(&simulator, "refused.py", &[("EXPECTED", "AccessDeniedException")]);
    simulator.set(|world| world.device_code_lifetime = Duration::ZERO);
    run_at_no_home(&simulator, "refused.py", &[("EXPECTED", "ExpiredTokenException")]);
}

#[test]
fn portal() {
    let simulator = start(World { page_size: 30, ..World::many(250, 45) });
    let token = access_token(&simulator);
    run_at_no_home(&simulator, "portal.py", &[("ACCESS_TOKEN", &token)]);
}

#[test]
fn throttled() {
    let simulator = start(World::science_cloud());
    simulator.set(|world| world.faults.throttle_first = 3);
    let token = access_token(&simulator);
    run_at_no_home(&simulator, "throttled.py", &[("ACCESS_TOKEN", &token)]);
}

#[test]
fn sts() {
    let simulator = start(World::science_cloud());
    let token = access_token(&simulator);
    run_at_no_home(&simulator, "sts.py", &[("ACCESS_TOKEN", &token)]);
}

#[test]
fn skewed() {
    let simulator = start(World {
        static_keys: vec![StaticKey {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            account: "111122223333".to_owned(),
            user: "build".to_owned(),
        }],
        ..World::science_cloud()
    });
    simulator.set(|world| world.faults.clock_skew_seconds = 600);
    run_at_no_home(&simulator, "skewed.py", &[]);
}

/// A home with the profile `dev` and a cached token with this lifetime.
fn home(simulator: &Simulator, lifetime: Duration) -> tempfile::TempDir {
    let World { region, start_url, .. } = simulator.world();
    let home = tempfile::tempdir().unwrap();
    // sha1 of "corp", the session's name (FACTS, section 3).
    let cache = home.path().join(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    fs::create_dir_all(cache.parent().unwrap()).unwrap();
    let token = simulator.issue_token(true, lifetime);
    fs::write(cache, token.cache_file(&start_url, &region)).unwrap();
    let config = format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n\
         region = eu-west-1\n[sso-session corp]\nsso_start_url = {start_url}\nsso_region = {region}\n\
         sso_registration_scopes = sso:account:access\n"
    );
    fs::write(home.path().join(".aws/config"), config).unwrap();
    home
}

fn operations(simulator: &Simulator) -> Vec<Operation> {
    simulator.calls().iter().map(|call| call.operation).collect()
}

const CHAIN: [Operation; 2] = [Operation::GetRoleCredentials, Operation::GetCallerIdentity];

#[test]
fn the_chain_by_endpoint_variables() {
    let simulator = start(World::science_cloud());
    let home = home(&simulator, Duration::from_secs(3600));
    let environment = simulator.environment();
    let variables: Vec<_> =
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if run(&simulator, home.path(), "chain.py", &variables) {
        assert_eq!(operations(&simulator), CHAIN);
    }
}

#[test]
fn the_chain_by_data_path_after_a_refresh() {
    let simulator = start(World::science_cloud());
    // Expired, so that botocore must refresh it first.
    let home = home(&simulator, Duration::ZERO);
    let data = tempfile::tempdir().unwrap();
    simulator.write_aws_data_path(data.path()).unwrap();
    let data = data.path().to_str().unwrap();
    if run(&simulator, home.path(), "chain.py", &[("AWS_DATA_PATH", data)]) {
        assert_eq!(operations(&simulator)[0], Operation::CreateToken);
        assert_eq!(operations(&simulator)[1..], CHAIN);
    }
}
