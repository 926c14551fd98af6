//! The paths to AWS, with AWS's own host names on loopback. No name server is used here.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use collect::{Probes, clock, probes};
use facts::{Hop, Obstacle, Probe, Reached, Service, Shown, Stage, Verdict};
use identity_center_sim::{Authority, Chain, RealNames, Simulator, World};
use machine::Clock;

use crate::{Collect, Home};

const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://lab-portal.awsapps.com/start
sso_region = us-east-1

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-central-1
";

const HOSTS: [&str; 3] = [
    "oidc.us-east-1.amazonaws.com",
    "portal.sso.us-east-1.amazonaws.com",
    "sts.eu-central-1.amazonaws.com",
];

struct Place {
    simulator: Simulator,
    authority: Authority,
    aws: RealNames,
}

impl Place {
    async fn new(organisation: &str, chain: Chain) -> Self {
        let simulator = Simulator::start(World::science_cloud()).await.unwrap();
        let authority = Authority::new(organisation).unwrap();
        let aws = RealNames::start(&simulator, &authority, chain).unwrap();
        Self { simulator, authority, aws }
    }

    /// A machine that trusts the authority through AWS_CA_BUNDLE, and one that does not.
    fn home(&self, trusting: bool, more: &[(&str, &str)]) -> Home {
        let mut home = Home::new();
        let path = home.path("ca.pem");
        self.authority.write(&path).unwrap();
        let path = path.display().to_string();
        let mut variables = more.to_vec();
        if trusting {
            variables.push(("AWS_CA_BUNDLE", &path));
        }
        home.system = Home::system_in(home.folder.path(), &variables).with_clock(Clock::Real);
        home.put(".aws/config", CONFIG.as_bytes());
        home
    }

    /// AWS's names resolve to the simulator without a proxy.
    fn names(&self) -> BTreeMap<String, SocketAddr> {
        HOSTS.map(|name| (name.to_owned(), self.aws.tls_address())).into()
    }
}

async fn look(home: &mut Home, names: BTreeMap<String, SocketAddr>) -> Probes {
    home.system = home.system.clone().with_names(names);
    let facts = home.facts();
    probes(&home.system, &facts, facts.sessions_in_scope(), None).await
}

/// Every path has the same result as that of the sign-in service.
fn only(found: &Probes) -> &Probe {
    assert_eq!(found.probes.len(), 3, "{found:#?}");
    let (endpoint, probe) = found.probes.first_key_value().unwrap();
    assert_eq!(endpoint.service, Service::Oidc);
    probe.as_ref().unwrap()
}

fn shown(probe: &Probe) -> &Shown {
    let Reached::Shown(shown) = &probe.reached else { panic!("{probe:#?}") };
    shown
}

fn stopped(probe: &Probe) -> (Hop, &Obstacle) {
    let Reached::Stopped(hop, obstacle) = &probe.reached else { panic!("{probe:#?}") };
    (*hop, obstacle)
}

#[tokio::test]
async fn a_good_chain_is_trusted_and_tells_the_time() {
    let place = Place::new("Amazon", Chain::Good).await;
    place.simulator.set(|world| world.faults.clock_skew_seconds = -600);
    let mut home = place.home(true, &[]);
    let found = look(&mut home, place.names()).await;
    let hosts: Vec<String> = found.probes.keys().map(ToString::to_string).collect();
    assert_eq!(hosts, HOSTS);
    let shown = shown(only(&found));
    assert_eq!(*shown.verdict(), Verdict::Trusted);
    // A bundle replaces all other authorities, and no other file contains this authority.
    assert_eq!(shown.by_system, Verdict::UnknownIssuer);
    assert_eq!(shown.by_public, Verdict::UnknownIssuer);
    assert_eq!(shown.offer, None);
    let names: Vec<String> =
        shown.chain.iter().map(|certificate| certificate.issuer.to_string()).collect();
    assert_eq!(names, ["Amazon Issuing CA (Amazon)", "Amazon Root CA (Amazon)"]);
    assert_eq!(shown.chain[0].hosts, ["oidc.us-east-1.amazonaws.com"]);
    assert_eq!(found.names_resolve, None);
    let skew = clock(&home.system).unwrap();
    assert!((595..=605).contains(&skew.seconds), "{skew:?}");
}

#[tokio::test]
async fn over_a_connection_that_nobody_vouches_for_nothing_is_sent() {
    let place = Place::new("Company TLS inspection", Chain::Good).await;
    let mut home = place.home(false, &[]);
    let found = look(&mut home, place.names()).await;
    let shown = shown(only(&found));
    assert_eq!(*shown.verdict(), Verdict::UnknownIssuer);
    assert!(!shown.is_incomplete);
    assert_eq!(shown.issuer().unwrap().organisation.as_deref(), Some("Company TLS inspection"));
    assert_eq!(clock(&home.system), None);
    assert!(place.simulator.calls().is_empty());
}

#[tokio::test]
async fn an_expired_an_early_an_incomplete_and_another_hosts_chain_are_told_apart() {
    for (chain, verdict, incomplete) in [
        (Chain::Expired, Verdict::OutOfTime, false),
        (Chain::NotYetValid, Verdict::OutOfTime, false),
        (Chain::Incomplete, Verdict::UnknownIssuer, true),
        (Chain::OtherHost, Verdict::OtherHost, false),
    ] {
        let place = Place::new("Example Authorities", chain).await;
        let mut home = place.home(true, &[]);
        let found = look(&mut home, place.names()).await;
        let shown = shown(only(&found));
        assert_eq!(*shown.verdict(), verdict, "{chain:?}: {shown:#?}");
        assert_eq!(shown.is_incomplete, incomplete, "{chain:?}");
        assert_eq!(clock(&home.system), None, "{chain:?}");
        assert!(place.simulator.calls().is_empty(), "{chain:?}");
    }
}

/// For example, an inspecting device that replays the certificate of AWS.
#[tokio::test]
async fn a_handshake_that_fails_after_a_trusted_certificate_is_no_connection() {
    let place = Place::new("Amazon", Chain::WrongKey).await;
    let mut home = place.home(true, &[]);
    let found = look(&mut home, place.names()).await;
    let (hop, obstacle) = stopped(only(&found));
    assert_eq!(hop, Hop::Host);
    assert!(
        matches!(obstacle, Obstacle::Broken(why) if why.starts_with("the TLS handshake failed")),
        "{obstacle:?}"
    );
}

#[tokio::test]
async fn a_public_issuer_whose_intermediate_is_missing_is_incomplete_and_not_foreign() {
    let place = Place::new("Amazon", Chain::Incomplete).await;
    let mut home = place.home(false, &[]);
    let found = look(&mut home, place.names()).await;
    assert!(shown(only(&found)).is_incomplete);
}

#[tokio::test]
async fn the_proxy_leads_there_with_its_password_and_refuses_without() {
    let place = Place::new("Amazon", Chain::Good).await;
    place.aws.set(|manner| manner.password = Some(("mira".into(), "p@ss".into())));
    for (user, status) in [
        (Some(("mira", "p%40ss")), None),
        (Some(("mira", "wr0ng-pass")), Some(407)),
        (None, Some(407)),
    ] {
        let url = place.aws.proxy_url(user);
        let mut home = place.home(true, &[("HTTPS_PROXY", &url)]);
        // Only the proxy's name is resolved, and it is an address.
        let found = look(&mut home, BTreeMap::new()).await;
        let probe = only(&found);
        let proxy = probe.proxy.as_ref().unwrap();
        assert_eq!(proxy.with_password, user.is_some());
        assert!(!format!("{found:?}").contains("wr0ng-pass"));
        match status {
            None => assert_eq!(*shown(probe).verdict(), Verdict::Trusted),
            Some(status) => assert_eq!(
                stopped(probe),
                (Hop::Proxy, &Obstacle::ProxyStatus(status, vec!["Basic".into()]))
            ),
        }
    }
    let tunnels = place.aws.tunnels();
    for host in HOSTS {
        assert!(tunnels.contains(&format!("{host}:443")), "{tunnels:?}");
    }
}

#[tokio::test]
async fn every_fault_of_a_proxy_has_its_name() {
    let place = Place::new("Amazon", Chain::Good).await;
    let through = async |url: &str| {
        let mut home = place.home(true, &[("HTTPS_PROXY", url)]);
        look(&mut home, BTreeMap::new()).await
    };
    let url = place.aws.proxy_url(None);
    place.aws.set(|manner| manner.refuse = Some(403));
    let found = through(&url).await;
    assert_eq!(stopped(only(&found)), (Hop::Proxy, &Obstacle::ProxyStatus(403, vec![])));
    place.aws.set(|manner| manner.is_no_proxy = true);
    let found = through(&url).await;
    assert_eq!(stopped(only(&found)), (Hop::Proxy, &Obstacle::NotAProxy));
    let free = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let found = through(&free).await;
    assert_eq!(stopped(only(&found)), (Hop::Proxy, &Obstacle::Refused));
    let found = through("http://proxy.corp.example:3128").await;
    assert_eq!(stopped(only(&found)), (Hop::Proxy, &Obstacle::NoSuchName));
    assert_eq!(found.names_resolve, Some(false));
    // Invalid input is detected before any request.
    let found = through("socks5://mira:pa55@h:1").await;
    let why = found.probes.values().next().unwrap().as_ref().unwrap_err();
    assert!(!why.to_string().contains("pa55"), "{why}");
}

#[tokio::test]
async fn one_unknown_name_among_known_ones_is_told_from_no_network() {
    let place = Place::new("Amazon", Chain::Good).await;
    let mut home = place.home(true, &[]);
    let mut names = place.names();
    names.remove(HOSTS[0]);
    let found = look(&mut home, names).await;
    assert_eq!(stopped(only(&found)), (Hop::Host, &Obstacle::NoSuchName));
    assert_eq!(found.names_resolve, Some(true));
    let found = look(&mut home, BTreeMap::new()).await;
    assert_eq!(found.names_resolve, Some(false));
    // If no name of the session exists, another AWS name decides.
    let control = ("sts.us-east-1.amazonaws.com".to_owned(), place.aws.tls_address());
    let found = look(&mut home, BTreeMap::from([control])).await;
    assert_eq!(found.names_resolve, Some(true));
}

#[tokio::test]
async fn who_takes_a_connection_and_says_nothing_is_waited_for_only_so_long() {
    let place = Place::new("Amazon", Chain::Good).await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let mut home = place.home(true, &[]);
    home.system =
        home.system.clone().with_names(HOSTS.map(|name| (name.to_owned(), address)).into());
    let limit = Duration::from_millis(300);
    let begun = Instant::now();
    let facts = home.facts();
    let found = probes(&home.system, &facts, facts.sessions_in_scope(), Some(limit)).await;
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert_eq!(stopped(only(&found)), (Hop::Host, &Obstacle::TimedOut(Stage::Tls, limit)));
}

#[tokio::test]
async fn endpoints_that_settings_name_are_looked_at_as_they_are() {
    let place = Place::new("Amazon", Chain::Good).await;
    let url = place.simulator.url();
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let mut home = place.home(
        false,
        &[
            ("AWS_ENDPOINT_URL", &url),
            ("AWS_ENDPOINT_URL_STS", &refused),
            // Only https uses it.
            ("HTTPS_PROXY", "http://127.0.0.1:1"),
        ],
    );
    let found = look(&mut home, BTreeMap::new()).await;
    for (endpoint, probe) in &found.probes {
        let probe = probe.as_ref().unwrap();
        assert_eq!(probe.proxy, None);
        match endpoint.service {
            Service::Sts => assert_eq!(stopped(probe), (Hop::Host, &Obstacle::Refused)),
            _ => assert_eq!(probe.reached, Reached::Connected),
        }
    }
    // A connection is not a call.
    assert!(place.simulator.calls().is_empty());
    assert_eq!(clock(&home.system), None);
}

#[tokio::test]
async fn what_is_known_is_not_looked_at_again() {
    let place = Place::new("Amazon", Chain::Good).await;
    let mut home = place.home(true, &[]);
    let found = look(&mut home, place.names()).await;
    let mut facts = home.facts();
    facts.network.probes = found.probes;
    let again = probes(&home.system, &facts, facts.sessions_in_scope(), None).await;
    assert!(again.probes.is_empty());
}

/// A portal's page names its region, and a custom host redirects to it.
#[tokio::test]
async fn a_portal_under_its_own_name_says_its_region() {
    let simulator = Simulator::start(World {
        vanity_host: Some("sso.example.org".into()),
        region: "eu-central-1".into(),
        start_url: "https://lab-portal.awsapps.com/start".into(),
        ..World::science_cloud()
    })
    .await
    .unwrap();
    let authority = Authority::new("Amazon").unwrap();
    let aws = RealNames::start(&simulator, &authority, Chain::Good).unwrap();
    let home = Home::new();
    let bundle = home.put("ca.pem", authority.pem().as_bytes());
    let proxy = facts::ProxySettings {
        https: Some(facts::Secret::new(aws.proxy_url(None))),
        ..facts::ProxySettings::default()
    };
    let http =
        machine::http_client(&home.system, &proxy, Some(&bundle), facts::Recipients::AsConfigured)
            .unwrap();
    let connection = identity_center::Connection::new(http, "us-east-1");
    for url in ["https://lab-portal.awsapps.com/start", "https://sso.example.org/start"] {
        let found = identity_center::portal_region(&connection, url).await.unwrap();
        assert_eq!(found.region, "eu-central-1", "{url}");
    }
    assert_eq!(
        aws.tunnels(),
        ["lab-portal.awsapps.com:443", "sso.example.org:443"],
        "a connection serves more than one request"
    );
}
