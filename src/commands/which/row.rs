//! What the table says about one program.

use std::path::Path;

use aws_onboard_credential_chain::{Credentials, Kind, Source};
use facts::{FoundProgram, Text, WhyInUse};
use program_clients::{ProgramAnswer, RegionAnswer};

use super::Shown;
use crate::terminal::text::Mark;

/// One program in the table.
pub(super) struct Row {
    pub(super) mark: Mark,
    /// Its name for people, without what the table of programs adds to it.
    pub(super) name: String,
    /// Where it was found, if that is not a folder on PATH.
    pub(super) place: Option<String>,
    pub(super) version: String,
    pub(super) uses: String,
    pub(super) region: String,
}

impl Row {
    /// Its name, its version and its place in a sentence.
    pub(super) fn title(&self) -> String {
        self.title_at(self.place.as_deref())
    }

    /// The same with this place.
    pub(super) fn title_at(&self, place: Option<&str>) -> String {
        let mut title = self.name.clone();
        if self.version != NO_VERSION {
            title.push(' ');
            title.push_str(&self.version);
        }
        if let Some(place) = place {
            title.push_str(&format!(" ({place})"));
        }
        title
    }
}

/// Shown in place of an unknown version.
const NO_VERSION: &str = "-";

/// Shown where only an attempt could tell.
const UNKNOWN: &str = "cannot be known offline";

pub(super) fn describe(shown: &Shown<'_>, answer: &ProgramAnswer) -> Row {
    let program = &answer.program;
    Row {
        mark: mark(shown, answer),
        name: short_name(&program.name),
        place: place(shown, program),
        version: program
            .version
            .as_ref()
            .map_or_else(|| NO_VERSION.to_owned(), |version| Text(version.text()).to_string()),
        uses: uses(shown, answer),
        region: match &answer.region {
            RegionAnswer::Known(region) => Text(&region.value).to_string(),
            RegionAnswer::None => "none".to_owned(),
            RegionAnswer::Unknown => "unknown".to_owned(),
        },
    }
}

/// A name without the explanation in parentheses.
fn short_name(name: &str) -> String {
    let short = name.split(" (").next().unwrap_or(name);
    Text(short).to_string()
}

fn mark(shown: &Shown<'_>, answer: &ProgramAnswer) -> Mark {
    if answer.usable == Some(false) {
        return Mark::Fail;
    }
    if answer.usable.is_none() {
        return Mark::Unknown;
    }
    let differs = answer.differs.credentials == Some(true) && answer.program.profile.is_none();
    let no_region = answer.region == RegionAnswer::None;
    let other_region = answer.differs.region == Some(true) && answer.program.region.is_none();
    let is_beside = match shown.selected() {
        Some(_) => is_shadowed(shown, answer),
        None => differs,
    };
    if is_beside || no_region || other_region { Mark::Warn } else { Mark::Good }
}

/// Whether keys in the environment take the place of the selected profile.
pub(super) fn is_shadowed(shown: &Shown<'_>, answer: &ProgramAnswer) -> bool {
    shown.selected().is_some()
        && answer.is_certain
        && matches!(answer.answer.credentials.kind, Kind::Environment | Kind::WebIdentity)
        && answer.answer.credentials.profile.is_none()
}

/// Where a program was found, short: `.venv`, `pom.xml`, `node_modules`.
fn place(shown: &Shown<'_>, program: &FoundProgram) -> Option<String> {
    if program.found_at.path.as_os_str().is_empty() {
        return None;
    }
    let is_on_path = program.why_in_use == WhyInUse::Path && program.found_at.line.is_none();
    if is_on_path || program.why_in_use == WhyInUse::Installed {
        return None;
    }
    let path = &program.found_at.path;
    let is_library = path
        .extension()
        .is_some_and(|ending| ending == "dist-info" || ending == "egg-info" || ending == "json");
    let folder = |name: &str| {
        path.ancestors().find(|parent| parent.file_name().is_some_and(|own| own == name))
    };
    let whole = if let Some(modules) = folder("node_modules") {
        modules
    } else if let Some(prefix) = folder("lib").or_else(|| folder("Lib")).and_then(Path::parent)
        && is_library
    {
        prefix
    } else {
        path
    };
    let line = program.found_at.line.filter(|_| program.why_in_use == WhyInUse::Path);
    let mut text = shorten(shown, whole);
    if let Some(line) = line {
        text.push_str(&format!(":{line}"));
    }
    Some(text)
}

/// A path as people write it here: relative to the current folder or to the home folder.
pub(super) fn shorten(shown: &Shown<'_>, path: &Path) -> String {
    let folder = shown.app.system.current_folder().unwrap_or_default();
    match path.strip_prefix(&folder) {
        Ok(rest) if !rest.as_os_str().is_empty() => Text(&rest.display().to_string()).to_string(),
        _ => Text(&shown.facts.shown(path)).to_string(),
    }
}

/// What it takes, and as whom.
fn uses(shown: &Shown<'_>, answer: &ProgramAnswer) -> String {
    let credentials = &answer.answer.credentials;
    if answer.usable == Some(false) && credentials.kind == Kind::None {
        return "no credentials".to_owned();
    }
    if answer.usable == Some(false) {
        let profile = credentials.profile.as_deref().unwrap_or_else(|| shown.profile());
        return format!("cannot use {}", Text(profile));
    }
    if !answer.is_certain || (answer.usable.is_none() && credentials.kind == Kind::None) {
        return UNKNOWN.to_owned();
    }
    words(credentials)
}

/// Credentials in a few words.
pub(super) fn words(credentials: &Credentials) -> String {
    let profile = credentials.profile.as_deref().map(|name| Text(name).to_string());
    let of_profile = |what: String| match &profile {
        Some(profile) => format!("{profile}: {what}"),
        None => what,
    };
    let who: Vec<&str> = [&credentials.account, &credentials.role]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let who = who.join(" ");
    let key = credentials.access_key_id.as_deref();
    match credentials.kind {
        Kind::Environment => {
            let variable = match &credentials.source {
                Some(Source::Variable(name)) => name.as_str(),
                _ => "AWS_ACCESS_KEY_ID",
            };
            match key {
                Some(key) => format!("{variable} ({key})"),
                None => variable.to_owned(),
            }
        }
        Kind::Sso if who.is_empty() => of_profile("single sign-on".to_owned()),
        Kind::Sso => of_profile(who),
        Kind::Login if who.is_empty() => of_profile("aws login".to_owned()),
        Kind::Login => of_profile(format!("aws login, {who}")),
        Kind::Static => of_profile(match key {
            Some(key) => format!("key {key}"),
            None => "a key in a file".to_owned(),
        }),
        Kind::Role => of_profile(format!("role {who}").trim_end().to_owned()),
        Kind::WebIdentity => of_profile(format!("web identity {who}").trim_end().to_owned()),
        Kind::Process => of_profile("its credential_process".to_owned()),
        Kind::Container => of_profile("the container's role".to_owned()),
        Kind::Instance => "the instance's role, if it has one".to_owned(),
        Kind::None | Kind::Error => "no credentials".to_owned(),
    }
}
