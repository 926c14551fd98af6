//! One answer of all the clients that a program may be.

use aws_onboard_credential_chain::{
    Answer, Client, Credentials, Family, Kind, Need, Outcome, Step,
};

use crate::RegionAnswer;

/// What all of the clients agree on.
pub(crate) struct Merged {
    /// The newest client.
    pub(crate) client: Client,
    /// Its answer; where the clients differ, the trail says so.
    pub(crate) answer: Answer,
    /// Whether all clients take these credentials.
    pub(crate) agrees: bool,
    pub(crate) region: RegionAnswer,
    /// What the clients lack that cannot use the profile, and their family.
    pub(crate) need: Option<(Need, Family)>,
    /// Whether something other than the need keeps them from it now.
    pub(crate) is_held_up: bool,
}

/// Merges the answers of clients, newest first; `None` if there are none.
pub(crate) fn merge(answers: &[(Client, Answer)]) -> Option<Merged> {
    let (client, first) = answers.first()?.clone();
    let mut answer = first.clone();
    let failing = || answers.iter().filter(|(_, other)| other.usable == Some(false));
    let need = failing()
        .chain(answers)
        .find_map(|(client, other)| Some((other.needs.clone()?, client.family)));
    let is_held_up = is_held_up(answers);
    let same_usable = answers.iter().all(|(_, other)| other.usable == first.usable);
    let agrees = answers.iter().all(|(_, other)| other.credentials == first.credentials);
    let is_failure =
        |credentials: &Credentials| matches!(credentials.kind, Kind::Error | Kind::None);
    if !agrees && answers.iter().all(|(_, other)| is_failure(&other.credentials)) {
        // Each fails in its own words.
        answer.credentials.error = None;
    } else if !agrees || !same_usable {
        answer.usable = None;
        answer.trail.push(Step {
            provider: "its SDK".into(),
            outcome: Outcome::Unknown,
            why: what_decides(answers).into(),
        });
    }
    answer.evidence =
        answers.iter().map(|(_, other)| other.evidence).max().unwrap_or(first.evidence);
    let same_region = answers.iter().all(|(_, other)| {
        other.region.as_ref().map(|region| &region.value)
            == first.region.as_ref().map(|region| &region.value)
    });
    let region = match &first.region {
        _ if !same_region => RegionAnswer::Unknown,
        Some(region) => RegionAnswer::Known(region.clone()),
        None => RegionAnswer::None,
    };
    let agrees = agrees || answers.iter().all(|(_, other)| is_failure(&other.credentials));
    Some(Merged { client, answer, agrees, region, need, is_held_up })
}

/// Whether the clients fail for another reason than a version: where the newest one lacks none, or
/// one of them lacks nothing, no version helps.
fn is_held_up(answers: &[(Client, Answer)]) -> bool {
    let Some((_, first)) = answers.first().filter(|(_, first)| first.usable == Some(false)) else {
        return false;
    };
    match &first.needs {
        None => true,
        Some(Need::Version(_)) => answers.iter().any(|(_, other)| other.needs.is_none()),
        Some(_) => false,
    }
}

/// What is not known about a program whose clients differ in their answers.
fn what_decides(answers: &[(Client, Answer)]) -> &'static str {
    let pairs = || {
        answers.iter().enumerate().flat_map(|(at, one)| {
            let rest = answers.iter().skip(at + 1);
            rest.map(move |other| (one, other))
        })
    };
    let is_same = |one: &Answer, other: &Answer| {
        one.usable == other.usable && one.credentials == other.credentials
    };
    let version = |client: &Client| (client.family, client.version.clone());
    let mut by_version = false;
    let mut by_config = false;
    for ((one, answer), (other, another)) in pairs() {
        if !is_same(answer, another) {
            by_version |= one.loads_config == other.loads_config && version(one) != version(other);
            by_config |= one.loads_config != other.loads_config && version(one) == version(other);
        }
    }
    match (by_version, by_config) {
        (false, true) => {
            "the answer depends on whether its code turns the config file on, which is not known"
        }
        (true, true) => {
            "the answer depends on the version of its SDK and on whether its code turns the config \
             file on, which are not known"
        }
        (_, false) => "the answer depends on the version of its SDK, which is not known",
    }
}
