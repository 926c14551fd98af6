//! Files of projects.

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
    circles = circles.link("project/node_modules", "node_modules").link("project/.venv", ".venv");
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
        .program("bin/terraform", go_program("path\tgithub.com/hashicorp/terraform\nmod\tgithub.com/hashicorp/terraform\t(devel)\ndep\tgithub.com/hashicorp/aws-sdk-go-base/v2\tv2.0.0-beta.35\tx\ndep\tgithub.com/aws/aws-sdk-go-v2/config\tv1.18.39\tx\ndep\tgithub.com/aws/aws-sdk-go\tv1.44.122\tx\n"));
    let found = search(&tree);
    let provider = only(&found, "terraform-provider-aws");
    assert_eq!(sdk(provider), (Some("4.67.0"), Some(SdkFamily::GoBase), None));
    assert_eq!((provider.found_at.line, value(&provider.profile)), (Some(5), Some("lab")));
    assert_eq!(value(&provider.region), Some("eu-west-1"));
    let overrides: Vec<(&str, Option<usize>)> =
        provider.overrides.iter().map(|one| (one.name.as_str(), one.at.line)).collect();
    assert_eq!(overrides, [("assume_role", Some(9))]);
    let terraform = only(&found, "terraform");
    assert_eq!((&terraform.region, terraform.overrides.len()), (&None, 0));
    assert_eq!(sdk(terraform), (None, Some(SdkFamily::GoBase), Some("1.18.39")));
    assert_eq!(value(&terraform.profile), Some("state"));
    // The installed provider says it exactly.
    let binary = ".terraform/providers/registry.terraform.io/hashicorp/aws/4.67.0/linux_amd64/terraform-provider-aws_v4.67.0_x5";
    let tree = tree.program(
        &format!("project/{binary}"),
        go_program("path\tgithub.com/hashicorp/terraform-provider-aws\ndep\tgithub.com/hashicorp/aws-sdk-go-base/v2\tv2.0.0-beta.25\tx\ndep\tgithub.com/aws/aws-sdk-go-v2/config\tv1.18.16\tx\n"),
    );
    let found = search(&tree);
    let provider = only(&found, "terraform-provider-aws");
    assert_eq!(sdk(provider), (Some("4.67.0"), Some(SdkFamily::GoBase), Some("1.18.16")));
}

#[test]
fn a_required_provider_has_no_version_and_old_ones_no_family() {
    let required = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"~> 5.0\"\n    }\n  }\n}\n";
    let found = file("versions.tf", required);
    let provider = only(&found, "terraform-provider-aws");
    assert_eq!((sdk(provider), provider.found_at.line), ((None, None, None), Some(4)));
    let lock = "provider \"registry.opentofu.org/hashicorp/aws\" {\n  version = \"3.74.0\"\n}\n";
    assert_eq!(sdk(only(&file(".terraform.lock.hcl", lock), "terraform-provider-aws")).1, None);
    let other = "provider \"registry.terraform.io/hashicorp/google\" {\n  version = \"4.0.0\"\n}\n";
    assert!(file(".terraform.lock.hcl", other).is_empty());
    // Two providers with different profiles, and one by a variable: no profile is certain.
    let two = format!(
        "{required}provider \"aws\" {{\n  profile = \"a\"\n}}\nprovider \"aws\" {{\n  alias = \"b\"\n  profile = var.b\n}}\n"
    );
    assert_eq!(value(&only(&file("main.tf", &two), "terraform-provider-aws").profile), None);
}

#[test]
fn blocks_and_comments_of_terraform_have_several_forms() {
    let required = "terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\", version = \"~> 5.0\" }\n  }\n}\n";
    let with = |blocks: &str| {
        let found = file("main.tf", &format!("{required}{blocks}"));
        let provider = only(&found, "terraform-provider-aws");
        (value(&provider.profile).map(str::to_owned), provider.overrides.len())
    };
    let lab = |overrides| (Some("lab".to_owned()), overrides);
    assert_eq!(with("provider \"aws\" { profile = \"lab\" }\n"), lab(0));
    let commented = "/* https://x.example/y */\n/* # old */\n/*\nprovider \"aws\" {\n  profile = \"old\"\n}\n*/\n// provider \"aws\" { profile = \"older\" }\n";
    let block = "provider \"aws\" {\n  profile = \"lab\" # {\n  token = \"x\" // }\n}\n";
    assert_eq!(with(&format!("{commented}{block}")), lab(1));
    let (profile, _) = with("provider \"aws\" {\n  profile = \"lab#2//x\"\n}\n");
    assert_eq!(profile.as_deref(), Some("lab#2//x"));
}

#[test]
fn texts_and_other_files_of_terraform_are_told_apart() {
    let lock = "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"4.67.0\"\n}\n";
    let main = "locals {\n  a = <<-EOT\nprovider \"aws\" {\n  profile = \"text\"\n}\n  EOT\n}\nprovider \"aws\" {\n  profile = \"lab\"\n}\n";
    let old = "provider \"aws\" {\n  profile = \"old\"\n}\n";
    let tree = Tree::new()
        .file("project/.terraform.lock.hcl", lock)
        .file("project/main.tf", main)
        .file("project/.hidden.tf", old);
    let profile = |tree: &Tree| {
        value(&only(&search(tree), "terraform-provider-aws").profile).map(str::to_owned)
    };
    assert_eq!(profile(&tree).as_deref(), Some("lab"));
    // Its JSON is not read.
    assert_eq!(profile(&tree.file("project/more.tf.json", "{}")), None);
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
        assert_eq!(sdk(only(&file("pnpm-lock.yaml", pnpm), "js3")).0, Some("3.500.0"), "{pnpm}");
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
    let package =
        |name: &str, version: &str| format!("{{\"name\": \"{name}\", \"version\": \"{version}\"}}");
    let tree = Tree::new()
        .file("project/package-lock.json", "\"node_modules/aws-sdk\": {\n\"version\": \"2.1.0\",\n")
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
    assert_eq!(java2.has_module(SdkModule::Sso), Presence::Present);
    assert_eq!(java2.has_module(SdkModule::SsoOidc), Presence::Absent);
    assert_eq!(sdk(only(&found, "java1")).0, Some("1.12.500"));
    let old = "# comment\nsoftware.amazon.awssdk:s3:2.17.1\nsoftware.amazon.awssdk:sso:2.17.1\n";
    let found = file("gradle/dependency-locks/runtimeClasspath.lockfile", old);
    assert_eq!(sdk(only(&found, "java2")).0, Some("2.17.1"));
    assert_eq!(only(&found, "java2").has_module(SdkModule::SsoOidc), Presence::Absent);
    let pom = "<project>\n<properties>\n<aws.version>2.31.1</aws.version>\n</properties>\n<dependencyManagement>\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>bom</artifactId>\n<version>${aws.version}</version>\n</dependency>\n</dependencyManagement>\n<!-- <dependency> -->\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>sso</artifactId>\n</dependency>\n<dependency>\n<groupId>software.amazon.awssdk</groupId>\n<artifactId>ssooidc</artifactId>\n<scope>test</scope>\n</dependency>\n</project>\n";
    let found = file("pom.xml", pom);
    let java2 = only(&found, "java2");
    assert_eq!((sdk(java2).0, java2.found_at.line), (Some("2.31.1"), Some(13)));
    assert_eq!(java2.has_module(SdkModule::Sso), Presence::Present);
    // Another artifact may bring it.
    assert_eq!(java2.has_module(SdkModule::SsoOidc), Presence::Unknown);
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
    assert_eq!(dotnet.has_module(SdkModule::Sso), Presence::Unknown);
    let built = "{\n  \"libraries\": {\n    \"AWSSDK.Core/4.0.0.12\": {\n    },\n    \"AWSSDK.SSO/4.0.0.9\": {\n    }\n  }\n}\n";
    let tree = Tree::new()
        .file("project/app.csproj", project)
        .file("project/bin/Debug/net8.0/app.deps.json", built);
    let found = search(&tree);
    let dotnet = only(&found, "dotnet4");
    assert_eq!((found.len(), sdk(dotnet).2), (1, Some("4.0.0.12")));
    assert_eq!(dotnet.has_module(SdkModule::Sso), Presence::Present);
    assert_eq!(dotnet.has_module(SdkModule::SsoOidc), Presence::Absent);
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
    assert_eq!(rust.has_module(SdkModule::Sso), Presence::Present);
    assert_eq!(rust.has_module(SdkModule::SsoOidc), Presence::Absent);
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
        assert_eq!(boto3.has_module(SdkModule::Crt), Presence::Absent);
        // botocore's version is not boto3's.
        let alone = file(name, &uv.replace("boto3", "aiobotocore"));
        assert_eq!(sdk(only(&alone, "boto3")), (None, Some(SdkFamily::Botocore), Some("1.29.3")));
    }
    let gems = "GEM\n  specs:\n    aws-sdk-s3 (1.1.0)\n      aws-sdk-core (~> 3)\n    aws-sdk-core (3.211.0)\n";
    assert_eq!(sdk(only(&file("Gemfile.lock", gems), "ruby")).0, Some("3.211.0"));
    let php = "{\n  \"packages\": [\n    {\n      \"name\": \"aws/aws-sdk-php\",\n      \"version\": \"3.376.2\",\n";
    assert_eq!(sdk(only(&file("composer.lock", php), "php")).0, Some("3.376.2"));
    assert!(file("Gemfile.lock", "    rails (7.0)\n").is_empty());
    assert!(file("composer.lock", "{}\n").is_empty());
}
