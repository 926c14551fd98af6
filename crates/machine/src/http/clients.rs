//! The clients built so far, so that connections are shared between the services.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use facts::{ProxySettings, Recipients};

use super::bundle::CaBundle;
use super::client;
use super::error::HttpError;
use super::proxy_rules::ProxyRules;
use super::server_clock::ServerClock;

/// The clients built so far, by their settings.
#[derive(Default)]
pub(crate) struct Clients {
    built: Mutex<HashMap<Key, SharedHttpClient>>,
    server_clock: Arc<ServerClock>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    // The values of the proxy variables may contain passwords; never print them.
    proxy: [Option<String>; 3],
    bundle: Option<CaBundle>,
    recipients: Recipients,
}

impl Clients {
    /// The time that AWS has sent.
    pub(crate) fn server_clock(&self) -> &ServerClock {
        &self.server_clock
    }

    /// The client for these settings, built if this is the first time.
    pub(crate) fn get_or_build(
        &self,
        proxy: &ProxySettings,
        bundle: Option<CaBundle>,
        recipients: Recipients,
    ) -> Result<SharedHttpClient, HttpError> {
        let rules = ProxyRules::parse(proxy)?;
        let value =
            |secret: &Option<facts::Secret>| secret.as_ref().map(|secret| secret.expose().clone());
        let proxy = [value(&proxy.https), value(&proxy.http), value(&proxy.none)];
        let key = Key { proxy, bundle, recipients };
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = built.get(&key) {
            return Ok(client.clone());
        }
        let client =
            client::build_client(rules, key.bundle.as_ref(), recipients, &self.server_clock)?;
        built.insert(key, client.clone());
        Ok(client)
    }
}
