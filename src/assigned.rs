//! The accounts and roles assigned to the user.

use std::collections::BTreeSet;

use facts::{Known, Token, clean_line};
use identity_center::{Account, Connection, PARALLEL};

use crate::app::App;
use crate::error::CommandError;
use crate::terminal::progress::Progress;
use crate::terminal::text::Mark;

/// The portal's response.
pub(crate) struct Assigned {
    /// Accounts and their roles.
    pub(crate) list: Vec<(Account, Vec<String>)>,
    /// Accounts whose roles the portal did not return, so they are unknown.
    pub(crate) unknown: BTreeSet<String>,
}

/// Lists every account with its roles in the portal's order, with a progress bar on a terminal.
/// Accounts without a response are reported and left out.
///
/// # Errors
/// Why the portal did not respond (3).
pub(crate) fn all(
    app: &App,
    connection: &Connection,
    token: &Token,
) -> Result<Assigned, CommandError> {
    let bar = Progress::spinner(&app.printer, "listing your accounts and roles");
    let mut on_progress = |progress: identity_center::Progress| {
        bar.say(&format!(
            "listing your accounts and roles: {} of {} accounts, {} roles",
            progress.accounts_done, progress.accounts, progress.roles
        ));
    };
    let answer: Known<identity_center::Assignments> =
        app.block_on(identity_center::assignments(connection, token, PARALLEL, &mut on_progress))?;
    drop(bar);
    let assigned = answer.map_err(|why| {
        CommandError::incomplete(format!("the portal did not list your accounts: {why}"))
    })?;
    for (account, why) in &assigned.unknown {
        app.printer.say(&format!(
            "{} {} ({}): {why}",
            Mark::Unknown.show(),
            clean_line(&account.name),
            clean_line(&account.id)
        ));
    }
    Ok(Assigned {
        unknown: assigned.unknown.into_iter().map(|(account, _)| account.id).collect(),
        list: assigned.list.into_iter().map(|one| (one.account, one.roles)).collect(),
    })
}
