//! `env-credentials`: no credentials in the environment override the profile.

use facts::{Facts, ScopeReason, Subject, clean_line, mask_key_id};

use super::take_away;
use crate::{Check, Finding, Group, Outcome, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-credentials",
    label: "environment keys",
    title: "No credentials in the environment override the profile",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set where a profile uses single sign-on, and never
the one without the other. Their values are not shown.

## Why it matters

- The AWS CLI, boto3 and the Rust SDK take keys of the environment before any profile, also before the
  one that AWS_PROFILE names: a command then acts as whoever the keys belong to. Only an explicit
  `--profile` comes before them.
- The JavaScript SDK takes the profile that AWS_PROFILE names, and the keys only without it.
- The access key without its secret stops every command.

Temporary keys that another tool has put there (`aws-vault exec`, `granted`) are a warning, since that
is how such tools work; on a build server without single sign-on the keys are what is to be used, and
nothing is said.

## How it is put right

You take the variables away; the lines for your shell are shown. What has set them stands in a
start-up file of your shell, in a `.env` or `.envrc` of the folder, or in the settings of your editor.

## Errors people see

- no error, and another user than expected in `aws sts get-caller-identity`
- `Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY`
- `InvalidClientTokenId: The security token included in the request is invalid.`
- `ExpiredToken: The security token included in the request is expired`
";

const ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";

fn set(facts: &Facts) -> Vec<&'static str> {
    [ID, SECRET, TOKEN].into_iter().filter(|name| facts.environment().holds(name)).collect()
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    if set(facts).is_empty() { Vec::new() } else { vec![Subject::Machine] }
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let names = set(facts);
    let found = match (names.contains(&ID), names.contains(&SECRET)) {
        (true, false) => half(facts, subject, &names),
        (true, true) if uses_single_sign_on(facts) => override_profile(facts, subject, &names),
        (true, true) => return Outcome::Passed("used, and no profile with single sign-on".into()),
        (false, _) if uses_single_sign_on(facts) => left_over(facts, subject, &names),
        (false, _) => return Outcome::Skipped(Skip::NotApplicable),
    };
    Outcome::Found(vec![found])
}

fn uses_single_sign_on(facts: &Facts) -> bool {
    facts.profiles_in_scope().any(|profile| profile.uses_single_sign_on())
}

/// With `--profile` the keys are passed over, but only in commands that name it too.
fn named_by_flag(facts: &Facts) -> bool {
    facts.scope().reason == ScopeReason::Flag
}

/// `botocore/credentials.py`, `EnvProvider`: an access key without its secret is an error.
fn half(facts: &Facts, subject: &Subject, names: &[&str]) -> Finding {
    let severity = if named_by_flag(facts) { Severity::Warn } else { Severity::Fail };
    Finding::new(
        "half-a-pair",
        severity,
        subject,
        format!("{ID} is set, {SECRET} is not"),
        format!("{ID} is set in the environment, and {SECRET} is not."),
    )
    .why("The AWS CLI and boto3 take keys of the environment before any profile, and stop at half a pair.")
    .says(format!("Partial credentials found in env, missing: {SECRET}"))
    .next(format!("take it away: {}", facts.shell.unset(ID)))
    .offer(take_away(facts, names))
}

fn override_profile(facts: &Facts, subject: &Subject, names: &[&str]) -> Finding {
    let shown = facts
        .environment()
        .hidden(ID)
        .map_or_else(|| "…".into(), |id| mask_key_id(id.expose().trim()));
    let shown = clean_line(&shown);
    let temporary = shown.starts_with("ASIA");
    let has_token = names.contains(&TOKEN);
    let severity = if named_by_flag(facts) || (temporary && has_token) {
        Severity::Warn
    } else {
        Severity::Fail
    };
    let kind = match (temporary, has_token) {
        (true, true) => "temporary keys",
        (true, false) => "temporary keys without their session token",
        (false, _) => "keys",
    };
    let finding = Finding::new(
        "keys-win",
        severity,
        subject,
        format!("{kind} in the environment come first"),
        format!("The environment holds {kind} ({shown}), which come before the profile."),
    )
    .why(format!(
        "The AWS CLI, boto3 and the Rust SDK take them instead of single sign-on, also where AWS_PROFILE names a profile; only --profile comes before them. {}",
        if temporary && !has_token {
            "Without the session token AWS refuses them."
        } else {
            "The JavaScript SDK takes the profile that AWS_PROFILE names."
        }
    ))
    .next(format!("take them away: {}", facts.shell.unset(ID)));
    let finding = if temporary && !has_token {
        finding.says("InvalidClientTokenId: The security token included in the request is invalid.")
    } else {
        finding
    };
    finding
        .offer(take_away(facts, names))
        .leave("Leave: another tool has put them there for this terminal")
}

/// A secret or a token without an access key: every tool passes it over.
fn left_over(facts: &Facts, subject: &Subject, names: &[&str]) -> Finding {
    Finding::new(
        "left-over",
        Severity::Note,
        subject,
        format!("{} without {ID}", names.join(" and ")),
        format!("{} is set in the environment without {ID}.", names.join(" and ")),
    )
    .why("No tool uses it so; it is probably left over, and holds a secret.")
    .next("take it away")
    .offer(take_away(facts, names))
}

#[cfg(test)]
mod tests {
    use crate::Outcome;
    use crate::Severity::{Fail, Note, Warn};
    use crate::testing::{Case, Machine, finds, not_applicable, passes};

    const SSO: &str = "[profile dev]\nsso_session = corp\n[sso-session corp]\n";
    const LONG: &str = "AKIAIOSFODNN7EXAMPLE";
    const SHORT: &str = "ASIAIOSFODNN7EXAMPLE";

    fn keys(id: &str) -> Machine {
        Machine::new()
            .config(SSO)
            .env("AWS_ACCESS_KEY_ID", id)
            .env("AWS_SECRET_ACCESS_KEY", "s3cr3t-s3cr3t")
    }

    pub(super) fn cases() -> Vec<Case> {
        let id_alone = || Machine::new().env("AWS_ACCESS_KEY_ID", LONG);
        vec![
            not_applicable("none", Machine::new().config(SSO)),
            not_applicable(
                "set to nothing",
                Machine::new().config(SSO).env("AWS_ACCESS_KEY_ID", ""),
            ),
            passes("a build server", keys(LONG).config("[default]\nregion = us-east-1\n")),
            passes(
                "a build server without files",
                keys(LONG).file(aws_files::FileKind::Config, facts::FileState::Missing),
            ),
            passes(
                "single sign-on in another profile",
                keys(LONG)
                    .config(&format!("{SSO}[profile keys]\nregion = us-east-1\n"))
                    .env("AWS_PROFILE", "keys"),
            ),
            finds("long-term keys", keys(LONG), "keys-win", Fail),
            finds(
                "long-term keys and AWS_PROFILE",
                keys(LONG).env("AWS_PROFILE", "dev"),
                "keys-win",
                Fail,
            ),
            finds(
                "the profile is named on the command line",
                keys(LONG).profile("dev"),
                "keys-win",
                Warn,
            ),
            finds(
                "of another tool",
                keys(SHORT).env("AWS_SESSION_TOKEN", "t0ken"),
                "keys-win",
                Warn,
            ),
            finds("temporary, without a token", keys(SHORT), "keys-win", Fail),
            finds("of no form of AWS", keys("test"), "keys-win", Fail),
            finds("half a pair", id_alone().config(SSO), "half-a-pair", Fail),
            finds("half a pair without single sign-on", id_alone(), "half-a-pair", Fail),
            finds(
                "half a pair and --profile",
                id_alone().config(SSO).profile("dev"),
                "half-a-pair",
                Warn,
            ),
            finds(
                "a secret alone",
                Machine::new().config(SSO).env("AWS_SECRET_ACCESS_KEY", "x"),
                "left-over",
                Note,
            ),
        ]
    }

    #[test]
    fn no_value_is_shown_and_every_name_has_its_line() {
        let facts =
            keys(LONG).env("AWS_SESSION_TOKEN", "t0ken").env("SHELL", "/usr/bin/fish").facts();
        let Outcome::Found(found) = super::examine(&facts, &facts::Subject::Machine) else {
            panic!("nothing found")
        };
        let text = format!("{found:?} {:?}", found[0].remedies[0].words);
        for secret in [LONG, "s3cr3t", "t0ken"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(found[0].what.contains("AKIA…MPLE"));
        assert_eq!(
            found[0].remedies[0].words[..3],
            [
                "set -e AWS_ACCESS_KEY_ID",
                "set -e AWS_SECRET_ACCESS_KEY",
                "set -e AWS_SESSION_TOKEN"
            ]
        );
    }
}
