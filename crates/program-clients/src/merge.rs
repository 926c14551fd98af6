//! One answer of all the clients that a program may be.

use aws_onboard_credential_chain::{Answer, Client, Credentials, Kind, Need, Outcome, Step};

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
    pub(crate) need: Option<(Need, aws_onboard_credential_chain::Family)>,
}

/// Merges the answers of clients, newest first; `None` if there are none.
pub(crate) fn merge(answers: &[(Client, Answer)]) -> Option<Merged> {
    let (client, first) = answers.first()?.clone();
    let mut answer = first.clone();
    let failing = || answers.iter().filter(|(_, other)| other.usable == Some(false));
    let need = failing()
        .chain(answers)
        .find_map(|(client, other)| other.needs.clone().map(|need| (need, client.family)));
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
            provider: "version of its SDK".into(),
            outcome: Outcome::Unknown,
            why: "the version of its SDK is not known, and other versions give another answer"
                .into(),
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
    Some(Merged { client, answer, agrees, region, need })
}
