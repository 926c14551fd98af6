//! Machines for `config-lookalikes`.

use aws_files::{FileKind, View};
use facts::{SessionKey, Subject};

use crate::Answers;
use crate::testing::{Case, Machine, cases, config_text, facts_after_fix, found_in_config};

const CORP: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

/// A profile of `corp` with more lines.
fn dev(more: &str) -> Machine {
    config(&format!("{CORP}[profile dev]\nsso_session = corp\n{more}"))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(in_headers());
    cases.extend(in_values());
    cases.extend(in_lines());
    cases
}

fn healthy() -> Vec<Case> {
    cases! {
        "plain": dev("region = us-east-1\n")
            => passes;
        "names in letters of their own": config(
                    "[profile büro]\nregion = x\n[profile Отдел]\nsource_profile = büro\n[profile 東京]\n[sso-session équipe]\n",
                )
            => passes;
        "a name that mixes words of two alphabets": config("[profile team-α]\nregion = x\n[profile Отдел-prod]\n")
            => passes;
        "comments": dev("# “für uns” – \u{a0}\u{200b}x\n")
            => passes;
        "values that may hold anything": dev(
                    "credential_process = /opt/schlüssel “x” – y\nnote = “x”\u{200b}\nca_bundle = /home/jürgen/’s.pem\n",
                )
            => passes;
        "a joiner that the script needs": config("[profile می\u{200c}خواهم]\nregion = x\n")
            => passes;
        "a comment behind a value": dev("region = us-east-1 # “home”\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
    }
}

fn in_headers() -> Vec<Case> {
    cases! {
        "a no-break space after profile": config(&format!("{CORP}[profile\u{a0}dev]\nsso_session = corp\n")).profile("dev")
            => fail "in-header" @ 4,
            heals "clean";
        "and nobody named it": config("[profile\u{a0}dev]\nsso_start_url = https://d-1.awsapps.com/start\n")
            => fail "in-header" @ 1,
            heals "clean";
        "a zero-width space in the name": config("[profile dev\u{200b}]\nregion = x\n").profile("dev")
            => fail "in-header" @ 1,
            heals "clean";
        "typographic quotes": config("[profile “my dev”]\nregion = x\n").profile("my dev")
            => fail "in-header" @ 1,
            heals "clean";
        "a letter of another alphabet, and nobody looks for it": config("[profile dеv]\nregion = x\n")
            => warn "in-header" @ 1,
            heals "clean";
        "a session that is named in plain characters": config("[profile dev]\nsso_session = corp\n[sso-session corp\u{feff}]\n")
            => fail "in-header" @ 3,
            heals "clean";
        "a session that is named just so": config("[sso-session co\u{ad}rp]\n[profile dev]\nsso_session = co\u{ad}rp\n")
            => warn "in-header" @ 1,
            heals "clean";
        "a profile that is named just so": config("[profile base\u{200b}]\nregion = x\n[profile dev]\nsource_profile = base\u{200b}\n")
            => warn "in-header" @ 1,
            heals "clean";
        "in the credentials file": Machine::new().credentials("[\u{a0}dev]\naws_access_key_id = x\n").profile("dev")
            => fail "in-header" @ 1,
            heals "clean";
        "the plain name is there already": config("[profile dev]\noutput = json\n[profile dev\u{200b}]\nregion = x\n")
            => warn "in-header" @ 3,
            heals "merge";
    }
}

fn in_values() -> Vec<Case> {
    cases! {
        "typographic quotes round an address": config("[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = “https://d-1.awsapps.com/start”\n")
            => fail "in-value" @ 4,
            heals "clean";
        "dashes in a region, and a space that is none": dev("region = us–east–1\nsso_account_id =\u{a0}1111\u{200b}22223333\n")
            => fail "in-value" @ 6,
            heals "clean";
        "a session's name, in two profiles": config(&format!("{CORP}[profile a]\nsso_session = corp\u{200b}\n[profile b]\nsso_session = corp\u{200b}\n"))
            => fail "in-value" @ 5,
            heals "clean";
        "a key": dev("rеgion = us-east-1\n")
            => fail "in-value" @ 6,
            heals "clean";
        "a key behind a byte order mark": dev("\u{feff}region = us-east-1\r\n")
            => fail "in-value" @ 6,
            heals "clean";
        "a command": dev("credential_process = /bin/x\u{200b} --y\n")
            => fail "in-value" @ 6,
            heals "clean";
        "what only the AWS CLI drops": dev("region = us-east-1\u{a0}\n")
            => warn "in-value" @ 6,
            heals "clean";
        "before a comment": dev("region = us–east–1 # “home”\n")
            => fail "in-value" @ 6,
            heals "clean";
        "the plain key is there already": dev("region = x\nrеgion = y\n")
            => fail "second-key" @ 7,
            heals "comment-out";
        "not in scope": dev("region = us–east–1\n").profile("other")
            => warn "in-value" @ 6,
            heals "clean";
    }
}

fn in_lines() -> Vec<Case> {
    cases! {
        "a mark between two files that were joined": config("[default]\nregion = x\n\u{feff}[profile b]\nregion = y\n")
            => fail "hidden-line" @ 3,
            heals "clean";
        "blank lines that are none": dev("\u{200b}\nregion = x\n\u{200b}\n")
            => fail "hidden-line" @ 6,
            heals "clean";
        "full-width forms": config("［default］\nregion = x\n")
            => fail "hidden-line" @ 1,
            heals "clean";
        "a full-width equals sign": config("[default]\nregion＝x\n")
            => fail "hidden-line" @ 2,
            heals "clean";
    }
}

fn found(machine: &Machine) -> Vec<crate::Finding> {
    found_in_config(&super::CHECK, machine)
}

#[test]
fn what_is_written_is_plain_and_the_rest_stays() {
    for (text, after) in [
        (
            "[profile “my dev”]\nregion =\u{a0}us–east–1 # “home”\n",
            "[profile 'my dev']\nregion =\u{a0}us–east–1 # “home”\n",
        ),
        (
            "[profile a]\nregion =\u{a0}us–east–1 # “home”\n# “x”\n",
            "[profile a]\nregion = us-east-1 # “home”\n# “x”\n",
        ),
        ("[profile a]\n  REGION\u{200b}=“us-east-1”\n", "[profile a]\n  region =us-east-1\n"),
        ("[default]\n\u{feff}# für uns\n", "[default]\n# für uns\n"),
    ] {
        let machine = config(text);
        let facts = facts_after_fix(&super::CHECK, &machine, None, &Answers::new());
        assert_eq!(config_text(&facts), after);
        let file = &facts.files().config;
        assert!(file.reading(View::Cli).rejection.is_none(), "{text:?}");
    }
}

/// Each blocks the checks that would only repeat it.
#[test]
fn it_is_about_what_is_stopped() {
    let session = |name: &str| Subject::Session(SessionKey::Named(name.into()));
    for (text, subject) in [
        ("[profile a]\nsso_session = x\u{200b}\n[sso-session x]\n", session("x\u{200b}")),
        ("[profile a]\nsso_session = x\n[sso-session x\u{200b}]\n", session("x")),
        ("[profile\u{a0}a]\nsso_session = x\n[sso-session x]\n", Subject::Machine),
        ("\u{feff}", Subject::File(FileKind::Config)),
    ] {
        let text = text.replace('\u{feff}', "[default]\n\u{feff}[profile b]\n");
        assert_eq!(found(&config(&text))[0].subject, subject, "{text:?}");
    }
}
