//! Programs called `aws`, and what they do instead of printing a version.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use facts::{AwsExecutable, Known, VersionOutput, Why};

use crate::{Collect, Home, set_mode};

const PATIENCE: Duration = Duration::from_secs(20);

impl Home {
    fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.put(name, script.as_bytes());
        set_mode(&path, 0o755);
        path
    }
}

async fn ask(home: &Home, path: PathBuf, limit: Duration) -> Known<VersionOutput> {
    let found = [AwsExecutable { path, version: Err(Why::NotAsked) }];
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
    let home = Home::with(&[("AWS_ONLY_HERE", "yes")]);
    let path =
        home.program("bin/aws", "#!/bin/sh\necho \"${AWS_ONLY_HERE}-${CARGO_PKG_NAME:-none}\"\n");
    assert_eq!(ask(&home, path, PATIENCE).await, Ok(VersionOutput::Other("yes-none".into())));
}

#[tokio::test]
async fn many_are_asked_together_in_the_order_of_path_and_not_without_end() {
    let home = Home::new();
    let found: Vec<AwsExecutable> = (0..25)
        .map(|number| {
            let script = format!("#!/bin/sh\nsleep 0.3\necho aws-cli/2.{number}.0 Python/3\n");
            AwsExecutable {
                path: home.program(&format!("{number}/aws"), &script),
                version: Err(Why::NotAsked),
            }
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
