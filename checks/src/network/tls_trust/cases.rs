//! Chains that are trusted, and every reason why one is not.

use facts::{
    Authorities, Certificate, Endpoint, Known, Name, Os, Probe, Reached, Shown, Verdict, Why,
};

use crate::testing::{Case, Machine, cases};

const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-central-1

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
";

const SYSTEM_FILE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Results on one machine: with the public authorities, the system's, and a bundle at any path.
#[derive(Clone)]
struct Shows {
    public: Verdict,
    system: Verdict,
    bundle: Known<Verdict>,
    incomplete: bool,
    begins: &'static str,
    ends: &'static str,
    offer: Option<Authorities>,
}

fn shows(public: Verdict, system: Verdict) -> Shows {
    Shows {
        public,
        system,
        bundle: Ok(Verdict::UnknownIssuer),
        incomplete: false,
        begins: "2026-01-01T00:00:00Z",
        ends: "2027-01-01T00:00:00Z",
        offer: None,
    }
}

fn name(common: &str, organisation: &str) -> Name {
    Name { common: Some(common.into()), organisation: Some(organisation.into()) }
}

impl Shows {
    fn at(&self, endpoint: &Endpoint) -> Known<Probe> {
        let leaf = Certificate {
            subject: name(&endpoint.host, "Example Org"),
            issuer: name("Inspection CA", "Company"),
            not_before: self.begins.parse().expect("a time"),
            not_after: self.ends.parse().expect("a time"),
            hosts: vec!["login.guest.example".into()],
        };
        // A proposed bundle must contain the authority.
        let by_bundle = endpoint.ca_bundle.as_ref().map(|path| match &self.offer {
            Some(offer) if offer.path == *path => Ok(Verdict::Trusted),
            _ => self.bundle.clone(),
        });
        Ok(Probe {
            proxy: None,
            reached: Reached::Shown(Box::new(Shown {
                chain: vec![leaf],
                by_bundle,
                by_system: self.system.clone(),
                by_public: self.public.clone(),
                is_incomplete: self.incomplete,
                offer: self.offer.clone(),
            })),
        })
    }

    fn machine(self) -> Machine {
        Machine::new().config(CONFIG).ways(move |endpoint| self.at(endpoint))
    }
}

pub(super) fn cases() -> Vec<Case> {
    use Verdict::{OtherHost, OutOfTime, Trusted, UnknownIssuer};
    let offer = |pem: Option<&str>| {
        Some(Authorities {
            path: if pem.is_some() {
                "/home/mira/.config/aws-onboard/authorities-0123abcd.pem".into()
            } else {
                SYSTEM_FILE.into()
            },
            pem: pem.map(|text| text.as_bytes().to_vec()),
            certificates: 140,
        })
    };
    let inspected = |pem| Shows { offer: offer(pem), ..shows(UnknownIssuer, Trusted) };
    let in_config = |bundle: &str| format!("{CONFIG}ca_bundle = {bundle}\n");
    cases! {
        "public authorities": shows(Trusted, Trusted).machine()
            => passes;
        "no TLS where a simulator answers": Machine::new().config(CONFIG).env("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
            => not_applicable;
        "a bundle that holds the company's": Shows { bundle: Ok(Trusted), ..shows(UnknownIssuer, UnknownIssuer) }
                    .machine()
                    .env("AWS_CA_BUNDLE", "/etc/company.pem")
            => passes;
        "a bundle that cannot be read": Shows {
                    bundle: Err(Why::Error("permission denied".into())),
                    ..shows(Trusted, Trusted)
                }
                .machine()
                .env("AWS_CA_BUNDLE", "/etc/company.pem")
            => unknown;
        "a chain that nobody can judge": shows(Verdict::Unusable("BadDer".into()), Verdict::Unusable("BadDer".into())).machine()
            => unknown;
        "nobody has looked": Machine::new().config(CONFIG).ways(|_| Err(Why::NotAsked))
            => unknown;
        "inspected, and the system has a file": inspected(None).machine()
            => fail "inspected",
            heals "set-ca-bundle";
        "inspected, and the file is to be written": inspected(Some("-----BEGIN CERTIFICATE-----\n")).machine()
            => fail "inspected",
            heals "set-ca-bundle";
        "inspected, and no file can be made": shows(UnknownIssuer, Trusted).machine().os(Os::MacOs)
            => fail "inspected";
        "nobody knows the authority": shows(UnknownIssuer, UnknownIssuer).machine()
            => fail "unknown-authority";
        "an intermediate certificate is missing": Shows { incomplete: true, ..shows(UnknownIssuer, UnknownIssuer) }.machine()
            => fail "incomplete";
        "ended": Shows { ends: "2026-02-01T00:00:00Z", ..shows(OutOfTime, OutOfTime) }.machine()
            => fail "expired";
        "ended, of the company's authority": Shows { ends: "2026-02-01T00:00:00Z", ..shows(UnknownIssuer, OutOfTime) }
                    .machine()
                    .os(Os::Windows)
            => fail "expired";
        "not begun": Shows { begins: "2027-02-01T00:00:00Z", ..shows(OutOfTime, OutOfTime) }.machine()
            => fail "not-yet-valid";
        "the page of a hotel": shows(OtherHost, OtherHost).machine()
            => fail "other-host";
        "a bundle in the profile that lacks it": Shows { offer: offer(None), ..shows(Trusted, Trusted) }
                    .machine()
                    .config(&in_config("/etc/old.pem"))
            => fail "not-in-bundle",
            heals "set-ca-bundle";
        "the same by a variable": Shows { offer: offer(None), ..shows(Trusted, Trusted) }
                    .machine()
                    .env("AWS_CA_BUNDLE", "/etc/old.pem")
            => fail "not-in-bundle";
        "a bundle that lacks what only the AWS CLI knows": shows(Trusted, UnknownIssuer).machine().config(&in_config("/etc/old.pem"))
            => fail "not-in-bundle";
        "a container without authorities": shows(Trusted, UnknownIssuer).machine()
            => warn "not-in-system";
    }
}

/// No remedy turns verification off or takes a root from the connection.
#[test]
fn no_remedy_turns_verification_off() {
    for case in cases() {
        let result = crate::run(&super::CHECK, &case.machine.facts(), &[]);
        for finding in result.findings() {
            for remedy in &finding.remedies {
                for command in &remedy.commands {
                    assert!(!command.iter().any(|word| word.contains("verify")));
                }
                for words in &remedy.words {
                    assert!(
                        !words.contains("verify") || words.contains("do not use --no-verify-ssl"),
                        "{words}"
                    );
                }
            }
        }
    }
}
