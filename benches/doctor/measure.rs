//! Runs a program many times and summarizes the results.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// A command in an environment without any of the user's own variables.
#[derive(Clone)]
pub(crate) struct Run {
    program: PathBuf,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    /// The exit statuses that count as success.
    statuses: &'static [i32],
}

impl Run {
    /// `program` with `home` as its home folder and `path` as its PATH.
    pub(crate) fn new(program: &Path, arguments: &[&str], home: &Path, path: &str) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.iter().map(|text| (*text).to_owned()).collect(),
            variables: vec![
                ("HOME".to_owned(), home.display().to_string()),
                ("PATH".to_owned(), path.to_owned()),
                ("LANG".to_owned(), "C.UTF-8".to_owned()),
            ],
            statuses: &[0],
        }
    }

    /// Adds these variables.
    pub(crate) fn with(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        self.variables.extend(variables);
        self
    }

    /// Accepts other exit statuses too: a doctor that finds something has worked.
    pub(crate) const fn may_end_with(mut self, statuses: &'static [i32]) -> Self {
        self.statuses = statuses;
        self
    }

    /// The command, ready to run.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs it once and ignores its output.
    pub(crate) fn time(&self) -> Duration {
        let mut command = self.command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let begin = Instant::now();
        let status = command.status().unwrap_or_else(|error| panic!("{self}: {error}"));
        let took = begin.elapsed();
        assert!(
            status.code().is_some_and(|code| self.statuses.contains(&code)),
            "{self} ended with {status}"
        );
        took
    }

    /// Returns its output.
    pub(crate) fn output(&self) -> String {
        let output = self.command().output().unwrap_or_else(|error| panic!("{self}: {error}"));
        assert!(
            output.status.code().is_some_and(|code| self.statuses.contains(&code)),
            "{self} ended with {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The largest resident set of one run in MiB, from `wait4` through Python's standard library:
    /// this workspace has no unsafe code, and reading `/proc` could miss the peak. The value may
    /// be slightly too high, since the child counts its launcher until it has started.
    pub(crate) fn peak_mib(&self) -> Option<f64> {
        const ASK: &str = "import os, sys\n\
            null = os.open(os.devnull, os.O_RDWR)\n\
            todo = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]\n\
            child = os.posix_spawn(sys.argv[1], sys.argv[1:], dict(os.environ), file_actions=todo)\n\
            print(os.wait4(child, 0)[2].ru_maxrss)\n";
        let output = Command::new("python3")
            .args(["-I", "-c", ASK])
            .arg(&self.program)
            .args(&self.arguments)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(
                self.variables
                    .iter()
                    .filter(|(name, _)| name != "PATH")
                    .map(|(name, value)| (name, value)),
            )
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let kib: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.program.file_name().unwrap_or_default();
        write!(f, "{} {}", name.display(), self.arguments.join(" "))
    }
}

/// The medians of several commands, run in turn so that changes in the machine's load affect all
/// of them. `prepare` is called before each round.
pub(crate) fn medians<const N: usize>(
    runs: [&Run; N],
    rounds: usize,
    mut prepare: impl FnMut(),
) -> [Duration; N] {
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    prepare();
    for run in &runs {
        // Warms the page cache.
        run.time();
    }
    for _ in 0..rounds {
        prepare();
        for (run, times) in runs.iter().zip(&mut times) {
            times.push(run.time());
        }
    }
    times.map(median)
}

/// The value in the middle.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Milliseconds, for a table.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// A row of a table.
pub(crate) fn row(what: &str, figure: &str) {
    println!("  {what:<66} {figure:>12}");
}

/// The measurements and their limits.
#[derive(Default)]
pub(crate) struct Verdicts {
    over: usize,
}

impl Verdicts {
    /// A measurement and its upper limit.
    pub(crate) fn judge(&mut self, what: &str, figure: f64, most: f64, unit: &str) {
        let word = if figure <= most { "PASS" } else { "OVER" };
        self.over += usize::from(figure > most);
        println!("  {word}  {what}: {figure:.3}{unit}, at most {most:.3}{unit}");
    }

    /// A measurement that could not be taken here.
    pub(crate) fn skip(&self, what: &str, why: &str) {
        println!("  SKIP  {what}: {why}");
    }

    /// The exit status.
    pub(crate) fn close(self) -> ExitCode {
        match self.over {
            0 => println!("Every figure is within its limit."),
            1 => println!("1 figure is over its limit."),
            n => println!("{n} figures are over their limits."),
        }
        ExitCode::from(u8::from(self.over > 0))
    }
}
