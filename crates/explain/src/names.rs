//! The names in a paste that an answer can use: account, region, request, host, path.

/// Look for names in at most this many bytes at the end of a paste.
const MAX_BYTES: usize = 64 << 10;

/// A kind of name and its value, as it was pasted; clean it before showing.
pub type Name = (&'static str, String);

/// Finds the names that stand in a paste in a form of their own.
pub(crate) fn find_names(source: &str) -> Vec<Name> {
    let text = &source[source.ceil_char_boundary(source.len().saturating_sub(MAX_BYTES))..];
    let mut names = Vec::new();
    let mut add = |kind: &'static str, value: Option<String>| {
        if let Some(value) = value {
            names.push((kind, value));
        }
    };
    add("account", find_account(text));
    add(
        "request",
        find_after(
            text,
            &["RequestID: ", "request id: ", "Request ID: ", "requestId: ", "x-amzn-RequestId: "],
            is_request,
        ),
    );
    add(
        "host",
        text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | '(' | ')' | ','))
            .find_map(find_host),
    );
    add("profile", find_after(text, &["--profile ", "--profile=", "AWS_PROFILE="], is_name));
    names
}

/// The word after one of these marks, if it has the form.
fn find_after(text: &str, marks: &[&str], is_valid: fn(&str) -> bool) -> Option<String> {
    marks.iter().find_map(|mark| {
        let at = text.rfind(mark)?;
        let rest = text[at + mark.len()..].trim_start_matches(['"', '\'']);
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ')' | ';' | '`'))
            .unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches('.');
        is_valid(word).then(|| word.to_owned())
    })
}

fn is_request(word: &str) -> bool {
    word.len() >= 16
        && word.len() <= 64
        && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-' || b.is_ascii_uppercase())
}

/// Whether this can be a profile's name, and is not a placeholder of instructions.
fn is_name(word: &str) -> bool {
    !word.is_empty() && word.len() <= 128 && !is_placeholder(word)
}

/// Whether a name was typed as an example: `<profile>`, `PROFILE_NAME`, `$PROFILE`, `xxx`.
pub fn is_placeholder(name: &str) -> bool {
    let bare = name.trim_matches(|c: char| matches!(c, '<' | '>' | '{' | '}' | '[' | ']' | '$'));
    bare.len() < name.len()
        || bare.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '…'))
        || matches!(
            bare.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str(),
            "profile" | "profilename" | "yourprofile" | "yourprofilename" | "myprofile" | "name"
        )
}

/// An account in an ARN, or a number of 12 digits after the word.
fn find_account(text: &str) -> Option<String> {
    let arn =
        text.match_indices(":iam::").chain(text.match_indices(":sts::")).find_map(|(at, m)| {
            let digits = text.get(at + m.len()..at + m.len() + 12)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.to_owned())
        });
    arn.or_else(|| {
        text.match_indices("ccount").find_map(|(at, m)| {
            let rest = text[at + m.len()..].trim_start_matches([' ', ':', '=', '"', '\'']);
            let digits = rest.get(..12)?;
            let ends = !rest[12..].starts_with(|c: char| c.is_ascii_digit());
            (ends && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.to_owned())
        })
    })
}

/// A host of AWS.
fn find_host(word: &str) -> Option<String> {
    let word = word.trim_end_matches([':', '.']);
    let host = word.split(':').next().unwrap_or(word);
    let is_host = host.ends_with(".amazonaws.com")
        || host.ends_with(".amazonaws.com.cn")
        || host.ends_with(".awsapps.com")
        || host.ends_with(".app.aws");
    (is_host && host.len() <= 253).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        let text = "operation error STS: AssumeRole, StatusCode: 403, RequestID: 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9, api error AccessDenied: User: arn:aws:sts::111122223333:assumed-role/x/me\nPost \"https://sts.eu-west-1.amazonaws.com/\"\n$ aws s3 ls --profile dev";
        let names = find_names(text);
        for expected in [
            ("account", "111122223333"),
            ("request", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
            ("host", "sts.eu-west-1.amazonaws.com"),
            ("profile", "dev"),
        ] {
            assert!(
                names.contains(&(expected.0, expected.1.to_owned())),
                "{expected:?}: {names:?}"
            );
        }
    }

    #[test]
    fn an_example_is_no_name() {
        for name in ["<profile>", "PROFILE", "${PROFILE}", "xxxx", "your-profile-name"] {
            assert!(is_placeholder(name), "{name}");
        }
        assert!(!is_placeholder("dev"));
        assert!(find_names("run it with --profile <profile>").is_empty());
    }
}
