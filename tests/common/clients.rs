//! The real AWS clients: botocore from PyPI, and the AWS CLI 2 of the system.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Machine, python};

/// The paths where Debian and AWS's installer put the AWS CLI.
const PLACES: &[&str] = &["/usr/bin/aws", "/usr/local/bin/aws"];

/// An AWS CLI of version 2, or a visible skip (a failure in CI).
pub fn aws_cli() -> Option<PathBuf> {
    // Starting the AWS CLI takes a second, so its version is requested only once.
    static FOUND: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        PLACES.iter().map(PathBuf::from).find(|path| {
            let output = Command::new(path).arg("--version").output();
            output.is_ok_and(|output| output.stdout.starts_with(b"aws-cli/2."))
        })
    });
    if FOUND.is_none() {
        python::skip("no AWS CLI 2 at /usr/bin/aws (apt install awscli)");
    }
    FOUND.clone()
}

/// A Python with botocore, or a visible skip (a failure in CI).
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
fn caller_identity_by_cli(aws: &Path, machine: &Machine, profile: &str) -> Value {
    let args = ["sts", "get-caller-identity", "--output", "json", "--profile", profile];
    let output = aws_output(aws, machine, &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Builds an AWS CLI command with these arguments.
pub fn aws_command(aws: &Path, machine: &Machine, args: &[&str]) -> Command {
    let data = machine.home.beside("aws-data");
    machine.simulator.write_aws_data_path(&data).unwrap();
    let mut command = Command::new(aws);
    command
        .args(args)
        .env_clear()
        // The interpreter that runs Debian's AWS CLI needs it, and so do programs that it starts.
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_DATA_PATH", data);
    set_variables(&mut command, machine);
    command
}

/// Runs the AWS CLI, and accepts any exit status.
pub fn aws_output(aws: &Path, machine: &Machine, args: &[&str]) -> Output {
    run(&mut aws_command(aws, machine, args))
}

/// Assert that botocore and the AWS CLI, where they are installed, get this account and role for a
/// profile.
#[track_caller]
pub fn assert_clients_answer(machine: &Machine, profile: &str, account: &str, role: &str) {
    assert_botocore_answers(machine, profile, account, role);
    if let Some(aws) = aws_cli() {
        assert_identity(&caller_identity_by_cli(&aws, machine, profile), account, role);
    }
}

/// Assert that botocore, where it is installed, gets this account and role for a profile.
#[track_caller]
pub fn assert_botocore_answers(machine: &Machine, profile: &str, account: &str, role: &str) {
    if let Some(python) = botocore() {
        let mut command = Command::new(python);
        command.env_clear();
        set_variables(&mut command, machine);
        let answer = super::botocore::ask_caller_identity(&command, profile);
        assert_identity(&answer, account, role);
    }
}

#[track_caller]
fn assert_identity(answer: &Value, account: &str, role: &str) {
    assert_eq!(answer["Account"], account);
    let arn = answer["Arn"].as_str().unwrap();
    let role = format!("/AWSReservedSSO_{role}_");
    assert!(arn.contains(&role) && arn.ends_with("/mira@example.org"), "{arn}");
}

pub fn set_variables(command: &mut Command, machine: &Machine) {
    command
        .current_dir(machine.home.path())
        .env("HOME", machine.home.path())
        .env("LC_ALL", "C.UTF-8")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "")
        .env("NO_PROXY", "127.0.0.1")
        .envs(machine.simulator.environment());
}

pub fn run(command: &mut Command) -> Output {
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
