//! Reads the assignments of PowerShell profiles, without running them.

use super::assignment::{Assignment, Form, Value, is_aws_variable};

/// `$env:NAME = 'value'`, and `[Environment]::SetEnvironmentVariable('NAME', 'value')`.
pub(super) fn read_powershell(text: &str) -> Vec<Assignment> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        if let Some((variable, value)) = by_env(line).or_else(|| by_method(line)) {
            found.push(Assignment { line: index + 1, variable, value, form: Form::PowerShell });
        }
    }
    found
}

/// The rest of the line after this text, in any case.
fn after<'a>(line: &'a str, text: &str) -> Option<&'a str> {
    let at = line.to_ascii_lowercase().find(text)?;
    line.get(at + text.len()..)
}

fn by_env(line: &str) -> Option<(String, Value)> {
    let rest = after(line, "$env:").or_else(|| after(line, "${env:"))?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = rest.split_at(end);
    let rest = rest.trim_start_matches('}').trim_start().strip_prefix('=')?;
    is_aws_variable(name).then(|| (name.to_owned(), read_value(rest)))
}

fn by_method(line: &str) -> Option<(String, Value)> {
    let rest = after(line, "environment]::setenvironmentvariable(")?;
    let (name, rest) = rest.split_once(',')?;
    let name = name.trim().trim_matches(['\'', '"']);
    is_aws_variable(name).then(|| (name.to_owned(), read_value(rest)))
}

/// A text in quotes; everything else is computed.
fn read_value(rest: &str) -> Value {
    let rest = rest.trim_start();
    let quoted = ['\'', '"'].into_iter().find_map(|quote| {
        let (value, after) = rest.strip_prefix(quote)?.split_once(quote)?;
        // A second quote right after it is an escaped one, and + joins texts.
        let is_whole = !after.trim_start().starts_with([quote, '+']);
        let is_plain = quote == '\'' || !value.contains(['$', '`']);
        (is_whole && is_plain).then(|| value.to_owned())
    });
    quoted.map_or(Value::Computed, Value::Literal)
}
