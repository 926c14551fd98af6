//! `sso-start-url`: the address is an access portal's.

use facts::{Facts, Session, SessionKey, StartUrl, StartUrlKind, Subject, clean_line};

use crate::session::portals::{is_accepted, severity};
use crate::session::start_url_faults::{self as faults, Fault};
use crate::session::start_url_spelling as spelling;
use crate::words::is_decorated;
use crate::{Check, Group, Outcome, Skip};

pub(crate) static CHECK: Check = Check {
    id: "sso-start-url",
    label: "portal's address",
    title: "The start URL is an access portal's, and not the example of some instructions",
    group: Group::SsoSession,
    since: "0.2.0",
    requires: &["sso-session-exists", "sso-session-fields"],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: super::sso_start_url_cases::cases,
};

const MANUAL: &str = "\
## What it checks

`sso_start_url` is the address of an access portal, as your invitation has it. These are:

- `https://d-1234567890.awsapps.com/start`, or a name instead of the directory's identifier
- `https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com` and
  `https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws`, which name their region
- GovCloud: `https://start.us-gov-home.awsapps.com/directory/…`
- China: `https://start.home.awsapps.cn/directory/…`
- an issuer: `https://identitycenter.amazonaws.com/ssoins-1234567890abcdef`
- an https address of your own organisation that leads to one of them

Profiles without an sso-session that name one portal spell its address alike.

## Why it matters

The address is what a sign-in begins with, and many pages look like the right one: your identity
provider's (Okta, Microsoft Entra, Google), the AWS console's, that of AWS Builder ID
(`view.awsapps.com`, which has no accounts), or the example of the instructions that you followed.

In a profile without an sso-session the token cache knows a sign-in by the address exactly as it is
written: with `/start` in one profile and `/start#/` in another you sign in twice, and other tools
find no sign-in at all.

## How it is put right

- `http`, or no `https://` at all, before an address of AWS: https is written.
- A regional address of GovCloud: the one that its API takes is written, after you have agreed.
- One portal in several spellings: all of the profiles get the one that you are signed in with.
- Everything else: you give the address from your invitation. An example is only pointed out until the
  portal refuses it, and nothing is said as long as sign-in works with it.

## Errors people see

- `The sso_start_url must use the https scheme.`
- `Invalid sso_start_url: '…'`
- `Could not resolve start URL '…' to an AWS-owned endpoint. Final URL: '…'`
- `Failed to resolve start URL: …`
- `An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation`
- `Error loading SSO Token: Token for https://d-1234567890.awsapps.com/start#/ does not exist`, just
  after a sign-in
- in the browser: a page that is not found, or the sign-in of somebody else's portal
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .session_users()
        .keys()
        .filter(|key| facts.session(key).start_url.is_some())
        .map(|key| Subject::Session(key.clone()))
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let session = facts.session(key);
    let Some(written) = session.start_url.as_deref() else {
        return Outcome::Passed(String::new());
    };
    if is_decorated(written) {
        return Outcome::Skipped(Skip::NotApplicable);
    }
    let url = StartUrl::parse(written);
    let found = match judge(facts, &session, &url) {
        Some(fault) => Some(faults::finding(facts, subject, &session, &url, &fault)),
        None => spelling::finding(facts, subject, &session, &url),
    };
    found.map_or_else(
        || Outcome::Passed(clean_line(&url.canonical)),
        |finding| Outcome::Found(vec![finding]),
    )
}

/// What is wrong with the address itself. What a sign-in has worked with is not.
fn judge(facts: &Facts, session: &Session<'_>, url: &StartUrl) -> Option<Fault> {
    let works = is_accepted(facts, session);
    let in_scope = severity(facts.session_in_scope(&session.key));
    match url.kind {
        // An older AWS CLI let it pass; from 2.35.13 on it refuses it at the next sign-in.
        StartUrlKind::NotHttps if works => {
            return Some(Fault::not_https(url, crate::Severity::Warn));
        }
        _ if works => return None,
        StartUrlKind::NotHttps | StartUrlKind::NotAUrl => {
            return Some(Fault::not_https(url, in_scope));
        }
        StartUrlKind::IdentityProvider => {
            return Some(Fault::OtherPage(in_scope, url.provider().unwrap_or("another service")));
        }
        _ => {}
    }
    if let Some(service) = url.other_service() {
        return Some(Fault::OtherPage(in_scope, service));
    }
    if let Some(global) = url.without_region() {
        return Some(Fault::Regional(in_scope, global));
    }
    if url.is_builder_id() && faults::serves_roles(facts, &session.key) {
        return Some(Fault::BuilderId(in_scope));
    }
    // On a machine to practise on, the address of the instructions is the portal's.
    if url.is_documentation_example() && !facts.practice {
        let refused = facts.network.refused_sign_ins.get(&session.key);
        return Some(match refused {
            Some(error) => Fault::RefusedExample(in_scope, error.clone()),
            None => Fault::Example,
        });
    }
    None
}

/// What a session is called in a sentence: its name, or the profiles that name its portal.
pub(super) fn named(facts: &Facts, key: &SessionKey) -> (String, String) {
    let users = crate::session::portals::users(facts, key);
    match (key, users) {
        (SessionKey::Named(name), _) => {
            let shown = clean_line(name);
            (shown.clone(), format!("the sso-session {shown}"))
        }
        (SessionKey::Legacy(_), [one]) => {
            let shown = clean_line(one);
            (shown.clone(), format!("the profile {shown}"))
        }
        (SessionKey::Legacy(_), many) => {
            let profiles = crate::words::count(many.len(), "profile", "profiles");
            let all = format!("{profiles} ({})", crate::words::list(many, 3));
            (profiles, all)
        }
    }
}
