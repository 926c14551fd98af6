//! What a paste that no pattern matches resembles: a piece of a known message, or the known
//! messages with the most words in common.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use error_texts::{ErrorText, Kind, Meaning, Paste, Speaker, patterns, squeeze_text};

/// A piece of a message has at least this many squeezed bytes: fewer are in many messages.
const MIN_FRAGMENT_BYTES: usize = 14;
/// A piece has at most this many; a longer text is a log.
const MAX_FRAGMENT_BYTES: usize = 200;
/// A piece that is in more meanings than this says nothing.
const MAX_FRAGMENT_MEANINGS: usize = 3;
/// Compare at most this many words of a paste.
const MAX_WORDS: usize = 400;
/// Name at most this many known texts.
const MAX_NEAREST: usize = 3;
/// A known text is near if this share of the weight of its words is in the paste.
const MIN_SHARE: f64 = 0.6;

/// The meanings of which the whole paste is a piece, with the text; empty if it is too common.
pub(crate) fn find_fragments(paste: &Paste) -> Vec<(&'static Meaning, &'static ErrorText)> {
    let piece = paste.squeezed.trim_matches(|c: char| !c.is_alphanumeric());
    if !(MIN_FRAGMENT_BYTES..=MAX_FRAGMENT_BYTES).contains(&piece.len())
        || paste.source.split_whitespace().count() < 2
    {
        return Vec::new();
    }
    let mut found: Vec<(&'static Meaning, &'static ErrorText)> = Vec::new();
    for ((meaning, text, _), pattern) in patterns().iter().zip(squeezed_patterns()) {
        // A TLS library is in every program, so its words alone are not about AWS.
        if text.speaker == Speaker::Tls {
            continue;
        }
        // The whole message, which needs no other mark of AWS when it is pasted alone.
        if pattern.trim_matches(|c: char| !c.is_alphanumeric()) == piece {
            return vec![(*meaning, *text)];
        }
        if meaning.kind > Kind::General
            || !pattern.contains(piece)
            || found.iter().any(|(other, _)| other.causes.first() == meaning.causes.first())
        {
            continue;
        }
        found.push((*meaning, *text));
    }
    if found.len() > MAX_FRAGMENT_MEANINGS {
        found.clear();
    }
    found
}

fn squeezed_patterns() -> &'static [String] {
    static SQUEEZED: OnceLock<Vec<String>> = OnceLock::new();
    SQUEEZED
        .get_or_init(|| patterns().iter().map(|(_, text, _)| squeeze_text(text.pattern)).collect())
}

/// The words of a known text with their weights, which are larger the rarer a word is.
struct Known {
    text: &'static ErrorText,
    words: Vec<(String, f64)>,
    total: f64,
}

fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let all: Vec<(&'static ErrorText, HashSet<String>)> = patterns()
            .iter()
            .map(|(_, text, _)| (*text, words_of(&text.pattern.replace(['{', '}'], " ")).collect()))
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, words) in &all {
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        let weight = |word: &str| {
            let count = counts.get(word).copied().unwrap_or(1);
            #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
            let share = all.len() as f64 / count as f64;
            share.ln()
        };
        all.iter()
            .map(|(text, words)| {
                let mut words: Vec<(String, f64)> =
                    words.iter().map(|word| (word.clone(), weight(word))).collect();
                words.sort_by(|a, b| a.0.cmp(&b.0));
                let total = words.iter().map(|(_, weight)| weight).sum();
                Known { text, words, total }
            })
            .collect()
    })
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
}

/// The known texts that have most in common with a paste that mentions AWS, the nearest first.
pub(crate) fn find_nearest(paste: &Paste) -> Vec<&'static ErrorText> {
    let mentions = ["aws", "sso", "botocore", "boto3", "identitycenter"];
    let words: HashSet<String> = words_of(&paste.source).take(MAX_WORDS).collect();
    if !mentions.iter().any(|mark| words.iter().any(|word| word.starts_with(mark))) {
        return Vec::new();
    }
    let mut near: Vec<(f64, &'static ErrorText)> = known()
        .iter()
        .filter(|known| known.words.len() >= 3)
        .filter_map(|known| {
            let common: f64 = known
                .words
                .iter()
                .filter(|(word, _)| words.contains(word))
                .map(|(_, weight)| weight)
                .sum();
            let share = common / known.total;
            (share >= MIN_SHARE).then_some((common, known.text))
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(b.1.id)));
    near.into_iter().map(|(_, text)| text).take(MAX_NEAREST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_message_is_enough() {
        let of = |text: &str| find_fragments(&Paste::new(text));
        assert_eq!(of("SSL validation failed")[0].0.causes[0], "E15");
        assert!(of("could not be found").is_empty());
        assert!(of("the").is_empty());
    }

    #[test]
    fn what_resembles_a_known_text_is_named() {
        let near = find_nearest(&Paste::new("aws: config profile dev could not found"));
        assert!(near[0].id.contains("config-profile"), "{near:?}");
        assert!(find_nearest(&Paste::new("error[E0308]: mismatched types")).is_empty());
    }
}
