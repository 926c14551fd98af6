//! `sso-session-exists`, where the section is there and no tool takes it for the session: it stands in
//! the credentials file, or `config-sections` says what is wrong with its header.

use aws_files::{Edit, FileKind, Section, View};
use facts::Facts;

use crate::session::questions::MOST_SESSIONS;
use crate::words::squeeze;
use crate::{Applicability, Finding, Place, Plan, Remedy};

/// Whether a section is this session but for its header: `[sso_session corp]`, `[sso-session my org]`
/// without quotes, `[corp]` or `[profile corp]` with a portal and no role.
pub(super) fn is_misnamed(facts: &Facts, name: &str) -> bool {
    let reading = facts.files().config.reading(View::Tolerant);
    let wanted = format!("ssosession{}", squeeze(name));
    let is_portal = |section: &Section| {
        section.text("sso_start_url").is_some()
            && section.get("sso_account_id").is_none()
            && section.get("sso_role_name").is_none()
    };
    let mut unrecognised = reading
        .others
        .iter()
        .chain(&reading.ignored)
        .take(MOST_SESSIONS);
    unrecognised.any(|section| {
        squeeze(&section.name) == wanted || (section.name.trim() == name && is_portal(section))
    }) || reading.profiles.get(name).is_some_and(is_portal)
}

/// The section stands in the credentials file, where it is taken for a profile.
pub(super) fn from_credentials(
    facts: &Facts,
    name: &str,
) -> Option<impl FnOnce(Finding) -> Finding> {
    let reading = facts.files().credentials.reading(View::Tolerant);
    let header = aws_files::header("sso-session", name).ok()?;
    let section = reading
        .profiles
        .get(&format!("sso-session {name}"))
        .or_else(|| reading.profiles.get(&header))?;
    let place = Place::of(facts, FileKind::Credentials, section.header);
    let properties: Vec<(String, String)> = section
        .properties
        .values()
        .map(|property| {
            let text = section.text(&property.key)?;
            // What goes on over several lines cannot be written as one.
            (!text.contains('\n')).then(|| (property.key.clone(), text.to_owned()))
        })
        .collect::<Option<_>>()?;
    let remove = Edit::RemoveSection {
        line: section.header.line,
    };
    Some(move |finding: Finding| {
        finding
            .beside(
                place,
                "here it is, in the credentials file, where no tool looks for it",
            )
            .next("move the section to the config file")
            .offer(Remedy::new(
                "move-section",
                Applicability::Safe,
                "Move it to the config file",
                move |_, _| {
                    let append = Edit::AppendSection {
                        header: header.clone(),
                        properties: properties.clone(),
                    };
                    Ok(Plan::edits([
                        (FileKind::Config, append),
                        (FileKind::Credentials, remove.clone()),
                    ]))
                },
            ))
    })
}
