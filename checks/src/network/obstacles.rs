//! The names of obstacles on the connection to AWS, and their fixes.

use facts::{
    Endpoint, EndpointFrom, Facts, Hop, Obstacle, Os, Probe, Proxy, Reached, Service, SessionKey,
    Subject, Text, mask_secrets,
};

use super::ways;
use crate::kit::words::{capitalized, list};
use crate::{Finding, Place, Remedy};

/// Name at most this many hosts; a run has three for each session.
const MAX_HOSTS: usize = 12;

/// The finding for a connection that certainly fails.
pub(super) fn finding(
    facts: &Facts,
    subject: &Subject,
    endpoint: &Endpoint,
    probe: &Probe,
    met: &[Endpoint],
) -> Finding {
    match (&probe.reached, &probe.proxy) {
        (Reached::Stopped(Hop::Proxy, obstacle), Some(proxy)) => {
            at_proxy(facts, endpoint, proxy, obstacle, met)
        }
        (Reached::Stopped(_, obstacle), _) => at_host(facts, subject, endpoint, obstacle, met),
        _ => at_host(facts, subject, endpoint, &Obstacle::Refused, met),
    }
}

fn at_proxy(
    facts: &Facts,
    endpoint: &Endpoint,
    proxy: &Proxy,
    obstacle: &Obstacle,
    met: &[Endpoint],
) -> Finding {
    let places = name_all(met);
    let variable = ways::proxy_variable(facts, endpoint.tls);
    let setting = ways::proxy_setting(facts, endpoint.tls);
    let shown = &proxy.shown;
    let (code, brief, what, why) = match obstacle {
        Obstacle::ProxyStatus(407, schemes) => {
            let basic = schemes.is_empty()
                || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic"));
            let (brief, what) = match (basic, proxy.with_password) {
                (false, _) => (
                    "the proxy requires a sign-in that AWS tools do not support",
                    format!("The proxy {shown} requires {}.", schemes.join(" or ")),
                ),
                (true, true) => (
                    "the proxy rejects the password",
                    format!("The proxy {shown} rejects the user name and password in {setting}."),
                ),
                (true, false) => (
                    "the proxy requires a password",
                    format!("The proxy {shown} requires a user name and password, but {setting} has none."),
                ),
            };
            let why = if basic {
                "It blocks every connection to AWS until you authenticate (HTTP 407)."
            } else {
                "AWS tools support only a user name and password (Basic). The proxy blocks every connection to AWS (HTTP 407)."
            };
            ("proxy-password", brief, what, why.to_owned())
        }
        Obstacle::ProxyStatus(status, _) => (
            "proxy-blocks",
            "the proxy blocks AWS",
            format!("The proxy {shown} blocks {places} (HTTP {status})."),
            match met.len() {
                1 => "A proxy rule blocks this host or this kind of connection.".to_owned(),
                _ => "A proxy rule blocks these hosts or this kind of connection.".to_owned(),
            },
        ),
        Obstacle::NotAProxy => (
            "not-a-proxy",
            "the server there is not a proxy",
            format!("The server at {shown}, from {setting}, is not an HTTP proxy."),
            "AWS tools ask it for a tunnel to AWS and cannot understand its answer.".to_owned(),
        ),
        Obstacle::NoSuchName => (
            "proxy-unknown",
            "the proxy's host was not found",
            format!("This network cannot find the host of the proxy {shown}, from {setting}."),
            "AWS host names resolve, so the network is up. An organization's proxy resolves only in its own network or through its VPN.".to_owned(),
        ),
        _ => (
            "proxy-refused",
            "the proxy refuses connections",
            format!("The proxy {shown}, from {setting}, refuses connections."),
            "Every call to AWS goes through it. It is not running, or it uses another port.".to_owned(),
        ),
    };
    let next = match code {
        "proxy-password" if setting != variable => {
            format!("set {variable} with the proxy's user name and password")
        }
        "proxy-password" => format!("put the right user name and password in {variable}"),
        "proxy-blocks" => {
            format!("ask your network administrators to allow {places} in the proxy")
        }
        _ if setting == variable => format!("correct or unset {variable}"),
        _ => format!("correct the proxy in {setting}, or turn it off there"),
    };
    Finding::stops(code, brief)
        .what(what)
        .why(why)
        .says(format!("Failed to connect to proxy URL: \"{shown}\""))
        .next(next)
        .offer(proxy_guide(facts, met, variable, obstacle))
}

fn proxy_guide(
    facts: &Facts,
    met: &[Endpoint],
    variable: &'static str,
    obstacle: &Obstacle,
) -> Remedy {
    let shell = facts.shell;
    match obstacle {
        Obstacle::ProxyStatus(407, schemes)
            if !schemes.is_empty()
                && !schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic")) =>
        {
            Remedy::guide("proxy-helper", "Use a local proxy helper")
                .word("A helper such as px or cntlm authenticates to the proxy for you. Ask your network administrators which one to use, then set:")
                .word(shell.export(variable, "http://127.0.0.1:3128"))
        }
        Obstacle::ProxyStatus(407, _) => {
            Remedy::guide("proxy-password", "Give the proxy a user name and password")
                .word(shell.export(variable, "http://NAME:PASSWORD@HOST:PORT"))
                .word("Write the characters @, : and / in the password as %40, %3A and %2F. If a shell start-up file sets the variable, correct it there.")
        }
        Obstacle::ProxyStatus(..) => Remedy::guide("allow", "Ask to have AWS allowed")
            .word(format!("Ask your network administrators to allow CONNECT to {} in the proxy.", needed(met))),
        _ if facts.system_proxy_in_use().is_some() => Remedy::guide("proxy", "Correct the system's proxy")
            .word("The proxy may work only in your organization's network or with its VPN. Your support team knows its address.")
            .word(match facts.os {
                Os::Windows => "Settings > Network & internet > Proxy has it.",
                _ => "System Settings > Network > Details > Proxies has it.",
            }),
        _ => Remedy::guide("proxy", "Correct or unset the proxy")
            .word("The proxy may work only in your organization's network or with its VPN. Your support team knows its address.")
            .word("To unset it in this shell:")
            .word(shell.unset(variable)),
    }
}

fn at_host(
    facts: &Facts,
    subject: &Subject,
    endpoint: &Endpoint,
    obstacle: &Obstacle,
    met: &[Endpoint],
) -> Finding {
    let service = endpoint.service.name();
    let unknown = *obstacle == Obstacle::NoSuchName;
    if endpoint.configured {
        let what = if unknown {
            format!("A setting sends {service} to {endpoint}, which does not exist.")
        } else {
            format!("A setting sends {service} to {endpoint}, which does not answer.")
        };
        let finding = Finding::stops("setting-leads-nowhere", format!("{endpoint} does not answer")).what(what)
        .why("AWS tools use this address instead of AWS's own, so sign-in or every call fails. Such settings are meant for simulators (LocalStack) and private endpoints.")
        .says(could_not_connect(endpoint))
        .next("remove the setting, or start the server it names");
        return with_setting(facts, subject, endpoint, finding);
    }
    if unknown {
        let finding = Finding::stops("unknown-host", format!("host {endpoint} does not exist")).what(format!("The host {endpoint} does not exist, although other AWS hosts do."))
        .why(format!("AWS tools look for {} there. The region is misspelled or has no IAM Identity Center, or this network's DNS server hides the name.", capitalized(service)))
        .says(could_not_connect(endpoint))
        .next(if endpoint.service == Service::Sts {
            "check the region of the profile"
        } else {
            "check sso_region"
        })
        .offer(
            Remedy::guide("region", "Look up the region")
                .word("After you sign in to the portal, the address bar shows its region. Your support team knows it too.")
                .word(format!("If the region is right, ask your network administrators why {endpoint} does not resolve.")),
        );
        return with_region(facts, subject, endpoint, finding);
    }
    let refused = *obstacle == Obstacle::Refused;
    let (all, few) = (name_all(met), ways::hosts(&met.iter().collect::<Vec<_>>()));
    let (code, brief, what) = match (refused, met.len()) {
        (true, 1) => {
            ("refused", format!("{few} refuses connections"), format!("{all} refuses connections."))
        }
        (true, _) => {
            ("refused", format!("{few} refuse connections"), format!("{all} refuse connections."))
        }
        (false, 1) => (
            "blocked",
            format!("{few} does not answer"),
            format!("{all} does not answer, although other AWS hosts do."),
        ),
        (false, _) => (
            "blocked",
            format!("{few} do not answer"),
            format!("{all} do not answer, although other AWS hosts do."),
        ),
    };
    let variable = ways::proxy_variable(facts, true);
    let guide = Remedy::guide("firewall", "Have the firewall opened")
        .word(format!("Ask your network administrators to allow {}.", needed(met)))
        .word("If this network has a proxy, set:")
        .word(facts.shell.export(variable, "http://HOST:PORT"));
    Finding::stops(code, brief).what(what)
        .why("AWS accepts connections there, so a firewall in between or a program on this computer refuses them.")
        .says(could_not_connect(endpoint))
        .next("ask your network administrators, or set the network's proxy")
        .offer(guide)
}

/// What the network must allow for single sign-on.
fn needed(met: &[Endpoint]) -> String {
    let port = met.first().map_or(443, |endpoint| endpoint.port);
    format!("{} on port {port}", name_all(met))
}

/// Every host: the person who opens the firewall needs all of them.
fn name_all(met: &[Endpoint]) -> String {
    let names: Vec<String> = met.iter().map(ToString::to_string).collect();
    list(&names, MAX_HOSTS)
}

/// botocore's message (`botocore/exceptions.py`, `EndpointConnectionError`) for the first call
/// that goes to each service.
fn could_not_connect(endpoint: &Endpoint) -> String {
    let path = match endpoint.service {
        Service::Oidc => "client/register",
        Service::Portal => "federation/credentials",
        Service::Sts => "",
    };
    let scheme = if endpoint.tls { "https" } else { "http" };
    format!("Could not connect to the endpoint URL: \"{scheme}://{endpoint}/{path}\"")
}

fn session_of(subject: &Subject) -> Option<&SessionKey> {
    match subject {
        Subject::Session(key) => Some(key),
        _ => None,
    }
}

/// Shows the setting that names the endpoint, and how to remove it.
fn with_setting(
    facts: &Facts,
    subject: &Subject,
    endpoint: &Endpoint,
    finding: Finding,
) -> Finding {
    let setting = session_of(subject).and_then(|key| {
        let users = facts.session_users().get(key)?;
        users
            .iter()
            .filter_map(|name| facts.profile(name))
            .flat_map(|profile| profile.endpoint_settings())
            .find(|setting| {
                setting.service == endpoint.service
                    && Endpoint::configured(setting.service, &setting.url).is_ok_and(|at| {
                        (at.host, at.port) == (endpoint.host.clone(), endpoint.port)
                    })
            })
    });
    let guide = Remedy::guide("setting", "Remove the setting");
    match setting.map(|setting| (setting.from, setting.url)) {
        Some((EndpointFrom::Variable(name), _)) => {
            finding.offer(guide.word(facts.shell.unset(name)))
        }
        Some((EndpointFrom::Line(file, location), url)) => finding
            .at(Place::of(facts, file, location), "this setting sends the service there")
            .offer(guide.word(format!(
                "Remove the line with {}, or start the server it names.",
                Text(&mask_secrets(&url))
            ))),
        None => finding.offer(guide.word("Find the setting with `aws configure list`.")),
    }
}

/// Shows the line that names the region.
fn with_region(facts: &Facts, subject: &Subject, endpoint: &Endpoint, finding: Finding) -> Finding {
    let Some(key) = session_of(subject) else {
        return finding;
    };
    let of_profile = |name| facts.profile_of_session(key)?.place(name);
    let place = match endpoint.service {
        Service::Sts => of_profile("region"),
        _ => facts.session(key).place("sso_region").or_else(|| of_profile("sso_region")),
    };
    finding.at(place, "the host name comes from this region")
}
