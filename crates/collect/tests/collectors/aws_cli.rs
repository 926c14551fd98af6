//! Programs called `aws`, and what they do instead of printing a version.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use facts::{AwsExecutable, Installation, Known, VersionKnownBy, VersionOutput, Why};

use crate::{Collect, Home, python, set_mode};

const PATIENCE: Duration = Duration::from_secs(20);

impl Home {
    fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.put(name, script.as_bytes());
        set_mode(&path, 0o755);
        path
    }
}

async fn ask(home: &Home, path: PathBuf, limit: Duration) -> Known<VersionOutput> {
    let found = [AwsExecutable::not_asked(path)];
    let mut asked = collect::aws_versions(&home.system, &found, limit).await;
    asked.remove(0).version
}

async fn answer(script: &str) -> Known<VersionOutput> {
    let home = Home::new();
    let path = home.program("bin/aws", script);
    ask(&home, path, PATIENCE).await
}

fn version(answer: &Known<VersionOutput>) -> String {
    match answer {
        Ok(VersionOutput::Aws(version)) => version.to_string(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn version_2_on_standard_output_and_version_1_on_standard_error() {
    let two = answer("#!/bin/sh\necho 'aws-cli/2.36.7 Python/3.13.7 Linux/6.1 exe/x86_64'\n").await;
    assert_eq!(version(&two), "2.36.7");
    let one =
        answer("#!/bin/sh\necho 'aws-cli/1.16.1 Python/2.7.18 Linux/5.4 botocore/1.11.1' >&2\n")
            .await;
    assert_eq!(version(&one), "1.16.1");
    let noisy =
        "#!/bin/sh\necho 'Warning: old OpenSSL' >&2\necho 'aws-cli/1.46.3 Python/3.9' >&2\n";
    assert_eq!(version(&answer(noisy).await), "1.46.3");
}

#[tokio::test]
async fn other_words_are_kept_cleaned() {
    let answer = answer("#!/bin/sh\nprintf '\\n\\033[31mhello\\n'\n").await;
    assert_eq!(answer, Ok(VersionOutput::Other("?[31mhello".into())));
}

#[tokio::test]
async fn a_failure_is_a_reason_with_its_words() {
    let Err(Why::Error(text)) =
        answer("#!/bin/sh\necho 'No module named awscli' >&2\nexit 1\n").await
    else {
        panic!("it failed")
    };
    assert!(text.contains("exit status: 1") && text.contains("No module named awscli"), "{text}");
    let Err(Why::Error(text)) = answer("#!/bin/sh\nkill -9 $$\n").await else {
        panic!("it failed")
    };
    assert!(text.contains("signal: 9"), "{text}");
}

#[tokio::test]
async fn garbage_is_no_version() {
    let Ok(VersionOutput::Other(words)) = answer("#!/bin/sh\nhead -c 3000 /dev/urandom\n").await
    else {
        panic!("it printed something")
    };
    assert!(!words.chars().any(char::is_control), "{words:?}");
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_with_its_children() {
    let home = Home::new();
    let script = format!(
        "#!/bin/sh\nsleep 600 &\necho $! > {0}/child\nsleep 600\n",
        home.folder.path().display()
    );
    let path = home.program("bin/aws", &script);
    let begun = Instant::now();
    let answer = ask(&home, path, Duration::from_millis(700)).await;
    assert_eq!(answer, Err(Why::TimedOut(Duration::from_millis(700))));
    assert!(begun.elapsed() < Duration::from_secs(10));
    ended(&home).await;
}

/// Waits until the process whose ID the script recorded has exited.
async fn ended(home: &Home) {
    let child = String::from_utf8(crate::read(&home.path("child"))).unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.trim()));
    if !PathBuf::from("/proc/self/status").exists() {
        return;
    }
    let begun = Instant::now();
    // An exited process that is not reaped yet is also killed.
    while std::fs::read_to_string(&status).is_ok_and(|text| !text.contains("State:\tZ")) {
        assert!(begun.elapsed() < Duration::from_secs(10), "it still runs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_child_that_holds_the_pipe_open_is_not_waited_for() {
    let home = Home::new();
    let script = format!(
        "#!/bin/sh\nsleep 600 &\necho $! > {0}/child\necho aws-cli/2.36.7 Python/3\n",
        home.folder.path().display()
    );
    let path = home.program("bin/aws", &script);
    let begun = Instant::now();
    assert_eq!(version(&ask(&home, path, PATIENCE).await), "2.36.7");
    assert!(begun.elapsed() < Duration::from_secs(10));
    ended(&home).await;
}

#[tokio::test]
async fn a_hundred_megabytes_are_not_read() {
    let begun = Instant::now();
    let answer = answer("#!/bin/sh\nexec head -c 100000000 /dev/zero\n").await;
    assert!(matches!(answer, Ok(VersionOutput::Other(_))), "{answer:?}");
    assert!(begun.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_flood_on_one_stream_does_not_hide_a_version_on_the_other() {
    let script =
        "#!/bin/sh\necho 'aws-cli/2.36.7 Python/3'\nexec head -c 100000000 /dev/zero >&2\n";
    assert_eq!(version(&answer(script).await), "2.36.7");
}

#[tokio::test]
async fn standard_input_is_empty() {
    assert_eq!(
        answer("#!/bin/sh\nread x || echo none\n").await,
        Ok(VersionOutput::Other("none".into()))
    );
}

#[tokio::test]
async fn what_cannot_be_run_says_why() {
    let home = Home::new();
    let missing = ask(&home, home.path("bin/aws"), PATIENCE).await;
    assert!(
        matches!(&missing, Err(Why::Error(text)) if text.contains("does not exist")),
        "{missing:?}"
    );
    let plain = home.put("plain/aws", b"#!/bin/sh\n");
    set_mode(&plain, 0o644);
    let plain = ask(&home, plain, PATIENCE).await;
    assert!(matches!(&plain, Err(Why::Error(text)) if text.contains("may not run")), "{plain:?}");
    let interpreter = home.program("gone/aws", "#!/no/such/python\n");
    let interpreter = ask(&home, interpreter, PATIENCE).await;
    assert!(
        matches!(&interpreter, Err(Why::Error(text)) if text.contains("interpreter")),
        "{interpreter:?}"
    );
    // Without its first line it is not executable, and no shell is used as a fallback.
    let shebang = home.program("none/aws", "echo aws-cli/2.36.7\n");
    let shebang = ask(&home, shebang, PATIENCE).await;
    assert!(matches!(shebang, Err(Why::Error(_))), "{shebang:?}");
}

#[tokio::test]
async fn the_given_environment_is_the_only_one() {
    let home = Home::with(&[("LC_ALL", "yes"), ("AWS_SECRET_ACCESS_KEY", "none-of-this")]);
    let path = home.program(
        "bin/aws",
        "#!/bin/sh\necho \"${LC_ALL}-${AWS_SECRET_ACCESS_KEY:-none}-${CARGO_PKG_NAME:-none}\"\n",
    );
    let answer = ask(&home, path, PATIENCE).await;
    assert_eq!(answer, Ok(VersionOutput::Other("yes-none-none".into())));
}

#[tokio::test]
async fn many_are_asked_together_in_the_order_of_path_and_not_without_end() {
    let home = Home::new();
    let found: Vec<AwsExecutable> = (0..25)
        .map(|number| {
            let script = format!("#!/bin/sh\nsleep 0.3\necho aws-cli/2.{number}.0 Python/3\n");
            AwsExecutable::not_asked(home.program(&format!("{number}/aws"), &script))
        })
        .collect();
    let begun = Instant::now();
    let asked = collect::aws_versions(&home.system, &found, PATIENCE).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(asked.len(), 25);
    for (number, executable) in asked.iter().enumerate() {
        assert_eq!(executable.path, found[number].path);
        if number < 20 {
            assert_eq!(version(&executable.version), format!("2.{number}.0"));
        } else {
            assert!(matches!(executable.version, Err(Why::Error(_))));
        }
    }
}

fn found(path: &str) -> Vec<PathBuf> {
    let home = Home::with(&[("PATH", path)]);
    home.facts().aws.unwrap().into_iter().map(|executable| executable.path).collect()
}

#[test]
fn every_aws_on_path_is_found_once_and_in_order() {
    let place = Home::new();
    let first = place.program("a/aws", "#!/bin/sh\n");
    let second = place.program("b/aws", "#!/bin/sh\n");
    std::fs::create_dir_all(place.path("links")).unwrap();
    std::os::unix::fs::symlink(&first, place.path("links/aws")).unwrap();
    let plain = place.put("plain/aws", b"#!/bin/sh\n");
    set_mode(&plain, 0o644);
    std::fs::create_dir_all(place.path("folder/aws")).unwrap();
    let entry = |name: &str| place.path(name).display().to_string();
    let path = [
        "",
        &entry("plain"),
        &entry("folder"),
        &entry("b"),
        &entry("none"),
        &entry("a"),
        &entry("b"),
        &entry("links"),
        "",
    ];
    assert_eq!(found(&path.join(":")), [second, first]);
}

#[test]
fn a_path_of_five_thousand_entries_is_searched_in_time() {
    let place = Home::new();
    let last = place.program("last/aws", "#!/bin/sh\n");
    let mut entries: Vec<String> =
        (0..5000).map(|number| place.path(&format!("{number}")).display().to_string()).collect();
    entries.push(place.path("last").display().to_string());
    let begun = Instant::now();
    assert_eq!(found(&entries.join(":")), [last]);
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

/// What the layout of its installation tells about an `aws`, and what it prints.
async fn both_ways(path: &std::path::Path) -> (Option<String>, Known<VersionOutput>) {
    let home = Home::with(&[("PATH", "/usr/bin:/bin")]);
    let told = programs::read_aws_cli_layout(&home.system, path);
    (told.map(|layout| layout.version.to_string()), ask(&home, path.to_owned(), PATIENCE).await)
}

/// The AWS CLIs of this machine: Debian's package, AWS's installer, snap, Homebrew, pyenv.
fn installed() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.extend(
        ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/homebrew/bin"].map(PathBuf::from),
    );
    if let Some(home) = std::env::var_os("HOME") {
        let versions = std::fs::read_dir(PathBuf::from(home).join(".pyenv/versions"));
        folders
            .extend(versions.into_iter().flatten().flatten().map(|entry| entry.path().join("bin")));
    }
    let mut found: Vec<PathBuf> = folders.iter().map(|folder| folder.join("aws")).collect();
    found.retain(|path| path.is_file());
    found.dedup();
    found
}

#[tokio::test]
async fn the_layout_and_the_aws_cli_itself_agree_on_its_version() {
    let mut agreed = 0;
    for path in installed() {
        let (told, printed) = both_ways(&path).await;
        // A shim or a wrapper tells nothing, and then it is started.
        if let Some(told) = told {
            assert_eq!(told, version(&printed), "{}", path.display());
            agreed += 1;
        }
    }
    if agreed == 0 {
        python::skip("no AWS CLI is installed whose layout is known (apt install awscli)");
    }
}

/// The package of pip, in a virtual environment.
#[tokio::test]
async fn the_layout_of_a_virtual_environment_tells_what_its_aws_cli_prints() {
    let python = match python::interpreter(env!("CARGO_TARGET_TMPDIR"), "awscli==1.45.11\n") {
        Ok(python) => python,
        Err(why) => return python::skip(&format!("no Python with the AWS CLI: {why}")),
    };
    let aws = python.with_file_name("aws");
    let (told, printed) = both_ways(&aws).await;
    assert_eq!(told.as_deref(), Some("1.45.11"));
    assert_eq!(version(&printed), "1.45.11");
    // The same environment without one of its packages: only starting it tells what is wrong.
    let home = Home::new();
    let broken = home.path("broken");
    let status = std::process::Command::new("cp")
        .arg("-a")
        .args([python.parent().unwrap().parent().unwrap(), &broken])
        .status();
    assert!(status.unwrap().success());
    let script = std::fs::read_to_string(&aws).unwrap();
    let script = script.replace(
        &*python.parent().unwrap().to_string_lossy(),
        &broken.join("bin").to_string_lossy(),
    );
    let site = std::fs::read_dir(broken.join("lib")).unwrap().next().unwrap().unwrap().path();
    let aws = home.program("broken/bin/aws", &script);
    assert_eq!(both_ways(&aws).await.0.as_deref(), Some("1.45.11"));
    for entry in std::fs::read_dir(site.join("site-packages")).unwrap().flatten() {
        if entry.file_name().to_string_lossy().starts_with("botocore") {
            std::fs::remove_dir_all(entry.path()).unwrap();
        }
    }
    let (told, printed) = both_ways(&aws).await;
    assert_eq!(told, None);
    assert!(matches!(&printed, Err(Why::Error(text)) if text.contains("status: 1")), "{printed:?}");
}

#[test]
fn a_version_that_the_layout_tells_is_known_at_once_and_nothing_is_started() {
    let home = Home::new();
    let marker = home.path("started");
    let site = "venv/lib/python3.11/site-packages";
    home.put("venv/pyvenv.cfg", b"home = /usr/bin\nversion = 3.11.7\n");
    home.put(&format!("{site}/awscli/__init__.py"), b"__version__ = '2.36.7'\n");
    home.put(&format!("{site}/awscli/clidriver.py"), b"");
    home.put(&format!("{site}/awscli-2.36.7.dist-info/METADATA"), b"Requires-Dist: botocore\n");
    home.put(&format!("{site}/botocore-1.44.5.dist-info/METADATA"), b"");
    let python =
        home.program("venv/bin/python3", &format!("#!/bin/sh\ntouch {}\n", marker.display()));
    home.program("venv/bin/aws", &format!("#!{}\nimport awscli.clidriver\n", python.display()));
    home.program("other/aws", &format!("#!/bin/sh\ntouch {}\n", marker.display()));
    let path = format!("{}:{}", home.path("venv/bin").display(), home.path("other").display());
    let system = Home::system_in(home.folder.path(), &[("PATH", &path)]);
    let facts = collect::offline_facts(&system, facts::Request::default(), None);
    let [first, second] = facts.aws.as_deref().unwrap() else { panic!("{:?}", facts.aws) };
    assert_eq!(version(&first.version), "2.36.7");
    assert_eq!(first.known_by, VersionKnownBy::Layout(Installation::VirtualEnvironment));
    assert_eq!((&second.version, second.known_by), (&Err(Why::NotAsked), VersionKnownBy::Start));
    assert!(!marker.exists());
}
