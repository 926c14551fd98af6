//! GDAL's own chain for `/vsis3/` (`port/cpl_aws.cpp`, `VSIS3HandleHelper::GetConfiguration`).

use aws_files::FileKind;

use crate::engine::{Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::{Entry, Found};
use crate::profile::PAIR;
use crate::rules::Nature;
use crate::variables;

/// The variable that it asks for first.
pub(crate) const SECRET: &str = "AWS_SECRET_ACCESS_KEY";

/// Keys in the environment: without the secret they are not looked for, and a secret alone is an
/// error.
pub(crate) fn environment_keys(run: &Run<'_>) -> Said {
    let environment = run.facts.environment();
    if variables::value(environment, SECRET).is_none() {
        return Said::Skipped(format!("{SECRET} is not set"));
    }
    match run.pair(&["AWS_ACCESS_KEY_ID"], &[SECRET]) {
        Said::Skipped(why) => Said::Failed(Fault::new(FaultId::HalfPairEnvironment, why)),
        said => said,
    }
}

/// The selected profile: a role, single sign-on before static keys, or static keys. A role without
/// a source is one if single sign-on is beside it.
pub(crate) fn profile(run: &Run<'_>) -> Said {
    let Some(entry) = run.entry() else {
        return Said::Skipped(run.no_profile());
    };
    let has_keys = PAIR.iter().all(|key| entry.has(key));
    let start_url = start_url(run, entry);
    let arn = of_config(entry, "role_arn").filter(|_| !entry.has(PAIR[1]));
    let source = of_config(entry, "source_profile");
    if let Some(arn) = arn.filter(|_| source.is_some() || start_url.is_some()) {
        let source = source.map_or("", |source| source.text);
        return match source_of_role(run, entry, source) {
            Said::Got(got) => run.assume(entry, &arn, *got),
            said => said,
        };
    }
    match start_url {
        Some(start_url) => sign_in(run, entry, start_url),
        None if has_keys => run.nature(Nature::Static, entry, &mut Vec::new()),
        None => Said::Skipped("the profile names no credentials".into()),
    }
}

/// A role's and a sign-in's settings count in the config file alone.
fn of_config<'f>(entry: Entry<'f>, key: &str) -> Option<Found<'f>> {
    entry.get_in(FileKind::Config, key)
}

/// The start URL of a profile that has all that GDAL needs for single sign-on: the profile's before
/// that of its session. The region is that of the token.
fn start_url<'f>(run: &'f Run<'_>, entry: Entry<'f>) -> Option<&'f str> {
    of_config(entry, "sso_account_id")?;
    of_config(entry, "sso_role_name")?;
    of_config(entry, "sso_start_url").map(|found| found.text).or_else(|| {
        let session = run.files.session(of_config(entry, "sso_session")?.text)?;
        run.files.text(session, "sso_start_url")
    })
}

/// Single sign-on, with the token of the session or of the start URL.
fn sign_in(run: &Run<'_>, entry: Entry<'_>, start_url: &str) -> Said {
    let session = of_config(entry, "sso_session").and_then(|name| run.files.session(name.text));
    let of_session = session.and_then(|session| run.files.text(session, "sso_start_url"));
    if of_session.is_some_and(|of_session| of_session != start_url) {
        let why = "sso_start_url differs between the profile and the token of its session";
        let fault = Fault::new(FaultId::InlineDiffers, why).with("profile", entry.name);
        return Said::Failed(fault.with("profile value", start_url));
    }
    run.single_sign_on(entry)
}

/// What signs the request for a role: a web identity, of the source or of the environment, if the
/// source names any credentials; otherwise static keys in the credentials file. Sources of sources
/// are not followed.
fn source_of_role(run: &Run<'_>, entry: Entry<'_>, source: &str) -> Said {
    const FILE: &str = "AWS_WEB_IDENTITY_TOKEN_FILE";
    let environment = run.facts.environment();
    if let Some(target) = run.files.profile(source) {
        let arn = of_config(target, "role_arn");
        let token = of_config(target, "web_identity_token_file");
        let names_credentials = PAIR.iter().all(|key| target.has(key))
            || (arn.is_some()
                && (of_config(target, "source_profile").is_some() || token.is_some()))
            || start_url(run, target).is_some();
        let arn = arn
            .as_ref()
            .map(|found| found.text)
            .or_else(|| variables::value(environment, "AWS_ROLE_ARN"));
        let token = token
            .or_else(|| of_config(entry, "web_identity_token_file"))
            .map(|found| found.source)
            .or_else(|| {
                variables::value(environment, FILE)
                    .map(|_| crate::Source::Variable(FILE.to_owned()))
            });
        if let (true, Some(arn), Some(token)) = (names_credentials, arn, token) {
            return run.with_web_identity(Some(target.name), arn, token);
        }
        let has_keys = PAIR.iter().all(|key| target.get_in(FileKind::Credentials, key).is_some());
        if has_keys {
            return run.nature(Nature::StaticIn(FileKind::Credentials), target, &mut Vec::new());
        }
    }
    let why = "its source has no static keys in the credentials file";
    Said::Failed(
        Fault::new(FaultId::SourceEmpty, why).with("profile", entry.name).with("source", source),
    )
}
