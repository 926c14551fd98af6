//! Two kinds of credentials in one profile, of which tools choose differently. Those of single
//! sign-on are reported by `precedence`.

use aws_onboard_credential_chain::{Answer, Credentials, Family, Kind, ProfileFrom, Source};
use facts::{Place, Profile};

use crate::credentials::keys::{ID, KEY_LINES, SECRET, SIGN_ON_KEYS, comment_out};
use crate::kit::tools::{COMMON, Choices, is_from_profile, tool_names, tool_names_first};
use crate::{Applicability, Finding, Plan, Remedy};

const ROLE_KEYS: &[&str] = &["role_arn", "source_profile", "credential_source"];

pub(super) fn find_two_kinds(profile: &Profile<'_>) -> Option<Finding> {
    if count_kinds(profile) < 2 {
        return None;
    }
    let choices = Choices::of(profile.facts(), &ProfileFrom::Argument(profile.name.to_owned()));
    let used = choices.answer(Family::Cli2).filter(|answer| is_from_profile(answer))?;
    let differs = |answer: &Answer| {
        is_from_profile(answer) && identity(&answer.credentials) != identity(&used.credentials)
    };
    let other = choices
        .iter()
        .find(|(family, answer)| COMMON.contains(family) && differs(answer))
        .map(|(_, answer)| answer)?;
    let same = choices.tools(|answer| {
        is_from_profile(answer) && answer.credentials.kind == used.credentials.kind
    });
    let others = choices.tools(|answer| {
        is_from_profile(answer) && answer.credentials.kind == other.credentials.kind
    });
    let (mine, its) = (word_of(used.credentials.kind)?, word_of(other.credentials.kind)?);
    if mine == its {
        return None;
    }
    let brief = format!("has both {mine} and {its}");
    let finding = Finding::will_bite("two-kinds", profile.brief(&brief))
        .what(format!("The profile {profile} has two kinds of credentials: {mine} and {its}."))
        .why(format!(
            "{} use the {mine}; {} use the {its}. They may act as different identities.",
            tool_names_first(&same),
            tool_names(&others)
        ))
        .at(place(profile, &used.credentials), "used by the AWS CLI")
        .beside(place(profile, &other.credentials), "used by other tools")
        .next(format!("decide which one {profile} should use, and comment out the other"))
        .leave("Keep both: each tool uses what it uses now");
    let finding = offer(finding, profile, "comment-out-other", &other.credentials, its, mine);
    Some(offer(finding, profile, "comment-out-used", &used.credentials, mine, its))
}

/// How many kinds of credentials a profile names, where `precedence` does not judge them.
fn count_kinds(profile: &Profile<'_>) -> usize {
    let has = |keys: &[&str]| keys.iter().any(|key| profile.get(key).is_some());
    let is_role = has(&["role_arn"]);
    if has(SIGN_ON_KEYS) && !is_role {
        return 0;
    }
    let kinds = [
        is_role,
        has(SIGN_ON_KEYS),
        has(&[ID, SECRET]),
        has(&["credential_process"]),
        has(&["login_session"]),
        has(&["web_identity_token_file"]) && !is_role,
    ];
    kinds.into_iter().filter(|is_there| *is_there).count()
}

/// What tells two identities apart without asking AWS.
fn identity(credentials: &Credentials) -> (Kind, Option<&Source>, Option<&Source>) {
    let via = credentials.via.as_ref().and_then(|via| via.source.as_ref());
    (credentials.kind, credentials.source.as_ref(), via)
}

/// A kind by its settings.
const fn word_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Sso => Some("single sign-on settings"),
        Kind::Login => Some("login_session"),
        Kind::Static => Some("access keys"),
        Kind::Role => Some("role_arn"),
        Kind::WebIdentity => Some("web_identity_token_file"),
        Kind::Process => Some("credential_process"),
        Kind::Environment | Kind::Container | Kind::Instance | Kind::None | Kind::Error => None,
    }
}

/// The settings of a kind.
const fn keys_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Sso => SIGN_ON_KEYS,
        Kind::Login => &["login_session"],
        Kind::Static => &KEY_LINES,
        Kind::Role => ROLE_KEYS,
        Kind::WebIdentity => &["web_identity_token_file"],
        Kind::Process => &["credential_process"],
        Kind::Environment | Kind::Container | Kind::Instance | Kind::None | Kind::Error => &[],
    }
}

/// The place of the setting that decides.
fn place(profile: &Profile<'_>, credentials: &Credentials) -> Option<Place> {
    let key = keys_of(credentials.kind).first()?;
    profile.place(key)
}

/// Offers to comment out the settings of a kind.
fn offer(
    finding: Finding,
    profile: &Profile<'_>,
    id: &'static str,
    credentials: &Credentials,
    what: &str,
    kept: &str,
) -> Finding {
    let keys = keys_of(credentials.kind).iter();
    let edits = comment_out(keys.filter_map(|key| profile.get(key)));
    if edits.is_empty() {
        return finding;
    }
    finding.offer(Remedy::new(
        id,
        Applicability::Ask,
        format!("Comment out the {what}, and keep the {kept}"),
        move |_, _| Ok(Plan::edits(edits.clone())),
    ))
}
