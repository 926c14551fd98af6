//! Writes the table as Rust constants, so that no run of the program has to parse it.
//!
//! The JSON files in `data/` are what people review and edit. A field that the schema below does
//! not list, or a value of another type, ends the build.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

use serde_json::Value;

/// The kind of a value, and how Rust spells it.
enum Kind {
    Text,
    Flag,
    /// `null`, or missing, is `None`.
    Optional(&'static Kind),
    /// A missing list is empty.
    List(&'static Kind),
    /// One of these words: in the table, and as a variant of this type.
    Word(&'static str, &'static [(&'static str, &'static str)]),
    /// A value of the type `Since`.
    Since,
    /// A value of this type, with these fields.
    Struct(&'static str, &'static [Field]),
}

/// A field and its kind. `ref` is `reference` in Rust.
type Field = (&'static str, Kind);

use Kind::{Flag, List, Optional, Since, Struct, Text, Word};

const PROGRAM: Kind = Struct(
    "Program",
    &[
        ("id", Text),
        ("name", Text),
        ("kind", Text),
        ("sdk", List(&FAMILY)),
        ("sdk_note", Optional(&Text)),
        ("evidence", EVIDENCE),
        ("found_by", FOUND_BY),
        ("version_by", List(&Text)),
        ("profile_by", List(&PROFILE_SOURCE)),
        ("region_by", List(&Text)),
        ("sdk_since", List(&SDK_SINCE)),
        ("supports", SUPPORTS),
        ("needs", List(&Text)),
        ("settings", List(&Text)),
        ("defects", List(&DEFECT)),
        ("unverified", List(&Text)),
    ],
);

const FOUND_BY: Kind = Struct(
    "FoundBy",
    &[
        ("path", List(&Text)),
        ("path_needs_evidence", Flag),
        ("go_module", List(&Text)),
        ("python", List(&Text)),
        ("conda", List(&Text)),
        ("npm", List(&Text)),
        ("cargo", List(&Text)),
        ("homebrew", List(&Text)),
        ("snap", List(&Text)),
        ("editor_extension", List(&Text)),
        ("jetbrains_plugin", List(&Text)),
        ("app", List(&Text)),
        ("files", List(&Text)),
        ("other", List(&Text)),
    ],
);

const PROFILE_SOURCE: Kind = Struct("ProfileSource", &[("by", WAY), ("name", Text), ("ref", Text)]);

const SDK_SINCE: Kind =
    Struct("SdkSince", &[("version", Optional(&Text)), ("what", Text), ("ref", Text)]);

const SUPPORTS: Kind = Struct(
    "Supports",
    &[
        ("sso_session_since", Since),
        ("legacy_since", Since),
        ("refresh_since", Since),
        ("login_since", Since),
        ("process", Optional(&Flag)),
        ("role_chain", Optional(&Flag)),
        ("env_keys", Optional(&Flag)),
        ("refs", List(&Text)),
    ],
);

const DEFECT: Kind =
    Struct("Defect", &[("versions", Text), ("symptom", Text), ("fix", Text), ("ref", Text)]);

const TEXTS: Kind = Struct("ProgramTexts", &[("id", Text), ("texts", List(&TEXT))]);

const TEXT: Kind = Struct(
    "ProgramText",
    &[("text", Text), ("means", Text), ("remedy", Text), ("ref", Text), ("evidence", EVIDENCE)],
);

const EVIDENCE: Kind = Word(
    "Evidence",
    &[
        ("run", "Run"),
        ("source", "Source"),
        ("document", "Document"),
        ("derived", "Derived"),
        ("issue", "Issue"),
        ("unverified", "Unverified"),
    ],
);

const WAY: Kind = Word(
    "ProfileWay",
    &[
        ("variable", "Variable"),
        ("flag", "Flag"),
        ("file", "File"),
        ("code", "Code"),
        ("app", "App"),
        ("address", "Address"),
    ],
);

/// The identifiers of the families; a test compares them with `SdkFamily::id`.
const FAMILY: Kind = Word(
    "SdkFamily",
    &[
        ("cli1", "Cli1"),
        ("cli2", "Cli2"),
        ("botocore", "Botocore"),
        ("go1", "Go1"),
        ("go2", "Go2"),
        ("go-base", "GoBase"),
        ("js2", "Js2"),
        ("js3", "Js3"),
        ("java1", "Java1"),
        ("java2", "Java2"),
        ("dotnet3", "DotNet3"),
        ("dotnet4", "DotNet4"),
        ("powershell", "PowerShell"),
        ("rust", "Rust"),
        ("cpp", "Cpp"),
        ("crt", "Crt"),
        ("php", "Php"),
        ("ruby", "Ruby"),
    ],
);

/// The files in `data/`, each with another one that ends with `_texts`.
const FILES: &[&str] = &[
    "infrastructure",
    "containers",
    "access",
    "editors",
    "libraries",
    "science",
    "storage",
    "databases",
];

#[allow(clippy::disallowed_methods, reason = "cargo names the folder, and reads the file from it")]
fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data");
    let mut out = String::new();
    out.push_str("pub(crate) static PROGRAMS: &[Program] = &[\n");
    for name in FILES {
        write_rows(&mut out, &format!("{name}.json"), &PROGRAM)?;
    }
    out.push_str("];\npub(crate) static TEXTS: &[ProgramTexts] = &[\n");
    for name in FILES {
        write_rows(&mut out, &format!("{name}_texts.json"), &TEXTS)?;
    }
    out.push_str("];\n");
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    fs::write(Path::new(&folder).join("table.rs"), out)
}

/// Appends the rows of one file, a line each.
fn write_rows(out: &mut String, file: &str, kind: &Kind) -> io::Result<()> {
    let rows: Vec<Value> = serde_json::from_slice(&fs::read(Path::new("data").join(file))?)?;
    for row in &rows {
        let text = spell(kind, row).map_err(|why| {
            let id = row.get("id").unwrap_or(&Value::Null);
            io::Error::other(format!("data/{file}, {id}: {why}"))
        })?;
        // A String takes every text.
        let _ = writeln!(out, "    {text},");
    }
    Ok(())
}

/// A value in Rust.
fn spell(kind: &Kind, value: &Value) -> Result<String, String> {
    match (kind, value) {
        (Text, Value::String(text)) => Ok(format!("{text:?}")),
        (Flag, Value::Bool(flag)) => Ok(flag.to_string()),
        (Optional(_), Value::Null) => Ok("None".to_owned()),
        (Optional(kind), value) => Ok(format!("Some({})", spell(kind, value)?)),
        (List(kind), Value::Array(values)) => {
            let values: Result<Vec<String>, String> =
                values.iter().map(|value| spell(kind, value)).collect();
            Ok(format!("&[{}]", values?.join(", ")))
        }
        (Word(name, words), Value::String(text)) => words
            .iter()
            .find(|(word, _)| word == text)
            .map(|(_, variant)| format!("{name}::{variant}"))
            .ok_or_else(|| format!("{text} is no {name}")),
        (Since, Value::Null) => Ok("Since::Unknown".to_owned()),
        (Since, Value::String(text)) => Ok(match text.as_str() {
            "any" => "Since::Always".to_owned(),
            "none" => "Since::Never".to_owned(),
            text if is_version(text) => format!("Since::Version({text:?})"),
            text => format!("Since::Depends({text:?})"),
        }),
        (Struct(name, fields), Value::Object(members)) => {
            if let Some(unknown) =
                members.keys().find(|key| !fields.iter().any(|(known, _)| known == key))
            {
                return Err(format!("{unknown} is no field of {name}"));
            }
            let mut text = format!("{name} {{ ");
            for (key, kind) in *fields {
                let field = if *key == "ref" { "reference" } else { *key };
                let spelled = match (members.get(*key), kind) {
                    (Some(value), kind) => spell(kind, value),
                    (None, Optional(_)) => Ok("None".to_owned()),
                    (None, List(_)) if *name == "FoundBy" => Ok("&[]".to_owned()),
                    (None, Flag) if *name == "FoundBy" => Ok("false".to_owned()),
                    (None, _) => Err("it is missing".to_owned()),
                };
                let spelled = spelled.map_err(|why| format!("{key}: {why}"))?;
                let _ = write!(text, "{field}: {spelled}, ");
            }
            text.push('}');
            Ok(text)
        }
        (_, value) => Err(format!("{value} is of another type")),
    }
}

/// Whether a text is a version, not words about it; a test compares this with `ProgramVersion`.
fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-+_~".contains(c))
}
