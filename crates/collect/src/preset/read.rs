//! From the text of a preset to [`Preset`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use configparser::ini::Ini;
use facts::{Contact, Preset, WayIn};

use machine::bounded::{self, FILE_LIMIT};
use machine::{access, sha256_hex};

use super::text::{Place, list_places};
use super::{PresetError, values};

/// Read at most this many bytes of a preset.
const MAX_PRESET_BYTES: u64 = 256 << 10;

/// Reads a preset.
///
/// # Errors
/// The file cannot be read; a section or a key is unknown; a value is invalid.
pub fn read_preset(path: &Path) -> Result<Preset, PresetError> {
    let there = path.to_owned();
    let bytes = bounded::run_within(FILE_LIMIT, move || read_file(&there))
        .unwrap_or_else(|| Err(bounded::no_answer_words(FILE_LIMIT)))
        .map_err(|why| PresetError::file(path, why))?;
    parse_preset(path, &bytes)
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

fn parse_preset(path: &Path, bytes: &[u8]) -> Result<Preset, PresetError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        PresetError { line: Some(line), ..PresetError::file(path, "it is not UTF-8") }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fault = |place: Place, what: &str| PresetError {
        path: path.to_owned(),
        section: Some(facts::clean_line(&place.section)).filter(|name| !name.is_empty()),
        key: place.key.as_deref().map(facts::clean_line),
        line: Some(place.line),
        what: what.to_owned(),
    };
    let places = list_places(text, fault)?;
    let ini = read_ini(text).map_err(|what| PresetError::file(path, what))?;
    let mut preset = Preset {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        path: path.to_owned(),
        sha256: sha256_hex(bytes),
        ..Preset::default()
    };
    for place in places {
        let taken = match &place.key {
            None => take_section(&mut preset, &place.section),
            Some(key) => {
                let value = ini.get(&place.section, key).unwrap_or_default().replace('\r', "");
                take_value(&mut preset, &place.section, key, value.trim())
            }
        };
        taken.map_err(|what| fault(place, &what))?;
    }
    check_ways_in(path, text, preset)
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
            _ => Err("this section is not known; a preset has portal, profiles, requirements, contact, links \
                      and way-in NAME"
                .into()),
        },
    }
}

fn take_value(preset: &mut Preset, section: &str, key: &str, value: &str) -> Result<(), String> {
    // The team leaves an empty value to the user.
    if value.is_empty() {
        return check_key(section, key);
    }
    match (section, key) {
        ("portal", "session") => preset.session = Some(values::name(value)?),
        ("portal", "start_url") => preset.start_url = Some(values::start_url(value)?),
        ("portal", "region") => preset.region = Some(values::region(value)?),
        ("portal", "scopes") => preset.scopes = values::scopes(value)?,
        ("profiles", "name") => preset.profile_name = Some(values::template(value)?),
        ("profiles", "region") => preset.profile_region = Some(values::region(value)?),
        ("profiles", "output") => preset.output = Some(values::output(value)?),
        ("profiles", "try") => preset.try_command = Some(values::line(value)?),
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
                "page" => contact.page = Some(values::page(value)?),
                _ => return check_key(section, key),
            }
        }
        ("links", _) => {
            preset.links.insert(values::line(key)?, values::page(value)?);
        }
        _ => match (preset.ways_in.last_mut().filter(|_| section.starts_with("way-in ")), key) {
            (Some(way), "label") => way.label = values::line(value)?,
            (Some(way), "steps") => way.steps = values::steps(value)?,
            _ => return check_key(section, key),
        },
    }
    Ok(())
}

/// Checks that the section has this key.
fn check_key(section: &str, key: &str) -> Result<(), String> {
    let known: &[&str] = match section {
        "portal" => &["session", "start_url", "region", "scopes"],
        "profiles" => &["name", "region", "output", "try"],
        "requirements" => &["aws_cli", "install", "static_keys"],
        "contact" => &["name", "email", "page"],
        "links" => return Err("a link needs a URL".into()),
        _ => &["label", "steps"],
    };
    if known.contains(&key) {
        return Ok(());
    }
    Err(format!("this key is not known; this section has {}", known.join(", ")))
}

/// Checks that every way in has a label and steps.
fn check_ways_in(path: &Path, text: &str, preset: Preset) -> Result<Preset, PresetError> {
    for way in &preset.ways_in {
        let missing = if way.label.is_empty() {
            "label"
        } else if way.steps.is_empty() {
            "steps"
        } else {
            continue;
        };
        let section = format!("way-in {}", way.name);
        let header = |line: &str| {
            line.trim().strip_prefix("[way-in ").is_some_and(|rest| {
                rest.strip_suffix(']').is_some_and(|name| name.trim() == way.name)
            })
        };
        return Err(PresetError {
            line: text.lines().position(header).map(|index| index + 1),
            section: Some(section),
            key: Some(missing.to_owned()),
            ..PresetError::file(path, "this key is missing")
        });
    }
    Ok(preset)
}
