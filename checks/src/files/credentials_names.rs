//! `config-sections`: the credentials file, where headers contain only a name.

use std::collections::BTreeSet;

use aws_files::Edit;
use facts::{Subject, clean_line};

use super::config_sections::merge_into_other;
use super::lost::missing_source_says;
use super::source::SourceFile;
use crate::{Applicability, Finding, Remedy};

/// Names with a prefix or with surrounding spaces.
pub(super) fn find(source: &SourceFile<'_>, told: &BTreeSet<usize>) -> Vec<Finding> {
    let facts = source.facts;
    source
        .reading
        .profiles
        .values()
        .filter(|section| !told.contains(&section.header.line))
        .filter_map(|section| {
            let (text, at) = source.header(section.header.line)?;
            let bare = text.trim();
            let name = match bare.strip_prefix("profile") {
                Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim(),
                _ if bare != text && !bare.is_empty() => bare,
                _ => return None,
            };
            let name = name.trim_matches(['"', '\'']);
            let is_there = facts.profile(name).is_some();
            // The config file gives the profile its credentials.
            let works = facts.profile(name).is_some_and(|profile| profile.has_credentials());
            let in_scope = facts.in_scope(name);
            let shown = clean_line(text);
            let name_shown = clean_line(name);
            let title = format!("[{shown}] is not the profile {name_shown}");
            let finding = if works { Finding::will_bite("prefix", title) } else { Finding::stops("prefix", title) };
            let mut finding = finding.about(Subject::Profile(name.to_owned())).what(format!(
                    "In {}, [{shown}] in line {} is not the profile {name_shown}: in this file, write only the name.",
                    source.shown, at.line
                ))
            .why("The AWS CLI and boto3 read everything between the brackets as the name; most SDKs ignore the section.")
            .at(source.place(at), "in this file, write only the name");
            if in_scope && !works {
                finding = finding.says(if let Some(says) = missing_source_says(facts, name) {
                    says
                } else if is_there {
                    "Unable to locate credentials".to_owned()
                } else {
                    format!("The config profile ({name_shown}) could not be found")
                });
            }
            if let Some(finding) = merge_into_other(source, &finding, at.line, name) {
                return Some(finding);
            }
            // The profile of the config file would get these keys in addition to its own.
            let applicability = if is_there {
                Applicability::Ask
            } else {
                Applicability::Safe
            };
            Some(
                finding
                    .next(format!("write [{name_shown}] in line {}", at.line))
                    .offer(Remedy::edit(
                        "drop-prefix",
                        applicability,
                        format!("Write [{name_shown}] in line {}", at.line),
                        source.kind,
                        vec![Edit::SetHeader {
                            line: at.line,
                            text: name.to_owned(),
                        }],
                    )),
            )
        })
        .collect()
}
