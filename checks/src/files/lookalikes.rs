//! Characters that are not what they look like, and the intended plain text.

/// What a character is replaced with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Nothing, because it is invisible.
    Nothing,
    /// A space.
    Space,
    /// Another character.
    Plain(char),
    /// A letter of ASCII.
    Letter(char),
}

/// Letters of other alphabets that look like one of ASCII (Unicode Technical Standard 39,
/// `confusables.txt`: Cyrillic and Greek, those that are the same in most typefaces).
const LETTERS: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ѵ', 'v'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('ρ', 'p'),
    ('α', 'a'),
    ('ι', 'i'),
    ('υ', 'u'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

fn seen(c: char) -> Option<Seen> {
    Some(match c {
        // Format characters, tags and selectors (Unicode, general category Cf and Mn).
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}' => Seen::Nothing,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Seen::Space
        }
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' => {
            Seen::Plain('"')
        }
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '´' => Seen::Plain('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => Seen::Plain('-'),
        '\u{2024}' | '\u{3002}' => Seen::Plain('.'),
        '\u{2044}' | '\u{2215}' => Seen::Plain('/'),
        '\u{2236}' | '\u{a789}' => Seen::Plain(':'),
        // The full-width forms are in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => Seen::Plain(char::from_u32(u32::from(c) - 0xfee0)?),
        _ => Seen::Letter(LETTERS.iter().find(|(other, _)| *other == c)?.1),
    })
}

/// Invisible characters that no name in any script needs (a joiner is needed in some).
const fn is_never_meant(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// Where letters of other alphabets are replaced with ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Everywhere, in text that can only be ASCII.
    All,
    /// In a word that also has ASCII letters, because a name may be in another alphabet.
    Mixed,
    /// Nowhere, and no other visible character either.
    None,
}

/// The intended text; nothing if it already is, or may be, what it looks like. Surrounding
/// whitespace is removed.
pub(super) fn meant(text: &str, letters: Letters) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let plain = plain(text, letters);
    if plain.is_ascii() {
        return Some(plain.trim().to_owned());
    }
    // A name in another alphabet keeps its letters and loses what cannot be intended.
    let rest: String = text.chars().filter(|c| !is_never_meant(*c)).collect();
    (rest.len() != text.len()).then(|| rest.trim().to_owned())
}

fn plain(text: &str, letters: Letters) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut word: Vec<char> = Vec::new();
    for c in text.chars() {
        // An invisible character does not end a word.
        let is_hidden = seen(c) == Some(Seen::Nothing);
        if c.is_alphabetic() || is_hidden {
            word.push(c);
            continue;
        }
        flush(&mut word, letters, &mut plain);
        match seen(c) {
            Some(Seen::Space) => plain.push(' '),
            Some(Seen::Plain(other)) if letters != Letters::None => plain.push(other),
            _ => plain.push(c),
        }
    }
    flush(&mut word, letters, &mut plain);
    plain
}

/// A run of letters.
fn flush(word: &mut Vec<char>, letters: Letters, plain: &mut String) {
    let mixed = word.iter().any(char::is_ascii_alphabetic);
    for c in word.drain(..) {
        match seen(c) {
            Some(Seen::Nothing) => {}
            Some(Seen::Letter(other) | Seen::Plain(other))
                if letters == Letters::All || (letters == Letters::Mixed && mixed) =>
            {
                plain.push(other);
            }
            _ => plain.push(c),
        }
    }
}

/// The first character of a text that is not what it looks like, its position (from 0), and what
/// it is.
pub(super) fn first(text: &str) -> Option<(usize, String)> {
    let (at, c) = text.chars().enumerate().find(|(_, c)| seen(*c).is_some())?;
    Some((at, format!("{} (U+{:04X})", name(c), u32::from(c))))
}

fn name(c: char) -> String {
    match c {
        '\u{200b}' => "a zero-width space".into(),
        '\u{feff}' => "a byte order mark".into(),
        '\u{a0}' | '\u{202f}' => "a no-break space".into(),
        _ => match seen(c) {
            Some(Seen::Nothing) => "an invisible character".into(),
            Some(Seen::Space) => "a space that AWS tools do not read as one".into(),
            Some(Seen::Plain('"' | '\'')) => "a typographic quote".into(),
            Some(Seen::Plain('-')) => "a dash, not a hyphen".into(),
            Some(Seen::Plain(plain)) => format!("not the plain {plain}"),
            Some(Seen::Letter(plain)) => format!("a letter that looks like {plain}"),
            None => "another character".into(),
        },
    }
}

/// What a line that no tool can read was meant to be if only such characters spoil it: a header, a
/// comment, a property or a blank line.
pub(super) fn hidden_line(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bare = text.trim_start_matches(|c| {
        matches!(seen(c), Some(Seen::Nothing | Seen::Space)) || c.is_whitespace()
    });
    if bare.is_empty() || bare.starts_with(['#', ';']) {
        return (bare.len() != text.len()).then(|| bare.to_owned());
    }
    let whole = plain(text, Letters::All);
    let whole = whole.trim();
    if whole.starts_with('[') && whole.ends_with(']') && whole.len() > 2 {
        return (whole != text).then(|| plain(text, Letters::Mixed).trim().to_owned());
    }
    let equals = text.char_indices().find(|(_, c)| matches!(c, '=' | '＝'))?;
    let key = plain(&text[..equals.0], Letters::All).trim().to_owned();
    let value = text[equals.0 + equals.1.len_utf8()..].trim();
    let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_key.then(|| format!("{key} = {value}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_plain() {
        for (text, letters, wanted) in [
            ("dev\u{200b}", Letters::Mixed, Some("dev")),
            ("\u{a0}us-east-1\u{a0}", Letters::All, Some("us-east-1")),
            ("us–east‑1", Letters::All, Some("us-east-1")),
            ("“us-east-1”", Letters::All, Some("\"us-east-1\"")),
            ("dеv", Letters::Mixed, Some("dev")),
            ("ｕｓ－ｅａｓｔ－１", Letters::All, Some("us-east-1")),
            ("еу", Letters::All, Some("ey")),
            // Names in their own alphabets.
            ("еу", Letters::Mixed, None),
            ("büro", Letters::Mixed, None),
            ("büro-north", Letters::All, None),
            ("team-α", Letters::Mixed, None),
            ("Отдел", Letters::Mixed, None),
            ("東京－1", Letters::Mixed, None),
            ("می\u{200c}خواهم", Letters::Mixed, None),
            ("büro\u{200b}", Letters::Mixed, Some("büro")),
            ("/bin/x \u{a0}--y", Letters::None, Some("/bin/x  --y")),
            ("/bin/“x”", Letters::None, None),
            ("plain", Letters::All, None),
        ] {
            assert_eq!(meant(text, letters).as_deref(), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_that_cannot_be_read_are_recognised() {
        for (text, wanted) in [
            ("\u{feff}[profile b]", Some("[profile b]")),
            ("［profile dev］", Some("[profile dev]")),
            ("\u{200b}", Some("")),
            ("\u{feff}# für uns", Some("# für uns")),
            ("region＝us-east-1", Some("region = us-east-1")),
            ("prose with “quotes”", None),
            ("[profile büro", None),
        ] {
            assert_eq!(hidden_line(text).as_deref(), wanted, "{text:?}");
        }
    }
}
