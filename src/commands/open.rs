//! `open`: the portal, or the console for a profile's account and role.

use facts::{Facts, Profile, Request, StartUrl, Text, clean_line};
use url::Url;

use super::login::which;
use crate::app::App;
use crate::cli::Open;
use crate::error::{CommandError, OK};
use crate::sign_in;

/// Prints the address, and opens it if there is a browser.
///
/// # Errors
/// There is no such profile or session, or its start URL is not an address.
pub(crate) fn run(app: &App, args: &Open) -> Result<u8, CommandError> {
    let request = Request { profile: args.profile.clone(), ..Request::default() };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    let address = address(app, &facts, args.profile.as_deref())?;
    app.printer.program_data(&clean_line(&address));
    if !args.print {
        sign_in::open_browser(&facts, &address);
    }
    Ok(OK)
}

fn address(app: &App, facts: &Facts, named: Option<&str>) -> Result<String, CommandError> {
    let key = which(app, facts, named, None)?;
    let session = facts.session(&key);
    let written = session.start_url.ok_or_else(|| {
        CommandError::failed(format!("{} has no start URL", Text(key.name())))
            .hint("`aws-onboard doctor --fix` asks for it")
    })?;
    let portal = StartUrl::parse(&written).canonical;
    let Ok(url) = Url::parse(&portal) else {
        return Err(CommandError::failed(format!(
            "the start URL {:?} is not an address",
            Text(&written).to_string()
        )));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CommandError::failed(format!(
            "the start URL of {} contains a user name or a password, so it was not opened",
            Text(key.name())
        ))
        .hint("remove everything between https:// and @, and change the password"));
    }
    let profile = named.and_then(|name| facts.profile(name));
    Ok(profile.and_then(|profile| console(&portal, profile)).unwrap_or(portal))
}

/// The portal's shortcut link (IAM Identity Center user guide, "Creating shortcut links").
fn console(portal: &str, profile: Profile<'_>) -> Option<String> {
    let (account, role) = (profile.account()?, profile.role()?);
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("account_id", account)
        .append_pair("role_name", role)
        .finish()
        // A plus sign means a space only in forms, not everywhere in a URL.
        .replace('+', "%20");
    Some(format!("{portal}/#/console?{query}"))
}
