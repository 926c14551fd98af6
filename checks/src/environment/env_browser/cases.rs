//! Machines for `env-browser`.

use facts::{Os, SessionKey};

use crate::testing::{Case, Machine, cases, token, version};

const DEV: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1.awsapps.com/start\n";
const LEGACY: &str = "[profile dev]\nsso_start_url = https://d-1.awsapps.com/start\n";

fn with(pairs: &[(&str, &str)]) -> Machine {
    pairs.iter().fold(Machine::new().config(DEV), |machine, (name, value)| machine.env(name, value))
}

pub(super) fn cases() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let ssh = ("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");
    let display = ("DISPLAY", ":0");
    let no_display = ("DISPLAY", "");
    let wsl = ("WSL_DISTRO_NAME", "Ubuntu");
    let git_bash = [("MSYSTEM", "MINGW64"), ("TERM", "xterm-256color")];
    let without_wslview = |machine: Machine| {
        machine.around(|around| {
            around.programs.insert("wslview".into(), Ok(None));
        })
    };
    cases! {
        "a desktop": with(&[display])
            => passes;
        "macOS": with(&[]).os(Os::MacOs)
            => passes;
        "signed in over SSH": with(&[ssh]).token(&corp, Ok(token(8, true)))
            => passes;
        "renewable over SSH": with(&[ssh]).token(&corp, Ok(token(-8, true)))
            => passes;
        "WSL with a handler": with(&[wsl, ("BROWSER", "wslview")])
            => passes;
        "Git Bash in another window": with(&[("MSYSTEM", "MINGW64"), ("TERM", "cygwin")]).os(Os::Windows)
            => passes;
        "a legacy profile": Machine::new().config(LEGACY).env(ssh.0, ssh.1)
            => not_applicable;
        "no single sign-on": Machine::new().config("[default]\nregion = x\n").env(ssh.0, ssh.1)
            => not_applicable;
        "no session yet": with(&[ssh]).config("[profile dev]\nsso_session = gone\n")
            => not_applicable;
        "no AWS CLI": with(&[ssh]).without_aws()
            => not_applicable;
        "an older AWS CLI": with(&[ssh]).without_aws().aws("/x/aws", Ok(version("2.21.3")))
            => not_applicable;
        "over SSH": with(&[ssh, display])
            => note "ssh";
        "signed out over SSH": with(&[ssh]).token(&corp, Ok(token(-8, false)))
            => note "ssh";
        "a codespace": with(&[("CODESPACES", "true"), ("BROWSER", "x")])
            => note "codespace";
        "WSL": with(&[wsl, display])
            => note "wsl";
        "WSL without wslview": without_wslview(with(&[wsl]))
            => note "wsl";
        "no display": with(&[no_display])
            => note "no-display";
        "a container": with(&[no_display]).around(|around| around.container = Some("/.dockerenv"))
            => note "container";
        "nothing can listen": with(&[display])
                    .around(|around| around.loopback = Ok(Some("Operation not permitted".into())))
            => warn "no-loopback";
        "Git Bash": with(&git_bash).os(Os::Windows)
            => note "mintty";
    }
}
