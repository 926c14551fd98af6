//! `env-files`: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point to the intended files.

#[cfg(test)]
mod cases;

use std::path::Path;

use aws_files::FileKind;
use facts::{
    Facts, FileLocation, FileState, NotRead, Origin, Subject, Text, UnreadFile, clean_line,
};

use crate::Need;
use crate::check::Examine;
use crate::kit::no_profile::{has_other_credentials, needs_no_profile};
use crate::kit::origin::{show_origin, take_away, with_origin};
use crate::{Check, Finding, Group, Outcome, Remedy, Severity, Skip};

pub(crate) static CHECK: Check = Check {
    id: "env-files",
    label: "AWS files",
    title: "AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point to the intended files",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[Need::Check("env-home")],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const BOTH: [FileKind; 2] = [FileKind::Config, FileKind::Credentials];

fn location(facts: &Facts, kind: FileKind) -> &FileLocation {
    match kind {
        FileKind::Config => &facts.locations.config,
        FileKind::Credentials => &facts.locations.credentials,
    }
}

fn variable(facts: &Facts, kind: FileKind) -> Option<&'static str> {
    match location(facts, kind).origin {
        Origin::Variable(name) => Some(name),
        _ => None,
    }
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    BOTH.into_iter().filter(|kind| variable(facts, *kind).is_some()).map(Subject::File).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let Subject::File(kind) = *subject else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let Some(variable) = variable(facts, kind) else {
        return Outcome::Skipped(Skip::NotApplicable);
    };
    let look = Look {
        facts,
        subject,
        variable,
        shown: facts.shown(&location(facts, kind).path),
        at_home: facts
            .surroundings
            .unread
            .iter()
            .find(|file| file.kind == kind && file.because == NotRead::Variable),
    };
    let written = facts.environment().text(variable).unwrap_or_default();
    let is_there = matches!(facts.files().file(kind).state, FileState::Present { .. });
    let elsewhere = look.at_home.filter(|_| is_there).and_then(|file| look.profile_elsewhere(file));
    let found = match (is_there, look.at_home) {
        _ if elsewhere.is_some() => elsewhere,
        (false, Some(file)) => Some(look.missing(file, written)),
        (true, _) if literal(written).is_some() => look.not_expanded(kind, written),
        (true, Some(file)) => Some(look.other_file(file)),
        (_, None) => None,
    };
    match found {
        Some(finding) => show_origin(finding, facts, &[variable]).into(),
        None => Outcome::Passed(look.shown),
    }
}

/// Text that a shell would have expanded.
fn literal(written: &str) -> Option<&'static str> {
    if written.starts_with("~/") || written == "~" {
        Some("~")
    } else if written.starts_with('~') {
        Some("~user")
    } else if written.contains('$') {
        Some("$")
    } else {
        None
    }
}

struct Look<'a> {
    facts: &'a Facts,
    subject: &'a Subject,
    variable: &'static str,
    shown: String,
    at_home: Option<&'a UnreadFile>,
}

impl Look<'_> {
    fn unset(&self) -> Remedy {
        take_away(self.facts, &[self.variable])
    }

    /// The variable names another file than the one that defines the profile of this run, or, if
    /// none was chosen, the only file that defines profiles.
    fn profile_elsewhere(&self, file: &UnreadFile) -> Option<Finding> {
        let facts = self.facts;
        let home = facts.shown(&file.path);
        let scope = facts.scope();
        let is_chosen = scope.reason.is_named();
        let name = scope.profiles.first().filter(|_| is_chosen);
        let (about, brief, what, why) = if let Some(name) = name {
            let has_credentials = *file.profiles.get(name)?;
            let shown = Text(name);
            let lacks = match facts.profile(name) {
                None => format!("has no profile {shown}"),
                Some(profile) if has_credentials && !profile.has_credentials() => {
                    format!("has no credentials for the profile {shown}")
                }
                Some(_) => return None,
            };
            (
                Subject::Profile(name.clone()),
                format!("{shown} is in {home}, which is not read"),
                format!("{} names {}, which {lacks}; it is in {home}.", self.variable, self.shown),
                "Every command in this terminal with that profile fails, because that file is not read.",
            )
        } else {
            let has_credentials = file.profiles.values().any(|has| *has);
            if scope.total > 0 || !has_credentials || has_other_credentials(facts) {
                return None;
            }
            (
                Subject::Machine,
                format!("the profiles are in {home}, which is not read"),
                format!(
                    "{} names {}, which defines no profiles; yours are in {home}.",
                    self.variable, self.shown
                ),
                "No tool in this terminal finds a profile, because that file is not read.",
            )
        };
        let is_missing = name.is_some_and(|name| facts.profile(name).is_none());
        let says = match name {
            Some(name) if is_missing && name != "default" => {
                format!("The config profile ({}) could not be found", Text(name))
            }
            _ => "Unable to locate credentials".to_owned(),
        };
        let unset = format!("unset the variable: {}", facts.shell.unset(self.variable));
        Some(
            Finding::stops("profile-in-other-file", brief)
                .about(about)
                .what(what)
                .why(why)
                .says(says)
                .next(with_origin(facts, &unset, &[self.variable]))
                .offer(self.unset()),
        )
    }

    /// A failure only if no file is left: with `/dev/null`, or on a build server, it is intended.
    fn missing(&self, file: &UnreadFile, written: &str) -> Finding {
        let facts = self.facts;
        let is_meant = facts::is_null_device(Path::new(written))
            || needs_no_profile(facts)
            || facts.profiles_in_scope().next().is_some();
        let severity = if is_meant { Severity::Note } else { Severity::Fail };
        let home = facts.shown(&file.path);
        let what = if written.is_empty() {
            format!("{} is set but empty, so {home} is not read.", self.variable)
        } else {
            format!(
                "{} names {}, which does not exist, so {home} is not read.",
                self.variable, self.shown
            )
        };
        let brief = if written.is_empty() {
            format!("{} is set but empty", self.variable)
        } else {
            format!("{} names a missing file", self.variable)
        };
        // Without the file there are no profiles at all, including the requested one.
        let about = match severity {
            Severity::Fail => &Subject::Machine,
            _ => self.subject,
        };
        let finding = Finding::will_bite("missing", brief)
            .severity(severity)
            .about(about.clone())
            .what(what)
            .why("Every tool silently continues as if the file were empty.")
            .next(with_origin(
                facts,
                &format!("unset the variable: {}", facts.shell.unset(self.variable)),
                &[self.variable],
            ))
            .offer(self.unset());
        match (severity, facts.scope().profiles.first()) {
            (Severity::Fail, Some(name)) if name != "default" && !name.is_empty() => {
                finding.says(format!("The config profile ({}) could not be found", Text(name)))
            }
            _ => finding,
        }
    }

    /// Some SDKs do not expand `~` and `$NAME` (FACTS 2.4). Without single sign-on, `~` stops no
    /// tool.
    fn not_expanded(&self, kind: FileKind, written: &str) -> Option<Finding> {
        let which = literal(written)?;
        let concerned =
            self.facts.profiles_in_scope().any(|profile| profile.text("sso_session").is_some());
        let severity = match which {
            "~" if kind == FileKind::Config && concerned => Severity::Warn,
            "~" => return self.at_home.map(|file| self.other_file(file)),
            _ => Severity::Warn,
        };
        let tools = if which == "~" {
            "The AWS CLI and the other SDKs expand it to your home folder; the JavaScript SDK does so for profiles but not for sso-sessions, and does not find yours."
        } else {
            "The AWS CLI and boto3 expand it; the Rust and JavaScript SDKs take it literally and find no file."
        };
        let path = self.facts.files().path(kind).to_string_lossy().into_owned();
        let line = self.facts.shell.export(self.variable, &clean_line(&path));
        let finding = Finding::will_bite("not-expanded", format!("{} holds {}", self.variable, Text(written))).severity(severity).what(format!("{} is literally set to {}.", self.variable, Text(written)))
        .why(tools)
        .next(format!("set the full path: {line}"))
        .offer(
            Remedy::guide("whole-path", "Set the full path")
                .word(line)
                .word("The shell does not expand ~ inside quotes, or after an = sign in a file that is not a shell script."),
        );
        Some(if which == "~" {
            finding.says_from(
                "The JavaScript SDK",
                "Cannot read properties of undefined (reading 'sso_region')",
            )
        } else {
            finding
        })
    }

    /// Both files exist, and the user may be thinking of the other one.
    fn other_file(&self, file: &UnreadFile) -> Finding {
        let home = self.facts.shown(&file.path);
        Finding::worth_knowing("other-file", format!("{} is read instead of {home}", self.shown)).what(format!(
                "{} names {}; {home} exists too, but is not read.",
                self.variable, self.shown
            ))
        .why("Changes to it have no effect in this terminal. Sign-ins are in ~/.aws/sso/cache in any case.")
        .next(format!("change {}, or unset {}", self.shown, self.variable))
        .offer(self.unset())
    }
}
