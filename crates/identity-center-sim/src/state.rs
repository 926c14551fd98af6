//! What the services store between calls, and the simulator's clock.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::calls::{Calls, Operation};
use crate::mint::Mint;
use crate::world::{Approval, World};

/// Everything that one lock guards. Never locked across an await.
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) mint: Mint,
    pub(crate) calls: Calls,
    /// By client identifier.
    pub(crate) clients: Store<Client>,
    /// By device code.
    pub(crate) devices: Store<Device>,
    /// By the ID of the question on the page, later by authorization code.
    pub(crate) authorizations: Store<Authorization>,
    /// By access token.
    pub(crate) tokens: Store<Token>,
    /// By refresh token.
    pub(crate) refreshes: Store<Refresh>,
    /// By access key ID.
    pub(crate) keys: Store<Key>,
    /// By page token.
    pub(crate) pages: Store<Page>,
    /// The times of the portal's calls in the last second.
    recent: VecDeque<Instant>,
    /// The number of the latest sign-in.
    sign_ins: u64,
}

/// A registered client.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) secret: String,
    pub(crate) name: String,
    pub(crate) scopes: Vec<String>,
    /// None: the client named none, and may use all.
    pub(crate) grants: Option<Vec<String>>,
    pub(crate) redirects: Vec<String>,
    pub(crate) expires_at: Timestamp,
}

impl Client {
    pub(crate) fn may_use(&self, grant: &str) -> bool {
        self.grants.as_ref().is_none_or(|grants| grants.iter().any(|own| own == grant))
    }
}

/// Whether the sign-in is approved, denied or still open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Pending,
    Approved,
    Denied,
}

/// A device authorization.
pub(crate) struct Device {
    pub(crate) client_id: String,
    pub(crate) user_code: String,
    pub(crate) expires_at: Timestamp,
    pub(crate) polls: u32,
    pub(crate) last_poll: Option<Instant>,
    /// How many polls were too soon after the previous one.
    pub(crate) hasty: u32,
    pub(crate) decision: Decision,
    pub(crate) spent: bool,
}

/// A request at the authorization page, and later its code.
#[derive(Clone)]
pub(crate) struct Authorization {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) state: String,
    pub(crate) expires_at: Timestamp,
    /// Whether it is already a code, and no longer a question on a page.
    pub(crate) granted: bool,
}

/// An access token.
pub(crate) struct Token {
    pub(crate) sign_in: u64,
    pub(crate) expires_at: Timestamp,
}

/// A refresh token.
pub(crate) struct Refresh {
    pub(crate) client_id: String,
    pub(crate) sign_in: u64,
    pub(crate) expires_at: Timestamp,
}

/// A key that STS accepts.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) secret: String,
    pub(crate) session_token: Option<String>,
    pub(crate) account: String,
    pub(crate) arn: String,
    pub(crate) user_id: String,
    pub(crate) expires_at: Option<Timestamp>,
}

/// The position in a list.
pub(crate) struct Page {
    /// The listed operation: only the same call may continue.
    pub(crate) list: String,
    pub(crate) from: usize,
}

impl State {
    pub(crate) fn new(world: World) -> State {
        let mint = Mint::new(format!("{}/{}", world.region, world.start_url));
        State {
            world,
            mint,
            calls: Calls::default(),
            clients: Store::default(),
            devices: Store::default(),
            authorizations: Store::default(),
            tokens: Store::default(),
            refreshes: Store::default(),
            keys: Store::default(),
            pages: Store::default(),
            recent: VecDeque::new(),
            sign_ins: 0,
        }
    }

    /// The current time of the simulator's clock.
    #[allow(
        clippy::disallowed_methods,
        reason = "the simulator plays another machine, with a clock of its own"
    )]
    pub(crate) fn now(&self) -> Timestamp {
        let skew = SignedDuration::from_secs(self.world.faults.clock_skew_seconds);
        let end = if skew.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::now().checked_add(skew).unwrap_or(end)
    }

    /// The time after `span`.
    pub(crate) fn after(&self, span: Duration) -> Timestamp {
        SignedDuration::try_from(span)
            .ok()
            .and_then(|span| self.now().checked_add(span).ok())
            .unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn next_sign_in(&mut self) -> u64 {
        self.sign_ins += 1;
        self.sign_ins
    }

    /// Ends a sign-in by invalidating all its tokens.
    pub(crate) fn end_sign_in(&mut self, sign_in: u64) {
        self.tokens.remove_if(|token| token.sign_in == sign_in);
        self.refreshes.remove_if(|refresh| refresh.sign_in == sign_in);
    }

    /// Whether this call exceeds the limit; counts it if not.
    pub(crate) fn is_throttled(&mut self, operation: Operation) -> bool {
        if !operation.is_portal() {
            return false;
        }
        if self.world.faults.throttle_first > 0 {
            self.world.faults.throttle_first -= 1;
            return true;
        }
        let Some(limit) = self.world.faults.throttle_per_second else {
            return false;
        };
        let now = Instant::now();
        while self
            .recent
            .front()
            .is_some_and(|at| now.duration_since(*at) >= Duration::from_secs(1))
        {
            self.recent.pop_front();
        }
        if self.recent.len() >= limit as usize {
            return true;
        }
        self.recent.push_back(now);
        false
    }

    /// Decides the sign-in with this user code; false if none is pending under it.
    pub(crate) fn decide(&mut self, user_code: &str, decision: Decision) -> bool {
        let Some(code) = self.pending_device(user_code) else {
            return false;
        };
        if let Some(device) = self.devices.get_mut(&code) {
            device.decision = decision;
        }
        true
    }

    /// The device code of the pending sign-in with this user code.
    pub(crate) fn pending_device(&self, user_code: &str) -> Option<String> {
        let wanted = plain(user_code);
        self.pending()
            .find(|(_, device)| plain(&device.user_code) == wanted)
            .map(|(code, _)| code.to_owned())
    }

    /// The pending device sign-ins, oldest first.
    pub(crate) fn pending(&self) -> impl Iterator<Item = (&str, &Device)> {
        let now = self.now();
        let open = self.world.approval != Approval::Never;
        self.devices.iter().filter(move |(_, device)| {
            open && device.decision == Decision::Pending && now < device.expires_at
        })
    }
}

/// A user code as people type it: in any case, with or without the hyphen.
fn plain(user_code: &str) -> String {
    user_code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_uppercase())
        .collect()
}

/// A map that drops its oldest entry when it is full, so that no client can fill the memory.
pub(crate) struct Store<V> {
    entries: HashMap<String, V>,
    order: VecDeque<String>,
}

/// Keep at most this many entries; no test makes more.
const MAX_STORED: usize = 10_000;

impl<V> Default for Store<V> {
    fn default() -> Self {
        Store { entries: HashMap::new(), order: VecDeque::new() }
    }
}

impl<V> Store<V> {
    pub(crate) fn insert(&mut self, name: String, value: V) {
        if self.entries.insert(name.clone(), value).is_none() {
            self.order.push_back(name);
        }
        if self.order.len() > MAX_STORED
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        self.entries.get(name)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.entries.get_mut(name)
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<V> {
        let removed = self.entries.remove(name)?;
        self.order.retain(|other| other != name);
        Some(removed)
    }

    pub(crate) fn remove_if(&mut self, unwanted: impl Fn(&V) -> bool) {
        self.entries.retain(|_, value| !unwanted(value));
        let entries = &self.entries;
        self.order.retain(|name| entries.contains_key(name));
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.order
            .iter()
            .filter_map(|name| self.entries.get(name).map(|value| (name.as_str(), value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_store_forgets_the_oldest() {
        let mut store = Store::default();
        for number in 0..=MAX_STORED {
            store.insert(number.to_string(), number);
        }
        assert!(store.get("0").is_none());
        assert_eq!(store.iter().count(), MAX_STORED);
        assert_eq!(store.iter().next(), Some(("1", &1)));
        store.remove("1");
        store.remove_if(|number| *number == 2);
        assert_eq!(store.iter().next(), Some(("3", &3)));
    }

    #[test]
    fn any_skew_and_any_span_give_a_time() {
        let mut state = State::new(World::science_cloud());
        for skew in [i64::MIN, i64::MAX, 0] {
            state.world.faults.clock_skew_seconds = skew;
            assert!(state.after(Duration::MAX) >= state.after(Duration::ZERO));
        }
    }
}
