//! Home folders to check: a temporary folder that contains an `.aws` folder.

use std::fmt::Write;
use std::path::Path;

use tempfile::TempDir;

/// The portal of every session.
pub(crate) const START_URL: &str =
    "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";

/// A home whose config has this many profiles and sessions, all complete and different.
pub(crate) fn with_profiles(profiles: usize, sessions: usize) -> TempDir {
    let mut config = String::new();
    for number in 0..sessions {
        write!(
            config,
            "# the portal of team {number}\n[sso-session team-{number:04}]\n\
             sso_start_url = https://d-{number:010}.awsapps.com/start\nsso_region = us-east-1\n\
             sso_registration_scopes = sso:account:access\n\n"
        )
        .unwrap();
    }
    for number in 0..profiles {
        write!(
            config,
            "[profile account-{number:05}]\nsso_session = team-{:04}\n\
             sso_account_id = {:012}\nsso_role_name = PowerUser\nregion = eu-central-1\n\
             output = json\ns3 =\n  max_concurrent_requests = 20\n\n",
            number % sessions,
            100_000_000_000_u64 + number as u64,
        )
        .unwrap();
    }
    home(&config)
}

/// A home with this config and an empty token cache.
pub(crate) fn home(config: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".aws");
    std::fs::create_dir_all(folder.join("sso/cache")).unwrap();
    put(&folder.join("config"), config);
    home
}

/// Writes a file that only its owner may read, as the AWS CLI does.
pub(crate) fn put(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}
