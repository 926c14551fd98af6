//! Machines for `sso-start-url`.

use facts::{Preset, ServiceError, SessionKey, Token};

use crate::Severity::{Fail, Note, Warn};
use crate::testing::{Case, Machine, finds, not_applicable, now, passes, token};

const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = PowerUser\n";
const HTTP: &str = "http://corp.awsapps.com/start";
const URL: &str = "https://d-1234567890.awsapps.com/start";
const EXAMPLE: &str = "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";

const REGIONAL: &str = "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-9";

/// A session with this address, and a profile that uses it.
fn named(url: &str) -> Machine {
    Machine::new().config(&format!(
        "[profile dev]\nsso_session = corp\n{ROLE}[sso-session corp]\nsso_start_url = {url}\nsso_region = us-east-1\n"
    ))
}

/// Profiles that name these addresses themselves.
fn legacy(urls: &[&str]) -> Machine {
    let profiles: Vec<String> = urls
        .iter()
        .enumerate()
        .map(|(n, url)| {
            format!("[profile p{n}]\nsso_start_url = {url}\nsso_region = us-east-1\n{ROLE}")
        })
        .collect();
    Machine::new().config(&profiles.concat())
}

/// A valid token for this address.
fn of(url: &str) -> Token {
    Token { start_url: Some(url.into()), ..token(8, true) }
}

fn refusal() -> ServiceError {
    ServiceError {
        operation: "StartDeviceAuthorization",
        code: "InvalidRequestException".into(),
        message: String::new(),
        status: Some(400),
        request_id: None,
        at: now(),
    }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = healthy();
    cases.extend(addresses());
    cases.extend(examples());
    cases.extend(spellings());
    cases
}

fn healthy() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let mut cases: Vec<Case> = [
        URL,
        "https://corp.awsapps.com/start#/",
        "https://Corp.awsapps.com/start/?x=y#/",
        "HTTPS://corp.awsapps.com/start-beta",
        "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
        "https://start.home.awsapps.cn/directory/d-1234567890",
        "https://start.cn-north-1.home.awsapps.cn/directory/d-1234567890",
        "https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com",
        "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws",
        "https://ssoins-1.cn-north-1.portal.amazonaws.com.cn",
        "https://ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn",
        "https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu",
        "https://ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu",
        "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
        "https://identitycenter.us-gov.amazonaws.com/ssoins-1234567890abcdef",
        "https://aws.example.org",
        "https://sso.corp.example.org/start",
    ]
    .into_iter()
    .map(|url| passes(url, named(url)))
    .collect();
    cases.extend([
        passes("a legacy profile", legacy(&[URL])),
        passes("two legacy profiles, one spelling", legacy(&[URL, URL])),
        passes("two portals", legacy(&[URL, "https://d-2.awsapps.com/start"])),
        passes("another spelling in a session", legacy(&[URL]).config(&format!("[profile a]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile b]\nsso_session = corp\n[sso-session corp]\nsso_start_url = {URL}/\nsso_region = us-east-1\n"))),
        passes("an example that sign-in works with", named(EXAMPLE).token(&corp, Ok(of(EXAMPLE)))),
        passes("an example with a sign-in that can be renewed", named(EXAMPLE).token(&corp, Ok(Token {
            start_url: Some(EXAMPLE.into()),
            ..token(-1, true)
        }))),
        passes("Builder ID without a role", Machine::new().config("[profile q]\nsso_session = q\n[sso-session q]\nsso_start_url = https://view.awsapps.com/start\nsso_region = us-east-1\n")),
        passes("GovCloud's regional address, where it works", named(REGIONAL).token(&corp, Ok(of(REGIONAL)))),
        not_applicable("no single sign-on", Machine::new().config("[default]\nregion = us-east-1\n")),
        not_applicable("no address", Machine::new().config("[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\n")),
        not_applicable("quotes are config-values' business", named(&format!("\"{URL}\""))),
        not_applicable("so is a comment", named(&format!("{URL} # ours"))),
        not_applicable("so are other characters", named(&format!("“{URL}”"))),
    ]);
    cases
}

fn addresses() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let answer = [("start_url", "https://corp.awsapps.com/start/#/")];
    let written = |name, url: &str, code| {
        finds(name, named(url), code, Fail).at_line(6).healed_by("write-address", &[])
    };
    let asked = |name, url: &str, code| {
        finds(name, named(url), code, Fail).at_line(6).healed_by("give-address", &answer)
    };
    vec![
        written("http", "http://corp.awsapps.com/start", "not-https"),
        written("no scheme", "corp.awsapps.com/start", "not-a-url"),
        written("one slash", "https:/corp.awsapps.com/start", "not-a-url"),
        written("http in GovCloud", "http://start.us-gov-home.awsapps.com/directory/d-9", "not-https"),
        finds("http, and sign-in works", named("http://corp.awsapps.com/start").token(&corp, Ok(of("http://corp.awsapps.com/start"))), "not-https", Warn)
            .at_line(6)
            .healed_by("write-address", &[]),
        finds("http, not in scope", named("http://corp.awsapps.com/start").profile("other"), "not-https", Warn)
            .at_line(6)
            .healed_by("write-address", &[]),
        finds("http in a legacy profile, and sign-in works", legacy(&[HTTP]).token(&SessionKey::Legacy(HTTP.into()), Ok(of(HTTP))), "not-https", Warn)
            .at_line(2)
            .healed_by("write-address", &[]),
        finds("http in two legacy profiles", legacy(&["http://corp.awsapps.com/start"; 2]), "not-https", Fail)
            .at_line(2)
            .healed_by("write-address", &[]),
        finds("http in [DEFAULT]", Machine::new().config("[DEFAULT]\nsso_start_url = http://corp.awsapps.com/start\nsso_region = us-east-1\n[profile a]\nsso_role_name = R\n[profile b]\nsso_role_name = R\n"), "not-https", Fail)
            .at_line(2)
            .healed_by("write-address", &[]),
        asked("http elsewhere", "http://sso.example.org/start", "not-https"),
        asked("a word", "corp", "not-a-url"),
        asked("no host", "https://", "not-a-url"),
        asked("Entra", "https://myapps.microsoft.com/signin/aws/1234", "other-page"),
        asked("Okta", "https://corp.okta.com/home/amazon_aws_sso/1/2", "other-page"),
        asked("the console", "https://111122223333.signin.aws.amazon.com/console", "other-page"),
        asked("WorkMail", "https://corp.awsapps.com/mail", "other-page"),
        asked("Builder ID for a role", "https://view.awsapps.com/start", "builder-id"),
        finds("GovCloud's regional address", named(REGIONAL), "regional", Note)
            .at_line(6)
            .healed_by("write-address", &[]),
        finds("GovCloud's regional address, and AWS refused it", named(REGIONAL).refused_sign_in(&corp, refusal()), "refused-regional", Fail)
            .at_line(6)
            .healed_by("write-address", &[]),
    ]
}

fn examples() -> Vec<Case> {
    let corp = SessionKey::Named("corp".into());
    let answer = [("start_url", URL)];
    let preset = Preset { start_url: Some(URL.into()), ..Preset::default() };
    let session = |name: &str, url: &str| {
        format!("[sso-session {name}]\nsso_start_url = {url}\nsso_region = us-east-1\n")
    };
    let profile = format!("[profile dev]\nsso_session = corp\n{ROLE}");
    let dangling = format!("{profile}{}", session("my-sso", EXAMPLE));
    let unused = format!("{profile}{}{}", session("corp", URL), session("my-sso", EXAMPLE));
    let only = &session("my-sso", EXAMPLE);
    vec![
        finds("the wiki page", named(EXAMPLE), "example", Warn)
            .at_line(6)
            .healed_by("give-address", &answer),
        finds(
            "in AWS's documentation",
            named("https://my-sso-portal.awsapps.com/start"),
            "example",
            Warn,
        )
        .at_line(6)
        .healed_by("give-address", &answer),
        finds("while its name is dangling", named(EXAMPLE).config(&dangling), "example", Warn)
            .at_line(6)
            .healed_by("give-address", &answer),
        finds("in a section that nothing uses", named(URL).config(&unused), "example", Note)
            .at_line(9)
            .healed_by("give-address", &answer),
        finds("in the only section", Machine::new().config(only), "example", Note)
            .at_line(2)
            .healed_by("give-address", &answer),
        finds("with a preset", named(EXAMPLE).preset(preset), "example", Warn)
            .at_line(6)
            .healed_by("give-address", &answer),
        finds(
            "in a legacy profile",
            legacy(&["https://d-xxxxxxxxxx.awsapps.com/start"]),
            "example",
            Warn,
        )
        .at_line(2)
        .healed_by("give-address", &answer),
        finds(
            "the portal refused it",
            named(EXAMPLE).refused_sign_in(&corp, refusal()),
            "refused-example",
            Fail,
        )
        .at_line(6)
        .healed_by("give-address", &answer),
        finds(
            "refused, not in scope",
            named(EXAMPLE).profile("other").refused_sign_in(&corp, refusal()),
            "refused-example",
            Warn,
        )
        .at_line(6)
        .healed_by("give-address", &answer),
        finds(
            "the token of another portal proves nothing",
            named(EXAMPLE).token(&corp, Ok(token(8, true))),
            "example",
            Warn,
        )
        .at_line(6)
        .healed_by("give-address", &answer),
    ]
}

fn spellings() -> Vec<Case> {
    let slash = format!("{URL}/");
    let hash = format!("{URL}#/");
    let heal = |case: Case| case.healed_by("one-spelling", &[]);
    let key = |url: &str| SessionKey::Legacy(url.into());
    vec![
        heal(finds("nobody is signed in", legacy(&[&hash, URL]), "spelling", Warn).at_line(2)),
        heal(finds("signed in with the other", legacy(&[URL, &hash]).token(&key(&hash), Ok(of(&hash))), "spelling", Fail).at_line(2)),
        heal(finds("signed in with both", legacy(&[URL, &hash]).token(&key(&hash), Ok(of(&hash))).token(&key(URL), Ok(of(URL))), "spelling", Warn).at_line(7)),
        heal(finds("not in scope", legacy(&[URL, &slash]).profile("p0").token(&key(URL), Ok(of(URL))), "spelling", Warn).at_line(7)),
        heal(finds("most profiles have one", legacy(&[&slash, &hash, &hash]), "spelling", Warn).at_line(2)),
        heal(finds("another region, too", Machine::new().config(&format!("[profile a]\nsso_start_url = {URL}\nsso_region = us-east-1\n[profile b]\nsso_start_url = {slash}\nsso_region = eu-west-1\n")), "spelling", Warn).at_line(5)),
    ]
}
