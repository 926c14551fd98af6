//! The shape of a row of the table of families: order, precedence and versions as data.

use aws_files::{FileKind, View};

use crate::fault::FaultId;
use crate::plain::Plain;
use crate::{Client, Evidence, Family, Module, version};

/// The rules of one family.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) family: Family,
    /// The version that was read or run.
    pub(crate) read_at: &'static str,
    /// The files of that version that the row follows.
    pub(crate) files: &'static [&'static str],
    pub(crate) evidence: Evidence,
    pub(crate) reading: ReadingRules,
    pub(crate) environment: EnvironmentRules,
    /// The chain, in order.
    pub(crate) chain: &'static [Provider],
    /// What a failure of one provider means.
    pub(crate) on_failure: OnFailure,
    /// Whether making a client also makes the profile's bearer token, so that an incomplete
    /// session stops it whatever its credentials are.
    pub(crate) makes_token: bool,
    /// The kinds of credentials that a profile can name, in order, where the chain asks for the
    /// profile as a whole.
    pub(crate) within: &'static [Nature],
    /// The same for a profile that another one's `source_profile` names, if not the same.
    pub(crate) within_source: &'static [Nature],
    pub(crate) sso: Option<SsoRules>,
    pub(crate) login: Option<LoginRules>,
    /// The module without which `credential_process` is not known.
    pub(crate) process_needs: Option<Module>,
    pub(crate) role: RoleRules,
    pub(crate) region: &'static [RegionFrom],
    /// The texts that it prints, with `<profile>` and such for values.
    pub(crate) texts: &'static [(FaultId, &'static str)],
    /// The texts that it shares with its relatives; its own come first.
    pub(crate) common_texts: &'static [(FaultId, &'static str)],
    /// The texts of older versions, the oldest first; `None` where they are not known.
    pub(crate) old_texts: &'static [OldText],
}

/// What versions before one print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OldText {
    pub(crate) before: &'static str,
    pub(crate) id: FaultId,
    pub(crate) text: Option<&'static str>,
}

impl Rules {
    /// The text of a fault, as this client's version prints it.
    pub(crate) fn text_of(&self, id: FaultId, client: &Client) -> Option<&'static str> {
        let is_printed =
            |old: &&OldText| old.id == id && version::is_older(client, Some(old.before));
        match self.old_texts.iter().find(is_printed) {
            Some(old) => old.text,
            None => {
                let all = self.texts.iter().chain(self.common_texts);
                all.filter(|(known, _)| *known == id).map(|(_, text)| *text).next()
            }
        }
    }
}

/// How the family reads the two files.
#[derive(Debug)]
pub(crate) struct ReadingRules {
    /// Whose dialect.
    pub(crate) view: View,
    /// Where the family's reader differs from that dialect.
    pub(crate) dialect: Dialect,
    /// Whether a file that this dialect refuses is refused as a whole; otherwise the family reads
    /// on, in a way that is not modeled.
    pub(crate) strict: bool,
    /// Whether a file that it refuses stops the client, even with keys in the environment.
    pub(crate) refusal_stops: bool,
    /// Which names of sections it takes beyond the dialect's.
    pub(crate) names: Names,
    /// Whether `[dev]` in the config file is a profile.
    pub(crate) bare_names: bool,
    /// Whether an empty value counts as set.
    pub(crate) empty_counts: bool,
    /// Whether the config file is read without AWS_SDK_LOAD_CONFIG.
    pub(crate) config: ConfigFile,
}

/// Where a reader differs from the dialect of its view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Whether `AWS_ACCESS_KEY_ID` in a file is another key than `aws_access_key_id`.
    pub(crate) exact_keys: bool,
    /// Which blanks a header may contain.
    pub(crate) blanks: Blanks,
    /// Whether `[profile dev]` in the credentials file is the profile dev, if there is no `[dev]`.
    pub(crate) prefixed_credentials: bool,
    /// Whether the last section of a name replaces the ones before.
    pub(crate) last_section: bool,
    /// Whether double quotes around a value do not count.
    pub(crate) unquotes: bool,
    /// A reader of its own, in place of the view.
    pub(crate) plain: Option<Plain>,
}

impl Dialect {
    /// As the view says.
    pub(crate) const SPEC: Self = Self {
        exact_keys: false,
        blanks: Blanks::Any,
        prefixed_credentials: false,
        last_section: false,
        unquotes: false,
        plain: None,
    };
    /// The same with keys as written.
    pub(crate) const EXACT: Self = Self { exact_keys: true, ..Self::SPEC };
}

/// Which blanks a header may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blanks {
    Any,
    /// Only one between `profile` and the name.
    One,
    /// That one, and none inside the brackets beside it.
    OneAlone,
}

/// When the config file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConfigFile {
    Always,
    /// With AWS_SDK_LOAD_CONFIG set to a true value (Go) or to any text (JavaScript).
    WithFlag {
        any_text: bool,
    },
    /// Unless AWS_SDK_CONFIG_OPT_OUT is set.
    UnlessOptOut,
    /// Only where there is no credentials file.
    WithoutCredentials,
}

/// Names of sections beyond the dialect's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    Dialect,
    /// `[profile "dev"]` and `[profile 'dev']`.
    Quoted,
    /// `[sso-session my corp]`, unquoted.
    Spaces,
}

/// The environment's keys and profile.
#[derive(Debug)]
pub(crate) struct EnvironmentRules {
    /// The variables of the pair, in order: the first one that is set counts.
    pub(crate) access: &'static [&'static str],
    pub(crate) secret: &'static [&'static str],
    /// Whether an empty variable names the profile, one without a name.
    pub(crate) empty_profile_counts: bool,
    /// Whether an access key without its secret is an error; otherwise the provider is skipped.
    pub(crate) half_is_error: bool,
    /// The variables that name the profile, in order.
    pub(crate) profile: &'static [&'static str],
    /// Whether AWS_PROFILE turns the environment's keys off.
    pub(crate) profile_hides_keys: bool,
    /// Whether a profile from code or an argument turns them off.
    pub(crate) argument_hides_keys: bool,
    /// Whether that also turns AWS_WEB_IDENTITY_TOKEN_FILE off.
    pub(crate) argument_hides_web_identity: bool,
    /// What a missing profile means.
    pub(crate) missing_profile: MissingProfile,
}

/// What a profile means that is in neither file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingProfile {
    /// An error before anything else, if a variable or an argument names it.
    Stops,
    /// An error of the profile provider, if a variable or an argument names it; without a name,
    /// the chain goes on.
    Fails,
    /// The chain goes on.
    Next,
}

/// What a failure of one provider means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnFailure {
    /// The client fails with its text.
    Stop,
    /// The next provider is asked; the text of the chain's end is printed.
    Next,
    /// As `Stop` for these, as `Next` for all others.
    StopFor(&'static [FaultId]),
    /// As `Next` for these, as `Stop` for all others.
    NextFor(&'static [FaultId]),
}

/// One provider of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    /// Keys in environment variables.
    Environment,
    /// Keys in AMAZON_ACCESS_KEY_ID and AMAZON_SECRET_ACCESS_KEY.
    AmazonEnvironment,
    /// AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN.
    WebIdentityEnvironment,
    /// The profile, by `within`.
    Profile,
    /// Keys in the credentials file, of the profile that AWS_PROFILE or an argument names: Go v1's
    /// `SharedCredentialsProvider`, whose failures do not end a chain.
    SharedCredentials,
    /// One kind of the profile's credentials.
    Nature(Nature),
    /// Go's profile, whose rules are checked when it is loaded.
    GoProfile,
    /// .NET's profile, whose properties must match one type.
    DotNetProfile,
    /// GDAL's pair, which is asked for by its secret.
    GdalEnvironment,
    /// GDAL's profile, whose role may have a web identity as its source.
    GdalProfile,
    /// The first keys in the credentials file, whatever their profile (polars).
    FirstKeys,
    /// The container's endpoint.
    Container,
    /// Instance metadata.
    Instance,
}

/// A kind of credentials that a profile can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// `role_arn` with its source.
    Role,
    /// `role_arn` with its source, in one file.
    RoleIn(FileKind),
    /// `web_identity_token_file` with `role_arn`.
    WebIdentity,
    /// `credential_source` without `role_arn`.
    CredentialSource,
    Sso,
    Login,
    Process,
    /// `credential_process` in one file.
    ProcessIn(FileKind),
    /// Static keys, each from the file that wins.
    Static,
    /// Static keys in one file.
    StaticIn(FileKind),
    /// Static keys, unless the profile names a role.
    StaticWithoutRole,
}

/// Single sign-on.
#[derive(Debug)]
pub(crate) struct SsoRules {
    /// The first version that knows it; `None` if unknown.
    pub(crate) since: Option<&'static str>,
    /// The first version that knows sessions; `None` if unknown.
    pub(crate) session_since: Option<&'static str>,
    /// The keys of which any makes the profile one of single sign-on.
    pub(crate) triggers: Triggers,
    /// What `sso_start_url` and `sso_region` beside `sso_session` mean.
    pub(crate) inline: Inline,
    /// The keys that it needs, in the order of its text.
    pub(crate) required: &'static [&'static str],
    /// The same in versions before sessions, if in another order.
    pub(crate) required_before_sessions: &'static [&'static str],
    /// How long before its end a token without a session counts as expired, in minutes.
    pub(crate) legacy_early_minutes: i64,
    /// How long before its end a session's token must be renewable, in minutes.
    pub(crate) renew_early_minutes: i64,
    /// Whether it uses what the AWS CLI caches in `~/.aws/cli/cache`.
    pub(crate) uses_cli_cache: bool,
    pub(crate) needs: Option<Module>,
    /// What it needs for sessions as well.
    pub(crate) session_needs: Option<Module>,
    /// Whether it renews a session's token.
    pub(crate) refreshes: bool,
}

/// When a profile is one of single sign-on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Triggers {
    /// Any of these keys.
    Any(&'static [&'static str]),
    /// A session, or all four keys; otherwise the provider fails.
    SessionOrAll,
}

/// What `sso_start_url` and `sso_region` beside `sso_session` mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    /// Equal values are accepted, different ones refused.
    MustEqual,
    /// The same without regard to case.
    MustEqualIgnoringCase,
    /// The session's silently win.
    SessionWins,
    /// Refused, even if equal.
    Refused,
}

/// `login_session`.
#[derive(Debug)]
pub(crate) struct LoginRules {
    /// The first version that knows it; `None` if unknown.
    pub(crate) since: Option<&'static str>,
    pub(crate) needs: Option<Module>,
}

/// `role_arn`.
#[derive(Debug)]
pub(crate) struct RoleRules {
    /// Whether `web_identity_token_file` in the profile makes it no role profile.
    pub(crate) not_with_web_identity: bool,
    /// What both `source_profile` and `credential_source` mean.
    pub(crate) both_sources: Sources,
    /// What neither means.
    pub(crate) no_source: Sources,
    /// The values of `credential_source`.
    pub(crate) credential_sources: &'static [&'static str],
    /// Whether their case does not matter.
    pub(crate) any_case: bool,
    /// Whether any static key in a source profile makes it no role profile, wherever static keys
    /// are in `within_source` (botocore).
    pub(crate) keys_end_chain: bool,
    /// Whether a profile may name itself as its source.
    pub(crate) self_reference: SelfReference,
    pub(crate) mfa: Mfa,
    pub(crate) needs: Option<Module>,
}

/// What missing or double sources of a role mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sources {
    /// An error.
    Fails,
    /// It is no role profile.
    NotARole,
    /// `source_profile` counts.
    ProfileCounts,
}

/// When a profile may name itself as its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SelfReference {
    /// If it has static keys.
    WithKeys,
    /// Always: its other credentials are the source.
    Allowed,
    /// The first profile does not count as visited, so that its static keys can be a source.
    RootUnseen,
    Refused,
}

/// What `mfa_serial` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mfa {
    /// It asks for a code.
    Asks,
    /// It fails.
    Refuses,
    /// It fails before what the source gives is looked at.
    RefusesFirst,
    /// The code is not sent.
    Ignores,
}

/// Where a region comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegionFrom {
    Variable(&'static str),
    /// A variable that counts even if it is empty: then there is no region.
    SetVariable(&'static str),
    /// A variable that counts only with the config file turned on.
    VariableWithConfig(&'static str),
    Profile,
    /// The profile that these variables or an argument name, if that is not the one of the
    /// credentials.
    ProfileOf(&'static [&'static str]),
    /// The profile `default`, whatever the selected one is.
    DefaultProfile,
    /// The profile, only with the config file turned on.
    ProfileWithConfig,
    /// The section of the config file with exactly the profile's name (PHP).
    BareSection,
    /// The profile in the config file, even if the client reads its credentials elsewhere, and
    /// as this simple reader sees it. The variables name the profile.
    ConfigFile(Plain, &'static [&'static str]),
    /// The profile in the config file, unless keys in the environment spare reading it (GDAL).
    ConfigWithoutKeys,
    /// The first text after `region` in the config file, whatever its section (polars).
    FirstInConfig,
    /// A built-in default.
    Default(&'static str),
}
