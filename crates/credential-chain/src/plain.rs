//! Readers that go through a file line by line, of the SDKs that do not follow the specification.

use aws_files::Document;

/// Which simple reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    /// Java v1 (`auth/profile/internal/AbstractProfilesConfigFileScanner.java`): no comments after
    /// a value, keys as written, the last section of a name replaces the others, and a line that
    /// is none of these refuses the file.
    Java,
    /// C++ (`source/config/AWSProfileConfigLoader.cpp`), for the region alone: the last section
    /// of a name replaces the others, `[profile default]` and `[default]` included.
    Cpp,
    /// GDAL (`port/cpl_aws.cpp`): a header is the whole line, the first section of a name counts, a
    /// key begins with its line and ends at `=` or `:`, and what follows is its value.
    Gdal,
    /// Ruby (`ini_parser.rb`): sections of one name are one, `[dev]` and `[profile dev]` included,
    /// in either file; a header takes no blanks, and a comment after a value starts with ` ;`.
    Ruby,
}

/// A section as a simple reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlainSection {
    pub(crate) name: String,
    values: Vec<PlainValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PlainValue {
    key: String,
    text: String,
    line: usize,
}

impl PlainSection {
    /// A value and its line.
    pub(crate) fn get(&self, key: &str) -> Option<(&str, usize)> {
        let found = self.values.iter().rev().find(|value| value.key == key)?;
        Some((&found.text, found.line))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.key.as_str())
    }
}

/// Its sections; `None` if the reader refuses the file.
pub(crate) fn read(document: &Document, manner: Plain) -> Option<Vec<PlainSection>> {
    let mut sections: Vec<PlainSection> = Vec::new();
    for number in 1..=document.line_count() {
        let whole = document.text(number);
        let line = match manner {
            Plain::Java => whole.trim(),
            Plain::Cpp => without_comment(whole),
            Plain::Ruby => without_semicolon(whole).trim_end(),
            Plain::Gdal => whole,
        };
        if manner == Plain::Gdal {
            add_gdal_line(&mut sections, line, number);
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let inner = match manner {
            Plain::Ruby => ruby_header(line),
            Plain::Java | Plain::Cpp | Plain::Gdal => {
                line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
            }
        };
        if let Some(inner) = inner {
            let name = match manner {
                Plain::Ruby => ruby_name(inner),
                Plain::Java | Plain::Gdal => inner.trim(),
                Plain::Cpp => match inner.trim() {
                    "default" => "default",
                    inner => inner.strip_prefix("profile ").map_or("", str::trim_start),
                },
            };
            let known = sections.iter().position(|section| section.name == name);
            if let (Some(index), Plain::Ruby) = (known, manner) {
                let section = sections.remove(index);
                sections.push(section);
                continue;
            }
            sections.retain(|section| section.name != name);
            sections.push(PlainSection { name: name.to_owned(), values: Vec::new() });
            continue;
        }
        match (line.split_once('='), sections.last_mut()) {
            // Ruby takes it for a part of a nested value.
            (Some((key, _)), _) if manner == Plain::Ruby && key.starts_with([' ', '\t']) => {}
            (Some((_, text)), _) if manner == Plain::Ruby && text.trim().is_empty() => {}
            (Some((key, text)), Some(section)) => section.values.push(PlainValue {
                key: key.trim().to_owned(),
                text: text.trim().to_owned(),
                line: number,
            }),
            _ if manner == Plain::Java => return None,
            _ => {}
        }
    }
    Some(sections)
}

/// The keys that GDAL finds in any case.
const GDAL_ANY_CASE: [&str; 4] =
    ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region"];

/// A line as GDAL reads it. A header with anything beside its brackets has no name, and still ends
/// the section before.
fn add_gdal_line(sections: &mut Vec<PlainSection>, line: &str, number: usize) {
    if let Some(rest) = line.strip_prefix('[') {
        let name = rest.strip_suffix(']').unwrap_or_default().to_owned();
        sections.push(PlainSection { name, values: Vec::new() });
        return;
    }
    let (Some((key, text)), Some(section)) = (line.split_once(['=', ':']), sections.last_mut())
    else {
        return;
    };
    let key = key.trim_end_matches([' ', '\t']);
    let known = GDAL_ANY_CASE.iter().find(|known| known.eq_ignore_ascii_case(key));
    section.values.push(PlainValue {
        key: known.map_or(key, |known| known).to_owned(),
        text: text.trim_start_matches([' ', '\t']).to_owned(),
        line: number,
    });
}

/// The line without what follows a semicolon after white space.
fn without_semicolon(line: &str) -> &str {
    let is_blank = |offset: usize| line[..offset].ends_with(char::is_whitespace);
    let comment = line.match_indices(';').find(|(offset, _)| is_blank(*offset));
    comment.map_or(line, |(offset, _)| &line[..offset])
}

/// What is inside a header's brackets, which a comment may follow.
fn ruby_header(line: &str) -> Option<&str> {
    let (inner, after) = line.strip_prefix('[')?.split_once(']')?;
    let after = after.trim_start();
    let is_end = after.is_empty() || (after.starts_with('#') && after.len() > 1);
    (is_end && !inner.is_empty() && !inner.contains('[')).then_some(inner)
}

/// The profile's name in a header.
fn ruby_name(inner: &str) -> &str {
    let after = inner.strip_prefix("profile").filter(|after| after.starts_with([' ', '\t']));
    after.map(str::trim_start).filter(|name| !name.is_empty()).unwrap_or(inner)
}

/// The line without what follows `#` or `;` at its start or after white space.
fn without_comment(line: &str) -> &str {
    let mut after_space = true;
    for (offset, character) in line.char_indices() {
        if after_space && matches!(character, '#' | ';') {
            return line[..offset].trim();
        }
        after_space = character.is_whitespace();
    }
    line.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, manner: Plain, name: &str, key: &str) -> Option<String> {
        let sections = read(&Document::parse(text.as_bytes()), manner)?;
        let section = sections.iter().find(|section| section.name == name)?;
        section.get(key).map(|(text, line)| format!("{line}:{text}"))
    }

    #[test]
    fn java_keeps_comments_and_replaces_sections() {
        let text = "[profile a]\nregion = x # y\nREGION = z\n[b]\nk=1\n [b]\nl = 2\n";
        let java = |name, key| value(text, Plain::Java, name, key);
        assert_eq!(java("profile a", "region").as_deref(), Some("2:x # y"));
        assert_eq!(java("b", "k"), None);
        assert_eq!(java("b", "l").as_deref(), Some("7:2"));
        assert_eq!(read(&Document::parse(b"[a]\ngarbage\n"), Plain::Java), None);
        assert_eq!(read(&Document::parse(b"k = 1\n[a]\n"), Plain::Java), None);
    }

    #[test]
    fn ruby_joins_sections_and_keeps_hash_signs() {
        let text = "[dev]\nregion = a\nk = v ; c\n[ profile x ]\nm = 1\n[profile dev] # c\nregion = b # y\n  n = 1\nempty =\n[dev] x\nlast = 2\n";
        let ruby = |name, key| value(text, Plain::Ruby, name, key);
        assert_eq!(ruby("dev", "region").as_deref(), Some("7:b # y"));
        assert_eq!(ruby("dev", "k").as_deref(), Some("3:v"));
        assert_eq!(ruby("x", "m"), None);
        assert_eq!(ruby(" profile x ", "m").as_deref(), Some("5:1"));
        assert_eq!(ruby("dev", "n"), None);
        assert_eq!(ruby("dev", "empty"), None);
        assert_eq!(ruby("dev", "last").as_deref(), Some("11:2"));
    }

    #[test]
    fn gdal_takes_a_header_and_a_key_as_their_whole_line() {
        let text = "[dev] # c\nregion = a\n[dev]\nREGION: b # y\n role_arn = x\nRole_Arn = y\n# k = 1\n[dev]\nlast = 2\n";
        let gdal = |name, key| value(text, Plain::Gdal, name, key);
        assert_eq!(gdal("dev", "region").as_deref(), Some("4:b # y"));
        assert_eq!(gdal("dev", "role_arn"), None);
        assert_eq!(gdal("dev", "Role_Arn").as_deref(), Some("6:y"));
        assert_eq!(gdal("dev", "last"), None);
    }

    #[test]
    fn cpp_drops_comments_and_bare_names() {
        let text = "; x\n[profile a]\nregion = x#y # z\ngarbage\n[b]\nregion = b\n[ profile  default ]\nregion = p\n[default]\nk = v\n";
        let cpp = |name, key| value(text, Plain::Cpp, name, key);
        assert_eq!(cpp("a", "region").as_deref(), Some("3:x#y"));
        assert_eq!(cpp("default", "region"), None);
        assert_eq!(cpp("b", "region"), None);
        assert_eq!(cpp("default", "k").as_deref(), Some("10:v"));
    }
}
