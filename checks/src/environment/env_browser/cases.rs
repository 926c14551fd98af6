//! Machines for `env-browser`.

use facts::{Os, SessionKey};

use crate::Severity::{Note, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, passes, token, version};

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
    vec![
        passes("a desktop", with(&[display])),
        passes("macOS", with(&[]).os(Os::MacOs)),
        passes("signed in over SSH", with(&[ssh]).token(&corp, Ok(token(8, true)))),
        passes("renewable over SSH", with(&[ssh]).token(&corp, Ok(token(-8, true)))),
        passes("WSL with a handler", with(&[wsl, ("BROWSER", "wslview")])),
        passes(
            "Git Bash in another window",
            with(&[("MSYSTEM", "MINGW64"), ("TERM", "cygwin")]).os(Os::Windows),
        ),
        not_applicable("a legacy profile", Machine::new().config(LEGACY).env(ssh.0, ssh.1)),
        not_applicable(
            "no single sign-on",
            Machine::new().config("[default]\nregion = x\n").env(ssh.0, ssh.1),
        ),
        not_applicable(
            "no session yet",
            with(&[ssh]).config("[profile dev]\nsso_session = gone\n"),
        ),
        not_applicable("no AWS CLI", with(&[ssh]).without_aws()),
        not_applicable(
            "an older AWS CLI",
            with(&[ssh]).without_aws().aws("/x/aws", Ok(version("2.21.3"))),
        ),
        finds("over SSH", with(&[ssh, display]), "ssh", Note),
        finds("signed out over SSH", with(&[ssh]).token(&corp, Ok(token(-8, false))), "ssh", Note),
        finds("a codespace", with(&[("CODESPACES", "true"), ("BROWSER", "x")]), "codespace", Note),
        finds("WSL", with(&[wsl, display]), "wsl", Note),
        finds("WSL without wslview", without_wslview(with(&[wsl])), "wsl", Note),
        finds("no display", with(&[no_display]), "no-display", Note),
        finds(
            "a container",
            with(&[no_display]).around(|around| around.container = Some("/.dockerenv")),
            "container",
            Note,
        ),
        finds(
            "nothing can listen",
            with(&[display])
                .around(|around| around.loopback = Ok(Some("Operation not permitted".into()))),
            "no-loopback",
            Warn,
        ),
        finds("Git Bash", with(&git_bash).os(Os::Windows), "mintty", Note),
    ]
}
