//! `env-home`: the home folder belongs to the user.

#[cfg(test)]
mod cases;

use std::path::Path;

use facts::{Facts, NotRead, Origin, Os, Text, UnreadFile, clean_line};

use crate::check::{Examine, always};
use crate::kit::no_profile::needs_no_profile;
use crate::kit::origin::take_away;
use crate::{Check, Finding, Group, Outcome, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-home",
    label: "home",
    title: "The home folder is yours",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Machine(always, examine),
    #[cfg(test)]
    cases: cases::cases,
};

fn examine(facts: &Facts) -> Outcome {
    let home = match &facts.home {
        Ok(home) => home.as_path(),
        Err(why) if needs_home(facts) => {
            return Outcome::Found(vec![unknown_home(facts, &why.to_string())]);
        }
        Err(_) => return Outcome::Skipped(Skip::NotApplicable),
    };
    let found = folder(facts, home)
        .or_else(|| sudo(facts, home))
        .or_else(|| inner(facts, home))
        .or_else(|| two_homes(facts));
    found.map_or(Outcome::Passed(clean_line(&home.to_string_lossy())), |found| {
        Outcome::Found(vec![found])
    })
}

/// Whether any tool reads the home folder for something that nothing else provides.
fn needs_home(facts: &Facts) -> bool {
    !needs_no_profile(facts)
        && (facts.locations.config.origin == Origin::Default || facts.scope().single_sign_on > 0)
}

fn set_home(facts: &Facts) -> Remedy {
    let of_database = facts.surroundings.user.as_ref().and_then(|user| user.home.as_deref());
    let name = home_variable(facts);
    let guide = Remedy::guide("set-home", format!("Set {name}"));
    match of_database {
        Some(home) => guide.word(facts.shell.export(name, &clean_line(&home.to_string_lossy()))),
        None if facts.os == Os::Windows => guide
            .word("Sign out of Windows and in again: Windows sets it when you sign in.")
            .word(facts.shell.export(name, r"C:\Users\your-name")),
        None => guide
            .word(facts.shell.export("HOME", "/path/of/a/folder/of/yours"))
            .word("In a container: docker run -e HOME=/path/of/a/folder -v ~/.aws:/path/of/a/folder/.aws …"),
    }
}

/// The variable that names the home folder to the AWS CLI (`os.path.expanduser` of Python).
fn home_variable(facts: &Facts) -> &'static str {
    if facts.os == Os::Windows { "USERPROFILE" } else { "HOME" }
}

fn unknown_home(facts: &Facts, why: &str) -> Finding {
    Finding::stops("unknown", "the home folder is unknown").what(format!("The home folder is unknown: {}.", Text(why)))
    .why("It contains the AWS files and the sign-ins, so no tool finds a profile or saves a sign-in.")
    .says("Unable to locate credentials")
    .next(format!("set {} to a folder that you own", home_variable(facts)))
    .offer(set_home(facts))
}

/// The folder itself.
fn folder(facts: &Facts, home: &Path) -> Option<Finding> {
    if !needs_home(facts) {
        return None;
    }
    let lies = facts.surroundings.home.as_ref().ok()?;
    let is_root = facts.surroundings.user.as_ref().is_some_and(|user| user.superuser);
    let shown = clean_line(&home.to_string_lossy());
    let name = home_variable(facts);
    let finding = |code, brief: String, what: String| {
        Finding::stops(code, brief)
            .what(what)
            .why("It contains the AWS files and the sign-ins: none can be saved.")
            .next(format!("set {name} to a folder that you own"))
            .offer(set_home(facts))
    };
    if !lies.exists {
        return Some(finding(
            "missing",
            format!("the home folder {shown} does not exist"),
            format!("{name} is {shown}, which does not exist."),
        ));
    }
    if lies.writable || is_root || lies.owned {
        // If the user owns the folder but cannot write to it, its mode or mount is the cause.
        return None;
    }
    Some(if home.parent().is_none() {
        finding(
            "root-folder",
            format!("the home folder is {shown}"),
            format!("{name} is {shown}, where you cannot write."),
        )
        .says("[Errno 13] Permission denied: '/.aws'")
    } else {
        finding(
            "not-yours",
            format!("the home folder {shown} is not yours"),
            format!(
                "{name} is {shown}, which belongs to another user, and you cannot write there."
            ),
        )
        .says(format!("[Errno 13] Permission denied: '{shown}/.aws'"))
    })
}

fn unread(facts: &Facts, because: NotRead) -> Option<&UnreadFile> {
    facts.surroundings.unread.iter().find(|file| file.because == because)
}

/// The files that are read contain nothing of what the user asked for.
fn finds_nothing(facts: &Facts) -> bool {
    facts.profiles_in_scope().next().is_none() && !needs_no_profile(facts)
}

fn other_home(
    facts: &Facts,
    code: &'static str,
    file: &UnreadFile,
    how: &str,
    home: &Path,
) -> Finding {
    let here = clean_line(&home.to_string_lossy());
    let severity = if finds_nothing(facts) { Severity::Fail } else { Severity::Note };
    Finding::will_bite(code, format!("{how}: the home folder is {here}"))
        .severity(severity)
        .what(format!(
            "{how}, so the home folder is {here}, and {} is not read.",
            Text(&file.path.to_string_lossy())
        ))
        .why("Profiles and sign-ins in one home folder are not visible from the other.")
}

/// Root through `sudo`.
fn sudo(facts: &Facts, home: &Path) -> Option<Finding> {
    let user = facts.surroundings.user.as_ref()?;
    let caller = facts.environment().non_empty("SUDO_USER")?;
    if !user.superuser || caller == "root" {
        return None;
    }
    let without = Remedy::guide("without-sudo", "Run it without sudo")
        .word("AWS tools do not need root; run them as yourself.");
    if let Some(file) = unread(facts, NotRead::Sudo) {
        return Some(
            other_home(facts, "sudo", file, "This runs as root through sudo", home)
                .next("run it without sudo")
                .offer(without),
        );
    }
    if user.sudoer_home.as_deref() != Some(home) {
        return None;
    }
    let caller = clean_line(caller);
    Some(
        Finding::will_bite("sudo-keeps-home", format!("as root in the home folder of {caller}")).what(format!("This runs as root through sudo, with the home folder of {caller}."))
        .why("Files written there now belong to root, so the next sign-in without sudo cannot write them.")
        .says("PermissionError: [Errno 13] Permission denied")
        .next("run it without sudo")
        .offer(without)
        .offer(
            Remedy::guide("take-back", "Take ownership of the files that root wrote")
                .command(["sudo", "chown", "-R", &caller, &clean_line(&home.join(".aws").to_string_lossy())]),
        ),
    )
}

/// A sandbox that has its own home folder within the real one.
fn inner(facts: &Facts, home: &Path) -> Option<Finding> {
    let file = unread(facts, NotRead::InnerHome)?;
    let outer = facts.surroundings.user.as_ref()?.home.as_deref()?;
    let line = facts.shell.export("HOME", &clean_line(&outer.to_string_lossy()));
    Some(
        other_home(facts, "inner-home", file, "HOME is a folder inside your home folder", home)
        .next(format!("set HOME: {line}"))
        .offer(Remedy::guide("set-home", "Set HOME").word(line).word(
            "A sandboxed terminal (a snap, an editor's) sets HOME this way; other terminals do not.",
        )),
    )
}

/// On Windows, tools disagree about HOME (FACTS 2.4).
fn two_homes(facts: &Facts) -> Option<Finding> {
    if facts.os != Os::Windows || facts.scope().single_sign_on == 0 {
        return None;
    }
    let one = facts.environment().non_empty("HOME")?;
    let other = facts.environment().non_empty("USERPROFILE")?;
    let plain = |path: &str| path.replace('\\', "/").trim_end_matches('/').to_ascii_lowercase();
    // Git Bash writes C:\Users as /c/Users.
    let drive = |path: String| match path.as_bytes() {
        [b'/', letter, b'/', ..] => format!("{}:{}", char::from(*letter), &path[2..]),
        _ => path,
    };
    if drive(plain(one)) == drive(plain(other)) {
        return None;
    }
    Some(
        Finding::worth_knowing("two-homes", "HOME and USERPROFILE differ").what(format!("HOME is {}, USERPROFILE is {}.", Text(one), Text(other)))
        .why("The AWS CLI and Go read the AWS files in USERPROFILE; the Rust and JavaScript SDKs read those in HOME.")
        .next("set HOME to the same folder, or unset it")
        .offer(take_away(facts, &["HOME"])),
    )
}
