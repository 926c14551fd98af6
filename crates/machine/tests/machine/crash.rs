//! A program that is killed during a write.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use machine::change::commit;
use machine::journal;

use crate::{Home, everything, read, write};

const PLACE: &str = "AWS_ONBOARD_TEST_PLACE";
const SIZE: usize = 200_000;

/// Not a test itself: the test below runs and kills it.
#[test]
#[ignore = "runs for ever, for the test below"]
fn writer() {
    let Some(folder) = std::env::var_os(PLACE) else {
        return;
    };
    let system = Home::system_in(folder.as_ref(), &[]);
    let config = std::path::Path::new(&folder).join(".aws/config");
    for letter in (b'a'..=b'z').cycle() {
        let bytes = vec![letter; SIZE];
        commit(&system, "again", vec![write(&config, std::fs::read(&config).ok(), &bytes)], false)
            .unwrap();
    }
}

#[test]
fn after_a_kill_the_file_is_whole_and_the_next_run_goes_on() {
    let home = Home::new();
    for round in 0..8_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "crash::writer"])
            .env(PLACE, home.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !home.config().exists() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(20 + 7 * round));
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success(), "it was still writing");
        let bytes = read(&home.config());
        assert_eq!(bytes.len(), SIZE);
        assert!(bytes.iter().all(|byte| *byte == bytes[0]), "old bytes or new ones, never both");
        // Its lock is released with it, its journal is valid, and its last change can be undone.
        assert!(!journal::list(&home.system).unwrap().is_empty());
        home.undo().unwrap();
        home.change(&home.config(), &vec![b'0'; SIZE]);
    }
    let beside = everything(&home.path(".aws")).len();
    assert!(beside <= 1 + 8, "at most one file is left beside by each kill");
}
