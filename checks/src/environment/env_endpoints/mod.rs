//! `env-endpoints`: no endpoint setting redirects sign-in.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind, Location};
use facts::{
    Endpoint, EndpointFrom, EndpointSetting, Facts, Hop, IdentityAnswer, NotSent, Partition,
    Profile, Reached, Service, SessionKey, Step, Subject, Text, clean_line, mask_secrets,
};

use crate::check::Examine;
use crate::kit::cli::{BROWSER, first_cli};
use crate::kit::origin::take_away;
use crate::kit::words::list;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-endpoints",
    label: "endpoints",
    title: "No endpoint setting sends sign-in elsewhere",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const FIPS: (&str, &str) = ("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
const DUAL: (&str, &str) = ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");

/// The machine for what variables set, and each profile for its own settings.
fn subjects(facts: &Facts) -> Vec<Subject> {
    if facts.practice {
        return Vec::new();
    }
    let mut own = facts
        .profiles()
        .filter(|profile| profile.uses_single_sign_on() && sets_something(profile))
        .map(|profile| Subject::Profile(profile.name.to_owned()))
        .peekable();
    let concerned = facts.profiles_in_scope().any(|profile| profile.uses_single_sign_on());
    let variables = concerned
        && (!facts.endpoint_variables().is_empty()
            || facts.environment().non_empty(FIPS.0).is_some()
            || facts.sessions_in_scope().iter().any(|key| is_dual(facts, key)));
    if !variables && own.peek().is_none() {
        return Vec::new();
    }
    variables.then_some(Subject::Machine).into_iter().chain(own).collect()
}

fn sets_something(profile: &Profile<'_>) -> bool {
    ["endpoint_url", "services", FIPS.1].iter().any(|key| profile.text(key).is_some())
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let found = match subject {
        Subject::Profile(name) => {
            let Some(profile) = facts.profile(name) else {
                return Outcome::Skipped(Skip::NotApplicable);
            };
            let by_line = profile
                .endpoint_settings()
                .into_iter()
                .filter(|setting| matches!(setting.from, EndpointFrom::Line(..)))
                .collect();
            let fips = facts.environment().text(FIPS.0).is_none();
            elsewhere(facts, subject, by_line, Some(profile))
                .or_else(|| fips.then(|| no_fips(facts, subject, profile)).flatten())
        }
        _ => {
            let first = facts.profiles_in_scope().find(|profile| profile.uses_single_sign_on());
            elsewhere(facts, subject, facts.endpoint_variables(), None)
                .or_else(|| {
                    facts.environment().text(FIPS.0)?;
                    no_fips(facts, subject, first?)
                })
                .or_else(|| dual_stack_by_code(facts))
        }
    };
    found.map_or(Outcome::Passed(String::new()), |finding| Outcome::Found(vec![finding]))
}

/// The state of the services at the configured addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Sign-in and STS work through them.
    Answers,
    /// Something is there, but whether it is the service was not checked.
    IsThere,
    /// There is certainly nothing there.
    Nothing,
    /// Something else answers.
    Other,
    /// It was not asked, or did not answer.
    Unknown,
}

fn seen(facts: &Facts, settings: &[EndpointSetting], profile: Option<Profile<'_>>) -> Seen {
    let mut there = 0;
    for setting in settings {
        let probe = facts.network.probes.iter().find(|(endpoint, _)| {
            endpoint.service == setting.service && is_at(endpoint, &setting.url)
        });
        let Some((_, Ok(probe))) = probe else {
            continue;
        };
        match &probe.reached {
            // A refusal by the proxy says nothing about the address behind it.
            Reached::Stopped(Hop::Host, obstacle)
                if obstacle.is_certain(facts.network.names_resolve) =>
            {
                return Seen::Nothing;
            }
            Reached::Stopped(..) => {}
            Reached::Connected | Reached::Shown(_) => there += 1,
        }
    }
    let in_question = facts.network.identities.iter().filter(|(name, _)| {
        profile.map_or_else(|| facts.in_scope(name), |profile| profile.name == **name)
    });
    let mut answers = false;
    for (name, answer) in in_question {
        match answer {
            Ok(IdentityAnswer::Identity(identity)) => {
                let account = facts.profile(name).and_then(|profile| profile.account());
                let sts = settings
                    .iter()
                    .any(|setting| setting.service == Service::Sts && !setting.is_aws());
                if sts && account.is_some_and(|account| account != identity.account) {
                    return Seen::Other;
                }
                answers = true;
            }
            Ok(IdentityAnswer::Refused(step, error)) if is_of_the_service(*step, &error.code) => {
                answers = true;
            }
            Ok(IdentityAnswer::Refused(..)) => return Seen::Other,
            Err(_) => {}
        }
    }
    match (answers, there == settings.len()) {
        (true, _) => Seen::Answers,
        (false, true) => Seen::IsThere,
        (false, false) => Seen::Unknown,
    }
}

fn is_at(endpoint: &Endpoint, address: &str) -> bool {
    Endpoint::configured(endpoint.service, address)
        .is_ok_and(|set| set.host == endpoint.host && set.port == endpoint.port)
}

/// The errors of GetRoleCredentials (AWS API reference of the portal), and any error of STS.
fn is_of_the_service(step: Step, code: &str) -> bool {
    match step {
        Step::RoleCredentials => [
            "ForbiddenException",
            "InvalidRequestException",
            "ResourceNotFoundException",
            "TooManyRequestsException",
            "UnauthorizedException",
        ]
        .contains(&code),
        Step::CallerIdentity => true,
    }
}

/// An address that is safe to show: no user name, no password, no path.
fn shown(setting: &EndpointSetting) -> String {
    Endpoint::configured(setting.service, &setting.url)
        .map_or_else(|_| mask_secrets(&clean_line(&setting.url)), |endpoint| endpoint.to_string())
}

fn is_in_clear(setting: &EndpointSetting) -> bool {
    setting.not_sent() == Some(NotSent::InClear)
}

fn elsewhere(
    facts: &Facts,
    subject: &Subject,
    settings: Vec<EndpointSetting>,
    profile: Option<Profile<'_>>,
) -> Option<Finding> {
    let foreign: Vec<EndpointSetting> =
        settings.iter().filter(|it| !it.is_aws() || is_in_clear(it)).cloned().collect();
    // Not reaching one of AWS's own addresses (of another region, or a private one) is a fault
    // too.
    let is_aws = foreign.is_empty();
    let of = if is_aws { settings } else { foreign };
    let first = of.first()?.clone();
    let in_scope = profile.is_none_or(|profile| facts.in_scope(profile.name));
    let seen = seen(facts, &of, profile);
    let is_trusted = of.iter().all(|setting| setting.not_sent().is_none());
    let in_clear = of.iter().any(is_in_clear);
    let severity = match seen {
        Seen::Answers | Seen::IsThere | Seen::Unknown if in_clear => Severity::Warn,
        Seen::Answers | Seen::IsThere => Severity::Note,
        Seen::Nothing | Seen::Other if in_scope => Severity::Fail,
        Seen::Nothing | Seen::Other => Severity::Warn,
        // Online, whatever prevents the call has its own finding, unless it is this setting.
        Seen::Unknown if is_aws || !in_scope => Severity::Note,
        Seen::Unknown if !facts.request().offline && is_trusted => Severity::Note,
        Seen::Unknown => Severity::Warn,
    };
    let mut hosts: Vec<String> = of.iter().map(shown).collect();
    hosts.dedup();
    let hosts = list(&hosts, 2);
    let services: Vec<&str> = of.iter().map(|setting| setting.service.name()).collect();
    let services = list(&services, 3);
    let (code, brief, why) = match seen {
        Seen::Answers | Seen::IsThere | Seen::Unknown if in_clear => (
            "unencrypted",
            format!("sign-in goes to {hosts} without encryption (http)"),
            "Tokens and credentials cross the network in clear text, so aws-onboard sends none there; the AWS CLI does.",
        ),
        Seen::Answers => (
            "answers",
            format!("sign-in goes to {hosts}"),
            "Sign-in and STS answer there, so this is probably intended.",
        ),
        Seen::IsThere => (
            "is-there",
            format!("sign-in goes to {hosts}"),
            "Something answers there; signing in will show whether it is the sign-in service.",
        ),
        Seen::Nothing => (
            "not-reached",
            format!("sign-in goes to {hosts}, which does not answer"),
            "Nothing answers there, so sign-in and credentials fail.",
        ),
        Seen::Other => (
            "something-else",
            format!("sign-in goes to {hosts}, which is not AWS"),
            "The server there is not AWS's sign-in service, so it cannot give credentials for the account.",
        ),
        Seen::Unknown if !is_aws && !is_trusted => (
            "elsewhere",
            format!("sign-in goes to {hosts}"),
            "Since AWS CLI 2.13, sign-in and credential requests go there instead of to AWS. Checking sends no token to such a host.",
        ),
        Seen::Unknown => (
            "elsewhere",
            format!("sign-in goes to {hosts}"),
            "Since AWS CLI 2.13, sign-in and credential requests go there instead of to AWS.",
        ),
    };
    let scheme = if in_clear { "http://" } else { "" };
    let by = match first.from {
        EndpointFrom::Variable(name) => name.to_owned(),
        EndpointFrom::Line(..) => "endpoint_url".to_owned(),
    };
    // The profile's settings also apply to the sign-in to its session.
    let session = profile.and_then(|profile| profile.session_key());
    let about = match session {
        Some(key) if severity == Severity::Fail => Subject::Session(key),
        _ => subject.clone(),
    };
    let finding = Finding::will_bite(code, brief)
        .severity(severity)
        .about(about)
        .what(format!("{by} sends {services} to {scheme}{hosts}."))
        .why(why);
    let finding = if seen == Seen::Nothing {
        finding.says(format!(
            "Could not connect to the endpoint URL: \"{}\"",
            mask_secrets(&clean_line(&first.url))
        ))
    } else {
        finding
    };
    Some(offer(facts, finding, &of))
}

fn offer(facts: &Facts, finding: Finding, settings: &[EndpointSetting]) -> Finding {
    let mut variables: Vec<&str> = Vec::new();
    let mut lines: Vec<(FileKind, Location)> = Vec::new();
    for setting in settings {
        match setting.from {
            EndpointFrom::Variable(name) if !variables.contains(&name) => variables.push(name),
            EndpointFrom::Line(file, at) if !lines.contains(&(file, at)) => lines.push((file, at)),
            _ => {}
        }
    }
    if let Some(&(file, at)) = lines.first() {
        let edits = lines
            .iter()
            .filter(|(other, _)| *other == file)
            .map(|(_, at)| Edit::CommentOut { first: at.line, last: at.line })
            .collect();
        return finding
            .at(Place::of(facts, file, at), "the services are sent to this address")
            .next("comment out the line, unless it is intended")
            .offer(Remedy::edit(
                "comment-out",
                Applicability::Ask,
                "Comment out the line: AWS's own endpoints are used again",
                file,
                edits,
            ))
            .offer(ignore(facts))
            .leave("Keep it: it is intended");
    }
    let first = variables.first().copied().unwrap_or("AWS_ENDPOINT_URL");
    finding
        .next(format!("unset it, unless it is intended: {}", facts.shell.unset(first)))
        .offer(take_away(facts, &variables))
        .offer(ignore(facts))
        .leave("Keep it: it is intended")
}

fn ignore(facts: &Facts) -> Remedy {
    Remedy::guide("ignore", "Or turn off such settings in this terminal")
        .word(facts.shell.export("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"))
}

/// The sign-in service and the portal have no FIPS endpoints (aws-cli issue 9026, aws-sdk 749); in
/// GovCloud the ordinary ones comply, and botocore's rules know it.
fn no_fips(facts: &Facts, subject: &Subject, profile: Profile<'_>) -> Option<Finding> {
    if !facts.asks_for(profile, FIPS.0, FIPS.1) {
        return None;
    }
    let key = profile.session_key()?;
    let region = facts.session(&key).region?;
    if Partition::of_region(&region) == Partition::GovCloud {
        return None;
    }
    // A configured endpoint takes precedence over the rules.
    let set = profile.endpoint_settings();
    let is_set = |service| set.iter().any(|setting| setting.service == service);
    if is_set(Service::Oidc) && is_set(Service::Portal) {
        return None;
    }
    let region = clean_line(&region);
    let suffix = Partition::of_region(&region).dns_suffix();
    let line = profile.get(FIPS.1).filter(|_| *subject != Subject::Machine);
    let name = if line.is_some() { FIPS.1 } else { FIPS.0 };
    let severity = Severity::fail_if(facts.in_scope(profile.name));
    let finding = Finding::will_bite("fips", "the sign-in service has no FIPS endpoint").severity(severity).what(format!("{name} requires FIPS endpoints, but the sign-in service has none in {region}."))
    .why("AWS tools look for it and for the portal at host names that do not exist. Other services may need the setting.")
    .says(format!(
        "Could not connect to the endpoint URL: \"https://oidc-fips.{region}.{suffix}/\""
    ));
    let own = Remedy::guide(
        "endpoints",
        "Keep it, and set the sign-in endpoints (AWS CLI 2.13 and later)",
    )
    .word(facts.shell.export(Service::Oidc.variable(), &format!("https://oidc.{region}.{suffix}")))
    .word(
        facts
            .shell
            .export(Service::Portal.variable(), &format!("https://portal.sso.{region}.{suffix}")),
    );
    Some(match line {
        Some((file, property)) => finding
            .at(Place::of(facts, file, property.location), "for all services, including sign-in")
            .next("comment out the line, or set the sign-in endpoints")
            .offer(Remedy::edit(
                "without-fips",
                Applicability::Ask,
                "Comment out the line",
                file,
                vec![Edit::CommentOut { first: property.location.line, last: property.last_line }],
            ))
            .offer(own),
        None => finding
            .next(format!("unset it to sign in: {}", facts.shell.unset(FIPS.0)))
            .offer(take_away(facts, &[FIPS.0]))
            .offer(own),
    })
}

/// A portal that can also be reached over IPv6 (FACTS 5.1).
fn is_dual(facts: &Facts, key: &SessionKey) -> bool {
    facts.session(key).start_url.is_some_and(|url| {
        url::Url::parse(url.trim()).is_ok_and(|url| {
            url.host_str().is_some_and(|host| {
                [".app.aws", ".app.amazonwebservices.com.cn"]
                    .iter()
                    .any(|suffix| host.to_ascii_lowercase().ends_with(suffix))
            })
        })
    })
}

/// aws-cli issue 10507: a code of the IPv4 sign-in service is not valid at a dual-stack portal.
fn dual_stack_by_code(facts: &Facts) -> Option<Finding> {
    let version = first_cli(facts)?.aws_version();
    let by_code = version.is_some_and(|version| version.0 < BROWSER) || facts.no_return().is_some();
    let key = facts.sessions_in_scope().iter().find(|key| {
        let legacy = matches!(key, SessionKey::Legacy(_));
        let asked = facts
            .profile_of_session(key)
            .is_some_and(|profile| facts.asks_for(profile, DUAL.0, DUAL.1));
        let set = facts.profile_of_session(key).is_some_and(|profile| {
            let settings = profile.endpoint_settings();
            settings.iter().any(|setting| setting.service == Service::Oidc)
        });
        is_dual(facts, key) && (legacy || by_code) && !asked && !set
    })?;
    // A user who is signed in has a workaround, so this is only worth knowing before the next
    // sign-in.
    let severity =
        if facts.is_signed_in_or_may_renew(key) { Severity::Note } else { Severity::Warn };
    Some(
        Finding::will_bite("dual-stack-code", "a code cannot sign in to this portal").severity(severity).what(format!("{} is a dual-stack portal, and aws sso login uses a code here.", Text(key.name())))
        .why("The AWS CLI gets the code from a different sign-in service than the portal's, so the portal rejects it.")
        .says_from("The sign-in page", "Something doesn't compute. We couldn't verify your sign-in credentials")
        .next("sign in with a browser on this computer, or set AWS_USE_DUALSTACK_ENDPOINT for this one command")
        .offer(
            Remedy::guide("for-one-command", "Use the dual-stack sign-in service, once")
                .word(facts.shell.export(DUAL.0, "true"))
                .word("aws sso login --use-device-code")
                .word(facts.shell.unset(DUAL.0))
                .word("Set for all commands, it breaks services without a dual-stack endpoint."),
        ),
    )
}
