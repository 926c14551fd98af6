//! Whole runs of `setup` against the simulated portal: listing all assignments and writing them.

use std::path::Path;
use std::time::Duration;

use identity_center_sim::{Operation, Simulator, World};
use tempfile::TempDir;

use crate::homes;
use crate::measure::{Run, Verdicts, ms, row};

/// Not an address from any documentation, because setup rejects those.
const START_URL: &str = "https://lab-portal.awsapps.com/start";
/// How long a call takes.
const CALL: Duration = Duration::from_millis(50);
/// How many calls run at the same time (`identity_center::bulk`).
const TOGETHER: u32 = 16;
/// The limit relative to the ideal, in which each worker makes its calls one after the other.
const MARGIN: f64 = 1.3;
/// Calls per second that the portal accepts when it throttles.
const RATE: u32 = 20;
/// The limit relative to what that rate allows.
const THROTTLED_MARGIN: f64 = 1.15;
/// The limit for writing 3,000 profiles, in seconds.
const WRITING: f64 = 1.0;

/// A signed-in user and a portal.
struct Portal {
    home: TempDir,
    simulator: Simulator,
}

impl Portal {
    fn new(world: World) -> Self {
        let world = World { start_url: START_URL.to_owned(), ..world };
        let simulator = Simulator::start_blocking(world).expect("a port of 127.0.0.1");
        let home = homes::home("# mine\n");
        let token = simulator.issue_token(true, Duration::from_secs(3600));
        let file = facts::SessionKey::Named("lab".to_owned()).cache_name();
        homes::put(
            &home.path().join(".aws/sso/cache").join(file),
            &token.cache_file(START_URL, "us-east-1"),
        );
        Self { home, simulator }
    }

    /// `setup` with every role and no questions, without an AWS CLI, which is not measured here.
    fn setup(&self, program: &Path, more: &[&str]) -> Run {
        let mut args = vec![
            "setup",
            "--session",
            "lab",
            "--start-url",
            START_URL,
            "--sso-region",
            "us-east-1",
            "--all-roles",
            "--yes",
            "--no-input",
        ];
        args.extend(more);
        Run::new(program, &args, self.home.path(), "/nonexistent")
            .with(self.simulator.environment())
            .with([("NO_PROXY".to_owned(), "127.0.0.1".to_owned())])
    }

    fn calls(&self) -> u32 {
        [Operation::ListAccounts, Operation::ListAccountRoles]
            .map(|operation| self.simulator.count(operation))
            .iter()
            .map(|count| u32::try_from(*count).unwrap())
            .sum()
    }
}

/// At most 1.3 times the ideal where the portal accepts every call, 1.15 times what its rate
/// allows where it throttles; writes 3,000 profiles in a second.
pub(crate) fn whole_runs(program: &Path, verdicts: &mut Verdicts) {
    println!("Setup: 1,000 accounts with 3 roles each, {} a call", ms(CALL));
    let mut world = World::many(1000, 3);
    world.faults.latency = CALL;
    let portal = Portal::new(world.clone());
    let took = portal.setup(program, &["--dry-run"]).time();
    let ideal = CALL * portal.calls() / TOGETHER;
    row("everything listed and drawn up", &ms(took));
    verdicts.judge(
        "setup --dry-run / calls x 50 ms / 16",
        took.as_secs_f64() / ideal.as_secs_f64(),
        MARGIN,
        "",
    );
    world.faults.throttle_per_second = Some(RATE);
    let portal = Portal::new(world);
    let took = portal.setup(program, &["--dry-run"]).time();
    // Throttled calls are retried and do not count as work.
    let ideal = f64::from(1010_u32) / f64::from(RATE);
    row("the same where the portal takes 20 calls a second", &ms(took));
    verdicts.judge(
        "setup --dry-run / what the rate allows",
        took.as_secs_f64() / ideal,
        THROTTLED_MARGIN,
        "",
    );
    // One account, so that only one profile is checked with STS and only the write differs.
    let portal = Portal::new(World::many(1, 3000));
    let shown = portal.setup(program, &["--dry-run"]).time();
    let written = portal.setup(program, &[]).time();
    row(
        "3,000 profiles drawn up, and drawn up and written",
        &format!("{} / {}", ms(shown), ms(written)),
    );
    verdicts.judge(
        "writing 3,000 profiles, and asking one of them",
        written.saturating_sub(shown).as_secs_f64(),
        WRITING,
        " s",
    );
    println!();
}
