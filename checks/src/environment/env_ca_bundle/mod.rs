//! `env-ca-bundle`: the configured CA bundle exists and contains certificates.

#[cfg(test)]
mod cases;

use std::path::Path;

use aws_files::{Edit, FileKind, Property};
use facts::{Bundle, Facts, Os, Profile, Subject, Text, clean_line};

use crate::check::Examine;
use crate::kit::origin::take_away;
use crate::{
    Applicability, Check, Finding, Group, Outcome, Place, Plan, Question, QuestionKind, Remedy,
    Severity, Skip,
};

pub(crate) static CHECK: Check = Check {
    id: "env-ca-bundle",
    label: "CA bundle",
    title: "The configured CA bundle exists and contains certificates",
    group: Group::Environment,
    since: "0.1.0",
    requires: &[],
    wants: &[],
    manual: include_str!("manual.md"),
    examine: Examine::Mixed(subjects, examine),
    #[cfg(test)]
    cases: cases::cases,
};

const FIRST: &str = "AWS_CA_BUNDLE";
const LAST: &str = "REQUESTS_CA_BUNDLE";

fn of_profile<'a>(profile: &Profile<'a>) -> Option<(FileKind, &'a Property)> {
    profile.get("ca_bundle").filter(|(_, property)| property.value.as_text().is_some())
}

fn subjects(facts: &Facts) -> Vec<Subject> {
    let environment = facts.environment();
    let variable = environment.text(FIRST).or(environment.text(LAST));
    let profiles = facts
        .profiles()
        .filter(|profile| of_profile(profile).is_some())
        .map(|profile| Subject::Profile(profile.name.to_owned()));
    variable.map(|_| Subject::Machine).into_iter().chain(profiles).collect()
}

fn examine(facts: &Facts, subject: &Subject) -> Outcome {
    let (setting, written) = match subject {
        Subject::Profile(name) => {
            let found = facts.profile(name).and_then(|profile| of_profile(&profile));
            let Some((file, property)) = found else {
                return Outcome::Skipped(Skip::NotApplicable);
            };
            let written = property.value.as_text().unwrap_or_default();
            // `config-values` removes the quotes first.
            if written.trim_start().starts_with(['"', '\'']) {
                return Outcome::Skipped(Skip::NotApplicable);
            }
            (Setting::Line(name, file, property), written)
        }
        _ => {
            let environment = facts.environment();
            let of = |name| Some((Setting::Variable(name), environment.text(name)?));
            match of(FIRST).or_else(|| of(LAST)) {
                Some(found) => found,
                None => return Outcome::Skipped(Skip::NotApplicable),
            }
        }
    };
    let look = Look {
        facts,
        severity: severity(facts, &setting),
        setting,
        written,
        shown: clean_line(written),
    };
    if written.trim().is_empty() {
        return Outcome::Found(vec![look.set_to_nothing()]);
    }
    match facts.surroundings.bundles.get(written) {
        Some(Bundle::Holds(_)) => Outcome::Passed(look.shown),
        Some(Bundle::Unknown(why)) => Outcome::Unknown(why.clone()),
        Some(bundle) => Outcome::Found(vec![look.unusable(bundle)]),
        // More bundles are named than are read.
        None => Outcome::Skipped(Skip::NotApplicable),
    }
}

enum Setting<'a> {
    Variable(&'static str),
    Line(&'a str, FileKind, &'a Property),
}

/// A failure if a profile in scope uses it.
fn severity(facts: &Facts, setting: &Setting<'_>) -> Severity {
    let environment = facts.environment();
    let used = match setting {
        Setting::Variable(FIRST) => true,
        // It applies to a profile that names no bundle of its own.
        Setting::Variable(_) => {
            let mut profiles = facts.profiles_in_scope().peekable();
            profiles.peek().is_none() || profiles.any(|profile| of_profile(&profile).is_none())
        }
        Setting::Line(name, ..) => environment.text(FIRST).is_none() && facts.in_scope(name),
    };
    Severity::fail_if(used)
}

struct Look<'a> {
    facts: &'a Facts,
    severity: Severity,
    setting: Setting<'a>,
    written: &'a str,
    shown: String,
}

impl Look<'_> {
    fn name(&self) -> &'static str {
        match self.setting {
            Setting::Variable(name) => name,
            Setting::Line(..) => "ca_bundle",
        }
    }

    fn set_to_nothing(&self) -> Finding {
        let name = self.name();
        let finding = Finding::will_bite("set-to-nothing", format!("{name} is set but empty")).severity(self.severity).what(format!("{name} is set but empty."))
        .why("The newest AWS CLI refuses this; older versions then accept any certificate.")
        .says("Invalid CA bundle: the configured value (ca_bundle, AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE, or verify) resolved to an empty or whitespace-only string.")
        .next("unset it");
        self.place(finding, Applicability::Safe)
    }

    fn unusable(&self, bundle: &Bundle) -> Finding {
        let name = self.name();
        let no_file = format!(
            "SSL validation failed for https://oidc.{}.amazonaws.com/ [Errno 2] No such file or directory",
            self.region()
        );
        let (code, brief, what, says) = match bundle {
            Bundle::NotAFile(kind) => (
                "not-a-file",
                format!("the CA bundle is {kind}"),
                format!("{name} names {}, which is {kind}, not a file.", self.shown),
                None,
            ),
            Bundle::Unreadable(why) => (
                "unreadable",
                "the CA bundle cannot be read".to_owned(),
                format!("{name} names {}, which cannot be read: {}.", self.shown, Text(why)),
                None,
            ),
            Bundle::Empty => (
                "no-certificate",
                "the CA bundle contains no certificate".to_owned(),
                format!("{name} names {}, which contains no certificate.", self.shown),
                Some("[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found".to_owned()),
            ),
            Bundle::Malformed(why) | Bundle::NoAuthority(why) => (
                "malformed",
                "the CA bundle is malformed".to_owned(),
                format!("{name} names {}: {}.", self.shown, Text(why)),
                None,
            ),
            _ => (
                "missing",
                format!("{name} names a missing file"),
                format!("{name} names {}, which does not exist.", self.shown),
                Some(no_file),
            ),
        };
        // OpenSSL may accept a certificate that this program does not.
        let severity = match bundle {
            Bundle::NoAuthority(_) => Severity::Warn,
            _ => self.severity,
        };
        let mut finding = Finding::will_bite(code, brief).severity(severity).what(what).why(
            "The file replaces the authorities that come with the AWS CLI. Without it, no connection to AWS works.",
        );
        if let Some(says) = says {
            finding = finding.says(says);
        }
        let next = if self.written.contains('$') {
            "write the full path: the AWS CLI does not expand variables in it"
        } else {
            "set the path of the right file, or remove the setting"
        };
        self.place(finding.next(next), Applicability::Ask)
    }

    fn region(&self) -> String {
        let facts = self.facts;
        let key = facts.sessions_in_scope().first();
        key.and_then(|key| facts.session(key).region)
            .map_or_else(|| "us-east-1".into(), |region| clean_line(&region))
    }

    fn place(&self, finding: Finding, applicability: Applicability) -> Finding {
        let Setting::Line(_, file, property) = self.setting else {
            let example = if self.facts.os == Os::Windows {
                r"C:\path\of\the\bundle.pem"
            } else {
                "/path/of/the/bundle.pem"
            };
            let ask = Remedy::guide("right-path", "Set the path of the right file")
                .word(self.facts.shell.export(self.name(), example))
                .word("Your network administrators know the file.");
            return finding.offer(take_away(self.facts, &[self.name()])).offer(ask);
        };
        let (first, last) = (property.location.line, property.last_line);
        let finding = finding
            .at(
                Place::of(self.facts, file, property.location),
                "the certificates are read from here",
            )
            .offer(Remedy::edit(
                "comment-out",
                applicability,
                "Comment out the line: the usual authorities apply again",
                file,
                vec![Edit::CommentOut { first, last }],
            ));
        if property.from_default {
            return finding;
        }
        finding.offer(set_path(file, first))
    }
}

fn set_path(file: FileKind, line: usize) -> Remedy {
    Remedy::new(
        "set-path",
        Applicability::Ask,
        "Set the path of the right file",
        move |_, answers| {
            Ok(Plan::edit(file, vec![Edit::SetValue { line, value: answers["path"].clone() }]))
        },
    )
    .ask(Question {
        key: "path",
        prompt: "Path of the file with the authorities".into(),
        help: "full path of a PEM file; your network administrators know it".into(),
        kind: QuestionKind::Text(whole_path),
        default: None,
    })
}

fn whole_path(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.starts_with("~/") || Path::new(text).has_root() || text.get(1..3) == Some(":\\") {
        Ok(text.to_owned())
    } else {
        Err("enter a full path, such as /etc/ssl/certs/corp.pem".into())
    }
}
