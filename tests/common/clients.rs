//! The real AWS clients: botocore from PyPI, and the AWS CLI 2 of the system.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use identity_center_sim::Simulator;
use serde_json::Value;

use super::{Home, python};

/// Where Debian and AWS's installer put the AWS CLI.
const PLACES: &[&str] = &["/usr/bin/aws", "/usr/local/bin/aws"];

/// An AWS CLI of version 2, or a skip that is seen (in CI: a failure).
pub fn aws_cli() -> Option<PathBuf> {
    let found = PLACES.iter().map(PathBuf::from).find(|path| {
        let output = Command::new(path).arg("--version").output();
        output.is_ok_and(|output| output.stdout.starts_with(b"aws-cli/2."))
    });
    if found.is_none() {
        python::skip("no AWS CLI 2 at /usr/bin/aws (apt install awscli)");
    }
    found
}

/// A Python with botocore, or a skip that is seen (in CI: a failure).
pub fn botocore() -> Option<PathBuf> {
    let requirements = include_str!("../requirements.txt");
    match python::interpreter(env!("CARGO_TARGET_TMPDIR"), requirements) {
        Ok(program) => Some(program),
        Err(why) => {
            python::skip(&format!("no Python with botocore: {why}"));
            None
        }
    }
}

/// `aws sts get-caller-identity --profile …`, with no region in the environment.
pub fn caller_identity_by_cli(
    aws: &Path,
    home: &Home,
    simulator: &Simulator,
    profile: &str,
) -> Value {
    let args = ["sts", "get-caller-identity", "--output", "json", "--profile"];
    let mut command = aws_command(aws, home, simulator, &args);
    json(&run(command.arg(profile)))
}

/// The AWS CLI with these arguments.
pub fn aws_command(aws: &Path, home: &Home, simulator: &Simulator, args: &[&str]) -> Command {
    let data = home.beside("aws-data");
    simulator.write_aws_data_path(&data).unwrap();
    let mut command = Command::new(aws);
    command
        .args(args)
        .env_clear()
        // For the interpreter that runs Debian's, and for programs that it looks for.
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_DATA_PATH", data);
    common(&mut command, home, simulator);
    command
}

/// Runs the AWS CLI to its end, whatever that is.
pub fn aws_output(aws: &Path, home: &Home, simulator: &Simulator, args: &[&str]) -> Output {
    run(&mut aws_command(aws, home, simulator, args))
}

/// The account and the role that botocore and the AWS CLI, as far as they are here, see for a
/// profile.
#[track_caller]
pub fn assert_clients_answer(
    home: &Home,
    simulator: &Simulator,
    profile: &str,
    account: &str,
    role: &str,
) {
    let by_botocore =
        botocore().map(|python| caller_identity_by_botocore(&python, home, simulator, profile));
    let by_cli = aws_cli().map(|aws| caller_identity_by_cli(&aws, home, simulator, profile));
    for answer in [by_botocore, by_cli].into_iter().flatten() {
        assert_eq!(answer["Account"], account);
        let arn = answer["Arn"].as_str().unwrap();
        assert!(arn.contains(role), "{arn}");
    }
}

/// The same with botocore.
pub fn caller_identity_by_botocore(
    python: &Path,
    home: &Home,
    simulator: &Simulator,
    profile: &str,
) -> Value {
    const SCRIPT: &str = r#"
import json, sys, botocore.session
session = botocore.session.Session(profile=sys.argv[1])
answer = session.create_client("sts").get_caller_identity()
answer.pop("ResponseMetadata")
print(json.dumps(answer))
"#;
    let mut command = Command::new(python);
    command.env_clear().args(["-c", SCRIPT, profile]);
    json(&run(common(&mut command, home, simulator)))
}

fn common<'a>(command: &'a mut Command, home: &Home, simulator: &Simulator) -> &'a mut Command {
    command
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "")
        .env("NO_PROXY", "127.0.0.1")
        .envs(simulator.environment())
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn run(command: &mut Command) -> Output {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(120);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("{} does not end", command.get_program().display());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}
