//! The client: for each request the connector of the way that it takes.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::bundle::CaBundle;
use super::error::HttpError;
use super::noted::Noted;
use super::proxy::{Rules, Way};

/// Whether this system has authorities of its own. The client's debug build insists on one.
static HAS_NATIVE_ROOTS: LazyLock<bool> =
    LazyLock::new(|| !rustls_native_certs::load_native_certs().certs.is_empty());

pub(super) fn build(
    rules: Rules,
    bundle: Option<&CaBundle>,
    noted: Arc<Noted>,
) -> Result<SharedHttpClient, HttpError> {
    let store = match bundle {
        Some(bundle) => TrustStore::empty().with_pem_certificate(bundle.pem()),
        None => TrustStore::empty().with_native_roots(*HAS_NATIVE_ROOTS),
    };
    let context = TlsContext::builder()
        .with_trust_store(store)
        .build()
        .map_err(|error| HttpError::Tls { why: error.to_string() })?;
    Ok(SharedHttpClient::new(Client {
        rules: Arc::new(rules),
        context,
        noted,
        connectors: Mutex::default(),
    }))
}

/// Connect and read timeouts: what connectors differ by.
type Times = (Option<Duration>, Option<Duration>);

struct Client {
    rules: Arc<Rules>,
    context: TlsContext,
    noted: Arc<Noted>,
    connectors: Mutex<HashMap<Times, SharedHttpConnector>>,
}

impl fmt::Debug for Client {
    // The rules hold the proxy's password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl HttpClient for Client {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let times = (settings.connect_timeout(), settings.read_timeout());
        let mut connectors = self.connectors.lock().unwrap_or_else(PoisonError::into_inner);
        connectors
            .entry(times)
            .or_insert_with(|| {
                let connector =
                    |proxy: Option<&ProxyConfig>| self.connector(proxy, settings, components);
                SharedHttpConnector::new(Switch {
                    direct: connector(None),
                    https: self.rules.https.as_ref().map(|proxy| connector(Some(proxy))),
                    http: self.rules.http.as_ref().map(|proxy| connector(Some(proxy))),
                    rules: Arc::clone(&self.rules),
                    noted: Arc::clone(&self.noted),
                })
            })
            .clone()
    }
}

impl Client {
    fn connector(
        &self,
        proxy: Option<&ProxyConfig>,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> Connector {
        let mut builder = Connector::builder();
        builder.set_connector_settings(Some(settings.clone()));
        builder.set_sleep_impl(components.sleep_impl());
        builder.set_proxy_config(Some(proxy.cloned().unwrap_or_else(ProxyConfig::disabled)));
        builder
            .tls_provider(Provider::rustls(CryptoMode::Ring))
            .tls_context(self.context.clone())
            .build()
    }
}

/// A connector for each way.
struct Switch {
    rules: Arc<Rules>,
    noted: Arc<Noted>,
    direct: Connector,
    https: Option<Connector>,
    http: Option<Connector>,
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Switch").finish_non_exhaustive()
    }
}

impl HttpConnector for Switch {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = match self.rules.way(request.uri()) {
            Way::Direct => None,
            Way::HttpsProxy => self.https.as_ref(),
            Way::HttpProxy => self.http.as_ref(),
        };
        let answer = connector.unwrap_or(&self.direct).call(request);
        let noted = Arc::clone(&self.noted);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            if let Ok(answer) = &answer {
                noted.answer(answer);
            }
            answer
        })
    }
}
