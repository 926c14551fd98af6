//! Secrets in the arguments of a command, such as `credential_process`.

use std::ops::Range;

use super::secret_names::{ends_as_a_secret, is_secret_header};
use super::shape::looks_like_token;

/// One word of a command: its place without quotes.
fn words(command: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut open: Option<(usize, Option<char>)> = None;
    for (at, c) in command.char_indices() {
        match (open, c) {
            (None, c) if c.is_whitespace() => {}
            (None, '"' | '\'') => open = Some((at + 1, Some(c))),
            (None, _) => open = Some((at, None)),
            (Some((start, Some(quote))), c) if c == quote => {
                words.push(start..at);
                open = None;
            }
            (Some((start, None)), c) if c.is_whitespace() => {
                words.push(start..at);
                open = None;
            }
            (Some((start, None)), '"' | '\'') if command[start..at].ends_with('=') => {
                // `--token="a b"`: the name, and then a quoted word.
                words.push(start..at);
                open = Some((at + 1, Some(c)));
            }
            _ => {}
        }
    }
    if let Some((start, _)) = open {
        words.push(start..command.len());
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The places of the secrets in a command's arguments: the value of an option or a variable whose
/// name says so, a header of a request, and whatever looks like a token.
pub(super) fn find(command: &str, found: &mut Vec<Range<usize>>) {
    // Whether the last word says that the next one is a secret.
    let mut expects = false;
    let mut user = false;
    for place in words(command) {
        let word = &command[place.clone()];
        if std::mem::take(&mut expects) && !word.starts_with("--") {
            found.push(place);
            continue;
        }
        if std::mem::take(&mut user)
            && !word.contains("://")
            && let Some(colon) = word.find(':')
        {
            found.push(place.start + colon + 1..place.end);
            continue;
        }
        if let Some((_, value)) = word.split_once(':').filter(|(name, _)| names_header(name)) {
            let value = value.trim_start();
            found.push(place.end - value.len()..place.end);
            expects = value.is_empty();
            continue;
        }
        match word.split_once('=') {
            Some((name, "")) => expects = ends_as_a_secret(name),
            Some(("-u" | "--user" | "--username", value)) if value.contains(':') => {
                let colon = word.find(':').unwrap_or(word.len() - 1);
                if !value.contains("://") {
                    found.push(place.start + colon + 1..place.end);
                }
            }
            Some((name, _)) if ends_as_a_secret(name) => {
                found.push(place.start + name.len() + 1..place.end);
            }
            Some((name, value)) if is_secret_argument(value) => {
                found.push(place.start + name.len() + 1..place.end);
            }
            Some(_) => {}
            None if word.starts_with('-') => {
                let is_secret = word.len() > 2 && ends_as_a_secret(word);
                expects = word == "-p" || (is_secret && !word.starts_with("--no-"));
                user = matches!(word, "-u" | "--user" | "--username");
            }
            None if word.eq_ignore_ascii_case("bearer") => expects = true,
            None if is_secret_argument(word) => found.push(place),
            None => {}
        }
    }
    found.retain(|range| !range.is_empty());
}

/// Whether a word before a colon names a secret: a header of a request (`PRIVATE-TOKEN: …`), or an
/// option as Windows programs spell it (`/password:…`).
fn names_header(name: &str) -> bool {
    let (_, name) = name.rsplit_once('=').unwrap_or(("", name));
    let is_name = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/'));
    is_secret_header(name) || (is_name && !name[1..].contains('/') && ends_as_a_secret(name))
}

/// Whether an argument is a secret by its form: not a path, an address, or an ARN.
fn is_secret_argument(word: &str) -> bool {
    let is_place = word.starts_with(['/', '~', '.', '$', '%'])
        || word.contains('\\')
        || word.contains("://")
        || word.starts_with("arn:")
        || word.get(1..2) == Some(":");
    let is_path = is_place && !(word.len() == 40 && super::shape::looks_random(word));
    !is_path && word.split([':', ',']).any(looks_like_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(command: &str) -> String {
        let mut found = Vec::new();
        find(command, &mut found);
        let mut out = command.to_owned();
        for range in found.into_iter().rev() {
            out.replace_range(range, "…");
        }
        out
    }

    #[test]
    fn secrets_among_arguments_are_masked() {
        for (command, shown) in [
            ("/opt/get --token=abc --account 1", "/opt/get --token=… --account 1"),
            ("/opt/get --token abc", "/opt/get --token …"),
            ("/opt/get --token \"a b\" x", "/opt/get --token \"…\" x"),
            ("/opt/get --token=\"a b\" x", "/opt/get --token=\"…\" x"),
            ("env API_KEY=abc get", "env API_KEY=… get"),
            ("curl -u mira:hunter2 https://x", "curl -u mira:… https://x"),
            (
                "curl -H 'Authorization: Bearer abc' https://x",
                "curl -H 'Authorization: …' https://x",
            ),
            ("curl -H Authorization: abc", "curl -H Authorization: …"),
            ("get -p hunter2", "get -p …"),
            ("get -p secret", "get -p …"),
            ("get --password hunter", "get --password …"),
            ("get --Password hunter", "get --Password …"),
            ("get -Password hunter", "get -Password …"),
            ("get -pass hunter", "get -pass …"),
            ("get --mfa-code 123456 --otp-code=654321", "get --mfa-code … --otp-code=…"),
            ("get --passphrase 'a b c' --json", "get --passphrase '…' --json"),
            ("get --user=mira:hunter --json", "get --user=mira:… --json"),
            ("get /user:mira /password:hunter", "get /user:mira /password:…"),
            ("get -H PRIVATE-TOKEN:hunter", "get -H PRIVATE-TOKEN:…"),
            ("get --header=X-Vault-Token:hunter", "get --header=X-Vault-Token:…"),
            ("env PGPASSWORD=hunter get", "env PGPASSWORD=… get"),
            ("get x7Kq9ZpL2vRt8WmN", "get …"),
            ("get --id=x7Kq9ZpL2vRt8WmN", "get --id=…"),
        ] {
            assert_eq!(masked(command), shown);
        }
    }

    #[test]
    fn ordinary_commands_stay_as_they_are() {
        for command in [
            "aws-sso -u https://d-1234567890.awsapps.com/start -S Default process --arn arn:aws:iam::111122223333:role/PowerUserAccess",
            "aws configure export-credentials --profile ScienceCloudProject-AdminAccount2026 --format process",
            "granted credential-process --profile NASA-Science-Cloud-007 --auto-login",
            "\"C:\\Program Files\\get creds.exe\" --json",
            "/nix/store/8ymz0v2ymv8p5s4v0j7s8l5q6b1a9c3d-aws-cli/bin/aws-sso process",
            "aws-vault export --format=json dev-account-1",
            "sh -c 'cat ~/creds.json'",
            "op --vault 'AWS keys' item get",
            "get --token-file ~/.token --secret-id prod/aws --no-password",
            "get --username mira --mfa-serial arn:aws:iam::111122223333:mfa/mira",
            "aws-vault --backend pass exec dev",
            "/opt/pass/get C:\\tokens\\get.exe",
        ] {
            assert_eq!(masked(command), command);
        }
    }
}
