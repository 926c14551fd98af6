//! `credentials`: gives a profile's credentials to a program.
//!
//! It is the one command that prints secrets, and never on a terminal unless `--show` asks for it.
//! A program that is started as a `credential_process` shows people what it prints on standard
//! error, often after a prefix of its own, so an error is one line there and standard output is
//! empty.

mod formats;
mod single_sign_on;
mod source;

use aws_files::FileKind;
use facts::{Facts, LoginKeys, Profile, Request, RoleCredentials, ScopeReason, SignInState, Text};

use self::source::Source;
use crate::app::App;
use crate::cli::Credentials;
use crate::error::{CommandError, OK};

/// Credentials, and whose they are.
pub(super) struct Given {
    /// The profile that was asked for.
    profile: String,
    /// The account.
    account: String,
    /// The role of single sign-on.
    role: Option<String>,
    /// The credentials.
    pub(super) keys: RoleCredentials,
}

/// Prints the credentials of one profile.
///
/// # Errors
/// Standard output is a terminal (2). Everything else is one line on standard error, and the
/// status alone is returned.
pub(crate) fn run(app: &App, args: &Credentials) -> Result<u8, CommandError> {
    if app.printer.out_is_terminal() && !args.show {
        return Err(CommandError::usage("credentials are secrets and are not shown on a terminal")
            .hint("redirect or pipe the output, or show them anyway with --show"));
    }
    match give(app, args) {
        Ok(given) => {
            app.printer.give_secret(&formats::text(args.format, &given));
            Ok(OK)
        }
        Err(error) => {
            app.printer.say(&one_line(&error));
            Ok(error.status)
        }
    }
}

/// An error as one line: the program that failed, what is wrong, and the command that fixes it.
fn one_line(error: &CommandError) -> String {
    let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    let text = facts::clean_line(&format!("aws-onboard: {}{hint}", error.message));
    facts::mask_secrets_in(text)
}

fn give(app: &App, args: &Credentials) -> Result<Given, CommandError> {
    let request =
        Request { profile: args.profile.clone(), offline: args.offline, ..Request::default() };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    give_of_profile(app, &facts, &profile_name(&facts))
}

/// The credentials of a profile, from the cache or from the portal.
///
/// # Errors
/// There is no such profile, it takes its credentials elsewhere, or you are not signed in (1); AWS
/// could not be reached (3).
pub(super) fn give_of_profile(app: &App, facts: &Facts, name: &str) -> Result<Given, CommandError> {
    let profile = existing_profile(facts, name)?;
    let name = name.to_owned();
    match source::source_of(&profile)? {
        Source::SingleSignOn { key, account, role } => {
            let keys = single_sign_on::credentials(app, facts, &profile, &key, account, role)?;
            let (account, role) = (account.to_owned(), Some(role.to_owned()));
            Ok(Given { profile: name, account, role, keys })
        }
        Source::Login(session) => {
            let keys = login_keys(facts, &profile, session)?;
            let given = RoleCredentials {
                key_id: keys.key_id.clone(),
                secret: keys.secret.clone(),
                session_token: keys.session_token.clone(),
                expires_at: keys.expires_at,
            };
            Ok(Given { profile: name, account: keys.account.clone(), role: None, keys: given })
        }
    }
}

/// The profile with this name.
///
/// # Errors
/// It does not exist (1), or a file that may define it cannot be read (3).
pub(super) fn existing_profile<'a>(
    facts: &'a Facts,
    name: &str,
) -> Result<Profile<'a>, CommandError> {
    let unread = || {
        let mut kinds = [FileKind::Config, FileKind::Credentials].into_iter();
        kinds.find_map(|kind| facts.files().file(kind).unread())
    };
    facts.profile(name).ok_or_else(|| match unread() {
        Some(why) => CommandError::incomplete(format!(
            "whether the profile {} exists is unknown: {why}",
            Text(name)
        ))
        .hint("`aws-onboard doctor` says what to do about it"),
        None => CommandError::failed(format!("the profile {} does not exist", Text(name)))
            .hint("`aws-onboard profiles` lists them"),
    })
}

/// The profile of the flag or of AWS_PROFILE; otherwise `default`, as for AWS tools.
pub(super) fn profile_name(facts: &Facts) -> String {
    let scope = facts.scope();
    match (scope.reason, scope.profiles.first()) {
        (ScopeReason::Flag | ScopeReason::Variable(_), Some(name)) => name.clone(),
        _ => "default".to_owned(),
    }
}

/// The step that finds the fault of a profile.
fn run_doctor(profile: &Profile<'_>) -> String {
    let argv = ["aws-onboard", "doctor", "--profile", profile.name];
    format!("run {}", profile.facts().shell.command(&argv))
}

/// The stored keys of `aws login` while they last: only AWS tools renew them.
fn login_keys<'a>(
    facts: &'a Facts,
    profile: &Profile<'_>,
    session: &str,
) -> Result<&'a LoginKeys, CommandError> {
    let run = format!("run {}", facts.shell.command(&profile.aws_login_command()));
    let entry = facts.login_entry(session).map_err(|why| {
        CommandError::incomplete(format!("the cache of aws login could not be read: {why}"))
    })?;
    let keys = entry.and_then(|entry| entry.keys.as_ref().ok());
    match (facts.login_state(session), keys) {
        (Ok(SignInState::SignedIn { .. }), Some(keys)) => Ok(keys),
        (Ok(SignInState::MayRenew { .. }), _) => Err(CommandError::failed(format!(
            "the keys of aws login for the profile {profile} have expired"
        ))
        .hint(format!("{run} (or any AWS CLI command with this profile, which renews them)"))),
        (Ok(_), _) => Err(CommandError::failed(format!(
            "the profile {profile} is not signed in with aws login"
        ))
        .hint(run)),
        (Err(why), _) => Err(CommandError::incomplete(format!(
            "the sign-in of aws login for the profile {profile} is unknown: {why}"
        ))),
    }
}
