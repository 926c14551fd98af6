use aws_files::FileKind;
use facts::{HomeFolder, NotRead, Os, UnreadFile, User, Why};

use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const KEY: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");

fn at(home: &str, lies: HomeFolder) -> Machine {
    Machine::new().home(Ok(home.into())).around(|around| around.home = Ok(lies))
}

fn sudo(home: &str) -> Machine {
    Machine::new().home(Ok(home.into())).env("SUDO_USER", "mira").around(|around| {
        around.user = Some(User {
            superuser: true,
            home: Some("/root".into()),
            sudoer_home: Some("/home/mira".into()),
        });
    })
}

fn unread(machine: Machine, because: NotRead) -> Machine {
    machine.around(|around| {
        around.unread.push(UnreadFile {
            kind: FileKind::Config,
            path: "/home/mira/.aws/config".into(),
            because,
            profiles: std::collections::BTreeMap::new(),
        });
    })
}

pub(super) fn cases() -> Vec<Case> {
    let none = Why::Error("HOME is not set, and this user has no home folder".into());
    let unknown_home = || Machine::new().home(Err(none.clone()));
    let foreign = HomeFolder { exists: true, owned: false, writable: false };
    let gone = HomeFolder { exists: false, ..foreign };
    let shared = HomeFolder { writable: true, ..foreign };
    let own_read_only = HomeFolder { owned: true, ..foreign };
    let root = |machine: Machine| {
        machine.around(|around| {
            around.user = Some(User { superuser: true, ..User::default() });
        })
    };
    let windows = |home: &str| {
        Machine::new()
            .os(Os::Windows)
            .config(SSO)
            .env("HOME", home)
            .env("USERPROFILE", "C:\\Users\\Mira")
    };
    cases! {
        "one's own": Machine::new().config(SSO)
            => passes;
        "nothing configured": Machine::new()
            => passes;
        "unknown, on Windows": Machine::new().os(Os::Windows).config(SSO).home(Err(Why::Error("USERPROFILE is not set".into())))
            => fail "unknown";
        "root in a container": root(at("/", foreign)).config(SSO)
            => passes;
        "another's that can be written to": at("/github/home", shared).config(SSO)
            => passes;
        "one's own on a read-only disk": at("/home/mira", own_read_only).config(SSO)
            => passes;
        "a build server at /": at("/", foreign).env(KEY.0, KEY.1)
            => passes;
        "a build server without a home": at("/nonexistent", gone).env(KEY.0, KEY.1)
            => passes;
        "sudo, and nothing in the caller's home": sudo("/root").config(SSO)
            => passes;
        "Git Bash's way of writing it": windows("/c/Users/mira")
            => passes;
        "not known on a build server": unknown_home().env(KEY.0, KEY.1)
            => not_applicable;
        "not known": unknown_home()
            => fail "unknown";
        "/ in a container": at("/", foreign)
            => fail "root-folder";
        "not there": at("/nonexistent", gone)
            => fail "missing";
        "another user's, by su": at("/home/other", foreign)
            => fail "not-yours";
        "sudo with root's home": unread(sudo("/root"), NotRead::Sudo)
            => fail "sudo";
        "sudo with root's home and root's files": unread(sudo("/root"), NotRead::Sudo).config(SSO)
            => note "sudo";
        "sudo with the caller's home": sudo("/home/mira").config(SSO)
            => warn "sudo-keeps-home";
        "a snap": unread(Machine::new().home(Ok("/home/mira/snap/code/1".into())), NotRead::InnerHome)
            => fail "inner-home";
        "a snap with files of its own": unread(Machine::new().home(Ok("/home/mira/snap/code/1".into())), NotRead::InnerHome)
                    .config(SSO)
            => note "inner-home";
        "two homes on Windows": windows("D:\\home")
            => note "two-homes";
    }
}
