//! Which texts of the table stand in a paste.

use std::sync::OnceLock;

use facts::{clean_line, mask_secrets, nearest_region};

use crate::paste::{Paste, is_quote, squeezed};
use crate::pattern::{Found, Pattern};
use crate::table::texts;
use crate::text::{Kind, Text};

/// A person's words are looked for in what a person may have typed, not in a log.
const LONGEST_SENTENCE: usize = 400;
/// How far from a text that other programs print as well the word may stand that makes it AWS's, in
/// bytes without white space: some lines.
const NEAR: usize = 400;
/// The most characters of a message that are shown again.
const LONGEST_QUOTE: usize = 200;

/// A text that was found.
#[derive(Clone, Debug)]
pub struct Match {
    /// The entry of the table.
    pub text: &'static Text,
    /// Who prints it; empty for a person's words.
    pub from: &'static str,
    /// The message as it was pasted, fit to be shown: one line, no control characters, keys masked.
    pub quote: String,
    /// Its variable parts by name, as they were pasted: not fit to be shown.
    values: Vec<(&'static str, String)>,
    span: (usize, usize),
    weight: usize,
}

/// What was found in a paste.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The texts, the one that tells most first.
    pub matches: Vec<Match>,
    /// What the AWS CLI advises beside its message and what is not for somebody with an access
    /// portal: `aws login` (2.32 and newer) or `aws configure` (FAILURES, *Words of the first day*).
    pub advice: Option<&'static str>,
}

/// The advice by the text that gives it.
const ADVICE: &[(&str, &str)] = &[
    (
        "configure credentials by running aws login",
        "`aws login`, which the AWS CLI advises, is for users of the console; with an access portal it is `aws-onboard login` or `aws sso login`",
    ),
    (
        "configure credentials by running aws configure",
        "`aws configure`, which the AWS CLI advises, asks for long-term keys; with an access portal it is `aws-onboard setup` or `aws configure sso`",
    ),
];

impl Match {
    /// A variable part as it was pasted; it may hold anything.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// What the text means, with its variable parts, fit to be shown.
    pub fn means(&self) -> String {
        let means = filled(self.text.means, |name| self.value(name));
        let means = if means.is_empty() {
            self.text
                .causes
                .first()
                .and_then(|id| crate::cause(id))
                .map_or_else(String::new, |cause| cause.what.to_owned())
        } else {
            means
        };
        match self.value("region").and_then(other_region) {
            Some(near) => format!("{means}; the nearest name is {near}"),
            None => means,
        }
    }
}

/// The region that was probably meant, where this is none.
fn other_region(region: &str) -> Option<&'static str> {
    (!facts::is_known_region(region)).then(|| nearest_region(region))?
}

/// Fills `{name}` in; `[…]` stands only where all of its parts are there.
fn filled<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let fill = |text: &str| -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            out.push_str(before);
            out.push_str(&shown(value(name)?));
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    };
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        // `[default]` and its like are no optional part.
        let Some((inner, after)) = after.split_once(']') else {
            break;
        };
        out.push_str(&fill(before).unwrap_or_default());
        if inner.contains('{') {
            out.push_str(&fill(inner).unwrap_or_default());
        } else {
            out.push_str(&format!("[{inner}]"));
        }
        rest = after;
    }
    out.push_str(&fill(rest).unwrap_or_default());
    out
}

/// Text from a paste, fit to be shown.
pub(crate) fn shown(text: &str) -> String {
    mask_secrets(&clean_line(text))
}

/// Finds the texts of the table in whatever was pasted.
pub fn read(text: &str) -> Reading {
    let paste = Paste::new(text);
    let mut matches = messages(&paste);
    matches.extend(bare_hash(&paste));
    let best = matches.iter().map(|found| found.text.kind).min();
    match best {
        Some(best) => matches.retain(|found| found.text.kind == best),
        None => matches = in_words(&paste),
    }
    let mut matches = without_overlaps(matches);
    // Of an error and what it led to, the last is what stopped the command.
    matches.sort_by_key(|found| std::cmp::Reverse((found.span.1, found.weight)));
    let advice = ADVICE
        .iter()
        .find(|(says, _)| paste.squeezed.contains(&squeezed(says)))
        .map(|(_, advice)| *advice);
    Reading { matches, advice }
}

/// The patterns of every text, taken apart when they are first needed.
fn patterns() -> &'static [(&'static Text, &'static str, Pattern)] {
    static ALL: OnceLock<Vec<(&'static Text, &'static str, Pattern)>> = OnceLock::new();
    ALL.get_or_init(|| {
        texts()
            .iter()
            .flat_map(|text| {
                text.says.iter().map(|(from, says)| (*text, *from, Pattern::new(says)))
            })
            .collect()
    })
}

/// Every text that stands there, once: by the pattern that says most.
fn messages(paste: &Paste) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for (text, from, pattern) in patterns() {
        let Some(here) = pattern.find_last(paste) else {
            continue;
        };
        let near = paste.around(here.span, NEAR);
        let allowed =
            text.needs.is_empty() || text.needs.iter().any(|need| near.contains(&squeezed(need)));
        if !allowed {
            continue;
        }
        let new = a_match(paste, text, from, here, pattern.weight);
        match found.iter_mut().find(|other| std::ptr::eq(other.text, new.text)) {
            // The one with more variable parts says more.
            Some(other) if (other.values.len(), other.weight) >= (new.values.len(), new.weight) => {
            }
            Some(other) => *other = new,
            None => found.push(new),
        }
    }
    found
}

fn a_match(
    paste: &Paste,
    text: &'static Text,
    from: &'static str,
    found: Found,
    weight: usize,
) -> Match {
    let mut quote = shown(&found.quote);
    if quote.chars().count() > LONGEST_QUOTE {
        quote = quote.chars().take(LONGEST_QUOTE).collect::<String>() + "…";
    }
    Match {
        text,
        from: sharper(paste, from),
        quote,
        values: found.values,
        span: found.span,
        weight,
    }
}

/// Who printed it, where the rest of the paste tells.
fn sharper(paste: &Paste, from: &'static str) -> &'static str {
    use crate::table::who;
    if from != who::CLI {
        from
    } else if paste.squeezed.contains("aws:[error]:") {
        who::AWS
    } else if paste.squeezed.contains("traceback(mostrecentcalllast)") {
        "boto3, in a Python program"
    } else {
        from
    }
}

/// botocore's `KeyError` for a token that it could not read: nothing but the quoted name of the
/// token's file (FAILURES, "Seen with AWS CLI 2.36.7", T07). A shell may have taken the quotes, so
/// that a paste of nothing else counts too.
fn bare_hash(paste: &Paste) -> Option<Match> {
    let text = texts_of_hash()?;
    let line = paste.source.lines().rev().find_map(|line| {
        let trimmed = line.trim();
        let rest = ["aws: [error]:", "keyerror:", "error:"]
            .iter()
            .find_map(|prefix| {
                let (head, rest) = trimmed.split_at_checked(prefix.len())?;
                head.eq_ignore_ascii_case(prefix).then_some(rest)
            })
            .unwrap_or(trimmed)
            .trim();
        let rest = rest.split(" [rc ").next().unwrap_or(rest);
        let hash = rest.trim_matches(is_quote);
        let whole = hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let quoted = rest.starts_with(is_quote) && rest.ends_with(is_quote);
        (whole && (quoted || paste.source.trim() == trimmed)).then(|| hash.to_ascii_lowercase())
    })?;
    let at = paste.squeezed.rfind(&line)?;
    Some(Match {
        text,
        from: sharper(paste, crate::table::who::CLI),
        quote: format!("'{line}'"),
        span: (at, at + line.len()),
        weight: line.len(),
        values: vec![("hash", line)],
    })
}

/// The entry that a bare hash belongs to.
fn texts_of_hash() -> Option<&'static Text> {
    texts().iter().copied().find(|text| text.says.is_empty() && text.kind == Kind::Message)
}

/// Of two texts in one place the one that says more.
fn without_overlaps(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|found| std::cmp::Reverse(found.weight));
    let mut kept: Vec<Match> = Vec::new();
    for found in matches {
        let (start, end) = found.span;
        let hidden = kept.iter().any(|other| start < other.span.1 && other.span.0 < end);
        // Of several texts with one likeliest cause one is enough.
        let told = kept.iter().any(|other| other.text.causes.first() == found.text.causes.first());
        if !told && (!hidden || found.text.kind == Kind::Words) {
            kept.push(found);
        }
    }
    kept
}

/// What a person says: all the beginnings of words of one group stand there.
fn in_words(paste: &Paste) -> Vec<Match> {
    if paste.source.trim().chars().count() > LONGEST_SENTENCE {
        return Vec::new();
    }
    let words = paste.words();
    let stands = |needle: &str| words.contains(&format!(" {needle}"));
    texts()
        .iter()
        .copied()
        .filter(|text| text.kind == Kind::Words)
        .filter_map(|text| {
            let weight = text
                .words
                .iter()
                .filter(|group| group.iter().all(|needle| stands(needle)))
                .map(|group| group.iter().map(|needle| needle.len()).sum())
                .max()?;
            Some(Match {
                text,
                from: "",
                quote: shown(paste.source.trim()),
                values: Vec::new(),
                span: (0, 0),
                weight,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_there_is_left_away() {
        let template = "the profile[ {profile}] of [default] names[ {a} and {b}]";
        let dev = |name: &str| (name == "profile").then_some("dev");
        assert_eq!(filled(template, dev), "the profile dev of [default] names");
        assert_eq!(filled(template, |_| None), "the profile of [default] names");
    }

    #[test]
    fn a_region_that_is_none_gets_the_nearest_name() {
        let reading = read("Provided region_name 'eu-west1' doesn't match a supported format.");
        let means = reading.matches[0].means();
        assert!(means.contains("eu-west-1"), "{means}");
    }

    #[test]
    fn a_key_in_a_paste_is_not_shown_again() {
        let reading = read(
            "The config profile (wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY) could not be found",
        );
        let found = &reading.matches[0];
        assert!(!found.quote.contains("K7MDENG"), "{}", found.quote);
        assert!(!found.means().contains("K7MDENG"), "{}", found.means());
    }

    #[test]
    fn a_bare_hash_is_a_token_that_cannot_be_read() {
        let hash = "ee0bfd2552fbd840c02cc48b6e823320543c450f";
        for text in [
            format!("'{hash}'"),
            format!("\naws: [ERROR]: '{hash}' [rc 255]\n"),
            format!("$ aws s3 ls\n\n'{hash}'\n$ "),
            format!("Traceback (most recent call last):\n  x\nKeyError: '{hash}'"),
            hash.to_owned(),
        ] {
            let reading = read(&text);
            assert_eq!(reading.matches[0].text.causes[0], "T07", "{text}");
            assert_eq!(reading.matches[0].value("hash"), Some(hash));
        }
        for text in [
            format!("commit {hash}\nAuthor: x"),
            format!("HEAD is now at\n{hash}\n"),
            format!("fatal: bad object '{hash}'"),
        ] {
            assert!(read(&text).matches.is_empty(), "{text}");
        }
    }

    #[test]
    fn the_advice_of_the_aws_cli_is_told_apart() {
        let reading = read(
            "Unable to locate credentials. You can configure credentials by running \"aws login\".",
        );
        assert!(reading.advice.is_some_and(|text| text.contains("aws-onboard login")));
        assert_eq!(reading.matches[0].text.causes[0], "C15");
        let alone = read("You can configure credentials by running \"aws login\".");
        assert_eq!(alone.matches.len(), 1);
    }
}
