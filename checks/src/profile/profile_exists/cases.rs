use aws_files::FileKind;
use facts::{FileState, Subject};

use crate::Outcome;
use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev-account]\nsso_session = corp\n[sso-session corp]\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

pub(super) fn cases() -> Vec<Case> {
    let silent = FileState::Unreadable { why: "no answer within 5 s".into(), denied: false };
    cases! {
        "one single sign-on profile": config(SSO)
            => passes;
        "named": config(SSO).profile("dev-account")
            => passes;
        "named by a variable": config(SSO).env("AWS_PROFILE", "dev-account")
            => passes;
        "the flag before the variable": config(SSO).env("AWS_PROFILE", "gone").profile("dev-account")
            => passes;
        "a name in quotes": config("[profile 'a b']\nregion = x\n").profile("a b")
            => passes;
        "keys alone": Machine::new().credentials("[default]\r\naws_access_key_id = x\r\naws_secret_access_key = y\r\n")
            => passes;
        "a legacy profile": config("[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => passes;
        "all of them": config("[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x\n").all_profiles()
            => passes;
        "profiles with names of their own, none named": config("[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x\n")
            => not_applicable;
        "keys in the environment": Machine::new().env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => not_applicable;
        "web identity": Machine::new().env("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token")
            => not_applicable;
        "a container's role": Machine::new().env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1")
            => not_applicable;
        "an EC2 instance may have a role": Machine::new().around(|around| around.instance = Ok(true))
            => not_applicable;
        "an EC2 instance without its metadata service": Machine::new().env("AWS_EC2_METADATA_DISABLED", "true").around(|around| around.instance = Ok(true))
            => fail "none-configured";
        "the config file did not answer": Machine::new().file(FileKind::Config, silent.clone())
            => unknown;
        "named, and the credentials file did not answer": config(SSO).file(FileKind::Credentials, silent).profile("other")
            => unknown;
        "the config file is too large to be read": Machine::new().file(FileKind::Config, FileState::TooLarge { size: 40 << 20, limit: 16 << 20 })
            => unknown;
        "nothing at all": Machine::new()
            => fail "none-configured";
        "nothing at all, all asked for": Machine::new().all_profiles()
            => fail "none-configured";
        "a session alone": config("[sso-session corp]\nsso_region = us-east-1\n")
            => fail "none-configured";
        "misspelt": config(SSO).profile("dev-acount")
            => fail "not-found";
        "misspelt in the variable": config(SSO).env("AWS_DEFAULT_PROFILE", "Dev_Account")
            => fail "not-found";
        "another name": config(SSO).profile("production")
            => fail "not-found";
        "default was named, and is not there": config(SSO).profile("default")
            => fail "not-found";
        "named, and there is none": Machine::new().env("AWS_PROFILE", "dev")
            => fail "not-found";
        "the variable is empty": config(SSO).env("AWS_PROFILE", "")
            => fail "empty-variable";
    }
}

fn first(machine: &Machine, name: &str) -> crate::Finding {
    match crate::engine::examine(&super::CHECK, &machine.facts(), &Subject::Profile(name.into())) {
        Outcome::Found(found) => found[0].clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_nearest_name_is_given_as_a_line_to_type() {
    let by_flag = first(&config(SSO).profile("dev-acount"), "dev-acount");
    assert_eq!(
        by_flag.remedies[0].commands,
        [["aws-onboard", "doctor", "--profile", "dev-account"]]
    );
    let by_variable = first(
        &config(SSO).env("AWS_PROFILE", "dev-acount").env("SHELL", "/usr/bin/fish"),
        "dev-acount",
    );
    assert_eq!(by_variable.remedies[0].words[0], "set -gx AWS_PROFILE dev-account");
    assert_eq!(
        by_variable.says.as_deref(),
        Some("The config profile (dev-acount) could not be found")
    );
}

#[test]
fn a_name_with_escapes_is_cleaned() {
    let found = first(&config(SSO).profile("x\u{1b}[31m"), "x\u{1b}[31m");
    assert!(!format!("{} {} {:?}", found.brief, found.what, found.says).contains('\u{1b}'));
}

#[test]
fn a_file_that_is_a_folder_is_said_once() {
    let machine = Machine::new().file(FileKind::Config, FileState::NotAFile("a folder"));
    let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &Subject::Machine);
    assert!(
        matches!(outcome, Outcome::Skipped(crate::Skip::BlockedBy("files-readable"))),
        "{outcome:?}"
    );
}
