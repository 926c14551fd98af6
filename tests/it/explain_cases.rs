//! `explain`: error texts from public reports with their configurations, and the right answers.

use std::time::Duration;

use serde_json::Value;

use crate::common::schema::{assert_fits, fits};
use crate::common::{Machine, Outcome};

const SCHEMA: &str = include_str!("../../docs/schema/explain.schema.json");

/// Runs `explain` on a machine with this config file and these variables.
#[track_caller]
fn explained(machine: &Machine, variables: &[(&str, &str)], text: &str, more: &[&str]) -> Outcome {
    let mut args = vec!["explain", text];
    args.extend(more);
    let mut program = machine.run(&args);
    for (name, value) in variables {
        program = program.env(name, value);
    }
    program.run()
}

const SESSION: &str = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n[profile dev]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n";

fn signed_in() -> Machine {
    let machine = Machine::with_files(SESSION, "");
    machine.sign_in("acme", true, Duration::from_secs(6 * 3600));
    machine
}

/// The profile in use has a region and nothing else.
#[test]
fn a_profile_without_any_source() {
    let config = "[default]\nregion = us-west-2\noutput = json\n\n[profile production]\nregion = us-west-2\noutput = json\n\n[profile production-sso]\nsso_start_url = https://d-9067aaaaaa.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = DataTeam\nregion = us-west-2\n";
    let machine = Machine::with_files(config, "");
    let text =
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".";
    let outcome = explained(&machine, &[("AWS_PROFILE", "production")], text, &[]).status(0);
    outcome.shows(&["this is it", "line 5 of ~/.aws/config", "production", "production-sso"]);
    outcome.shows_not(&["no sign of"]);
}

/// Granted refuses the name of the profile.
#[test]
fn brackets_in_a_profile_name() {
    let name = "Acme-Name-[production]/Admin";
    let config = format!(
        "[profile {name}]\ngranted_sso_start_url      = https://acme.awsapps.com/start\ngranted_sso_region         = us-east-1\ngranted_sso_account_id     = 111122223333\ngranted_sso_role_name      = Admin\ncommon_fate_generated_from = aws-sso\ncredential_process         = granted credential-process --profile {name}\n"
    );
    let machine = Machine::with_files(&config, "");
    machine.home.program("granted", "exit 1");
    let text = format!(
        "Error when retrieving credentials from custom-process: [!] The profile {name} cannot be loaded because the name contains one or more of these characters '\\][;'\"'"
    );
    let outcome = explained(&machine, &[("AWS_PROFILE", name)], &text, &[]).status(0);
    outcome.shows(&["Granted", "characters that Granted refuses", "line 1", "rename"]);
    outcome.shows_not(&["no sign of"]);
}

/// `aws login` wrote the profile, and the program's SDK is too old for it. `--for` names the program
/// where the text does not; the answer stays the same.
#[test]
fn a_login_session_and_terraform() {
    let config = "[profile build]\nlogin_session = arn:aws:iam::111122223333:user/build\nregion = us-east-1\n";
    let machine = Machine::with_files(config, "");
    let text = "Error: No valid credential sources found\n\nError: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, request canceled, context deadline exceeded";
    let variables = [("AWS_PROFILE", "build")];
    let named = explained(&machine, &variables, text, &["--for", "terraform"]).status(0);
    named.shows(&["Terraform CLI"]);
    for outcome in [explained(&machine, &variables, text, &[]).status(0), named] {
        outcome.shows(&[
            "the program is at fault",
            "line 2 of ~/.aws/config",
            "login_session",
            "update the program",
            "aws configure export-credentials --profile build --format process",
        ]);
    }
    let outcome = explained(&machine, &[], text, &["--for", "terrafom"]).status(2);
    assert!(outcome.stderr.contains("--for"), "{}", outcome.stderr);
}

/// Nothing is wrong here: where the fault is then, and what the program would use here.
#[test]
fn nothing_is_wrong_here() {
    let machine = signed_in();
    let variables = [("AWS_PROFILE", "dev")];
    let text = "Error loading SSO Token: Token for acme does not exist";
    let outcome = explained(&machine, &variables, text, &["--for", "cli2"]).status(0);
    outcome.shows(&[
        "the sign-in to acme was renewed less than a minute ago",
        "the AWS CLI v2 would use",
        "account 111122223333, role Dev",
    ]);
    // A program that cannot use the profile is not fine, whatever the checks find.
    let text = "Unable to locate credentials";
    let json = explained(&machine, &variables, text, &["--for", "go1", "--format", "json"]);
    let value: Value = serde_json::from_str(&json.status(0).stdout).unwrap();
    assert_eq!(value["answers"][0]["uses"]["program"], "go1", "{value}");
    assert_ne!(value["certainty"], "not-here", "{value}");
}

/// The AWS CLI's own sentence is not from the JavaScript SDK.
#[test]
fn a_certificate_that_python_does_not_trust() {
    let config = "[default]\nregion = eu-west-1\nca_bundle = /usr/local/share/ca-certificates/ZscalerRootCertificate-2048-SHA256.crt\n\n[profile my_profile]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = eu-west-1\n";
    let machine = Machine::with_files(config, "");
    let text = "SSL validation failed for https://oidc.eu-west-1.amazonaws.com/device_authorization [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)";
    let outcome = explained(&machine, &[("AWS_PROFILE", "my_profile")], text, &[]).status(0);
    outcome.shows(&["SSL validation failed", "AWS CLI or boto3"]);
    outcome.shows_not(&["JavaScript"]);
    // The same words from Node.js, which does not read the bundle of the AWS CLI.
    let node = "Error: unable to get local issuer certificate\n    at TLSSocket.onConnectSecure (node:internal/tls/wrap:1685:34)\n  code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' https://oidc.eu-west-1.amazonaws.com/token";
    let outcome = explained(&machine, &[], node, &["--generic"]).status(0);
    outcome.shows(&["JavaScript", "NODE_EXTRA_CA_CERTS"]);
    outcome.shows_not(&["set ca_bundle"]);
}

/// The certificate is of another host, which no CA bundle changes.
#[test]
fn a_certificate_of_another_host() {
    let machine = signed_in();
    let text = "error refreshing AWS IAM Identity Center token: operation error SSO OIDC: CreateToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://oidc.eu-west-1.amazonaws.com/token\": tls: failed to verify certificate: x509: certificate is valid for *.acme.example, not oidc.eu-west-1.amazonaws.com";
    let outcome = explained(&machine, &[], text, &[]).status(0);
    outcome.shows(&["did not reach AWS", "VPN and DNS", "a CA bundle does not help"]);
    outcome.shows_not(&["not trust", "inspection"]);
}

/// The JavaScript SDK leaves a session with a blank in its name out.
#[test]
fn a_session_name_in_quotes() {
    let config = "[sso-session 'My SSO']\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scope = sso:account:access\n[profile my-profile]\nsso_session = My SSO\nsso_account_id = 111122223333\nsso_role_name = AdministratorAccess\nregion = eu-central-1\n";
    let machine = Machine::with_files(config, "");
    machine.sign_in("My SSO", false, Duration::from_secs(6 * 3600));
    let text = "Unable to determine the default AWS account (TypeError): Cannot read properties of undefined (reading 'sso_region')";
    let outcome = explained(&machine, &[("AWS_PROFILE", "my-profile")], text, &[]).status(0);
    outcome.shows(&["AWS CDK", "My SSO", "config-names"]);
    outcome.shows_not(&["no sign of"]);
}

/// The header of the source is the fault, and the missing source its consequence.
#[test]
fn a_source_in_a_bare_section() {
    let config = "[profile main_profile]\nsource_profile = custom_role\nrole_arn = arn:aws:iam::111122223333:role/Main\nrole_session_name = me\nregion = us-east-1\n\n[custom_role]\ncredential_process = /usr/bin/true\nregion = us-east-1\n";
    let machine = Machine::with_files(config, "");
    let text = "The source_profile \"custom_role\" referenced in the profile \"main_profile\" does not exist.";
    let outcome = explained(&machine, &[("AWS_PROFILE", "main_profile")], text, &[]).status(0);
    outcome.shows(&["this is it", "[custom_role] in line 7", "config-sections --fix"]);
    outcome.shows_not(&["aws-onboard setup"]);
}

/// The sentence of the AWS CLI before sso-session, behind what kubectl says.
#[test]
fn an_older_sentence_of_the_aws_cli() {
    let machine = Machine::with_files(SESSION, "");
    machine.sign_in("acme", false, Duration::ZERO);
    let text = "getting credentials: exec: executable aws failed with exit code 255\nError loading SSO Token: The SSO access token has either expired or is otherwise invalid.";
    let outcome = explained(&machine, &[("AWS_PROFILE", "dev")], text, &[]).status(0);
    outcome.shows(&["asked a program (kubectl, Helm, k9s, Lens) ran `aws`", "aws-onboard login"]);
}

/// A program without single sign-on; the machine is all right.
#[test]
fn a_program_that_does_not_support_single_sign_on() {
    let machine = signed_in();
    let text = "Error: Failed to create S3 client\nCaused by:\n    0: initial ListObjectsV2 failed for bucket b in region us-east-1\n    1: Client error\n    2: No signing credentials found";
    let outcome = explained(&machine, &[("AWS_PROFILE", "dev")], text, &[]).status(0);
    outcome.shows(&[
        "the program is at fault; nothing is wrong with this computer",
        "does not support single sign-on",
        "credential_process",
        "aws configure export-credentials --profile dev --format process",
    ]);
}

/// The browser of a codespace cannot come back, so a code is needed.
#[test]
fn a_codespace_signs_in_with_a_code() {
    let machine = Machine::with_files(SESSION, "");
    let variables = [("CODESPACES", "true"), ("CODESPACE_NAME", "x"), ("AWS_PROFILE", "dev")];
    let text = "This site can't be reached: http://127.0.0.1:43211/oauth/callback?code=x refused to connect. ERR_CONNECTION_REFUSED";
    let outcome = explained(&machine, &variables, text, &[]).status(0);
    outcome.shows(&["--use-device-code"]);
}

/// The token of the sign-in was sent to Amazon Bedrock as an API key.
#[test]
fn a_token_that_was_sent_as_an_api_key() {
    let machine = signed_in();
    let outcome =
        explained(&machine, &[("AWS_PROFILE", "dev")], "403 Invalid API Key format", &[]).status(0);
    outcome.shows(&[
        "the program is at fault; nothing is wrong with this computer",
        "Amazon Bedrock",
        "update the program",
        "aws configure export-credentials --profile dev --format env",
    ]);
    outcome.shows_not(&["aws-onboard login"]);
}

/// An error of the sign-in itself is not answered with "you are not signed in".
#[test]
fn an_error_of_the_sign_in_itself() {
    let machine = Machine::with_files(SESSION, "");
    for text in [
        "An error occurred (InvalidRequestException) when calling the StartDeviceAuthorization operation: ",
        "The pending authorization to retrieve an SSO token has expired. The login flow to retrieve an SSO token must be restarted.",
        "Error loading authorization code: State parameter does not match expected value.",
    ] {
        let outcome = explained(&machine, &[("AWS_PROFILE", "dev")], text, &[]).status(0);
        outcome.shows_not(&["not signed in"]);
    }
}

/// An error of a service shows that the credentials work.
#[test]
fn an_error_that_is_not_about_credentials() {
    let machine = signed_in();
    let text = "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist";
    let outcome = explained(&machine, &[], text, &[]).status(0);
    outcome.shows(&["not about AWS credentials", "ListObjectsV2"]);
}

/// What is not known is said, with the nearest known texts.
#[test]
fn a_text_that_is_not_known() {
    let machine = signed_in();
    let outcome =
        explained(&machine, &[], "aws: config profile dev could somehow not found", &[]).status(1);
    assert!(outcome.stderr.contains("don't recognize"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("nearest texts"), "{}", outcome.stderr);
}

/// The JSON of all kinds of answers fits the committed schema.
#[test]
fn the_json_fits_its_schema() {
    let machine = Machine::with_files(SESSION, "");
    for (text, certainty, status) in [
        ("Error loading SSO Token: Token for acme does not exist", "this-is-it", 0),
        ("Unable to locate credentials", "", 0),
        ("No signing credentials found", "program", 0),
        ("An error occurred (NoSuchBucket) when calling the X operation: y", "not-credentials", 0),
        ("the printer is out of paper", "unknown", 1),
        (
            "User: arn:aws:sts::111122223333:assumed-role/x/me is not authorized to perform: s3:ListBucket",
            "aws",
            0,
        ),
        ("The config profile (wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY) could not be found", "", 0),
    ] {
        for more in [&["--format", "json"][..], &["--format", "json", "--generic"]] {
            let outcome = explained(&machine, &[("AWS_PROFILE", "dev")], text, more).status(status);
            let value: Value = serde_json::from_str(&outcome.stdout).unwrap();
            assert_fits(SCHEMA, &value);
            if !certainty.is_empty() && !more.contains(&"--generic") {
                assert_eq!(value["certainty"], certainty, "{}", outcome.stdout);
            }
            assert!(!outcome.stdout.contains("K7MDENG"), "{}", outcome.stdout);
        }
    }
    let mut wrong: Value = serde_json::json!({"schema_version": 1});
    assert!(!fits(SCHEMA, &wrong));
    wrong["certainty"] = "sure".into();
    assert!(!fits(SCHEMA, &wrong));
}

/// A program that was given no profile used `default`, not the first profile with single sign-on.
#[test]
fn no_profile_was_chosen() {
    let machine = signed_in();
    for text in ["Unable to locate credentials", "Could not load credentials from any providers"] {
        let outcome = explained(&machine, &[], text, &[]).status(0);
        outcome.shows(&["this is it", "no profile was chosen", "export AWS_PROFILE=dev"]);
        outcome.shows_not(&["no sign of", "mount ~/.aws", "aws-onboard login", "comes first"]);
    }
    // Faults of profiles that the default profile does not depend on.
    let unrelated = "[default]\nregion = us-east-1\n\n[profile a]\nrole_arn = arn:aws:iam::111122223333:role/A\nsource_profile = b\n\n[profile b]\nrole_arn = arn:aws:iam::111122223333:role/B\nsource_profile = a\n\n[profile c]\nsso_session = gone\nsso_account_id = 111122223333\nsso_role_name = Dev\n\n";
    let machine = Machine::with_files(&format!("{unrelated}{SESSION}"), "");
    let outcome = explained(&machine, &[], "Unable to locate credentials", &[]).status(0);
    outcome.shows(&["this is it", "the profile default has no source of credentials"]);
    outcome.shows_not(&["in a circle", "comes first", "aws-onboard login"]);
}

/// Answers of AWS that are about something other than the access key or the permission.
#[test]
fn answers_of_aws_that_look_like_others() {
    let machine = signed_in();
    for (text, means, not) in [
        (
            "An error occurred (SubscriptionRequiredException) when calling the ListSites operation: The AWS Access Key Id needs a subscription for the service",
            "cannot use this service yet",
            "remove the keys",
        ),
        (
            "An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code.",
            "did not accept the MFA code",
            "ask your administrator",
        ),
        (
            "An error occurred (AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
            "lacked the serial number of the MFA device, or its code",
            "permission named in the message",
        ),
        (
            "An error occurred (ExpiredTokenException) when calling the AssumeRoleWithSAML operation: Token must be redeemed within 5 minutes of issuance",
            "SAML assertion",
            "copied from the portal",
        ),
        (
            "An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1700000000 must be before the expiration date/time 1690000000",
            "OIDC token",
            "copied from the portal",
        ),
        (
            "An error occurred (AuthFailure) when calling the DescribeInstances operation: AWS was not able to validate the provided access credentials",
            "may not have enabled the region",
            "does not support single sign-on",
        ),
    ] {
        let outcome = explained(&machine, &[("AWS_PROFILE", "dev")], text, &[]).status(0);
        outcome.shows(&[means]);
        outcome.shows_not(&[not]);
    }
}
