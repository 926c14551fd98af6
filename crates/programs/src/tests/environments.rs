//! Python environments.

use super::*;

fn environment(tree: Tree, prefix: &str, packages: &[&str]) -> Tree {
    let tree = tree.file(&format!("{prefix}/pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.7\n");
    packages.iter().fold(tree, |tree, package| {
        let site = format!("{prefix}/lib/python3.11/site-packages");
        tree.file(&format!("{site}/{package}.dist-info/METADATA"), "")
    })
}

#[test]
fn packages_of_the_project_and_of_the_active_environment() {
    let tree = environment(Tree::new(), "project/.venv", &["boto3-1.26.3", "botocore-1.29.3"]);
    let tree = environment(
        tree,
        "active",
        &["boto3-1.41.0", "botocore-1.41.0", "awscrt-0.29.0", "s3fs-2025.1.0", "polars-1.20.0"],
    );
    let found = search_with(&tree, "project", &[("VIRTUAL_ENV", "{root}/active")]).programs;
    let boto3: Vec<&FoundProgram> = found.iter().filter(|one| one.id == "boto3").collect();
    let [own, active] = boto3.as_slice() else { panic!("{found:#?}") };
    assert_eq!((own.why_in_use, sdk(own).2), (WhyInUse::Project, Some("1.29.3")));
    assert_eq!(own.has_module(SdkModule::Crt), Presence::Absent);
    assert_eq!((active.why_in_use, sdk(active).2), (WhyInUse::Environment, Some("1.41.0")));
    assert_eq!(active.has_module(SdkModule::Crt), Presence::Present);
    assert_eq!(
        sdk(only(&found, "s3fs")),
        (Some("2025.1.0"), Some(SdkFamily::Botocore), Some("1.41.0"))
    );
    // boto3 gets the credentials where it is installed beside it.
    assert_eq!(only(&found, "polars").sdk, Some(SdkFamily::Botocore));
    let alone = environment(Tree::new(), "project/.venv", &["polars-1.20.0"]);
    assert_eq!(only(&search(&alone), "polars").sdk, None);
    assert!(only(&found, "s3fs").profile_by.iter().any(|way| way.name.contains("profile")));
}

#[test]
fn the_same_environment_is_read_once() {
    let tree = environment(Tree::new(), "project/.venv", &["boto3-1.26.3"]);
    let found = search_with(&tree, "project", &[("VIRTUAL_ENV", "{root}/project/.venv")]).programs;
    assert_eq!(only(&found, "boto3").why_in_use, WhyInUse::Project);
}

#[test]
fn conda_has_packages_of_other_kinds() {
    let site = "conda/lib/python3.12/site-packages";
    let tree = Tree::new()
        .file("conda/conda-meta/libgdal-3.9.2-h57928b3_7.json", "{}")
        .file("conda/conda-meta/history", "")
        .file(&format!("{site}/boto3-1.35.0.dist-info/METADATA"), "");
    let found = search_with(&tree, "project", &[("CONDA_PREFIX", "{root}/conda")]).programs;
    assert_eq!(sdk(only(&found, "gdal")).0, Some("3.9.2"));
    // Its botocore is missing, so that nothing is known about it.
    assert_eq!(sdk(only(&found, "boto3")), (Some("1.35.0"), Some(SdkFamily::Botocore), None));
}

#[test]
fn what_is_no_environment_has_no_packages() {
    let tree = Tree::new()
        .file("project/venv/lib/python3.11/site-packages/boto3-1.0.0.dist-info/METADATA", "")
        .file("project/.venv", "not a folder");
    assert_eq!(search(&tree), []);
    for value in ["relative", "{root}/missing", "{root}/project/.venv"] {
        let found = search_with(&tree, "project", &[("VIRTUAL_ENV", value)]).programs;
        assert_eq!(found, [], "{value}");
    }
}
