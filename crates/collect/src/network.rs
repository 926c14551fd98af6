//! How to reach AWS for a session.

use std::path::{Path, PathBuf};
use std::time::Duration;

use facts::{Endpoints, Facts, Known, Profile, Recipients, SessionKey, Token, Why};
use identity_center::Connection;
use machine::{System, http_client};

/// Query at most this many profiles or sessions in parallel (CATALOGUE, *Which profile*).
pub(crate) const MAX_PARALLEL: usize = 5;

/// Wait at most this long for one profile or session; each call has a shorter limit
/// ([`identity_center::Limits`]).
pub(crate) const ANSWER_LIMIT: Duration = Duration::from_secs(45);

pub(crate) fn find_profile<'a>(facts: &'a Facts, name: &str) -> Known<Profile<'a>> {
    facts
        .profile(name)
        .ok_or_else(|| Why::Error(format!("there is no profile {}", facts::clean_line(name))))
}

/// The token of a session, if it has not expired.
pub(crate) fn valid_token<'a>(
    facts: &'a Facts,
    session: &SessionKey,
    system: &System,
) -> Known<&'a Token> {
    let cache = facts.tokens.as_ref().map_err(Clone::clone)?;
    let shown = facts::clean_line(session.name());
    let entry = cache
        .entries
        .get(&session.cache_name())
        .ok_or_else(|| Why::Error(format!("{shown} has not been signed in to")))?;
    let token = entry
        .token
        .as_ref()
        .map_err(|fault| Why::Error(format!("the token of {shown} is unusable: {fault}")))?;
    if token.has_expired(system.now()) {
        return Err(Why::Error(format!("the sign-in to {shown} has expired")));
    }
    Ok(token)
}

/// How to reach AWS for a session, with the endpoints, the proxy and the certificates of
/// `profile`, or without one, those of the environment.
///
/// # Errors
/// The session has no region, or the HTTP client could not be built.
pub fn connection(
    system: &System,
    facts: &Facts,
    session: &SessionKey,
    profile: Option<Profile<'_>>,
    recipients: Recipients,
) -> Known<Connection> {
    let own_region = match session {
        // Legacy profiles of one portal may name different regions.
        SessionKey::Legacy(_) => {
            profile.and_then(|profile| profile.text("sso_region")).map(str::to_owned)
        }
        SessionKey::Named(_) => None,
    };
    let whole = facts.session(session);
    let region = own_region.or_else(|| whole.region.clone()).ok_or_else(|| {
        let missing = whole.what_is_missing();
        Why::Error(missing.unwrap_or_else(|| "the session has no sso_region".to_owned()))
    })?;
    let endpoints = endpoints_of(facts, profile);
    let bundle = match profile {
        Some(profile) => profile.ca_bundle(),
        None => facts.environment().non_empty("AWS_CA_BUNDLE").map(Into::into),
    };
    connect(system, facts, &region, endpoints, bundle.as_deref(), recipients)
}

/// How to reach AWS for a portal that is in no file yet, with the endpoints, the proxy and the
/// certificates of the environment.
///
/// # Errors
/// The HTTP client could not be built.
pub fn portal_connection(
    system: &System,
    facts: &Facts,
    region: &str,
    recipients: Recipients,
) -> Known<Connection> {
    let endpoints = environment_endpoints(facts);
    let bundle = facts.environment().non_empty("AWS_CA_BUNDLE").map(PathBuf::from);
    connect(system, facts, region, endpoints, bundle.as_deref(), recipients)
}

fn connect(
    system: &System,
    facts: &Facts,
    region: &str,
    endpoints: Endpoints,
    bundle: Option<&Path>,
    recipients: Recipients,
) -> Known<Connection> {
    let http =
        http_client(system, &facts.proxy_in_use(), bundle, recipients).map_err(Why::error)?;
    let clock = system.clone();
    Ok(Connection::new(http, region)
        .clock(move || clock.now())
        .oidc_endpoint(endpoints.oidc)
        .portal_endpoint(endpoints.portal)
        .sts_endpoint(endpoints.sts))
}

/// The endpoints of a profile, or without one, of the environment.
pub(crate) fn endpoints_of(facts: &Facts, profile: Option<Profile<'_>>) -> Endpoints {
    profile.map_or_else(|| environment_endpoints(facts), |profile| profile.endpoints())
}

/// The endpoints that variables set (FACTS section 4).
fn environment_endpoints(facts: &Facts) -> Endpoints {
    facts.endpoint_variables().into()
}
