//! The generated machines, with a secret or a name in every place that can contain one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use facts::{
    AwsExecutable, CacheEntry, Contact, Environment, Facts, Identity, IdentityAnswer, LoginCache,
    LoginEntry, LoginKeys, Origin, Preset, Request, Secret, ServiceError, SessionKey, Step, Token,
    TokenCache, VersionOutput, Why, login_cache_name,
};
use jiff::SignedDuration;

use crate::testing::{self, now};

/// Random numbers that are the same in every run (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        let bytes = alphabet.as_bytes();
        (0..length).map(|_| char::from(bytes[self.below(bytes.len())])).collect()
    }
}

const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";

/// Every secret of a machine.
pub(super) struct Loot {
    key_id: String,
    pub(super) secret_key: String,
    session_token: String,
    access_token: String,
    refresh_token: String,
    client_secret: String,
    proxy_password: String,
    env_secret: String,
    /// A secret that only its form gives away.
    stranger: String,
}

/// Every name of a machine.
pub(super) struct Names {
    account: String,
    role: String,
    profile: String,
    pub(super) session: String,
    pub(super) portal: String,
    email: String,
    pub(super) user: String,
    pub(super) host: String,
}

impl Loot {
    fn drawn(dice: &mut Dice) -> Self {
        let key = |dice: &mut Dice, length: usize| {
            // Upper and lower case letters and digits, as in AWS's own keys.
            format!("aZ4{}", dice.text(BASE64, length - 3))
        };
        Self {
            key_id: format!("{}{}", dice.pick(&["AKIA", "ASIA"]), dice.text(CAPITALS, 16)),
            secret_key: key(dice, 40),
            session_token: format!("IQoJb3JpZ2luX2Vj{}==", dice.text(BASE64, 180)),
            access_token: format!("aoa{}", key(dice, 120)),
            refresh_token: format!("aor{}", key(dice, 120)),
            client_secret: format!("eyJraWQ{}", key(dice, 150)),
            proxy_password: format!("{}{}", dice.text(LETTERS, 6), dice.text(DIGITS, 4)),
            env_secret: key(dice, 40),
            stranger: key(dice, 40),
        }
    }

    pub(super) fn all(&self) -> [&String; 9] {
        [
            &self.stranger,
            &self.key_id,
            &self.secret_key,
            &self.session_token,
            &self.access_token,
            &self.refresh_token,
            &self.client_secret,
            &self.proxy_password,
            &self.env_secret,
        ]
    }

    /// A secret that a user may paste anywhere, as it is or encoded.
    fn anywhere(&self, dice: &mut Dice) -> String {
        let secret =
            dice.pick(&[&self.key_id, &self.secret_key, &self.session_token, &self.env_secret]);
        match dice.below(7) {
            0 => base64::engine::general_purpose::STANDARD.encode(format!("user:{secret}")),
            1 => base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret),
            2 => secret.replace('/', "%2F").replace('+', "%2B").replace('=', "%3d"),
            3 => self.stranger.clone(),
            4 => format!("{} {}", &secret[..secret.len() / 2], &secret[secret.len() / 2..]),
            _ => secret.clone(),
        }
    }
}

impl Names {
    fn drawn(dice: &mut Dice) -> Self {
        let mut word = |start: &str| format!("{start}{}", dice.text(LETTERS, 7));
        let names = Self {
            account: String::new(),
            role: word("Role"),
            profile: word("prof"),
            session: word("sess"),
            portal: word("port"),
            email: format!("{}@{}.example", word("mail"), word("dom")),
            user: word("user"),
            host: word("host"),
        };
        Self { account: format!("4{}", dice.text(DIGITS, 11)), ..names }
    }

    pub(super) fn all(&self) -> [&String; 8] {
        [
            &self.account,
            &self.role,
            &self.profile,
            &self.session,
            &self.portal,
            &self.email,
            &self.user,
            &self.host,
        ]
    }
}

/// A config file full of misplaced values.
fn config(dice: &mut Dice, loot: &Loot, names: &Names) -> String {
    let mut text = format!(
        "[sso-session {}]\nsso_start_url = https://{}.awsapps.com/start\nsso_region = us-east-1\n",
        names.session, names.portal
    );
    let profile = |more: &str| {
        format!(
            "[profile {}]\nsso_session = {}\nsso_account_id = {}\nsso_role_name = {}\nregion = eu-west-1\n{more}",
            names.profile, names.session, names.account, names.role
        )
    };
    text.push_str(&profile(""));
    for _ in 0..dice.below(7) {
        let secret = loot.anywhere(dice);
        let line = match dice.below(14) {
            0 => format!("# {secret}"),
            1 => format!("; aws_secret_access_key = {secret}"),
            2 => format!("aws_secret_access_key {secret}"),
            3 => secret.clone(),
            4 => format!("my_own_setting = {secret}"),
            5 => format!("region = {secret}"),
            6 => format!("sso_role_name = {secret}"),
            7 => format!("credential_process = /opt/get --token {secret}"),
            8 => format!(
                "aws_session_token =\n  {}\n  {}",
                &loot.session_token[..90],
                &loot.session_token[90..]
            ),
            9 => format!("s3 =\n  max_queue_size = 5\n  {secret} = 1"),
            10 => format!("[profile {secret}]\nregion = us-east-1"),
            11 => format!("[{secret}"),
            12 => format!(
                "endpoint_url = http://{}:{}@127.0.0.1/?t={secret}",
                names.user, loot.proxy_password
            ),
            _ => format!("{secret} = {}", names.email),
        };
        text.push_str(&line);
        text.push('\n');
    }
    if dice.one_in(4) {
        text.push_str(&profile(&format!("aws_access_key_id = {}\n", loot.key_id)));
    }
    text
}

fn credentials(dice: &mut Dice, loot: &Loot, names: &Names) -> String {
    let name = dice.pick(&["default", names.profile.as_str(), "old"]);
    let mut text = format!(
        "[{name}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        loot.key_id, loot.secret_key
    );
    match dice.below(4) {
        0 => text.push_str(&format!("aws_session_token = {}\n", loot.session_token)),
        1 => text.push_str(&format!("\"aws_session_token\": \"{}\",\n", loot.session_token)),
        2 => text.push_str(&format!(
            "{}\n{}\n",
            &loot.session_token[..70],
            &loot.session_token[70..]
        )),
        _ => {}
    }
    text
}

/// The file as an editor on Windows may save it.
fn encoded(dice: &mut Dice, text: &str) -> Vec<u8> {
    match dice.below(8) {
        0 => [
            &[0xFF, 0xFE][..],
            &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ]
        .concat(),
        1 => text.replace('\n', "\r\n").into_bytes(),
        2 => [text.as_bytes(), b"\xff\xfe junk\n"].concat(),
        _ => text.as_bytes().to_vec(),
    }
}

fn refused(dice: &mut Dice, loot: &Loot, names: &Names) -> ServiceError {
    ServiceError {
        operation: "GetRoleCredentials",
        code: dice
            .pick(&["ForbiddenException", "UnauthorizedException", "InternalError"])
            .to_owned(),
        message: format!(
            "No access for {} in {} with {} on {}",
            names.email,
            names.account,
            loot.anywhere(dice),
            names.host
        ),
        status: Some(403),
        request_id: Some(format!("5c1e0000-0000-4000-8000-{}", dice.text(DIGITS, 12))),
        at: now(),
    }
}

/// Machine number `seed`.
pub(super) fn machine(seed: u64) -> (Facts, Loot, Names) {
    let mut dice = Dice::of(seed);
    let dice = &mut dice;
    let (loot, names) = (Loot::drawn(dice), Names::drawn(dice));
    let home = PathBuf::from(match dice.below(3) {
        0 => format!("/Users/{}", names.user),
        1 => format!("/srv/homes/{}", names.user),
        _ => format!("/home/{}", names.user),
    });
    let folder = match dice.one_in(5) {
        true => home.join(&loot.key_id),
        false => home.join(".aws"),
    };
    let locations = testing::locations(&home, &folder, &Origin::Variable("AWS_CONFIG_FILE"));
    let (text, keys) = (config(dice, &loot, &names), credentials(dice, &loot, &names));
    let (text, keys) = (encoded(dice, &text), encoded(dice, &keys));
    let files = testing::files(&locations, 0o644, &text, &keys);
    let proxy =
        format!("http://{}:{}@{}.corp.example:3128", names.user, loot.proxy_password, names.host);
    let variables = [
        ("AWS_SECRET_ACCESS_KEY", loot.env_secret.clone()),
        ("AWS_ACCESS_KEY_ID", loot.key_id.clone()),
        ("AWS_SESSION_TOKEN", loot.session_token.clone()),
        ("AWS_SOMETHING_NEW", loot.anywhere(dice)),
        ("AWS_CONFIG_FILE", locations.config.path.display().to_string()),
        (
            "AWS_PROFILE",
            match dice.below(3) {
                0 => loot.key_id.clone(),
                _ => names.profile.clone(),
            },
        ),
        (
            "AWS_REGION",
            match dice.below(4) {
                0 => loot.secret_key.clone(),
                _ => "eu-west-1".into(),
            },
        ),
        (
            "AWS_ENDPOINT_URL",
            format!(
                "https://{}:{}@{}.corp.example/{}",
                names.user, loot.proxy_password, names.host, loot.key_id
            ),
        ),
        ("HTTPS_PROXY", proxy.clone()),
        ("http_proxy", proxy),
        ("BROWSER", format!("/home/{}/bin/open --token {}", names.user, loot.secret_key)),
        ("USER", names.user.clone()),
        ("TERM_PROGRAM", loot.anywhere(dice)),
    ];
    // A value that is known here may appear elsewhere in another form.
    let is_known = |name: &str| matches!(name, "AWS_SECRET_ACCESS_KEY" | "AWS_SESSION_TOKEN");
    let some: Vec<_> =
        variables.into_iter().filter(|(name, _)| is_known(name) || !dice.one_in(3)).collect();
    let environment = Environment::from_variables(
        some.into_iter().map(|(name, value)| (name.into(), value.into())),
    );
    let request = Request {
        profile: dice.one_in(3).then(|| names.profile.clone()),
        all_profiles: dice.one_in(3),
        offline: dice.one_in(4),
        program: None,
    };
    let mut facts =
        Facts::new(now(), request, Arc::new(environment), Ok(home.clone()), locations, files);
    facts.host = Some(names.host.clone());
    facts.aws = Ok(vec![AwsExecutable {
        path: home.join("bin").join(&loot.key_id).join("aws"),
        version: Ok(VersionOutput::Other(format!("aws: {} {}", loot.anywhere(dice), names.email))),
        known_by: facts::VersionKnownBy::Start,
    }]);
    facts.tokens = Ok(tokens(dice, &facts, &loot, &names));
    facts.logins = Ok(logins(dice, &facts, &loot, &names));
    learnt(dice, &mut facts, &loot, &names);
    facts.preset = dice.one_in(2).then(|| {
        Arc::new(Preset {
            name: format!("team{}", names.portal),
            session: Some(names.session.clone()),
            start_url: Some(format!("https://{}.awsapps.com/start", names.portal)),
            contact: Some(Contact {
                name: Some(format!("Desk {}", names.portal)),
                email: Some(names.email.clone()),
                page: None,
            }),
            ..Preset::default()
        })
    });
    (facts, loot, names)
}

fn tokens(dice: &mut Dice, facts: &Facts, loot: &Loot, names: &Names) -> TokenCache {
    let key = SessionKey::Named(names.session.clone());
    let hours = i64::try_from(dice.below(20)).unwrap() - 10;
    let token = Token {
        access_token: Secret::new(loot.access_token.clone()),
        expires_at: now() + SignedDuration::from_hours(hours),
        refresh_token: Some(Secret::new(loot.refresh_token.clone())),
        client_id: Some(Secret::from("client-of-no-interest")),
        client_secret: Some(Secret::new(loot.client_secret.clone())),
        registration_expires_at: Some(now() + SignedDuration::from_hours(500)),
        region: Some("us-east-1".into()),
        start_url: Some(format!(
            "https://{}.awsapps.com/start#{}",
            names.portal, loot.access_token
        )),
    };
    let folder = facts.locations.token_cache.clone();
    let entry = CacheEntry {
        path: folder.join(key.cache_name()),
        mode: Some(0o644),
        owned: Some(true),
        writable: None,
        renewal_refused: None,
        time_form: facts::TimeForm::Everyone,
        token: Ok(token),
    };
    TokenCache {
        entries: BTreeMap::from([(key.cache_name(), entry)]),
        folder,
        ..TokenCache::default()
    }
}

fn logins(dice: &mut Dice, facts: &Facts, loot: &Loot, names: &Names) -> LoginCache {
    let folder = facts.locations.login_cache.clone();
    let login = format!("arn:aws:iam::{}:user/{}", names.account, names.user);
    let minutes = i64::try_from(dice.below(40)).unwrap() - 20;
    let keys = LoginKeys {
        key_id: Secret::new(loot.key_id.clone()),
        secret: Secret::new(loot.secret_key.clone()),
        session_token: Secret::new(loot.session_token.clone()),
        expires_at: now() + SignedDuration::from_mins(minutes),
        account: names.account.clone(),
        refresh_token: Secret::new(loot.refresh_token.clone()),
        dpop_key: Secret::new(loot.client_secret.clone()),
        id_token: Some(Secret::new(loot.access_token.clone())),
    };
    let entry = LoginEntry {
        path: folder.join(login_cache_name(&login)),
        mode: Some(0o644),
        owned: Some(true),
        writable: None,
        keys: Ok(keys),
    };
    LoginCache { entries: BTreeMap::from([(login, entry)]), folder, ..LoginCache::default() }
}

fn learnt(dice: &mut Dice, facts: &mut Facts, loot: &Loot, names: &Names) {
    let answer = match dice.below(4) {
        0 => Ok(IdentityAnswer::Identity(Identity {
            account: names.account.clone(),
            arn: format!(
                "arn:aws:sts::{}:assumed-role/AWSReservedSSO_{}_0123456789abcdef/{}",
                names.account, names.role, names.email
            ),
            user_id: format!("AROA:{}", names.email),
        })),
        1 => Ok(IdentityAnswer::Refused(Step::RoleCredentials, refused(dice, loot, names))),
        2 => Err(Why::Service(Box::new(refused(dice, loot, names)))),
        _ => Err(Why::Error(format!(
            "CN={}, {}: {}\n{}",
            names.host,
            names.email,
            loot.anywhere(dice),
            loot.anywhere(dice)
        ))),
    };
    facts.network.identities.insert(names.profile.clone(), answer);
    let key = SessionKey::Named(names.session.clone());
    if dice.one_in(3) {
        let error = refused(dice, loot, names);
        facts.network.refreshes.insert(key.clone(), Ok(Err(error)));
    }
    facts.network.roles.insert(
        (key, names.account.clone()),
        Ok(vec![names.role.clone(), format!("{}Admin", names.role)]),
    );
}
