//! What is installed and perhaps not used.

use super::*;

#[test]
fn extensions_snaps_formulas_and_bundles_are_installed() {
    let tree = Tree::new()
        .folder("home/.vscode/extensions/amazonwebservices.aws-toolkit-vscode-3.9.0")
        .folder("home/.vscode/extensions/amazonwebservices.aws-toolkit-vscode-3.91.0-linux-x64")
        .folder("home/.vscode/extensions/amazonwebservices.aws-toolkit-vscode-extra-9.0.0")
        .folder("home/.vscode/extensions/other.thing-1.0.0")
        .folder("brew/Cellar/rclone/1.68.0_1")
        .folder("brew/Cellar/rclone/1.9.0")
        .folder("brew/Cellar/other/1.0.0")
        .file("snap/k9s/current/meta/snap.yaml", "name: k9s\nversion: v0.32.5\n")
        .file(
            "Applications/Lens.app/Contents/Info.plist",
            "<key>CFBundleShortVersionString</key>\n<string>2025.1.0</string>\n",
        )
        .folder("home/.local/share/JetBrains/IntelliJIdea2025.1/aws-toolkit-jetbrains");
    let found = search(&tree);
    assert_eq!(sdk(only(&found, "aws-toolkit-vscode")).0, Some("3.91.0"));
    assert_eq!(sdk(only(&found, "rclone")).0, Some("1.68.0"));
    assert_eq!(sdk(only(&found, "k9s")).0, Some("0.32.5"));
    assert_eq!(sdk(only(&found, "lens")).0, Some("2025.1.0"));
    if cfg!(target_os = "linux") {
        assert_eq!(
            sdk(only(&found, "aws-toolkit-jetbrains")),
            (None, Some(SdkFamily::Java2), None)
        );
    }
    assert!(found.iter().all(|program| program.why_in_use == WhyInUse::Installed));
}

#[test]
fn what_a_shell_starts_is_not_said_twice() {
    let tree = Tree::new()
        .program("brew/Cellar/s5cmd/2.2.2/bin/s5cmd", go_program(S5CMD))
        .link("bin/s5cmd", "../brew/Cellar/s5cmd/2.2.2/bin/s5cmd");
    assert_eq!(only(&search(&tree), "s5cmd").why_in_use, WhyInUse::Path);
}

#[test]
fn garbage_in_their_places_is_nothing() {
    let tree = Tree::new()
        .file("home/.vscode/extensions", "")
        .file("snap/k9s/current/meta/snap.yaml", vec![0xff; 1 << 20])
        .link("brew/Cellar", "Cellar")
        .file("home/.kube/config", "exec:\n- - -\n  command:\n");
    assert_eq!(search(&tree), []);
}

#[test]
fn entries_of_kubeconfig_count_as_used_where_kubectl_is() {
    let config = "users:\n- name: a\n  user:\n    exec:\n      command: aws\n      env:\n      - name: AWS_PROFILE\n        value: lab\n";
    let tree = Tree::new().file("home/.kube/config", config);
    assert_eq!(only(&search(&tree), "kubectl").why_in_use, WhyInUse::Installed);
    let tree = tree.program("bin/helm", go_program("path\thelm.sh/helm/v3/cmd/helm\n"));
    let found = search(&tree);
    let entry = only(&found, "kubectl");
    assert_eq!((entry.why_in_use, value(&entry.profile)), (WhyInUse::Path, Some("lab")));
}
