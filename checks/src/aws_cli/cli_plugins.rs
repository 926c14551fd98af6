//! `cli-plugins`: no plugin of AWS CLI v1 is configured.

use aws_files::{Edit, FileKind, Section};
use facts::{Facts, Subject, VersionOutput, Why, clean_line};

use crate::words::list;
use crate::{Applicability, Check, Finding, Group, Outcome, Place, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "cli-plugins",
    label: "plugins",
    title: "No plugin of AWS CLI v1 is configured",
    group: Group::AwsCli,
    since: "0.1.0",
    requires: &["cli-installed"],
    wants: &[],
    manual: MANUAL,
    subjects,
    examine,
    #[cfg(test)]
    cases: tests::cases,
};

const MANUAL: &str = "\
## What it checks

The config file has a section `[plugins]`. AWS CLI v1 loads the Python modules that it names. Version
2 ignores the section, unless it has `cli_legacy_plugin_path`: then it loads the modules from that
folder, and each must be there.

## Why it matters

A module that is missing from the folder stops every command of version 2 before it begins, whichever
profile it is for. The section without that key does nothing any more, and is only mentioned.

## How it is put right

The section becomes a comment: without a question where it stops the AWS CLI, else after you said so,
since a version 1 in some virtual environment may still use it. Plugins that are in their folder are
left alone.

## Errors people see

- `ModuleNotFoundError: No module named 'awscli_plugin_endpoint'`
- `No module named 'awscli_plugin_endpoint'`
";

fn subjects(facts: &Facts) -> Vec<Subject> {
    let has_cli = facts.aws.as_ref().is_ok_and(|all| !all.is_empty());
    if has_cli && facts.plugins().next().is_some() {
        vec![Subject::File(FileKind::Config)]
    } else {
        Vec::new()
    }
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Some(section) = facts.plugins().next() else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some((folder, modules)) = facts.legacy_plugins() else {
        return if has_version_one(facts) {
            Outcome::Passed("for version 1".into())
        } else {
            Outcome::Found(vec![ignored(facts, subject, section)])
        };
    };
    let found = &facts.surroundings.plugin_modules;
    if modules.iter().any(|module| !found.contains_key(*module)) {
        return Outcome::Unknown(Why::Error(format!("{} did not answer", clean_line(folder))));
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
    let finding = Finding::new(
        "module-missing",
        Severity::Fail,
        subject,
        format!("the plugin {top} is missing"),
        format!(
            "The config file has AWS CLI v2 load {} from {}, where it is not.",
            list(&missing, 3),
            clean_line(folder)
        ),
    )
    .why("Every command of the AWS CLI stops before it begins, whichever profile it is for.")
    .says(format!("No module named '{top}'"))
    .at(Place::of(facts, FileKind::Config, place), "plugins are loaded from here")
    .next("make the section [plugins] a comment");
    Outcome::Found(vec![finding.offer(comment_out(holder, Applicability::Safe))])
}

/// Whether some `aws` on PATH is version 1, which loads such plugins.
fn has_version_one(facts: &Facts) -> bool {
    facts.aws.as_ref().is_ok_and(|all| {
        all.iter().any(
            |aws| matches!(&aws.version, Ok(VersionOutput::Aws(version)) if version.0.major == 1),
        )
    })
}

fn ignored(facts: &Facts, subject: &Subject, section: &Section) -> Finding {
    Finding::new(
        "ignored",
        Severity::Note,
        subject,
        "[plugins] is for version 1",
        "The config file has a section [plugins], which AWS CLI v2 does not read.",
    )
    .why("What these plugins did under version 1 does not happen any more.")
    .at(Place::of(facts, FileKind::Config, section.header), "only AWS CLI v1 reads this")
    .next("make the section a comment, if no version 1 uses it")
    .offer(comment_out(section, Applicability::Ask))
    .leave("Leave: a version 1 elsewhere uses it")
}

fn comment_out(section: &Section, applicability: Applicability) -> Remedy {
    let edits = vec![Edit::CommentOut { first: section.first_line, last: section.last_line }];
    Remedy::edit(
        "comment-out",
        applicability,
        "Make the section [plugins] a comment",
        FileKind::Config,
        edits,
    )
}

#[cfg(test)]
mod tests {
    use crate::Severity::{Fail, Note};
    use crate::testing::{Case, Machine, finds, not_applicable, passes, unknown, version};

    const ALONE: &str = "[profile a]\nregion = x\n\n[plugins]\nendpoint = awscli_plugin_endpoint\n";
    const LEGACY: &str = "[plugins]\ncli_legacy_plugin_path = /opt/plugins\nendpoint = awscli_plugin_endpoint.core\n\n[profile a]\nregion = x\n";

    pub(super) fn cases() -> Vec<Case> {
        let module = |text: &str, is_there| {
            Machine::new().config(text).around(|around| {
                around.plugin_modules.insert("awscli_plugin_endpoint.core".into(), is_there);
            })
        };
        vec![
            not_applicable("no plugins", Machine::new().config("[profile a]\nregion = x\n")),
            not_applicable("no AWS CLI", Machine::new().without_aws().config(ALONE)),
            passes("all in their folder", module(LEGACY, true)),
            passes(
                "a folder and no plugin",
                Machine::new().config("[plugins]\ncli_legacy_plugin_path = /opt/plugins\n"),
            ),
            passes(
                "version 1 is here too",
                Machine::new().aws("/x/aws", Ok(version("1.46.3"))).config(ALONE),
            ),
            unknown("the folder did not answer", Machine::new().config(LEGACY)),
            finds("without the folder", Machine::new().config(ALONE), "ignored", Note)
                .at_line(4)
                .healed_by("comment-out", &[]),
            finds("a module is missing", module(LEGACY, false), "module-missing", Fail)
                .at_line(2)
                .healed_by("comment-out", &[]),
        ]
    }
}
