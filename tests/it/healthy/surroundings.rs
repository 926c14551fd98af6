//! The environment, and the locations of the files.

use super::machine::{profile, whole, with};
use crate::catalogue::row::Case;

machines! {
    aws_profile: with(&["profile dev", "profile other"].map(profile).concat())
        .env("AWS_PROFILE", "other");
    aws_default_profile: with(&["profile dev", "profile other"].map(profile).concat())
        .env("AWS_DEFAULT_PROFILE", "other");
    aws_profile_from_a_start_up_file: with(&["profile dev", "profile other"].map(profile).concat())
        .env("AWS_PROFILE", "other")
        .with(|machine| {
            machine.home.put(".zshrc", b"export AWS_PROFILE=other\n");
            machine.home.put(".bashrc", b"export AWS_PROFILE=gone\n");
        });
    aws_region_and_no_region_in_the_profile:
        with(&profile("profile dev").replace("region = eu-central-1\n", ""))
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_DEFAULT_REGION", "eu-west-1");
    aws_config_file_elsewhere: {
        let case = Case::files("", "");
        let path = case.machine.home.put("work/aws.ini", whole().as_bytes());
        let path = path.display().to_string();
        case.env("AWS_CONFIG_FILE", &path)
    };
    aws_shared_credentials_file_elsewhere: {
        let case = Case::files(&whole(), "");
        let path = case.machine.home.put("work/keys.ini", b"# none\n");
        let path = path.display().to_string();
        case.env("AWS_SHARED_CREDENTIALS_FILE", &path)
    };
    a_link_to_a_file_of_this_person: {
        let case = Case::files("", "");
        let path = case.machine.home.put("dotfiles/aws-config", whole().as_bytes());
        std::fs::create_dir_all(case.machine.home.path().join(".aws")).unwrap();
        std::os::unix::fs::symlink(path, case.machine.home.config()).unwrap();
        case
    };
    a_sign_in_that_has_ended_and_renews_itself:
        with(&profile("profile dev")).signed_out().signed_in(
            "corp",
            true,
            std::time::Duration::ZERO,
        );
    tokens_and_registrations_of_other_tools_in_the_cache:
        with(&profile("profile dev")).with(|machine| {
            let cache = ".aws/sso/cache/";
            for (name, text) in [
                ("aws-toolkit-vscode-client-id-us-east-1.json", r#"{"clientId":"c","clientSecret":"s","expiresAt":"2099-01-01T00:00:00.000Z","scopes":["sso:account:access"]}"#),
                ("kiro-auth-token.json", r#"{"accessToken":"a","refreshToken":"r","expiresAt":"2020-01-01T00:00:00.000Z","provider":"Enterprise"}"#),
                ("394fa0df1cde5086b80bd1cdd4b45e359ceef9a2.json", r#"{"clientId": "c", "clientSecret": "s", "expiresAt": "2099-01-01T00:00:00Z", "scopes": ["sso:account:access"], "grantTypes": ["authorization_code", "refresh_token"]}"#),
            ] {
                machine.home.put(format!("{cache}{name}"), text.as_bytes());
            }
        });
    no_proxy_for_this_computer:
        with(&profile("profile dev")).env("NO_PROXY", "127.0.0.1,localhost");
    over_ssh: with(&profile("profile dev")).env("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22");
    a_pager_that_is_turned_off: with(&profile("profile dev")).env("AWS_PAGER", "");
    all_profiles: with(&["profile a", "profile b"].map(profile).concat()).args(&["--all-profiles"]);
}
