//! Every name of a machine, each with its number.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use aws_files::{FileKind, LineKind, View};

use crate::{
    Facts, NameKind, SessionKey, StartUrl, StartUrlKind, Variable, clean_line, mask_secrets,
};

/// Words of this program's own texts and of AWS's documentation, in lower case. A profile with
/// such a name identifies no one, and replacing the word everywhere would make the report
/// unreadable. Where a word is known to be a name, it is still replaced.
const ORDINARY: &[&str] = &[
    "access",
    "account",
    "accounts",
    "administrator",
    "after",
    "again",
    "all",
    "and",
    "another",
    "answer",
    "any",
    "aws",
    "browser",
    "but",
    "cache",
    "call",
    "can",
    "check",
    "cli",
    "code",
    "command",
    "computer",
    "config",
    "configuration",
    "credentials",
    "default",
    "doctor",
    "each",
    "error",
    "expired",
    "file",
    "files",
    "for",
    "from",
    "has",
    "here",
    "home",
    "http",
    "https",
    "identity",
    "its",
    "key",
    "keys",
    "line",
    "local",
    "login",
    "machine",
    "name",
    "names",
    "network",
    "new",
    "nobody",
    "not",
    "one",
    "only",
    "other",
    "output",
    "path",
    "portal",
    "preset",
    "profile",
    "profiles",
    "program",
    "proxy",
    "refused",
    "region",
    "report",
    "role",
    "roles",
    "root",
    "scope",
    "section",
    "service",
    "session",
    "sessions",
    "setting",
    "sign",
    "sso",
    "start",
    "sts",
    "text",
    "that",
    "the",
    "this",
    "time",
    "token",
    "tokens",
    "tool",
    "two",
    "url",
    "use",
    "used",
    "user",
    "value",
    "values",
    "version",
    "was",
    "with",
    "you",
    "your",
];

/// The names, and the automaton that finds them in a text.
pub(super) struct Names {
    numbers: HashMap<String, (NameKind, usize)>,
    /// By lower case, for names in another case.
    folded: HashMap<String, (NameKind, usize)>,
    next: HashMap<NameKind, usize>,
    finder: Option<AhoCorasick>,
}

impl Names {
    /// Collects names in an order that does not depend on the report's content.
    pub(super) fn of(facts: &Facts) -> Self {
        let mut names = Self {
            numbers: HashMap::new(),
            folded: HashMap::new(),
            next: HashMap::new(),
            finder: None,
        };
        names.people(facts);
        for name in &facts.scope().profiles {
            names.add(NameKind::Profile, name);
        }
        let reading = facts.files().config.reading(View::Tolerant);
        for name in facts.files().profiles().keys() {
            names.add(NameKind::Profile, name);
        }
        for name in facts.files().sessions().keys() {
            names.add(NameKind::Session, name);
        }
        for name in reading.services.keys() {
            names.add(NameKind::Profile, name);
        }
        for profile in facts.profiles() {
            for (key, kind) in VALUES {
                if let Some(value) = profile.merged.text(key) {
                    names.value(*kind, value);
                }
            }
        }
        for section in facts.files().sessions().values() {
            if let Some(url) = section.text("sso_start_url") {
                names.value(NameKind::Portal, url);
            }
        }
        names.sites(facts);
        names.lines(facts);
        for ((key, account), roles) in &facts.network.roles {
            names.session(key);
            names.add(NameKind::Account, account);
            for role in roles.iter().flatten() {
                names.add(NameKind::Role, role);
            }
        }
        for (key, accounts) in &facts.network.accounts {
            names.session(key);
            for account in accounts.iter().flatten() {
                names.add(NameKind::Account, &account.id);
                names.add(NameKind::Account, &account.name);
            }
        }
        names.preset(facts);
        names.build();
        names
    }

    fn people(&mut self, facts: &Facts) {
        for variable in ["USER", "USERNAME", "LOGNAME", "SUDO_USER"] {
            if let Some(user) = facts.environment().non_empty(variable) {
                self.add(NameKind::User, user);
            }
        }
        let user = facts.surroundings.user.as_ref();
        let homes = [
            facts.home.as_ref().ok(),
            user.and_then(|user| user.home.as_ref()),
            user.and_then(|user| user.sudoer_home.as_ref()),
        ];
        for home in homes.into_iter().flatten() {
            if let Some(user) = home.file_name().and_then(|name| name.to_str()) {
                self.add(NameKind::User, user);
            }
        }
        if let Some(host) = &facts.host {
            self.add(NameKind::Host, host);
            // The first label is on every shell prompt in place of the whole name.
            if let Some((label, _)) = host.split_once('.') {
                self.add(NameKind::Host, label);
            }
        }
    }

    /// Names in lines that no parser keeps: an ignored section, a duplicate value.
    fn lines(&mut self, facts: &Facts) {
        for kind in [FileKind::Config, FileKind::Credentials] {
            let Some(document) = facts.files().file(kind).document() else {
                continue;
            };
            for line in document.lines() {
                match line.kind {
                    LineKind::Header { text } => {
                        let (kind, name) = header_name(kind, document.text_at(text));
                        self.add(kind, name);
                    }
                    LineKind::Property { key, value, .. } | LineKind::Nested { key, value } => {
                        let key = document.text_at(key).trim().to_ascii_lowercase();
                        let value = document.text_at(value);
                        if key == "endpoint_url" {
                            self.site(value);
                        }
                        if let Some((_, kind)) = VALUES.iter().find(|(name, _)| *name == key) {
                            self.value(*kind, value);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// The hosts of proxies and of configured endpoints, which texts also name without a scheme.
    fn sites(&mut self, facts: &Facts) {
        for (name, variable) in facts.environment().iter() {
            let is_proxy = name.to_ascii_uppercase().ends_with("_PROXY");
            let is_endpoint = name.starts_with("AWS_ENDPOINT_URL");
            match variable {
                // The hosts that bypass a proxy are a list.
                Variable::Hidden(secret) if is_proxy => {
                    secret.expose().split(',').for_each(|address| self.site(address));
                }
                Variable::Text(address) if is_endpoint => self.site(address),
                Variable::Hidden(secret) if is_endpoint => self.site(secret.expose()),
                _ => {}
            }
        }
    }

    /// The host of an address, if it is neither AWS's nor this computer.
    fn site(&mut self, address: &str) {
        let address = address.trim().trim_matches(['"', '\'']).trim_start_matches(['*', '.']);
        let whole = match address.contains("://") {
            true => address.to_owned(),
            false => format!("http://{address}"),
        };
        let Ok(url) = url::Url::parse(&whole) else { return };
        if let Some(host) = url.host_str()
            && host.contains(['.', ':'])
            && !super::patterns::is_public_host(host)
        {
            self.add(NameKind::Site, host);
        }
    }

    fn preset(&mut self, facts: &Facts) {
        let Some(preset) = &facts.preset else { return };
        self.add(NameKind::Team, &preset.name);
        if let Some(session) = &preset.session {
            self.add(NameKind::Session, session);
        }
        if let Some(url) = &preset.start_url {
            self.value(NameKind::Portal, url);
        }
        let contact = preset.contact.iter();
        for name in contact.filter_map(|contact| contact.name.as_ref()) {
            self.add(NameKind::Team, name);
        }
        for way in &preset.ways_in {
            self.add(NameKind::Team, &way.label);
        }
    }

    fn session(&mut self, key: &SessionKey) {
        match key {
            SessionKey::Named(name) => self.add(NameKind::Session, name),
            SessionKey::Legacy(url) => self.value(NameKind::Portal, url),
        }
    }

    /// A value that contains a name of this kind.
    fn value(&mut self, kind: NameKind, value: &str) {
        let value = value.trim().trim_matches(['"', '\'']);
        match kind {
            NameKind::Portal => {
                if let Some(label) = portal_label(value)
                    && !crate::start_url::is_example_label(&label)
                {
                    self.add(NameKind::Portal, &label);
                }
            }
            // The role name is last; patterns find the account.
            NameKind::Role if value.starts_with("arn:") => {
                if let Some((_, name)) = value.rsplit_once('/') {
                    self.add(NameKind::Role, name);
                }
            }
            // `arn:aws:sts::111122223333:assumed-role/ROLE/NAME`, as `aws login` writes it.
            NameKind::User if value.starts_with("arn:") => {
                let resource = value.splitn(6, ':').nth(5).unwrap_or_default();
                let mut parts: Vec<&str> = resource.split('/').skip(1).collect();
                if resource.starts_with("assumed-role/") && parts.len() > 1 {
                    self.add(NameKind::Role, parts.remove(0));
                }
                for part in parts {
                    let kind = if part.contains('@') { NameKind::Email } else { NameKind::User };
                    self.add(kind, part);
                }
            }
            _ => self.add(kind, value),
        }
    }

    fn add(&mut self, kind: NameKind, name: &str) {
        let shown = mask_secrets(&clean_line(name));
        if !shown.is_empty() && shown != "default" && shown != "…" {
            let (kind, number) = self.number(kind, &shown);
            // As it appears in a text that is not cleaned first.
            if shown != name {
                self.numbers.entry(name.to_owned()).or_insert((kind, number));
            }
        }
    }

    /// The number of a name, new for an unknown name. The same name always has the same
    /// placeholder, because the equality of two names may be the fault.
    pub(super) fn number(&mut self, kind: NameKind, name: &str) -> (NameKind, usize) {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        // Email addresses match in any case.
        let is_address =
            matches!(kind, NameKind::Portal | NameKind::Site | NameKind::Host | NameKind::Email);
        if let Some(known) = self.folded.get(&name.to_lowercase())
            && is_address
        {
            return *known;
        }
        let number = self.next.entry(kind).or_default();
        *number += 1;
        let known = (kind, *number);
        self.numbers.insert(name.to_owned(), known);
        self.folded.entry(name.to_lowercase()).or_insert(known);
        known
    }

    fn build(&mut self) {
        let patterns: Vec<&String> = self
            .folded
            .keys()
            .filter(|name| name.chars().count() > 2 && !ORDINARY.contains(&name.as_str()))
            .collect();
        // A few names are searched just as fast without the tables that take long to build.
        let kind = (patterns.len() < 500).then_some(AhoCorasickKind::NoncontiguousNFA);
        // If there are too many names to search for, only the patterns apply; no real machine has
        // that many.
        self.finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(kind)
            .build(patterns)
            .ok();
    }

    /// Where names appear in a text as whole words.
    pub(super) fn find(&self, text: &str) -> Vec<(NameKind, usize, Range<usize>)> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        finder
            .find_overlapping_iter(text)
            .map(|found| found.range())
            .filter(|range| stands_alone(text, range))
            .filter_map(|range| {
                let found = text.get(range.clone())?;
                let (kind, number) =
                    self.numbers.get(found).or_else(|| self.folded.get(&found.to_lowercase()))?;
                Some((*kind, *number, range))
            })
            .collect()
    }
}

/// Keys whose values are names.
pub(super) const VALUES: &[(&str, NameKind)] = &[
    ("sso_session", NameKind::Session),
    ("sso_account_id", NameKind::Account),
    ("sso_role_name", NameKind::Role),
    ("sso_start_url", NameKind::Portal),
    ("source_profile", NameKind::Profile),
    ("login_session", NameKind::User),
    ("role_arn", NameKind::Role),
    ("services", NameKind::Profile),
];

/// The name in a header, and its kind.
pub(super) fn header_name(file: FileKind, text: &str) -> (NameKind, &str) {
    let text = text.trim();
    if file == FileKind::Credentials {
        return (NameKind::Profile, text);
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or(("", text));
    let kind = if word.to_ascii_lowercase().contains("session") {
        NameKind::Session
    } else {
        NameKind::Profile
    };
    (kind, rest.trim().trim_matches(['"', '\'']))
}

/// What distinguishes portal addresses: the part of the host that the customer chooses or gets, or
/// the whole custom host.
pub(super) fn portal_label(url: &str) -> Option<String> {
    let parsed = StartUrl::parse(url);
    let address = url::Url::parse(&parsed.canonical).ok()?;
    let host = address.host_str()?;
    match parsed.kind {
        StartUrlKind::Portal(_) => {
            let label = host.split('.').next()?;
            // `start.us-gov-home.awsapps.com/directory/d-…`: the directory identifies it.
            if label == "start" {
                return address.path_segments()?.next_back().map(str::to_owned);
            }
            Some(label.to_owned())
        }
        StartUrlKind::Issuer => address.path_segments()?.next_back().map(str::to_owned),
        _ => Some(host.to_owned()),
    }
}

/// No letter or digit before or after.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
