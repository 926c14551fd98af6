//! Programs without an SDK of AWS: the table of programs is all that is known about them.

use aws_onboard_credential_chain::{Answer, Credentials, Evidence, Kind, Outcome, Source, Step};
use facts::{Facts, FoundProgram};
use program_table::Program;

use crate::needs::{Needs, ProfileKind, supports};

/// What a program's own code would take, as far as the table says.
pub(crate) fn answer_by_table(
    facts: &Facts,
    program: &FoundProgram,
    row: &Program,
    profile: &str,
) -> (Answer, Option<Needs>) {
    let kind = ProfileKind::of(facts, profile);
    let mut trail = Vec::new();
    let mut credentials =
        Credentials { profile: Some(profile.to_owned()), ..Credentials::default() };
    let pair = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let has_keys = pair.iter().all(|name| facts.environment().has_value(name));
    let step = |provider: &str, outcome, why: &str| Step {
        provider: provider.to_owned(),
        outcome,
        why: why.to_owned(),
    };
    let mut usable = None;
    let mut needs = None;
    if has_keys && row.supports.env_keys != Some(false) {
        credentials.kind = Kind::Environment;
        credentials.profile = None;
        credentials.source = Some(Source::Variable(pair[0].to_owned()));
        let why = "they are set; whether its own settings go before them is not known";
        trail.push(step("environment keys", Outcome::Unknown, why));
    } else if let Some(kind) = kind {
        let provider = format!("profile {}", facts::Text(profile));
        match supports(kind.since(row), program.version.as_ref()) {
            Some(false) => {
                usable = Some(false);
                credentials.kind = Kind::Error;
                let why = format!("this program does not know {}", kind.name());
                trail.push(step(&provider, Outcome::Failed, &why));
                needs = Some(match kind.since(row) {
                    program_table::Since::Version(since) => Needs::Version {
                        of: program.name.clone(),
                        since: (*since).to_owned(),
                        is_own: true,
                    },
                    _ => Needs::Keys { what: kind.name().to_owned() },
                });
            }
            Some(true) => {
                let why = format!("this program knows {}; it has its own code for it", kind.name());
                trail.push(step(&provider, Outcome::Unknown, &why));
                credentials.kind = match kind {
                    ProfileKind::Login => Kind::Login,
                    ProfileKind::Session | ProfileKind::Legacy => Kind::Sso,
                };
                let profile = facts.profile(profile);
                let text = |text: Option<&str>| text.map(|text| facts::Text(text).to_string());
                credentials.account = text(profile.as_ref().and_then(|one| one.account()));
                credentials.role = text(profile.as_ref().and_then(|one| one.role()));
            }
            None => {
                let why = format!("whether this program knows {} is not known", kind.name());
                trail.push(step(&provider, Outcome::Unknown, &why));
            }
        }
    } else {
        let why = "this program has its own code for credentials";
        trail.push(step("its own settings", Outcome::Unknown, why));
    }
    let evidence = evidence_of(row);
    if evidence == Evidence::Unverified {
        // A claim that nobody verified is no failure.
        usable = None;
    }
    (Answer { credentials, region: None, trail, evidence, usable, needs: None, doubt: None }, needs)
}

/// How well the table's row is known.
pub(crate) const fn evidence_of(row: &Program) -> Evidence {
    match row.evidence {
        program_table::Evidence::Run => Evidence::Run,
        program_table::Evidence::Source => Evidence::Source,
        program_table::Evidence::Document => Evidence::Document,
        program_table::Evidence::Derived
        | program_table::Evidence::Issue
        | program_table::Evidence::Unverified => Evidence::Unverified,
    }
}
