//! `man`: man pages from the command-line definition, for packages and for `man -l -`.

use clap::Command;
use clap_mangen::Man as Page;

use crate::app::App;
use crate::cli::Man;
use crate::command_line;
use crate::error::{CommandError, OK};

/// Prints the page of the program, or of one of its commands.
///
/// # Errors
/// There is no such command (2).
pub(crate) fn run(app: &App, args: &Man) -> Result<u8, CommandError> {
    if args.list {
        for command in command_line::program().get_subcommands() {
            app.printer.program_data(command.get_name());
        }
        return Ok(OK);
    }
    let page = write_page(args.command.as_deref())?;
    app.printer.program_data(page.trim_end());
    Ok(OK)
}

/// The page in roff. Pages are named as git's are: `aws-onboard-doctor`.
fn write_page(name: Option<&str>) -> Result<String, CommandError> {
    let program = command_line::program();
    let command = match name {
        None => program,
        Some(name) => find_command(&program, name)?,
    };
    let mut page = Vec::new();
    Page::new(command)
        .render(&mut page)
        .map_err(|error| CommandError::failed(format!("could not write the man page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn find_command(program: &Command, name: &str) -> Result<Command, CommandError> {
    let found = program.get_subcommands().find(|command| {
        command.get_name() == name || command.get_all_aliases().any(|alias| alias == name)
    });
    let Some(command) = found else {
        let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        return Err(CommandError::usage(format!(
            "there is no command {name}; the commands are {}",
            names.join(", ")
        )));
    };
    Ok(command.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_name_and_its_options() {
        let program = command_line::program();
        for command in program.get_subcommands() {
            let page = write_page(Some(command.get_name())).unwrap();
            assert!(page.contains(".TH"), "{page}");
            let name = command.get_name().replace('-', "\\-");
            assert!(page.contains(&format!("aws\\-onboard\\-{name}")), "{page}");
            for option in command.get_arguments().filter(|option| !option.is_hide_set()) {
                let Some(long) = option.get_long() else { continue };
                let long = long.replace('-', "\\-");
                assert!(page.contains(&long), "{}: --{long}", command.get_name());
            }
        }
        assert!(write_page(None).unwrap().contains("doctor"));
        assert!(write_page(Some("docter")).is_err());
    }
}
