//! `token-present`: the session has been signed in to.

use facts::{CacheEntry, CacheFault, Facts, SessionKey, Subject, clean_line};

use crate::sign_in::remedies::{by_hand, entry, sign_in};
use crate::{Applicability, Check, Finding, Group, Outcome, Plan, Remedy, Severity, Step};

pub(crate) static CHECK: Check = Check {
    id: "token-present",
    label: "signed in",
    title: "This session is signed in",
    group: Group::SignIn,
    since: "0.1.0",
    requires: &["sso-session-exists", "sso-session-fields"],
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

Every AWS tool takes the token from there. Without it, or with a file that was cut off, no command
with the session's profiles works.

## How it is put right

You sign in; a browser opens, or you get a code for one on another device. A file that no tool can
read is moved into the backups first. The AWS CLI's own way is `aws sso login`.

## Errors people see

- AWS CLI, boto3: `Error loading SSO Token: Token for corp does not exist`
- AWS CLI, boto3: `Error loading SSO Token: Token for corp is invalid`
- AWS CLI, boto3: nothing but a name in quotes, `'ee0bfd2552fbd840c02cc48b6e823320543c450f'`: the
  file is empty, cut off or unreadable
- JavaScript SDK: `The SSO session token associated with profile=dev was not found or is invalid.`
- Rust SDK: `failed to load the cached SSO token`
- Terraform and Go programs that know no sso-session look for the file under the start URL's name:
  `failed to read cached SSO token file … no such file or directory`. A newer version finds it.
- `Unable to locate credentials. You can configure credentials by running \"aws login\".`: `aws login`
  is for users of the console, not for an access portal.
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    facts
        .sessions_in_scope()
        .iter()
        .cloned()
        .map(Subject::Session)
        .collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::Session(key) = subject else {
        return Outcome::Passed(String::new());
    };
    let entry = match entry(facts, key) {
        Ok(entry) => entry,
        Err(why) => return Outcome::Unknown(why.clone()),
    };
    let finding = match entry {
        None => absent(facts, subject, key),
        Some(entry) => match &entry.token {
            Ok(_) => return Outcome::Passed(clean_line(key.name())),
            Err(fault) => unusable(facts, subject, key, entry, fault),
        },
    };
    Outcome::Found(vec![finding.next("sign in").offer(by_hand(facts, key))])
}

fn absent(facts: &Facts, subject: &Subject, key: &SessionKey) -> Finding {
    let name = clean_line(key.name());
    let brief = if facts.sessions_in_scope().len() == 1 {
        "this session has not been signed in to".into()
    } else {
        format!("not signed in to {name}")
    };
    Finding::new(
        "not-signed-in",
        Severity::Fail,
        subject,
        brief,
        "This session has not been signed in to.",
    )
    .why("Every command with the session's profiles needs the token of a sign-in.")
    .says(format!(
        "Error loading SSO Token: Token for {name} does not exist"
    ))
    .offer(sign_in(key))
}

/// There is a file, and no tool gets a token out of it.
fn unusable(
    facts: &Facts,
    subject: &Subject,
    key: &SessionKey,
    entry: &CacheEntry,
    fault: &CacheFault,
) -> Finding {
    let name = clean_line(key.name());
    let path = facts.shown(&entry.path);
    let finding = Finding::new(
        "unusable",
        Severity::Fail,
        subject,
        "the stored sign-in cannot be read",
        format!("The token of {name} cannot be used: {}.", clean_line(&fault.to_string())),
    )
    .why(format!("No AWS tool gets a token out of {path}, so every command with the session's profiles stops."));
    let finding = match fault {
        // botocore's KeyError, printed as it is (FAILURES, "Seen with AWS CLI 2.36.7", T07).
        CacheFault::NotJson | CacheFault::Unreadable(_) | CacheFault::TooLarge => {
            let hash = key.cache_name();
            finding.says(format!("'{}'", hash.trim_end_matches(".json")))
        }
        CacheFault::Missing(_) => finding.says(format!(
            "Error loading SSO Token: Token for {name} is invalid"
        )),
        CacheFault::BadTime => finding,
    };
    // Moving a file is a matter of its folder: it works also where the file cannot be read.
    let (path, session) = (entry.path.clone(), key.clone());
    finding.offer(Remedy::new(
        "set-aside",
        Applicability::Ask,
        "Set the file aside and sign in",
        move |_, _| {
            Ok(Plan {
                steps: vec![Step::SetAside(path.clone()), Step::SignIn(session.clone())],
                removes_secrets: false,
            })
        },
    ))
}

#[cfg(test)]
mod tests {
    use facts::{CacheFault, SessionKey, Why};

    use crate::Severity::Fail;
    use crate::testing::{Case, Machine, finds, not_applicable, passes, token, unknown};

    const URL: &str = "https://d-1234567890.awsapps.com/start";
    const CORP: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";

    pub(super) fn cases() -> Vec<Case> {
        let corp = SessionKey::Named("corp".into());
        let legacy = SessionKey::Legacy(URL.into());
        let machine = || Machine::new().config(CORP);
        let old = || {
            Machine::new().config(&format!(
                "[profile dev]\nsso_start_url = {URL}\nsso_region = us-east-1\n"
            ))
        };
        let two = || {
            Machine::new().config(&format!(
                "{CORP}[profile lab]\nsso_session = lab\n[sso-session lab]\n"
            ))
        };
        let healed = |case: Case| case.healed_by("sign-in", &[]);
        let broken = |name, fault| {
            finds(name, machine().token(&corp, Err(fault)), "unusable", Fail)
                .healed_by("set-aside", &[])
        };
        vec![
            passes("signed in", machine().token(&corp, Ok(token(8, true)))),
            passes(
                "an expired token is another check's",
                machine().token(&corp, Ok(token(-8, false))),
            ),
            passes(
                "a legacy profile",
                old().token(&legacy, Ok(token(8, false))),
            ),
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
            healed(finds(
                "a legacy profile, never",
                old(),
                "not-signed-in",
                Fail,
            )),
            healed(finds(
                "the token of another spelling of the start URL",
                old().token(&SessionKey::Legacy(format!("{URL}/")), Ok(token(8, true))),
                "not-signed-in",
                Fail,
            )),
            broken("cut off", CacheFault::NotJson),
            broken("without a token", CacheFault::Missing("accessToken")),
            broken("without a time that can be read", CacheFault::BadTime),
            broken(
                "unreadable",
                CacheFault::Unreadable("permission denied".into()),
            ),
            broken("huge", CacheFault::TooLarge),
        ]
    }
}
