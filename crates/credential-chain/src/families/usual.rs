//! What is usual: a row of the table says only where its family differs.

use aws_files::View;

use crate::rules::{
    ConfigFile, Dialect, EnvironmentRules, Inline, Mfa, MissingProfile, Names, ReadingRules,
    RoleRules, SelfReference, Sources, SsoRules, Triggers,
};

pub(super) const READING: ReadingRules = ReadingRules {
    view: View::Sdk,
    dialect: Dialect::SPEC,
    strict: false,
    refusal_stops: false,
    names: Names::Dialect,
    bare_names: false,
    empty_counts: false,
    config: ConfigFile::Always,
};

pub(super) const ENVIRONMENT: EnvironmentRules = EnvironmentRules {
    access: &["AWS_ACCESS_KEY_ID"],
    secret: &["AWS_SECRET_ACCESS_KEY"],
    empty_profile_counts: false,
    half_is_error: false,
    profile: &["AWS_PROFILE"],
    profile_hides_keys: false,
    argument_hides_keys: false,
    argument_hides_web_identity: false,
    missing_profile: MissingProfile::Fails,
};

pub(super) const SSO: SsoRules = SsoRules {
    since: None,
    session_since: None,
    triggers: Triggers::Any(&[
        "sso_session",
        "sso_account_id",
        "sso_role_name",
        "sso_start_url",
        "sso_region",
    ]),
    inline: Inline::SessionWins,
    required: &["sso_account_id", "sso_role_name", "sso_region", "sso_start_url"],
    required_before_sessions: &[],
    legacy_early_minutes: 0,
    renew_early_minutes: 0,
    uses_cli_cache: false,
    needs: None,
    session_needs: None,
    refreshes: true,
};

pub(super) const ROLE: RoleRules = RoleRules {
    not_with_web_identity: true,
    both_sources: Sources::Fails,
    no_source: Sources::Fails,
    credential_sources: &["Environment", "Ec2InstanceMetadata", "EcsContainer"],
    any_case: false,
    keys_end_chain: false,
    self_reference: SelfReference::WithKeys,
    mfa: Mfa::Ignores,
    needs: None,
};
