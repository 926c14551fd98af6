//! `checks`: lists the checks.

use checks::registry;
use colored::Colorize;
use serde_json::json;

use crate::app::App;
use crate::cli::{Checks, Format};
use crate::error::{CommandError, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::terminal::text::{pad, wrap};

/// Prints every check in the order in which the checks run.
///
/// # Errors
/// None; all commands return this type.
#[expect(clippy::unnecessary_wraps, reason = "the type of every command")]
pub(crate) fn run(app: &App, args: &Checks) -> Result<u8, CommandError> {
    if args.format == Format::Json {
        let list: Vec<_> = registry()
            .iter()
            .map(|check| {
                json!({
                    "id": check.id,
                    "label": check.label,
                    "title": check.title,
                    "group": check.group.id(),
                    "since": check.since,
                    "requires": check.required_checks().collect::<Vec<_>>(),
                    "network": check.wants.iter().any(|want| want.needs_network()),
                })
            })
            .collect();
        let value = json!({"schema_version": SCHEMA_VERSION, "checks": list});
        app.printer.program_data(&to_json(&value));
        return Ok(OK);
    }
    let width = registry().iter().map(|check| check.id.len()).max().unwrap_or(0);
    let mut group = None;
    for check in registry() {
        if group != Some(check.group) {
            if group.is_some() {
                app.printer.data("");
            }
            app.printer.data(&check.group.title().bold().to_string());
            group = Some(check.group);
        }
        let indent = " ".repeat(width + 4);
        let title = wrap(check.title, &indent, app.printer.width());
        app.printer.data(&format!("  {}  {}", pad(check.id, width), title.trim_start().dimmed()));
    }
    Ok(OK)
}
