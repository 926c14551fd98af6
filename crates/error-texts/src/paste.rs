//! A paste in a form that can be compared: without color codes, whitespace, quotes and case, but
//! with a mapping to the original, which the variable parts are taken from.

use crate::clean::clean_text;

/// Text that the user pasted.
pub struct Paste {
    /// The paste without terminal escapes.
    pub source: String,
    /// The text to compare: no whitespace (a terminal may have wrapped a line at a space or within
    /// a word), no quotes (a shell may have removed them), lowercase, `/` for `\`.
    pub squeezed: String,
    /// For each byte of `squeezed`, the byte of `source` that it comes from.
    origin: Vec<u32>,
}

/// Read at most this many bytes of a paste; a longer one is cut at its beginning, because the error
/// is at the end of a log.
const MAX_PASTE_BYTES: usize = 8 << 20;

impl Paste {
    /// Prepares a text for matching.
    pub fn new(text: &str) -> Self {
        let start = text.ceil_char_boundary(text.len().saturating_sub(MAX_PASTE_BYTES));
        let source = clean_text(&text[start..]);
        let mut squeezed = String::with_capacity(source.len());
        // The paste is shorter than 4 GiB.
        let mut origin: Vec<u32> = Vec::with_capacity(source.len());
        squeeze(&source, |at, c| {
            squeezed.push(c);
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            origin.push(at);
            for _ in 1..c.len_utf8() {
                origin.push(at);
            }
        });
        Self { source, squeezed, origin }
    }

    /// The byte of the source that a byte of the squeezed text comes from. Its end maps to
    /// the end of the source.
    pub fn origin(&self, at: usize) -> usize {
        self.origin.get(at).map_or(self.source.len(), |at| *at as usize)
    }

    /// The end in the source of the text before this byte of the squeezed text.
    pub fn origin_of_end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else {
            return 0;
        };
        let start = self.origin(last);
        start + self.source[start..].chars().next().map_or(0, char::len_utf8)
    }

    /// The squeezed text of a span, with this many bytes on both sides.
    pub fn around(&self, (start, end): (usize, usize), bytes: usize) -> &str {
        let from = self.squeezed.floor_char_boundary(start.saturating_sub(bytes));
        let to = self.squeezed.ceil_char_boundary(end.saturating_add(bytes));
        &self.squeezed[from..to]
    }

    /// The paste as lowercase words, without quotes, line ends and sentence punctuation, with
    /// single spaces and one at each end.
    pub fn words(&self) -> String {
        let mut out = String::from(" ");
        for word in self.source.split_whitespace() {
            let word =
                word.trim_start_matches('(').trim_end_matches([',', '.', ';', ':', ')', '!', '?']);
            out.extend(word.chars().filter(|c| !is_quote(*c)).flat_map(char::to_lowercase));
            out.push(' ');
        }
        out
    }
}

/// Squeezes a text as a [`Paste`] is squeezed.
pub fn squeeze_text(literal: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    squeeze(literal, |_, c| out.push(c));
    out
}

#[inline]
fn squeeze(source: &str, mut push: impl FnMut(usize, char)) {
    let bytes = source.as_bytes();
    let mut at_line_start = true;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        // Nearly all of a log is ASCII, which needs no decoding.
        if byte.is_ascii() {
            match byte {
                b'\n' => at_line_start = true,
                b'"' | b'\'' | b'`' => {}
                _ if byte.is_ascii_whitespace() || byte.is_ascii_control() => {}
                // The bar of a framed message, or the mark of a quoted email.
                b'|' | b'>' if at_line_start => {}
                b'\\' => {
                    at_line_start = false;
                    if !source[at + 1..].chars().next().is_some_and(is_quote) {
                        push(at, '/');
                    }
                }
                _ => {
                    at_line_start = false;
                    push(at, char::from(byte.to_ascii_lowercase()));
                }
            }
            at += 1;
            continue;
        }
        let Some(c) = source[at..].chars().next() else {
            break;
        };
        if !(c.is_whitespace() || is_quote(c) || is_decoration(c)) {
            at_line_start = false;
            match c {
                '\u{2010}'..='\u{2015}' => push(at, '-'),
                _ => c.to_lowercase().for_each(|lower| push(at, lower)),
            }
        }
        at += c.len_utf8();
    }
}

/// Whether this is any kind of quote: tools, shells and web pages use different ones.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}'
    )
}

/// Whether this belongs to a frame (Terraform's, rich tracebacks) or is invisible.
pub(crate) fn is_decoration(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && c != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean_text;

    #[test]
    fn colors_frames_and_wraps_do_not_count() {
        let paste = Paste::new(
            "\u{1b}[31m╷\n│\u{1b}[0m \u{1b}[1mError: \u{1b}[0mUnable to pa\n│ rse “config” file\n╵\u{1b}]0;title\u{7}!",
        );
        assert_eq!(paste.squeezed, "error:unabletoparseconfigfile!");
    }

    #[test]
    fn the_way_back_leads_to_whole_characters() {
        let paste = Paste::new("É “dev”\\\"x");
        assert_eq!(paste.squeezed, "édevx");
        assert_eq!(paste.origin(2), "É “".len());
        assert_eq!(paste.origin_of_end("édev".len()), "É “dev".len());
        assert_eq!(paste.origin(99), paste.source.len());
    }

    #[test]
    fn a_truncated_escape_ends_with_its_line() {
        assert_eq!(clean_text("a\u{1b}]0;x\nb\u{1b}"), "a\nb");
    }
}
