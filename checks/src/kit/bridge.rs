//! A bridge: a profile of its own whose `credential_process` gives a program the credentials of
//! another profile, for programs that cannot use that profile themselves.

use std::path::Path;

use aws_files::{Edit, FileKind, header};
use facts::{Facts, Os, Profile};

use super::cli::{AWS_LOGIN, SSO_SESSION};
use crate::{Applicability, Plan, Remedy};

/// Try at most this many names for the new profile.
const MAX_NAMES: usize = 9;

/// The remedies that add a bridge to a profile, best first: by the AWS CLI, if one is known to
/// have `export-credentials`, and by this program, if it is installed and the profile uses single
/// sign-on or `aws login`. None if the profile is a bridge itself, gives no credentials, or its
/// name cannot be part of a command that every SDK reads alike.
///
/// Each is asked, and its plan appends one section to the config file: `NAME-process`, or the next
/// free name. The command never names the new profile, which would ask itself.
pub fn bridges(profile: &Profile<'_>) -> Vec<Remedy> {
    if profile.text("credential_process").is_some() || !profile.has_credentials() {
        return Vec::new();
    }
    let facts = profile.facts();
    let by_cli = aws_cli(facts, profile.login_session().is_some())
        .map(|path| ("bridge", "the AWS CLI", Asked::AwsCli, path));
    let by_this = facts
        .surroundings
        .own_program
        .as_deref()
        .filter(|_| is_given_by_this_program(profile))
        .map(|path| ("bridge-aws-onboard", "aws-onboard", Asked::ThisProgram, path));
    [by_cli, by_this]
        .into_iter()
        .flatten()
        .filter_map(|(id, speaker, asked, path)| {
            let command = command(facts.os, path, asked, profile.name)?;
            Some(remedy(profile, id, speaker, command))
        })
        .collect()
}

/// Who is asked for the credentials.
#[derive(Clone, Copy)]
enum Asked {
    AwsCli,
    ThisProgram,
}

/// Whether `aws-onboard credentials` gives the profile's credentials.
pub fn is_given_by_this_program(profile: &Profile<'_>) -> bool {
    let names_a_role =
        profile.account().is_some() && profile.role().is_some() && profile.session_key().is_some();
    (names_a_role && !profile.assumes_role()) || profile.login_session().is_some()
}

/// The first AWS CLI on PATH that is known to be new enough, by its absolute path.
pub(crate) fn aws_cli(facts: &Facts, for_login: bool) -> Option<&Path> {
    let needed = if for_login { AWS_LOGIN } else { SSO_SESSION };
    let mut all = facts.aws.as_deref().ok()?.iter().filter(|aws| aws.path.is_absolute());
    let found = all.find(|aws| aws.aws_version().is_some_and(|version| version.0 >= needed))?;
    Some(&found.path)
}

/// The command, in words that every SDK splits alike: some start it with a shell, some split it
/// themselves (SDKS, *Differences that bite*). `None` for a name or path that needs more than
/// quotes.
fn command(os: Os, program: &Path, asked: Asked, profile: &str) -> Option<String> {
    let program = quoted(os, program.to_str()?)?;
    let profile = quoted(os, profile)?;
    Some(match asked {
        Asked::AwsCli => {
            format!("{program} configure export-credentials --profile {profile} --format process")
        }
        Asked::ThisProgram => format!("{program} credentials --profile {profile} --format process"),
    })
}

/// A word in double quotes if it needs them; `None` if they are not enough.
fn quoted(os: Os, word: &str) -> Option<String> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || "_-./@+:".contains(c) || (os == Os::Windows && c == '\\')
    };
    if word.is_empty() || word.starts_with('-') {
        return None;
    }
    if word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    let is_safe_in_quotes = |c: char| is_plain(c) || " (),=~".contains(c) || c.is_alphanumeric();
    word.chars().all(is_safe_in_quotes).then(|| format!("\"{word}\""))
}

/// The name of the new profile: the first that is free.
fn free_name(facts: &Facts, profile: &str) -> Option<String> {
    let names = (1..=MAX_NAMES).map(|number| match number {
        1 => format!("{profile}-process"),
        number => format!("{profile}-process-{number}"),
    });
    names.into_iter().find(|name| facts.profile(name).is_none())
}

fn remedy(
    profile: &Profile<'_>,
    id: &'static str,
    speaker: &'static str,
    command: String,
) -> Remedy {
    let name = profile.name.to_owned();
    let new_name = free_name(profile.facts(), &name).unwrap_or_default();
    let title = format!(
        "Add the profile {}, which gets the credentials of {profile} from {speaker}",
        facts::Text(&new_name)
    );
    Remedy::new(id, Applicability::Ask, title, move |facts, _| {
        let added = free_name(facts, &name).and_then(|new_name| header("profile", &new_name).ok());
        let Some((profile, header)) = facts.profile(&name).zip(added) else {
            return Ok(Plan::default());
        };
        let mut properties = vec![("credential_process".to_owned(), command.clone())];
        let region = profile.text("region").map(|region| ("region".to_owned(), region.to_owned()));
        properties.extend(region);
        Ok(Plan::edit(FileKind::Config, vec![Edit::AppendSection { header, properties }]))
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::bridges;
    use crate::testing::{LOGIN, Machine, version};
    use crate::{Answers, Applicability};

    const SSO: &str = "[profile dev]\nregion = eu-central-1\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n[sso-session corp]\n";

    fn installed(machine: Machine, path: &str) -> Machine {
        machine.around(|around| around.own_program = Some(PathBuf::from(path)))
    }

    /// The profiles that each remedy adds, as it writes them.
    fn added(machine: &Machine, profile: &str) -> Vec<String> {
        let facts = machine.facts();
        let profile = facts.profile(profile).expect("a profile");
        bridges(&profile)
            .iter()
            .map(|remedy| {
                assert_eq!(remedy.applicability, Applicability::Ask);
                let plan = remedy.plan(&facts, &Answers::new()).expect("a plan");
                let after = machine.after(&plan).facts();
                let text = |facts: &facts::Facts| {
                    let document = facts.files().config.document().expect("a file");
                    String::from_utf8_lossy(document.as_bytes()).into_owned()
                };
                let (before, text) = (text(&facts), text(&after));
                text.strip_prefix(&before).expect("only added").trim().to_owned()
            })
            .collect()
    }

    #[test]
    fn a_bridge_asks_the_other_profile_by_an_absolute_path() {
        let machine = installed(Machine::new().config(SSO), "/opt/bin/aws-onboard");
        assert_eq!(
            added(&machine, "dev"),
            [
                "[profile dev-process]\ncredential_process = /usr/local/bin/aws configure export-credentials --profile dev --format process\nregion = eu-central-1",
                "[profile dev-process]\ncredential_process = /opt/bin/aws-onboard credentials --profile dev --format process\nregion = eu-central-1",
            ]
        );
    }

    #[test]
    fn only_programs_that_can_do_it_are_asked() {
        let old = |number| {
            Machine::new().config(SSO).without_aws().aws("/usr/bin/aws", Ok(version(number)))
        };
        assert_eq!(added(&old("2.8.13"), "dev").len(), 0);
        assert_eq!(added(&old("1.46.3"), "dev").len(), 0);
        assert_eq!(added(&old("2.9.0"), "dev").len(), 1);
        let relative = Machine::new().config(SSO).without_aws();
        assert_eq!(added(&relative.aws("bin/aws", Ok(version("2.36.7"))), "dev").len(), 0);
        let login =
            |number| old(number).config(&format!("[profile build]\nlogin_session = {LOGIN}\n"));
        assert_eq!(added(&login("2.31.0"), "build").len(), 0);
        assert_eq!(added(&login("2.32.0"), "build").len(), 1);
        let keys =
            "[profile keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n";
        let machine = installed(Machine::new().config(keys), "/opt/bin/aws-onboard");
        assert_eq!(added(&machine, "keys").len(), 1);
        let machine = Machine::new().config("[profile p]\ncredential_process = /bin/keys\n");
        assert_eq!(added(&machine, "p").len(), 0);
        assert_eq!(added(&Machine::new().config("[profile p]\nregion = x\n"), "p").len(), 0);
    }

    #[test]
    fn a_name_is_new_and_words_with_spaces_are_quoted() {
        let config = SSO.replace("profile dev", "profile \"my dev\"");
        let taken = format!("{config}[profile \"my dev-process\"]\n");
        let machine = installed(Machine::new().config(&taken).without_aws(), "/opt/My Bin/x");
        let found = added(&machine, "my dev");
        assert!(found[0].starts_with("[profile 'my dev-process-2']\n"), "{found:?}");
        assert!(
            found[0].contains("= \"/opt/My Bin/x\" credentials --profile \"my dev\" --format"),
            "{found:?}"
        );
        let odd = SSO.replace("profile dev", "profile d$v");
        assert_eq!(added(&Machine::new().config(&odd), "d$v").len(), 0);
    }
}
