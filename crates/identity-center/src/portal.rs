//! The access portal: what is assigned to the user.

use std::collections::BTreeMap;

use aws_sdk_sso::Client;
use facts::{Known, ServiceError, Token};
use jiff::Timestamp;

use crate::bulk::{self, Manner};
use crate::connection::{Connection, Service};
use crate::errors::{Call, Failure};

/// The largest page that the portal returns (`MaxResultType` in botocore's service model).
pub(crate) const PAGE: i32 = 100;

/// Read at most this many pages (50,000 entries); no organization has more.
const MAX_PAGES: usize = 500;

/// An account assigned to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The display name; empty if the portal returns none.
    pub name: String,
    /// The account's email address.
    pub email: Option<String>,
}

/// The accounts assigned to the user, from all pages, in the portal's order. For accounts with
/// their roles, see [`crate::assignments`].
pub async fn accounts(connection: &Connection, token: &Token) -> Known<Vec<Account>> {
    let call = call(connection, token, "ListAccounts");
    let client = connection.portal();
    let (mut accounts, mut next, mut page) = (Vec::new(), None, 1);
    loop {
        let answer = accounts_page(&client, &call, token, next.clone(), PAGE);
        let answer = answer.await.map_err(Failure::why)?;
        accounts.extend(answer.items);
        match follow(&call, page, next.as_ref(), answer.next)? {
            Some(more) => (next, page) = (Some(more.0), more.1),
            None => return Ok(accounts),
        }
    }
}

/// Whether the portal still accepts a token: an unexpired one may have been revoked from another
/// computer or by an administrator.
///
/// # Errors
/// Why it is unknown: the portal was unreachable, or returned another error.
pub async fn takes(connection: &Connection, token: &Token) -> Known<bool> {
    Ok(accepted(connection, token, Timestamp::UNIX_EPOCH).await?.is_ok())
}

/// The same with the portal's refusal as the inner error, which `now` dates if the connection has
/// no clock. Requests one account, because only the status matters.
///
/// # Errors
/// See [`takes`].
pub async fn accepted(
    connection: &Connection,
    token: &Token,
    now: Timestamp,
) -> Known<Result<(), ServiceError>> {
    let call = call(connection, token, "ListAccounts");
    match accounts_page(&connection.portal(), &call, token, None, 1).await {
        Ok(_) => Ok(Ok(())),
        Err(Failure::Service(refusal)) if refusal.is_unauthorized() => Ok(Err(refusal.at(now))),
        Err(failure) => Err(failure.why()),
    }
}

/// The roles of some accounts, possibly from several portals: `accounts` names each with its index
/// in `portals`. Up to `parallel` requests are in flight, at the portals' pace, as in
/// [`crate::assignments`].
///
/// `found` is complete at any time, so dropping the future loses nothing: the names of the roles
/// on all pages, or why they are unknown. An unassigned account is a service error, and so a
/// [`facts::Why::Service`].
pub async fn roles_of(
    portals: &[(&Connection, &Token)],
    accounts: impl IntoIterator<Item = (usize, String)>,
    parallel: usize,
    found: &mut BTreeMap<(usize, String), Known<Vec<String>>>,
) {
    let clients: Vec<Client> =
        portals.iter().map(|(connection, _)| connection.portal_once()).collect();
    let attempts = portals.iter().map(|(connection, _)| connection.time_limits().attempts).max();
    let manner = Manner { parallel, attempts: attempts.unwrap_or(1) };
    let first = accounts.into_iter().filter_map(|(portal, account)| {
        let (connection, token) = *portals.get(portal)?;
        let client = clients.get(portal)?;
        Some(RolesPage {
            portal,
            client,
            connection,
            token,
            account,
            next: None,
            page: 1,
            roles: Vec::new(),
        })
    });
    let outcome: Result<(), std::convert::Infallible> =
        bulk::run(manner, first.collect::<Vec<_>>(), RolesPage::send, |work, answer| {
            Ok(work.take(answer, found))
        })
        .await;
    let Ok(()) = outcome;
}

/// A request for roles.
#[derive(Clone)]
struct RolesPage<'a> {
    portal: usize,
    client: &'a Client,
    connection: &'a Connection,
    token: &'a Token,
    account: String,
    next: Option<String>,
    page: usize,
    /// The roles of the earlier pages: an incomplete list counts as unknown, because it would
    /// imply that a role is not assigned.
    roles: Vec<String>,
}

impl RolesPage<'_> {
    async fn send(self) -> Result<PageOf<String>, Failure> {
        let call = call(self.connection, self.token, "ListAccountRoles");
        roles_page(self.client, &call, self.token, &self.account, self.next).await
    }

    /// Stores a response and returns the requests that follow from it.
    fn take(
        mut self,
        answer: Result<PageOf<String>, Failure>,
        found: &mut BTreeMap<(usize, String), Known<Vec<String>>>,
    ) -> Vec<Self> {
        let key = (self.portal, self.account.clone());
        let list = match answer {
            Ok(list) => list,
            Err(failure) => {
                found.insert(key, Err(failure.why()));
                return Vec::new();
            }
        };
        self.roles.extend(list.items);
        let call = call(self.connection, self.token, "ListAccountRoles");
        let all = match follow(&call, self.page, self.next.as_ref(), list.next) {
            Ok(Some((next, page))) => {
                (self.next, self.page) = (Some(next), page);
                return vec![self];
            }
            Ok(None) => Ok(self.roles),
            Err(why) => Err(why),
        };
        found.insert(key, all);
        Vec::new()
    }
}

/// A page of a list.
pub(crate) struct PageOf<T> {
    pub(crate) items: Vec<T>,
    /// The token of the next page.
    pub(crate) next: Option<String>,
}

/// The token and the number of the page after page `page`, which was asked for with `was`; an
/// error for an endless list.
pub(crate) fn follow(
    call: &Call<'_>,
    page: usize,
    was: Option<&String>,
    next: Option<String>,
) -> Known<Option<(String, usize)>> {
    match next {
        None => Ok(None),
        Some(next) if page < MAX_PAGES && was != Some(&next) => Ok(Some((next, page + 1))),
        Some(_) => Err(call.wrong_answer("its pages do not end").why()),
    }
}

pub(crate) async fn roles_page(
    client: &Client,
    call: &Call<'_>,
    token: &Token,
    account: &str,
    next: Option<String>,
) -> Result<PageOf<String>, Failure> {
    let request = client
        .list_account_roles()
        .access_token(token.access_token.expose())
        .account_id(account)
        .max_results(PAGE)
        .set_next_token(next);
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let Some(list) = answer.role_list else {
        return Err(call.wrong_answer("no list of roles"));
    };
    Ok(PageOf {
        items: list.into_iter().filter_map(|role| role.role_name).collect(),
        next: answer.next_token.filter(|token| !token.is_empty()),
    })
}

pub(crate) async fn accounts_page(
    client: &Client,
    call: &Call<'_>,
    token: &Token,
    next: Option<String>,
    max_results: i32,
) -> Result<PageOf<Account>, Failure> {
    let request = client
        .list_accounts()
        .access_token(token.access_token.expose())
        .max_results(max_results)
        .set_next_token(next);
    let answer = request.send().await.map_err(|error| call.failure(&error))?;
    let Some(list) = answer.account_list else {
        return Err(call.wrong_answer("no list of accounts"));
    };
    let accounts = list.into_iter().filter_map(|account| {
        Some(Account {
            id: account.account_id?,
            name: account.account_name.unwrap_or_default(),
            email: account.email_address,
        })
    });
    Ok(PageOf {
        items: accounts.collect(),
        next: answer.next_token.filter(|token| !token.is_empty()),
    })
}

pub(crate) fn call<'a>(
    connection: &'a Connection,
    token: &'a Token,
    operation: &'static str,
) -> Call<'a> {
    Call::new(connection, Service::Portal, operation, vec![&token.access_token])
}
