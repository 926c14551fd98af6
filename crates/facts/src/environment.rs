//! The only environment variables that AWS tools and this program read.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::Secret;

/// A variable to inspect. Its value is secret if it can contain a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    /// Text that is safe to show.
    Text(String),
    /// A value that may contain a key, a token or a password.
    Hidden(Secret),
    /// Set, but not valid UTF-8.
    NotText,
}

/// A snapshot of the environment, restricted to the names that matter here.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    variables: BTreeMap<String, Variable>,
}

/// Variables whose values are safe to show. The AWS names are from the AWS CLI's guide,
/// "Environment variables to configure the AWS CLI", and from botocore's configprovider.py.
const SHOWN: &[&str] = &[
    "AMAZON_DEFAULT_REGION",
    "AMAZON_REGION",
    "APPDATA",
    "AWS_CA_BUNDLE",
    "AWS_CLI_FILE_ENCODING",
    "AWS_CONFIG_FILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_LOGIN_CACHE_DIRECTORY",
    "AWS_ONBOARD_PRESET",
    "AWS_PAGER",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "BROWSER",
    "CODESPACES",
    "COLORTERM",
    "CONTAINER",
    "CPL_AWS_CREDENTIALS_FILE",
    "CPL_AWS_ROOT_DIR",
    "DISPLAY",
    "HOME",
    "HOMEDRIVE",
    "HOMEPATH",
    "LANG",
    "LC_ALL",
    "LOCALAPPDATA",
    "LOGNAME",
    "MSYSTEM",
    "PAGER",
    "PATH",
    "PATHEXT",
    "PROMPT",
    "PSModulePath",
    "PYTHONUTF8",
    "REQUESTS_CA_BUNDLE",
    "SHELL",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SUDO_USER",
    "TERM",
    "TERM_PROGRAM",
    "USER",
    "USERNAME",
    "USERPROFILE",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "ZDOTDIR",
];

/// Variables whose values can contain a credential: keys, and proxies with a password.
const HIDDEN: &[&str] = &[
    "ALL_PROXY",
    "AMAZON_ACCESS_KEY_ID",
    "AMAZON_SECRET_ACCESS_KEY",
    "AMAZON_SESSION_TOKEN",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "SECRET_ACCESS_KEY",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

impl Environment {
    /// Keeps the known `variables`, and for every other `AWS_` variable only its name.
    pub fn from_variables(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self::from_named(variables, cfg!(windows))
    }

    /// The same; `any_case` is for Windows, where `aws_profile` and `AWS_PROFILE` are one variable.
    fn from_named(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        any_case: bool,
    ) -> Self {
        let mut kept = BTreeMap::new();
        for (name, value) in variables {
            let Ok(mut name) = name.into_string() else {
                continue;
            };
            if any_case {
                name = usual_name(name);
            }
            let shown = SHOWN.contains(&name.as_str());
            if !shown && !HIDDEN.contains(&name.as_str()) && !name.starts_with("AWS_") {
                continue;
            }
            let value = match value.into_string() {
                Ok(text) if shown => Variable::Text(text),
                Ok(text) => Variable::Hidden(Secret::new(text)),
                Err(_) => Variable::NotText,
            };
            kept.insert(name, value);
        }
        Self { variables: kept }
    }

    /// The text of a variable that is safe to show, as it is set (it may be empty).
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.variables.get(name)? {
            Variable::Text(text) => Some(text),
            Variable::Hidden(_) | Variable::NotText => None,
        }
    }

    /// The text of a variable, if it is set and not empty.
    pub fn non_empty(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|text| !text.is_empty())
    }

    /// A value that may contain a credential.
    pub fn hidden(&self, name: &str) -> Option<&Secret> {
        match self.variables.get(name)? {
            Variable::Hidden(secret) => Some(secret),
            Variable::Text(_) | Variable::NotText => None,
        }
    }

    /// Whether the variable has a value, even one that is not safe to show.
    pub fn has_value(&self, name: &str) -> bool {
        self.variables.get(name).is_some_and(|value| match value {
            Variable::Text(text) => !text.is_empty(),
            Variable::Hidden(secret) => !secret.expose().is_empty(),
            Variable::NotText => true,
        })
    }

    /// Whether the variable is set to any value.
    pub fn is_set(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    /// Every known variable, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Variable)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The name as AWS's documentation writes it, whatever its case: `Path` is `PATH`.
fn usual_name(name: String) -> String {
    let mut known = SHOWN.iter().chain(HIDDEN);
    match known.find(|known| known.eq_ignore_ascii_case(&name)) {
        Some(known) => (*known).to_owned(),
        None if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("AWS_")) => {
            name.to_ascii_uppercase()
        }
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        Environment::from_variables(
            pairs.iter().map(|(n, v)| (OsString::from(n), OsString::from(v))),
        )
    }

    #[test]
    fn other_names_are_not_kept() {
        let environment = environment(&[("GITHUB_TOKEN", "ghp_x"), ("AWS_PROFILE", "dev")]);
        assert!(!environment.is_set("GITHUB_TOKEN"));
        assert_eq!(environment.text("AWS_PROFILE"), Some("dev"));
    }

    #[test]
    fn on_windows_a_name_in_any_case_is_the_same_variable() {
        let pairs = [("aws_profile", "dev"), ("Path", "C:\\x"), ("https_proxy", "http://h")]
            .map(|(name, value)| (OsString::from(name), OsString::from(value)));
        let windows = Environment::from_named(pairs.clone(), true);
        assert_eq!(windows.text("AWS_PROFILE"), Some("dev"));
        assert_eq!(windows.text("PATH"), Some("C:\\x"));
        assert!(windows.hidden("HTTPS_PROXY").is_some());
        let names = Environment::from_named([("Aws_New".into(), "x".into())], true);
        assert!(names.is_set("AWS_NEW"));
        let unix = Environment::from_named(pairs, false);
        assert_eq!(unix.text("AWS_PROFILE"), None);
        assert!(unix.hidden("https_proxy").is_some());
    }

    #[test]
    fn an_unknown_aws_name_is_kept_without_its_value_being_readable() {
        let environment =
            environment(&[("AWS_SOMETHING_NEW", "s3cr3t"), ("HTTPS_PROXY", "http://u:p@h:1")]);
        assert!(environment.is_set("AWS_SOMETHING_NEW"));
        assert_eq!(environment.text("AWS_SOMETHING_NEW"), None);
        assert!(!format!("{environment:?}").contains("s3cr3t"));
        assert!(!format!("{environment:?}").contains("u:p"));
    }
}
