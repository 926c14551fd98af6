//! Lock files with `[[package]]` tables: `Cargo.lock`, `uv.lock`, `poetry.lock`.

use std::path::PathBuf;

use facts::{FoundAt, FoundProgram, Presence, ProgramVersion, SdkFamily, SdkModule, WhyInUse};

use super::{Files, numbered};
use crate::found::{found, found_sdk, modules_of};
use crate::python::normalize_name;

const RUST_PARTS: &[(SdkModule, &str)] = &[
    (SdkModule::Sso, "aws-sdk-sso"),
    (SdkModule::SsoOidc, "aws-sdk-ssooidc"),
    (SdkModule::Sts, "aws-sdk-sts"),
    (SdkModule::Signin, "aws-sdk-signin"),
];

/// A locked package.
struct Package {
    name: String,
    version: Option<ProgramVersion>,
    line: usize,
}

struct Lock {
    path: PathBuf,
    packages: Vec<Package>,
}

impl Lock {
    fn read(files: &Files<'_>, name: &str) -> Option<Self> {
        let (path, text) = files.read(name)?;
        Some(Self { path, packages: read_packages(&text) })
    }

    /// The only package of this name; `None` also if there are several versions.
    fn get(&self, name: &str) -> Option<&Package> {
        let mut found = self.packages.iter().filter(|package| package.name == name);
        found.next().filter(|_| found.next().is_none())
    }

    fn has(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    fn at(&self, package: &Package) -> FoundAt {
        FoundAt::line(self.path.clone(), package.line)
    }
}

fn read_packages(text: &str) -> Vec<Package> {
    let mut packages: Vec<Package> = Vec::new();
    let mut inside = false;
    for (number, line) in numbered(text) {
        if line.starts_with('[') {
            inside = line.trim_end() == "[[package]]";
            continue;
        }
        let Some((key, value)) = line.split_once(" = \"").filter(|_| inside) else { continue };
        let value = value.trim_end().trim_end_matches('"');
        match (key, packages.last_mut()) {
            ("name", _) => {
                let name = normalize_name(value);
                packages.push(Package { name, version: None, line: number });
            }
            ("version", Some(package)) if package.version.is_none() => {
                package.version = ProgramVersion::parse(value);
            }
            _ => {}
        }
    }
    packages
}

/// What Rust's and Python's lock files name.
pub(super) fn find(files: &Files<'_>) -> Vec<FoundProgram> {
    let mut programs =
        Lock::read(files, "Cargo.lock").map_or_else(Vec::new, |lock| find_rust(&lock));
    for name in ["uv.lock", "poetry.lock"] {
        if let Some(lock) = Lock::read(files, name) {
            programs.extend(find_python(&lock));
        }
    }
    programs
}

fn find_rust(lock: &Lock) -> Vec<FoundProgram> {
    let mut programs = Vec::new();
    if let Some(config) = lock.get("aws-config") {
        let at = lock.at(config);
        let mut sdk = found_sdk(SdkFamily::Rust, config.version.clone(), at, WhyInUse::Project);
        // Cargo locks every crate that the features in use need.
        sdk.modules = modules_of(RUST_PARTS, Presence::Absent, |name| lock.has(name));
        programs.push(sdk);
    }
    for program in program_table::programs() {
        let names = program.found_by.cargo.iter();
        if let Some(package) = names.filter_map(|name| lock.get(&normalize_name(name))).next() {
            let mut described = found(program, lock.at(package), WhyInUse::Project);
            described.version = package.version.clone();
            programs.push(described);
        }
    }
    programs
}

/// Only botocore and boto3: what is installed decides, and the environment says more.
fn find_python(lock: &Lock) -> Vec<FoundProgram> {
    let Some(botocore) = lock.get("botocore") else {
        return Vec::new();
    };
    let program = program_table::find_program("boto3");
    let mut programs: Vec<FoundProgram> = program
        .map(|program| found(program, lock.at(botocore), WhyInUse::Project))
        .into_iter()
        .collect();
    for described in &mut programs {
        described.version = lock.get("boto3").and_then(|boto3| boto3.version.clone());
        described.sdk_version = botocore.version.clone();
        let crt = if lock.has("awscrt") { Presence::Present } else { Presence::Absent };
        described.modules.insert(SdkModule::Crt, crt);
    }
    programs
}
