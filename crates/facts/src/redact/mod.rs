//! Redaction of everything that leaves this machine in a report (DESIGN, *Secrets*).
//!
//! Three independent layers. The report is built from allow-lists ([`Redactor::value`],
//! [`Redactor::variable`]). Every text in it goes through [`Redactor::text`], which removes known
//! secrets, then what looks like a secret, then names. Finally, the finished bytes are searched
//! for every known secret in every usual encoding ([`Redactor::leak`]): a hit means that the first
//! two layers have a gap, and nothing is written.

mod forms;
mod names;
mod patterns;
mod scan;
mod secrets;
mod values;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use crate::{Facts, clean_line, mask_secrets};

use names::Names;
pub use scan::Leak;
use secrets::Secrets;

/// The audience of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// The user's own support desk: it knows the accounts and the people.
    Support,
    /// Anyone.
    #[default]
    Public,
}

impl Readers {
    /// Its word on the command line and in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Public => "public",
        }
    }
}

/// The kind of thing that a name identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// An account's twelve digits.
    Account,
    /// A role or permission set.
    Role,
    /// A profile.
    Profile,
    /// An sso-session.
    Session,
    /// What distinguishes an access portal's address from others.
    Portal,
    /// An email address.
    Email,
    /// The user name on a computer.
    User,
    /// This computer.
    Host,
    /// Another computer: a proxy, or an endpoint that is not AWS's.
    Site,
    /// A support team and its preset.
    Team,
}

impl NameKind {
    /// Its word in a placeholder: `{account-1}`.
    const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Role => "role",
            Self::Profile => "profile",
            Self::Session => "session",
            Self::Portal => "portal",
            Self::Email => "email",
            Self::User => "user",
            Self::Host => "host",
            Self::Site => "site",
            Self::Team => "team",
        }
    }

    /// What was removed, for the manifest: singular and plural.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Account => ("account identifier", "account identifiers"),
            Self::Role => ("role name", "role names"),
            Self::Profile => ("profile name", "profile names"),
            Self::Session => ("sso-session name", "sso-session names"),
            Self::Portal => ("portal name", "portal names"),
            Self::Email => ("email address", "email addresses"),
            Self::User => ("user name", "user names"),
            Self::Host => ("host name", "host names"),
            Self::Site => ("address of another computer", "addresses of other computers"),
            Self::Team => ("name of a support team", "names of support teams"),
        }
    }

    /// Whether this audience sees it unchanged. A support desk needs the account, role and portal,
    /// but not the owner of the computer.
    const fn stays(self, audience: Readers) -> bool {
        match audience {
            Readers::Public => false,
            Readers::Support => !matches!(self, Self::User | Self::Host),
        }
    }
}

/// What was removed from a report, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The kind (`account identifiers`).
    pub what: String,
    /// The number of distinct values, or of occurrences if they are not distinguished.
    pub count: usize,
}

/// A kind of value of which a report shows only the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// A value in an AWS file that is not on the allow-list.
    FileValue,
    /// A comment in an AWS file.
    Comment,
    /// A line of an AWS file that does not parse.
    Line,
    /// The value of an environment variable.
    Variable,
    /// The user and the password in the address of a proxy.
    ProxyUser,
    /// The text of a token.
    Token,
    /// Anything that looks like a key.
    KeyMaterial,
    /// A home folder in a path.
    HomePath,
}

impl Hidden {
    /// What was removed, for the manifest: singular and plural.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::FileValue => ("value in the AWS files", "values in the AWS files"),
            Self::Comment => ("comment in the AWS files", "comments in the AWS files"),
            Self::Line => (
                "word in unreadable lines of the AWS files",
                "words in unreadable lines of the AWS files",
            ),
            Self::Variable => {
                ("value of an environment variable", "values of environment variables")
            }
            Self::ProxyUser => ("user and password of a proxy", "users and passwords of proxies"),
            Self::Token => ("text of a token", "texts of tokens"),
            Self::KeyMaterial => {
                ("key, secret or token in a text", "keys, secrets and tokens in texts")
            }
            Self::HomePath => ("home folder in a path", "home folders in paths"),
        }
    }
}

/// Redacts the text of one report. A name has the same placeholder throughout.
pub struct Redactor {
    audience: Readers,
    home: Option<String>,
    secrets: Secrets,
    names: RefCell<Names>,
    used: RefCell<BTreeSet<(NameKind, usize)>>,
    hidden: RefCell<BTreeMap<Hidden, usize>>,
}

/// A span of a text and its replacement.
struct Change {
    range: Range<usize>,
    with: String,
}

impl Redactor {
    /// Knows every name and every secret of this machine.
    pub fn new(facts: &Facts, audience: Readers) -> Self {
        Self {
            audience,
            home: facts
                .home
                .as_ref()
                .ok()
                .and_then(|home| home.to_str())
                .map(|home| home.trim_end_matches(['/', '\\']).to_owned())
                .filter(|home| home.len() > 1),
            secrets: Secrets::of(facts),
            names: RefCell::new(Names::of(facts)),
            used: RefCell::default(),
            hidden: RefCell::default(),
        }
    }

    /// The audience.
    pub const fn audience(&self) -> Readers {
        self.audience
    }

    /// A text from any source.
    pub fn text(&self, text: &str) -> String {
        let masked = self.without_secrets(text);
        apply(&masked, &self.changes(&masked))
    }

    /// A line whose secrets are already masked, with the highlighted spans (in bytes), which are
    /// moved to match the replacements.
    pub fn line(&self, line: &str, marks: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
        let mut changes = self.changes(line);
        changes.extend(self.secrets.find(line).into_iter().map(|range| {
            self.hide(Hidden::KeyMaterial);
            Change { range, with: "…".into() }
        }));
        let changes = in_order(changes);
        let marks = marks
            .iter()
            .map(|mark| {
                let start = moved(&changes, mark.start, false);
                start..moved(&changes, mark.end, true).max(start)
            })
            .collect();
        (apply(line, &changes), marks)
    }

    /// A known name.
    pub fn name(&self, kind: NameKind, name: &str) -> String {
        let shown = self.without_secrets(&clean_line(name));
        // Generic to every machine, so it identifies no one.
        if shown.is_empty() || shown == "default" || shown == "…" {
            return shown;
        }
        let (kind, number) = self.names.borrow_mut().number(kind, &shown);
        self.shown(kind, number, &shown)
    }

    /// A path: the home folder is `~`.
    pub fn path(&self, path: &Path) -> String {
        self.text(&path.display().to_string())
    }

    /// Counts omitted values.
    pub fn hide(&self, what: Hidden) {
        *self.hidden.borrow_mut().entry(what).or_default() += 1;
    }

    /// The removals so far.
    pub fn removed(&self) -> Vec<Removed> {
        let mut names: BTreeMap<NameKind, usize> = BTreeMap::new();
        for (kind, _) in self.used.borrow().iter() {
            *names.entry(*kind).or_default() += 1;
        }
        let names = names.into_iter().map(|(kind, count)| (kind.words(), count));
        let hidden = self.hidden.borrow();
        let hidden = hidden.iter().map(|(what, count)| (what.words(), *count));
        names
            .chain(hidden)
            .map(|((one, many), count)| Removed {
                what: if count == 1 { one } else { many }.to_owned(),
                count,
            })
            .collect()
    }

    /// A secret in the finished bytes, if any; then they must not be written.
    pub fn leak(&self, bytes: &[u8]) -> Option<Leak> {
        scan::leak(&self.secrets, bytes)
    }

    fn without_secrets(&self, text: &str) -> String {
        let known = self.secrets.find(text);
        for _ in &known {
            self.hide(Hidden::KeyMaterial);
        }
        let changes: Vec<Change> =
            known.into_iter().map(|range| Change { range, with: "…".into() }).collect();
        let text = apply(text, &in_order(changes));
        let masked = mask_secrets(&text);
        if masked != text {
            self.hide(Hidden::KeyMaterial);
        }
        masked
    }

    fn shown(&self, kind: NameKind, number: usize, as_it_is: &str) -> String {
        if kind.stays(self.audience) {
            return as_it_is.to_owned();
        }
        self.used.borrow_mut().insert((kind, number));
        format!("{{{}-{number}}}", kind.word())
    }

    /// Every span of a text to remove, from left to right, without overlaps. Existing placeholders
    /// stay, so that redacting twice is safe.
    fn changes(&self, text: &str) -> Vec<Change> {
        let mut changes: Vec<Change> = patterns::placeholders(text)
            .into_iter()
            .map(|range| Change { with: text[range.clone()].to_owned(), range })
            .collect();
        if let Some(home) = &self.home {
            for range in patterns::folder(text, home) {
                self.hide(Hidden::HomePath);
                changes.push(Change { range, with: "~".into() });
            }
        }
        // A kept host must not hide a name within it that is removed; a kept email address does
        // hide the name.
        for (kind, range) in patterns::find(text) {
            let found = &text[range.clone()];
            let (kind, number) = self.names.borrow_mut().number(kind, found);
            if kind == NameKind::Site && kind.stays(self.audience) {
                continue;
            }
            changes.push(Change { with: self.shown(kind, number, found), range });
        }
        for range in patterns::url_secrets(text) {
            changes.push(Change { range, with: "…".into() });
        }
        if self.audience == Readers::Public {
            for range in patterns::url_paths(text) {
                changes.push(Change { range, with: "/…".into() });
            }
        }
        let found = self.names.borrow().find(text);
        for (kind, number, range) in found {
            if kind == NameKind::Site && kind.stays(self.audience) {
                continue;
            }
            changes.push(Change { with: self.shown(kind, number, &text[range.clone()]), range });
        }
        in_order(changes)
    }
}

impl std::fmt::Debug for Redactor {
    // It knows every secret of the machine.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").field("audience", &self.audience).finish_non_exhaustive()
    }
}

/// From left to right, the longer of two that start together, without overlaps.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| (change.range.start, std::cmp::Reverse(change.range.end)));
    let mut end = 0;
    changes.retain(|change| {
        let stays = change.range.start >= end && !change.range.is_empty();
        if stays {
            end = change.range.end;
        }
        stays
    });
    changes
}

fn apply(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        out.push_str(text.get(at..change.range.start).unwrap_or_default());
        out.push_str(&change.with);
        at = change.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Maps an offset of the old text to the new one; within a replacement, to its edge.
fn moved(changes: &[Change], place: usize, is_end: bool) -> usize {
    let mut shift: isize = 0;
    for change in changes {
        if change.range.start >= place {
            break;
        }
        let start = change.range.start.saturating_add_signed(shift);
        if place < change.range.end {
            return if is_end { start + change.with.len() } else { start };
        }
        shift += change.with.len().cast_signed() - change.range.len().cast_signed();
    }
    place.saturating_add_signed(shift)
}
