//! Files as tools, onboarding pages and dotfiles write them.

use super::machine::{LAB, Sound, lab, legacy, profile, session, sound, with};
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

/// The profile `dev` and these lines, signed in.
fn beside(more: &str) -> Case {
    with(&format!("{}{more}", profile("profile dev")))
}

pub fn machines() -> Vec<Sound> {
    let mut machines = for_single_sign_on();
    machines.extend(for_other_sources());
    machines.extend(for_whole_files());
    machines
}

/// Tools that write profiles of single sign-on, or take their credentials from it.
fn for_single_sign_on() -> Vec<Sound> {
    vec![
        sound("Granted populates profiles", || {
            let text = format!(
                "[profile Lab-Dev/PowerUser]\nsso_start_url              = {LAB}\n\
                 sso_region                 = us-east-1\nsso_account_id             = 111122223333\n\
                 sso_role_name              = PowerUser\ncommon_fate_generated_from = aws-sso\n\
                 region                     = eu-central-1\n"
            );
            Case::files(&text, "").signed_in(LAB, false, HOURS)
        }),
        sound("Granted populates profiles with a process", || {
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
        }),
        sound("aws-sso-util populates profiles", || {
            let text = legacy(LAB).trim_end().replace("profile old", "profile dev.PowerUser")
                + "\nsso_account_name = dev\noutput = json\n\
                   credential_process = aws-sso-util credential-process --profile dev.PowerUser\n\
                   sso_auto_populated = true\n";
            having(Case::files(&text, ""), "aws-sso-util").signed_in(LAB, false, HOURS)
        }),
        sound("aws-sso-cli writes its block", || {
            having(
                beside(
                    "# BEGIN_AWS_SSO_CLI\n\n[profile 111122223333:PowerUser]\n\
                     credential_process = aws-sso -u https://lab-portal.awsapps.com/start -S \"Default\" process --arn arn:aws:iam::111122223333:role/PowerUser\n\
                     region = eu-central-1\n\n# END_AWS_SSO_CLI\n",
                ),
                "aws-sso",
            )
        }),
        sound("aws2-wrap for older tools", || {
            having(
                beside(
                    "[profile dev-wrap]\n\
                     credential_process = aws2-wrap --process --profile dev\n\
                     region = eu-central-1\n",
                ),
                "aws2-wrap",
            )
            .env("AWS_PROFILE", "dev-wrap")
        }),
        sound("yawsso writes temporary keys beside", || {
            Case::files(&format!("{}{}", lab(), profile("profile dev")), &temporary("dev-keys", ""))
        }),
        sound("aws configure sso, as its newest version writes", || {
            let text = format!(
                "[profile PowerUser-111122223333]\nsso_session = corp\n\
                 sso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = eu-central-1\n\
                 output = json\n{}",
                lab()
            );
            Case::files(&text, "")
        }),
        sound("an assistant's session beside", || {
            beside(
                "[sso-session codewhisperer]\nsso_start_url = https://view.awsapps.com/start\n\
                 sso_region = us-east-1\n\
                 sso_registration_scopes = codewhisperer:completions,codewhisperer:analysis\n",
            )
        }),
        sound("a Windows program with a space in its path", || {
            let case = beside("");
            let path = case.machine.home.put("Program Files/get creds.exe", b"#!/bin/sh\nexit 0\n");
            crate::common::home::set_mode(&path, 0o755);
            let text = format!(
                "{}{}[profile bridge]\ncredential_process = \"{}\" --profile dev\n\
                 region = eu-central-1\n",
                lab(),
                profile("profile dev"),
                path.display()
            );
            case.machine.home.put(".aws/config", text.as_bytes());
            case.env("AWS_PROFILE", "bridge")
        }),
    ]
}

/// Tools with their own sources of credentials.
fn for_other_sources() -> Vec<Sound> {
    vec![
        sound("aws-vault as a process", || {
            having(
                beside(
                    "[profile home]\n\
                     credential_process = aws-vault export --format=json --no-session home\n\
                     region = eu-central-1\nmfa_serial = arn:aws:iam::111122223333:mfa/mira\n",
                ),
                "aws-vault",
            )
        }),
        sound("aws-vault keeps the keys elsewhere", || {
            beside(
                "[profile home]\nregion = eu-central-1\n\
                 mfa_serial = arn:aws:iam::111122223333:mfa/mira\n\n[profile home-admin]\n\
                 source_profile = home\nrole_arn = arn:aws:iam::111122223333:role/Admin\n\
                 region = eu-central-1\n",
            )
            .args(&["--profile", "dev"])
        }),
        sound("saml2aws signs in", || {
            Case::files(
                "[profile saml]\nregion = eu-central-1\noutput = json\n",
                &temporary(
                    "saml",
                    "aws_security_token = FwoGZXIvYXdzEJr//////////wEaDKexample\n\
                     x_principal_arn = arn:aws:sts::111122223333:assumed-role/Dev/mira\n\
                     x_security_token_expires = 2099-01-01T00:00:00Z\nregion = eu-central-1\n",
                ),
            )
            .signed_out()
            .env("AWS_PROFILE", "saml")
        }),
        sound("aws-azure-login signs in", || {
            Case::files(
                "[profile work]\nazure_tenant_id=00000000-1111-2222-3333-444444444444\n\
                 azure_app_id_uri=https://signin.aws.amazon.com/saml#123\n\
                 azure_default_username=mira@example.org\n\
                 azure_default_role_arn=arn:aws:iam::111122223333:role/Dev\n\
                 azure_default_duration_hours=12\nazure_default_remember_me=true\n\
                 region=eu-central-1\n",
                &temporary("work", "aws_expiration = 2099-01-01T00:00:00.000Z\n"),
            )
            .signed_out()
            .env("AWS_PROFILE", "work")
        }),
        sound("gimme-aws-creds signs in", || {
            Case::files("[default]\nregion = eu-central-1\n", &temporary("okta-dev", ""))
                .signed_out()
                .env("AWS_PROFILE", "okta-dev")
                .env("AWS_REGION", "eu-central-1")
        }),
        sound("okta-aws-cli as a process", || {
            let text = "[default]\ncredential_process = okta-aws-cli web --format process-credentials --oidc-client-id 0oa5wyqjk6Wm148fE1d7 --org-domain example.okta.com --aws-acct-fed-app-id 0oa9x1rifa2H6Q5d8325\nregion = eu-central-1\n";
            having(Case::files(text, "").signed_out(), "okta-aws-cli")
        }),
        sound("Leapp writes the default profile", || {
            Case::files("[default]\nregion = eu-central-1\n", &temporary("default", ""))
                .signed_out()
        }),
        sound("GitHub Actions assumes a role", || {
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
        }),
        sound("GitLab CI assumes a role by web identity", || {
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
        }),
        sound("a role from the environment's keys", || {
            Case::files(
                "[profile deploy]\nrole_arn = arn:aws:iam::444455556666:role/deploy\n\
                 credential_source = Environment\nregion = eu-central-1\nexternal_id = 42\n",
                "",
            )
            .signed_out()
            // With AWS_PROFILE instead, the keys would come before the role.
            .args(&["--profile", "deploy"])
            .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        }),
        sound("LocalStack in a profile of its own", || {
            Case::files(
                &format!(
                    "{}{}[profile localstack]\nregion = us-east-1\noutput = json\n\
                     endpoint_url = http://localhost.localstack.cloud:4566\n",
                    lab(),
                    profile("profile dev")
                ),
                "[localstack]\naws_access_key_id = test\naws_secret_access_key = test\n",
            )
        }),
        sound("Cloudflare R2 in a profile of its own", || {
            Case::files(
                &format!(
                    "{}{}[profile r2]\nregion = auto\n\
                     endpoint_url = https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com\n\
                     request_checksum_calculation = when_required\n\
                     response_checksum_validation = when_required\n",
                    lab(),
                    profile("profile dev")
                ),
                "[r2]\naws_access_key_id = 0123456789abcdef0123456789abcdef\n\
                 aws_secret_access_key = 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
            )
        }),
        sound("aws login and a bridge for older tools", || {
            Case::files(
                "[profile signin]\nlogin_session = arn:aws:iam::111122223333:user/mira\n\
                 region = eu-central-1\n\n[profile process]\n\
                 credential_process = aws configure export-credentials --profile signin --format process\n\
                 region = eu-central-1\n",
                "",
            )
            .signed_out()
            .env("AWS_PROFILE", "process")
        }),
    ]
}

/// Whole files, as people keep and distribute them.
fn for_whole_files() -> Vec<Sound> {
    let whole = || format!("{}{}", lab(), profile("profile dev"));
    vec![
        sound("home-manager links the file into its store", move || {
            let case = Case::files("", "");
            let path = case
                .machine
                .home
                .put("nix/store/8ymz0v2ymv8p5s4v0j7s8l5q6b1a9c3d-config", whole().as_bytes());
            std::fs::create_dir_all(case.machine.home.path().join(".aws")).unwrap();
            std::os::unix::fs::symlink(path, case.machine.home.config()).unwrap();
            case
        }),
        sound("Ansible manages a block", move || {
            Case::files(
                &format!("# BEGIN ANSIBLE MANAGED BLOCK\n{}# END ANSIBLE MANAGED BLOCK\n", whole()),
                "",
            )
        }),
        sound("a generator heads each account", || {
            let account = |name: &str, more: &str| {
                format!("######## {name} ########\n{}\n", profile(more).trim_end())
            };
            with(
                &[account("Dev", "profile dev-power"), account("Lab", "profile lab-power")]
                    .concat(),
            )
        }),
        sound("a file in its own order and with aligned values", || {
            Case::files(
                "[default]\nregion         = eu-central-1\ncli_pager      =\n\n\
                 [profile dev]\nregion         = eu-central-1\nsso_role_name  = PowerUser\n\
                 sso_account_id = 111122223333\nsso_session    = corp\n\n[sso-session corp]\n\
                 sso_registration_scopes = sso:account:access\nsso_region     = us-east-1\n\
                 sso_start_url  = https://lab-portal.awsapps.com/start/#\n",
                "",
            )
            .env("AWS_PROFILE", "dev")
        }),
        sound("a session for each of the organization's portals", || {
            let other = session("https://d-92670000aa.awsapps.com/start", "us-west-2")
                .replace("corp", "partner");
            with(&format!("{}{other}", profile("profile dev")))
        }),
        sound("awsume's keys and roles", || {
            beside(
                "[profile admin]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n\
                 source_profile = dev\nregion = eu-central-1\nrole_duration = 3600\n\
                 role_session_name = mira@example.org\nautoawsume = true\n",
            )
        }),
        sound("a development container with the host's files", move || {
            Case::files(&whole(), "")
                .env("REMOTE_CONTAINERS", "true")
                .env("AWS_PROFILE", "dev")
                .env("AWS_SDK_LOAD_CONFIG", "1")
        }),
        sound("settings of every service", || {
            beside(
                "services = tuned\ns3 =\n  multipart_threshold = 64MB\n  max_bandwidth = 50MB/s\n\
                 s3api =\n  addressing_style = virtual\n\n[services tuned]\ns3 =\n\
                 \u{20}\u{20}endpoint_url = https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com\n",
            )
        }),
    ]
}
