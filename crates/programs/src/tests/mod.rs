//! Searches in made-up projects and homes.

mod environments;
mod installed;
mod path;
mod project;

use facts::{
    FoundProgram, FoundPrograms, Presence, ProgramSetting, SdkFamily, SdkModule, WhyInUse,
};

use crate::executable::tests::{S5CMD, go_program};
use crate::installed::Places;
use crate::reader::{Limits, Reader};
use crate::testing::Tree;

/// Searches from `folder`, with `bin` as the only folder on PATH.
fn search_with(tree: &Tree, folder: &str, variables: &[(&str, &str)]) -> FoundPrograms {
    let mut all = variables.to_vec();
    if !all.iter().any(|(name, _)| *name == "PATH") {
        all.push(("PATH", "{root}/bin"));
    }
    let system = tree.system(&all);
    let places = Places {
        cellars: vec![tree.path("brew/Cellar")],
        snaps: Some(tree.path("snap")),
        bundles: vec![tree.path("Applications")],
    };
    let reader = Reader::new(&system, Limits::SEARCH).in_folder(&tree.path(folder));
    crate::search::search(&reader, &tree.path(folder), &places)
}

fn search(tree: &Tree) -> Vec<FoundProgram> {
    search_with(tree, "project", &[]).programs
}

/// A setting's value.
fn value(setting: &Option<ProgramSetting>) -> Option<&str> {
    setting.as_ref()?.value.as_deref()
}

/// The only program with this identifier.
fn only<'a>(programs: &'a [FoundProgram], id: &str) -> &'a FoundProgram {
    let found: Vec<&FoundProgram> = programs.iter().filter(|program| program.id == id).collect();
    let [program] = found.as_slice() else { panic!("{id}: {programs:#?}") };
    program
}

/// A program's version, its SDK and the SDK's version.
fn sdk(program: &FoundProgram) -> (Option<&str>, Option<SdkFamily>, Option<&str>) {
    let text = |version: &'_ Option<facts::ProgramVersion>| {
        version.as_ref().map(|version| version.text().to_owned().leak() as &str)
    };
    (text(&program.version), program.sdk, text(&program.sdk_version))
}

fn file(name: &str, content: &str) -> Vec<FoundProgram> {
    search(&Tree::new().file(&format!("project/{name}"), content))
}

/// A machine with thirty programs: the search opens few files and reads little of them.
#[test]
fn a_search_for_thirty_programs_opens_few_files() {
    let names = [
        ("terraform", "github.com/hashicorp/terraform"),
        ("tofu", "github.com/opentofu/opentofu"),
        ("terragrunt", "github.com/gruntwork-io/terragrunt"),
        ("eksctl", "github.com/weaveworks/eksctl"),
        ("sops", "github.com/getsops/sops/v3"),
        ("chamber", "github.com/segmentio/chamber/v2"),
        ("aws-vault", "github.com/99designs/aws-vault/v7"),
        ("granted", "github.com/common-fate/granted"),
        ("rclone", "github.com/rclone/rclone"),
        ("s5cmd", "github.com/peak/s5cmd/v2"),
        ("kubectl", "k8s.io/kubernetes"),
        ("helm", "helm.sh/helm/v3"),
        ("k9s", "github.com/derailed/k9s"),
        ("saml2aws", "github.com/versent/saml2aws/v2"),
        ("cloud-nuke", "github.com/gruntwork-io/cloud-nuke"),
    ];
    let mut tree = Tree::new().file("project/.venv/pyvenv.cfg", "version = 3.11.7\n");
    for (name, package) in names {
        let mut bytes =
            go_program(&format!("path\t{package}\ndep\tgithub.com/aws/aws-sdk-go\tv1.44.1\tx\n"));
        bytes.resize(2 << 20, 0);
        tree = tree.program(&format!("bin/{name}"), bytes);
    }
    for package in [
        "boto3",
        "botocore",
        "aiobotocore",
        "s3fs",
        "awswrangler",
        "pyarrow",
        "polars",
        "dvc_s3",
        "mlflow",
        "apache_airflow_providers_amazon",
        "dbt_athena",
        "duckdb",
        "prowler",
        "awsume",
        "snakemake_storage_plugin_s3",
        "pyspark",
    ] {
        let site = "project/.venv/lib/python3.11/site-packages";
        tree = tree.file(&format!("{site}/{package}-1.0.0.dist-info/METADATA"), "");
    }
    let system = tree.system(&[("PATH", "{root}/bin")]);
    let reader = Reader::new(&system, Limits::SEARCH);
    let found = crate::search::search(&reader, &tree.path("project"), &Places::default());
    assert!(found.complete && found.programs.len() >= 30, "{}", found.programs.len());
    let opened = Limits::SEARCH.files - reader.files_left();
    assert!(opened <= 60, "{opened} files opened");
}
