//! In which region AWS knows a portal, for one that was refused where it was looked for: asked with
//! a device authorization that is never confirmed and of which nothing is kept.

use std::time::Duration;

use facts::{Known, ServiceError, SessionKey, StartUrl, Why};
use futures::future::join_all;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::connection::{Connection, Limits};
use crate::device::{SignIn, authorize};
use crate::discovery;
use crate::errors::Failure;
use crate::registration::{self, Kind};

/// Ask at most this many regions.
const MAX_REGIONS: usize = 12;
/// Ask this many regions at the same time; each is a service of its own.
const PARALLEL_REGIONS: usize = 4;
/// The limits of one question: a region far away answers within a second.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(3),
    call: Duration::from_secs(5),
    attempts: 1,
    browser: Duration::ZERO,
    revoking: Duration::ZERO,
};

/// Whether the sign-in service of the connection's region knows a portal; the refusal if it does
/// not.
///
/// Registers a client and requests a device code, neither of which is kept: the code ends by
/// itself. AWS refuses a portal that it does not know in a region with `InvalidRequestException`
/// (FAILURES U02); older reports of a region that accepted any portal (U01) mean that only a
/// refusal proves something.
///
/// # Errors
/// Why it is unknown: no connection, or any other answer.
pub async fn knows_portal(
    connection: &Connection,
    start_url: &str,
    now: Timestamp,
) -> Known<Result<(), Box<ServiceError>>> {
    let connection = connection.clone().limits(LIMITS);
    match ask(&connection, start_url, now).await {
        Ok(()) => Ok(Ok(())),
        Err(Failure::Service(refusal)) if refusal.is_unknown_portal() => {
            Ok(Err(Box::new(refusal.at(now))))
        }
        Err(failure) => Err(failure.why()),
    }
}

async fn ask(connection: &Connection, start_url: &str, now: Timestamp) -> Result<(), Failure> {
    let sign_in = SignIn {
        key: SessionKey::Named("aws-onboard".to_owned()),
        start_url: start_url.to_owned(),
        region: connection.sso_region().to_owned(),
        scopes: Vec::new(),
    };
    let portal = discovery::resolved(connection, start_url).await;
    let registration = registration::request(connection, &sign_in, Kind::Device, now).await?;
    authorize(connection, &registration, &portal).await.map(drop)
}

/// What a search for a portal's region found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// AWS knows the portal in this region alone.
    In(String),
    /// Several regions accepted it, so that none is certain.
    Several(Vec<String>),
    /// None of the asked regions knows it; their number.
    Nowhere(usize),
    /// The search ended early: throttling, or no time left.
    Stopped(Why),
}

/// Asks regions, in their order and a few at the same time, whether they know a portal; at most
/// twelve of them, within `limit` in all. Throttling ends the search, since it asks for patience.
pub async fn locate_portal(
    connection: &Connection,
    start_url: &str,
    regions: &[String],
    now: Timestamp,
    limit: Duration,
) -> Located {
    let connection = connection.clone().limits(LIMITS);
    let deadline = Instant::now() + limit;
    let mut asked = 0;
    let regions = &regions[..regions.len().min(MAX_REGIONS)];
    for some in regions.chunks(PARALLEL_REGIONS) {
        let all = join_all(some.iter().map(|region| {
            let there = connection.clone().in_region(region);
            async move { ask(&there, start_url, now).await }
        }));
        let Ok(answers) = tokio::time::timeout_at(deadline, all).await else {
            return Located::Stopped(Why::TimedOut(limit));
        };
        let mut known: Vec<String> = Vec::new();
        let mut throttled = None;
        for (region, answer) in some.iter().zip(answers) {
            match answer {
                Ok(()) => known.push(region.clone()),
                Err(failure) if asks_for_patience(&failure) => throttled = Some(failure.why()),
                Err(Failure::Service(refusal)) if refusal.is_unknown_portal() => {
                    asked += 1;
                }
                Err(_) => {}
            }
        }
        match (known.len(), throttled) {
            (1, _) => return Located::In(known.remove(0)),
            (0, Some(why)) => return Located::Stopped(why),
            (0, None) => {}
            _ => return Located::Several(known),
        }
    }
    Located::Nowhere(asked)
}

/// Throttling, or the sign-in service's own word for it.
fn asks_for_patience(failure: &Failure) -> bool {
    failure.is_throttling()
        || matches!(failure, Failure::Service(refusal) if refusal.code == "SlowDownException")
}

/// The regions to ask for a portal that `refused` does not know: those of its partition, `likely`
/// first, then those with the same area, then the others by how many organizations use them.
pub fn regions_to_ask(start_url: &str, refused: &str, likely: &[String]) -> Vec<String> {
    const USUAL: [&str; 12] = [
        "us-east-1",
        "us-west-2",
        "eu-west-1",
        "eu-central-1",
        "us-east-2",
        "ap-southeast-2",
        "eu-west-2",
        "ap-southeast-1",
        "ap-northeast-1",
        "ca-central-1",
        "ap-south-1",
        "eu-north-1",
    ];
    let partition = StartUrl::parse(start_url)
        .partition()
        .unwrap_or_else(|| facts::Partition::of_region(refused));
    let area = |region: &str| region.split('-').next().unwrap_or_default().to_owned();
    let near = facts::REGIONS.iter().filter(|region| area(region) == area(refused));
    let mut regions: Vec<String> = Vec::new();
    let usual_near = USUAL.iter().filter(|region| area(region) == area(refused));
    let all = likely
        .iter()
        .map(String::as_str)
        .chain(facts::nearest_region(refused))
        .chain(usual_near.copied())
        .chain(USUAL)
        .chain(near.copied())
        .chain(facts::REGIONS.iter().copied());
    for region in all {
        let fits = facts::Partition::of_region(region) == partition && region != refused;
        if fits && facts::looks_like_region(region) && !regions.iter().any(|one| one == region) {
            regions.push(region.to_owned());
        }
    }
    regions.truncate(MAX_REGIONS);
    regions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regions_are_of_one_partition_and_nearest_first() {
        let ask = |url: &str, refused: &str, likely: &[&str]| {
            let likely: Vec<String> = likely.iter().map(|region| (*region).to_owned()).collect();
            regions_to_ask(url, refused, &likely)
        };
        let commercial = ask("https://lab.awsapps.com/start", "eu-west-1", &["eu-south-2"]);
        assert_eq!(commercial.len(), MAX_REGIONS);
        assert_eq!(commercial[..3], ["eu-south-2", "eu-central-1", "eu-west-2"]);
        assert!(!commercial.iter().any(|region| region == "eu-west-1" || region.starts_with("cn")));
        assert_eq!(
            ask("https://start.us-gov-home.awsapps.com/directory/d-1", "us-east-1", &["eu-west-1"]),
            ["us-gov-east-1", "us-gov-west-1"]
        );
        assert_eq!(
            ask("https://start.home.awsapps.cn/directory/d-1", "cn-north-1", &[]),
            ["cn-northwest-1"]
        );
    }
}
