//! Finds the texts of the table in a paste.

use std::cell::Cell;

use error_texts::{
    ErrorText, Kind, Meaning, Paste, PatternMatch, Speaker, bare_hash, find_all, find_cause,
    is_quote, meanings, patterns, squeeze_text,
};
use facts::{clean_line, mask_secrets, nearest_region};

use crate::example::{is_code, is_mentioned};
use crate::names::{Name, find_names, is_placeholder};
use crate::nearest::{find_fragments, find_nearest};
use crate::other::{ServiceAnswer, find_service_answer, is_other_cloud};
use crate::voice::Voice;

/// Search for a user's own words in at most this many characters; anything longer is a log.
const MAX_SENTENCE_CHARS: usize = 400;
/// Search at most this many squeezed bytes away, which is a few lines, for the word that shows
/// that another program's message comes from AWS.
const MAX_DISTANCE_BYTES: usize = 400;
/// Show at most this many characters of a pasted message.
const MAX_QUOTE_CHARS: usize = 200;

/// A text that was found.
#[derive(Clone, Debug)]
pub struct Match {
    /// What it means, in the table.
    pub text: &'static Meaning,
    /// Who prints it; empty for a user's own words.
    pub from: String,
    /// Whose row it is.
    pub speaker: Speaker,
    /// The identifier of the row; empty for a user's own words.
    pub id: &'static str,
    /// Who speaks, by the form of the text.
    pub voice: Voice,
    /// Whether only a piece of the message was pasted.
    pub is_fragment: bool,
    /// The message as it was pasted, ready to show: one line, no control characters, keys masked.
    pub quote: String,
    /// Its variable parts by name, as they were pasted; clean them before showing.
    values: Vec<(&'static str, String)>,
    span: (usize, usize),
    weight: usize,
}

/// What was found in a paste.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The texts, most specific first.
    pub matches: Vec<Match>,
    /// The AWS CLI's advice that comes with its message and does not apply with an access portal:
    /// `aws login` (2.32 and newer) or `aws configure` (FAILURES, *Words of the first day*).
    pub advice: Option<&'static str>,
    /// What programs said around the messages: who asked for the credentials.
    pub frames: Vec<Match>,
    /// The names in the paste, whatever the messages are.
    pub names: Vec<Name>,
    /// If no text was found: the error of a service that is not about credentials.
    pub answer: Option<ServiceAnswer>,
    /// If no text was found: the known texts that resemble the paste, the nearest first.
    pub nearest: Vec<&'static ErrorText>,
}

/// The advice, by the text that contains it.
const ADVICE: &[(&str, &str)] = &[
    (
        "configure credentials by running aws login",
        "the AWS CLI suggests `aws login`, which is for console users; with an AWS access portal, use `aws-onboard login` or `aws sso login`",
    ),
    (
        "configure credentials by running aws configure",
        "the AWS CLI suggests `aws configure`, which asks for long-term access keys; with an AWS access portal, use `aws-onboard setup` or `aws configure sso`",
    ),
];

impl Match {
    /// A variable part as it was pasted; it may contain anything.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// A variable part that names something: not one that was typed as an example.
    pub fn name(&self, name: &str) -> Option<&str> {
        self.value(name).filter(|value| !is_placeholder(value))
    }

    /// Its variable parts by name, as they were pasted; clean them before showing.
    pub fn values(&self) -> &[(&'static str, String)] {
        &self.values
    }

    /// What the text means, with its variable parts, ready to show.
    pub fn means(&self) -> String {
        let means = filled(self.text.means, |name| self.value(name));
        let means = if means.is_empty() {
            self.text
                .causes
                .first()
                .and_then(|id| find_cause(id))
                .map_or_else(String::new, |cause| cause.what.to_owned())
        } else {
            means
        };
        match self.value("region").and_then(other_region) {
            Some(near) => format!("{means}; the closest region name is {near}"),
            None => means,
        }
    }
}

/// The region that was probably intended, if this is not one.
fn other_region(region: &str) -> Option<&'static str> {
    (!facts::is_known_region(region)).then(|| nearest_region(region))?
}

/// Fills in `{name}`; `[…]` is kept only if the paste has all of its parts.
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
        // Text such as `[default]` is not an optional part.
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

/// Cleans text from a paste and masks its secrets.
pub(crate) fn shown(text: &str) -> String {
    mask_secrets(&clean_line(text))
}

/// Finds the texts of the table in a paste.
pub fn read(text: &str) -> Reading {
    let paste = Paste::new(text);
    let (mut matches, is_mention) = find_messages(&paste);
    matches.extend(find_bare_hash(&paste));
    let frames: Vec<Match> =
        matches.iter().filter(|found| found.text.kind == Kind::Frame).cloned().collect();
    let best = matches.iter().map(|found| found.text.kind).min();
    match best {
        Some(best) => matches.retain(|found| found.text.kind == best),
        // The words of a line that mentions a message are not a person's.
        None if is_mention || is_code(&paste.source) => {}
        None => {
            matches = find_words(&paste);
            if matches.is_empty() {
                matches = find_pieces(&paste);
            }
        }
    }
    let mut matches = without_overlaps(matches);
    // If an error has consequences, the last one is what stopped the command.
    matches.sort_by_key(|found| std::cmp::Reverse((found.span.1, found.weight)));
    let advice = ADVICE
        .iter()
        .find(|(says, _)| paste.squeezed.contains(&squeeze_text(says)))
        .map(|(_, advice)| *advice);
    let is_unknown = matches.is_empty();
    Reading {
        advice,
        frames,
        names: find_names(&paste.source),
        answer: is_unknown.then(|| find_service_answer(&paste.source)).flatten(),
        nearest: if is_unknown { find_nearest(&paste) } else { Vec::new() },
        matches,
    }
}

/// Every meaning in the paste, once, by the most specific pattern; and whether a line mentions a
/// message instead of printing it.
fn find_messages(paste: &Paste) -> (Vec<Match>, bool) {
    let is_mention = Cell::new(false);
    let is_printed = |at| {
        let mentioned = is_mentioned(&paste.source, at);
        is_mention.set(is_mention.get() || mentioned);
        !mentioned
    };
    let mut found: Vec<Match> = Vec::new();
    for (number, here) in find_all(paste, &is_printed) {
        let (meaning, text, pattern) = &patterns()[number];
        let near = paste.around(here.span, MAX_DISTANCE_BYTES);
        let allowed = meaning.needs.is_empty()
            || meaning.needs.iter().any(|need| near.contains(&squeeze_text(need)));
        if !allowed {
            continue;
        }
        if matches!(text.speaker, Speaker::AwsService | Speaker::Tls) && is_other_cloud(near) {
            continue;
        }
        let new = new_match(paste, meaning, text, here, pattern.specificity);
        match found.iter_mut().find(|other| std::ptr::eq(other.text, new.text)) {
            // The one with more variable parts says more.
            Some(other) if (other.values.len(), other.weight) >= (new.values.len(), new.weight) => {
            }
            Some(other) => *other = new,
            None => found.push(new),
        }
    }
    (found, is_mention.get())
}

/// The messages of which the whole paste is a piece.
fn find_pieces(paste: &Paste) -> Vec<Match> {
    find_fragments(paste)
        .into_iter()
        .map(|(meaning, text)| {
            let voice = Voice::of(&paste.source, 0);
            Match {
                text: meaning,
                from: voice.name(text.speaker),
                speaker: text.speaker,
                id: text.id,
                voice,
                is_fragment: true,
                quote: shown(paste.source.trim()),
                values: Vec::new(),
                span: (0, 0),
                weight: text.pattern.len(),
            }
        })
        .collect()
}

fn new_match(
    paste: &Paste,
    meaning: &'static Meaning,
    text: &'static ErrorText,
    found: PatternMatch,
    weight: usize,
) -> Match {
    let mut quote = shown(&found.quote);
    if quote.chars().count() > MAX_QUOTE_CHARS {
        quote = quote.chars().take(MAX_QUOTE_CHARS).collect::<String>() + "…";
    }
    let voice = Voice::of(&paste.source, found.at);
    Match {
        text: meaning,
        from: voice.name(text.speaker),
        speaker: text.speaker,
        id: text.id,
        voice,
        is_fragment: false,
        quote,
        values: found.values,
        span: found.span,
        weight,
    }
}

/// botocore's `KeyError` for a token that it could not read: only the quoted name of the token's
/// file (FAILURES, "Seen with AWS CLI 2.36.7", T07). A shell may have removed the quotes, so a
/// paste of only the name counts too.
fn find_bare_hash(paste: &Paste) -> Option<Match> {
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
    let voice = Voice::of(&paste.source, paste.origin(at));
    Some(Match {
        text: bare_hash(),
        from: voice.name(Speaker::Botocore),
        speaker: Speaker::Botocore,
        id: "",
        voice,
        is_fragment: false,
        quote: format!("'{line}'"),
        span: (at, at + line.len()),
        weight: line.len(),
        values: vec![("hash", line)],
    })
}

/// Of two texts in one place, keeps the one that says more.
fn without_overlaps(mut matches: Vec<Match>) -> Vec<Match> {
    // The message of the program says more than that of the library inside it.
    matches.sort_by_key(|found| (found.speaker == Speaker::Tls, std::cmp::Reverse(found.weight)));
    let mut kept: Vec<Match> = Vec::new();
    for found in matches {
        let (start, end) = found.span;
        let hidden = kept.iter().any(|other| start < other.span.1 && other.span.0 < end);
        // Of several texts with the same most likely cause, one is enough.
        let known = kept.iter().any(|other| other.text.causes.first() == found.text.causes.first());
        if !known && (!hidden || found.text.kind == Kind::Words) {
            kept.push(found);
        }
    }
    kept
}

/// Finds a user's own words: all word prefixes of one group are in the paste.
fn find_words(paste: &Paste) -> Vec<Match> {
    if paste.source.trim().chars().count() > MAX_SENTENCE_CHARS {
        return Vec::new();
    }
    let words = paste.words();
    let contains = |needle: &str| match needle.strip_prefix('=') {
        Some(whole) => words.trim().strip_prefix("the ").unwrap_or(words.trim()) == whole,
        None => words.contains(&format!(" {needle}")),
    };
    meanings()
        .filter(|text| text.kind == Kind::Words)
        .filter_map(|text| {
            let weight = text
                .words
                .iter()
                .filter(|group| group.iter().all(|needle| contains(needle)))
                .map(|group| group.iter().map(|needle| needle.len()).sum())
                .max()?;
            Some(Match {
                text,
                from: String::new(),
                speaker: Speaker::Instructions,
                id: "",
                voice: Voice::default(),
                is_fragment: false,
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
    fn a_missing_part_is_omitted() {
        let template = "the profile[ {profile}] of [default] names[ {a} and {b}]";
        let dev = |name: &str| (name == "profile").then_some("dev");
        assert_eq!(filled(template, dev), "the profile dev of [default] names");
        assert_eq!(filled(template, |_| None), "the profile of [default] names");
    }

    #[test]
    fn an_unknown_region_gets_the_nearest_name() {
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
        assert_eq!(reading.matches[0].text.causes[0], "no-profile");
        let alone = read("You can configure credentials by running \"aws login\".");
        assert_eq!(alone.matches.len(), 1);
    }
}
