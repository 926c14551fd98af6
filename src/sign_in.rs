//! Signs in without the AWS CLI and renews tokens, for `doctor`, `setup`, and `login`.

mod qr;
mod token;
mod tried;
mod waiting_keys;

use std::sync::Arc;
use std::time::Duration;

use colored::Colorize;
use facts::{
    AwsExecutable, Facts, NoReturn, Recipients, ServiceError, SessionKey, Token, VersionOutput,
};
use identity_center::{Connection, Event, SignIn, SignInError, browser_sign_in, device_sign_in};
use jiff::Timestamp;
use machine::SignInWay;
use semver::Version;
use tokio::sync::Notify;

use self::waiting_keys::WaitingKeys;
use crate::app::App;
use crate::error::{CommandError, INCOMPLETE, INTERRUPTED};
use crate::terminal::progress::Progress;
use crate::terminal::text::Mark;

pub(crate) use token::{Held, can_renew, held, refresh, was_revoked};

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct How {
    /// Use a code that is confirmed on any device, instead of a browser that redirects back.
    pub(crate) device_code: bool,
    /// Whether to open a browser.
    pub(crate) browser: bool,
    /// Whether to open it only once the user presses Enter, after reading what to have ready.
    pub(crate) on_enter: bool,
}

/// Why the sign-in failed.
pub(crate) struct NotSignedIn {
    /// The reason in words.
    pub(crate) error: CommandError,
    /// The service's error, if it refused before the user was asked to do anything.
    pub(crate) refused: Option<Box<ServiceError>>,
    /// Whether the user went back with Esc.
    pub(crate) went_back: bool,
}

impl From<CommandError> for NotSignedIn {
    fn from(error: CommandError) -> Self {
        Self { error, refused: None, went_back: false }
    }
}

impl From<NotSignedIn> for CommandError {
    fn from(why: NotSignedIn) -> Self {
        why.error
    }
}

/// Signs in to a session: always prints the address and the code, and opens the browser if there
/// is one and `how` allows it.
///
/// # Errors
/// Denied, expired, unreachable, or interrupted; the user is not signed in.
pub(crate) fn sign_in(
    app: &App,
    facts: &Facts,
    key: &SessionKey,
    how: How,
) -> Result<(), NotSignedIn> {
    let request = request(facts, key)?;
    if app.system.is_overlay() {
        app.printer.say("  a dry run does not sign in");
        return Ok(());
    }
    let connection = connect(app, facts, key)?;
    run(app, facts, &connection, &request, how).map(|_| ())
}

/// What to ask for when signing in to a session.
///
/// # Errors
/// The files do not say where the portal is; the error names what is missing.
pub(crate) fn request(facts: &Facts, key: &SessionKey) -> Result<SignIn, CommandError> {
    let session = facts.session(key);
    if let Some(missing) = session.what_is_missing() {
        return Err(CommandError::failed(format!("cannot sign in: {missing}"))
            .hint("`aws-onboard doctor --fix` asks for what is missing"));
    }
    let (start_url, region) =
        (session.start_url.unwrap_or_default(), session.region.unwrap_or_default());
    Ok(SignIn { key: key.clone(), start_url, region, scopes: session.scopes })
}

/// How to reach a session's services for a user who asked for a sign-in or a sign-out: whatever host
/// the settings name.
///
/// # Errors
/// The session has no region, or the HTTP client could not be built (3).
pub(crate) fn connect(
    app: &App,
    facts: &Facts,
    key: &SessionKey,
) -> Result<Connection, CommandError> {
    let profile = facts.profile_of_session(key);
    collect::connection(&app.system, facts, key, profile, Recipients::AsConfigured)
        .map_err(|why| CommandError::incomplete(why.to_string()))
}

/// Signs in to a portal that may not be in the config file yet.
///
/// # Errors
/// As [`sign_in`].
pub(crate) fn run(
    app: &App,
    facts: &Facts,
    connection: &Connection,
    request: &SignIn,
    how: How,
) -> Result<Token, NotSignedIn> {
    let folder = facts.locations.token_cache.clone();
    let clock = || app.system.now();
    let mut waiting: Option<Waiting> = None;
    let back = Arc::new(Notify::new());
    let mut on_event = |event: Event| show(app, facts, how, &back, &mut waiting, event);
    // Legacy profiles sign in by device code, as with the AWS CLI (FACTS section 3).
    let by_code = how.device_code || matches!(request.key, SessionKey::Legacy(_));
    let outcome = app.block_on(async {
        let sign_in = async {
            let (cache, on_event) = (folder.as_path(), &mut on_event);
            match by_code {
                true => device_sign_in(connection, request, cache, &clock, on_event).await,
                false => browser_sign_in(connection, request, cache, &clock, on_event).await,
            }
        };
        let versions = async { if by_code { Vec::new() } else { versions(app, facts).await } };
        tokio::select! {
            biased;
            done = async { tokio::join!(sign_in, versions) } => Some(done),
            () = back.notified() => None,
        }
    });
    drop(waiting);
    let way = if by_code { SignInWay::DeviceCode } else { SignInWay::Browser };
    let outcome = outcome.map_err(|error| match error.status {
        INTERRUPTED => {
            tried::remember_stop(app, &request.key, way);
            CommandError::interrupted("stopped; you were not signed in")
        }
        _ => error,
    })?;
    let Some(outcome) = outcome else {
        tried::remember_stop(app, &request.key, way);
        let error = CommandError::failed("stopped; you were not signed in");
        return Err(NotSignedIn { error, refused: None, went_back: true });
    };
    tried::remember(app, &request.key, way, outcome.0.as_ref().err());
    match outcome {
        (Ok(token), versions) => {
            if versions.iter().any(takes_it_for_a_devices) {
                // The token file itself contains what a renewal needs, so only the registration
                // file is deleted.
                let _ = identity_center::forget_registration(&folder, request);
            }
            collect::forget_refusals(&app.system, std::slice::from_ref(&request.key));
            let renews = if can_renew(&request.key, &token, app.system.now()) {
                "signed in; renews itself"
            } else {
                "signed in"
            };
            app.printer.say(&format!("{} {renews}", Mark::Good.show()));
            Ok(token)
        }
        (Err(error), _) => Err(NotSignedIn {
            refused: refused_at_once(&error).map(Box::new),
            error: failed(&error),
            went_back: false,
        }),
    }
}

/// What each `aws` on PATH prints, collected while the user is in the browser.
async fn versions(app: &App, facts: &Facts) -> Vec<AwsExecutable> {
    const LIMIT: Duration = Duration::from_secs(10);
    let found = facts.aws.clone().unwrap_or_default();
    collect::aws_versions(&app.system, &found, LIMIT).await
}

/// Whether this AWS CLI would reuse a browser registration for a device sign-in, which AWS
/// refuses: version 2 before 2.22.0 (CATALOGUE, *Registrations*; FACTS section 3).
fn takes_it_for_a_devices(aws: &AwsExecutable) -> bool {
    match &aws.version {
        Ok(VersionOutput::Aws(version)) => {
            version.0.major == 2 && version.0 < Version::new(2, 22, 0)
        }
        _ => false,
    }
}

/// What is on the screen while the user is in the browser.
struct Waiting {
    progress: Progress,
    /// Whether the screen says that an older tab was refused.
    has_refused_a_tab: bool,
    /// Opens the browser; dropped when the wait ends.
    _keys: Option<WaitingKeys>,
}

/// Shows progress while the user is in the browser.
fn show(
    app: &App,
    facts: &Facts,
    how: How,
    back: &Arc<Notify>,
    waiting: &mut Option<Waiting>,
    event: Event,
) {
    match event {
        Event::Code { verification_uri, verification_uri_complete, user_code, expires_at } => {
            let address = verification_uri_complete.unwrap_or(verification_uri);
            let address = facts::clean_line(&address);
            app.printer.say("");
            if facts.no_return() == Some(NoReturn::Ssh) {
                show_qr(app, &address);
            }
            app.printer.say(&format!("  Open   {}", address.cyan()));
            let code = facts::clean_line(&user_code);
            app.printer.say(&format!(
                "  Code   {}   {}",
                code.bold(),
                "confirm only if the page shows the same code".dimmed()
            ));
            *waiting = Some(wait(app, facts, how, back, &address, expires_at));
        }
        Event::Authorize { url, expires_at } => {
            // Never cut, because the user may copy it into another browser.
            let address = facts::clean(&url);
            app.printer.say("");
            app.printer.say(&format!("  Open   {}", address.cyan()));
            *waiting = Some(wait(app, facts, how, back, &address, expires_at));
        }
        Event::OtherSignIn => {
            // An older tab may come back again and again.
            let is_said = waiting
                .as_mut()
                .is_some_and(|waiting| std::mem::replace(&mut waiting.has_refused_a_tab, true));
            if !is_said {
                app.printer.say("  An older browser tab was refused; finish in the newest one.");
            }
        }
        Event::Waiting { left } => {
            if let Some(waiting) = waiting {
                waiting.progress.left(left, "waiting for you in the browser");
            }
        }
        Event::SlowedDown { interval } => {
            if let Some(waiting) = waiting {
                waiting.progress.left(
                    Duration::ZERO,
                    &format!("AWS asked us to slow down, checking every {} s", interval.as_secs()),
                );
            }
        }
    }
}

/// Opens the browser, or says which key does, and starts to wait.
fn wait(
    app: &App,
    facts: &Facts,
    how: How,
    back: &Arc<Notify>,
    address: &str,
    expires_at: Timestamp,
) -> Waiting {
    let left = expires_at.duration_since(app.system.now()).unsigned_abs();
    let opens = how.browser && facts.has_browser() && is_web_address(address);
    let has_keys = app.prompter.is_some();
    let mut words: Vec<&str> = Vec::new();
    match (opens && has_keys, how.on_enter) {
        (true, true) => words.push("Press Enter to open your browser, and to open it again"),
        (true, false) => words.push("Enter opens your browser again"),
        (false, _) => {}
    }
    if has_keys && how.on_enter {
        words.push("Esc goes back");
    }
    app.printer.say("");
    if !words.is_empty() {
        app.printer.say(&format!("  {}", words.join(" · ").bold()));
    }
    if opens && !(has_keys && how.on_enter) {
        open_browser(facts, address);
    }
    let keys = has_keys.then(|| {
        let (address, back) = (address.to_owned(), Arc::clone(back));
        WaitingKeys::watch(
            move || {
                if opens {
                    let _ = machine::open_in_browser(&address);
                }
            },
            move || {
                if how.on_enter {
                    back.notify_one();
                }
            },
        )
    });
    Waiting {
        progress: Progress::waiting(&app.printer, left),
        has_refused_a_tab: false,
        _keys: keys,
    }
}

/// The address as a QR code, where the browser is on another device.
fn show_qr(app: &App, address: &str) {
    if !app.printer.can_draw() {
        return;
    }
    let color = app.printer.err_has_color();
    for line in qr::lines(address, color, crate::terminal::size()).unwrap_or_default() {
        let line = if color { line.black().on_white().to_string() } else { line };
        app.printer.say(&format!("  {line}"));
    }
    app.printer.say("");
}

/// Opens an address that is already on the screen, if there is a browser; a failure to start it is
/// ignored.
pub(crate) fn open_browser(facts: &Facts, address: &str) {
    if facts.has_browser() && is_web_address(address) {
        let _ = machine::open_in_browser(address);
    }
}

/// In the process that [`machine::open_in_browser`] starts: opens the address.
pub(crate) fn open_here(address: &str) {
    if is_web_address(address) {
        let _ = webbrowser::open(address);
    }
}

/// Accepts only web addresses without a user name, so that a shell or a URL handler cannot be
/// tricked into running something.
fn is_web_address(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| {
        let loopback = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let is_encrypted = url.scheme() == "https" || (url.scheme() == "http" && loopback);
        // A password would be on a command line, for every user of this computer to see.
        is_encrypted && url.username().is_empty() && url.password().is_none()
    })
}

fn failed(error: &SignInError) -> CommandError {
    let status = match error {
        SignInError::Unreachable(_) | SignInError::TimedOut(_) | SignInError::WrongAnswer(_) => {
            INCOMPLETE
        }
        _ => crate::error::FOUND,
    };
    CommandError { status, message: format!("not signed in: {error}"), hint: None }
}

/// Recognizes a rejected start URL or region (FAILURES U02): AWS refuses to start the device
/// authorization. A browser sign-in is refused on a page that this program does not see.
fn refused_at_once(error: &SignInError) -> Option<ServiceError> {
    match error {
        SignInError::Refused(error)
            if error.operation == "StartDeviceAuthorization"
                && error.code == "InvalidRequestException" =>
        {
            Some(error.clone())
        }
        _ => None,
    }
}

impl How {
    /// Uses a browser that redirects back, unless it cannot (another machine, a container, no
    /// display) or the user wants a code.
    pub(crate) fn choose(facts: &Facts, device_code: bool, browser: bool) -> Self {
        Self { device_code: device_code || facts.no_return().is_some(), browser, on_enter: false }
    }

    /// The same, but opens the browser only once the user presses Enter.
    pub(crate) const fn on_enter(self) -> Self {
        Self { on_enter: true, ..self }
    }
}
