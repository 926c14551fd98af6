//! What is assigned to the person who is signed in.

use facts::{Known, Token};
use futures::StreamExt;
use identity_center::{Account, Connection};

/// So many accounts are asked about at once.
const TOGETHER: usize = 16;

/// Every account with its roles, in the portal's order.
///
/// # Errors
/// Why the portal did not say.
pub(crate) async fn all(
    connection: &Connection,
    token: &Token,
) -> Known<Vec<(Account, Vec<String>)>> {
    let accounts = identity_center::accounts(connection, token).await?;
    let asked = accounts.into_iter().map(|account| async move {
        let roles = identity_center::account_roles(connection, token, &account.id).await;
        roles.map(|roles| (account, roles))
    });
    let answers: Vec<Known<(Account, Vec<String>)>> = futures::stream::iter(asked)
        .buffered(TOGETHER)
        .collect()
        .await;
    answers.into_iter().collect()
}
