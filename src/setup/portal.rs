//! Finds the portal's address, session name, region, and scopes: from the flags, the preset, the
//! files, the portal itself, or the user; each value comes with its source.

use std::collections::BTreeMap;

use checks::migration::{free_session_name, session_of_portal};
use checks::{Question, questions};
use facts::{Facts, Recipients, SessionKey, StartUrl, StartUrlKind, clean_line};

use super::Stopped;
use super::draft::Portal;
use crate::app::App;
use crate::cli::Setup;
use crate::error::CommandError;
use crate::terminal::progress::Progress;
use crate::terminal::text::Mark;
use identity_center::Evidence;

/// A portal, and the source of its values.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) portal: Portal,
    /// The source of the region (`from the preset`).
    pub(crate) region_from: String,
    /// Whether the user was asked anything.
    pub(crate) asked: bool,
}

/// Finds the portal, and asks only for what it cannot find out.
///
/// # Errors
/// The user declines; a flag has an invalid value; or a flag is missing without a terminal, and
/// the error names the flag.
pub(crate) fn find(app: &App, facts: &Facts, args: &Setup) -> Result<Found, Stopped> {
    let mut asked = false;
    let start_url = match known_start_url(app, facts, args)? {
        Some(url) => url,
        None => {
            asked = true;
            ask(app, &questions::start_url(facts), "--start-url")?
        }
    };
    // Shown before any request, because a preset or a file may name someone else's portal.
    app.printer.say(&format!("{} {}", Mark::Good.show(), clean_line(&start_url)));
    let session = session_name(app, facts, args, &start_url)?;
    let (region, region_from) = match known_region(app, facts, args, &session, &start_url)? {
        Some(known) => known,
        None => {
            asked = true;
            let found = discover(app, facts, &start_url)?;
            let mut question = questions::sso_region(facts, Some(&StartUrl::parse(&start_url)));
            if let Some((region, from)) = &found {
                // The region is only a suggestion, because the user may know better.
                app.printer.say(&format!(
                    "  The portal's region seems to be {} ({from}).",
                    clean_line(region)
                ));
                question = propose(question, region);
            } else if app.prompter.is_none() {
                return Err(CommandError::usage(
                    "the portal's region is unknown (not running in a terminal)",
                )
                .hint("set it with --sso-region or a preset (--preset FILE)")
                .into());
            }
            if let (None, Some((region, from))) = (&app.prompter, found) {
                return Ok(Found {
                    portal: Portal {
                        session: session.clone(),
                        start_url,
                        region,
                        scopes: scopes(app, facts, args, &session)?,
                    },
                    region_from: from,
                    asked,
                });
            }
            (ask(app, &question, "--sso-region")?, "from you".to_owned())
        }
    };
    let scopes = scopes(app, facts, args, &session)?;
    Ok(Found { portal: Portal { session, start_url, region, scopes }, region_from, asked })
}

/// The region according to the portal: its redirect or its page (FACTS 5.2).
fn discover(
    app: &App,
    facts: &Facts,
    start_url: &str,
) -> Result<Option<(String, String)>, CommandError> {
    // If variables redirect the portal's calls, its public page belongs to a different service.
    let elsewhere = ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL"];
    if elsewhere.iter().any(|name| facts.environment().non_empty(name).is_some()) {
        return Ok(None);
    }
    let bar = Progress::spinner(&app.printer, "asking the portal for its region");
    // This region has no effect, because the request goes to the portal's own page.
    let Ok(connection) =
        collect::portal_connection(&app.system, facts, "us-east-1", Recipients::AsConfigured)
    else {
        return Ok(None);
    };
    let found = app.block_on(identity_center::portal_region(&connection, start_url))?;
    drop(bar);
    let Ok(found) = found else {
        return Ok(None);
    };
    let from = match found.evidence {
        Evidence::Host => "it is in the address".to_owned(),
        Evidence::Redirect(host) => format!("it leads to {}", clean_line(&host)),
        Evidence::Page(host) => format!("from the page of {}", clean_line(&host)),
    };
    Ok(Some((found.region, from)))
}

/// The same question with this region first.
fn propose(question: Question, region: &str) -> Question {
    Question {
        kind: checks::QuestionKind::Choice {
            choices: questions::regions_first(Some(region)),
            other: Some(questions::accept_region),
        },
        default: Some(region.to_owned()),
        ..question
    }
}

fn ask(app: &App, question: &Question, flag: &str) -> Result<String, Stopped> {
    match &app.prompter {
        Some(prompter) => Ok(prompter.answer(question)?),
        None => Err(CommandError::usage(format!(
            "{} is unknown (not running in a terminal)",
            question.prompt
        ))
        .hint(format!("set it with {flag} or a preset (--preset FILE)"))
        .into()),
    }
}

/// Takes the start URL from the flag, the preset, or the only session on the machine.
fn known_start_url(app: &App, facts: &Facts, args: &Setup) -> Result<Option<String>, CommandError> {
    if let Some(written) = &args.start_url {
        return accept_url(written).map(Some).map_err(|(why, hint)| {
            let error = CommandError::usage(format!("--start-url {:?} {why}", clean_line(written)));
            match hint {
                Some(hint) => error.hint(hint),
                None => error,
            }
        });
    }
    if let Some(name) = &args.session
        && let Some(url) = facts.session(&SessionKey::Named(name.clone())).start_url
    {
        return Ok(Some(url));
    }
    if let Some(url) = app
        .preset
        .as_ref()
        .and_then(|preset| preset.start_url.clone())
        .filter(|url| !StartUrl::parse(url).is_documentation_example())
    {
        return Ok(Some(url));
    }
    let urls: BTreeMap<String, String> = facts
        .files()
        .sessions()
        .values()
        .filter_map(|section| section.text("sso_start_url"))
        .map(|url| (StartUrl::parse(url), url.to_owned()))
        .filter(|(parsed, _)| !parsed.is_documentation_example())
        .map(|(parsed, url)| (parsed.canonical, url))
        .collect();
    Ok(if urls.len() == 1 { urls.into_values().next() } else { None })
}

/// Explains why a start URL from a flag is not valid, and how to fix it.
fn accept_url(written: &str) -> Result<String, (&'static str, Option<&'static str>)> {
    let url = StartUrl::parse(written);
    match url.kind {
        StartUrlKind::NotAUrl => Err((
            "is not an address",
            Some("a start URL starts with https:// and usually ends in /start"),
        )),
        StartUrlKind::NotHttps => Err(("does not start with https://", None)),
        StartUrlKind::IdentityProvider => Err((
            "is a page of your identity provider, not an access portal",
            Some("open it, choose AWS, and copy the address that ends in /start"),
        )),
        _ if url.is_documentation_example() => Err((
            "is the example address from instructions",
            Some("your own address is in your invitation"),
        )),
        _ => Ok(url.canonical),
    }
}

/// Takes the name from the flag, an existing session for this portal, the preset, or the portal's
/// host name.
fn session_name(
    app: &App,
    facts: &Facts,
    args: &Setup,
    start_url: &str,
) -> Result<String, CommandError> {
    if let Some(name) = &args.session {
        return super::names::accept(name).map_err(|why| {
            CommandError::usage(format!("--session {:?}: {why}", clean_line(name)))
        });
    }
    if let Some(name) = session_of_portal(facts, start_url) {
        return Ok(name.to_owned());
    }
    if let Some(name) = app.preset.as_ref().and_then(|preset| preset.session.clone()) {
        return Ok(name);
    }
    Ok(free_session_name(facts, start_url))
}

/// Takes the region from the flag, the host, the preset, or the files.
fn known_region(
    app: &App,
    facts: &Facts,
    args: &Setup,
    session: &str,
    start_url: &str,
) -> Result<Option<(String, String)>, CommandError> {
    if let Some(region) = &args.sso_region {
        let region = questions::accept_region(region).map_err(|why| {
            CommandError::usage(format!("--sso-region {:?}: {why}", clean_line(region)))
        })?;
        return Ok(Some((region, "from --sso-region".into())));
    }
    let url = StartUrl::parse(start_url);
    if let Some(region) = url.region {
        return Ok(Some((region, "it is in the address".into())));
    }
    if let Some(preset) = &app.preset
        && let Some(region) = &preset.region
        && preset.start_url.as_ref().is_none_or(|of| StartUrl::parse(of).canonical == url.canonical)
    {
        return Ok(Some((region.clone(), "from the preset".into())));
    }
    let own = facts.session(&SessionKey::Named(session.to_owned()));
    let other = facts.session_users().keys().map(|key| facts.session(key)).find(|other| {
        other.region.is_some()
            && other
                .start_url
                .as_ref()
                .is_some_and(|of| StartUrl::parse(of).canonical == url.canonical)
    });
    Ok(own
        .region
        .filter(|_| own.start_url.is_some_and(|of| StartUrl::parse(&of).canonical == url.canonical))
        .or_else(|| other.and_then(|other| other.region))
        .map(|region| (region, "from the config file".into())))
}

fn scopes(
    app: &App,
    facts: &Facts,
    args: &Setup,
    session: &str,
) -> Result<Vec<String>, CommandError> {
    let split = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    if let Some(scopes) = &args.scopes {
        return questions::accept_scopes(scopes).map(|scopes| split(&scopes)).map_err(|why| {
            CommandError::usage(format!("--scopes {:?}: {why}", clean_line(scopes)))
        });
    }
    let own = facts.session(&SessionKey::Named(session.to_owned())).scopes;
    let preset = app.preset.as_ref().map(|preset| preset.scopes.clone()).unwrap_or_default();
    let mut scopes = if own.is_empty() { preset } else { own };
    if scopes.is_empty() {
        scopes.push(questions::ACCOUNT_ACCESS.to_owned());
    }
    Ok(scopes)
}
