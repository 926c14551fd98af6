//! Machines for `config-sections`.

use aws_files::View;
use facts::{SessionKey, Subject};

use crate::testing::{Case, Machine, cases, config_text, facts_after_fix, found_in_config};
use crate::{Answers, Applicability};

const CORP: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

/// `corp` with more lines.
fn corp(more: &str) -> Machine {
    config(&format!("{CORP}{more}"))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(profiles());
    cases.extend(sessions());
    cases.extend(behind());
    cases.extend(others());
    cases
}

fn healthy() -> Vec<Case> {
    cases! {
        "every kind": corp(
                    "[default]\n[profile dev]\nregion = x\n[profile 'my dev']\n[services s]\nsts =\n  endpoint_url = x\n",
                )
            => passes;
        "sections of other tools": config(
                    "[plugins]\ncli_legacy_plugin_path = /x\n[preview]\ncloudfront = true\n[granted]\ncolour = red\n[toolkit]\n",
                )
            => passes;
        "a comment behind a header": config("[profile dev] # mine\nregion = x\n[default]; mine\n")
            => passes;
        "the credentials file": Machine::new()
                    .credentials("[default]\naws_access_key_id = x\n[my dev]\n[sso-session x]\n")
            => passes;
        "an indented header is read by the AWS CLI": config("  [profile a]\n  region = x\n  [profile b]\n")
            => passes;
        "what stands twice is another check's": config(
                    "[profile a]\nregion = x\n[profile  a]\nregion = y\n[profile default]\n[default]\n",
                )
            => passes;
        "what cannot be seen is another check's": config("[profile\u{a0}a]\nregion = x\n")
            => passes;
        "[DEFAULT] with nothing in it": config("[DEFAULT]\n[profile a]\nregion = x\n")
            => passes;
        "a legacy profile beside a session of its name": config(
                    "[profile corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n[sso-session corp]\nsso_region = us-east-1\n[profile dev]\nsso_session = corp\n",
                )
            => passes;
        "no file": Machine::new()
            => not_applicable;
    }
}

fn profiles() -> Vec<Case> {
    let dev = "sso_session = corp\nsso_account_id = 111122223333\n";
    cases! {
        "no prefix, and named": corp(&format!("[dev]\n{dev}")).env("AWS_PROFILE", "dev")
            => fail "not-recognised" @ 4,
            heals "correct-header";
        "no prefix, and the only profile there is": corp(&format!("[dev]\n{dev}"))
            => fail "not-recognised" @ 4,
            heals "correct-header";
        "no prefix, and nobody else could sign in": corp(&format!("[dev]\n{dev}[profile ci]\nregion = x\n"))
            => fail "not-recognised" @ 4,
            heals "correct-header";
        "no prefix, and nobody asks for it": corp(&format!("[dev]\nregion = x\n[profile ci]\n{dev}"))
            => warn "not-recognised" @ 4,
            heals "correct-header";
        "no prefix, CRLF, the rest in the credentials file": config("[dev]\r\nregion = x\r\n")
                    .credentials("[dev]\r\naws_access_key_id = x\r\n")
                    .profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "space within the brackets": corp("[ profile dev ]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 4,
            heals "correct-header";
        "[ default ]": config("[ default ]\nregion = x\n")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "[Default]": config("[Default]\nregion = x\n[profile a]\n")
            => warn "not-recognised" @ 1,
            heals "correct-header";
        "[Profile dev]": config("[Profile dev]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "[profile.dev]": config("[profile.dev]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "a name with a space, not in quotes": config("[profile my dev]\nregion = x\n").profile("my dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "an open quote": config("[profile \"dev]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "the word profile misspelled": config("[pofile dev]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "two letters of it the other way round": config("[porfile dev]\nregion = x\n").profile("dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "a word put before profile": config("[old-profile dev]\nregion = x\n")
            => warn "not-recognised" @ 1,
            heals "name-header" (header = "profile dev");
        "a section that was switched off": config("[#profile dev]\nregion = x\n")
            => warn "not-recognised" @ 1,
            heals "name-header" (header = "profile dev");
        "another word before the name": config("[my dev]\nregion = x\n").profile("my dev")
            => fail "not-recognised" @ 1,
            heals "correct-header";
        "no name": config("[profile]\nregion = x\n[profile b]\n")
            => warn "not-recognised" @ 1,
            heals "name-header" (header = "profile dev");
        "the profile is there already": config("[dev]\nregion = x\n[profile dev]\noutput = json\n")
            => warn "not-recognised" @ 1,
            heals "merge",
            heals "comment-out";
        "[profiles dev]": config("[profiles dev]\nregion = x\n").profile("dev")
            => warn "loose-prefix" @ 1,
            heals "correct-header";
        "[profilex dev]": config("[profilex dev]\nregion = x\n")
            => warn "loose-prefix" @ 1,
            heals "correct-header";
        "a prefix in the credentials file": Machine::new().credentials("[profile dev]\naws_access_key_id = x\n").profile("dev")
            => fail "prefix" @ 1,
            heals "drop-prefix";
        "and a profile of that name in the config file": config("[profile dev]\nregion = x\n")
                    .credentials("[profile dev]\naws_access_key_id = x\n")
            => warn "prefix" @ 1,
            heals "drop-prefix";
        "and the plain one beside it": Machine::new().credentials(
                    "[dev]\naws_access_key_id = x\n[profile dev]\naws_secret_access_key = y\n",
                )
            => warn "prefix" @ 3,
            heals "merge";
        "space within the brackets of the credentials file": Machine::new().credentials("[ dev ]\naws_access_key_id = x\n").profile("dev")
            => fail "prefix" @ 1,
            heals "drop-prefix";
    }
}

fn sessions() -> Vec<Case> {
    let portal = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";
    let with = |header: &str, name: &str| {
        config(&format!("[profile dev]\nsso_session = {name}\n{header}\n{portal}"))
    };
    cases! {
        "a session behind the word profile": config("[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n[profile sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => fail "not-recognised" @ 6,
            heals "correct-header";
        "a session behind the word session": config("[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n[session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => fail "not-recognised" @ 6,
            heals "correct-header";
        "a session behind the word sso": config("[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n[sso corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => fail "not-recognised" @ 6,
            heals "correct-header";
        "an underscore": with("[sso_session corp]", "corp")
            => fail "not-recognised" @ 3,
            heals "correct-header";
        "a space in the name, not in quotes": with("[sso-session my org]", "my org")
            => fail "not-recognised" @ 3,
            heals "correct-header";
        "the word misspelled": with("[sso-sesion corp]", "corp")
            => fail "not-recognised" @ 3,
            heals "correct-header";
        "two words": with("[SSO Session corp]", "corp")
            => fail "not-recognised" @ 3,
            heals "correct-header";
        "the name alone": with("[corp]", "corp")
            => fail "not-recognised" @ 3,
            heals "correct-header";
        "a profile's header": with("[profile corp]", "corp")
            => fail "profile-for-session" @ 3,
            heals "correct-header";
        "the name alone, and nobody names it": config(&format!("[profile dev]\nregion = x\n[corp]\n{portal}"))
            => fail "not-recognised" @ 3,
            heals "choose-header" (header = "sso-session corp"),
            heals "choose-header" (header = "profile corp");
        "[sso-sessions corp]": with("[sso-sessions corp]", "corp")
            => warn "loose-prefix" @ 3,
            heals "correct-header";
        "not in scope": with("[sso_session corp]", "corp").profile("other")
            => warn "not-recognised" @ 3,
            heals "correct-header";
    }
}

fn behind() -> Vec<Case> {
    cases! {
        "a paste that lost its line breaks": corp(
                    "[profile dev] sso_session = corp sso_account_id = 111122223333 region=us-east-1\n",
                )
            => fail "text-behind" @ 4,
            heals "take-apart";
        "both sections in one line, and named": config("[profile dev] sso_session = corp [sso-session corp] sso_region = us-east-1\n")
                    .profile("dev")
            => fail "text-behind" @ 1,
            heals "take-apart";
        "a key that is there already": config("[default] region = x\nregion = y\n")
            => fail "text-behind" @ 1;
        "a session that a profile's header names": config("[profile bench]\nsso_session = bench\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n[profile sso-session.bench]\nsso_start_url = https://d-90660aaaaa.awsapps.com/start\nsso_region = us-east-1\n")
            => fail "profile-for-session" @ 6,
            heals "correct-header";
        "glued together": config("[profile dev]region = us-east-1output = jsonsso_session = corpsso_account_id = 111122223333sso_role_name = Dev\n[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n")
            => fail "text-behind" @ 1;
        "other text": config("[profile dev] for work\nregion = x\n").profile("dev")
            => warn "text-behind" @ 1,
            heals "comment-above";
        "a comment with a bracket": config("[profile dev] # see [ops]\nregion = x\n").profile("dev")
            => fail "text-behind" @ 1,
            heals "comment-above";
        "behind [default], too": config("[default] ; as [ops]\nregion = x\n").profile("default")
            => fail "text-behind" @ 1,
            heals "comment-above";
        "in the credentials file": Machine::new().credentials("[dev] # see [ops]\naws_access_key_id = x\n").profile("dev")
            => fail "text-behind" @ 1,
            heals "comment-above";
    }
}

fn others() -> Vec<Case> {
    cases! {
        "[DEFAULT] alone": config("[DEFAULT]\nregion = x\n")
            => fail "python-default" @ 1,
            heals "lower-default";
        "[DEFAULT], and default was named": config("[DEFAULT]\nregion = x\n[profile a]\noutput = json\n").profile("default")
            => fail "python-default" @ 1,
            heals "lower-default";
        "[DEFAULT] for all": config("[DEFAULT]\nregion = x\n[profile a]\noutput = json\n")
            => warn "python-default" @ 1,
            heals "lower-default";
        "[DEFAULT] beside [default]": config("[DEFAULT]\nregion = x\n[default]\noutput = json\n")
            => warn "python-default" @ 1,
            heals "merge-default";
    }
}

fn found(machine: &Machine) -> Vec<crate::Finding> {
    found_in_config(&super::CHECK, machine)
}

#[test]
fn what_is_written_is_read_by_the_aws_cli() {
    for (text, after) in [
        (
            "[profile dev] sso_session = corp region=x [sso-session corp] sso_region = y\nsso_start_url = z\n",
            "[profile dev]\nsso_session = corp\nregion = x\n[sso-session corp]\nsso_region = y\nsso_start_url = z\n",
        ),
        ("[profile dev] # see [ops]\nregion = x\n", "# see [ops]\n[profile dev]\nregion = x\n"),
        ("[ profile my dev ]\nregion = x\n", "[profile 'my dev']\nregion = x\n"),
        ("[sso_session \"corp\"]\nregion = x\n", "[sso-session corp]\nregion = x\n"),
    ] {
        let machine = config(text);
        let facts = facts_after_fix(&super::CHECK, &machine, None, &Answers::new());
        assert_eq!(config_text(&facts), after);
        let file = &facts.files().config;
        let reading = file.reading(View::Cli);
        assert!(reading.rejection.is_none() && reading.ignored.is_empty(), "{text:?}");
    }
}

/// Each blocks the checks that would only repeat it.
#[test]
fn it_is_about_what_is_stopped() {
    for (text, subject) in [
        (
            "[profile a]\nsso_session = x\n[sso_session x]\n",
            Subject::Session(SessionKey::Named("x".into())),
        ),
        ("[dev]\nsso_session = x\n", Subject::Machine),
        ("[profile a]\n[dev]\nsso_session = x\n", Subject::Profile("dev".into())),
    ] {
        assert_eq!(found(&config(text))[0].subject, subject, "{text:?}");
    }
}

/// A profile that gets something from it would lose it afterwards.
#[test]
fn default_in_capitals_is_changed_without_a_question_where_nobody_takes_from_it() {
    for (text, applicability) in [
        ("[DEFAULT]\nregion = x\n[profile a]\nregion = y\n", Applicability::Safe),
        ("[DEFAULT]\nregion = x\n[profile a]\noutput = y\n", Applicability::Ask),
    ] {
        let remedy = &found(&config(text))[0].remedies[0];
        assert_eq!(remedy.applicability, applicability, "{text:?}");
    }
}
