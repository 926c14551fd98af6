//! `completions`: the script with which a shell asks this program for completions.

use clap_complete::Shell;
use clap_complete::env::Shells;

use crate::app::App;
use crate::cli::Completions;
use crate::completion::VARIABLE;
use crate::error::{CommandError, OK};

/// The program's name, with which the script calls it.
const NAME: &str = "aws-onboard";

/// Prints the script; on a terminal also where to put it.
///
/// # Errors
/// The script could not be made.
pub(crate) fn run(app: &App, args: &Completions) -> Result<u8, CommandError> {
    app.printer.program_data(write_script(args.shell)?.trim_end());
    if app.printer.out_is_terminal() {
        app.printer.say("");
        app.printer.say(crate::completion::WHERE_TO_PUT_IT);
    }
    Ok(OK)
}

fn write_script(shell: Shell) -> Result<String, CommandError> {
    let failed = |why: &str| CommandError::failed(format!("could not make the script: {why}"));
    let shells = Shells::builtins();
    let name = shell.to_string();
    let completer = shells.completer(&name).ok_or_else(|| failed("unknown shell"))?;
    let mut script = Vec::new();
    completer
        .write_registration(VARIABLE, NAME, NAME, NAME, &mut script)
        .map_err(|error| failed(&error.to_string()))?;
    let mut script = String::from_utf8_lossy(&script).trim().to_owned();
    if shell == Shell::Zsh {
        script.push_str(FIRST_TIME_IN_ZSH);
    }
    Ok(script)
}

/// Zsh runs the file of a completion when Tab is first pressed; without this, that Tab would only
/// define the function.
const FIRST_TIME_IN_ZSH: &str = r#"

if [[ ${funcstack[1]} == _aws-onboard ]]; then
    _clap_dynamic_completer_aws_onboard "$@"
fi"#;

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_has_a_script_that_calls_this_program_by_name() {
        for shell in Shell::value_variants() {
            let script = write_script(*shell).unwrap();
            assert!(script.contains(VARIABLE), "{shell}: {script}");
            assert!(script.contains("aws-onboard"), "{shell}: {script}");
            // No path of the computer that made it.
            assert!(!script.contains("/aws-onboard"), "{shell}: {script}");
        }
        let zsh = write_script(Shell::Zsh).unwrap();
        assert!(zsh.starts_with("#compdef aws-onboard\n"), "{zsh}");
        assert!(zsh.contains("function _clap_dynamic_completer_aws_onboard()"), "{zsh}");
    }
}
