//! The wiki page's machine and others, each with a simulated IAM Identity Center.

use std::time::{Duration, Instant};

use identity_center_sim::{Account, Authority, Chain, RealNames, Simulator, World};

use super::run::{Program, program};
use super::{Home, Pty};

pub use super::files::{
    LAB_URL, PROFILE, SESSION, START_URL, WIKI_CONFIG, WIKI_CREDENTIALS, healthy_config,
};

/// The preset that the support team of Science Cloud distributes.
pub const PRESET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/presets/sciencecloud.ini");

/// The laboratory's AWS, with these accounts.
pub fn lab(accounts: Vec<Account>) -> World {
    World { start_url: LAB_URL.to_owned(), accounts, ..World::science_cloud() }
}

/// One account with one role.
pub fn one_role() -> World {
    lab(vec![Account::new("111122223333", "dev-account", &["PowerUser"])])
}

/// Two accounts, one with two roles.
pub fn three_roles() -> World {
    lab(vec![
        Account::new("111122223333", "Dev Account", &["PowerUser", "ReadOnly"]),
        Account::new("444455556666", "Prod", &["ReadOnly"]),
    ])
}

/// A profile that names its portal itself, as before sessions.
pub fn legacy_profile(name: &str, start_url: &str) -> String {
    format!(
        "[profile {name}]\nsso_start_url = {start_url}\nsso_region = us-east-1\n\
         sso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = eu-central-1\n"
    )
}

/// A network in which only loopback responds.
pub const NO_NETWORK: &[(&str, &str)] =
    &[("HTTPS_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", "127.0.0.1,localhost")];

/// A home, and the simulated AWS for it.
pub struct Machine {
    pub home: Home,
    pub simulator: Simulator,
}

impl Machine {
    pub fn new(home: Home, world: World) -> Self {
        let simulator = Simulator::start_blocking(world).unwrap();
        Self { home, simulator }
    }

    /// The wiki page's machine.
    pub fn wiki() -> Self {
        Self::with_files(WIKI_CONFIG, WIKI_CREDENTIALS)
    }

    /// These two files, with the AWS of the wiki page.
    pub fn with_files(config: &str, credentials: &str) -> Self {
        Self::new(Home::with_files(config, credentials), World::science_cloud())
    }

    /// A machine with one profile `dev` that is not signed in.
    pub fn signed_out() -> Self {
        Self::with_files(&healthy_config(&["dev"]), "")
    }

    /// A signed-in machine with one profile `dev` and no problems.
    pub fn healthy() -> Self {
        let machine = Self::signed_out();
        machine.sign_in("corp", true, Duration::from_secs(8 * 3600));
        machine
    }

    /// Writes a token to the cache, as a sign-in does. With a lifetime of zero, it has already
    /// expired.
    pub fn sign_in(&self, session: &str, refreshable: bool, lifetime: Duration) {
        let world = self.simulator.world();
        self.sign_in_to(session, &world.start_url, &world.region, refreshable, lifetime);
    }

    /// Writes the same token for this portal.
    pub fn sign_in_to(
        &self,
        session: &str,
        start_url: &str,
        region: &str,
        refreshable: bool,
        lifetime: Duration,
    ) {
        let issued = self.simulator.issue_token(refreshable, lifetime);
        let text = issued.cache_file(start_url, region);
        self.home.put(self.home.token(session), text.as_bytes());
    }

    /// Starts AWS under its own host names, on loopback. Returns it and the variables that point the
    /// program to it; it stops when the first value is dropped.
    pub fn real_names(&self) -> (RealNames, Vec<(String, String)>) {
        let authority = Authority::new("Amazon").unwrap();
        let aws = RealNames::start(&self.simulator, &authority, Chain::Good).unwrap();
        let bundle = self.home.path().join("bundle.pem");
        authority.write(&bundle).unwrap();
        let variables = [
            ("HTTPS_PROXY", aws.proxy_url(None)),
            ("AWS_CA_BUNDLE", bundle.display().to_string()),
            ("SSL_CERT_FILE", bundle.display().to_string()),
            ("HOME", self.home.path().display().to_string()),
            ("PATH", self.home.bin().display().to_string()),
        ];
        (aws, variables.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// Approves the next device sign-in, as a user with the code would.
    pub fn approve_next(&self) {
        assert!(self.simulator.approve(&self.next_code()));
    }

    /// The user code of the next device sign-in.
    pub fn next_code(&self) -> String {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let [code] = self.simulator.pending_user_codes().as_slice() {
                return code.clone();
            }
            assert!(Instant::now() < deadline, "nobody asks to be signed in");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Runs the built program on this machine.
    pub fn run(&self, args: &[&str]) -> Program {
        program(&self.home, args).envs(self.simulator.environment())
    }

    /// Runs the built program on this machine, in a terminal.
    pub fn terminal(&self, args: &[&str]) -> Pty {
        self.terminal_of(args, 80, 40)
    }

    pub fn terminal_of(&self, args: &[&str], columns: u16, rows: u16) -> Pty {
        self.terminal_with(args, &[], columns, rows)
    }

    /// Adds variables to the environment.
    pub fn terminal_with(
        &self,
        args: &[&str],
        more: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Pty {
        let mut variables = self.simulator.environment();
        variables.push(("HOME".into(), self.home.path().display().to_string()));
        variables.push(("PATH".into(), self.home.bin().display().to_string()));
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        variables.extend(more);
        Pty::start(args, &variables, columns, rows)
    }
}
