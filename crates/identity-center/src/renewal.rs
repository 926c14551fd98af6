//! Renewing a token in the cache that other programs renew too.
//!
//! A refresh token is valid once. Of several programs that renew at the same moment, AWS refuses
//! all but one (`invalid_grant`), although the sign-in is alive; the winner's token is in the cache
//! a moment later.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use facts::{ServiceError, SessionKey, Token};
use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use crate::cache;
use crate::connection::Connection;
use crate::errors::SignInError;
use crate::refresh::refresh;

/// How long the winner's token may take to arrive in the cache after AWS refused this program:
/// the difference between two answers of AWS, and the write of a file.
const GRACE: Duration = Duration::from_millis(1500);
/// Between two looks at the cache.
const PAUSE: Duration = Duration::from_millis(50);
/// Wait at most this long for another run of this program that is renewing; then renew without
/// the lock.
const LOCK_PATIENCE: Duration = Duration::from_secs(15);
/// Renew at most this often, if other programs keep writing tokens that have expired.
const MAX_TRIES: usize = 3;

/// The result of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// This token is in the cache now: renewed by this call, or by another program meanwhile.
    Done(Box<Token>),
    /// AWS refused to renew this token (`invalid_grant`), and the cache still holds it.
    Over(Box<Token>, ServiceError),
}

/// Renews the cached token of a session, of which the caller has read `seen`, and saves it.
///
/// AWS's refusal counts only if the cache still holds the refused token some time later. Runs of
/// this program take turns, so that only the first one asks AWS.
///
/// # Errors
/// As [`refresh`], for every failure that is not the end of the session;
/// [`SignInError::NotRenewable`] if the cache holds no token any more, and [`SignInError::Cache`]
/// if the new token could not be saved.
pub async fn renew(
    connection: &Connection,
    folder: &Path,
    key: &SessionKey,
    seen: &Token,
    clock: impl Fn() -> Timestamp,
) -> Result<Renewal, SignInError> {
    let path = folder.join(key.cache_name());
    let _turn = wait_for_turn(&path).await;
    let mut known = seen.clone();
    for _ in 0..MAX_TRIES {
        let token = read_token(&path).ok_or(SignInError::NotRenewable)?;
        if token != known && !token.has_expired(clock()) {
            return Ok(Renewal::Done(Box::new(token)));
        }
        match refresh(connection, &token, clock()).await {
            Ok(new) => {
                cache::write(folder, key, &new).map_err(SignInError::unwritten(&path))?;
                return Ok(Renewal::Done(Box::new(new)));
            }
            Err(SignInError::Refused(error)) if error.is_invalid_grant() => {
                if holds_still(&path, &token).await {
                    return Ok(Renewal::Over(Box::new(token), error));
                }
                known = token;
            }
            Err(error) => return Err(error),
        }
    }
    Err(SignInError::NotRenewable)
}

fn read_token(path: &Path) -> Option<Token> {
    cache::read(path)?.token.ok()
}

/// Whether the cache holds this token for as long as another program may need to replace it. A
/// file that is removed meanwhile counts as replaced.
async fn holds_still(path: &Path, token: &Token) -> bool {
    let end = Instant::now() + GRACE;
    loop {
        if read_token(path).as_ref() != Some(token) {
            return false;
        }
        if Instant::now() >= end {
            return true;
        }
        sleep(PAUSE).await;
    }
}

/// Locks the token's file against other runs of this program, until the result is dropped. `None`
/// if the system cannot: the cache is compared in any case.
///
/// A run that waits has the old file open, which the winner's rename replaces; only the content of
/// the path counts after that.
async fn wait_for_turn(path: &Path) -> Option<File> {
    // Windows would keep every other program from reading the file.
    if cfg!(windows) {
        return None;
    }
    let file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|it| it.is_file()))?;
    let end = Instant::now() + LOCK_PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(std::fs::TryLockError::WouldBlock) if Instant::now() < end => sleep(PAUSE).await,
            // Some network file systems have no locks.
            Err(_) => return None,
        }
    }
}
