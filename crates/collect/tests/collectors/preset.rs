//! Valid presets, and every kind of invalid one.

use std::path::{Path, PathBuf};

use collect::{PresetError, check_preset, find_preset, read_preset};
use facts::Preset;

use crate::Home;

const GOOD: &str = "\
# What everyone needs.
[portal]
session = corp
start_url = https://d-1234567890.awsapps.com/start#/
region = us-east-1
scopes = sso:account:access, sso:other

[profiles]
name = {account_name|lower|dashes}-{role_name}
roles =
  */ReadOnly*
  Data & Büro, EU/Admin
default_profile = dev-*
region = eu-west-1
output = json
try = aws s3 ls --profile {profile}

[requirements]
aws_cli = >=2.22.0, <3
install = Ask the service desk.
  Or take the installer from the portal.
static_keys = forbidden

[contact]
name = Support; the team
email = support@example.org
page = https://help.example.org/aws

[links]
Request access = https://help.example.org/access?x=1#a

[way-in badge]
label = Badge (PIV)
steps =
  Put the badge into the reader.
  Choose = the certificate.

  Type the PIN.

[way-in invitation]
label = Invitation
steps = Follow the link in the email.
";

fn read(text: &str) -> Result<Preset, PresetError> {
    let home = Home::new();
    read_preset(&home.put("team.ini", text.as_bytes()))
}

#[test]
fn a_good_one_is_read_whole() {
    for text in [GOOD.to_owned(), GOOD.replace('\n', "\r\n"), format!("\u{feff}{GOOD}")] {
        let preset = read(&text).unwrap();
        assert_eq!(preset.name, "team");
        assert_eq!(preset.sha256.len(), 64);
        assert_eq!(preset.session.as_deref(), Some("corp"));
        assert_eq!(preset.start_url.as_deref(), Some("https://d-1234567890.awsapps.com/start#/"));
        assert_eq!(preset.region.as_deref(), Some("us-east-1"));
        assert_eq!(preset.scopes, ["sso:account:access", "sso:other"]);
        assert_eq!(preset.profile_name.as_deref(), Some("{account_name|lower|dashes}-{role_name}"));
        assert_eq!(preset.profile_region.as_deref(), Some("eu-west-1"));
        assert_eq!(preset.output.as_deref(), Some("json"));
        assert_eq!(preset.try_command.as_deref(), Some("aws s3 ls --profile {profile}"));
        assert_eq!(preset.roles, ["*/ReadOnly*", "Data & Büro, EU/Admin"]);
        assert_eq!(preset.default_profile.as_deref(), Some("dev-*"));
        assert!(preset.aws_cli.as_ref().unwrap().matches(&"2.36.7".parse().unwrap()));
        assert_eq!(
            preset.install.as_deref(),
            Some("Ask the service desk.\nOr take the installer from the portal.")
        );
        assert!(preset.static_keys_forbidden);
        let contact = preset.contact.unwrap();
        assert_eq!(contact.name.as_deref(), Some("Support; the team"));
        assert_eq!(contact.email.as_deref(), Some("support@example.org"));
        assert_eq!(contact.page.as_deref(), Some("https://help.example.org/aws"));
        assert_eq!(preset.links["Request access"], "https://help.example.org/access?x=1#a");
        assert_eq!(preset.ways_in.len(), 2);
        assert_eq!(preset.ways_in[0].name, "badge");
        assert_eq!(preset.ways_in[0].label, "Badge (PIV)");
        assert_eq!(
            preset.ways_in[0].steps,
            ["Put the badge into the reader.", "Choose = the certificate.", "Type the PIN."]
        );
        assert_eq!(preset.ways_in[1].steps, ["Follow the link in the email."]);
    }
}

#[test]
fn an_empty_value_is_left_to_the_person() {
    let preset = read("[portal]\nsession = corp\nstart_url =\n").unwrap();
    assert_eq!((preset.session.as_deref(), preset.start_url), (Some("corp"), None));
    assert!(read("").unwrap().session.is_none());
}

#[test]
fn the_one_that_ships_holds_what_the_support_team_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../presets/sciencecloud.ini");
    let preset = read_preset(&path).unwrap();
    assert_eq!(preset.name, "sciencecloud");
    assert_eq!(preset.session.as_deref(), Some("my-sciencecloud-sso"));
    assert_eq!(preset.start_url, None, "each person has it from the invitation");
    assert_eq!(preset.region.as_deref(), Some("us-east-1"));
    assert_eq!(preset.scopes, ["sso:account:access"]);
    assert!(preset.static_keys_forbidden);
    let range = preset.aws_cli.unwrap();
    for (version, fits) in [("2.8.13", false), ("2.9.0", true), ("2.36.7", true)] {
        assert_eq!(range.matches(&version.parse().unwrap()), fits, "{version}");
    }
    assert_eq!(preset.contact.unwrap().email.as_deref(), Some("support@sciencecloud.nasa.gov"));
    assert!(preset.links.values().any(|link| {
        link == "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html"
    }));
    let [badge, invitation] = preset.ways_in.as_slice() else { panic!("{:?}", preset.ways_in) };
    let all = |way: &facts::WayIn| format!("{}\n{}", way.label, way.steps.join("\n"));
    for word in ["NASA badge", "PIV", "Launchpad"] {
        assert!(all(badge).contains(word), "{badge:?}");
    }
    for word in
        ["Invitation to join AWS IAM Identity Center", "Microsoft Authenticator", "password"]
    {
        assert!(all(invitation).contains(word), "{invitation:?}");
    }
    // Only settings: the only file name or command in it is the one under test.
    assert_eq!((preset.install, preset.try_command), (None, None));
}

#[test]
fn the_example_of_the_documentation_can_be_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/presets.md");
    let page = std::fs::read_to_string(page).unwrap();
    let example = page
        .split("```ini\n")
        .filter_map(|part| part.split("```").next())
        .find(|part| part.contains("[way-in "))
        .unwrap();
    let preset = read(example).unwrap();
    assert!(preset.start_url.is_some() && preset.install.is_some());
    assert_eq!(preset.ways_in.len(), 2);
    for key in [
        "session",
        "start_url",
        "region",
        "scopes",
        "name",
        "roles",
        "default_profile",
        "output",
        "try",
        "aws_cli",
    ] {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
    }
}

#[test]
fn everything_wrong_is_named_with_its_section_key_and_line() {
    for (text, place, words) in [
        ("[portals]\n", "line 1, section [portals]", "unknown"),
        ("[way-in ]\nlabel = x\n", "line 1, section [way-in]", "unknown"),
        ("[Portal]\n", "line 1, section [Portal]", "unknown"),
        ("\n[portal]\nurl = x\n", "line 3, section [portal], key url", "did you mean start_url?"),
        (
            "[portal]\nStart_URL = https://x.awsapps.com/start\n",
            "line 2, section [portal], key Start_URL",
            "unknown",
        ),
        ("[portal]\nurl =\n", "line 2, section [portal], key url", "unknown"),
        (
            "[portal]\nstart_url = http://x.awsapps.com/start\n",
            "line 2, section [portal], key start_url",
            "https://",
        ),
        (
            "[portal]\nstart_url = https://my-sso-portal.awsapps.com/start\n",
            "line 2, section [portal], key start_url",
            "the example address from instructions",
        ),
        (
            "[portal]\nstart_url = https://mycorp.awsaps.com/start\n",
            "line 2, section [portal], key start_url",
            "did you mean https://mycorp.awsapps.com/start?",
        ),
        (
            "[portal]\nregion = us-esat-1\n",
            "line 2, section [portal], key region",
            "did you mean us-east-1?",
        ),
        (
            "[profiles]\nregion = xx-east-9\n",
            "line 2, section [profiles], key region",
            "not a region",
        ),
        (
            "[portal]\nstart_url = javascript:alert(1)\n",
            "line 2, section [portal], key start_url",
            "https://",
        ),
        (
            "[portal]\nregion = us_east_1\n",
            "line 2, section [portal], key region",
            "did you mean us-east-1?",
        ),
        ("[portal]\nsession = a b\n", "line 2, section [portal], key session", "letters"),
        ("[portal]\nscopes = a b\n", "line 2, section [portal], key scopes", "commas"),
        ("[profiles]\nname = {account_name\n", "line 2, section [profiles], key name", "no }"),
        ("[profiles]\nname = {Account}\n", "line 2, section [profiles], key name", "field"),
        (
            "[profiles]\nname = {account}\n",
            "line 2, section [profiles], key name",
            "account_name, account_id, role_name, session",
        ),
        (
            "[profiles]\nname = {session}-{role_name|lower|kebab}\n",
            "line 2, section [profiles], key name",
            "lower, upper, dashes, underscores",
        ),
        (
            "[profiles]\nname = {account_name} {role_name}\n",
            "line 2, section [profiles], key name",
            "letters",
        ),
        ("[profiles]\nroles = /Admin\n", "line 2, section [profiles], key roles", "ACCOUNT/ROLE"),
        (
            "[profiles]\nroles =\n  */A\n  */B, */C\n",
            "line 2, section [profiles], key roles",
            "*/B, */C",
        ),
        (
            "[profiles]\ndefault_profile = my dev\n",
            "line 2, section [profiles], key default_profile",
            "letters",
        ),
        (
            "[profiles]\ntry = aws --profile {Profile}\n",
            "line 2, section [profiles], key try",
            "{profile}",
        ),
        ("[profiles]\noutput = xml\n", "line 2, section [profiles], key output", "json"),
        ("[profiles]\ntry = a\n  b\n", "line 2, section [profiles], key try", "one line"),
        (
            "[requirements]\naws_cli = two\n",
            "line 2, section [requirements], key aws_cli",
            ">=2.22.0",
        ),
        (
            "[requirements]\nstatic_keys = no\n",
            "line 2, section [requirements], key static_keys",
            "forbidden",
        ),
        ("[contact]\nemail = me\n", "line 2, section [contact], key email", "email"),
        ("[contact]\npage = ftp://x/\n", "line 2, section [contact], key page", "URL"),
        ("[contact]\nphone = 1\n", "line 2, section [contact], key phone", "unknown"),
        ("[links]\nHelp =\n", "line 2, section [links], key Help", "URL"),
        ("[links]\nHelp = file:///etc/passwd\n", "line 2, section [links], key Help", "URL"),
        ("[way-in x]\nsteps = y\n", "line 1, section [way-in x], key label", "missing"),
        ("#\n[way-in x]\nlabel = y\n", "line 2, section [way-in x], key steps", "missing"),
        ("[portal]\nsession = a\n[portal]\n", "line 3, section [portal]", "first on line 1"),
        (
            "[portal]\nsession = a\nsession = b\n",
            "line 3, section [portal], key session",
            "first on line 2",
        ),
        ("session = a\n", "line 1, key session", "before the first section"),
        ("[portal]\nsession: a\n", "line 2, section [portal]", "neither"),
        ("[portal]\n= a\n", "line 2, section [portal]", "no key"),
        ("[portal\n", "line 1", "]"),
        ("[portal] session = a\n", "line 1", "]"),
        ("[portal]\nsession = a\u{1b}[31m\n", "line 2, section [portal], key session", "letters"),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.to_string().contains(&format!("team.ini, {place}: ")), "{text:?}: {error}");
        assert!(error.what.contains(words), "{text:?}: {error}");
        assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
    }
}

#[test]
fn every_mistake_is_found_at_once_and_a_preset_without_any_has_none() {
    let home = Home::new();
    let text = b"\
session = early
[portal]
start_url = http://x.awsapps.com/start
region = us-esat-1
region = eu-central-1
nonsense
[profile]
name = {nothing}
[portal]
scopes = a b
[contact
email = anything
[way-in badge]
label = \xff
[way-in invitation]
label = Invitation
steps =
  Have it ready.
  Sign in.
";
    let checked = check_preset(&home.put("bad.ini", text)).unwrap();
    let found: Vec<(usize, &str)> = checked
        .mistakes
        .iter()
        .map(|mistake| (mistake.line.unwrap(), mistake.what.as_str()))
        .collect();
    let expected = [
        (1, "this key comes before the first section"),
        (3, "the value must be a URL that begins with https://"),
        (4, "did you mean us-east-1?"),
        (5, "duplicate key (first on line 4)"),
        (6, "this line is neither a section, a key with =, nor a comment"),
        (7, "unknown section; did you mean [profiles]?"),
        (9, "duplicate section (first on line 2)"),
        (10, "scopes must be separated by commas"),
        (11, "a section header must be alone on its line and end with ]"),
        (13, "this key is missing"),
        (14, "it is not UTF-8"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((line, what), (expected_line, words)) in found.iter().zip(expected) {
        assert_eq!(*line, expected_line, "{found:#?}");
        assert!(what.contains(words), "{line}: {what}");
    }
    // What is right in it was read.
    assert_eq!(checked.preset.ways_in[1].steps, ["Have it ready.", "Sign in."]);
    let good = check_preset(&home.put("good.ini", GOOD.as_bytes())).unwrap();
    assert!(good.mistakes.is_empty(), "{:?}", good.mistakes);
}

#[test]
fn what_is_no_text_is_an_error_at_its_line() {
    let home = Home::new();
    let error = read_preset(&home.put("x.ini", b"[portal]\nsession = \xff\n")).unwrap_err();
    assert_eq!(error.line, Some(2));
    std::fs::create_dir(home.path("folder.ini")).unwrap();
    assert!(read_preset(&home.path("folder.ini")).unwrap_err().what.contains("a folder"));
    let large = home.put("large.ini", &vec![b'#'; 300 << 10]);
    assert!(read_preset(&large).unwrap_err().what.contains("larger"));
    let missing = read_preset(&home.path("missing.ini")).unwrap_err();
    assert_eq!((missing.path.clone(), missing.line), (home.path("missing.ini"), None));
}

fn named(home: &Home, flag: Option<&Path>) -> Option<String> {
    find_preset(&home.system, flag).unwrap().and_then(|preset| preset.session)
}

fn preset(home: &Home, name: &str, session: &str) -> PathBuf {
    home.put(name, format!("[portal]\nsession = {session}\n").as_bytes())
}

#[test]
fn the_flag_comes_first_then_the_variable_then_the_folder() {
    let home = Home::new();
    assert_eq!(named(&home, None), None);
    preset(&home, ".config/aws-onboard/preset.ini", "folder");
    assert_eq!(named(&home, None).as_deref(), Some("folder"));
    preset(&home, "variable.ini", "variable");
    let with_variable = Home {
        system: Home::system_in(home.folder.path(), &[("AWS_ONBOARD_PRESET", "~/variable.ini")]),
        ..home
    };
    assert_eq!(named(&with_variable, None).as_deref(), Some("variable"));
    let flag = preset(&with_variable, "flag.ini", "flag");
    assert_eq!(named(&with_variable, Some(&flag)).as_deref(), Some("flag"));
    assert!(find_preset(&with_variable.system, Some(Path::new("/no/such.ini"))).is_err());
}

#[test]
fn a_broken_one_in_the_folder_is_an_error_and_an_empty_variable_is_none() {
    let home = Home::with(&[("AWS_ONBOARD_PRESET", "")]);
    assert_eq!(named(&home, None), None);
    home.put(".config/aws-onboard/preset.ini", b"[nonsense]\n");
    assert!(find_preset(&home.system, None).is_err());
}
