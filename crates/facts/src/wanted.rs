//! What to search for because of the settings: programs, CA bundles, plugins.

use std::collections::BTreeSet;

use aws_files::{Section, View};

use crate::{Facts, Os, SessionKey};

/// Collect at most this many of each kind; a real computer has a handful.
const MAX_WANTED: usize = 20;

impl Facts {
    /// The programs whose place on PATH matters: the pagers of the profiles in scope, and this
    /// platform's openers of a browser or a prompt.
    pub fn wanted_programs(&self) -> BTreeSet<String> {
        let mut wanted = BTreeSet::new();
        let environment = self.environment();
        if environment.non_empty("WSL_DISTRO_NAME").is_some() {
            wanted.insert("wslview".to_owned());
        }
        if self.os == Os::Windows {
            // Its shell starts its pager, which is a part of the system.
            return wanted;
        }
        wanted.extend(self.pager(None).program());
        let with_pagers =
            self.profiles_in_scope().filter(|profile| profile.get("cli_pager").is_some());
        for profile in with_pagers {
            if wanted.len() >= MAX_WANTED {
                break;
            }
            wanted.extend(self.pager(Some(profile)).program());
        }
        wanted
    }

    /// The configured CA bundles, as written.
    pub fn wanted_bundles(&self) -> BTreeSet<String> {
        let variables = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"]
            .into_iter()
            .filter_map(|name| self.environment().text(name))
            .filter(|path| !path.trim().is_empty());
        let profiles = self
            .profiles_in_scope()
            .chain(self.profiles())
            .filter_map(|profile| profile.text("ca_bundle"));
        let mut wanted = BTreeSet::new();
        for path in variables.chain(profiles) {
            if wanted.len() >= MAX_WANTED {
                break;
            }
            wanted.insert(path.to_owned());
        }
        wanted
    }

    /// The `[plugins]` sections of the config file, which are for AWS CLI v1.
    pub fn plugins(&self) -> impl Iterator<Item = &Section> {
        self.files()
            .config
            .reading(View::Tolerant)
            .others
            .iter()
            .filter(|section| section.name == "plugins")
    }

    /// The folder of `cli_legacy_plugin_path`, and the modules that AWS CLI v2 searches for in it
    /// (`awscli/plugin.py`, `load_plugins`). `None` if that key is not set.
    pub fn legacy_plugins(&self) -> Option<(&str, Vec<&str>)> {
        const PATH: &str = "cli_legacy_plugin_path";
        let section = self.plugins().find(|section| section.get(PATH).is_some())?;
        let modules = section
            .iter()
            .filter(|(key, _)| *key != PATH)
            .filter_map(|(key, _)| section.text(key))
            .take(MAX_WANTED)
            .collect();
        Some((section.text(PATH)?, modules))
    }

    /// The sessions in scope with a browser sign-in; legacy profiles sign in with a code.
    pub fn browser_sessions(&self) -> impl Iterator<Item = &SessionKey> {
        self.sessions_in_scope().iter().filter(|key| matches!(key, SessionKey::Named(_)))
    }
}
