//! Start-up files as people write them.

use std::path::Path;

use super::assignment::Value;
use super::*;

/// The line, the variable and the value of each assignment; `?` for a computed value.
fn read(dialect: Dialect, text: &str) -> Vec<(usize, String, String)> {
    read_assignments(text, dialect)
        .into_iter()
        .map(|one| {
            let value = match one.value {
                Value::Literal(value) => value,
                Value::Computed => "?".to_owned(),
            };
            (one.line, one.variable, value)
        })
        .collect()
}

#[track_caller]
fn assert_reads(dialect: Dialect, text: &str, expected: &[(usize, &str, &str)]) {
    let found = read(dialect, text);
    let found: Vec<_> =
        found.iter().map(|(line, name, value)| (*line, name.as_str(), value.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn shell_files_are_read_and_not_run() {
    let sets = |text: &str, value: &str| {
        assert_reads(Dialect::Posix, text, &[(1, "AWS_PROFILE", value)]);
    };
    sets("export AWS_PROFILE=dev", "dev");
    sets("  export AWS_PROFILE='my dev'  # the usual one\n", "my dev");
    sets("AWS_PROFILE=\"dev\"; export AWS_PROFILE", "dev");
    sets("declare -x AWS_PROFILE=dev", "dev");
    sets("typeset -gx AWS_PROFILE=dev", "dev");
    sets("[ -d ~/.aws ] && export AWS_PROFILE=dev", "dev");
    sets("if true; then export AWS_PROFILE=dev; fi", "dev");
    sets("work() { export AWS_PROFILE=dev; }", "dev");
    sets("export EDITOR=vi AWS_PROFILE=dev", "dev");
    sets("export AWS_PROFILE=d\\\nev", "dev");
    sets("export AWS_PROFILE=a\\ b", "a b");
    sets("export AWS_PROFILE=${WORK:-dev}", "?");
    sets("export AWS_PROFILE=$(cat ~/.profile-name)", "?");
    sets("export AWS_PROFILE=\"$USER-dev\"", "?");
    sets("export AWS_PROFILE='$USER'", "$USER");
    sets("export AWS_PROFILE=", "");
    for text in [
        "# export AWS_PROFILE=dev",
        "unset AWS_PROFILE",
        "AWS_PROFILE=dev terraform plan",
        "alias tf='AWS_PROFILE=dev terraform'",
        "echo 'export AWS_PROFILE=dev'",
        "echo export AWS_PROFILE=dev",
        "local AWS_PROFILE=dev",
        "export MY_AWS_PROFILE=dev",
        "export AWS_PROFILE",
        "cat <<EOF\nexport AWS_PROFILE=dev\nEOF\n",
        "cat <<-'END' > x\n\texport AWS_PROFILE=dev\n\tEND\n",
        "x='\nexport AWS_PROFILE=dev\n'",
    ] {
        assert_reads(Dialect::Posix, text, &[]);
    }
}

#[test]
fn the_line_is_the_one_on_which_the_assignment_begins() {
    let text = "# a\nx='\n\n'\ncat <<EOF\nb\nEOF\nexport AWS_ACCESS_KEY_ID=AKIA \\\n  AWS_SECRET_ACCESS_KEY=s\n";
    assert_reads(
        Dialect::Posix,
        text,
        &[(8, "AWS_ACCESS_KEY_ID", "AKIA"), (9, "AWS_SECRET_ACCESS_KEY", "s")],
    );
    assert_reads(Dialect::Posix, "cat <<< x\nexport AWS_PROFILE=a", &[(2, "AWS_PROFILE", "a")]);
}

#[test]
fn a_script_that_starts_the_aws_cli_is_recognized() {
    let finds = |text: &str, line| assert_eq!(find_bare_aws(text), line, "{text}");
    finds("exec aws sts assume-role-with-web-identity --role-arn x", Some(1));
    finds("#!/bin/sh\n# aws\nset -e\nx=$(aws sts assume-role --role-arn y)\n", Some(4));
    finds("if true; then /usr/local/bin/aws s3 ls; fi", Some(1));
    finds("aws configure export-credentials", Some(1));
    finds("exec aws --profile base sts get-session-token", None);
    finds("AWS_PROFILE=base aws sts get-session-token", None);
    finds("export AWS_PROFILE=base\naws sts get-session-token", None);
    finds("aws sts get-session-token\nenv AWS_CONFIG_FILE=/dev/null aws x", None);
    finds("aws --version; aws configure get region", None);
    finds("aws s3 cp s3://x - --no-sign-request", None);
    finds("echo aws sts get-caller-identity", None);
    finds("myaws sts x", None);
}

#[test]
fn fish_files_are_read() {
    let sets = |text: &str, value: &str| {
        assert_reads(Dialect::Fish, text, &[(1, "AWS_PROFILE", value)]);
    };
    sets("set -gx AWS_PROFILE dev", "dev");
    sets("set -x AWS_PROFILE 'my dev'", "my dev");
    sets("set --export --global AWS_PROFILE dev", "dev");
    sets("set -Ux AWS_PROFILE dev # x", "dev");
    sets("if status is-interactive; set -gx AWS_PROFILE dev; end", "dev");
    sets("export AWS_PROFILE=dev", "dev");
    sets("set -gx AWS_PROFILE $work", "?");
    sets("set -gx AWS_PROFILE (cat x)", "?");
    for text in [
        "set -e AWS_PROFILE",
        "set AWS_PROFILE dev",
        "set -q AWS_PROFILE",
        "# set -gx AWS_PROFILE x",
    ] {
        let found = read(Dialect::Fish, text);
        assert!(found.iter().all(|(_, _, value)| value == "?"), "{text}: {found:?}");
    }
    assert_reads(
        Dialect::FishVariables,
        "# fish\nSETUVAR --export AWS_PROFILE:dev\nSETUVAR AWS_REGION:x\n",
        &[(2, "AWS_PROFILE", "dev")],
    );
}

#[test]
fn powershell_files_are_read() {
    let sets = |text: &str, value: &str| {
        assert_reads(Dialect::PowerShell, text, &[(1, "AWS_PROFILE", value)]);
    };
    sets("$env:AWS_PROFILE = 'dev'", "dev");
    sets("$Env:AWS_PROFILE=\"dev\"", "dev");
    sets("if ($x) { ${env:AWS_PROFILE} = 'dev' }", "dev");
    sets("[Environment]::SetEnvironmentVariable('AWS_PROFILE', 'dev', 'User')", "dev");
    sets("$env:AWS_PROFILE = \"$name\"", "?");
    sets("$env:AWS_PROFILE = Get-Content x", "?");
    for text in
        ["# $env:AWS_PROFILE = 'dev'", "echo $env:AWS_PROFILE", "$env:AWS_PROFILE += 'x'", "$x = 1"]
    {
        assert_reads(Dialect::PowerShell, text, &[]);
    }
}

#[test]
fn the_environment_file_expands_nothing() {
    assert_reads(
        Dialect::Environment,
        "PATH=\"/bin\"\n#AWS_PROFILE=no\nAWS_PROFILE=\"dev\"\nexport AWS_REGION=$x\n",
        &[(3, "AWS_PROFILE", "dev"), (4, "AWS_REGION", "$x")],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn an_editors_settings_are_read_with_their_comments() {
    let text = "{\n  // \"terminal.integrated.env.linux\": {\"AWS_PROFILE\": \"no\"},\n  \"a\": [1, {\"AWS_PROFILE\": \"no\"}],\n  \"terminal.integrated.env.osx\": {\"AWS_PROFILE\": \"no\"},\n  \"terminal.integrated.env.linux\": {\n    /* the usual\n    one */\n    \"AWS_PROFILE\": \"dev\",\n    \"AWS_REGION\": \"${env:R}\",\n    \"X\": null,\n  },\n}\n";
    assert_reads(Dialect::VsCode, text, &[(8, "AWS_PROFILE", "dev"), (9, "AWS_REGION", "?")]);
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a test's own folder")]
    std::fs::write(path, text).unwrap();
}

fn system(home: &Path, variables: &[(&str, &str)]) -> System {
    let mut all: Vec<(std::ffi::OsString, std::ffi::OsString)> =
        variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    all.push(("HOME".into(), home.into()));
    System::new(all)
}

#[test]
fn only_variables_that_are_set_are_kept_and_only_profiles_have_their_value() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("work/deep");
    put(
        home.path(),
        ".zshrc",
        "export AWS_PROFILE=dev\nexport AWS_SECRET_ACCESS_KEY=s3cr3t-one\nexport AWS_REGION=eu-west-1\n",
    );
    put(
        home.path(),
        ".bashrc",
        "export AWS_PROFILE=old; export AWS_SECRET_ACCESS_KEY=s3cr3t-two\n",
    );
    put(home.path(), "work/.envrc", "export AWS_PROFILE=dev\n");
    put(home.path(), "work/.git/HEAD", "");
    put(home.path(), ".envrc", "export AWS_PROFILE=dev\n");
    std::fs::create_dir_all(&folder).unwrap();
    let system =
        system(home.path(), &[("AWS_PROFILE", "dev"), ("AWS_SECRET_ACCESS_KEY", "s3cr3t-one")]);
    let lines = find_lines(&system, Some(&folder));
    let shown: Vec<(String, usize, &str, Option<bool>)> = lines
        .iter()
        .map(|line| {
            let path = line.path.strip_prefix(home.path()).unwrap().display().to_string();
            (path, line.line, line.shown.as_str(), line.gives)
        })
        .collect();
    let at = |path: &str, line, shown, gives| (path.to_owned(), line, shown, gives);
    assert_eq!(
        shown,
        [
            at(".bashrc", 1, "export AWS_PROFILE=old", Some(false)),
            at(".bashrc", 1, "export AWS_SECRET_ACCESS_KEY=…", Some(false)),
            at(".zshrc", 1, "export AWS_PROFILE=dev", Some(true)),
            at(".zshrc", 2, "export AWS_SECRET_ACCESS_KEY=…", Some(true)),
            at("work/.envrc", 1, "export AWS_PROFILE=dev", Some(true)),
        ]
    );
    assert!(!format!("{lines:?}").contains("s3cr3t"));
}

#[test]
fn a_file_that_is_too_large_or_no_file_is_left_out() {
    let home = tempfile::tempdir().unwrap();
    put(home.path(), ".zshrc", &format!("export AWS_PROFILE=dev\n{}", " ".repeat(1 << 20)));
    std::fs::create_dir(home.path().join(".bashrc")).unwrap();
    let system = system(home.path(), &[("AWS_PROFILE", "dev")]);
    assert_eq!(find_lines(&system, None), []);
}

#[test]
fn nothing_is_read_without_an_aws_variable_or_outside_the_real_machine() {
    let home = tempfile::tempdir().unwrap();
    put(home.path(), ".zshrc", "export AWS_PROFILE=dev\n");
    assert_eq!(collect_start_up_lines(&system(home.path(), &[])), Ok(Vec::new()));
    let files = start_up_files(&system(home.path(), &[]), None);
    assert!(files.iter().all(|(path, _)| path.starts_with(home.path())), "{files:?}");
}
