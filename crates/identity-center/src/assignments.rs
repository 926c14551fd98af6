//! Everything assigned to the user: all accounts and all their roles, as fast as the portal
//! allows.

use aws_sdk_sso::Client;
use facts::{Known, Token, Why};

use crate::bulk::{self, Manner};
use crate::connection::Connection;
use crate::errors::{Call, Failure};
use crate::portal::{self, Account, PageOf, follow};

/// The default number of requests in flight. The portal is known to accept about twenty a second;
/// if it accepts more, this is the limit.
pub const PARALLEL: usize = 16;
/// Open at most this many connections, regardless of the requested number, to spare the portal.
const MAX_PARALLEL: usize = 64;
/// Give up after this many accounts in a row have failed: the portal is broken, not the accounts.
const MAX_FAILURES_IN_A_ROW: usize = 20;

/// An account and its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The account.
    pub account: Account,
    /// The names of its roles, in the portal's order.
    pub roles: Vec<String>,
}

/// What is assigned to the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignments {
    /// The accounts with their roles, in the portal's order.
    pub list: Vec<Assignment>,
    /// Accounts whose roles are unknown, with the reason.
    pub unknown: Vec<(Account, Why)>,
}

/// The progress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Accounts known so far; grows with each page from the portal.
    pub accounts: usize,
    /// Accounts that are finished, with or without roles.
    pub accounts_done: usize,
    /// Roles known so far.
    pub roles: usize,
}

/// One request.
#[derive(Clone)]
enum Work {
    Accounts { next: Option<String>, page: usize },
    Roles { of: usize, account: String, next: Option<String>, page: usize },
}

enum Answer {
    Accounts(PageOf<Account>),
    Roles(PageOf<String>),
}

/// Lists all accounts and all their roles: pages of a hundred, up to `parallel` requests in flight
/// (see [`PARALLEL`]; at least one, at most 64).
///
/// The SDK's own retries are off. A throttled request (429) is sent again after a random wait, and
/// all requests slow down to the rate that the portal sustained, then speed up gradually. No
/// request is lost or fails, unless the portal refuses everything for a minute. Other temporary
/// failures are repeated as [`crate::Limits::attempts`] specifies.
///
/// Calls `progress` after every response. Dropping the future cancels all requests.
///
/// # Errors
/// Why nothing is known: the token is rejected, or the portal does not respond. A single account
/// that is refused is in [`Assignments::unknown`].
pub async fn assignments(
    connection: &Connection,
    token: &Token,
    parallel: usize,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Known<Assignments> {
    let client = connection.portal_once();
    let asked = Asked { client: &client, connection, token };
    let mut found = Found::default();
    let manner = Manner {
        parallel: parallel.clamp(1, MAX_PARALLEL),
        attempts: connection.time_limits().attempts,
    };
    let first = Work::Accounts { next: None, page: 1 };
    let send = |work| asked.send(work);
    bulk::run(manner, [first], send, |work, answer| {
        let next = found.take(&asked, work, answer);
        progress(found.progress);
        next
    })
    .await?;
    Ok(found.into_assignments())
}

/// The portal and the token for a request.
struct Asked<'a> {
    client: &'a Client,
    connection: &'a Connection,
    token: &'a Token,
}

impl Asked<'_> {
    async fn send(&self, work: Work) -> Result<Answer, Failure> {
        match work {
            Work::Accounts { next, .. } => {
                let call = self.call("ListAccounts");
                portal::accounts_page(self.client, &call, self.token, next, portal::PAGE)
                    .await
                    .map(Answer::Accounts)
            }
            Work::Roles { account, next, .. } => {
                let call = self.call("ListAccountRoles");
                portal::roles_page(self.client, &call, self.token, &account, next)
                    .await
                    .map(Answer::Roles)
            }
        }
    }

    fn call(&self, operation: &'static str) -> Call<'_> {
        portal::call(self.connection, self.token, operation)
    }
}

#[derive(Default)]
struct Found {
    accounts: Vec<(Account, Known<Vec<String>>)>,
    progress: Progress,
    failures: usize,
}

impl Found {
    /// Stores a response and returns the requests that follow from it.
    fn take(
        &mut self,
        asked: &Asked<'_>,
        work: Work,
        answer: Result<Answer, Failure>,
    ) -> Known<Vec<Work>> {
        match (work, answer) {
            (Work::Accounts { page, next: was }, Ok(Answer::Accounts(list))) => {
                let more = follow(&asked.call("ListAccounts"), page, was.as_ref(), list.next)?;
                let mut works: Vec<Work> = more
                    .map(|(next, page)| Work::Accounts { next: Some(next), page })
                    .into_iter()
                    .collect();
                for account in list.items {
                    works.push(Work::Roles {
                        of: self.accounts.len(),
                        account: account.id.clone(),
                        next: None,
                        page: 1,
                    });
                    self.accounts.push((account, Ok(Vec::new())));
                }
                self.progress.accounts = self.accounts.len();
                Ok(works)
            }
            (Work::Roles { of, account, page, next: was }, Ok(Answer::Roles(list))) => {
                self.failures = 0;
                self.progress.roles += list.items.len();
                if let Some((_, Ok(roles))) = self.accounts.get_mut(of) {
                    roles.extend(list.items);
                }
                let call = asked.call("ListAccountRoles");
                let Some((next, page)) = follow(&call, page, was.as_ref(), list.next)? else {
                    self.progress.accounts_done += 1;
                    return Ok(Vec::new());
                };
                Ok(vec![Work::Roles { of, account, next: Some(next), page }])
            }
            (Work::Roles { of, .. }, Err(Failure::Service(refusal)))
                if !refusal.is_unauthorized() && self.failures < MAX_FAILURES_IN_A_ROW =>
            {
                self.failures += 1;
                self.progress.accounts_done += 1;
                if let Some((_, roles)) = self.accounts.get_mut(of) {
                    *roles = Err(Failure::Service(refusal).why());
                }
                Ok(Vec::new())
            }
            (_, Err(failure)) => Err(failure.why()),
            // Each kind of request has its kind of response.
            (_, Ok(_)) => Ok(Vec::new()),
        }
    }

    fn into_assignments(self) -> Assignments {
        let mut assignments = Assignments::default();
        for (account, roles) in self.accounts {
            match roles {
                Ok(roles) => assignments.list.push(Assignment { account, roles }),
                Err(why) => assignments.unknown.push((account, why)),
            }
        }
        assignments
    }
}
