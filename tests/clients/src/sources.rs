//! The sources of credentials that one profile can name, as lines of the two files.

use crate::machine::{CachedToken, LOGIN_SESSION, Machine, TokenState};

/// The start URL of the simulated portal.
pub const START_URL: &str = "https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start";

/// The region of the portal, which no profile uses for anything else.
pub const PORTAL_REGION: &str = "eu-central-2";

/// One source of credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// `sso_session` with account and role, and a valid token.
    SsoSession,
    /// The portal written into the profile, and a valid token.
    SsoInline,
    /// Static keys in the config file.
    KeysInConfig,
    /// Static keys in the credentials file.
    KeysInCredentials,
    /// `role_arn` with `source_profile`, whose keys are in the credentials file.
    RoleOfProfile,
    /// `role_arn` with `credential_source = Environment`.
    RoleOfEnvironment,
    /// `role_arn` with `web_identity_token_file`.
    WebIdentity,
    /// `credential_process`.
    Process,
    /// `login_session`, signed in.
    Login,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 9] = [
        Source::SsoSession,
        Source::SsoInline,
        Source::KeysInConfig,
        Source::KeysInCredentials,
        Source::RoleOfProfile,
        Source::RoleOfEnvironment,
        Source::WebIdentity,
        Source::Process,
        Source::Login,
    ];

    /// Its name in a machine's.
    pub fn name(self) -> &'static str {
        match self {
            Source::SsoSession => "session",
            Source::SsoInline => "inline",
            Source::KeysInConfig => "config-keys",
            Source::KeysInCredentials => "credentials-keys",
            Source::RoleOfProfile => "role-profile",
            Source::RoleOfEnvironment => "role-environment",
            Source::WebIdentity => "web",
            Source::Process => "process",
            Source::Login => "login",
        }
    }

    /// The lines of a profile that has this source. `label` is `dev` or `default`.
    fn lines(self, label: &str) -> Vec<String> {
        let lines: &[&str] = match self {
            Source::SsoSession => &[
                "sso_session = corp",
                "sso_account_id = 111122223333",
                "sso_role_name = PowerUser",
            ],
            Source::SsoInline => &[
                "sso_start_url = https://my-sciencecloud-sso-portal-exampleURL.awsapps.com/start",
                "sso_region = eu-central-2",
                "sso_account_id = 111122223333",
                "sso_role_name = PowerUser",
            ],
            Source::KeysInConfig => return vec![format!("{{keys config-{label}}}")],
            Source::KeysInCredentials => return vec![format!("{{keys credentials-{label}}}")],
            Source::RoleOfProfile => {
                &["role_arn = arn:aws:iam::111122223333:role/Deploy", "source_profile = base"]
            }
            Source::RoleOfEnvironment => &[
                "role_arn = arn:aws:iam::111122223333:role/Deploy",
                "credential_source = Environment",
            ],
            Source::WebIdentity => &[
                "role_arn = arn:aws:iam::111122223333:role/Web",
                "web_identity_token_file = {home}/web-token",
            ],
            Source::Process => &["credential_process = /bin/cat {home}/process.json"],
            Source::Login => return vec![format!("login_session = {LOGIN_SESSION}")],
        };
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    /// What the machine must have beside the profile.
    fn equip(self, machine: &mut Machine) {
        match self {
            Source::SsoSession => machine.tokens.push(token("corp", TokenState::Valid)),
            Source::SsoInline => machine.tokens.push(token(START_URL, TokenState::ValidPlain)),
            Source::RoleOfEnvironment => set_keys_in_environment(machine),
            Source::WebIdentity => {
                machine.files.insert("web-token".to_owned(), "eyJhbGciOiJub25lIn0.e30.".to_owned());
            }
            Source::Process => {
                let printed = process_output("process-dev");
                machine.files.insert("process.json".to_owned(), printed);
            }
            Source::Login => machine.is_logged_in = true,
            Source::KeysInConfig | Source::KeysInCredentials | Source::RoleOfProfile => {}
        }
    }
}

/// A file of the token cache.
pub fn token(of: &str, state: TokenState) -> CachedToken {
    CachedToken { of: of.to_owned(), state }
}

/// What a `credential_process` prints.
pub fn process_output(label: &str) -> String {
    format!(
        "{{\"Version\": 1, \"AccessKeyId\": \"{{id {label}}}\", \"SecretAccessKey\": \"{{secret {label}}}\"}}"
    )
}

/// Sets the two variables to the key of the place `env`.
pub fn set_keys_in_environment(machine: &mut Machine) {
    for (name, value) in
        [("AWS_ACCESS_KEY_ID", "{id env}"), ("AWS_SECRET_ACCESS_KEY", "{secret env}")]
    {
        machine.environment.insert(name.to_owned(), value.to_owned());
    }
}

/// How the profile reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `AWS_PROFILE=dev`
    Variable,
    /// `--profile dev`, or an argument of the constructor.
    Argument,
    /// The profile is `[default]`.
    Default,
}

impl Way {
    /// All of them.
    pub const ALL: [Way; 3] = [Way::Variable, Way::Argument, Way::Default];

    /// Its name in a machine's.
    pub fn name(self) -> &'static str {
        match self {
            Way::Variable => "variable",
            Way::Argument => "argument",
            Way::Default => "default",
        }
    }
}

/// A machine whose profile has these sources, all in working order, with a region of its own.
pub fn machine_with(id: String, sources: &[Source], way: Way) -> Machine {
    let mut machine = Machine { id, ..Machine::default() };
    let (section, name, label) = match way {
        Way::Default => ("default", "default", "default"),
        Way::Variable | Way::Argument => ("profile dev", "dev", "dev"),
    };
    let mut config = vec![format!("[{section}]"), "region = me-south-1".to_owned()];
    let mut credentials: Vec<String> = Vec::new();
    let mut written: Vec<String> = Vec::new();
    for source in sources {
        source.equip(&mut machine);
        let in_credentials = *source == Source::KeysInCredentials;
        if in_credentials {
            credentials.push(format!("[{name}]"));
        }
        for line in source.lines(label) {
            let key = line.split('=').next().unwrap_or_default().trim().to_owned();
            if in_credentials {
                credentials.push(line);
            } else if !written.contains(&key) {
                // A key twice in one section is a subject of its own.
                written.push(key);
                config.push(line);
            }
        }
    }
    if sources.contains(&Source::SsoSession) {
        config.extend(session_section());
    }
    if sources.contains(&Source::RoleOfProfile) {
        credentials.extend(["[base]".to_owned(), "{keys credentials-base}".to_owned()]);
    }
    match way {
        Way::Variable => {
            machine.environment.insert("AWS_PROFILE".to_owned(), name.to_owned());
        }
        Way::Argument => machine.profile = Some(name.to_owned()),
        Way::Default => {}
    }
    machine.config = Some(config.join("\n") + "\n");
    machine.credentials = (!credentials.is_empty()).then(|| credentials.join("\n") + "\n");
    machine
}

/// `[sso-session corp]`, complete.
fn session_section() -> [String; 4] {
    [
        "[sso-session corp]".to_owned(),
        format!("sso_start_url = {START_URL}"),
        format!("sso_region = {PORTAL_REGION}"),
        "sso_registration_scopes = sso:account:access".to_owned(),
    ]
}
