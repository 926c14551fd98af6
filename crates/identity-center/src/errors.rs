//! Turns SDK errors into messages for the user, without secrets.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use facts::{Secret, ServiceError, Why};
use jiff::Timestamp;

use crate::connection::{Connection, Service};

/// Why a sign-in or a refresh returned no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// The user, or a rule of the organization, denied the sign-in in the browser.
    Denied,
    /// The code was not confirmed in time.
    Expired,
    /// Until the deadline, only redirects of other sign-ins arrived from the browser.
    StateMismatch,
    /// No port of this machine is free to listen on for the browser's redirect; contains the
    /// system's message.
    CannotListen(String),
    /// The token lacks what a refresh needs.
    NotRenewable,
    /// The token's client registration has expired.
    RegistrationExpired,
    /// A service refused, with its own message.
    Refused(ServiceError),
    /// No connection: host and reason.
    Unreachable(String),
    /// No response within the limit of an attempt.
    TimedOut(Duration),
    /// The request could not be built: a region or an endpoint that is not an address.
    NotSent(String),
    /// The token cache could not be written.
    Cache {
        /// The file or folder.
        path: PathBuf,
        /// The system's error message.
        why: String,
    },
    /// A response that does not come from AWS.
    WrongAnswer(String),
}

impl std::fmt::Display for SignInError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Denied => f.write_str("the request was denied in the browser; sign in again to ask once more"),
            Self::Expired => f.write_str("the code was not confirmed in time; sign in again for a new one"),
            Self::StateMismatch => f.write_str(
                "the browser came back with the answer to another sign-in; close its older tabs, sign in again, and open the new address",
            ),
            Self::CannotListen(why) => write!(
                f,
                "this program could not listen on a port of this computer, so the browser cannot return to it: {why}; sign in with a device code instead"
            ),
            Self::NotRenewable => f.write_str("this sign-in was issued without a way to renew it; sign in again"),
            Self::RegistrationExpired => {
                f.write_str("the client registration of this sign-in has expired, so it cannot be renewed; sign in again")
            }
            Self::Refused(error) => {
                write!(f, "{error}")?;
                match advice(error) {
                    Some(advice) => write!(f, "; {advice}"),
                    None => Ok(()),
                }
            }
            Self::Unreachable(text) | Self::NotSent(text) | Self::WrongAnswer(text) => f.write_str(text),
            Self::TimedOut(limit) => write!(f, "no answer within {} s", limit.as_secs_f32()),
            Self::Cache { path, why } => {
                write!(f, "{} cannot be written: {why}", facts::clean_line(&path.to_string_lossy()))
            }
        }
    }
}

impl std::error::Error for SignInError {}

impl SignInError {
    /// The error for a file or folder of the token cache that cannot be written.
    pub(crate) fn unwritten(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |error| Self::Cache { path: path.to_owned(), why: error.to_string() }
    }

    /// Whether the user or the service refused, for good.
    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            Self::Denied => true,
            Self::Refused(error) => !error.may_pass(),
            _ => false,
        }
    }
}

/// Known remedies for a refusal.
fn advice(error: &ServiceError) -> Option<&'static str> {
    match (error.operation, error.code.as_str()) {
        // aws-cli#5058 and granted#385: the portal is unknown in the requested region.
        ("StartDeviceAuthorization", "InvalidRequestException") => {
            Some("the start URL or the SSO region is not this portal's")
        }
        ("RegisterClient", "InvalidScopeException") => {
            Some("sso_registration_scopes names a scope that does not exist")
        }
        (
            "CreateToken",
            "InvalidGrantException" | "ExpiredTokenException" | "InvalidClientException",
        ) => Some("sign in again"),
        _ => None,
    }
}

/// The result of one call, before the caller's context is added.
#[derive(Debug)]
pub(crate) enum Failure {
    Service(Refusal),
    TimedOut(Duration),
    Unreachable(String),
    NotSent(String),
    WrongAnswer(String),
}

/// A service's error; without its time if the connection has no clock.
#[derive(Debug)]
pub(crate) struct Refusal {
    operation: &'static str,
    pub(crate) code: String,
    message: String,
    status: Option<u16>,
    request_id: Option<String>,
    at: Option<Timestamp>,
}

impl Refusal {
    /// Whether it does not answer the question: throttling, or an internal error of the service.
    fn may_pass(&self) -> bool {
        self.is_throttling() || self.status.is_some_and(|status| status >= 500)
    }

    /// Whether it asks us to slow down.
    fn is_throttling(&self) -> bool {
        self.status == Some(429) || self.code.starts_with("Throttl")
    }

    /// Whether the service does not know the portal in this region (FAILURES, U02).
    pub(crate) fn is_unknown_portal(&self) -> bool {
        self.operation == "StartDeviceAuthorization" && self.code == "InvalidRequestException"
    }

    /// Whether it rejects the token (`UnauthorizedException`).
    pub(crate) fn is_unauthorized(&self) -> bool {
        self.status == Some(401)
    }

    fn why(self) -> Why {
        Why::Service(Box::new(self.at(Timestamp::UNIX_EPOCH)))
    }

    /// The whole error; `now` dates it if the connection has no clock.
    pub(crate) fn at(self, now: Timestamp) -> ServiceError {
        ServiceError {
            operation: self.operation,
            code: self.code,
            message: self.message,
            status: self.status,
            request_id: self.request_id,
            at: self.at.unwrap_or(now),
        }
    }
}

impl Failure {
    /// Whether it asks us to slow down.
    pub(crate) fn is_throttling(&self) -> bool {
        matches!(self, Self::Service(refusal) if refusal.is_throttling())
    }

    /// Whether a retry of the same request may succeed.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Service(refusal) => refusal.may_pass(),
            Self::TimedOut(_) | Self::Unreachable(_) | Self::WrongAnswer(_) => true,
            Self::NotSent(_) => false,
        }
    }

    /// The error of a sign-in.
    pub(crate) fn sign_in_error(self, at: Timestamp) -> SignInError {
        match self {
            Self::Service(refusal) => SignInError::Refused(refusal.at(at)),
            Self::TimedOut(limit) => SignInError::TimedOut(limit),
            Self::Unreachable(text) => SignInError::Unreachable(text),
            Self::NotSent(text) => SignInError::NotSent(text),
            Self::WrongAnswer(text) => SignInError::WrongAnswer(text),
        }
    }

    /// The reason why a fact is unknown; a service's refusal as `Ok`. A service that is too busy,
    /// or fails internally, has refused nothing, so the fact is unknown.
    pub(crate) fn refusal_or_why(self) -> Result<Refusal, Why> {
        match self {
            Self::Service(refusal) if refusal.may_pass() => Err(refusal.why()),
            Self::Service(refusal) => Ok(refusal),
            Self::TimedOut(limit) => Err(Why::TimedOut(limit)),
            Self::Unreachable(text) | Self::NotSent(text) | Self::WrongAnswer(text) => {
                Err(Why::Error(text))
            }
        }
    }

    /// The reason why a fact is unknown, including a service's error.
    pub(crate) fn why(self) -> Why {
        match self.refusal_or_why() {
            Ok(refusal) => refusal.why(),
            Err(why) => why,
        }
    }
}

/// One call, with what is needed to explain its failure to the user.
pub(crate) struct Call<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) service: Service,
    pub(crate) region: &'a str,
    pub(crate) operation: &'static str,
    /// What was sent and must not be in a message: STS can quote the request that it verifies.
    pub(crate) secrets: Vec<&'a Secret>,
}

impl<'a> Call<'a> {
    /// A call to a service in the portal's region.
    pub(crate) fn new(
        connection: &'a Connection,
        service: Service,
        operation: &'static str,
        secrets: Vec<&'a Secret>,
    ) -> Self {
        Self { connection, service, region: connection.sso_region(), operation, secrets }
    }

    fn host(&self) -> String {
        self.connection.host(self.service, self.region)
    }

    /// A response that parses but lacks a field of every such AWS response.
    pub(crate) fn wrong_answer(&self, detail: &str) -> Failure {
        Failure::WrongAnswer(format!(
            "{} answered {} with something that is not AWS's ({detail}); a proxy or the network's own sign-in page may be in between",
            self.host(),
            self.operation
        ))
    }

    /// Classifies an SDK error.
    pub(crate) fn failure<E>(&self, error: &SdkError<E, HttpResponse>) -> Failure
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let limits = self.connection.time_limits();
        match error {
            SdkError::TimeoutError(_) => Failure::TimedOut(limits.call),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                Failure::TimedOut(limits.connect)
            }
            // A request without a valid address fails before anything is sent.
            SdkError::DispatchFailure(failure) if failure.is_user() => self.not_sent(error),
            SdkError::DispatchFailure(_) => Failure::Unreachable(format!(
                "{} could not be reached: {}",
                self.host(),
                self.reason(error)
            )),
            SdkError::ServiceError(context) => {
                let code = context.err().code().filter(|code| is_error_code(code));
                match code {
                    Some(code) => {
                        Failure::Service(self.refusal(code, context.err().message(), context.raw()))
                    }
                    None => self.wrong_answer(&described(context.raw())),
                }
            }
            SdkError::ResponseError(context) => {
                let reason = self.reason(error);
                self.wrong_answer(&format!("{}; {reason}", described(context.raw())))
            }
            _ => self.not_sent(error),
        }
    }

    fn not_sent(&self, error: &(dyn std::error::Error + 'static)) -> Failure {
        Failure::NotSent(format!("{} could not be asked: {}", self.host(), self.reason(error)))
    }

    fn refusal(&self, code: &str, message: Option<&str>, raw: &HttpResponse) -> Refusal {
        // sso-oidc uses the error format of RFC 6749, section 5.2.
        let described = raw
            .body()
            .bytes()
            .and_then(|body| serde_json::from_slice::<serde_json::Value>(body).ok())
            .and_then(|body| Some(body.get("error_description")?.as_str()?.to_owned()));
        let message =
            message.filter(|message| !message.is_empty()).map(str::to_owned).or(described);
        let headers = raw.headers();
        Refusal {
            operation: self.operation,
            code: code.to_owned(),
            message: self.cleaned(&message.unwrap_or_default()),
            status: Some(raw.status().as_u16()),
            request_id: headers.get("x-amzn-requestid").map(facts::clean_line),
            at: self.connection.time(),
        }
    }

    /// The innermost cause, on one line.
    fn reason(&self, error: &(dyn std::error::Error + 'static)) -> String {
        self.cleaned(&innermost(error))
    }

    fn cleaned(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            // No AWS secret is this short, and replacing it would garble the text.
            if secret.expose().len() >= 8 {
                text = text.replace(secret.expose().as_str(), "…");
            }
        }
        facts::clean_line(&text)
    }
}

/// The message of the innermost cause.
pub(crate) fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// Whether this looks like an AWS error code (`ForbiddenException`, `SignatureDoesNotMatch`) and
/// not like a proxy's value under the same key.
fn is_error_code(code: &str) -> bool {
    code.len() <= 100
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_')
}

/// The shape of an unexpected response, never its text.
fn described(raw: &HttpResponse) -> String {
    let status = raw.status().as_u16();
    match raw.headers().get("content-type") {
        Some(kind) => format!("HTTP {status}, {}", facts::clean_line(kind)),
        None => format!("HTTP {status}"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The response of a throttling service.
    pub(crate) fn throttled() -> Failure {
        Failure::Service(Refusal {
            operation: "ListAccountRoles",
            code: "TooManyRequestsException".into(),
            message: String::new(),
            status: Some(429),
            request_id: None,
            at: None,
        })
    }

    #[test]
    fn a_code_of_a_proxy_is_no_code_of_aws() {
        for code in [
            "ForbiddenException",
            "SignatureDoesNotMatch",
            "InvalidClientTokenId",
            "Throttling",
            "IDP.Error",
        ] {
            assert!(is_error_code(code), "{code}");
        }
        for code in ["", "403", "proxy_denied", "Access Denied", "ERR\u{1b}[31m", "forbidden"] {
            assert!(!is_error_code(code), "{code}");
        }
    }

    #[test]
    fn the_sentence_says_what_helps() {
        let error = |operation, code: &str| {
            SignInError::Refused(ServiceError {
                operation,
                code: code.into(),
                message: String::new(),
                status: Some(400),
                request_id: None,
                at: Timestamp::UNIX_EPOCH,
            })
            .to_string()
        };
        assert_eq!(
            error("StartDeviceAuthorization", "InvalidRequestException"),
            "StartDeviceAuthorization answered InvalidRequestException; the start URL or the SSO region is not this portal's"
        );
        assert_eq!(
            error("CreateToken", "InvalidGrantException"),
            "CreateToken answered InvalidGrantException; sign in again"
        );
        assert_eq!(
            error("CreateToken", "InternalServerException"),
            "CreateToken answered InternalServerException"
        );
    }

    #[test]
    fn what_was_sent_does_not_come_back_in_a_message() {
        let http = aws_smithy_http_client::Builder::new().build_http();
        let connection = Connection::new(http, "us-east-1")
            .sts_endpoint(Some("http://mira:hunter2@127.0.0.1:9/".into()));
        let (token, short) = (Secret::from("IQoJb3JpZ2luX2Vj"), Secret::from("a"));
        let call = Call {
            connection: &connection,
            service: Service::Sts,
            region: "us-east-1",
            operation: "GetCallerIdentity",
            secrets: vec![&token, &short],
        };
        let message = "The canonical string was\nx-amz-security-token:IQoJb3JpZ2luX2Vj\u{1b}[31m";
        assert_eq!(call.cleaned(message), "The canonical string was x-amz-security-token:…?[31m");
        assert_eq!(call.host(), "127.0.0.1:9");
        assert!(!format!("{connection:?}").contains("hunter2"));
        let aws =
            Connection::new(aws_smithy_http_client::Builder::new().build_http(), "cn-north-1");
        assert_eq!(
            aws.host(Service::Portal, "cn-north-1"),
            "portal.sso.cn-north-1.amazonaws.com.cn"
        );
    }

    #[test]
    fn a_service_that_is_busy_has_refused_nothing() {
        let refusal = |status, code: &str| {
            Failure::Service(Refusal {
                operation: "GetRoleCredentials",
                code: code.into(),
                message: String::new(),
                status: Some(status),
                request_id: None,
                at: None,
            })
        };
        for (status, code) in
            [(429, "TooManyRequestsException"), (503, "ServiceUnavailable"), (400, "Throttling")]
        {
            assert!(
                matches!(refusal(status, code).refusal_or_why(), Err(Why::Service(_))),
                "{code}"
            );
        }
        assert!(refusal(403, "ForbiddenException").refusal_or_why().is_ok());
    }
}
