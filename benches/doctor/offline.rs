//! Runs without network calls: compared with the start of the AWS CLI, and on large files.

use std::path::{Path, PathBuf};

use crate::homes;
use crate::measure::{Run, Verdicts, medians, ms, row};

/// Exit statuses that an offline run may have: no findings, findings, something unknown.
const DOCTOR: &[i32] = &[0, 1, 3];

/// The AWS CLI to compare with: the one that AWS_CLI names, or the one where Debian installs it.
pub(crate) fn aws_cli() -> Option<PathBuf> {
    std::env::var_os("AWS_CLI")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from("/usr/bin/aws")))
        .filter(|path| path.is_file())
}

fn offline_doctor(program: &Path, home: &Path) -> Run {
    // Skips every check that would run `aws --version`, since its start is what the run is
    // compared with.
    let versions: Vec<&str> = checks::registry()
        .iter()
        .filter(|check| check.wants.contains(&checks::FactKey::AwsVersions))
        .map(|check| check.id)
        .collect();
    let versions = versions.join(",");
    let arguments = ["doctor", "--offline", "--skip", &versions, "--no-input"];
    Run::new(program, &arguments, home, "/usr/bin:/bin").may_end_with(DOCTOR)
}

/// `doctor --offline` on 30 profiles, without the checks that run the AWS CLI: at most a twentieth
/// of `aws --version`.
pub(crate) fn against_the_aws_cli(program: &Path, rounds: usize, verdicts: &mut Verdicts) {
    println!("Offline, 30 profiles and 2 sessions");
    let home = homes::with_profiles(30, 2);
    let doctor = offline_doctor(program, home.path());
    let Some(aws) = aws_cli() else {
        verdicts.skip("against `aws --version`", "no /usr/bin/aws, and AWS_CLI names none");
        return;
    };
    let version = Run::new(&aws, &["--version"], home.path(), "/usr/bin:/bin");
    let [doctor_took, aws_took] = medians([&doctor, &version], rounds, || {});
    row(&version.output().trim().chars().take(62).collect::<String>(), &ms(aws_took));
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
    row(&format!(" 1,000 profiles,  50 sessions ({})", size(thousand.path())), &ms(small_took));
    row(&format!("10,000 profiles, 500 sessions ({})", size(ten_thousand.path())), &ms(large_took));
    verdicts.judge("10,000 / 1,000", large_took.as_secs_f64() / small_took.as_secs_f64(), 10.0, "");
    verdicts.judge("10,000 profiles", large_took.as_secs_f64() * 1000.0, 200.0, " ms");
    match large.peak_mib() {
        Some(peak) => verdicts.judge("10,000 profiles, largest resident set", peak, 100.0, " MiB"),
        None => verdicts.skip("largest resident set", "it is asked for through python3"),
    }
    println!();
}

/// A machine with the same fault in this many places.
type Faulty = fn(usize) -> String;

/// Faults whose check might search all other profiles for each of them.
const FAULTS: &[(&str, Faulty)] = &[
    ("names in quotes", |many| each(many, |n| format!("[profile \"p{n}\"]\n{SIGNS_IN}"))),
    ("no region", |many| {
        each(many, |n| format!("[profile p{n}]\n{}", SIGNS_IN.replace("region = us-east-1\n", "")))
    }),
    ("sessions that are not there", |many| {
        each(many, |n| {
            let other = SIGNS_IN.replace("= corp", &format!("= corq{n}"));
            format!("[profile p{n}]\n{other}")
        })
    }),
    ("sources that are not there", |many| {
        each(many, |n| format!("[profile p{n}]\n{SIGNS_IN}"))
            + &each(many, |n| format!("[profile r{n}]\nrole_arn = x\nsource_profile = q{n}\n"))
    }),
    ("circles of two", |many| {
        each(many, |n| format!("[profile r{n}]\nrole_arn = x\nsource_profile = r{}\n", n ^ 1))
    }),
];

const SIGNS_IN: &str =
    "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\nregion = us-east-1\n";

fn each(many: usize, section: impl Fn(usize) -> String) -> String {
    (0..many).map(section).collect()
}

/// Four times the faults in at most seven times the time: no check compares pairs.
pub(crate) fn many_faults(program: &Path, rounds: usize, verdicts: &mut Verdicts) {
    println!("Offline, one fault in 500 and in 2,000 places");
    for (name, faulty) in FAULTS {
        let machine = |many| {
            let session = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";
            homes::home(&format!("{session}{}", faulty(many)))
        };
        let (few, many) = (machine(500), machine(2_000));
        let runs = [&offline_doctor(program, few.path()), &offline_doctor(program, many.path())];
        let [few_took, many_took] = medians(runs, rounds, || {});
        row(&format!("  {name}"), &format!("{} / {}", ms(few_took), ms(many_took)));
        verdicts.judge(name, many_took.as_secs_f64() / few_took.as_secs_f64(), 7.0, "");
    }
    println!();
}
