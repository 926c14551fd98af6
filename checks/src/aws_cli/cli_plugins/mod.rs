//! `cli-plugins`: no plugin of AWS CLI v1 is configured.

#[cfg(test)]
mod cases;

use aws_files::{Edit, FileKind, Section};
use facts::{AwsExecutable, Facts, Subject, Text, Why, clean_line};

use crate::Need;
use crate::check::Examine;
use crate::kit::words::list;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy, Skip};

pub(crate) static CHECK: Check = Check {
    id: "cli-plugins",
    label: "plugins",
    title: "No plugin of AWS CLI v1 is configured",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &[Need::Check("cli-installed")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, |facts, _| examine(facts)),
    #[cfg(test)]
    cases: cases::cases,
};

fn subjects(facts: &Facts) -> Vec<Subject> {
    let has_cli = facts.aws.as_ref().is_ok_and(|all| !all.is_empty());
    if has_cli && facts.plugins().next().is_some() {
        vec![Subject::File(FileKind::Config)]
    } else {
        Vec::new()
    }
}

fn examine(facts: &Facts) -> Outcome {
    let Some(section) = facts.plugins().next() else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some((folder, modules)) = facts.legacy_plugins() else {
        return if has_version_one(facts) {
            Outcome::Passed("for version 1 only".into())
        } else {
            Outcome::Found(vec![ignored(facts, section)])
        };
    };
    let found = &facts.surroundings.plugin_modules;
    if modules.iter().any(|module| !found.contains_key(*module)) {
        return Outcome::Unknown(Why::Error(format!("{} did not answer", Text(folder))));
    }
    let missing: Vec<&str> =
        modules.into_iter().filter(|module| found.get(*module) == Some(&false)).collect();
    let Some(first) = missing.first() else {
        return Outcome::Passed("loaded from their folder".into());
    };
    let top = clean_line(first.split('.').next().unwrap_or(first));
    let holder = facts
        .plugins()
        .find(|section| section.get("cli_legacy_plugin_path").is_some())
        .unwrap_or(section);
    let place = holder
        .get("cli_legacy_plugin_path")
        .map_or(holder.header, |property| property.key_location);
    let finding = Finding::stops("module-missing", format!("the plugin {top} is missing"))
        .what(format!(
            "The config file tells AWS CLI v2 to load {} from {}, but it is not there.",
            list(&missing, 3),
            Text(folder)
        ))
        .why("Every AWS CLI command fails immediately, with any profile.")
        .says(format!("No module named '{top}'"))
        .at(Place::of(facts, FileKind::Config, place), "plugins are loaded from here")
        .next("comment out the section [plugins]");
    Outcome::Found(vec![finding.offer(comment_out(holder, Applicability::Safe))])
}

/// Whether some `aws` on PATH is version 1, which loads such plugins.
fn has_version_one(facts: &Facts) -> bool {
    let is_one = |aws: &AwsExecutable| aws.aws_version().is_some_and(|one| one.0.major == 1);
    facts.aws.as_ref().is_ok_and(|all| all.iter().any(is_one))
}

fn ignored(facts: &Facts, section: &Section) -> Finding {
    Finding::worth_knowing("ignored", "[plugins] is for version 1")
        .what("The config file has a section [plugins], which AWS CLI v2 does not read.")
        .why("What these plugins did in version 1 no longer happens.")
        .at(Place::of(facts, FileKind::Config, section.header), "only AWS CLI v1 reads this")
        .next("comment out the section, unless a version 1 uses it")
        .offer(comment_out(section, Applicability::Ask))
        .leave("Keep it: a version 1 elsewhere uses it")
}

fn comment_out(section: &Section, applicability: Applicability) -> Remedy {
    let edits = vec![Edit::CommentOut { first: section.first_line, last: section.last_line }];
    Remedy::edit(
        "comment-out",
        applicability,
        "Comment out the section [plugins]",
        FileKind::Config,
        edits,
    )
}
