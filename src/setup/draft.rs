//! The plan of a setup: the session, the profiles, and the edits that write them. Existing
//! sections are recognized and kept, so that a second run changes nothing.

use aws_files::{Edit, FileKind};
use facts::{Facts, Profile, SessionKey, StartUrl};

use super::default_profile::{DefaultProfile, Way};
use crate::error::CommandError;

/// The portal and how to sign in to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Portal {
    /// The name of the `[sso-session]`.
    pub(crate) session: String,
    /// The start URL, spelled as in the file.
    pub(crate) start_url: String,
    /// The region of the portal.
    pub(crate) region: String,
    /// The scopes to request.
    pub(crate) scopes: Vec<String>,
}

/// A role that becomes a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The 12-digit account ID.
    pub(crate) account: String,
    /// The permission set.
    pub(crate) role: String,
    /// The profile's name.
    pub(crate) profile: String,
    /// Its own region, if it is not that of all.
    pub(crate) region: Option<String>,
    /// Its own output format, if it is not that of all.
    pub(crate) output: Option<String>,
}

/// Everything to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) portal: Portal,
    pub(crate) wanted: Vec<Wanted>,
    /// The region of new profiles, and of existing ones without a region.
    pub(crate) region: Option<String>,
    /// The output format of new profiles.
    pub(crate) output: Option<String>,
    /// Which profile becomes the default, and how.
    pub(crate) default: Option<DefaultProfile>,
}

impl Portal {
    /// The key of the session in the token cache.
    pub(crate) fn key(&self) -> SessionKey {
        SessionKey::Named(self.session.clone())
    }
}

/// The profile that already uses this role of this portal, through a session or legacy fields.
pub(crate) fn profile_of_role<'a>(
    facts: &'a Facts,
    portal: &Portal,
    account: &str,
    role: &str,
) -> Option<Profile<'a>> {
    let wanted = StartUrl::parse(&portal.start_url).canonical;
    facts.files().profiles().keys().filter_map(|name| facts.profile(name)).find(|profile| {
        profile.account() == Some(account)
            && profile.role() == Some(role)
            && match profile.session_key() {
                // An undefined session cannot work, so the profile was meant for this portal.
                Some(SessionKey::Named(name)) => {
                    name == portal.session || !facts.files().sessions().contains_key(&name)
                }
                Some(SessionKey::Legacy(url)) => StartUrl::parse(&url).canonical == wanted,
                None => false,
            }
    })
}

impl Draft {
    /// The edits that bring the config file in line with the draft; none if it already is.
    ///
    /// # Errors
    /// A name is not valid in a section header.
    pub(crate) fn edits(&self, facts: &Facts) -> Result<Vec<(FileKind, Edit)>, CommandError> {
        let mut edits = Vec::new();
        self.session_edits(facts, &mut edits)?;
        for wanted in &self.wanted {
            match profile_of_role(facts, &self.portal, &wanted.account, &wanted.role) {
                Some(profile) => self.old_profile(profile, &mut edits),
                None => edits.push((FileKind::Config, self.new_profile(wanted, &wanted.profile)?)),
            }
        }
        if let Some(default) = &self.default
            && default.way == Way::Section
            && let Some(wanted) = default.of(&self.wanted)
        {
            edits.push((FileKind::Config, self.new_profile(wanted, "default")?));
        }
        Ok(edits)
    }

    fn session_edits(
        &self,
        facts: &Facts,
        edits: &mut Vec<(FileKind, Edit)>,
    ) -> Result<(), CommandError> {
        let portal = &self.portal;
        let scopes = portal.scopes.join(",");
        let fields = [
            ("sso_start_url", portal.start_url.as_str()),
            ("sso_region", portal.region.as_str()),
            ("sso_registration_scopes", scopes.as_str()),
        ];
        let Some(section) = facts.files().sessions().get(&portal.session) else {
            let properties = fields
                .iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            edits.push((
                FileKind::Config,
                Edit::AppendSection { header: header("sso-session", &portal.session)?, properties },
            ));
            return Ok(());
        };
        for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            match section.get(key) {
                None => edits.push((
                    FileKind::Config,
                    Edit::Insert {
                        section: section.header.line,
                        key: (*key).to_owned(),
                        value: (*value).to_owned(),
                    },
                )),
                Some(property)
                    if same(key, property.value.as_text().unwrap_or_default(), value) => {}
                Some(property) => edits.push((
                    FileKind::Config,
                    Edit::SetValue { line: property.key_location.line, value: (*value).to_owned() },
                )),
            }
        }
        Ok(())
    }

    fn new_profile(&self, wanted: &Wanted, name: &str) -> Result<Edit, CommandError> {
        let mut properties = vec![
            ("sso_session".to_owned(), self.portal.session.clone()),
            ("sso_account_id".to_owned(), wanted.account.clone()),
            ("sso_role_name".to_owned(), wanted.role.clone()),
        ];
        let region = wanted.region.clone().or_else(|| self.region.clone());
        let output = wanted.output.clone().or_else(|| self.output.clone());
        properties.extend(region.map(|region| ("region".to_owned(), region)));
        properties.extend(output.map(|output| ("output".to_owned(), output)));
        Ok(Edit::AppendSection { header: header("profile", name)?, properties })
    }

    /// Updates an existing profile: adds a missing region, and replaces legacy fields with a
    /// session.
    fn old_profile(&self, profile: Profile<'_>, edits: &mut Vec<(FileKind, Edit)>) {
        let Some(section) = profile.merged.config.as_ref() else {
            return;
        };
        let line = section.header.line;
        let lead = match profile.session_key() {
            Some(SessionKey::Named(name)) => name != self.portal.session,
            Some(SessionKey::Legacy(_)) => true,
            None => false,
        };
        if lead {
            edits.extend(checks::migration::lead_to(&profile, &self.portal.session));
        }
        if let (None, Some(region)) = (profile.text("region"), &self.region) {
            edits.push((
                FileKind::Config,
                Edit::Insert { section: line, key: "region".into(), value: region.clone() },
            ));
        }
    }
}

/// Whether two values of a session's field are equivalent.
fn same(key: &str, old: &str, new: &str) -> bool {
    match key {
        "sso_start_url" => StartUrl::parse(old).canonical == StartUrl::parse(new).canonical,
        "sso_registration_scopes" => {
            let split = |text: &str| {
                text.split(',').map(|scope| scope.trim().to_owned()).collect::<Vec<_>>()
            };
            let (old, new) = (split(old), split(new));
            new.iter().all(|scope| old.contains(scope))
        }
        _ => old == new,
    }
}

fn header(prefix: &str, name: &str) -> Result<String, CommandError> {
    aws_files::header(prefix, name).map_err(|error| {
        CommandError::usage(format!(
            "{:?} cannot be the name of a section: {error}",
            facts::clean_line(name)
        ))
    })
}

#[cfg(test)]
mod tests {
    use aws_files::Document;

    use super::*;
    use crate::testing::machine;

    const URL: &str = "https://lab.awsapps.com/start";

    fn draft() -> Draft {
        Draft {
            portal: Portal {
                session: "lab".into(),
                start_url: URL.into(),
                region: "us-east-1".into(),
                scopes: vec!["sso:account:access".into()],
            },
            wanted: vec![Wanted {
                account: "111122223333".into(),
                role: "PowerUser".into(),
                profile: "dev".into(),
                region: None,
                output: None,
            }],
            region: Some("eu-west-1".into()),
            output: None,
            default: None,
        }
    }

    fn after(config: &str) -> String {
        edited(&draft(), config)
    }

    fn edited(draft: &Draft, config: &str) -> String {
        let edits = draft.edits(&machine(config.as_bytes(), b"")).unwrap();
        let edits: Vec<Edit> = edits.into_iter().map(|(_, edit)| edit).collect();
        let edited = Document::parse(config.as_bytes()).edit(&edits).unwrap();
        String::from_utf8(edited.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_default_profile_has_the_same_values() {
        let mut draft = draft();
        draft.default = Some(DefaultProfile {
            account: "111122223333".into(),
            role: "PowerUser".into(),
            way: Way::Section,
        });
        draft.wanted[0].region = Some("eu-south-1".into());
        let text = edited(&draft, "");
        assert!(
            text.ends_with(
                "[default]\nsso_session = lab\nsso_account_id = 111122223333\n\
                 sso_role_name = PowerUser\nregion = eu-south-1\n"
            ),
            "{text}"
        );
    }

    const DONE: &str = "\
[sso-session lab]
sso_start_url = https://lab.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = lab
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-west-1
";

    #[test]
    fn an_empty_file_gets_session_and_profile_and_a_second_run_changes_nothing() {
        assert_eq!(after(""), DONE);
        assert_eq!(after(DONE), DONE);
    }

    #[test]
    fn other_spellings_of_the_same_values_are_left_as_they_are() {
        let spelt = DONE
            .replace("https://lab.awsapps.com/start", "https://LAB.awsapps.com/start/#/")
            .replace("sso:account:access", "codewhisperer:completions, sso:account:access");
        assert_eq!(after(&spelt), spelt);
    }

    #[test]
    fn a_legacy_profile_moves_to_the_session_in_its_place() {
        let legacy = "\
# mine
[profile old]
sso_start_url = https://lab.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-west-2
";
        let text = after(legacy);
        assert!(
            text.starts_with(
                "# mine\n[profile old]\nsso_session = lab\nsso_account_id = 111122223333\n"
            ),
            "{text}"
        );
        assert!(text.contains("region = us-west-2") && !text.contains("[profile dev]"), "{text}");
        assert_eq!(after(&text), text);
    }

    #[test]
    fn a_profile_whose_session_is_not_defined_is_pointed_to_this_one() {
        let dangling = "\
[profile mine]
sso_session = lba
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-west-2
";
        let text = after(dangling);
        assert!(text.contains("[profile mine]\nsso_session = lab\n"), "{text}");
        assert!(!text.contains("[profile dev]"), "{text}");
    }

    #[test]
    fn somebody_elses_session_and_role_are_left_alone() {
        let other = "\
[sso-session other]
sso_start_url = https://other.awsapps.com/start
sso_region = eu-west-1

[profile theirs]
sso_session = other
sso_account_id = 111122223333
sso_role_name = PowerUser
";
        let text = after(other);
        assert!(text.starts_with(other), "{text}");
        assert!(text.ends_with(DONE), "{text}");
    }
}
