//! Dependencies point in one direction: no check can reach a runtime, an SDK, or a prompt.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use serde_json::Value;

/// The names of all packages that a workspace package depends on, including itself.
fn reach(metadata: &Value, package: &str) -> BTreeSet<String> {
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let root = names
        .iter()
        .find(|(_, name)| **name == package)
        .map(|(id, _)| *id)
        .unwrap_or_else(|| panic!("there is no package {package}"));
    let mut reached = BTreeSet::new();
    let mut queue = VecDeque::from([root]);
    while let Some(id) = queue.pop_front() {
        if !reached.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            // Normal dependencies have no kind; the others belong to tests and build scripts.
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                queue.push_back(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    reached.into_iter().map(|id| names[id].to_owned()).collect()
}

/// What a check must not depend on: runtimes, SDKs, HTTP, prompts, terminals.
fn forbidden(name: &str) -> bool {
    name.starts_with("aws-sdk-")
        || name.starts_with("aws-smithy-")
        || matches!(
            name,
            "tokio"
                | "hyper"
                | "inquire"
                | "crossterm"
                | "clap"
                | "aws-onboard-machine"
                | "aws-onboard-collect"
                | "aws-onboard-identity-center"
                | "aws-onboard-identity-center-sim"
        )
}

#[test]
fn no_check_reaches_a_runtime_an_sdk_or_a_prompt() {
    // Only this platform, because a new machine does not have the crates for the others.
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1"])
        .args(["--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    for package in [
        "aws-onboard-checks",
        "aws-onboard-error-texts",
        "aws-onboard-explain",
        "aws-onboard-facts",
        "aws-onboard-program-table",
        "aws-onboard-aws-files",
    ] {
        let reached = reach(&metadata, package);
        let wrong: Vec<&String> = reached.iter().filter(|name| forbidden(name)).collect();
        assert!(wrong.is_empty(), "{package} reaches {wrong:?}");
    }
    // Makes sure that the traversal finds existing dependencies.
    let checks = reach(&metadata, "aws-onboard-checks");
    assert!(checks.contains("aws-onboard-facts") && checks.contains("aws-onboard-aws-files"));
    let machine = reach(&metadata, "aws-onboard-machine");
    assert!(machine.contains("aws-onboard-facts"));
    assert!(
        !["aws-onboard-collect", "aws-onboard-identity-center"]
            .iter()
            .any(|name| machine.contains(*name))
    );
    let collect = reach(&metadata, "aws-onboard-collect");
    assert!(collect.contains("tokio") && collect.contains("aws-sdk-sso"));
    assert!(reach(&metadata, "aws-onboard").contains("inquire"));
    // In the other direction, no lower layer depends on the checks.
    assert!(!collect.contains("aws-onboard-checks"));
}
