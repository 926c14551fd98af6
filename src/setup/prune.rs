//! Finds profiles that an earlier setup created and whose role is no longer assigned. They are
//! removed only after a prompt, and profiles from other sources are never removed.

use std::collections::BTreeSet;

use aws_files::{Edit, FileKind};
use facts::{Facts, clean_line};
use machine::Made;

use super::draft::{Draft, Portal, profile_of_role};
use super::roles::Assigned;
use crate::app::App;
use crate::terminal::Ask;
use crate::terminal::text::Mark;

/// The profiles that setup created for this portal, that are unchanged, and whose role the portal
/// no longer lists; accounts without a response from the portal are skipped.
pub(crate) fn unassigned(
    app: &App,
    facts: &Facts,
    portal: &Portal,
    assigned: &[Assigned],
    unknown: &BTreeSet<String>,
) -> Vec<Made> {
    let file = facts.files().path(FileKind::Config);
    machine::made_profiles(&app.system)
        .into_iter()
        .filter(|made| made.file == file && made.session == portal.session)
        .filter(|made| !unknown.contains(&made.account))
        .filter(|made| {
            !assigned
                .iter()
                .any(|one| one.parts.account_id == made.account && one.parts.role_name == made.role)
        })
        .filter(|made| section(facts, made).is_some())
        .collect()
}

/// The header line of a profile that is unchanged since setup created it.
fn section(facts: &Facts, made: &Made) -> Option<usize> {
    let profile = facts.profile(&made.profile)?;
    let same = profile.text("sso_session") == Some(&made.session)
        && profile.account() == Some(&made.account)
        && profile.role() == Some(&made.role);
    let section = profile.merged.config.as_ref()?;
    same.then_some(section.header.line)
}

/// Asks whether to remove them; without a terminal they stay, and setup says so.
pub(crate) fn ask(app: &App, gone: Vec<Made>) -> Ask<Vec<Made>> {
    if gone.is_empty() {
        return Ok(gone);
    }
    let names: Vec<String> = gone.iter().map(|made| clean_line(&made.profile)).collect();
    let shown = if names.len() > 5 {
        format!("{} and {} more", names[..5].join(", "), names.len() - 5)
    } else {
        names.join(", ")
    };
    app.printer.say(&format!(
        "{} setup created {shown}, but that role is no longer assigned to you",
        Mark::Warn.show()
    ));
    let Some(prompter) = &app.prompter else {
        app.printer.say("  skipped");
        return Ok(Vec::new());
    };
    let choices = ["Leave them", "Remove these profiles"].map(str::to_owned);
    prompter
        .choose("What do you want to do with them?", "", &choices, 0)
        .map(|index| if index == 1 { gone } else { Vec::new() })
}

/// The edits that remove them.
pub(crate) fn edits(facts: &Facts, gone: &[Made]) -> Vec<Edit> {
    gone.iter()
        .filter_map(|made| Some(Edit::RemoveSection { line: section(facts, made)? }))
        .collect()
}

/// The profiles that the draft creates, recorded so that a later setup can offer to remove them.
pub(crate) fn made(before: &Facts, draft: &Draft) -> Vec<Made> {
    draft
        .wanted
        .iter()
        .filter(|wanted| {
            profile_of_role(before, &draft.portal, &wanted.account, &wanted.role).is_none()
        })
        .map(|wanted| Made {
            file: before.files().path(FileKind::Config).to_path_buf(),
            profile: wanted.profile.clone(),
            session: draft.portal.session.clone(),
            account: wanted.account.clone(),
            role: wanted.role.clone(),
        })
        .collect()
}
