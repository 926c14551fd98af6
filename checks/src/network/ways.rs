//! What is known about the connections to a session's endpoints.

use facts::{
    Endpoint, Facts, IdentityAnswer, Known, Os, Probe, Service, SessionKey, Step, Subject,
};

/// The connections of one session.
pub(super) struct Ways<'a> {
    /// Those that were checked.
    pub(super) seen: Vec<(Endpoint, &'a Probe)>,
    /// Why another one could not be checked.
    pub(super) unknown: Option<facts::Why>,
    /// Whether one was skipped because too many are in scope.
    pub(super) sampled: bool,
}

/// The sessions in scope whose endpoints are known.
pub(super) fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .sessions_in_scope()
        .iter()
        .filter(|key| facts.session(key).region.is_some())
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

/// The connections to the endpoints of a session.
pub(super) fn of<'a>(facts: &'a Facts, key: &SessionKey) -> Ways<'a> {
    let mut ways = Ways { seen: Vec::new(), unknown: None, sampled: false };
    let probes = &facts.network.probes;
    for endpoint in facts.endpoints(key) {
        let probe: Known<Option<&Probe>> = match endpoint {
            Err(why) => Err(why),
            Ok(endpoint) => match probes.get(&endpoint) {
                Some(Ok(probe)) => {
                    ways.seen.push((endpoint, probe));
                    continue;
                }
                Some(Err(why)) => Err(why.clone()),
                None => Ok(None),
            },
        };
        match probe {
            Err(why) => ways.unknown = ways.unknown.or(Some(why)),
            Ok(_) if probes.is_empty() => {
                ways.unknown = ways.unknown.or(Some(facts::Why::NotAsked));
            }
            Ok(_) => ways.sampled = true,
        }
    }
    ways
}

/// Whether AWS has answered a call of this session to a service in this run, which proves more
/// than any test of the connection.
pub(super) fn has_answered(facts: &Facts, key: &SessionKey, service: Service) -> bool {
    if service == Service::Oidc {
        return matches!(facts.network.refreshes.get(key), Some(Ok(_)));
    }
    let accepted = matches!(facts.network.accepted.get(key), Some(Ok(_)));
    if service == Service::Portal && accepted {
        return true;
    }
    let users = facts.session_users().get(key);
    users.into_iter().flatten().any(|name| {
        let step = match facts.network.identities.get(name) {
            Some(Ok(IdentityAnswer::Identity(_))) => Step::CallerIdentity,
            Some(Ok(IdentityAnswer::Refused(step, _))) => *step,
            _ => return false,
        };
        // STS is called with the credentials that the portal gave.
        service == Service::Portal || step == Step::CallerIdentity
    })
}

/// The variable that names the proxy for this endpoint: lowercase takes precedence
/// (`urllib.request.getproxies_environment`).
pub(super) fn proxy_variable(facts: &Facts, tls: bool) -> &'static str {
    let (lower, upper) =
        if tls { ("https_proxy", "HTTPS_PROXY") } else { ("http_proxy", "HTTP_PROXY") };
    if facts.environment().is_set(lower) { lower } else { upper }
}

/// Where the proxy for this endpoint is set, in words: that variable, or the system's settings.
pub(super) fn proxy_setting(facts: &Facts, tls: bool) -> &'static str {
    match (facts.system_proxy_in_use(), facts.os) {
        (None, _) => proxy_variable(facts, tls),
        (Some(_), Os::Windows) => "Windows' proxy settings",
        (Some(_), _) => "the system's proxy settings",
    }
}

/// `oidc.eu-central-1.amazonaws.com`, `oidc… and 2 more`.
pub(super) fn hosts(endpoints: &[&Endpoint]) -> String {
    match endpoints {
        [] => String::new(),
        [one] => one.to_string(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}
