use facts::{Audience, Permissions, Why};

use crate::testing::{Case, Machine, cases};

const CONFIG: &str = "/home/mira/.aws/config";
const CREDENTIALS: &str = "/home/mira/.aws/credentials";
const TOKEN: &str = "/home/mira/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const LOGIN: &str = "/home/mira/.aws/login/cache/0a1b.json";
const ROLE: &str = "/home/mira/.aws/cli/cache/e83cab308910340ce11a566ebf0b9e96b40f6c39.json";
const KEYS: &str =
    "[old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalr\n";
const SSO: &str = "[default]\nsso_session = corp\n[sso-session corp]\n";

pub(in crate::files) fn permissions(folder: bool, mode: u32) -> Permissions {
    Permissions {
        folder,
        mode: Some(mode),
        owned: true,
        writable: true,
        own_group: false,
        reached_by: Audience { group: true, others: true },
        real: None,
        store: None,
    }
}

pub(super) fn cases() -> Vec<Case> {
    let file = |mode| permissions(false, mode);
    let folder = |mode| permissions(true, mode);
    // As the AWS CLI leaves it in a home folder that all users may enter.
    let usual = || {
        Machine::new()
            .config(SSO)
            .credentials(KEYS)
            .place("/home/mira", folder(0o755))
            .place("/home/mira/.aws", folder(0o755))
            .place("/home/mira/.aws/sso", folder(0o755))
            .place("/home/mira/.aws/sso/cache", folder(0o755))
            .place(CONFIG, file(0o644))
            .place(CREDENTIALS, file(0o600))
            .place(TOKEN, file(0o600))
            .place(ROLE, file(0o600))
            .place(LOGIN, file(0o600))
    };
    let own_group = Permissions { own_group: true, ..file(0o660) };
    let private_home = Permissions { reached_by: Audience::default(), ..file(0o644) };
    let no_modes = Permissions { mode: None, ..file(0) };
    let roots = Permissions { owned: false, ..file(0o644) };
    let managed = Permissions { store: Some("/nix/store"), ..file(0o444) };
    cases! {
        "as the AWS CLI leaves it, and a config that all can read": usual()
            => passes;
        "no keys in the credentials file": usual().credentials("[dev]\nregion = x\n").place(CREDENTIALS, file(0o644))
            => passes;
        "a group of one's own": usual().place(CREDENTIALS, own_group)
            => passes;
        "nobody else may enter the home folder": usual().place(TOKEN, private_home)
            => passes;
        "a Windows drive under WSL": usual().place(CREDENTIALS, no_modes)
            => not_applicable;
        "somebody else's file is for token-cache": usual().place(TOKEN, roots)
            => passes;
        "keys in a store": usual().place(CREDENTIALS, managed)
            => passes;
        "a sticky folder": usual().place("/home/mira/.aws", folder(0o1777))
            => passes;
        "nothing there": Machine::new()
            => not_applicable;
        "a disk that does not answer": Machine::new().access_unknown(Why::error("no answer"))
            => unknown;
        "keys that all can read": usual().place(CREDENTIALS, file(0o644))
            => warn "readable-by-others",
            heals "make-private";
        "keys that a group can read": usual().place(CREDENTIALS, file(0o640))
            => warn "readable-by-others",
            heals "make-private";
        "keys made a comment": usual()
                    .credentials(&KEYS.replace("aws_secret", "# aws_secret"))
                    .place(CREDENTIALS, file(0o644))
            => warn "readable-by-others";
        "keys in the config file": usual().config(KEYS)
            => warn "readable-by-others",
            heals "make-private";
        "a token": usual().place(TOKEN, file(0o644))
            => warn "readable-by-others",
            heals "make-private";
        "a token and role credentials": usual().place(TOKEN, file(0o644)).place(ROLE, file(0o664))
            => warn "writable-by-others",
            heals "make-private";
        "the keys of aws login": usual().place(LOGIN, file(0o644))
            => warn "readable-by-others",
            heals "make-private";
        "a config that all can write": usual().place(CONFIG, file(0o666))
            => warn "writable-by-others",
            heals "make-private";
        "a folder that all can write": usual().place("/home/mira/.aws/sso/cache", folder(0o777))
            => warn "writable-by-others",
            heals "make-private";
    }
}

#[test]
fn the_owners_bits_stay_and_the_home_folder_is_left_alone() {
    let machine = Machine::new()
        .credentials(KEYS)
        .place("/home/mira", permissions(true, 0o777))
        .place("/home/mira/.aws", permissions(true, 0o777))
        .place(CREDENTIALS, permissions(false, 0o444));
    let facts = machine.facts();
    let crate::Outcome::Found(found) =
        crate::engine::examine(&super::CHECK, &facts, &facts::Subject::Machine)
    else {
        panic!("nothing found")
    };
    let plan = found[0].remedies[0].plan(&facts, &crate::Answers::new()).expect("a plan");
    assert_eq!(
        plan.steps,
        [
            crate::Step::SetMode("/home/mira/.aws".into(), 0o700),
            crate::Step::SetMode(CREDENTIALS.into(), 0o400),
        ]
    );
}
