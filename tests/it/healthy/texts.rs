//! The text of the files.

use super::machine::{beside, profile, whole, with};
use crate::catalogue::row::Case;

machines! {
    tabs_round_the_equals_sign: Case::files(&whole().replace(" = ", "\t=\t"), "");
    no_space_round_it: Case::files(&whole().replace(" = ", "="), "");
    crlf: Case::files(&whole().replace('\n', "\r\n"), "");
    no_newline_at_the_end: Case::files(whole().trim_end(), "");
    comments_everywhere: Case::files(
        "# What the team uses\n; and an old style\n\n[sso-session corp]\n# the portal\n\
         sso_start_url = https://lab-portal.awsapps.com/start\n#sso_region = eu-west-1\n\
         sso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n\
         #[profile gone]\n#sso_session = gone\n[profile dev]\nsso_session = corp\n\
         sso_account_id = 111122223333\n; the role\nsso_role_name = PowerUser\n\
         region = eu-central-1\n# the end",
        "# no keys here: single sign-on\n",
    );
    comments_in_other_languages:
        with(&format!("# Zugang für Müller, naïve café, 日本\n{}", profile("profile dev")));
    an_empty_credentials_file: {
        let case = with(&profile("profile dev"));
        case.machine.home.put(".aws/credentials", b"");
        case
    };
    five_hundred_profiles: {
        let many: String = (0..500).map(|n| profile(&format!("profile team-{n:03}"))).collect();
        with(&many)
    };
    names_with_quotes_and_a_space_as_aws_configure_writes_them (warns "config-names"):
        with(&profile("profile 'my dev'"));
    a_name_in_quotes (warns "config-names"): with(&profile("profile \"dev\""));
    names_with_every_portable_character: with(&profile("profile Team_A/dev-1.x%@eu:+"));
    nested_settings_of_s3:
        beside("s3 =\n  max_concurrent_requests = 20\n  addressing_style = path\n");
    a_services_section:
        beside("services = local\n\n[services local]\ndynamodb =\n  endpoint_url = http://127.0.0.1:8000\n");
    many_settings_of_the_aws_cli: beside(
        "output = table\ncli_pager =\ncli_auto_prompt = on-partial\ncli_timestamp_format = iso8601\n\
         cli_history = enabled\nretry_mode = standard\nmax_attempts = 5\nparameter_validation = true\n\
         tcp_keepalive = true\nsts_regional_endpoints = regional\nuse_dualstack_endpoint = false\n\
         defaults_mode = in-region\nmetadata_service_timeout = 1\ncli_binary_format = raw-in-base64-out\n",
    );
    settings_of_other_tools: beside(
        "granted_sso_start_url = https://lab-portal.awsapps.com/start\ncolor = 00ff00\n\
         x_security_token_expires = 2026-01-01T00:00:00Z\nazure_tenant_id = 1234\nmy_note = for the group\n",
    );
    more_scopes_than_one: Case::files(
        &whole()
            .replace("sso:account:access", "sso:account:access, codewhisperer:completions"),
        "",
    );
    aliases_and_previews_of_old: beside("[preview]\ncloudfront = true\n");
}
