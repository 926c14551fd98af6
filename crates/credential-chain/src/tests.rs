//! Machines and what each client takes on them, as data.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Document, FileKind};
use facts::{
    AwsFile, AwsFiles, CacheEntry, Environment, Facts, FileLocation, FileState, Locations, Origin,
    Request, Secret, TimeForm, Token, TokenCache, token_cache_name,
};

use crate::{
    Answer, Client, Family, Login, Logins, Module, Need, OwnOrder, ProfileFrom, resolve_with_logins,
};

mod mfa;

const NOW: &str = "2026-11-27T05:00:00Z";
const SESSION: &str = "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp\n";
const DEV: &str =
    "[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Admin\nregion = r-1\n";
const KEYS: &str = "aws_access_key_id = AKIAFILE00000000FILE\naws_secret_access_key = s\n";
const ENV_KEYS: &str = "AWS_ACCESS_KEY_ID=AKIAENV0000000000ENV AWS_SECRET_ACCESS_KEY=s ";

/// A machine: config, credentials, variables, and when the token of `corp` expires.
fn machine(config: &str, credentials: &str, variables: &str, expiry: Option<&str>) -> Facts {
    let folder = PathBuf::from("/home/mira/.aws");
    let file = |kind, name: &str, text: &str| {
        let state = if text.is_empty() {
            FileState::Missing
        } else {
            FileState::Present {
                document: Arc::new(Document::parse(text.as_bytes())),
                mode: Some(0o600),
                writable: true,
                owned: true,
                link: None,
            }
        };
        AwsFile::new(kind, folder.join(name), state)
    };
    let location = |name| FileLocation { path: folder.join(name), origin: Origin::Default };
    let variables = format!("AWS_EC2_METADATA_DISABLED=true {variables}");
    let pairs = variables.split_whitespace().filter_map(|pair| pair.split_once('='));
    let environment = Environment::from_variables(
        pairs.map(|(name, value)| (OsString::from(name), OsString::from(value))),
    );
    let mut facts = Facts::new(
        NOW.parse().unwrap(),
        Request::default(),
        Arc::new(environment),
        Ok(PathBuf::from("/home/mira")),
        Locations {
            config: location("config"),
            credentials: location("credentials"),
            token_cache: folder.join("sso/cache"),
            role_cache: folder.join("cli/cache"),
            login_cache: folder.join("login/cache"),
        },
        AwsFiles::new(
            file(FileKind::Config, "config", config),
            file(FileKind::Credentials, "credentials", credentials),
        ),
    );
    let mut cache = TokenCache::default();
    if let Some(expiry) = expiry {
        let token = Token {
            access_token: Secret::from("t0ken"),
            expires_at: expiry.parse().unwrap(),
            refresh_token: None,
            client_id: None,
            client_secret: None,
            registration_expires_at: None,
            region: None,
            start_url: None,
        };
        let entry = CacheEntry {
            renewal_refused: None,
            path: folder.join("sso/cache").join(token_cache_name("corp")),
            mode: None,
            owned: None,
            writable: None,
            time_form: TimeForm::Everyone,
            token: Ok(token),
        };
        cache.entries.insert(token_cache_name("corp"), entry);
    }
    facts.tokens = Ok(cache);
    facts
}

fn ask(facts: &Facts, id: &str) -> Answer {
    crate::resolve(facts, &Client::new(Family::from_id(id).unwrap()))
}

/// "kind key region" or "error: text".
fn brief(answer: &Answer) -> String {
    let credentials = &answer.credentials;
    match &credentials.error {
        Some(error) => format!("error: {error}"),
        None => format!(
            "{} {} {}",
            credentials.kind.word(),
            credentials.access_key_id.as_deref().unwrap_or("-"),
            answer.region.as_ref().map_or("-", |region| region.value.as_str())
        ),
    }
}

/// A machine's name, config, variables and token, and what each family takes there.
type Case<'c> = (&'c str, &'c str, &'c str, Option<&'c str>, &'c [(&'c str, &'c str)]);

const FRESH: Option<&str> = Some("2028-01-01T00:00:00Z");
const ENDED: Option<&str> = Some("2026-01-01T00:00:00Z");

// The rows of botocore, Go and JavaScript v3 were compared with the clients themselves.
#[test]
fn each_family_takes_its_own_way() {
    let sso = format!("{DEV}{SESSION}");
    let with_keys = format!("{DEV}{KEYS}{SESSION}");
    let role =
        format!("[profile r]\nrole_arn = arn:aws:iam::2:role/R\nsource_profile = dev\n{sso}");
    let inline = format!("{DEV}sso_region = us-east-1\n{SESSION}");
    let process = "[profile p]\ncredential_process = /bin/keys\n".to_owned() + KEYS;
    let dev = "AWS_PROFILE=dev ";
    let env = format!("{dev}{ENV_KEYS}");
    let half = format!("{dev}AWS_ACCESS_KEY_ID=AKIAENV0000000000ENV");
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        ("sso, signed in", &sso, dev, FRESH, &[
            ("cli2", "sso - r-1"), ("cli1", "sso - r-1"), ("botocore", "sso - r-1"),
            ("go2", "sso - r-1"), ("go-base", "sso - r-1"), ("js3", "sso - r-1"),
            ("java2", "sso - r-1"), ("rust", "sso - r-1"), ("dotnet4", "sso - r-1"),
            ("ruby", "sso - r-1"), ("php", "sso - -"), ("cpp", "sso - r-1"),
            ("go1", "error: NoCredentialProviders: no valid providers in chain"),
            ("js2", "error: Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1"),
            ("java1", "error: Unable to load AWS credentials from any provider in the chain"),
            ("crt", "error: Attempt to sign an http request without credentials"),
        ]),
        ("keys in the environment", &sso, &env, FRESH, &[
            ("cli2", "environment AKIA…0ENV r-1"), ("botocore", "environment AKIA…0ENV r-1"),
            ("go1", "environment AKIA…0ENV -"), ("go2", "environment AKIA…0ENV r-1"),
            ("js3", "sso - r-1"), ("java2", "environment AKIA…0ENV r-1"),
            ("dotnet3", "sso - r-1"), ("dotnet4", "environment AKIA…0ENV r-1"),
            ("rust", "environment AKIA…0ENV r-1"),
        ]),
        ("half a pair", &sso, &half, FRESH, &[
            ("botocore", "error: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"),
            ("go2", "sso - r-1"),
        ]),
        ("the token has expired", &sso, dev, ENDED, &[
            ("botocore", "error: Error when retrieving token from sso: Token has expired and refresh failed"),
            ("go2", "error: refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed"),
            ("js3", "error: Value not present for 'clientId' in SSO Token. Cannot refresh. To refresh this SSO session run 'aws sso login' with the corresponding profile."),
        ]),
        ("not signed in", &sso, dev, None, &[
            ("cli2", "error: Error loading SSO Token: Token for corp does not exist"),
        ]),
        ("sso and keys in one profile", &with_keys, dev, FRESH, &[
            ("cli2", "sso - r-1"), ("java2", "sso - r-1"), ("go2", "static AKIA…FILE r-1"),
            ("js3", "static AKIA…FILE r-1"), ("rust", "sso - r-1"),
        ]),
        ("an equal copy beside the session", &inline, dev, FRESH, &[
            ("cli2", "sso - r-1"), ("go2", "sso - r-1"), ("js3", "sso - r-1"),
            ("rust", "error: profile `dev` has invalid SSO config: `sso_region` can only be specified in the [sso-session] config when a session name is given"),
        ]),
        ("a role on sso", &role, "AWS_PROFILE=r", FRESH, &[
            ("botocore", "role - -"), ("go2", "role - -"), ("js3", "role - -"),
            ("java2", "role - -"), ("rust", "role - -"),
        ]),
        ("a process and keys", &process, "AWS_PROFILE=p", None, &[
            ("botocore", "process - -"), ("go2", "static AKIA…FILE -"),
            ("js3", "static AKIA…FILE -"), ("java2", "process - -"),
        ]),
        ("a missing profile", &sso, "AWS_PROFILE=gone", FRESH, &[
            ("cli2", "error: The config profile (gone) could not be found"),
            ("go2", "error: failed to get shared config profile, gone"),
            ("js3", "error: Could not load credentials from any providers"),
            ("dotnet4", "error: Unable to find the \"gone\" profile."),
        ]),
        ("regions", "", &format!("{ENV_KEYS}AWS_REGION=a-1 AWS_DEFAULT_REGION=b-1"), None, &[
            ("cli2", "environment AKIA…0ENV a-1"), ("cli1", "environment AKIA…0ENV b-1"),
            ("botocore", "environment AKIA…0ENV b-1"), ("js3", "environment AKIA…0ENV a-1"),
            ("cpp", "environment AKIA…0ENV b-1"), ("go1", "environment AKIA…0ENV a-1"),
        ]),
    ];
    for (name, config, variables, expiry, expected) in cases {
        let facts = machine(config, "", variables, *expiry);
        for (id, wanted) in *expected {
            assert_eq!(brief(&ask(&facts, id)), *wanted, "{name}: {id}");
        }
    }
}

#[test]
fn an_argument_and_a_variable_are_not_the_same() {
    let facts = machine(&format!("{DEV}{SESSION}"), "", ENV_KEYS, FRESH);
    let kind = |family, from| {
        crate::resolve(&facts, &Client::new(family).with_profile(from)).credentials.kind.word()
    };
    for (family, by_variable, by_argument) in [
        (Family::Cli2, "environment", "sso"),
        (Family::Go2, "environment", "sso"),
        (Family::Rust, "environment", "environment"),
        (Family::Js3, "sso", "sso"),
    ] {
        assert_eq!(kind(family, ProfileFrom::Variable("dev".into())), by_variable);
        assert_eq!(kind(family, ProfileFrom::Argument("dev".into())), by_argument);
    }
}

#[test]
fn versions_and_modules_name_what_is_needed() {
    let text = |need: &Option<Need>| need.as_ref().map(ToString::to_string);
    let facts = machine(&format!("{DEV}{SESSION}"), "", "AWS_PROFILE=dev", FRESH);
    let old = Client::new(Family::Botocore).with_version(semver::Version::new(1, 29, 9));
    let answer = crate::resolve(&facts, &old);
    assert_eq!(text(&answer.needs).as_deref(), Some("version 1.29.10 or newer"));
    assert_eq!(
        brief(&answer),
        "error: The profile \"dev\" is configured to use SSO but is missing required configuration: sso_start_url, sso_region"
    );
    let java = Client::new(Family::Java2).with_module(Module::SsoOidc, false);
    let answer = crate::resolve(&facts, &java);
    assert_eq!(text(&answer.needs).as_deref(), Some("software.amazon.awssdk:ssooidc"));
    assert_eq!(answer.usable, Some(false));
    let go = crate::resolve(&facts, &Client::new(Family::Go1));
    assert_eq!(text(&go.needs).as_deref(), Some("AWS_SDK_LOAD_CONFIG=1"));
}

#[test]
fn aws_login_is_unknown_until_its_cache_is_read() {
    let config = "[profile l]\nlogin_session = arn:aws:iam::1:user/m\n[profile r]\nrole_arn = arn:aws:iam::2:role/R\nsource_profile = l\n";
    let facts = machine(config, "", "AWS_PROFILE=l", None);
    let client = Client::new(Family::Cli2);
    assert_eq!(crate::resolve(&facts, &client).usable, None);
    let missing = Logins::from([("arn:aws:iam::1:user/m".to_owned(), Login::Missing)]);
    let answer = resolve_with_logins(&facts, &client, &missing);
    assert_eq!(answer.usable, Some(false));
    let role = client.with_profile(ProfileFrom::Argument("r".into()));
    assert_eq!(crate::resolve(&facts, &role).credentials.kind.word(), "role");
    let go = Client { family: Family::Go2, ..role };
    assert_eq!(
        brief(&crate::resolve(&facts, &go)),
        "error: failed to load assume role arn:aws:iam::2:role/R, of profile l, <nil>"
    );
}

#[test]
fn no_answer_contains_a_secret() {
    let config = format!("[default]\n{KEYS}aws_session_token = t0psecret\n");
    let facts = machine(&config, "", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", None);
    for family in Family::all() {
        let shown = format!("{:?}", crate::resolve(&facts, &Client::new(family)));
        for secret in ["t0psecret", "AKIAIOSFODNN7EXAMPLE", "AKIAFILE00000000FILE"] {
            assert!(!shown.contains(secret), "{family:?}: {shown}");
        }
    }
}

#[test]
fn every_row_names_its_source() {
    for family in Family::all() {
        let (read_at, files, _) = crate::origin_of(&Client::new(family));
        assert!(!read_at.is_empty() && !files.is_empty(), "{family:?}");
        assert_eq!(crate::families::rules_of(family).family, family);
        assert_eq!(Family::from_id(family.id()), Some(family));
    }
}

// Each was compared with the client itself (docs/clients.md).
#[test]
fn each_reader_reads_as_its_sdk_does() {
    let both = format!("[profile default]\nregion = a-1\n[default]\nregion = b-1\n{KEYS}");
    let upper = format!("[default]\n{}", KEYS.to_ascii_uppercase());
    let quoted = format!("[default]\nregion = \"a-1\"\n{KEYS}");
    let bare = format!("[default]\nregion = a-1\n{KEYS}");
    let twice = format!("[default]\nregion = a-1\n[default]\n{KEYS}");
    let load = "AWS_SDK_LOAD_CONFIG=1";
    let none_2 = "error: no EC2 IMDS role found";
    /// The config, the credentials, a variable, and what each family takes.
    type Case<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        (&both, "", load, &[
            ("go1", "static AKIA…FILE b-1"), ("java1", "static AKIA…FILE b-1"), ("go2", none_2),
        ]),
        (&upper, "", "", &[
            ("botocore", "static AKIA…FILE -"), ("rust", "static AKIA…FILE -"),
            ("js3", "error: Could not load credentials from any providers"),
            ("java1", "error: Unable to load AWS credentials from any provider in the chain"),
        ]),
        (&quoted, "", "", &[
            ("go2", "static AKIA…FILE a-1"), ("botocore", "static AKIA…FILE \"a-1\""),
        ]),
        (&twice, "", load, &[("go1", "static AKIA…FILE -"), ("go2", "static AKIA…FILE a-1")]),
        (&bare, "", "AWS_REGION= AWS_DEFAULT_REGION=", &[
            ("cli2", "static AKIA…FILE -"), ("botocore", "static AKIA…FILE -"),
            ("rust", "static AKIA…FILE -"), ("go2", "static AKIA…FILE a-1"),
        ]),
        ("", &bare, load, &[
            ("js2", "error: ENOENT: no such file or directory, open '/home/mira/.aws/config'"),
        ]),
    ];
    for (config, credentials, variables, expected) in cases {
        // A region in the credentials file would keep JavaScript v2 from looking further.
        let credentials = credentials.replace("region = a-1\n", "");
        let facts = machine(config, &credentials, variables, None);
        for (id, wanted) in *expected {
            assert_eq!(brief(&ask(&facts, id)), *wanted, "{config}: {id}");
        }
    }
}

#[test]
fn a_version_follows_the_row_and_prints_the_text_of_its_time() {
    let nothing = machine("", "", "", None);
    let config = format!("[default]\n{KEYS}");
    let in_config = machine(&config, "", "", None);
    let endless = format!("AWS_PROFILE=dev {}", "AWS_SDK_LOAD_CONFIG=1");
    let session = machine(&format!("{DEV}{SESSION}"), "", &endless, FRESH);
    #[rustfmt::skip]
    let cases = [
        (&nothing, "cli2", "2.9.19", "error: Unable to locate credentials. You can configure credentials by running \"aws configure\"."),
        (&nothing, "cli2", "2.36.7", "error: An error occurred (NoCredentials): Unable to locate credentials. You can configure credentials by running \"aws login\"."),
        (&nothing, "rust", "1.8.12", "error: no providers in chain provided credentials"),
        (&nothing, "rust", "1.13.0", "error: no credentials found in chain. Attempted:"),
        (&nothing, "rust", "1.9.0", "none - -"),
        (&in_config, "cpp", "1.11.778", "none - us-east-1"),
        (&in_config, "cpp", "1.11.900", "static AKIA…FILE us-east-1"),
        (&session, "go1", "1.44.298", "error: runtime: goroutine stack exceeds 1000000000-byte limit"),
        (&session, "go1", "1.44.311", "sso - r-1"),
    ];
    for (facts, id, version, wanted) in cases {
        let client = Client::new(Family::from_id(id).unwrap());
        let client = client.with_version(version.parse().unwrap());
        assert_eq!(brief(&crate::resolve(facts, &client)), wanted, "{id} {version}");
    }
}

// Each of these was seen with the client itself (docs/clients.md; the AWS CDK CLI on a part of the
// machines).
#[test]
fn javascript_2_takes_static_keys_before_single_sign_on_but_not_before_a_role() {
    let both = format!("{DEV}{KEYS}{SESSION}");
    let dev = "AWS_PROFILE=dev AWS_SDK_LOAD_CONFIG=1";
    let answer = ask(&machine(&both, "", dev, FRESH), "js2");
    assert_eq!(answer.credentials.kind.word(), "static");
    let role = format!(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = base\n{KEYS}[profile base]\n{KEYS}"
    );
    let answer = ask(&machine(&role, "", dev, None), "js2");
    assert_eq!(answer.credentials.kind.word(), "role");
}

#[test]
fn java_1_needs_no_name_for_a_web_identity_session() {
    let web = "AWS_WEB_IDENTITY_TOKEN_FILE=/t AWS_ROLE_ARN=arn:aws:iam::1:role/R";
    let answer = ask(&machine("", &format!("[default]\n{KEYS}"), web, None), "java1");
    assert_eq!(answer.credentials.kind.word(), "web-identity");
}

#[test]
fn ruby_obtains_the_profile_s_token_before_anything_else() {
    let sso = format!("{DEV}{SESSION}");
    let facts = machine(&sso, "", &format!("{ENV_KEYS}AWS_PROFILE=dev"), None);
    let text = "error: The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the corresponding profile.";
    assert_eq!(brief(&ask(&facts, "ruby")), text);
    let facts = machine(&sso, "", &format!("{ENV_KEYS}AWS_PROFILE=dev"), FRESH);
    assert_eq!(ask(&facts, "ruby").credentials.kind.word(), "environment");
    let without_section = machine(DEV, "", "AWS_PROFILE=dev", FRESH);
    assert_eq!(
        brief(&ask(&without_section, "ruby")),
        "error: sso-session corp must be defined in the config file.Referenced by profile dev"
    );
}

#[test]
fn ruby_asks_a_profile_from_code_first_and_the_environment_after_it() {
    let argument = |facts: &Facts| {
        let client = Client::new(Family::Ruby);
        crate::resolve(facts, &client.with_profile(ProfileFrom::Argument("dev".into())))
    };
    let with_keys = machine(&format!("[profile dev]\n{KEYS}"), "", ENV_KEYS, None);
    assert_eq!(argument(&with_keys).credentials.kind.word(), "static");
    let without = machine("[profile dev]\nregion = r-1\n", "", ENV_KEYS, None);
    assert_eq!(argument(&without).credentials.kind.word(), "environment");
}

#[test]
fn the_cdk_takes_the_environment_s_keys_before_a_profile_from_a_variable() {
    let facts =
        machine(&format!("[profile dev]\n{KEYS}"), "", &format!("{ENV_KEYS}AWS_PROFILE=dev"), None);
    let kind = |order, profile_from| {
        let mut client = Client::new(Family::Js3).with_profile(profile_from);
        client.own_order = order;
        crate::resolve(&facts, &client).credentials.kind.word()
    };
    assert_eq!(kind(None, ProfileFrom::Environment), "static");
    assert_eq!(kind(Some(OwnOrder::Cdk), ProfileFrom::Environment), "environment");
    assert_eq!(kind(Some(OwnOrder::Cdk), ProfileFrom::Argument("dev".into())), "static");
}

#[test]
fn the_cdk_takes_its_region_from_more_variables() {
    let facts = machine("", "", "AMAZON_DEFAULT_REGION=r-2", None);
    let mut client = Client::new(Family::Js3);
    client.own_order = Some(OwnOrder::Cdk);
    let region = crate::resolve(&facts, &client).region.map(|region| region.value);
    assert_eq!(region.as_deref(), Some("r-2"));
}

#[test]
fn what_files_in_another_place_may_contain_is_unknown() {
    for (id, variable) in [
        ("java1", "AWS_CREDENTIAL_PROFILES_FILE=/elsewhere"),
        ("gdal", "CPL_AWS_CREDENTIALS_FILE=/elsewhere"),
        ("gdal", "CPL_AWS_ROOT_DIR=/elsewhere"),
    ] {
        let keys = format!("[default]\n{KEYS}");
        assert_eq!(ask(&machine("", &keys, "", None), id).usable, Some(true), "{id}");
        assert_eq!(ask(&machine("", &keys, variable, None), id).usable, None, "{id}");
        assert_eq!(ask(&machine("", "", variable, None), id).usable, None, "{id}");
    }
    assert_eq!(ask(&machine("", "", "", None), "java1").usable, Some(false));
}

#[test]
fn old_terraform_takes_keys_in_the_credentials_file_before_a_role() {
    let config = format!(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = base\n[profile base]\n{KEYS}"
    );
    let facts = machine(&config, &format!("[dev]\n{KEYS}"), "AWS_PROFILE=dev", None);
    let kind = |order| {
        let mut client = Client::new(Family::Go1);
        client.loads_config = Some(true);
        client.own_order = order;
        crate::resolve(&facts, &client).credentials.kind.word()
    };
    assert_eq!(kind(None), "role");
    assert_eq!(kind(Some(OwnOrder::GoBase1)), "static");
}

#[test]
fn gdal_has_an_order_of_its_own() {
    let role = "role_arn = arn:aws:iam::1:role/R\nsource_profile = base\n";
    let sso =
        "sso_start_url = https://corp.awsapps.com/start\nsso_account_id = 1\nsso_role_name = R\n";
    let kind = |config: &str, credentials: &str, variables: &str| {
        let answer = ask(&machine(config, credentials, variables, None), "gdal");
        let region = answer.region.map(|region| region.value).unwrap_or_default();
        match answer.credentials.error.filter(|_| answer.usable == Some(false)) {
            Some(error) => format!("error: {error}"),
            None => format!("{} {region}", answer.credentials.kind.word()),
        }
    };
    let keys = format!("[default]\n{KEYS}");
    // A secret alone is an error; an access key alone is not looked at.
    let secret = "AWS_SECRET_ACCESS_KEY=x\n";
    assert_eq!(
        kind("", &keys, secret),
        "error: AWS_ACCESS_KEY_ID configuration option not defined"
    );
    assert_eq!(kind("", &keys, "AWS_ACCESS_KEY_ID=AKIAEXAMPLE\n"), "static us-east-1");
    // AWS_DEFAULT_PROFILE comes first; a profile that is missing is none.
    let two = format!("[profile a]\nregion = r-a\n[profile b]\nregion = r-b\n{KEYS}");
    assert_eq!(kind(&two, "", "AWS_DEFAULT_PROFILE=b\nAWS_PROFILE=a\n"), "static r-b");
    assert_eq!(kind(&two, "", "AWS_PROFILE=absent\n"), "instance us-east-1");
    // With keys in the environment, the files are not read for a region either.
    let region = "[default]\nregion = r-file\n";
    assert_eq!(kind(region, "", ENV_KEYS), "environment us-east-1");
    let both = format!("{ENV_KEYS}AWS_REGION=r-1\nAWS_DEFAULT_REGION=r-2\n");
    assert_eq!(kind(region, "", &both), "environment r-2");
    assert_eq!(kind(region, &keys, "AWS_REGION=r-1\n"), "static r-file");
    // Single sign-on before static keys; a role before both, unless there is a secret.
    let missing = "error: Cannot find file ";
    assert!(kind(&format!("[default]\n{sso}{KEYS}"), "", "").starts_with(missing));
    assert!(kind(&format!("[default]\n{sso}"), "", "").starts_with(missing));
    assert_eq!(kind("", &format!("[default]\n{sso}"), ""), "instance us-east-1");
    let base = format!("[base]\n{KEYS}");
    assert_eq!(kind(&format!("[default]\n{role}"), &base, ""), "role us-east-1");
    assert_eq!(kind(&format!("[default]\n{role}{KEYS}"), &base, ""), "static us-east-1");
    // The source's keys count in the credentials file alone.
    assert_eq!(
        kind(&format!("[default]\n{role}[profile base]\n{KEYS}"), "", ""),
        "error: Cannot retrieve credentials for source profile base"
    );
    assert_eq!(kind("[default]\ncredential_process = x\n", "", ""), "instance us-east-1");
}
