//! Searches in made-up projects and homes.

use facts::{FoundProgram, FoundPrograms, Presence, SdkFamily, SdkModule, WhyInUse};

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
    crate::search::search(&Reader::new(&system, Limits::SEARCH), &tree.path(folder), &places)
}

fn search(tree: &Tree) -> Vec<FoundProgram> {
    search_with(tree, "project", &[]).programs
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

mod project {
    use super::*;

    #[test]
    fn folders_above_the_repository_are_not_read() {
        let go_mod = "require github.com/aws/aws-sdk-go v1.44.256\n";
        let tree = Tree::new()
            .file("go.mod", go_mod)
            .folder("repository/.git")
            .file("repository/go.mod", go_mod)
            .folder("repository/a/b");
        let found = search_with(&tree, "repository/a/b", &[]).programs;
        assert_eq!(only(&found, "go1").found_at.path, tree.path("repository/go.mod"));
        // A worktree has a file in the place of the folder.
        let tree = Tree::new().file("w/.git", "gitdir: x\n").file("w/go.mod", go_mod).folder("w/a");
        assert_eq!(search_with(&tree, "w/a", &[]).programs.len(), 1);
        // Without a repository, only the folder itself counts.
        let tree = Tree::new().file("w/go.mod", go_mod).folder("w/a");
        assert!(search_with(&tree, "w/a", &[]).programs.is_empty());
    }

    #[test]
    fn a_project_without_any_of_these_files_has_no_program() {
        let found = search_with(&Tree::new().file("project/README", ""), "project", &[]);
        assert_eq!(found, FoundPrograms { programs: Vec::new(), complete: true });
        assert!(search_with(&Tree::new(), "missing", &[]).programs.is_empty());
    }

    #[test]
    fn a_huge_file_is_left_out_and_said_to_be() {
        for name in ["package-lock.json", "Cargo.lock", "pom.xml", ".terraform.lock.hcl"] {
            let tree = Tree::new().file(&format!("project/{name}"), vec![b' '; 17 << 20]);
            let found = search_with(&tree, "project", &[]);
            assert_eq!((found.programs.len(), found.complete), (0, false), "{name}");
        }
    }

    #[test]
    fn garbage_and_circles_are_no_programs() {
        let names = [
            "package-lock.json",
            "pnpm-lock.yaml",
            "yarn.lock",
            ".terraform.lock.hcl",
            "main.tf",
            "go.mod",
            "pom.xml",
            "gradle.lockfile",
            "app.deps.json",
            "packages.lock.json",
            "app.csproj",
            "Cargo.lock",
            "uv.lock",
            "Gemfile.lock",
            "composer.lock",
        ];
        let mut garbage = Tree::new();
        let mut circles = Tree::new();
        let mut folders = Tree::new();
        for name in names {
            let path = format!("project/{name}");
            garbage = garbage.file(&path, b"\xff\xfe\0{[<\"version\": \"=\n".repeat(1000));
            circles = circles.link(&path, name);
            folders = folders.folder(&path);
        }
        circles =
            circles.link("project/node_modules", "node_modules").link("project/.venv", ".venv");
        for tree in [garbage, circles, folders] {
            assert_eq!(search(&tree), []);
        }
    }

    #[test]
    fn go_modules_count_where_the_project_requires_them_itself() {
        let found = file(
            "go.mod",
            "module x\n\nrequire (\n\tgithub.com/aws/aws-sdk-go-v2/config v1.18.39\n\tgithub.com/aws/aws-sdk-go v1.44.256 // indirect\n)\n",
        );
        let config = only(&found, "go2");
        assert_eq!(sdk(config), (Some("1.18.39"), Some(SdkFamily::Go2), Some("1.18.39")));
        assert_eq!((found.len(), config.found_at.line), (1, Some(4)));
        assert_eq!(config.why_in_use, WhyInUse::Project);
        assert!(file("go.mod", "// require github.com/aws/aws-sdk-go v1.44.256\n").is_empty());
        let excluded = "exclude (\n\tgithub.com/aws/aws-sdk-go v1.44.256\n)\n";
        assert!(file("go.mod", excluded).is_empty());
    }

    #[test]
    fn the_provider_of_terraform_is_read_from_its_lock_file() {
        let lock = "provider \"registry.terraform.io/hashicorp/random\" {\n  version = \"3.0.0\"\n}\n\nprovider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"4.67.0\"\n  constraints = \"~> 4.0\"\n}\n";
        let main = "terraform {\n  backend \"s3\" {\n    profile = \"state\"\n  }\n}\nprovider \"aws\" {\n  region  = \"eu-west-1\"\n  profile = \"lab\"\n  assume_role {\n    profile = \"no\"\n  }\n}\n";
        let tree = Tree::new()
            .file("project/.terraform.lock.hcl", lock)
            .file("project/main.tf", main)
            .program("bin/terraform", go_program("path\tgithub.com/hashicorp/terraform\nmod\tgithub.com/hashicorp/terraform\t(devel)\ndep\tgithub.com/hashicorp/aws-sdk-go-base/v2\tv2.0.0-beta.35\tx\ndep\tgithub.com/aws/aws-sdk-go\tv1.44.122\tx\n"));
        let found = search(&tree);
        let provider = only(&found, "terraform-provider-aws");
        assert_eq!(sdk(provider), (Some("4.67.0"), Some(SdkFamily::GoBase), None));
        assert_eq!((provider.found_at.line, provider.profile.as_deref()), (Some(5), Some("lab")));
        let terraform = only(&found, "terraform");
        assert_eq!(sdk(terraform), (None, Some(SdkFamily::GoBase), Some("2.0.0-beta.35")));
        assert_eq!(terraform.profile.as_deref(), Some("state"));
        // The installed provider says it exactly.
        let binary = ".terraform/providers/registry.terraform.io/hashicorp/aws/4.67.0/linux_amd64/terraform-provider-aws_v4.67.0_x5";
        let tree = tree.program(
            &format!("project/{binary}"),
            go_program("path\tgithub.com/hashicorp/terraform-provider-aws\ndep\tgithub.com/hashicorp/aws-sdk-go-base/v2\tv2.0.0-beta.25\tx\n"),
        );
        let found = search(&tree);
        let provider = only(&found, "terraform-provider-aws");
        assert_eq!(sdk(provider), (Some("4.67.0"), Some(SdkFamily::GoBase), Some("2.0.0-beta.25")));
    }

    #[test]
    fn a_required_provider_has_no_version_and_old_ones_no_family() {
        let required = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"~> 5.0\"\n    }\n  }\n}\n";
        let found = file("versions.tf", required);
        let provider = only(&found, "terraform-provider-aws");
        assert_eq!((sdk(provider), provider.found_at.line), ((None, None, None), Some(4)));
        let lock =
            "provider \"registry.opentofu.org/hashicorp/aws\" {\n  version = \"3.74.0\"\n}\n";
        assert_eq!(sdk(only(&file(".terraform.lock.hcl", lock), "terraform-provider-aws")).1, None);
        let other =
            "provider \"registry.terraform.io/hashicorp/google\" {\n  version = \"4.0.0\"\n}\n";
        assert!(file(".terraform.lock.hcl", other).is_empty());
        // Two providers with different profiles, and one by a variable: no profile is certain.
        let two = format!(
            "{required}provider \"aws\" {{\n  profile = \"a\"\n}}\nprovider \"aws\" {{\n  alias = \"b\"\n  profile = var.b\n}}\n"
        );
        assert_eq!(only(&file("main.tf", &two), "terraform-provider-aws").profile, None);
    }

    #[test]
    fn lock_files_of_node_name_the_sdks() {
        let npm = "{\n  \"packages\": {\n    \"\": {\n      \"version\": \"1.0.0\"\n    },\n    \"node_modules/aws-sdk\": {\n      \"version\": \"2.1253.0\",\n    },\n    \"node_modules/x/node_modules/aws-cdk\": {\n      \"version\": \"1.0.0\",\n    },\n    \"node_modules/@aws-sdk/client-s3\": {\n      \"version\": \"3.936.0\",\n    }\n  }\n}\n";
        let found = file("package-lock.json", npm);
        assert_eq!(
            sdk(only(&found, "js2")),
            (Some("2.1253.0"), Some(SdkFamily::Js2), Some("2.1253.0"))
        );
        assert_eq!(sdk(only(&found, "js3")).2, Some("3.936.0"));
        assert_eq!((found.len(), only(&found, "js2").found_at.line), (2, Some(6)));
        let old = "{\n  \"dependencies\": {\n    \"aws-sdk\": {\n      \"version\": \"2.100.0\",\n      \"requires\": {\n        \"events\": \"1.1.1\"\n      }\n    }\n  }\n}\n";
        assert_eq!(sdk(only(&file("package-lock.json", old), "js2")).0, Some("2.100.0"));
        for pnpm in [
            "packages:\n\n  '@aws-sdk/credential-providers@3.500.0(x@1.0.0)':\n    resolution: x\n",
            "packages:\n\n  /@aws-sdk/credential-providers@3.500.0:\n    resolution: x\n",
            "packages:\n\n  /@aws-sdk/credential-providers/3.500.0:\n    resolution: x\n",
        ] {
            assert_eq!(
                sdk(only(&file("pnpm-lock.yaml", pnpm), "js3")).0,
                Some("3.500.0"),
                "{pnpm}"
            );
        }
        for yarn in [
            "\"@aws-sdk/client-s3@^3.0.0\", \"@aws-sdk/client-s3@^3.1.0\":\n  version \"3.500.0\"\n",
            "\"@aws-sdk/client-s3@npm:^3.0.0\":\n  version: 3.500.0\n",
        ] {
            assert_eq!(sdk(only(&file("yarn.lock", yarn), "js3")).0, Some("3.500.0"), "{yarn}");
        }
        assert!(file("package-lock.json", &npm.replace("aws", "other")).is_empty());
    }

    #[test]
    fn installed_packages_of_node_come_before_the_lock_file() {
        let package = |name: &str, version: &str| {
            format!("{{\"name\": \"{name}\", \"version\": \"{version}\"}}")
        };
        let tree = Tree::new()
            .file(
                "project/package-lock.json",
                "\"node_modules/aws-sdk\": {\n\"version\": \"2.1.0\",\n",
            )
            .file("project/node_modules/aws-sdk/package.json", package("aws-sdk", "2.1692.0"))
            .file("project/node_modules/@aws-sdk/types/package.json", "{}")
            .file("project/node_modules/@aws-sdk/client-ec2/package.json", package("x", "3.600.0"))
            .file("project/node_modules/serverless/package.json", package("serverless", "3.38.0"))
            .file("project/node_modules/aws-cdk/package.json", "not JSON");
        let found = search(&tree);
        assert_eq!(sdk(only(&found, "js2")).0, Some("2.1692.0"));
        assert_eq!(sdk(only(&found, "js3")).0, Some("3.600.0"));
        assert_eq!(sdk(only(&found, "serverless-v3")).0, Some("3.38.0"));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn gradle_locks_everything_and_maven_requires_some() {
        let locked = "# comment\nsoftware.amazon.awssdk:s3:2.20.0=compileClasspath,runtimeClasspath\nsoftware.amazon.awssdk:sso:2.20.0=runtimeClasspath\nsoftware.amazon.awssdk:ssooidc:2.20.0=testRuntimeClasspath\ncom.amazonaws:aws-java-sdk-core:1.12.500=runtimeClasspath\ncom.amazonaws:aws-lambda-java-core:1.2.0=runtimeClasspath\n";
        let found = file("gradle.lockfile", locked);
        let java2 = only(&found, "java2");
        assert_eq!(sdk(java2), (Some("2.20.0"), Some(SdkFamily::Java2), Some("2.20.0")));
        assert_eq!(java2.has_module(SdkModule::JavaSso), Presence::Present);
        assert_eq!(java2.has_module(SdkModule::JavaSsoOidc), Presence::Absent);
        assert_eq!(sdk(only(&found, "java1")).0, Some("1.12.500"));
        let pom = "<project>\n<properties>\n<aws.version>2.31.1</aws.version>\n</properties>\n<dependencyManagement>\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>bom</artifactId>\n<version>${aws.version}</version>\n</dependency>\n</dependencyManagement>\n<!-- <dependency> -->\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>sso</artifactId>\n</dependency>\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>ssooidc</artifactId>\n<scope>test</scope>\n</dependency>\n</project>\n";
        let found = file("pom.xml", pom);
        let java2 = only(&found, "java2");
        assert_eq!((sdk(java2).0, java2.found_at.line), (Some("2.31.1"), Some(13)));
        assert_eq!(java2.has_module(SdkModule::JavaSso), Presence::Present);
        // Another artifact may bring it.
        assert_eq!(java2.has_module(SdkModule::JavaSsoOidc), Presence::Unknown);
        let unknown = pom.replace("<aws.version>2.31.1</aws.version>", "");
        assert_eq!(sdk(only(&file("pom.xml", &unknown), "java2")).0, None);
        assert!(file("pom.xml", &pom.replace("software.amazon", "org.example")).is_empty());
    }

    #[test]
    fn assemblies_of_dotnet_are_read_from_builds_locks_and_projects() {
        let project =
            "<Project>\n<PackageReference Include=\"AWSSDK.S3\" Version=\"3.7.1\" />\n</Project>\n";
        let found = file("app.csproj", project);
        let dotnet = only(&found, "dotnet3");
        assert_eq!(
            (sdk(dotnet), dotnet.found_at.line),
            ((None, Some(SdkFamily::DotNet3), None), Some(2))
        );
        assert_eq!(dotnet.has_module(SdkModule::DotNetSso), Presence::Unknown);
        let built = "{\n  \"libraries\": {\n    \"AWSSDK.Core/4.0.0.12\": {\n    },\n    \"AWSSDK.SSO/4.0.0.9\": {\n    }\n  }\n}\n";
        let tree = Tree::new()
            .file("project/app.csproj", project)
            .file("project/bin/Debug/net8.0/app.deps.json", built);
        let found = search(&tree);
        let dotnet = only(&found, "dotnet4");
        assert_eq!((found.len(), sdk(dotnet).2), (1, Some("4.0.0.12")));
        assert_eq!(dotnet.has_module(SdkModule::DotNetSso), Presence::Present);
        assert_eq!(dotnet.has_module(SdkModule::DotNetSsoOidc), Presence::Absent);
        let locked = "{\n\"net8.0\": {\n\"AWSSDK.Core\": {\n\"type\": \"Transitive\",\n\"resolved\": \"3.7.400.5\"\n}\n}\n}\n";
        assert_eq!(sdk(only(&file("packages.lock.json", locked), "dotnet3")).2, Some("3.7.400.5"));
        assert!(file("app.deps.json", &built.replace("AWSSDK", "Other")).is_empty());
    }

    #[test]
    fn lock_files_of_rust_python_ruby_and_php() {
        let cargo = "version = 4\n\n[[package]]\nname = \"aws-config\"\nversion = \"1.8.0\"\n\n[[package]]\nname = \"aws-sdk-sso\"\nversion = \"1.70.0\"\n\n[[package]]\nname = \"object_store\"\nversion = \"0.11.0\"\n";
        let found = file("Cargo.lock", cargo);
        let rust = only(&found, "rust");
        assert_eq!(
            (sdk(rust), rust.found_at.line),
            ((Some("1.8.0"), Some(SdkFamily::Rust), Some("1.8.0")), Some(4))
        );
        assert_eq!(rust.has_module(SdkModule::RustSso), Presence::Present);
        assert_eq!(rust.has_module(SdkModule::RustSsoOidc), Presence::Absent);
        assert_eq!(sdk(only(&found, "object_store")).0, Some("0.11.0"));
        // Two versions at the same time: which one is used is not known.
        assert!(
            file(
                "Cargo.lock",
                &cargo.replace("aws-sdk-sso", "aws-config").replace("object_store", "x")
            )
            .is_empty()
        );
        let uv = "[[package]]\nname = \"boto3\"\nversion = \"1.26.3\"\n\n[[package]]\nname = \"botocore\"\nversion = \"1.29.3\"\n";
        for name in ["uv.lock", "poetry.lock"] {
            let found = file(name, uv);
            let boto3 = only(&found, "boto3");
            assert_eq!(sdk(boto3), (Some("1.26.3"), Some(SdkFamily::Botocore), Some("1.29.3")));
            assert_eq!(boto3.has_module(SdkModule::BotocoreCrt), Presence::Absent);
        }
        let gems = "GEM\n  specs:\n    aws-sdk-s3 (1.1.0)\n      aws-sdk-core (~> 3)\n    aws-sdk-core (3.211.0)\n";
        assert_eq!(sdk(only(&file("Gemfile.lock", gems), "ruby")).0, Some("3.211.0"));
        let php = "{\n  \"packages\": [\n    {\n      \"name\": \"aws/aws-sdk-php\",\n      \"version\": \"3.376.2\",\n";
        assert_eq!(sdk(only(&file("composer.lock", php), "php")).0, Some("3.376.2"));
        assert!(file("Gemfile.lock", "    rails (7.0)\n").is_empty());
        assert!(file("composer.lock", "{}\n").is_empty());
    }
}

mod environments {
    use super::*;

    fn environment(tree: Tree, prefix: &str, packages: &[&str]) -> Tree {
        let tree =
            tree.file(&format!("{prefix}/pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.7\n");
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
        assert_eq!(own.has_module(SdkModule::BotocoreCrt), Presence::Absent);
        assert_eq!((active.why_in_use, sdk(active).2), (WhyInUse::Environment, Some("1.41.0")));
        assert_eq!(active.has_module(SdkModule::BotocoreCrt), Presence::Present);
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
        let found =
            search_with(&tree, "project", &[("VIRTUAL_ENV", "{root}/project/.venv")]).programs;
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
}

mod path {
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
}

mod installed {
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
        assert_eq!((entry.why_in_use, entry.profile.as_deref()), (WhyInUse::Path, Some("lab")));
    }
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
