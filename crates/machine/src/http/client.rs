//! The client: chooses a connector for each request, direct or through a proxy.

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
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use facts::Recipients;
use http_body_util::Limited;

use super::bundle::CaBundle;
use super::error::HttpError;
use super::proxy_rules::{ProxyRules, Route};
use super::server_clock::ServerClock;

/// Whether to trust the system's authorities. Debug builds of the SDK's client panic where there are
/// none, so those read the hundreds of files once more.
static USES_NATIVE_ROOTS: LazyLock<bool> = LazyLock::new(|| {
    !cfg!(debug_assertions) || !rustls_native_certs::load_native_certs().certs.is_empty()
});

/// Begins to read the system's authorities on a thread of its own. The first request would wait for
/// them, hundreds of files on Linux; the SDK's client keeps them for the whole process.
pub fn read_authorities_ahead() {
    let read = || {
        if let Ok(context) = tls_context(None) {
            Connector::builder()
                .tls_provider(Provider::rustls(CryptoMode::Ring))
                .tls_context(context)
                .build();
        }
    };
    // Without a thread the first request reads them.
    let _ = std::thread::Builder::new().name("authorities".into()).spawn(read);
}

/// The certificates of the bundle alone, or without one, the system's authorities.
fn tls_context(bundle: Option<&CaBundle>) -> Result<TlsContext, HttpError> {
    let store = match bundle {
        Some(bundle) => TrustStore::empty().with_pem_certificate(bundle.pem()),
        None => TrustStore::empty().with_native_roots(*USES_NATIVE_ROOTS),
    };
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .map_err(|error| HttpError::Tls { why: error.to_string() })
}

pub(super) fn build_client(
    rules: ProxyRules,
    bundle: Option<&CaBundle>,
    recipients: Recipients,
    server_clock: &Arc<ServerClock>,
) -> Result<SharedHttpClient, HttpError> {
    let context = tls_context(bundle)?;
    Ok(SharedHttpClient::new(Client {
        rules: Arc::new(rules),
        context,
        recipients,
        server_clock: Arc::clone(server_clock),
        connectors: Mutex::default(),
    }))
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Connect and read timeouts; each pair has its own connector.
type Times = (Option<Duration>, Option<Duration>);

struct Client {
    rules: Arc<ProxyRules>,
    context: TlsContext,
    recipients: Recipients,
    server_clock: Arc<ServerClock>,
    connectors: Mutex<HashMap<Times, SharedHttpConnector>>,
}

impl fmt::Debug for Client {
    // The rules contain the proxy's password.
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
                SharedHttpConnector::new(RouteSwitch {
                    direct: connector(None),
                    https: self.rules.https.as_ref().map(|proxy| connector(Some(proxy))),
                    http: self.rules.http.as_ref().map(|proxy| connector(Some(proxy))),
                    rules: Arc::clone(&self.rules),
                    recipients: self.recipients,
                    server_clock: Arc::clone(&self.server_clock),
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

/// Read at most this many bytes of one answer. The largest page of the portal has under half a
/// megabyte, and a server in place of AWS could send bytes without end.
const MAX_ANSWER_BYTES: usize = 4 << 20;

/// Ends the body with an error after [`MAX_ANSWER_BYTES`].
fn limit_body(answer: &mut HttpResponse) {
    let body = std::mem::replace(answer.body_mut(), SdkBody::empty());
    *answer.body_mut() = SdkBody::from_body_1_x(Limited::new(body, MAX_ANSWER_BYTES));
}

/// One connector for each route.
struct RouteSwitch {
    rules: Arc<ProxyRules>,
    recipients: Recipients,
    server_clock: Arc<ServerClock>,
    direct: Connector,
    https: Option<Connector>,
    http: Option<Connector>,
}

impl fmt::Debug for RouteSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteSwitch").finish_non_exhaustive()
    }
}

impl RouteSwitch {
    /// Every request of the three services carries a credential, or its answer does, so each is
    /// judged before anything is sent.
    fn allow(&self, uri: &str) -> Result<(), BoxError> {
        let address = url::Url::parse(uri)?;
        Ok(self.recipients.allow(&address, self.rules.proxy(uri))?)
    }
}

impl HttpConnector for RouteSwitch {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if let Err(why) = self.allow(request.uri()) {
            return HttpConnectorFuture::ready(Err(ConnectorError::user(why)));
        }
        let connector = match self.rules.route(request.uri()) {
            Route::Direct => None,
            Route::HttpsProxy => self.https.as_ref(),
            Route::HttpProxy => self.http.as_ref(),
        };
        let answer = connector.unwrap_or(&self.direct).call(request);
        let server_clock = Arc::clone(&self.server_clock);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            answer.map(|mut answer| {
                server_clock.note_response(&answer);
                limit_body(&mut answer);
                answer
            })
        })
    }
}
