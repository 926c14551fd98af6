//! Sign-out: the portal revokes the token, and this machine removes what the token obtained.

use std::path::{Path, PathBuf};

use aws_sdk_sso::operation::RequestId as _;
use facts::{Known, Secret, SessionKey, Why};
use futures::StreamExt;
use tokio::time::{Instant, timeout_at};

use crate::cache::{self, StoredToken, Unread};
use crate::connection::{Connection, Service};
use crate::errors::{Call, Failure};

/// Revoke at most this many tokens at once.
const MAX_PARALLEL: usize = 16;

/// Revokes a token at the portal.
///
/// A token that the portal does not know counts as revoked. Role credentials issued with it stay
/// valid until they expire, after about an hour.
///
/// # Errors
/// Why the token may not be revoked: no connection, no response, or one that is not the portal's.
/// The files on this machine can still be removed.
pub async fn logout(connection: &Connection, access_token: &Secret) -> Known<()> {
    let call = Call::new(connection, Service::Portal, "Logout", vec![access_token]);
    let request = connection.portal().logout().access_token(access_token.expose());
    match request.send().await {
        // The response is empty, so only its status distinguishes it from a captive portal's page.
        Ok(answer) if answer.request_id().is_some() => Ok(()),
        Ok(_) => Err(call.wrong_answer("no request ID").why()),
        Err(error) => match call.failure(&error) {
            Failure::Service(refusal) if refusal.is_unauthorized() => Ok(()),
            failure => Err(failure.why()),
        },
    }
}

/// The result of a sign-out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedOut {
    /// For each token found: its file, and whether the portal has revoked it. Empty if there was
    /// no token.
    pub revoked: Vec<(PathBuf, Known<()>)>,
    /// The removed files.
    pub removed: Vec<PathBuf>,
    /// The files that could not be removed, with the system's error message.
    pub left: Vec<(PathBuf, String)>,
    /// The files and folders that could not be read, and may contain a sign-in.
    pub unread: Vec<Unread>,
}

impl SignedOut {
    fn remove(&mut self, path: PathBuf) {
        match cache::remove(&path) {
            Ok(true) => self.removed.push(path),
            Ok(false) => {}
            Err(error) => self.left.push((path, error.to_string())),
        }
    }
}

/// Signs one session out: revokes its token, and removes it with the role credentials that the AWS
/// CLI has cached for the given pairs of account and role. Tokens of other sessions and of other
/// tools, and registrations, stay. An unreachable portal does not stop it.
///
/// `token_cache` is `~/.aws/sso/cache`, `role_cache` `~/.aws/cli/cache`.
pub async fn sign_out<'a>(
    connection: &Connection,
    key: &SessionKey,
    token_cache: &Path,
    role_cache: &Path,
    roles: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> SignedOut {
    let path = token_cache.join(key.cache_name());
    let token = cache::stored_token(&path);
    let revoked = match &token {
        Ok(Some(StoredToken { access_token: Some(access_token), .. })) => {
            Some(logout(connection, access_token).await)
        }
        _ => None,
    };
    let mut done = remove_sign_in(key, token_cache, role_cache, roles);
    done.unread.extend(token.err().map(|why| (path.clone(), why)));
    done.revoked.extend(revoked.map(|answer| (path, answer)));
    done
}

/// Removes what a sign-out of one session removes from this machine, without asking the portal.
/// The arguments are those of [`sign_out`].
pub fn remove_sign_in<'a>(
    key: &SessionKey,
    token_cache: &Path,
    role_cache: &Path,
    roles: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> SignedOut {
    let mut done = SignedOut::default();
    // Includes a file without a token, because a broken file must not block the next sign-in.
    done.remove(token_cache.join(key.cache_name()));
    for path in cache::role_credentials_of(role_cache, key, roles, &mut done.unread) {
        done.remove(path);
    }
    done
}

/// Signs everything out, as `aws sso logout` does: every token in the folder, from any tool, and
/// all single sign-on role credentials. A token without a region is revoked in the connection's
/// region. An unreachable portal does not stop it, unlike the AWS CLI, which then deletes nothing.
pub async fn sign_out_all(
    connection: &Connection,
    token_cache: &Path,
    role_cache: &Path,
) -> SignedOut {
    let mut done = SignedOut::default();
    let tokens = cache::all_tokens(token_cache, &mut done.unread);
    let answers = tokens.iter().filter_map(|token| {
        let access_token = token.access_token.as_ref()?;
        // The file's content is untrusted, so a region goes into a host name only if it looks like
        // one.
        let region = token.region.as_deref();
        let region = region.filter(|region| facts::looks_like_region(region));
        let region = region.unwrap_or(connection.sso_region());
        let connection = connection.clone().in_region(region);
        let answer = async move { logout(&connection, access_token).await };
        Some((token.path.clone(), answer))
    });
    // Tokens that are left after that are removed from this computer, and expire at the portal.
    let limit = connection.time_limits().revoking;
    let deadline = Instant::now() + limit;
    let answers = answers.map(|(path, answer)| async move {
        let late = Err(Why::TimedOut(limit));
        // Even the first step of a request takes time, for each of thousands.
        if Instant::now() >= deadline {
            return (path, late);
        }
        (path, timeout_at(deadline, answer).await.unwrap_or(late))
    });
    let answers = futures::stream::iter(answers.collect::<Vec<_>>());
    done.revoked = answers.buffered(MAX_PARALLEL).collect().await;
    for token in tokens {
        done.remove(token.path);
    }
    for path in cache::all_role_credentials(role_cache, &mut done.unread) {
        done.remove(path);
    }
    done
}
