//! `mfa_serial` of a role, and what is looked at before it.

use super::{KEYS, SESSION, ask, brief, machine};

const ROLE: &str =
    "[profile r]\nrole_arn = arn:aws:iam::1:role/R\nmfa_serial = arn:aws:iam::1:mfa/m\n";
const JS: &str =
    "error: Profile r requires multi-factor authentication, but no MFA code callback was provided.";
const GO: &str =
    "error: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.";

// Expected: the JavaScript SDK 3.1175.0 and the Go SDK's config 1.33.18, run on such files.
#[test]
fn mfa_is_refused_before_what_the_source_gives() {
    let sso = format!(
        "source_profile = dev\n[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n{SESSION}"
    );
    let keys = format!("source_profile = base\n[profile base]\n{KEYS}");
    let nested = format!(
        "source_profile = b\n[profile b]\nrole_arn = arn:aws:iam::1:role/B\nmfa_serial = m\nsource_profile = base\n[profile base]\n{KEYS}"
    );
    let end = "error: Could not load credentials from any providers";
    let missing = "error: failed to load assume role arn:aws:iam::1:role/R, of profile missing, failed to get shared config profile, missing";
    let empty = "error: failed to load assume role arn:aws:iam::1:role/R, of profile empty, <nil>";
    let kinds =
        "error: credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment";
    for (what, rest, js, go) in [
        ("not signed in", sso.as_str(), JS, GO),
        ("keys", &keys, JS, GO),
        ("a source with MFA", &nested, JS, GO),
        ("no such source", "source_profile = missing\n", JS, missing),
        ("an empty source", "source_profile = empty\n[profile empty]\nregion = x\n", JS, empty),
        ("an unknown source", "credential_source = Bogus\n", end, kinds),
        ("no keys there", "credential_source = Environment\n", JS, GO),
        ("no source", "", end, GO),
    ] {
        let variables = "AWS_PROFILE=r AWS_EC2_METADATA_DISABLED=true";
        let facts = machine(&format!("{ROLE}{rest}"), "", variables, None);
        assert_eq!(brief(&ask(&facts, "js3")), js, "{what}");
        assert_eq!(brief(&ask(&facts, "go2")), go, "{what}");
    }
}

// Expected: `loadRoleProfile` of aws-sdk 2.1693.0 without a `tokenCodeFn`.
#[test]
fn javascript_2_asks_for_the_role_without_the_code() {
    let config = format!("{ROLE}source_profile = base\n[profile base]\n{KEYS}");
    let facts = machine(&config, "", "AWS_PROFILE=r AWS_SDK_LOAD_CONFIG=1", None);
    assert!(brief(&ask(&facts, "js2")).starts_with("role "));
}
