//! The questions about a portal, which several checks ask if one of its values is missing.

use facts::{
    Facts, REGIONS, StartUrl, Text, accept_region_name, looks_like_region, read_portal_address,
};

use crate::{Accept, Choice, Question, QuestionKind};

/// The scope for a token that can be refreshed (AWS CLI guide, "sso_registration_scopes").
pub const ACCOUNT_ACCESS: &str = "sso:account:access";

/// The portal's address.
pub fn start_url(facts: &Facts) -> Question {
    Question {
        key: "start_url",
        prompt: "Your access portal's address (start URL)".into(),
        help: "from your invitation; it ends in /start".into(),
        kind: QuestionKind::Text(accept_start_url),
        default: facts.preset.as_ref().and_then(|preset| preset.start_url.clone()),
    }
}

/// The portal's region. `url` is the start URL, if it is already known.
pub fn sso_region(facts: &Facts, url: Option<&StartUrl>) -> Question {
    let default = url
        .and_then(|url| url.region.clone())
        .or_else(|| facts.preset.as_ref().and_then(|preset| preset.region.clone()));
    Question {
        key: "sso_region",
        prompt: "The portal's region".into(),
        help: "type to filter; it is in your invitation and at the top right of the portal".into(),
        kind: QuestionKind::Choice {
            choices: regions_first(default.as_deref()),
            other: Some(accept_region),
        },
        default,
    }
}

/// The scopes of the registration.
pub fn scopes(facts: &Facts) -> Question {
    let preset = facts
        .preset
        .as_ref()
        .map(|preset| preset.scopes.join(","))
        .filter(|scopes| !scopes.is_empty());
    Question {
        key: "scopes",
        prompt: "Scopes of the sign-in".into(),
        help: "sso:account:access lets the sign-in renew itself".into(),
        kind: QuestionKind::Text(accept_scopes),
        default: Some(preset.unwrap_or_else(|| ACCOUNT_ACCESS.to_owned())),
    }
}

/// Offer, and compare with a name, at most this many sessions; real files have a handful.
pub const MAX_SESSIONS: usize = 200;

/// Which of the existing sessions to use; `first` are at the top.
pub fn session<'a>(first: &[&'a str], all: impl Iterator<Item = &'a str>) -> Question {
    let others = all.filter(|name| !first.contains(name));
    let choices: Vec<Choice> = first
        .iter()
        .copied()
        .chain(others)
        .take(MAX_SESSIONS + 1)
        .map(|name| Choice { value: name.to_owned(), label: Text(name).to_string() })
        .collect();
    Question {
        key: "session",
        prompt: "Which session does this profile use?".into(),
        help: "the sessions of the config file".into(),
        kind: QuestionKind::Choice {
            // The user can type a session beyond the limit.
            other: (choices.len() > MAX_SESSIONS).then_some(accept_session_name as Accept),
            choices,
        },
        default: None,
    }
}

/// Accepts a session name that every tool reads (the SDKs' rule, `aws-runtime`'s `normalize.rs`).
pub fn accept_session_name(answer: &str) -> Result<String, String> {
    let name = answer.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c);
    if !name.is_empty() && name.len() <= 64 && name.chars().all(fits) {
        Ok(name.to_owned())
    } else {
        let rule = "a name has 1 to 64 letters, digits, - or _, and no spaces";
        Err(match portable_name(name) {
            Some(name) => format!("{rule}; {name} works"),
            None => rule.into(),
        })
    }
}

/// The name with `-` in place of characters that are not portable; `None` if nothing is left.
pub(crate) fn portable_name(name: &str) -> Option<String> {
    let mut portable = String::new();
    for c in name.chars().take(60) {
        if c.is_ascii_alphanumeric() || "_/.%@:+".contains(c) {
            portable.push(c);
        } else if !portable.ends_with('-') {
            portable.push('-');
        }
    }
    let portable = portable.trim_matches(['-', '_']);
    (!portable.is_empty()).then(|| portable.to_owned())
}

/// Every region, `first` (if it is one) at the top.
pub fn regions_first(first: Option<&str>) -> Vec<Choice> {
    let head = first.filter(|region| looks_like_region(region));
    head.into_iter()
        .chain(REGIONS.iter().copied().filter(|region| Some(*region) != head))
        .map(Choice::plain)
        .collect()
}

/// Reads the address of a portal ([`facts::read_portal_address`]), or says what is wrong with it.
pub fn accept_start_url(answer: &str) -> Result<String, String> {
    read_portal_address(answer).map_err(|fault| match fault.next {
        Some(next) => format!("this {}; {next}", fault.what),
        None => format!("this {}", fault.what),
    })
}

/// Accepts a region, including one that may be newer than this program.
pub fn accept_region(answer: &str) -> Result<String, String> {
    accept_region_name(answer).map_err(|why| format!("this {why}"))
}

/// Normalizes a list of scopes: separated by commas, at least one.
pub fn accept_scopes(answer: &str) -> Result<String, String> {
    let scopes: Vec<&str> =
        answer.split([',', ' ']).map(str::trim).filter(|scope| !scope.is_empty()).collect();
    match scopes.iter().find(|scope| !is_scope(scope)) {
        Some(bad) => Err(format!("{bad:?} is not a scope; use, for example, {ACCOUNT_ACCESS}")),
        None if scopes.is_empty() => {
            Err(format!("at least one scope is needed, usually {ACCOUNT_ACCESS}"))
        }
        None => Ok(scopes.join(",")),
    }
}

/// Letters, digits and underscores in parts separated by colons.
fn is_scope(scope: &str) -> bool {
    scope.contains(':')
        && scope.split(':').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_url_is_made_canonical_or_refused_with_the_reason() {
        assert_eq!(
            accept_start_url(" https://Corp.awsapps.com/start/#/ ").as_deref(),
            Ok("https://corp.awsapps.com/start")
        );
        for bad in
            ["corp", "https://corp.okta.com/app/aws", "https://my-sso-portal.awsapps.com/start"]
        {
            assert!(accept_start_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_misspelt_region_gets_its_nearest() {
        assert_eq!(
            accept_region("eu-west1"),
            Err("this is not a region; did you mean eu-west-1?".into())
        );
        assert_eq!(accept_region("ap-southeast-9").as_deref(), Ok("ap-southeast-9"));
    }

    #[test]
    fn a_name_that_some_tools_cannot_read_gets_one_that_works() {
        for (name, works) in [("my dev", "my-dev"), ("größe", "gr-e"), ("<dev>", "dev")] {
            let why = accept_session_name(name).unwrap_err();
            assert!(why.ends_with(&format!("; {works} works")), "{why}");
        }
        assert!(accept_session_name(" ").is_err());
        assert_eq!(accept_session_name(" dev ").as_deref(), Ok("dev"));
    }

    #[test]
    fn scopes_are_separated_by_commas() {
        assert_eq!(
            accept_scopes("sso:account:access, codewhisperer:completions").as_deref(),
            Ok("sso:account:access,codewhisperer:completions")
        );
        assert!(accept_scopes("").is_err());
        assert!(accept_scopes("sso_account").is_err());
    }
}
