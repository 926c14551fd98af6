//! The contents of a made-up machine's caches, and the answers of AWS.

use std::sync::Arc;

use facts::{
    AssignedAccount, CacheEntry, CacheFault, CachedRole, Endpoint, FolderState, IdentityAnswer,
    Known, LoginEntry, LoginKeys, OtherContent, OtherEntry, Probe, Program, Registration,
    RegistrationEntry, RoleCredentials, ServiceError, SessionKey, Token, Why, Writer,
    login_cache_name,
};

use super::{Machine, entry, role_folder, token_folder};

impl Machine {
    pub(crate) fn token(mut self, key: &SessionKey, token: Result<Token, CacheFault>) -> Self {
        let entry = entry(key, token);
        self.tokens.insert(key.cache_name(), entry);
        self
    }

    /// Changes the file of a session's token.
    pub(crate) fn token_file(
        mut self,
        key: &SessionKey,
        change: impl FnOnce(&mut CacheEntry),
    ) -> Self {
        change(self.tokens.get_mut(&key.cache_name()).expect("a token"));
        self
    }

    /// The file of a sign-in of `aws login`.
    pub(crate) fn login(mut self, session: &str, keys: Result<LoginKeys, CacheFault>) -> Self {
        if let Ok(logins) = &mut self.logins {
            let path = logins.folder.join(login_cache_name(session));
            let (mode, owned, writable) = (Some(0o600), Some(true), Some(true));
            logins
                .entries
                .insert(session.to_owned(), LoginEntry { path, mode, owned, writable, keys });
        }
        self
    }

    /// Changes the file of a sign-in of `aws login`.
    pub(crate) fn login_file(
        mut self,
        session: &str,
        change: impl FnOnce(&mut LoginEntry),
    ) -> Self {
        let logins = self.logins.as_mut().expect("a cache");
        change(logins.entries.get_mut(session).expect("a sign-in"));
        self
    }

    pub(crate) fn logins_unknown(mut self, why: Why) -> Self {
        self.logins = Err(why);
        self
    }

    /// Sets what the system says about the token cache.
    pub(crate) fn token_folder(mut self, state: FolderState) -> Self {
        self.token_folder = state;
        self
    }

    /// The client registration of a session.
    pub(crate) fn registration(
        mut self,
        key: &SessionKey,
        registration: Result<Registration, CacheFault>,
    ) -> Self {
        let entry = RegistrationEntry {
            path: token_folder().join(format!("registration-{}", key.cache_name())),
            mode: Some(0o600),
            owned: Some(true),
            registration,
        };
        self.registrations.insert(key.clone(), entry);
        self
    }

    /// Sets the owner of that registration's file.
    pub(crate) fn registration_owner(mut self, key: &SessionKey, owned: bool) -> Self {
        let entry = self.registrations.get_mut(key).expect("a registration");
        entry.owned = Some(owned);
        self
    }

    /// Adds a file to the token cache that belongs to no session.
    pub(crate) fn other(mut self, name: &str, content: OtherContent) -> Self {
        self.others.push(OtherEntry {
            path: token_folder().join(name),
            mode: Some(0o600),
            owned: Some(true),
            writer: Writer::of(name, None),
            content,
        });
        self
    }

    /// Adds credentials that the AWS CLI has cached.
    pub(crate) fn cached_role(
        mut self,
        key: &SessionKey,
        account: &str,
        role: &str,
        credentials: Result<RoleCredentials, CacheFault>,
    ) -> Self {
        let name = facts::role_cache_name(key, account, role);
        let cached = CachedRole {
            path: role_folder().join(&name),
            mode: Some(0o600),
            owned: Some(true),
            credentials,
        };
        self.cached_roles.insert(name, cached);
        self
    }

    pub(crate) fn without_tokens(mut self) -> Self {
        self.tokens.clear();
        self
    }

    pub(crate) fn tokens_unknown(mut self, why: Why) -> Self {
        self.tokens_unknown = Some(why);
        self
    }

    pub(crate) fn refresh(
        mut self,
        key: &SessionKey,
        result: Known<Result<(), ServiceError>>,
    ) -> Self {
        self.refreshes.insert(key.clone(), result);
        self
    }

    /// Sets the assigned accounts.
    pub(crate) fn accounts(
        mut self,
        key: &SessionKey,
        accounts: Known<Vec<AssignedAccount>>,
    ) -> Self {
        self.accounts.insert(key.clone(), accounts);
        self
    }

    /// Sets whether the portal accepts the token.
    pub(crate) fn accepted(
        mut self,
        key: &SessionKey,
        answer: Known<Result<(), ServiceError>>,
    ) -> Self {
        self.accepted.insert(key.clone(), answer);
        self
    }

    /// Sets STS's answer to the credentials that the AWS CLI has cached for a profile.
    pub(crate) fn cached_identity(mut self, profile: &str, answer: Known<IdentityAnswer>) -> Self {
        self.cached_identities.insert(profile.into(), answer);
        self
    }

    pub(crate) fn identity(mut self, profile: &str, answer: Known<IdentityAnswer>) -> Self {
        self.identities.insert(profile.into(), answer);
        self
    }

    pub(crate) fn roles(
        mut self,
        key: &SessionKey,
        account: &str,
        roles: Known<Vec<String>>,
    ) -> Self {
        self.roles.insert((key.clone(), account.into()), roles);
        self
    }

    /// Adds a sign-in of this run that the service immediately refused.
    pub(crate) fn refused_sign_in(mut self, key: &SessionKey, error: ServiceError) -> Self {
        self.refused_sign_ins.insert(key.clone(), error);
        self
    }

    /// Sets the region that a portal's page names.
    pub(crate) fn portal_page(mut self, canonical: &str, region: Known<Option<String>>) -> Self {
        self.portal_pages.insert(canonical.into(), region);
        self
    }

    /// Sets what a `credential_process` starts.
    pub(crate) fn process(mut self, command: &str, program: Program) -> Self {
        if let Ok(programs) = &mut self.credential_processes {
            programs.insert(command.into(), program);
        }
        self
    }

    pub(crate) fn processes_unknown(mut self, why: Why) -> Self {
        self.credential_processes = Err(why);
        self
    }

    /// Sets the result for the connection to an endpoint.
    pub(crate) fn probe(mut self, endpoint: facts::Endpoint, probe: Known<facts::Probe>) -> Self {
        self.probes.insert(endpoint, probe);
        self
    }

    /// Sets the result for the connection to each endpoint.
    pub(crate) fn ways(
        mut self,
        way: impl Fn(&Endpoint) -> Known<Probe> + Send + Sync + 'static,
    ) -> Self {
        self.ways = Arc::new(way);
        self
    }

    /// Sets whether any AWS hostname can be resolved.
    pub(crate) fn names(mut self, known: Option<bool>) -> Self {
        self.names = known;
        self
    }

    /// Sets the clock's difference from AWS's.
    pub(crate) fn clock(mut self, clock: Option<facts::Skew>) -> Self {
        self.clock = clock;
        self
    }
}
