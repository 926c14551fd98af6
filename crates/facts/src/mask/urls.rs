//! Secrets in addresses: a password, a token in the path, a value in the query.

use std::ops::Range;

use super::secret_names::ends_as_a_secret;
use super::shape::looks_like_token;

/// Parameters of signed addresses and of sign-ins whose values are credentials (Amazon S3,
/// "Authenticating requests: using query parameters"; RFC 6749, 4.1.2; Azure's `sig`).
const SECRET_PARAMETERS: &[&str] = &[
    "x-amz-signature",
    "x-amz-credential",
    "signature",
    "sig",
    "code",
    "key",
    "sas",
    "session",
    "sid",
    "ticket",
    "samlresponse",
];

/// Where an address ends in a text.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | '`' | ',' | '…')
}

/// The places of the addresses in a text, each without its scheme.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").map(|(at, mark)| {
        let start = at + mark.len();
        let rest = &text[start..];
        let end = rest.find(ends_address).unwrap_or(rest.len());
        start..start + rest[..end].trim_end_matches(['.', ';', ':']).len()
    })
}

/// Where an address's authority (user, host and port) ends.
pub(crate) fn authority_length(address: &str) -> usize {
    address.find(['/', '?', '#', '\\']).unwrap_or(address.len())
}

/// The places of the secrets in the addresses of a text.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    for address in addresses(text) {
        let whole = &text[address.clone()];
        let authority = authority_length(whole);
        user(whole, authority, address.start, found);
        let mut pieces = Pieces { text: whole, at: authority, start: address.start };
        pieces.find(found);
    }
}

/// The password, or a token in place of the user.
fn user(address: &str, authority: usize, start: usize, found: &mut Vec<Range<usize>>) {
    let Some(at) = address[..authority].rfind('@') else {
        return;
    };
    match address[..at].find(':') {
        Some(colon) if colon + 1 < at => found.push(start + colon + 1..start + at),
        Some(colon) if looks_like_token(&address[..colon]) => found.push(start..start + colon),
        None if looks_like_token(&address[..at]) => found.push(start..start + at),
        _ => {}
    }
}

/// The path, query and fragment of an address, piece by piece.
struct Pieces<'a> {
    text: &'a str,
    /// Where the next piece begins.
    at: usize,
    /// Where the address begins in the whole text.
    start: usize,
}

impl Pieces<'_> {
    fn find(&mut self, found: &mut Vec<Range<usize>>) {
        let mut before = "";
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let length =
                rest[1..].find(['/', '?', '#', '&', ';']).map_or(rest.len(), |end| end + 1);
            let begins = rest.chars().next().map_or(0, char::len_utf8);
            let is_separator = rest.starts_with(['/', '?', '#', '&', ';', '\\']);
            let from = if is_separator { begins.min(length) } else { 0 };
            let piece = &rest[from..length];
            let (name, value) = piece.split_once('=').unwrap_or(("", piece));
            let skip = piece.len() - value.len();
            let is_named = if name.is_empty() {
                // `/token/abc123`: the segment after one that names a secret.
                ends_as_a_secret(before)
                    && value.len() >= 6
                    && value.bytes().any(|b| b.is_ascii_digit())
            } else {
                ends_as_a_secret(name)
                    || SECRET_PARAMETERS.iter().any(|one| one.eq_ignore_ascii_case(name))
            };
            if !value.is_empty() && (is_named || looks_like_token(value)) {
                let start = self.start + self.at + from + skip;
                found.push(start..start + value.len());
            }
            before = piece;
            self.at += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let mut found = Vec::new();
        find(text, &mut found);
        let mut out = text.to_owned();
        for range in found.into_iter().rev() {
            out.replace_range(range, "…");
        }
        out
    }

    #[test]
    fn passwords_and_tokens_in_addresses_are_masked() {
        for (text, shown) in [
            ("http://user:pa55@proxy:3128/x", "http://user:…@proxy:3128/x"),
            ("a://b:c@d", "a://b:…@d"),
            (
                "https://ghp_16C7e42F292c6912E7710c838347Ae178B4a@github.com/x",
                "https://…@github.com/x",
            ),
            (
                "https://gateway.example.org/t/x7Kq9ZpL2vRt8WmN/sts",
                "https://gateway.example.org/t/…/sts",
            ),
            ("https://h.example.org/token/abc123/x", "https://h.example.org/token/…/x"),
            ("https://h.example.org/?token=abc&x=1", "https://h.example.org/?token=…&x=1"),
            (
                "https://s3.amazonaws.com/b/k?X-Amz-Signature=0f1e&X-Amz-Date=20260101 now",
                "https://s3.amazonaws.com/b/k?X-Amz-Signature=…&X-Amz-Date=20260101 now",
            ),
            (
                "(https://h.example.org/#access_token=ab1)",
                "(https://h.example.org/#access_token=…)",
            ),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn ordinary_addresses_stay_as_they_are() {
        for text in [
            "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start",
            "https://d-1234567890.awsapps.com/start/#/?tab=accounts",
            "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws",
            "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
            "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
            "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/saml2",
            "https://mira@proxy.example.org:3128",
            "https://vpce-0123456789abcdef0-abcd1234.sts.us-east-1.vpce.amazonaws.com",
            "https://docs.aws.amazon.com/cli/latest/userguide/sso-configure-profile-token.html#x",
            "https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH",
            "http://localhost:4566/_aws/sts",
            "://",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
