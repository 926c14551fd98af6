//! `token-present`: the session has been signed in to.

use facts::{Facts, OtherContent, SessionKey, StartUrl, Subject, Why, Writer, clean_line};

use crate::sign_in::remedies::{by_hand, entry, sign_in};
use crate::{Check, Finding, Group, Outcome, Severity};

pub(crate) static CHECK: Check = Check {
    id: "token-present",
    label: "signed in",
    title: "This session is signed in",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &[
        "sso-session-exists",
        "sso-session-fields",
        "sso-start-url",
        "sso-region",
        "token-cache",
    ],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

For each session that the examined profiles use, `~/.aws/sso/cache` holds a file with its token. The
file's name is made from the session's name (in an older configuration from the start URL exactly as
it is written), so that a session which was renamed counts as one that was never signed in to.

## Why it matters

Every AWS tool takes the token from there. Without it no command with the session's profiles works.

## How it is put right

You sign in; a browser opens, or you get a code for one on another device. The AWS CLI's own way is
`aws sso login`.

A tool that does not find a sign-in which the AWS CLI has is older than the sso-session: it looks
under the start URL. A newer version of the tool finds it; until then a profile with `sso_start_url`
and `sso_region` of its own, and no sso-session, works in both.

## Errors people see

- AWS CLI, boto3: `Error loading SSO Token: Token for corp does not exist`
- JavaScript SDK: `The SSO session token associated with profile=dev was not found or is invalid.`
- Terraform and Go programs that know no sso-session look for the file under the start URL's name:
  `failed to read cached SSO token file … no such file or directory`, `SSOProviderInvalidToken`
- `Unable to locate credentials. You can configure credentials by running \"aws login\".`: `aws login`
  is for users of the console, not for an access portal.
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts.sessions_in_scope().iter().cloned().map(Subject::Session).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let entry = match entry(facts, key) {
        Ok(entry) => entry,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    match entry.map(|entry| &entry.token) {
        None => Outcome::Found(vec![absent(facts, subject, key)]),
        Some(Ok(_)) => Outcome::Passed(clean_line(key.name())),
        // What is wrong with the file is told by `token-cache`, unless that was left out.
        Some(Err(fault)) => Outcome::Unknown(Why::error(fault)),
    }
}

fn absent(facts: &Facts, subject: &Subject, key: &SessionKey) -> Finding {
    let name = clean_line(key.name());
    let brief = if facts.sessions_in_scope().len() == 1 {
        "this session has not been signed in to".into()
    } else {
        format!("not signed in to {name}")
    };
    let finding = Finding::new(
        "not-signed-in",
        Severity::Fail,
        subject,
        brief,
        "This session has not been signed in to.",
    )
    .says(format!("Error loading SSO Token: Token for {name} does not exist"))
    .next("sign in")
    .offer(sign_in(key))
    .offer(by_hand(facts, key));
    let why = "Every command with the session's profiles needs the token of a sign-in.";
    match orphan(facts, key) {
        Some(path) => finding.why(format!(
            "{why} There is one for the same portal in {path}, under another name: tools find it by the session's name (older SDKs by the start URL), so a session that was renamed must be signed in to anew."
        )),
        None => finding.why(why),
    }
}

/// A token for the session's portal that still holds and that no session's name leads to.
fn orphan(facts: &Facts, key: &SessionKey) -> Option<String> {
    let portal = |url: &str| StartUrl::parse(url).canonical;
    let wanted = portal(&facts.session(key).start_url?);
    let others = &facts.tokens.as_ref().ok()?.others;
    let entry = others.iter().find(|entry| match &entry.content {
        OtherContent::Token(token) if entry.writer == Writer::Aws => {
            let same = token.start_url.as_deref().map(portal) == Some(wanted.clone());
            same && !token.has_expired(facts.now)
        }
        _ => false,
    })?;
    Some(facts.shown(&entry.path))
}

#[cfg(test)]
mod tests {
    use facts::{CacheFault, OtherContent, SessionKey, Why};

    use crate::Severity::Fail;
    use crate::testing::{Case, Machine, finds, not_applicable, passes, token, unknown};

    const URL: &str = "https://d-1234567890.awsapps.com/start";
    const HASH: &str = "394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json";
    const CORP: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";

    pub(super) fn cases() -> Vec<Case> {
        let corp = SessionKey::Named("corp".into());
        let legacy = SessionKey::Legacy(URL.into());
        let machine = || Machine::new().config(CORP);
        let old = || {
            Machine::new()
                .config(&format!("[profile dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n"))
        };
        let two = || {
            Machine::new()
                .config(&format!("{CORP}[profile lab]\nsso_session = lab\n[sso-session lab]\n"))
        };
        let healed = |case: Case| case.healed_by("sign-in", &[]);
        let elsewhere = |hours| OtherContent::Token(Box::new(token(hours, false)));
        let renamed = |hours| {
            let config = CORP.replace(
                "[sso-session corp]\n",
                &format!("[sso-session corp]\nsso_start_url = {URL}/\n"),
            );
            Machine::new().config(&config).other(HASH, elsewhere(hours))
        };
        vec![
            passes("signed in", machine().token(&corp, Ok(token(8, true)))),
            passes(
                "an expired token is another check's",
                machine().token(&corp, Ok(token(-8, false))),
            ),
            passes("a legacy profile", old().token(&legacy, Ok(token(8, false)))),
            passes(
                "a session out of scope may lack it",
                two().profile("dev").token(&corp, Ok(token(8, true))),
            ),
            not_applicable(
                "no single sign-on",
                Machine::new().config("[default]\nregion = us-east-1\n"),
            ),
            not_applicable("a profile of keys is in scope", machine().profile("keys")),
            unknown(
                "the cache could not be read",
                machine().tokens_unknown(Why::Error("permission denied".into())),
            ),
            healed(finds("never signed in", machine(), "not-signed-in", Fail)),
            healed(finds(
                "signed in to another session",
                two().token(&corp, Ok(token(8, true))),
                "not-signed-in",
                Fail,
            )),
            healed(finds("a legacy profile, never", old(), "not-signed-in", Fail)),
            healed(finds(
                "the token of another spelling of the start URL",
                old().token(&SessionKey::Legacy(format!("{URL}/")), Ok(token(8, true))),
                "not-signed-in",
                Fail,
            )),
            healed(finds("the session was renamed", renamed(8), "not-signed-in", Fail)),
            unknown(
                "a file that is another check's",
                machine().token(&corp, Err(CacheFault::NotJson)),
            ),
        ]
    }

    #[test]
    fn a_token_under_another_name_is_named_while_it_holds() {
        let why = |hours| {
            let config = format!(
                "[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_start_url = {URL}/\n"
            );
            let token = OtherContent::Token(Box::new(token(hours, false)));
            let facts = Machine::new().config(&config).other(HASH, token).facts();
            let result = crate::run(&super::CHECK, &facts, &[]);
            result.findings()[0].why.clone()
        };
        assert!(why(8).contains("~/.aws/sso/cache/394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json"));
        assert!(!why(-8).contains("394fa0df"));
    }
}
