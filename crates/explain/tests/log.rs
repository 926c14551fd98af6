//! A long log takes time in proportion to its length: docs/explain.md tells how long 1 MiB takes,
//! which `cargo bench -p aws-onboard-explain` measures. The ratio does not depend on the machine.
#![allow(clippy::unwrap_used, missing_docs)]

use std::time::{Duration, Instant};

/// A log of unrelated lines with an error at its end.
fn log(bytes: usize) -> String {
    let unrelated = include_str!("../corpus/unrelated.txt");
    let mut log = unrelated.repeat(bytes / unrelated.len() + 1);
    log.truncate(log.floor_char_boundary(bytes));
    log.push_str("\nError loading SSO Token: Token for corp does not exist\n");
    log
}

/// The shortest of several times: what else runs on the machine only makes a time longer.
fn time(log: &str) -> Duration {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        assert!(!explain::read(log).matches.is_empty());
        start.elapsed()
    });
    times.min().unwrap()
}

#[test]
fn four_times_the_log_takes_no_more_than_seven_times_the_time() {
    let (short, long) = (log(128 << 10), log(512 << 10));
    // What is made once is made before.
    assert!(!explain::read(&short).matches.is_empty());
    let ratio = time(&long).as_secs_f64() / time(&short).as_secs_f64();
    assert!(ratio < 7.0, "{ratio}");
}
