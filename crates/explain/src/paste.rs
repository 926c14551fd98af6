//! What a person pastes, made comparable: without colour codes, white space, quotes and case, and
//! with the way back to the original, from which the variable parts are taken.

/// A paste.
pub(crate) struct Paste {
    /// The paste without terminal escapes.
    pub(crate) source: String,
    /// What is compared: no white space (a terminal may have wrapped a line at a space or within a
    /// word), no quotes (a shell may have taken them), lower case, `/` for `\`.
    pub(crate) squeezed: String,
    /// For each byte of `squeezed`, the byte of `source` that it comes from.
    origin: Vec<usize>,
}

impl Paste {
    pub(crate) fn new(text: &str) -> Self {
        let source = without_escapes(text);
        let mut squeezed = String::with_capacity(source.len());
        let mut origin = Vec::with_capacity(source.len());
        squeeze(&source, |at, c| {
            squeezed.push(c);
            origin.resize(squeezed.len(), at);
        });
        Self { source, squeezed, origin }
    }

    /// Where a byte of the squeezed text comes from; the end of the source for its end.
    pub(crate) fn origin(&self, at: usize) -> usize {
        self.origin.get(at).copied().unwrap_or(self.source.len())
    }

    /// The end in the source of what ends before this byte of the squeezed text.
    pub(crate) fn origin_of_end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else {
            return 0;
        };
        let start = self.origin(last);
        start + self.source[start..].chars().next().map_or(0, char::len_utf8)
    }

    /// The squeezed text of a span, with so many bytes on both sides.
    pub(crate) fn around(&self, (start, end): (usize, usize), bytes: usize) -> &str {
        let mut from = start.saturating_sub(bytes);
        while !self.squeezed.is_char_boundary(from) {
            from -= 1;
        }
        let mut to = end.saturating_add(bytes).min(self.squeezed.len());
        while !self.squeezed.is_char_boundary(to) {
            to += 1;
        }
        &self.squeezed[from..to]
    }

    /// The paste as words: lower case, quotes, line ends and the sentence's punctuation gone, single
    /// spaces, one at each end.
    pub(crate) fn words(&self) -> String {
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

/// A literal of a pattern, as the paste is squeezed.
pub(crate) fn squeezed(literal: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    squeeze(literal, |_, c| out.push(c));
    out
}

fn squeeze(source: &str, mut push: impl FnMut(usize, char)) {
    let mut beginning = true;
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            beginning = true;
            continue;
        }
        if c.is_whitespace() || is_quote(c) || is_decoration(c) {
            continue;
        }
        // The bar of a framed message, and the mark of a quoted mail.
        if beginning && matches!(c, '|' | '>') {
            continue;
        }
        beginning = false;
        match c {
            '\\' if chars.peek().is_some_and(|(_, next)| is_quote(*next)) => {}
            '\\' => push(at, '/'),
            '\u{2010}'..='\u{2015}' => push(at, '-'),
            _ => c.to_lowercase().for_each(|lower| push(at, lower)),
        }
    }
}

/// Quotes of any kind: which ones a message has differs between tools, shells and web pages.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}'
    )
}

/// Frames (Terraform's, rich tracebacks), and what cannot be seen.
pub(crate) fn is_decoration(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && c != '\n')
}

/// The text without terminal escapes (ECMA-48: CSI, OSC and two-character sequences).
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('[') => while chars.next().is_some_and(|c| !matches!(c, '\u{40}'..='\u{7e}')) {},
            // It ends with BEL or ESC \; a cut one must not swallow the rest of the paste.
            Some(']') => {
                while let Some(c) = chars.next_if(|c| *c != '\n') {
                    if c == '\u{7}' {
                        break;
                    }
                    if c == '\u{1b}' {
                        let _ = chars.next_if_eq(&'\\');
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_frames_and_wraps_do_not_count() {
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
    fn a_cut_escape_ends_with_its_line() {
        assert_eq!(without_escapes("a\u{1b}]0;x\nb\u{1b}"), "a\nb");
    }
}
