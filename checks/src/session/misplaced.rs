//! `sso-session-exists`, where the section is there and no tool takes it for the session: its header
//! is not recognised, or it stands in the credentials file.

use aws_files::{Edit, FileKind, Section, View};
use facts::{Facts, clean_line};

use crate::session::questions::MOST_SESSIONS;
use crate::words::squeeze;
use crate::{Applicability, Finding, Place, Plan, Remedy};

/// The section that is this session but for its header: `[sso_session corp]`, `[sso-session my org]`
/// without quotes, `[corp]` or `[profile corp]` with a portal and no role.
pub(super) fn misnamed<'a>(facts: &'a Facts, name: &str) -> Option<&'a Section> {
    let reading = facts.files().config.reading(View::Tolerant);
    let wanted = format!("ssosession{}", squeeze(name));
    let is_portal = |section: &Section| {
        section.text("sso_start_url").is_some()
            && section.get("sso_account_id").is_none()
            && section.get("sso_role_name").is_none()
    };
    let unrecognised = reading
        .others
        .iter()
        .chain(&reading.ignored)
        .take(MOST_SESSIONS);
    unrecognised
        .filter(|section| {
            squeeze(&section.name) == wanted || (section.name.trim() == name && is_portal(section))
        })
        .chain(
            reading
                .profiles
                .get(name)
                .filter(|section| is_portal(section)),
        )
        .next()
}

pub(super) fn correct_header(
    facts: &Facts,
    finding: Finding,
    name: &str,
    section: &Section,
) -> Finding {
    let Ok(text) = aws_files::header("sso-session", name) else {
        return finding.next("give the session a plain name");
    };
    let line = section.first_line;
    let is_profile = facts.files().profiles().contains_key(name);
    finding
        .beside(
            Place::of(facts, FileKind::Config, section.header),
            "no tool takes this header for the session",
        )
        .next(format!("write [{}] in line {line}", clean_line(&text)))
        .offer(Remedy::edit(
            "correct-header",
            // A profile that has only a portal may be meant as it is.
            if is_profile {
                Applicability::Ask
            } else {
                Applicability::Safe
            },
            format!("Write [{}] in line {line}", clean_line(&text)),
            FileKind::Config,
            vec![Edit::SetHeader { line, text }],
        ))
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
