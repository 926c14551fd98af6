//! `profiles`: shows what each tool would read, with file and line.

use std::path::Path;

use aws_files::{FileKind, MergedProfile, Property, Reading, Section, Value as FileValue, View};
use colored::Colorize;
use facts::{Facts, Request, clean_line, mask_secrets, mask_value};
use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::cli::{Format, Profiles, ViewName};
use crate::error::{CommandError, FOUND, INCOMPLETE, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::terminal::text::{Mark, pad};

/// Prints what the chosen view reads.
///
/// # Errors
/// None; all commands return this type.
#[expect(clippy::unnecessary_wraps, reason = "the type of every command")]
pub(crate) fn run(app: &App, args: &Profiles) -> Result<u8, CommandError> {
    let request = Request { offline: true, ..Request::default() };
    let facts = collect::offline_facts(&app.system, request, app.preset.clone());
    let (view, view_name) = match args.view {
        ViewName::Cli => (View::Cli, "cli"),
        ViewName::Sdk => (View::Sdk, "sdk"),
    };
    let files = facts.files();
    let (config, credentials) = (files.config.reading(view), files.credentials.reading(view));
    let merged = aws_files::merge(config, credentials);
    let rejection = [config, credentials]
        .into_iter()
        .find_map(|reading| Some((reading.kind, reading.rejection.as_ref()?)));
    let unread: Vec<(FileKind, String)> = [&files.config, &files.credentials]
        .into_iter()
        .filter_map(|file| Some((file.kind, mask_secrets(&file.unread()?.to_string()))))
        .collect();
    if args.format == Format::Json {
        let error = rejection.map(|(kind, fault)| {
            json!({"message": mask_secrets(&fault.kind.to_string()), "path": files.path(kind), "line": fault.location.line})
        });
        let value = json!({
            "schema_version": SCHEMA_VERSION,
            "view": view_name,
            "files": [files.path(FileKind::Config), files.path(FileKind::Credentials)],
            "error": error,
            "unread": unread.iter().map(|(kind, why)| json!({"path": files.path(*kind), "reason": why})).collect::<Vec<_>>(),
            "profiles": merged.iter().map(|(name, profile)| (mask_secrets(name), profile_json(&facts, profile))).collect::<Map<_, _>>(),
            "sso_sessions": config.sso_sessions.iter().map(|(name, section)| (mask_secrets(name), section_json(&facts, section))).collect::<Map<_, _>>(),
        });
        app.printer.program_data(&to_json(&value));
    } else {
        if let Some((kind, fault)) = rejection {
            app.printer.data(&format!(
                "{} {}:{} {}",
                Mark::Fail.show(),
                app.path(files.path(kind)),
                fault.location.line,
                mask_secrets(&fault.kind.to_string())
            ));
            app.printer.data("  so this reader ignores the whole file");
        }
        for (kind, why) in &unread {
            let path = app.path(files.path(*kind));
            app.printer.data(&format!("{} {path}: {why}", Mark::Unknown.show()));
        }
        human(app, &facts, &merged, config, unread.is_empty());
    }
    Ok(match (rejection, unread.is_empty()) {
        (Some(_), _) => FOUND,
        (None, false) => INCOMPLETE,
        (None, true) => OK,
    })
}

fn human(
    app: &App,
    facts: &Facts,
    merged: &indexmap::IndexMap<String, MergedProfile>,
    config: &Reading,
    is_complete: bool,
) {
    if is_complete && merged.is_empty() && config.sso_sessions.is_empty() {
        app.printer.data("  no profile and no sso-session");
    }
    for (name, profile) in merged {
        app.printer.data(&format!("{} {}", "profile".dimmed(), shown_key(name).bold()));
        for key in profile.keys() {
            if let Some((kind, property)) = profile.get(key) {
                lines(app, facts, kind, property);
            }
        }
    }
    for (name, section) in &config.sso_sessions {
        app.printer.data(&format!("{} {}", "sso-session".dimmed(), shown_key(name).bold()));
        for (_, property) in section.iter() {
            lines(app, facts, FileKind::Config, property);
        }
    }
}

/// The width of a key with its value, where it has one line with its place.
const LEFT: usize = 52;

/// A key with its value and its place, followed by its nested keys.
fn lines(app: &App, facts: &Facts, kind: FileKind, property: &Property) {
    let place = |property: &Property| {
        format!("{}:{}", app.path(facts.files().path(kind)), property.key_location.line)
    };
    let row = |indent: &str, property: &Property, text: &str| {
        let left = format!("{indent}{} = {}", shown_key(&property.key), clean_line(text));
        let place = place(property);
        let is_long = left.width().max(LEFT) + 2 + place.width() > app.printer.width();
        if is_long && app.printer.out_is_terminal() {
            // The value stays whole, so that it can be copied.
            app.printer.data(&format!("{left}\n{indent}  {}", place.dimmed()));
        } else {
            app.printer.data(&format!("{}  {}", pad(&left, LEFT), place.dimmed()));
        }
    };
    match &property.value {
        FileValue::Text(text) => row("  ", property, &mask_value(&property.key, text)),
        FileValue::Nested(keys) => {
            row("  ", property, "");
            for nested in keys.values() {
                if let FileValue::Text(text) = &nested.value {
                    row("    ", nested, &mask_value(&nested.key, text));
                }
            }
        }
    }
}

/// A key that is safe to print, because a secret may have been pasted in its place.
fn shown_key(key: &str) -> String {
    mask_secrets(&clean_line(key))
}

fn profile_json(facts: &Facts, profile: &MergedProfile) -> Value {
    let keys = profile.keys().filter_map(|key| {
        let (kind, property) = profile.get(key)?;
        Some((shown_key(key), property_json(facts.files().path(kind), property)))
    });
    Value::Object(keys.collect())
}

fn section_json(facts: &Facts, section: &Section) -> Value {
    let path = facts.files().path(FileKind::Config);
    Value::Object(
        section
            .iter()
            .map(|(key, property)| (shown_key(key), property_json(path, property)))
            .collect(),
    )
}

fn property_json(path: &Path, property: &Property) -> Value {
    match &property.value {
        FileValue::Text(text) => json!({
            "value": mask_value(&property.key, text),
            "path": path,
            "line": property.key_location.line,
        }),
        FileValue::Nested(keys) => {
            let nested: Map<String, Value> = keys
                .iter()
                .filter_map(|(key, nested)| match &nested.value {
                    FileValue::Text(text) => Some((shown_key(key), mask_value(key, text).into())),
                    FileValue::Nested(_) => None,
                })
                .collect();
            json!({"value": nested})
        }
    }
}
