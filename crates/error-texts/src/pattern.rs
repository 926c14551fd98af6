//! A message with variable parts, found in a paste.

use crate::paste::{Paste, is_decoration, is_quote, squeeze_text};

/// Allow at most this many squeezed bytes in a variable part: a name, an address or a list.
const MAX_VARIABLE_BYTES: usize = 400;
/// Quote at most this many bytes of the reason after a message.
const MAX_REASON_BYTES: usize = 100;
/// Try at most this many occurrences of a message; the last one counts.
const MAX_OCCURRENCES: usize = 64;

/// A parsed pattern.
pub struct Pattern {
    pieces: Vec<Piece>,
    line_start: bool,
    line_end: bool,
    /// An error code, which must not match two separate words.
    one_word: bool,
    /// How many literal bytes it has: the more, the more certain the match.
    pub specificity: usize,
}

enum Piece {
    Literal(String),
    Variable(&'static str),
}

/// One occurrence of a pattern in a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternMatch {
    /// Its bytes in the squeezed text.
    pub span: (usize, usize),
    /// The message as it was pasted, on one line.
    pub quote: String,
    /// The variable parts by name, as they were pasted.
    pub values: Vec<(&'static str, String)>,
    /// The byte of the source where it starts.
    pub at: usize,
}

impl Pattern {
    /// Parses a pattern of the table.
    pub fn new(pattern: &'static str) -> Self {
        let (line_start, pattern) = match pattern.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        let (line_end, pattern) = match pattern.strip_suffix('$') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.trim().is_empty() {
                pieces.push(Piece::Literal(squeeze_text(before)));
            }
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            pieces.push(Piece::Variable(name));
            rest = after;
        }
        if !rest.trim().is_empty() {
            pieces.push(Piece::Literal(squeeze_text(rest)));
        }
        let specificity = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(literal) => literal.len(),
                Piece::Variable(_) => 0,
            })
            .sum();
        Self {
            pieces,
            line_start,
            line_end,
            one_word: !pattern.contains(|c: char| c.is_whitespace() || c == '{'),
            specificity,
        }
    }

    /// Finds the last occurrence: if an error has consequences, the last line is what stopped the
    /// command.
    pub fn find_last(&self, paste: &Paste) -> Option<PatternMatch> {
        let first = self.first_literal();
        let starts: Vec<usize> =
            paste.squeezed.match_indices(first).map(|(start, _)| start).collect();
        self.match_last(paste, &starts, &|_| true)
    }

    /// The squeezed text that it begins with.
    pub(crate) fn first_literal(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Literal(first)) => first,
            _ => "",
        }
    }

    /// The last match among the places where its first literal is; `accepts` is asked about the
    /// byte of the source where one starts.
    pub(crate) fn match_last(
        &self,
        paste: &Paste,
        starts: &[usize],
        accepts: &dyn Fn(usize) -> bool,
    ) -> Option<PatternMatch> {
        let first = self.first_literal();
        if first.is_empty() {
            return None;
        }
        starts
            .iter()
            .rev()
            .take(MAX_OCCURRENCES)
            .find_map(|start| self.match_at(paste, *start, first).filter(|found| accepts(found.at)))
    }

    fn match_at(&self, paste: &Paste, start: usize, first: &str) -> Option<PatternMatch> {
        if !starts_at_word(paste, start, first) || (self.line_start && !starts_line(paste, start)) {
            return None;
        }
        let mut end = start + first.len();
        let mut values = Vec::new();
        let mut quote_end = None;
        let mut pieces = self.pieces.iter().skip(1).peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Literal(literal) => {
                    if !paste.squeezed[end..].starts_with(literal.as_str()) {
                        return None;
                    }
                    end += literal.len();
                }
                Piece::Variable(name) => {
                    let value = match pieces.peek() {
                        Some(Piece::Literal(next)) => {
                            let window = limit_to_variable(&paste.squeezed[end..]);
                            let length = window.find(next.as_str())?;
                            let (from, to) = (paste.origin_of_end(end), paste.origin(end + length));
                            end += length;
                            clean_value(name, &paste.source[from..to])
                        }
                        _ => {
                            let (value, to) = read_trailing_value(paste, end);
                            quote_end = Some(to);
                            clean_value(name, &value)
                        }
                    };
                    if *name == "_" {
                        continue;
                    }
                    if !is_plausible(name, &value) {
                        return None;
                    }
                    values.push((*name, value));
                }
            }
        }
        if let (Some(Piece::Literal(last)), None) = (self.pieces.last(), quote_end)
            && !ends_at_word(paste, end, last)
        {
            return None;
        }
        let to = quote_end.unwrap_or_else(|| paste.origin_of_end(end));
        // A wrapped word may contain a line end, but no space.
        if self.one_word && paste.source[paste.origin(start)..to].contains([' ', '\t']) {
            return None;
        }
        if self.line_end && !ends_line(paste, to) {
            return None;
        }
        Some(PatternMatch {
            at: paste.origin(start),
            span: (start, end),
            quote: join_lines(
                &paste.source[paste.origin(start)..find_quote_end(&paste.source, to)],
            ),
            values,
        })
    }
}

/// The squeezed text in which the next literal must start.
fn limit_to_variable(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_VARIABLE_BYTES)]
}

/// Whether the message does not start in the middle of a longer word.
fn starts_at_word(paste: &Paste, start: usize, literal: &str) -> bool {
    let before = paste.source[..paste.origin(start)].chars().next_back();
    !(literal.starts_with(char::is_alphanumeric)
        && before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
}

/// Whether the message does not end in the middle of a longer word.
fn ends_at_word(paste: &Paste, end: usize, literal: &str) -> bool {
    let mut after = paste.source[paste.origin_of_end(end)..].chars();
    !literal.ends_with(char::is_alphanumeric)
        || match after.next() {
            Some('-') => !after.next().is_some_and(char::is_alphanumeric),
            Some(c) => !(c.is_alphanumeric() || c == '_'),
            None => true,
        }
}

/// Whether only a prefix of the tool comes before it on its line.
fn starts_line(paste: &Paste, start: usize) -> bool {
    let before = &paste.source[..paste.origin(start)];
    let line = before.rsplit('\n').next().unwrap_or_default();
    matches!(squeeze_text(line).as_str(), "" | "aws:[error]:" | "error:" | "keyerror:")
}

fn ends_line(paste: &Paste, end: usize) -> bool {
    let after = paste.source[end..].split('\n').next().unwrap_or_default();
    squeeze_text(after).is_empty()
}

/// Reads a variable part at the end of a pattern: the text in its quotes, else one word without
/// the sentence's punctuation. Also returns the byte of the source after it.
fn read_trailing_value(paste: &Paste, end: usize) -> (String, usize) {
    let from = paste.origin_of_end(end);
    let text = &paste.source[from..];
    let start = text
        .find(|c: char| !c.is_whitespace() && !is_decoration(c) && c != '\\')
        .unwrap_or(text.len());
    let rest = &text[start..];
    let open = rest.chars().next().filter(|c| is_quote(*c));
    if let Some(open) = open {
        let close = match open {
            '\u{201c}' => '\u{201d}',
            '\u{2018}' => '\u{2019}',
            '«' => '»',
            same => same,
        };
        let inner = &rest[open.len_utf8()..];
        if let Some(length) = inner.find(close).filter(|length| *length <= MAX_VARIABLE_BYTES) {
            let to = from + start + open.len_utf8() + length + close.len_utf8();
            // A JSON log quotes it twice, so the closing quote has a backslash before it.
            let value = inner[..length].trim_end_matches('\\');
            return (value.to_owned(), to);
        }
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = rest[..length].trim_end_matches(['.', ',', ';', ':', ')', ']']);
    (word.to_owned(), from + start + word.len())
}

/// Removes what a terminal or a frame put into a variable part. Names and addresses contain no
/// spaces, so a line end in one is a wrap.
fn clean_value(name: &str, value: &str) -> String {
    let value = value.trim_matches(|c: char| c.is_whitespace() || is_quote(c) || is_decoration(c));
    let kept = value.chars().filter(|c| !is_decoration(*c));
    if matches!(name, "why" | "words") {
        let text: String = kept.collect();
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    for line in kept.collect::<String>().lines() {
        out.push_str(if out.is_empty() { line } else { line.trim_start() });
    }
    out
}

/// Whether a variable part has the form that its name requires.
fn is_plausible(name: &str, value: &str) -> bool {
    let without_spaces = || !value.contains(char::is_whitespace);
    match name {
        "hash" => value.len() == 40 && value.bytes().all(|b| b.is_ascii_hexdigit()),
        "account" => value.bytes().all(|b| b.is_ascii_digit() || b == b'-'),
        "url" | "host" | "folder" | "action" => without_spaces(),
        // A longer value is the rest of another tool's message.
        "region" => !value.is_empty() && value.len() <= 100 && !value.contains('/'),
        "why" | "words" => true,
        _ => !value.is_empty() && value.len() <= 300,
    }
}

/// Finds the end of the last word of the message, such as an address; after a colon, the end of
/// the service's reason, if it is short.
fn find_quote_end(source: &str, from: usize) -> usize {
    let rest = &source[from..];
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '{' | '[' | ','))
        .unwrap_or(rest.len());
    if length > MAX_VARIABLE_BYTES {
        return from;
    }
    let line = rest.split('\n').next().unwrap_or_default().trim_end();
    if rest[..length].ends_with(':') && line.len() <= MAX_REASON_BYTES {
        from + line.len()
    } else {
        from + length
    }
}

/// Puts the text on one line, with single spaces.
fn join_lines(text: &str) -> String {
    let text: String = text.chars().map(|c| if is_decoration(c) { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &'static str, text: &str) -> Option<PatternMatch> {
        Pattern::new(pattern).find_last(&Paste::new(text))
    }

    fn value(pattern: &'static str, text: &str) -> Option<String> {
        Some(found(pattern, text)?.values.first()?.1.clone())
    }

    const PROFILE: &str = "The config profile ({profile}) could not be found";
    const SESSION: &str = "The specified sso-session does not exist: {session}";

    #[test]
    fn a_variable_part_between_literals() {
        assert_eq!(
            value(PROFILE, "aws: [ERROR]: the config profile (My Team) could not be found")
                .as_deref(),
            Some("My Team")
        );
        // Wrapped at a space, within a word, and within the name.
        let wrapped =
            "The config profile (ScienceCloudProject-dev\n  Account) could no\nt be found";
        assert_eq!(value(PROFILE, wrapped).as_deref(), Some("ScienceCloudProject-devAccount"));
        assert_eq!(value(PROFILE, "The config profile () could not be found"), None);
    }

    #[test]
    fn a_variable_part_at_the_end() {
        for (text, expected) in [
            ("The specified sso-session does not exist: \"corp ; x\" [rc 255]", "corp ; x"),
            ("The specified sso-session does not exist: my-sso", "my-sso"),
            ("The specified sso-session does not exist: “my sso”.", "my sso"),
            ("the specified sso-session does not exist: \\\"corp\\\"}", "corp"),
        ] {
            assert_eq!(value(SESSION, text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_last_occurrence_counts() {
        let text = "The config profile (a) could not be found\n$ aws\nThe config profile (b) could not be found\n";
        assert_eq!(value(PROFILE, text).as_deref(), Some("b"));
    }

    #[test]
    fn a_word_is_not_the_end_or_the_beginning_of_another() {
        let here = |text| found("aws: command not found", text).is_some();
        assert!(here("bash: aws: command not found"));
        assert!(!here("saws: command not found"));
        assert!(!here("my-aws: command not found"));
        let zsh = |text| found("command not found: aws", text).is_some();
        assert!(zsh("zsh: command not found: aws\n"));
        assert!(!zsh("zsh: command not found: aws-vault"));
        assert!(!zsh("zsh: command not found: awslocal"));
    }

    #[test]
    fn a_code_is_one_word() {
        let here = |text| found("AccessDenied", text).is_some();
        assert!(here("<Code>AccessDenied</Code>"));
        assert!(here("An error occurred (Access\nDenied) when"));
        assert!(!here("Access denied for user"));
    }

    #[test]
    fn a_line_of_its_own() {
        let pattern = "^[Errno 2] No such file or directory: {path}$";
        assert!(
            found(pattern, "\naws: [ERROR]: [Errno 2] No such file or directory: '/opt/x y'\n")
                .is_some()
        );
        assert!(
            found(
                pattern,
                "python3: can't open file 'x': [Errno 2] No such file or directory: 'x'"
            )
            .is_none()
        );
    }

    #[test]
    fn the_quote_is_the_message_on_one_line() {
        let text = "x\nThe config profile\n│ (dev) could not be found. Bye";
        assert_eq!(
            found(PROFILE, text).unwrap().quote,
            "The config profile (dev) could not be found."
        );
        let address = "x: \"https://oidc.eu-west1.amazonaws.com/token\" y";
        assert_eq!(
            found("https://oidc.{region}.amazonaws.com", address).unwrap().quote,
            "https://oidc.eu-west1.amazonaws.com/token\""
        );
    }

    #[test]
    fn an_implausible_part_is_none() {
        let pattern = "cache/{hash}.json";
        assert!(found(pattern, "cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json").is_some());
        assert!(found(pattern, "cache/kiro-auth-token.json").is_none());
    }
}
