//! Files as tools, onboarding pages and dotfiles write them.

use super::machine::{LAB, OTHER_PORTAL, beside, lab, legacy, profile, session, whole, with};
use crate::HOURS;
use crate::catalogue::row::Case;

/// Temporary keys as tools write them, of this profile.
fn temporary(name: &str, more: &str) -> String {
    format!(
        "[{name}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n\
         aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n\
         aws_session_token = FwoGZXIvYXdzEJr//////////wEaDKexample\n{more}"
    )
}

/// A machine with the program on PATH.
fn having(case: Case, program: &str) -> Case {
    case.with(|machine| {
        machine.home.program(program, "exit 0");
    })
}

machines! {
    // Tools that write profiles of single sign-on, or take their credentials from it.

    granted_populates_profiles: {
        let text = format!(
            "[profile Lab-Dev/PowerUser]\nsso_start_url              = {LAB}\n\
             sso_region                 = us-east-1\nsso_account_id             = 111122223333\n\
             sso_role_name              = PowerUser\ncommon_fate_generated_from = aws-sso\n\
             region                     = eu-central-1\n"
        );
        Case::files(&text, "").signed_in(LAB, false, HOURS)
    };
    granted_populates_profiles_with_a_process: {
        let text = format!(
            "[profile Lab-Dev/PowerUser]\ngranted_sso_start_url      = {LAB}\n\
             granted_sso_region         = us-east-1\n\
             granted_sso_account_id     = 111122223333\n\
             granted_sso_role_name      = PowerUser\ncommon_fate_generated_from = aws-sso\n\
             credential_process         = granted credential-process --profile Lab-Dev/PowerUser\n\
             region                     = eu-central-1\n"
        );
        having(Case::files(&text, "").signed_out(), "granted")
            .env("AWS_PROFILE", "Lab-Dev/PowerUser")
    };
    aws_sso_util_populates_profiles: {
        let text = legacy(LAB).trim_end().replace("profile old", "profile dev.PowerUser")
            + "\nsso_account_name = dev\noutput = json\n\
               credential_process = aws-sso-util credential-process --profile dev.PowerUser\n\
               sso_auto_populated = true\n";
        having(Case::files(&text, ""), "aws-sso-util").signed_in(LAB, false, HOURS)
    };
    aws_sso_cli_writes_its_block: having(
        beside(
            "# BEGIN_AWS_SSO_CLI\n\n[profile 111122223333:PowerUser]\n\
             credential_process = aws-sso -u https://lab-portal.awsapps.com/start -S \"Default\" process --arn arn:aws:iam::111122223333:role/PowerUser\n\
             region = eu-central-1\n\n# END_AWS_SSO_CLI\n",
        ),
        "aws-sso",
    );
    aws2_wrap_for_older_tools: having(
        beside(
            "[profile dev-wrap]\n\
             credential_process = aws2-wrap --process --profile dev\n\
             region = eu-central-1\n",
        ),
        "aws2-wrap",
    )
    .env("AWS_PROFILE", "dev-wrap");
    yawsso_writes_temporary_keys_beside: Case::files(&whole(), &temporary("dev-keys", ""));
    aws_configure_sso_as_its_newest_version_writes: {
        let text = format!(
            "[profile PowerUser-111122223333]\nsso_session = corp\n\
             sso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = eu-central-1\n\
             output = json\n{}",
            lab()
        );
        Case::files(&text, "")
    };
    an_assistants_session_beside: beside(
        "[sso-session codewhisperer]\nsso_start_url = https://view.awsapps.com/start\n\
         sso_region = us-east-1\n\
         sso_registration_scopes = codewhisperer:completions,codewhisperer:analysis\n",
    );
    a_windows_program_with_a_space_in_its_path: {
        let case = beside("");
        let path = case.machine.home.put("Program Files/get creds.exe", b"#!/bin/sh\nexit 0\n");
        crate::common::home::set_mode(&path, 0o755);
        let text = format!(
            "{}[profile bridge]\ncredential_process = \"{}\" --profile dev\n\
             region = eu-central-1\n",
            whole(),
            path.display()
        );
        case.machine.home.put(".aws/config", text.as_bytes());
        case.env("AWS_PROFILE", "bridge")
    };

    // Tools with their own sources of credentials.

    aws_vault_as_a_process: having(
        beside(
            "[profile home]\n\
             credential_process = aws-vault export --format=json --no-session home\n\
             region = eu-central-1\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n",
        ),
        "aws-vault",
    );
    aws_vault_keeps_the_keys_elsewhere: beside(
        "[profile home]\nregion = eu-central-1\n\
         mfa_serial = arn:aws:iam::111122223333:mfa/mira\n\n[profile home-admin]\n\
         source_profile = home\nrole_arn = arn:aws:iam::111122223333:role/Admin\n\
         region = eu-central-1\n",
    )
    .args(&["--profile", "dev"]);
    saml2aws_signs_in: Case::files(
        "[profile saml]\nregion = eu-central-1\noutput = json\n",
        &temporary(
            "saml",
            "aws_security_token = FwoGZXIvYXdzEJr//////////wEaDKexample\n\
             x_principal_arn = arn:aws:sts::111122223333:assumed-role/Dev/mira\n\
             x_security_token_expires = 2099-01-01T00:00:00Z\nregion = eu-central-1\n",
        ),
    )
    .signed_out()
    .env("AWS_PROFILE", "saml");
    aws_azure_login_signs_in: Case::files(
        "[profile work]\nazure_tenant_id=00000000-1111-2222-3333-444444444444\n\
         azure_app_id_uri=https://signin.aws.amazon.com/saml#123\n\
         azure_default_username=mira@example.org\n\
         azure_default_role_arn=arn:aws:iam::111122223333:role/Dev\n\
         azure_default_duration_hours=12\nazure_default_remember_me=true\n\
         region=eu-central-1\n",
        &temporary("work", "aws_expiration = 2099-01-01T00:00:00.000Z\n"),
    )
    .signed_out()
    .env("AWS_PROFILE", "work");
    gimme_aws_creds_signs_in:
        Case::files("[default]\nregion = eu-central-1\n", &temporary("okta-dev", ""))
            .signed_out()
            .env("AWS_PROFILE", "okta-dev")
            .env("AWS_REGION", "eu-central-1");
    okta_aws_cli_as_a_process: {
        let text = "[default]\ncredential_process = okta-aws-cli web --format process-credentials --oidc-client-id 0oa5wyqjk6Wm148fE1d7 --org-domain example.okta.com --aws-acct-fed-app-id 0oa9x1rifa2H6Q5d8325\nregion = eu-central-1\n";
        having(Case::files(text, "").signed_out(), "okta-aws-cli")
    };
    leapp_writes_the_default_profile:
        Case::files("[default]\nregion = eu-central-1\n", &temporary("default", ""))
            .signed_out();
    github_actions_assumes_a_role: {
        let case = Case::files("", "").signed_out();
        [
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_DEFAULT_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            ("AWS_SESSION_TOKEN", "FwoGZXIvYXdzEJr//////////wEaDKexample"),
        ]
        .into_iter()
        .fold(case, |case, (name, value)| case.env(name, value))
    };
    gitlab_ci_assumes_a_role_by_web_identity: {
        let case = Case::files("", "").signed_out();
        let token = case.machine.home.put("builds/token", b"x.y.z").display().to_string();
        [
            ("CI", "true"),
            ("GITLAB_CI", "true"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/ci"),
            ("AWS_ROLE_SESSION_NAME", "job-1"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", token.as_str()),
        ]
        .into_iter()
        .fold(case, |case, (name, value)| case.env(name, value))
    };
    a_role_from_the_environments_keys: Case::files(
        "[profile deploy]\nrole_arn = arn:aws:iam::444455556666:role/deploy\n\
         credential_source = Environment\nregion = eu-central-1\nexternal_id = 42\n",
        "",
    )
    .signed_out()
    // With AWS_PROFILE instead, the keys would come before the role.
    .args(&["--profile", "deploy"])
    .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    localstack_in_a_profile_of_its_own: Case::files(
        &format!(
            "{}[profile localstack]\nregion = us-east-1\noutput = json\n\
             endpoint_url = http://localhost.localstack.cloud:4566\n",
            whole()
        ),
        "[localstack]\naws_access_key_id = test\naws_secret_access_key = test\n",
    );
    cloudflare_r2_in_a_profile_of_its_own: Case::files(
        &format!(
            "{}[profile r2]\nregion = auto\n\
             endpoint_url = https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com\n\
             request_checksum_calculation = when_required\n\
             response_checksum_validation = when_required\n",
            whole()
        ),
        "[r2]\naws_access_key_id = 0123456789abcdef0123456789abcdef\n\
         aws_secret_access_key = 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
    );
    aws_login_and_a_bridge_for_older_tools: Case::files(
        "[profile signin]\nlogin_session = arn:aws:iam::111122223333:user/mira\n\
         region = eu-central-1\n\n[profile process]\n\
         credential_process = aws configure export-credentials --profile signin --format process\n\
         region = eu-central-1\n",
        "",
    )
    .signed_out()
    .env("AWS_PROFILE", "process");

    // Whole files, as people keep and distribute them.

    home_manager_links_the_file_into_its_store: {
        let case = Case::files("", "");
        let path = case
            .machine
            .home
            .put("nix/store/8ymz0v2ymv8p5s4v0j7s8l5q6b1a9c3d-config", whole().as_bytes());
        std::fs::create_dir_all(case.machine.home.path().join(".aws")).unwrap();
        std::os::unix::fs::symlink(path, case.machine.home.config()).unwrap();
        case
    };
    ansible_manages_a_block: Case::files(
        &format!("# BEGIN ANSIBLE MANAGED BLOCK\n{}# END ANSIBLE MANAGED BLOCK\n", whole()),
        "",
    );
    a_generator_heads_each_account: {
        let account = |name: &str, more: &str| {
            format!("######## {name} ########\n{}\n", profile(more).trim_end())
        };
        with(
            &[account("Dev", "profile dev-power"), account("Lab", "profile lab-power")]
                .concat(),
        )
    };
    a_file_in_its_own_order_and_with_aligned_values: Case::files(
        "[default]\nregion         = eu-central-1\ncli_pager      =\n\n\
         [profile dev]\nregion         = eu-central-1\nsso_role_name  = PowerUser\n\
         sso_account_id = 111122223333\nsso_session    = corp\n\n[sso-session corp]\n\
         sso_registration_scopes = sso:account:access\nsso_region     = us-east-1\n\
         sso_start_url  = https://lab-portal.awsapps.com/start/#\n",
        "",
    )
    .env("AWS_PROFILE", "dev");
    a_session_for_each_of_the_organizations_portals: {
        let other = session(OTHER_PORTAL, "us-west-2").replace("corp", "partner");
        beside(&other)
    };
    awsumes_keys_and_roles: beside(
        "[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n\
         source_profile = dev\nregion = eu-central-1\nrole_duration = 3600\n\
         role_session_name = mira@example.org\nautoawsume = true\n",
    );
    a_development_container_with_the_hosts_files: Case::files(&whole(), "")
        .env("REMOTE_CONTAINERS", "true")
        .env("AWS_PROFILE", "dev")
        .env("AWS_SDK_LOAD_CONFIG", "1");
    settings_of_every_service: beside(
        "services = tuned\ns3 =\n  multipart_threshold = 64MB\n  max_bandwidth = 50MB/s\n\
         s3api =\n  addressing_style = virtual\n\n[services tuned]\ns3 =\n\
         \u{20}\u{20}endpoint_url = https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com\n",
    );
}
