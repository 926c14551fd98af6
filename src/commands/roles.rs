//! `roles`: lists the accounts and roles you can use; writes nothing.

use colored::Colorize;
use facts::{Recipients, Request, Text, clean_line};
use identity_center::SignIn;
use serde_json::json;

use super::login::which;
use crate::app::App;
use crate::cli::{Format, Roles};
use crate::error::{CommandError, INTERRUPTED, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::sign_in::{self, Held};
use crate::terminal::text::pad;

/// Lists accounts and roles.
///
/// # Errors
/// Not signed in (1), wrong usage (2), or unreachable (3).
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
            return Err(CommandError::failed(format!("you are not signed in to {name}"))
                .hint("`aws-onboard login` signs in"));
        }
        Held::NotRenewed(why) => {
            return Err(CommandError::incomplete(format!(
                "the sign-in to {name} has expired and could not be renewed: {why}"
            ))
            .hint("`aws-onboard login` signs in again"));
        }
    };
    let assigned = match crate::assigned::all(app, &connection, &token) {
        Ok(assigned) => assigned.list,
        Err(error) if error.status == INTERRUPTED => return Err(error),
        Err(_) if sign_in::was_revoked(app, &connection, &token)? => {
            return Err(CommandError::failed(format!("the portal ended the sign-in to {name}"))
                .hint("`aws-onboard login` signs in again"));
        }
        Err(error) => return Err(error),
    };
    if args.format == Format::Json {
        let accounts: Vec<_> = assigned
            .iter()
            .map(|(account, roles)| json!({"id": account.id, "name": account.name, "email": account.email, "roles": roles}))
            .collect();
        let value = json!({"schema_version": SCHEMA_VERSION, "sso_session": key.name(), "accounts": accounts});
        app.printer.program_data(&to_json(&value));
        return Ok(OK);
    }
    if assigned.is_empty() {
        app.printer.data("You have no accounts.");
    }
    let width = assigned
        .iter()
        .map(|(account, _)| clean_line(&account.name).chars().count())
        .max()
        .unwrap_or(0);
    for (account, roles) in &assigned {
        for role in roles {
            app.printer.data(&format!(
                "{}  {}  {}",
                pad(&clean_line(&account.name), width),
                clean_line(&account.id),
                clean_line(role).bold()
            ));
        }
    }
    Ok(OK)
}
