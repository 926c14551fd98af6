//! Programs on made-up machines.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use aws_files::{Document, FileKind};
use aws_onboard_credential_chain::{Evidence, Kind, Logins, Outcome};
use facts::{
    AwsExecutable, AwsFile, AwsFiles, AwsVersion, CacheEntry, Environment, Facts, FileLocation,
    FileState, FoundAt, FoundProgram, FoundPrograms, Locations, Origin, Presence, ProfileWay,
    ProgramSetting, ProgramVersion, Request, SdkFamily, SdkModule, Secret, TimeForm, Token,
    TokenCache, VersionKnownBy, VersionOutput, WhyInUse, token_cache_name,
};

use crate::{
    Answers, AskedError, Bridge, Needs, ProgramAnswer, Question, RegionAnswer, answer_programs,
    parse_asked,
};

const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n[profile console]\nlogin_session = arn:aws:iam::1:user/m\n[profile ci]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = Reader\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp\n";
const DEV: &[(&str, &str)] = &[("AWS_PROFILE", "dev")];
const KEYS: &[(&str, &str)] = &[
    ("AWS_PROFILE", "dev"),
    ("AWS_ACCESS_KEY_ID", "AKIAENV0000000000ENV"),
    ("AWS_SECRET_ACCESS_KEY", "s"),
];

/// A machine where the person is signed in to `corp`.
fn machine(variables: &[(&str, &str)]) -> Facts {
    let folder = PathBuf::from("/home/mira/.aws");
    let file = |kind, name: &str, state| AwsFile::new(kind, folder.join(name), state);
    let present = FileState::Present {
        document: Arc::new(Document::parse(CONFIG.as_bytes())),
        mode: Some(0o600),
        writable: true,
        owned: true,
        link: None,
    };
    let location = |name| FileLocation { path: folder.join(name), origin: Origin::Default };
    let all = [("AWS_EC2_METADATA_DISABLED", "true")];
    let environment = Environment::from_variables(
        all.iter()
            .chain(variables)
            .map(|(name, value)| (OsString::from(name), OsString::from(value))),
    );
    let mut facts = Facts::new(
        "2026-11-27T05:00:00Z".parse().unwrap(),
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
            file(FileKind::Config, "config", present),
            file(FileKind::Credentials, "credentials", FileState::Missing),
        ),
    );
    let token = Token {
        access_token: Secret::from("t0ken"),
        expires_at: "2028-01-01T00:00:00Z".parse().unwrap(),
        refresh_token: None,
        client_id: None,
        client_secret: None,
        registration_expires_at: None,
        region: None,
        start_url: None,
    };
    let mut cache = TokenCache::default();
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
    facts.tokens = Ok(cache);
    facts.aws = Ok(vec![AwsExecutable {
        path: PathBuf::from("/usr/bin/aws"),
        version: Ok(VersionOutput::Aws(AwsVersion::from_number("2.36.7").unwrap())),
        known_by: VersionKnownBy::Start,
    }]);
    facts
}

fn version(text: &str) -> Option<ProgramVersion> {
    Some(ProgramVersion::parse(text).unwrap())
}

/// A program of the table, found in the project.
fn program(id: &str, own: Option<&str>) -> FoundProgram {
    let row = program_table::find_program(id);
    let at = FoundAt::line(PathBuf::from("/home/mira/project/file"), 3);
    FoundProgram {
        version: own.and_then(version),
        sdk: row.map_or_else(|| SdkFamily::from_id(id), |row| row.only_sdk()),
        profile_by: row.map(|row| row.ways_of_a_profile()).unwrap_or_default(),
        ..FoundProgram::new(id, row.map_or(id, |row| row.name), at, WhyInUse::Project)
    }
}

fn with_sdk(program: FoundProgram, sdk: SdkFamily, number: &str) -> FoundProgram {
    FoundProgram { sdk: Some(sdk), sdk_version: version(number), ..program }
}

fn setting(name: &str, value: Option<&str>, way: ProfileWay) -> ProgramSetting {
    let at = FoundAt::line(PathBuf::from("/home/mira/project/main.tf"), 7);
    ProgramSetting { name: name.to_owned(), value: value.map(str::to_owned), way, at }
}

fn ask(
    facts: &Facts,
    programs: &[FoundProgram],
    profile: Option<&str>,
    asked: Option<&str>,
) -> Answers {
    let programs = FoundPrograms { programs: programs.to_vec(), complete: true };
    let asked = asked.map(|text| parse_asked(text).unwrap());
    let (logins, asked) = (Logins::new(), asked.as_ref());
    answer_programs(&Question { facts, logins: &logins, programs: &programs, profile, asked })
}

/// The answer for one program beside the AWS CLI.
fn only(facts: &Facts, program: FoundProgram) -> ProgramAnswer {
    let mut answers = ask(facts, &[program], None, None);
    assert_eq!(answers.programs.len(), 2);
    answers.programs.remove(1)
}

fn asked(facts: &Facts, text: &str) -> ProgramAnswer {
    let mut answers = ask(facts, &[], None, Some(text));
    assert_eq!(answers.programs.len(), 1);
    answers.programs.remove(0)
}

/// "kind usable needs".
fn brief(answer: &ProgramAnswer) -> String {
    let usable = match answer.usable {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let needs = answer.needs.as_ref().map_or("-".to_owned(), ToString::to_string);
    format!("{} {usable} {needs}", answer.answer.credentials.kind.word())
}

#[test]
fn what_was_asked_about_is_read() {
    for (text, id, number) in [
        ("boto3@1.26.3", "boto3", Some("1.26.3")),
        ("go2", "go2", None),
        ("Terraform@v1.5.7", "terraform", Some("1.5.7")),
        ("cdk", "aws-cdk", None),
        ("aws", "cli2", None),
        ("aws@1.29.0", "cli1", Some("1.29.0")),
        ("/usr/local/bin/aws@2.36.7", "cli2", Some("2.36.7")),
        ("dotnet3@3.7.400.5", "dotnet3", Some("3.7.400.5")),
    ] {
        let asked = parse_asked(text).unwrap();
        let own = asked.version.as_ref().map(ProgramVersion::text);
        assert_eq!((asked.absent().id.as_str(), own), (id, number), "{text}");
    }
    let wrong = |text: &str| parse_asked(text).unwrap_err().to_string();
    assert_eq!(
        wrong("botcore"),
        "\"botcore\" is not a program that aws-onboard knows; did you mean botocore?"
    );
    assert_eq!(wrong("zzz"), "\"zzz\" is not a program that aws-onboard knows");
    assert_eq!(wrong("boto3@new"), "\"new\" is not a version; write it like boto3@1.26.3");
    assert!(matches!(parse_asked("boto3@"), Err(AskedError::Version { .. })));
    assert!(matches!(parse_asked(""), Err(AskedError::Unknown { nearest: None, .. })));
    for family in SdkFamily::ALL {
        assert_eq!(parse_asked(family.id()).unwrap().absent().id, family.id());
    }
    for row in program_table::programs() {
        assert_eq!(parse_asked(row.id).unwrap().absent().id, row.id);
    }
}

#[test]
fn the_aws_cli_that_is_asked_about_is_the_one_that_the_command_starts() {
    let mut facts = machine(DEV);
    let answered = |facts: &Facts, text: &str| {
        let answer = asked(facts, text);
        (answer.program.id, answer.is_here)
    };
    let is = |id: &str, is_here| (id.to_owned(), is_here);
    let mut on_path = |version| {
        let path = PathBuf::from("/usr/bin/aws");
        facts.aws = Ok(vec![AwsExecutable { path, version, known_by: VersionKnownBy::Start }]);
        [answered(&facts, "aws"), answered(&facts, "cli1"), answered(&facts, "aws@1.29.0")]
    };
    let aws = |number| Ok(VersionOutput::Aws(AwsVersion::from_number(number).unwrap()));
    assert_eq!(on_path(aws("2.36.7")), [is("cli2", true), is("cli1", false), is("cli1", false)]);
    assert_eq!(on_path(aws("1.29.0")), [is("cli1", true), is("cli1", true), is("cli1", true)]);
    let other = on_path(Ok(VersionOutput::Other("x".into())));
    assert_eq!(other, [is("aws", true), is("cli1", false), is("cli1", false)]);
    facts.aws = Ok(Vec::new());
    assert_eq!(answered(&facts, "aws"), is("cli2", false));
}

#[test]
fn versions_decide_and_unknown_ones_are_every_version() {
    let facts = machine(DEV);
    let venv = |botocore| {
        brief(&only(&facts, with_sdk(program("boto3", None), SdkFamily::Botocore, botocore)))
    };
    assert_eq!(venv("1.40.2"), "sso yes -");
    assert_eq!(venv("1.29.9"), "error no botocore 1.29.10 or newer");
    assert_eq!(brief(&asked(&facts, "botocore@1.29.9")), "error no botocore 1.29.10 or newer");
    assert_eq!(brief(&asked(&facts, "boto3@1.25.5")), "error no botocore 1.29.10 or newer");
    assert_eq!(brief(&asked(&facts, "boto3@1.26.10")), "sso yes -");
    // pip may have installed a botocore that can.
    let between = asked(&facts, "boto3@1.26.3");
    assert_eq!(brief(&between), "sso unknown botocore 1.29.10 or newer");
    assert!(!between.is_certain && !between.is_here);
    assert_eq!(brief(&asked(&facts, "botocore")), "sso yes -");
    let unknown = only(&facts, program("boto3", None));
    assert_eq!(brief(&unknown), "sso unknown botocore 1.29.10 or newer");
}

#[test]
fn no_version_is_named_where_the_newest_one_fails_for_another_reason() {
    let mut facts = machine(DEV);
    facts.tokens = Ok(TokenCache::default());
    for id in ["terraform-provider-aws", "serverless-v4", "terraform", "s5cmd", "polars", "sst"] {
        let answer = asked(&facts, id);
        assert_eq!((answer.usable, answer.needs_now()), (Some(false), None), "{id}");
        let last = answer.answer.trail.iter().rfind(|step| step.outcome == Outcome::Failed);
        assert!(last.is_some_and(|step| step.why.starts_with("not signed in")), "{id}");
    }
    // Its own version is known, and too old.
    let old = asked(&facts, "s5cmd@2.2.2");
    assert_eq!(old.needs_now().map(ToString::to_string).as_deref(), Some("s5cmd 2.3.0 or newer"));
}

#[test]
fn what_two_clients_differ_in_is_named() {
    let facts = machine(DEV);
    let last = |id: &str| asked(&facts, id).answer.trail.pop().unwrap().why;
    assert!(last("go1@1.44.300").contains("whether its code turns the config file on"));
    assert!(last("boto3@1.26.3").contains("the version of its SDK, which is not known"));
}

#[test]
fn the_table_tells_versions_where_the_files_do_not() {
    let facts = machine(DEV);
    let provider = |number| only(&facts, program("terraform-provider-aws", Some(number)));
    let old = provider("4.49.0");
    assert_eq!(brief(&old), "error no Terraform AWS provider 4.54.0 or newer");
    assert!(matches!(old.needs, Some(Needs::Version { is_own: true, .. })));
    assert_eq!(old.bridges, [Bridge::Process, Bridge::Environment]);
    assert_eq!(brief(&provider("5.30.0")), "sso yes -");
    assert_eq!(
        brief(&only(&facts, program("s5cmd", Some("2.2.2")))),
        "error no s5cmd 2.3.0 or newer"
    );
    assert_eq!(brief(&only(&facts, program("s5cmd", Some("2.3.0")))), "sso yes -");
    // Its own code.
    let s3cmd = only(&facts, program("s3cmd", Some("2.4.0")));
    let without = "keys or a process, because it does not know sso_session";
    assert_eq!(brief(&s3cmd), format!("error no {without}"));
    assert_eq!((s3cmd.bridges, s3cmd.evidence), (vec![Bridge::Environment], Evidence::Source));
    assert_eq!(s3cmd.region, RegionAnswer::Unknown);
    // What nobody verified is no failure.
    assert_eq!(only(&facts, program("winscp", None)).usable, None);
}

#[test]
fn a_setting_of_its_own_decides() {
    let facts = machine(DEV);
    let go = |id, number| with_sdk(program(id, Some(number)), SdkFamily::Go2, "1.32.8");
    let rclone = only(&facts, go("rclone", "1.73.4"));
    assert_eq!(brief(&rclone), "sso unknown env_auth = true");
    let base = with_sdk(program("terraform-provider-aws", None), SdkFamily::GoBase, "1.32.8");
    let named = FoundProgram {
        profile: Some(setting("profile", Some("ci"), ProfileWay::File)),
        region: Some(setting("region", Some("eu-west-1"), ProfileWay::File)),
        ..base.clone()
    };
    let named = only(&facts, named);
    assert_eq!(named.answer.credentials.account.as_deref(), Some("444455556666"));
    assert!(matches!(&named.region, RegionAnswer::Known(region) if region.value == "eu-west-1"));
    assert_eq!((named.differs.credentials, named.differs.region), (Some(true), Some(true)));
    let role = FoundProgram {
        overrides: vec![setting("assume_role", None, ProfileWay::File)],
        ..base.clone()
    };
    let role = only(&facts, role);
    assert_eq!((role.usable, role.is_certain, role.differs.credentials), (None, false, None));
    let computed = FoundProgram { region: Some(setting("region", None, ProfileWay::File)), ..base };
    assert_eq!(only(&facts, computed).region, RegionAnswer::Unknown);
}

#[test]
fn differences_from_the_aws_cli_are_named() {
    let facts = machine(KEYS);
    let js = with_sdk(program("js3", Some("3.936.0")), SdkFamily::Js3, "3.936.0");
    let boto3 = with_sdk(program("boto3", Some("1.40.2")), SdkFamily::Botocore, "1.40.2");
    let answers = ask(&facts, &[js.clone(), boto3.clone()], None, None);
    let kinds: Vec<Kind> = answers.programs.iter().map(|one| one.answer.credentials.kind).collect();
    assert_eq!(kinds, [Kind::Environment, Kind::Sso, Kind::Environment]);
    let differs: Vec<Option<bool>> =
        answers.programs.iter().map(|one| one.differs.credentials).collect();
    assert_eq!(differs, [Some(false), Some(true), Some(false)]);
    assert!(answers.cli.is_here);
    // AWS_REGION is read by one and not by the other.
    let facts = machine(&[("AWS_PROFILE", "dev"), ("AWS_REGION", "eu-west-1")]);
    let answers = ask(&facts, &[js, boto3], None, None);
    let differs: Vec<Option<bool>> =
        answers.programs.iter().map(|one| one.differs.region).collect();
    assert_eq!(differs, [Some(false), Some(false), Some(true)]);
}

#[test]
fn a_program_that_starts_the_aws_cli_is_the_aws_cli() {
    let mut facts = machine(DEV);
    let kube = FoundProgram {
        runs: Some("aws".into()),
        profile: Some(setting("--profile", Some("ci"), ProfileWay::Flag)),
        ..program("kubectl", None)
    };
    let answer = only(&facts, kube.clone());
    assert_eq!(answer.answer.credentials.role.as_deref(), Some("Reader"));
    assert_eq!((answer.program.id.as_str(), answer.usable), ("kubectl", Some(true)));
    // Without an entry, kubectl uses no credentials of AWS.
    let found = ask(&facts, &[program("kubectl", Some("1.30.0"))], None, None);
    assert_eq!(found.programs.len(), 1);
    facts.aws = Ok(Vec::new());
    let answer = ask(&facts, &[kube], None, None).programs.remove(0);
    assert_eq!(brief(&answer), "none no the AWS CLI on PATH");
}

#[test]
fn modules_and_profiles_reach_the_chain() {
    let facts = machine(&[]);
    let mut java = with_sdk(program("java2", Some("2.25.1")), SdkFamily::Java2, "2.25.1");
    java.modules.insert(SdkModule::SsoOidc, Presence::Absent);
    java.modules.insert(SdkModule::Sso, Presence::Unknown);
    let answers = ask(&facts, std::slice::from_ref(&java), Some("dev"), None);
    assert_eq!(brief(&answers.programs[0]), "sso yes -");
    assert_eq!(brief(&answers.programs[1]), "error no software.amazon.awssdk:ssooidc");
    // Without a profile, there is nothing.
    assert_eq!(ask(&facts, &[java], None, None).programs[1].usable, Some(false));
    let old = asked(&facts, "terraform@1.14.0");
    assert_eq!(old.answer.credentials.kind, Kind::None);
    let mut answers = ask(&facts, &[], Some("console"), Some("terraform@1.14.0"));
    assert_eq!(
        answers.programs.remove(0).needs.map(|needs| needs.to_string()).as_deref(),
        Some("Terraform CLI (S3 backend) 1.15.0 or newer")
    );
}

#[test]
fn only_an_instance_has_an_instances_role() {
    let mut facts = machine(&[("AWS_EC2_METADATA_DISABLED", "false")]);
    facts.surroundings.instance = Ok(true);
    assert_eq!(brief(&asked(&facts, "js3")), "instance unknown -");
    facts.surroundings.instance = Ok(false);
    let answer = asked(&facts, "js3");
    assert_eq!(brief(&answer), "none no -");
    assert!(answer.answer.credentials.error.is_some());
}

#[test]
fn a_file_in_another_place_is_a_doubt_also_at_the_end_of_the_chain() {
    let usable = |variables: &[(&str, &str)]| {
        let mut facts = machine(variables);
        facts.surroundings.instance = Ok(false);
        asked(&facts, "gdal@3.11.4").usable
    };
    assert_eq!(usable(&[]), Some(false));
    assert_eq!(usable(&[("CPL_AWS_ROOT_DIR", "/elsewhere")]), None);
}

#[test]
fn every_program_gets_an_answer() {
    let facts = machine(KEYS);
    for row in program_table::programs() {
        let answer = asked(&facts, row.id);
        assert!(!answer.answer.trail.is_empty(), "{}", row.id);
        let shown = format!("{:?}", answer.answer);
        assert!(!shown.contains("AKIAENV0000000000ENV"), "{shown}");
    }
}

#[test]
fn gdal_is_asked_by_its_own_rules_unless_a_package_brings_it_along() {
    let facts = machine(DEV);
    let at = |path: &str, number: &str| FoundProgram {
        found_at: FoundAt::file(PathBuf::from(path)),
        ..program("gdal", Some(number))
    };
    let providers = |found| {
        let trail = only(&facts, found).answer.trail;
        trail.into_iter().map(|step| step.provider).collect::<Vec<_>>()
    };
    let own = providers(at("/usr/bin/gdalinfo", "3.11.4"));
    assert_eq!(own.first().map(String::as_str), Some("environment keys"));
    // The version is that of rasterio, which may ask boto3.
    let rasterio =
        providers(at("/v/lib/python3.11/site-packages/rasterio-1.4.3.dist-info", "1.4.3"));
    assert_ne!(own, rasterio);
    // What was read of the versions beside the one that was run is not enough for a failure.
    let old = only(&facts, at("/usr/bin/gdalinfo", "3.6.2"));
    assert_eq!(old.evidence, Evidence::Unverified);
    assert_eq!(providers(at("/usr/bin/gdalinfo", "3.12.0")), rasterio);
}

#[test]
fn polars_reads_the_region_itself() {
    let facts = machine(&[("AWS_PROFILE", "dev"), ("AWS_REGION", "eu-west-1")]);
    let region = |id: &str| {
        let found = with_sdk(program(id, Some("1.40.0")), SdkFamily::Botocore, "1.40.2");
        match only(&facts, found).region {
            RegionAnswer::Known(choice) => choice.value,
            other => format!("{other:?}"),
        }
    };
    assert_eq!(region("polars"), "eu-west-1");
    assert_ne!(region("boto3"), "eu-west-1");
}
