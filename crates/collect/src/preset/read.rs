//! From the text of a preset to [`Preset`].

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use configparser::ini::Ini;
use facts::{Contact, Preset, WayIn};

use machine::bounded::{self, FILE_LIMIT};
use machine::{access, sha256_hex};

use super::keys::{check_key, section_error};
use super::text::{Entry, Lines, Mistake, list_entries};
use super::{PresetError, values};

/// Read at most this many bytes of a preset.
const MAX_PRESET_BYTES: u64 = 256 << 10;

/// A preset as its author sees it: what could be read of it, and everything that is wrong.
#[derive(Clone, Debug)]
pub struct CheckedPreset {
    /// What could be read.
    pub preset: Preset,
    /// The file's text; bytes that are not UTF-8 are replaced.
    pub text: String,
    /// Every mistake, by line.
    pub mistakes: Vec<PresetError>,
}

/// Reads a preset.
///
/// # Errors
/// The file cannot be read; a section or a key is unknown; a value is invalid. Of several
/// mistakes, the first.
pub fn read_preset(path: &Path) -> Result<Preset, PresetError> {
    let checked = check_preset(path)?;
    match checked.mistakes.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(checked.preset),
    }
}

/// Reads a preset and finds every mistake in it.
///
/// # Errors
/// The file cannot be read.
pub fn check_preset(path: &Path) -> Result<CheckedPreset, PresetError> {
    let there = path.to_owned();
    let bytes = bounded::run_within(FILE_LIMIT, move || read_file(&there))
        .unwrap_or_else(|| Err(bounded::no_answer_words(FILE_LIMIT)))
        .map_err(|why| PresetError::file(path, why))?;
    Ok(check_preset_text(path, &bytes))
}

fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if let Some(what) = access::non_file_kind(&metadata) {
        return Err(format!("it is {what}, not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_PRESET_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MAX_PRESET_BYTES {
        return Err(format!("it is larger than the {MAX_PRESET_BYTES} bytes of a preset"));
    }
    Ok(bytes)
}

/// Finds every mistake in the text of a preset, which need not be in the file `path` yet.
pub fn check_preset_text(path: &Path, bytes: &[u8]) -> CheckedPreset {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let mut preset = Preset {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        path: path.to_owned(),
        sha256: sha256_hex(bytes),
        ..Preset::default()
    };
    let not_text = lines_not_utf8(bytes);
    let Lines { entries, mut mistakes, valid } = list_entries(&text);
    let values = read_ini(&valid).unwrap_or_else(|what| {
        mistakes.push(Mistake { line: 1, section: None, key: None, what });
        Ini::new_cs()
    });
    let value_of = |entry: &Entry| match &entry.key {
        Some(key) => values.get(&entry.section, key).unwrap_or_default().trim().to_owned(),
        None => String::new(),
    };
    // The keys of an unknown section are not mistakes of their own.
    let mut unknown: BTreeSet<&str> = BTreeSet::new();
    for entry in &entries {
        if unknown.contains(entry.section.as_str()) {
            continue;
        }
        let taken = match &entry.key {
            None => {
                let taken = take_section(&mut preset, &entry.section);
                if taken.is_err() {
                    unknown.insert(&entry.section);
                }
                taken
            }
            // The first one counts.
            Some(key) if entry.is_repeated => check_key(&entry.section, key),
            Some(key) => take_value(&mut preset, &entry.section, key, &value_of(entry)),
        };
        mistakes.extend(taken.err().map(|what| entry.mistake(what)));
    }
    let ways_in = entries.iter().filter(|entry| {
        entry.key.is_none()
            && entry.section.starts_with("way-in ")
            && !unknown.contains(entry.section.as_str())
    });
    for entry in ways_in {
        // An invalid value was a mistake already.
        let has =
            |key: &&str| values.get(&entry.section, key).is_some_and(|it| !it.trim().is_empty());
        mistakes.extend(["label", "steps"].into_iter().filter(|key| !has(key)).map(|key| {
            Mistake { key: Some(key.to_owned()), ..entry.mistake("this key is missing") }
        }));
    }
    mistakes.retain(|mistake| !not_text.contains(&mistake.line));
    mistakes.extend(not_text.into_iter().map(|line| Mistake {
        line,
        section: None,
        key: None,
        what: "it is not UTF-8".to_owned(),
    }));
    mistakes.sort_by_key(|mistake| mistake.line);
    let mistakes = mistakes.into_iter().map(|mistake| PresetError {
        path: path.to_owned(),
        section: mistake.section.as_deref().map(facts::clean_line),
        key: mistake.key.as_deref().map(facts::clean_line),
        line: Some(mistake.line),
        what: facts::clean_line(&mistake.what),
    });
    let mistakes = mistakes.collect();
    CheckedPreset { preset, text, mistakes }
}

/// The lines, from 1, that are not UTF-8.
fn lines_not_utf8(bytes: &[u8]) -> BTreeSet<usize> {
    (1..)
        .zip(bytes.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| std::str::from_utf8(line).is_err())
        .map(|(number, _)| number)
        .collect()
}

/// The values. The crate's inline comments are disabled, because they would cut a start URL that
/// ends in `#/`.
fn read_ini(text: &str) -> Result<Ini, String> {
    let mut ini = Ini::new_cs();
    let mut defaults = ini.defaults();
    defaults.delimiters = vec!['='];
    defaults.comment_symbols = vec!['#', ';'];
    defaults.enable_inline_comments = false;
    defaults.multiline = true;
    ini.load_defaults(defaults);
    ini.read(text.to_owned())?;
    Ok(ini)
}

fn take_section(preset: &mut Preset, section: &str) -> Result<(), String> {
    match section {
        "portal" | "profiles" | "requirements" | "links" => Ok(()),
        "contact" => {
            preset.contact = Some(Contact::default());
            Ok(())
        }
        _ => match section.strip_prefix("way-in ").map(str::trim) {
            Some(name) if !name.is_empty() => {
                let name = values::line(name)?;
                preset.ways_in.push(WayIn { name, label: String::new(), steps: Vec::new() });
                Ok(())
            }
            _ => Err(section_error(section)),
        },
    }
}

fn take_value(preset: &mut Preset, section: &str, key: &str, value: &str) -> Result<(), String> {
    check_key(section, key)?;
    // The team leaves an empty value to the user.
    if value.is_empty() {
        return if section == "links" { Err("a link needs a URL".into()) } else { Ok(()) };
    }
    match (section, key) {
        ("portal", "session") => preset.session = Some(values::name(value)?),
        ("portal", "start_url") => preset.start_url = Some(values::start_url(value)?),
        ("portal", "region") => preset.region = Some(values::region(value)?),
        ("portal", "scopes") => preset.scopes = values::scopes(value)?,
        ("profiles", "name") => preset.profile_name = Some(values::template(value)?),
        ("profiles", "roles") => preset.roles = values::role_patterns(value)?,
        ("profiles", "default_profile") => {
            preset.default_profile = Some(values::profile_pattern(value)?);
        }
        ("profiles", "region") => preset.profile_region = Some(values::region(value)?),
        ("profiles", "output") => preset.output = Some(values::output(value)?),
        ("profiles", "try") => preset.try_command = Some(values::try_command(value)?),
        ("requirements", "aws_cli") => preset.aws_cli = Some(values::versions(value)?),
        ("requirements", "install") => preset.install = Some(values::steps(value)?.join("\n")),
        ("requirements", "static_keys") => {
            preset.static_keys_forbidden = values::static_keys(value)?;
        }
        ("contact", _) => {
            let contact = preset.contact.get_or_insert_default();
            match key {
                "name" => contact.name = Some(values::line(value)?),
                "email" => contact.email = Some(values::email(value)?),
                _ => contact.page = Some(values::page(value)?),
            }
        }
        ("links", _) => {
            preset.links.insert(values::line(key)?, values::page(value)?);
        }
        _ => {
            let name = section.strip_prefix("way-in ").map(str::trim);
            if let Some(way) = preset.ways_in.iter_mut().find(|way| Some(way.name.as_str()) == name)
            {
                match key {
                    "label" => way.label = values::line(value)?,
                    _ => way.steps = values::steps(value)?,
                }
            }
        }
    }
    Ok(())
}
