//! Whether AWS knows a portal in a region, and the search for the region in which it does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{at, clock, nobody, to};
use facts::Why;
use identity_center::{Located, knows_portal, locate_portal};
use identity_center_sim::{Faults, Operation, Simulator, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Gives this answer to every request, and counts them.
async fn answering(head: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::Relaxed);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let answer = format!("{head}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}");
            // The client may already have closed the connection.
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (url, requests)
}

fn regions(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn a_portal_is_known_or_refused_and_no_answer_is_neither() {
    let simulator = common::simulator().await;
    let url = simulator.world().start_url;
    assert_eq!(knows_portal(&to(&simulator), &url, clock()).await, Ok(Ok(())));
    let other = "https://other.awsapps.com/start";
    let refusal = knows_portal(&to(&simulator), other, clock()).await.unwrap().unwrap_err();
    assert_eq!(
        (refusal.operation, refusal.code.as_str()),
        ("StartDeviceAuthorization", "InvalidRequestException")
    );
    let calls = common::operations(&simulator);
    let pair = [Operation::RegisterClient, Operation::StartDeviceAuthorization];
    assert_eq!(calls, [pair, pair].concat());
    assert!(matches!(knows_portal(&at(&nobody()), &url, clock()).await, Err(Why::Error(_))));
}

#[tokio::test]
async fn a_search_says_what_every_region_answered() {
    let simulator = common::simulator().await;
    let url = simulator.world().start_url;
    let limit = Duration::from_secs(10);
    let connection = to(&simulator);
    let three = regions(&["us-east-1", "us-west-2", "eu-west-1"]);
    // All regions are this one service, so all accept.
    let found = locate_portal(&connection, &url, &three, clock(), limit).await;
    assert_eq!(found, Located::Several(three.clone()));
    let found = locate_portal(&connection, &url, &three[..1], clock(), limit).await;
    assert_eq!(found, Located::In("us-east-1".into()));
    let other = "https://other.awsapps.com/start";
    let found = locate_portal(&connection, other, &three, clock(), limit).await;
    assert_eq!(found, Located::Nowhere(3));
    // A region that does not answer says nothing.
    let found = locate_portal(&at(&nobody()), &url, &three, clock(), limit).await;
    assert_eq!(found, Located::Nowhere(0));
}

#[tokio::test]
async fn throttling_and_the_limit_end_a_search() {
    let many: Vec<String> = facts::REGIONS.iter().map(|region| (*region).to_owned()).collect();
    let limit = Duration::from_secs(10);
    for answer in [
        "HTTP/1.1 429 Too Many Requests\r\nx-amzn-errortype: TooManyRequestsException\r\n",
        "HTTP/1.1 400 Bad Request\r\nx-amzn-errortype: SlowDownException\r\n",
    ] {
        let (url, requests) = answering(answer).await;
        let portal = "https://lab.awsapps.com/start";
        let found = locate_portal(&at(&url), portal, &many, clock(), limit).await;
        assert!(matches!(found, Located::Stopped(Why::Service(_))), "{found:?}");
        assert!(requests.load(Ordering::Relaxed) <= 4, "the next regions are not asked");
    }

    let slow = World {
        faults: Faults { latency: Duration::from_secs(3), ..Faults::default() },
        ..World::science_cloud()
    };
    let simulator = Simulator::start(slow).await.unwrap();
    let url = simulator.world().start_url;
    let limit = Duration::from_millis(300);
    let found = locate_portal(&to(&simulator), &url, &many, clock(), limit).await;
    assert_eq!(found, Located::Stopped(Why::TimedOut(limit)));
}
