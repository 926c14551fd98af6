//! The kinds of credentials that a profile can name.

use aws_files::FileKind;
use facts::{CommandFault, Text, split_command};

use crate::answer::{Credentials, Kind, Source};
use crate::engine::{Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::{Entry, Found};
use crate::rules::{MissingProfile, Nature};
use crate::{Family, Module, Need, variables};

/// The pair of static keys in a file.
pub(crate) const PAIR: [&str; 2] = ["aws_access_key_id", "aws_secret_access_key"];

impl Run<'_> {
    /// The selected profile as a whole: the first kind of `within` that applies.
    pub(crate) fn whole_profile(&self) -> Said {
        if let Some(file) = self.files.refused {
            return Said::Failed(self.refused(file));
        }
        let Some(entry) = self.entry() else {
            let fails = self.rules.environment.missing_profile == MissingProfile::Fails;
            return if fails && self.named && !self.files.is_empty() {
                Said::Failed(self.profile_missing())
            } else {
                Said::Skipped(self.no_profile())
            };
        };
        match self.first_of(self.rules.within, entry, &mut Vec::new()) {
            Some(said) => said,
            None => Said::Failed(
                Fault::new(
                    FaultId::ProfileEmpty,
                    format!("the profile {} names no credentials", Text(entry.name)),
                )
                .with("profile", entry.name),
            ),
        }
    }

    /// The first kind that applies to a profile.
    pub(crate) fn first_of(
        &self,
        natures: &[Nature],
        entry: Entry<'_>,
        visited: &mut Vec<String>,
    ) -> Option<Said> {
        natures.iter().find_map(|nature| match self.nature(*nature, entry, visited) {
            Said::Skipped(_) => None,
            said => Some(said),
        })
    }

    /// One kind of a profile's credentials.
    pub(crate) fn nature(
        &self,
        nature: Nature,
        entry: Entry<'_>,
        visited: &mut Vec<String>,
    ) -> Said {
        let of_config = matches!(
            nature,
            Nature::RoleIn(FileKind::Config)
                | Nature::ProcessIn(FileKind::Config)
                | Nature::StaticIn(FileKind::Config)
        );
        if of_config && self.client.family == Family::Php && entry.name == "default" {
            return Said::Skipped("PHP looks for [profile default] in the config file".into());
        }
        match nature {
            Nature::Role => self.role(entry, None, visited),
            Nature::RoleIn(file) => self.role(entry, Some(file), visited),
            Nature::WebIdentity => self.web_identity(entry),
            Nature::CredentialSource => match entry.get("credential_source") {
                Some(source) => self.credential_source(entry, &source),
                None => Said::Skipped("no credential_source".into()),
            },
            Nature::Sso => self.single_sign_on(entry),
            Nature::Login => self.login(entry),
            Nature::Process => self.process(entry, entry.get("credential_process")),
            Nature::ProcessIn(file) => {
                self.process(entry, entry.get_in(file, "credential_process"))
            }
            Nature::StaticWithoutRole if entry.has("role_arn") => {
                Said::Skipped("the profile has a role_arn".into())
            }
            Nature::Static | Nature::StaticWithoutRole => {
                self.static_keys(entry, entry.get(PAIR[0]), entry.get(PAIR[1]), "profile")
            }
            Nature::StaticIn(file) => {
                let provider = match file {
                    FileKind::Config => "config-file",
                    FileKind::Credentials => "shared-credentials-file",
                };
                let [id, secret] = PAIR.map(|key| entry.get_in(file, key));
                self.static_keys(entry, id, secret, provider)
            }
        }
    }

    fn static_keys(
        &self,
        entry: Entry<'_>,
        id: Option<Found<'_>>,
        secret: Option<Found<'_>>,
        provider: &str,
    ) -> Said {
        let half = |missing: &str| {
            let why = format!("{missing} is missing in the profile {}", Text(entry.name));
            Said::Failed(
                Fault::new(FaultId::HalfPairFile, why)
                    .with("provider", provider)
                    .with("key", missing)
                    .with("profile", entry.name),
            )
        };
        match (id, secret) {
            (Some(id), Some(_)) => Said::got(
                Credentials {
                    kind: Kind::Static,
                    profile: Some(entry.name.to_owned()),
                    access_key_id: Some(variables::masked_key(id.text)),
                    account: entry.text("aws_account_id").map(shown),
                    source: Some(id.source),
                    ..Credentials::default()
                },
                Some(true),
                "static keys in a file".into(),
            ),
            (Some(_), None) => match self.client.family {
                Family::Js2 | Family::Js3 | Family::Ruby | Family::Php | Family::Cpp => {
                    Said::Skipped(format!("{} is missing", PAIR[1]))
                }
                _ => half(PAIR[1]),
            },
            (None, Some(_)) if matches!(self.client.family, Family::Rust | Family::Crt) => {
                half(PAIR[0])
            }
            (None, Some(_)) => Said::Skipped(format!("{} is missing", PAIR[0])),
            (None, None) => Said::Skipped("no static keys".into()),
        }
    }

    fn process(&self, entry: Entry<'_>, command: Option<Found<'_>>) -> Said {
        let Some(command) = command else {
            return Said::Skipped("no credential_process".into());
        };
        let needs = self.rules.process_needs;
        let missing = self.missing_module(needs, FaultId::ProcessModuleMissing, entry.name);
        if let Some(fault) = missing {
            return Said::Failed(fault);
        }
        // botocore starts no shell: what Python's shlex cannot split is an exception.
        if self.client.family.is_botocore()
            && let Err(fault) = split_command(command.text, self.facts.os)
        {
            let why = match fault {
                CommandFault::OpenQuote => "credential_process has a quote that is not closed",
                CommandFault::LastBackslash => "credential_process ends with a backslash",
                CommandFault::Empty => "credential_process is empty",
            };
            return Said::Failed(
                Fault::new(FaultId::ProcessBroken, why).with("profile", entry.name),
            );
        }
        Said::got(
            Credentials {
                kind: Kind::Process,
                profile: Some(entry.name.to_owned()),
                account: entry.text("aws_account_id").map(shown),
                source: Some(command.source),
                ..Credentials::default()
            },
            None,
            "credential_process is set; only running it tells".into(),
        )
    }

    fn web_identity(&self, entry: Entry<'_>) -> Said {
        let Some(file) = entry.get("web_identity_token_file") else {
            return Said::Skipped("no web_identity_token_file".into());
        };
        let Some(arn) = entry.get("role_arn") else {
            // JavaScript, PHP and C++ ask for both; others fail.
            return match self.client.family {
                Family::Js3 | Family::Cpp | Family::Java2 | Family::Php => {
                    Said::Skipped("web_identity_token_file without role_arn".into())
                }
                _ => Said::Failed(
                    Fault::new(
                        FaultId::WebIdentityWithoutRole,
                        "web_identity_token_file without role_arn",
                    )
                    .with("profile", entry.name)
                    .with("type", "web_identity_token_file"),
                ),
            };
        };
        self.with_web_identity(Some(entry.name), arn.text, file.source)
    }

    /// AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN.
    pub(crate) fn web_identity_environment(&self) -> Said {
        const FILE: &str = "AWS_WEB_IDENTITY_TOKEN_FILE";
        let rules = &self.rules.environment;
        if rules.argument_hides_web_identity && self.client.profile_from.explicit().is_some() {
            return Said::Skipped("the profile was named explicitly".into());
        }
        let environment = self.facts.environment();
        if variables::value(environment, FILE).is_none() {
            return Said::Skipped(format!("{FILE} is not set"));
        }
        let (entry, family) = (self.entry(), self.client.family);
        // botocore takes each value from the environment or the profile.
        let of_profile = || entry.filter(|_| family.is_botocore())?.text("role_arn");
        let arn = variables::value(environment, "AWS_ROLE_ARN").or_else(of_profile);
        match arn {
            Some(arn) => {
                let source = Source::Variable(FILE.to_owned());
                self.with_web_identity(None, arn, source)
            }
            None => {
                let why = format!("{FILE} is set without AWS_ROLE_ARN");
                if family.is_botocore() || family.is_go() {
                    Said::Failed(Fault::new(FaultId::WebIdentityWithoutRole, why))
                } else {
                    Said::Skipped(why)
                }
            }
        }
    }

    pub(crate) fn with_web_identity(
        &self,
        profile: Option<&str>,
        arn: &str,
        source: Source,
    ) -> Said {
        if let Some(fault) = self.sts_missing(profile.unwrap_or(&self.profile)) {
            return Said::Failed(fault);
        }
        let (account, role) = parts_of_arn(arn);
        Said::got(
            Credentials {
                kind: Kind::WebIdentity,
                profile: profile.map(str::to_owned),
                account,
                role,
                source: Some(source),
                ..Credentials::default()
            },
            None,
            "a web identity token is set; only a request tells".into(),
        )
    }

    /// The missing module that assumed roles need.
    pub(crate) fn sts_missing(&self, profile: &str) -> Option<Fault> {
        self.missing_module(self.rules.role.needs, FaultId::StsModuleMissing, profile)
    }

    /// The fault if this module was looked for and is not there.
    pub(crate) fn missing_module(
        &self,
        module: Option<Module>,
        id: FaultId,
        profile: &str,
    ) -> Option<Fault> {
        let module = module.filter(|module| self.client.modules.get(module) == Some(&false))?;
        let name = module_name(self.client.family, module);
        let fault = Fault::new(id, format!("{name} is missing")).with("profile", profile);
        Some(fault.needing(Need::Module(name)))
    }
}

/// Text from a file, for a screen.
pub(crate) fn shown(text: &str) -> String {
    Text(text).to_string()
}

/// The account and the role's name of a role's ARN.
pub(crate) fn parts_of_arn(arn: &str) -> (Option<String>, Option<String>) {
    let mut parts = arn.splitn(6, ':');
    let account = parts.nth(4).filter(|account| !account.is_empty()).map(shown);
    let role = parts.next().and_then(|resource| resource.strip_prefix("role/"));
    let name = role.map(|path| path.rsplit('/').next().unwrap_or(path));
    (account, name.filter(|name| !name.is_empty()).map(shown))
}

/// A module as its ecosystem names it.
fn module_name(family: Family, module: Module) -> &'static str {
    match (family, module) {
        (Family::Java2, Module::Sso) => "software.amazon.awssdk:sso",
        (Family::Java2, Module::SsoOidc) => "software.amazon.awssdk:ssooidc",
        (Family::Java2, Module::Sts) => "software.amazon.awssdk:sts",
        (Family::Java2, Module::Signin) => "software.amazon.awssdk:signin",
        (Family::Java1, Module::Sts) => "com.amazonaws:aws-java-sdk-sts",
        (Family::PowerShell, Module::Sso) => "AWS.Tools.SSO",
        (Family::PowerShell, Module::SsoOidc) => "AWS.Tools.SSOOIDC",
        (Family::Rust, Module::Sso | Module::SsoOidc) => "the feature sso of aws-config",
        (Family::Rust, Module::Signin) => "the feature credentials-login of aws-config",
        (Family::Rust, Module::Process) => "the feature credentials-process of aws-config",
        (_, Module::Sso) => "AWSSDK.SSO",
        (_, Module::SsoOidc) => "AWSSDK.SSOOIDC",
        (_, Module::Sts) => "AWSSDK.SecurityToken",
        (_, Module::Signin) => "AWSSDK.Signin",
        (_, Module::Crt) => "botocore[crt]",
        (_, Module::OpenSsl) => "the PHP extension openssl",
        (_, Module::Process) => "credential_process",
    }
}

#[cfg(test)]
mod tests {
    use super::parts_of_arn;

    #[test]
    fn a_role_is_named_by_the_last_part_of_its_path() {
        let some = |text: &str| Some(text.to_owned());
        for (arn, account, role) in [
            ("arn:aws:iam::111122223333:role/Admin", some("111122223333"), some("Admin")),
            ("arn:aws-us-gov:iam::1:role/a/b/Admin", some("1"), some("Admin")),
            ("arn:aws:iam::111122223333:user/x", some("111122223333"), None),
            ("Admin", None, None),
        ] {
            assert_eq!(parts_of_arn(arn), (account, role), "{arn}");
        }
    }
}
