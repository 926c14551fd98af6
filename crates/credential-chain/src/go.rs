//! Go's profile: both SDKs check it when they load it, before any provider is asked
//! (`config/shared_config.go`, `aws/session/shared_config.go`).

use aws_files::FileKind;
use facts::{SessionKey, Text};

use crate::answer::{Credentials, Kind, Source};
use crate::engine::{Got, Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::{Entry, Found};
use crate::role::mfa_refused;
use crate::rules::SsoRules;
use crate::sign_in::SignIn;
use crate::{Family, Need, variables, version};

/// Follow at most this many source profiles; the second visit of one ends a chain before.
const MAX_SOURCES: usize = 50;

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";

/// The fields of `SharedConfig` that decide about credentials.
#[derive(Default)]
pub(crate) struct GoProfile {
    name: String,
    exists: bool,
    role_arn: Option<Value>,
    mfa: bool,
    source_name: Option<Value>,
    credential_source: Option<Value>,
    process: Option<Value>,
    web_identity: Option<Value>,
    keys: Option<Value>,
    account: Option<String>,
    sso: Sso,
    /// The session that is loaded with the profile, for a bearer token alone in config 1.17.11.
    loaded_session: Option<Value>,
    source: Option<Box<GoProfile>>,
}

/// A value that does not borrow.
#[derive(Clone)]
struct Value {
    text: String,
    source: Source,
}

#[derive(Clone, Default)]
struct Sso {
    session: Option<Value>,
    account: Option<Value>,
    region: Option<Value>,
    role: Option<Value>,
    start_url: Option<Value>,
}

impl Sso {
    fn is_legacy(&self) -> bool {
        [&self.account, &self.region, &self.role, &self.start_url].iter().any(|key| key.is_some())
    }

    fn is_set(&self) -> bool {
        self.session.is_some() || self.is_legacy()
    }
}

impl From<Found<'_>> for Value {
    fn from(found: Found<'_>) -> Self {
        Self { text: found.text.to_owned(), source: found.source }
    }
}

/// `loadSharedConfig`: the selected profile, or why the client does not start.
pub(crate) fn load(run: &Run<'_>) -> Result<GoProfile, Fault> {
    if run.entry().is_none() {
        let is_v1 = run.client.family == Family::Go1;
        // Since config 1.18.45 a profile that is named and missing is an error.
        // AWS_DEFAULT_PROFILE is no reason to insist (`resolveConfigLoaders`).
        let by_variable = run.named_by == Some("AWS_DEFAULT_PROFILE");
        let is_ignored =
            is_v1 || !run.named || by_variable || version::is_older(run.client, Some("1.18.45"));
        return if is_ignored {
            Ok(GoProfile { name: run.profile.clone(), ..GoProfile::default() })
        } else {
            Err(run.profile_missing())
        };
    }
    set_from_sections(run, &run.profile, &mut Vec::new())
}

/// `setFromIniSections`.
fn set_from_sections(
    run: &Run<'_>,
    name: &str,
    seen: &mut Vec<String>,
) -> Result<GoProfile, Fault> {
    let is_v1 = run.client.family == Family::Go1;
    let Some(entry) = run.files.profile(name) else {
        return Err(run.profile_missing());
    };
    let mut profile = set_from_section(run, entry)?;
    if seen.iter().any(|before| before == name) {
        profile.role_arn = None;
        profile.mfa = false;
        profile.source_name = None;
    } else {
        require_role_arn(&profile)?;
    }
    if !is_v1 && !seen.is_empty() && profile.keys.is_some() {
        return Ok(profile);
    }
    seen.push(name.to_owned());
    let kinds =
        [&profile.source_name, &profile.credential_source, &profile.process, &profile.web_identity];
    if kinds.iter().filter(|kind| kind.is_some()).count() > 1 {
        let why = format!("the profile {} names two kinds of credentials", Text(name));
        return Err(Fault::new(FaultId::TwoKinds, why).with("profile", name));
    }
    if let Some(source) = profile.source_name.clone()
        && seen.len() <= MAX_SOURCES
    {
        profile.credential_source = None;
        profile.process = None;
        profile.web_identity = None;
        profile.keys = None;
        profile.sso = Sso { session: profile.sso.session.clone(), ..Sso::default() };
        let role = profile.role_arn.as_ref().map_or("", |arn| &arn.text);
        let fault = |id, why: String| {
            Fault::new(id, why)
                .with("profile", name)
                .with("role", role)
                .with("source", &source.text)
        };
        if run.files.profile(&source.text).is_none() {
            let why = format!("its source_profile {} does not exist", Text(&source.text));
            return Err(fault(FaultId::SourceMissing, why));
        }
        let from = set_from_sections(run, &source.text, seen)?;
        if !from.has_credentials() {
            let login = run.files.profile(&source.text).is_some_and(|it| it.has("login_session"));
            let (id, why) = if login {
                (
                    FaultId::SourceIsLogin,
                    "a login_session does not count as credentials of a source",
                )
            } else {
                (FaultId::SourceEmpty, "its source names no credentials")
            };
            return Err(fault(id, why.to_owned()));
        }
        profile.source = Some(Box::new(from));
    }
    if let Some(session) = &profile.loaded_session {
        let fault = |id, why: String| {
            Fault::new(id, why).with("profile", name).with("session", &session.text)
        };
        let Some(section) = run.files.session(session.text.trim()) else {
            let why = format!("there is no section [sso-session {}]", Text(&session.text));
            return Err(fault(FaultId::SessionMissing, why));
        };
        // config 1.17.11, `SSOSession.setFromIniSection`; since 1.18.0 the provider checks it.
        let lacks = |key| run.files.text(section, key).is_none();
        if profile.sso.session.is_none() && (lacks("sso_region") || lacks("sso_start_url")) {
            let why = "the session lacks sso_region or sso_start_url".to_owned();
            return Err(fault(FaultId::SessionKeysMissing, why));
        }
    }
    Ok(profile)
}

/// `setFromIniSection`, from both files.
fn set_from_section(run: &Run<'_>, entry: Entry<'_>) -> Result<GoProfile, Fault> {
    let is_v1 = run.client.family == Family::Go1;
    let pair = |file| {
        let id = entry.get_in(file, ID)?;
        entry.get_in(file, SECRET).map(|_| Value::from(id))
    };
    let half = |file| entry.get_in(file, ID).is_some() != entry.get_in(file, SECRET).is_some();
    let counted =
        if entry.is_in(FileKind::Credentials) { FileKind::Credentials } else { FileKind::Config };
    if !is_v1 && half(counted) {
        let why = format!("the profile {} has one of the two keys", Text(entry.name));
        // The check comes before the prefix of a section's name is removed (`mergeSections`).
        let section = if counted == FileKind::Config && entry.name != "default" {
            format!("profile {}", entry.name)
        } else {
            entry.name.to_owned()
        };
        return Err(Fault::new(FaultId::HalfPairFile, why)
            .with("profile", entry.name)
            .with("section", &section));
    }
    let keys = pair(FileKind::Credentials)
        .or_else(|| run.files.reads_config.then(|| pair(FileKind::Config)).flatten());
    let get = |key: &str| entry.get(key).map(Value::from);
    // Without the config file, Go v1 reads only these (`exOpts`).
    let extended = |key: &str| if run.files.reads_config { get(key) } else { None };
    let knows_sessions =
        run.rules.sso.as_ref().is_some_and(|sso| !version::is_older(run.client, sso.session_since));
    let loads_sessions =
        knows_sessions || (!is_v1 && !version::is_older(run.client, Some("1.17.11")));
    Ok(GoProfile {
        name: entry.name.to_owned(),
        exists: true,
        role_arn: extended("role_arn"),
        mfa: extended("mfa_serial").is_some(),
        source_name: extended("source_profile"),
        credential_source: extended("credential_source"),
        process: get("credential_process"),
        web_identity: get("web_identity_token_file"),
        keys,
        account: entry.text("aws_account_id").map(crate::profile::shown),
        sso: Sso {
            session: extended("sso_session").filter(|_| knows_sessions),
            account: extended("sso_account_id"),
            region: extended("sso_region"),
            role: extended("sso_role_name"),
            start_url: extended("sso_start_url"),
        },
        loaded_session: extended("sso_session").filter(|_| loads_sessions),
        source: None,
    })
}

/// `validateCredentialsRequireARN`.
fn require_role_arn(profile: &GoProfile) -> Result<(), Fault> {
    let kinds = [
        ("source_profile", &profile.source_name),
        ("credential_source", &profile.credential_source),
        ("web_identity_token_file", &profile.web_identity),
    ];
    match kinds.iter().find(|(_, value)| value.is_some()) {
        Some((kind, _)) if profile.role_arn.is_none() => {
            let why = format!("{kind} without role_arn");
            Err(Fault::new(FaultId::RoleArnMissing, why)
                .with("type", kind)
                .with("profile", &profile.name))
        }
        _ => Ok(()),
    }
}

impl GoProfile {
    /// `hasCredentials`.
    fn has_credentials(&self) -> bool {
        self.source_name.is_some()
            || self.credential_source.is_some()
            || self.process.is_some()
            || self.web_identity.is_some()
            || self.sso.is_set()
            || self.keys.is_some()
    }
}

/// `resolveCredsFromProfile`.
pub(crate) fn resolve(run: &Run<'_>, profile: &GoProfile) -> Said {
    if !profile.exists {
        return Said::Skipped(run.no_profile());
    }
    let entry = run.files.profile(&profile.name);
    let said = if let Some(source) = &profile.source {
        resolve(run, source)
    } else if let Some(keys) = &profile.keys {
        let credentials = Credentials {
            kind: Kind::Static,
            profile: Some(profile.name.clone()),
            access_key_id: Some(variables::masked_key(&keys.text)),
            account: profile.account.clone(),
            source: Some(keys.source.clone()),
            ..Credentials::default()
        };
        Said::got(credentials, Some(true), "static keys in a file".into())
    } else if profile.credential_source.is_some() {
        named_source(run, entry)
    } else if profile.web_identity.is_some() {
        return match entry {
            Some(entry) => run.nature(crate::rules::Nature::WebIdentity, entry, &mut Vec::new()),
            None => Said::Skipped(run.no_profile()),
        };
    } else if let Some(rules) = run.rules.sso.as_ref().filter(|_| profile.sso.is_set()) {
        match recursion(run, profile).map_or_else(|| sign_in(run, profile), Err) {
            Ok(sign_in) => complete(run.token(&sign_in, rules), profile),
            Err(fault) => Said::Failed(with_version(run, rules, profile, fault)),
        }
    } else {
        let other = entry.map(|entry| match run.login(entry) {
            Said::Skipped(_) => run.nature(crate::rules::Nature::Process, entry, &mut Vec::new()),
            said => said,
        });
        match other {
            Some(Said::Skipped(_)) | None if profile.role_arn.is_some() => surroundings(run),
            Some(said) => said,
            None => Said::Skipped(run.no_profile()),
        }
    };
    // `credsFromAssumeRole` refuses `mfa_serial` as soon as the source's provider is made; what the
    // provider itself meets comes later.
    let is_made = !matches!(&said, Said::Failed(fault) if stops_making(fault.id));
    if profile.mfa && profile.role_arn.is_some() && is_made {
        return Said::Failed(mfa_refused(&profile.name));
    }
    match (said, &profile.role_arn, entry) {
        (Said::Got(got), Some(arn), Some(entry)) => assume(run, profile, arn, entry, *got),
        (said, ..) => said,
    }
}

/// Whether the failure comes up while the providers are made (`resolveCredsFromSource`,
/// `validateSSOConfiguration`, and the `mfa_serial` of a source).
const fn stops_making(id: FaultId) -> bool {
    matches!(
        id,
        FaultId::CredentialSourceUnknown
            | FaultId::ContainerNotSet
            | FaultId::SsoKeysMissing
            | FaultId::InlineDiffers
            | FaultId::SessionKeysMissing
            | FaultId::SessionMissing
            | FaultId::Recursion
            | FaultId::WebIdentityWithoutRole
            | FaultId::MfaRefused
    )
}

/// `credsFromAssumeRole`, where no `mfa_serial` counts.
fn assume(run: &Run<'_>, profile: &GoProfile, arn: &Value, entry: Entry<'_>, got: Got) -> Said {
    let found = Found { text: &arn.text, file: FileKind::Config, source: arn.source.clone() };
    let mut said = run.assume_without_mfa(entry, &found, got);
    if let Said::Got(got) = &mut said {
        got.credentials.profile = Some(profile.name.clone());
    }
    said
}

/// The container or the instance, where a role has no other source.
fn surroundings(run: &Run<'_>) -> Said {
    let said = match run.container() {
        Said::Skipped(_) => run.instance(),
        said => said,
    };
    match said {
        Said::Skipped(why) => Said::Failed(
            Fault::new(FaultId::NoCredentials, format!("role_arn without a source, and {why}"))
                .with("profile", &run.profile),
        ),
        said => said,
    }
}

/// `resolveCredsFromSource`.
fn named_source(run: &Run<'_>, entry: Option<Entry<'_>>) -> Said {
    match entry.and_then(|entry| Some((entry, entry.get("credential_source")?))) {
        Some((entry, named)) => run.credential_source(entry, &named),
        None => Said::Skipped(run.no_profile()),
    }
}

/// Empty account or role: the SDK asks all the same, and the portal refuses.
fn complete(said: Said, profile: &GoProfile) -> Said {
    let is_complete = profile.sso.account.is_some() && profile.sso.role.is_some();
    match said {
        Said::Got(mut got) if !is_complete => {
            got.usable = None;
            got.why = "sso_account_id or sso_role_name is missing; it asks all the same".into();
            Said::Got(got)
        }
        said => said,
    }
}

/// `validateSSOConfiguration`.
fn sign_in<'p>(run: &'p Run<'_>, profile: &'p GoProfile) -> Result<SignIn<'p>, Fault> {
    let sso = &profile.sso;
    let text = |value: &'p Option<Value>| value.as_ref().map(|value| value.text.as_str());
    let missing = |keys: &[(&str, bool)]| -> Result<(), Fault> {
        let all: Vec<&str> =
            keys.iter().filter_map(|(key, is_there)| (!is_there).then_some(*key)).collect();
        if all.is_empty() {
            return Ok(());
        }
        Err(Fault::new(FaultId::SsoKeysMissing, format!("{} is missing", all.join(", ")))
            .with("profile", &profile.name)
            .with("keys", &all.join(", ")))
    };
    let done = |key, start_url, source: &Option<Value>| SignIn {
        profile: &profile.name,
        key,
        start_url,
        account: text(&sso.account),
        role: text(&sso.role),
        source: source.as_ref().map(|value| value.source.clone()),
    };
    let Some(session) = &sso.session else {
        let mut needed = [
            ("sso_region", sso.region.is_some()),
            ("sso_start_url", sso.start_url.is_some()),
            ("sso_account_id", sso.account.is_some()),
            ("sso_role_name", sso.role.is_some()),
        ];
        // config 1.17.11 asks for the first two alone (`validateSSOConfiguration`).
        let is_v1 = run.client.family == Family::Go1;
        let is_old = !is_v1 && version::is_older(run.client, Some("1.18.0"));
        // Go v1 before sessions asked in this order (`aws/session/shared_config.go` of 1.44.122).
        if is_v1 && version::is_older(run.client, Some("1.44.298")) {
            needed.sort_by_key(|(key, _)| *key);
        }
        missing(&needed[..if is_old { 2 } else { 4 }])?;
        let url = text(&sso.start_url).unwrap_or_default();
        return Ok(done(SessionKey::Legacy(url.to_owned()), url, &sso.start_url));
    };
    let section = run.files.session(session.text.trim());
    let own = |key: &str| section.and_then(|section| run.files.text(section, key));
    let (region, url) = (own("sso_region"), own("sso_start_url"));
    missing(&[("sso_region", region.is_some()), ("sso_start_url", url.is_some())])?;
    for (key, inline, own) in
        [("sso_region", text(&sso.region), region), ("sso_start_url", text(&sso.start_url), url)]
    {
        if inline.is_some() && inline != own {
            let why = format!("{key} differs between the profile and the session");
            return Err(Fault::new(FaultId::InlineDiffers, why)
                .with("profile", &profile.name)
                .with("key", key));
        }
    }
    let key = SessionKey::Named(session.text.clone());
    Ok(done(key, url.unwrap_or_default(), &sso.session))
}

/// Go v1 made a session to renew the token, which read the same profile again if the variable
/// turns the config file on (`aws/session/credentials.go`, `resolveSSOCredentials`; CHANGELOG of
/// 1.44.311).
fn recursion(run: &Run<'_>, profile: &GoProfile) -> Option<Fault> {
    let turned_on = variables::value(run.facts.environment(), "AWS_SDK_LOAD_CONFIG");
    let is_endless = run.client.family == Family::Go1
        && version::is_older(run.client, Some("1.44.311"))
        && profile.sso.session.is_some()
        && profile.name == run.profile
        && run.client.profile_from.explicit().is_none()
        && turned_on.is_some_and(crate::files::is_true);
    is_endless.then(|| {
        let why =
            "this version calls itself without end for a session if AWS_SDK_LOAD_CONFIG is set";
        Fault::new(FaultId::Recursion, why)
            .with("profile", &profile.name)
            .needing(Need::Version("1.44.311".to_owned()))
    })
}

/// The version that is needed, if the profile has a session and the client is older.
fn with_version(run: &Run<'_>, rules: &SsoRules, profile: &GoProfile, fault: Fault) -> Fault {
    let has_session =
        run.files.profile(&profile.name).is_some_and(|entry| entry.has("sso_session"));
    match rules.session_since {
        Some(since) if has_session && version::is_older(run.client, Some(since)) => {
            fault.needing(Need::Version(since.to_owned()))
        }
        _ => fault,
    }
}
