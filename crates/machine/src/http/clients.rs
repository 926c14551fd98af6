//! The clients built so far, so that connections are shared between the services.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use facts::ProxySettings;

use super::bundle::CaBundle;
use super::client;
use super::error::HttpError;
use super::noted::Noted;
use super::proxy::Rules;

/// The clients built so far, by what they were built from.
#[derive(Default)]
pub(crate) struct Clients {
    built: Mutex<HashMap<Key, SharedHttpClient>>,
    noted: Arc<Noted>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    // The values of the proxy variables, passwords included: never printed.
    proxy: [Option<String>; 3],
    bundle: Option<CaBundle>,
}

impl Clients {
    /// The time that AWS has named.
    pub(crate) fn noted(&self) -> &Noted {
        &self.noted
    }

    /// The client for these settings, built if this is the first time.
    pub(crate) fn get_or_build(
        &self,
        proxy: &ProxySettings,
        bundle: Option<CaBundle>,
    ) -> Result<SharedHttpClient, HttpError> {
        let rules = Rules::parse(proxy)?;
        let value =
            |secret: &Option<facts::Secret>| secret.as_ref().map(|secret| secret.expose().clone());
        let key =
            Key { proxy: [value(&proxy.https), value(&proxy.http), value(&proxy.none)], bundle };
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = built.get(&key) {
            return Ok(client.clone());
        }
        let client = client::build(rules, key.bundle.as_ref(), Arc::clone(&self.noted))?;
        built.insert(key, client.clone());
        Ok(client)
    }
}
