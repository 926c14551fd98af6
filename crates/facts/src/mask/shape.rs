//! Tells a random secret from a name by its characters alone.

use std::sync::LazyLock;

/// Letters that often follow each other in the names that people give: English and German words,
/// AWS's own names, and common abbreviations.
const COMMON_PAIRS: &str = "\
    ab ac ad ag ai al am an ap ar as at au av aw ay be bi bo br bu by ca ce cf ch ci ck \
    cl co cr ct cu da db de di dm do ds du ea ec ed ee ef eg ei el em en ep er es et ev \
    ex ey ez fe ff fi fo fr ga ge gh gi gr ha he hi ho hp ia ic id ie if ig il im in io \
    ip ir is it iv iz ke km ks kt ku la ld le li ll lo lp ls lt ly ma me mi ml mo mp mu \
    na nc nd ne nf ng ni nl nn no ns nt nv oa ob oc od of og oi ok ol om on oo op or os \
    ot ou ov ow oy pa pe ph pl po pr pt pu qu ra rc rd re rg ri rk rl rm rn ro rs rt ru \
    rv ry sa sc se sh si sk sl sm sn so sp sq ss st su sw sy ta te th ti to tr ts tu tw \
    ty ub uc ue ui ul um un up ur us ut va ve vi vm vp wa we wi wn wo wr ws xa xt ya ys \
    yt ze";

/// The class of a character in a name or a secret.
#[derive(Clone, Copy)]
enum Class {
    Lower,
    Upper,
    Digit,
    Other,
}

const fn class_of(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::Lower,
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Other,
    }
}

/// Whether two letters are common neighbors in names, in any case.
fn is_common_pair(a: u8, b: u8) -> bool {
    static TABLE: LazyLock<[u32; 26]> = LazyLock::new(|| {
        let mut table = [0; 26];
        for pair in COMMON_PAIRS.split(' ').map(str::as_bytes) {
            if let [first @ b'a'..=b'z', second @ b'a'..=b'z'] = pair {
                table[usize::from(first - b'a')] |= 1 << (second - b'a');
            }
        }
        table
    });
    let letter = |byte: u8| byte.to_ascii_lowercase().wrapping_sub(b'a');
    TABLE.get(usize::from(letter(a))).is_some_and(|row| row & (1 << letter(b)) != 0)
}

/// How much the text reads like words rather than like random characters, per character: the
/// logarithm of how much more often names than random texts have each pair of neighbors. Words
/// have about 1.4, abbreviations and short codes about 0.3, random characters about -0.9; of
/// 20,000 random texts of 40 characters none had more than 0.2.
fn wordiness(text: &str) -> f64 {
    use Class::{Digit, Lower, Other, Upper};
    let mut score = 0.0;
    for pair in text.as_bytes().windows(2) {
        let letters = || if is_common_pair(pair[0], pair[1]) { 1.5 } else { -2.0 };
        score += match (class_of(pair[0]), class_of(pair[1])) {
            (Other, _) | (_, Other) => 0.0,
            (Lower, Lower) => 0.9 + letters(),
            (Upper, Lower) => 0.7 + letters(),
            (Upper, Upper) => -0.4 + letters(),
            (Digit, Digit) => 2.0,
            (Digit, Lower) | (Lower, Digit) => -2.0,
            (Lower | Digit, Upper) | (Upper, Digit) => -1.5,
        };
    }
    score / f64::from(u32::try_from(text.len().max(1)).unwrap_or(u32::MAX))
}

/// The characters of a text by class.
struct Counts {
    upper: usize,
    lower: usize,
    digits: usize,
    separators: usize,
    /// Letters that no hexadecimal digest has.
    beyond_hex: usize,
}

fn count_classes(text: &str) -> Counts {
    let count = |is: fn(u8) -> bool| text.bytes().filter(|byte| is(*byte)).count();
    Counts {
        upper: count(|b| b.is_ascii_uppercase()),
        lower: count(|b| b.is_ascii_lowercase()),
        digits: count(|b| b.is_ascii_digit()),
        separators: count(|b| matches!(b, b'-' | b'_' | b'.')),
        beyond_hex: count(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit()),
    }
}

/// AKIA or ASIA and sixteen more capital letters and digits (IAM user guide, "Unique
/// identifiers"). Also in lower case, as option names are read, but then only with base 32
/// characters, so that words do not match.
pub(crate) fn is_key_id(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_at_checked(4).filter(|_| text.len() == 20) else {
        return false;
    };
    let written = || rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let folded = |digits: usize| {
        rest.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
            && rest.bytes().filter(u8::is_ascii_digit).count() >= digits
    };
    match prefix {
        "AKIA" | "ASIA" => written(),
        "akia" => folded(1),
        "asia" => folded(2),
        _ => false,
    }
}

/// Beginnings that only the tokens of well-known services have, with the least length of the rest
/// (GitHub, "Behind GitHub's new authentication token formats"; GitLab, Slack, Stripe, npm, PyPI
/// and Vault document theirs; the last three begin an STS session token).
const TOKEN_PREFIXES: &[(&str, usize)] = &[
    ("ghp_", 16),
    ("gho_", 16),
    ("ghu_", 16),
    ("ghs_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("xoxa-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("xoxr-", 16),
    ("xoxs-", 16),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("sk-proj-", 16),
    ("sk-ant-", 16),
    ("npm_", 30),
    ("pypi-AgE", 16),
    ("hvs.", 20),
    ("hvb.", 20),
    ("IQoJb3JpZ2lu", 8),
    ("FwoGZXIvYXdz", 8),
    ("FQoGZXIvYXdz", 8),
];

/// Whether the text begins like a token of a well-known service, or is a JSON web token (RFC
/// 7519: the header `{"` is `eyJ` in base64).
pub(super) fn is_known_token(text: &str) -> bool {
    let is_token_char = |b: u8| b.is_ascii_alphanumeric() || b"-_.+/=".contains(&b);
    if !text.bytes().all(is_token_char) {
        return false;
    }
    let known = TOKEN_PREFIXES.iter().any(|(prefix, least)| {
        text.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= *least
                && rest.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        })
    });
    let header = text.split('.').next().unwrap_or_default();
    let is_web_token = header.starts_with("eyJ")
        && header.len() >= 16
        && header.bytes().filter(u8::is_ascii_uppercase).count() >= 2;
    known || is_web_token
}

/// Whether the text can only be a secret: as long as a secret access key or a token (a secret
/// access key has 40 characters, IAM user guide), and without anything that reads like a word.
pub(crate) fn looks_random(text: &str) -> bool {
    let text = text.trim();
    if text.len() < 24 || !text.is_ascii() || text.bytes().any(|b| b.is_ascii_whitespace()) {
        return false;
    }
    if text.contains("://") {
        return false;
    }
    if is_known_token(text) {
        return true;
    }
    let counts = count_classes(text);
    // Digests and identifiers are hexadecimal, with or without dashes.
    if counts.beyond_hex < 4 {
        return false;
    }
    let is_key_length = text.len() == 40 && counts.separators == 0;
    let has_slash = text.contains('/');
    let most = if counts.upper == 0 {
        // The name of a key is read in lower case, and so is a secret pasted as a name.
        if counts.digits < 2 {
            return false;
        }
        match (text.len(), counts.separators, has_slash) {
            (40, 0, _) if text.contains(['/', '+']) => 1.1,
            (40, 0, false) => 1.0,
            (36.., 0, false) => 0.3,
            (30.., 0, false) => 0.0,
            (24.., 0, false) => -0.3,
            _ => return false,
        }
    } else if counts.lower < 3 {
        // Capital letters and digits are the form of identifiers too.
        match (text.len(), counts.separators, has_slash) {
            (32.., 0, false) if counts.digits >= 4 => -0.4,
            _ => return false,
        }
    } else if is_key_length && counts.digits + usize::from(text.contains('+')) > 0 {
        0.45
    } else {
        match (text.len(), counts.separators, has_slash) {
            (_, 0, _) if counts.digits == 0 && text.len() < 32 => -0.5,
            (64.., 0, _) => 0.3,
            (36.., 0, _) => 0.1,
            (30.., 0, false) => 0.0,
            (24.., 0, false) => -0.3,
            (64.., _, false) => -0.1,
            (36.., _, false) => -0.35,
            _ => return false,
        }
    };
    wordiness(text) < most
}

/// Whether a word in a place of its own (a segment of an address, an argument of a command) is a
/// secret: such places contain words, numbers and identifiers otherwise, so less is enough than
/// for [`looks_random`].
pub(super) fn looks_like_token(text: &str) -> bool {
    if is_key_id(text) || is_known_token(text) || looks_random(text) {
        return true;
    }
    let counts = count_classes(text);
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+=~%".contains(&b));
    if !is_plain || text.len() < 16 || is_uuid(text) {
        return false;
    }
    if counts.beyond_hex < 2 {
        return text.len() >= 32 && counts.digits >= 4 && counts.separators == 0;
    }
    let mixed = usize::from(counts.upper > 0) + usize::from(counts.lower > 0);
    counts.digits > 0
        && mixed > 0
        && wordiness(text) < if counts.separators == 0 { 0.0 } else { -0.5 }
}

/// The form of a UUID, which identifies a tenant or a request.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generator of numbers that is the same in every run (SplitMix64).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut x = self.0;
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            usize::try_from((x ^ (x >> 31)) % u64::try_from(limit).unwrap()).unwrap()
        }

        fn text(&mut self, alphabet: &[u8], length: usize) -> String {
            (0..length).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
        }
    }

    /// Random texts of the alphabets and lengths that keys and tokens have.
    #[test]
    fn random_keys_and_tokens_are_told() {
        const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut numbers = Numbers(7);
        for (alphabet, length, most_missed) in [
            (BASE64, 40, 12),
            (&BASE64[..62], 40, 12),
            (&BASE64[..62], 36, 60),
            (&BASE64[..62], 32, 80),
            (&BASE64[..62], 30, 120),
            (&BASE64[..62], 64, 0),
            (URL, 43, 600),
            (URL, 86, 10),
            (BASE64, 200, 0),
        ] {
            let missed = (0..10_000)
                .map(|_| numbers.text(alphabet, length))
                .filter(|text| !looks_random(text))
                .count();
            assert!(missed <= most_missed, "{missed} of {length} characters are missed");
        }
    }

    #[test]
    fn tokens_of_known_services_are_told_by_their_beginning() {
        for text in [
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "glpat-abcDEF0123456789wxyz",
            "xoxb-123456789012-abcdefABCDEF",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        ] {
            assert!(is_known_token(text), "{text}");
        }
        for text in ["ghp_", "sk-proj-slovakia-admins", "npm_registry_reader", "eyJafjallajokull"] {
            assert!(!is_known_token(text), "{text}");
        }
    }

    #[test]
    fn words_in_addresses_are_no_tokens() {
        for text in [
            "start",
            "ssoins-1234567890abcdef",
            "d-1234567890",
            "72f988bf-86f1-41af-91ab-2d7cd011db47",
            "research-computing-2026",
            "AWSAdministratorAccess",
            "get-credentials-for-profile",
        ] {
            assert!(!looks_like_token(text), "{text}");
        }
        for text in ["x7Kq9ZpL2vRt8WmN", "0123456789abcdef0123456789abcdef"] {
            assert!(looks_like_token(text), "{text}");
        }
    }
}
