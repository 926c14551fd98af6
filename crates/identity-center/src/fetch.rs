//! One GET with a size limit through the connection's HTTP client, so that proxies and trust are
//! the same as for AWS's services.

use std::time::Duration;

use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_async::time::SystemTimeSource;
use aws_smithy_runtime::client::auth::no_auth::{NO_AUTH_SCHEME_ID, NoAuthScheme};
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::identity::no_auth::NoAuthIdentityResolver;
use aws_smithy_runtime::client::orchestrator::endpoints::StaticUriEndpointResolver;
use aws_smithy_runtime::client::retries::strategy::NeverRetryStrategy;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::http::{
    HttpClient as _, HttpConnector as _, HttpConnectorSettings,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use facts::{Known, Why};
use url::Url;

use crate::connection::Connection;
use crate::errors::innermost;

/// The response.
pub(crate) struct Fetched {
    pub(crate) status: u16,
    /// `Location`, verbatim.
    pub(crate) location: Option<String>,
    /// The start of the body, up to the requested length.
    pub(crate) body: Vec<u8>,
}

/// Gets `url` and reads at most `max_bytes`, within the connection's limit of a call. Follows no
/// redirect.
pub(crate) async fn get(connection: &Connection, url: &Url, max_bytes: usize) -> Known<Fetched> {
    let limits = connection.time_limits();
    let host = facts::clean_line(url.host_str().unwrap_or_default());
    match tokio::time::timeout(limits.call, send(connection, url, max_bytes, limits.connect)).await
    {
        Ok(Ok(fetched)) => Ok(fetched),
        Ok(Err(reason)) => {
            Err(Why::Error(format!("{host} could not be read: {}", facts::clean_line(&reason))))
        }
        Err(_) => Err(Why::TimedOut(limits.call)),
    }
}

async fn send(
    connection: &Connection,
    url: &Url,
    max_bytes: usize,
    connect: Duration,
) -> Result<Fetched, String> {
    let components = components().map_err(|error| innermost(&*error))?;
    let settings = HttpConnectorSettings::builder().connect_timeout(connect).build();
    let connector = connection.http_client().http_connector(&settings, &components);
    let mut request = HttpRequest::new(SdkBody::empty());
    request.set_uri(url.as_str()).map_err(|error| error.to_string())?;
    let headers = request.headers_mut();
    headers.insert("accept", "text/html");
    headers.insert("accept-encoding", "identity");
    headers.insert("user-agent", concat!("aws-onboard/", env!("CARGO_PKG_VERSION")));
    let response = connector.call(request).await.map_err(|error| innermost(&error))?;
    let status = response.status().as_u16();
    let location = response.headers().get("location").map(str::to_owned);
    let mut chunks = ByteStream::new(response.into_body());
    let mut body = Vec::new();
    while body.len() < max_bytes
        && let Some(chunk) = chunks.next().await
    {
        let chunk = chunk.map_err(|error| innermost(&error))?;
        let room = max_bytes - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Fetched { status, location, body })
}

/// What an HTTP client of the SDK requires besides the request. It uses only the sleep; the rest
/// is for signed calls.
fn components() -> Result<RuntimeComponents, Box<dyn std::error::Error + Send + Sync>> {
    let nowhere = StaticUriEndpointResolver::uri("https://localhost");
    RuntimeComponents::builder("aws-onboard")
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![
            NO_AUTH_SCHEME_ID,
        ])))
        .with_auth_scheme(NoAuthScheme::new())
        .with_identity_resolver(NO_AUTH_SCHEME_ID, NoAuthIdentityResolver::new())
        .with_identity_cache(Some(IdentityCache::no_cache()))
        .with_endpoint_resolver(Some(nowhere))
        .with_retry_strategy(Some(NeverRetryStrategy::new()))
        .with_sleep_impl(Some(SharedAsyncSleep::new(TokioSleep::new())))
        .with_time_source(Some(SystemTimeSource::new()))
        .build()
        .map_err(Into::into)
}
