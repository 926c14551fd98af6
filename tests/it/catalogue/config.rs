//! Rows C01 to C31: the AWS files.

use super::row::{Case, Row, SOUND, row, sound_but};
use crate::HOURS;
use crate::common::Machine;
use crate::common::home::set_mode;

pub fn rows() -> Vec<Row> {
    vec![
        row(
            "C13",
            "sso-session-exists",
            "the profile names a session with a typo",
            || Case::files(&sound_but("sso_session = corp", "sso_session = crop"), ""),
        )
        .at(7)
        .heals(),
        row(
            "C16",
            "config-keys",
            "sso_registration_scope, which no tool knows",
            || Case::files(&sound_but("sso_registration_scopes", "sso_registration_scope"), ""),
        )
        .warns()
        .at(4)
        .heals(),
        row("C16b", "config-keys", "the account under a misspelt key", || {
            Case::files(&sound_but("sso_account_id", "sso-acount-id"), "")
        })
        .at(8)
        .heals(),
        row("C16c", "config-keys", "the session's region under a misspelt key", || {
            Case::files(&sound_but("sso_region", "sso_regoin"), "")
        })
        .at(3)
        .heals(),
        row("C32", "config-template", "an account that is not filled in", || {
            Case::files(&sound_but("111122223333", "<your-account-id>"), "")
        })
        .at(8),
        row("C20", "config-names", "a profile's name with a space", || {
            Case::files(&sound_but("[profile dev]", "[profile 'my dev']"), "")
        })
        .warns()
        .at(6)
        .heals_with(&["config-names.name=dev"]),
        row("C20b", "config-names", "a profile's name in quotes that it does not need", || {
            Case::files(&sound_but("[profile dev]", "[profile \"dev\"]"), "")
        })
        .warns()
        .at(6)
        .heals(),
        row("C21", "config-names", "a session's name with a space", || {
            let text = sound_but("[sso-session corp]", "[sso-session 'my corp']")
                .replace("sso_session = corp", "sso_session = my corp");
            Case::files(&text, "").signed_in("my corp", true, HOURS)
        })
        .warns()
        .at(1)
        .heals_with(&["config-names.name=corp"]),
        row("C25", "precedence", "a credential_process beside single sign-on", || {
            let case = Case::files("", "");
            let program = case.machine.home.program("get-keys", "exit 0");
            let line = format!("region = eu-central-1\ncredential_process = {}\n", program.display());
            let text = sound_but("region = eu-central-1\n", &line);
            case.machine.home.put(".aws/config", text.as_bytes());
            case
        })
        .warns()
        .at(11)
        .heals_with(&["precedence.remedy=comment-out-process"]),
        row("C27", "precedence", "a login_session beside single sign-on", || {
            let line = "region = eu-central-1\nlogin_session = arn:aws:iam::111122223333:user/mira\n";
            Case::files(&sound_but("region = eu-central-1\n", line), "")
        })
        .warns()
        .at(11)
        .heals_with(&["precedence.remedy=comment-out-login"]),
        row("C28", "files-private", "a config file that every user can write", || {
            Case::files(SOUND, "").with(|machine| {
                open_home(machine);
                set_mode(&machine.home.config(), 0o666);
            })
        })
        .warns()
        .heals(),
        row("C28b", "files-private", "keys that every user can read", || {
            let keys = "[minio]\naws_access_key_id = minioadmin\naws_secret_access_key = minioadmin123456\n\
                        endpoint_url = http://127.0.0.1:9000\n";
            Case::files(SOUND, keys).with(|machine| {
                open_home(machine);
                set_mode(&machine.home.credentials(), 0o644);
            })
        })
        .warns()
        .heals(),
        row("C28c", "files-readable", "a config file that its owner may not write", || {
            Case::files(SOUND, "").with(|machine| set_mode(&machine.home.config(), 0o400))
        })
        .warns()
        .heals(),
        row("C30", "config-managed", "a link to a read-only file", || {
            Case::files("", "").with(|machine| {
                let target = machine.home.put("dotfiles/config", SOUND.as_bytes());
                set_mode(&target, 0o444);
                std::fs::create_dir_all(machine.home.path().join(".aws")).unwrap();
                std::os::unix::fs::symlink(target, machine.home.config()).unwrap();
            })
        })
        .notes(),
        row("C30b", "config-managed", "a file that chezmoi makes", || {
            Case::files(SOUND, "").with(|machine| {
                machine.home.put(".local/share/chezmoi/dot_aws/private_config", SOUND.as_bytes());
            })
        })
        .notes(),
        row("C30c", "files-readable", "a link to nothing", || {
            Case::files("", "").with(|machine| {
                std::fs::create_dir_all(machine.home.path().join(".aws")).unwrap();
                let gone = machine.home.path().join("dotfiles/config");
                std::os::unix::fs::symlink(gone, machine.home.config()).unwrap();
            })
        }),
    ]
}

/// What the AWS CLI reads but some SDKs do not (FACTS, 2.3); these are not rows of the table.
pub fn for_some_tools() -> Vec<Row> {
    vec![
        row("F23a", "config-portable", "keys that are indented, and a comment too", || {
            Case::files(&SOUND.replace("\nsso_", "\n  sso_"), "")
        })
        .warns()
        .at(2)
        .heals(),
        row("F23b", "config-portable", "key: value", || {
            Case::files(&sound_but("region = eu-central-1", "region: eu-central-1"), "")
        })
        .warns()
        .at(10)
        .heals(),
        row("F23c", "config-portable", "SSO_Session", || {
            Case::files(&sound_but("sso_session = corp", "SSO_Session = corp"), "")
        })
        .warns()
        .at(7)
        .heals(),
    ]
}

/// A home folder that every user may enter, with the AWS folders as the AWS CLI creates them.
pub fn open_home(machine: &Machine) {
    let home = machine.home.path();
    let folders = [".aws", ".aws/sso", ".aws/sso/cache"].map(|name| home.join(name));
    for folder in home.ancestors().take(2).chain(folders.iter().map(AsRef::as_ref)) {
        set_mode(folder, 0o755);
    }
}
