//! What is in the AWS files of the tests, also of those that run on every system.

pub const PROFILE: &str = "ScienceCloudProject-devAccount";
pub const SESSION: &str = "ScienceCloudProject-AdminAccount";
pub const START_URL: &str = "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";

/// The exact example of the wiki page: the profile names a session that is not defined.
pub const WIKI_CONFIG: &str = "\
[profile ScienceCloudProject-devAccount]
sso_session = my-sciencecloud-sso
sso_account_id = 111122223333
sso_role_name = PowerUser

[sso-session ScienceCloudProject-AdminAccount]
sso_region = us-east-1
sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start
";

/// Keys from AWS's own documentation, which never worked.
pub const WIKI_CREDENTIALS: &str = "\
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";

/// The portal of a laboratory, at an address that no documentation uses as an example.
pub const LAB_URL: &str = "https://lab-portal.awsapps.com/start";

/// A config without problems, with these profiles on one session.
pub fn healthy_config(profiles: &[&str]) -> String {
    let mut text = format!(
        "[sso-session corp]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n\
         sso_registration_scopes = sso:account:access\n"
    );
    for profile in profiles {
        text.push_str(&format!(
            "\n[profile {profile}]\nsso_session = corp\nsso_account_id = 111122223333\n\
             sso_role_name = PowerUser\nregion = eu-central-1\n"
        ));
    }
    text
}
