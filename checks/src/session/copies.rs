//! `sso-session-consistent`: whether it is the profile that is right.

use aws_files::{FileKind, Property};
use facts::{Facts, SessionKey, StartUrl, StartUrlKind};

use crate::session::portals::{is_signed_in, region_of_token};
use crate::session::region_judgement::judge;

/// Whether something shows that the profile's values are right and the session's wrong: the
/// addresses themselves, a sign-in, the preset, another session of the portal.
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
    let parse = |url: &Option<String>| StartUrl::parse(url.as_deref().unwrap_or_default());
    let (theirs, ours) = (parse(&session.start_url), parse(&meant.start_url));
    let is_portal = |url: &StartUrl| {
        matches!(url.kind, StartUrlKind::Portal(_) | StartUrlKind::Issuer)
            && !url.is_documentation_example()
    };
    if theirs.canonical != ours.canonical {
        return is_portal(&ours) && (!is_portal(&theirs) || in_preset(facts, &ours, &theirs));
    }
    if meant.region == session.region {
        return false;
    }
    let Some(region) = meant.region.as_deref() else {
        return false;
    };
    // The same rules that judge a region, for each of the two.
    let wrong = judge(facts, &session, &theirs).is_some();
    let fits = judge(facts, &meant, &ours).is_none();
    let preset = facts.preset.as_deref().filter(|preset| {
        let portal = preset.start_url.as_deref();
        portal.is_some_and(|portal| StartUrl::parse(portal).canonical == ours.canonical)
    });
    let known = region_of_token(facts, &session).as_deref() == Some(region)
        || preset.is_some_and(|preset| preset.region.as_deref() == Some(region))
        || facts
            .regions_of_portal(&ours.canonical)
            .iter()
            .take(20)
            .any(|(other, said)| other != key && said == region);
    fits && (wrong || known)
}

/// Whether the preset has the one address and not the other.
fn in_preset(facts: &Facts, ours: &StartUrl, theirs: &StartUrl) -> bool {
    let preset = facts.preset.as_deref();
    let portal = preset.and_then(|preset| preset.start_url.as_deref());
    portal.is_some_and(|portal| {
        let portal = StartUrl::parse(portal).canonical;
        portal == ours.canonical && portal != theirs.canonical
    })
}
