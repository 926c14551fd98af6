//! Made-up installations, and what is wrong with some.

use facts::Installation;

use super::read_aws_cli_layout;
use crate::testing::Tree;

const SCRIPT: &str = "#!{root}/PREFIX/bin/python3\nimport sys\nimport awscli.clidriver\nsys.exit(awscli.clidriver.main())\n";
const METADATA: &str = "Name: awscli\nVersion: VERSION\nRequires-Dist: botocore (==1.43.11)\nRequires-Dist: PyYAML<6.1,>=3.10\n\nThe AWS CLI.\n";

fn layout(tree: &Tree, path: &str, variables: &[(&str, &str)]) -> Option<(String, Installation)> {
    read_aws_cli_layout(&tree.system(variables), &tree.path(path))
        .map(|layout| (layout.version.to_string(), layout.installation))
}

fn told(version: &str, installation: Installation) -> Option<(String, Installation)> {
    Some((version.to_owned(), installation))
}

/// A Python package in the folder `prefix`, without its Python.
fn package(tree: Tree, prefix: &str, version: &str) -> Tree {
    let site = format!("{prefix}/lib/python3.11/site-packages");
    tree.program(&format!("{prefix}/bin/aws"), SCRIPT.replace("PREFIX", prefix))
        .file(&format!("{site}/awscli/__init__.py"), format!("__version__ = '{version}'\n"))
        .file(&format!("{site}/awscli/clidriver.py"), "")
        .file(
            &format!("{site}/awscli-{version}.dist-info/METADATA"),
            METADATA.replace("VERSION", version),
        )
        .file(&format!("{site}/botocore-1.43.11.dist-info/METADATA"), "")
        .file(&format!("{site}/pyyaml-6.0.3.dist-info/METADATA"), "")
}

/// A virtual environment in the folder `prefix`.
fn environment(prefix: &str) -> Tree {
    package(Tree::new(), prefix, "1.45.11")
        .file(&format!("{prefix}/pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.7\n")
        .program(&format!("{prefix}/bin/python3"), "")
}

#[test]
fn an_environment_of_pip_pipx_or_uv_names_the_version() {
    for (prefix, installation) in [
        ("project/.venv", Installation::VirtualEnvironment),
        ("home/.local/share/pipx/venvs/awscli", Installation::Pipx),
        ("home/.local/pipx/venvs/awscli", Installation::Pipx),
        ("home/.local/share/uv/tools/awscli", Installation::UvTool),
    ] {
        let tree = environment(prefix).link("bin/aws", format!("../{prefix}/bin/aws"));
        let expected = told("1.45.11", installation);
        assert_eq!(layout(&tree, &format!("{prefix}/bin/aws"), &[]), expected, "{prefix}");
        assert_eq!(layout(&tree, "bin/aws", &[]), expected, "{prefix}");
    }
}

#[test]
fn conda_and_pyenv_are_pythons_of_their_own() {
    let python = |prefix: &str| {
        package(Tree::new(), prefix, "2.36.7")
            .program(&format!("{prefix}/bin/python3.11"), "")
            .link(&format!("{prefix}/bin/python3"), "python3.11")
    };
    let conda = python("miniconda3/envs/work").folder("miniconda3/envs/work/conda-meta");
    assert_eq!(
        layout(&conda, "miniconda3/envs/work/bin/aws", &[]),
        told("2.36.7", Installation::Conda)
    );
    let pyenv = python(".pyenv/versions/3.11.7");
    assert_eq!(
        layout(&pyenv, ".pyenv/versions/3.11.7/bin/aws", &[]),
        told("2.36.7", Installation::Pyenv)
    );
    // The shim that people have on PATH.
    let shim = "#!/usr/bin/env bash\nexport PYENV_ROOT=\"{root}/.pyenv\"\n";
    let pyenv = pyenv.program(".pyenv/shims/aws", shim);
    assert_eq!(
        layout(&pyenv, ".pyenv/shims/aws", &[("PYENV_VERSION", "3.11.7")]),
        told("2.36.7", Installation::Pyenv)
    );
    assert_eq!(layout(&pyenv, ".pyenv/shims/aws", &[("PYENV_VERSION", "3.10")]), None);
    assert_eq!(layout(&python("opt/py"), "opt/py/bin/aws", &[]), told("2.36.7", Installation::Pip));
}

/// Homebrew's environment also imports from the Python below it, and its folder names a revision.
#[test]
fn homebrew_names_the_version_twice() {
    let brew = |folder: &str| {
        let prefix = format!("brew/Cellar/awscli/{folder}/libexec");
        package(Tree::new(), &prefix, "2.36.7")
            .file(
                &format!("{prefix}/pyvenv.cfg"),
                "home = /opt/python\ninclude-system-site-packages = true\nversion = 3.11.9\n",
            )
            .program("brew/Cellar/python@3.11/3.11.9/bin/python3.11", "")
            .link(&format!("{prefix}/bin/python3"), "../../../../python@3.11/3.11.9/bin/python3.11")
            .link(&format!("brew/Cellar/awscli/{folder}/bin/aws"), "../libexec/bin/aws")
            .link("brew/bin/aws", format!("../Cellar/awscli/{folder}/bin/aws"))
    };
    let expected = told("2.36.7", Installation::Homebrew);
    assert_eq!(layout(&brew("2.36.7"), "brew/bin/aws", &[]), expected);
    assert_eq!(layout(&brew("2.36.7_1"), "brew/bin/aws", &[]), expected);
    // The folder and the package contradict each other.
    assert_eq!(layout(&brew("2.36.8"), "brew/bin/aws", &[]), None);
}

/// The user's own packages come before those of the installation.
#[test]
fn packages_in_the_home_folder_shadow_others() {
    let python = || {
        package(Tree::new(), "py", "1.45.11")
            .program("py/bin/python3.11", "")
            .link("py/bin/python3", "python3.11")
    };
    assert!(layout(&python(), "py/bin/aws", &[]).is_some());
    let user = "home/.local/lib/python3.11/site-packages";
    let newer = python().file(&format!("{user}/botocore-1.44.0.dist-info/METADATA"), "");
    if cfg!(target_os = "linux") {
        assert_eq!(layout(&newer, "py/bin/aws", &[]), None);
    }
    assert!(layout(&newer, "py/bin/aws", &[("PYTHONNOUSERSITE", "1")]).is_some());
    let shadowed = python().folder(&format!("{user}/awscli"));
    if cfg!(target_os = "linux") {
        assert_eq!(layout(&shadowed, "py/bin/aws", &[]), None);
    }
}

/// Where the AWS CLI would not start, or would print something else, nothing is told.
#[test]
fn a_package_that_may_not_start_tells_nothing() {
    let site = "venv/lib/python3.11/site-packages";
    let broken: Vec<(&str, Tree)> = vec![
        ("a wrapper", environment("venv").program("venv/bin/aws", "#!/bin/sh\nexec aws2 \"$@\"\n")),
        (
            "another script",
            environment("venv").program("venv/bin/aws", "#!{root}/venv/bin/python3\n"),
        ),
        ("an empty file", environment("venv").program("venv/bin/aws", "")),
        ("garbage", environment("venv").program("venv/bin/aws", [0xff; 5000])),
        (
            "a local folder",
            environment("venv").file("venv/bin/awscli/__init__.py", "__version__ = '9.9.9'\n"),
        ),
        (
            "another version in the metadata",
            environment("venv")
                .file(&format!("{site}/awscli/__init__.py"), "__version__ = '1.45.12'\n"),
        ),
        (
            "two versions in the metadata",
            environment("venv").file(&format!("{site}/awscli-1.44.0.dist-info/METADATA"), METADATA),
        ),
        (
            "a version that is computed",
            environment("venv")
                .file(&format!("{site}/awscli/__init__.py"), "__version__ = get()\n"),
        ),
        (
            "botocore was updated alone",
            environment("venv").file(&format!("{site}/botocore-1.44.0.dist-info/METADATA"), ""),
        ),
        (
            "a package that is missing",
            environment("venv")
                .file(&format!("{site}/awscli-1.45.11.dist-info/METADATA"), "Requires-Dist: rsa\n"),
        ),
        (
            "a huge source file",
            environment("venv").file(&format!("{site}/awscli/__init__.py"), vec![b'#'; 1 << 20]),
        ),
        (
            "a package in the source tree",
            package(Tree::new(), "other", "1.45.11")
                .file("venv/pyvenv.cfg", "version = 3.11.7\n")
                .program("venv/bin/python3", "")
                .program("venv/bin/aws", SCRIPT.replace("PREFIX", "venv"))
                .file(&format!("{site}/__editable__.awscli.pth"), "/src"),
        ),
    ];
    for (what, tree) in &broken {
        assert_eq!(layout(tree, "venv/bin/aws", &[]), None, "{what}");
    }
    let healthy = environment("venv");
    for variable in ["PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LD_PRELOAD"] {
        assert_eq!(layout(&healthy, "venv/bin/aws", &[(variable, "/x")]), None, "{variable}");
    }
    assert!(layout(&healthy, "venv/bin/aws", &[]).is_some());
}

#[test]
fn a_python_that_is_gone_tells_nothing() {
    let gone = package(Tree::new(), "venv", "1.45.11")
        .file("venv/pyvenv.cfg", "version = 3.11.7\n")
        .link("venv/bin/python3", "/no/such/python3");
    assert_eq!(layout(&gone, "venv/bin/aws", &[]), None);
    let circle = Tree::new().link("bin/aws", "aws2").link("bin/aws2", "aws");
    assert_eq!(layout(&circle, "bin/aws", &[]), None);
    assert_eq!(layout(&Tree::new(), "bin/aws", &[]), None);
    assert_eq!(layout(&Tree::new().folder("bin/aws"), "bin/aws", &[]), None);
}

#[test]
fn the_snap_names_the_version_in_its_manifest() {
    let snap = |manifest: &str| {
        Tree::new()
            .program("usr/bin/snap", "")
            .link("snap/bin/aws-cli.aws", "../../usr/bin/snap")
            .link("snap/bin/aws", "aws-cli.aws")
            .file("snap/aws-cli/1234/meta/snap.yaml", manifest)
            .link("snap/aws-cli/current", "1234")
    };
    let manifest = "name: aws-cli\nversion: 2.36.7\nconfinement: classic\n";
    let expected = told("2.36.7", Installation::Snap);
    assert_eq!(layout(&snap(manifest), "snap/bin/aws", &[]), expected);
    assert_eq!(
        layout(&snap(&manifest.replace("2.36.7", "'2.36.7'")), "snap/bin/aws", &[]),
        expected
    );
    for other in
        ["", "name: aws-cli\n", "name: aws-cli\nversion: git\n", "name: x\nversion: 2.36.7\n"]
    {
        assert_eq!(layout(&snap(other), "snap/bin/aws", &[]), None, "{other}");
    }
    assert_eq!(layout(&snap(&"#".repeat(1 << 20)), "snap/bin/aws", &[]), None);
    // Another snap's command.
    let other = Tree::new()
        .program("usr/bin/snap", "")
        .link("snap/bin/aws", "../../usr/bin/snap")
        .file("snap/aws-cli/current/meta/snap.yaml", manifest);
    assert_eq!(layout(&other, "snap/bin/aws", &[]), None);
}

/// Installations with a program of the system in the place of the AWS CLI's own.
#[cfg(target_os = "linux")]
mod native {
    use super::*;

    fn program() -> Vec<u8> {
        std::fs::read("/bin/true").unwrap()
    }

    fn bundle(folder: &str, program: &[u8]) -> Tree {
        let version = format!("{folder}/v2/2.36.7");
        Tree::new()
            .program(&format!("{version}/dist/aws"), program)
            .folder(&format!("{version}/dist/awscli/data"))
            .link(&format!("{version}/bin/aws"), "../dist/aws")
            .link(&format!("{folder}/v2/current"), "2.36.7")
            .link("bin/aws", format!("../{folder}/v2/current/bin/aws"))
    }

    #[test]
    fn the_installer_of_aws_names_the_version_in_its_folder() {
        let expected = told("2.36.7", Installation::AwsInstaller);
        for folder in ["usr/local/aws-cli", "home/.local/share/aws-cli"] {
            assert_eq!(layout(&bundle(folder, &program()), "bin/aws", &[]), expected, "{folder}");
        }
        // Its own libraries come first, whatever the variable says.
        let tree = bundle("aws-cli", &program());
        assert_eq!(layout(&tree, "bin/aws", &[("LD_LIBRARY_PATH", "/x")]), expected);
    }

    #[test]
    fn a_bundle_that_may_not_start_tells_nothing() {
        let mut foreign = program();
        foreign[18] = 40;
        // The name of the loader, spelled differently.
        let mut without_loader = program();
        let at = without_loader.windows(7).position(|bytes| bytes == b"ld-linu").unwrap();
        without_loader[at] = b'X';
        for (what, program) in [
            ("another processor", foreign),
            ("no loader", without_loader),
            ("cut off", program()[..100].to_vec()),
            ("empty", Vec::new()),
            ("a script", b"#!/bin/sh\nexec /opt/aws \"$@\"\n".to_vec()),
        ] {
            assert_eq!(layout(&bundle("aws-cli", &program), "bin/aws", &[]), None, "{what}");
        }
        let incomplete = Tree::new().program("aws-cli/v2/2.36.7/dist/aws", program());
        assert_eq!(layout(&incomplete, "aws-cli/v2/2.36.7/dist/aws", &[]), None);
        for folder in ["v2/latest", "v1/1.45.11", "v2/1.45.11", "v3/3.0.0"] {
            let tree = Tree::new()
                .program(&format!("{folder}/dist/aws"), program())
                .folder(&format!("{folder}/dist/awscli"));
            assert_eq!(layout(&tree, &format!("{folder}/dist/aws"), &[]), None, "{folder}");
        }
    }

    #[test]
    fn folders_of_mise_and_asdf_are_named_by_versions() {
        for (folder, installation) in [
            ("home/.local/share/mise/installs/awscli", Installation::Mise),
            ("home/.asdf/installs/awscli", Installation::Asdf),
        ] {
            let tree = Tree::new()
                .program(&format!("{folder}/2.36.7/aws/dist/aws"), program())
                .link(&format!("{folder}/latest"), "2.36.7");
            let path = format!("{folder}/latest/aws/dist/aws");
            assert_eq!(layout(&tree, &path, &[]), told("2.36.7", installation));
            let script = Tree::new().program(&format!("{folder}/2.36.7/bin/aws"), "#!/bin/sh\n");
            assert_eq!(layout(&script, &format!("{folder}/2.36.7/bin/aws"), &[]), None);
        }
    }
}
