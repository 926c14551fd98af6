//! Programs for the cases of these checks.

use facts::{FoundAt, FoundProgram, ProgramVersion, SdkFamily, SessionKey, WhyInUse};

use crate::testing::{Machine, token};

/// A profile with a session.
pub(super) const SSO: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";

/// The machine with a sign-in to that session.
pub(super) fn signed_in(machine: Machine) -> Machine {
    machine.token(&SessionKey::Named("corp".into()), Ok(token(8, true)))
}

/// A program or an SDK of the project, whose SDK has this version.
pub(super) fn program(id: &str, sdk: SdkFamily, version: &str, at: &str) -> FoundProgram {
    let row = program_table::find_program(id);
    let is_sdk = SdkFamily::from_id(id).is_some();
    FoundProgram {
        id: id.to_owned(),
        name: row.map_or_else(|| sdk.name().to_owned(), |row| row.name.to_owned()),
        version: ProgramVersion::parse(version).filter(|_| is_sdk),
        found_at: FoundAt::file(at.into()),
        sdk: Some(sdk),
        sdk_version: ProgramVersion::parse(version),
        libraries: Default::default(),
        modules: Default::default(),
        profile_by: row.map(|row| row.ways_of_a_profile()).unwrap_or_default(),
        runs: None,
        profile: None,
        region: None,
        overrides: Vec::new(),
        why_in_use: WhyInUse::Project,
    }
}

/// boto3 in the project's virtual environment, with its botocore.
pub(super) fn boto3(version: &str, botocore: &str) -> FoundProgram {
    let at = format!("/p/.venv/lib/python3.11/site-packages/boto3-{version}.dist-info");
    let mut found = program("boto3", SdkFamily::Botocore, botocore, &at);
    found.version = ProgramVersion::parse(version);
    found
}

/// Terraform's AWS provider, by the project's lock file.
pub(super) fn provider(version: &str, config: &str) -> FoundProgram {
    let mut found =
        program("terraform-provider-aws", SdkFamily::GoBase, config, "/p/.terraform.lock.hcl");
    found.found_at.line = Some(3);
    found.version = ProgramVersion::parse(version);
    found
}
