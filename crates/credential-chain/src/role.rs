//! Assumed roles and their sources.

use aws_files::FileKind;
use facts::Text;

use crate::Family;
use crate::answer::{Credentials, Kind};
use crate::engine::{Got, Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::{Entry, Found};
use crate::profile::parts_of_arn;
use crate::rules::{Mfa, Nature, SelfReference, Sources};

/// Follow at most this many source profiles; a loop is found before.
const MAX_SOURCES: usize = 50;

impl Run<'_> {
    /// `role_arn` with its source, from one file or from both.
    pub(crate) fn role(
        &self,
        entry: Entry<'_>,
        file: Option<FileKind>,
        visited: &mut Vec<String>,
    ) -> Said {
        let rules = &self.rules.role;
        let get = |key: &str| match file {
            Some(file) => entry.get_in(file, key),
            None => entry.get(key),
        };
        let Some(arn) = get("role_arn") else {
            return match get("source_profile") {
                // `shared_config.rb`, assume_role_from_profile: the source alone makes it one.
                Some(source) if self.client.family == Family::Ruby => {
                    self.role_without_arn(entry, &source, file, visited)
                }
                _ => Said::Skipped("no role_arn".into()),
            };
        };
        if rules.not_with_web_identity && get("web_identity_token_file").is_some() {
            return Said::Skipped("role_arn belongs to web_identity_token_file".into());
        }
        let (source, named) = (get("source_profile"), get("credential_source"));
        let fault = |id, why: &str| {
            Fault::new(id, why)
                .with("profile", entry.name)
                .with("role", arn.text)
                .with("source", source.as_ref().map_or("", |found| found.text))
        };
        match (&source, &named) {
            (Some(_), Some(_)) => match rules.both_sources {
                Sources::Fails => {
                    let why = "source_profile and credential_source are both set";
                    return Said::Failed(fault(FaultId::BothSources, why));
                }
                Sources::NotARole => {
                    return Said::Skipped("role_arn with two sources is not a role here".into());
                }
                Sources::ProfileCounts => {}
            },
            (None, None) => match rules.no_source {
                Sources::Fails | Sources::ProfileCounts => {
                    let why = "role_arn without source_profile or credential_source";
                    return Said::Failed(fault(FaultId::NoSource, why));
                }
                Sources::NotARole => {
                    return Said::Skipped("role_arn without a source is not a role here".into());
                }
            },
            _ => {}
        }
        if let Some(fault) = self.sts_missing(entry.name) {
            return Said::Failed(fault);
        }
        // `resolveAssumeRoleCredentials.js`: the source's promise is awaited last; a loop and an
        // unknown credential_source are found before.
        let is_source_asked = match (&source, &named) {
            (Some(source), _) => !visited.iter().any(|seen| seen == source.text),
            (None, Some(named)) => self.known_source(named).is_some(),
            (None, None) => false,
        };
        if rules.mfa == Mfa::RefusesFirst && entry.has("mfa_serial") && is_source_asked {
            return Said::Failed(mfa_refused(entry.name));
        }
        let said = match (&source, &named) {
            (Some(source), _) => self.follow(entry, source, arn.text, file, visited),
            (None, Some(named)) => self.credential_source(entry, named),
            (None, None) => Said::Skipped("no source".into()),
        };
        match said {
            Said::Got(got) => self.assume(entry, &arn, *got),
            Said::Failed(fault) => Said::Failed(fault),
            Said::Skipped(_) => Said::Failed(fault(
                FaultId::SourceEmpty,
                &format!("its source {} gives no credentials", Text(source_name(&source))),
            )),
        }
    }

    fn role_without_arn(
        &self,
        entry: Entry<'_>,
        source: &Found<'_>,
        file: Option<FileKind>,
        visited: &mut Vec<String>,
    ) -> Said {
        let fault = |id, why: &str| {
            let fault = Fault::new(id, why).with("profile", entry.name);
            Said::Failed(fault.with("source", source.text))
        };
        match self.follow(entry, source, "", file, visited) {
            Said::Got(_) => fault(FaultId::RoleArnMissing, "source_profile without role_arn"),
            Said::Failed(fault) => Said::Failed(fault),
            Said::Skipped(_) => fault(FaultId::SourceEmpty, "its source gives no credentials"),
        }
    }

    /// The credentials of the role, signed for with what the source gives.
    pub(crate) fn assume(&self, entry: Entry<'_>, arn: &Found<'_>, got: Got) -> Said {
        let mut usable = got.usable;
        let mut why = format!("role_arn; the request is signed with: {}", got.why);
        if entry.has("mfa_serial") {
            match self.rules.role.mfa {
                Mfa::Asks => {
                    usable = None;
                    why = "role_arn with mfa_serial: it asks for a code".into();
                }
                Mfa::Refuses | Mfa::RefusesFirst => return Said::Failed(mfa_refused(entry.name)),
                Mfa::Ignores => why = "role_arn; mfa_serial is ignored".into(),
            }
        }
        Said::got(role_credentials(entry, arn, got.credentials), usable, why)
    }

    /// The same for a profile whose `mfa_serial` does not count.
    pub(crate) fn assume_without_mfa(&self, entry: Entry<'_>, arn: &Found<'_>, got: Got) -> Said {
        let why = format!("role_arn; the request is signed with: {}", got.why);
        Said::got(role_credentials(entry, arn, got.credentials), got.usable, why)
    }

    fn follow(
        &self,
        entry: Entry<'_>,
        source: &Found<'_>,
        arn: &str,
        file: Option<FileKind>,
        visited: &mut Vec<String>,
    ) -> Said {
        let rules = &self.rules.role;
        if visited.is_empty() && rules.self_reference != SelfReference::RootUnseen {
            visited.push(entry.name.to_owned());
        }
        let name = source.text;
        let fault = |id, why: String, visited: &[String]| {
            Said::Failed(
                Fault::new(id, why)
                    .with("profile", entry.name)
                    .with("root", visited.first().map_or("", String::as_str))
                    .with("source", name)
                    .with("role", arn)
                    .with("list", &list(self, visited, name)),
            )
        };
        let target = self.files.profile(name).filter(|target| {
            file.is_none_or(|file| target.is_in(file) && in_the_same_file(self, target, file))
        });
        let Some(target) = target else {
            let why = format!("its source_profile {} is in no file that it reads", Text(name));
            return fault(FaultId::SourceMissing, why, visited);
        };
        let is_self = name == entry.name;
        let has_keys = target.has_any(&["aws_access_key_id", "aws_secret_access_key"]);
        if visited.iter().any(|seen| seen == name) {
            let is_allowed = is_self
                && match rules.self_reference {
                    SelfReference::WithKeys => has_keys,
                    SelfReference::Allowed => true,
                    SelfReference::Refused | SelfReference::RootUnseen => false,
                };
            if !is_allowed || visited.len() > MAX_SOURCES {
                let why = format!("source_profile leads back to {}", Text(name));
                return fault(FaultId::SourceLoop, why, visited);
            }
        }
        visited.push(name.to_owned());
        let said = if is_self && rules.self_reference == SelfReference::Allowed {
            let others: Vec<Nature> =
                self.natures_of_sources().filter(|nature| *nature != Nature::Role).collect();
            // Its failure is that of a profile without credentials, not of a source
            // (`profile/credentials/repr.rs`, `resolve_chain`).
            let said = self.first_of(&others, target, visited);
            Some(said.unwrap_or_else(|| {
                let why = format!("the profile {} names no credentials", Text(name));
                Said::Failed(Fault::new(FaultId::ProfileEmpty, why).with("profile", name))
            }))
        } else if rules.keys_end_chain {
            let is_role = !has_keys
                && target.has("role_arn")
                && !(rules.not_with_web_identity && target.has("web_identity_token_file"));
            if is_role {
                Some(self.role(target, None, visited))
            } else {
                self.first_of(self.rules.within_source, target, visited)
            }
        } else {
            let all: Vec<Nature> = self.natures_of_sources().collect();
            self.first_of(&all, target, visited)
        };
        said.unwrap_or_else(|| Said::Skipped("the source names no credentials".into()))
    }

    fn natures_of_sources(&self) -> impl Iterator<Item = Nature> + use<'_> {
        let own = self.rules.within_source;
        let natures = if own.is_empty() { self.rules.within } else { own };
        natures.iter().copied()
    }

    /// `credential_source`.
    pub(crate) fn credential_source(&self, entry: Entry<'_>, named: &Found<'_>) -> Said {
        let known = self.known_source(named);
        let said = match known {
            Some("Environment") => self.named_environment(),
            Some("EcsContainer") => self.container(),
            Some("Ec2InstanceMetadata") => self.instance(),
            _ => {
                return Said::Failed(
                    Fault::new(
                        FaultId::CredentialSourceUnknown,
                        format!("{} is no credential_source that it knows", Text(named.text)),
                    )
                    .with("profile", entry.name)
                    .with("value", named.text),
                );
            }
        };
        match said {
            Said::Skipped(why) => Said::Failed(
                Fault::new(self.empty_source(known), why)
                    .with("profile", entry.name)
                    .with("value", named.text),
            ),
            said => said,
        }
    }

    /// The `credential_source` that the client takes this value for.
    fn known_source(&self, named: &Found<'_>) -> Option<&'static str> {
        let rules = &self.rules.role;
        let is_it = |known: &&str| {
            *known == named.text || (rules.any_case && known.eq_ignore_ascii_case(named.text))
        };
        rules.credential_sources.iter().copied().find(is_it)
    }

    fn empty_source(&self, known: Option<&str>) -> FaultId {
        if known == Some("EcsContainer") && self.has_text(FaultId::ContainerNotSet) {
            FaultId::ContainerNotSet
        } else {
            FaultId::CredentialSourceEmpty
        }
    }

    /// The environment's keys, as a source of a role: a named profile does not hide them.
    pub(crate) fn named_environment(&self) -> Said {
        let rules = &self.rules.environment;
        self.pair(rules.access, rules.secret)
    }
}

/// `mfa_serial` of a role, where the client has nothing to ask for the code with.
pub(crate) fn mfa_refused(profile: &str) -> Fault {
    Fault::new(FaultId::MfaRefused, "mfa_serial is set, and this SDK cannot ask for the code")
        .with("profile", profile)
}

fn role_credentials(entry: Entry<'_>, arn: &Found<'_>, via: Credentials) -> Credentials {
    let (account, role) = parts_of_arn(arn.text);
    Credentials {
        kind: Kind::Role,
        profile: Some(entry.name.to_owned()),
        account,
        role,
        source: Some(arn.source.clone()),
        via: Some(Box::new(via)),
        ..Credentials::default()
    }
}

fn source_name<'f>(source: &Option<Found<'f>>) -> &'f str {
    source.as_ref().map_or("", |found| found.text)
}

/// PHP looks a source up by its bare name, in the file of the role: in the config file that is
/// `[default]` alone.
fn in_the_same_file(run: &Run<'_>, target: &Entry<'_>, file: FileKind) -> bool {
    run.client.family != Family::Php || file == FileKind::Credentials || target.name == "default"
}

/// The profiles of a loop as each client lists them.
fn list(run: &Run<'_>, visited: &[String], next: &str) -> String {
    let quoted = |quote: &str| {
        let names: Vec<String> =
            visited.iter().map(|name| format!("{quote}{name}{quote}")).collect();
        format!("[{}]", names.join(", "))
    };
    match run.client.family {
        family if family.is_botocore() => quoted("'"),
        Family::Rust => quoted("\""),
        Family::Js3 => visited.join(", "),
        Family::Java2 => quoted(""),
        _ => format!("{} -> {next}", visited.join(" -> ")),
    }
}
