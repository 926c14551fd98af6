//! Single sign-on and `aws login`.

use facts::{CacheFault, OtherContent, SessionKey, Text, TimeForm, Token, role_cache_name};
use jiff::SignedDuration;

use crate::answer::{Credentials, Kind, Source};
use crate::engine::{Run, Said};
use crate::fault::{Fault, FaultId};
use crate::files::Entry;
use crate::profile::shown;
use crate::rules::{Inline, SsoRules, Triggers};
use crate::{Family, Login, Need, variables, version};

pub(crate) const SESSION: &str = "sso_session";

/// A profile of single sign-on whose keys are complete.
pub(crate) struct SignIn<'s> {
    pub(crate) profile: &'s str,
    pub(crate) key: SessionKey,
    pub(crate) start_url: &'s str,
    pub(crate) account: Option<&'s str>,
    pub(crate) role: Option<&'s str>,
    pub(crate) source: Option<Source>,
}

impl Run<'_> {
    /// Single sign-on as this profile names it.
    pub(crate) fn single_sign_on(&self, entry: Entry<'_>) -> Said {
        let Some(rules) = &self.rules.sso else {
            return Said::Skipped("this SDK does not know single sign-on here".into());
        };
        if version::is_older(self.client, rules.since) {
            return Said::Skipped("this version does not know single sign-on".into());
        }
        // `shared_config.rb`, sso_credentials_from_profile.
        if self.client.family == Family::Ruby && self.facts.files().config.document().is_none() {
            return Said::Skipped("single sign-on is not looked for without a config file".into());
        }
        let knows_sessions = !version::is_older(self.client, rules.session_since);
        let session = entry.text(SESSION).filter(|_| knows_sessions);
        let legacy = ["sso_account_id", "sso_role_name", "sso_start_url", "sso_region"];
        let applies = match rules.triggers {
            Triggers::Any(keys) => {
                keys.iter().any(|key| entry.has(key) && (knows_sessions || *key != SESSION))
            }
            Triggers::SessionOrAll => session.is_some() || legacy.iter().all(|key| entry.has(key)),
        };
        if !applies {
            return Said::Skipped("no single sign-on keys".into());
        }
        match self.complete_sign_in(entry, session, rules) {
            Ok(sign_in) => self.token(&sign_in, rules),
            Err(fault) => Said::Failed(fault),
        }
    }

    /// The values from profile and session, or what is wrong with them.
    fn complete_sign_in<'s>(
        &'s self,
        entry: Entry<'s>,
        session: Option<&'s str>,
        rules: &SsoRules,
    ) -> Result<SignIn<'s>, Fault> {
        let name = entry.name;
        let knows_sessions = !version::is_older(self.client, rules.session_since);
        let section = session.and_then(|session| self.files.session(session));
        let of_session = |key: &str| self.files.text(section?, key);
        let value = |key: &str| match session {
            Some(_) => of_session(key).or_else(|| entry.text(key)),
            None => entry.text(key),
        };
        let is_ruby = self.client.family == Family::Ruby;
        let is_missing = |key: &&&str| match (session, **key) {
            // `sso_credentials.rb`, TOKEN_PROVIDER_REQUIRED_OPTS.
            (Some(_), "sso_start_url") if is_ruby => false,
            (Some(_), "sso_start_url" | "sso_region") if rules.inline != Inline::MustEqual => {
                of_session(key).is_none()
            }
            _ => value(key).is_none(),
        };
        let required = if knows_sessions || rules.required_before_sessions.is_empty() {
            rules.required
        } else {
            rules.required_before_sessions
        };
        let missing =
            || -> Vec<&'static str> { required.iter().filter(is_missing).copied().collect() };
        // Java asks for account and role first.
        let early = self.client.family == Family::Java2
            && ["sso_account_id", "sso_role_name"].iter().any(|key| entry.text(key).is_none());
        if early {
            return Err(self.keys_missing(entry, session, &missing()));
        }
        if let Some(session_name) = session {
            let inline = ["sso_start_url", "sso_region"].into_iter().find(|key| entry.has(key));
            if let (Inline::Refused, Some(key)) = (rules.inline, inline) {
                return Err(Fault::new(
                    FaultId::InlineRefused,
                    format!("{key} beside sso_session, which this SDK refuses"),
                )
                .with("profile", name)
                .with("key", key));
            }
            if section.is_none() {
                return Err(Fault::new(
                    FaultId::SessionMissing,
                    format!("there is no section [sso-session {}]", Text(session_name)),
                )
                .with("profile", name)
                .with("session", session_name)
                .with("path", &self.facts.files().config.path.display().to_string()));
            }
            // botocore goes through the session's keys in their order.
            for key in ["sso_start_url", "sso_region"] {
                let (Some(inline), Some(own)) = (entry.text(key), of_session(key)) else {
                    continue;
                };
                let differs = match rules.inline {
                    Inline::MustEqual => inline != own,
                    Inline::MustEqualIgnoringCase => !inline.eq_ignore_ascii_case(own),
                    Inline::SessionWins | Inline::Refused => false,
                };
                if differs {
                    return Err(Fault::new(
                        FaultId::InlineDiffers,
                        format!("{key} differs between the profile and the session"),
                    )
                    .with("profile", name)
                    .with("session", session_name)
                    .with("key", key)
                    .with("profile value", inline)
                    .with("session value", own));
                }
            }
        }
        let (account, role) = (entry.text("sso_account_id"), entry.text("sso_role_name"));
        if self.client.family == Family::Rust {
            rust_pair(name, account, role)?;
        }
        let missing = missing();
        if !missing.is_empty() {
            return Err(self.keys_missing(entry, session, &missing));
        }
        let start_url = value("sso_start_url").unwrap_or_default();
        Ok(SignIn {
            profile: name,
            key: match session {
                Some(session) => SessionKey::Named(session.to_owned()),
                None => SessionKey::Legacy(start_url.to_owned()),
            },
            start_url,
            account,
            role,
            source: entry
                .get(if session.is_some() { SESSION } else { "sso_start_url" })
                .map(|found| found.source),
        })
    }

    fn keys_missing(&self, entry: Entry<'_>, session: Option<&str>, missing: &[&str]) -> Fault {
        let first = missing.first().copied().unwrap_or_default();
        let known = version_of_sessions(self, entry);
        let mut all = entry.keys();
        if session.is_some() {
            let added = ["sso_region", "sso_start_url"];
            all.extend(added.into_iter().filter(|key| !entry.has(key)));
        }
        let path = &self.facts.files().config.path;
        let of_session = session.filter(|_| matches!(first, "sso_start_url" | "sso_region"));
        let id = match of_session {
            Some(_) if self.has_text(FaultId::SessionKeysMissing) => FaultId::SessionKeysMissing,
            _ => FaultId::SsoKeysMissing,
        };
        let id = if known.is_some() && self.has_text(FaultId::SessionUnknown) {
            FaultId::SessionUnknown
        } else {
            id
        };
        let mut fault = Fault::new(id, format!("{} is missing", missing.join(", ")))
            .with("profile", entry.name)
            .with("session", session.unwrap_or_default())
            .with("keys", &missing.join(", "))
            .with("key", first)
            .with("all keys", &all.join(", "))
            .with("path", &path.display().to_string());
        fault.needs = known;
        fault
    }

    pub(crate) fn has_text(&self, wanted: FaultId) -> bool {
        self.rules.text_of(wanted, self.client).is_some()
    }

    /// The cached token, as this client would use it.
    pub(crate) fn token(&self, sign_in: &SignIn<'_>, rules: &SsoRules) -> Said {
        let is_session = matches!(sign_in.key, SessionKey::Named(_));
        let session_needs = rules.session_needs.filter(|_| is_session);
        for (module, id) in
            [(rules.needs, FaultId::SsoModuleMissing), (session_needs, FaultId::OidcModuleMissing)]
        {
            if let Some(fault) = self.missing_module(module, id, sign_in.profile) {
                return Said::Failed(fault);
            }
        }
        let credentials = |key_id: Option<String>| Credentials {
            kind: Kind::Sso,
            profile: Some(sign_in.profile.to_owned()),
            access_key_id: key_id,
            account: sign_in.account.map(shown),
            role: sign_in.role.map(shown),
            source: sign_in.source.clone(),
            ..Credentials::default()
        };
        if rules.uses_cli_cache
            && let Some(key_id) = self.cached_role(sign_in)
        {
            let why = "role credentials in the AWS CLI's cache";
            return Said::got(credentials(Some(key_id)), Some(true), why.into());
        }
        match self.judge_token(sign_in, rules, is_session) {
            Ok((usable, why)) => Said::got(credentials(None), usable, why.to_owned()),
            Err(fault) => Said::Failed(
                fault
                    .with("profile", sign_in.profile)
                    .with("session", sign_in.key.name())
                    .with("url", sign_in.start_url)
                    .with("path", &self.token_path(&sign_in.key)),
            ),
        }
    }

    fn token_path(&self, key: &SessionKey) -> String {
        self.facts.locations.token_cache.join(key.cache_name()).display().to_string()
    }

    /// The masked key of role credentials that the AWS CLI has cached and would still use.
    fn cached_role(&self, sign_in: &SignIn<'_>) -> Option<String> {
        let cache = self.facts.role_cache.as_ref().ok()?;
        let name = role_cache_name(&sign_in.key, sign_in.account?, sign_in.role?);
        let credentials = cache.entries.get(&name)?.credentials.as_ref().ok()?;
        credentials
            .would_be_used(self.facts.now)
            .then(|| variables::masked_key(credentials.key_id.expose()))
    }

    pub(crate) fn judge_token(
        &self,
        sign_in: &SignIn<'_>,
        rules: &SsoRules,
        is_session: bool,
    ) -> Result<(Option<bool>, &'static str), Fault> {
        let by_kind = |session, legacy| if is_session { session } else { legacy };
        let Ok(cache) = &self.facts.tokens else {
            return Ok((None, "the token cache was not read"));
        };
        let file = sign_in.key.cache_name();
        let in_others = || {
            let other = cache.others.iter().find(|other| other.path.ends_with(&file))?;
            match &other.content {
                OtherContent::Token(token) => Some(Ok((token.as_ref(), TimeForm::Everyone))),
                OtherContent::Faulty(fault) => Some(Err(fault)),
                OtherContent::Registration(_) | OtherContent::Something => {
                    Some(Err(&CacheFault::NotJson))
                }
            }
        };
        let found = match cache.entries.get(&file) {
            Some(entry) => Some(entry.token.as_ref().map(|token| (token, entry.time_form))),
            None => in_others(),
        };
        let (token, form) = match found {
            None if cache.unread > 0 => return Ok((None, "part of the token cache was not read")),
            None => {
                let id = by_kind(FaultId::TokenMissing, FaultId::TokenMissingLegacy);
                return Err(Fault::new(id, "not signed in: there is no token"));
            }
            Some(Err(CacheFault::Missing(field))) => {
                let id = by_kind(FaultId::TokenDamaged, FaultId::TokenDamagedLegacy);
                let why = format!("the token's file has no {field}");
                return Err(Fault::new(id, why).with("field", field));
            }
            Some(Err(CacheFault::TooLarge)) => {
                return Ok((None, "the token's file is too large to be read here"));
            }
            Some(Err(fault)) => {
                return Err(Fault::new(FaultId::TokenUnreadable, fault.to_string()));
            }
            Some(Ok(found)) => found,
        };
        if let Some(said) = self.judge_time_form(form) {
            return said;
        }
        self.judge_expiry(token, sign_in, rules)
    }

    /// Not every client reads every form of a time (FACTS, section 3).
    fn judge_time_form(
        &self,
        form: TimeForm,
    ) -> Option<Result<(Option<bool>, &'static str), Fault>> {
        const UNREAD: &str = "it cannot read the form of the token's time";
        let family = self.client.family;
        match form {
            TimeForm::Everyone => None,
            _ if family.is_botocore() => None,
            TimeForm::Offset if family.is_go() => None,
            _ if family.is_go() || family == Family::Rust => {
                Some(Err(Fault::new(FaultId::TokenUnreadable, UNREAD)))
            }
            _ => Some(Ok((None, "the token's time has a form that it may not read"))),
        }
    }

    fn judge_expiry(
        &self,
        token: &Token,
        sign_in: &SignIn<'_>,
        rules: &SsoRules,
    ) -> Result<(Option<bool>, &'static str), Fault> {
        let now = self.facts.now;
        let is_session = matches!(sign_in.key, SessionKey::Named(_));
        let left = token.expires_at.duration_since(now);
        let more_than = |minutes| left > SignedDuration::from_mins(minutes);
        if !is_session {
            return if more_than(rules.legacy_early_minutes) {
                Ok((Some(true), "signed in"))
            } else {
                let why = "the token has expired, and a profile without a session cannot renew it";
                Err(Fault::new(FaultId::TokenExpiredLegacy, why))
            };
        }
        if more_than(rules.renew_early_minutes) {
            return Ok((Some(true), "signed in"));
        }
        let lacking = [
            ("clientId", token.client_id.is_none()),
            ("clientSecret", token.client_secret.is_none()),
            ("refreshToken", token.refresh_token.is_none()),
        ];
        let lacking = lacking.into_iter().find_map(|(key, is_missing)| is_missing.then_some(key));
        if let Some(key) = lacking.filter(|_| self.has_text(FaultId::TokenKeyMissing)) {
            let why = format!("the token has expired, and its file has no {key}");
            return Err(Fault::new(FaultId::TokenKeyMissing, why).with("key", key));
        }
        if more_than(0) {
            return Ok((Some(true), "signed in"));
        }
        let is_botocore = self.client.family.is_botocore();
        let entry = self.facts.token_entry(&sign_in.key).ok().flatten();
        let is_refused = match entry {
            Some(_) if is_botocore => !self.facts.may_renew(&sign_in.key),
            Some(entry) => entry.renewal_refused.is_some(),
            // A file that is named after no session of these files.
            None => is_botocore && !token.can_be_refreshed(now),
        };
        if !rules.refreshes || lacking.is_some() || is_refused {
            let why = "the token has expired and cannot be renewed";
            return Err(Fault::new(FaultId::TokenExpired, why));
        }
        Ok((None, "the token has expired and may renew itself"))
    }

    /// `login_session`.
    pub(crate) fn login(&self, entry: Entry<'_>) -> Said {
        let Some(session) = entry.get("login_session") else {
            return Said::Skipped("no login_session".into());
        };
        let Some(rules) = &self.rules.login else {
            return Said::Skipped("this SDK does not know login_session".into());
        };
        if version::is_older(self.client, rules.since) {
            return Said::Skipped("this version does not know login_session".into());
        }
        let missing = self.missing_module(rules.needs, FaultId::LoginModuleMissing, entry.name);
        if let Some(fault) = missing {
            return Said::Failed(fault);
        }
        let credentials = |id: Option<&str>| Credentials {
            kind: Kind::Login,
            profile: Some(entry.name.to_owned()),
            access_key_id: id.map(variables::masked_key),
            account: session.text.split(':').nth(4).filter(|text| !text.is_empty()).map(shown),
            source: Some(session.source.clone()),
            ..Credentials::default()
        };
        let knows_modules =
            rules.needs.is_none_or(|module| self.client.modules.contains_key(&module));
        match self.logins.get(session.text) {
            None => Said::got(
                credentials(None),
                None,
                "login_session is set; the cache of aws login was not read".into(),
            ),
            Some(Login::Missing) => Said::Failed(
                Fault::new(FaultId::LoginMissing, "not signed in with aws login")
                    .with("profile", entry.name)
                    .with("login", session.text),
            ),
            Some(Login::Cached { access_key_id, expires_at, can_be_renewed }) => {
                let id = access_key_id.as_deref();
                if *expires_at > self.facts.now {
                    let why = "signed in with aws login".to_owned();
                    Said::got(credentials(id), knows_modules.then_some(true), why)
                } else if *can_be_renewed {
                    let why = "the keys of aws login have expired and may renew themselves";
                    Said::got(credentials(id), None, why.into())
                } else {
                    Said::Failed(
                        Fault::new(FaultId::LoginExpired, "the keys of aws login have expired")
                            .with("profile", entry.name)
                            .with("login", session.text),
                    )
                }
            }
        }
    }
}

/// The version that a client needs, if it is older than sessions and the profile names one.
fn version_of_sessions(run: &Run<'_>, entry: Entry<'_>) -> Option<Need> {
    let since = run.rules.sso.as_ref()?.session_since;
    let is_older = entry.has(SESSION) && version::is_older(run.client, since);
    is_older.then(|| Need::Version(since.unwrap_or_default().to_owned()))
}

/// Account and role come together (`profile/credentials/repr.rs`, `sso_from_profile`).
fn rust_pair(name: &str, account: Option<&str>, role: Option<&str>) -> Result<(), Fault> {
    let (left, right) = match (account, role) {
        (Some(_), Some(_)) => return Ok(()),
        (Some(_), None) => ("sso_account_id", "sso_role_name"),
        (None, Some(_)) => ("sso_role_name", "sso_account_id"),
        (None, None) => {
            let why = "a session without sso_account_id and sso_role_name gives only a token";
            return Err(Fault::new(FaultId::TokenOnly, why).with("profile", name));
        }
    };
    Err(Fault::new(FaultId::AccountOrRoleMissing, format!("{right} is missing"))
        .with("profile", name)
        .with("left", left)
        .with("right", right))
}
