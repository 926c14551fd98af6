//! The region of a portal, from every source, with pages on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// A test has its own clock, files and processes.
#![allow(clippy::disallowed_methods)]

mod common;

use std::time::{Duration, Instant};

use common::{IMPATIENT, at, nobody};
use facts::Why;
use identity_center::{Evidence, PortalRegion, SignIn, device_sign_in, portal_region};
use identity_center_sim::Approval;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Serves these responses, one per connection, and returns the address.
async fn serving(answers: Vec<String>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/start", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            assert!(request[..read].starts_with(b"GET /"));
            // The client may already have closed the connection.
            let _ = stream.write_all(answer.as_bytes()).await;
        }
        std::future::pending::<()>().await;
    });
    url
}

fn page(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn redirect(to: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

async fn found(answers: Vec<String>) -> Result<PortalRegion, Why> {
    let url = serving(answers).await;
    portal_region(&at("http://127.0.0.1:9").limits(IMPATIENT), &url).await
}

fn is_found(evidence: Evidence) -> Result<PortalRegion, Why> {
    Ok(PortalRegion { region: "eu-central-1".into(), evidence })
}

const META: &str = r#"<html><head><meta name="region" content="eu-central-1"/></head>"#;

#[tokio::test]
async fn a_host_that_names_its_region_is_not_asked() {
    let connection = at("http://127.0.0.1:9").limits(IMPATIENT);
    for url in [
        "https://ssoins-1.eu-central-1.portal.amazonaws.com",
        "https://ssoins-1.portal.eu-central-1.app.aws/#/",
    ] {
        assert_eq!(portal_region(&connection, url).await, is_found(Evidence::Host));
    }
}

#[tokio::test]
async fn a_page_names_its_region() {
    assert_eq!(found(vec![page(META)]).await, is_found(Evidence::Page("127.0.0.1".into())));
    // An endless body is read only as far as necessary.
    let long = format!("{META}{}", " ".repeat(2 * 1024 * 1024));
    assert_eq!(found(vec![page(&long)]).await, is_found(Evidence::Page("127.0.0.1".into())));
}

#[tokio::test]
async fn a_redirect_to_a_portal_names_its_region() {
    let host = "ssoins-1.portal.eu-central-1.app.aws";
    let evidence = is_found(Evidence::Redirect(host.into()));
    assert_eq!(found(vec![redirect(&format!("https://{host}/"))]).await, evidence);
    assert_eq!(
        found(vec![redirect("/start/"), redirect(&format!("https://{host}/"))]).await,
        evidence
    );
    assert_eq!(
        found(vec![redirect("/other"), page(META)]).await,
        is_found(Evidence::Page("127.0.0.1".into()))
    );
}

#[tokio::test]
async fn what_cannot_be_known_says_why() {
    let late = format!("{}{META}", " ".repeat(256 * 1024));
    for (answers, part) in [
        (vec![page("<html>")], "names no region"),
        (vec![page(&late)], "names no region"),
        (vec![page(r#"<meta name="region" content="moon">"#)], "names no region"),
        (vec![redirect("https://example.org/")], "example.org, which is not AWS's"),
        (vec![redirect("http://d-1.awsapps.com/start")], "which is not AWS's over https"),
        (vec![redirect("http://[")], "leads to no address"),
        (vec!["HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n".into()], "leads to no address"),
        (vec![redirect("/a"), redirect("/b"), redirect("/c")], "redirects more than 2 times"),
        (vec!["HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".into()], "answered HTTP 503"),
        (vec!["rubbish\r\n\r\n".into()], "could not be read"),
    ] {
        let why = found(answers).await.unwrap_err().to_string();
        assert!(why.contains(part), "{part}: {why}");
    }
}

#[tokio::test]
async fn a_page_that_does_not_come_is_waited_for_only_so_long() {
    let connection = at("http://127.0.0.1:9").limits(IMPATIENT);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/start", listener.local_addr().unwrap());
    let before = Instant::now();
    let why = portal_region(&connection, &url).await.unwrap_err();
    assert_eq!(why, Why::TimedOut(IMPATIENT.call));
    assert!(before.elapsed() < Duration::from_secs(3));
    let why = portal_region(&connection, &nobody()).await.unwrap_err();
    assert!(why.to_string().to_lowercase().contains("refused"), "{why}");
}

#[tokio::test]
async fn an_address_that_is_no_portal_is_not_read() {
    let connection = at("http://127.0.0.1:9").limits(IMPATIENT);
    for (url, part) in [
        ("https://corp.okta.com/app/aws", "identity provider"),
        ("https://identitycenter.amazonaws.com/ssoins-1234567890abcdef", "issuer"),
        ("http://corp.awsapps.com/start", "only https"),
        ("corp", "not an address"),
        ("file:///etc/passwd", "not an address"),
        ("", "not an address"),
    ] {
        let why = portal_region(&connection, url).await.unwrap_err().to_string();
        assert!(why.contains(part), "{url}: {why}");
    }
}

/// The service gets the portal behind a custom host; the files keep the URL as written.
#[tokio::test]
async fn a_sign_in_goes_to_the_portal_that_a_start_url_leads_to() {
    let simulator = common::deciding(Approval::AfterPolls(0)).await;
    let portal = format!("{}/#/?tab=x", simulator.world().start_url);
    let start_url = serving(vec![redirect(&portal)]).await;
    let request =
        SignIn { start_url: start_url.clone(), ..common::sign_in(&simulator, &[common::SCOPE]) };
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let connection = common::to(&simulator);
    let token =
        device_sign_in(&connection, &request, &cache, &common::clock, &mut |_| ()).await.unwrap();
    assert_eq!(token.start_url, Some(start_url));
    // A host that redirects elsewhere is sent as is, and the service refuses it.
    let start_url = serving(vec![redirect("https://example.org/")]).await;
    let request = SignIn { start_url, ..request };
    let error = device_sign_in(&connection, &request, &cache, &common::clock, &mut |_| ())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the start URL or the SSO region"), "{error}");
}
