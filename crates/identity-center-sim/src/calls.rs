//! The received calls, for tests that count them.

use std::collections::VecDeque;
use std::fmt;

/// An operation of the simulated services, named as in the service models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operation {
    /// sso-oidc: `POST /client/register`
    RegisterClient,
    /// sso-oidc: `POST /device_authorization`
    StartDeviceAuthorization,
    /// sso-oidc: `POST /token`
    CreateToken,
    /// The page that issues authorization codes: `GET /authorize` (FACTS, section 3).
    Authorize,
    /// sso: `GET /assignment/accounts`
    ListAccounts,
    /// sso: `GET /assignment/roles`
    ListAccountRoles,
    /// sso: `GET /federation/credentials`
    GetRoleCredentials,
    /// sso: `POST /logout`
    Logout,
    /// sts: `POST /` with `Action=GetCallerIdentity`
    GetCallerIdentity,
    /// sts: `POST /` with `Action=AssumeRole`
    AssumeRole,
    /// sts: `POST /` with `Action=AssumeRoleWithWebIdentity`
    AssumeRoleWithWebIdentity,
    /// Anything else.
    Unknown,
}

impl Operation {
    /// Whether it is an operation of the access portal, the only service whose model has a 429.
    pub(crate) fn is_portal(self) -> bool {
        matches!(
            self,
            Operation::ListAccounts
                | Operation::ListAccountRoles
                | Operation::GetRoleCredentials
                | Operation::Logout
        )
    }
}

/// The name in the service model.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl PartialEq<&str> for Operation {
    fn eq(&self, other: &&str) -> bool {
        let name = self.to_string();
        name == *other
    }
}

/// Who signed a call, as the Authorization header says; the signature itself may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// `AKIA…` or `ASIA…`
    pub access_key_id: String,
    /// The region in the signature's scope.
    pub region: String,
}

/// A received call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The called operation.
    pub operation: Operation,
    /// The arrival time in milliseconds since the simulator started, on a monotonic clock.
    pub at: u64,
    /// The HTTP status of the response; 0 if there was none, or none yet.
    pub status: u16,
    /// The caller's User-Agent header.
    pub user_agent: Option<String>,
    /// Who signed it; none if it has no signature version 4.
    pub signer: Option<Signer>,
}

/// Keep at most this many calls; no test makes more.
const MAX_CALLS: usize = 100_000;

/// The latest calls, each with a number for adding its status later.
#[derive(Default)]
pub(crate) struct Calls {
    kept: VecDeque<Call>,
    forgotten: u64,
}

impl Calls {
    /// Records a call and returns its number.
    pub(crate) fn arrived(&mut self, call: Call) -> u64 {
        if self.kept.len() == MAX_CALLS {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(call);
        self.forgotten + self.kept.len() as u64 - 1
    }

    /// Adds the status of the response.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        let index =
            number.checked_sub(self.forgotten).and_then(|index| usize::try_from(index).ok());
        if let Some(call) = index.and_then(|index| self.kept.get_mut(index)) {
            call.status = status;
        }
    }

    /// The numbers and the statuses of the calls of one operation, in order; 0 before the response.
    pub(crate) fn of(&self, operation: Operation) -> impl Iterator<Item = (u64, u16)> {
        (self.forgotten..)
            .zip(&self.kept)
            .filter(move |(_, call)| call.operation == operation)
            .map(|(number, call)| (number, call.status))
    }

    pub(crate) fn all(&self) -> Vec<Call> {
        self.kept.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_calls_are_forgotten_and_numbers_stay_right() {
        let call = |at| Call {
            operation: Operation::Logout,
            at,
            status: 0,
            user_agent: None,
            signer: None,
        };
        let mut calls = Calls::default();
        let first = calls.arrived(call(0));
        for at in 1..=MAX_CALLS as u64 {
            let number = calls.arrived(call(at));
            calls.answered(number, 200);
        }
        calls.answered(first, 500);
        let all = calls.all();
        assert_eq!(all.len(), MAX_CALLS);
        assert_eq!(all[0].at, 1);
        assert!(all.iter().all(|call| call.status == 200));
    }

    #[test]
    fn an_operation_compares_with_its_name() {
        assert!(Operation::CreateToken == "CreateToken");
        assert_eq!(Operation::GetCallerIdentity.to_string(), "GetCallerIdentity");
    }
}
