//! Remedies that sign in, and those for the files of sign-ins.

use std::path::{Path, PathBuf};

use facts::{Facts, NoReturn, Os, SessionKey, Text};

use crate::kit::cli::{BROWSER, first_version};
use crate::{Applicability, Finding, Plan, Remedy, Step};

/// What the AWS CLI says if the portal refuses a token, or if a token of a profile without an
/// sso-session has expired (`botocore/exceptions.py`, `UnauthorizedSSOTokenError`).
pub(crate) const UNAUTHORIZED_TOKEN: &str = "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.";

/// Signs in. It needs the user, so `--yes` does not accept it.
pub(crate) fn sign_in(key: &SessionKey) -> Remedy {
    again(key, "Sign in now")
}

/// Signs in again.
pub(crate) fn again(key: &SessionKey, title: &str) -> Remedy {
    let key = key.clone();
    Remedy::new("sign-in", Applicability::Ask, title, move |_, _| {
        Ok(Plan::step(Step::SignIn(key.clone())))
    })
}

/// Says to sign in again, and offers it: here, or with the AWS CLI.
pub(crate) fn sign_in_again(finding: Finding, facts: &Facts, key: &SessionKey) -> Finding {
    finding.next("sign in again").offer(again(key, "Sign in again")).offer(by_hand(facts, key))
}

/// Renews the token without a browser.
pub(crate) fn refresh(key: &SessionKey) -> Remedy {
    let key = key.clone();
    Remedy::new("refresh", Applicability::Safe, "Try to renew it again", move |_, _| {
        Ok(Plan::step(Step::Refresh(key.clone())))
    })
}

/// What makes another user the owner of a file of the sign-in.
pub(crate) const fn signing_in_as_administrator(facts: &Facts) -> &'static str {
    match facts.os {
        Os::Windows => "Signing in as an administrator",
        _ => "Signing in with sudo",
    }
}

/// What makes an unreadable file of ours readable, after the words for it; `None` if neither its
/// owner nor its mode is known to be the cause.
pub(crate) fn make_readable(
    facts: &Facts,
    path: &Path,
    owned: Option<bool>,
    mode: Option<u32>,
) -> Option<(&'static str, Remedy)> {
    if owned == Some(false) {
        return Some(("take ownership of the file", take_over(facts, path, false)));
    }
    let mode = (mode.filter(|mode| mode & 0o400 == 0)? & 0o700) | 0o600;
    Some(("give yourself permission to read the file", set_mode("set-mode", path, mode)))
}

/// Sets the permission bits of a file or a folder.
pub(crate) fn set_mode(id: &'static str, path: &Path, mode: u32) -> Remedy {
    let path = path.to_owned();
    Remedy::new(id, Applicability::Safe, format!("Set its mode to {mode:04o}"), move |_, _| {
        Ok(Plan::step(Step::SetMode(path.clone(), mode)))
    })
}

/// Moves files to the backups.
pub(crate) fn set_aside(applicability: Applicability, title: &str, paths: Vec<PathBuf>) -> Remedy {
    let steps: Vec<Step> = paths.into_iter().map(Step::SetAside).collect();
    Remedy::new("set-aside", applicability, title, move |_, _| {
        Ok(Plan { steps: steps.clone(), removes_secrets: false })
    })
}

/// What botocore prints for a cache file that it cannot use: its name (a KeyError, as it is).
pub(crate) fn quoted_name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("'{}'", Text(&stem))
}

/// The command that makes the user the owner of a file, or of a folder and its contents.
pub(crate) fn take_over(facts: &Facts, path: &Path, folder: bool) -> Remedy {
    let guide = Remedy::guide("take-over", "Take ownership of it");
    let path = path.to_string_lossy().into_owned();
    // A file that is mounted into a container belongs to the host.
    if matches!(facts.no_return(), Some(NoReturn::Container)) {
        return guide.word(format!(
            "This is a container: if {} is mounted from the host, change its owner there, or start the container as the user who owns it.",
            Text(&path)
        ));
    }
    let user = facts.environment().non_empty("USER");
    let windows = facts.os == Os::Windows;
    let mut argv = if windows { vec!["takeown", "/F", &path] } else { vec!["sudo", "chown"] };
    argv.extend(folder.then_some(if windows { "/R" } else { "-R" }));
    if windows {
        return guide.command(argv);
    }
    argv.extend([user.unwrap_or("YOUR-NAME"), path.as_str()]);
    let guide = guide.command(argv);
    match user {
        Some(_) => guide,
        None => guide.word("Replace YOUR-NAME with your user name (`id -un` prints it)."),
    }
}

/// The AWS CLI's own sign-in command.
pub(crate) fn by_hand(facts: &Facts, key: &SessionKey) -> Remedy {
    Remedy::guide("with-aws-cli", "Sign in with the AWS CLI instead")
        .command(sso_login_command(facts, key))
}

/// `aws sso login` for a session: with a code where a browser cannot return to this machine, if
/// the AWS CLI found here would otherwise open one. `--sso-session` exists since 2.9.0, as do the
/// sections.
pub(crate) fn sso_login_command(facts: &Facts, key: &SessionKey) -> Vec<String> {
    let mut command = vec!["aws", "sso", "login"];
    let profile = facts.profile_of_session(key);
    match (key, &profile) {
        (SessionKey::Named(name), _) => command.extend(["--sso-session", name]),
        (SessionKey::Legacy(_), Some(profile)) => command.extend(["--profile", profile.name]),
        (SessionKey::Legacy(_), None) => {}
    }
    if facts.no_return().is_some() && opens_browser(facts) {
        command.push("--use-device-code");
    }
    command.into_iter().map(str::to_owned).collect()
}

/// Whether the first AWS CLI on PATH signs in with a browser that returns; older ones use a code
/// anyway and refuse the option (CLI v2 changelog, 2.22.0).
fn opens_browser(facts: &Facts) -> bool {
    first_version(facts).is_some_and(|version| version.0 >= BROWSER)
}
