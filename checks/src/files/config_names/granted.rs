//! A profile whose credential_process is Granted, and whose name Granted refuses.

use aws_files::{Edit, FileKind};
use facts::{Facts, Subject, clean_line};

use crate::Finding;
use crate::kit::command::program_name;

/// The characters that Granted does not read in a profile's name (`pkg/cfaws/profiles.go`,
/// `IsLegalProfileName`).
const REFUSED: &[char] = &['\\', '[', ']', ';', '\'', '"', ' '];

/// The finding about such a profile.
pub(super) fn refused_name(facts: &Facts, subject: &Subject, name: &str) -> Option<Finding> {
    let profile = facts.profile(name)?;
    let command = profile.text("credential_process")?;
    if !is_granted(command) || !name.contains(REFUSED) {
        return None;
    }
    let shown = clean_line(name);
    Some(
        Finding::stops("refused-by-granted", format!("{shown}: a name that Granted refuses"))
            .about(subject.clone())
            .what(format!("The profile {shown} gets its credentials from Granted, which refuses its name."))
            .why("Granted reads no profile whose name contains a space or one of \\ [ ] ; ' \", so every command with this profile fails.")
            .says(format!("The profile {shown} cannot be loaded because the name contains one or more of these characters '\\][;'\"'"))
            .at(profile.header(), "letters, digits and _-/.%@:+ work everywhere")
            .beside(profile.place("credential_process"), "passed to Granted: renamed too")
            .next("rename the profile, also in its credential_process"),
    )
}

fn is_granted(command: &str) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    matches!(program_name(program.trim_matches(['"', '\''])), "granted" | "dgranted")
}

/// The edit that passes the new name to Granted.
pub(super) fn renamed_argument(facts: &Facts, old: &str, new: &str) -> Option<(FileKind, Edit)> {
    let profile = facts.profile(old)?;
    let (file, property) = profile.get("credential_process")?;
    let command = property.value.as_text()?;
    let (before, after) = command.split_once(old).filter(|_| is_granted(command))?;
    let before = before.trim_end_matches(['"', '\'']);
    let after = after.trim_start_matches(['"', '\'']);
    let value = format!("{before}{new}{after}");
    Some((file, Edit::SetValue { line: property.location.line, value }))
}
