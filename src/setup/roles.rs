//! Chooses which of the assigned roles become profiles.

use std::collections::BTreeSet;

use facts::{Facts, Preset, clean_line};

use super::Stopped;
use super::draft::{Portal, Wanted, profile_of_role};
use super::names::{NewName, Parts, RolePattern, Template, name_all};
use crate::app::App;
use crate::cli::Setup;
use crate::error::CommandError;
use crate::terminal::List;
use crate::terminal::text::{hang, plural};

/// An assigned role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assigned {
    /// The account's name, its ID, and the role.
    pub(crate) parts: Parts,
    /// The account's email address, if the portal returns one.
    pub(crate) email: Option<String>,
}

/// Chooses by flags, by taking the only role, or by asking. `unknown` are the accounts whose roles
/// the portal did not list; `before` are the indexes chosen earlier, when the user comes back to
/// this step.
///
/// # Errors
/// The user declines; a flag matches no role; or there is no terminal.
pub(crate) fn choose(
    app: &App,
    facts: &Facts,
    portal: &Portal,
    args: &Setup,
    all: &[Assigned],
    unknown: &BTreeSet<String>,
    before: Option<&[usize]>,
) -> Result<Vec<usize>, Stopped> {
    if let Some(chosen) = by_flags(args, all, unknown)? {
        return Ok(chosen);
    }
    if all.len() == 1 && (unknown.is_empty() || app.prompter.is_none()) {
        return Ok(vec![0]);
    }
    let patterns = app.preset.as_ref().map(|preset| preset.roles.as_slice()).unwrap_or_default();
    let of_preset = selected_by_preset(app.preset.as_deref(), all);
    if of_preset.is_empty() && !patterns.is_empty() && before.is_none() {
        let start = match unknown.is_empty() {
            true => "You have none of the roles that the preset selects",
            false => "The portal listed none of the roles that the preset selects",
        };
        let words = format!("{start}: {}", patterns.join("  "));
        app.printer.say(&hang("  ", 2, &clean_line(&words), app.printer.width()));
    }
    let Some(prompter) = &app.prompter else {
        if !of_preset.is_empty() {
            app.printer.say(&format!(
                "  {} of {}, as the preset selects",
                of_preset.len(),
                plural(all.len(), "role")
            ));
            return Ok(of_preset);
        }
        return Err(CommandError::usage(format!(
            "you have {} roles; choose with --account and --role (not running in a terminal)",
            all.len()
        ))
        .hint("use --account ID --role NAME, --roles 'ACCOUNT/ROLE', or --all-roles")
        .into());
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    let profile = |one: &Assigned| {
        profile_of_role(facts, portal, &one.parts.account_id, &one.parts.role_name)
            .map(|profile| format!("profile {}", clean_line(profile.name)))
    };
    let notes: Vec<String> = all.iter().map(|one| profile(one).unwrap_or_default()).collect();
    let known: Vec<usize> = match before {
        Some(before) => before.to_vec(),
        None => (0..all.len())
            .filter(|index| !notes[*index].is_empty() || of_preset.contains(index))
            .collect(),
    };
    Ok(prompter.pick(&List {
        prompt: "Which roles do you want as profiles?",
        noun: "role",
        rows: &rows,
        notes: &notes,
        several: true,
        keep_last: false,
        chosen: &known,
    })?)
}

/// The account's name, its number and the role.
fn row(assigned: &Assigned) -> Vec<String> {
    let parts = &assigned.parts;
    let mut row = [&parts.account_name, &parts.account_id, &parts.role_name].map(|c| clean_line(c));
    // An account without a name is known by its number alone.
    if row[0].is_empty() {
        row[0] = "(no name)".into();
    }
    row.to_vec()
}

/// The indexes of the roles that match a pattern of the preset.
fn selected_by_preset(preset: Option<&Preset>, all: &[Assigned]) -> Vec<usize> {
    let patterns = preset.map(|preset| preset.roles.as_slice()).unwrap_or_default();
    // The preset's reader has checked them.
    let patterns: Vec<RolePattern> =
        patterns.iter().filter_map(|pattern| RolePattern::parse(pattern).ok()).collect();
    let is_selected = |one: &Assigned| patterns.iter().any(|pattern| pattern.matches(&one.parts));
    (0..all.len()).filter(|index| is_selected(&all[*index])).collect()
}

fn by_flags(
    args: &Setup,
    all: &[Assigned],
    unknown: &BTreeSet<String>,
) -> Result<Option<Vec<usize>>, CommandError> {
    let places = |keep: &dyn Fn(&Parts) -> bool| {
        all.iter()
            .enumerate()
            .filter(|(_, one)| keep(&one.parts))
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    if args.all_roles {
        return Ok(Some(places(&|_| true)));
    }
    if let (Some(account), Some(role)) = (&args.account, &args.role) {
        let found = places(&|parts| parts.account_id == *account && parts.role_name == *role);
        if found.is_empty() && unknown.contains(account) {
            return Err(CommandError::incomplete(format!(
                "the portal did not list the roles in account {}, so it is not known whether {} is assigned to you",
                clean_line(account),
                clean_line(role)
            ))
            .hint("try again in a minute"));
        }
        if found.is_empty() {
            let roles: Vec<String> = all
                .iter()
                .filter(|one| one.parts.account_id == *account)
                .map(|one| clean_line(&one.parts.role_name))
                .collect();
            return Err(CommandError::failed(format!(
                "the role {} in account {} is not assigned to you",
                clean_line(role),
                clean_line(account)
            ))
            .hint(if roles.is_empty() {
                "you have no roles in that account; `aws-onboard roles` lists yours".to_owned()
            } else {
                format!("in that account you have {}", roles.join(", "))
            }));
        }
        return Ok(Some(found));
    }
    let Some(pattern) = &args.roles else {
        return Ok(None);
    };
    let pattern = RolePattern::parse(pattern)?;
    let found = places(&|parts| pattern.matches(parts));
    if found.is_empty() && !unknown.is_empty() {
        return Err(CommandError::incomplete(format!(
            "--roles matches none of the roles that are known; the portal did not list those in {}",
            plural(unknown.len(), "account")
        ))
        .hint("try again in a minute"));
    }
    if found.is_empty() {
        return Err(CommandError::failed("--roles matches none of your roles")
            .hint("`aws-onboard roles` lists them"));
    }
    Ok(Some(found))
}

/// The chosen roles and their profile names: existing names are kept, the others are generated.
/// Also what becomes of names that cannot be written as they are.
pub(crate) fn wanted(
    facts: &Facts,
    portal: &Portal,
    all: &[Assigned],
    chosen: &[usize],
    template: Option<&Template>,
) -> (Vec<Wanted>, Vec<String>) {
    let taken: BTreeSet<String> = facts.files().profiles().keys().cloned().collect();
    let old = |one: &Assigned| {
        profile_of_role(facts, portal, &one.parts.account_id, &one.parts.role_name)
            .map(|profile| profile.name.to_owned())
    };
    let chosen: Vec<&Assigned> = chosen.iter().filter_map(|index| all.get(*index)).collect();
    let fresh: Vec<Parts> =
        chosen.iter().filter(|one| old(one).is_none()).map(|one| one.parts.clone()).collect();
    let names = name_all(template, &fresh, &taken);
    let changes = names.iter().filter_map(NewName::change).collect();
    let mut names = names.into_iter().map(|name| name.written);
    let wanted = chosen
        .iter()
        .map(|one| Wanted {
            account: one.parts.account_id.clone(),
            role: one.parts.role_name.clone(),
            profile: old(one).or_else(|| names.next()).unwrap_or_default(),
            region: None,
            output: None,
        })
        .collect();
    (wanted, changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{FOUND, INCOMPLETE};

    fn role(account_name: &str, account_id: &str, role_name: &str) -> Assigned {
        let parts = Parts {
            account_name: account_name.into(),
            account_id: account_id.into(),
            role_name: role_name.into(),
            session: "corp".into(),
        };
        Assigned { parts, email: None }
    }

    #[test]
    fn a_preset_selects_what_one_of_its_patterns_matches() {
        let all = [
            role("Dev", "111122223333", "ReadOnlyAccess"),
            role("Dev", "111122223333", "PowerUser"),
            role("Data & Web, EU", "444455556666", "Admin"),
        ];
        for (patterns, selected) in [
            (&["*/ReadOnly*"][..], &[0][..]),
            (&["ReadOnly*"], &[0]),
            (&["111122223333/*", "Data*/Admin"], &[0, 1, 2]),
            (&["*/readonly*"], &[]),
            (&[], &[]),
        ] {
            let roles = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
            let preset = Preset { roles, ..Preset::default() };
            assert_eq!(selected_by_preset(Some(&preset), &all), selected, "{patterns:?}");
        }
        assert!(selected_by_preset(None, &all).is_empty());
    }

    #[test]
    fn a_role_of_an_account_that_was_not_listed_is_not_called_unassigned() {
        let all = [role("Dev", "111122223333", "ReadOnly")];
        let unknown = BTreeSet::from(["444455556666".to_owned()]);
        let one = |account: &str, role: &str| Setup {
            account: Some(account.into()),
            role: Some(role.into()),
            ..Setup::default()
        };
        let pattern = |text: &str| Setup { roles: Some(text.into()), ..Setup::default() };
        for (args, unknown, status) in [
            (one("444455556666", "Admin"), &unknown, INCOMPLETE),
            (one("111122223333", "Admin"), &unknown, FOUND),
            (pattern("Admin"), &unknown, INCOMPLETE),
            (pattern("Admin"), &BTreeSet::new(), FOUND),
        ] {
            let error = by_flags(&args, &all, unknown).unwrap_err();
            assert_eq!(error.status, status, "{args:?}: {error:?}");
        }
        assert_eq!(by_flags(&pattern("ReadOnly"), &all, &unknown).unwrap(), Some(vec![0]));
    }
}
