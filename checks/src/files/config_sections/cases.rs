//! Machines for `config-sections`.

use aws_files::View;
use facts::{SessionKey, Subject};

use crate::Severity::{Fail, Warn};
use crate::testing::{
    Case, Machine, config_text, finds, found_in_config, mended, not_applicable, passes,
};
use crate::{Answers, Applicability};

const CORP: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

/// `corp`, and more.
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
    vec![
        passes(
            "every kind",
            corp(
                "[default]\n[profile dev]\nregion = x\n[profile 'my dev']\n[services s]\nsts =\n  endpoint_url = x\n",
            ),
        ),
        passes(
            "sections of other tools",
            config(
                "[plugins]\ncli_legacy_plugin_path = /x\n[preview]\ncloudfront = true\n[granted]\ncolour = red\n[toolkit]\n",
            ),
        ),
        passes(
            "a comment behind a header",
            config("[profile dev] # mine\nregion = x\n[default]; mine\n"),
        ),
        passes(
            "the credentials file",
            Machine::new()
                .credentials("[default]\naws_access_key_id = x\n[my dev]\n[sso-session x]\n"),
        ),
        passes(
            "an indented header is read by the AWS CLI",
            config("  [profile a]\n  region = x\n  [profile b]\n"),
        ),
        passes(
            "what stands twice is another check's",
            config(
                "[profile a]\nregion = x\n[profile  a]\nregion = y\n[profile default]\n[default]\n",
            ),
        ),
        passes("what cannot be seen is another check's", config("[profile\u{a0}a]\nregion = x\n")),
        passes("[DEFAULT] with nothing in it", config("[DEFAULT]\n[profile a]\nregion = x\n")),
        passes(
            "a legacy profile beside a session of its name",
            config(
                "[profile corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n[sso-session corp]\nsso_region = us-east-1\n[profile dev]\nsso_session = corp\n",
            ),
        ),
        not_applicable("no file", Machine::new()),
    ]
}

fn profiles() -> Vec<Case> {
    let dev = "sso_session = corp\nsso_account_id = 111122223333\n";
    vec![
        finds(
            "no prefix, and named",
            corp(&format!("[dev]\n{dev}")).env("AWS_PROFILE", "dev"),
            "not-recognised",
            Fail,
        )
        .at_line(4)
        .healed_by("correct-header", &[]),
        finds(
            "no prefix, and the only profile there is",
            corp(&format!("[dev]\n{dev}")),
            "not-recognised",
            Fail,
        )
        .at_line(4)
        .healed_by("correct-header", &[]),
        finds(
            "no prefix, and nobody else could sign in",
            corp(&format!("[dev]\n{dev}[profile ci]\nregion = x\n")),
            "not-recognised",
            Fail,
        )
        .at_line(4)
        .healed_by("correct-header", &[]),
        finds(
            "no prefix, and nobody asks for it",
            corp(&format!("[dev]\nregion = x\n[profile ci]\n{dev}")),
            "not-recognised",
            Warn,
        )
        .at_line(4)
        .healed_by("correct-header", &[]),
        finds(
            "no prefix, CRLF, the rest in the credentials file",
            config("[dev]\r\nregion = x\r\n")
                .credentials("[dev]\r\naws_access_key_id = x\r\n")
                .profile("dev"),
            "not-recognised",
            Fail,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds(
            "space within the brackets",
            corp("[ profile dev ]\nregion = x\n").profile("dev"),
            "not-recognised",
            Fail,
        )
        .at_line(4)
        .healed_by("correct-header", &[]),
        finds("[ default ]", config("[ default ]\nregion = x\n"), "not-recognised", Fail)
            .at_line(1)
            .healed_by("correct-header", &[]),
        finds("[Default]", config("[Default]\nregion = x\n[profile a]\n"), "not-recognised", Warn)
            .at_line(1)
            .healed_by("correct-header", &[]),
        finds(
            "[Profile dev]",
            config("[Profile dev]\nregion = x\n").profile("dev"),
            "not-recognised",
            Fail,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds(
            "[profile.dev]",
            config("[profile.dev]\nregion = x\n").profile("dev"),
            "not-recognised",
            Fail,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds(
            "a name with a space, not in quotes",
            config("[profile my dev]\nregion = x\n").profile("my dev"),
            "not-recognised",
            Fail,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds(
            "an open quote",
            config("[profile \"dev]\nregion = x\n").profile("dev"),
            "not-recognised",
            Fail,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds("no name", config("[profile]\nregion = x\n[profile b]\n"), "not-recognised", Warn)
            .at_line(1)
            .healed_by("name-header", &[("header", "profile dev")]),
        finds(
            "the profile is there already",
            config("[dev]\nregion = x\n[profile dev]\noutput = json\n"),
            "not-recognised",
            Warn,
        )
        .at_line(1)
        .healed_by("merge", &[])
        .healed_by("comment-out", &[]),
        finds(
            "[profiles dev]",
            config("[profiles dev]\nregion = x\n").profile("dev"),
            "loose-prefix",
            Warn,
        )
        .at_line(1)
        .healed_by("correct-header", &[]),
        finds("[profilex dev]", config("[profilex dev]\nregion = x\n"), "loose-prefix", Warn)
            .at_line(1)
            .healed_by("correct-header", &[]),
        finds(
            "a prefix in the credentials file",
            Machine::new().credentials("[profile dev]\naws_access_key_id = x\n").profile("dev"),
            "prefix",
            Fail,
        )
        .at_line(1)
        .healed_by("drop-prefix", &[]),
        finds(
            "and a profile of that name in the config file",
            config("[profile dev]\nregion = x\n")
                .credentials("[profile dev]\naws_access_key_id = x\n"),
            "prefix",
            Warn,
        )
        .at_line(1)
        .healed_by("drop-prefix", &[]),
        finds(
            "and the plain one beside it",
            Machine::new().credentials(
                "[dev]\naws_access_key_id = x\n[profile dev]\naws_secret_access_key = y\n",
            ),
            "prefix",
            Warn,
        )
        .at_line(3)
        .healed_by("merge", &[]),
        finds(
            "space within the brackets of the credentials file",
            Machine::new().credentials("[ dev ]\naws_access_key_id = x\n").profile("dev"),
            "prefix",
            Fail,
        )
        .at_line(1)
        .healed_by("drop-prefix", &[]),
    ]
}

fn sessions() -> Vec<Case> {
    let portal = "sso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n";
    let with = |header: &str, name: &str| {
        config(&format!("[profile dev]\nsso_session = {name}\n{header}\n{portal}"))
    };
    vec![
        finds("an underscore", with("[sso_session corp]", "corp"), "not-recognised", Fail)
            .at_line(3)
            .healed_by("correct-header", &[]),
        finds(
            "a space in the name, not in quotes",
            with("[sso-session my org]", "my org"),
            "not-recognised",
            Fail,
        )
        .at_line(3)
        .healed_by("correct-header", &[]),
        finds("two words", with("[SSO Session corp]", "corp"), "not-recognised", Fail)
            .at_line(3)
            .healed_by("correct-header", &[]),
        finds("the name alone", with("[corp]", "corp"), "not-recognised", Fail)
            .at_line(3)
            .healed_by("correct-header", &[]),
        finds("a profile's header", with("[profile corp]", "corp"), "profile-for-session", Fail)
            .at_line(3)
            .healed_by("correct-header", &[]),
        finds(
            "the name alone, and nobody names it",
            config(&format!("[profile dev]\nregion = x\n[corp]\n{portal}")),
            "not-recognised",
            Fail,
        )
        .at_line(3)
        .healed_by("choose-header", &[("header", "sso-session corp")])
        .healed_by("choose-header", &[("header", "profile corp")]),
        finds("[sso-sessions corp]", with("[sso-sessions corp]", "corp"), "loose-prefix", Warn)
            .at_line(3)
            .healed_by("correct-header", &[]),
        finds(
            "not in scope",
            with("[sso_session corp]", "corp").profile("other"),
            "not-recognised",
            Warn,
        )
        .at_line(3)
        .healed_by("correct-header", &[]),
    ]
}

fn behind() -> Vec<Case> {
    vec![
        finds(
            "a paste that lost its line breaks",
            corp(
                "[profile dev] sso_session = corp sso_account_id = 111122223333 region=us-east-1\n",
            ),
            "text-behind",
            Fail,
        )
        .at_line(4)
        .healed_by("take-apart", &[]),
        finds(
            "both sections in one line, and named",
            config("[profile dev] sso_session = corp [sso-session corp] sso_region = us-east-1\n")
                .profile("dev"),
            "text-behind",
            Fail,
        )
        .at_line(1)
        .healed_by("take-apart", &[]),
        finds(
            "a key that is there already",
            config("[default] region = x\nregion = y\n"),
            "text-behind",
            Fail,
        )
        .at_line(1)
        .healed_by("comment-above", &[]),
        finds(
            "other text",
            config("[profile dev] for work\nregion = x\n").profile("dev"),
            "text-behind",
            Warn,
        )
        .at_line(1)
        .healed_by("comment-above", &[]),
        finds(
            "a comment with a bracket",
            config("[profile dev] # see [ops]\nregion = x\n").profile("dev"),
            "text-behind",
            Fail,
        )
        .at_line(1)
        .healed_by("comment-above", &[]),
        finds(
            "behind [default], too",
            config("[default] ; as [ops]\nregion = x\n").profile("default"),
            "text-behind",
            Fail,
        )
        .at_line(1)
        .healed_by("comment-above", &[]),
        finds(
            "in the credentials file",
            Machine::new().credentials("[dev] # see [ops]\naws_access_key_id = x\n").profile("dev"),
            "text-behind",
            Fail,
        )
        .at_line(1)
        .healed_by("comment-above", &[]),
    ]
}

fn others() -> Vec<Case> {
    vec![
        finds("[DEFAULT] alone", config("[DEFAULT]\nregion = x\n"), "python-default", Fail)
            .at_line(1)
            .healed_by("lower-default", &[]),
        finds(
            "[DEFAULT], and default was named",
            config("[DEFAULT]\nregion = x\n[profile a]\noutput = json\n").profile("default"),
            "python-default",
            Fail,
        )
        .at_line(1)
        .healed_by("lower-default", &[]),
        finds(
            "[DEFAULT] for all",
            config("[DEFAULT]\nregion = x\n[profile a]\noutput = json\n"),
            "python-default",
            Warn,
        )
        .at_line(1)
        .healed_by("lower-default", &[]),
        finds(
            "[DEFAULT] beside [default]",
            config("[DEFAULT]\nregion = x\n[default]\noutput = json\n"),
            "python-default",
            Warn,
        )
        .at_line(1)
        .healed_by("merge-default", &[]),
    ]
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
        let facts = mended(&super::CHECK, &machine, None, &Answers::new());
        assert_eq!(config_text(&facts), after);
        let file = &facts.files().config;
        let reading = file.reading(View::Cli);
        assert!(reading.rejection.is_none() && reading.ignored.is_empty(), "{text:?}");
    }
}

/// Each blocks what would only repeat it.
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

/// Who takes something from it would have less afterwards.
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
