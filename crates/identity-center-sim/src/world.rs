//! The world behind the portal and its failures: the description that a
//! [`Simulator`](crate::Simulator) starts with and that can be changed while it runs.

use std::fmt;
use std::time::Duration;

use crate::calls::Operation;
use crate::rubbish::Rubbish;

/// The portal, the user who signs in, what is assigned to them, and how the services behave.
#[derive(Debug, Clone)]
pub struct World {
    /// The region of the portal, such as `us-east-1`. It determines the partition in ARNs.
    pub region: String,
    /// The only start URL that `StartDeviceAuthorization` accepts. Compared in canonical form: the
    /// host's case, a trailing slash, a query and a fragment such as `#/` do not matter.
    pub start_url: String,
    /// A custom host of the organization whose `/start` redirects to the start URL.
    pub vanity_host: Option<String>,
    /// Name of the user's session in ARNs; an email address in most organizations.
    pub person: String,
    /// The accounts assigned to the user.
    pub accounts: Vec<Account>,
    /// The default page size of `ListAccounts` and `ListAccountRoles`, if the client does not set
    /// one. At least 1, at most 100 (botocore `MaxResultType`).
    pub page_size: usize,
    /// How a pending sign-in is decided.
    pub approval: Approval,
    /// How long a device code, or an authorization page, stays pending.
    pub device_code_lifetime: Duration,
    /// The poll interval that `StartDeviceAuthorization` announces, in whole seconds; a client
    /// that repeatedly polls more than twice as fast gets an error to slow down (RFC 8628, section
    /// 3.5).
    pub interval: Duration,
    /// The lifetime of an access token.
    pub access_token_lifetime: Duration,
    /// The lifetime of a refresh token.
    pub refresh_token_lifetime: Duration,
    /// The lifetime of a client registration.
    pub registration_lifetime: Duration,
    /// The lifetime of role credentials; one hour by default.
    pub role_credentials_lifetime: Duration,
    /// The clients that get a refresh token.
    pub refreshable: Refreshable,
    /// Long-lived keys of IAM users that STS accepts in addition to those it issued itself.
    pub static_keys: Vec<StaticKey>,
    /// The ARNs of the roles that `AssumeRole` and `AssumeRoleWithWebIdentity` give to every
    /// caller; none by default.
    pub assumable_roles: Vec<String>,
    /// The faults to inject; none by default.
    pub faults: Faults,
}

/// An account assigned to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The account's email address; omitted from the response if there is none.
    pub email: Option<String>,
    /// The permission sets assigned in this account.
    pub roles: Vec<String>,
}

impl Account {
    /// An account without an email address.
    pub fn new(id: &str, name: &str, roles: &[&str]) -> Account {
        Account {
            id: id.to_owned(),
            name: name.to_owned(),
            email: None,
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        }
    }
}

/// How a pending sign-in is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// By the user on the page, or by [`Simulator::approve`](crate::Simulator::approve) and
    /// [`Simulator::deny`](crate::Simulator::deny).
    ByHand,
    /// Approved automatically after this many pending responses: with 0 the first poll succeeds.
    /// An authorization page (PKCE), which has no polls, is approved immediately.
    AfterPolls(u32),
    /// Denied after this many pending responses; an authorization page is denied immediately.
    DenyAfterPolls(u32),
    /// Never decided: pending until the code expires, regardless of clicks.
    Never,
}

/// The clients that get a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshable {
    /// As in AWS: clients that registered with the scope `sso:account:access`, and whose grant
    /// types, if set, include `refresh_token`.
    ByScopes,
    /// Every client.
    Always,
    /// No client.
    Never,
}

/// A long-lived key of an IAM user. Debug does not show the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct StaticKey {
    /// `AKIA…`
    pub access_key_id: String,
    /// Forty characters.
    pub secret_access_key: String,
    /// The account of the user, twelve digits.
    pub account: String,
    /// The user's name, as in `arn:aws:iam::ACCOUNT:user/NAME`.
    pub user: String,
}

impl fmt::Debug for StaticKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaticKey")
            .field("account", &self.account)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// How the first two calls of `CreateToken` cross: none is answered before both have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// The call that arrived last is answered first, so that it gets the token.
    pub last_wins: bool,
    /// How long a call waits for the other one.
    pub patience: Duration,
}

/// The faults to inject. [`Faults::default`] has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// Added to every call; calls wait in parallel, not in a queue.
    pub latency: Duration,
    /// The portal rejects every token with 401.
    pub revoked: bool,
    /// Every refresh fails with `InvalidGrantException`.
    pub refresh_refused: bool,
    /// A refresh returns no new refresh token.
    pub refresh_without_token: bool,
    /// The portal returns 429 for calls above this number within any one second.
    pub throttle_per_second: Option<u32>,
    /// The portal answers 429 to this many further calls; counts down.
    pub throttle_first: u32,
    /// `ListAccountRoles` is refused for these accounts, which `ListAccounts` lists.
    pub roles_unlisted: Vec<String>,
    /// One operation takes this much longer.
    pub slow: Option<(Operation, Duration)>,
    /// The first two calls of `CreateToken` cross.
    pub crossing: Option<Crossing>,
    /// The simulator's clock relative to the machine's, in seconds: 600 is ten minutes fast. It
    /// affects Date, every expiry and the check of a signature's time, so it can also simulate the
    /// passage of time.
    pub clock_skew_seconds: i64,
    /// This many further polls get `SlowDownException`; counts down.
    pub slow_down_first: u32,
    /// Responses that no AWS service sends: those of a proxy, a captive portal or a broken
    /// connection.
    pub rubbish: Option<Rubbish>,
    /// The portal is not in the requested region: `StartDeviceAuthorization` returns
    /// `InvalidRequestException`, `CreateToken` `InvalidGrantException`. It is a switch because
    /// these calls are unsigned and do not name their region; only under AWS's own names
    /// (`oidc.eu-west-1.amazonaws.com`) the host does, and another region than the world's is
    /// refused without it.
    pub wrong_region: bool,
    /// `GetCallerIdentity` fails with `AccessDenied` from a service control policy.
    pub sts_denied: bool,
    /// `GetCallerIdentity` rejects every key.
    pub sts_unknown_key: bool,
}

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl World {
    /// The world of the demo: one portal in us-east-1, mira@example.org, two accounts.
    pub fn science_cloud() -> World {
        World {
            region: "us-east-1".to_owned(),
            start_url: "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start".to_owned(),
            vanity_host: None,
            person: "mira@example.org".to_owned(),
            accounts: vec![
                Account::new("111122223333", "dev-account", &["PowerUser"]),
                Account::new("444455556666", "prod-account", &["ReadOnly"]),
            ],
            page_size: 20,
            approval: Approval::ByHand,
            device_code_lifetime: Duration::from_secs(600),
            interval: Duration::from_secs(1),
            access_token_lifetime: 8 * HOUR,
            refresh_token_lifetime: 90 * DAY,
            // The model defines no lifetime; ninety days is an assumption.
            registration_lifetime: 90 * DAY,
            role_credentials_lifetime: HOUR,
            refreshable: Refreshable::ByScopes,
            static_keys: Vec::new(),
            assumable_roles: Vec::new(),
            faults: Faults::default(),
        }
    }

    /// The same portal with this many accounts, each with this many roles.
    pub fn many(accounts: usize, roles: usize) -> World {
        let accounts = (0..accounts)
            .map(|number| Account {
                id: format!("{:012}", 100_000_000_001_u64.saturating_add(number as u64)),
                name: format!("account-{:04}", number + 1),
                email: Some(format!("account-{:04}@example.org", number + 1)),
                roles: (0..roles).map(|role| format!("Role{:03}", role + 1)).collect(),
            })
            .collect();
        World { accounts, ..World::science_cloud() }
    }

    /// The partition of the region, for ARNs.
    pub(crate) fn partition(&self) -> &'static str {
        // botocore partitions.json, regionRegex of each partition.
        match self.region.as_str() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            region if region.starts_with("eusc-") => "aws-eusc",
            _ => "aws",
        }
    }

    /// Whether this start URL names the portal of this world.
    pub(crate) fn is_start_url(&self, other: &str) -> bool {
        canonical(other).is_some_and(|other| canonical(&self.start_url) == Some(other))
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }
}

/// A normalized start URL: without the host's case, query, fragment and trailing slash.
fn canonical(start_url: &str) -> Option<String> {
    let mut url = url::Url::parse(start_url.trim()).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    Some(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_url_is_compared_canonically() {
        let world = World::science_cloud();
        for same in [
            "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start",
            "https://my-sciencecloud-sso-portal-exampleurl.awsapps.com/start/",
            "https://MY-sciencecloud-sso-portal-exampleURL.awsapps.com/start#/",
            "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start/#/?tab=accounts",
        ] {
            assert!(world.is_start_url(same), "{same}");
        }
        for other in [
            "http://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start",
            "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/other",
            "https://d-123.awsapps.com/start",
            "start",
            "",
        ] {
            assert!(!world.is_start_url(other), "{other}");
        }
    }

    #[test]
    fn many_accounts_have_distinct_twelve_digit_numbers() {
        let world = World::many(250, 3);
        let mut ids: Vec<&str> = world.accounts.iter().map(|account| account.id.as_str()).collect();
        assert!(ids.iter().all(|id| id.len() == 12));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 250);
        assert!(world.accounts.iter().all(|account| account.roles.len() == 3));
    }

    #[test]
    fn a_region_decides_the_partition() {
        let partition = |region: &str| {
            World { region: region.to_owned(), ..World::science_cloud() }.partition()
        };
        assert_eq!(partition("eu-central-2"), "aws");
        assert_eq!(partition("cn-north-1"), "aws-cn");
        assert_eq!(partition("us-gov-west-1"), "aws-us-gov");
        assert_eq!(partition("eusc-de-east-1"), "aws-eusc");
    }

    #[test]
    fn a_static_key_does_not_show_its_secret() {
        let key = StaticKey {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            account: "111122223333".to_owned(),
            user: "build".to_owned(),
        };
        let shown = format!("{:?}", World { static_keys: vec![key], ..World::science_cloud() });
        assert!(shown.contains("build"));
        assert!(!shown.contains("AKIA") && !shown.contains("wJalr"));
    }
}
