//! `~`, `~user` and `$NAME` in a path, as Python expands them for the AWS CLI.
//!
//! botocore passes AWS_CONFIG_FILE through `os.path.expandvars`, then `os.path.expanduser`
//! (`botocore/configloader.py`, `raw_config_parse`; FACTS 2.4).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use facts::{Known, Why};

/// A variable by its name. On Windows names are case-insensitive.
pub fn find_variable<'a>(variables: &'a [(OsString, OsString)], name: &str) -> Option<&'a OsStr> {
    variables
        .iter()
        .find(|(key, _)| is_same_variable(key, name))
        .map(|(_, value)| value.as_os_str())
}

/// Whether two names are one variable. On Windows names are case-insensitive.
pub(crate) fn is_same_variable(key: &OsStr, name: &str) -> bool {
    if cfg!(windows) { key.eq_ignore_ascii_case(name) } else { key == name }
}

/// The home folder as Python's `expanduser` determines it: on Unix HOME, otherwise this user's
/// entry in the user database; on Windows USERPROFILE, otherwise HOMEDRIVE and HOMEPATH.
pub fn find_home(variables: &[(OsString, OsString)]) -> Known<PathBuf> {
    if cfg!(windows) {
        if let Some(profile) = find_variable(variables, "USERPROFILE") {
            return Ok(profile.into());
        }
        let path = find_variable(variables, "HOMEPATH")
            .ok_or_else(|| Why::Error("USERPROFILE is not set".into()))?;
        let mut home = find_variable(variables, "HOMEDRIVE").unwrap_or_default().to_owned();
        home.push(path);
        return Ok(home.into());
    }
    match find_variable(variables, "HOME") {
        // Then `~/x` becomes `/x`.
        Some(home) if home.is_empty() => Ok("/".into()),
        Some(home) => Ok(home.into()),
        None => home_of_user(None)
            .ok_or_else(|| Why::Error("HOME is not set, and this user has no home folder".into())),
    }
}

/// The home folder of a user, or of the current user, in the user database.
fn home_of_user(name: Option<&str>) -> Option<PathBuf> {
    // The standard library queries the whole database (including LDAP), but only if HOME is not
    // set.
    #[expect(clippy::disallowed_methods, reason = "whether std::env::home_dir would look at it")]
    let asks_database = std::env::var_os("HOME").is_none();
    if name.is_none() && asks_database {
        return std::env::home_dir();
    }
    let text = std::fs::read_to_string("/etc/passwd").ok()?;
    home_in_passwd(&text, name, current_user())
}

/// The home folder of a user, by name or by user ID, in the text of a user database.
pub fn home_in_passwd(passwd: &str, name: Option<&str>, user: Option<u32>) -> Option<PathBuf> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let entry = fields.next()?;
        let id: u32 = fields.nth(1)?.parse().ok()?;
        let home = fields.nth(2)?;
        let wanted = match name {
            Some(name) => entry == name,
            None => Some(id) == user,
        };
        (wanted && !home.is_empty()).then(|| PathBuf::from(home))
    })
}

/// The user ID of the current user.
#[cfg(unix)]
pub fn current_user() -> Option<u32> {
    Some(rustix::process::geteuid().as_raw())
}

/// The user ID of the current user: Windows has none.
#[cfg(not(unix))]
pub fn current_user() -> Option<u32> {
    None
}

/// `path` with variables and `~` expanded. What cannot be expanded is unchanged, as in Python.
pub fn expand_path(
    path: &OsStr,
    variables: &[(OsString, OsString)],
    home: Option<&Path>,
) -> PathBuf {
    let Some(text) = path.to_str() else {
        // Python would expand this too, but bytes that are not UTF-8 are not worth a second implementation.
        return path.into();
    };
    let expanded = expand_variables(text, variables);
    match expanded.to_str() {
        Some(text) => expand_user(text, home).unwrap_or_else(|| expanded.into()),
        None => expanded.into(),
    }
}

/// `os.path.expandvars`: `$NAME` and `${NAME}`, on Windows `%NAME%` too. An unset name stays.
fn expand_variables(text: &str, variables: &[(OsString, OsString)]) -> OsString {
    let mut out = OsString::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c| c == '$' || (cfg!(windows) && c == '%')) {
        out.push(&rest[..at]);
        let reference = &rest[at..];
        let (name, length) = parse_reference(reference);
        match name.and_then(|name| find_variable(variables, name)) {
            Some(value) => out.push(value),
            None => out.push(&reference[..length]),
        }
        rest = &reference[length..];
    }
    out.push(rest);
    out
}

/// The variable name of the reference at the start of `text`, and the length of the reference.
fn parse_reference(text: &str) -> (Option<&str>, usize) {
    let word = |text: &str| {
        text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
    };
    if let Some(inner) = text.strip_prefix("${") {
        return match inner.find('}') {
            Some(end) => (Some(&inner[..end]), end + 3),
            None => (None, 2),
        };
    }
    if let Some(inner) = text.strip_prefix('%') {
        return match inner.find('%') {
            Some(end) => (Some(&inner[..end]), end + 2),
            None => (None, 1),
        };
    }
    let end = word(&text[1..]);
    ((end > 0).then(|| &text[1..=end]), end + 1)
}

/// `os.path.expanduser`; `None` if there is nothing to expand.
pub fn expand_user(text: &str, home: Option<&Path>) -> Option<PathBuf> {
    let after = text.strip_prefix('~')?;
    let end = after.find(|c| c == '/' || (cfg!(windows) && c == '\\')).unwrap_or(after.len());
    let (user, rest) = after.split_at(end);
    let folder = if user.is_empty() { home?.to_owned() } else { home_of_user(Some(user))? };
    let rest = rest.trim_start_matches(['/', '\\']);
    Some(if rest.is_empty() { folder } else { folder.join(rest) })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn expanded(text: &str) -> String {
        let variables = [("HOME", "/home/mira"), ("A", "/a"), ("A_B", "ab"), ("EMPTY", "")]
            .map(|(name, value)| (OsString::from(name), OsString::from(value)));
        expand_path(text.as_ref(), &variables, Some(Path::new("/home/mira"))).display().to_string()
    }

    #[test]
    fn paths_are_expanded_as_python_does() {
        // Each pair as Python 3.11 evaluates `os.path.expanduser(os.path.expandvars(x))`.
        for (text, path) in [
            ("~/f", "/home/mira/f"),
            ("~", "/home/mira"),
            ("$A/f", "/a/f"),
            ("${A}f", "/af"),
            ("$A_B/$A", "ab//a"),
            ("$HOME/.aws/config", "/home/mira/.aws/config"),
            ("$NOT_SET/f", "$NOT_SET/f"),
            ("${A", "${A"),
            ("$", "$"),
            ("a$$A", "a$/a"),
            ("$EMPTY~/f", "/home/mira/f"),
            ("x~/f", "x~/f"),
            ("~no-such-user-here/f", "~no-such-user-here/f"),
            ("%A%/f", "%A%/f"),
            ("é$A", "é/a"),
            ("", ""),
        ] {
            assert_eq!(expanded(text), path, "{text}");
        }
    }

    #[test]
    fn the_user_database_is_read_by_name_and_by_number() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\n\n# no entry\nmira:x:1000:1000::/home/mira:/bin/zsh\nbad:x:no\n";
        assert_eq!(home_in_passwd(passwd, Some("mira"), None), Some("/home/mira".into()));
        assert_eq!(home_in_passwd(passwd, None, Some(0)), Some("/root".into()));
        assert_eq!(home_in_passwd(passwd, Some("bad"), Some(0)), None);
    }

    #[test]
    fn an_empty_home_is_the_root_as_in_python() {
        let variables = [(OsString::from("HOME"), OsString::new())];
        assert_eq!(find_home(&variables), Ok("/".into()));
    }
}
