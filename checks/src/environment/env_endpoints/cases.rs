use facts::{
    Endpoint, Hop, IdentityAnswer, Known, Obstacle, Probe, Reached, Service, ServiceError,
    SessionKey, Step, Why,
};

use crate::testing::{Case, Machine, cases, identity, now, token, version};

const CORP: &str =
    "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://d-1.awsapps.com/start\n";
const LOCAL: &str = "http://localhost:4566";
const STS: &str = "https://sts.eu-west-1.amazonaws.com";

/// The profile `dev` with these lines, and its session.
fn dev(lines: &str) -> String {
    format!(
        "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n{lines}{CORP}"
    )
}

fn at(machine: Machine, address: &str, probe: &Known<Probe>) -> Machine {
    Service::ALL.into_iter().fold(machine, |machine, service| {
        let endpoint = Endpoint::configured(service, address).expect("an address");
        machine.probe(endpoint, probe.clone())
    })
}

fn everywhere(machine: Machine, reached: &Reached) -> Machine {
    let probe = Probe { proxy: None, reached: reached.clone() };
    at(machine, LOCAL, &Ok(probe))
}

fn unasked(machine: Machine) -> Machine {
    at(machine, LOCAL, &Err(Why::NotAsked))
}

fn answers(account: &str) -> facts::Known<IdentityAnswer> {
    Ok(IdentityAnswer::Identity(identity(account, "R")))
}

fn refused(code: &str) -> facts::Known<IdentityAnswer> {
    Ok(IdentityAnswer::Refused(
        Step::RoleCredentials,
        ServiceError {
            operation: "GetRoleCredentials",
            code: code.into(),
            message: String::new(),
            status: Some(404),
            request_id: None,
            at: now(),
        },
    ))
}

pub(super) fn cases() -> Vec<Case> {
    let variable = || Machine::new().config(&dev("")).env("AWS_ENDPOINT_URL", LOCAL);
    let line = || Machine::new().config(&dev("endpoint_url = http://localhost:4566\n"));
    let services = "[services local]\nsso =\n  endpoint_url = http://localhost:4566\n";
    let stopped = Reached::Stopped(Hop::Host, Obstacle::Refused);
    let uncertain = Reached::Stopped(Hop::Host, Obstacle::NoRoute);
    let fips = |region: &str| {
        Machine::new()
            .config(&dev("").replace("eu-west-1", region))
            .env("AWS_USE_FIPS_ENDPOINT", "true")
    };
    let dual = |more: &str| {
        Machine::new().config(
            &dev(more).replace("d-1.awsapps.com/start", "ssoins-1.portal.eu-west-1.app.aws"),
        )
    };
    let corp = SessionKey::Named("corp".into());
    let s3_only =
        "services = local\n[services local]\ns3 =\n  endpoint_url = http://localhost:9000\n";
    cases! {
        "none": Machine::new().config(&dev(""))
            => not_applicable;
        "a simulator without single sign-on": Machine::new()
                    .config("[default]\nendpoint_url = http://localhost:4566\n")
                    .env("AWS_ENDPOINT_URL", LOCAL)
            => not_applicable;
        "switched off": variable().env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
            => not_applicable;
        "another service's": Machine::new().config(&dev(s3_only))
            => passes;
        "FIPS in GovCloud": fips("us-gov-west-1")
            => passes;
        "FIPS is false": fips("eu-west-1").env("AWS_USE_FIPS_ENDPOINT", "false")
            => passes;
        "a dual-stack portal by browser": dual("")
            => passes;
        "a dual-stack portal, asked for as such": dual("").env("AWS_USE_DUALSTACK_ENDPOINT", "true").env("SSH_TTY", "x")
            => passes;
        "a dual-stack portal over SSH, signed in": dual("").env("SSH_TTY", "x").token(&corp, Ok(token(8, true)))
            => note "dual-stack-code";
        "offline": unasked(variable()).offline()
            => warn "elsewhere";
        "not asked": unasked(variable())
            => note "elsewhere";
        "unencrypted, over the network": at(
                    Machine::new().config(&dev("")).env("AWS_ENDPOINT_URL", "http://sso.example.org"),
                    "http://sso.example.org",
                    &Ok(Probe { proxy: None, reached: Reached::Connected }),
                )
            => warn "unencrypted";
        "unencrypted, in the profile": Machine::new()
                    .config(&dev("endpoint_url = http://sso.example.org\n"))
            => warn "unencrypted" @ 5,
            heals "comment-out";
        "not AWS's": Machine::new().config(&dev("")).env("AWS_ENDPOINT_URL", "https://sso.example.org")
            => warn "elsewhere";
        "an API that anyone can have at AWS": Machine::new()
                    .config(&dev(""))
                    .env("AWS_ENDPOINT_URL_SSO", "https://a1b2.execute-api.us-east-1.amazonaws.com")
            => note "elsewhere";
        "it answers": unasked(variable()).identity("dev", answers("111122223333"))
            => note "answers";
        "it refuses as the portal does": variable().identity("dev", refused("ForbiddenException"))
            => note "answers";
        "something is there": everywhere(variable(), &Reached::Connected)
            => note "is-there";
        "nothing is there": everywhere(variable(), &stopped)
            => fail "not-reached";
        "no network at all": everywhere(variable(), &uncertain)
            => note "elsewhere";
        "another account": variable().identity("dev", answers("000000000000"))
            => fail "something-else";
        "something else answers": variable().identity("dev", refused("InternalFailure"))
            => fail "something-else";
        "AWS's own in another region": at(
                    Machine::new().config(&dev("")).env("AWS_ENDPOINT_URL_STS", STS),
                    STS,
                    &Err(Why::NotAsked),
                )
            => note "elsewhere";
        "in the profile": unasked(line()).offline()
            => warn "elsewhere" @ 5,
            heals "comment-out";
        "in the profile, and nothing is there": everywhere(line(), &stopped)
            => fail "not-reached" @ 5;
        "in a services section": unasked(Machine::new().config(&format!("{}{services}", dev("services = local\n"))))
                    .offline()
            => warn "elsewhere" @ 11,
            heals "comment-out";
        "in a profile out of scope": unasked(
                    Machine::new()
                        .config(&format!(
                            "[profile other]\nregion = x\n{}",
                            dev("endpoint_url = http://localhost:4566\n")
                        ))
                        .profile("other"),
                )
            => note "elsewhere";
        "FIPS": fips("eu-west-1")
            => fail "fips";
        "FIPS in the profile": Machine::new().config(&dev("use_fips_endpoint = true\n"))
            => fail "fips" @ 5,
            heals "without-fips";
        "a dual-stack portal over SSH": dual("").env("SSH_TTY", "/dev/pts/1")
            => warn "dual-stack-code";
        "a dual-stack portal and an older AWS CLI": dual("").without_aws().aws("/x/aws", Ok(version("2.9.19")))
            => warn "dual-stack-code";
    }
}

#[test]
fn no_password_of_an_address_is_shown() {
    let machine =
        Machine::new().config(&dev("")).env("AWS_ENDPOINT_URL", "http://u:pa55@localhost:4566/x");
    let outcome = crate::engine::examine(&super::CHECK, &machine.facts(), &facts::Subject::Machine);
    assert!(!format!("{outcome:?}").contains("pa55"), "{outcome:?}");
}
