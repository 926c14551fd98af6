//! The two files as one family reads them.

use aws_files::{FileKind, MergedProfile, Property, Reading, Section, View};
use facts::{AwsFile, Facts, Origin};
use indexmap::IndexMap;

use crate::rules::{ConfigFile, Names, Rules};
use crate::{Client, Family, Source};

/// The files as one client reads them.
pub(crate) struct Files<'a> {
    facts: &'a Facts,
    profiles: IndexMap<String, MergedProfile>,
    sessions: IndexMap<String, Section>,
    empty_counts: bool,
    /// Whether the config file is read.
    pub(crate) reads_config: bool,
    /// The file that the client refuses.
    pub(crate) refused: Option<FileKind>,
    /// Why these profiles may not be exactly what the client sees.
    pub(crate) doubt: Option<&'static str>,
}

/// A profile of a client's own reading.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'f> {
    pub(crate) name: &'f str,
    merged: &'f MergedProfile,
    files: &'f Files<'f>,
}

/// A value and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found<'f> {
    pub(crate) text: &'f str,
    pub(crate) file: FileKind,
    pub(crate) source: Source,
}

impl<'a> Files<'a> {
    pub(crate) fn read(facts: &'a Facts, client: &Client, rules: &Rules) -> Self {
        let both = facts.files();
        let reads_config = reads_config(facts, client, rules);
        let mut doubt = doubt_about_paths(facts, client, reads_config);
        let mut refused = None;
        let mut read = |file: &'a AwsFile| -> &'a Reading {
            let reading = file.reading(rules.reading.view);
            if reading.rejection.is_none() {
                return reading;
            }
            if rules.reading.strict {
                refused = refused.or(Some(file.kind));
                return reading;
            }
            doubt = Some("a file has lines that this client may read differently");
            file.reading(View::Tolerant)
        };
        let config = reads_config.then(|| read(&both.config));
        let credentials = read(&both.credentials);
        let mut profiles: IndexMap<String, MergedProfile> = IndexMap::new();
        let mut sessions: IndexMap<String, Section> = IndexMap::new();
        if let Some(config) = config {
            for (name, section) in &config.profiles {
                add(&mut profiles, name, FileKind::Config, section);
            }
            sessions.extend(
                config.sso_sessions.iter().map(|(name, section)| (name.clone(), section.clone())),
            );
            for section in config.ignored.iter().chain(&config.others) {
                match (other_name(&section.name, rules.reading.names), rules.reading.bare_names) {
                    (Some(("profile", name)), _) => {
                        add(&mut profiles, name, FileKind::Config, section);
                    }
                    (Some((_, name)), _) => {
                        sessions.insert(name.to_owned(), section.clone());
                    }
                    (None, true) if !section.name.contains([' ', '\t']) => {
                        add(&mut profiles, &section.name, FileKind::Config, section);
                    }
                    (None, _) => {}
                }
            }
        }
        for (name, section) in &credentials.profiles {
            add(&mut profiles, name, FileKind::Credentials, section);
        }
        Self {
            facts,
            profiles,
            sessions,
            empty_counts: rules.reading.empty_counts,
            reads_config,
            refused,
            doubt,
        }
    }

    pub(crate) fn profile<'f>(&'f self, name: &str) -> Option<Entry<'f>> {
        let (name, merged) = self.profiles.get_key_value(name)?;
        Some(Entry { name, merged, files: self })
    }

    /// A session's section.
    pub(crate) fn session(&self, name: &str) -> Option<&Section> {
        self.sessions.get(name)
    }

    /// Whether no profile is defined anywhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.profiles.is_empty()
    }

    /// A text of a section that counts as set.
    pub(crate) fn text<'s>(&self, section: &'s Section, key: &str) -> Option<&'s str> {
        section.text(key).filter(|text| self.empty_counts || !text.is_empty())
    }

    fn found<'s>(&self, file: FileKind, property: &'s Property) -> Option<Found<'s>> {
        let text = property.value.as_text()?;
        if text.is_empty() && !self.empty_counts {
            return None;
        }
        let path = self.facts.files().path(file).to_path_buf();
        Some(Found { text, file, source: Source::File { path, line: property.location.line } })
    }
}

impl<'f> Entry<'f> {
    /// A value, with the credentials file before the config file.
    pub(crate) fn get(&self, key: &str) -> Option<Found<'f>> {
        self.get_in(FileKind::Credentials, key).or_else(|| self.get_in(FileKind::Config, key))
    }

    /// A value of one file.
    pub(crate) fn get_in(&self, file: FileKind, key: &str) -> Option<Found<'f>> {
        let section = match file {
            FileKind::Config => self.merged.config.as_ref(),
            FileKind::Credentials => self.merged.credentials.as_ref(),
        };
        self.files.found(file, section?.get(key)?)
    }

    /// A value's text.
    pub(crate) fn text(&self, key: &str) -> Option<&'f str> {
        self.get(key).map(|found| found.text)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// Whether the profile has a section in the file.
    pub(crate) fn is_in(&self, file: FileKind) -> bool {
        match file {
            FileKind::Config => self.merged.config.is_some(),
            FileKind::Credentials => self.merged.credentials.is_some(),
        }
    }

    /// The names of its keys, in order.
    pub(crate) fn keys(&self) -> Vec<&'f str> {
        self.merged.keys().collect()
    }
}

/// Later sections of one name add to earlier ones, as every lenient reader does.
fn add(
    profiles: &mut IndexMap<String, MergedProfile>,
    name: &str,
    file: FileKind,
    section: &Section,
) {
    let merged = profiles.entry(name.to_owned()).or_insert_with(|| MergedProfile {
        name: name.to_owned(),
        config: None,
        credentials: None,
    });
    let slot = match file {
        FileKind::Config => &mut merged.config,
        FileKind::Credentials => &mut merged.credentials,
    };
    if slot.is_none() {
        *slot = Some(section.clone());
    }
}

/// The kind and the name of a section that the dialect ignores.
fn other_name(header: &str, names: Names) -> Option<(&'static str, &str)> {
    let header = header.trim();
    let (prefix, name) = header.split_once([' ', '\t'])?;
    let prefix = match prefix {
        "profile" => "profile",
        "sso-session" => "sso-session",
        _ => return None,
    };
    let name = name.trim();
    match names {
        Names::Dialect => None,
        Names::Spaces => Some((prefix, name)),
        Names::Quoted => {
            let quote = name.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let inner = name.strip_prefix(quote)?.strip_suffix(quote)?;
            let plain = !inner.is_empty()
                && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-@+.%:/".contains(&b));
            plain.then_some((prefix, inner))
        }
    }
}

fn reads_config(facts: &Facts, client: &Client, rules: &Rules) -> bool {
    let environment = facts.environment();
    match rules.reading.config {
        ConfigFile::Always => true,
        ConfigFile::WithFlag { any_text } => client.loads_config.unwrap_or_else(|| {
            let text = crate::variables::value(environment, "AWS_SDK_LOAD_CONFIG");
            text.is_some_and(|text| any_text || is_true(text))
        }),
        ConfigFile::UnlessOptOut => {
            crate::variables::value(environment, "AWS_SDK_CONFIG_OPT_OUT").is_none()
        }
        ConfigFile::WithoutCredentials => facts.files().credentials.document().is_none(),
    }
}

/// Go's `strconv.ParseBool`.
fn is_true(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "TRUE" | "true" | "True")
}

/// Some clients do not read the variables that move the files.
fn doubt_about_paths(facts: &Facts, client: &Client, reads_config: bool) -> Option<&'static str> {
    let credentials_moved = facts.locations.credentials.origin != Origin::Default;
    let config_moved = facts.locations.config.origin != Origin::Default;
    let unread = match client.family {
        // `lib/util.js`, getProfilesFromSharedConfig: only with the flag.
        Family::Js2 => credentials_moved && !reads_config,
        // `profile/path/cred`: AWS_CREDENTIAL_PROFILES_FILE is the only one.
        Family::Java1 => {
            credentials_moved
                || crate::variables::value(facts.environment(), "AWS_CREDENTIAL_PROFILES_FILE")
                    .is_some()
        }
        // `CredentialProvider.php`: the config file's path is fixed for some steps.
        Family::Php => config_moved,
        _ => false,
    };
    unread.then_some("this client does not read the variable that moves the file")
}
