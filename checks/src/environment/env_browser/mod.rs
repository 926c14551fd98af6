//! `env-browser`: a browser sign-in can return to this machine.

#[cfg(test)]
mod cases;

use facts::{AwsExecutable, Facts, NoReturn, Os, SessionKey, Text, VersionOutput};

use crate::check::Examine;
use crate::kit::cli::{BROWSER, first_cli};
use crate::sign_in::remedies::sso_login_command;
use crate::{Check, FactKey, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "env-browser",
    label: "browser",
    title: "A browser sign-in can return to this machine",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[FactKey::AwsVersions],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

/// Whether this AWS CLI needs a browser that returns; one of unknown version may.
fn wants_return(aws: &AwsExecutable) -> bool {
    match &aws.version {
        Ok(VersionOutput::Aws(version)) => version.0 >= BROWSER,
        Ok(VersionOutput::Other(_)) => false,
        Err(_) => true,
    }
}

fn applies(facts: &Facts) -> bool {
    !facts.practice
        && first_cli(facts).is_some_and(wants_return)
        && sessions(facts).next().is_some()
}

/// The sessions that a user might sign in to.
fn sessions(facts: &Facts) -> impl Iterator<Item = &SessionKey> {
    facts.browser_sessions().filter(|key| facts.session(key).is_complete())
}

/// Whether every session in scope that needs a browser to sign in renews itself.
fn all_renew(facts: &Facts) -> bool {
    sessions(facts).all(|key| facts.may_renew(key))
}

fn examine(facts: &Facts) -> Outcome {
    if all_renew(facts) {
        return Outcome::Passed("the sign-in renews itself".into());
    }
    let found = match facts.no_return() {
        Some(why) => no_return(facts, &why),
        None if is_mintty(facts) => mintty(),
        None => return Outcome::Passed("by browser".into()),
    };
    Outcome::Found(vec![found])
}

fn by_code(facts: &Facts) -> Remedy {
    let guide =
        Remedy::guide("device-code", "Sign in with a code").command(["aws-onboard", "login"]);
    let mut command = vec!["aws".to_owned(), "sso".into(), "login".into()];
    if let [key] = facts.sessions_in_scope() {
        command = sso_login_command(facts, key);
    }
    if !command.iter().any(|word| word == "--use-device-code") {
        command.push("--use-device-code".into());
    }
    guide.command(command).word("You confirm the code in a browser on any device.")
}

fn no_return(facts: &Facts, why: &NoReturn) -> Finding {
    let (code, brief, what) = match why {
        NoReturn::Ssh => (
            "ssh",
            "over SSH a sign-in needs a code",
            "You are connected over SSH: your browser is on another computer.".to_owned(),
        ),
        NoReturn::Codespaces => (
            "codespace",
            "in a codespace a sign-in needs a code",
            "This is a codespace: your browser is on another computer.".to_owned(),
        ),
        NoReturn::Container => (
            "container",
            "in a container a sign-in needs a code",
            "This is a container, and your browser is outside it.".to_owned(),
        ),
        NoReturn::Wsl => (
            "wsl",
            "in WSL a sign-in needs a code or a browser handler",
            "This is WSL, and BROWSER does not say how to open the Windows browser.".to_owned(),
        ),
        NoReturn::NoDisplay => (
            "no-display",
            "without a display a sign-in needs a code",
            "Neither a display nor BROWSER is set: no browser can open here.".to_owned(),
        ),
        NoReturn::Loopback(words) => (
            "no-loopback",
            "nothing can listen on 127.0.0.1",
            format!("Nothing can listen on 127.0.0.1 here: {}.", Text(words)),
        ),
    };
    let stops = matches!(why, NoReturn::Loopback(_));
    let severity = if stops { Severity::Warn } else { Severity::Note };
    let finding = Finding::will_bite(code, brief).severity(severity).what(what)
        .why(if stops {
            "aws sso login fails before the browser opens. aws-onboard login uses a code by itself."
        } else {
            "aws sso login waits for a page on this machine, which the browser cannot reach, until you stop it. aws-onboard login uses a code by itself."
        })
        .next("sign in with a code: aws-onboard login, or aws sso login --use-device-code")
        .offer(by_code(facts));
    match why {
        NoReturn::Wsl => finding
            .says_from("The desktop's opener", "gio: https://…: Operation not supported")
            .offer(wsl_handler(facts)),
        NoReturn::Loopback(_) => {
            finding.says("Unable to initialize the OAuth 2.0 authorization callback handler")
        }
        _ => finding,
    }
}

fn wsl_handler(facts: &Facts) -> Remedy {
    let guide = Remedy::guide("wslview", "Or use the Windows browser");
    let line = facts.shell.export("BROWSER", "wslview");
    if matches!(facts.surroundings.programs.get("wslview"), Some(Ok(Some(_)))) {
        guide.word(line)
    } else {
        guide
            .word("Install the package wslu, which contains wslview: sudo apt-get install wslu")
            .word(line)
    }
}

/// Git Bash's own window, where prompt_toolkit finds no Windows console (aws-cli issue 5983).
fn is_mintty(facts: &Facts) -> bool {
    let environment = facts.environment();
    facts.os == Os::Windows
        && environment.non_empty("MSYSTEM").is_some()
        && environment.non_empty("TERM").is_some_and(|term| term.starts_with("xterm"))
}

fn mintty() -> Finding {
    Finding::worth_knowing("mintty", "prompts of the AWS CLI need winpty here").what("This is Git Bash, where the AWS CLI finds no Windows console.")
    .why("aws configure sso, which asks questions, fails; aws sso login works.")
    .says("Found xterm, while expecting a Windows console. Maybe try to run this program using \"winpty\"")
    .next("run such commands with winpty, or use another terminal")
    .offer(
        Remedy::guide("winpty", "Run it with winpty")
            .command(["winpty", "aws", "configure", "sso"])
            .word("Or use Windows Terminal, PowerShell or cmd."),
    )
}
