//! What an obstacle on the way to AWS is called, and what helps against it.

use facts::{
    Endpoint, EndpointFrom, Facts, Hop, Obstacle, Probe, Proxy, Reached, Service, SessionKey,
    Subject, Text, mask_secrets,
};

use super::ways;
use crate::{Finding, Place, Remedy};

/// The finding for a way that is certainly closed.
pub(super) fn finding(
    facts: &Facts,
    subject: &Subject,
    endpoint: &Endpoint,
    probe: &Probe,
) -> Finding {
    match (&probe.reached, &probe.proxy) {
        (Reached::Stopped(Hop::Proxy, obstacle), Some(proxy)) => {
            at_proxy(facts, endpoint, proxy, obstacle)
        }
        (Reached::Stopped(_, obstacle), _) => at_host(facts, subject, endpoint, obstacle),
        _ => at_host(facts, subject, endpoint, &Obstacle::Refused),
    }
}

fn at_proxy(facts: &Facts, endpoint: &Endpoint, proxy: &Proxy, obstacle: &Obstacle) -> Finding {
    let variable = ways::proxy_variable(facts, endpoint.tls);
    let shown = &proxy.shown;
    let (code, brief, what, why) = match obstacle {
        Obstacle::ProxyStatus(407, schemes) => {
            let basic = schemes.is_empty()
                || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic"));
            let (brief, what) = match (basic, proxy.with_password) {
                (false, _) => (
                    "the proxy wants a sign-in that AWS tools cannot do",
                    format!("The proxy {shown} wants {}.", schemes.join(" or ")),
                ),
                (true, true) => (
                    "the proxy does not accept the password",
                    format!("The proxy {shown} does not accept the name and the password in {variable}."),
                ),
                (true, false) => (
                    "the proxy wants a password",
                    format!("The proxy {shown} wants a name and a password, and {variable} has none."),
                ),
            };
            let why = if basic {
                "It lets nothing through to AWS until it knows who asks (HTTP 407)."
            } else {
                "AWS tools send a name and a password (Basic) and nothing else; it lets nothing through to AWS (HTTP 407)."
            };
            ("proxy-password", brief, what, why.to_owned())
        }
        Obstacle::ProxyStatus(status, _) => (
            "proxy-blocks",
            "the proxy does not let AWS through",
            format!("The proxy {shown} does not let {endpoint} through (HTTP {status})."),
            "A rule of the proxy forbids the host or what it is used for.".to_owned(),
        ),
        Obstacle::NotAProxy => (
            "not-a-proxy",
            "what answers is no proxy",
            format!("What answers at {shown}, which {variable} names, is no proxy for HTTP."),
            "AWS tools ask it for a tunnel to AWS and get no answer that they understand.".to_owned(),
        ),
        Obstacle::NoSuchName => (
            "proxy-unknown",
            "the proxy is not known here",
            format!("The proxy {shown}, which {variable} names, is not known in this network."),
            "Names of AWS are known here, so the network is up. A proxy of an organisation's own network is known only there, or through its VPN.".to_owned(),
        ),
        _ => (
            "proxy-refused",
            "the proxy refuses connections",
            format!("The proxy {shown}, which {variable} names, refuses connections."),
            "Every call to AWS goes there first and ends there. It is not running, or its port is another one.".to_owned(),
        ),
    };
    let next = match code {
        "proxy-password" => format!("put the right name and password into {variable}"),
        "proxy-blocks" => format!("ask whoever runs the proxy to allow {endpoint}"),
        _ => format!("correct {variable}, or take it away"),
    };
    Finding::stops(code, brief)
        .what(what)
        .why(why)
        .says(format!("Failed to connect to proxy URL: \"{shown}\""))
        .next(next)
        .offer(proxy_guide(facts, endpoint, variable, obstacle))
}

fn proxy_guide(
    facts: &Facts,
    endpoint: &Endpoint,
    variable: &'static str,
    obstacle: &Obstacle,
) -> Remedy {
    let shell = facts.shell;
    match obstacle {
        Obstacle::ProxyStatus(407, schemes)
            if !schemes.is_empty()
                && !schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic")) =>
        {
            Remedy::guide("proxy-helper", "Go through a helper on this computer")
                .word("A helper such as px or cntlm signs in at the proxy for you. Ask whoever runs the proxy which one is meant to be used, and then name it:")
                .word(shell.export(variable, "http://127.0.0.1:3128"))
        }
        Obstacle::ProxyStatus(407, _) => {
            Remedy::guide("proxy-password", "Give the proxy its name and password")
                .word(shell.export(variable, "http://NAME:PASSWORD@HOST:PORT"))
                .word("Characters such as @, : and / in the password are written as %40, %3A and %2F. Where the line stands in a start-up file of the shell, correct it there.")
        }
        Obstacle::ProxyStatus(..) => Remedy::guide("allow", "Ask for AWS to be allowed")
            .word(format!("Ask whoever runs the proxy to allow CONNECT to {}.", needed(endpoint))),
        _ => Remedy::guide("proxy", "Correct the proxy, or do without")
            .word("In your organisation's network, or with its VPN on, the proxy may answer; its address is what your support team says.")
            .word("To do without it in this shell:")
            .word(shell.unset(variable)),
    }
}

fn at_host(facts: &Facts, subject: &Subject, endpoint: &Endpoint, obstacle: &Obstacle) -> Finding {
    let service = endpoint.service.name();
    let unknown = *obstacle == Obstacle::NoSuchName;
    if endpoint.configured {
        let what = if unknown {
            format!("There is no host {endpoint}, where a setting sends {service}.")
        } else {
            format!("Nothing answers at {endpoint}, where a setting sends {service}.")
        };
        let finding = Finding::stops("setting-leads-nowhere", format!("nothing answers at {endpoint}")).what(what)
        .why("AWS tools ask there and not at AWS, so that sign-in or every call fails. Such settings are for simulators (LocalStack) and private endpoints.")
        .says(could_not_connect(endpoint))
        .next("take the setting away, or start what should answer there");
        return with_setting(facts, subject, endpoint, finding);
    }
    if unknown {
        let finding = Finding::stops("unknown-host", format!("there is no host {endpoint}")).what(format!("There is no host {endpoint}, and other names of AWS are known."))
        .why(format!("{} is in that region for the AWS tools. The region is misspelt or has no IAM Identity Center, or the name server of this network hides the name.", capital(service)))
        .says(could_not_connect(endpoint))
        .next(if endpoint.service == Service::Sts {
            "check the region of the profile"
        } else {
            "check sso_region"
        })
        .offer(
            Remedy::guide("region", "Look up the region")
                .word("The region of the portal stands in the address bar after signing in there, and your support team knows it.")
                .word(format!("If the region is right, ask whoever runs this network why {endpoint} is not known.")),
        );
        return with_region(facts, subject, endpoint, finding);
    }
    let refused = *obstacle == Obstacle::Refused;
    let (code, brief, what) = if refused {
        (
            "refused",
            format!("{endpoint} is refused"),
            format!("Connections to {endpoint} are refused."),
        )
    } else {
        (
            "blocked",
            format!("{endpoint} does not answer"),
            format!("{endpoint} does not answer, and other hosts of AWS do."),
        )
    };
    let variable = ways::proxy_variable(facts, true);
    let guide = Remedy::guide("firewall", "Open the way")
        .word(format!("Ask whoever runs this network to allow {}.", needed(endpoint)))
        .word("If this network has a proxy, name it:")
        .word(facts.shell.export(variable, "http://HOST:PORT"));
    Finding::stops(code, brief).what(what)
        .why("AWS does not refuse connections there, so that a firewall on the way, or a program on this computer, does.")
        .says(could_not_connect(endpoint))
        .next("ask whoever runs this network, or name its proxy")
        .offer(guide)
}

/// What has to be let through for single sign-on.
fn needed(endpoint: &Endpoint) -> String {
    format!("{endpoint} on port {}", endpoint.port)
}

/// botocore's words (`botocore/exceptions.py`, `EndpointConnectionError`) for the first call that
/// each service is asked for.
fn could_not_connect(endpoint: &Endpoint) -> String {
    let path = match endpoint.service {
        Service::Oidc => "client/register",
        Service::Portal => "federation/credentials",
        Service::Sts => "",
    };
    let scheme = if endpoint.tls { "https" } else { "http" };
    format!("Could not connect to the endpoint URL: \"{scheme}://{endpoint}/{path}\"")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn session_of(subject: &Subject) -> Option<&SessionKey> {
    match subject {
        Subject::Session(key) => Some(key),
        _ => None,
    }
}

/// Shows the setting that names the endpoint, and how it is taken away.
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
    let guide = Remedy::guide("setting", "Take the setting away");
    match setting.map(|setting| (setting.from, setting.url)) {
        Some((EndpointFrom::Variable(name), _)) => {
            finding.offer(guide.word(facts.shell.unset(name)))
        }
        Some((EndpointFrom::Line(file, location), url)) => finding
            .at(Place::of(facts, file, location), "this sends the service there")
            .offer(guide.word(format!(
                "Remove the line with {}, or start what should answer there.",
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
    let session = facts.session(key);
    let in_section = session
        .section
        .filter(|_| endpoint.service != Service::Sts)
        .and_then(|section| section.get("sso_region"))
        .map(|property| (aws_files::FileKind::Config, property.location));
    let key_of_profile = if endpoint.service == Service::Sts { "region" } else { "sso_region" };
    let line = in_section.or_else(|| {
        let profile = facts.profile_of_session(key)?;
        let (file, property) = profile.get(key_of_profile)?;
        Some((file, property.location))
    });
    match line {
        Some((file, location)) => {
            finding.at(Place::of(facts, file, location), "this region names the host")
        }
        None => finding,
    }
}
