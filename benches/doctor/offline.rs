//! Without a call: against the AWS CLI's own start, and on large files.

use std::path::{Path, PathBuf};

use crate::homes;
use crate::measure::{Run, Verdicts, medians, ms, row};

/// What an offline examination may end with: nothing found, findings, something unknown.
const DOCTOR: &[i32] = &[0, 1, 3];

/// The AWS CLI that is compared with, where Debian puts it; else the one that AWS_CLI names.
pub(crate) fn aws_cli() -> Option<PathBuf> {
    std::env::var_os("AWS_CLI")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from("/usr/bin/aws")))
        .filter(|path| path.is_file())
}

fn offline_doctor(program: &Path, home: &Path) -> Run {
    // Every check that would run `aws --version`: that start is what it is compared with.
    let versions: Vec<&str> = checks::registry()
        .iter()
        .filter(|check| check.wants.contains(&checks::FactKey::AwsVersions))
        .map(|check| check.id)
        .collect();
    let versions = versions.join(",");
    let arguments = ["doctor", "--offline", "--skip", &versions, "--no-input"];
    Run::new(program, &arguments, home, "/usr/bin:/bin").may_end_with(DOCTOR)
}

/// `doctor --offline` on 30 profiles, without what runs the AWS CLI: at most a twentieth of `aws --version`.
pub(crate) fn against_the_aws_cli(program: &Path, rounds: usize, verdicts: &mut Verdicts) {
    println!("Offline, 30 profiles and 2 sessions");
    let home = homes::with_profiles(30, 2);
    let doctor = offline_doctor(program, home.path());
    let Some(aws) = aws_cli() else {
        verdicts.skip(
            "against `aws --version`",
            "no /usr/bin/aws, and AWS_CLI names none",
        );
        return;
    };
    let version = Run::new(&aws, &["--version"], home.path(), "/usr/bin:/bin");
    let [doctor_took, aws_took] = medians([&doctor, &version], rounds, || {});
    row(
        &version.output().trim().chars().take(62).collect::<String>(),
        &ms(aws_took),
    );
    row(&doctor.to_string(), &ms(doctor_took));
    verdicts.judge(
        "doctor / aws --version",
        doctor_took.as_secs_f64() / aws_took.as_secs_f64(),
        1.0 / 20.0,
        "",
    );
    println!();
}

/// Ten times the profiles in at most ten times the time; under 200 ms and 100 MiB.
pub(crate) fn large_files(program: &Path, rounds: usize, verdicts: &mut Verdicts) {
    println!("Offline, large files");
    let thousand = homes::with_profiles(1_000, 50);
    let ten_thousand = homes::with_profiles(10_000, 500);
    let small = offline_doctor(program, thousand.path());
    let large = offline_doctor(program, ten_thousand.path());
    let [small_took, large_took] = medians([&small, &large], rounds, || {});
    let size = |home: &Path| {
        let bytes = std::fs::metadata(home.join(".aws/config")).map_or(0, |file| file.len());
        format!("{} KiB", bytes / 1024)
    };
    row(
        &format!(" 1,000 profiles,  50 sessions ({})", size(thousand.path())),
        &ms(small_took),
    );
    row(
        &format!(
            "10,000 profiles, 500 sessions ({})",
            size(ten_thousand.path())
        ),
        &ms(large_took),
    );
    verdicts.judge(
        "10,000 / 1,000",
        large_took.as_secs_f64() / small_took.as_secs_f64(),
        10.0,
        "",
    );
    verdicts.judge(
        "10,000 profiles",
        large_took.as_secs_f64() * 1000.0,
        200.0,
        " ms",
    );
    match large.peak_mib() {
        Some(peak) => verdicts.judge("10,000 profiles, largest resident set", peak, 100.0, " MiB"),
        None => verdicts.skip("largest resident set", "it is asked for through python3"),
    }
    println!();
}
