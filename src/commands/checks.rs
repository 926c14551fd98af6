//! `checks`: lists the checks.

use checks::{Group, registry};
use colored::Colorize;
use serde_json::json;

use crate::app::App;
use crate::cli::{Checks, Format};
use crate::error::{CommandError, OK};
use crate::render::json::{SCHEMA_VERSION, to_json};
use crate::terminal::text::{pad, wrap};

/// Prints every check by its group; the JSON has them in the order in which they run.
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
    let mut groups: Vec<Group> = registry().iter().map(|check| check.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for (index, group) in groups.into_iter().enumerate() {
        if index > 0 {
            app.printer.data("");
        }
        app.printer.data(&group.title().bold().to_string());
        for check in registry().iter().filter(|check| check.group == group) {
            app.printer.data(&row(check.id, width, check.title, app.printer.width()));
        }
    }
    Ok(OK)
}

/// The least room beside the ids in which a title is still read easily.
const ROOM: usize = 30;

/// A check and what it looks at: beside the id, or below it in a narrow window.
fn row(id: &str, width: usize, title: &str, columns: usize) -> String {
    let indent = width + 4;
    if columns < indent + ROOM {
        return format!("  {id}\n{}", wrap(title, "    ", columns).dimmed());
    }
    let title = wrap(title, &" ".repeat(indent), columns);
    format!("  {}  {}", pad(id, width), title.trim_start().dimmed())
}
