//! How to reach AWS: one HTTP client, the region of the portal, endpoint overrides, limits.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_ssooidc::config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use facts::Partition;
use jiff::Timestamp;

/// How long to wait for AWS, and how often to retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until the connection is open.
    pub connect: Duration,
    /// Until one attempt of a call has its full response.
    pub call: Duration,
    /// Attempts of a call, including the first. Retries wait a random time that grows, and only
    /// temporary failures are retried: throttling, 5xx, a broken connection.
    pub attempts: u32,
    /// How long [`crate::browser_sign_in`] waits for the user in the browser. The AWS CLI waits
    /// ten minutes; a device code has its own expiry.
    pub browser: Duration,
    /// How long a sign-out of many sessions spends on revoking tokens.
    pub revoking: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            call: Duration::from_secs(10),
            attempts: 3,
            // `AuthCodeFetcher._OVERALL_TIMEOUT` in awscli/customizations/sso/utils.py.
            browser: Duration::from_secs(10 * 60),
            revoking: Duration::from_secs(60),
        }
    }
}

/// How to reach AWS. Cheap to clone, because the HTTP client is shared.
#[derive(Clone)]
pub struct Connection {
    http: SharedHttpClient,
    sso_region: String,
    oidc_endpoint: Option<String>,
    portal_endpoint: Option<String>,
    sts_endpoint: Option<String>,
    limits: Limits,
    clock: Option<Arc<dyn Fn() -> Timestamp + Send + Sync>>,
}

impl std::fmt::Debug for Connection {
    // Without the endpoints, because an address can contain a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("sso_region", &self.sso_region)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Connection {
    /// AWS's own endpoints, through this HTTP client, for a portal in this region.
    pub fn new(http: SharedHttpClient, sso_region: impl Into<String>) -> Self {
        Self {
            http,
            sso_region: sso_region.into(),
            oidc_endpoint: None,
            portal_endpoint: None,
            sts_endpoint: None,
            limits: Limits::default(),
            clock: None,
        }
    }

    /// The clock that dates a service's error response; without one, the error gets the time from
    /// its caller.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The clock's current time.
    pub(crate) fn time(&self) -> Option<Timestamp> {
        self.clock.as_ref().map(|clock| clock())
    }

    /// Another endpoint of the sign-in service (`AWS_ENDPOINT_URL_SSO_OIDC`).
    #[must_use]
    pub fn oidc_endpoint(mut self, url: Option<String>) -> Self {
        self.oidc_endpoint = url;
        self
    }

    /// Another endpoint of the portal (`AWS_ENDPOINT_URL_SSO`).
    #[must_use]
    pub fn portal_endpoint(mut self, url: Option<String>) -> Self {
        self.portal_endpoint = url;
        self
    }

    /// Another endpoint of STS (`AWS_ENDPOINT_URL_STS`).
    #[must_use]
    pub fn sts_endpoint(mut self, url: Option<String>) -> Self {
        self.sts_endpoint = url;
        self
    }

    /// Other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same for a portal in another region.
    #[must_use]
    pub fn in_region(mut self, sso_region: impl Into<String>) -> Self {
        self.sso_region = sso_region.into();
        self
    }

    /// The region of the portal.
    pub fn sso_region(&self) -> &str {
        &self.sso_region
    }

    pub(crate) fn time_limits(&self) -> Limits {
        self.limits
    }

    /// The host that serves requests to a service of this connection, for messages.
    pub(crate) fn host(&self, service: Service, region: &str) -> String {
        let (endpoint, prefix) = match service {
            Service::Oidc => (&self.oidc_endpoint, "oidc"),
            Service::Portal => (&self.portal_endpoint, "portal.sso"),
            Service::Sts => (&self.sts_endpoint, "sts"),
        };
        match endpoint {
            Some(endpoint) => {
                let url = url::Url::parse(endpoint).ok();
                match url.as_ref().and_then(|url| Some((url.host_str()?, url.port()))) {
                    Some((host, Some(port))) => format!("{host}:{port}"),
                    Some((host, None)) => host.to_owned(),
                    None => "the configured endpoint".to_owned(),
                }
            }
            None => {
                let suffix = Partition::of_region(region).dns_suffix();
                facts::clean_line(&format!("{prefix}.{region}.{suffix}"))
            }
        }
    }

    fn retry(&self) -> RetryConfig {
        RetryConfig::standard()
            .with_max_attempts(self.limits.attempts.max(1))
            // A user is waiting, so the waits are short, but still random.
            .with_initial_backoff(Duration::from_millis(300))
            .with_max_backoff(Duration::from_secs(2))
    }

    fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.limits.connect)
            .operation_attempt_timeout(self.limits.call)
            .build()
    }
}

/// The service to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// sso-oidc, the sign-in service.
    Oidc,
    /// sso, the access portal.
    Portal,
    /// STS.
    Sts,
}

/// Builds a client of one SDK crate. Each has its own builder type with the same methods.
///
/// None of them reads a file or searches for credentials: aws-config does that, and it is not
/// used. Stalled-stream protection is off because an attempt's limit already covers the body, and
/// its error would name a throughput instead of a timeout.
macro_rules! configured {
    ($sdk:ident, $connection:expr, $region:expr, $endpoint:expr) => {{
        let connection: &Connection = $connection;
        let mut config = $sdk::Config::builder()
            .behavior_version_latest()
            .http_client(connection.http.clone())
            .region($sdk::config::Region::new($region.to_owned()))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .timeout_config(connection.timeouts())
            .retry_config(connection.retry())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        config.set_endpoint_url($endpoint.clone());
        config
    }};
}

impl Connection {
    pub(crate) fn oidc(&self) -> aws_sdk_ssooidc::Client {
        let config = configured!(aws_sdk_ssooidc, self, self.sso_region, self.oidc_endpoint);
        aws_sdk_ssooidc::Client::from_conf(config.build())
    }

    pub(crate) fn portal(&self) -> aws_sdk_sso::Client {
        let config = configured!(aws_sdk_sso, self, self.sso_region, self.portal_endpoint);
        aws_sdk_sso::Client::from_conf(config.build())
    }

    /// A portal client without retries: its caller repeats and paces the requests.
    pub(crate) fn portal_once(&self) -> aws_sdk_sso::Client {
        let config = configured!(aws_sdk_sso, self, self.sso_region, self.portal_endpoint)
            .retry_config(RetryConfig::disabled());
        aws_sdk_sso::Client::from_conf(config.build())
    }

    /// The SDK's address of the sign-in service, or why there is none.
    pub(crate) async fn oidc_address(&self) -> Result<String, String> {
        if let Some(endpoint) = &self.oidc_endpoint {
            return Ok(endpoint.clone());
        }
        let params = Params::builder()
            .region(self.sso_region.clone())
            .build()
            .map_err(|error| error.to_string())?;
        let endpoint = DefaultResolver::new().resolve_endpoint(&params).await;
        let endpoint = endpoint.map_err(|error| facts::clean_line(&error.to_string()))?;
        Ok(endpoint.url().to_owned())
    }

    /// The HTTP client for requests without the SDK, with the same proxies and trust as for AWS's
    /// services.
    pub(crate) fn http_client(&self) -> &SharedHttpClient {
        &self.http
    }

    pub(crate) fn sts(
        &self,
        region: &str,
        credentials: aws_credential_types::Credentials,
    ) -> aws_sdk_sts::Client {
        let config = configured!(aws_sdk_sts, self, region, self.sts_endpoint)
            .credentials_provider(credentials)
            // The SDK would correct for a wrong clock and succeed, but the AWS CLI would not.
            .disable_clock_skew_correction(true);
        aws_sdk_sts::Client::from_conf(config.build())
    }
}
