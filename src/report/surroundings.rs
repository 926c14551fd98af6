//! What surrounds the AWS files: the system, programs, variables, sessions, tokens, and the
//! network.

use std::path::PathBuf;

use facts::{
    Arch, Facts, Hidden, Hop, NameKind, Obstacle, Os, Probe, Reached, Redactor, SessionKey, Shell,
    Stage, Token, Verdict, VersionOutput, clean_line,
};

use super::{
    AwsOnPath, CachedRoleShape, Line, SessionShape, Sources, Surroundings, TokenShape, Variable,
};
use crate::record::{LeftOut, note_left_out, seconds};

/// List at most this many sessions, executables, or variables, and count the rest.
const MAX_LISTED: usize = 100;

pub(super) fn environment(facts: &Facts, redactor: &Redactor) -> Surroundings {
    let text = |name: &str| redactor.variable(name, facts.environment().non_empty(name)?);
    Surroundings {
        os: match facts.os {
            Os::Linux => "Linux",
            Os::MacOs => "macOS",
            Os::Windows => "Windows",
            Os::Other => "another system",
        }
        .into(),
        arch: match facts.arch {
            Arch::X86_64 => "x86_64",
            Arch::Aarch64 => "aarch64",
            Arch::Other => "another processor",
        }
        .into(),
        shell: match facts.shell {
            Shell::Posix => text("SHELL").unwrap_or_else(|| "a POSIX shell".into()),
            Shell::Fish => "fish".into(),
            Shell::PowerShell => "PowerShell".into(),
            Shell::Cmd => "cmd.exe".into(),
        },
        terminal: text("TERM_PROGRAM").or_else(|| text("TERM")).unwrap_or_else(|| "none".into()),
        place: place(facts),
        aws: aws(facts),
        proxies: proxies(facts, redactor),
        variables: variables(facts, redactor),
        preset: facts.preset.as_ref().map(|preset| redactor.name(NameKind::Team, &preset.name)),
    }
}

/// What is special about where the program runs.
fn place(facts: &Facts) -> Vec<String> {
    let environment = facts.environment();
    let signs = [
        ("WSL_DISTRO_NAME", "Windows Subsystem for Linux"),
        ("SSH_CONNECTION", "over SSH"),
        ("SSH_TTY", "over SSH"),
        ("CODESPACES", "in a Codespace"),
        ("CONTAINER", "in a container"),
        ("SUDO_USER", "through sudo"),
        ("MSYSTEM", "in Git Bash or MSYS2"),
    ];
    let mut places: Vec<String> = signs
        .iter()
        .filter(|(name, _)| environment.is_set(name))
        .map(|(_, words)| (*words).to_owned())
        .collect();
    if facts.surroundings.container.is_some() {
        places.push("in a container".into());
    }
    if facts.surroundings.user.as_ref().is_some_and(|user| user.superuser) {
        places.push("as root".into());
    }
    places.dedup();
    let graphical = environment.is_set("DISPLAY") || environment.is_set("WAYLAND_DISPLAY");
    if facts.os == Os::Linux && !graphical {
        places.push("without a graphical display".into());
    }
    places
}

fn is_proxy(name: &str) -> bool {
    name.to_ascii_uppercase().ends_with("_PROXY")
}

fn proxies(facts: &Facts, redactor: &Redactor) -> Vec<Variable> {
    facts
        .environment()
        .iter()
        .filter(|(name, _)| is_proxy(name))
        .map(|(name, variable)| Variable {
            name: name.to_owned(),
            value: match variable {
                facts::Variable::Hidden(secret) if name.eq_ignore_ascii_case("NO_PROXY") => {
                    Some(redactor.text(&clean_line(secret.expose())))
                }
                facts::Variable::Hidden(secret) => Some(redactor.proxy(secret.expose())),
                facts::Variable::Text(text) => Some(redactor.proxy(text)),
                facts::Variable::NotText => None,
            },
        })
        .collect()
}

fn variables(facts: &Facts, redactor: &Redactor) -> Vec<Variable> {
    facts
        .environment()
        .iter()
        .filter(|(name, _)| !is_proxy(name) && *name != "PATH")
        .take(MAX_LISTED)
        .map(|(name, variable)| Variable {
            name: clean_line(name),
            value: match variable {
                facts::Variable::Text(text) => redactor.variable(name, text),
                facts::Variable::Hidden(secret) if name == "AWS_ACCESS_KEY_ID" => {
                    redactor.variable(name, secret.expose())
                }
                facts::Variable::Hidden(_) | facts::Variable::NotText => {
                    redactor.hide(Hidden::Variable);
                    None
                }
            },
        })
        .collect()
}

fn aws(facts: &Facts) -> Vec<AwsOnPath> {
    let Ok(all) = &facts.aws else {
        return Vec::new();
    };
    all.iter()
        .take(MAX_LISTED)
        .map(|aws| AwsOnPath {
            path: aws.path.display().to_string(),
            version: match &aws.version {
                Ok(VersionOutput::Aws(version)) => version.to_string(),
                Ok(VersionOutput::Other(words)) => format!("says: {}", clean_line(words)),
                Err(why) => format!("unknown: {why}"),
            },
        })
        .collect()
}

pub(super) fn sessions(
    sources: &Sources<'_>,
    redactor: &Redactor,
    left_out: &mut Vec<LeftOut>,
) -> Vec<SessionShape> {
    let facts = sources.facts();
    let mut keys: Vec<SessionKey> = facts.sessions_in_scope().to_vec();
    let used = facts.session_users().keys();
    let defined = facts.files().sessions().keys();
    let others: Vec<SessionKey> =
        used.cloned().chain(defined.map(|name| SessionKey::Named(name.clone()))).collect();
    let mut seen: std::collections::HashSet<SessionKey> = keys.iter().cloned().collect();
    keys.extend(others.into_iter().filter(|key| seen.insert(key.clone())));
    note_left_out(left_out, "sessions", keys.len().saturating_sub(MAX_LISTED));
    keys.iter()
        .take(MAX_LISTED)
        .map(|key| {
            let session = facts.session(key);
            let shown = |name: &str, value: &Option<String>| {
                value
                    .as_ref()
                    .map(|value| redactor.value(name, value).unwrap_or_else(|| "…".into()))
            };
            SessionShape {
                name: match key {
                    SessionKey::Named(name) => redactor.name(NameKind::Session, name),
                    SessionKey::Legacy(url) => redactor.text(&clean_line(url)),
                },
                defined_in_line: session.section.map(|section| section.first_line),
                legacy: matches!(key, SessionKey::Legacy(_)),
                start_url: shown("sso_start_url", &session.start_url),
                region: shown("sso_region", &session.region),
                scopes: session
                    .scopes
                    .iter()
                    .map(|scope| {
                        redactor
                            .value("sso_registration_scopes", scope)
                            .unwrap_or_else(|| "…".into())
                    })
                    .collect(),
                profiles: facts.session_users().get(key).map_or(0, Vec::len),
                in_scope: facts.session_in_scope(key),
                token: token(sources, key, redactor),
            }
        })
        .collect()
}

fn token(sources: &Sources<'_>, key: &SessionKey, redactor: &Redactor) -> TokenShape {
    let facts = sources.facts();
    let state = |words: &str| TokenShape { state: words.into(), ..TokenShape::default() };
    let cache = match &facts.tokens {
        Ok(cache) => cache,
        Err(why) => return state(&format!("unknown: {why}")),
    };
    let Some(entry) = cache.entries.get(&key.cache_name()) else {
        return state("none: not signed in to");
    };
    let file_changed_at = sources.changed_at(&entry.path);
    let registration = cache.registrations.get(key).map(|entry| match &entry.registration {
        Ok(found) if found.is_for_a_browser() => "a browser".to_owned(),
        Ok(_) => "a device code".to_owned(),
        Err(fault) => format!("nothing usable: {fault}"),
    });
    match &entry.token {
        Ok(token) => {
            redactor.hide(Hidden::Token);
            TokenShape {
                file_changed_at,
                registration_kind: registration,
                ..shape(facts, token, facts.may_renew(key), entry.renewal_refused.is_some())
            }
        }
        Err(fault) => TokenShape { file_changed_at, ..state(&format!("unusable: {fault}")) },
    }
}

fn shape(facts: &Facts, token: &Token, refreshable: bool, is_refused: bool) -> TokenShape {
    TokenShape {
        state: match (token.has_expired(facts.now), refreshable) {
            (false, true) => "valid, renews itself",
            (false, false) => "valid, cannot be renewed",
            (true, true) => "expired, may renew itself",
            (true, false) if is_refused => "expired, and AWS refused to renew it",
            (true, false) => "expired, cannot be renewed",
        }
        .into(),
        expires_at: Some(seconds(token.expires_at)),
        refreshable: Some(refreshable),
        registration_expires_at: token.registration_expires_at.map(seconds),
        registration_kind: None,
        issued_in: token.region.as_deref().map(clean_line),
        issued_for: token.start_url.as_deref().map(clean_line),
        file_changed_at: None,
    }
}

/// Where the AWS CLI caches the credentials of the roles in scope, whether or not a file exists
/// there.
pub(crate) fn roles_of_scope(facts: &Facts) -> impl Iterator<Item = PathBuf> + '_ {
    facts.profiles_in_scope().take(MAX_LISTED).filter_map(|profile| {
        let name =
            facts::role_cache_name(&profile.session_key()?, profile.account()?, profile.role()?);
        Some(facts.locations.role_cache.join(name))
    })
}

/// The credentials that the AWS CLI caches for roles in scope.
pub(super) fn cached_roles(
    sources: &Sources<'_>,
    redactor: &Redactor,
    left_out: &mut Vec<LeftOut>,
) -> Vec<CachedRoleShape> {
    let facts = sources.facts();
    let Ok(cache) = &facts.role_cache else {
        return Vec::new();
    };
    let mut shapes = Vec::new();
    for profile in facts.profiles_in_scope().take(MAX_LISTED) {
        let (Some(key), Some(account), Some(role)) =
            (profile.session_key(), profile.account(), profile.role())
        else {
            continue;
        };
        let name = facts::role_cache_name(&key, account, role);
        let Some(entry) = cache.entries.get(&name) else {
            continue;
        };
        let (state, expires_at) = match &entry.credentials {
            Ok(credentials) => {
                redactor.hide(Hidden::Token);
                let state = if credentials.have_expired(facts.now) {
                    "ended"
                } else if credentials.would_be_used(facts.now) {
                    "valid, in use"
                } else {
                    "valid, renewed before use"
                };
                (state.to_owned(), Some(seconds(credentials.expires_at)))
            }
            Err(fault) => (format!("unusable: {fault}"), None),
        };
        shapes.push(CachedRoleShape {
            profile: Some(redactor.name(NameKind::Profile, profile.name)),
            state,
            expires_at,
            file_changed_at: sources.changed_at(&entry.path),
        });
    }
    let others = (cache.entries.len() + cache.unread).saturating_sub(shapes.len());
    note_left_out(left_out, "cached credentials of other roles", others);
    shapes
}

/// What is known about the network: which hosts respond, the connections to the endpoints, the
/// time.
pub(super) fn network(facts: &Facts) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |about: String, words: String| lines.push(Line { about, words });
    if facts.request().offline {
        add("AWS".into(), "not asked: offline".into());
    }
    let answers = facts.network.identities.values();
    let answered = answers.filter(|answer| answer.is_ok()).count();
    let asked = facts.network.identities.len();
    if asked > 0 {
        add("AWS".into(), format!("{answered} of {asked} profiles got an answer"));
    }
    for (endpoint, probe) in facts.network.probes.iter().take(MAX_LISTED) {
        let words = match probe {
            Ok(probe) => way(probe),
            Err(why) => format!("unknown: {why}"),
        };
        add(endpoint.to_string(), words);
    }
    if let Some(resolve) = facts.network.names_resolve {
        let words = if resolve { "can be looked up" } else { "cannot be looked up" };
        add("names of AWS".into(), words.into());
    }
    for (address, region) in facts.network.portal_pages.iter().take(MAX_LISTED) {
        let words = match region {
            Ok(Some(region)) => format!("its page names the region {}", clean_line(region)),
            Ok(None) => "its page names no region".into(),
            Err(why) => format!("unknown: {why}"),
        };
        add(clean_line(address), words);
    }
    if let Some(skew) = facts.network.clock {
        let words = match skew.seconds {
            0 => "agrees with AWS".to_owned(),
            ahead @ 1.. => format!("{ahead} s ahead of AWS"),
            behind => format!("{} s behind AWS", behind.unsigned_abs()),
        };
        add("this clock".into(), words);
    }
    lines
}

/// A connection to an endpoint, on one line.
fn way(probe: &Probe) -> String {
    let mut parts = Vec::new();
    if let Some(proxy) = &probe.proxy {
        parts.push(format!("through {}", proxy.shown));
    }
    match &probe.reached {
        Reached::Connected => parts.push("connected, without TLS".into()),
        Reached::Shown(shown) => {
            parts.push(match shown.verdict() {
                Verdict::Trusted => "connected; the certificate is trusted".into(),
                Verdict::OutOfTime => "connected; the certificate is not valid now".into(),
                Verdict::OtherHost => "connected; the certificate is for another host".into(),
                Verdict::UnknownIssuer => "connected; AWS tools do not trust the issuer".into(),
                Verdict::Unusable(why) => format!("connected; the certificate is unusable: {why}"),
            });
            if let Some(issuer) = shown.issuer() {
                parts.push(format!("issued by {issuer}"));
            }
        }
        Reached::Stopped(hop, obstacle) => {
            let place = match hop {
                Hop::Proxy => "stopped at the proxy",
                Hop::Host => "stopped before the endpoint",
            };
            parts.push(format!("{place}: {}", obstacle_words(obstacle)));
        }
    }
    parts.join(", ")
}

fn obstacle_words(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NoSuchName => "the host name does not exist".into(),
        Obstacle::NameUnanswered => "no DNS server answered".into(),
        Obstacle::Refused => "the connection was refused".into(),
        Obstacle::NoRoute => "its network cannot be reached".into(),
        Obstacle::TimedOut(stage, limit) => {
            let stage = match stage {
                Stage::Name => "looking up the host name",
                Stage::Connection => "connecting",
                Stage::Tunnel => "asking for a tunnel",
                Stage::Tls => "agreeing on TLS",
            };
            format!("no answer within {} s while {stage}", limit.as_secs_f32())
        }
        Obstacle::ProxyStatus(status, _) => format!("the proxy answered {status}"),
        Obstacle::NotAProxy => "the server there is not a proxy".into(),
        Obstacle::Broken(why) => clean_line(why),
    }
}
