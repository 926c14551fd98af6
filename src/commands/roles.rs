//! `roles`: lists the accounts and roles you can use; writes nothing.

use colored::Colorize;
use facts::{Recipients, Request, Text, clean_line};
use identity_center::SignIn;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::login::which;
use crate::app::App;
use crate::cli::{Format, Roles};
use crate::error::{CommandError, INCOMPLETE, INTERRUPTED, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::sign_in::{self, Held};
use crate::terminal::text::pad;

/// Lists accounts and roles.
///
/// # Errors
/// Not signed in (1), wrong usage (2), or unreachable (3). The status is 3 also if the portal did
/// not list the roles of every account.
pub(crate) fn run(app: &App, args: &Roles) -> Result<u8, CommandError> {
    let facts = collect::offline_facts(&app.system, Request::default(), app.preset.clone());
    let key = which(app, &facts, None, args.session.as_deref())?;
    let session = facts.session(&key);
    // Listing is no sign-in, so a token goes to AWS alone.
    let profile = facts.profile_of_session(&key);
    let connection = collect::connection(&app.system, &facts, &key, profile, Recipients::AwsOnly)
        .map_err(|why| CommandError::incomplete(why.to_string()))?;
    let request = SignIn {
        key: key.clone(),
        start_url: session.start_url.unwrap_or_default(),
        region: session.region.unwrap_or_default(),
        scopes: session.scopes,
    };
    let name = Text(key.name());
    let token = match sign_in::held(app, &facts, &connection, &request)? {
        Held::Token(token) => token,
        Held::SignedOut => {
            return Err(match facts.sign_in_state(&key) {
                Err(why) => {
                    CommandError::incomplete(format!("the sign-in to {name} is unknown: {why}"))
                        .hint("`aws-onboard doctor` says what to do about it")
                }
                Ok(_) => CommandError::failed(format!("you are not signed in to {name}"))
                    .hint("`aws-onboard login` signs in"),
            });
        }
        Held::NotRenewed(why) => {
            return Err(CommandError::incomplete(format!(
                "the sign-in to {name} has expired and could not be renewed: {why}"
            ))
            .hint("`aws-onboard login` signs in again"));
        }
    };
    let assigned = match crate::assigned::all(app, &connection, &token) {
        Ok(assigned) => assigned,
        Err(error) if error.status == INTERRUPTED => return Err(error),
        Err(_) if sign_in::was_revoked(app, &connection, &token)? => {
            return Err(CommandError::failed(format!("the portal ended the sign-in to {name}"))
                .hint("`aws-onboard login` signs in again"));
        }
        Err(error) => return Err(error),
    };
    let crate::assigned::Assigned { list, unknown } = assigned;
    let status = if unknown.is_empty() { OK } else { INCOMPLETE };
    if args.format == Format::Json {
        let accounts: Vec<_> = list
            .iter()
            .map(|(account, roles)| json!({"id": account.id, "name": account.name, "email": account.email, "roles": roles}))
            .collect();
        let mut value = json!({"schema_version": SCHEMA_VERSION, "sso_session": key.name(), "accounts": accounts});
        // Without it, a reader of the document alone would take them for accounts without roles.
        if !unknown.is_empty() {
            value["unknown_accounts"] = json!(unknown);
        }
        app.printer.program_data(&to_json(&value));
        return Ok(status);
    }
    if list.is_empty() && status == OK {
        app.printer.data("You have no accounts.");
    }
    let width =
        list.iter().map(|(account, _)| clean_line(&account.name).width()).max().unwrap_or(0);
    for (account, roles) in &list {
        for role in roles {
            app.printer.data(&format!(
                "{}  {}  {}",
                pad(&clean_line(&account.name), width),
                clean_line(&account.id),
                clean_line(role).bold()
            ));
        }
    }
    Ok(status)
}
