//! The two files as one family reads them.

use aws_files::{Document, FileKind, Property, Section, View};
use facts::{AwsFile, Facts, Origin};
use indexmap::IndexMap;

use crate::plain::{self, Plain, PlainSection};
use crate::rules::{Blanks, ConfigFile, Dialect, Names, Rules};
use crate::{Client, Family, Source};

/// The files as one client reads them.
pub(crate) struct Files<'a> {
    facts: &'a Facts,
    profiles: IndexMap<String, Pair>,
    sessions: IndexMap<String, Section>,
    empty_counts: bool,
    dialect: Dialect,
    /// Whether the config file is read.
    pub(crate) reads_config: bool,
    /// The file that the client refuses.
    pub(crate) refused: Option<FileKind>,
    /// Why these profiles may not be exactly what the client sees.
    pub(crate) doubt: Option<&'static str>,
}

/// A profile's sections.
#[derive(Default)]
struct Pair {
    config: Option<Table>,
    credentials: Option<Table>,
}

impl Pair {
    const fn table(&self, file: FileKind) -> Option<&Table> {
        match file {
            FileKind::Config => self.config.as_ref(),
            FileKind::Credentials => self.credentials.as_ref(),
        }
    }
}

/// A section, as the client's reader sees it.
enum Table {
    Section(Section),
    Plain(PlainSection),
}

/// A profile of a client's own reading.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'f> {
    pub(crate) name: &'f str,
    pair: &'f Pair,
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
        let reads_config = reads_config(facts, client, rules);
        let mut files = Self {
            facts,
            profiles: IndexMap::new(),
            sessions: IndexMap::new(),
            empty_counts: rules.reading.empty_counts,
            dialect: rules.reading.dialect,
            reads_config,
            refused: None,
            doubt: doubt_about_paths(facts, client, reads_config),
        };
        let both = facts.files();
        // JavaScript v2 reads neither file then (`lib/util.js`, getProfilesFromSharedConfig).
        if client.family == Family::Js2 && reads_config && both.config.document().is_none() {
            return files;
        }
        let kinds = [(&both.config, reads_config), (&both.credentials, true)];
        for (file, _) in kinds.into_iter().filter(|(_, is_read)| *is_read) {
            match files.dialect.plain {
                Some(manner) => {
                    files.add_plain(file, manner);
                    files.add_sessions(file, rules);
                }
                None => files.add_reading(file, rules),
            }
        }
        files
    }

    /// Java v1: `[dev]` before `[profile dev]`, in either file.
    fn add_plain(&mut self, file: &AwsFile, manner: Plain) {
        let Some(document) = file.document() else {
            return;
        };
        let Some(sections) = plain::read(document, manner) else {
            self.refused = self.refused.or(Some(file.kind));
            return;
        };
        if manner == Plain::Gdal {
            // `[dev]` or `[profile dev]` in the config file, whichever comes first.
            for section in sections {
                let prefix = if file.kind == FileKind::Config { "profile " } else { "" };
                let name = section.name.strip_prefix(prefix).unwrap_or(&section.name).to_owned();
                self.add(&name, file.kind, Table::Plain(section), false);
            }
            return;
        }
        let (prefixed, bare): (Vec<_>, Vec<_>) =
            sections.into_iter().partition(|section| section.name.starts_with("profile "));
        for section in bare.into_iter().chain(prefixed) {
            let name = section.name.strip_prefix("profile ").unwrap_or(&section.name).to_owned();
            self.add(&name, file.kind, Table::Plain(section), false);
        }
    }

    /// The sessions of the config file, for a client whose reader is simple.
    fn add_sessions(&mut self, file: &AwsFile, rules: &Rules) {
        if file.kind != FileKind::Config || rules.sso.is_none() {
            return;
        }
        let reading = file.reading(rules.reading.view);
        let known = reading.sso_sessions.iter();
        self.sessions.extend(known.map(|(name, section)| (name.clone(), section.clone())));
        for section in reading.ignored.iter().chain(&reading.others) {
            if let Some(("sso-session", name)) = other_name(&section.name, rules.reading.names) {
                self.sessions.insert(name.to_owned(), section.clone());
            }
        }
    }

    fn add_reading(&mut self, file: &AwsFile, rules: &Rules) {
        let mut reading = file.reading(rules.reading.view);
        if reading.rejection.is_some() && rules.reading.strict {
            self.refused = self.refused.or(Some(file.kind));
        } else if reading.rejection.is_some() {
            self.doubt = Some("a file has lines that it may read differently");
            reading = file.reading(View::Tolerant);
        }
        let document = file.document();
        let is_known = |section: &Section, prefix: &str, name: &str| {
            document.is_none_or(|document| {
                has_known_blanks(document, section, prefix, name, self.dialect.blanks)
            })
        };
        let mut found: Vec<(&str, &Section, bool)> = Vec::new();
        for (name, section) in &reading.profiles {
            let is_config = file.kind == FileKind::Config;
            if is_known(section, if is_config { "profile" } else { "" }, name) {
                found.push((name, section, false));
            }
        }
        let others = reading.ignored.iter().chain(&reading.others);
        let mut sessions: Vec<(&str, &Section)> =
            reading.sso_sessions.iter().map(|(name, section)| (name.as_str(), section)).collect();
        for section in others {
            match other_name(&section.name, rules.reading.names) {
                Some(("profile", name))
                    if file.kind == FileKind::Config && is_known(section, "profile", name) =>
                {
                    found.push((name, section, false));
                }
                // Known to another reader only.
                Some(("profile", _)) if file.kind == FileKind::Config => {}
                Some(("profile", name)) if self.dialect.prefixed_credentials => {
                    found.push((name, section, false));
                }
                Some(("sso-session", name)) => sessions.push((name, section)),
                None if rules.reading.bare_names
                    && file.kind == FileKind::Config
                    && !section.name.contains([' ', '\t']) =>
                {
                    found.push((&section.name, section, true));
                }
                _ => {}
            }
        }
        for (name, section, wins) in found {
            self.add(name, file.kind, Table::Section(section.clone()), wins);
        }
        if file.kind == FileKind::Config {
            let owned = |(name, section): (&str, &Section)| (name.to_owned(), section.clone());
            self.sessions.extend(sessions.into_iter().map(owned));
        }
    }

    /// Adds a section; of two for one profile the first counts, unless this one wins.
    fn add(&mut self, name: &str, file: FileKind, table: Table, wins: bool) {
        let pair = self.profiles.entry(name.to_owned()).or_default();
        let slot = match file {
            FileKind::Config => &mut pair.config,
            FileKind::Credentials => &mut pair.credentials,
        };
        if slot.is_none() || wins {
            *slot = Some(table);
        }
    }

    pub(crate) fn profile<'f>(&'f self, name: &str) -> Option<Entry<'f>> {
        let (name, pair) = self.profiles.get_key_value(name)?;
        Some(Entry { name, pair, files: self })
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

    /// The region of a profile in the config file, for a client that reads it there with a reader
    /// of its own.
    pub(crate) fn region_in_config(
        &self,
        profile: &str,
        manner: Plain,
    ) -> Option<(String, Source)> {
        let file = &self.facts.files().config;
        let sections = plain::read(file.document()?, manner)?;
        let named = |name: &str| sections.iter().find(|section| section.name == name);
        let section = named(profile).or_else(|| named(&format!("profile {profile}")))?;
        let (text, line) = section.get("region").filter(|(text, _)| !text.is_empty())?;
        Some((text.to_owned(), Source::File { path: file.path.to_path_buf(), line }))
    }

    fn found<'s>(&self, file: FileKind, table: &'s Table, key: &str) -> Option<Found<'s>> {
        let (text, line) = match table {
            Table::Plain(section) => section.get(key)?,
            Table::Section(section) => {
                let property = section.get(key)?;
                let last = section.headers.last().map_or(0, |header| header.line);
                let is_replaced = self.dialect.last_section && property.key_location.line < last;
                if is_replaced || !self.is_as_written(file, property) {
                    return None;
                }
                (property.value.as_text()?, property.location.line)
            }
        };
        let quoted = || text.strip_prefix('"')?.strip_suffix('"');
        let text = if self.dialect.unquotes { quoted().unwrap_or(text) } else { text };
        if text.is_empty() && !self.empty_counts {
            return None;
        }
        let path = self.facts.files().path(file).to_path_buf();
        Some(Found { text, file, source: Source::File { path, line } })
    }

    /// Whether the reader that compares keys as written finds this one.
    fn is_as_written(&self, file: FileKind, property: &Property) -> bool {
        if !self.dialect.exact_keys {
            return true;
        }
        let Some(document) = self.facts.files().file(file).document() else {
            return true;
        };
        document.text_at(property.key_location) == property.key
    }
}

impl<'f> Entry<'f> {
    /// A value, with the credentials file before the config file.
    pub(crate) fn get(&self, key: &str) -> Option<Found<'f>> {
        self.get_in(FileKind::Credentials, key).or_else(|| self.get_in(FileKind::Config, key))
    }

    /// A value of one file.
    pub(crate) fn get_in(&self, file: FileKind, key: &str) -> Option<Found<'f>> {
        self.files.found(file, self.pair.table(file)?, key)
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
        self.pair.table(file).is_some()
    }

    /// The names of its keys, in order: those of the config file, then what the credentials file
    /// adds.
    pub(crate) fn keys(&self) -> Vec<&'f str> {
        let mut all: Vec<&str> = Vec::new();
        for table in [&self.pair.config, &self.pair.credentials].into_iter().flatten() {
            let keys: Vec<&str> = match table {
                Table::Section(section) => section.iter().map(|(key, _)| key).collect(),
                Table::Plain(section) => section.keys().collect(),
            };
            for key in keys {
                if !all.contains(&key) {
                    all.push(key);
                }
            }
        }
        all
    }
}

/// Whether a header has only the blanks that the reader accepts.
fn has_known_blanks(
    document: &Document,
    section: &Section,
    prefix: &str,
    name: &str,
    blanks: Blanks,
) -> bool {
    if blanks == Blanks::Any {
        return true;
    }
    let line = document.text(section.first_line);
    let Some(inner) = line.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return true;
    };
    let inner = if blanks == Blanks::One { inner.0.trim() } else { inner.0 };
    let after = inner.strip_prefix(prefix).filter(|_| !prefix.is_empty());
    match after.filter(|after| after.starts_with([' ', '\t'])) {
        Some(after) => after[1..].trim_matches(['"', '\'']) == name,
        None => inner == name,
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
pub(crate) fn is_true(text: &str) -> bool {
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
                || (config_moved && reads_config)
                || crate::variables::value(facts.environment(), "AWS_CREDENTIAL_PROFILES_FILE")
                    .is_some()
        }
        // `cpl_aws.cpp`: CPL_AWS_CREDENTIALS_FILE and CPL_AWS_ROOT_DIR move it.
        Family::Gdal => {
            let moved = ["CPL_AWS_CREDENTIALS_FILE", "CPL_AWS_ROOT_DIR"];
            credentials_moved || crate::variables::first(facts.environment(), &moved).is_some()
        }
        // `CredentialProvider.php`: the config file's path is fixed for some steps.
        Family::Php => config_moved,
        _ => false,
    };
    unread.then_some("it may read its files in another place")
}
