//! Programs on PATH.

use super::*;

#[test]
fn a_go_program_tells_its_version_and_its_sdk() {
    let found = search(&Tree::new().program("bin/s5cmd", go_program(S5CMD)));
    let program = only(&found, "s5cmd");
    assert_eq!(sdk(program), (Some("2.2.2"), Some(SdkFamily::Go1), Some("1.44.256")));
    assert_eq!(program.why_in_use, WhyInUse::Path);
}

#[test]
fn another_program_of_the_same_name_is_not_it() {
    let tree = Tree::new()
        .program("bin/rain", go_program("path\texample.com/weather\nmod\tx\tv1.0.0\n"))
        .program("bin/s5cmd", go_program("path\tgithub.com/peak/s5cmdline\n"))
        .program("bin/mc", b"\x7fELF")
        .program("bin/q", "#!/bin/sh\n")
        .program("bin/cdk", "#!/usr/bin/env node\n")
        .file("bin/terraform", go_program("path\tgithub.com/hashicorp/terraform\n"));
    assert_eq!(search(&tree), []);
}

#[test]
fn a_name_that_only_one_program_has_is_enough() {
    let tree = Tree::new()
        .program("bin/nextflow", "#!/usr/bin/env bash\n")
        .program("brew/Cellar/terraform/1.5.7/bin/terraform", "packed")
        .link("bin/terraform", "../brew/Cellar/terraform/1.5.7/bin/terraform");
    let found = search(&tree);
    assert_eq!(sdk(only(&found, "nextflow")), (None, None, None));
    let terraform = only(&found, "terraform");
    assert_eq!((sdk(terraform).0, sdk(terraform).1), (Some("1.5.7"), None));
    assert_eq!(terraform.found_at.path, tree.path("bin/terraform"));
}

#[test]
fn a_python_program_tells_the_botocore_of_its_environment() {
    let site = "home/.local/share/pipx/venvs/aws-sam-cli/lib/python3.11/site-packages";
    let prefix = "home/.local/share/pipx/venvs/aws-sam-cli";
    let tree = Tree::new()
        .file(&format!("{prefix}/pyvenv.cfg"), "version = 3.11.7\n")
        .program(&format!("{prefix}/bin/python"), "")
        .program(&format!("{prefix}/bin/sam"), format!("#!{{root}}/{prefix}/bin/python\n"))
        .link("bin/sam", format!("../{prefix}/bin/sam"))
        .file(&format!("{site}/aws_sam_cli-1.100.0.dist-info/METADATA"), "")
        .file(&format!("{site}/botocore-1.29.3.dist-info/METADATA"), "");
    let found = search(&tree);
    assert_eq!(
        sdk(only(&found, "sam-cli")),
        (Some("1.100.0"), Some(SdkFamily::Botocore), Some("1.29.3"))
    );
    // Another `sam` in Python.
    let other =
        Tree::new().program("bin/sam", "#!/usr/bin/env python3\n").program("bin/python3", "");
    assert_eq!(search(&other), []);
}

#[test]
fn a_command_of_npm_tells_its_package() {
    let package = "lib/node_modules/aws-cdk";
    let tree = |name: &str| {
        Tree::new()
            .file(
                &format!("{package}/package.json"),
                format!("{{\"name\": \"{name}\", \"version\": \"2.160.0\"}}"),
            )
            .program(&format!("{package}/bin/cdk"), "#!/usr/bin/env node\n")
            .file(
                &format!("{package}/node_modules/aws-sdk/package.json"),
                "{\"name\": \"aws-sdk\", \"version\": \"2.1600.0\"}",
            )
            .link("bin/cdk", format!("../{package}/bin/cdk"))
    };
    let found = search(&tree("aws-cdk"));
    assert_eq!(
        sdk(only(&found, "aws-cdk")),
        (Some("2.160.0"), Some(SdkFamily::Js2), Some("2.1600.0"))
    );
    assert_eq!(search(&tree("cdk-of-somebody")), []);
}

#[test]
fn a_path_that_is_a_mistake_is_left_out() {
    let tree = Tree::new().program("bin/s5cmd", go_program(S5CMD));
    let many = "/x:".repeat(400) + "{root}/bin";
    let found = search_with(&tree, "project", &[("PATH", &many)]);
    assert_eq!((found.programs.len(), found.complete), (0, false));
    let circle = Tree::new().link("bin/s5cmd", "s5cmd");
    assert_eq!(search(&circle), []);
}

#[test]
fn an_unknown_go_program_is_described_by_its_modules() {
    let tree = Tree::new()
        .program("tool", go_program("path\texample.com/tool\nmod\texample.com/tool\tv0.3.0\ndep\tgithub.com/aws/aws-sdk-go-v2/config\tv1.17.0\tx\n"))
        .program("renamed", go_program(S5CMD))
        .program("plain", go_program("path\texample.com/plain\n"));
    let system = tree.system(&[]);
    let describe = |name: &str| crate::describe_program(&system, &tree.path(name));
    let tool = describe("tool").unwrap();
    assert_eq!(tool.id, "tool");
    assert_eq!(sdk(&tool), (Some("0.3.0"), Some(SdkFamily::Go2), Some("1.17.0")));
    assert_eq!(describe("renamed").unwrap().id, "s5cmd");
    assert_eq!(describe("plain"), None);
    assert_eq!(describe("missing"), None);
}

#[test]
fn a_bundle_with_its_own_python_tells_its_botocore() {
    let dist = "usr/local/aws-sam-cli/1.148.0/dist";
    let tree = Tree::new()
        .program(&format!("{dist}/sam"), b"\x7fELF")
        .folder(&format!("{dist}/botocore-1.41.0.dist-info"))
        .link("bin/sam", format!("../{dist}/sam"));
    let found = search(&tree);
    let sam = only(&found, "sam-cli");
    assert_eq!(sdk(sam), (Some("1.148.0"), Some(SdkFamily::Botocore), Some("1.41.0")));
    // Which parts a bundle contains does not show.
    assert_eq!(sam.has_module(facts::SdkModule::Crt), facts::Presence::Unknown);
}
