//! The mail to the support desk, after the report is written.

use facts::{Facts, clean_line};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::error::CommandError;
use crate::report::{Contact, Report};
use crate::terminal::text::{Mark, hang};
use crate::terminal::unless_interrupted;

/// Says where to send the report, and offers to open the mail.
///
/// # Errors
/// Ctrl-C; the report stays.
pub(super) fn offer(
    app: &App,
    facts: &Facts,
    report: &Report,
    unasked: bool,
) -> Result<(), CommandError> {
    let Some(contact) = report.contact.as_ref().filter(|_| !app.printer.quiet()) else {
        return Ok(());
    };
    let Some(mail) = &contact.mail else {
        say_place(app, contact);
        return Ok(());
    };
    let prompter = app.prompter.as_ref().filter(|_| !unasked && facts.has_browser());
    let Some(prompter) = prompter else {
        let command = app.shell().command(&mail.command);
        // A command that the window breaks in two cannot be pasted.
        if command.width() + 4 <= app.printer.width() {
            app.printer.say("  This opens a prepared email; attach the file to it:");
            app.printer.say(&format!("    {command}"));
        } else {
            say_address(app, contact, &mail.subject);
        }
        return Ok(());
    };
    let choices = ["Yes, and I will attach the file", "No"].map(str::to_owned);
    let answer = prompter.choose("Open the mail now?", "", &choices, 0);
    if unless_interrupted(answer, "stopped; the report is written")? == Some(0) {
        match machine::open_mail(&mail.address) {
            Ok(()) => {
                say(app, Mark::Good, "Opened; attach the file, and send it.");
                return Ok(());
            }
            Err(error) => say(app, Mark::Warn, &format!("No mail program opened it ({error}).")),
        }
    }
    say_address(app, contact, &mail.subject);
    Ok(())
}

fn say(app: &App, mark: Mark, words: &str) {
    app.printer.say(&hang(&format!("{} ", mark.show()), 2, words, app.printer.width()));
}

fn say_place(app: &App, contact: &Contact) {
    if let Some(place) = contact.page.as_ref().or(contact.email.as_ref()) {
        app.printer.say(&format!("  Send it to {}", clean_line(place)));
    }
}

fn say_address(app: &App, contact: &Contact, subject: &str) {
    let width = app.printer.width();
    if let Some(email) = &contact.email {
        app.printer.say(&hang("  To       ", 11, &clean_line(email), width));
        app.printer.say(&hang("  Subject  ", 11, &clean_line(subject), width));
    }
}
