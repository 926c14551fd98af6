//! A healthy machine: its files, its portal, and what the doctor reports about it.

use crate::catalogue::row::{Case, findings, list, world_of};
use crate::common::Home;
pub use crate::common::machine::LAB_URL as LAB;
use crate::common::machine::legacy_profile;

pub fn session(start_url: &str, region: &str) -> String {
    format!(
        "[sso-session corp]\nsso_start_url = {start_url}\nsso_region = {region}\n\
         sso_registration_scopes = sso:account:access\n\n"
    )
}

/// The portal of another organization.
pub const OTHER_PORTAL: &str = "https://d-92670000aa.awsapps.com/start";

pub fn lab() -> String {
    session(LAB, "us-east-1")
}

pub fn profile(name: &str) -> String {
    format!(
        "[{name}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n\
         region = eu-central-1\n\n"
    )
}

/// The lab's session and the profile `dev`.
pub fn whole() -> String {
    lab() + &profile("profile dev")
}

/// A signed-in machine with the lab's session and these lines.
pub fn with(more: &str) -> Case {
    Case::files(&format!("{}{more}", lab()), "")
}

/// The same with the profile `dev` before these lines.
pub fn beside(more: &str) -> Case {
    Case::files(&format!("{}{more}", whole()), "")
}

/// One profile on a portal at another address.
pub fn portal(start_url: &str, region: &str, profile_region: &str) -> Case {
    let text = profile("profile dev").replace("eu-central-1", profile_region);
    Case::on(
        Home::with_files(&format!("{}{text}", session(start_url, region)), ""),
        world_of(start_url, region),
    )
}

pub fn legacy(start_url: &str) -> String {
    legacy_profile("old", start_url) + "\n"
}

pub const KEYS: &str = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";

/// Runs the doctor on a machine: nothing fails, nothing warns, and the status is 0. The checks that
/// may warn do so because only some tools read the setting.
pub fn check_machine(case: &Case, may_warn: &[&str]) {
    let outcome = case.doctor(&[]);
    let examination = outcome.json();
    let found = findings(&examination);
    let alarmed = found.iter().any(|found| {
        found.severity == "fail"
            || (found.severity == "warn" && !may_warn.contains(&found.check.as_str()))
    });
    let unknown: Vec<String> = examination["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["outcome"] == "unknown")
        .map(|check| format!("  unknown {}: {}", check["id"], check["reason"]))
        .collect();
    assert!(
        !alarmed && outcome.status == 0,
        "status {}\n{}\n{}",
        outcome.status,
        list(&found),
        unknown.join("\n")
    );
}
