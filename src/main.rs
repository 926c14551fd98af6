//! Sets up AWS single sign-on on a new computer, and finds and fixes what is wrong with it. This
//! file parses the command line, runs the command, and exits with its status.

mod answers;
mod app;
mod assigned;
mod changes;
mod cli;
mod command_line;
mod commands;
mod completion;
mod error;
mod examine;
mod record;
mod render;
mod report;
mod setup;
mod sign_in;
mod terminal;
#[cfg(test)]
mod testing;

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic prints one line and exits with status 70, without the data being processed
    // (error.rs).
    std::panic::set_hook(Box::new(|_| {}));
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == machine::OPEN_ADDRESS) {
        if let Some(Ok(address)) = arguments.next().map(OsString::into_string) {
            sign_in::open_here(&address);
        }
        return ExitCode::SUCCESS;
    }
    match std::panic::catch_unwind(|| completion::answer_shell(std::env::args_os())) {
        Ok(false) => {}
        // A shell that waits for completions shows no error.
        Ok(true) | Err(_) => return ExitCode::SUCCESS,
    }
    let status = std::panic::catch_unwind(|| match command_line::parse(std::env::args_os()) {
        Ok(cli) => commands::run(cli),
        Err(error) => error::usage(&error),
    });
    ExitCode::from(status.unwrap_or_else(|_| error::defect()))
}
