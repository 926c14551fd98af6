//! The responses of the portal and STS.

use jiff::Timestamp;

/// The caller, as STS GetCallerIdentity names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's twelve digits.
    pub account: String,
    /// The full ARN of the caller.
    pub arn: String,
    /// STS's unique identifier of the caller.
    pub user_id: String,
}

impl Identity {
    /// The permission set and the session name (usually an email address) of an ARN such as
    /// `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/mira@example.org`.
    pub fn permission_set(&self) -> Option<(&str, &str)> {
        let (_, rest) = self.arn.split_once(":assumed-role/")?;
        let (role, person) = rest.split_once('/')?;
        let name = role.strip_prefix("AWSReservedSSO_")?;
        let (set, suffix) = name.rsplit_once('_')?;
        (suffix.len() == 16 && suffix.bytes().all(|b| b.is_ascii_hexdigit()))
            .then_some((set, person))
    }
}

/// The result of identifying a profile: GetRoleCredentials, then GetCallerIdentity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityAnswer {
    /// STS identified the caller.
    Identity(Identity),
    /// A service refused, at this step and with this error.
    Refused(Step, ServiceError),
}

/// An account assigned to the user, as the portal lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedAccount {
    /// Its twelve digits.
    pub id: String,
    /// Its name; empty if the portal returns none.
    pub name: String,
}

/// The call that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The portal's GetRoleCredentials.
    RoleCredentials,
    /// STS GetCallerIdentity.
    CallerIdentity,
}

/// An error response of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    /// The operation, such as `GetRoleCredentials`.
    pub operation: &'static str,
    /// The service's error code, such as `ForbiddenException`.
    pub code: String,
    /// Its message, without control characters.
    pub message: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The request ID, for AWS support.
    pub request_id: Option<String>,
    /// The response time, by this machine's clock.
    pub at: Timestamp,
}

impl ServiceError {
    /// Whether the token was rejected (`UnauthorizedException`).
    pub fn is_unauthorized(&self) -> bool {
        self.status == Some(401) || self.code == "UnauthorizedException"
    }

    /// Whether a grant is over (`invalid_grant` of RFC 6749, section 5.2): for a renewal, that the
    /// refresh token was used, revoked, or has expired. A busy or faulty service has refused nothing.
    pub fn is_invalid_grant(&self) -> bool {
        self.code == "InvalidGrantException" && !self.may_pass()
    }

    /// Whether trying again may work soon, because the service is busy or at fault.
    pub fn may_pass(&self) -> bool {
        self.status.is_some_and(|status| status == 429 || status >= 500)
            || matches!(
                self.code.as_str(),
                "TooManyRequestsException"
                    | "ThrottlingException"
                    | "Throttling"
                    | "SlowDownException"
                    | "InternalServerException"
                    | "InternalFailure"
                    | "ServiceUnavailable"
                    | "ServiceUnavailableException"
            )
    }

    /// Whether the requested item is not assigned or does not exist.
    pub fn is_forbidden(&self) -> bool {
        matches!(self.status, Some(403 | 404))
            || matches!(self.code.as_str(), "ForbiddenException" | "ResourceNotFoundException")
    }
}

impl std::fmt::Display for ServiceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} answered {}", self.operation, self.code)?;
        if !self.message.is_empty() {
            write!(f, " \"{}\"", self.message)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Identity, ServiceError};

    #[test]
    fn the_permission_set_keeps_its_own_underscores() {
        let identity = Identity {
            account: "111122223333".into(),
            arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Power_User_0123456789abcdef/mira@example.org".into(),
            user_id: "AROA:mira@example.org".into(),
        };
        assert_eq!(identity.permission_set(), Some(("Power_User", "mira@example.org")));
    }

    #[test]
    fn another_role_is_no_permission_set() {
        let identity = Identity {
            account: "1".into(),
            arn: "arn:aws:iam::1:user/mira".into(),
            user_id: String::new(),
        };
        assert_eq!(identity.permission_set(), None);
    }

    #[test]
    fn only_what_may_pass_may_pass_and_only_invalid_grant_is_the_end() {
        for (code, status, may_pass, is_the_end) in [
            ("InvalidGrantException", 400, false, true),
            ("ExpiredTokenException", 400, false, false),
            ("UnauthorizedException", 401, false, false),
            ("InvalidClientException", 401, false, false),
            ("TooManyRequestsException", 429, true, false),
            ("InternalServerException", 500, true, false),
            ("SlowDownException", 400, true, false),
            ("Anything", 503, true, false),
            ("InvalidGrantException", 503, true, false),
        ] {
            let error = ServiceError {
                operation: "CreateToken",
                code: code.into(),
                message: String::new(),
                status: Some(status),
                request_id: None,
                at: jiff::Timestamp::UNIX_EPOCH,
            };
            let found = (error.may_pass(), error.is_invalid_grant());
            assert_eq!(found, (may_pass, is_the_end), "{code}");
        }
    }
}
