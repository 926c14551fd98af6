//! Names with a recognizable format: email addresses, account IDs, hosts, people in paths.

use std::ops::Range;

use super::names::stands_alone;
use crate::NameKind;
use crate::mask::{addresses, authority_length};

/// AWS's own hosts and hosts that identify no one: they stay.
const PUBLIC: &[&str] = &[
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "app.aws",
    "awsapps.com",
    "awsapps.cn",
    "amazon.com",
    "amazonwebservices.com.cn",
    "amazonwebservices.eu",
    "github.com",
    "localhost",
];

/// Hosts of identity providers, which customer names precede.
const PROVIDERS: &[&str] = &[
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "onelogin.com",
    "jumpcloud.com",
    "auth0.com",
    "duosecurity.com",
    "pingidentity.com",
    "pingone.com",
];

/// Our own placeholders: `{account-1}`.
pub(super) fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('{') {
        let Some(length) = text[start..].find('}') else {
            break;
        };
        let inner = &text[start + 1..start + length];
        let is_ours = inner.rsplit_once('-').is_some_and(|(word, number)| {
            !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
                && word.len() <= 8
                && !word.is_empty()
                && word.bytes().all(|b| b.is_ascii_lowercase())
        });
        if is_ours {
            found.push(start..start + length + 1);
        }
    }
    found
}

/// A folder at the start of a path, or alone.
pub(super) fn folder(text: &str, folder: &str) -> Vec<Range<usize>> {
    text.match_indices(folder)
        .map(|(start, found)| start..start + found.len())
        .filter(|range| {
            let after = text[range.end..].chars().next();
            let before = text[..range.start].chars().next_back();
            after.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
                && before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '.' | '~')))
        })
        .collect()
}

/// Everything that has the format of a name.
pub(super) fn find(text: &str) -> Vec<(NameKind, Range<usize>)> {
    let mut found = Vec::new();
    accounts(text, &mut found);
    emails(text, &mut found);
    hosts(text, &mut found);
    portals(text, &mut found);
    people(text, &mut found);
    shares(text, &mut found);
    roles(text, &mut found);
    found
}

/// Twelve digits, also with dashes as in the console.
fn accounts(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && bytes[at - 1].is_ascii_alphanumeric()) {
            at += 1;
            continue;
        }
        let (mut end, mut digits) = (at, 0);
        while end < bytes.len()
            && (bytes[end].is_ascii_digit()
                || (bytes[end] == b'-' && matches!(digits, 4 | 8) && bytes[end - 1] != b'-'))
        {
            digits += usize::from(bytes[end].is_ascii_digit());
            end += 1;
        }
        let whole = bytes[at..end].iter().all(u8::is_ascii_digit);
        let dashed = bytes[at..end].iter().filter(|b| **b == b'-').count() == 2;
        let ends = bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
        // Four digits between dashes occur in many other things.
        let dashed = dashed && (at == 0 || bytes[at - 1] != b'-') && bytes.get(end) != Some(&b'-');
        if digits == 12 && ends && (whole || dashed) && !ends_a_uuid(bytes, at) {
            found.push((NameKind::Account, at..end));
        }
        at = end.max(at + 1);
    }
}

/// Whether the last twelve characters of a UUID begin here, because a request ID is not an
/// account.
fn ends_a_uuid(bytes: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(24).map(|start| &bytes[start..at]) else {
        return false;
    };
    before.iter().enumerate().all(|(index, byte)| match index {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// `name@host.domain`
fn emails(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    let is_local = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    for (at, _) in text.match_indices('@') {
        let before = &text[..at];
        let local: usize = before
            .chars()
            .rev()
            .take_while(|c| is_local(*c) && !matches!(c, '/' | '=' | '\'' | '`'))
            .map(char::len_utf8)
            .sum();
        let after = &text[at + 1..];
        let domain: usize = after.chars().take_while(|c| is_domain(*c)).map(char::len_utf8).sum();
        let domain = after[..domain].trim_end_matches(['.', '-']);
        if local > 0 && !domain.is_empty() {
            found.push((NameKind::Email, at - local..at + 1 + domain.len()));
        }
    }
}

/// The authority of every URL: its start and end, without user and port.
fn authorities(text: &str) -> Vec<Range<usize>> {
    text.match_indices("://")
        .map(|(at, mark)| {
            let start = at + mark.len();
            let end = text[start..]
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '/' | '?' | '#' | '"' | '\'' | '<' | '>' | ')' | ',' | '`' | '\\'
                        )
                })
                .map_or(text.len(), |length| start + length);
            start..end
        })
        .collect()
}

/// The user in a URL, and what follows the path: either can contain private values.
pub(super) fn url_secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for authority in authorities(text) {
        if let Some(at) = text[authority.clone()].rfind('@') {
            found.push(authority.start..authority.start + at);
        }
        let rest = &text[authority.end..];
        let end = rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | '`' | ',')
            })
            .unwrap_or(rest.len());
        if let Some(at) = rest[..end].find(['?', '#'])
            && at + 2 < end
        {
            found.push(authority.end + at + 1..authority.end + end);
        }
    }
    found
}

/// The paths in URLs that are not AWS's: a team's endpoint can name its owner, or carry a token.
/// `/start` is the path of every access portal.
pub(super) fn url_paths(text: &str) -> Vec<Range<usize>> {
    addresses(text)
        .filter_map(|address| {
            let whole = &text[address.clone()];
            let length = authority_length(whole);
            let host = whole[..length].rsplit('@').next().unwrap_or_default();
            let name = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
            let end = whole[length..].find(['?', '#']).map_or(whole.len(), |end| length + end);
            let path = &whole[length..end];
            let is_plain = matches!(path, "" | "/" | "/start" | "/start/" | "/…");
            let is_kept = is_plain || under(&name, PUBLIC).is_some_and(|host| host != "localhost");
            (!is_kept).then_some(address.start + length..address.start + end)
        })
        .collect()
}

/// Whether a host is one that identifies no one: AWS's own, or this computer.
pub(super) fn is_public_host(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host.is_empty()
        || host.starts_with("127.")
        || host.trim_matches(['[', ']']) == "::1"
        || under(&host, PUBLIC).is_some()
}

/// Hosts in URLs, except AWS's and this computer's loopback.
fn hosts(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    for authority in authorities(text) {
        let whole = &text[authority.clone()];
        let start = authority.start + whole.rfind('@').map_or(0, |at| at + 1);
        let host = &text[start..authority.end];
        let length = match host.strip_prefix('[') {
            Some(_) => host.find(']').map_or(host.len(), |at| at + 1),
            None => host.find(':').unwrap_or(host.len()),
        };
        let host = host[..length].trim_end_matches('.').to_ascii_lowercase();
        if host.is_empty()
            || host.starts_with("127.")
            || host == "[::1]"
            || host.starts_with(['{', '…'])
            || under(&host, PUBLIC).is_some()
        {
            continue;
        }
        // The provider determines the kind of address.
        let kept = under(&host, PROVIDERS).map_or(0, |suffix| suffix.len() + 1);
        found.push((NameKind::Site, start..start + host.len().saturating_sub(kept)));
    }
}

fn under(host: &str, suffixes: &[&'static str]) -> Option<&'static str> {
    suffixes.iter().copied().find(|suffix| {
        host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// The customer's part of a portal's address, and the identifiers of directories and instances.
fn portals(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    let is_label = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    for suffix in [".awsapps.com", ".portal.", ".awsapps.cn"] {
        for (at, _) in text.match_indices(suffix) {
            let length: usize =
                text[..at].chars().rev().take_while(|c| is_label(*c)).map(char::len_utf8).sum();
            let label = &text[at - length..at];
            let is_fixed = matches!(label, "start" | "us-gov-home" | "home" | "view")
                || (suffix == ".portal." && crate::looks_like_region(label));
            // The address of AWS's own documentation identifies no one.
            if length > 0 && !is_fixed && !crate::start_url::is_example_label(label) {
                found.push((NameKind::Portal, at - length..at));
            }
        }
    }
    for (prefix, digits) in [("d-", 10), ("ssoins-", 16)] {
        for (at, _) in text.match_indices(prefix) {
            let start = at + prefix.len();
            let length = text[start..].bytes().take_while(u8::is_ascii_hexdigit).count();
            let range = at..start + length;
            if length == digits && stands_alone(text, &range) {
                found.push((NameKind::Portal, range));
            }
        }
    }
}

/// The owner of a home folder in a path.
fn people(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    const EXACT: [&str; 2] = ["/home/", "/Users/"];
    /// Windows' paths, and those of WSL and Git Bash: names have any case.
    const ANY_CASE: [&str; 5] =
        ["\\users\\", "\\\\users\\\\", "/mnt/c/users/", "/c/users/", ":/users/"];
    // Of the same length.
    let lower = text.to_ascii_lowercase();
    let exact = EXACT
        .into_iter()
        .flat_map(|prefix| text.match_indices(prefix).map(move |(at, _)| (prefix, at)));
    let any_case = ANY_CASE
        .into_iter()
        .flat_map(|prefix| lower.match_indices(prefix).map(move |(at, _)| (prefix, at)));
    for (prefix, at) in exact.chain(any_case) {
        // A drive's letter.
        let is_drive = prefix.starts_with(':');
        if is_drive && text[at + 1..].starts_with("/Users/") {
            continue;
        }
        // In a path it is a folder with that name.
        let before = text[..at].chars().next_back();
        if !is_drive && before.is_some_and(|c| c.is_alphanumeric() || "._-/~}".contains(c)) {
            continue;
        }
        let start = at + prefix.len();
        let length: usize = text[start..]
            .chars()
            .take_while(|c| {
                !matches!(c, '/' | '\\' | '"' | '\'' | ':' | ';' | ',' | '{') && !c.is_whitespace()
            })
            .map(char::len_utf8)
            .sum();
        if length > 0 {
            found.push((NameKind::User, start..start + length));
        }
    }
}

/// The server and the share of a UNC path (`\\\\server\\share`), also with each backslash doubled, as in
/// JSON. A share is often named after its owner (`\\\\files\\mira$`).
fn shares(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    let is_name = |c: &char| c.is_alphanumeric() || "._-$".contains(*c);
    let length = |start: usize| -> usize {
        text.get(start..).unwrap_or_default().chars().take_while(is_name).map(char::len_utf8).sum()
    };
    let mut from = 0;
    while let Some(at) = text[from..].find("\\\\").map(|at| from + at) {
        let slashes = text[at..].bytes().take_while(|byte| *byte == b'\\').count();
        from = at + slashes;
        // The form of paths without a limit: `\\?\UNC\server\share`.
        let verbatim = if slashes == 4 { r"?\\UNC\\" } else { r"?\UNC\" };
        let follows = text.get(from..from + verbatim.len());
        if follows.is_some_and(|part| part.eq_ignore_ascii_case(verbatim)) {
            from += verbatim.len();
        }
        let before = text[..at].chars().next_back();
        let is_inside = before.is_some_and(|c| c.is_alphanumeric() || "._-~}:/".contains(c));
        let server = from..from + length(from);
        let separators = text[server.end..].bytes().take_while(|byte| *byte == b'\\').count();
        // Doubled there, doubled here; WSL's own names are no server.
        let is_path = matches!((slashes, separators), (2, 1) | (4, 2));
        let name = text[server.clone()].to_ascii_lowercase();
        if is_inside
            || server.is_empty()
            || !is_path
            || ["wsl$", "wsl.localhost"].contains(&name.as_str())
        {
            continue;
        }
        let share = server.end + separators;
        found.push((NameKind::Site, server));
        let share = share..share + length(share);
        if !share.is_empty() && !text[share.end..].starts_with('{') {
            from = share.end;
            let folder = text[share.clone()].to_ascii_lowercase();
            if ["users", "users$", "home", "home$", "homes", "profiles"].contains(&folder.as_str())
            {
                // Its folders are named after people.
                let user = share.end + separators;
                let user = user..user + length(user);
                from = user.end.max(from);
                found.extend((!user.is_empty()).then_some((NameKind::User, user)));
            } else {
                found.push((NameKind::Site, share));
            }
        }
    }
}

/// The names in an ARN of IAM or STS.
fn roles(text: &str, found: &mut Vec<(NameKind, Range<usize>)>) {
    let is_name = |c: char| c.is_alphanumeric() || "+=,.@_-".contains(c);
    for (prefix, kind) in [
        (":role/", NameKind::Role),
        (":assumed-role/", NameKind::Role),
        (":user/", NameKind::User),
        (":mfa/", NameKind::User),
    ] {
        for (at, _) in text.match_indices(prefix) {
            let mut start = at + prefix.len();
            // A path may precede a role's name, and a session name follows an assumed role.
            while prefix == ":role/"
                && let Some(slash) = text[start..].find('/')
                && text[start..start + slash].chars().all(is_name)
            {
                start += slash + 1;
            }
            let name: usize =
                text[start..].chars().take_while(|c| is_name(*c)).map(char::len_utf8).sum();
            let whole = &text[start..start + name];
            // Already a placeholder.
            if text[start + name..].starts_with('{') {
                continue;
            }
            // `AWSReservedSSO_NAME_0123456789abcdef`: the permission set's name is in the middle.
            let inner = whole
                .strip_prefix("AWSReservedSSO_")
                .and_then(|rest| Some((rest, rest.rsplit_once('_')?.0)));
            let range = match inner {
                Some((rest, set)) => {
                    let begin = start + (whole.len() - rest.len());
                    begin..begin + set.len()
                }
                None => start..start + name,
            };
            if !range.is_empty() {
                found.push((kind, range));
            }
            let session = start + name;
            if prefix == ":assumed-role/" && text[session..].starts_with('/') {
                let length: usize = text[session + 1..]
                    .chars()
                    .take_while(|c| is_name(*c))
                    .map(char::len_utf8)
                    .sum();
                if length > 0 {
                    found.push((NameKind::Email, session + 1..session + 1 + length));
                }
            }
        }
    }
}
