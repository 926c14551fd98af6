//! Profiles and sessions.

use super::machine::{LAB, OTHER_PORTAL, beside, legacy, profile, session, with};
use crate::HOURS;
use crate::catalogue::row::Case;

/// A profile on each of two portals, signed in to the first.
fn two_portals() -> Case {
    let one = profile("profile one");
    let other = session(OTHER_PORTAL, "us-west-2") + &profile("profile two");
    with(&format!("{one}{}", other.replace("corp", "lab2")))
}

machines! {
    one_profile: with(&profile("profile dev"));
    three_profiles_on_one_session:
        with(&["profile a", "profile b", "profile c"].map(profile).concat());
    the_default_profile: with(&profile("default"));
    default_and_another: with(&[profile("default"), profile("profile dev")].concat());
    two_sessions_of_two_portals: two_portals()
        .with(|machine| machine.sign_in_to("lab2", OTHER_PORTAL, "us-west-2", true, HOURS));
    a_second_session_that_is_not_signed_in_out_of_scope: two_portals().args(&["--profile", "one"]);
    a_legacy_profile: Case::files(&legacy(LAB), "").signed_in(LAB, false, HOURS);
    a_legacy_profile_whose_start_url_ends_in_a_fragment: {
        let url = format!("{LAB}#/");
        Case::files(&legacy(&url), "").with(|machine| {
            machine.sign_in_to(&url, &url, "us-east-1", false, HOURS);
        })
    };
    a_legacy_profile_beside_an_sso_session:
        with(&format!("{}{}", profile("profile dev"), legacy(LAB))).signed_in(LAB, false, HOURS);
    a_role_chain_on_single_sign_on: beside(
        "[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n\
         source_profile = dev\nregion = eu-central-1\n",
    );
    a_role_chain_of_two_links: beside(
        "[profile mid]\nrole_arn = arn:aws:iam::444455556666:role/Mid\nsource_profile = dev\n\
         region = eu-central-1\n\n[profile end]\nrole_arn = arn:aws:iam::444455556666:role/End\n\
         source_profile = mid\nexternal_id = 42\nduration_seconds = 3600\nregion = eu-central-1\n",
    );
    credential_process_in_another_profile: beside(
        "[profile vault]\ncredential_process = aws-vault-helper --account \"team one\"\n\
         region = eu-central-1\n",
    )
    .with(|machine| {
        machine.home.program("aws-vault-helper", "exit 0");
    });
    credential_process_and_nothing_else: {
        let case = Case::files("[default]\nregion = eu-central-1\n", "");
        let program = case.machine.home.program("get-keys", "exit 0");
        let line = format!(
            "[default]\nregion = eu-central-1\ncredential_process = {}\n",
            program.display()
        );
        case.machine.home.put(".aws/config", line.as_bytes());
        case.signed_out()
    };
    login_session_as_aws_login_writes_it: Case::files(
        "[default]\nregion = eu-central-1\nlogin_session = arn:aws:iam::111122223333:user/mira\n",
        "",
    )
    .signed_out()
    .with(|machine| {
        let session = "arn:aws:iam::111122223333:user/mira";
        machine.home.sign_in_to_console(session, str::to_owned);
    });
    a_profile_that_assumes_a_role_by_web_identity: beside(
        "[profile pod]\nrole_arn = arn:aws:iam::444455556666:role/Pod\n\
         web_identity_token_file = /var/run/secrets/token\nregion = eu-central-1\n",
    );
    a_role_with_mfa_from_the_instance: beside(
        "[profile box]\nrole_arn = arn:aws:iam::444455556666:role/Box\n\
         credential_source = Ec2InstanceMetadata\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n\
         region = eu-central-1\n",
    );
    a_source_of_credentials_without_a_region: with(&format!(
        "{}[profile work]\nrole_arn = arn:aws:iam::444455556666:role/Work\n\
         source_profile = login\nregion = us-west-2\n",
        profile("profile login").replace("region = eu-central-1\n", "")
    ))
    .env("AWS_PROFILE", "work");
    a_bridge_for_older_tools_to_the_same_role_under_another_name: with(&format!(
        "{}credential_process = aws configure export-credentials --profile twin\n\n{}",
        profile("profile dev").trim_end().to_owned() + "\n",
        profile("profile twin")
    ))
    .args(&["--profile", "dev"]);
    a_bridge_in_a_profile_of_its_own: beside(
        "[profile dev-process]\ncredential_process = aws configure export-credentials \
         --profile dev --format process\nregion = eu-central-1\n",
    )
    .env("AWS_PROFILE", "dev-process");
    a_default_profile_with_a_region_and_nothing_else:
        with(&format!("[default]\nregion = eu-central-1\n\n{}", profile("profile dev")))
            .env("AWS_PROFILE", "dev");
}
