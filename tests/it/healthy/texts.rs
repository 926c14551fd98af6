//! The text of the files.

use super::machine::{Sound, lab, profile, sound, with};
use crate::catalogue::row::Case;

pub fn machines() -> Vec<Sound> {
    let whole = || format!("{}{}", lab(), profile("profile dev"));
    vec![
        sound("tabs round the equals sign", move || {
            Case::files(&whole().replace(" = ", "\t=\t"), "")
        }),
        sound("no space round it", move || Case::files(&whole().replace(" = ", "="), "")),
        sound("CRLF", move || Case::files(&whole().replace('\n', "\r\n"), "")),
        sound("no newline at the end", move || Case::files(whole().trim_end(), "")),
        sound("comments everywhere", || {
            Case::files(
                "# What the team uses\n; and an old style\n\n[sso-session corp]\n# the portal\n\
                 sso_start_url = https://lab-portal.awsapps.com/start\n#sso_region = eu-west-1\n\
                 sso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n\
                 #[profile gone]\n#sso_session = gone\n[profile dev]\nsso_session = corp\n\
                 sso_account_id = 111122223333\n; the role\nsso_role_name = PowerUser\n\
                 region = eu-central-1\n# the end",
                "# no keys here: single sign-on\n",
            )
        }),
        sound("comments in other languages", || {
            with(&format!("# Zugang für Müller, naïve café, 日本\n{}", profile("profile dev")))
        }),
        sound("an empty credentials file", || {
            let case = with(&profile("profile dev"));
            case.machine.home.put(".aws/credentials", b"");
            case
        }),
        sound("five hundred profiles", || {
            let many: String = (0..500).map(|n| profile(&format!("profile team-{n:03}"))).collect();
            with(&many)
        }),
        sound("names with quotes and a space, as `aws configure` writes them", || {
            with(&profile("profile 'my dev'"))
        })
        .warns(&["config-names"]),
        sound("a name in quotes", || with(&profile("profile \"dev\""))).warns(&["config-names"]),
        sound("names with every portable character", || {
            with(&profile("profile Team_A/dev-1.x%@eu:+"))
        }),
        sound("nested settings of s3", || {
            with(&format!(
                "{}s3 =\n  max_concurrent_requests = 20\n  addressing_style = path\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("a services section", || {
            with(&format!(
                "{}services = local\n\n[services local]\ndynamodb =\n  endpoint_url = http://127.0.0.1:8000\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("many settings of the AWS CLI", || {
            with(&format!(
                "{}output = table\ncli_pager =\ncli_auto_prompt = on-partial\ncli_timestamp_format = iso8601\n\
                 cli_history = enabled\nretry_mode = standard\nmax_attempts = 5\nparameter_validation = true\n\
                 tcp_keepalive = true\nsts_regional_endpoints = regional\nuse_dualstack_endpoint = false\n\
                 defaults_mode = in-region\nmetadata_service_timeout = 1\ncli_binary_format = raw-in-base64-out\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("settings of other tools", || {
            with(&format!(
                "{}granted_sso_start_url = https://lab-portal.awsapps.com/start\ncolor = 00ff00\n\
                 x_security_token_expires = 2026-01-01T00:00:00Z\nazure_tenant_id = 1234\nmy_note = for the group\n",
                profile("profile dev").trim_end_matches('\n').to_owned() + "\n"
            ))
        }),
        sound("more scopes than one", move || {
            Case::files(
                &whole()
                    .replace("sso:account:access", "sso:account:access, codewhisperer:completions"),
                "",
            )
        }),
        sound("aliases and previews of old", || {
            with(&format!("{}[preview]\ncloudfront = true\n", profile("profile dev")))
        }),
    ]
}
