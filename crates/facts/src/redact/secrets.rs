//! Every known secret of a machine.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use aws_files::{Document, LineKind};

use super::forms::{PIECE, STEP, forms, is_telling, pieces, squeeze};
use super::names::stands_alone;
use crate::mask::{find_secrets, find_secrets_in_command, is_key_id, names_a_secret};
use crate::{Environment, Facts, LoginKeys, OtherContent, Registration, Token, Variable};

/// A secret and its kind.
pub(super) struct Known {
    pub(super) kind: &'static str,
    pub(super) value: String,
}

/// The secrets, and the automaton that finds them in a text.
pub(super) struct Secrets {
    /// In every form.
    pub(super) written: Finder,
    /// Only letters and digits, to match a value that spaces, line ends or punctuation split.
    pub(super) squeezed: Finder,
}

/// A form of a secret, with its kind.
pub(super) struct Sought {
    pub(super) kind: &'static str,
    pub(super) how: &'static str,
    pub(super) text: String,
}

/// Finds texts by their pieces.
#[derive(Default)]
pub(super) struct Finder {
    sought: Vec<Sought>,
    /// For each pattern: the text, and the offset of the piece in it.
    pieces: Vec<(usize, usize)>,
    machine: Option<AhoCorasick>,
}

impl Finder {
    fn new(sought: Vec<Sought>) -> Self {
        let mut finder = Self::default();
        let mut patterns: Vec<&str> = Vec::new();
        for (index, one) in sought.iter().enumerate() {
            for piece in pieces(&one.text) {
                finder.pieces.push((index, piece.start));
                patterns.push(&one.text[piece]);
            }
        }
        if !patterns.is_empty() {
            finder.machine = AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                // The AWS CLI lowercases keys, including a secret in the wrong place.
                .ascii_case_insensitive(true)
                // It is built for one report, so the build time matters most.
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(&patterns)
                .ok();
        }
        finder.sought = sought;
        finder
    }

    /// Whether it can find its own secrets.
    pub(super) fn works(&self) -> bool {
        self.sought.is_empty() || self.machine.is_some()
    }

    /// Every span that matches a known value, from left to right.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a Sought, Range<usize>)> {
        self.machine.iter().flat_map(move |machine| machine.find_overlapping_iter(text)).filter_map(
            move |found| {
                let (index, start) = *self.pieces.get(found.pattern().as_usize())?;
                let sought = self.sought.get(index)?;
                Some((sought, extended(text, found.range(), &sought.text, start)))
            },
        )
    }
}

/// Shorter values occur in every text, so a match proves nothing.
const SHORTEST: usize = 4;

impl Secrets {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut all = Vec::new();
        environment(facts.environment(), &mut all);
        for file in [&facts.files().config, &facts.files().credentials] {
            if let Some(document) = file.document() {
                file_secrets(document, &mut all);
            }
        }
        if let Ok(cache) = &facts.tokens {
            let of_sessions = cache.entries.values().map(|entry| &entry.token);
            of_sessions.flatten().for_each(|found| token(found, &mut all));
            let registered = cache.registrations.values();
            registered
                .filter_map(|entry| entry.registration.as_ref().ok())
                .for_each(|found| registration(found, &mut all));
            for other in &cache.others {
                match &other.content {
                    OtherContent::Token(found) => token(found, &mut all),
                    OtherContent::Registration(found) => registration(found, &mut all),
                    OtherContent::Something | OtherContent::Faulty(_) => {}
                }
            }
        }
        let kept = facts.role_cache.iter().flat_map(|cache| cache.entries.values());
        for credentials in kept.filter_map(|entry| entry.credentials.as_ref().ok()) {
            push(&mut all, "an access key identifier", credentials.key_id.expose());
            push(&mut all, "a secret access key", credentials.secret.expose());
            push(&mut all, "a session token", credentials.session_token.expose());
        }
        let logins = facts.logins.iter().flat_map(|cache| cache.entries.values());
        logins
            .filter_map(|entry| entry.keys.as_ref().ok())
            .for_each(|keys| login_keys(keys, &mut all));
        all.sort_by(|a, b| a.value.cmp(&b.value));
        all.dedup_by(|a, b| a.value == b.value);
        let squeezed = all
            .iter()
            .filter(|known| is_telling(&known.value))
            .map(|known| Sought {
                kind: known.kind,
                how: "split or escaped",
                text: squeeze(&known.value),
            })
            .filter(|sought| sought.text.len() >= PIECE + STEP)
            .collect();
        let written = all
            .iter()
            .flat_map(|known| {
                forms(&known.value).into_iter().map(|form| Sought {
                    kind: known.kind,
                    how: form.how,
                    text: form.text,
                })
            })
            .collect();
        Self { written: Finder::new(written), squeezed: Finder::new(squeezed) }
    }

    /// Where secrets appear in a text, in any form, whole or in part. A secret that is a plain
    /// word (`password`, `proxy1`) counts only as a whole word.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = self
            .written
            .find(text)
            .filter(|(known, range)| is_telling(&known.text) || stands_alone(text, range))
            .map(|(_, range)| range)
            .collect();
        if text.len() > PIECE {
            let (letters, places): (String, Vec<usize>) = text
                .char_indices()
                .filter(|(_, c)| c.is_ascii_alphanumeric())
                .map(|(place, c)| (c, place))
                .unzip();
            found.extend(self.squeezed.find(&letters).filter_map(|(_, range)| {
                // Each of them is one byte in both texts.
                Some(*places.get(range.start)?..*places.get(range.end.checked_sub(1)?)? + 1)
            }));
        }
        // Adjacent spans merge, so that no character between them remains.
        found.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for range in found {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged
    }
}

/// A piece, extended as far as the text matches the same form on both sides.
fn extended(text: &str, range: Range<usize>, form: &str, piece: usize) -> Range<usize> {
    let (text, form) = (text.as_bytes(), form.as_bytes());
    let before = text[..range.start]
        .iter()
        .rev()
        .zip(form[..piece].iter().rev())
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    let behind = text[range.end..]
        .iter()
        .zip(&form[piece + range.len()..])
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    range.start - before..range.end + behind
}

fn push(all: &mut Vec<Known>, kind: &'static str, value: &str) {
    let value = value.trim();
    if value.len() >= SHORTEST {
        all.push(Known { kind, value: value.to_owned() });
    }
}

fn token(token: &Token, all: &mut Vec<Known>) {
    let parts = [
        ("an access token", Some(&token.access_token)),
        ("a refresh token", token.refresh_token.as_ref()),
        ("a client identifier", token.client_id.as_ref()),
        ("a client secret", token.client_secret.as_ref()),
    ];
    for (kind, secret) in parts {
        if let Some(secret) = secret {
            push(all, kind, secret.expose());
        }
    }
}

fn login_keys(keys: &LoginKeys, all: &mut Vec<Known>) {
    let parts = [
        ("an access key identifier", Some(&keys.key_id)),
        ("a secret access key", Some(&keys.secret)),
        ("a session token", Some(&keys.session_token)),
        ("a refresh token", Some(&keys.refresh_token)),
        ("an identity token", keys.id_token.as_ref()),
        ("a private key", Some(&keys.dpop_key)),
    ];
    for (kind, secret) in parts {
        if let Some(secret) = secret {
            push(all, kind, secret.expose());
        }
    }
    // The private key without its frame, which a text may quote alone.
    let body = keys.dpop_key.expose().lines().filter(|line| !line.starts_with("-----"));
    body.for_each(|line| push(all, "a private key", line));
}

fn registration(registration: &Registration, all: &mut Vec<Known>) {
    push(all, "a client identifier", registration.client_id.expose());
    push(all, "a client secret", registration.client_secret.expose());
}

fn environment(environment: &Environment, all: &mut Vec<Known>) {
    for (name, variable) in environment.iter() {
        let value = match variable {
            Variable::Hidden(secret) => secret.expose(),
            Variable::Text(text) => {
                url_passwords(text, "a password in a variable", all);
                runs(text, "key material in a variable", all);
                continue;
            }
            Variable::NotText => continue,
        };
        match name {
            "AWS_ACCESS_KEY_ID" => push(all, "an access key identifier", value),
            "AWS_SECRET_ACCESS_KEY" => push(all, "a secret access key", value),
            "AWS_SESSION_TOKEN" | "AWS_SECURITY_TOKEN" => push(all, "a session token", value),
            name if name.to_ascii_uppercase().ends_with("_PROXY") => {
                // Also without a scheme (`user:password@host`).
                let address = match value.contains("://") {
                    true => value.clone(),
                    false => format!("http://{value}"),
                };
                url_passwords(&address, "the password of a proxy", all);
            }
            name if names_a_secret(name, value) => push(all, "the value of a variable", value),
            _ => runs(value, "key material in a variable", all),
        }
    }
}

fn file_secrets(document: &Document, all: &mut Vec<Known>) {
    // The secret that the continuation lines of a value belong to.
    let mut open: Option<(&'static str, String)> = None;
    for line in document.lines() {
        let text = document.text(line.number);
        match line.kind {
            LineKind::Property { key, value, .. } | LineKind::Nested { key, value } => {
                close(&mut open, all);
                let key = document.text_at(key);
                let value = document.text_at(value);
                match kind_of(key.trim(), value) {
                    Some(kind) => {
                        push(all, kind, value);
                        open = Some((kind, value.to_owned()));
                    }
                    None => {
                        runs(value, "key material in an AWS file", all);
                        url_passwords(value, "a password in an AWS file", all);
                        for range in find_secrets_in_command(value) {
                            push(all, "a secret in an AWS file", &value[range]);
                        }
                    }
                }
                runs(key, "key material in an AWS file", all);
            }
            LineKind::Continuation => match &mut open {
                Some((kind, whole)) => {
                    push(all, kind, text);
                    whole.push_str(text.trim());
                }
                None => runs(text, "key material in an AWS file", all),
            },
            LineKind::Header { .. } | LineKind::Comment | LineKind::Junk => {
                if !matches!(line.kind, LineKind::Comment) {
                    close(&mut open, all);
                }
                loose(text, all);
            }
            LineKind::Blank => {}
        }
    }
    close(&mut open, all);
}

fn close(open: &mut Option<(&'static str, String)>, all: &mut Vec<Known>) {
    if let Some((kind, whole)) = open.take() {
        push(all, kind, &whole);
    }
}

/// The secret that a key of an AWS file contains.
fn kind_of(key: &str, value: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase();
    match key.as_str() {
        "aws_access_key_id" => Some("an access key identifier"),
        "aws_secret_access_key" => Some("a secret access key"),
        "aws_session_token" | "aws_security_token" => Some("a session token"),
        "web_identity_token_file" => None,
        key if names_a_secret(key, value) => Some("a secret in an AWS file"),
        _ => None,
    }
}

/// A line that does not parse: masks what follows the name of a secret, and every run that looks
/// like key material.
fn loose(text: &str, all: &mut Vec<Known>) {
    let lower = text.to_ascii_lowercase();
    for (name, kind) in [
        ("secret_access_key", "a secret access key"),
        ("session_token", "a session token"),
        ("security_token", "a session token"),
        ("password", "a secret in an AWS file"),
    ] {
        // Lower case keeps ASCII positions; other letters may change their length.
        let Some(after) = lower.find(name).and_then(|at| text.get(at + name.len()..)) else {
            continue;
        };
        let value = after.trim_start_matches([' ', '\t', '=', ':', '"', '\'']);
        let end = value.find([' ', '\t', '"', '\'', ',']).unwrap_or(value.len());
        // A word in a sentence ("the password is …") is not a secret.
        if value[..end].len() >= 8 {
            push(all, kind, &value[..end]);
        }
    }
    runs(text, "key material in an AWS file", all);
    url_passwords(text, "a password in an AWS file", all);
}

/// Everything in a text that is a secret by its name, its place or its form.
fn runs(text: &str, kind: &'static str, all: &mut Vec<Known>) {
    for range in find_secrets(text) {
        let secret = &text[range];
        let kind = if is_key_id(secret) { "an access key identifier" } else { kind };
        push(all, kind, secret);
    }
}

/// The passwords in URLs, both encoded and decoded.
fn url_passwords(text: &str, kind: &'static str, all: &mut Vec<Known>) {
    for (at, mark) in text.match_indices("://") {
        let rest = &text[at + mark.len()..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\''))
            .unwrap_or(rest.len());
        let Some((user, _)) = rest[..end].rsplit_once('@') else {
            continue;
        };
        let Some((_, password)) = user.split_once(':') else {
            continue;
        };
        push(all, kind, password);
        push(all, kind, &percent_decoded(password));
    }
}

pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
