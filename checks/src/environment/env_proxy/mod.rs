//! `env-proxy`: the proxy settings allow connections to AWS and the sign-in callback.

#[cfg(test)]
mod cases;

use facts::{Facts, Secret, Shell, proxy_address, proxy_bypasses};
use url::Url;

use super::has_answered;
use crate::check::Examine;
use crate::kit::origin::take_away;
use crate::{Check, Finding, Group, Outcome, Remedy, Severity};

pub(crate) static CHECK: Check = Check {
    id: "env-proxy",
    label: "proxy",
    title: "The proxy settings let AWS and the sign-in callback through",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(applies, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const NAMES: &[&str] = &["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

fn applies(facts: &Facts) -> bool {
    NAMES.iter().any(|name| facts.environment().has_value(name))
}

fn examine(facts: &Facts) -> Outcome {
    let found = no_address(facts)
        .or_else(|| two_values(facts))
        .or_else(|| past_the_proxy(facts))
        .or_else(|| callback(facts));
    match (found, facts.proxy().https) {
        (Some(finding), _) => Outcome::Found(vec![finding]),
        (None, Some(https)) => Outcome::Passed(host(&https).unwrap_or_default()),
        (None, None) => Outcome::Passed("none for https".into()),
    }
}

/// Only the host and the port of a proxy, because the rest of its address may be private.
fn host(value: &Secret) -> Option<String> {
    let url = proxy_address(value).ok()?;
    let url = url.expose();
    let host = facts::clean_line(url.host_str()?);
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    })
}

/// The name of the variable that takes effect: Python prefers the lowercase one.
fn name(facts: &Facts, lower: &'static str, upper: &'static str) -> &'static str {
    if facts.environment().is_set(lower) { lower } else { upper }
}

/// AWS's own addresses that the profiles in scope need.
fn aws_addresses(facts: &Facts) -> Vec<Url> {
    let regions: Vec<String> =
        facts.sessions_in_scope().iter().filter_map(|key| facts.session(key).region).collect();
    let regions = if regions.is_empty() { vec!["us-east-1".to_owned()] } else { regions };
    regions
        .iter()
        .filter_map(|region| {
            let suffix = facts::Partition::of_region(region).dns_suffix();
            Url::parse(&format!("https://oidc.{region}.{suffix}/")).ok()
        })
        .collect()
}

fn bypasses_aws(facts: &Facts) -> bool {
    let none = facts.proxy().none;
    let none = none.as_ref().map_or("", |none| none.expose().as_str());
    let addresses = aws_addresses(facts);
    !addresses.is_empty() && addresses.iter().all(|url| proxy_bypasses(none, url))
}

/// Whether some configured endpoint uses no TLS.
fn uses_http(facts: &Facts) -> bool {
    facts.profiles_in_scope().any(|profile| {
        profile.endpoint_settings().iter().any(|setting| setting.url.starts_with("http:"))
    })
}

/// Whether settings send some service to an address outside AWS.
fn is_sent_elsewhere(facts: &Facts) -> bool {
    facts
        .profiles_in_scope()
        .any(|profile| profile.endpoint_settings().iter().any(|setting| !setting.is_aws()))
}

fn no_address(facts: &Facts) -> Option<Finding> {
    let settings = facts.proxy();
    let https = name(facts, "https_proxy", "HTTPS_PROXY");
    let http = name(facts, "http_proxy", "HTTP_PROXY");
    let wrong = |value: &Option<Secret>| proxy_address(value.as_ref()?).err();
    let (name, fault, used) = match (wrong(&settings.https), wrong(&settings.http)) {
        (Some(fault), _) => (https, fault, !bypasses_aws(facts)),
        (None, Some(fault)) => (http, fault, uses_http(facts)),
        (None, None) => return None,
    };
    let severity = if used { Severity::Fail } else { Severity::Note };
    Some(
        Finding::will_bite("no-address", format!("{name} is not a proxy address")).severity(severity).what(format!("{name} is not a proxy address: {fault}."))
        .why(if used {
            "The AWS CLI and boto3 send every request to AWS through it, so none arrives."
        } else {
            "With the current settings, no request to AWS uses it."
        })
        .says("Failed to connect to proxy URL")
        .next(format!(
            "correct or unset it: {}",
            facts.shell.unset(name)
        ))
        .offer(
            Remedy::guide("correct", format!("Correct {name}"))
                .word(facts.shell.export(name, "http://proxy.example.org:3128"))
                .word("Set it to the host and port of your proxy; a user name and password go before the host, as in http://NAME:PASSWORD@HOST:PORT."),
        )
        .offer(take_away(facts, &[name])),
    )
}

/// The two spellings of one variable have different values.
fn two_values(facts: &Facts) -> Option<Finding> {
    let of = |name| facts.environment().hidden(name);
    let (lower, upper) = (of("https_proxy")?, of("HTTPS_PROXY")?);
    let plain = |value: &Secret| match proxy_address(value) {
        Ok(url) => url.expose().as_str().trim_end_matches('/').to_owned(),
        Err(_) => value.expose().trim().to_owned(),
    };
    if plain(lower) == plain(upper) {
        return None;
    }
    let said = |value: &Secret| match host(value) {
        Some(host) => format!("leads to {host}"),
        None if value.expose().trim().is_empty() => "is empty".to_owned(),
        None => "is not an address".to_owned(),
    };
    Some(
        Finding::will_bite("two-values", "https_proxy and HTTPS_PROXY differ").what(format!(
                "https_proxy {}, but HTTPS_PROXY {}; or the user name and password differ.",
                said(lower),
                said(upper)
            ))
        .why("The AWS CLI, boto3 and curl use https_proxy; Go programs such as Terraform use HTTPS_PROXY. They use different proxies.")
        .next("set both to the same value, or unset one")
        .offer(take_away(facts, &["https_proxy"]))
        .offer(take_away_other(facts)),
    )
}

fn take_away_other(facts: &Facts) -> Remedy {
    Remedy::guide("unset-other", "Unset HTTPS_PROXY").word(facts.shell.unset("HTTPS_PROXY"))
}

/// NO_PROXY names AWS, which is right only if an AWS endpoint is inside the user's own network.
fn past_the_proxy(facts: &Facts) -> Option<Finding> {
    facts.proxy().https?;
    if !bypasses_aws(facts) || (has_answered(facts) && !is_sent_elsewhere(facts)) {
        return None;
    }
    let name = name(facts, "no_proxy", "NO_PROXY");
    let what = format!("{name} makes requests to AWS bypass the proxy.");
    Some(
        Finding::worth_knowing("past-the-proxy", format!("{name} makes AWS bypass the proxy")).what(what)
        .why("That is right if AWS endpoints are in your own network. If only the proxy can reach the internet, these requests fail.")
        .says("Could not connect to the endpoint URL")
        .next(format!("remove amazonaws.com and * from {name}"))
        .offer(
            Remedy::guide("no-proxy", format!("Set {name} to this computer only"))
                .word(facts.shell.export(name, "127.0.0.1,localhost"))
                .word("Add the hosts of your own network that need no proxy."),
        ),
    )
}

/// The browser's return to this computer (FAILURES E16).
fn callback(facts: &Facts) -> Option<Finding> {
    let settings = facts.proxy();
    settings.http?;
    if facts.browser_sessions().next().is_none() || facts.no_return().is_some() {
        return None;
    }
    let none = settings.none.as_ref();
    let none = none.map_or("", |none| none.expose().as_str());
    let back = Url::parse("http://127.0.0.1:8400/oauth/callback").ok()?;
    if proxy_bypasses(none, &back) {
        return None;
    }
    let line = match (facts.shell, none.is_empty()) {
        (shell, true) => shell.export("NO_PROXY", "127.0.0.1,localhost"),
        (Shell::Posix, false) => "export NO_PROXY=\"$NO_PROXY,127.0.0.1,localhost\"".into(),
        (Shell::Fish, false) => "set -gx NO_PROXY \"$NO_PROXY,127.0.0.1,localhost\"".into(),
        (Shell::PowerShell, false) => {
            "$env:NO_PROXY = \"$env:NO_PROXY,127.0.0.1,localhost\"".into()
        }
        (Shell::Cmd, false) => "set NO_PROXY=%NO_PROXY%,127.0.0.1,localhost".into(),
    };
    Some(
        Finding::worth_knowing("callback", "NO_PROXY does not include 127.0.0.1").what("HTTP_PROXY is set, but NO_PROXY does not include 127.0.0.1, where a browser sign-in returns.")
        .why("Modern browsers do not use a proxy for 127.0.0.1. Text browsers and tools that use a service on this computer do.")
        .next(line.clone())
        .offer(
            Remedy::guide("no-proxy", "Exclude this computer from the proxy")
                .word(line)
                .word("If no_proxy in lower case is set too, change it as well."),
        ),
    )
}
