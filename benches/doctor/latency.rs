//! Runs the whole doctor against the simulated IAM Identity Center, where every call takes 100 ms:
//! independent calls must overlap. What the calls alone take is measured in the same run.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use identity_center_sim::{Operation, Simulator, World};
use tempfile::TempDir;

use crate::homes;
use crate::measure::{Run, Verdicts, median, medians, ms, row};
use crate::offline::aws_cli;

/// How long a call takes.
const CALL: Duration = Duration::from_millis(100);
/// How much longer than its longest chain of calls a run may take.
const MARGIN: f64 = 1.1;
/// How much longer it may take with `aws --version` beside it, which uses a processor.
const MARGIN_BESIDE: f64 = 1.2;

/// Number of sessions, profiles per session, whether the token must be renewed first, and how many
/// calls then wait for each other: CreateToken, GetRoleCredentials, GetCallerIdentity.
struct Case {
    name: &'static str,
    sessions: usize,
    profiles: usize,
    expired: bool,
    chain: u32,
}

const CASES: &[Case] = &[
    Case {
        name: "1 profile, signed in: 2 calls in a row",
        sessions: 1,
        profiles: 1,
        expired: false,
        chain: 2,
    },
    Case {
        name: "5 profiles of 2 portals, signed in: 2 calls in a row",
        sessions: 2,
        profiles: 5,
        expired: false,
        chain: 2,
    },
    Case {
        name: "5 profiles of 2 portals, tokens ended: 3 calls in a row",
        sessions: 2,
        profiles: 5,
        expired: true,
        chain: 3,
    },
];

/// Judges the doctor by the longest chain of calls, and by `aws --version` where that takes longer.
pub(crate) fn against_the_simulator(program: &Path, rounds: usize, verdicts: &mut Verdicts) {
    println!("Online, against the simulator with {} a call", ms(CALL));
    let aws = aws_cli();
    for case in CASES {
        let mut world = World::science_cloud();
        world.faults.latency = CALL;
        let simulator = Simulator::start_blocking(world).expect("a port of 127.0.0.1");
        // Without an AWS CLI on PATH, only the calls take time. The missing CLI is a finding.
        let bare = Examination::new(program, case, &simulator, "/nonexistent");
        let ([took], chain) = bare.medians([&bare.run], rounds);
        row(case.name, &ms(took));
        row("    these calls by a client that does nothing else", &ms(chain));
        verdicts.judge("doctor / calls", took.as_secs_f64() / chain.as_secs_f64(), MARGIN, "");
        let Some(aws) = aws.as_deref().and_then(Path::parent) else {
            continue;
        };
        let path = aws.display().to_string();
        let whole = Examination::new(program, case, &simulator, &path);
        let version = Run::new(&aws.join("aws"), &["--version"], whole.home.path(), &path);
        let ([took, version_took], chain) = whole.medians([&whole.run, &version], rounds);
        row("    with `aws --version` run beside them", &ms(took));
        verdicts.judge(
            "doctor / the longer of calls and aws --version",
            took.as_secs_f64() / chain.max(version_took).as_secs_f64(),
            MARGIN_BESIDE,
            "",
        );
    }
    println!();
}

/// A home, and the doctor that runs in it.
struct Examination<'a> {
    home: TempDir,
    run: Run,
    case: &'a Case,
    simulator: &'a Simulator,
}

impl<'a> Examination<'a> {
    fn new(program: &Path, case: &'a Case, simulator: &'a Simulator, path: &str) -> Self {
        let mut config = String::new();
        for session in 0..case.sessions {
            write!(
                config,
                "[sso-session portal-{session}]\nsso_start_url = {}\nsso_region = us-east-1\n\
                 sso_registration_scopes = sso:account:access\n\n",
                homes::START_URL
            )
            .unwrap();
        }
        for profile in 0..case.profiles {
            write!(
                config,
                "[profile work-{profile}]\nsso_session = portal-{}\nsso_account_id = 111122223333\n\
                 sso_role_name = PowerUser\nregion = us-east-1\n\n",
                profile % case.sessions
            )
            .unwrap();
        }
        let home = homes::home(&config);
        let run = Run::new(program, &["doctor", "--no-input"], home.path(), path)
            .with(simulator.environment())
            .with([("NO_PROXY".to_owned(), "127.0.0.1".to_owned())])
            .may_end_with(&[0, 1]);
        Self { home, run, case, simulator }
    }

    /// The medians of `runs`, run in turn, and of the calls alone. The token of each session is
    /// written again before each round, because a run renews an expired one.
    fn medians<const N: usize>(&self, runs: [&Run; N], rounds: usize) -> ([Duration; N], Duration) {
        self.lay_tokens();
        let before = self.simulator.count(Operation::GetCallerIdentity);
        self.run.time();
        let asked = self.simulator.count(Operation::GetCallerIdentity) - before;
        assert_eq!(asked, self.case.profiles, "{}", self.case.name);
        let mut calls = Vec::with_capacity(rounds);
        let runs = medians(runs, rounds, || {
            self.lay_tokens();
            calls.push(self.time_of_calls());
        });
        (runs, median(calls))
    }

    /// How long the longest chain of calls takes: as many calls, one after the other on one
    /// connection. Every call takes the same time, so all are GetRoleCredentials.
    fn time_of_calls(&self) -> Duration {
        let token = self.simulator.issue_token(true, Duration::from_secs(3600));
        let url = self.simulator.url();
        let host = url.strip_prefix("http://").expect("the simulator speaks http");
        let request = format!(
            "GET /federation/credentials?role_name=PowerUser&account_id=111122223333 HTTP/1.1\r\n\
             Host: {host}\r\nx-amz-sso_bearer_token: {}\r\n\r\n",
            token.access_token
        );
        let begin = Instant::now();
        let mut connection =
            BufReader::new(TcpStream::connect(host).expect("the simulator listens"));
        for _ in 0..self.case.chain {
            connection.get_mut().write_all(request.as_bytes()).unwrap();
            read_answer(&mut connection);
        }
        begin.elapsed()
    }

    fn lay_tokens(&self) {
        for session in 0..self.case.sessions {
            let lifetime = if self.case.expired { 0 } else { 3600 };
            let token = self.simulator.issue_token(true, Duration::from_secs(lifetime));
            let file = facts::SessionKey::Named(format!("portal-{session}")).cache_name();
            homes::put(
                &self.home.path().join(".aws/sso/cache").join(file),
                &token.cache_file(homes::START_URL, "us-east-1"),
            );
        }
    }
}

/// Reads one answer, which must be a good one.
fn read_answer(connection: &mut BufReader<TcpStream>) {
    let mut length = 0;
    for number in 0.. {
        let mut line = String::new();
        connection.read_line(&mut line).unwrap();
        assert!(number > 0 || line.contains(" 200 "), "{line}");
        if line.trim().is_empty() {
            break;
        }
        if let Some(("content-length", value)) =
            line.to_ascii_lowercase().split_once(':').map(|(name, value)| (name, value.trim()))
        {
            length = value.parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).unwrap();
}
