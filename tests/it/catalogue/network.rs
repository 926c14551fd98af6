//! Rows E14, E16 and E17: the connection to AWS, under its own host names on loopback.

use identity_center_sim::{Authority, Chain, Manner, RealNames};

use super::row::{Case, Row, SOUND, row};

/// Which authorities are trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trusts {
    /// No relevant authority.
    Others,
    /// The operating system trusts the authority.
    System,
    /// The configured bundle contains it.
    Bundle,
}

/// AWS's own host names behind a proxy, with certificates from this organization.
fn behind(
    organisation: &str,
    chain: Chain,
    trusts: Trusts,
    manner: impl FnOnce(&mut Manner),
) -> Case {
    let case = Case::files(SOUND, "");
    let authority = Authority::new(organisation).unwrap();
    let aws = RealNames::start(&case.machine.simulator, &authority, chain).unwrap();
    aws.set(manner);
    let home = case.machine.home.path();
    let (company, system) = (home.join("company.pem"), home.join("system.pem"));
    authority.write(&company).unwrap();
    match trusts {
        Trusts::System => authority.write(&system).unwrap(),
        _ => Authority::new("Example Org").unwrap().write(&system).unwrap(),
    }
    let case = case
        .with_real_names()
        .env("HTTPS_PROXY", &aws.proxy_url(Some(("mira", "s3cret"))))
        .env("SSL_CERT_FILE", &system.display().to_string());
    let case = match trusts {
        Trusts::Bundle => case.env("AWS_CA_BUNDLE", &company.display().to_string()),
        _ => case,
    };
    case.keeping(aws)
}

/// The difference between AWS's clock and this computer's, in seconds.
fn clock(skew: i64) -> Case {
    Case::files(SOUND, "").with(|machine| {
        machine.simulator.set(|world| world.faults.clock_skew_seconds = skew);
    })
}

fn certificates() -> Vec<Row> {
    vec![
        row(
            "E14",
            "tls-trust",
            "TLS inspected by an authority that this computer does not know",
            || behind("Company", Chain::Good, Trusts::Others, |_| {}),
        ),
        row(
            "E14b",
            "tls-trust",
            "TLS inspected by an authority that the operating system trusts",
            || behind("Company", Chain::Good, Trusts::System, |_| {}),
        )
        .heals_with(&["tls-trust.remedy=set-ca-bundle"])
        // Variables redirect them to the simulator over http.
        .clients(None),
        row("E14c", "tls-trust", "a certificate that has ended", || {
            behind("Amazon", Chain::Expired, Trusts::Bundle, |_| {})
        }),
        row("E14d", "tls-trust", "a chain without its intermediate certificate", || {
            behind("Amazon", Chain::Incomplete, Trusts::Bundle, |_| {})
        }),
        row("E14e", "tls-trust", "a certificate for another host", || {
            behind("Amazon", Chain::OtherHost, Trusts::Bundle, |_| {})
        }),
    ]
}

fn proxies() -> Vec<Row> {
    vec![
        row("E16c", "endpoints-reachable", "a proxy that wants another password", || {
            behind("Amazon", Chain::Good, Trusts::Bundle, |manner| {
                manner.password = Some(("mira".into(), "another".into()));
            })
        }),
        row("E16d", "endpoints-reachable", "a proxy that forbids AWS", || {
            behind("Amazon", Chain::Good, Trusts::Bundle, |manner| {
                manner.refuse = Some(403);
            })
        }),
        row("E16e", "endpoints-reachable", "HTTPS_PROXY where nobody listens", || {
            behind("Amazon", Chain::Good, Trusts::Bundle, |_| {})
                .env("HTTPS_PROXY", &crate::statuses::nobody())
        }),
        row(
            "E16f",
            "endpoints-reachable",
            "HTTPS_PROXY that names something else than a proxy",
            || {
                behind("Amazon", Chain::Good, Trusts::Bundle, |manner| {
                    manner.is_no_proxy = true;
                })
            },
        ),
    ]
}

fn clocks() -> Vec<Row> {
    vec![
        row("E17", "clock", "this computer is ten minutes behind AWS", || clock(600)),
        row("E17b", "clock", "this computer is ten minutes ahead of AWS", || clock(-600)),
        row("E17c", "clock", "two minutes behind", || clock(120)).warns(),
    ]
}

pub fn rows() -> Vec<Row> {
    [certificates(), proxies(), clocks()].into_iter().flatten().collect()
}
