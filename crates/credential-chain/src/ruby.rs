//! What only the AWS SDK for Ruby does.

use facts::{SessionKey, Text};

use crate::engine::Run;
use crate::fault::{Fault, FaultId};
use crate::sign_in::{SESSION, SignIn};
use crate::version;

impl Run<'_> {
    /// Why Ruby makes no client: it obtains the profile's bearer token first, whatever its
    /// credentials are (`token_provider_chain.rb`, `sso_token_provider.rb`).
    pub(crate) fn ruby_token(&self) -> Option<Fault> {
        let rules = self.rules.sso.as_ref()?;
        let entry = self.entry()?;
        let has_config = self.facts.files().config.document().is_some();
        let session = entry.text(SESSION).filter(|_| has_config)?;
        if version::is_older(self.client, rules.session_since) {
            return None;
        }
        let fault = |id, why: String| {
            Fault::new(id, why).with("profile", entry.name).with("session", session)
        };
        let Some(section) = self.files.session(session) else {
            let why = format!("there is no section [sso-session {}]", Text(session));
            return Some(fault(FaultId::BearerSessionMissing, why));
        };
        if self.files.text(section, "sso_region").is_none() {
            return Some(fault(FaultId::BearerKeysMissing, "the session lacks sso_region".into()));
        }
        let sign_in = SignIn {
            profile: entry.name,
            key: SessionKey::Named(session.to_owned()),
            start_url: "",
            account: None,
            role: None,
            source: None,
        };
        let judged = self.judge_token(&sign_in, rules, true).err()?;
        Some(judged.with("profile", entry.name).with("session", session))
    }
}
