//! `which` on machines with several programs: what each would use, as the real clients do
//! (docs/clients.md), and what differs.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::common::machine::healthy_config;
use crate::common::run::Program;
use crate::common::schema::assert_fits;
use crate::common::{Machine, Outcome};

const SCHEMA: &str = include_str!("../../docs/schema/which.schema.json");

const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The lock file of the AWS provider; its version is on line 3.
fn lock(version: &str) -> String {
    format!(
        "# Made by \"terraform init\".\n\nprovider \"registry.terraform.io/hashicorp/aws\" {{\n  version     = \"{version}\"\n  constraints = \"~> 4.0\"\n}}\n"
    )
}

/// A signed-in machine with an installed AWS CLI that must not be started, and a project.
struct Bench {
    machine: Machine,
    project: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let machine = Machine::healthy();
        machine.home.install_aws();
        let project = machine.home.path().join("project");
        std::fs::create_dir_all(project.join(".git")).unwrap();
        Self { machine, project }
    }

    fn file(self, name: &str, text: &str) -> Self {
        self.machine.home.put(format!("project/{name}"), text.as_bytes());
        self
    }

    /// boto3 in a virtual environment.
    fn with_boto3(self, boto3: &str, botocore: &str) -> Self {
        let site = ".venv/lib/python3.12/site-packages";
        self.file(".venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.3\n")
            .file(&format!("{site}/boto3-{boto3}.dist-info/METADATA"), "Name: boto3\n")
            .file(&format!("{site}/botocore-{botocore}.dist-info/METADATA"), "Name: botocore\n")
    }

    fn with_javascript(self, version: &str) -> Self {
        let package =
            format!("{{\"name\": \"@aws-sdk/client-sts\", \"version\": \"{version}\"}}\n");
        self.file("node_modules/@aws-sdk/client-sts/package.json", &package)
    }

    fn with_java(self, version: &str) -> Self {
        let pom = format!(
            "<project>\n  <dependencies>\n    <dependency>\n      <groupId>software.amazon.awssdk</groupId>\n      <artifactId>s3</artifactId>\n      <version>{version}</version>\n    </dependency>\n  </dependencies>\n</project>\n"
        );
        self.file("pom.xml", &pom)
    }

    fn run(&self, args: &[&str]) -> Program {
        let args = [&["which"], args].concat();
        self.machine.run(&args).in_folder(&self.project).env("SHELL", "/bin/zsh")
    }

    #[track_caller]
    fn same(&self, name: &str, args: &str, program: impl Fn(Program) -> Program) {
        let words: Vec<&str> = args.split_whitespace().collect();
        let outcome = program(self.run(&words)).run();
        let mut redactions = snapbox::Redactions::new();
        redactions.insert("[HOME]", self.machine.home.path()).unwrap();
        redactions.insert("[PROGRAMS]", self.machine.home.bin()).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it/snapshots")
            .join(format!("{name}.txt"));
        let line = format!("which {args}");
        let text = format!(
            "$ aws-onboard {}\n{}{}--- exit status {}\n",
            line.trim_end(),
            outcome.stdout,
            outcome.stderr,
            outcome.status
        );
        snapbox::Assert::new()
            .action_env("SNAPSHOTS")
            .redact_with(redactions)
            .eq(text, snapbox::Data::read_from(&path, None));
    }
}

fn with_profile(program: Program) -> Program {
    program.env("AWS_PROFILE", "dev")
}

fn with_keys(program: Program) -> Program {
    with_profile(program).env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET)
}

/// The document, which matches its schema.
#[track_caller]
fn json(outcome: &Outcome) -> Value {
    assert_eq!(outcome.status, 0, "{outcome:?}");
    let value = outcome.json();
    assert_fits(SCHEMA, &value);
    value
}

/// "kind usable region" of each program.
fn brief(value: &Value) -> Vec<String> {
    let programs = value["programs"].as_array().unwrap();
    programs
        .iter()
        .map(|program| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} {}",
                text(&program["id"]),
                text(&program["credentials"]["kind"]),
                program["usable"],
                text(&program["region"]["value"])
            )
        })
        .collect()
}

/// AWS CLI 2.36.7, boto3 and Java take the keys, JavaScript v3 takes the profile: so did boto3
/// 1.40.2 and JavaScript 3.936.0 when they were run on such a machine.
#[test]
fn keys_in_the_environment_and_a_profile() {
    let bench =
        Bench::new().with_boto3("1.40.2", "1.40.2").with_java("2.25.1").with_javascript("3.936.0");
    let start_up = format!(
        "{}export AWS_ACCESS_KEY_ID={KEY}\nexport AWS_SECRET_ACCESS_KEY={SECRET}\n",
        "\n".repeat(13)
    );
    bench.machine.home.put(".zshrc", start_up.as_bytes());
    bench.same("which-keys", "", with_keys);
    bench.same("which-keys-verbose", "-v --for js3", with_keys);
    let outcome = with_keys(bench.run(&["--format", "json"])).run();
    let value = json(&outcome);
    assert_eq!(
        brief(&value),
        [
            "cli2 environment true eu-central-1",
            "js3 sso true eu-central-1",
            "java2 environment true eu-central-1",
            "boto3 environment true eu-central-1",
        ]
    );
    assert_eq!(value["profile"], "dev");
    let js = &value["programs"][1];
    assert_eq!(js["differs"]["credentials"], true);
    assert_eq!(js["credentials"]["account"], "111122223333");
    let verbose = with_keys(bench.run(&["-v"])).run();
    for text in [&outcome.stdout, &verbose.stdout] {
        assert!(!text.contains(KEY) && !text.contains(SECRET) && text.contains("AKIA…MPLE"));
    }
}

/// The provider before 4.54 does not know sessions, and says so in the words of its SDK.
#[test]
fn an_old_terraform_provider() {
    let bench = Bench::new().file(".terraform.lock.hcl", &lock("4.49.0"));
    bench.same("which-terraform", "--for terraform-provider-aws", with_profile);
    let new = Bench::new().file(".terraform.lock.hcl", &lock("5.30.0"));
    new.same("which-terraform-new", "", with_profile);
    let value = json(&with_profile(bench.run(&["--format", "json"])).run());
    let provider = &value["programs"][1];
    assert_eq!(provider["usable"], false);
    assert_eq!(provider["needs"], "Terraform AWS provider 4.54.0 or newer");
    assert_eq!(provider["found_at"]["line"], 3);
}

#[test]
fn a_program_that_is_not_here() {
    let bench = Bench::new();
    bench.same("which-boto3-between", "--for boto3@1.26.3", with_profile);
    bench.same("which-s5cmd-old", "--for s5cmd@2.2.2", with_profile);
    let value =
        json(&with_profile(bench.run(&["--for", "botocore@1.29.9", "--format", "json"])).run());
    assert_eq!(brief(&value), ["botocore error false eu-central-1"]);
    assert_eq!(value["programs"][0]["needs"], "botocore 1.29.10 or newer");
    assert_eq!(value["programs"][0]["found_at"], Value::Null);
    // Every name that --for takes has an answer that matches the schema.
    for id in ["go-base", "powershell", "rust", "php", "kubectl", "gdal", "dbeaver"] {
        json(&with_profile(bench.run(&["--for", id, "--format", "json"])).run());
    }
}

#[test]
fn wrong_usage_names_the_flag() {
    let bench = Bench::new();
    bench.same("which-unknown", "--for botcore", with_profile);
    bench.same("which-version", "--for boto3@newest", with_profile);
}

#[test]
fn without_a_profile_there_is_a_way_on() {
    let bench = Bench::new().with_boto3("1.40.2", "1.40.2");
    bench.same("which-nothing", "", |program| program);
    let value = json(&bench.run(&["--profile", "dev", "--format", "json"]).run());
    assert_eq!(brief(&value), ["cli2 sso true eu-central-1", "boto3 sso true eu-central-1"]);
}

/// A region that one reads and the other does not.
#[test]
fn a_region_for_some() {
    let bench = Bench::new().with_boto3("1.40.2", "1.40.2");
    bench.machine.home.put(
        ".aws/config",
        healthy_config(&["dev"]).replace("region = eu-central-1\n", "").as_bytes(),
    );
    bench.same("which-region", "", |program| with_profile(program).env("AWS_REGION", "eu-west-1"));
}

/// Programs that leave a trace if they are started.
#[test]
fn no_program_is_started_and_nothing_is_written() {
    let bench = Bench::new().with_boto3("1.40.2", "1.40.2");
    let trace = bench.machine.home.beside("traces");
    for name in ["aws", "terraform", "rclone", "cdk", "node", "python3", "kubectl", "sam"] {
        let _ = std::fs::remove_file(bench.machine.home.bin().join(name));
        bench.machine.home.program(name, &format!("touch {}/{name}", trace.display()));
    }
    bench.same("which-versions", "", with_profile);
    bench.machine.home.put(
        ".aws/config",
        format!("{}credential_process = aws --version\n", healthy_config(&["dev"])).as_bytes(),
    );
    let before = crate::common::tree::snapshot(&bench.machine.home.path());
    for args in [&["-v"][..], &["--format", "json"], &["--for", "terraform"]] {
        with_profile(bench.run(args)).run().status(0);
    }
    crate::common::tree::assert_same(
        &before,
        &crate::common::tree::snapshot(&bench.machine.home.path()),
    );
    assert_eq!(std::fs::read_dir(trace).unwrap().count(), 0);
}
