//! The practice machines.

use std::io;
use std::path::Path;
use std::time::Duration;

use identity_center_sim::{Approval, World};

use crate::error::CommandError;

/// A practice machine.
pub(crate) struct Scenario {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// What is wrong, in a few words.
    pub(crate) about: &'static str,
    /// The simulated AWS.
    pub(crate) world: fn() -> World,
    config: &'static str,
    credentials: &'static str,
}

/// Every practice machine; the first is the default.
pub(crate) const ALL: &[Scenario] = &[
    Scenario {
        name: "wiki-page",
        about: "the example from a wiki page, copied exactly, next to old keys",
        world,
        config: WIKI_CONFIG,
        credentials: STALE_KEYS,
    },
    Scenario {
        name: "pasted-twice",
        about: "a page followed twice: the AWS CLI can no longer read the file",
        world,
        config: TWICE_CONFIG,
        credentials: "",
    },
    Scenario {
        name: "half-a-session",
        about: "an sso-session without its region, and a profile without its role",
        world,
        config: HALF_CONFIG,
        credentials: "",
    },
    Scenario {
        name: "first-day",
        about: "a new laptop, for `demo first-day -- setup`; the portal is https://practice.awsapps.com/start",
        world: first_day,
        config: "",
        credentials: "",
    },
    Scenario {
        name: "healthy",
        about: "only the sign-in is missing",
        world,
        config: HEALTHY_CONFIG,
        credentials: "",
    },
];

/// The start URL in the first day's invitation.
const PRACTICE_PORTAL: &str = "https://practice.awsapps.com/start";

/// The example from the wiki page: the profile names a session that the next section does not
/// define.
const WIKI_CONFIG: &str = "\
# From the wiki page \"Command line access\"
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
";

/// Keys from AWS's own documentation, which never worked.
const STALE_KEYS: &str = "\
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";

const TWICE_CONFIG: &str = "\
[sso-session sciencecloud]
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = sciencecloud
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
Replace the values above with your own.

[profile dev]
output = json
";

const HALF_CONFIG: &str = "\
[sso-session sciencecloud]
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = sciencecloud
sso_account_id = 1111-2222-3333
region = us-east-1
";

const HEALTHY_CONFIG: &str = "\
[sso-session sciencecloud]
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = sciencecloud
sso_account_id = 111122223333
sso_role_name = PowerUser
region = us-east-1
";

/// The Science Cloud portal, which confirms a code by itself after some polls.
fn world() -> World {
    let mut world = World::science_cloud();
    world.approval = Approval::AfterPolls(4);
    world.interval = Duration::from_secs(1);
    world
}

/// The same accounts behind the start URL of an invitation.
fn first_day() -> World {
    let mut world = world();
    PRACTICE_PORTAL.clone_into(&mut world.start_url);
    world
}

impl Scenario {
    /// Creates the machine's files in its home.
    ///
    /// # Errors
    /// The home cannot be written.
    pub(crate) fn lay_out(&self, home: &Path) -> io::Result<()> {
        let folder = home.join(".aws");
        std::fs::create_dir(&folder)?;
        private(&folder, 0o700)?;
        for (name, text) in [("config", self.config), ("credentials", self.credentials)] {
            if !text.is_empty() {
                let path = folder.join(name);
                lay(&path, text)?;
                private(&path, 0o600)?;
            }
        }
        Ok(())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a file of the practice machine, which nobody else has"
)]
fn lay(path: &Path, text: &str) -> io::Result<()> {
    std::fs::write(path, text)
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn private(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// Finds a scenario by its name.
///
/// # Errors
/// No scenario has this name (2).
pub(crate) fn find(name: Option<&str>) -> Result<&'static Scenario, CommandError> {
    let Some(name) = name else { return Ok(&ALL[0]) };
    ALL.iter().find(|scenario| scenario.name == name).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|scenario| scenario.name).collect();
        CommandError::usage(format!("there is no scenario {name:?}"))
            .hint(format!("there are {}", names.join(", ")))
    })
}
