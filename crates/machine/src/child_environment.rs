//! The environment of programs that are started to look: what they need to run, and no credentials.

use std::ffi::OsString;

/// Variables that programs need to start at all, on any system.
const BASE: &[&str] = &[
    "PATH",
    "HOME",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TERM",
    "TMPDIR",
    "TEMP",
    "TMP",
    // Windows.
    "USERPROFILE",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
];

/// Variables that decide which AWS CLI a name on PATH starts, and whether it starts: the loader's,
/// and where version managers keep their programs.
const LOADING: &[&str] = &[
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "PYENV_ROOT",
    "PYENV_VERSION",
    "ASDF_DIR",
    "ASDF_DATA_DIR",
    "MISE_DATA_DIR",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
];

/// Variables through which a browser finds the screen and a running instance of itself.
const SCREEN: &[&str] = &[
    "BROWSER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "KDE_FULL_SESSION",
    "KDE_SESSION_VERSION",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
    "CONTAINER",
];

/// Proxies, which a browser may need to reach the page; not one with a password.
const PROXIES: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];

/// What a program is started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `aws --version`.
    Version,
    /// The page of a sign-in.
    Browser,
}

/// The variables that a program started for this gets.
pub(crate) fn bare_environment(
    variables: &[(OsString, OsString)],
    purpose: Purpose,
) -> impl Iterator<Item = &(OsString, OsString)> {
    variables.iter().filter(move |(name, value)| is_given(name, value, purpose))
}

fn is_given(name: &OsString, value: &OsString, purpose: Purpose) -> bool {
    let Some(name) = name.to_str().map(str::to_ascii_uppercase) else {
        return false;
    };
    let is_in = |names: &[&str]| names.contains(&name.as_str());
    if is_in(BASE) || name.starts_with("LC_") {
        return true;
    }
    match purpose {
        Purpose::Version => is_in(LOADING) || name.starts_with("PYTHON"),
        Purpose::Browser => {
            let has_user = || value.to_str().is_none_or(|value| value.contains('@'));
            is_in(SCREEN) || name.starts_with("XDG_") || (is_in(PROXIES) && !has_user())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(purpose: Purpose) -> Vec<String> {
        let variables: Vec<(OsString, OsString)> = [
            ("PATH", "/bin"),
            ("HOME", "/home/mira"),
            ("LC_ALL", "C.UTF-8"),
            ("PYTHONPATH", "/lib"),
            ("LD_LIBRARY_PATH", "/lib"),
            ("DISPLAY", ":0"),
            ("XDG_RUNTIME_DIR", "/run/user/1000"),
            ("https_proxy", "http://proxy.example:3128"),
            ("HTTP_PROXY", "http://mira:pa55@proxy.example:3128"),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "canary"),
            ("AWS_PROFILE", "dev"),
            ("GITHUB_TOKEN", "canary"),
            ("MY_PASSWORD", "canary"),
            ("SSH_AUTH_SOCK", "/tmp/agent"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
        let names = bare_environment(&variables, purpose);
        names.map(|(name, _)| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_program_gets_what_it_needs_to_start_and_no_credentials() {
        assert_eq!(
            given(Purpose::Version),
            ["PATH", "HOME", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH"]
        );
        assert_eq!(
            given(Purpose::Browser),
            ["PATH", "HOME", "LC_ALL", "DISPLAY", "XDG_RUNTIME_DIR", "https_proxy"]
        );
    }
}
