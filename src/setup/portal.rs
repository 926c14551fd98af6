//! Finds the portal's address, session name, region, and scopes: from the flags, the preset, the
//! files, the portal itself, or the user; each value comes with its source.

use std::collections::BTreeMap;

use checks::migration::{free_session_name, session_of_portal};
use checks::{Question, questions};
use facts::{
    AddressFault, Facts, Partition, Recipients, SessionKey, StartUrl, StartUrlKind, Text,
    clean_line, read_portal_address,
};
use identity_center::Evidence;

use super::Stopped;
use super::draft::Portal;
use crate::app::App;
use crate::cli::Setup;
use crate::error::CommandError;
use crate::terminal::progress::Progress;
use crate::terminal::text::{Mark, hang};
use crate::terminal::{Ask, Field};

/// A portal, and the source of its values.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) portal: Portal,
    /// The source of the region (`from the preset`).
    pub(crate) region_from: String,
    /// Whether the user was asked anything.
    pub(crate) asked: bool,
}

/// Values that the user gave after a refusal or in "Change something". They go before all others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) start_url: Option<String>,
    /// The region and its source.
    pub(crate) region: Option<(String, String)>,
    pub(crate) session: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
}

/// Finds the portal, and asks only for what it cannot find out. `before` is the address that was
/// typed when this was asked before.
///
/// # Errors
/// The user declines; a flag has an invalid value; or a flag is missing without a terminal, and
/// the error names the flag.
pub(crate) fn find(
    app: &App,
    facts: &Facts,
    args: &Setup,
    given: &Given,
    before: Option<&str>,
) -> Result<Found, Stopped> {
    let mut asked = false;
    let known = match &given.start_url {
        Some(url) => Some(url.clone()),
        None => known_start_url(app, facts, args)?,
    };
    let mut start_url = match known {
        Some(url) => {
            // Shown before any request, because a preset or a file may name someone else's portal.
            let line = hang("  Portal  ", 10, &Text(&url).to_string(), app.printer.width());
            app.printer.say(&line);
            url
        }
        None => {
            asked = true;
            ask_address(app, before.unwrap_or_default())?
        }
    };
    loop {
        let session = match &given.session {
            Some(name) => name.clone(),
            None => session_name(app, facts, args, &start_url)?,
        };
        let known = match &given.region {
            Some(region) => Some(region.clone()),
            None => known_region(app, facts, args, &session, &start_url)?,
        };
        let (region, region_from) = match known {
            Some(known) => known,
            None => match discover(app, facts, &start_url)? {
                Discovered::Region(region, from) => (region, from),
                unknown => {
                    if app.prompter.is_none() {
                        return Err(CommandError::usage(
                            "the portal's region is unknown (not running in a terminal)",
                        )
                        .hint("set it with --sso-region or a preset (--preset FILE)")
                        .into());
                    }
                    asked = true;
                    if let Discovered::NotAPortal(why) = unknown
                        && wants_another_address(app, &why)?
                    {
                        start_url = ask_address(app, &start_url)?;
                        continue;
                    }
                    (ask_region(app, facts, &start_url, None)?, "from you".to_owned())
                }
            },
        };
        let scopes = match &given.scopes {
            Some(scopes) => scopes.clone(),
            None => scopes(app, facts, args, &session)?,
        };
        let portal = Portal { session, start_url, region, scopes };
        return Ok(Found { portal, region_from, asked });
    }
}

/// Whether to ask for another address, because this one answered as something else than a portal.
fn wants_another_address(app: &App, why: &str) -> Ask<bool> {
    app.printer.say(&format!("{} {why}", Mark::Warn.show()));
    let Some(prompter) = &app.prompter else {
        return Ok(false);
    };
    let choices = ["Change the address", "Use it as it is"].map(str::to_owned);
    let question = "This does not look like an access portal";
    Ok(prompter.choose(question, "Esc goes back", &choices, 0)? == 0)
}

/// Asks for the address, with `initial` in the field.
///
/// # Errors
/// The user declines, or there is no terminal.
pub(crate) fn ask_address(app: &App, initial: &str) -> Result<String, Stopped> {
    let Some(prompter) = &app.prompter else {
        return Err(not_in_a_terminal("Your access portal's address (start URL)", "--start-url"));
    };
    Ok(prompter.write(&Field {
        prompt: "Your access portal's address (start URL)",
        help: "from your invitation; it usually ends in /start · Esc goes back",
        initial,
        accept: &questions::accept_start_url,
        meant: &|text| read_portal_address(text).err().and_then(|fault| fault.meant),
    })?)
}

/// Asks for the portal's region, with `first` at the top of the list.
///
/// # Errors
/// The user declines, or there is no terminal.
pub(crate) fn ask_region(
    app: &App,
    facts: &Facts,
    start_url: &str,
    first: Option<&str>,
) -> Result<String, Stopped> {
    let url = StartUrl::parse(start_url);
    let mut question = questions::sso_region(facts, Some(&url));
    let first = first.map(str::to_owned).or(question.default.take());
    if let checks::QuestionKind::Choice { choices, .. } = &mut question.kind {
        *choices = questions::regions_first(first.as_deref());
        // A portal is in a region of its address's partition.
        if let Some(partition) = url.partition() {
            choices.retain(|choice| Partition::of_region(&choice.value) == partition);
        }
    }
    question.default = first;
    question.help = "it is in your invitation and at the top right of the portal".into();
    ask(app, &question, "--sso-region")
}

/// What the portal says about its region.
pub(crate) enum Discovered {
    /// The region, and how it is known.
    Region(String, String),
    /// The address answered, and not as a portal.
    NotAPortal(String),
    /// Nothing is known.
    Unknown,
}

/// The region according to the portal: its host, its redirect or its page (FACTS 5.2).
///
/// # Errors
/// The operating system provides no threads for the network; interrupted.
pub(crate) fn discover(
    app: &App,
    facts: &Facts,
    start_url: &str,
) -> Result<Discovered, CommandError> {
    // If variables redirect the portal's calls, its public page belongs to a different service.
    if is_redirected(facts) {
        return Ok(Discovered::Unknown);
    }
    let bar = Progress::spinner(&app.printer, "asking the portal for its region");
    // This region has no effect, because the request goes to the portal's own page.
    let Ok(connection) =
        collect::portal_connection(&app.system, facts, "us-east-1", Recipients::AsConfigured)
    else {
        return Ok(Discovered::Unknown);
    };
    let found = app.block_on(identity_center::portal_region(&connection, start_url))?;
    drop(bar);
    Ok(match found {
        Ok(found) => {
            let from = match found.evidence {
                Evidence::Host => "it is in the address".to_owned(),
                Evidence::Redirect(host) => format!("the address leads to {}", clean_line(&host)),
                Evidence::Page(_) => "as the portal's page says".to_owned(),
            };
            Discovered::Region(found.region, from)
        }
        // Only an organization's own domain can be something else; AWS judges its own hosts.
        Err(facts::Why::Error(why)) if StartUrl::parse(start_url).kind == StartUrlKind::Other => {
            Discovered::NotAPortal(clean_line(&why))
        }
        Err(_) => Discovered::Unknown,
    })
}

/// Whether a variable sends the portal's calls somewhere else than to AWS.
pub(crate) fn is_redirected(facts: &Facts) -> bool {
    ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL"]
        .iter()
        .any(|name| facts.environment().non_empty(name).is_some())
}

fn ask(app: &App, question: &Question, flag: &str) -> Result<String, Stopped> {
    match &app.prompter {
        Some(prompter) => Ok(prompter.answer(question)?),
        None => Err(not_in_a_terminal(&question.prompt, flag)),
    }
}

fn not_in_a_terminal(prompt: &str, flag: &str) -> Stopped {
    CommandError::usage(format!("{prompt} is unknown (not running in a terminal)"))
        .hint(format!("set it with {flag} or a preset (--preset FILE)"))
        .into()
}

/// Takes the start URL from the flag, the preset, or the only session on the machine.
fn known_start_url(app: &App, facts: &Facts, args: &Setup) -> Result<Option<String>, CommandError> {
    if let Some(written) = &args.start_url {
        return read_portal_address(written)
            .map(Some)
            .map_err(|fault| wrong_address("--start-url", written, fault));
    }
    if let Some(name) = &args.session
        && let Some(url) = facts.session(&SessionKey::Named(name.clone())).start_url
    {
        return Ok(Some(url));
    }
    if let Some(url) = app.preset.as_ref().and_then(|preset| preset.start_url.clone()) {
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

/// The error for an address in a flag that is no portal's.
fn wrong_address(flag: &str, written: &str, fault: AddressFault) -> CommandError {
    let error = CommandError::usage(format!("{flag} {:?} {}", clean_line(written), fault.what));
    match fault.meant.map(|meant| format!("did you mean {meant}?")).or(fault.next) {
        Some(hint) => error.hint(hint),
        None => error,
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

/// The region in a flag.
///
/// # Errors
/// There is no such region; the error names the one that was probably meant.
pub(crate) fn region_of_flag(flag: &str, region: &str) -> Result<String, CommandError> {
    facts::accept_region_name(region)
        .map_err(|why| CommandError::usage(format!("{flag} {:?} {why}", clean_line(region))))
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
        let region = region_of_flag("--sso-region", region)?;
        return Ok(Some((region, "from --sso-region".into())));
    }
    let url = StartUrl::parse(start_url);
    if let Some(region) = url.region {
        return Ok(Some((region, "it is in the address".into())));
    }
    let is_this_portal = |of: &String| StartUrl::parse(of).canonical == url.canonical;
    if let Some(preset) = &app.preset
        && let Some(region) = &preset.region
        && preset.start_url.as_ref().is_none_or(is_this_portal)
    {
        return Ok(Some((region.clone(), "from the preset".into())));
    }
    let own = SessionKey::Named(session.to_owned());
    let region = std::iter::once(&own)
        .chain(facts.session_users().keys())
        .map(|key| facts.session(key))
        .filter(|session| session.start_url.as_ref().is_some_and(is_this_portal))
        .find_map(|session| session.region);
    Ok(region.map(|region| (region, "from the config file".into())))
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
