//! The text of a new preset: the answers, and every other key as a comment to fill in.

use std::fmt::Write as _;

/// What the author answered; an empty value is left to the users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) start_url: String,
    pub(super) region: String,
    pub(super) session: String,
    pub(super) roles: String,
    pub(super) work_region: String,
    pub(super) forbids_keys: bool,
    pub(super) contact_name: String,
    pub(super) email: String,
    pub(super) page: String,
    pub(super) ways: Vec<Way>,
}

/// A way to sign in: its label, and its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) label: String,
    pub(super) steps: Vec<String>,
}

/// The text of the file.
pub(super) fn write_text(answers: &Answers) -> String {
    let mut text = "\
# A preset for aws-onboard. docs/presets.md explains every key.
# After each change: aws-onboard preset check FILE

[portal]
"
    .to_owned();
    put(&mut text, "session", &answers.session, "NAME");
    put(&mut text, "start_url", &answers.start_url, "https://NAME.awsapps.com/start");
    put(&mut text, "region", &answers.region, "us-east-1");
    text.push_str("scopes = sso:account:access\n\n[profiles]\n");
    put(&mut text, "name", "", "{account_name|lower|dashes}-{role_name}");
    put(&mut text, "roles", &answers.roles, "*/ReadOnly*");
    put(&mut text, "default_profile", "", "*-ReadOnly*");
    put(&mut text, "region", &answers.work_region, "us-east-1");
    text.push_str("output = json\n");
    put(&mut text, "try", "", "aws s3 ls --profile {profile}");
    text.push_str("\n[requirements]\n# aws_cli = >=2.22.0, <3\n# install = Install it from the software center.\n");
    let keys = if answers.forbids_keys { "forbidden" } else { "allowed" };
    put(&mut text, "static_keys", keys, "");
    text.push_str("\n[contact]\n");
    put(&mut text, "name", &answers.contact_name, "Support");
    put(&mut text, "email", &answers.email, "support@example.org");
    put(&mut text, "page", &answers.page, "https://help.example.org/aws");
    text.push_str("\n[links]\n# Ask for an account = https://help.example.org/aws/account\n");
    if answers.ways.is_empty() {
        text.push_str("\n# [way-in badge]\n# label = Badge\n# steps = Have your badge ready.\n");
    }
    for (way, name) in answers.ways.iter().zip(section_names(&answers.ways)) {
        let _ = write!(text, "\n[way-in {name}]\nlabel = {}\nsteps =\n", way.label);
        for step in &way.steps {
            let _ = writeln!(text, "  {step}");
        }
    }
    text
}

/// A key with its value, or an example to fill in.
fn put(text: &mut String, key: &str, value: &str, example: &str) {
    let _ = match value.is_empty() {
        true => writeln!(text, "# {key} = {example}"),
        false => writeln!(text, "{key} = {value}"),
    };
}

/// A short name for each section, from the first word of its label.
fn section_names(ways: &[Way]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for way in ways {
        let word =
            way.label.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| !word.is_empty());
        let base = word.unwrap_or("way").to_ascii_lowercase();
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let mut free = std::iter::once(base.clone()).chain(numbered);
        names.extend(free.find(|name| !names.contains(name)));
    }
    names
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read(answers: &Answers) -> facts::Preset {
        let text = write_text(answers);
        let checked = collect::check_preset_text(Path::new("x.ini"), text.as_bytes());
        assert!(checked.mistakes.is_empty(), "{:?}\n{text}", checked.mistakes);
        // The examples in the comments are valid too.
        let examples = text.replace("\n# ", "\n").replace("docs/presets.md explains", "# ");
        let examples = examples.replace("After each", "# ").replace("NAME", "lab");
        let checked = collect::check_preset_text(Path::new("x.ini"), examples.as_bytes());
        assert!(checked.mistakes.is_empty(), "{:?}\n{examples}", checked.mistakes);
        collect::check_preset_text(Path::new("x.ini"), text.as_bytes()).preset
    }

    #[test]
    fn what_was_answered_is_read_back() {
        let way = |label: &str, step: &str| Way { label: label.into(), steps: vec![step.into()] };
        let answers = Answers {
            start_url: "https://lab-portal.awsapps.com/start".into(),
            region: "eu-central-1".into(),
            session: "lab".into(),
            roles: "*/ReadOnly*".into(),
            work_region: "eu-west-1".into(),
            forbids_keys: true,
            contact_name: "Lab".into(),
            email: "lab@example.org".into(),
            page: "https://example.org/".into(),
            ways: vec![way("Badge (PIV)", "Insert = it."), way("Badge, new", "x"), way("(ü)", "y")],
        };
        let preset = read(&answers);
        assert_eq!(preset.start_url.as_deref(), Some(answers.start_url.as_str()));
        assert_eq!(preset.region.as_deref(), Some("eu-central-1"));
        assert_eq!(preset.session.as_deref(), Some("lab"));
        assert_eq!(preset.roles, ["*/ReadOnly*"]);
        assert_eq!(preset.profile_region.as_deref(), Some("eu-west-1"));
        assert!(preset.static_keys_forbidden);
        assert_eq!(preset.contact.unwrap().email.as_deref(), Some("lab@example.org"));
        let names: Vec<&str> = preset.ways_in.iter().map(|way| way.name.as_str()).collect();
        assert_eq!(names, ["badge", "badge-2", "way"]);
        assert_eq!(preset.ways_in[0].steps, ["Insert = it."]);
    }

    #[test]
    fn nothing_answered_is_a_valid_preset_too() {
        let preset = read(&Answers::default());
        assert_eq!((preset.start_url, preset.session, preset.ways_in.len()), (None, None, 0));
        assert_eq!(preset.scopes, ["sso:account:access"]);
    }
}
