//! `sso-session-consistent`: whether the profile is right and the session is wrong.

use aws_files::{FileKind, Property};
use facts::{Facts, SessionKey, StartUrl, StartUrlKind};

use crate::session::portals::{is_signed_in, parse_start_url, preset_of_portal, region_of_token};
use crate::session::region_judgement::judge_region;

/// Compare at most this many sessions of one portal; real files have a handful.
const MAX_SESSIONS: usize = 20;

/// Whether there is evidence that the profile's values are right and the session's wrong: the
/// addresses themselves, a sign-in, the preset, or another session of the portal.
pub(super) fn profile_is_right(
    facts: &Facts,
    key: &SessionKey,
    pairs: &[(FileKind, &Property, &Property)],
) -> bool {
    let session = facts.session(key);
    if is_signed_in(facts, &session) {
        return false;
    }
    let own = |key: &str| {
        let pair = pairs.iter().find(|(_, own, _)| own.key == key)?;
        pair.1.value.as_text().filter(|text| !text.is_empty())
    };
    let mut meant = facts.session(key);
    if let Some(url) = own("sso_start_url") {
        meant.start_url = Some(url.to_owned());
    }
    if let Some(region) = own("sso_region") {
        meant.region = Some(region.to_owned());
    }
    let (theirs, ours) = (parse_start_url(&session), parse_start_url(&meant));
    let is_portal = |url: &StartUrl| {
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer)
            && !url.is_documentation_example()
    };
    if theirs.canonical != ours.canonical {
        return is_portal(&ours)
            && (!is_portal(&theirs) || preset_of_portal(facts, &ours).is_some());
    }
    if meant.region == session.region {
        return false;
    }
    let Some(region) = meant.region.as_deref() else {
        return false;
    };
    // The same rules that judge a region, applied to both.
    let wrong = judge_region(&session, &theirs).is_some();
    let fits = judge_region(&meant, &ours).is_none();
    let preset = preset_of_portal(facts, &ours);
    let known = region_of_token(facts, &session).as_deref() == Some(region)
        || preset.is_some_and(|preset| preset.region.as_deref() == Some(region))
        || facts
            .regions_of_portal(&ours.canonical)
            .iter()
            .take(MAX_SESSIONS)
            .any(|(other, said)| other != key && said == region);
    fits && (wrong || known)
}
