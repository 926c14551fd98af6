//! A bridge for programs that cannot use single sign-on: real clients use the profile that the
//! remedy adds, and get its credentials from this program or from the AWS CLI.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use checks::{Answers, Step};
use facts::{AwsExecutable, AwsVersion, Request, VersionKnownBy, VersionOutput};
use serde_json::Value;

use crate::common::clients::{assert_clients_answer, aws_cli};
use crate::common::{Machine, python};

/// The built program under a path that is not a build folder's.
fn installed(machine: &Machine) -> PathBuf {
    let path = machine.home.bin().join("aws-onboard");
    let built = env!("CARGO_BIN_EXE_aws-onboard");
    if std::fs::hard_link(built, &path).is_err() {
        std::fs::copy(built, &path).unwrap();
    }
    path
}

/// Applies the remedy of this name to the profile `dev`, and returns the line that it writes.
fn add_bridge(machine: &Machine, remedy: &str, aws: Option<&Path>) -> String {
    let home = machine.home.path();
    let system = machine::System::new(vec![("HOME".into(), home.as_os_str().to_owned())]);
    let mut facts = collect::offline_facts(&system, Request::default(), None);
    facts.surroundings.own_program = Some(installed(machine));
    facts.aws = Ok(aws
        .map(|path| AwsExecutable {
            path: path.to_owned(),
            version: Ok(VersionOutput::Aws(AwsVersion::parse("aws-cli/2.9.19").unwrap())),
            known_by: VersionKnownBy::Start,
        })
        .into_iter()
        .collect());
    let profile = facts.profile("dev").unwrap();
    let bridges = checks::bridges(&profile);
    let bridge = bridges.iter().find(|one| one.id == remedy).unwrap();
    let plan = bridge.plan(&facts, &Answers::new()).unwrap();
    let [Step::Edit { file, edits }] = plan.steps.as_slice() else { panic!("{plan:?}") };
    let document = facts.files().file(*file).document().unwrap().edit(edits).unwrap();
    std::fs::write(machine.home.config(), document.as_bytes()).unwrap();
    let text = String::from_utf8(document.as_bytes().to_vec()).unwrap();
    let line = text.lines().find(|line| line.starts_with("credential_process")).unwrap();
    line.to_owned()
}

/// The folder of the JavaScript SDK v3, or a visible skip (a failure in CI).
fn javascript() -> Option<PathBuf> {
    // Two installations into one folder would spoil each other.
    static FOUND: LazyLock<Option<PathBuf>> = LazyLock::new(install_javascript);
    if FOUND.is_none() {
        python::skip("no JavaScript SDK (npm)");
    }
    FOUND.clone()
}

fn install_javascript() -> Option<PathBuf> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/drivers/javascript");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("javascript");
    let lock = std::fs::read(sources.join("package-lock.json")).unwrap();
    let installed = folder.join("installed-lock.json");
    if std::fs::read(&installed).ok().as_ref() != Some(&lock) {
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(sources.join(name), folder.join(name)).unwrap();
        }
        let npm = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .stdout(Stdio::null())
            .status();
        if !npm.is_ok_and(|status| status.success()) {
            return None;
        }
        std::fs::write(installed, lock).unwrap();
    }
    Some(folder)
}

fn caller_identity_by_javascript(folder: &Path, machine: &Machine, profile: &str) -> Value {
    let script = "const {STSClient, GetCallerIdentityCommand} = require('@aws-sdk/client-sts');\
        new STSClient({}).send(new GetCallerIdentityCommand({})).then(a => console.log(JSON.stringify({Account: a.Account, Arn: a.Arn})))\
        .catch(e => { console.error(String(e)); process.exit(1); });";
    let output = Command::new("node")
        .args(["-e", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", machine.home.path())
        .env("AWS_PROFILE", profile)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(machine.simulator.environment())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn assert_javascript_answers(machine: &Machine) {
    if let Some(folder) = javascript() {
        let answer = caller_identity_by_javascript(&folder, machine, "dev-process");
        assert_eq!(answer["Account"], "111122223333");
        assert!(answer["Arn"].as_str().unwrap().contains("PowerUser"), "{answer}");
    }
}

#[test]
fn three_clients_get_their_credentials_from_this_program() {
    let machine = Machine::healthy();
    let line = add_bridge(&machine, "bridge-aws-onboard", None);
    assert!(line.ends_with("aws-onboard credentials --profile dev --format process"), "{line}");
    assert_clients_answer(&machine, "dev-process", "111122223333", "PowerUser");
    assert_javascript_answers(&machine);
}

#[test]
fn three_clients_get_their_credentials_from_the_aws_cli() {
    let Some(aws) = aws_cli() else { return };
    let machine = Machine::healthy();
    // Debian's AWS CLI reads no endpoint of the portal, so its cache has to contain the role.
    machine.run(&["credentials", "--profile", "dev"]).run().status(0);
    let line = add_bridge(&machine, "bridge", Some(&aws));
    let command =
        format!("{} configure export-credentials --profile dev --format process", aws.display());
    assert!(line.ends_with(&command), "{line}");
    assert_clients_answer(&machine, "dev-process", "111122223333", "PowerUser");
    assert_javascript_answers(&machine);
}
