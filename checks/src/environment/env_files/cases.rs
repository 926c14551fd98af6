use aws_files::FileKind;
use facts::{FileState, NotRead, UnreadFile};

use crate::Severity::{Fail, Note, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, passes};

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
    vec![
        not_applicable("not set", Machine::new().config(SSO)),
        passes("elsewhere on purpose", set(path).config(SSO)),
        passes("not there yet", set(path)),
        passes("a link to the one at home", set(path).config(SSO)),
        passes("~ without single sign-on", set("~/work/aws.ini").config("[default]\nregion = x\n")),
        passes("~ and a legacy profile", set("~/work/aws.ini").config(LEGACY)),
        finds("both are there", two(path).config(SSO), "other-file", Note),
        finds("it names nothing, and one is at home", two(path), "missing", Fail),
        finds(
            "it names nothing, and a profile was asked for",
            two(path).profile("dev"),
            "missing",
            Fail,
        ),
        finds("it is empty, and one is at home", two(""), "missing", Fail),
        finds(
            "a folder, and one is at home",
            two(path).file(FileKind::Config, FileState::Missing).env("AWS_PROFILE", "dev"),
            "missing",
            Fail,
        ),
        finds("switched off", two("/dev/null"), "missing", Note),
        finds(
            "a build server",
            two(path).env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            "missing",
            Note,
        ),
        finds(
            "the credentials file holds the profile",
            two(path).credentials("[default]\naws_access_key_id = x\n"),
            "missing",
            Note,
        ),
        finds(
            "the credentials file is missing, and the profile is there",
            with_one_at_home(keys, FileKind::Credentials),
            "missing",
            Note,
        ),
        finds("~ to the letter", set("~/work/aws.ini").config(SSO), "not-expanded", Warn),
        finds(
            "$HOME to the letter",
            set("$HOME/work/aws.ini").config(LEGACY),
            "not-expanded",
            Warn,
        ),
        finds("~mira to the letter", set("~mira/work/aws.ini").config(SSO), "not-expanded", Warn),
    ]
}
