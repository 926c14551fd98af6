use aws_files::FileKind;
use facts::{FileMetadata, Preset, Subject};
use jiff::SignedDuration;

use crate::testing::{Case, Machine, cases, now};
use crate::{Answers, Outcome, Step};

const SSO: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[sso-session corp]\nsso_region = us-east-1\n";
const LONG_TERM: &str = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const PASTED: &str = "[111122223333_Dev]\naws_access_key_id=ASIAIOSFODNN7EXAMPLE\naws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_session_token=IQoJb3JpZ2luX2VjEXAMPLE\n";
const NO_TOKEN: &str = "[old]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const HALF: &str = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";
const OTHER_STORE: &str = "[minio]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = miniosecret\nendpoint_url = https://minio.example.org\n";
const NO_ROLE: &str = "[default]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\n";

fn with(credentials: &str) -> Machine {
    Machine::new().config(SSO).credentials(credentials)
}

fn aged(machine: Machine, hours: i64) -> Machine {
    let metadata = FileMetadata {
        modified: Some(now() - SignedDuration::from_hours(hours)),
        ..FileMetadata::default()
    };
    machine.metadata(FileKind::Credentials, metadata)
}

pub(super) fn cases() -> Vec<Case> {
    let forbids = Preset { static_keys_forbidden: true, ..Preset::default() };
    cases! {
        "nothing at all": Machine::new()
            => passes;
        "single sign-on alone": Machine::new().config(SSO)
            => passes;
        "a legacy profile": Machine::new().config("[profile a]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n")
            => passes;
        "a role chain": Machine::new().config("[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\ncredential_process = /bin/x\n")
            => passes;
        "commented out already": with("[default]\r\n# aws_access_key_id = AKIAIOSFODNN7EXAMPLE\r\n")
            => passes;
        "empty values": with("[default]\naws_access_key_id =\naws_secret_access_key =\n")
            => passes;
        "an empty section": with("[default]\nregion = us-east-1\n")
            => passes;
        "keys in the environment are another check's": Machine::new().config(SSO).env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => passes;
        "the wiki's case": with(LONG_TERM)
            => warn "long-term-key" @ 2,
            heals "comment-out",
            heals "remove";
        "line ends of Windows": with(&LONG_TERM.replace('\n', "\r\n"))
            => warn "long-term-key" @ 2,
            heals "comment-out";
        "keys in the config file": Machine::new().config(&format!("{SSO}{}", LONG_TERM.replace("[default]", "[profile old]")))
            => warn "long-term-key" @ 8,
            heals "comment-out";
        "keys beside a whole single sign-on profile are for precedence": with(&LONG_TERM.replace("default", "dev"))
            => passes;
        "the same, and forbidden": with(&LONG_TERM.replace("default", "dev")).preset(forbids.clone())
            => warn "long-term-key" @ 2,
            heals "comment-out";
        "pasted long ago beside a whole single sign-on profile": aged(with(&PASTED.replace("111122223333_Dev", "dev")), 48)
            => warn "stale-key" @ 2,
            heals "comment-out";
        "keys that the profile in scope uses instead": Machine::new().config(NO_ROLE).credentials(LONG_TERM)
            => fail "long-term-key" @ 2,
            heals "comment-out";
        "the same, out of scope": Machine::new().config(&format!("{NO_ROLE}[profile other]\nregion = x\n")).credentials(LONG_TERM).profile("other")
            => warn "long-term-key";
        "forbidden, single sign-on not set up yet": Machine::new().credentials(LONG_TERM).preset(forbids.clone())
            => warn "long-term-key" @ 2,
            heals "comment-out";
        "no single sign-on at all": Machine::new().credentials(LONG_TERM)
            => note "keys-alone" @ 2;
        "no single sign-on, several with keys": Machine::new().credentials(&format!("{LONG_TERM}{PASTED}"))
            => note "keys-alone" @ 2;
        "pasted two days ago": aged(with(PASTED), 48)
            => warn "stale-key" @ 2,
            heals "comment-out",
            heals "remove";
        "pasted an hour ago": aged(with(PASTED), 1)
            => note "pasted-key" @ 2;
        "pasted an hour ago, and forbidden": aged(with(PASTED), 1).preset(forbids)
            => warn "pasted-key" @ 2,
            heals "comment-out";
        "an endpoint of AWS's own": with(&LONG_TERM.replace("[default]", "[default]\nendpoint_url = https://vpce-1.s3.us-east-1.vpce.amazonaws.com"))
            => warn "long-term-key" @ 3;
        "pasted at a time that is not known": with(PASTED)
            => note "pasted-key" @ 2;
        "the token's old name": aged(with(&PASTED.replace("session_token", "security_token")), 1)
            => note "pasted-key";
        "no session token": with(NO_TOKEN)
            => warn "no-session-token" @ 2,
            heals "comment-out";
        "no session token, in scope": Machine::new().credentials(NO_TOKEN).profile("old")
            => fail "no-session-token",
            heals "comment-out";
        "white space in a key": with("[default]\naws_access_key_id = AKIAIOSF ODNN7EXAMPLE\naws_secret_access_key = x\n")
            => warn "not-a-key" @ 2,
            heals "comment-out",
            heals "remove";
        "white space in a key, and nothing else": Machine::new().credentials("[default]\naws_access_key_id = AKIAIOSF ODNN7EXAMPLE\naws_secret_access_key = x\n")
            => fail "not-a-key" @ 2;
        "a masked secret, and nothing else": Machine::new().credentials("[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ****************PLEK\n")
            => warn "not-a-key" @ 3;
        "the two keys are swapped": Machine::new().credentials("[default]\naws_access_key_id = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_secret_access_key = AKIAIOSFODNN7EXAMPLE\n")
            => fail "not-a-key" @ 2;
        "a key that was cut": with("[old]\naws_access_key_id = AKIAIOSFODNN7EXAM\naws_secret_access_key = x\n")
            => warn "not-a-key" @ 2;
        "half a pair": with(HALF)
            => warn "half-a-pair" @ 2,
            heals "comment-out";
        "half a pair, and nothing else": Machine::new().credentials(HALF)
            => fail "half-a-pair",
            heals "comment-out";
        "a token alone": with("[default]\naws_session_token = x\n")
            => warn "half-a-pair";
        "another object store": with(OTHER_STORE)
            => note "other-service";
        "another object store, set in the config": Machine::new().config(&format!("{SSO}[profile minio]\ns3 =\n  endpoint_url = https://minio.example.org\n")).credentials(&OTHER_STORE.replace("endpoint_url", "# endpoint_url"))
            => note "other-service";
        "keys of a simulator": with("[local]\naws_access_key_id = test\naws_secret_access_key = test\n")
            => note "other-form";
    }
}

fn found(machine: &Machine, name: &str) -> Vec<crate::Finding> {
    match crate::engine::examine(&super::CHECK, &machine.facts(), &Subject::Profile(name.into())) {
        Outcome::Found(found) => found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_secret_and_no_whole_identifier_is_shown() {
    for (machine, name) in [
        (with(LONG_TERM), "default"),
        (with(PASTED), "111122223333_Dev"),
        (with(HALF), "default"),
        (with(OTHER_STORE), "minio"),
    ] {
        let shown = format!("{:?}", found(&machine, name));
        for secret in ["wJalr", "IOSFODNN7", "IQoJb3", "miniosecret"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

#[test]
fn only_the_lines_of_the_keys_change() {
    let machine = with(
        "# mine\n[default]\nregion = us-east-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalr\n  more\noutput = json\n",
    );
    let found = found(&machine, "default");
    let facts = machine.facts();
    for (remedy, text, removes) in [
        (
            &found[0].remedies[0],
            "# mine\n[default]\nregion = us-east-1\n# aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n# aws_secret_access_key = wJalr\n#   more\noutput = json\n",
            false,
        ),
        (&found[0].remedies[1], "# mine\n[default]\nregion = us-east-1\noutput = json\n", true),
    ] {
        let plan = remedy.plan(&facts, &Answers::new()).expect("a plan");
        assert_eq!(plan.removes_secrets, removes);
        assert!(matches!(&plan.steps[..], [Step::Edit { file: FileKind::Credentials, .. }]));
        let after = machine.after(&plan).facts();
        let document = after.files().credentials.document().expect("a file");
        assert_eq!(String::from_utf8_lossy(document.as_bytes()), text);
    }
}

#[test]
fn the_tools_that_would_act_as_the_user_are_named() {
    let default = &found(&with(LONG_TERM), "default")[0];
    assert!(default.why.contains("AWS CLI, boto3, Terraform"), "{}", default.why);
    assert_eq!(default.leave, Some("Keep them: I use them for something else"));
    let stale = aged(with(&PASTED.replace("111122223333_Dev", "dev")), 48);
    let both = &found(&stale, "dev")[0];
    assert!(both.why.contains("The AWS CLI uses single sign-on"), "{}", both.why);
}

#[test]
fn half_a_pair_is_told_beside_the_note_where_there_is_no_single_sign_on() {
    let machine = Machine::new()
        .credentials(&format!("{LONG_TERM}[x]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"));
    let subjects = super::subjects(&machine.facts());
    assert_eq!(subjects, [Subject::Machine, Subject::Profile("x".into())]);
}
