//! How long a log of 1 MB takes: `cargo bench -p aws-onboard-explain`. docs/explain.md tells it.
#![allow(clippy::print_stdout, missing_docs)]

use std::time::Instant;

fn main() {
    let unrelated = include_str!("../corpus/unrelated.txt");
    let mut log = unrelated.repeat((1 << 20) / unrelated.len() + 1);
    log.truncate((1 << 20) - 200);
    log.push_str("\nError loading SSO Token: Token for corp does not exist\n");
    let mut times: Vec<_> = (0..20)
        .map(|_| {
            let start = Instant::now();
            let reading = explain::read(&log);
            assert!(!reading.matches.is_empty());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{} bytes: median {:?}, slowest {:?}", log.len(), times[10], times[19]);
}
