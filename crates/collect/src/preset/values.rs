//! The valid values of a preset.

use facts::AddressFault;
use url::Url;

/// The formats of `output` (AWS CLI v2, `awscli/clidriver.py`).
const OUTPUTS: &[&str] = &["json", "text", "table", "yaml", "yaml-stream", "off"];

/// The fields of a template for profile names.
const FIELDS: &[&str] = &["account_name", "account_id", "role_name", "session"];

/// The filters of a field, after a `|`.
const FILTERS: &[&str] = &["lower", "upper", "dashes", "underscores"];

/// Text for one line.
pub(super) fn line(value: &str) -> Result<String, String> {
    if value.chars().any(char::is_control) {
        return Err("the value must be on one line, without control characters".into());
    }
    Ok(value.to_owned())
}

/// A link to a page.
pub(super) fn page(value: &str) -> Result<String, String> {
    let value = line(value)?;
    match Url::parse(&value) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(value),
        _ => Err("the value must be a URL that begins with https://".into()),
    }
}

/// The start URL of a portal, completed where it lacks a part.
pub(super) fn start_url(value: &str) -> Result<String, String> {
    let value = line(value)?;
    if !value.starts_with("https://") && value.contains(':') {
        return Err("the value must be a URL that begins with https://".into());
    }
    let fault = |fault: AddressFault| {
        let next = fault.meant.map(|meant| format!("did you mean {meant}?")).or(fault.next);
        match next {
            Some(next) => format!("the address {}; {next}", fault.what),
            None => format!("the address {}", fault.what),
        }
    };
    let read = facts::read_portal_address(&value).map_err(fault)?;
    let is_complete = facts::StartUrl::parse(&value).canonical == read;
    Ok(if is_complete { value } else { read })
}

/// A region that exists, or may be newer than this program.
pub(super) fn region(value: &str) -> Result<String, String> {
    facts::accept_region_name(value).map_err(|why| format!("{value} {why}"))
}

/// A name for a section of the AWS config file that every tool can read.
pub(super) fn name(value: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c);
    if value.chars().all(allowed) {
        return Ok(value.to_owned());
    }
    Err("the name can contain only letters, digits and _ - / . % @ : +".into())
}

/// A template for profile names: a name with fields in braces, each with optional filters
/// (`{account_name|lower|dashes}`).
pub(super) fn template(value: &str) -> Result<String, String> {
    let mut plain = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let Some((inner, after)) = after.split_once('}') else {
            return Err("a { has no }".into());
        };
        let mut parts = inner.split('|');
        let field = parts.next().unwrap_or_default();
        if !FIELDS.contains(&field) {
            let fields = FIELDS.join(", ");
            return Err(format!("unknown field {{{field}}}; use one of {fields}"));
        }
        if let Some(filter) = parts.find(|filter| !FILTERS.contains(filter)) {
            let filters = FILTERS.join(", ");
            return Err(format!("unknown filter |{filter}; use one of {filters}"));
        }
        rest = after;
    }
    plain.push_str(rest);
    name(&plain).map(|_| value.to_owned())
}

/// The command to try, in which `{profile}` is the profile's name.
pub(super) fn try_command(value: &str) -> Result<String, String> {
    let value = line(value)?;
    let braced = value.split('{').skip(1).filter_map(|part| part.split_once('}'));
    for (field, _) in braced {
        let meant = field.trim().to_lowercase().replace(['_', '-', ' '], "");
        if field != "profile" && matches!(meant.as_str(), "profile" | "profiles" | "profilename") {
            return Err(format!("unknown field {{{field}}}; the profile's name is {{profile}}"));
        }
    }
    Ok(value)
}

/// Patterns of roles, `ACCOUNT/ROLE` with `*` and `?`, one on each line; without a slash, a role in
/// any account.
pub(super) fn role_patterns(value: &str) -> Result<Vec<String>, String> {
    let patterns = steps(value)?;
    for pattern in &patterns {
        let (account, role) = pattern.split_once('/').unwrap_or(("*", pattern));
        if account.trim().is_empty() || role.trim().is_empty() {
            return Err(format!("{pattern} must have the form ACCOUNT/ROLE, such as */ReadOnly*"));
        }
        // The names of roles have no spaces and no slashes (IAM, `CreateRole`).
        if role.contains([' ', '/']) {
            return Err(format!(
                "{pattern} matches no role; each line has one pattern ACCOUNT/ROLE"
            ));
        }
    }
    Ok(patterns)
}

/// The name of a profile, perhaps with `*` and `?`.
pub(super) fn profile_pattern(value: &str) -> Result<String, String> {
    name(&value.replace(['*', '?'], "")).map(|_| value.to_owned())
}

/// Scopes, separated by commas.
pub(super) fn scopes(value: &str) -> Result<Vec<String>, String> {
    let value = line(value)?;
    let scopes: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|scope| !scope.is_empty())
        .map(str::to_owned)
        .collect();
    if scopes.iter().any(|scope| scope.contains(char::is_whitespace)) {
        return Err("scopes must be separated by commas".into());
    }
    Ok(scopes)
}

/// An output format.
pub(super) fn output(value: &str) -> Result<String, String> {
    if OUTPUTS.contains(&value) {
        return Ok(value.to_owned());
    }
    Err(format!("the value must be one of {}", OUTPUTS.join(", ")))
}

/// A range of versions.
pub(super) fn versions(value: &str) -> Result<semver::VersionReq, String> {
    semver::VersionReq::parse(value).map_err(|_| {
        "the value must be a range of versions such as >=2.22.0 or >=2.22.0, <3".into()
    })
}

/// Whether static keys are forbidden.
pub(super) fn static_keys(value: &str) -> Result<bool, String> {
    match value {
        "forbidden" => Ok(true),
        "allowed" => Ok(false),
        _ => Err("the value must be forbidden or allowed".into()),
    }
}

/// An email address.
pub(super) fn email(value: &str) -> Result<String, String> {
    let value = line(value)?;
    match value.split_once('@') {
        Some((name, host))
            if !name.is_empty() && host.contains('.') && !value.contains(char::is_whitespace) =>
        {
            Ok(value)
        }
        _ => Err("the value must be an email address".into()),
    }
}

/// Text of several lines, without empty ones.
pub(super) fn steps(value: &str) -> Result<Vec<String>, String> {
    value.lines().map(str::trim).filter(|step| !step.is_empty()).map(line).collect()
}
