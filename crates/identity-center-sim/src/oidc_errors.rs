//! The grant types and error shapes of the OIDC service (botocore sso-oidc 2019-06-10,
//! `service-2.json`). The texts in `error_description` are the simulator's own.

use axum::http::StatusCode;
use serde_json::json;

use crate::reply::Reply;

pub(crate) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const REFRESH_TOKEN: &str = "refresh_token";
pub(crate) const AUTHORIZATION_CODE: &str = "authorization_code";

/// An error shape of the model: its HTTP status, its name, the value of its member `error`.
pub(crate) struct Fault(StatusCode, &'static str, &'static str);

pub(crate) const ACCESS_DENIED: Fault =
    Fault(StatusCode::BAD_REQUEST, "AccessDeniedException", "access_denied");
pub(crate) const AUTHORIZATION_PENDING: Fault =
    Fault(StatusCode::BAD_REQUEST, "AuthorizationPendingException", "authorization_pending");
pub(crate) const EXPIRED_TOKEN: Fault =
    Fault(StatusCode::BAD_REQUEST, "ExpiredTokenException", "expired_token");
pub(crate) const INVALID_CLIENT: Fault =
    Fault(StatusCode::UNAUTHORIZED, "InvalidClientException", "invalid_client");
pub(crate) const INVALID_CLIENT_METADATA: Fault =
    Fault(StatusCode::BAD_REQUEST, "InvalidClientMetadataException", "invalid_client_metadata");
pub(crate) const INVALID_GRANT: Fault =
    Fault(StatusCode::BAD_REQUEST, "InvalidGrantException", "invalid_grant");
pub(crate) const INVALID_REDIRECT_URI: Fault =
    Fault(StatusCode::BAD_REQUEST, "InvalidRedirectUriException", "invalid_redirect_uri");
pub(crate) const INVALID_REQUEST: Fault =
    Fault(StatusCode::BAD_REQUEST, "InvalidRequestException", "invalid_request");
pub(crate) const INVALID_SCOPE: Fault =
    Fault(StatusCode::BAD_REQUEST, "InvalidScopeException", "invalid_scope");
pub(crate) const SLOW_DOWN: Fault =
    Fault(StatusCode::BAD_REQUEST, "SlowDownException", "slow_down");
pub(crate) const UNAUTHORIZED_CLIENT: Fault =
    Fault(StatusCode::BAD_REQUEST, "UnauthorizedClientException", "unauthorized_client");
pub(crate) const UNSUPPORTED_GRANT_TYPE: Fault =
    Fault(StatusCode::BAD_REQUEST, "UnsupportedGrantTypeException", "unsupported_grant_type");

impl Fault {
    /// The members that every error shape of this model has.
    pub(crate) fn because(self, error_description: &str) -> Reply {
        let Fault(status, error_type, error) = self;
        Reply::json_error(
            status,
            error_type,
            &json!({"error": error, "error_description": error_description}),
        )
    }
}
