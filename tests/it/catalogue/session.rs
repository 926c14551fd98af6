//! Rows C12 to C31 and R04 that are about a session or a profile.

use super::row::{Case, Row, SOUND, other_session, row, sound_but};
use crate::HOURS;
use crate::common::machine::{LAB_URL as LAB, legacy_profile};

/// `SOUND` with additional lines.
fn and(more: &str) -> String {
    format!("{SOUND}\n{more}")
}

/// Profiles that assume roles, checked one at a time.
fn chain(more: &'static str, profile: &'static str) -> impl Fn() -> Case {
    move || Case::files(&and(more), "").args(&["--profile", profile])
}

pub fn rows() -> Vec<Row> {
    let mut rows = sessions();
    rows.extend(profiles());
    rows
}

fn sessions() -> Vec<Row> {
    vec![
        row("C12", "sso-session-consistent", "another sso_region in the profile", || {
            Case::files(
                &sound_but("sso_session = corp\n", "sso_session = corp\nsso_region = eu-west-1\n"),
                "",
            )
        })
        .at(8)
        .heals(),
        row("C12b", "sso-session-consistent", "the session's values again in the profile", || {
            let copies =
                format!("sso_session = corp\nsso_start_url = {LAB}\nsso_region = us-east-1\n");
            Case::files(&sound_but("sso_session = corp\n", &copies), "")
        })
        .warns()
        .at(8)
        .heals(),
        row("C14", "sso-session-fields", "the session has no region", || {
            Case::files(&sound_but("sso_region = us-east-1\n", ""), "")
        })
        .at(1)
        .heals_with(&["sso-session-fields.sso_region=us-east-1"]),
        row("C14b", "sso-session-fields", "a legacy profile without a region", || {
            let legacy = legacy_profile("dev", LAB).replace("sso_region = us-east-1\n", "");
            Case::files(&legacy, "").signed_in(LAB, false, HOURS)
        })
        .at(1)
        .heals_with(&["sso-session-fields.sso_region=us-east-1"]),
        row("C17", "sso-scopes", "no scopes, and an AWS CLI that signs in with a browser", || {
            Case::files(&sound_but("sso_registration_scopes = sso:account:access\n", ""), "")
        })
        .notes()
        .at(1)
        .heals_with(&["sso-scopes.remedy=add-scope"]),
        row("C17b", "sso-format", "a legacy profile that is signed in", || {
            Case::files(&legacy_profile("dev", LAB), "").signed_in(LAB, false, HOURS)
        })
        .notes()
        .at(2)
        .heals_with(&["sso-format.remedy=migrate", "token-present.remedy=sign-in"]),
        row("C19", "sso-region", "a misspelt region", || {
            Case::files(&sound_but("sso_region = us-east-1", "sso_region = us-eats-1"), "")
        })
        .at(3)
        .heals_with(&["sso-region.sso_region=us-east-1"]),
        row(
            "C31",
            "sso-start-url",
            "the address of some instructions, in a session out of scope",
            || {
                let address = "https://my-sso-portal.awsapps.com/start";
                let other = other_session("later", "example", address, "us-east-1");
                Case::files(&(SOUND.to_owned() + &other), "").args(&["--profile", "dev"])
            },
        )
        .warns()
        .at(19)
        .heals_with(&["sso-start-url.start_url=https://d-9067642ac7.awsapps.com/start"]),
    ]
}

fn profiles() -> Vec<Row> {
    vec![
        row("C15", "profile-fields", "no role", || {
            Case::files(&sound_but("sso_role_name = PowerUser\n", ""), "")
        })
        .at(6)
        .heals_with(&["profile-fields.role=PowerUser"]),
        row("C15b", "profile-fields", "neither account nor role", || {
            let config = sound_but("sso_account_id = 111122223333\n", "")
                .replace("sso_role_name = PowerUser\n", "");
            Case::files(&config, "").args(&["--profile", "dev"])
        })
        .at(6)
        .heals_with(&["profile-fields.account=111122223333", "profile-fields.role=PowerUser"]),
        row("C18", "profile-region", "no region", || {
            Case::files(&sound_but("region = eu-central-1\n", ""), "")
        })
        .at(6)
        .heals_with(&["profile-region.region=eu-central-1"]),
        row("C23", "profile-chain", "two profiles that lead to each other", chain(
            "[profile a]\nrole_arn = arn:aws:iam::444455556666:role/A\nsource_profile = b\nregion = eu-central-1\n\
             [profile b]\nrole_arn = arn:aws:iam::444455556666:role/B\nsource_profile = a\nregion = eu-central-1\n",
            "b",
        ))
        .at(14)
        .heals_with(&["profile-chain.source_profile=dev"]),
        row("C24", "profile-chain", "a source_profile that does not exist", chain(
            "[profile a]\nrole_arn = arn:aws:iam::444455556666:role/A\nsource_profile = dve\nregion = eu-central-1\n",
            "a",
        ))
        .at(14)
        .heals_with(&["profile-chain.source_profile=dev"]),
        row("C24b", "profile-chain", "no source at all", chain(
            "[profile a]\nrole_arn = arn:aws:iam::444455556666:role/A\nregion = eu-central-1\n",
            "a",
        ))
        .at(12)
        .heals_with(&["profile-chain.source_profile=dev"]),
        row("C33", "profile-credentials", "a profile with a region and nothing else", chain(
            "[profile a]\nregion = eu-central-1\n",
            "a",
        ))
        .at(12),
        row("C33b", "profile-credentials", "source_profile without role_arn", chain(
            "[profile a]\nsource_profile = dev\nregion = eu-central-1\n",
            "a",
        ))
        .at(13)
        .heals_with(&["profile-credentials.role_arn=arn:aws:iam::111122223333:role/Other"])
        .clients(None),
        row("C26", "credential-process", "a program that is not there", chain(
            "[profile a]\ncredential_process = /opt/no-such/keys --json\nregion = eu-central-1\n",
            "a",
        ))
        .at(13),
        row("C26b", "credential-process", "a path with spaces and without quotes", || {
            let case = Case::files(SOUND, "").args(&["--profile", "a"]);
            let folder = case.machine.home.beside("my tools");
            let program = case.machine.home.program("keys-to-move", "exit 0");
            std::fs::rename(program, folder.join("keys")).unwrap();
            let line = format!(
                "[profile a]\ncredential_process = {}/keys --json\nregion = eu-central-1\n",
                folder.display()
            );
            case.machine.home.put(".aws/config", and(&line).as_bytes());
            case
        })
        .at(13),
        row("R04", "profile-fields", "an account with dashes", || {
            Case::files(&sound_but("111122223333", "1111-2222-3333"), "")
        })
        .at(8)
        .heals(),
    ]
}
