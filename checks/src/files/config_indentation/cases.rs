//! Machines for `config-indentation`.

use aws_files::{FileKind, View};
use facts::Subject;

use crate::testing::{Case, Machine, cases};
use crate::{Answers, Applicability, Outcome};

fn config(text: &str) -> Machine {
    Machine::new().config(text)
}

pub(super) fn cases() -> Vec<Case> {
    cases! {
        "nothing indented": config("[profile dev]\nregion = x\noutput = json\n")
            => passes;
        "every key indented alike": config("[profile dev]\n  region = x\n  output = json\n[profile b]\n\tregion = x\n")
            => passes;
        "nested values": config("[profile dev]\ns3 =\n  max_concurrent_requests = 20\n  endpoint_url = http://localhost\nregion = x\n[services x]\nsts =\n  endpoint_url = http://localhost\n  region = y\n")
            => passes;
        "a value over several lines": config("[profile dev]\nsso_registration_scopes = a,\n  b\ncredential_process = /bin/x\n  --region=y\n  a = b\n")
            => passes;
        "indented comments": config("[profile dev]\nregion = x\n  # output = json\n  ; [profile b]\n")
            => passes;
        "text in a section of another tool": config("[profile dev]\nregion = x\n[notes]\ntext = this is\n  what I wrote\n")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "a key": config("[default]\nregion = x\n  output = json\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "all keys but the first, with tabs and CRLF": config("[sso-session s]\r\n[default]\r\nsso_session = s\r\n\tsso_account_id = 111122223333\r\n\t# c\r\n\r\n\tsso_role_name = R\r\n")
            => fail "swallowed" @ 4,
            heals "de-indent";
        "a heading of nested keys": config("[default]\nregion = us-east-1\n  s3 =\n    addressing_style = path\n    use_dualstack_endpoint = true\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "a no-break space for indentation": config("[default]\nregion = x\n\u{a0}output = json\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "below an indented key": config("[default]\n  region = x\n    output: json\n  cli_pager =\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "below an empty value": config("[default]\nregion =\n  output = json\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "a header and its section": config("[profile a]\nregion = x\n  [profile b]\n  region = y\n").profile("b")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "a header alone": config("[profile a]\nregion = x\n  [profile b]\nregion = y\n").profile("b")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "a header below nested values": config("[profile a]\ns3 =\n  addressing_style = path\n  [profile b]\n  region = y\n").profile("b")
            => fail "swallowed" @ 4,
            heals "de-indent";
        "in a session": config("[profile a]\nsso_session = s\n[sso-session s]\nsso_region = us-east-1\n  sso_start_url = https://d-1.awsapps.com/start\n")
            => fail "swallowed" @ 5,
            heals "de-indent";
        "what would make it a single sign-on profile": config("[profile a]\nregion = x\n  sso_session = s\n[sso-session s]\n")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "with other lines between": config("[default]\nregion = x\n  output = json\n  and more\n")
            => fail "swallowed" @ 3,
            heals "de-indent",
            heals "comment-out";
        "a key that is there already": config("[default]\noutput = text\nregion = x\n  output = json\n")
            => fail "swallowed" @ 4,
            heals "comment-out";
        "a header that is there already": config("[profile b]\n[profile a]\nregion = x\n  [profile b]\n").profile("a")
            => fail "swallowed" @ 4,
            heals "comment-out";
        "in the credentials file": Machine::new().credentials("[a]\naws_access_key_id = x\n  aws_secret_access_key = y\n").profile("a")
            => fail "swallowed" @ 3,
            heals "de-indent";
        "not in scope": config("[default]\nregion = x\n  output = json\n").profile("b")
            => warn "swallowed" @ 3,
            heals "de-indent";
    }
}

#[test]
fn what_is_moved_is_read_by_all() {
    for (text, after) in [
        ("[default]\nregion = x\n  output = json\n", "[default]\nregion = x\noutput = json\n"),
        ("[default]\n region = x\n   output = json\n", "[default]\n region = x\n output = json\n"),
        (
            "[profile a]\n region = x\n  [profile default]\n    region = y\n",
            "[profile a]\n region = x\n[profile default]\nregion = y\n",
        ),
    ] {
        let machine = config(text);
        let facts = machine.facts();
        let subject = Subject::File(FileKind::Config);
        let Outcome::Found(found) = crate::engine::examine(&super::CHECK, &facts, &subject) else {
            panic!("{text}")
        };
        let remedy = &found[0].remedies[0];
        assert_eq!(remedy.applicability, Applicability::Safe);
        let plan = remedy.plan(&facts, &Answers::new()).expect("a plan");
        let healed = machine.after(&plan).facts();
        let file = &healed.files().config;
        assert_eq!(String::from_utf8_lossy(file.document().expect("a file").as_bytes()), after);
        assert!(file.reading(View::Cli).rejection.is_none());
    }
}
