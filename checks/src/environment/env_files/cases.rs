use aws_files::FileKind;
use facts::{FileState, NotRead, UnreadFile};

use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const LEGACY: &str = "[profile dev]\nsso_start_url = https://d-1.awsapps.com/start\n";

/// AWS_CONFIG_FILE is set to this.
fn set(written: &str) -> Machine {
    Machine::new().env("AWS_CONFIG_FILE", written).located(
        FileKind::Config,
        "AWS_CONFIG_FILE",
        "/home/mira/work/aws.ini",
    )
}

fn with_one_at_home(machine: Machine, kind: FileKind) -> Machine {
    machine.around(|around| {
        around.unread.push(UnreadFile {
            kind,
            path: "/home/mira/.aws/config".into(),
            because: NotRead::Variable,
        });
    })
}

pub(super) fn cases() -> Vec<Case> {
    let two = |written: &str| with_one_at_home(set(written), FileKind::Config);
    let path = "/home/mira/work/aws.ini";
    let keys = Machine::new().config(SSO).env("AWS_SHARED_CREDENTIALS_FILE", "/x").located(
        FileKind::Credentials,
        "AWS_SHARED_CREDENTIALS_FILE",
        "/x",
    );
    cases! {
        "not set": Machine::new().config(SSO)
            => not_applicable;
        "elsewhere on purpose": set(path).config(SSO)
            => passes;
        "not there yet": set(path)
            => passes;
        "a link to the one at home": set(path).config(SSO)
            => passes;
        "~ without single sign-on": set("~/work/aws.ini").config("[default]\nregion = x\n")
            => passes;
        "~ and a legacy profile": set("~/work/aws.ini").config(LEGACY)
            => passes;
        "both are there": two(path).config(SSO)
            => note "other-file";
        "it names nothing, and one is at home": two(path)
            => fail "missing";
        "it names nothing, and a profile was asked for": two(path).profile("dev")
            => fail "missing";
        "it is empty, and one is at home": two("")
            => fail "missing";
        "a folder, and one is at home": two(path).file(FileKind::Config, FileState::Missing).env("AWS_PROFILE", "dev")
            => fail "missing";
        "switched off": two("/dev/null")
            => note "missing";
        "a build server": two(path).env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => note "missing";
        "the credentials file holds the profile": two(path).credentials("[default]\naws_access_key_id = x\n")
            => note "missing";
        "the credentials file is missing, and the profile is there": with_one_at_home(keys, FileKind::Credentials)
            => note "missing";
        "~ to the letter": set("~/work/aws.ini").config(SSO)
            => warn "not-expanded";
        "$HOME to the letter": set("$HOME/work/aws.ini").config(LEGACY)
            => warn "not-expanded";
        "~mira to the letter": set("~mira/work/aws.ini").config(SSO)
            => warn "not-expanded";
    }
}
