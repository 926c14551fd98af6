//! Versions of the AWS CLI that cannot sign in to some portals.

use facts::{AwsVersion, Facts, SessionKey, StartUrl, StartUrlKind, Text};
use semver::Version;

use crate::{Finding, Severity};

/// A range of versions in which a form of start URL does not work (aws-cli issues 10464, 10493,
/// 10502).
struct Regression {
    concerns: fn(&StartUrl, &str) -> bool,
    first: Version,
    fixed: Version,
    form: &'static str,
    says: Option<&'static str>,
}

static REGRESSIONS: &[Regression] = &[
    Regression {
        concerns: |_, host| host.ends_with(".awsapps.cn"),
        first: Version::new(2, 35, 13),
        fixed: Version::new(2, 35, 15),
        form: "of AWS China",
        says: Some("Failed to resolve start URL: HTTP 404"),
    },
    Regression {
        concerns: |url, host| {
            url.kind == StartUrlKind::Issuer && host == "identitycenter.amazonaws.eu"
        },
        first: Version::new(2, 35, 13),
        fixed: Version::new(2, 36, 1),
        form: "of the European Sovereign Cloud's issuer",
        says: None,
    },
    Regression {
        concerns: |url, host| {
            url.kind == StartUrlKind::Issuer && host == "identitycenter.us-gov.amazonaws.com"
        },
        first: Version::new(2, 35, 13),
        fixed: Version::new(2, 36, 4),
        form: "of GovCloud's issuer",
        says: None,
    },
];

pub(super) fn find(facts: &Facts, version: &AwsVersion) -> Option<Finding> {
    let candidates: Vec<&Regression> = REGRESSIONS
        .iter()
        .filter(|regression| version.0 >= regression.first && version.0 < regression.fixed)
        .collect();
    if candidates.is_empty() {
        return None;
    }
    let mut elsewhere = None;
    for key in facts.session_users().keys() {
        let Some(written) = facts.session(key).start_url else {
            continue;
        };
        let parsed = StartUrl::parse(&written);
        let host = url::Url::parse(&parsed.canonical)
            .ok()
            .and_then(|url| url.host_str().map(str::to_ascii_lowercase))
            .unwrap_or_default();
        let Some(regression) =
            candidates.iter().find(|regression| (regression.concerns)(&parsed, &host))
        else {
            continue;
        };
        if facts.session_in_scope(key) {
            return Some(cannot_resolve(version, Severity::Fail, key, regression));
        }
        elsewhere = elsewhere.or(Some((key, *regression)));
    }
    elsewhere.map(|(key, regression)| cannot_resolve(version, Severity::Warn, key, regression))
}

fn cannot_resolve(
    version: &AwsVersion,
    severity: Severity,
    key: &SessionKey,
    regression: &Regression,
) -> Finding {
    let finding = Finding::will_bite("start-url-regression", format!("{version} cannot sign in to this portal")).severity(severity).what(format!(
            "The first aws on PATH is version {version}, which cannot resolve a start URL {}.",
            regression.form
        ))
    .why(format!("aws sso login for {} fails before the browser opens; {} fixes it. Until then, use aws-onboard login.", Text(key.name()), regression.fixed))
    .next(format!("update the AWS CLI to {} or newer", regression.fixed));
    match regression.says {
        Some(text) => finding.says(text),
        None => finding,
    }
}
