//! Profiles and sessions.

use super::machine::{LAB, Sound, legacy, profile, sound, with};
use crate::HOURS;
use crate::catalogue::row::Case;

pub fn machines() -> Vec<Sound> {
    vec![
        sound("one profile", || with(&profile("profile dev"))),
        sound("three profiles on one session", || {
            with(&["profile a", "profile b", "profile c"].map(profile).concat())
        }),
        sound("the default profile", || with(&profile("default"))),
        sound("default and another", || {
            with(&[profile("default"), profile("profile dev")].concat())
        }),
        sound("two sessions of two portals", || {
            let other = "[sso-session lab2]\nsso_start_url = https://d-92670000aa.awsapps.com/start\n\
                         sso_region = us-west-2\nsso_registration_scopes = sso:account:access\n\n";
            let second = profile("profile two").replace("corp", "lab2");
            with(&format!("{}{other}{second}", profile("profile one"))).with(|machine| {
                let url = "https://d-92670000aa.awsapps.com/start";
                machine.sign_in_to("lab2", url, "us-west-2", true, HOURS);
            })
        }),
        sound("a second session that is not signed in, out of scope", || {
            let other = "[sso-session lab2]\nsso_start_url = https://d-92670000aa.awsapps.com/start\n\
                         sso_region = us-west-2\nsso_registration_scopes = sso:account:access\n\n";
            let second = profile("profile two").replace("corp", "lab2");
            with(&format!("{}{other}{second}", profile("profile one"))).args(&["--profile", "one"])
        }),
        sound("a legacy profile", || Case::files(&legacy(LAB), "").signed_in(LAB, false, HOURS)),
        sound("a legacy profile whose start URL ends in #/", || {
            let url = format!("{LAB}#/");
            Case::files(&legacy(&url), "").with(|machine| {
                machine.sign_in_to(&url, &url, "us-east-1", false, HOURS);
            })
        }),
        sound("a legacy profile beside an sso-session", || {
            with(&format!("{}{}", profile("profile dev"), legacy(LAB))).signed_in(LAB, false, HOURS)
        }),
        sound("a role chain on single sign-on", || {
            with(&format!(
                "{}[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n\
                 source_profile = dev\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("a role chain of two links", || {
            with(&format!(
                "{}[profile mid]\nrole_arn = arn:aws:iam::444455556666:role/Mid\nsource_profile = dev\n\
                 region = eu-central-1\n\n[profile end]\nrole_arn = arn:aws:iam::444455556666:role/End\n\
                 source_profile = mid\nexternal_id = 42\nduration_seconds = 3600\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("credential_process in another profile", || {
            with(&format!(
                "{}[profile vault]\ncredential_process = aws-vault-helper --account \"team one\"\n\
                 region = eu-central-1\n",
                profile("profile dev")
            ))
            .with(|machine| {
                machine.home.program("aws-vault-helper", "exit 0");
            })
        }),
        sound("credential_process and nothing else", || {
            let case = Case::files("[default]\nregion = eu-central-1\n", "");
            let program = case.machine.home.program("get-keys", "exit 0");
            let line = format!(
                "[default]\nregion = eu-central-1\ncredential_process = {}\n",
                program.display()
            );
            case.machine.home.put(".aws/config", line.as_bytes());
            case.signed_out()
        }),
        sound("login_session, as `aws login` writes it", || {
            Case::files(
                "[default]\nregion = eu-central-1\nlogin_session = arn:aws:iam::111122223333:user/mira\n",
                "",
            )
            .signed_out()
            .with(|machine| {
                let session = "arn:aws:iam::111122223333:user/mira";
                machine.home.sign_in_to_console(session, str::to_owned);
            })
        }),
        sound("a profile that assumes a role by web identity", || {
            with(&format!(
                "{}[profile pod]\nrole_arn = arn:aws:iam::444455556666:role/Pod\n\
                 web_identity_token_file = /var/run/secrets/token\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("a role with MFA from the instance", || {
            with(&format!(
                "{}[profile box]\nrole_arn = arn:aws:iam::444455556666:role/Box\n\
                 credential_source = Ec2InstanceMetadata\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n\
                 region = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("a source of credentials without a region", || {
            with(&format!(
                "{}[profile work]\nrole_arn = arn:aws:iam::444455556666:role/Work\n\
                 source_profile = login\nregion = us-west-2\n",
                profile("profile login").replace("region = eu-central-1\n", "")
            ))
            .env("AWS_PROFILE", "work")
        }),
        sound("a bridge for older tools to the same role under another name", || {
            with(&format!(
                "{}credential_process = aws configure export-credentials --profile twin\n\n{}",
                profile("profile dev").trim_end().to_owned() + "\n",
                profile("profile twin")
            ))
            .args(&["--profile", "dev"])
        }),
        sound("a bridge in a profile of its own", || {
            with(&format!(
                "{}[profile dev-process]\ncredential_process = aws configure export-credentials \
                 --profile dev --format process\nregion = eu-central-1\n",
                profile("profile dev")
            ))
            .env("AWS_PROFILE", "dev-process")
        }),
        sound("a default profile with a region and nothing else", || {
            with(&format!("[default]\nregion = eu-central-1\n\n{}", profile("profile dev")))
                .env("AWS_PROFILE", "dev")
        }),
    ]
}
