//! The findings about certificates that AWS tools do not trust, and their fixes.

use aws_files::FileKind;
use facts::{Authorities, Certificate, Endpoint, Facts, Os, Shown, Verdict, clean_line};
use jiff::Timestamp;

use super::tls_trust::{Fault, meets};
use super::ways;
use crate::kit::edits::put_in_profile;
use crate::{Applicability, Finding, Plan, Remedy, Severity, Step};

/// The finding for a chain that is not trusted.
pub(super) fn finding(facts: &Facts, met: &[&Endpoint], chain: &Shown, fault: Fault) -> Finding {
    let hosts = ways::hosts(met);
    let issuer =
        chain.issuer().map_or_else(|| "an unknown authority".to_owned(), ToString::to_string);
    let endpoint = met.first().map_or_else(String::new, ToString::to_string);
    let says = |reason: &str| {
        format!(
            "SSL validation failed for https://{endpoint}/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {reason}"
        )
    };
    let unknown = "unable to get local issuer certificate";
    let new = |code, severity, brief: String, what: String| {
        Finding::will_bite(code, brief).severity(severity).what(what)
    };
    match fault {
        Fault::Inspected => {
            let finding = new(
                "inspected",
                Severity::Fail,
                format!("TLS is inspected by {issuer}"),
                format!("The certificates of {hosts} are issued by {issuer}, which is not a public authority: TLS is inspected on the way."),
            )
            .why("This computer and its browsers trust that authority. The AWS CLI uses its own list and does not.")
            .says(says(unknown))
            .next("set ca_bundle to this computer's authorities");
            offer(facts, finding, chain, fault)
        }
        Fault::UnknownAuthority => new(
            "unknown-authority",
            Severity::Fail,
            format!("{issuer} is not trusted"),
            format!("The certificates of {hosts} are issued by {issuer}, which neither this computer nor the AWS CLI trusts."),
        )
        .why("Something is between this computer and AWS: a company that inspects TLS, or an attacker. AWS tools are right to refuse.")
        .says(says(unknown))
        .next("ask your IT department for that authority's certificate")
        .offer(ask_for_it(facts, &issuer)),
        Fault::Incomplete => new(
            "incomplete",
            Severity::Fail,
            "an intermediate certificate is missing".to_owned(),
            format!("The certificate chain of {hosts} is incomplete: the certificate of {issuer} is missing."),
        )
        .why("The root authority is trusted here. Browsers may download the missing certificate; AWS tools do not.")
        .says(says(unknown))
        .next("tell your network administrators")
        .offer(
            Remedy::guide("tell", "Have the chain completed")
                .word(format!("Tell your network administrators: {endpoint} sends an incomplete chain; the certificate of {issuer} is missing."))
                .word("Try another network, such as a phone's, to see whether this network is the cause."),
        ),
        Fault::OutOfTime => out_of_time(facts, chain, &hosts, &endpoint),
        Fault::OtherHost => {
            let names = chain
                .chain
                .first()
                .map(|certificate| certificate.hosts.join(", "))
                .filter(|names| !names.is_empty())
                .unwrap_or_else(|| "another host".to_owned());
            new(
                "other-host",
                Severity::Fail,
                format!("{endpoint} has a certificate for another host"),
                format!("{hosts} answers with a certificate for {names}."),
            )
            .why("Something else answers in place of AWS: a network that requires its own sign-in (hotel, train, airport), or a filter.")
            .says(says("Hostname mismatch"))
            .next("sign in to this network, or use another network")
            .offer(
                Remedy::guide("network", "Find out what answers")
                    .word("Open any page in a browser: a network that requires a sign-in shows its own page.")
                    .word("Otherwise ask your network administrators, or try another network, such as a phone's."),
            )
        }
        Fault::NotInBundle => {
            let by_whom = if chain.by_system == Verdict::Trusted {
                "This computer"
            } else {
                "The AWS CLI without the setting"
            };
            let finding = new(
                "not-in-bundle",
                Severity::Fail,
                format!("the CA bundle lacks {issuer}"),
                format!("The certificates of {hosts} are issued by {issuer}, which is not in the configured CA bundle."),
            )
            .why(format!("A bundle replaces the usual authorities instead of adding to them. {by_whom} trusts this one."))
            .says(says(unknown))
            .next("use a bundle that contains it, or none");
            offer(facts, finding, chain, fault)
        }
        Fault::NotInSystem => new(
            "not-in-system",
            Severity::Warn,
            format!("this computer does not trust {issuer}"),
            format!("The certificates of {hosts} are issued by {issuer}, which the AWS CLI trusts but this operating system does not."),
        )
        .why("The AWS CLI uses its own list and works. Terraform, the SDKs for Go and .NET, and this program use the operating system's list and fail.")
        .next("install the operating system's authorities")
        .offer(install(facts)),
    }
}

fn out_of_time(facts: &Facts, chain: &Shown, hosts: &str, endpoint: &str) -> Finding {
    let day = |time: Timestamp| time.strftime("%Y-%m-%d").to_string();
    let today = day(facts.now);
    let early = |certificate: &&Certificate| facts.now < certificate.not_before;
    let late = |certificate: &&Certificate| facts.now > certificate.not_after;
    let (code, brief, what, reason) = match chain.chain.iter().find(early) {
        Some(certificate) => (
            "not-yet-valid",
            "a certificate is not valid yet".to_owned(),
            format!(
                "The certificate of {} from {hosts} is valid from {}; this computer's date is {today}.",
                certificate.subject,
                day(certificate.not_before)
            ),
            "certificate is not yet valid",
        ),
        None => {
            let ended = chain.chain.iter().find(late).or(chain.chain.first());
            let (whose, when) = ended.map_or_else(
                || ("an unknown server".to_owned(), "an unknown date".to_owned()),
                |certificate| (certificate.subject.to_string(), day(certificate.not_after)),
            );
            (
                "expired",
                "a certificate has expired".to_owned(),
                format!(
                    "The certificate of {whose} from {hosts} expired on {when}; this computer's date is {today}."
                ),
                "certificate has expired",
            )
        }
    };
    Finding::stops(code, brief).what(what)
        .why("AWS renews its certificates long before they expire. Either this computer's date is wrong, or something in between shows its own certificate.")
        .says(format!("SSL validation failed for https://{endpoint}/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {reason}"))
        .next("check this computer's date; if it is right, tell your network administrators")
        .offer(
            super::clock::guide(facts)
                .word(format!("If {today} is right, tell your network administrators that their certificate must be renewed.")),
        )
}

/// Offers the operating system's authorities as `ca_bundle`, if one of them issued the
/// certificate.
fn offer(facts: &Facts, finding: Finding, chain: &Shown, fault: Fault) -> Finding {
    let issuer = chain.issuer().map_or_else(String::new, ToString::to_string);
    let environment = facts.environment();
    let by_variable = environment.non_empty("AWS_CA_BUNDLE").is_some();
    let Some(authorities) = &chain.offer else {
        return if fault == Fault::NotInBundle {
            finding.offer(without_bundle(facts))
        } else {
            finding.offer(ask_for_it(facts, &issuer))
        };
    };
    let path = clean_line(&authorities.path.display().to_string());
    if by_variable {
        // The variable takes precedence over the profile (`botocore/configprovider.py`).
        let guide = Remedy::guide("set-variable", "Set a bundle that contains it");
        let guide = match authorities.pem {
            None => guide.word(facts.shell.export("AWS_CA_BUNDLE", &path)),
            Some(_) => guide.word(facts.shell.unset("AWS_CA_BUNDLE")).word(
                "Then check again: the profiles can then be given a bundle that contains it.",
            ),
        };
        return finding.offer(guide);
    }
    let profiles: Vec<String> = facts
        .profiles_in_scope()
        .filter(|profile| profile.session_key().is_some_and(|key| meets(facts, &key, chain, fault)))
        .map(|profile| profile.name.to_owned())
        .collect();
    finding
        .offer(set_ca_bundle(authorities.clone(), profiles, &facts.shown(&authorities.path)))
        .offer(ask_for_it(facts, &issuer))
}

/// Writes `ca_bundle` into the profiles, and creates the file if it does not exist.
fn set_ca_bundle(authorities: Authorities, profiles: Vec<String>, shown: &str) -> Remedy {
    let title = match authorities.pem {
        None => format!("Set ca_bundle to {shown}, this computer's authorities"),
        Some(_) => format!(
            "Write this computer's {} authorities to {shown} and set ca_bundle to it",
            authorities.certificates
        ),
    };
    Remedy::new("set-ca-bundle", Applicability::Ask, title, move |facts, _| {
        let value = authorities.path.display().to_string();
        let edits: Vec<(FileKind, aws_files::Edit)> = profiles
            .iter()
            .filter_map(|name| put_in_profile(&facts.profile(name)?, "ca_bundle", value.clone()))
            .collect();
        let mut plan = Plan::edits(edits);
        if let Some(pem) = &authorities.pem {
            let step = Step::Create(authorities.path.clone(), pem.clone());
            plan.steps.insert(0, step);
        }
        Ok(plan)
    })
}

fn without_bundle(facts: &Facts) -> Remedy {
    let guide = Remedy::guide("without-bundle", "Stop using the bundle");
    let variable = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"]
        .into_iter()
        .find(|name| facts.environment().non_empty(name).is_some());
    match variable {
        Some(name) => guide.word(facts.shell.unset(name)),
        None => guide.word("Remove the line with ca_bundle from the profile."),
    }
}

fn ask_for_it(facts: &Facts, issuer: &str) -> Remedy {
    // Written in full: botocore uses the path as it is (`httpsession.py`, `get_cert_path`).
    let file = match &facts.home {
        Ok(home) => home.join(".aws").join("authorities.pem"),
        Err(_) => "authorities.pem".into(),
    };
    let file = clean_line(&file.display().to_string());
    let together = match facts.os {
        Os::Linux => format!("cat /etc/ssl/certs/ca-certificates.crt company-root.pem > {file}"),
        Os::MacOs => format!("cat /etc/ssl/cert.pem company-root.pem > {file}"),
        Os::Windows | Os::Other => format!(
            "Combine the public authorities (https://curl.se/ca/cacert.pem) and company-root.pem in {file}."
        ),
    };
    Remedy::guide("ask-for-root", "Ask for the authority's certificate")
        .word(format!("Ask your IT department for the root certificate of {issuer} as a PEM file (company-root.pem), and whether this network should inspect connections to AWS."))
        .word("The setting replaces the usual authorities, so put both in one file:")
        .word(together)
        .word(facts.shell.export("AWS_CA_BUNDLE", &file))
        .word("Do not copy the certificate from the connection itself, and do not use --no-verify-ssl: an attacker in between could then read your sign-in.")
}

fn install(facts: &Facts) -> Remedy {
    let guide = Remedy::guide("install-authorities", "Install the system's authorities");
    match facts.os {
        Os::Linux => guide
            .command(["sudo", "apt-get", "install", "--reinstall", "ca-certificates"])
            .word("Fedora and Red Hat: sudo dnf reinstall ca-certificates. Alpine: apk add ca-certificates."),
        Os::MacOs | Os::Windows | Os::Other => {
            guide.word("Install the operating system's updates: they include the authorities.")
        }
    }
}
