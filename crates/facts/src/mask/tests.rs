//! Both directions: what is never shown, and what always is.

use super::*;

/// Names of profiles, roles, sessions and accounts, and paths, as people have them: one a line.
const NAMES: &str = include_str!("names.txt");

/// Texts with a canary, which no masked text contains.
const CANARIES: &str = include_str!("canaries.txt");

#[test]
fn real_names_and_paths_are_always_shown() {
    let names: Vec<&str> = NAMES.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(names.len() >= 500);
    let mut hidden = Vec::new();
    let mut expect = |shown: String, text: &str| {
        if shown != text {
            hidden.push(format!("{text}\n  {shown}"));
        }
    };
    for name in names {
        let sentence = format!("The profile {name} is not defined; see \"{name}\".");
        let command = format!("aws-vault exec \"{name}\"");
        for text in [name, &sentence, &command] {
            expect(mask_secrets(text), text);
        }
        expect(mask_command(&command), &command);
        for key in ["sso_role_name", "source_profile", "ca_bundle", "web_identity_token_file"] {
            let line = format!("{key} = {name}");
            expect(mask_secrets(&line), &line);
            expect(mask_value(key, name), name);
            expect(mask_file_line(&line, LineRole::Context), &line);
            expect(mask_file_line(&line, LineRole::Subject), &line);
        }
    }
    assert!(hidden.is_empty(), "{}", hidden.join("\n"));
}

#[test]
fn canaries_are_never_shown() {
    let lines: Vec<&str> =
        CANARIES.lines().filter(|line| !(line.starts_with("# ") || line.is_empty())).collect();
    assert!(lines.len() >= 60);
    let mut wrong = Vec::new();
    for line in lines {
        let (how, text) = line.split_once('\t').unwrap();
        let shown = match how {
            "text" => mask_secrets(text),
            "subject" => mask_file_line(text, LineRole::Subject),
            "context" => mask_file_line(text, LineRole::Context),
            "value" => {
                let (key, value) = text.split_once(" = ").unwrap();
                mask_value(key, value)
            }
            _ => panic!("{how}"),
        };
        // Masking twice changes nothing.
        let is_masked = !shown.to_lowercase().contains("canary")
            && shown.contains('…')
            && mask_secrets(&shown) == shown;
        if !is_masked {
            wrong.push(format!("{text}\n  {shown}\n  {}", mask_secrets(&shown)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn keys_are_masked_wherever_they_are() {
    for (text, masked) in [
        ("aws_access_key_id = AKIAIOSFODNN7EXAMPLE", "aws_access_key_id = AKIA…MPLE"),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key = …",
        ),
        ("aws_secret_access_key=short", "aws_secret_access_key=…"),
        ("aws_session_token=x", "aws_session_token=…"),
        ("a://b:c@d", "a://b:…@d"),
        ("-# x AKIAIOSFODNN7EXAMPLE y", "-# x AKIA…MPLE y"),
        ("x aZ4a4bZ/zxj/4RBzxs8j9B/FxYf/grqjO/Wai2E/ y", "x … y"),
        ("http://user:pa55@proxy:3128/x", "http://user:…@proxy:3128/x"),
        ("/tmp/AKIAIOSFODNN7EXAMPLE/x.csv", "/tmp/AKIA…MPLE/x.csv"),
        (
            "{\"accessToken\": \"abc\", \"region\": \"x\"}",
            "{\"accessToken\": \"…\", \"region\": \"x\"}",
        ),
        (
            "curl -H \"Authorization: Bearer abc\" https://x",
            "curl -H \"Authorization: …\" https://x",
        ),
        ("get --token abc1 --json", "get --token … --json"),
        ("Bearer abc.DEF", "Bearer …"),
    ] {
        assert_eq!(mask_secrets(text), masked);
    }
}

#[test]
fn keys_that_were_read_as_names_are_masked() {
    for (text, masked) in [
        ("wjalrxutnfemi/k7mdeng/bpxrficyexample4ey", "…"),
        ("az4a4bz/zxj/4rbzxs8j9b/fxyf/grqjo/wai2e/", "…"),
        ("akiaiosfodnn7example", "akia…mple"),
    ] {
        let line = format!("{text} stands twice");
        assert_eq!(mask_secrets(&line), format!("{masked} stands twice"));
    }
}

#[test]
fn a_misplaced_secret_shows_no_part_of_itself() {
    assert_eq!(mask_key_id("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "…");
    assert_eq!(mask_key_id("AKIAIOSFODNN7EXAMPLE"), "AKIA…MPLE");
    assert_eq!(mask_value("aws_access_key_id", "swordfish1234567"), "…");
}

/// Sentences and commands of this program that contain the names of secrets.
#[test]
fn sentences_about_secrets_stay_as_they_are() {
    for text in [
        "aws-onboard doctor --fix --answer token-present.remedy=sign-in",
        "aws-onboard doctor --answer static-keys.remedy=comment-out --yes",
        "The variable AWS_SESSION_TOKEN is set, and aws_secret_access_key is missing.",
        "The token: expired 6 days ago",
        "Put the password in the proxy's address: http://NAME:…@HOST:PORT",
        "Use a bearer token; the option --token is not known",
        "~/.aws/sso/cache/da39a3ee5e6b4b0d3255bfef95601890afd80709.json",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "arn:aws:iam::111122223333:role/AWSReservedSSO_PowerUser",
        "https://device.sso.eu-central-1.amazonaws.com/?user_code=ABCD-EFGH",
        "CreateToken: InvalidGrantException, and ExpiredToken: The security token is expired",
        "StartDeviceAuthorization: InvalidRequestException \"Invalid start url provided\"",
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN",
        "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired",
    ] {
        assert_eq!(mask_secrets(text), text);
    }
}
