//! The region that a client uses, and where it comes from.

use aws_files::FileKind;
use facts::Text;

use crate::answer::Source;
use crate::engine::Run;
use crate::files::Found;
use crate::profile::shown;
use crate::rules::RegionFrom;
use crate::{Family, ProfileFrom, RegionChoice, variables};

impl Run<'_> {
    /// The profile that these variables or an argument name.
    pub(crate) fn profile_of(&self, names: &[&'static str]) -> &str {
        let by_variable = |name: &&'static str| match &self.client.profile_from {
            ProfileFrom::Variable(profile) if *name == "AWS_PROFILE" => Some(profile.as_str()),
            _ if self.client.family == Family::Ruby => self.facts.environment().text(name),
            _ => variables::value(self.facts.environment(), name),
        };
        let explicit = self.client.profile_from.explicit();
        explicit.or_else(|| names.iter().find_map(by_variable)).unwrap_or("default")
    }

    /// The region that the client uses.
    pub(crate) fn region(&self) -> Option<RegionChoice> {
        let environment = self.facts.environment();
        let variable = |name: &'static str| {
            let value = variables::value(environment, name)?;
            let source = Source::Variable(name.to_owned());
            Some(RegionChoice { value: Text(value).to_string(), source })
        };
        let choice =
            |found: Found<'_>| RegionChoice { value: shown(found.text), source: found.source };
        let of_profile = || Some(choice(self.entry()?.get("region")?));
        for from in self.rules.region {
            let found = match from {
                RegionFrom::Variable(name) => variable(name),
                RegionFrom::SetVariable(name) => {
                    if environment.text(name) == Some("") {
                        return None;
                    }
                    variable(name)
                }
                RegionFrom::VariableWithConfig(name) => {
                    self.files.reads_config.then(|| variable(name)).flatten()
                }
                RegionFrom::Profile => of_profile(),
                RegionFrom::ProfileOf(names) => self
                    .files
                    .profile(self.profile_of(names))
                    .and_then(|entry| entry.get("region"))
                    .map(choice),
                RegionFrom::DefaultProfile => {
                    self.files.profile("default").and_then(|entry| entry.get("region")).map(choice)
                }
                RegionFrom::ProfileWithConfig => self.files.reads_config.then(of_profile).flatten(),
                RegionFrom::BareSection => self
                    .entry()
                    .filter(|entry| entry.name == "default")
                    .and_then(|entry| entry.get_in(FileKind::Config, "region"))
                    .map(choice),
                RegionFrom::ConfigFile(manner, names) => {
                    let found = self.files.region_in_config(self.profile_of(names), *manner);
                    found.map(|(value, source)| RegionChoice { value: shown(&value), source })
                }
                RegionFrom::ConfigWithoutKeys => self
                    .entry()
                    .filter(|_| variables::value(environment, crate::gdal::SECRET).is_none())
                    .and_then(|entry| entry.get_in(FileKind::Config, "region"))
                    .map(choice),
                RegionFrom::FirstInConfig => crate::polars::first_region(self)
                    .map(|(value, source)| RegionChoice { value: shown(&value), source }),
                RegionFrom::Default(value) => {
                    Some(RegionChoice { value: (*value).to_owned(), source: Source::BuiltIn })
                }
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}
