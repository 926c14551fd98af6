//! What is different on Windows: names of variables, devices, permissions, commands and paths.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::files::healthy_config;
use super::home::Home;

fn dev() -> Home {
    Home::with_files(&healthy_config(&["dev"]), "")
}

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The entry of a check in the doctor's JSON, offline.
#[track_caller]
fn check(home: &Home, id: &str) -> Value {
    let value = home.run(&["doctor", "--offline", "--format", "json"]).json();
    let checks = value["checks"].as_array().unwrap().iter();
    checks.clone().find(|check| check["id"] == id).unwrap().clone()
}

#[track_caller]
fn code(home: &Home, id: &str) -> Option<String> {
    Some(check(home, id)["findings"][0]["code"].as_str()?.to_owned())
}

/// The home with this program on PATH.
fn with_program(home: Home, name: &str, text: &str) -> (Home, PathBuf) {
    let file = home.put(&format!("bin/{name}"), text);
    let system = std::env::var("SystemRoot").unwrap();
    let path = format!("{};{system}\\System32", file.parent().unwrap().display());
    (home.with(variables(&[("PATH", &path)])), file)
}

#[test]
fn names_of_variables_count_in_any_case() {
    let home = dev().with(variables(&[("aws_profile", "gone")]));
    assert_eq!(check(&home, "env-profile")["outcome"], "found");
    let home = dev().with(variables(&[("Aws_Profile", "dev")]));
    assert_eq!(check(&home, "env-profile")["outcome"], "passed");
}

/// `NUL` switches a file off, as `/dev/null` does elsewhere.
#[test]
fn nul_is_no_missing_file() {
    let home = dev().with(variables(&[("AWS_CONFIG_FILE", "NUL"), ("AWS_PROFILE", "dev")]));
    assert_ne!(check(&home, "files-readable")["outcome"], "found");
    assert_eq!(check(&home, "env-profile")["outcome"], "found", "no profile is left");
}

#[test]
fn slashes_of_both_kinds_are_shown_as_one() {
    let home = dev();
    let mixed = home.config().display().to_string().replace('\\', "/");
    let home = home.with(variables(&[("AWS_CONFIG_FILE", &mixed), ("AWS_PROFILE", "gone")]));
    let screen = home.run(&["doctor", "--offline", "--no-input", "-v"]);
    assert!(!screen.stdout.contains(".aws/config"), "{}", screen.stdout);
}

/// A read-only file belongs to the person all the same.
#[test]
fn a_read_only_token_is_not_another_users() {
    let home = dev();
    let name = facts::SessionKey::Named("corp".to_owned()).cache_name();
    let token = home.put(&format!(".aws/sso/cache/{name}"), "{}");
    set_read_only(&token, true);
    let found = check(&home, "token-cache");
    set_read_only(&token, false);
    let text = found.to_string();
    for words in ["another user", "ownership", "takeown", "sudo"] {
        assert!(!text.contains(words), "{words}: {text}");
    }
}

fn set_read_only(path: &Path, read_only: bool) {
    let mut permissions = std::fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(read_only);
    std::fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_file_where_the_aws_folder_should_be_is_named() {
    let home = Home::with_files("", "");
    home.put(".aws", "x");
    let text = check(&home, "files-readable").to_string();
    assert!(text.contains("a part of its path is a file, not a folder"), "{text}");
}

/// Permissions of Windows are not read, so nothing is said about them.
#[test]
fn nothing_is_said_about_privacy() {
    let home = Home::with_files(super::WIKI_CONFIG, super::WIKI_CREDENTIALS);
    let found = check(&home, "files-private");
    assert_eq!(
        (&found["outcome"], &found["reason"]),
        (&"skipped".into(), &"not applicable".into())
    );
    let told = home.run(&["report", "--offline", "--yes", "--out", "r.html"]).status(0);
    assert!(!told.stderr.contains("only you"), "{told:?}");
}

/// CreateProcess starts no batch file by its name, so neither does the AWS CLI.
#[test]
fn a_batch_file_is_no_credential_process() {
    let config = "[default]\nregion = us-east-1\ncredential_process = get-keys --json\n";
    let (home, _) = with_program(Home::with_files(config, ""), "get-keys.cmd", "@echo {}\r\n");
    assert_eq!(code(&home, "credential-process").as_deref(), Some("batch-file"));
}

/// Commands to paste are in the syntax of the shell in use.
#[test]
fn commands_fit_the_shell() {
    let of_cmd = variables(&[("PROMPT", "$P$G"), ("AWS_PROFILE", "gone")]);
    let screen = dev().with(of_cmd).run(&["doctor", "--offline", "--no-input"]);
    assert!(screen.stdout.contains("set AWS_PROFILE="), "{}", screen.stdout);
    let home = dev();
    let modules = home.path().join("Documents").join("PowerShell").join("Modules");
    let modules = format!("{};C:\\Modules", modules.display());
    let of_powershell = variables(&[("PSModulePath", &modules), ("AWS_PROFILE", "gone")]);
    let screen = home.with(of_powershell).run(&["doctor", "--offline", "--no-input"]);
    assert!(screen.stdout.contains("Remove-Item Env:AWS_PROFILE"), "{}", screen.stdout);
}

/// Advice names the variable that counts here.
#[test]
fn advice_is_about_userprofile() {
    let gone = dev().path().join("gone").display().to_string();
    let home = dev().with(variables(&[("USERPROFILE", &gone), ("AWS_PROFILE", "dev")]));
    let text = check(&home, "env-home").to_string();
    assert!(text.contains("USERPROFILE") && !text.contains("set HOME"), "{text}");
}

/// Names in paths of Windows and of shared folders are as private as those of Unix.
#[test]
fn a_public_report_hides_names_in_paths() {
    let config = healthy_config(&["dev"])
        + "ca_bundle = c:\\users\\kimexample\\corp.pem\ncredential_process = \\\\fs01example\\jana$\\get.exe\n";
    let home = Home::with_files(&config, "");
    let args = ["report", "--offline", "--for", "public", "--yes", "--out", "r.html"];
    home.run(&args).status(0);
    let text = std::fs::read_to_string(home.path().join("r.html")).unwrap();
    for name in ["kimexample", "fs01example", "jana$"] {
        assert!(!text.contains(name), "{name} in {text}");
    }
}

/// Python reads the files in the code page of the system, which is UTF-8 on some.
#[test]
fn characters_outside_ascii_are_named_unless_python_reads_utf8() {
    let home = Home::with_files("[profile büro]\nregion = us-east-1\n", "");
    let page = std::process::Command::new("reg")
        .args(["query", r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", "/v", "ACP"])
        .output()
        .unwrap();
    let is_utf8 = String::from_utf8_lossy(&page.stdout).contains("65001");
    let expected = if is_utf8 { None } else { Some("code-page") };
    assert_eq!(code(&home, "files-encoding").as_deref(), expected);
    let home = home.with(variables(&[("PYTHONUTF8", "1")]));
    assert_eq!(code(&home, "files-encoding"), None);
}

/// An `aws.cmd` that hangs has started another program, which must not go on.
#[test]
fn nothing_goes_on_after_a_hanging_aws() {
    let (home, program) =
        with_program(dev(), "aws.cmd", "@ping -n 900 127.0.0.1 >\"%~dp0out\"\r\n");
    // Whether its own limit or that of the run ends it, depends on how busy the machine is.
    home.run(&["doctor", "--offline", "--no-input", "--timeout", "3"]);
    let out = program.with_file_name("out");
    assert!(out.exists(), "aws.cmd was started");
    // As long as the other program runs, its output file is locked.
    let deadline = Instant::now() + Duration::from_secs(20);
    while let Err(error) = std::fs::remove_file(&out) {
        assert!(Instant::now() < deadline, "it still runs: {error}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
