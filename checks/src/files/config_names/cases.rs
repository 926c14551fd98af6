use crate::testing::{Case, Machine, cases};

const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n";

fn profile(header: &str) -> Machine {
    Machine::new().config(&format!(
        "{SESSION}{header}\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n"
    ))
}

fn session(header: &str, name: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = {name}\nsso_account_id = 111122223333\nsso_role_name = Dev\n[default]\nsso_session = {name}\n{header}\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n"
    ))
}

pub(super) fn cases() -> Vec<Case> {
    let chained = |line: &str| {
        Machine::new().config(&format!(
            "{SESSION}[profile 'my team']\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n[profile up]\nrole_arn = arn:aws:iam::111122223333:role/x\n{line}\n[profile up2]\nsource_profile=my team\n"
        ))
    };
    cases! {
        "every character that works": profile("[profile Dev_1-a/b.c%d@e:f+g]")
            => passes;
        "the default profile": profile("[default]")
            => passes;
        "a name that the AWS CLI does not read": profile("[profile a b]")
            => passes;
        "a prefix in the credentials file": profile("[profile dev]").credentials("[profile dev]\nregion = x\n")
            => passes;
        "space round a name in the credentials file": profile("[profile dev]").credentials("[ dev ]\nregion = x\n")
            => passes;
        "a zero-width character is for config-lookalikes": profile("[profile de\u{200b}v]")
            => passes;
        "white space before the name is for config-portable": profile("[profile   dev]")
            => passes;
        "no file": Machine::new()
            => not_applicable;
        "a space": profile("[profile 'my team']")
            => warn "profile-name" @ 4,
            heals "rename-profile" (name = "my-team");
        "a space, double quotes": profile("[profile \"my team\"]")
            => warn "profile-name" @ 4,
            heals "rename-profile" (name = "team");
        "a letter of another alphabet": profile("[profile büro]")
            => warn "profile-name" @ 4,
            heals "rename-profile" (name = "buero");
        "brackets": profile("[profile a(b)]")
            => warn "profile-name" @ 4;
        "Granted, which refuses the name": Machine::new().config("[profile Acme-[production]/Admin]\ncredential_process = granted credential-process --profile Acme-[production]/Admin\n").profile("Acme-[production]/Admin")
            => fail "refused-by-granted" @ 1,
            heals "rename-profile" (name = "Acme-production/Admin");
        "Granted, which refuses the name, out of scope": Machine::new().config("[profile dev]\nregion = us-east-1\n[profile a[b]\ncredential_process = /usr/bin/granted credential-process --profile 'a[b'\n").profile("dev")
            => warn "refused-by-granted" @ 3,
            heals "rename-profile" (name = "ab");
        "Granted, with a name that it reads": Machine::new().config("[profile a.b]\ncredential_process = granted credential-process --profile a.b\n")
            => passes;
        "the name that empties the file for JavaScript": profile("[profile __proto__]")
            => warn "profile-name" @ 4;
        "named by other profiles": chained("source_profile = my team")
            => warn "profile-name" @ 4,
            heals "rename-profile" (name = "my-team");
        "in both files": profile("[profile 'my team']").credentials("[my team]\nregion = us-east-1\n")
            => warn "profile-name" @ 4,
            heals "rename-profile" (name = "my-team");
        "in the credentials file alone": profile("[profile dev]").credentials("# mine\n[my team]\naws_access_key_id = x\n")
            => note "profile-name" @ 2,
            heals "rename-profile" (name = "my-team");
        "out of scope": Machine::new()
                    .config(&format!("{SESSION}[profile 'a b']\nregion = x\n[profile c]\nregion = x\n"))
                    .profile("c")
            => note "profile-name";
        "quotes that are not needed": profile("[profile \"dev\"]")
            => warn "quoted-name" @ 4,
            heals "remove-quotes";
        "quotes round a session's name": session("[sso-session 'corp']", "corp")
            => warn "quoted-name" @ 7,
            heals "remove-quotes";
        "a session with a space": session("[sso-session 'my org']", "my org")
            => warn "session-name" @ 7,
            heals "rename-session" (name = "my-org");
        "a session of nobody in scope": session("[sso-session corp]\n[sso-session 'x y']", "corp")
            => note "session-name" @ 8,
            heals "rename-session" (name = "xy");
    }
}

#[test]
fn a_rename_takes_every_reference_along_and_no_name_that_is_there() {
    let machine = Machine::new().config("[sso-session 'my org']\nsso_region = us-east-1\n[profile a]\nsso_session = my org\n[profile b]\nsso_session=my org\n[sso-session org]\n");
    let facts = machine.facts();
    let subject = facts::Subject::Session(facts::SessionKey::Named("my org".into()));
    let crate::Outcome::Found(found) = crate::engine::examine(&super::CHECK, &facts, &subject)
    else {
        panic!("nothing found")
    };
    let remedy = &found[0].remedies[0];
    let with = |name: &str| crate::Answers::from([("name", name.to_owned())]);
    assert!(remedy.plan(&facts, &with("org")).is_err());
    let plan = remedy.plan(&facts, &with("my-org")).expect("a plan");
    let after = machine.after(&plan).facts();
    let document = after.files().config.document().expect("a file");
    assert_eq!(
        String::from_utf8_lossy(document.as_bytes()),
        "[sso-session my-org]\nsso_region = us-east-1\n[profile a]\nsso_session = my-org\n[profile b]\nsso_session=my-org\n[sso-session org]\n"
    );
    assert_eq!(remedy.questions[0].default.as_deref(), Some("my-org"));
}
