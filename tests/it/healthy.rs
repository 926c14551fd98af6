//! Sound machines, as different as people have them: nothing fails and nothing warns there, and the
//! exit status is 0. A false alarm is worse than a missed note.

use identity_center_sim::World;

use crate::HOURS;
use crate::catalogue::row::{Case, findings, list};
use crate::common::Home;

/// A sound machine.
struct Sound {
    name: &'static str,
    case: Box<dyn Fn() -> Case>,
    /// Checks that may warn, because only some tools read what stands there.
    warns: &'static [&'static str],
}

fn sound(name: &'static str, case: impl Fn() -> Case + 'static) -> Sound {
    Sound { name, case: Box::new(case), warns: &[] }
}

impl Sound {
    fn warns(mut self, checks: &'static [&'static str]) -> Self {
        self.warns = checks;
        self
    }
}

/// What the portal's world is where the start URL or the region is another one.
fn world(start_url: &str, region: &str) -> World {
    World {
        start_url: start_url.to_owned(),
        region: region.to_owned(),
        ..crate::catalogue::row::world()
    }
}

fn session(start_url: &str, region: &str) -> String {
    format!(
        "[sso-session corp]\nsso_start_url = {start_url}\nsso_region = {region}\n\
         sso_registration_scopes = sso:account:access\n\n"
    )
}

const LAB: &str = "https://lab-portal.awsapps.com/start";

fn lab() -> String {
    session(LAB, "us-east-1")
}

fn profile(name: &str) -> String {
    format!(
        "[{name}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n\
         region = eu-central-1\n\n"
    )
}

/// The lab's session, these lines, and signed in.
fn with(more: &str) -> Case {
    Case::files(&format!("{}{more}", lab()), "")
}

/// One profile on a portal at another address.
fn portal(start_url: &str, region: &str, profile_region: &str) -> Case {
    let text = profile("profile dev").replace("eu-central-1", profile_region);
    Case::on(
        Home::with_files(&format!("{}{text}", session(start_url, region)), ""),
        world(start_url, region),
    )
}

fn legacy(start_url: &str) -> String {
    format!(
        "[profile old]\nsso_start_url = {start_url}\nsso_region = us-east-1\n\
         sso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = eu-central-1\n\n"
    )
}

const KEYS: &str = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                    aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";

fn profiles() -> Vec<Sound> {
    vec![
        sound("one profile", || with(&profile("profile dev"))),
        sound("three profiles on one session", || {
            with(&["profile a", "profile b", "profile c"].map(profile).concat())
        }),
        sound("the default profile", || with(&profile("default"))),
        sound("default and another", || {
            with(&[profile("default"), profile("profile dev")].concat())
        }),
        sound("two sessions of two portals", || {
            let other = "[sso-session lab2]\nsso_start_url = https://d-92670000aa.awsapps.com/start\n\
                         sso_region = us-west-2\nsso_registration_scopes = sso:account:access\n\n";
            let second = profile("profile two").replace("corp", "lab2");
            with(&format!("{}{other}{second}", profile("profile one"))).with(|machine| {
                let url = "https://d-92670000aa.awsapps.com/start";
                machine.sign_in_to("lab2", url, "us-west-2", true, HOURS);
            })
        }),
        sound("a second session that is not signed in, out of scope", || {
            let other = "[sso-session lab2]\nsso_start_url = https://d-92670000aa.awsapps.com/start\n\
                         sso_region = us-west-2\nsso_registration_scopes = sso:account:access\n\n";
            let second = profile("profile two").replace("corp", "lab2");
            with(&format!("{}{other}{second}", profile("profile one"))).args(&["--profile", "one"])
        }),
        sound("a legacy profile", || Case::files(&legacy(LAB), "").signed_in(LAB, false, HOURS)),
        sound("a legacy profile whose start URL ends in #/", || {
            let url = format!("{LAB}#/");
            Case::files(&legacy(&url), "").with(|machine| {
                machine.sign_in_to(&url, &url, "us-east-1", false, HOURS);
            })
        }),
        sound("a legacy profile beside an sso-session", || {
            with(&format!("{}{}", profile("profile dev"), legacy(LAB))).signed_in(LAB, false, HOURS)
        }),
        sound("a role chain on single sign-on", || {
            with(&format!(
                "{}[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n\
                 source_profile = dev\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("a role chain of two links", || {
            with(&format!(
                "{}[profile mid]\nrole_arn = arn:aws:iam::444455556666:role/Mid\nsource_profile = dev\n\
                 region = eu-central-1\n\n[profile end]\nrole_arn = arn:aws:iam::444455556666:role/End\n\
                 source_profile = mid\nexternal_id = 42\nduration_seconds = 3600\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("credential_process in another profile", || {
            with(&format!(
                "{}[profile vault]\ncredential_process = aws-vault-helper --account \"team one\"\n\
                 region = eu-central-1\n",
                profile("profile dev")
            ))
            .with(|machine| {
                machine.home.program("aws-vault-helper", "exit 0");
            })
        }),
        sound("credential_process and nothing else", || {
            let case = Case::files("[default]\nregion = eu-central-1\n", "");
            let program = case.machine.home.program("get-keys", "exit 0");
            let line = format!(
                "[default]\nregion = eu-central-1\ncredential_process = {}\n",
                program.display()
            );
            case.machine.home.put(".aws/config", line.as_bytes());
            case.signed_out()
        }),
        sound("login_session, as `aws login` writes it", || {
            Case::files(
                "[default]\nregion = eu-central-1\nlogin_session = arn:aws:iam::111122223333:user/mira\n",
                "",
            )
            .signed_out()
        }),
        sound("a profile that assumes a role by web identity", || {
            with(&format!(
                "{}[profile pod]\nrole_arn = arn:aws:iam::444455556666:role/Pod\n\
                 web_identity_token_file = /var/run/secrets/token\nregion = eu-central-1\n",
                profile("profile dev")
            ))
        }),
        sound("a role with MFA from the instance", || {
            with(&format!(
                "{}[profile box]\nrole_arn = arn:aws:iam::444455556666:role/Box\n\
                 credential_source = Ec2InstanceMetadata\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n\
                 region = eu-central-1\n",
                profile("profile dev")
            ))
        }),
    ]
}

fn without_single_sign_on() -> Vec<Sound> {
    vec![
        sound("static keys on a CI machine", || {
            Case::files("[default]\nregion = eu-central-1\n", KEYS).signed_out()
        }),
        sound("static keys and no config", || {
            Case::files("", KEYS).signed_out().env("AWS_REGION", "eu-central-1")
        }),
        sound("keys in the environment of a CI job", || {
            Case::files("[default]\nregion = eu-central-1\n", "")
                .signed_out()
                .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
                .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }),
        sound("another object store's keys", || {
            Case::files(
                &format!("{}{}", lab(), profile("profile dev")),
                "[minio]\naws_access_key_id = minioadmin\naws_secret_access_key = minioadmin123456\n\
                 endpoint_url = http://127.0.0.1:9000\n",
            )
        }),
    ]
}

fn portals() -> Vec<Sound> {
    vec![
        sound("GovCloud", || {
            portal(
                "https://start.us-gov-home.awsapps.com/directory/d-9867188aeb",
                "us-gov-west-1",
                "us-gov-west-1",
            )
        }),
        sound("China", || {
            portal(
                "https://start.home.awsapps.cn/directory/d-1234567890",
                "cn-north-1",
                "cn-north-1",
            )
        }),
        sound("the European sovereign cloud", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.eusc-de-east-1.portal.amazonaws.eu",
                "eusc-de-east-1",
                "eusc-de-east-1",
            )
        }),
        sound("a portal with its region in the host", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.eu-north-1.portal.amazonaws.com",
                "eu-north-1",
                "eu-west-1",
            )
        }),
        sound("a dual-stack portal", || {
            portal(
                "https://ssoins-7223a1b2c3d4e5f6.portal.eu-north-1.app.aws",
                "eu-north-1",
                "eu-west-1",
            )
        }),
        sound("an issuer URL", || {
            portal(
                "https://identitycenter.amazonaws.com/ssoins-7223a1b2c3d4e5f6",
                "us-east-1",
                "us-east-1",
            )
        }),
        sound("a directory identifier", || {
            portal("https://d-9067642ac7.awsapps.com/start", "us-east-1", "us-east-2")
        }),
        sound("a vanity host", || {
            portal("https://sso.example.org/start", "eu-west-1", "eu-west-1")
        }),
        sound("a trailing slash", || portal(&format!("{LAB}/"), "us-east-1", "us-east-1")),
        sound("#/ as the browser shows it", || {
            portal(&format!("{LAB}#/"), "us-east-1", "us-east-1")
        }),
        sound("a name of the portal in capitals", || {
            portal("https://LAB-Portal.awsapps.com/start", "us-east-1", "us-east-1")
        }),
        sound("the wiki's example address, where it really is the portal", || {
            portal(crate::common::machine::START_URL, "us-east-1", "us-east-1")
        }),
    ]
}

fn texts() -> Vec<Sound> {
    let whole = || format!("{}{}", lab(), profile("profile dev"));
    vec![
        sound("tabs round the equals sign", move || {
            Case::files(&whole().replace(" = ", "\t=\t"), "")
        }),
        sound("no space round it", move || Case::files(&whole().replace(" = ", "="), "")),
        sound("CRLF", move || Case::files(&whole().replace('\n', "\r\n"), "")),
        sound("no newline at the end", move || Case::files(whole().trim_end(), "")),
        sound("comments everywhere", || {
            Case::files(
                "# What the team uses\n; and an old style\n\n[sso-session corp]\n# the portal\n\
                 sso_start_url = https://lab-portal.awsapps.com/start\n#sso_region = eu-west-1\n\
                 sso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n\
                 #[profile gone]\n#sso_session = gone\n[profile dev]\nsso_session = corp\n\
                 sso_account_id = 111122223333\n; the role\nsso_role_name = PowerUser\n\
                 region = eu-central-1\n# the end",
                "# no keys here: single sign-on\n",
            )
        }),
        sound("comments in other languages", || {
            with(&format!("# Zugang für Müller, naïve café, 日本\n{}", profile("profile dev")))
        }),
        sound("an empty credentials file", || {
            let case = with(&profile("profile dev"));
            case.machine.home.put(".aws/credentials", b"");
            case
        }),
        sound("500 profiles", || {
            let many: String = (0..500).map(|n| profile(&format!("profile team-{n:03}"))).collect();
            with(&many)
        }),
        sound("names with quotes and a space, as `aws configure` writes them", || {
            with(&profile("profile 'my dev'"))
        })
        .warns(&["config-names"]),
        sound("a name in quotes", || with(&profile("profile \"dev\""))).warns(&["config-names"]),
        sound("names with every portable character", || {
            with(&profile("profile Team_A/dev-1.x%@eu:+"))
        }),
        sound("nested settings of s3", || {
            with(&format!(
                "{}s3 =\n  max_concurrent_requests = 20\n  addressing_style = path\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("a services section", || {
            with(&format!(
                "{}services = local\n\n[services local]\ndynamodb =\n  endpoint_url = http://127.0.0.1:8000\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("many settings of the AWS CLI", || {
            with(&format!(
                "{}output = table\ncli_pager =\ncli_auto_prompt = on-partial\ncli_timestamp_format = iso8601\n\
                 cli_history = enabled\nretry_mode = standard\nmax_attempts = 5\nparameter_validation = true\n\
                 tcp_keepalive = true\nsts_regional_endpoints = regional\nuse_dualstack_endpoint = false\n\
                 defaults_mode = in-region\nmetadata_service_timeout = 1\ncli_binary_format = raw-in-base64-out\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("settings of other tools", || {
            with(&format!(
                "{}granted_sso_start_url = https://lab-portal.awsapps.com/start\ncolor = 00ff00\n\
                 x_security_token_expires = 2026-01-01T00:00:00Z\nazure_tenant_id = 1234\nmy_note = for the group\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("more scopes than one", move || {
            Case::files(
                &whole()
                    .replace("sso:account:access", "sso:account:access, codewhisperer:completions"),
                "",
            )
        }),
        sound("aliases and previews of old", || {
            with(&format!("{}[preview]\ncloudfront = true\n", profile("profile dev")))
        }),
    ]
}

fn surroundings() -> Vec<Sound> {
    let whole = || format!("{}{}", lab(), profile("profile dev"));
    vec![
        sound("AWS_PROFILE", || {
            with(&["profile dev", "profile other"].map(profile).concat())
                .env("AWS_PROFILE", "other")
        }),
        sound("AWS_DEFAULT_PROFILE", || {
            with(&["profile dev", "profile other"].map(profile).concat())
                .env("AWS_DEFAULT_PROFILE", "other")
        }),
        sound("AWS_REGION and no region in the profile", || {
            with(&profile("profile dev").replace("region = eu-central-1\n", ""))
                .env("AWS_REGION", "eu-west-1")
                .env("AWS_DEFAULT_REGION", "eu-west-1")
        }),
        sound("AWS_CONFIG_FILE elsewhere", move || {
            let case = Case::files("", "");
            let path = case.machine.home.put("work/aws.ini", whole().as_bytes());
            let path = path.display().to_string();
            case.env("AWS_CONFIG_FILE", &path)
        }),
        sound("AWS_SHARED_CREDENTIALS_FILE elsewhere", move || {
            let case = Case::files(&whole(), "");
            let path = case.machine.home.put("work/keys.ini", b"# none\n");
            let path = path.display().to_string();
            case.env("AWS_SHARED_CREDENTIALS_FILE", &path)
        }),
        sound("a link to a file of this person's", move || {
            let case = Case::files("", "");
            let path = case.machine.home.put("dotfiles/aws-config", whole().as_bytes());
            std::fs::create_dir_all(case.machine.home.path().join(".aws")).unwrap();
            std::os::unix::fs::symlink(path, case.machine.home.config()).unwrap();
            case
        }),
        sound("a sign-in that has ended and renews itself", || {
            with(&profile("profile dev")).signed_out().signed_in(
                "corp",
                true,
                std::time::Duration::ZERO,
            )
        }),
        sound("tokens and registrations of other tools in the cache", || {
            with(&profile("profile dev")).with(|machine| {
                let cache = ".aws/sso/cache/";
                for (name, text) in [
                    ("aws-toolkit-vscode-client-id-us-east-1.json", r#"{"clientId":"c","clientSecret":"s","expiresAt":"2099-01-01T00:00:00.000Z","scopes":["sso:account:access"]}"#),
                    ("kiro-auth-token.json", r#"{"accessToken":"a","refreshToken":"r","expiresAt":"2020-01-01T00:00:00.000Z","provider":"Enterprise"}"#),
                    ("394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json", r#"{"clientId": "c", "clientSecret": "s", "expiresAt": "2099-01-01T00:00:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}"#),
                ] {
                    machine.home.put(&format!("{cache}{name}"), text.as_bytes());
                }
            })
        }),
        sound("NO_PROXY for this computer", || {
            with(&profile("profile dev")).env("NO_PROXY", "127.0.0.1,localhost")
        }),
        sound("over SSH", || {
            with(&profile("profile dev")).env("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
        }),
        sound("a pager that is turned off", || with(&profile("profile dev")).env("AWS_PAGER", "")),
        sound("--all-profiles", || {
            with(&["profile a", "profile b"].map(profile).concat()).args(&["--all-profiles"])
        }),
    ]
}

fn check(machines: &[Sound]) {
    let only = std::env::var("SOUND").ok();
    let mut wrong = Vec::new();
    for machine in machines {
        if only.as_deref().is_some_and(|only| only != machine.name) {
            continue;
        }
        let outcome = (machine.case)().doctor(&[]);
        let Ok(examination) = serde_json::from_str::<serde_json::Value>(&outcome.stdout) else {
            wrong.push(format!("{}: {outcome:?}", machine.name));
            continue;
        };
        let found = findings(&examination);
        let alarmed = found.iter().any(|found| {
            found.severity == "fail"
                || (found.severity == "warn" && !machine.warns.contains(&found.check.as_str()))
        });
        if alarmed || outcome.status != 0 {
            let unknown: Vec<String> = examination["checks"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|check| check["outcome"] == "unknown")
                .map(|check| format!("  unknown {}: {}", check["id"], check["reason"]))
                .collect();
            wrong.push(format!(
                "{}: status {}\n{}\n{}",
                machine.name,
                outcome.status,
                list(&found),
                unknown.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn sound_profiles_are_left_alone() {
    check(&profiles());
}

#[test]
fn machines_without_single_sign_on_are_left_alone() {
    check(&without_single_sign_on());
}

#[test]
fn portals_of_every_kind_are_left_alone() {
    check(&portals());
}

#[test]
fn texts_of_every_kind_are_left_alone() {
    check(&texts());
}

#[test]
fn surroundings_of_every_kind_are_left_alone() {
    check(&surroundings());
}

#[test]
fn there_are_forty_of_them_and_more() {
    let all: Vec<&str> = [profiles(), without_single_sign_on(), portals(), texts(), surroundings()]
        .into_iter()
        .flatten()
        .map(|sound| sound.name)
        .collect();
    let unique: std::collections::BTreeSet<_> = all.iter().collect();
    assert!(all.len() >= 40 && unique.len() == all.len(), "{all:?}");
}
