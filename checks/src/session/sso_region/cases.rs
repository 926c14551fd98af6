//! Machines for `sso-region`.

use facts::{Preset, ServiceError, SessionKey, Token, Why};

use crate::Severity::{Fail, Note, Warn};
use crate::testing::{Case, Machine, cases, finds, now, token};

const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = PowerUser\n";
const URL: &str = "https://d-1234567890.awsapps.com/start";
const REGIONAL: &str = "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws";

fn named(url: &str, region: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = corp\n{ROLE}[sso-session corp]\nsso_start_url = {url}\nsso_region = {region}\n"
    ))
}

/// Profiles that name the portal themselves, with these regions.
fn legacy(url: &str, regions: &[&str]) -> Machine {
    let profiles: Vec<String> = regions
        .iter()
        .enumerate()
        .map(|(n, region)| {
            format!("[profile p{n}]\nsso_start_url = {url}\nsso_region = {region}\n{ROLE}")
        })
        .collect();
    Machine::new().config(&profiles.concat())
}

/// Two sessions of one portal, in us-east-1 and in eu-west-1.
fn two() -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = corp\n[profile ops]\nsso_session = other\n[sso-session corp]\nsso_start_url = {URL}\nsso_region = us-east-1\n[sso-session other]\nsso_start_url = {URL}/\nsso_region = eu-west-1\n"
    ))
}

fn of(url: &str, region: &str, hours: i64) -> Token {
    Token { start_url: Some(url.into()), region: Some(region.into()), ..token(hours, false) }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(by_the_address());
    cases.extend(misspelt());
    cases.extend(by_others());
    cases
}

fn healthy() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let other = SessionKey::Named("other".into());
    let works = |region| of(URL, region, 8);
    cases! {
        "commercial": named(URL, "eu-central-1")
            => passes;
        "as the host says": named(REGIONAL, "eu-west-1")
            => passes;
        "GovCloud": named("https://start.us-gov-home.awsapps.com/directory/d-9", "us-gov-east-1")
            => passes;
        "China": named("https://start.home.awsapps.cn/directory/d-9", "cn-northwest-1")
            => passes;
        "the Sovereign Cloud": named("https://identitycenter.amazonaws.eu/ssoins-1", "eusc-de-east-1")
            => passes;
        "a vanity address": named("https://aws.example.org", "us-gov-west-1")
            => passes;
        "a region newer than this program, and sign-in works": named(URL, "ap-southeast-9").token(&corp, Ok(works("ap-southeast-9")))
            => passes;
        "a legacy profile": legacy(URL, &["eu-west-1"])
            => passes;
        "two sessions, nobody is signed in": two()
            => passes;
        "two sessions, both are signed in": two().token(&corp, Ok(works("us-east-1"))).token(&other, Ok(works("eu-west-1")))
            => passes;
        "another session's sign-in has ended": two().token(&other, Ok(of(URL, "eu-west-1", -1)))
            => passes;
        "an address that is not https is another check's": named("http://aws.example.org", "us-east-1")
            => passes;
        "the portal's page says the same": named(URL, "us-east-1").portal_page(URL, Ok(Some("us-east-1".into())))
            => passes;
        "the portal's page says nothing": named(URL, "us-east-1").portal_page(URL, Ok(None))
            => passes;
        "the portal's page was not reached": named(URL, "us-east-1").portal_page(URL, Err(Why::Offline))
            => passes;
        "no region is another check's": Machine::new().config(&format!(
                    "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = {URL}\n"
                ))
            => not_applicable;
        "a comment is config-values' business": named(URL, "us-east-1 # home")
            => not_applicable;
        "no single sign-on": Machine::new().config("[default]\nregion = us-east-1\n")
            => not_applicable;
    }
}

fn by_the_address() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let write = |case: Case| case.healed_by("write-region", &[]);
    let choose = |case: Case, region| case.healed_by("choose-region", &[("sso_region", region)]);
    vec![
        write(finds("the host says another", named(REGIONAL, "us-east-1"), "not-the-hosts", Fail).at_line(7)),
        write(finds("the host says another, misspelt", named(REGIONAL, "eu-west1"), "not-the-hosts", Fail).at_line(7)),
        write(finds("it works all the same", named(REGIONAL, "us-east-1").token(&corp, Ok(of(REGIONAL, "us-east-1", 8))), "not-the-hosts", Warn).at_line(7)),
        write(finds("not in scope", named(REGIONAL, "us-east-1").profile("other"), "not-the-hosts", Warn).at_line(7)),
        write(finds("in legacy profiles", legacy(REGIONAL, &["us-east-1", "us-east-1"]), "not-the-hosts", Fail).at_line(3)),
        write(finds("in one of two legacy profiles", legacy(REGIONAL, &["eu-west-1", "us-east-1"]), "not-the-hosts", Fail).at_line(8)),
        write(finds("in the credentials file", Machine::new().credentials(&format!("[dev]\nsso_start_url = {REGIONAL}\nsso_region = us-east-1\n")), "not-the-hosts", Fail).at_line(3)),
        choose(finds("a GovCloud region", named(URL, "us-gov-west-1"), "other-partition", Fail).at_line(7), "us-east-1"),
        choose(finds("a portal of GovCloud", named("https://start.us-gov-home.awsapps.com/directory/d-9", "us-east-1"), "other-partition", Fail).at_line(7), "us-gov-west-1"),
        choose(finds("a portal of China", named("https://start.home.awsapps.cn/directory/d-9", "us-east-1"), "other-partition", Fail).at_line(7), "cn-north-1"),
        choose(finds("a vanity address without one", Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = https://aws.example.org\n"), "no-region", Fail).at_line(3), "us-east-1"),
        choose(finds("a legacy profile with a vanity address", Machine::new().config("[profile dev]\nsso_start_url = https://aws.example.org\n"), "no-region", Fail).at_line(1), "us-east-1"),
        choose(finds("one of two such profiles", Machine::new().config("[profile a]\nsso_start_url = https://aws.example.org\nsso_region = us-east-1\n[profile b]\nsso_start_url = https://aws.example.org\n"), "no-region", Fail).at_line(4), "us-east-1"),
    ]
}

fn misspelt() -> Vec<Case> {
    let choose =
        |case: Case| case.healed_by("choose-region", &[("sso_region", "eu-west-1")]).at_line(7);
    vec![
        choose(finds("a dash is missing", named(URL, "eu-west1"), "not-a-region", Fail)),
        choose(finds("letters are turned round", named(URL, "eu-wset-1"), "not-a-region", Fail)),
        choose(finds("a zone", named(URL, "eu-west-1a"), "not-a-region", Fail)),
        choose(finds("a place", named(URL, "Ireland"), "not-a-region", Fail)),
        choose(finds(
            "misspelt, not in scope",
            named(URL, "eu-west1").profile("other"),
            "not-a-region",
            Warn,
        )),
        choose(finds(
            "a number that may be newer",
            named(URL, "eu-west-9"),
            "unknown-region",
            Warn,
        )),
        choose(finds(
            "an area that may be newer",
            named(URL, "nz-north-1"),
            "unknown-region",
            Warn,
        )),
        choose(finds(
            "newer, not in scope",
            named(URL, "eu-west-9").profile("other"),
            "unknown-region",
            Note,
        )),
        finds("capitals", named(URL, "EU-WEST-1"), "capitals", Warn)
            .at_line(7)
            .healed_by("write-region", &[]),
    ]
}

fn by_others() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let refusal = ServiceError {
        operation: "StartDeviceAuthorization",
        code: "InvalidRequestException".into(),
        message: String::new(),
        status: Some(400),
        request_id: None,
        at: now(),
    };
    let preset = Preset {
        start_url: Some(URL.into()),
        region: Some("eu-west-1".into()),
        ..Preset::default()
    };
    let choose = |case: Case, region| case.healed_by("choose-region", &[("sso_region", region)]);
    let legacy_key = SessionKey::Legacy(URL.into());
    vec![
        choose(
            finds(
                "another session is signed in",
                two().token(&corp, Ok(of(URL, "us-east-1", 8))),
                "not-the-others",
                Fail,
            )
            .at_line(10),
            "us-east-1",
        ),
        choose(
            finds(
                "another legacy profile is",
                legacy(URL, &["us-east-1", "eu-west-1"])
                    .token(&legacy_key, Ok(of(URL, "us-east-1", 8))),
                "not-the-others",
                Fail,
            )
            .at_line(8),
            "us-east-1",
        ),
        choose(
            finds(
                "sign-in was refused",
                named(URL, "us-east-1").refused_sign_in(&corp, refusal.clone()),
                "refused",
                Fail,
            )
            .at_line(7),
            "eu-west-1",
        ),
        choose(
            finds(
                "refused, with a preset",
                named(URL, "us-east-1").preset(preset).refused_sign_in(&corp, refusal),
                "refused",
                Fail,
            )
            .at_line(7),
            "eu-west-1",
        ),
        choose(
            finds(
                "the portal's page says another",
                named(URL, "us-east-1").portal_page(URL, Ok(Some("eu-west-1".into()))),
                "not-the-pages",
                Warn,
            )
            .at_line(7),
            "eu-west-1",
        ),
    ]
}
