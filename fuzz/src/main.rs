//! A runner without a nightly toolchain: mutates the corpus, a given number of times.
//!
//! `cargo run --release -- EXECUTIONS [SEED] [TARGET]`; without a target, all of them, the cheap ones
//! more often. The seed makes a run repeatable. An input that fails is written to `failures/`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use targets::{TARGETS, Target};

/// Of a hundred executions, so many are of each target, in the order of `TARGETS`.
const SHARES: [u64; 6] = [30, 18, 20, 20, 8, 4];
/// No input is longer.
const MAX_BYTES: usize = 4096;

/// Pieces that are put into inputs: what the parsers look for.
const PIECES: &[&[u8]] = &[
    b"[profile dev]\n",
    b"[default]\n",
    b"[sso-session corp]\n",
    b"[services x]\n",
    b"sso_session = corp\n",
    b"sso_start_url = https://d-1234567890.awsapps.com/start\n",
    b"sso_region = us-east-1\n",
    b"sso_account_id = 111122223333\n",
    b"sso_role_name = R\n",
    b"aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    b"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    b"credential_process = /opt/x --token=abc\n",
    b"source_profile = dev\n",
    b"endpoint_url = http://localhost:4566\n",
    b"  nested = 1\n",
    b"# ",
    b"; ",
    b" = ",
    b":",
    b"\r\n",
    b"\n",
    b"\t",
    b"\0",
    b"\"",
    b"'",
    b"\\",
    b"@",
    b"%00",
    b"https://",
    b"http://127.0.0.1",
    b"oidc.us-east-1.amazonaws.com",
    b".amazonaws.com",
    b"[::1]",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xff",
    b"\x1b[31m",
    b"\xe2\x80\xae",
    b"\xe2\x80\xa8",
    b"\xc2\x9b",
    b"Unable to locate credentials",
    b"The config profile (x) could not be found",
    b"An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: ",
];

/// A small generator (xorshift64*), so that the runner needs no other crate.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end.max(1)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments.get(index).and_then(|text| text.parse::<u64>().ok());
    let (Some(executions), seed) = (number(0), number(1).unwrap_or(1)) else {
        eprintln!("usage: fuzz EXECUTIONS [SEED] [TARGET]");
        return ExitCode::from(2);
    };
    let only = arguments.get(2).map(String::as_str);
    if let Some(name) = only.filter(|name| TARGETS.iter().all(|target| target.0 != *name)) {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.0).collect();
        eprintln!("there is no target {name}; choose one of {}", names.join(", "));
        return ExitCode::from(2);
    }
    std::panic::set_hook(Box::new(|_| {}));
    let mut failed = false;
    for (target, share) in TARGETS.iter().zip(SHARES) {
        let times = match only {
            None => executions * share / 100,
            Some(name) if name == target.0 => executions,
            Some(_) => continue,
        };
        let begun = Instant::now();
        let failures = run(target, times, seed);
        println!("{}: {times} executions, {failures} failures, {:.0?}", target.0, begun.elapsed());
        failed |= failures > 0;
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run((name, target): &Target, times: u64, seed: u64) -> u64 {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = read_corpus(&here.join("corpus").join(name));
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut failures = 0;
    for execution in 0..times {
        let input = mutate(&corpus, &mut random);
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            failures += 1;
            let folder = here.join("failures");
            let path = folder.join(format!("{name}-{seed}-{execution}"));
            let _ = std::fs::create_dir_all(&folder);
            let _ = std::fs::write(&path, &input);
            eprintln!("{name} fails at {}", path.display());
            if failures >= 20 {
                break;
            }
        }
    }
    failures
}

fn read_corpus(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let mut corpus: Vec<Vec<u8>> =
        paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    corpus.push(Vec::new());
    corpus
}

/// An input of the corpus with some changes: bytes, pieces, cuts, and parts of another input.
fn mutate(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(input.len() + 1);
        match random.below(7) {
            0 if !input.is_empty() => {
                let at = random.below(input.len());
                input[at] = random.next() as u8;
            }
            1 if !input.is_empty() => {
                let at = random.below(input.len());
                input[at] ^= 1 << random.below(8);
            }
            2 => {
                let end = (at + random.below(40)).min(input.len());
                input.drain(at..end);
            }
            3 | 4 => {
                let piece = PIECES[random.below(PIECES.len())];
                input.splice(at..at, piece.iter().copied());
            }
            5 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len() + 1);
                let end = (from + random.below(200)).min(other.len());
                input.splice(at..at, other[from..end].iter().copied());
            }
            _ => input.insert(at, random.next() as u8),
        }
        input.truncate(MAX_BYTES);
    }
    input
}
