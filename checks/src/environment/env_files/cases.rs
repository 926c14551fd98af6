use aws_files::FileKind;
use facts::{FileState, NotRead, UnreadFile};

use crate::testing::{Case, Machine, cases};

const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
const OTHER: &str = "[profile terraform]\nsso_session = corp\n[sso-session corp]\n";
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
    with_profiles_at_home(machine, kind, &[])
}

/// A file in the home folder that is not read, with these profiles, each of which has credentials
/// or not.
fn with_profiles_at_home(machine: Machine, kind: FileKind, profiles: &[(&str, bool)]) -> Machine {
    let name = if kind == FileKind::Config { "config" } else { "credentials" };
    machine.around(|around| {
        around.unread.push(UnreadFile {
            kind,
            path: format!("/home/mira/.aws/{name}").into(),
            because: NotRead::Variable,
            profiles: profiles.iter().map(|(name, has)| ((*name).to_owned(), *has)).collect(),
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
    let other = |profiles: &[(&str, bool)]| {
        with_profiles_at_home(set(path).config(OTHER), FileKind::Config, profiles)
    };
    let credentials = |profiles: &[(&str, bool)]| {
        let machine = keys.clone().credentials("[other]\naws_access_key_id = x\n");
        let machine = machine.config("[profile dev]\nregion = us-east-1\n").profile("dev");
        with_profiles_at_home(machine, FileKind::Credentials, profiles)
    };
    cases! {
        "the profile of this run is in the file at home": other(&[("dev", true)]).env("AWS_PROFILE", "dev")
            => fail "profile-in-other-file";
        "the same, named by the flag": other(&[("dev", false)]).profile("dev")
            => fail "profile-in-other-file";
        "the start-up file that sets the variable": other(&[("dev", true)]).env("AWS_PROFILE", "dev").start_up("/home/mira/.zshrc", 7, "AWS_CONFIG_FILE", "export AWS_CONFIG_FILE=…")
            => fail "profile-in-other-file" @ 7;
        "no profile in this file, and some at home": other(&[("dev", true)]).config("# none\n")
            => fail "profile-in-other-file";
        "no profile in this file, and keys in the environment": other(&[("dev", true)]).config("# none\n").env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            => note "other-file";
        "a profile that is in neither": other(&[("ops", true)]).env("AWS_PROFILE", "dev")
            => note "other-file";
        "another profile is at home, and none was chosen": other(&[("dev", true)])
            => note "other-file";
        "its keys are in the credentials file at home": credentials(&[("dev", true)])
            => fail "profile-in-other-file";
        "nothing is in the credentials file at home": credentials(&[("dev", false)])
            => note "other-file";
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
        "the credentials file is missing, and the profile is there": with_one_at_home(keys.clone(), FileKind::Credentials)
            => note "missing";
        "~ to the letter": set("~/work/aws.ini").config(SSO)
            => warn "not-expanded";
        "$HOME to the letter": set("$HOME/work/aws.ini").config(LEGACY)
            => warn "not-expanded";
        "~mira to the letter": set("~mira/work/aws.ini").config(SSO)
            => warn "not-expanded";
    }
}
