//! `sso-session-exists`, if the section is in the credentials file, where no tool reads it as a
//! session.

use aws_files::{Edit, FileKind, View};
use facts::{Place, Session};

use crate::{Applicability, Finding, Plan, Remedy};

/// Completes the finding if the section is in the credentials file, where tools read it as a
/// profile.
pub(super) fn section_in_credentials(
    session: &Session<'_>,
) -> Option<impl FnOnce(Finding) -> Finding + use<>> {
    let facts = session.facts;
    let name = session.key.name();
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
            // A value with several lines cannot be written on one.
            (!text.contains('\n')).then(|| (property.key.clone(), text.to_owned()))
        })
        .collect::<Option<_>>()?;
    let remove = Edit::RemoveSection { line: section.header.line };
    Some(move |finding: Finding| {
        finding
            .beside(place, "defined here, in the credentials file, where no tool looks for it")
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
