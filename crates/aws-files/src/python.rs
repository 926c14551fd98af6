//! The few functions of Python's `str` and `shlex` that decide how botocore reads a file.

/// `str.isspace` of one character, which is also `\s` of `re`: Unicode white space, and the four
/// ASCII separators that Unicode does not count.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// The byte range of `text` after `str.strip`.
pub(crate) fn strip(text: &str) -> (usize, usize) {
    // Nearly every line begins and ends in ASCII, where bytes are characters.
    let bytes = text.as_bytes();
    let is_text = |byte: &u8| !is_space(char::from(*byte)) || !byte.is_ascii();
    if let (Some(first), Some(last)) =
        (bytes.iter().position(is_text), bytes.iter().rposition(is_text))
        && bytes[first].is_ascii()
        && bytes[last].is_ascii()
    {
        return (first, last + 1);
    }
    let end = text.trim_end_matches(is_space).len();
    let start = text.len() - text.trim_start_matches(is_space).len();
    (start.min(end), end)
}

/// The byte ranges of `str.splitlines`, which recognizes more line ends than a file does.
pub(crate) fn split_lines(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let begin = start;
        match rest.char_indices().find(|(_, character)| ends_line(*character)) {
            Some((offset, character)) => {
                start = begin + offset + character.len_utf8();
                Some((begin, begin + offset))
            }
            None => {
                start = text.len();
                Some((begin, text.len()))
            }
        }
    })
}

fn ends_line(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The words of a command line, as Python's `shlex.split` returns them; `None` if it raises
/// ValueError (an open quote or a trailing `\`). The AWS CLI splits the command of a pager this
/// way.
pub fn shell_words(text: &str) -> Option<Vec<String>> {
    split_words(text).map(|words| words.into_iter().map(|word| word.text).collect())
}

/// One word of `shlex.split`: its text without quotes, and its place, including quotes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// `shlex.split(text)`; `None` if Python raises ValueError (an open quote or a trailing `\`).
pub(crate) fn split_words(text: &str) -> Option<Vec<Word>> {
    #[derive(Clone, Copy)]
    enum State {
        Between,
        Word,
        Quote(char),
        /// After a backslash; the state to return to.
        Escape(Option<char>),
    }
    let mut words = Vec::new();
    let mut state = State::Between;
    let mut word = Word { text: String::new(), start: 0, end: 0 };
    let mut quoted = false;
    for (offset, character) in text.char_indices() {
        let space = matches!(character, ' ' | '\t' | '\r' | '\n');
        match state {
            State::Between | State::Word if space => {
                state = State::Between;
                if quoted || !word.text.is_empty() {
                    word.end = offset;
                    words.push(std::mem::replace(
                        &mut word,
                        Word { text: String::new(), start: 0, end: 0 },
                    ));
                    quoted = false;
                }
            }
            State::Between | State::Word => {
                if matches!(state, State::Between) {
                    word.start = offset;
                }
                match character {
                    '\\' => state = State::Escape(None),
                    '\'' | '"' => state = State::Quote(character),
                    _ => {
                        word.text.push(character);
                        state = State::Word;
                    }
                }
            }
            State::Quote(quote) => {
                quoted = true;
                if character == quote {
                    state = State::Word;
                } else if character == '\\' && quote == '"' {
                    state = State::Escape(Some(quote));
                } else {
                    word.text.push(character);
                }
            }
            State::Escape(back) => {
                if back.is_some_and(|quote| character != '\\' && character != quote) {
                    word.text.push('\\');
                }
                word.text.push(character);
                state = back.map_or(State::Word, State::Quote);
            }
        }
    }
    match state {
        State::Quote(_) | State::Escape(_) => None,
        State::Between | State::Word => {
            if quoted || !word.text.is_empty() {
                word.end = text.len();
                words.push(word);
            }
            Some(words)
        }
    }
}

/// `name` as one word that `shlex.split` returns unchanged: bare, or in quotes. `None` if the name
/// is not possible in a header.
pub(crate) fn quote(name: &str) -> Option<String> {
    if name.chars().any(|character| matches!(character, '\n' | '\r')) {
        return None;
    }
    let plain = |character: char| {
        !matches!(character, ' ' | '\t' | '\'' | '"' | '\\' | '#' | ';' | '[' | ']')
            && !is_space(character)
    };
    if !name.is_empty() && name.chars().all(plain) {
        Some(name.to_owned())
    } else if !name.contains('\'') {
        // `aws configure` also writes such names in single quotes.
        Some(format!("'{name}'"))
    } else {
        Some(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<Vec<String>> {
        split_words(text).map(|words| words.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn words_are_split_as_shlex_does() {
        let given = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(words("profile a"), given(&["profile", "a"]));
        assert_eq!(words("profile 'a b'"), given(&["profile", "a b"]));
        assert_eq!(words(r#"profile "a\"b\c""#), given(&["profile", r#"a"b\c"#]));
        assert_eq!(words("profile a\\ b"), given(&["profile", "a b"]));
        assert_eq!(words("profile ''"), given(&["profile", ""]));
        assert_eq!(words("profile a''b"), given(&["profile", "ab"]));
        assert_eq!(words("profile 'a"), None);
        assert_eq!(words("profile a\\"), None);
        assert_eq!(words("  "), given(&[]));
    }

    #[test]
    fn a_quoted_name_comes_back() {
        for name in ["a", "a b", "it's", "\"", "a\\b", "it's \"x\" \\", "", "büro", "#x", "a]b"] {
            let header = format!("profile {}", quote(name).unwrap());
            assert_eq!(words(&header).unwrap(), ["profile", name], "{header}");
        }
    }

    #[test]
    fn lines_end_where_python_ends_them() {
        let lines = |text: &str| {
            split_lines(text).map(|(start, end)| text[start..end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(lines("a\u{2028}b\u{b}c"), ["a", "b", "c"]);
        assert_eq!(lines("a\u{85}"), ["a"]);
        assert_eq!(lines(""), Vec::<String>::new());
    }
}
